//! The terminal at its boundary: bytes in, inputs out; cells in, bytes out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

mod budget;
mod decoding;
mod filtering;
mod frames;
mod oracle;
mod random;
mod replay;
mod tty;
mod vt;
