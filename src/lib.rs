//! sportello: the front desk of an employment service, in a terminal.
//!
//! This page is the architecture document. It is written in full below the module list's order:
//! each layer may know only the ones before it.

pub mod clock;
pub mod domain;
pub mod reference;
pub mod store;
pub mod terminal;
pub mod ui;
pub mod panes;
pub mod app;
pub mod exchange;
pub mod session;
pub mod args;
pub mod config;
