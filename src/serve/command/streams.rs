//! The three streams of a command, on its own thread: input as it comes over the line, output in pieces.
//!
//! Knows no line and no command. Input that breaks off is an error and not an end.

use std::io::{self, Read, Write};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::serve::exec::Io;
use crate::serve::limits;

/// A piece of output.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) is_error: bool,
}

/// The three streams, on the command's thread.
pub(super) struct Streams {
    input: Typed,
    pub(super) write: mpsc::Sender<Piece>,
    /// A terminal without a system of its own: line feeds need carriage returns.
    pub(super) returns: bool,
}

impl Streams {
    pub(super) fn new(
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

    pub(super) fn run(mut self, command: impl FnOnce(Io<'_>) -> u8) -> u8 {
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
