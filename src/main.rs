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
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};
use sportello::args::Args;

fn main() -> ExitCode {
    keep_to_oneself();
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

/// Whatever is made is its owner's alone, and a crash leaves no image of the memory behind.
fn keep_to_oneself() {
    umask(Mode::from_raw_mode(0o077));
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // A system that refuses to promise less is left as it is.
    let _ = setrlimit(Resource::Core, none);
}
