//! What is shown once: a secret that has just been made. Whoever goes back has seen it for the last time.

use crate::domain::password;
use crate::domain::staff::Staff;
use crate::panes::{Cx, Env};
use crate::store::Result;
use crate::store::staff::Given;
use crate::ui::view::{Block, Notice, Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// A secret in rows of label and text, as a room.
fn room(title: String, rows: Vec<(MessageId, String)>) -> Box<dyn Room> {
    Box::new(Table::of(Once { title }, rows))
}

/// A secret that was made for somebody.
pub(super) fn secret(staff: &Staff, office: &str, what: Given, secret: String, env: &Env) -> Then {
    let args = [("who", staff.name.as_str().into())];
    let (title, rows) = match what {
        Given::Password => (
            MessageId("once-password"),
            vec![(MessageId("member-password"), secret)],
        ),
        Given::Factor => {
            let uri = password::totp_uri(&secret, &staff.login, office);
            let rows = vec![
                (MessageId("once-secret"), secret),
                (MessageId("once-address"), uri),
            ];
            (MessageId("once-totp"), rows)
        }
    };
    let title = env.words.with(title, &args).into_owned();
    Then::Open(room(title, rows))
}

struct Once {
    title: String,
}

impl Lines for Once {
    type Line = (MessageId, String);
    type Id = MessageId;
    const TABLES: &'static [&'static str] = &[];
    const EMPTY: MessageId = MessageId("once-why");

    fn title<'a>(&'a self, _env: &'a Env) -> Say<'a> {
        self.title.as_str().into()
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (None, Width::Fixed(12)),
            (None, Width::Fill { min: 24, weight: 1 }),
        ]
    }

    fn id(line: &Self::Line) -> MessageId {
        line.0
    }

    fn cells<'a>(&'a self, line: &'a Self::Line, env: &'a Env) -> Vec<Span<'a>> {
        vec![
            Span::plain(env.words.get(line.0)),
            Span::toned(line.1.as_str(), Tone::Strong),
        ]
    }

    fn ask(&self, _cx: &mut Cx<'_, Office>) {}

    fn answer(&mut self, _msg: Msg, _env: &Env) -> Option<Result<Vec<Self::Line>>> {
        None
    }

    fn above<'a>(&'a self, env: &'a Env) -> Vec<Block<'a>> {
        vec![Block::Notice(Notice {
            tone: Tone::Warn,
            text: env.words.get(MessageId("once-why")),
        })]
    }

    fn open(&mut self, _line: &Self::Line, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Close
    }
}
