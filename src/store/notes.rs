//! The diary of a person.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::looks::Look;
use super::people::known;
use super::sql::{Ms, Rows};
use crate::domain::access::LookAt;
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::note::NoteKind;
use crate::domain::staff::Right;

/// Adds a note to the diary. Notes are never changed; one's own last one can be undone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddNote {
    /// About whom.
    pub person: PersonId,
    /// What it is about.
    pub kind: NoteKind,
    /// The words.
    pub text: String,
}

impl Act for AddNote {
    type Out = ();
    const NAME: &'static str = "person.note";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        write(tx, self.person, None, self.kind, &self.text)
    }
}

/// Writes a note; the act has said whom it is about.
pub(super) fn write(
    tx: &Tx<'_>,
    person: PersonId,
    ticket: Option<TicketId>,
    kind: NoteKind,
    text: &str,
) -> Result<()> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("text", "a note without words"));
    }
    tx.insert(
        "note",
        tx.new_id::<Ulid>(),
        &[
            ("person", &person),
            ("ticket", &ticket),
            ("kind", &kind),
            ("text", &text),
        ],
    )
}

/// The diary of a person, the last note first.
#[derive(Debug, Clone, Copy)]
pub struct NotesOf {
    /// Whose.
    pub person: PersonId,
    /// How many at most.
    pub limit: usize,
}

/// A note of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// When.
    pub at: DateTime<Utc>,
    /// The display name of who wrote it.
    pub by: String,
    /// What it is about.
    pub kind: NoteKind,
    /// The words.
    pub text: String,
}

impl Query for NotesOf {
    type Out = Vec<NoteRow>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Notes))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<NoteRow>> {
        db.conn.all(
            "SELECT t.created_at, s.name, t.kind, t.text FROM note t JOIN staff s ON s.id = t.created_by
             WHERE t.person = ?1 ORDER BY t.n DESC LIMIT ?2",
            (self.person, self.limit as i64),
            |row| {
                Ok(NoteRow {
                    at: row.get::<_, Ms>(0)?.0,
                    by: row.get(1)?,
                    kind: row.get(2)?,
                    text: row.get(3)?,
                })
            },
        )
    }
}
