//! What a terminal is: bytes in become [`Input`]s, painted cells become bytes out.
//!
//! Knows nothing of the program. ratatui appears only as its cell buffer and its styles, crossterm
//! only in `tty`.

pub mod capabilities;
pub mod decode;
mod encode;
pub mod key;
pub mod lines;
mod motion;
mod packed;
mod passes;
mod pen;
pub mod screen;
pub mod text;
pub mod tty;

pub use capabilities::Capabilities;
pub use decode::Decoder;
pub use key::{Input, Key};
pub use screen::Screen;
pub use tty::{Tty, TtyEvent};
