//! The looks of the week outside the own cases of who looked, by time: when, at whom, why, who. No counts and
//! no order by who.

use crate::domain::Named as _;
use crate::domain::access::{LookAt, LookWhy};
use crate::panes::{Cx, Env, person};
use crate::store::Result;
use crate::store::outside::{OutsideLook, OutsideLooks};
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The list as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Outside))
}

struct Outside;

impl Lines for Outside {
    type Line = OutsideLook;
    type Id = i64;
    // Each reading is itself a look: asked once, when it is opened.
    const TABLES: &'static [&'static str] = &[];
    const EMPTY: MessageId = MessageId("outside-none");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("outside-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("outside-column-person")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (Some(MessageId("outside-column-when")), Width::Fixed(16)),
            (
                Some(MessageId("outside-column-why")),
                Width::Fill { min: 22, weight: 1 },
            ),
            (
                Some(MessageId("outside-column-by")),
                Width::Below { min: 16 },
            ),
        ]
    }

    fn id(line: &OutsideLook) -> i64 {
        line.seq
    }

    fn cells<'a>(&'a self, line: &'a OutsideLook, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let who: Say<'_> = match &line.person {
            Some(name) => name.as_str().into(),
            None => words.get(MessageId("outside-gone")),
        };
        let seen = line.seen.map(|seen| words.of(LookAt::FAMILY, seen.code()));
        let why = match line.reason.as_deref().map(str::parse::<LookWhy>) {
            None => words.get(MessageId("outside-no-reason")).into_owned(),
            Some(Ok(why)) => person::word(words, why),
            Some(Err(_)) => line.reason.clone().unwrap_or_default(),
        };
        let why = match seen {
            Some(seen) => format!("{seen}: {why}"),
            None => why,
        };
        vec![
            Span::toned(who, Tone::Strong),
            Span::plain(person::moment(line.at, &env.words)),
            Span::plain(why),
            Span::plain(line.by.as_str()),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("outside", OutsideLooks, Msg::Outside);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<OutsideLook>>> {
        match msg {
            Msg::Outside(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, _line: &OutsideLook, cx: &mut Cx<'_, Office>) -> Then {
        cx.tell(Tone::Plain, MessageId("record-nothing-to-open"));
        Then::Stay
    }
}
