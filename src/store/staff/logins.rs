//! The book of log-ins: who came in, from where, by what, who was turned away, and when it ended.
//!
//! It is no act: an act is somebody's, and who is turned away is nobody yet. One row is one insert in the
//! writer's next transaction, and it is on disk before the answer is given. The database itself lets no row
//! be changed, and none be taken away before its months are over ([`LoginLogMonths`]; Garante, 27 November
//! 2008, on system administrators). It is about the security of the office, not about how anybody works: nothing here
//! counts or ranks the staff.
//!
//! [`LoginLogMonths`]: crate::domain::param::ParamKey::LoginLogMonths

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::secrets;
use crate::domain::access::LookAt;
use crate::domain::ids::{StaffId, StaffKeyId};
use crate::domain::staff::{LoginMethod, LoginOutcome, Right};
use crate::store::act::{Query, Reader};
use crate::store::error::{Error, Result};
use crate::store::looks::Look;
use crate::store::sql::{Ms, Rows};
use crate::store::writer::{Ledger, Whole};
use crate::store::{Store, wait};

/// The row with which somebody came in: named when it ends, and in what is looked at meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LoginId(pub i64);

/// By what somebody comes in who has been recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A key, as [`Store::who_by_key`] answered it.
    Key(StaffKeyId),
    /// A password with a second factor: the step of time whose code was right.
    Password {
        /// Which.
        step: i64,
    },
    /// The account of the computer on which the office's file lies.
    Local,
}

/// Somebody comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogIn {
    /// Who.
    pub staff: StaffId,
    /// From where: the peer's address, or the terminal.
    pub address: String,
    /// By what.
    pub by: By,
}

/// Somebody is turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// The login that was given; kept only where it is somebody's.
    pub login: String,
    /// From where.
    pub address: String,
    /// What was tried.
    pub method: LoginMethod,
    /// The fingerprint of the key that was shown, if one was.
    pub key: Option<String>,
}

/// How many refusals a minute are written down one by one of those that named nobody; beyond it the server's own
/// count goes on. A stranger on the network must not be able to fill the disk. It bounds what is written, never
/// who comes in.
const KNOCKS: i64 = 120;
/// The same of those that named one member of staff: guesses at somebody are seen, however much noise there is
/// beside them.
const KNOCKS_OF_ONE: i64 = 20;
/// That minute, in milliseconds.
const MINUTE: i64 = 60_000;
/// The longest address and key that are kept, in characters.
const LONGEST: usize = 64;

impl Store {
    /// Writes down that somebody comes in. What let them in is looked at once more in the same
    /// transaction: refused with [`Error::Denied`] if they or the key were switched off since, and with
    /// [`Refusal::CodeUsed`] if the code of the second factor has been used. `then` is called on the
    /// writer's thread, after COMMIT.
    ///
    /// [`Refusal::CodeUsed`]: crate::domain::refusal::Refusal::CodeUsed
    pub fn log_in(
        &self,
        at: DateTime<Utc>,
        who: LogIn,
        then: impl FnOnce(Result<LoginId>) + Send + 'static,
    ) {
        self.send(Whole::new(
            move |ledger: &mut Ledger<'_>| come_in(ledger.conn, at, &who),
            then,
        ));
    }

    /// The same, waiting for the answer: for the desk of this computer.
    pub fn log_in_now(&self, at: DateTime<Utc>, who: LogIn) -> Result<LoginId> {
        wait(|then| self.log_in(at, who, then))
    }

    /// The same as [`Store::log_out`], waiting for the answer.
    pub fn log_out_now(&self, at: DateTime<Utc>, login: LoginId, killed: bool) -> Result<()> {
        wait(|then| self.log_out(at, login, killed, then))
    }

    /// Writes down that what began with a row has ended: left, or `killed`.
    pub fn log_out(
        &self,
        at: DateTime<Utc>,
        login: LoginId,
        killed: bool,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let outcome = if killed {
            LoginOutcome::Killed
        } else {
            LoginOutcome::Out
        };
        self.send(Whole::new(
            move |ledger: &mut Ledger<'_>| end(ledger.conn, at, login, outcome),
            then,
        ));
    }

    /// Writes down that somebody was turned away, up to so many times a minute for each login.
    pub fn log_refused(
        &self,
        at: DateTime<Utc>,
        knock: Knock,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        self.send(Whole::new(
            move |ledger: &mut Ledger<'_>| refuse(ledger.conn, at, &knock),
            then,
        ));
    }
}

fn come_in(conn: &Connection, at: DateTime<Utc>, who: &LogIn) -> Result<LoginId> {
    let denied = || Error::Denied(Right::OfficeRead);
    let current = super::current(conn, who.staff)?.ok_or_else(denied)?;
    let (method, key) = match who.by {
        By::Local => (LoginMethod::Local, None),
        By::Password { step } => {
            secrets::use_step(conn, who.staff, step)?;
            (LoginMethod::Password, None)
        }
        By::Key(key) => {
            let fingerprint: Option<String> = conn.maybe(
                "SELECT fingerprint FROM staff_key WHERE id = ?1 AND staff = ?2 AND revoked_at IS NULL",
                params![key, who.staff],
                |row| row.get(0),
            )?;
            (LoginMethod::Key, Some(fingerprint.ok_or_else(denied)?))
        }
    };
    conn.prepare_cached(
        "INSERT INTO login_log (at, staff, login, address, method, key, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        Ms(at),
        current.n,
        current.staff.login,
        kept(&who.address),
        method,
        key,
        LoginOutcome::In,
    ])?;
    Ok(LoginId(conn.last_insert_rowid()))
}

fn end(conn: &Connection, at: DateTime<Utc>, login: LoginId, outcome: LoginOutcome) -> Result<()> {
    let written = conn
        .prepare_cached(
            "INSERT INTO login_log (at, staff, login, address, method, key, outcome, opened)
             SELECT ?1, staff, login, address, method, key, ?2, seq FROM login_log
             WHERE seq = ?3 AND outcome = 'in'
               AND NOT EXISTS (SELECT 1 FROM login_log o WHERE o.opened = ?3)",
        )?
        .execute(params![Ms(at), outcome, login.0])?;
    if written == 0 && !conn.exists("SELECT 1 FROM login_log WHERE opened = ?1", [login.0])? {
        return Err(Error::not_found("login_log", login.0));
    }
    Ok(())
}

/// Whether a login is somebody's here, active or not.
pub(in crate::store) fn is_one(conn: &Connection, login: &str) -> Result<bool> {
    conn.value(
        "SELECT EXISTS (SELECT 1 FROM staff WHERE login = ?1)",
        [login],
    )
}

fn refuse(conn: &Connection, at: DateTime<Utc>, knock: &Knock) -> Result<()> {
    // What is nobody's login may be a password that was typed in the wrong place.
    let (login, most) = if is_one(conn, &knock.login)? {
        (knock.login.as_str(), KNOCKS_OF_ONE)
    } else {
        ("", KNOCKS)
    };
    conn.prepare_cached(
        "INSERT INTO login_log (at, staff, login, address, method, key, outcome)
         SELECT ?1, (SELECT n FROM staff WHERE login = ?2), ?2, ?3, ?4, ?5, ?6
         WHERE (SELECT count(*) FROM (SELECT 1 FROM login_log
                WHERE outcome = 'refused' AND at BETWEEN ?1 - ?7 AND ?1
                  AND login = ?2 LIMIT ?8)) < ?8",
    )?
    .execute(params![
        Ms(at),
        login,
        kept(&knock.address),
        knock.method,
        knock.key.as_deref().map(kept),
        LoginOutcome::Refused,
        MINUTE,
        most,
    ])?;
    Ok(())
}

/// What came over the network, without what a terminal obeys and no longer than need be.
fn kept(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(LONGEST).collect()
}

/// The book of log-ins, the latest first: one's own, or everybody's for whoever manages the office. That
/// it was read is itself written down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Logins {
    /// Only of this member of staff.
    pub staff: Option<StaffId>,
    /// Only before this row: the last `seq` of the page before.
    pub before: Option<i64>,
    /// How many rows at most.
    pub limit: u32,
}

/// A row of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    /// Its place: the order of the office, whatever the clocks said.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name; none for a login that nobody has.
    pub name: Option<String>,
    /// The login; empty where none was given that could be one.
    pub login: String,
    /// From where.
    pub address: String,
    /// By what.
    pub method: LoginMethod,
    /// The fingerprint of the key.
    pub key: Option<String>,
    /// What became of it.
    pub outcome: LoginOutcome,
    /// For an end: the row with which it began.
    pub opened: Option<i64>,
}

impl Query for Logins {
    type Out = Vec<LoginRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Logins).strictly())
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        match self.staff {
            Some(staff) => super::own_or_managed_by(db.staff, staff)?,
            None if db.staff.may(Right::OfficeManage) => {}
            None => return Err(Error::Denied(Right::OfficeManage)),
        }
        db.conn.all(
            "SELECT l.seq, l.at, s.name, l.login, l.address, l.method, l.key, l.outcome, l.opened
             FROM login_log l LEFT JOIN staff s ON s.n = l.staff
             WHERE (?1 IS NULL OR s.id = ?1) AND l.seq < ?2 ORDER BY l.seq DESC LIMIT ?3",
            params![self.staff, self.before.unwrap_or(i64::MAX), self.limit],
            |row| {
                Ok(LoginRow {
                    seq: row.get(0)?,
                    at: row.get::<_, Ms>(1)?.0,
                    name: row.get(2)?,
                    login: row.get(3)?,
                    address: row.get(4)?,
                    method: row.get(5)?,
                    key: row.get(6)?,
                    outcome: row.get(7)?,
                    opened: row.get(8)?,
                })
            },
        )
    }
}
