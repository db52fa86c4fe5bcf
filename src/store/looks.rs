//! Who looked: the rows that are on disk before anything is shown, and what they say to whom they are about.
//!
//! One row is one look: whoever has the same thing open goes on looking at it when the screen asks again,
//! so for the minutes that the office has set ([`ParamKey`]) the question that is
//! put again leaves no second row. Opening another person in between begins a new one. This is also what keeps a search from writing at every letter: the first
//! leaves a row that somebody searched, the others none, and each person that is then opened leaves their
//! own. What was typed is not kept, nor a digest of it: it is a name, and a digest of a name is one.
//!
//! The law is about who looked at a person's data: a record that is opened, a list that leaves the office and a
//! book about the staff are shown only once their row is on disk. A list or a search on the screen is shown
//! also while the disk takes nothing, for people are waiting at the counter: see [`Look::is_owed`].
//!
//! The book is about those who are looked at. Nothing here counts or ranks those who look (Garante, 29
//! April 2025, n. 243).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use ulid::Ulid;

use super::act::{Query, Reader};
use super::error::{Error, Result};
use super::outside::{self, Verdict};
use super::params;
use super::people::merged_with;
use super::sql::{Id, Ms, Raw, Rows};
use super::staff;
use super::staff::logins::LoginId;
use crate::clock::local_day;
use crate::domain::Named as _;
use crate::domain::access::{LookAt, LookKind};
use crate::domain::ids::{PersonId, StaffId};
use crate::domain::param::ParamKey;
use crate::domain::staff::{Right, Role};

/// How many looks are remembered before those that are over are forgotten.
const REMEMBERED: usize = 4096;

/// Whose data are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Several people's: a list, a search, a book.
    Many,
    /// One person's.
    Person(PersonId),
    /// Those of whomever a row is about, by table and identity; where it is about nobody, nothing is
    /// written down.
    Row(&'static str, Ulid),
}

/// What a query that the law wants logged looks at; the row is written before anything is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whose data.
    pub whose: Whose,
    /// What is done with them.
    pub what: LookKind,
    /// What is seen.
    pub at: LookAt,
    /// Why, where that has to be said.
    pub reason: Option<String>,
    /// Whether it leaves the office or is about the staff, so that it is owed also where it is about many.
    pub strict: bool,
}

impl Look {
    const fn new(whose: Whose, what: LookKind, at: LookAt) -> Self {
        Self {
            whose,
            what,
            at,
            reason: None,
            strict: false,
        }
    }

    /// Whether nothing may be shown before the row is on disk. Where it is not owed, a disk that takes
    /// nothing keeps nobody from the queue, the agenda or a search; the row is missing then.
    pub fn is_owed(&self) -> bool {
        self.strict
            || self.whose != Whose::Many
            || matches!(self.what, LookKind::Print | LookKind::Export)
    }

    /// The same, owed also where it is about many.
    pub fn strictly(self) -> Self {
        Self {
            strict: true,
            ..self
        }
    }

    /// Something of one person is opened.
    pub const fn open(person: PersonId, at: LookAt) -> Self {
        Self::new(Whose::Person(person), LookKind::Open, at)
    }

    /// Sealed facts of one person are opened: a look of its own each time.
    pub const fn unseal(person: PersonId, at: LookAt) -> Self {
        Self::new(Whose::Person(person), LookKind::Unseal, at)
    }

    /// A row is opened that may be about a person.
    pub const fn open_row(table: &'static str, id: Ulid, at: LookAt) -> Self {
        Self::new(Whose::Row(table, id), LookKind::Open, at)
    }

    /// A list of people, or a book about the staff, is looked through.
    pub const fn list(at: LookAt) -> Self {
        Self::new(Whose::Many, LookKind::List, at)
    }

    /// People are searched for.
    pub const fn search(at: LookAt) -> Self {
        Self::new(Whose::Many, LookKind::Search, at)
    }

    /// A list is written out to a file.
    pub const fn export(at: LookAt) -> Self {
        Self::new(Whose::Many, LookKind::Export, at)
    }

    /// The same, for a reason that was given.
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }
}

/// Who looks: the member of staff, and the log-in during which they do.
pub(super) type Looker = (StaffId, Option<LoginId>);

/// What makes a look another one than the last: who does what with what.
type Place = (Looker, LookKind, LookAt);

/// A look that is on disk: when it began, and for how long asking again is the same look.
type Going = (Look, DateTime<Utc>, TimeDelta);

/// What is told once a look is on disk, or why it is not.
pub(super) type Waiting = Box<dyn FnOnce(Result<()>) + Send>;

/// A look that is being written, and all who wait for its row.
struct Coming {
    number: u64,
    place: Place,
    look: Look,
    since: DateTime<Utc>,
    waiting: Vec<Waiting>,
}

/// The looks that go on: the last of each member of staff at each thing; and, in the order in which they were
/// begun, those that are not on disk yet.
#[derive(Default)]
pub(super) struct Looks(Mutex<State>);

#[derive(Default)]
struct State {
    going: HashMap<Place, Going>,
    coming: Vec<Coming>,
    begun: u64,
}

impl fmt::Debug for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Looks").finish_non_exhaustive()
    }
}

impl Looks {
    /// Begins a look, and gives the number under which its row is to be [settled](Looks::settle). None where
    /// there is nothing to write: it goes on from a row that is on disk, and `then` is called at once; or the
    /// row is being written for the same look already, and `then` is called with the others who wait for it.
    ///
    /// A clock that went back begins a new look. What leaves the office, and what is sealed, is a look of its
    /// own each time.
    pub(super) fn begin(
        &self,
        who: Looker,
        look: &Look,
        at: DateTime<Utc>,
        then: Waiting,
    ) -> Option<u64> {
        let place = (who, look.what, look.at);
        let each_time = matches!(
            look.what,
            LookKind::Print | LookKind::Export | LookKind::Unseal
        );
        let mut state = self.state();
        let goes_on = state
            .going
            .get(&place)
            .is_some_and(|(last, since, same)| last == look && is_same(*since, *same, at));
        let last = state.coming.iter_mut().rev().find(|it| it.place == place);
        match last {
            Some(last) if !each_time && last.look == *look && last.since <= at => {
                last.waiting.push(then);
            }
            None if !each_time && goes_on => {
                drop(state);
                then(Ok(()));
            }
            _ => {
                state.begun += 1;
                let number = state.begun;
                state.coming.push(Coming {
                    number,
                    place,
                    look: look.clone(),
                    since: at,
                    waiting: vec![then],
                });
                return Some(number);
            }
        }
        None
    }

    /// Remembers a look that is on disk, for how long asking again is the same one; or forgets one that could
    /// not be written. Gives those who wait for it.
    pub(super) fn settle(&self, number: u64, same: Option<TimeDelta>) -> Vec<Waiting> {
        let mut state = self.state();
        let Some(index) = state.coming.iter().position(|it| it.number == number) else {
            return Vec::new();
        };
        let came = state.coming.remove(index);
        if let Some(same) = same {
            if state.going.len() >= REMEMBERED {
                let at = came.since;
                state
                    .going
                    .retain(|_, (_, since, same)| is_same(*since, *same, at));
            }
            let going = (came.look, came.since, same);
            state.going.insert(came.place, going);
        }
        came.waiting
    }

    /// Those who wait for a row that nobody will tell them of any more: the office is being closed. What they would
    /// ask keeps the readers from ending.
    pub(super) fn give_up(&self) -> Vec<Waiting> {
        let coming = std::mem::take(&mut self.state().coming);
        coming.into_iter().flat_map(|it| it.waiting).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_same(since: DateTime<Utc>, same: TimeDelta, at: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..same).contains(&(at - since))
}

/// Writes down that somebody looks; for how long asking again is the same look.
pub(super) fn write(
    conn: &Connection,
    (who, login): Looker,
    right: Right,
    at: DateTime<Utc>,
    look: &Look,
) -> Result<TimeDelta> {
    let current = staff::current(conn, who)?.ok_or(Error::Denied(right))?;
    if !current.staff.may(right) {
        return Err(Error::Denied(right));
    }
    let same = params::minutes(conn, ParamKey::SameLook, local_day(at))?;
    let person = match look.whose {
        Whose::Many => None,
        Whose::Person(person) => Some(person.0),
        Whose::Row(table, id) => match behind(conn, table, id)? {
            Some(person) => Some(person),
            None => return Ok(same),
        },
    };
    let outside = match person {
        None => false,
        Some(person) => {
            let who = (who, current.n);
            match outside::judge(conn, who, PersonId(person), at, look)? {
                Verdict::GoesOn => return Ok(same),
                Verdict::Written { outside } => outside,
            }
        }
    };
    let roles: Vec<&str> = current.staff.roles.iter().map(|role| role.code()).collect();
    conn.prepare_cached(
        "INSERT INTO access_log (at, staff, person, what, seen, roles, reason, login, outside)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(rusqlite::params![
        Ms(at),
        current.n,
        person.map(Raw),
        look.what,
        look.at,
        roles.join(","),
        look.reason,
        login.map(|login| login.0),
        outside,
    ])?;
    Ok(same)
}

/// Tables whose rows say whom they are about.
const OF_PERSON: &[&str] = &[
    "appointment",
    "application",
    "complaint",
    "delivery",
    "document",
    "identifier",
    "intake",
    "note",
    "plan",
    "privacy_act",
    "ticket",
];

/// The person whom a row is about: as the row says, else as the journal does, which also knows rows that
/// are gone.
fn behind(conn: &Connection, table: &str, id: Ulid) -> Result<Option<Ulid>> {
    if table == "person" {
        return Ok(Some(id));
    }
    if OF_PERSON.contains(&table) {
        let person = conn.maybe(
            &format!("SELECT person FROM {table} WHERE id = ?1"),
            [Id(id)],
            |row| row.get::<_, Option<PersonId>>(0),
        )?;
        if let Some(Some(person)) = person {
            return Ok(Some(person.0));
        }
    }
    conn.maybe(
        "SELECT a.person FROM touched t JOIN word w ON w.n = t.tbl AND w.text = ?2
         JOIN act a ON a.seq = t.seq
         WHERE t.id = ?1 AND a.person IS NOT NULL ORDER BY t.seq DESC LIMIT 1",
        rusqlite::params![Raw(id), table],
        |row| Ok(row.get::<_, Raw>(0)?.0),
    )
}

/// Who looked at a person, and at the records that became part of theirs, the latest first: what the person may ask for at the desk. Asking is a look
/// itself, for a reason that has to be given.
#[derive(Debug, Clone)]
pub struct WhoLooked {
    /// At whom.
    pub person: PersonId,
    /// Why it is asked, in words.
    pub reason: String,
    /// Only before this row: the last `seq` of the page before.
    pub before: Option<i64>,
    /// How many rows at most.
    pub limit: u32,
}

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    /// Its place: the order of the office, whatever the clocks said.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub name: String,
    /// With which roles, as they were then.
    pub roles: Vec<Role>,
    /// What was done; none for a word of another version.
    pub what: Option<LookKind>,
    /// What was seen; none for a word of another version.
    pub seen: Option<LookAt>,
    /// Why, if it had to be said.
    pub reason: Option<String>,
    /// From where, if it was over the network.
    pub address: Option<String>,
}

impl Query for WhoLooked {
    type Out = Vec<LookRow>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        let reason = self.reason.trim();
        (!reason.is_empty()).then(|| Look::open(self.person, LookAt::Looks).because(reason))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        if self.reason.trim().is_empty() {
            return Err(Error::invalid("reason", "it is asked for a reason"));
        }
        let mut rows = self.at(db.conn, self.person)?;
        for merged in merged_with(db.conn, self.person)? {
            rows.extend(self.at(db.conn, merged)?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
        rows.truncate(self.limit as usize);
        Ok(rows)
    }
}

impl WhoLooked {
    /// The looks at one record.
    fn at(&self, conn: &Connection, person: PersonId) -> Result<Vec<LookRow>> {
        conn.all(
            "SELECT l.seq, l.at, s.name, l.roles, l.what, l.seen, l.reason, i.address
             FROM access_log l JOIN staff s ON s.n = l.staff LEFT JOIN login_log i ON i.seq = l.login
             WHERE l.person = ?1 AND l.seq < ?2 ORDER BY l.seq DESC LIMIT ?3",
            rusqlite::params![
                Raw(person.0),
                self.before.unwrap_or(i64::MAX),
                self.limit
            ],
            |row| {
                let roles: Option<String> = row.get(3)?;
                let (what, seen): (String, Option<String>) = (row.get(4)?, row.get(5)?);
                Ok(LookRow {
                    seq: row.get(0)?,
                    at: row.get::<_, Ms>(1)?.0,
                    name: row.get(2)?,
                    roles: staff::roles_of(roles.as_deref()),
                    what: what.parse().ok(),
                    seen: seen.and_then(|seen| seen.parse().ok()),
                    reason: row.get(6)?,
                    address: row.get(7)?,
                })
            },
        )
    }
}
