//! The rows of two records that become one: what would say two things at once.

use rusqlite::Connection;

use super::entries::{Entry, EntryRow, stored};
use super::writing::put;
use crate::domain::ids::PersonId;
use crate::domain::interview::EntryKind;
use crate::store::act::{Column, Tx};
use crate::store::error::{Error, Result};

/// Takes away what would contradict itself once both have the same rows: that there is nothing where one of them has
/// something, and the second of the same skill or language, once the first tells what it alone told. `taken` are the kinds of which the record that goes
/// decides.
pub(in crate::store) fn meet(
    tx: &Tx<'_>,
    (kept, gone): (PersonId, PersonId),
    taken: &[EntryKind],
) -> Result<()> {
    let (kept, gone) = (stored(tx.conn(), kept)?, stored(tx.conn(), gone)?);
    for row in &kept {
        let Some(other) = gone.iter().find(|other| other.entry.is_same(&row.entry)) else {
            continue;
        };
        if taken.contains(&row.entry.kind()) {
            fill(tx, other, &row.entry)?;
        } else {
            fill(tx, row, &other.entry)?;
        }
    }
    for row in kept.iter().filter(|row| {
        is_denied(row, &gone) || taken.contains(&row.entry.kind()) && stands_in(row, &gone)
    }) {
        drop(tx, row)?;
    }
    for row in gone.iter().filter(|row| {
        is_denied(row, &kept)
            || row.entry.is_none() && kept.iter().any(|own| own.entry == row.entry)
            || !taken.contains(&row.entry.kind()) && stands_in(row, &kept)
    }) {
        drop(tx, row)?;
    }
    Ok(())
}

/// The skills or languages of which two records have a row, each once: first `known`, then those.
pub(in crate::store) fn named(
    conn: &Connection,
    people: [PersonId; 2],
    kind: EntryKind,
    mut known: Vec<String>,
) -> Result<Vec<String>> {
    for person in people {
        for row in stored(conn, person)? {
            if let (true, Some(name)) = (row.entry.kind() == kind, row.entry.name()) {
                put(&mut known, name);
            }
        }
    }
    Ok(known)
}

/// Whether it says that there is nothing where others say something.
fn is_denied(row: &EntryRow, others: &[EntryRow]) -> bool {
    others.iter().any(|other| row.entry.denies(&other.entry))
}

fn stands_in(row: &EntryRow, others: &[EntryRow]) -> bool {
    others.iter().any(|other| other.entry.is_same(&row.entry))
}

/// What a row leaves open is told by the one that goes.
fn fill(tx: &Tx<'_>, row: &EntryRow, other: &Entry) -> Result<()> {
    let filled = row.entry.clone().filled_from(other);
    let Some((id, _)) = row.row.filter(|_| filled != row.entry) else {
        return Ok(());
    };
    let body = serde_json::to_string(&filled).map_err(|error| Error::Fault(error.to_string()))?;
    let columns: [Column<'_>; 1] = [("body", &body)];
    tx.update("entry", id, None, &columns)
}

fn drop(tx: &Tx<'_>, row: &EntryRow) -> Result<()> {
    match row.row {
        Some((id, _)) => tx.delete("entry", id, None),
        None => Ok(()),
    }
}
