//! Rules that hold for the whole program, checked on its sources and files.

mod contrast;
mod files;
mod keys;
mod layers;
mod words;
