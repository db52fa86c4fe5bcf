//! Rules that hold for everything of a kind.

mod contrast;
