//! What a terminal is: bytes in become [`Input`]s, painted cells become bytes out.
//!
//! Knows nothing of the program. ratatui appears only as its cell buffer and its styles, crossterm
//! only in `tty`.

pub mod key;
pub mod text;

pub use key::{Input, Key};
