//! Screen readers and braille: what is said and what is felt on every move.
//!
//! `cargo test --test readers` asserts it on a model of three readers (`model.rs`) and needs none of them.
//! `cargo test --test readers -- --ignored --nocapture` starts the real program under the real Fenrir, YASR
//! and BRLTTY of Debian, plays the main job and twenty-one moves, and holds the model against what they said.
//! A reader that is not installed is named and left out.

mod braille;
#[path = "../screens/desk.rs"]
#[expect(dead_code, reason = "each crate of tests uses its part of the desk")]
mod desk;
mod line;
mod live;
mod model;
#[path = "../sessions/terminal.rs"]
#[expect(
    dead_code,
    reason = "each crate of tests uses its part of the terminal"
)]
mod terminal;
mod walk;
