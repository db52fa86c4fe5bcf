//! Where a part of the program failed: kept for the one log line that names the session, and not printed,
//! for the message itself may hold what was on the screen.

use std::collections::HashMap;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// The last failure of each thread.
#[derive(Debug, Clone, Default)]
pub struct Places(Arc<Mutex<HashMap<ThreadId, String>>>);

impl Places {
    /// Places that are noted from now on, in all of the process: for the program, once.
    pub fn watched() -> Self {
        let places = Self::default();
        let noted = places.clone();
        panic::set_hook(Box::new(move |failure| {
            let place = failure.location().map_or_else(String::new, |at| {
                let file = at
                    .file()
                    .rsplit_once("src/")
                    .map_or(at.file(), |(_, file)| file);
                format!("{file}:{}", at.line())
            });
            let mut all = noted.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(thread::current().id(), place);
        }));
        places
    }

    /// Where this thread failed last; forgets it.
    pub(super) fn take(&self) -> String {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&thread::current().id())
            .unwrap_or_else(|| "unknown".to_owned())
    }
}
