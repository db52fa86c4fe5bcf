//! The quotes of a file: one that is opened and never closed takes the rest of the file for a cell.

use std::io::Read;

/// Watches the quotes go by: the reader of records takes what a quote opens up to the end of the file for
/// one cell, without a word.
pub(super) struct Quotes<R> {
    input: R,
    delimiter: u8,
    at: Place,
    ended: bool,
}

/// Where the last byte left off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Plain,
    Quoted,
    /// After a quote inside quotes: it closes them, or is the first half of a doubled one.
    Closing,
}

impl<R: Read> Quotes<R> {
    pub(super) fn of(input: R, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            at: Place::Beginning,
            ended: false,
        }
    }

    /// Whether the input has ended inside quotes: then the record read last is what they opened.
    pub(super) fn cut_short(&self) -> bool {
        self.ended && self.at == Place::Quoted
    }

    fn pass(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let parts = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
            self.at = match (self.at, byte) {
                (Place::Beginning | Place::Closing, b'"') => Place::Quoted,
                (Place::Quoted, b'"') => Place::Closing,
                (Place::Quoted, _) => Place::Quoted,
                _ if parts => Place::Beginning,
                _ => Place::Plain,
            };
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(piece)?;
        self.ended = read == 0 && !piece.is_empty();
        if let Some(bytes) = piece.get(..read) {
            self.pass(bytes);
        }
        Ok(read)
    }
}
