//! Who else is at work: what they have open, which lines dropped, on which line a draft goes on.
//!
//! It is read from the scratch database after each change of it, once for the whole process, and shared:
//! a session looks at it without asking anybody. Nothing here forbids anything.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};
use ulid::Ulid;

use super::error::Result;
use super::sql::{Id, Ms, Rows};
use crate::domain::ids::StaffId;

/// "In use by": somebody has it open. It warns and never forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Table.
    pub entity: String,
    /// Row.
    pub id: Ulid,
    /// By whom.
    pub staff: StaffId,
    /// The display name of whom.
    pub name: String,
    /// On which session; one member of staff may have several.
    pub session: String,
    /// Until when, unless it is said again.
    pub until: DateTime<Utc>,
}

/// Somebody who is on, or whose line dropped. Those who are on and of whom nothing is to be told are not
/// read: on a morning of many log-ins nobody looks through all of them at each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The session.
    pub session: String,
    /// Who.
    pub staff: StaffId,
    /// Their display name.
    pub name: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When the line ended without a goodbye; none while it is on.
    pub dropped_at: Option<DateTime<Utc>>,
    /// The process that has the line.
    process: Arc<str>,
    /// The process is gone: the line ended with it, and nobody has said when.
    pub dead: bool,
}

impl Line {
    /// A line of this process.
    pub fn here(session: &str, staff: StaffId, name: &str, since: DateTime<Utc>) -> Self {
        Self {
            session: session.to_owned(),
            staff,
            name: name.to_owned(),
            since,
            dropped_at: None,
            process: this_process().into(),
            dead: false,
        }
    }

    /// What is written of its process.
    pub(super) fn process(&self) -> &str {
        &self.process
    }
}

/// A draft's owner: staff, form, subject.
type Key = (StaffId, String, String);

/// Who else is at work, as of the last change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    leases: Vec<Lease>,
    lines: Vec<Line>,
    owners: HashMap<Key, String>,
}

impl Beside {
    /// The name of somebody who has a row open on another session than `session`.
    pub fn user_of(&self, id: impl Into<Ulid>, session: &str, now: DateTime<Utc>) -> Option<&str> {
        let id = id.into();
        let user = self.leases.iter().find(|lease| {
            lease.id == id && lease.session != session && lease.until > now && self.is_live(lease)
        });
        user.map(|lease| lease.name.as_str())
    }

    fn is_live(&self, lease: &Lease) -> bool {
        let line = self.lines.iter().find(|line| line.session == lease.session);
        line.is_none_or(|line| line.dropped_at.is_none() && !line.dead)
    }

    /// Whether somebody is on in another process, or again after a line of theirs dropped.
    pub fn is_on(&self, staff: StaffId) -> bool {
        let mut lines = self.lines.iter().filter(|line| line.staff == staff);
        lines.any(|line| line.dropped_at.is_none() && !line.dead)
    }

    /// When the last line of somebody dropped; none while one is on, or after a goodbye.
    pub fn dropped_at(&self, staff: StaffId) -> Option<DateTime<Utc>> {
        let lines = self.lines.iter().filter(|line| line.staff == staff);
        let last = lines.filter_map(|line| line.dropped_at).max();
        last.filter(|_| !self.is_on(staff))
    }

    /// The lines that ended with their process, of which nobody has said when.
    pub fn unsaid(&self) -> impl Iterator<Item = &str> {
        self.lines
            .iter()
            .filter(|line| line.dead && line.dropped_at.is_none())
            .map(|line| line.session.as_str())
    }

    /// The moments at which lines dropped.
    pub fn drops(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.lines.iter().filter_map(|line| line.dropped_at)
    }

    /// Whether a draft that went on in `session` goes on in another now, of the same person or of a
    /// colleague who took it over. A draft that is nowhere goes on nowhere else.
    pub fn has_gone(&self, (staff, form, subject): (StaffId, &str, &str), session: &str) -> bool {
        let key = (staff, form.to_owned(), subject.to_owned());
        match self.owners.get(&key) {
            Some(owner) => owner != session,
            None => self
                .owners
                .keys()
                .any(|(_, other, about)| other == form && about == subject && !about.is_empty()),
        }
    }

    /// Whether the same is to be shown: what is open, and whose line dropped.
    pub fn shows_what(&self, other: &Self) -> bool {
        self.leases == other.leases && self.lines == other.lines
    }

    /// Reads what a process has to know: of its own lines those of people whose line dropped.
    pub(super) fn read(conn: &Connection, process: &str) -> Result<Self> {
        let leases = conn.all(
            "SELECT entity, id, staff, session, until, name FROM lease ORDER BY session",
            [],
            lease_of,
        )?;
        let mut lines = conn.all(
            "SELECT session, staff, name, process, since, dropped_at FROM line
             WHERE process <> ?1 OR dropped_at IS NOT NULL
               OR staff IN (SELECT staff FROM line WHERE dropped_at IS NOT NULL)
             ORDER BY session",
            [process],
            line_of,
        )?;
        mark_dead(&mut lines, process);
        let owners = conn.all(
            "SELECT staff, form, subject, session FROM draft WHERE session <> ''",
            [],
            |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)),
        )?;
        Ok(Self {
            leases,
            lines,
            owners: owners.into_iter().collect(),
        })
    }

    /// The sessions that ended with their process, of which nobody has said when.
    pub(super) fn ended(conn: &Connection, process: &str) -> Result<Vec<String>> {
        let mut lines = conn.all(
            "SELECT session, staff, name, process, since, dropped_at FROM line
             WHERE process <> ?1 AND dropped_at IS NULL",
            [process],
            line_of,
        )?;
        mark_dead(&mut lines, process);
        let ended = lines.into_iter().filter(|line| line.dead);
        Ok(ended.map(|line| line.session).collect())
    }

    /// The same with the lines of processes that have ended since; none when none has.
    pub(super) fn without_dead(&self, own: &str) -> Option<Self> {
        if self
            .lines
            .iter()
            .all(|line| line.dead || *line.process == *own)
        {
            return None;
        }
        let mut now = self.clone();
        mark_dead(&mut now.lines, own);
        (now.lines != self.lines).then_some(now)
    }
}

fn mark_dead(lines: &mut [Line], own: &str) {
    let mut known: HashMap<Arc<str>, bool> = HashMap::new();
    let elsewhere = |line: &&mut Line| !line.dead && *line.process != *own;
    for line in lines.iter_mut().filter(elsewhere) {
        let process = Arc::clone(&line.process);
        line.dead = !*known
            .entry(process)
            .or_insert_with(|| is_alive(&line.process));
    }
}

/// The number of this process and when it began: a number alone is given out again.
pub(super) fn this_process() -> String {
    let id = std::process::id();
    format!("{id}:{}", began(id).unwrap_or_default())
}

fn is_alive(process: &str) -> bool {
    if process == this_process() {
        return true;
    }
    let Some((id, then)) = process.split_once(':') else {
        return false;
    };
    let Ok(id) = id.parse::<u32>() else {
        return false;
    };
    match began(id) {
        Some(now) => now == then,
        // Without a list of processes to look at, it is asked for by a signal that does nothing.
        None if began(std::process::id()).is_none() => i32::try_from(id)
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .is_some_and(|id| rustix::process::test_kill_process(id).is_ok()),
        None => false,
    }
}

/// When a process began, in ticks since the machine did.
fn began(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program may hold anything but ends at the last bracket.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut rest = rest.split_whitespace();
    // One that has ended and is only waited for is not alive.
    let state = rest.next()?;
    (!matches!(state, "Z" | "X"))
        .then(|| rest.nth(18).map(str::to_owned))
        .flatten()
}

pub(super) fn lease_of(row: &Row<'_>) -> rusqlite::Result<Lease> {
    Ok(Lease {
        entity: row.get(0)?,
        id: row.get::<_, Id>(1)?.0,
        staff: row.get(2)?,
        session: row.get(3)?,
        until: row.get::<_, Ms>(4)?.0,
        name: row.get(5)?,
    })
}

fn line_of(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        session: row.get(0)?,
        staff: row.get(1)?,
        name: row.get(2)?,
        process: row.get::<_, String>(3)?.into(),
        since: row.get::<_, Ms>(4)?.0,
        dropped_at: row.get::<_, Option<Ms>>(5)?.map(|at| at.0),
        dead: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_alive_and_one_that_ended_is_not() {
        assert!(is_alive(&this_process()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let id = child.id();
        let there = began(id).map(|began| format!("{id}:{began}"));
        child.wait().unwrap();
        assert!(!there.is_some_and(|there| is_alive(&there)));
        assert!(!is_alive("nobody"));
    }
}
