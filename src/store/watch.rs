//! "Something changed": told in process after COMMIT, and of other processes by a look four times a second.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::Connection;

use super::journal::Written;

/// Who is told, and up to where.
#[derive(Debug, Default)]
pub(super) struct Hub {
    seq: AtomicI64,
    told: Mutex<i64>,
}

impl Hub {
    pub(super) fn seq(&self) -> i64 {
        self.seq.load(Ordering::Acquire)
    }

    pub(super) fn tell(&self, _conn: &Connection, written: Vec<Written>) {
        if let Some(last) = written.last() {
            self.seq.store(last.seq, Ordering::Release);
            let _ = &written[0].rows;
            if let Ok(mut told) = self.told.lock() {
                *told = last.seq;
            }
        }
    }
}
