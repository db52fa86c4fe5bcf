//! Asking the office: acts of its one writer, questions to its readers, long batches.
//!
//! An answer comes to whoever asked by a call on the store's own threads, which must only pass it on.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;

use super::act::{Act, Query};
use super::batch::{self, BatchSource, Loaded};
use super::error::{Error, Result};
use super::line::line;
use super::readers::{self, Question};
use super::writer::{self, Group, Job, Ledger, OneAct, Whole};
use super::{Store, looks, open};
use crate::domain::ids::ActId;
use crate::domain::staff::Staff;

impl Store {
    /// Reads a long batch in, in chunks between which everybody else goes first. What it writes is
    /// seen by nobody until [`batch::PublishBatch`]. Needs [`Right::Import`]; `id` becomes the
    /// batch's. `then` is called on the writer's thread.
    ///
    /// [`Right::Import`]: crate::domain::staff::Right::Import
    pub fn batch(
        &self,
        (staff, id, at): (&Staff, ActId, DateTime<Utc>),
        kind: impl Into<String>,
        source: impl BatchSource,
        then: impl FnOnce(Result<Loaded>) + Send + 'static,
    ) {
        let context = (staff.id, id, at);
        let shared = (Arc::clone(&self.0.live), Arc::clone(&self.0.asked));
        self.send_long(batch::Loading::new(
            context,
            kind.into(),
            source,
            shared,
            then,
        ));
    }

    /// Clears away, in chunks, the batches that nobody will finish.
    pub fn clear_batches(&self, then: impl FnOnce(Result<()>) + Send + 'static) {
        let live = Arc::clone(&self.0.live);
        self.send_long(batch::Clearing { live, then });
    }

    /// Asks for an act. `then` is called on the writer's thread, after COMMIT; it must only pass the
    /// answer on. The same `id` again gets the same answer and changes nothing.
    pub fn act<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: A,
        then: impl FnOnce(Result<A::Out>) + Send + 'static,
    ) {
        self.send(OneAct {
            who: staff.id,
            id,
            at,
            act,
            outcome: None,
            then,
        });
    }

    /// The same, waiting for the answer: for the command line and tests.
    pub fn act_now<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: A,
    ) -> Result<A::Out> {
        wait(|then| self.act(staff, id, at, act, then))
    }

    /// Asks a question. `then` is called on a reader's thread; it must only pass the answer on.
    ///
    /// What the law wants logged is on disk before the question is put; if it cannot be, that is the
    /// answer where it is owed, see [`looks::Look::is_owed`].
    pub fn read<Q: Query>(
        &self,
        staff: &Staff,
        at: DateTime<Utc>,
        query: Q,
        then: impl FnOnce(Result<Q::Out>) + Send + 'static,
    ) {
        let who = staff.id;
        let look = query.look();
        let path = self.0.path.clone();
        let stopped = Arc::clone(&self.0.stopped);
        let answers = Arc::clone(&self.0.answers);
        let hub = Arc::clone(&self.0.hub);
        let Some(questions) = self.0.questions.clone() else {
            return then(Err(Error::Closed));
        };
        let waiting = Arc::clone(&self.0.asked);
        let ask = move |logged: Result<()>| match logged {
            Err(error) => then(Err(error)),
            Ok(()) => {
                let question: Question = Box::new(move |conn| {
                    let answer = conn
                        .and_then(|conn| readers::answer(conn, (&path, &answers), who, at, &query));
                    if let Err(damaged @ Error::Damaged { .. }) = &answer {
                        // Found while reading: nothing is to be written on top of it either.
                        hub.stop(&stopped, damaged.clone());
                    }
                    // In a file that is known to be damaged a value that nobody can read is damage too.
                    let answer = answer.map_err(|error| match (error, stopped.get()) {
                        (Error::Fault(detail), Some(Error::Damaged { path, .. })) => {
                            Error::Damaged {
                                path: path.clone(),
                                detail,
                            }
                        }
                        (error, _) => error,
                    });
                    writer::call(then, answer);
                });
                waiting.one_more();
                questions.give(question);
            }
        };
        let Some(look) = look else {
            return ask(Ok(()));
        };
        let looker = (who, self.1);
        let Some(number) = self.0.looks.begin(looker, &look, at, Box::new(ask)) else {
            return;
        };
        let store = Arc::downgrade(&self.0);
        let owed = look.is_owed();
        self.send(Whole::new(
            move |ledger: &mut Ledger<'_>| looks::write(ledger.conn, looker, Q::RIGHT, at, &look),
            move |logged: Result<TimeDelta>| {
                // Let go of before anybody is answered: whoever then closes the office is the last to hold it.
                let Some(waiting) = store.upgrade().map(|store| {
                    let since = logged.as_ref().ok().copied();
                    store.looks.settle(number, since)
                }) else {
                    return;
                };
                let logged = match logged.map(drop) {
                    Err(error) if error.is_of_the_disk() && owed => Err(Error::Unlogged),
                    Err(error) if error.is_of_the_disk() => Ok(()),
                    logged => logged,
                };
                for ask in waiting {
                    ask(logged.clone());
                }
            },
        ));
    }

    /// The same, waiting for the answer: for the command line and tests.
    pub fn read_now<Q: Query>(&self, staff: &Staff, at: DateTime<Utc>, query: Q) -> Result<Q::Out> {
        wait(|then| self.read(staff, at, query, then))
    }

    /// Many acts, of different people and times, in one transaction; all of them or none. Waits.
    pub fn in_one_commit<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Group<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        wait(|then| {
            self.send(Whole::new(
                move |ledger: &mut Ledger<'_>| run(&Group::new(ledger)),
                then,
            ));
        })
    }

    /// A question that nobody of the staff asks: who is about to come in is not known yet.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        find: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
        then: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let Some(questions) = &self.0.questions else {
            return then(Err(Error::Closed));
        };
        let path = self.0.path.clone();
        let question: Question = Box::new(move |conn| {
            let found = conn.and_then(find);
            writer::call(then, found.map_err(|error| error.about_file(&path)));
        });
        self.0.asked.one_more();
        questions.give(question);
    }

    /// Who keeps the file from being written just now, as far as the system tells; empty when nobody does.
    pub fn holder(&self, then: impl FnOnce(String) + Send + 'static) {
        let path = self.0.path.clone();
        let question: Question = Box::new(move |_| writer::call(then, open::holder_of(&path)));
        if let Some(questions) = &self.0.questions {
            self.0.asked.one_more();
            questions.give(question);
        }
    }

    pub(super) fn send(&self, work: impl writer::Work + 'static) {
        if let Some((Job::Work(work), error)) = self.queue(Job::Work(Box::new(work))) {
            work.tell(Some(&error));
        }
    }

    pub(super) fn send_long(&self, job: impl writer::Long + 'static) {
        if let Some((Job::Long(job), error)) = self.queue(Job::Long(Box::new(job))) {
            job.tell(Err(error));
        }
    }

    /// The job back, with the reason, if nobody is there to do it.
    fn queue(&self, job: Job) -> Option<(Job, Error)> {
        match &self.0.jobs {
            None => Some((job, Error::ReadOnly)),
            Some(jobs) => jobs.send(job).err().map(|back| (back.0, Error::Closed)),
        }
    }
}

/// Waits for the answer of something that calls back.
pub(super) fn wait<T: Send + 'static>(
    ask: impl FnOnce(Box<dyn FnOnce(Result<T>) + Send>),
) -> Result<T> {
    let (sender, answer) = line();
    ask(Box::new(move |outcome| sender.give(outcome)));
    answer.take().unwrap_or(Err(Error::Closed))
}
