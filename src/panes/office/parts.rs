//! The parts of the office: where everything begins for whoever manages it. Nine at most on a page, so that each
//! has a digit.
//!
//! ```text
//! Sede e impostazioni
//!
//! 1 Le mie impostazioni        lingua, colori, tasti
//! 2 Chi lavora qui             accessi, ruoli, chiavi, assenze
//! ...
//! ```

use crate::panes::{Cx, Env};
use crate::store::Result;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then};
use super::table::{Lines, Table};
use super::{
    Msg, Office, absences, books, days, desks, keys, mine, offices, outline, params, services,
    staff, week,
};

/// A part: its name, what is in it, the room, and the forms that belong to it.
pub(super) struct Part {
    name: MessageId,
    about: MessageId,
    room: fn(&Env) -> Box<dyn Room>,
    forms: &'static [&'static str],
}

const PARTS: &[Part] = &[
    Part {
        name: MessageId("mine-title"),
        about: MessageId("mine-about"),
        room: mine::room,
        forms: &[],
    },
    Part {
        name: MessageId("staff-title"),
        about: MessageId("staff-about"),
        room: |_| staff::room(),
        forms: &[super::member::FORM, keys::FORM, absences::FORM],
    },
    Part {
        name: MessageId("desks-title"),
        about: MessageId("desks-about"),
        room: |_| desks::room(),
        forms: &[desks::FORM],
    },
    Part {
        name: MessageId("services-title"),
        about: MessageId("services-about"),
        room: |_| services::room(),
        forms: &[services::FORM],
    },
    Part {
        name: MessageId("week-title"),
        about: MessageId("week-about"),
        room: |_| week::room(),
        forms: &[week::FORM],
    },
    Part {
        name: MessageId("days-title"),
        about: MessageId("days-about"),
        room: |_| days::room(),
        forms: &[days::FORM],
    },
    Part {
        name: MessageId("rules-title"),
        about: MessageId("rules-about"),
        room: |_| page(MessageId("rules-title"), RULES),
        forms: &[],
    },
    Part {
        name: MessageId("offices-title"),
        about: MessageId("offices-about"),
        room: |_| offices::room(),
        forms: &[offices::FORM],
    },
    Part {
        name: MessageId("books-title"),
        about: MessageId("books-about"),
        room: |_| books::room(),
        forms: &[],
    },
];

/// What holds from a day on.
const RULES: &[Part] = &[
    Part {
        name: MessageId("params-title"),
        about: MessageId("params-about"),
        room: |_| params::room(),
        forms: &[params::FORM],
    },
    Part {
        name: MessageId("outline-title"),
        about: MessageId("outline-about"),
        room: |_| outline::room(),
        forms: outline::FORMS,
    },
];

/// A page of parts, by its title.
struct Parts(MessageId);

/// The parts as a room.
pub(super) fn room() -> Box<dyn Room> {
    page(MessageId("office-title"), PARTS)
}

fn page(title: MessageId, parts: &'static [Part]) -> Box<dyn Room> {
    Box::new(Table::of(Parts(title), parts.iter().collect()))
}

/// The list in whose part a form is.
pub(super) fn holding(form: &str, env: &Env) -> Option<Box<dyn Room>> {
    PARTS
        .iter()
        .chain(RULES)
        .find(|part| part.forms.contains(&form))
        .map(|part| (part.room)(env))
}

impl Lines for Parts {
    type Line = &'static Part;
    type Id = &'static str;
    const TABLES: &'static [&'static str] = &[];
    const EMPTY: MessageId = MessageId("office-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(self.0)
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (None, Width::Fill { min: 22, weight: 1 }),
            (None, Width::Below { min: 40 }),
        ]
    }

    fn id(line: &Self::Line) -> Self::Id {
        line.name.0
    }

    fn cells<'a>(&'a self, line: &'a Self::Line, env: &'a Env) -> Vec<Span<'a>> {
        vec![
            Span::plain(env.words.get(line.name)),
            Span::toned(env.words.get(line.about), Tone::Quiet),
        ]
    }

    fn ask(&self, _cx: &mut Cx<'_, Office>) {}

    fn answer(&mut self, _msg: Msg, _env: &Env) -> Option<Result<Vec<Self::Line>>> {
        None
    }

    fn open(&mut self, line: &Self::Line, cx: &mut Cx<'_, Office>) -> Then {
        Then::Open((line.room)(cx.env()))
    }
}
