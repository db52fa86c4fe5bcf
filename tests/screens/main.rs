//! What is on the screen: text, cursor and focus of painted views.

mod desk;
mod forms;
mod kit;
mod people;
mod reception;
mod samples;
