//! Taking apart what an act has joined, long after undo would: field by field, and only what still is as the act
//! left it.

use std::borrow::Cow;

use rusqlite::ToSql;
use rusqlite::types::Value;

use super::{Wrote, changes_of, wrote_of};
use crate::domain::refusal::Refusal;
use crate::store::act::{Field, Op, Tx};
use crate::store::error::Result;
use crate::store::sql::{Id, Rows};

/// Gives each row that the act at `seq` wrote back what it held: in its own transaction, as part of the act that is
/// being applied. A field of which something newer is known keeps it, but for those in `must`, which point the
/// rows where they belong: [`Refusal::MovedSince`]. A row that is gone since is left alone.
pub(in crate::store) fn take_apart(tx: &Tx<'_>, seq: i64, must: &[&str]) -> Result<()> {
    let wrote = tx.conn().all(
        "SELECT t.k, w.text, t.id, t.op, t.ver FROM touched t JOIN word w ON w.n = t.tbl
         WHERE t.seq = ?1 ORDER BY t.k",
        [seq],
        wrote_of,
    )?;
    for row in wrote.iter().rev() {
        give_back(tx, seq, row, must).map_err(|error| error.refused_as(Refusal::MovedSince))?;
    }
    Ok(())
}

fn give_back(tx: &Tx<'_>, seq: i64, row: &Wrote, must: &[&str]) -> Result<()> {
    let there = tx.version(&row.table, row.id)?;
    let held = changes_of(tx.conn(), seq, row.k)?;
    let table = Cow::Owned(row.table.clone());
    match (row.op, there) {
        (Op::Created, Some(_)) => tx.delete_row(table, row.id),
        (Op::Updated, Some(ver)) => {
            let mut fields = Vec::new();
            for field in held {
                let now: Value = tx.conn().value(
                    &format!("SELECT {} FROM {} WHERE id = ?1", field.name, row.table),
                    [Id(row.id)],
                )?;
                if now == field.new {
                    fields.push(Field {
                        name: field.name,
                        old: field.new,
                        new: field.old,
                    });
                } else if must.contains(&field.name.as_ref()) {
                    return Err(tx.refuse(Refusal::MovedSince));
                }
            }
            tx.update_row(table, row.id, ver + 1, fields)
        }
        (Op::Deleted, None) => {
            let columns: Vec<(&str, &dyn ToSql)> = held
                .iter()
                .map(|field| (field.name.as_ref(), &field.old as &dyn ToSql))
                .collect();
            tx.insert_row(table, row.id, row.ver + 1, &[&columns])
        }
        (Op::Created | Op::Updated, None) | (Op::Deleted, Some(_)) => Ok(()),
    }
}
