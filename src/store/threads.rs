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

/// Where a thread stands while all processors are at work.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// A little behind who reads: whoever waits for a page sees nothing until it is there, and whoever gave an act
    /// waits for the disk in any case. It keeps a third of the share of the others, and does not take a processor from
    /// one of them the moment that it is woken.
    Behind,
    /// Last of all. Not by a lower share of the processor alone: whoever has it, however low, is left with it for a
    /// millisecond while somebody who was woken waits. Of what runs only when nothing else would, it is taken at once.
    Last,
}

/// Puts the thread that calls it in its place; without it the office is slower, and that is all.
#[cfg(target_os = "linux")]
pub(super) fn stand(place: Place) {
    use thread_priority::{
        NormalThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
        set_thread_priority_and_policy, thread_native_id,
    };
    // Of a hundred: a nice value of 5.
    const A_LITTLE_BEHIND: u8 = 35;
    let behind = ThreadPriorityValue::try_from(A_LITTLE_BEHIND);
    let (priority, policy) = match (place, behind) {
        (Place::Behind, Ok(value)) => (
            ThreadPriority::Crossplatform(value),
            NormalThreadSchedulePolicy::Batch,
        ),
        (Place::Behind, Err(_)) => return,
        (Place::Last, _) => (ThreadPriority::Min, NormalThreadSchedulePolicy::Idle),
    };
    let policy = ThreadSchedulePolicy::Normal(policy);
    let _ = set_thread_priority_and_policy(thread_native_id(), priority, policy);
}

/// Elsewhere a lower share would be that of the whole process.
#[cfg(not(target_os = "linux"))]
pub(super) fn stand(_place: Place) {}
