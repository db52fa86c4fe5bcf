//! The history of a record: who changed what, when, from what to what; the latest first.
//!
//! ```text
//! Storia di ROSSI Maria
//!
//!   Quando            Chi     Che cosa
//! 1 23/11/2026 09:12  Anna    telefono: era 399123, ora 399456
//! 2 23/11/2026 09:12  Anna    accoglienza salvata
//! ```
//!
//! The journal keeps stored values; here they become the words of the screen. Fields that follow from
//! others, and what erasure has emptied, are not shown.

use chrono::{DateTime, NaiveDate};

use crate::domain::Named as _;
use crate::domain::ids::PersonId;
use crate::domain::intake::IntakeState;
use crate::panes::{Env, person};
use crate::reference::Reference;
use crate::store::Act as _;
use crate::store::journal::{FieldChange, HistoryEntry};
use crate::store::people::MergePeople;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

/// How many acts a page has.
pub(super) const PAGE: u32 = 40;

/// How the stored value of a field is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As it is.
    Text,
    /// A day.
    Day,
    /// A moment, in milliseconds.
    Moment,
    /// A value of a closed set: its family.
    Word(&'static str),
    /// Several values of a closed set: its family.
    Words(&'static str),
    /// Codes of states.
    States,
    /// Codes of occupations.
    Occupations,
    /// Several texts.
    Texts,
    /// A row of the interview.
    Entry,
    /// Yes or no.
    Flag,
}

/// The fields that a history shows, their names, and how their values are said. What is not here
/// follows from others or is technical.
const FIELDS: &[(&str, &str, MessageId, How)] = &[
    ("person", "surname", MessageId("person-surname"), How::Text),
    ("person", "name", MessageId("person-name"), How::Text),
    (
        "person",
        "preferred_name",
        MessageId("person-preferred-name"),
        How::Text,
    ),
    ("person", "birth_on", MessageId("person-birth-on"), How::Day),
    (
        "person",
        "birth_place_name",
        MessageId("person-birth-place"),
        How::Text,
    ),
    (
        "person",
        "registry_sex",
        MessageId("person-registry-sex"),
        How::Word("registry-sex"),
    ),
    (
        "person",
        "gender",
        MessageId("person-gender"),
        How::Word("gender"),
    ),
    (
        "person",
        "citizenship",
        MessageId("person-citizenship"),
        How::States,
    ),
    (
        "person",
        "residence_name",
        MessageId("person-residence"),
        How::Text,
    ),
    ("person", "address", MessageId("person-address"), How::Text),
    (
        "person",
        "postcode",
        MessageId("person-postcode"),
        How::Text,
    ),
    ("person", "phone", MessageId("person-phone"), How::Text),
    ("person", "email", MessageId("person-email"), How::Text),
    (
        "person",
        "contact_rule",
        MessageId("person-contact-rule"),
        How::Word("contact-rule"),
    ),
    (
        "person",
        "education",
        MessageId("person-education"),
        How::Word("education"),
    ),
    (
        "person",
        "wishes",
        MessageId("person-wishes"),
        How::Occupations,
    ),
    ("person", "skills", MessageId("person-skills"), How::Texts),
    ("person", "licence", MessageId("person-licence"), How::Text),
    ("person", "own_car", MessageId("history-own-car"), How::Flag),
    ("person", "radius_km", MessageId("person-radius"), How::Text),
    (
        "person",
        "transport",
        MessageId("person-transport"),
        How::Word("transport"),
    ),
    (
        "person",
        "shift",
        MessageId("person-shift"),
        How::Word("shift"),
    ),
    (
        "person",
        "hours_min",
        MessageId("history-hours-min"),
        How::Text,
    ),
    (
        "person",
        "hours_max",
        MessageId("history-hours-max"),
        How::Text,
    ),
    (
        "person",
        "contracts",
        MessageId("person-contracts"),
        How::Words("contract"),
    ),
    (
        "person",
        "comes",
        MessageId("person-comes"),
        How::Words("half-day"),
    ),
    (
        "person",
        "pursuits",
        MessageId("person-pursuits"),
        How::Words("pursuit"),
    ),
    (
        "person",
        "available_from",
        MessageId("person-available-from"),
        How::Day,
    ),
    (
        "person",
        "days",
        MessageId("person-days"),
        How::Words("day-part"),
    ),
    ("entry", "body", MessageId("history-entry"), How::Entry),
    ("person", "did_on", MessageId("person-did-on"), How::Day),
    ("identifier", "value", MessageId("person-code"), How::Text),
    (
        "identifier",
        "checked",
        MessageId("history-checked"),
        How::Word("checked"),
    ),
    (
        "employment",
        "status",
        MessageId("person-employment"),
        How::Word("employment"),
    ),
    ("employment", "from_on", MessageId("person-since"), How::Day),
    ("employment", "to_on", MessageId("history-until"), How::Day),
    (
        "document",
        "permit",
        MessageId("person-permit"),
        How::Word("permit"),
    ),
    (
        "document",
        "expires_on",
        MessageId("history-expiry"),
        How::Day,
    ),
    ("document", "seen_on", MessageId("history-seen"), How::Day),
    (
        "privacy_act",
        "revoked_on",
        MessageId("history-revoked"),
        How::Day,
    ),
    (
        "intake",
        "state",
        MessageId("history-intake"),
        How::Word("intake-state"),
    ),
    (
        "intake",
        "reason",
        MessageId("intake-reason"),
        How::Word("reason"),
    ),
    (
        "appointment",
        "starts_at",
        MessageId("history-appointment-at"),
        How::Moment,
    ),
    ("plan", "signed_on", MessageId("history-signed"), How::Day),
    ("plan_action", "due_on", MessageId("history-due"), How::Day),
    (
        "application",
        "state",
        MessageId("history-application"),
        How::Word("application-state"),
    ),
];

struct Line {
    when: String,
    who: String,
    what: Span<'static>,
}

/// A history that is open.
pub(super) struct History {
    pub(super) person: PersonId,
    pub(super) list: ListState<usize>,
    title: String,
    lines: Vec<Line>,
    /// Where the next page begins; none after the last.
    next: Option<i64>,
    loaded: bool,
}

impl History {
    pub(super) fn new(person: PersonId, who: &str, env: &Env) -> Self {
        Self {
            person,
            list: ListState::new(),
            title: env
                .words
                .with(MessageId("history-title"), &[("who", who.into())])
                .into_owned(),
            lines: Vec::new(),
            next: None,
            loaded: false,
        }
    }

    /// Adds a page.
    pub(super) fn take(&mut self, entries: &[HistoryEntry], env: &Env) {
        for entry in entries {
            self.lines.extend(lines_of(entry, env));
        }
        let full = entries.len() == PAGE as usize;
        self.next = entries.last().filter(|_| full).map(|entry| entry.seq);
        self.list.keep(self.lines.len(), |i| i);
        self.list.set_total(self.lines.len() + usize::from(full));
        self.loaded = true;
    }

    /// Where the next page begins, once.
    pub(super) fn take_next(&mut self) -> Option<i64> {
        self.next.take()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let column = |id: MessageId, width: Width| Column::new(words.get(id), width);
        let empty = if self.loaded {
            MessageId("history-empty")
        } else {
            MessageId("person-reading")
        };
        let list = List::of(
            vec![
                column(MessageId("history-when"), Width::Fixed(16)),
                column(MessageId("history-who"), Width::Fill { min: 18, weight: 1 }),
                column(
                    MessageId("history-what"),
                    Width::Fill { min: 20, weight: 4 },
                ),
            ],
            RowsBy::new(self.lines.len(), |i| {
                let line = &self.lines[i];
                Row {
                    cells: vec![
                        Span::plain(line.when.as_str()),
                        Span::plain(line.who.as_str()),
                        line.what.clone(),
                    ],
                }
            }),
        )
        .selecting(self.list.selected())
        .or_say(words.get(empty));
        View::new(self.title.as_str(), vec![Block::List(list)]).at(0, self.list.selected())
    }
}

/// The rows of one act: what it was, then each field that it changed.
fn lines_of(entry: &HistoryEntry, env: &Env) -> Vec<Line> {
    let words = &env.words;
    let line = |what: Span<'static>| Line {
        when: person::moment(entry.at, words),
        who: entry.staff.clone(),
        what,
    };
    let act = words.of("act", &entry.name);
    let id = match (entry.is_undo, entry.undone) {
        (_, true) => MessageId("history-undone"),
        (true, false) => MessageId("history-undo"),
        (false, false) => MessageId("history-act"),
    };
    let tone = if entry.undone {
        Tone::Quiet
    } else {
        Tone::Strong
    };
    let mut lines = vec![line(Span::toned(
        words.with(id, &[("act", (&act).into())]).into_owned(),
        tone,
    ))];
    lines.extend(
        entry
            .fields
            .iter()
            .filter_map(|field| in_words(field, &entry.name, env))
            .map(|what| line(Span::plain(what))),
    );
    lines
}

/// `telefono: era 399123, ora 399456`, of an act.
fn in_words(change: &FieldChange, act: &str, env: &Env) -> Option<String> {
    let (_, _, name, how) = FIELDS
        .iter()
        .find(|(table, field, ..)| *table == change.table && *field == change.field)?;
    let words = &env.words;
    let name = words.get(*name);
    // Two records that become one have one interview that goes on: the other one did not run out.
    let merged = act == MergePeople::NAME
        && (change.table.as_str(), change.field.as_str()) == ("intake", "state");
    if merged && change.new.as_deref() == Some(IntakeState::Expired.code()) {
        let new = words.get(MessageId("interview-merged"));
        let args = [("field", (&name).into()), ("new", (&new).into())];
        return Some(words.with(MessageId("history-set"), &args).into_owned());
    }
    let said = |value: &Option<String>| {
        value
            .as_deref()
            .map(|value| value_in_words(value, *how, env))
            .filter(|v| !v.is_empty())
    };
    let sentence = match (said(&change.old), said(&change.new)) {
        (Some(old), Some(new)) => words.with(
            MessageId("history-changed"),
            &[
                ("field", (&name).into()),
                ("old", (&old).into()),
                ("new", (&new).into()),
            ],
        ),
        (None, Some(new)) => words.with(
            MessageId("history-set"),
            &[("field", (&name).into()), ("new", (&new).into())],
        ),
        (Some(old), None) => words.with(
            MessageId("history-emptied"),
            &[("field", (&name).into()), ("old", (&old).into())],
        ),
        (None, None) => return None,
    };
    Some(sentence.into_owned())
}

pub(super) fn value_in_words(value: &str, how: How, env: &Env) -> String {
    let list = |name: &dyn Fn(&str) -> String| {
        let values: Vec<String> = serde_json::from_str(value).unwrap_or_default();
        values
            .iter()
            .map(|value| name(value))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match how {
        How::Text => value.to_owned(),
        How::Day => value
            .parse::<NaiveDate>()
            .map_or_else(|_| value.to_owned(), |day| env.words.date(day)),
        How::Moment => {
            let at = value.parse().ok().and_then(DateTime::from_timestamp_millis);
            at.map_or_else(|| value.to_owned(), |at| person::moment(at, &env.words))
        }
        How::Word(family) => env.words.of(family, value).into_owned(),
        How::Words(family) => list(&|code| env.words.of(family, code).into_owned()),
        How::States => list(&|iso2| {
            Reference::state_by_iso2(iso2)
                .map_or(iso2, |state| person::state_name(&state, env.lang))
                .to_owned()
        }),
        How::Occupations => {
            list(&|isco| env.reference.occupation_name(isco, env.lang).into_owned())
        }
        How::Entry => {
            let entry = serde_json::from_str(value);
            entry.map_or_else(
                |_| value.to_owned(),
                |entry| super::entries::say(&entry, env),
            )
        }
        How::Texts => list(&|text| env.reference.skill_name(text, env.lang).to_owned()),
        How::Flag => {
            let id = if value == "0" {
                MessageId("person-no")
            } else {
                MessageId("person-yes")
            };
            env.words.get(id).into_owned()
        }
    }
}
