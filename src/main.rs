//! The program: arguments to one of the hosts or to one command; the only exit code.

#![warn(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use sportello::args::Args;

fn main() -> ExitCode {
    let args = Args::parse();
    match cli::run(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // Nobody is left to be told when the error stream is closed.
            let said = format!("sportello: {error:#}");
            drop(writeln!(
                std::io::stderr(),
                "{}",
                sportello::terminal::text::clean(&said)
            ));
            ExitCode::from(1)
        }
    }
}
