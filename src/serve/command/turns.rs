//! Whose command runs and whose waits: one of a person at a time, some of all, and so many in line.
//!
//! Runs nothing; whoever waits is told so, and why there is no turn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::streams::{Piece, Streams};
use crate::domain::ids::StaffId;
use crate::serve::limits;
use crate::ui::words::{MessageId, Words};

/// Turns of commands: one for each person, and some for all. Nobody's commands keep those of the others waiting,
/// however many they ask for and however slowly they feed them; nor do those that wait fill the place.
pub(in crate::serve) struct Turns {
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
pub(super) struct Turn {
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
pub(super) struct Waits {
    /// Before its person is told so.
    silent: Duration,
    /// After that.
    longest: Duration,
}

impl Waits {
    pub(super) const USUAL: Self = Self {
        silent: limits::SILENT_WAIT,
        longest: limits::TURN,
    };
}

/// Waits for somebody's turn, and says so if it takes long, or why there is none; none also when the line goes
/// meanwhile.
pub(super) async fn turn(
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

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;
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
