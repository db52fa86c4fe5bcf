//! The host of one session at the local terminal: a loop over what is typed and what the store answers.

use std::io::{self, BufRead, Read as _, Write};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};

use super::{Event, Inbox, Moment, Session};
use crate::clock::Clock;
use crate::terminal::key::Input;
use crate::terminal::tty::{Tty, TtyEvent};
use crate::ui::words::MessageId;

/// The inbox of a host that waits on a channel.
pub fn inbox() -> (Inbox, Receiver<Event>) {
    let (to, from): (Sender<Event>, Receiver<Event>) = unbounded();
    // A session that has ended no longer listens: an answer that comes then has nobody to tell.
    (Arc::new(move |event| drop(to.send(event))), from)
}

/// This moment.
pub fn moment(clock: &dyn Clock) -> Moment {
    Moment {
        at: clock.now(),
        tick: Instant::now(),
    }
}

/// Why a session ends though nobody left it; nothing as long as it need not.
pub type PutOut = OnceLock<MessageId>;

/// Runs a session on the screen until the person leaves, or is put out.
pub fn on_screen(
    mut session: Session,
    tty: &Tty,
    answers: &Receiver<Event>,
    (clock, put_out): (&dyn Clock, &PutOut),
) -> io::Result<()> {
    tty.write(&session.enter())?;
    let typed = tty.events();
    while !session.is_over() {
        if let Some(frame) = session.frame() {
            tty.write(&frame)?;
        }
        let wake = session.wake_at().map_or_else(never, |at| {
            after(at.saturating_duration_since(Instant::now()))
        });
        let first = select! {
            recv(typed) -> event => happened(&mut session, (tty, put_out), event.unwrap_or(TtyEvent::HangUp))?,
            recv(answers) -> event => Some(event.unwrap_or(Event::Woken)),
            recv(wake) -> _ => Some(Event::Woken),
        };
        if let Some(first) = first {
            session.handle(first, moment(clock));
        }
        // All that waits is taken before anything is drawn.
        while !session.is_over() {
            let event = match (typed.try_recv(), answers.try_recv()) {
                (Ok(event), answer) => {
                    if let Ok(answer) = answer {
                        session.handle(answer, moment(clock));
                    }
                    happened(&mut session, (tty, put_out), event)?
                }
                (Err(_), Ok(answer)) => Some(answer),
                (Err(_), Err(_)) => break,
            };
            if let Some(event) = event {
                session.handle(event, moment(clock));
            }
        }
    }
    tty.write(&session.leave(put_out.get().copied()))
}

/// What the terminal's event is to the session; to be stopped and to go on is between host and terminal.
fn happened(
    session: &mut Session,
    (tty, put_out): (&Tty, &PutOut),
    event: TtyEvent,
) -> io::Result<Option<Event>> {
    Ok(match event {
        TtyEvent::Bytes(bytes) => Some(Event::Bytes(bytes, Instant::now())),
        TtyEvent::Resized => {
            let (columns, rows) = tty.size();
            Some(Event::Input(Input::Resize { columns, rows }))
        }
        TtyEvent::HangUp => Some(Event::Input(Input::HangUp)),
        TtyEvent::Terminate => {
            let _ = put_out.set(MessageId("desk-stopped"));
            Some(Event::Input(Input::HangUp))
        }
        TtyEvent::Suspend => {
            tty.write(&session.leave(None))?;
            tty.suspend()?;
            tty.write(&session.enter())?;
            let (columns, rows) = tty.size();
            Some(Event::Input(Input::Resize { columns, rows }))
        }
    })
}

/// Runs a session as plain lines until the person leaves or is put out, the input ends or nobody listens any more.
pub fn in_lines(
    mut session: Session,
    input: impl BufRead + Send + 'static,
    output: &mut dyn Write,
    answers: &Receiver<Event>,
    (clock, put_out): (&dyn Clock, &PutOut),
) -> io::Result<()> {
    let (to, typed) = crossbeam_channel::bounded::<Option<String>>(16);
    std::thread::spawn(move || {
        let mut input = input;
        let mut line = Vec::new();
        while next_line(&mut input, &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
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
            let wake = session.wake_at().map_or_else(never, |at| {
                after(at.saturating_duration_since(Instant::now()))
            });
            select! {
                recv(answers) -> event => session.handle(event.unwrap_or(Event::Woken), moment(clock)),
                recv(wake) -> _ => session.handle(Event::Woken, moment(clock)),
            }
        }
        if let Some(lines) = session.frame()
            && !is_heard(output, &lines)?
        {
            session.handle(Event::Input(Input::HangUp), moment(clock));
            continue;
        }
        let wake = session.wake_at().map_or_else(never, |at| {
            after(at.saturating_duration_since(Instant::now()))
        });
        select! {
            recv(typed) -> line => match line.ok().flatten() {
                Some(line) => session.handle(Event::Input(Input::Line(line)), moment(clock)),
                None => session.handle(Event::Input(Input::HangUp), moment(clock)),
            },
            recv(answers) -> event => session.handle(event.unwrap_or(Event::Woken), moment(clock)),
            recv(wake) -> _ => session.handle(Event::Woken, moment(clock)),
        }
    }
    is_heard(output, &session.leave(put_out.get().copied())).map(drop)
}

/// Says it; false when whoever listened has gone away, which is an end like any other.
fn is_heard(output: &mut dyn Write, said: &[u8]) -> io::Result<bool> {
    match output.write_all(said).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        heard => heard.map(|()| true),
    }
}

/// The longest line that is taken whole; more than any field holds.
const LONGEST_LINE: u64 = 64 * 1024;

/// Reads a line, up to what is taken of one; the rest of it is passed over. No bytes is the end.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let read = input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)?;
    if read as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(read)
}
