//! The keys of the staff: given by those who manage the office, revoked by them or by whose they are.
//!
//! Nobody gives a key to themselves: a desk left unlocked for a minute must not become a door for good.
//! A revoked key, and every key of somebody who may no longer work here, is good for nothing from that
//! COMMIT on; the server hears of it through [`Changes`](crate::store::Changes) (tables `staff_key`,
//! `staff`) and ends who is on.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{STAFF, staff_of};
use crate::domain::ids::{StaffId, StaffKeyId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Role, Staff};
use crate::domain::staff_key::{BLOB, KeyAlgorithm, StaffKey};
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Ms, Rows};

/// Who comes in with that key under that login: both exact, both active.
pub(in crate::store) fn by_key(
    conn: &Connection,
    login: &str,
    blob: &[u8],
) -> Result<Option<(Staff, StaffKeyId)>> {
    if super::check_login(login).is_err() || blob.len() > BLOB {
        return Ok(None);
    }
    conn.maybe(
        &format!(
            "SELECT {STAFF}, k.id FROM staff_key k JOIN staff s ON s.id = k.staff
             WHERE k.blob = ?1 AND k.revoked_at IS NULL AND s.login = ?2 AND s.active = 1"
        ),
        params![blob, login],
        |row| Ok((staff_of(row)?, row.get(7)?)),
    )
}

/// Somebody active, and a key of theirs that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub staff: Staff,
    /// Which key.
    pub key: StaffKeyId,
    /// The key in the form of the wire.
    pub blob: Vec<u8>,
}

/// Everybody who comes in with a key, once for each key.
pub(in crate::store) fn holders(conn: &Connection) -> Result<Vec<Holder>> {
    conn.all(
        &format!(
            "SELECT {STAFF}, k.id, k.blob FROM staff_key k JOIN staff s ON s.id = k.staff
             WHERE k.revoked_at IS NULL AND s.active = 1"
        ),
        [],
        |row| {
            Ok(Holder {
                staff: staff_of(row)?,
                key: row.get(7)?,
                blob: row.get(8)?,
            })
        },
    )
}

/// Whether an office takes passwords.
pub(in crate::store) fn takes_passwords(conn: &Connection) -> Result<bool> {
    conn.exists("SELECT 1 FROM office WHERE passwords = 1", [])
}

/// Whether anybody could come in at all.
pub(in crate::store) fn has_a_way_in(conn: &Connection) -> Result<bool> {
    let key = conn.exists(
        "SELECT 1 FROM staff_key k JOIN staff s ON s.id = k.staff AND s.active = 1
         WHERE k.revoked_at IS NULL",
        [],
    )?;
    let password = conn.exists(
        "SELECT 1 FROM staff_secret p JOIN staff s ON s.id = p.staff AND s.active = 1
         JOIN office o ON o.id = s.office AND o.passwords = 1
         WHERE p.password IS NOT NULL AND p.totp IS NOT NULL",
        [],
    )?;
    Ok(key || password)
}

/// Lets somebody in with one more key.
///
/// Refused with [`Refusal::KeyTaken`] when anybody has it already: by the key alone it must be clear who
/// comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddStaffKey {
    /// Whose.
    pub staff: StaffId,
    /// The line of the `.pub` file.
    pub key: String,
}

impl Act for AddStaffKey {
    type Out = StaffKeyId;
    const NAME: &'static str = "staff.key.add";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<StaffKeyId> {
        let key = StaffKey::parse(&self.key)
            .map_err(|error| Error::invalid("key", crate::domain::Named::code(error)))?;
        let held: Option<String> = tx.conn().maybe(
            "SELECT s.login FROM staff_key k JOIN staff s ON s.id = k.staff
             WHERE k.blob = ?1 AND k.revoked_at IS NULL",
            [&key.blob],
            |row| row.get(0),
        )?;
        if let Some(login) = held {
            return Err(tx.refuse_with(Refusal::KeyTaken, login));
        }
        super::exists(tx, self.staff)?;
        let id: StaffKeyId = tx.new_id();
        tx.insert(
            "staff_key",
            id,
            &[
                ("staff", &self.staff),
                ("algorithm", &key.algorithm),
                ("blob", &key.blob),
                ("fingerprint", &key.fingerprint()),
                ("comment", &key.comment),
            ],
        )?;
        Ok(id)
    }
}

/// Lets nobody in with that key any more, at once. What has been revoked stays so.
///
/// Refused with [`Refusal::LastKey`] when it is one's own last, and with
/// [`Refusal::LastCoordinatorKey`] when no coordinator would have one, unless `anyway`: a stolen key must
/// go whatever it leaves behind, and the account that owns the file can always add another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeStaffKey {
    /// Which.
    pub key: StaffKeyId,
    /// Whether it goes even if it is the last.
    pub anyway: bool,
}

impl Act for RevokeStaffKey {
    type Out = ();
    const NAME: &'static str = "staff.key.revoke";
    const RIGHT: Right = Right::OfficeRead;
    const UNDOABLE: bool = false;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        let whose = whose(tx, self.key)?;
        super::own_or_managed(tx, whose)
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let staff = whose(tx, self.key)?;
        let held = tx.conn().exists(
            "SELECT 1 FROM staff_key WHERE id = ?1 AND revoked_at IS NULL",
            [self.key],
        )?;
        if !held {
            return Ok(());
        }
        if !self.anyway {
            self.leaves_a_door(tx, staff)?;
        }
        tx.update("staff_key", self.key, None, &[("revoked_at", &Ms(tx.at()))])
    }
}

impl RevokeStaffKey {
    /// Whether there is another key for whoever revokes their own, and one for some coordinator.
    fn leaves_a_door(&self, tx: &Tx<'_>, staff: StaffId) -> Result<()> {
        let other = tx.conn().exists(
            "SELECT 1 FROM staff_key WHERE staff = ?1 AND id <> ?2 AND revoked_at IS NULL",
            params![staff, self.key],
        )?;
        if staff == tx.staff().id && !other {
            return Err(tx.refuse(Refusal::LastKey));
        }
        let coordinates = "JOIN staff s ON s.id = k.staff AND s.active = 1
             JOIN staff_role r ON r.staff = s.id AND r.role = ?2
             WHERE k.revoked_at IS NULL";
        let role = Role::Coordination;
        let is_one = tx.conn().exists(
            &format!("SELECT 1 FROM staff_key k {coordinates} AND k.id = ?1"),
            params![self.key, role],
        )?;
        let another = tx.conn().exists(
            &format!("SELECT 1 FROM staff_key k {coordinates} AND k.id <> ?1"),
            params![self.key, role],
        )?;
        if is_one && !another {
            return Err(tx.refuse(Refusal::LastCoordinatorKey));
        }
        Ok(())
    }
}

fn whose(tx: &Tx<'_>, key: StaffKeyId) -> Result<StaffId> {
    tx.conn()
        .maybe("SELECT staff FROM staff_key WHERE id = ?1", [key], |row| {
            row.get(0)
        })?
        .ok_or_else(|| Error::not_found("staff_key", key))
}

/// A key as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffKeyRow {
    /// Identity.
    pub id: StaffKeyId,
    /// Its kind.
    pub algorithm: KeyAlgorithm,
    /// `SHA256:` and 43 letters.
    pub fingerprint: String,
    /// What its owner wrote behind it.
    pub comment: String,
    /// Since when it lets in.
    pub added_at: DateTime<Utc>,
    /// Who gave it: the display name.
    pub added_by: String,
    /// Since when it no longer does.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When somebody last came in with it.
    pub last_in: Option<DateTime<Utc>>,
}

/// The keys of somebody, the oldest first: one's own, or anybody's for whoever manages the office.
#[derive(Debug, Clone, Copy)]
pub struct StaffKeys {
    /// Whose.
    pub staff: StaffId,
    /// Also those that were revoked.
    pub revoked_too: bool,
}

impl Query for StaffKeys {
    type Out = Vec<StaffKeyRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        super::own_or_managed_by(db.staff, self.staff)?;
        db.conn.all(
            "SELECT k.id, k.algorithm, k.fingerprint, k.comment, k.created_at, c.name, k.revoked_at,
                    (SELECT max(l.at) FROM login_log l
                     WHERE l.key = k.fingerprint AND l.staff = s.n AND l.outcome = 'in')
             FROM staff_key k JOIN staff s ON s.id = k.staff LEFT JOIN staff c ON c.id = k.created_by
             WHERE k.staff = ?1 AND (k.revoked_at IS NULL OR ?2) ORDER BY k.n",
            params![self.staff, self.revoked_too],
            |row| {
                Ok(StaffKeyRow {
                    id: row.get(0)?,
                    algorithm: row.get(1)?,
                    fingerprint: row.get(2)?,
                    comment: row.get(3)?,
                    added_at: row.get::<_, Ms>(4)?.0,
                    added_by: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
                    revoked_at: row.get::<_, Option<Ms>>(6)?.map(|at| at.0),
                    last_in: row.get::<_, Option<Ms>>(7)?.map(|at| at.0),
                })
            },
        )
    }
}
