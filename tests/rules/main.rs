//! Rules that hold for the whole program, checked on its sources and files.

mod conformance;
mod contrast;
mod files;
mod keys;
mod layers;
mod served;
mod words;
