//! sportello: the front desk of an employment service, in a terminal.
//!
//! This page is the architecture: the floor plan, the one data path, and the invariants. A change that
//! does not fit here changes this page first.
//!
//! # Five ideas
//!
//! 1. **Everything that changes the office's data is an [`Act`](store::Act)**: one struct per verb, with the right it
//!    needs and one `apply` that reads no clock, no environment and no random source. The journal is written
//!    in the same transaction: it is the audit trail, the source of undo, of "who changed this" and of live
//!    refresh. Reads are [`Query`](store::Query)s with a right. What is merely of the moment (drafts, "in use by") is
//!    scratch, in a small database beside the office's.
//! 2. **A pane describes, the ui shows.** A pane returns a [`View`](ui::view::View), a closed vocabulary of content, and
//!    where the focus is. Two faces show it: [`ui::screen`] paints it, [`ui::linear`] speaks it as plain lines.
//! 3. **A session is a value, not a loop.** [`Session`](session::Session) takes events and gives frames; a host drives it.
//! 4. **One table of commands per pane**: routing, footer, help, palette, linear menus, configuration and the
//!    README's key table come from it.
//! 5. **No process state.** Theme, words, keys, clock, staff and store travel in [`Setup`](session::Setup).
//!
//! # The floor plan
//!
//! ```text
//! main         arguments -> one of the hosts or one command; the only exit code (cli/ holds the commands)
//! args, config the command line; the configuration file
//! clock        what time it is: only hosts make one
//! domain/      facts and rules of the work; pure
//! reference/   the embedded tables and their look-up
//! store/       the only SQL: acts, queries, journal, search, practice office
//! terminal/    bytes in -> Input, painted cells -> bytes out
//! ui/          what a view can say; forms, lists, dialogs; the two faces; themes and words
//! panes/       reception, people, agenda, plans, vacancies, office
//! app/         focus, layers, the person in hand, messages, routing
//! session/     Setup, Session, what hosts set it up from; the local host
//! serve/       the host over SSH: the only tokio and russh
//! exchange/    files in and out
//! ```
//!
//! Who may know whom, checked by a test that reads the sources (`tests/rules/layers.rs`):
//!
//! ```text
//! serve -> session store config terminal domain ui clock, and of ui only words and themes
//! session -> app ui panes terminal store domain reference clock config
//! app -> panes ui store domain reference terminal clock        args, config -> ui domain terminal
//! panes -> ui store domain reference exchange terminal clock, and of app only the wording of errors;
//!          never one pane another
//! exchange -> store domain reference        ui -> terminal        store -> domain reference clock
//! reference -> domain                       terminal, domain, clock -> nothing of ours
//! ```
//!
//! ratatui stands only in `ui::screen`, `ui::theme`, `terminal` and where the session hands a buffer from one to
//! the other; crossterm only in `terminal`; rusqlite only in `store`; tokio and russh only in `serve`.
//!
//! # The one data path
//!
//! ```text
//! bytes -> terminal::decode -> Input -> Session::handle -> App
//!    1 layer on top   2 text field in focus   3 the pane's list, then its commands   4 the app's commands
//! -> Command.run(&mut pane, &mut cx): changes own state; may ask cx.read(Query, Msg::Loaded) or cx.act(Act, Msg::Done)
//! -> store: reads on a few reader threads; acts in the one writer thread: BEGIN IMMEDIATE, a savepoint per
//!    waiting act, journal, COMMIT (one fsync for the batch), then the answers
//! -> Event::Letter -> Pane::update(Msg) -> View -> face: paint, diff against the packed last frame -> one write
//! over SSH a frame is on its way until the client has answered a request sent behind it: the newest screen
//! replaces the one that waits
//! other sessions and processes: the journal grew -> Event::Changed -> the pane in front asks again, at most every 200 ms
//! ```
//!
//! A key typed ahead waits for the answers that are on their way (half a second at most), so that what is
//! typed fast means what it means typed slowly; letters typed into a field never wait.
//!
//! # Invariants
//!
//! - Only an act writes; every act that succeeded is on disk before the screen says so; an act that failed
//!   changed nothing. Not acts, because nobody need be at work for them: the book of log-ins, and that of
//!   who looked at whom, which is on disk before anything is shown. An answer without a name on how content
//!   somebody was is an act that the journal does not keep: it is counted, and leads to nobody.
//! - The ui never waits for SQLite. A view cannot fail and cannot write. A pane never names another pane.
//! - Every frame puts the terminal's cursor on the focus, is one write, and changes no text when only the focus
//!   moved. Nothing is told by colour alone. Every command is reachable by plain keys and by number. The
//!   terminal is asked nothing.
//! - Two people never hold the same ticket, slot or record version by accident: the guards are in the act and
//!   in the database, never on the screen. A form knows what it was filled from: who saves second chooses
//!   field by field ([`ui::stale`]), and who is on or has what open is told beside the data
//!   ([`store::beside`]), never forbidden.
//! - What was typed is never lost: a draft is saved when a field is left and within one second of the first
//!   unsaved key; a hang-up flushes it.
//! - Over SSH nobody gets a shell: one desk or one of the commands that read or stream. Who somebody is comes
//!   from a verified signature, or from a password with a second factor, and for one name a line; who may no
//!   longer be here is off within a second. A line, an address, a stranger can take only what `serve` bounds.
//! - The file is its owner's alone. Each of its pages has a digest beside it (`store/sums.rs`), written before
//!   the write-ahead log is taken in; a file found damaged is only read from then on, and everybody is told.
//! - Special-category facts are sealed: a table of their own, opened for a reason that is in the book of looks
//!   each time, shown on one screen until it is left; in no search, no match, no list, no history and no
//!   export. What follows from them is computed on that screen and stored nowhere.
//! - A long import runs in chunks of at most 20 ms under one batch, unseen until one act publishes it.
//! - Thresholds, hours, caps, weights and retention are dated rows or data files with their source.
//! - No text from a person or a file reaches a terminal unfiltered.

#![warn(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

pub mod app;
pub mod args;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod panes;
pub mod reference;
pub mod serve;
pub mod session;
pub mod store;
pub mod terminal;
pub mod ui;
