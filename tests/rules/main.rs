//! Rules that hold for the whole program, checked on its sources and files.

mod contrast;
mod layers;
mod words;
