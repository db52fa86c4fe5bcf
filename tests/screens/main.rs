//! What is on the screen: text, cursor and focus of painted views.

mod forms;
mod kit;
mod samples;
