//! sportello: the front desk of an employment service, in a terminal.
//!
//! This page is the architecture document. It is written in full below the module list's order:
//! each layer may know only the ones before it.

pub mod app;
pub mod args;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod panes;
pub mod reference;
pub mod session;
pub mod store;
pub mod terminal;
pub mod ui;
