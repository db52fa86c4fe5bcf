//! Who is on, and what each of them has open.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use ulid::Ulid;

use super::super::beside::{Beside, Lease, Line, lease_of};
use super::super::error::Result;
use super::super::sql::{Id, Ms, Rows};
use super::{Scratch, tell_others};

/// How a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// With a goodbye.
    Left,
    /// Without one: the line dropped, or the program was told to end.
    Dropped,
}

/// Days that the row of a dropped line is kept.
const REMEMBERED: chrono::TimeDelta = chrono::TimeDelta::days(1);

impl Scratch {
    /// Says that somebody is on. Lines of theirs that had dropped are forgotten: they are back.
    pub fn join(&self, line: Line, then: impl FnOnce(Result<()>) + Send + 'static) {
        let shared = Arc::clone(&self.shared);
        self.change_if(
            move |conn| {
                let (at, old) = (Ms(line.since), Ms(line.since - REMEMBERED));
                let dead = Beside::ended(conn, &shared.process)?;
                for session in &dead {
                    drop_line(conn, session, line.since)?;
                }
                let back = conn.prepare_cached(
                    "DELETE FROM line WHERE dropped_at IS NOT NULL AND (staff = ?1 OR dropped_at < ?2)",
                )?
                .execute(params![line.staff, old])?;
                conn.prepare_cached(
                    "INSERT OR REPLACE INTO line (session, staff, name, process, since) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![line.session, line.staff, line.name, line.process(), at])?;
                // Other processes are to know of it, for they are the ones to notice when this one ends.
                tell_others(conn)?;
                Ok(((), back > 0 || !dead.is_empty()))
            },
            then,
        );
    }

    /// Says that a session is over, or that its line dropped; nothing is open there any more.
    pub fn part(
        &self,
        session: impl Into<String>,
        how: Parting,
        at: DateTime<Utc>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.change_if(
            move |conn| {
                if how == Parting::Dropped {
                    return Ok(((), drop_line(conn, &session, at)?));
                }
                let held = conn
                    .prepare_cached("DELETE FROM lease WHERE session = ?1")?
                    .execute([&session])?;
                let also_dropped = conn.exists(
                    "SELECT 1 FROM line here JOIN line other ON other.staff = here.staff
                     WHERE here.session = ?1 AND other.dropped_at IS NOT NULL",
                    [&session],
                )?;
                conn.prepare_cached("DELETE FROM line WHERE session = ?1")?
                    .execute([&session])?;
                tell_others(conn)?;
                Ok(((), held > 0 || also_dropped))
            },
            then,
        );
    }

    /// Says that something is in use, or still is.
    pub fn hold(&self, lease: Lease, then: impl FnOnce(Result<()>) + Send + 'static) {
        self.change(move |conn| hold(conn, &lease), then);
    }

    /// Says that a session no longer uses something; nothing given = all it used.
    pub fn release(
        &self,
        session: impl Into<String>,
        what: Option<(String, Ulid)>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.change(
            move |conn| {
                let (entity, id) = what.unzip();
                conn.prepare_cached(
                    "DELETE FROM lease WHERE session = ?1 AND (?2 IS NULL OR (entity = ?2 AND id = ?3))",
                )?
                .execute(params![session, entity, id.map(Id)])?;
                Ok(())
            },
            then,
        );
    }

    /// By whom something is in use.
    pub fn in_use(
        &self,
        entity: impl Into<String>,
        id: impl Into<Ulid>,
        now: DateTime<Utc>,
        then: impl FnOnce(Result<Vec<Lease>>) + Send + 'static,
    ) {
        let (entity, id) = (entity.into(), id.into());
        self.ask(
            move |conn| {
                conn.all(
                    "SELECT entity, id, staff, session, until, name FROM lease
                     WHERE entity = ?1 AND id = ?2 AND until > ?3 ORDER BY session",
                    params![entity, Id(id), Ms(now)],
                    lease_of,
                )
            },
            then,
        );
    }
}

/// The line ended without a goodbye; whoever says so first says when. Whether this did.
fn drop_line(conn: &Connection, session: &str, at: DateTime<Utc>) -> Result<bool> {
    conn.prepare_cached("DELETE FROM lease WHERE session = ?1")?
        .execute([session])?;
    let dropped = conn
        .prepare_cached(
            "UPDATE line SET dropped_at = ?2 WHERE session = ?1 AND dropped_at IS NULL",
        )?
        .execute(params![session, Ms(at)])?;
    Ok(dropped > 0)
}

fn hold(conn: &Connection, lease: &Lease) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO lease (entity, id, staff, session, until, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (entity, id, session) DO UPDATE SET until = excluded.until, staff = excluded.staff,
           name = excluded.name",
    )?
    .execute(params![
        lease.entity,
        Id(lease.id),
        lease.staff,
        lease.session,
        Ms(lease.until),
        lease.name
    ])?;
    Ok(())
}
