//! A line of things that wait for whichever thread is free to take the next.
//!
//! Whoever waits here sleeps at once. The receiver of a channel first looks again a few times and gives its processor
//! away in between; where all processors are at work it gets it back only when somebody else's turn is over, and what
//! came meanwhile, which a sleeper would have been woken for, has waited for that.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What waits, and who is left to bring more of it and to take it.
struct State<T> {
    things: VecDeque<T>,
    givers: usize,
    takers: usize,
}

struct Line<T> {
    state: Mutex<State<T>>,
    /// Something came, or nobody is left to bring anything.
    news: Condvar,
}

impl<T> Line<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where things are brought.
pub(super) struct Giver<T>(Arc<Line<T>>);

/// Where they are taken, each by one.
pub(super) struct Taker<T>(Arc<Line<T>>);

/// A line with nobody in it.
pub(super) fn line<T>() -> (Giver<T>, Taker<T>) {
    let state = State {
        things: VecDeque::new(),
        givers: 1,
        takers: 1,
    };
    let line = Arc::new(Line {
        state: Mutex::new(state),
        news: Condvar::new(),
    });
    (Giver(Arc::clone(&line)), Taker(line))
}

impl<T> Giver<T> {
    /// Brings one; where nobody is left to take it, it is dropped.
    pub(super) fn give(&self, thing: T) {
        let mut state = self.0.state();
        if state.takers == 0 {
            drop(state);
            return;
        }
        state.things.push_back(thing);
        drop(state);
        self.0.news.notify_one();
    }
}

impl<T> Taker<T> {
    /// The next one; `None` once nobody can bring any more and all are taken.
    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.0.state();
        loop {
            if let Some(thing) = state.things.pop_front() {
                return Some(thing);
            }
            if state.givers == 0 {
                return None;
            }
            state = self
                .0
                .news
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Clone for Giver<T> {
    fn clone(&self) -> Self {
        self.0.state().givers += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Clone for Taker<T> {
    fn clone(&self) -> Self {
        self.0.state().takers += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.givers -= 1;
        let last = state.givers == 0;
        drop(state);
        if last {
            self.0.news.notify_all();
        }
    }
}

impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.takers -= 1;
        // What nobody will take is let go of outside the lock: dropping it may tell somebody.
        let left = (state.takers == 0).then(|| std::mem::take(&mut state.things));
        drop((state, left));
    }
}

impl<T> std::fmt::Debug for Giver<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Giver").finish_non_exhaustive()
    }
}
