//! A TCP stream with an end: a deadline until somebody has logged in, a limit for a reader that takes
//! nothing, and a switch that cuts the line at once, whatever it waits for.
//!
//! russh knows none of the three. Its own `disconnect` waits in a queue that is not read while a key
//! exchange runs or a window is shut; an error of the stream is noticed always. Knows no SSH.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::limits;

/// No deadline.
const NEVER: u64 = u64::MAX;

/// Why a line is over, as far as the stream can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The other end went.
    Far,
    /// Its time was over, or nothing was taken of what was sent.
    Late,
    /// Cut for a newcomer: too many lines wait.
    Crowded,
    /// Cut for a newcomer: too many lines of its address wait.
    CrowdedByOne,
    /// Cut for another reason, which is told elsewhere.
    Cut,
}

/// The end of one line, in the hands of others than the line itself.
#[derive(Debug)]
pub(super) struct Switch {
    start: Instant,
    /// Milliseconds after `start`; [`NEVER`] once nothing is awaited.
    deadline: AtomicU64,
    is_cut: AtomicBool,
    /// What came first.
    ended: OnceLock<Ended>,
    /// Whether the other end has sent anything.
    heard: AtomicBool,
    /// Who waits to read, and who waits to write.
    waiting: Mutex<[Option<Waker>; 2]>,
}

/// What a task waits for.
#[derive(Clone, Copy)]
enum Wait {
    Read = 0,
    Write = 1,
}

impl Switch {
    /// A switch for a line that ends after `limit` unless told otherwise.
    pub(super) fn new(limit: Duration) -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            deadline: AtomicU64::new(millis(limit)),
            is_cut: AtomicBool::new(false),
            ended: OnceLock::new(),
            heard: AtomicBool::new(false),
            waiting: Mutex::new([None, None]),
        })
    }

    /// Ends the line now: whatever waits on it wakes up with an error.
    pub(super) fn cut(&self) {
        self.cut_for(Ended::Cut);
    }

    /// The same, saying why.
    pub(super) fn cut_for(&self, why: Ended) {
        self.ends(why);
        self.is_cut.store(true, Ordering::Release);
        let waiting =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.into_iter().flatten().for_each(Waker::wake);
    }

    /// Whether the line has been cut.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Acquire)
    }

    /// Why the line is over; none while it goes on, and where who speaks on it has ended it.
    pub(super) fn ended(&self) -> Option<Ended> {
        self.ended.get().copied()
    }

    fn ends(&self, why: Ended) {
        // The first reason counts: what comes after it follows from it.
        let _ = self.ended.set(why);
    }

    /// Gives the line that long from now.
    pub(super) fn extend(&self, limit: Duration) {
        let until = millis(self.start.elapsed() + limit);
        self.deadline.store(until, Ordering::Release);
    }

    /// Lets the line stay.
    pub(super) fn settle(&self) {
        self.deadline.store(NEVER, Ordering::Release);
    }

    /// Whether the other end has sent nothing so far.
    pub(super) fn is_silent(&self) -> bool {
        !self.heard.load(Ordering::Relaxed)
    }

    fn deadline(&self) -> Option<Instant> {
        match self.deadline.load(Ordering::Acquire) {
            NEVER => None,
            after => Some(self.start + Duration::from_millis(after)),
        }
    }

    /// Remembers who waits; the line's end, if it has come.
    fn wait(&self, wait: Wait, cx: &Context<'_>) -> io::Result<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut waiting[wait as usize] {
            Some(waker) if waker.will_wake(cx.waker()) => (),
            slot => *slot = Some(cx.waker().clone()),
        }
        // Looked at while the lock is held: whoever cuts the line after this finds the waker.
        if self.is_cut() { Err(cut()) } else { Ok(()) }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(NEVER - 1)
}

fn cut() -> io::Error {
    io::Error::from(io::ErrorKind::ConnectionAborted)
}

fn late() -> io::Error {
    io::Error::from(io::ErrorKind::TimedOut)
}

/// A stream with its switch.
#[derive(Debug)]
pub(super) struct Line<S> {
    stream: S,
    switch: Arc<Switch>,
    /// Rings at the deadline; none once there is no deadline.
    alarm: Option<Pin<Box<Sleep>>>,
    /// Rings when nothing could be written for too long; none while writing goes on.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<S> Line<S> {
    /// The line of a stream.
    pub(super) fn new(stream: S, switch: Arc<Switch>) -> Self {
        let alarm = switch.deadline().map(|at| Box::pin(sleep_until(at)));
        Self {
            stream,
            switch,
            alarm,
            stalled: None,
        }
    }

    /// Whether the line's time is over; asks to be woken when it will be.
    fn overdue(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        while let Some(alarm) = &mut self.alarm {
            let Some(deadline) = self.switch.deadline() else {
                self.alarm = None;
                break;
            };
            if alarm.deadline() != deadline {
                alarm.as_mut().reset(deadline);
            }
            if alarm.as_mut().poll(cx).is_pending() {
                break;
            }
            // It may have been moved while it rang.
            if self.switch.deadline() == Some(deadline) {
                self.switch.ends(Ended::Late);
                return Err(late());
            }
        }
        Ok(())
    }

    /// What came of trying to write: nothing for too long is an error.
    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        tried: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = &tried {
            self.stalled = None;
            if written.is_err() {
                self.switch.ends(Ended::Far);
            }
            return tried;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + limits::WRITE)));
        if stalled.as_mut().poll(cx).is_ready() {
            self.switch.ends(Ended::Late);
            return Poll::Ready(Err(late()));
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let line = &mut *self;
        line.switch.wait(Wait::Read, cx)?;
        line.overdue(cx)?;
        let before = buf.filled().len();
        let read = Pin::new(&mut line.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            line.switch.heard.store(true, Ordering::Relaxed);
        } else if read.is_ready() {
            line.switch.ends(Ended::Far);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let line = &mut *self;
        line.switch.wait(Wait::Write, cx)?;
        let tried = Pin::new(&mut line.stream).poll_write(cx, buf);
        line.written(cx, tried)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let line = &mut *self;
        line.switch.wait(Wait::Write, cx)?;
        let tried = Pin::new(&mut line.stream).poll_flush(cx);
        line.written(cx, tried)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::runtime::Builder;

    use super::*;

    fn run<T>(test: impl Future<Output = T>) -> T {
        Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
            .block_on(test)
    }

    #[test]
    fn a_cut_wakes_who_reads_and_who_writes() {
        run(async {
            let (near, _far) = duplex(4);
            let switch = Switch::new(Duration::from_secs(600));
            let (mut read, mut write) = tokio::io::split(Line::new(near, Arc::clone(&switch)));
            let mut byte = [0; 1];
            let (read, written, ()) = tokio::join!(
                read.read_exact(&mut byte),
                write.write_all(b"more than four bytes"),
                async { switch.cut() }
            );
            let aborted = io::ErrorKind::ConnectionAborted;
            assert_eq!(read.unwrap_err().kind(), aborted);
            assert_eq!(written.unwrap_err().kind(), aborted);
        });
    }

    #[test]
    fn who_does_not_log_in_is_put_off_the_line_and_who_does_stays() {
        run(async {
            let (near, mut far) = duplex(64);
            let switch = Switch::new(Duration::from_millis(20));
            let mut line = Line::new(near, Arc::clone(&switch));
            let mut byte = [0; 1];
            // A byte now and then buys no time.
            far.write_all(b"x").await.unwrap();
            line.read_exact(&mut byte).await.unwrap();
            assert!(!switch.is_silent());
            let error = line.read_exact(&mut byte).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);

            let (near, mut far) = duplex(64);
            let switch = Switch::new(Duration::from_millis(20));
            let mut line = Line::new(near, Arc::clone(&switch));
            switch.settle();
            let later = async {
                tokio::time::sleep(Duration::from_millis(60)).await;
                far.write_all(b"y").await
            };
            let (read, written) = tokio::join!(line.read_exact(&mut byte), later);
            written.unwrap();
            read.unwrap();
            assert_eq!(&byte, b"y");
        });
    }
}
