//! Who looked at a person: when, who, at what, from where, why; the latest first. What the person may ask for
//! at the desk. Asking is a look itself, for a reason, and stands in the list the next time.
//!
//! ```text
//! Chi ha guardato ROSSI Maria
//!
//!   Quando            Chi             Che cosa
//! 1 23/11/2026 09:12  Anna Brambilla  scheda, da 192.0.2.7
//! 2 20/11/2026 16:40  Carla Fumagalli diario, perché: lo chiede la persona
//! ```

use crate::domain::Named as _;
use crate::domain::access::{LookAt, LookKind, LookWhy};
use crate::domain::ids::PersonId;
use crate::panes::{Cx, Env, person};
use crate::store::people::PersonFile;
use crate::store::{LookRow, WhoLooked};
use crate::ui::dialog::Dialog;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, View, Width};
use crate::ui::words::{MessageId, Words};

use super::{Msg, People, Sub, Then};

/// How many looks are shown.
const LIMIT: u32 = 500;

/// The looks at one person.
pub(super) struct Looks {
    title: String,
    rows: Option<Vec<LookRow>>,
    pub(super) list: ListState<i64>,
}

impl Looks {
    pub(super) fn new(who: &str, env: &Env) -> Self {
        let args = [("who", who.into())];
        Self {
            title: env.words.with(MessageId("looks-title"), &args).into_owned(),
            rows: None,
            list: ListState::new(),
        }
    }

    /// The rows.
    pub(super) fn take(&mut self, rows: Vec<LookRow>) {
        self.list.keep(rows.len(), |i| rows[i].seq);
        self.rows = Some(rows);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows.as_deref().unwrap_or_default();
        let column = |heading, width| Column::new(words.get(heading), width);
        let list = List::of(
            vec![
                column(MessageId("looks-column-when"), Width::Fixed(16)),
                column(
                    MessageId("looks-column-who"),
                    Width::Fill { min: 16, weight: 1 },
                ),
                column(
                    MessageId("looks-column-what"),
                    Width::Fill { min: 20, weight: 2 },
                ),
            ],
            RowsBy::new(rows.len(), move |i| Row {
                cells: vec![
                    Span::plain(person::moment(rows[i].at, words)),
                    Span::plain(rows[i].name.as_str()),
                    Span::plain(said(&rows[i], words)),
                ],
            }),
        )
        .selecting(self.list.selected())
        .or_say(words.get(match self.rows {
            Some(_) => MessageId("looks-none"),
            None => MessageId("person-reading"),
        }));
        View::new(self.title.as_str(), vec![Block::List(list)]).at(0, self.list.selected())
    }
}

/// `stampa, scheda, da 192.0.2.7, perché: un controllo o un reclamo`.
fn said(row: &LookRow, words: &Words) -> String {
    let kind = row.what.filter(|what| *what != LookKind::Open);
    let kind = kind.map(|what| words.of(LookKind::FAMILY, what.code()).into_owned());
    let seen = row
        .seen
        .map(|seen| words.of(LookAt::FAMILY, seen.code()).into_owned());
    let from = row.address.as_deref().map(|address| {
        let args = [("address", address.into())];
        words.with(MessageId("looks-from"), &args).into_owned()
    });
    let why = row.reason.as_deref().map(|reason| {
        let reason = why_in_words(reason, words);
        let args = [("reason", reason.into())];
        words.with(MessageId("looks-why"), &args).into_owned()
    });
    let parts: Vec<String> = [kind, seen, from, why].into_iter().flatten().collect();
    parts.join(", ")
}

/// A reason as it was chosen, or as it was written.
fn why_in_words(reason: &str, words: &Words) -> String {
    reason.parse().map_or_else(
        |_| reason.to_owned(),
        |why: LookWhy| person::word(words, why),
    )
}

impl People {
    /// Reads a record, to be shown when it is here.
    pub(super) fn open_file(&mut self, person: PersonId, cx: &mut Cx<'_, Self>) {
        self.open_file_and(person, Then::Nothing, cx);
    }

    /// The same, and opens something on it.
    pub(super) fn open_file_and(&mut self, person: PersonId, then: Then, cx: &mut Cx<'_, Self>) {
        self.wanted = Some((person, then));
        self.entering = None;
        cx.read("file", PersonFile { person }, Msg::File);
    }

    /// The reason why a record is opened is written down: it is read again.
    pub(super) fn reasoned(&self, person: PersonId, cx: &mut Cx<'_, Self>) {
        if self
            .wanted
            .as_ref()
            .is_some_and(|(wanted, _)| *wanted == person)
        {
            cx.read("file", PersonFile { person }, Msg::File);
        }
    }

    /// Asks why a record is opened that is no case of one's own.
    pub(super) fn ask_why(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some((person, _)) = self.wanted {
            let title = cx.env().words.get(MessageId("looks-why-open")).into_owned();
            ask_reason(title, person, Msg::WhyOpen, cx);
        }
    }

    /// Asks why it is to be known who looked.
    pub(super) fn ask_looks(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let (person, name) = (record.person.id, record.name());
        let args = [("who", (&name).into())];
        let title = cx.env().words.with(MessageId("looks-title"), &args);
        let title = title.into_owned();
        ask_reason(title, person, Msg::WhyLooks, cx);
    }

    pub(super) fn open_looks(&mut self, person: PersonId, why: LookWhy, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let looks = Looks::new(&record.name(), cx.env());
        self.stack.push(Sub::Looks(looks));
        let asked = WhoLooked {
            person,
            reason: why.code().to_owned(),
            before: None,
            limit: LIMIT,
        };
        cx.read("looks", asked, Msg::Looks);
    }
}

/// A question whose answers are reasons to look; the harmless one comes first.
fn ask_reason(
    title: String,
    person: PersonId,
    then: fn(PersonId, LookWhy) -> Msg,
    cx: &mut Cx<'_, People>,
) {
    let words = cx.env().words.clone();
    let back = Dialog::new(title)
        .sentence(words.get(MessageId("looks-reason-kept")))
        .answer(words.get(MessageId("layer-back")), Msg::Nothing);
    let dialog = LookWhy::ALL.iter().fold(back, |dialog, why| {
        dialog.answer(
            person::sentence_case(&person::word(&words, *why)),
            then(person, *why),
        )
    });
    cx.ask(dialog);
}
