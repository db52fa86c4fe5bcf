//! The program: arguments to one of the hosts or one command; the only exit code.

fn main() {}
