//! The two books that are kept for some months and no longer: who looked, and the log-ins. What is due, and
//! the act that takes it away.
//!
//! Whether a row's time is over is told by the books themselves, not by the clock: from the newest row back
//! the time between one row and the next is added up, and a silence longer than a month counts as one. A
//! clock that jumps a year ahead, or back, makes nothing due.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Query, Reader, Tx};
use super::error::Result;
use super::params::number;
use super::sql::{Ms, Rows};
use crate::clock::local_day;
use crate::domain::access::Book;
use crate::domain::param::ParamKey;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// How many rows one act takes away at most, so that nobody waits behind it.
const AT_ONCE: i64 = 2_000;
/// The longest month, and the longest silence that counts.
const MONTH: TimeDelta = TimeDelta::days(31);

impl Book {
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Looks => "access_log",
            Self::Logins => "login_log",
        }
    }

    /// The dated value that says for how many months it is kept.
    pub const fn months(self) -> ParamKey {
        match self {
            Self::Looks => ParamKey::AccessLogMonths,
            Self::Logins => ParamKey::LoginLogMonths,
        }
    }

    /// Which rows up to a place (`?1`) and of before a moment (`?2`) may go. A log-in stays as long as a
    /// look that was made during it, which says from where by it, and as long as its own end.
    const fn gone(self) -> &'static str {
        match self {
            Self::Looks => "seq <= ?1 AND at <= ?2",
            Self::Logins => {
                "seq <= ?1 AND at <= ?2
                 AND NOT EXISTS (SELECT 1 FROM access_log a WHERE a.login = coalesce(b.opened, b.seq))
                 AND NOT EXISTS (SELECT 1 FROM login_log o WHERE o.opened = b.seq AND o.seq > ?1)"
            }
        }
    }
}

/// What is known of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    /// Which.
    pub book: Book,
    /// How many rows it has.
    pub rows: i64,
    /// The day of the oldest row.
    pub since: Option<NaiveDate>,
    /// For how many months it is kept.
    pub months: i64,
    /// What is due, if anything is.
    pub due: Option<Due>,
}

/// Rows whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last of them.
    pub upto: i64,
    /// How many.
    pub rows: i64,
    /// The day of the oldest.
    pub first: NaiveDate,
    /// The day of the newest.
    pub last: NaiveDate,
}

/// The place up to which the time of a book's rows is over, and the moment before which they must lie.
fn over(conn: &Connection, book: Book, on: NaiveDate) -> Result<Option<(i64, DateTime<Utc>)>> {
    let months = i32::try_from(number(conn, book.months(), on)?).unwrap_or(i32::MAX);
    let need = MONTH.checked_mul(months).unwrap_or(TimeDelta::MAX);
    let mut rows = conn.prepare(&format!(
        "SELECT seq, at FROM {} ORDER BY seq DESC",
        book.table()
    ))?;
    let mut rows = rows.query([])?;
    let (mut newest, mut later, mut lived) = (None, None, TimeDelta::zero());
    while let Some(row) = rows.next()? {
        let at = row.get::<_, Ms>(1)?.0;
        let newest = *newest.get_or_insert(at);
        let gap = later.map_or(TimeDelta::zero(), |later| later - at);
        lived += gap.clamp(TimeDelta::zero(), MONTH);
        later = Some(at);
        if lived > need {
            return Ok(Some((row.get(0)?, newest - need)));
        }
    }
    Ok(None)
}

fn due(conn: &Connection, book: Book, on: NaiveDate) -> Result<Option<Due>> {
    let Some((upto, before)) = over(conn, book, on)? else {
        return Ok(None);
    };
    let sql = format!(
        "SELECT count(*), min(at), max(at) FROM {} b WHERE {}",
        book.table(),
        book.gone()
    );
    conn.maybe(&sql, params![upto, Ms(before)], |row| {
        let day = |column| -> rusqlite::Result<Option<NaiveDate>> {
            let at: Option<Ms> = row.get(column)?;
            Ok(at.map(|at| local_day(at.0)))
        };
        let (rows, days) = (row.get(0)?, day(1)?.zip(day(2)?));
        Ok(days.map(|(first, last)| Due {
            upto,
            rows,
            first,
            last,
        }))
    })
    .map(Option::flatten)
}

/// Up to which row acts have cleared a book: what is missing beyond was not taken by any.
pub(super) fn cleared(conn: &Connection, book: Book) -> Result<i64> {
    conn.value(
        "SELECT coalesce(max(json_extract(a.out, '$.upto')), 0) FROM act a JOIN word w ON w.n = a.name
         WHERE w.text = ?1 AND json_extract(a.out, '$.book') = ?2",
        params![PurgeBook::NAME, book],
    )
}

/// The books, and what of them is due.
#[derive(Debug, Clone, Copy, Default)]
pub struct Books;

impl Query for Books {
    type Out = Vec<BookRow>;
    const RIGHT: Right = Right::OfficeManage;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let of = |book: &Book| {
            let counts = format!("SELECT count(*) FROM {}", book.table());
            let first = format!("SELECT at FROM {} ORDER BY seq LIMIT 1", book.table());
            let since = db
                .conn
                .maybe(&first, [], |row| Ok(local_day(row.get::<_, Ms>(0)?.0)))?;
            Ok(BookRow {
                book: *book,
                rows: db.conn.value(&counts, [])?,
                since,
                months: number(db.conn, book.months(), db.today())?,
                due: due(db.conn, *book, db.today())?,
            })
        };
        Book::ALL.iter().map(of).collect()
    }
}

/// Takes away what of a book is due, the oldest first, and no more than nobody waits for.
///
/// Refused with [`Refusal::NothingDue`] where the rows up to that place are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeBook {
    /// Which.
    pub book: Book,
    /// The last row that was shown to be due.
    pub upto: i64,
}

/// What [`PurgeBook`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// Of which book.
    pub book: Book,
    /// Up to which row the book has been cleared.
    pub upto: i64,
    /// How many rows are gone.
    pub gone: i64,
    /// How many are still due, up to the row that was asked for.
    pub left: i64,
    /// That row.
    pub asked: i64,
}

impl Act for PurgeBook {
    type Out = Purged;
    const NAME: &'static str = "book.purge";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<Purged> {
        let (book, conn) = (self.book, tx.conn());
        let over = over(conn, book, tx.today())?;
        let Some((_, before)) = over.filter(|(upto, _)| self.upto <= *upto) else {
            return Err(tx.refuse(Refusal::NothingDue));
        };
        let (table, gone) = (book.table(), book.gone());
        let asked = params![self.upto, Ms(before), AT_ONCE];
        let upto: Option<i64> = conn.value(
            &format!(
                "SELECT max(seq) FROM
                 (SELECT seq FROM {table} b WHERE {gone} ORDER BY seq LIMIT ?3)"
            ),
            asked,
        )?;
        let Some(upto) = upto else {
            return Err(tx.refuse(Refusal::NothingDue));
        };
        // Not through `Tx`: a book is no table of acts, and its rows are not to stand in the journal.
        let taken = conn.execute(
            &format!("DELETE FROM {table} AS b WHERE {gone}"),
            params![upto, Ms(before)],
        )?;
        let left = conn.value(
            &format!("SELECT count(*) FROM {table} b WHERE {gone}"),
            params![self.upto, Ms(before)],
        )?;
        tx.subject("office", tx.staff().office);
        Ok(Purged {
            book,
            upto,
            gone: i64::try_from(taken).unwrap_or(i64::MAX),
            left,
            asked: self.upto,
        })
    }
}
