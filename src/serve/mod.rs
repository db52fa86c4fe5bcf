//! The office served on the local network.

pub mod password;
