//! The program: arguments to one of the hosts or to one command; the only exit code.

#![warn(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod cli;

use std::process::ExitCode;
use std::sync::Arc;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

fn main() -> ExitCode {
    keep_to_oneself();
    ExitCode::from(cli::start(std::env::args_os().skip(1).collect()))
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
    // A file that may grow no further is an error to be said, not the end of the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}
