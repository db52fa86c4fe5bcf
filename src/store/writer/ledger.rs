//! The open transaction: where acts are applied, one by one or as a group, and what they wrote so far.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::work::words_of;
use crate::domain::ids::{ActId, StaffId};
use crate::domain::staff::Staff;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::journal::{self, Entry, Words, Written};
use crate::store::settings::{self, NewOffice};
use crate::store::staff;

/// The open transaction: where acts are applied and what they wrote so far.
pub(in crate::store) struct Ledger<'c> {
    pub(in crate::store) conn: &'c Connection,
    pub(in crate::store) words: &'c mut Words,
    pub(in crate::store) written: Vec<Written>,
    pub(in crate::store) keep_bodies: bool,
}

impl Ledger<'_> {
    /// Does something inside a savepoint; nothing of it stays when it fails or panics.
    pub(in crate::store) fn whole<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let before = self.written.len();
        self.conn.prepare_cached("SAVEPOINT whole")?.execute([])?;
        let done = catch_unwind(AssertUnwindSafe(|| run(self)))
            .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
        if let Err(error) = done {
            self.written.truncate(before);
            self.words.forget();
            // A full disk may have rolled everything back already; then there is no savepoint left.
            if !self.conn.is_autocommit() {
                self.conn
                    .execute_batch("ROLLBACK TO whole; RELEASE whole")?;
            }
            return Err(error);
        }
        self.conn.prepare_cached("RELEASE whole")?.execute([])?;
        done
    }

    /// Does something that has the transaction to itself, as a chunk of a batch has; nothing of it stays
    /// when it fails or panics, and the transaction is begun anew.
    ///
    /// A savepoint would cost more with each row: SQLite keeps the old pages for it, and goes through
    /// all of them after every statement.
    pub(in crate::store) fn alone<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let done = catch_unwind(AssertUnwindSafe(|| run(self)))
            .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
        if done.is_err() {
            self.written.clear();
            self.words.forget();
            if !self.conn.is_autocommit() {
                self.conn.execute_batch("ROLLBACK")?;
            }
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
        }
        done
    }

    /// Applies one act: rights as of now, the kept answer if it has been applied before, its rows and
    /// the journal's.
    pub(in crate::store) fn apply<A: Act>(
        &mut self,
        who: StaffId,
        id: ActId,
        at: DateTime<Utc>,
        act: &A,
    ) -> Result<A::Out> {
        let current = staff::current(self.conn, who)?.ok_or(Error::Denied(A::RIGHT))?;
        if !current.staff.may(A::RIGHT) {
            return Err(Error::Denied(A::RIGHT));
        }
        if let Some(kept) = journal::kept(self.conn, id)? {
            return answer_again::<A>(&kept);
        }
        self.whole(|ledger| {
            let tx = Tx {
                conn: ledger.conn,
                staff: &current.staff,
                at,
                act: id,
                batch: None,
                by_row: true,
                made: Cell::new(0),
                rows: Cell::new(0),
                log: RefCell::default(),
                waiting: RefCell::default(),
            };
            act.allowed(&tx)?;
            let out = act.apply(&tx)?;
            let log = tx.log.take();
            if act.is_unsigned() {
                return match log.touched.first() {
                    None => Ok(out),
                    Some(row) => Err(Error::Fault(format!("{} signs {}", A::NAME, row.table))),
                };
            }
            let entry = Entry {
                id,
                name: A::NAME,
                staff: current.n,
                at,
                out: kept_text(&out)?,
                body: if ledger.keep_bodies {
                    kept_text(act)?
                } else {
                    None
                },
                batch: None,
                undoable: A::UNDOABLE,
                log,
            };
            let written = journal::write(ledger.conn, ledger.words, entry)?;
            ledger.written.push(Written {
                who: Some(who),
                ..written
            });
            Ok(out)
        })
    }
}

/// JSON, with nothing kept for what says nothing.
fn kept_text(value: &impl serde::Serialize) -> Result<Option<String>> {
    let text = serde_json::to_string(value).map_err(|error| Error::Fault(error.to_string()))?;
    Ok((text != "null").then_some(text))
}

fn answer_again<A: Act>(kept: &journal::Kept) -> Result<A::Out> {
    if kept.name != A::NAME {
        let fault = format!("the id of {} was used for {}", kept.name, A::NAME);
        return Err(Error::Fault(fault));
    }
    serde_json::from_str(kept.out.as_deref().unwrap_or("null"))
        .map_err(|error| Error::Fault(error.to_string()))
}

/// Many acts in one transaction, of different people and times.
pub struct Group<'g, 'c> {
    ledger: RefCell<&'g mut Ledger<'c>>,
}

impl<'g, 'c> Group<'g, 'c> {
    pub(in crate::store) fn new(ledger: &'g mut Ledger<'c>) -> Self {
        Self {
            ledger: RefCell::new(ledger),
        }
    }

    /// Applies one act. An error undoes this act alone; it is for the caller to go on or give up.
    pub fn act<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: &A,
    ) -> Result<A::Out> {
        self.ledger.borrow_mut().apply(staff.id, id, at, act)
    }

    /// Asks a question inside the same transaction, as somebody of the staff; nothing is logged.
    pub fn ask<Q: Query>(&self, staff: &Staff, at: DateTime<Utc>, query: &Q) -> Result<Q::Out> {
        let ledger = self.ledger.borrow();
        query.run(&Reader {
            conn: ledger.conn,
            staff,
            at,
            answers: None,
        })
    }
}

impl std::fmt::Debug for Group<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Group").finish_non_exhaustive()
    }
}

/// Writes a new office as its first act, by its first coordinator.
pub(in crate::store) fn found(ledger: &mut Ledger<'_>, new: &NewOffice) -> Result<()> {
    ledger.whole(|ledger| {
        let founder = settings::founder(new);
        let tx = Tx {
            conn: ledger.conn,
            staff: &founder,
            at: new.at,
            act: new.act,
            batch: None,
            by_row: true,
            made: Cell::new(settings::FOUNDERS_IDS),
            rows: Cell::new(0),
            log: RefCell::default(),
            waiting: RefCell::default(),
        };
        settings::found(&tx, new)?;
        let log = tx.log.take();
        let entry = Entry {
            id: new.act,
            name: "office.create",
            staff: 1,
            at: new.at,
            out: None,
            body: None,
            batch: None,
            undoable: false,
            log,
        };
        let written = journal::write(ledger.conn, ledger.words, entry)?;
        ledger.written.push(written);
        Ok(())
    })
}
