//! The parts of a screen: what a view can say, how its parts are edited, and the two faces that show it.
//!
//! Knows no domain and no store.

pub mod command;
pub mod form;
pub mod line;
pub mod view;
pub mod words;
