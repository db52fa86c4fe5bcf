//! Commands that answer a question and end. They belong to the program, not to the library.

pub(crate) mod lookup;
