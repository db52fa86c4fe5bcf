//! What the writer is asked to do: erased work with its answer inside.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};

use super::ledger::Ledger;
use crate::domain::ids::{ActId, StaffId};
use crate::store::act::Act;
use crate::store::error::{Error, Result};

/// What the writer is asked to do.
pub(in crate::store) enum Job {
    /// Something short, done whole in the next transaction.
    Work(Box<dyn Work>),
    /// Something long, done in chunks while nobody else waits.
    Long(Box<dyn Long>),
}

/// One erased act, or anything else that is done whole inside a transaction.
pub(in crate::store) trait Work: Send {
    /// Does it inside the open transaction and keeps the outcome; the error, if there was one.
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error>;
    /// Answers, after COMMIT; `lost` when the transaction as a whole was lost.
    fn tell(self: Box<Self>, lost: Option<&Error>);
}

/// One erased long batch.
pub(in crate::store) trait Long: Send {
    /// Does the next chunk inside the open transaction; whether there is more.
    fn step(&mut self, ledger: &mut Ledger<'_>) -> Result<bool>;
    /// Answers, after the last COMMIT or the first failure.
    fn tell(self: Box<Self>, outcome: Result<()>);
}

/// One act with its context and its answer.
pub(in crate::store) struct OneAct<A: Act, F> {
    pub(in crate::store) who: StaffId,
    pub(in crate::store) id: ActId,
    pub(in crate::store) at: DateTime<Utc>,
    pub(in crate::store) act: A,
    pub(in crate::store) outcome: Option<Result<A::Out>>,
    pub(in crate::store) then: F,
}

impl<A: Act, F: FnOnce(Result<A::Out>) + Send> Work for OneAct<A, F> {
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error> {
        let outcome = ledger.apply(self.who, self.id, self.at, &self.act);
        let error = outcome.as_ref().err().cloned();
        self.outcome = Some(outcome);
        error
    }

    fn tell(self: Box<Self>, lost: Option<&Error>) {
        call(self.then, settled(self.outcome, lost));
    }
}

/// The outcome, or why the whole transaction was lost. A refusal stays one: it changed nothing anyway.
fn settled<T>(outcome: Option<Result<T>>, lost: Option<&Error>) -> Result<T> {
    match (outcome, lost) {
        (Some(Err(own)), _) if !own.is_of_the_disk() => Err(own),
        (_, Some(lost)) => Err(lost.clone()),
        (Some(outcome), None) => outcome,
        (None, None) => Err(Error::Closed),
    }
}

/// Anything else that is done whole: a group of acts, a look that is logged.
pub(in crate::store) struct Whole<T, R, F> {
    run: Option<R>,
    outcome: Option<Result<T>>,
    then: F,
}

impl<T, R, F> Whole<T, R, F>
where
    R: FnOnce(&mut Ledger<'_>) -> Result<T>,
{
    pub(in crate::store) fn new(run: R, then: F) -> Self {
        Self {
            run: Some(run),
            outcome: None,
            then,
        }
    }
}

impl<T, R, F> Work for Whole<T, R, F>
where
    T: Send,
    R: FnOnce(&mut Ledger<'_>) -> Result<T> + Send,
    F: FnOnce(Result<T>) + Send,
{
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error> {
        let run = self.run.take()?;
        let outcome = ledger.whole(run);
        let error = outcome.as_ref().err().cloned();
        self.outcome = Some(outcome);
        error
    }

    fn tell(self: Box<Self>, lost: Option<&Error>) {
        call(self.then, settled(self.outcome, lost));
    }
}

/// The words of a panic.
pub(in crate::store) fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned())
}

/// Calls back; a fault of the one who is called ends here.
pub(in crate::store) fn call<T>(then: impl FnOnce(T), value: T) {
    let _ = catch_unwind(AssertUnwindSafe(|| then(value)));
}
