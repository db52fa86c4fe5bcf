//! Papers: one seen at the desk with its number and its last day, and those of the office that run out.
//!
//! ```text
//! In scadenza: 60 giorni
//!
//! 1 ROSSI Maria    permesso di soggiorno    scaduto il 12/11/2026
//! 2 BIANCHI Luca   carta d'identità         entro il 3/12/2026
//! 3 NERI Piero     colloquio da completare  entro il 5/12/2026
//! ```
//!
//! "Seen" is enough: a copy is the exception that is ticked.

use chrono::{Days, NaiveDate};

use crate::domain::Named as _;
use crate::domain::day::{self, Towards};
use crate::domain::document::{DocumentKind, PermitKind};
use crate::domain::ids::PersonId;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::people::{
    ExpiringInterview, ExpiringInterviews, ExpiringPaper, ExpiringPapers, KnownPaper, Paper,
    SeeDocument,
};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::PartEvent;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::{Msg, People, Sub};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.paper";
/// How many papers that run out are shown: the first to go.
const SHOWN: usize = 500;

pub(super) const PERMIT: &str = "permit";
const NUMBER: &str = "number";
const ISSUER: &str = "issuer";
const ISSUED: &str = "issued";
pub(super) const EXPIRES: &str = "expires";
const COPY: &str = "copy";
const YES: &str = "yes";

/// A paper that is being looked at.
pub(super) struct PaperForm {
    pub(super) form: Form,
    pub(super) person: PersonId,
    kind: DocumentKind,
    title: String,
}

impl PaperForm {
    /// Of a person's paper of a kind, with what is on record of it.
    pub(super) fn new(
        (person, who): (PersonId, &str),
        kind: DocumentKind,
        known: Option<&KnownPaper>,
        env: &Env,
    ) -> Self {
        let words = &env.words;
        let mut fields = vec![
            Field::date(EXPIRES, MessageId("paper-expires")),
            Field::text(NUMBER, MessageId("paper-number")).max(40),
            Field::text(ISSUER, MessageId("paper-issuer")).max(80),
            Field::date(ISSUED, MessageId("paper-issued")),
            Field::choice(
                COPY,
                MessageId("paper-copy"),
                vec![
                    Choice::new("no", words.get(MessageId("person-no"))),
                    Choice::new(YES, words.get(MessageId("person-yes"))),
                ],
            ),
        ];
        if kind == DocumentKind::ResidencePermit {
            let permits = person::options::<PermitKind>(words);
            fields.insert(1, Field::choice(PERMIT, MessageId("paper-permit"), permits));
        }
        let mut form = Form::new(FORM, fields).saved_by(MessageId("paper-save"));
        let paper = known.map(|known| &known.paper);
        let day = |on: Option<NaiveDate>| on.map(day::short).unwrap_or_default();
        form.set(EXPIRES, &day(paper.and_then(|paper| paper.expires_on)));
        form.set(ISSUED, &day(paper.and_then(|paper| paper.issued_on)));
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        form.set(NUMBER, &text(paper.and_then(|paper| paper.number.as_ref())));
        form.set(ISSUER, &text(paper.and_then(|paper| paper.issuer.as_ref())));
        if let Some(permit) = paper.and_then(|paper| paper.permit) {
            form.set(PERMIT, permit.code());
        }
        let copy = paper.is_some_and(|paper| paper.copy_kept);
        form.set(COPY, if copy { YES } else { "no" });
        let name = person::sentence_case(&person::word(words, kind));
        let args = [("paper", (&name).into()), ("who", who.into())];
        Self {
            form,
            person,
            kind,
            title: words.with(MessageId("paper-title"), &args).into_owned(),
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(FORM, format!("{} {}", self.person, self.kind.code()))
    }

    /// Whose paper of which kind a draft is of.
    pub(super) fn of_draft(key: &DraftKey) -> Option<(PersonId, DocumentKind)> {
        let (person, kind) = key.subject.split_once(' ')?;
        Some((person.parse().ok()?, kind.parse().ok()?))
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let towards = match person::look_at_field(&mut self.form, field, env) {
            Some(EXPIRES) => Towards::Future,
            Some(ISSUED) => Towards::Past,
            _ => return,
        };
        let name = self.form.fields[field].name;
        person::read_day(&mut self.form, name, towards, env);
    }

    /// The act that writes that it was seen; none when something is wrong.
    pub(super) fn payload(&mut self, env: &Env) -> Option<SeeDocument> {
        for field in 0..self.form.fields.len() {
            self.left(field, env);
        }
        if self.form.go_to_error() {
            return None;
        }
        let said = |name: &str| Some(self.form.value(name).to_owned()).filter(|s| !s.is_empty());
        let day = |name: &str, towards| person::day_in(&self.form, name, towards, env);
        let paper = Paper {
            permit: self.form.value(PERMIT).parse().ok(),
            number: said(NUMBER),
            issuer: said(ISSUER),
            issued_on: day(ISSUED, Towards::Past),
            expires_on: day(EXPIRES, Towards::Future),
            copy_kept: self.form.value(COPY) == YES,
            ..Paper::of(self.kind)
        };
        Some(SeeDocument {
            person: self.person,
            paper,
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(self.title.as_str(), &self.form)
    }
}

/// The papers of the office that run out.
#[derive(Default)]
pub(super) struct Expiring {
    rows: Option<Vec<ExpiringPaper>>,
    interviews: Vec<ExpiringInterview>,
    pub(super) list: ListState<usize>,
}

impl Expiring {
    /// The papers as they are now.
    pub(super) fn take(&mut self, rows: Vec<ExpiringPaper>) {
        self.rows = Some(rows);
        self.keep();
    }

    /// The interviews as they are now.
    pub(super) fn take_interviews(&mut self, rows: Vec<ExpiringInterview>) {
        self.interviews = rows;
        self.keep();
    }

    fn keep(&mut self) {
        let papers = self.rows.as_ref().map_or(0, Vec::len);
        self.list.keep(papers + self.interviews.len(), |i| i);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows.as_deref().unwrap_or_default();
        let column = |heading, width| Column {
            heading: words.get(heading),
            width,
        };
        let list = List {
            heading: None,
            columns: vec![
                column(
                    MessageId("people-column-who"),
                    Width::Fill { min: 22, weight: 1 },
                ),
                column(
                    MessageId("papers-column-paper"),
                    Width::Fill { min: 20, weight: 1 },
                ),
                column(MessageId("papers-column-until"), Width::Fixed(22)),
            ],
            rows: Box::new(RowsBy::new(
                rows.len() + self.interviews.len(),
                move |i| match rows.get(i) {
                    Some(paper) => cells(paper, env),
                    None => cells_of_interview(&self.interviews[i - rows.len()], env),
                },
            )),
            selected: self.list.selected(),
            total: None,
            empty: words.get(match self.rows {
                Some(_) => MessageId("papers-none"),
                None => MessageId("person-reading"),
            }),
        };
        let days = [("n", env.rules.paper_days.into())];
        let title = words.with(MessageId("papers-title"), &days);
        View::new(title, vec![Block::List(list)]).at(0, self.list.selected())
    }
}

fn cells<'a>(row: &'a ExpiringPaper, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let day = [("day", words.date(row.expires_on).into())];
    let until = if row.expires_on < env.today() {
        Span::toned(words.with(MessageId("record-expired"), &day), Tone::Bad)
    } else {
        Span::plain(words.with(MessageId("record-expires"), &day))
    };
    let paper = person::sentence_case(&person::word(words, row.kind));
    Row {
        cells: vec![Span::plain(row.who.as_str()), Span::plain(paper), until],
    }
}

fn cells_of_interview<'a>(row: &'a ExpiringInterview, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let day = [("day", words.date(row.lapses_on).into())];
    Row {
        cells: vec![
            Span::plain(row.who.as_str()),
            Span::plain(words.get(MessageId("papers-interview"))),
            Span::plain(words.with(MessageId("record-expires"), &day)),
        ],
    }
}

impl People {
    /// Opens the list of the papers that run out.
    pub(super) fn open_expiring(&mut self, cx: &mut Cx<'_, Self>) {
        self.stack.clear();
        self.stack.push(Sub::Expiring(Expiring::default()));
        self.ask_expiring(cx);
    }

    /// Reads them again.
    pub(super) fn ask_expiring(&self, cx: &mut Cx<'_, Self>) {
        if !matches!(self.stack.last(), Some(Sub::Expiring(_))) {
            return;
        }
        let env = cx.env();
        let days = Days::new(u64::from(env.rules.paper_days));
        let asked = ExpiringPapers {
            office: env.staff.office,
            from: env.today() - days,
            until: env.today() + days,
            limit: SHOWN,
        };
        let interviews = ExpiringInterviews {
            office: env.staff.office,
            until: env.today() + days,
            limit: SHOWN,
        };
        cx.read("expiring", asked, Msg::Expiring);
        cx.read("expiring.interviews", interviews, Msg::ExpiringInterviews);
    }

    /// The record of whoever has the paper of a row.
    pub(super) fn expiring_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Expiring(papers)) = self.stack.last()
            && let Some(rows) = &papers.rows
        {
            let interview = || Some(papers.interviews.get(row - rows.len())?.person);
            let person = rows.get(row).map(|paper| paper.person).or_else(interview);
            if let Some(person) = person {
                self.open_file(person, cx);
            }
        }
    }

    /// Opens the form of a paper of the record that is open.
    pub(super) fn open_paper(&mut self, kind: DocumentKind, cx: &mut Cx<'_, Self>) {
        self.open_paper_at(kind, EXPIRES, cx);
    }

    /// The same with the cursor in a field; where the kind of a permit is known, in what it leaves open.
    pub(super) fn open_paper_at(
        &mut self,
        kind: DocumentKind,
        field: &'static str,
        cx: &mut Cx<'_, Self>,
    ) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            return cx.tell(Tone::Warn, MessageId("record-read-only"));
        }
        let Some(record) = self.record() else { return };
        let known = record.person.documents.iter();
        let known = known.clone().find(|known| known.paper.kind == kind);
        let who = (record.person.id, record.name());
        let asylum =
            known.is_some_and(|known| known.paper.permit == Some(PermitKind::AsylumRequest));
        let mut form = PaperForm::new((who.0, &who.1), kind, known, cx.env());
        form.form.go_to(if asylum && field == PERMIT {
            ISSUED
        } else {
            field
        });
        let key = form.key();
        self.stack.push(Sub::Paper(Box::new(form)));
        cx.find_draft(key, Msg::Draft);
    }

    pub(super) fn paper_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Paper(paper)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Left(field) => paper.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = paper.payload(&env) {
                    cx.act(act, Msg::Seen);
                }
            }
            _ => {}
        }
    }

    /// The paper is on record: its form is done.
    pub(super) fn paper_seen(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Paper(paper)) = self.stack.last() {
            cx.drop_draft(paper.key());
            self.stack.pop();
        }
        self.on_record(MessageId("record-paper-done"), cx);
    }
}
