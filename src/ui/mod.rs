//! The parts of a screen: what a view can say, how its parts are edited, and the two faces that show it.
//!
//! Knows no domain and no store.

pub mod command;
pub mod dialog;
pub mod field;
pub mod form;
pub mod line;
pub mod linear;
pub mod list;
pub mod part;
pub mod picker;
pub mod schedule;
pub mod screen;
pub mod scroll;
pub mod stale;
pub mod strike;
pub mod theme;
pub mod view;
pub mod words;
