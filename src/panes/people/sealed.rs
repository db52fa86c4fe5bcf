//! The unsealed screen: sealed facts of one person, opened for a reason, gone as soon as it is left.
//!
//! ```text
//! Dati riservati di ROSSI Maria
//!
//!   L'apertura è nel registro degli accessi. Uscendo la pagina si chiude.
//!   Iscrivibile L. 68/99: invalidità civile
//!
//! 1 invalidità civile, 60 %   dal 12/03/2024   verbale
//! 2 Aggiungi un dato riservato
//! ```
//!
//! What is half typed here is kept nowhere: a draft would lie in the open.

use crate::domain::Named as _;
use crate::domain::access::LookWhy;
use crate::domain::day::Towards;
use crate::domain::ids::PersonId;
use crate::domain::sealed::{SealedKind, evaluate};
use crate::domain::target_group::Answer;
use crate::panes::{Cx, Env, person};
use crate::store::sealed::{
    AddSealed, EndSealed, OpenSealed, SealedFields, SealedRow, StrikeSealed,
};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::PartEvent;
use crate::ui::view::{
    Block, Column, List, Notice, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::{Msg, People, Sub};

/// The unsealed screen of one person.
pub(super) struct Unsealed {
    person: PersonId,
    reason: LookWhy,
    title: String,
    rows: Option<Vec<SealedRow>>,
    pub(super) list: ListState<usize>,
}

impl Unsealed {
    /// The facts.
    pub(super) fn take(&mut self, rows: Vec<SealedRow>) {
        self.list.keep(rows.len() + 1, |i| i);
        self.rows = Some(rows);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows.as_deref().unwrap_or_default();
        let mut blocks = vec![Block::Notice(Notice {
            tone: Tone::Warn,
            text: words.get(MessageId("sealed-notice")),
        })];
        let groups = groups(rows, env);
        if !groups.is_empty() {
            blocks.push(Block::Text(Text {
                heading: None,
                paragraphs: groups,
            }));
        }
        let column = |heading, width| Column {
            heading: words.get(heading),
            width,
        };
        let shown = self.rows.as_ref().map_or(0, |rows| rows.len() + 1);
        blocks.push(Block::List(List {
            heading: None,
            columns: vec![
                column(
                    MessageId("sealed-column-what"),
                    Width::Fill { min: 24, weight: 2 },
                ),
                column(
                    MessageId("sealed-column-when"),
                    Width::Fill { min: 18, weight: 1 },
                ),
                column(
                    MessageId("sealed-column-proof"),
                    Width::Fill { min: 16, weight: 1 },
                ),
            ],
            rows: Box::new(RowsBy::new(shown, move |i| match rows.get(i) {
                Some(row) => cells(row, env),
                None => Row {
                    cells: vec![
                        Span::plain(words.get(MessageId("sealed-add"))),
                        Span::plain(""),
                        Span::plain(""),
                    ],
                },
            })),
            selected: self.list.selected(),
            total: None,
            empty: words.get(MessageId("person-reading")),
        }));
        View::new(self.title.as_str(), blocks).at_last(self.list.selected())
    }
}

/// The groups that need these facts, computed while the screen is made.
fn groups(rows: &[SealedRow], env: &Env) -> Vec<Span<'static>> {
    let words = &env.words;
    let facts: Vec<_> = rows.iter().map(SealedRow::for_groups).collect();
    let said = evaluate(env.reference.sealed_targets(), &facts, env.today());
    said.into_iter()
        .filter_map(|(target, answer, kind)| {
            let why = kind.map(|kind| person::word(words, kind))?;
            let target = person::sentence_case(&person::word(words, target));
            let (id, tone) = match answer {
                Answer::Yes => (MessageId("sealed-group-yes"), Tone::Strong),
                Answer::No => (MessageId("sealed-group-no"), Tone::Quiet),
                Answer::Unknown => (MessageId("sealed-group-ask"), Tone::Quiet),
            };
            let args = [("target", (&target).into()), ("why", (&why).into())];
            Some(Span::toned(words.with(id, &args).into_owned(), tone))
        })
        .collect()
}

fn cells<'a>(row: &'a SealedRow, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let fact = &row.fact;
    let percent = fact.percent.map(|percent| {
        let args = [("n", percent.into())];
        words.with(MessageId("sealed-percent"), &args).into_owned()
    });
    let what = [
        Some(person::sentence_case(&person::word(words, fact.kind))),
        percent,
        fact.text.clone(),
    ];
    let what: Vec<String> = what.into_iter().flatten().collect();
    let when = [
        fact.from_on.map(|day| (MessageId("sealed-from"), day)),
        fact.to_on.map(|day| (MessageId("sealed-to"), day)),
    ];
    let when: Vec<String> = when
        .into_iter()
        .flatten()
        .map(|(id, day)| {
            words
                .with(id, &[("day", words.date(day).into())])
                .into_owned()
        })
        .collect();
    let ended = fact.to_on.is_some_and(|to| to < env.today());
    let tone = if ended { Tone::Quiet } else { Tone::Plain };
    Row {
        cells: vec![
            Span::toned(what.join(", "), tone),
            Span::plain(when.join(" ")),
            Span::plain(fact.proof.as_deref().unwrap_or_default()),
        ],
    }
}

const KIND: &str = "kind";
const PERCENT: &str = "percent";
const TEXT: &str = "text";
const PROOF: &str = "proof";
const FROM: &str = "from";
const TO: &str = "to";

/// A sealed fact that is being written.
pub(super) struct SealedForm {
    pub(super) form: Form,
    person: PersonId,
    title: String,
}

impl SealedForm {
    fn new(person: PersonId, env: &Env) -> Self {
        let fields = vec![
            Field::choice(
                KIND,
                MessageId("sealed-kind"),
                person::options::<SealedKind>(&env.words),
            )
            .required(),
            Field::text(PERCENT, MessageId("sealed-percent-field")).max(3),
            Field::text(TEXT, MessageId("sealed-text")).max(200),
            Field::text(PROOF, MessageId("sealed-proof")).max(80),
            Field::date(FROM, MessageId("sealed-from-field")),
            Field::date(TO, MessageId("sealed-to-field")),
        ];
        Self {
            form: Form::new("person.sealed", fields),
            person,
            title: env.words.get(MessageId("sealed-add")).into_owned(),
        }
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(name) = person::look_at_field(&mut self.form, field, env) else {
            return;
        };
        match name {
            FROM => drop(person::read_day(&mut self.form, FROM, Towards::Past, env)),
            TO => drop(person::read_day(&mut self.form, TO, Towards::Future, env)),
            PERCENT => {
                let typed = self.form.value(PERCENT);
                let right = typed.is_empty() || typed.parse().is_ok_and(|n: u8| n <= 100);
                if !right {
                    self.form
                        .set_error(PERCENT, env.words.get(MessageId("sealed-percent-wrong")));
                }
            }
            _ => {}
        }
    }

    fn payload(&mut self, env: &Env) -> Option<AddSealed> {
        for field in 0..self.form.fields.len() {
            self.left(field, env);
        }
        if self.form.value(KIND).is_empty() {
            self.form
                .set_error(KIND, env.words.get(MessageId("person-choose")));
        }
        let (from, to) = (
            person::day_in(&self.form, FROM, Towards::Past, env),
            person::day_in(&self.form, TO, Towards::Future, env),
        );
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.form
                .set_error(TO, env.words.get(MessageId("head-ends-before")));
        }
        if self.form.go_to_error() {
            return None;
        }
        let said = |name: &str| Some(self.form.value(name).to_owned()).filter(|s| !s.is_empty());
        Some(AddSealed {
            person: self.person,
            fact: SealedFields {
                percent: self.form.value(PERCENT).parse().ok(),
                text: said(TEXT),
                proof: said(PROOF),
                from_on: from,
                to_on: to,
                ..SealedFields::of(self.form.value(KIND).parse().ok()?)
            },
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(Say::Borrowed(self.title.as_str()), &self.form)
    }
}

/// Asks why the sealed facts of the record are opened.
pub(super) fn ask_unseal(person: PersonId, cx: &mut Cx<'_, People>) {
    let words = cx.env().words.clone();
    let back = Dialog::new(words.get(MessageId("sealed-why")))
        .sentence(words.get(MessageId("looks-reason-kept")))
        .answer(words.get(MessageId("layer-back")), Msg::Nothing);
    let dialog = LookWhy::ALL.iter().fold(back, |dialog, why| {
        let label = person::sentence_case(&person::word(&words, *why));
        dialog.answer(label, Msg::Unseal(person, *why))
    });
    cx.ask(dialog);
}

impl People {
    /// Opens the unsealed screen.
    pub(super) fn unseal(&mut self, person: PersonId, reason: LookWhy, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let args = [("who", record.name().into())];
        let title = cx.env().words.with(MessageId("sealed-title"), &args);
        let unsealed = Unsealed {
            person,
            reason,
            title: title.into_owned(),
            rows: None,
            list: ListState::new(),
        };
        self.stack.push(Sub::Sealed(Box::new(unsealed)));
        self.read_sealed(cx);
    }

    fn read_sealed(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Sealed(unsealed)) = self.stack.last() {
            let asked = OpenSealed {
                person: unsealed.person,
                reason: unsealed.reason.code().to_owned(),
            };
            cx.read("sealed", asked, Msg::Sealed);
        }
    }

    /// A row of the unsealed screen was opened: to end the fact, or to add one.
    pub(super) fn sealed_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Sealed(unsealed)) = self.stack.last() else {
            return;
        };
        let Some(fact) = unsealed.rows.as_ref().and_then(|rows| rows.get(row)) else {
            let form = SealedForm::new(unsealed.person, cx.env());
            self.stack.push(Sub::SealedForm(Box::new(form)));
            return;
        };
        let (today, words) = (cx.env().today(), cx.env().words.clone());
        let (fact, ver, last) = (fact.id, fact.ver, fact.fact.to_on);
        let mut dialog = Dialog::new(words.get(MessageId("sealed-what-of-it")))
            .answer(words.get(MessageId("layer-back")), Msg::Nothing);
        if last.is_none_or(|last| last > today) {
            let end = Msg::EndSealed(EndSealed { fact, ver });
            dialog = dialog.answer(words.get(MessageId("sealed-end")), end);
        }
        let strike = Msg::StrikeSealed(StrikeSealed { fact, ver });
        cx.ask(dialog.answer(words.get(MessageId("sealed-strike")), strike));
    }

    pub(super) fn sealed_form_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::SealedForm(form)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Left(field) => form.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = form.payload(&env) {
                    cx.act(act, Msg::SealedDone);
                }
            }
            _ => {}
        }
    }

    /// It is written: the screen shows it.
    pub(super) fn sealed_done(&mut self, cx: &mut Cx<'_, Self>) {
        if matches!(self.stack.last(), Some(Sub::SealedForm(_))) {
            self.stack.pop();
        }
        cx.tell(Tone::Good, MessageId("sealed-done"));
        self.read_sealed(cx);
    }

    /// Whoever leaves the pane leaves the unsealed screen.
    pub(super) fn seal_again(&mut self) {
        self.stack
            .retain(|sub| !matches!(sub, Sub::Sealed(_) | Sub::SealedForm(_)));
    }
}
