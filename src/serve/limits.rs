//! The numbers that bound what one peer, one address and all together can take from the server.
//!
//! Only numbers, each with its reason. What the law or an office decides stands in dated rows, not here.

use std::time::Duration;

/// From the first byte until the log-in is done.
pub(super) const LOGIN: Duration = Duration::from_secs(20);
/// The same from the moment at which the other end has something to type: a password with its code, or what opens
/// a key that is somebody's here. Given once.
pub(super) const TYPING: Duration = Duration::from_secs(60);
/// Between two questions whether the other end is still there, on a line that says nothing: longer than [`TYPING`],
/// for russh asks before the log-in too, and then OpenSSH takes the question for a fault and leaves.
pub(super) const STILL_THERE: Duration = Duration::from_secs(90);
/// The system's own such questions, which no client sees: the first after so long, then as often, three in all.
pub(super) const PROBES: Duration = Duration::from_secs(15);
/// From the log-in until a shell or a command is asked for.
pub(super) const CHOICE: Duration = Duration::from_secs(20);
/// How long the other end may take nothing of what is sent.
pub(super) const WRITE: Duration = Duration::from_secs(20);
/// The slowest line that is worked with, in bytes a second: 9,600 bit/s with start, stop and SSH around them.
pub(super) const SLOWEST: u64 = 600;
/// How long sent bytes may stay unacknowledged before the system gives the connection up.
pub(super) const UNACKNOWLEDGED: Duration = Duration::from_secs(60);
/// Lines that have not logged in yet: of all, and of one address.
pub(super) const WAITING: usize = 60;
/// See [`WAITING`].
pub(super) const WAITING_OF_ONE: usize = 20;
/// Sessions at the same time.
pub(super) const SESSIONS: usize = 1_000;
/// Sessions of one person at the same time: a few desks, a few lines that dropped and have not been noticed yet,
/// and what a script runs beside them.
pub(super) const SESSIONS_OF_ONE: usize = 16;
/// How long a line may say nothing before it goes rather than an older one that speaks: who has only just come has
/// had no time to.
pub(super) const SILENT: Duration = Duration::from_secs(2);
/// Rejections on one line; the one after closes it.
pub(super) const TRIES: usize = 6;
/// Keys that may be offered on one line without being used.
pub(super) const OFFERS: u32 = 20;
/// Requests on one line that are not granted; the one after cuts it.
pub(super) const REFUSALS: u32 = 64;
/// How long a rejection takes, whatever the reason.
pub(super) const REJECTION: Duration = Duration::from_secs(1);
/// Failures of one address that cost nothing more than [`REJECTION`].
pub(super) const FREE_FAILURES: u32 = 20;
/// The longest that a rejection is drawn out for an address with many failures; below [`LOGIN`].
pub(super) const LONGEST_REJECTION: Duration = Duration::from_secs(10);
/// How often it is written down that lines ended before anybody was named on them.
pub(super) const STRANGERS: Duration = Duration::from_secs(60);
/// How long failures of an address are remembered.
pub(super) const FAILURES_KEPT: Duration = Duration::from_secs(600);
/// Addresses whose failures are remembered.
pub(super) const ADDRESSES: usize = 4_096;
/// The pause after `accept` failed: descriptors are freed by the lines that end meanwhile.
pub(super) const ACCEPT_AGAIN: Duration = Duration::from_millis(100);
/// The time between "the session is over" and the cut.
pub(super) const GOODBYE: Duration = Duration::from_secs(2);
/// The same for those who may no longer be here.
pub(super) const SHORT_GOODBYE: Duration = Duration::from_millis(400);
/// How long an older line of somebody who comes in again has to show that its other end is there.
pub(super) const SIGN_OF_LIFE: Duration = Duration::from_secs(5);
/// How long somebody who comes in again waits for older lines to keep what was typed there.
pub(super) const KEEPING: Duration = Duration::from_millis(100);
/// The least time between two notices of changes to one session.
pub(super) const NOTICES: Duration = Duration::from_millis(400);
/// Notices that wait for a session; who is slower is told that anything may have changed.
pub(super) const NOTICES_KEPT: usize = 1024;
/// How long a frame waits for answers that are on their way, so that one frame shows them.
pub(super) const ANSWERS: Duration = Duration::from_millis(15);
/// How long a command waits for a client that takes nothing: somebody may be reading its output by pages.
pub(super) const PAUSE: Duration = Duration::from_secs(60);
/// Pieces of input that wait for a session; the line waits when there are more.
pub(super) const INPUT: usize = 8;
/// Bytes of input that a session takes in one turn.
pub(super) const KEYS: usize = 64;
/// The same of a paste, which is only gathered, and of a run of plain text.
pub(super) const PASTED: usize = 4096;
/// Bytes of keys that come without a pause; further ones are dropped. A paste that the terminal marks has a
/// limit of its own.
pub(super) const FLOOD: usize = 64 * 1024;
/// What counts as a pause, once all that came has been worked off.
pub(super) const BREATH: Duration = Duration::from_millis(100);
/// Bytes typed ahead of an answer; further ones wait outside the session.
pub(super) const AHEAD: usize = 4096;
/// The window of a channel, in bytes: what a client may send ahead.
pub(super) const WINDOW: u32 = 64 * 1024;
/// The largest packet a client is asked to send, in bytes.
pub(super) const PACKET: u32 = 16 * 1024;
/// How long a command waits for the next piece of its input: one that is sent nothing gives its place up.
pub(super) const NOTHING_SENT: Duration = Duration::from_secs(120);
/// How long a command waits for its input in all: one that is sent a byte now and then gives its place up too.
pub(super) const WAITED_IN_ALL: Duration = Duration::from_secs(600);
/// Commands that run at the same time, of different people: each person has one at a time, and their next
/// waits for it.
pub(super) const COMMANDS: usize = 16;
/// Commands that wait for their turn: of one person and of all. One more is refused and told so.
pub(super) const COMMANDS_WAITING_OF_ONE: usize = 4;
/// See [`COMMANDS_WAITING_OF_ONE`].
pub(super) const COMMANDS_WAITING: usize = 64;
/// The longest that a command waits for its turn: longer than one that is sent nothing keeps its own.
pub(super) const TURN: Duration = Duration::from_secs(150);
const _: () = assert!(TURN.as_secs() > NOTHING_SENT.as_secs());
/// How long a command waits for its turn before its person is told so.
pub(super) const SILENT_WAIT: Duration = Duration::from_secs(1);
/// Passwords that are hashed at the same time: each takes tens of MiB.
pub(super) const HASHES: usize = 2;
/// Bytes of a command's output in one piece.
pub(super) const PIECE: usize = 16 * 1024;
/// The size of a terminal that says none.
pub(super) const SIZE: (u16, u16) = (80, 24);
/// The largest size that is painted.
pub(super) const LARGEST: (u16, u16) = (400, 200);
/// The longest value of the environment that is looked at, in bytes.
pub(super) const VALUE: usize = 128;

/// A size as a client gives it, made one that can be painted: 1 to 400 by 1 to 200, and 80 by 24 for
/// nothing.
pub(super) fn size(columns: u32, rows: u32) -> (u16, u16) {
    let clamp = |given: u32, usual: u16, most: u16| match given {
        0 => usual,
        // Compared as u32: cut to 16 bits, 65,536 would be nothing.
        given => given.min(u32::from(most)) as u16,
    };
    (
        clamp(columns, SIZE.0, LARGEST.0),
        clamp(rows, SIZE.1, LARGEST.1),
    )
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn every_size_can_be_painted() {
        for (given, expected) in [
            ((0, 0), (80, 24)),
            ((1, 1), (1, 1)),
            ((2, 1), (2, 1)),
            ((1, 500), (1, 200)),
            ((0, 50), (80, 50)),
            ((65_535, 65_535), (400, 200)),
            ((65_536, 65_536), (400, 200)),
            ((u32::MAX, u32::MAX), (400, 200)),
        ] {
            assert_eq!(size(given.0, given.1), expected, "{given:?}");
        }
    }
}
