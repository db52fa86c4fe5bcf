//! The office's data: the only SQL and the only rusqlite.
//!
//! Everything that changes an office is an [`Act`], applied by the one writer thread; everything that
//! reads it is a [`Query`], run by a small pool of readers. What is merely of the moment (drafts, "in
//! use by") is scratch, in its own small database beside the office's.

pub mod act;
mod error;

pub use act::{Act, Look, Query, Reader, Tx};
pub use error::{Error, Result};
