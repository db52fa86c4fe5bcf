//! The place at which a session or a command works: its channel, the client's terminal, and what comes from there.

use std::sync::Arc;
use std::time::Instant;

use russh::ChannelId;
use tokio::sync::{mpsc, watch};

use super::crowd::{Guest, Order};
use super::limits;
use super::server::Server;
use super::stream::Switch;

/// What comes from the client for a session.
#[derive(Debug)]
pub(super) enum Heard {
    /// Bytes typed, or a command's input, and when they came.
    Bytes(Vec<u8>, Instant),
    /// No more will come.
    End,
    /// The channel is closed.
    Closed,
}

/// The client's terminal, as far as it said so.
#[derive(Debug, Default)]
pub(super) struct Terminal {
    /// Whether the client has one: it asked for a pseudo-terminal.
    pub(super) is_there: bool,
    values: Vec<(&'static str, String)>,
}

/// The variables that are looked at; whatever else a client sends is refused and not kept.
const VARIABLES: [&str; 6] = [
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
];

impl Terminal {
    /// A variable of the client's environment.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone())
    }

    /// Keeps a variable if it is one that is looked at; the last value counts.
    pub(super) fn set(&mut self, name: &str, value: &str) -> bool {
        let Some(name) = VARIABLES.iter().find(|known| **known == name) else {
            return false;
        };
        if value.len() > limits::VALUE {
            return false;
        }
        self.values.retain(|(known, _)| known != name);
        self.values.push((name, value.to_owned()));
        true
    }
}

/// All that a session or a command needs of its line.
pub(super) struct Place {
    pub(super) server: Arc<Server>,
    pub(super) guest: Guest,
    pub(super) orders: mpsc::UnboundedReceiver<Order>,
    pub(super) switch: Arc<Switch>,
    pub(super) handle: russh::server::Handle,
    pub(super) channel: ChannelId,
    pub(super) terminal: Terminal,
    pub(super) input: mpsc::Receiver<Heard>,
    pub(super) size: watch::Receiver<(u16, u16)>,
}
