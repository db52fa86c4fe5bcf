//! Sessions as they are in life: on a real terminal, several on one office, beside other programs, when
//! the disk or the line fails.

mod alike;
mod beside;
mod clients;
mod commands;
mod damage;
#[path = "../screens/desk.rs"]
#[expect(dead_code, reason = "each crate of tests uses its part of the desk")]
mod desk;
mod drafts;
mod factor;
mod full;
mod hostile;
mod intruders;
mod killed;
mod lines;
mod meanwhile;
mod program;
mod pty;
mod quiet;
mod raw;
mod refused;
mod served;
mod sizes;
mod spoken;
mod ssh;
#[path = "../screens/steps.rs"]
#[expect(dead_code, reason = "each crate of tests uses its part of the steps")]
mod steps;
mod strangers;
mod terminal;
mod there;
mod thousands;
mod together;
mod traps;
mod trouble;
