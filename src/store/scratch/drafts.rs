//! Half-typed forms: one for each member of staff, form and subject.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};
use serde_json::Value;

use super::super::error::Result;
use super::super::sql::{Ms, Rows};
use super::Scratch;
use crate::domain::ids::StaffId;

/// A form as it stands half-typed. There is one for each member of staff, form and subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Whose.
    pub staff: StaffId,
    /// Which form.
    pub form: String,
    /// What it is about: an id, or empty for something new.
    pub subject: String,
    /// The label of the field in focus, in words; empty on the last row.
    pub field: String,
    /// Which of the fields that are shown it is, from 1, and of how many; 0 on the last row.
    pub place: (u32, u32),
    /// Where in it, in bytes.
    pub caret: u32,
    /// What was typed.
    pub payload: Value,
    /// What a list of drafts shows.
    pub label: String,
    /// When it was typed.
    pub at: DateTime<Utc>,
    /// The session in which it goes on; empty for any.
    pub session: String,
}

/// Where a draft was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Here, for the first time.
    New,
    /// Here, as before.
    Again,
    /// It was not: the form goes on in another session, which has it now.
    Elsewhere,
}

impl Scratch {
    /// Keeps a draft, in place of the older one of the same form and subject; not when that goes on in
    /// another session.
    pub fn save_draft(&self, draft: Draft, then: impl FnOnce(Result<Kept>) + Send + 'static) {
        self.change_if(
            move |conn| {
                let kept = save(conn, &draft)?;
                Ok((kept, kept == Kept::New))
            },
            then,
        );
    }

    /// Reads the draft of a form, which from now on goes on in that session.
    pub fn take_draft(
        &self,
        staff: StaffId,
        (form, subject): (String, String),
        session: String,
        then: impl FnOnce(Result<Option<Draft>>) + Send + 'static,
    ) {
        self.change(
            move |conn| {
                let key = params![staff, form, subject, session];
                conn.prepare_cached(
                    "UPDATE draft SET session = ?4 WHERE staff = ?1 AND form = ?2 AND subject = ?3 AND session <> ?4",
                )?
                .execute(key)?;
                read_draft(conn, staff, &form, &subject)
            },
            then,
        );
    }

    /// Hands the drafts about something from one colleague to another, where they go on in that session.
    pub fn hand_over(
        &self,
        (from, to): (StaffId, StaffId),
        subject: impl Into<String>,
        session: impl Into<String>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let (subject, session) = (subject.into(), session.into());
        self.change(
            move |conn| {
                conn.prepare_cached(
                    "UPDATE OR IGNORE draft SET staff = ?2, session = ?4 WHERE staff = ?1 AND subject = ?3",
                )?
                .execute(params![from, to, subject, session])?;
                Ok(())
            },
            then,
        );
    }

    /// Throws a draft away, whatever session it was last typed in; not while it goes on in another that is on.
    /// Answers whether it is gone.
    pub fn throw_draft(
        &self,
        staff: StaffId,
        (form, subject): (String, String),
        session: String,
        then: impl FnOnce(Result<bool>) + Send + 'static,
    ) {
        self.change_if(
            move |conn| {
                let thrown = conn
                    .prepare_cached(
                        "DELETE FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3 AND (session = ?4
                           OR session NOT IN (SELECT session FROM line WHERE dropped_at IS NULL))",
                    )?
                    .execute(params![staff, form, subject, session])?;
                let stays = thrown == 0 && read_draft(conn, staff, &form, &subject)?.is_some();
                Ok((!stays, thrown > 0))
            },
            then,
        );
    }

    /// Forgets the drafts that nobody has touched since; answers how many.
    pub fn clear_drafts(
        &self,
        before: DateTime<Utc>,
        then: impl FnOnce(Result<usize>) + Send + 'static,
    ) {
        self.change_if(
            move |conn| {
                let mut clear = conn.prepare_cached("DELETE FROM draft WHERE at < ?1")?;
                let cleared = clear.execute([Ms(before)])?;
                Ok((cleared, cleared > 0))
            },
            then,
        );
    }

    /// The draft of a form.
    pub fn draft(
        &self,
        staff: StaffId,
        form: impl Into<String>,
        subject: impl Into<String>,
        then: impl FnOnce(Result<Option<Draft>>) + Send + 'static,
    ) {
        let (form, subject) = (form.into(), subject.into());
        self.ask(move |conn| read_draft(conn, staff, &form, &subject), then);
    }

    /// All drafts of somebody, the newest first.
    pub fn drafts_of(
        &self,
        staff: StaffId,
        then: impl FnOnce(Result<Vec<Draft>>) + Send + 'static,
    ) {
        self.ask(
            move |conn| {
                conn.all(
                    "SELECT staff, form, subject, field, caret, payload, label, at, place, of, session FROM draft
                     WHERE staff = ?1 ORDER BY at DESC, form, subject",
                    [staff],
                    draft_of,
                )
            },
            then,
        );
    }

    /// Forgets a draft: it was saved, or given up. Not one that goes on in another session.
    pub fn drop_draft(
        &self,
        staff: StaffId,
        (form, subject): (String, String),
        session: impl Into<String>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.ask(
            move |conn| {
                conn.prepare_cached(
                    "DELETE FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3 AND session IN ('', ?4)",
                )?
                .execute(params![staff, form, subject, session])?;
                Ok(())
            },
            then,
        );
    }
}

fn save(conn: &Connection, draft: &Draft) -> Result<Kept> {
    let there = conn.exists(
        "SELECT 1 FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3",
        params![draft.staff, draft.form, draft.subject],
    )?;
    let written = conn
        .prepare_cached(
            "INSERT INTO draft (staff, form, subject, field, caret, payload, label, at, place, of, session)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (staff, form, subject) DO UPDATE SET field = excluded.field, caret = excluded.caret,
               payload = excluded.payload, label = excluded.label, at = excluded.at,
               place = excluded.place, of = excluded.of, session = excluded.session
             WHERE draft.session IN ('', excluded.session)",
        )?
        .execute(params![
            draft.staff,
            draft.form,
            draft.subject,
            draft.field,
            draft.caret,
            draft.payload.to_string(),
            draft.label,
            Ms(draft.at),
            draft.place.0,
            draft.place.1,
            draft.session,
        ])?;
    Ok(match (written, there) {
        (0, _) => Kept::Elsewhere,
        (_, true) => Kept::Again,
        (_, false) => Kept::New,
    })
}

fn read_draft(
    conn: &Connection,
    staff: StaffId,
    form: &str,
    subject: &str,
) -> Result<Option<Draft>> {
    conn.maybe(
        "SELECT staff, form, subject, field, caret, payload, label, at, place, of, session FROM draft
         WHERE staff = ?1 AND form = ?2 AND subject = ?3",
        params![staff, form, subject],
        draft_of,
    )
}

fn draft_of(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let payload: String = row.get(5)?;
    Ok(Draft {
        staff: row.get(0)?,
        form: row.get(1)?,
        subject: row.get(2)?,
        field: row.get(3)?,
        caret: row.get(4)?,
        payload: serde_json::from_str(&payload).unwrap_or(Value::Null),
        label: row.get(6)?,
        at: row.get::<_, Ms>(7)?.0,
        place: (row.get(8)?, row.get(9)?),
        session: row.get(10)?,
    })
}
