//! Serving the office over SSH: the only place for tokio and russh.

pub mod exec;
pub mod log;
pub mod metrics;
pub mod status;
