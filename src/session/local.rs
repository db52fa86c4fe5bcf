//! The host of one session at the local terminal: a loop over what is typed and what the store answers.

use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};

use super::{Event, Inbox, Moment, Session};
use crate::clock::Clock;
use crate::terminal::key::Input;
use crate::terminal::tty::{Tty, TtyEvent};

/// The inbox of a host that waits on a channel.
pub fn inbox() -> (Inbox, Receiver<Event>) {
    let (to, from): (Sender<Event>, Receiver<Event>) = unbounded();
    // A session that has ended no longer listens: an answer that comes then has nobody to tell.
    (Arc::new(move |event| drop(to.send(event))), from)
}

/// This moment.
pub fn moment(clock: &dyn Clock) -> Moment {
    Moment { at: clock.now(), tick: Instant::now() }
}

/// Runs a session on the screen until the person leaves.
pub fn on_screen(mut session: Session, tty: &Tty, answers: &Receiver<Event>, clock: &dyn Clock) -> io::Result<()> {
    tty.write(&session.enter())?;
    while !session.is_over() {
        if let Some(frame) = session.frame() {
            tty.write(&frame)?;
        }
        let wake = session.wake_at().map_or_else(never, |at| after(at.saturating_duration_since(Instant::now())));
        let first = select! {
            recv(tty.events()) -> event => event.map_or(Event::Input(Input::HangUp), of_tty),
            recv(answers) -> event => event.unwrap_or(Event::Woken),
            recv(wake) -> _ => Event::Woken,
        };
        session.handle(first, moment(clock));
        // All that waits is taken before anything is drawn.
        while let Some(event) = tty.events().try_recv().ok().map(of_tty).or_else(|| answers.try_recv().ok()) {
            session.handle(event, moment(clock));
        }
    }
    tty.write(&session.leave())
}

fn of_tty(event: TtyEvent) -> Event {
    match event {
        TtyEvent::Bytes(bytes) => Event::Bytes(bytes),
        TtyEvent::Resized { columns, rows } => Event::Input(Input::Resize { columns, rows }),
        TtyEvent::HangUp | TtyEvent::Terminate => Event::Input(Input::HangUp),
    }
}

/// Runs a session as plain lines until the person leaves or the input ends.
pub fn in_lines(
    mut session: Session,
    input: impl BufRead + Send + 'static,
    output: &mut dyn Write,
    answers: &Receiver<Event>,
    clock: &dyn Clock,
) -> io::Result<()> {
    let (to, typed) = crossbeam_channel::bounded::<Option<String>>(16);
    std::thread::spawn(move || {
        let mut input = input;
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned();
            line.clear();
            if to.send(Some(text)).is_err() {
                return;
            }
        }
        drop(to.send(None));
    });
    while !session.is_over() {
        // Answers first, so that what is spoken is whole and is said once; a line is read only when
        // nothing is on its way, for it answers what was spoken last.
        while session.awaits() {
            let wake = session.wake_at().map_or_else(never, |at| after(at.saturating_duration_since(Instant::now())));
            select! {
                recv(answers) -> event => session.handle(event.unwrap_or(Event::Woken), moment(clock)),
                recv(wake) -> _ => session.handle(Event::Woken, moment(clock)),
            }
        }
        if let Some(lines) = session.frame() {
            output.write_all(&lines)?;
            output.flush()?;
        }
        let wake = session.wake_at().map_or_else(never, |at| after(at.saturating_duration_since(Instant::now())));
        select! {
            recv(typed) -> line => match line.ok().flatten() {
                Some(line) => session.handle(Event::Input(Input::Line(line)), moment(clock)),
                None => session.handle(Event::Input(Input::HangUp), moment(clock)),
            },
            recv(answers) -> event => session.handle(event.unwrap_or(Event::Woken), moment(clock)),
            recv(wake) -> _ => session.handle(Event::Woken, moment(clock)),
        }
    }
    output.write_all(&session.leave())?;
    output.flush()
}
