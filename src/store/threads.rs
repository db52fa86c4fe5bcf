//! The threads of an open office, and the order in which they end.

use std::thread::JoinHandle;

use crossbeam_channel::Sender;

use super::error::{Error, Result};

/// All of them. The writer ends last: its connection then finds itself alone and clears the log away.
#[derive(Debug, Default)]
pub(super) struct Threads {
    pub(super) writer: Option<JoinHandle<()>>,
    /// Those that only read.
    pub(super) others: Vec<JoinHandle<()>>,
    /// Dropped to end the look at other processes' commits.
    pub(super) poll: Option<Sender<()>>,
    /// Dropped to end the taking in of the log.
    pub(super) checkpoints: Option<Sender<()>>,
}

impl Threads {
    /// Ends all but the writer, and gives that back to be ended once nobody sends it anything any more.
    pub(super) fn end_but_writer(self) -> Option<JoinHandle<()>> {
        drop((self.poll, self.checkpoints));
        let own = std::thread::current().id();
        // On the writer's own thread nothing is waited for: a reader may be waiting for it.
        let waits = |thread: &JoinHandle<()>| thread.thread().id() != own;
        if self.writer.as_ref().is_none_or(waits) {
            self.others.into_iter().for_each(join);
        }
        self.writer
    }
}

/// Waits for a thread, unless it is this very one: the last clone may go inside an answer.
pub(super) fn join(thread: JoinHandle<()>) {
    if thread.thread().id() != std::thread::current().id() {
        let _ = thread.join();
    }
}

/// Starts one, with a name that says whose it is.
pub(super) fn thread(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(format!("sportello-{name}"))
        .spawn(run)
        .map_err(|error| Error::Fault(error.to_string()))
}
