//! One command asked for over SSH: its three streams, on a thread of its own, a few at a time.
//!
//! Knows no command: the program hands in what can be run ([`super::exec::Commands`]). Input that breaks
//! off is an error and not an end, or half a file would be imported as a whole one.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;

use super::crowd::{End, Entry, Order};
use super::exec::{Io, NOT_DONE};
use super::farewell::farewell;
use super::log::{Event, Killed};
use super::place::{Heard, Place};
use super::status::Face;
use super::{Server, limits};
use crate::domain::ids::StaffId;
use crate::domain::staff::Staff;
use crate::store::Store;
use crate::ui::words::{MessageId, Words};

/// SSH's number of the error stream (RFC 4254, 5.2).
const ERRORS: u32 = 1;

/// A piece of output.
#[derive(Debug)]
struct Piece {
    bytes: Vec<u8>,
    is_error: bool,
}

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
    let begun = Instant::now();
    let (typed, read) = mpsc::channel(1);
    let (write, mut written) = mpsc::channel(2);
    let streams = Streams::new(read, write, terminal.is_there);
    let running = tokio::spawn(work(
        Arc::clone(&server),
        (store, guest.staff.clone()),
        argv,
        streams,
    ));
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

/// Turns of commands: one for each person, and some for all. Nobody's commands keep those of the others waiting,
/// however many they ask for and however slowly they feed them; nor do those that wait fill the place.
pub(super) struct Turns {
    all: Line,
    /// As many as there are staff who ever sent a command.
    own: Mutex<HashMap<StaffId, Line>>,
}

/// Those who wait in line, and those of them whose turn it is.
#[derive(Clone)]
struct Line {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Line {
    fn new(turns: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(turns + waiting)),
            turns: Arc::new(Semaphore::new(turns)),
        }
    }
}

/// A place in the person's own line and in that of all, kept until the command has ended.
struct Queued {
    own: Line,
    all: Line,
    _places: [OwnedSemaphorePermit; 2],
}

/// A turn, with the place in line that led to it.
struct Turn {
    _queued: Queued,
    _turns: [OwnedSemaphorePermit; 2],
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            all: Line::new(limits::COMMANDS, limits::COMMANDS_WAITING),
            own: Mutex::default(),
        }
    }
}

impl Turns {
    /// A place in line; none where as many wait as may, of this person or of all.
    fn queue(&self, staff: StaffId) -> Option<Queued> {
        let own = {
            let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
            own.entry(staff)
                .or_insert_with(|| Line::new(1, limits::COMMANDS_WAITING_OF_ONE))
                .clone()
        };
        let places = [
            Arc::clone(&own.places).try_acquire_owned().ok()?,
            Arc::clone(&self.all.places).try_acquire_owned().ok()?,
        ];
        Some(Queued {
            own,
            all: self.all.clone(),
            _places: places,
        })
    }
}

impl Queued {
    /// Waits for the person's own turn first: who waits for that one takes nothing from the others.
    async fn turn(self) -> Option<Turn> {
        let own = Arc::clone(&self.own.turns).acquire_owned().await.ok()?;
        let all = Arc::clone(&self.all.turns).acquire_owned().await.ok()?;
        Some(Turn {
            _queued: self,
            _turns: [own, all],
        })
    }
}

/// How long a command waits for its turn.
struct Waits {
    /// Before its person is told so.
    silent: Duration,
    /// After that.
    longest: Duration,
}

impl Waits {
    const USUAL: Self = Self {
        silent: limits::SILENT_WAIT,
        longest: limits::TURN,
    };
}

/// Waits for somebody's turn, and says so if it takes long, or why there is none; none also when the line goes
/// meanwhile.
async fn turn(
    turns: &Turns,
    staff: StaffId,
    waits: &Waits,
    words: &Words,
    streams: &Streams,
) -> Option<Turn> {
    let ends = if streams.returns { "\r\n" } else { "\n" };
    let say = async |id| {
        let bytes = (words.get(id) + ends).into_owned().into_bytes();
        let said = streams.write.send(Piece {
            bytes,
            is_error: true,
        });
        // Whoever is not told is gone, and nobody waits for the command any more.
        said.await.ok()
    };
    let Some(queued) = turns.queue(staff) else {
        say(MessageId("serve-commands-many")).await;
        return None;
    };
    let taken = queued.turn();
    tokio::pin!(taken);
    if let Ok(taken) = timeout(waits.silent, &mut taken).await {
        return taken;
    }
    say(MessageId("serve-command-waits")).await?;
    let taken = tokio::select! {
        taken = timeout(waits.longest, taken) => taken,
        () = streams.write.closed() => return None,
    };
    match taken {
        Ok(taken) => taken,
        Err(_) => {
            say(MessageId("serve-command-waited")).await;
            None
        }
    }
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

/// The three streams, on the command's thread.
struct Streams {
    input: Typed,
    write: mpsc::Sender<Piece>,
    /// A terminal without a system of its own: line feeds need carriage returns.
    returns: bool,
}

impl Streams {
    fn new(
        from: mpsc::Receiver<Option<Vec<u8>>>,
        write: mpsc::Sender<Piece>,
        returns: bool,
    ) -> Self {
        let input = Typed {
            from,
            rest: Vec::new(),
            at: 0,
            ended: false,
            waited: Duration::ZERO,
        };
        Self {
            input,
            write,
            returns,
        }
    }

    fn run(mut self, command: impl FnOnce(Io<'_>) -> u8) -> u8 {
        let mut output = self.written(false);
        let mut errors = self.written(true);
        let status = command(Io {
            input: &mut self.input,
            output: &mut output,
            errors: &mut errors,
        });
        // What cannot be written has nobody to be told.
        drop(output.flush());
        drop(errors.flush());
        status
    }

    fn written(&self, is_error: bool) -> Written {
        Written {
            to: self.write.clone(),
            kept: Vec::new(),
            is_error,
            returns: self.returns,
        }
    }
}

/// Standard input.
struct Typed {
    from: mpsc::Receiver<Option<Vec<u8>>>,
    rest: Vec<u8>,
    at: usize,
    ended: bool,
    /// How long it was waited for so far.
    waited: Duration,
}

impl Read for Typed {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.rest.len() && !self.ended {
            let left = limits::WAITED_IN_ALL.saturating_sub(self.waited);
            let next = timeout(limits::NOTHING_SENT.min(left), self.from.recv());
            let began = Instant::now();
            let came = tokio::runtime::Handle::current().block_on(next);
            self.waited += began.elapsed();
            match came {
                Ok(Some(Some(piece))) => (self.rest, self.at) = (piece, 0),
                Ok(Some(None)) => self.ended = true,
                Ok(None) => return Err(io::ErrorKind::ConnectionAborted.into()),
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
        let rest = &self.rest[self.at..];
        let taken = rest.len().min(buf.len());
        buf[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// Standard output or the error stream.
struct Written {
    to: mpsc::Sender<Piece>,
    kept: Vec<u8>,
    is_error: bool,
    returns: bool,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if self.returns && byte == b'\n' {
                self.kept.push(b'\r');
            }
            self.kept.push(byte);
            if self.kept.len() >= limits::PIECE {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let piece = Piece {
            bytes: std::mem::take(&mut self.kept),
            is_error: self.is_error,
        };
        self.to
            .blocking_send(piece)
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

#[cfg(test)]
mod tests {
    use ulid::Ulid;

    use super::*;
    use crate::domain::lang::Lang;
    use crate::reference::Reference;
    use crate::session::seat::Shelf;
    use crate::ui::theme::Themes;

    /// A place in line for a member of staff of this number.
    fn asks(turns: &Turns, who: usize) -> Option<Queued> {
        turns.queue(StaffId(Ulid(who as u128)))
    }

    #[test]
    fn of_one_person_one_command_runs_and_a_few_wait() {
        let turns = Turns::default();
        let most = 1 + limits::COMMANDS_WAITING_OF_ONE;
        let mut taken: Vec<_> = (0..most).map(|_| asks(&turns, 0).unwrap()).collect();
        assert!(asks(&turns, 0).is_none());
        assert!(asks(&turns, 1).is_some(), "another's are not counted");
        taken.pop();
        assert!(asks(&turns, 0).is_some(), "one has ended");
    }

    #[test]
    fn a_command_that_waits_too_long_is_told_and_gives_up_its_place() {
        let turns = Turns::default();
        let shelf = Shelf::new(
            Arc::new(Reference::load()),
            &Themes::built_in().expect("our own"),
        );
        let words = shelf.words(Lang::En);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let running = asks(&turns, 0).unwrap().turn().await.expect("free");
            let (_typed, read) = mpsc::channel(1);
            let (write, mut written) = mpsc::channel(2);
            let streams = Streams::new(read, write, false);
            let waits = Waits {
                silent: Duration::ZERO,
                longest: Duration::from_millis(5),
            };
            let own = StaffId(Ulid(0));
            assert!(
                turn(&turns, own, &waits, &words, &streams).await.is_none(),
                "the other one runs on"
            );
            for id in ["serve-command-waits", "serve-command-waited"] {
                let said = written.recv().await.expect("a line");
                let expected = words.get(MessageId(id)) + "\n";
                assert!(said.is_error);
                assert_eq!(String::from_utf8(said.bytes).unwrap(), expected);
            }
            // Nothing of it is left in line.
            let waiting = std::iter::from_fn(|| asks(&turns, 0));
            let places = waiting.take(limits::COMMANDS_WAITING_OF_ONE + 1);
            assert_eq!(
                places.collect::<Vec<_>>().len(),
                limits::COMMANDS_WAITING_OF_ONE
            );
            drop(running);
            assert!(turn(&turns, own, &waits, &words, &streams).await.is_some());
        });
    }

    #[test]
    fn of_all_some_run_and_more_wait_whoever_they_are_of() {
        let turns = Turns::default();
        let most = limits::COMMANDS + limits::COMMANDS_WAITING;
        let taken: Vec<_> = (0..most).map(|who| asks(&turns, who).unwrap()).collect();
        assert!(asks(&turns, most).is_none());
        drop(taken);
        assert!(asks(&turns, most).is_some());
    }
}
