//! The program: arguments to one of the hosts or to one command; the only exit code.

#![warn(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::start(std::env::args_os().skip(1).collect()))
}
