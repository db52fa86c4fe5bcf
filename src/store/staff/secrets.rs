//! Passwords and second factors, for offices that take them: only as stored strings, made and checked
//! by [`password`]'s functions.
//!
//! Neither stands in a list, in an answer that a screen gets, or in the journal, which keeps that one was
//! set and its digest.

use base64ct::{Base64Unpadded, Encoding as _};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use ulid::Ulid;

use super::{STAFF, staff_of};
use crate::domain::ids::{OfficeId, StaffId};
use crate::domain::password;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Staff};
use crate::store::act::{Act, Column, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Id, Ms, Rows};

/// The columns of which the journal keeps that they changed, and no value.
pub(in crate::store) const SECRET: &[(&str, &str)] = &[
    ("staff_secret", "password"),
    ("staff_secret", "totp"),
    ("staff_secret", "totp_step"),
];

/// A string that is stored and never shown: it is written out as its digest, wherever that happens.
///
/// What was written out is no longer the secret, so an act read back from the journal is refused.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret in its stored form.
    pub fn new(stored: impl Into<String>) -> Self {
        Self(stored.into())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let digest = Base64Unpadded::encode_string(&Sha256::digest(&self.0));
        serializer.serialize_str(&format!("sha256:{digest}"))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// By what somebody is checked who comes in with a password.
#[derive(Clone)]
pub struct Secrets {
    /// Who, if the check succeeds.
    pub staff: Staff,
    /// The PHC string of the password.
    pub password: String,
    /// The second factor's secret in base32. None: this password lets nobody in.
    pub totp: Option<String>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets")
            .field("staff", &self.staff.login)
            .finish_non_exhaustive()
    }
}

/// The step of time whose code was right, if the password was too: to be handed to
/// [`Store::log_in`](crate::store::Store::log_in), which lets no step in twice.
///
/// Without secrets, or without a second factor among them, nobody is let in; it costs the same.
pub fn admits(
    secrets: Option<&Secrets>,
    typed: &str,
    code: &str,
    at: DateTime<Utc>,
) -> Option<i64> {
    let stored = secrets.map_or(password::NOBODY, |secrets| &secrets.password);
    let factor = secrets.and_then(|secrets| secrets.totp.as_deref());
    let known = password::verify(typed, stored);
    let step = password::step_of(factor.unwrap_or(password::NO_FACTOR), code, at);
    step.filter(|_| known && factor.is_some())
}

/// The secrets of an active member of staff of exactly that login, in an office that takes passwords.
pub(in crate::store) fn of(conn: &Connection, login: &str) -> Result<Option<Secrets>> {
    if super::check_login(login).is_err() {
        return Ok(None);
    }
    conn.maybe(
        &format!(
            "SELECT {STAFF}, x.password, x.totp FROM staff s JOIN office o ON o.id = s.office
             JOIN staff_secret x ON x.staff = s.id
             WHERE s.login = ?1 AND s.active = 1 AND o.passwords = 1 AND x.password IS NOT NULL"
        ),
        [login],
        |row| {
            Ok(Secrets {
                staff: staff_of(row)?,
                password: row.get(7)?,
                totp: row.get(8)?,
            })
        },
    )
}

/// Says whether an office takes passwords at all, beside keys; then only with a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowPasswords {
    /// Which office.
    pub office: OfficeId,
    /// Whether it does from now on.
    pub allowed: bool,
}

impl Act for AllowPasswords {
    type Out = ();
    const NAME: &'static str = "office.passwords";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.update("office", self.office, None, &[("passwords", &self.allowed)])
    }
}

/// Gives somebody a password, or takes it away.
///
/// One may change one's own: without the second factor, which only those who manage the office give, it
/// opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPassword {
    /// Whose.
    pub staff: StaffId,
    /// The PHC string, argon2id; none to take it away.
    pub password: Option<Secret>,
}

impl Act for SetPassword {
    type Out = ();
    const NAME: &'static str = "staff.password";
    const RIGHT: Right = Right::OfficeRead;
    const UNDOABLE: bool = false;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        super::own_or_managed(tx, self.staff)
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let stored = self.password.as_ref().map(|secret| secret.0.as_str());
        if stored.is_some_and(|phc| !phc.starts_with("$argon2id$")) {
            return Err(Error::invalid("password", "not an argon2id string"));
        }
        set(tx, self.staff, &[("password", &stored)])
    }
}

/// Gives somebody a second factor, or takes it away, and with it what the password was good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTotp {
    /// Whose.
    pub staff: StaffId,
    /// The secret in base32, 160 bits; none to take it away.
    pub totp: Option<Secret>,
}

impl Act for SetTotp {
    type Out = ();
    const NAME: &'static str = "staff.totp";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let stored = self.totp.as_ref().map(|secret| secret.0.as_str());
        let is_base32 = |text: &str| {
            text.len() == 32 && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'))
        };
        if stored.is_some_and(|secret| !is_base32(secret)) {
            return Err(Error::invalid("totp", "not 32 letters of base32"));
        }
        // The codes of another secret have nothing to do with those used up.
        set(
            tx,
            self.staff,
            &[("totp", &stored), ("totp_step", &None::<i64>)],
        )
    }
}

/// Writes the columns of somebody's secrets, whether there is a row yet or not.
fn set(tx: &Tx<'_>, staff: StaffId, columns: &[Column<'_>]) -> Result<()> {
    super::exists(tx, staff)?;
    tx.subject("staff", staff);
    let held = tx.conn().maybe(
        "SELECT id FROM staff_secret WHERE staff = ?1",
        [staff],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )?;
    match held {
        Some(id) => tx.update("staff_secret", id, None, columns),
        None => {
            let id: Ulid = tx.new_id();
            let whose: [Column<'_>; 1] = [("staff", &staff)];
            tx.insert("staff_secret", id, &[&whose, columns].concat())
        }
    }
}

/// Uses a step of somebody's second factor up; refused with [`Refusal::CodeUsed`] if it, or a later one,
/// has been used. Called inside the transaction that lets them in.
pub(super) fn use_step(conn: &Connection, staff: StaffId, step: i64) -> Result<()> {
    let used = conn
        .prepare_cached(
            "UPDATE staff_secret SET totp_step = ?2
             WHERE staff = ?1 AND totp IS NOT NULL AND password IS NOT NULL AND coalesce(totp_step, -1) < ?2
               AND EXISTS (SELECT 1 FROM staff s JOIN office o ON o.id = s.office
                           WHERE s.id = ?1 AND s.active = 1 AND o.passwords = 1)",
        )?
        .execute(params![staff, step])?;
    if used == 1 {
        return Ok(());
    }
    Err(Error::Refused {
        rule: Refusal::CodeUsed,
        detail: String::new(),
    })
}

/// How each member of staff can come in, by login; no secret is in it.
#[derive(Debug, Clone, Copy)]
pub struct Doors {
    /// Of which office.
    pub office: OfficeId,
}

/// What [`Doors`] answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDoors {
    /// Whether the office takes passwords.
    pub passwords: bool,
    /// Everybody who works there, also those who may no longer come in.
    pub staff: Vec<Door>,
}

/// How one member of staff can come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Who.
    pub staff: StaffId,
    /// The login.
    pub login: String,
    /// How many keys hold.
    pub keys: i64,
    /// Whether a password is set.
    pub password: bool,
    /// Whether a second factor is set.
    pub totp: bool,
    /// When they last came in over the network.
    pub last_in: Option<chrono::DateTime<chrono::Utc>>,
}

impl Query for Doors {
    type Out = OfficeDoors;
    const RIGHT: Right = Right::OfficeManage;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let passwords = db
            .conn
            .value("SELECT passwords FROM office WHERE id = ?1", [self.office])?;
        let staff = db.conn.all(
            "SELECT s.id, s.login,
                    (SELECT count(*) FROM staff_key k WHERE k.staff = s.id AND k.revoked_at IS NULL),
                    coalesce(x.password IS NOT NULL, 0), coalesce(x.totp IS NOT NULL, 0),
                    (SELECT max(l.at) FROM login_log l
                     WHERE l.staff = s.n AND l.outcome = 'in' AND l.method <> 'local')
             FROM staff s LEFT JOIN staff_secret x ON x.staff = s.id
             WHERE s.office = ?1 ORDER BY s.login",
            [self.office],
            |row| {
                Ok(Door {
                    staff: row.get(0)?,
                    login: row.get(1)?,
                    keys: row.get(2)?,
                    password: row.get(3)?,
                    totp: row.get(4)?,
                    last_in: row.get::<_, Option<Ms>>(5)?.map(|at| at.0),
                })
            },
        )?;
        Ok(OfficeDoors { passwords, staff })
    }
}
