//! One command asked for over SSH: its three streams, on a thread of its own, a few at a time.
//!
//! Knows no command: the program hands in what can be run ([`super::exec::Commands`]). Input that breaks
//! off is an error and not an end, or half a file would be imported as a whole one.

mod streams;
mod turns;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::crowd::{End, Entry, Order};
use super::exec::NOT_DONE;
use super::farewell::farewell;
use super::log::{Event, Killed};
use super::place::{Heard, Place};
use super::status::Face;
use super::{Server, limits};
use crate::domain::staff::Staff;
use crate::store::Store;

use streams::{Piece, Streams};
use turns::{Waits, turn};

pub(super) use turns::Turns;

/// SSH's number of the error stream (RFC 4254, 5.2).
const ERRORS: u32 = 1;

/// How it went on until the command was over or had to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// It has written all it had to.
    Done,
    /// Nobody takes what it writes, or the line is gone.
    Lost,
    /// The server ends it.
    Ended(End),
}

/// Runs a command until it has ended or its line has gone, and ends the line.
pub(super) async fn run(place: Place, name: String, argv: Vec<String>) {
    let Place {
        server,
        mut guest,
        mut orders,
        switch,
        handle,
        channel,
        terminal,
        mut input,
        ..
    } = place;
    guest.works_with(Face::Command);
    let saved = server.saved_of(&guest.staff, server.clock.now());
    // What the command looks at is written down as of this log-in.
    let store = match guest.entered().await {
        Entry::Row(row) => server.store.during(row),
        Entry::Unwritten => server.store.clone(),
        entry @ (Entry::Refused | Entry::Beyond) => {
            let mut limit = limits::SHORT_GOODBYE;
            if entry == Entry::Beyond {
                limit = limits::GOODBYE;
                let why = server.beyond(&guest) + "\n";
                let said = handle.extended_data(channel, ERRORS, why.into_bytes());
                drop(timeout(limit, said).await);
            }
            let last = (Vec::new(), NOT_DONE);
            farewell(&handle, channel, &mut input, &switch, last, limit).await;
            return;
        }
    };
    // Commands speak as the desk does: the person's own language, else that of where they sit.
    let saved = saved.await.unwrap_or_default();
    let settings = server.settings_of(&guest.staff, &saved, &terminal);
    let mut staff = guest.staff.clone();
    staff.lang = Some(settings.lang);
    let begun = Instant::now();
    let (typed, read) = mpsc::channel(1);
    let (write, mut written) = mpsc::channel(2);
    let streams = Streams::new(read, write, terminal.is_there);
    let running = tokio::spawn(work(Arc::clone(&server), (store, staff), argv, streams));
    let mut bytes = 0;
    let until = tokio::select! {
        until = carry_out(&handle, channel, &mut written, &mut bytes) => until,
        () = feed(&mut input, typed) => Until::Lost,
        end = ended(&mut orders) => Until::Ended(end),
    };
    // From here on the streams fail, which ends a command that has not ended.
    drop(written);
    let status = if until == Until::Done {
        running.await.unwrap_or(NOT_DONE)
    } else {
        NOT_DONE
    };
    let (staff, address) = (guest.staff.login.as_str(), guest.address);
    let done = Event::Command {
        staff,
        address,
        name: &name,
        status,
        millis: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        bytes,
    };
    guest.tell(&server.log, &done);
    let limit = match until {
        Until::Done => limits::WRITE,
        Until::Lost | Until::Ended(End::Stopping) => limits::GOODBYE,
        Until::Ended(End::Killed(why)) => {
            server.log.event(&Event::Killed {
                staff,
                address,
                why,
            });
            limits::SHORT_GOODBYE
        }
    };
    let last = (Vec::new(), status);
    farewell(&handle, channel, &mut input, &switch, last, limit).await;
}

/// The command itself; its exit status.
async fn work(
    server: Arc<Server>,
    (store, staff): (Store, Staff),
    argv: Vec<String>,
    streams: Streams,
) -> u8 {
    // Waits for its turn here: a command that waits holds no thread.
    let words = server.words_of(&staff);
    let turn = turn(&server.turns, staff.id, &Waits::USUAL, &words, &streams);
    let Some(turn) = turn.await else {
        return NOT_DONE;
    };
    let blocking = move || {
        let _turn = turn;
        let run = || streams.run(|io| server.commands.run((&store, &staff), &argv, io));
        catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
            server.log.event(&Event::Panicked {
                staff: Some(&staff.login),
                place: &server.panics.take(),
            });
            NOT_DONE
        })
    };
    tokio::task::spawn_blocking(blocking)
        .await
        .unwrap_or(NOT_DONE)
}

/// Sends what the command writes until it is done; counts the bytes of its output.
async fn carry_out(
    handle: &Handle,
    channel: ChannelId,
    written: &mut mpsc::Receiver<Piece>,
    bytes: &mut u64,
) -> Until {
    while let Some(piece) = written.recv().await {
        if !piece.is_error {
            *bytes += piece.bytes.len() as u64;
        }
        let sent = async {
            if piece.is_error {
                let sent = handle.extended_data(channel, ERRORS, piece.bytes).await;
                sent.is_ok()
            } else {
                handle.data(channel, piece.bytes).await.is_ok()
            }
        };
        // The queue takes nothing while the client's window is shut.
        if timeout(limits::PAUSE, sent).await != Ok(true) {
            return Until::Lost;
        }
    }
    Until::Done
}

/// Hands on what is typed, until the line or its channel is gone.
async fn feed(input: &mut mpsc::Receiver<Heard>, typed: mpsc::Sender<Option<Vec<u8>>>) {
    loop {
        let piece = match input.recv().await {
            Some(Heard::Bytes(piece, _)) => Some(piece),
            Some(Heard::End) => None,
            Some(Heard::Closed) | None => return,
        };
        if typed.send(piece).await.is_err() {
            // The command reads nothing more. The line is read on, to see when it goes.
            while let Some(Heard::Bytes(..) | Heard::End) = input.recv().await {}
            return;
        }
    }
}

/// Waits for the order to end.
async fn ended(orders: &mut mpsc::UnboundedReceiver<Order>) -> End {
    loop {
        match orders.recv().await {
            Some(Order::End(end)) => return end,
            // A command types nothing that could be kept.
            Some(Order::Keep(done)) => {
                let _ = done.send(());
            }
            Some(Order::Look) => {}
            None => return End::Killed(Killed::Replaced),
        }
    }
}
