//! The target groups of the record that is open: what each rule says, why, and what is still to be asked. Enter
//! answers in place: it opens the fact that is missing, else the one that decided.
//!
//! ```text
//! Gruppi di riferimento: ROSSI Maria
//!
//! 1 NEET                      da chiedere: tirocinio in corso
//! 2 Persona giovane           sì: 22 anni
//! 3 Più di 50 anni            no: 22 anni
//! 4 DUL, fase 5               regola scaduta, ultimo giorno 30/04/2026
//! 5 Gruppi con dati riservati si calcolano nella loro pagina
//! ```

use chrono::NaiveDate;

use crate::domain::document::DocumentKind;
use crate::domain::interview::Section;
use crate::domain::staff::Right;
use crate::domain::target_group::{Answer, Fact, TargetId, Verdict, evaluate};
use crate::panes::{Cx, Env, target};
use crate::store::people::PersonRecord;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::record::name_of;
use super::{People, Sub, edit, papers, sealed};

/// Where a fact is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// In a field of a part of the record's form.
    Field(Section, &'static str),
    /// In a field of the form of a paper.
    Paper(DocumentKind, &'static str),
    /// In a section of the interview.
    Section(Section),
    /// Behind a reason.
    Sealed,
    /// Nowhere: its rule is over.
    Nowhere,
}

struct Line {
    /// Which group; none of the way to those that are sealed.
    group: Option<TargetId>,
    label: String,
    said: Span<'static>,
    answers: Answers,
}

/// The groups of a record.
pub(super) struct Groups {
    title: String,
    lines: Vec<Line>,
    pub(super) list: ListState<Option<TargetId>>,
}

impl Groups {
    fn new(record: &PersonRecord, env: &Env) -> Self {
        let mut groups = Self {
            title: String::new(),
            lines: Vec::new(),
            list: ListState::new(),
        };
        groups.take(record, env);
        groups
    }

    fn take(&mut self, record: &PersonRecord, env: &Env) {
        let who = [("who", name_of(record).into())];
        let title = env.words.with(MessageId("groups-title"), &who);
        self.title = title.into_owned();
        self.lines = lines(record, env);
        self.list.keep(self.lines.len(), |i| self.lines[i].group);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let column = |heading, width| Column::new(env.words.get(heading), width);
        let list = List::of(
            vec![
                column(MessageId("groups-column-group"), Width::Fixed(30)),
                column(
                    MessageId("groups-column-answer"),
                    Width::Fill { min: 24, weight: 1 },
                ),
            ],
            RowsBy::new(self.lines.len(), |i| Row {
                cells: vec![
                    Span::plain(self.lines[i].label.as_str()),
                    self.lines[i].said.clone(),
                ],
            }),
        )
        .selecting(self.list.selected());
        View::new(self.title.as_str(), vec![Block::List(list)]).at(0, self.list.selected())
    }
}

/// Those that apply, then those to ask, then those that do not, each in the order of the rules; then those whose rule
/// is over, and the way to those that need a sealed fact.
fn lines(record: &PersonRecord, env: &Env) -> Vec<Line> {
    let words = &env.words;
    let facts = target::facts_of(record, env.today());
    let mut verdicts = evaluate(env.reference.targets(), &facts, env.today());
    verdicts.sort_by_key(|verdict| match verdict.answer {
        Answer::Yes => 0,
        Answer::Unknown => 1,
        Answer::No => 2,
    });
    let mut lines: Vec<Line> = verdicts.iter().map(|verdict| line(verdict, env)).collect();
    lines.extend(target::over(&facts, env).map(|(verdict, last)| expired(&verdict, last, env)));
    if env.staff.may(Right::PeopleUnseal) {
        let say = |id| words.get(id).into_owned();
        lines.push(Line {
            group: None,
            label: say(MessageId("groups-sealed")),
            said: Span::toned(say(MessageId("groups-sealed-where")), Tone::Quiet),
            answers: Answers::Sealed,
        });
    }
    lines
}

fn line(verdict: &Verdict, env: &Env) -> Line {
    let words = &env.words;
    let why = [("why", target::why(verdict, words).into())];
    let (said, tone) = match verdict.answer {
        Answer::Yes => (words.with(MessageId("groups-yes"), &why), Tone::Strong),
        Answer::Unknown => {
            let facts = [("facts", target::asked(verdict, words).into())];
            (words.with(MessageId("groups-ask"), &facts), Tone::Warn)
        }
        // Of a definition with parts that are not kept here the others may still say yes.
        Answer::No if verdict.partial => {
            (words.with(MessageId("groups-no-so-far"), &why), Tone::Quiet)
        }
        Answer::No => (words.with(MessageId("groups-no"), &why), Tone::Quiet),
    };
    let asked = verdict.missing.first().copied();
    let decided = verdict.reasons.first().map(|reason| reason.fact);
    Line {
        group: Some(verdict.target),
        label: target::title(verdict, words),
        said: Span::toned(said.into_owned(), tone),
        answers: asked.or(decided).map_or(Answers::Nowhere, answers),
    }
}

fn expired(verdict: &Verdict, last: NaiveDate, env: &Env) -> Line {
    let words = &env.words;
    let day = [("day", words.date(last).into())];
    let said = words.with(MessageId("groups-expired"), &day);
    Line {
        group: Some(verdict.target),
        label: target::title(verdict, words),
        said: Span::toned(said.into_owned(), Tone::Quiet),
        answers: Answers::Nowhere,
    }
}

/// Where a fact of the rules is written.
const fn answers(fact: Fact) -> Answers {
    match fact {
        Fact::BirthDate => Answers::Field(Section::Identity, edit::BIRTH_ON),
        Fact::RegistrySex => Answers::Field(Section::Identity, edit::SEX),
        Fact::Employment => Answers::Field(Section::Status, edit::EMPLOYMENT),
        Fact::EmploymentSince => Answers::Field(Section::Status, edit::SINCE),
        Fact::DidOn => Answers::Field(Section::Status, edit::DID_ON),
        Fact::Education => Answers::Field(Section::Status, edit::EDUCATION),
        Fact::Area => Answers::Field(Section::Residence, edit::CITIZENSHIP),
        Fact::Studying | Fact::Training | Fact::Traineeship | Fact::CivilService => {
            Answers::Field(Section::Status, edit::PURSUITS)
        }
        Fact::PermitExpiry => Answers::Paper(DocumentKind::ResidencePermit, papers::EXPIRES),
        Fact::PermitWork => Answers::Paper(DocumentKind::ResidencePermit, papers::PERMIT),
        Fact::Benefit | Fact::BenefitUntil => Answers::Section(Section::Benefits),
        Fact::EverWorked => Answers::Section(Section::Work),
        Fact::SocialServices => Answers::Nowhere,
    }
}

impl People {
    /// Opens the groups of the record that is open.
    pub(super) fn open_groups(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let groups = Groups::new(&record.person, cx.env());
        self.stack.push(Sub::Groups(groups));
    }

    /// The groups by what is on file now.
    pub(super) fn renew_groups(&mut self, env: &Env) {
        let (mut on_file, mut open) = (None, None);
        for sub in &mut self.stack {
            match sub {
                Sub::Record(record) => on_file = Some(&record.person),
                Sub::Groups(groups) => open = Some(groups),
                _ => {}
            }
        }
        if let (Some(record), Some(groups)) = (on_file, open) {
            groups.take(record, env);
        }
    }

    /// A row was opened: its fact is answered.
    pub(super) fn groups_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Groups(groups)) = self.stack.last() else {
            return;
        };
        let Some(line) = groups.lines.get(row) else {
            return;
        };
        match line.answers {
            Answers::Field(section, field) => self.open_form(field, Some(section), cx),
            Answers::Paper(kind, field) => self.open_paper_at(kind, field, cx),
            Answers::Section(section) => {
                self.section = Some(section);
                self.open_interview(cx);
            }
            Answers::Sealed => {
                if let Some(record) = self.record() {
                    sealed::ask_unseal(record.person.id, cx);
                }
            }
            Answers::Nowhere => cx.tell(Tone::Plain, MessageId("groups-over")),
        }
    }
}
