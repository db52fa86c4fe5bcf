//! The terminal at its boundary: bytes in, inputs out; cells in, bytes out.

mod budget;
mod decoding;
mod filtering;
mod frames;
mod oracle;
mod random;
mod replay;
mod vt;
