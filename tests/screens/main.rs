//! What is on the screen: text, cursor and focus of painted views; whole jobs by key scripts.

mod accessibility;
mod agenda;
mod bytes;
mod conflicts;
#[expect(dead_code, reason = "the sessions' tests use what these do not")]
mod desk;
mod doubles;
mod elsewhere;
mod everywhere;
mod fifteen;
mod forms;
mod generated;
mod idle;
mod jobs;
mod kept;
mod kit;
mod main_job;
mod more;
mod office;
mod own;
mod pages;
mod palette;
mod people;
mod plans;
mod readme;
mod real_input;
mod reception;
mod rows;
mod samples;
mod small;
mod steps;
mod terms;
mod vacancies;
mod walk;
mod whole;
mod worded;
