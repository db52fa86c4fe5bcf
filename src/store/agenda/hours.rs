//! Who can be booked when: the windows of the office, hours of work, absences and what is taken.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use rusqlite::{Connection, Row, ToSql, params};

use super::openings::OpeningOn;
use crate::domain::appointment::{Span, gaps};
use crate::domain::day::from_rome;
use crate::domain::ids::{OfficeId, StaffId};
use crate::domain::opening::OpeningKind;
use crate::domain::staff::{Right, Role};
use crate::store::act::{Query, Reader};
use crate::store::answers::Shared;
use crate::store::error::Result;
use crate::store::sql::{Day, Rows, day, ms};

/// All that decides whether somebody is free, for some days of one office. Loaded in as many
/// statements whatever the number of days and of colleagues.
#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) closures: BTreeMap<NaiveDate, String>,
    pub(super) closed: Vec<Span>,
    /// The windows of the office, those of one day in place of those of its weekday.
    windows: Vec<Window>,
    pub(super) members: Vec<Member>,
}

impl Calendar {
    /// The days `first` to `last` for one member of staff, or for all active ones of the office that
    /// hold `role`.
    pub(super) fn load(
        conn: &Connection,
        office: OfficeId,
        staff: Option<StaffId>,
        role: Option<Role>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self> {
        let roster = colleagues(conn, (office, staff, role))?;
        Ok(Self {
            windows: windows(conn, office)?,
            ..Self::of_roster(conn, (office, staff), &roster, (first, last))?
        })
    }

    /// The same of colleagues who are known already, without the windows of the office.
    pub(super) fn of_roster(
        conn: &Connection,
        (office, staff): (OfficeId, Option<StaffId>),
        roster: &[Arc<Colleague>],
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let reach = Span {
            from: ms(local_minute(first, 0)),
            to: ms(local_minute(last + TimeDelta::days(1), 0)),
        };
        Ok(Self {
            closures: closures(conn, office, first, last)?,
            closed: closed_hours(conn, office, first, last)?,
            windows: Vec::new(),
            members: members(conn, (office, staff), roster, reach)?,
        })
    }

    /// When the member works on the day and is not away: nothing on a closed day.
    pub(super) fn at_work(&self, member: &Member, day: NaiveDate) -> Vec<Span> {
        if self.closures.contains_key(&day) {
            return Vec::new();
        }
        let mut out = member.away.clone();
        out.extend_from_slice(&self.closed);
        gaps(&member.windows(day), &out)
    }

    /// What of free times is for appointments: inside the windows for them, if the office has any on the
    /// day, and never inside those that are for walk-ins alone.
    pub(super) fn received(&self, day: NaiveDate, free: Vec<Span>) -> Vec<Span> {
        let valid = |window: &&Window| {
            window.valid_from <= day && window.valid_to.is_none_or(|last| day <= last)
        };
        let on = |on: OpeningOn| {
            self.windows
                .iter()
                .filter(valid)
                .filter(move |w| w.on == on)
        };
        let mut today: Vec<&Window> = on(OpeningOn::Day(day)).collect();
        if today.is_empty() {
            today = on(OpeningOn::Weekday(weekday(day))).collect();
        }
        let spans = |booked: bool| -> Vec<Span> {
            let of_kind = today.iter().filter(|window| window.booked == booked);
            of_kind
                .map(|window| minutes_of(day, window.hours.0, window.hours.1))
                .collect()
        };
        let booked = spans(true);
        if booked.is_empty() {
            return gaps(&free, &spans(false));
        }
        let outside = gaps(&[minutes_of(day, 0, 1440)], &booked);
        gaps(&free, &outside)
    }

    /// What is still free of it, from `now` on.
    pub(super) fn free(&self, member: &Member, day: NaiveDate, now: i64) -> Vec<Span> {
        let mut taken = member.booked.clone();
        taken.push(Span {
            from: i64::MIN,
            to: now,
        });
        gaps(&self.at_work(member, day), &taken)
    }
}

/// A window in which the office receives people.
#[derive(Debug)]
struct Window {
    on: OpeningOn,
    hours: (u16, u16),
    /// Whether for appointments too, or only for who walks in.
    booked: bool,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// A member of staff, and their hours of work on any day.
#[derive(Debug)]
pub(super) struct Colleague {
    pub(super) id: StaffId,
    pub(super) name: String,
    hours: Vec<Hours>,
}

/// One member of staff in a [`Calendar`].
#[derive(Debug)]
pub(super) struct Member {
    who: Arc<Colleague>,
    pub(super) away: Vec<Span>,
    booked: Vec<Span>,
}

impl std::ops::Deref for Member {
    type Target = Colleague;

    fn deref(&self) -> &Colleague {
        &self.who
    }
}

impl Colleague {
    /// The hours of work of the day, absences apart, in local minutes.
    pub(super) fn minutes(&self, day: NaiveDate) -> impl Iterator<Item = (u16, u16)> {
        let weekday = weekday(day);
        self.hours
            .iter()
            .filter(move |hours| {
                hours.weekday == weekday
                    && hours.valid_from.is_none_or(|from| from <= day)
                    && hours.valid_to.is_none_or(|to| day <= to)
            })
            .map(|hours| (hours.from_min, hours.to_min))
    }

    /// The same as moments.
    pub(super) fn windows(&self, day: NaiveDate) -> Vec<Span> {
        self.minutes(day)
            .map(|(from, to)| minutes_of(day, from, to))
            .collect()
    }
}

/// One row of `work_hours`.
#[derive(Debug)]
struct Hours {
    weekday: u8,
    from_min: u16,
    to_min: u16,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// The moment at which the clock of the office shows so many minutes after midnight of a day.
pub(super) fn local_minute(day: NaiveDate, minute: u16) -> DateTime<Utc> {
    from_rome(day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute)))
}

/// Local minutes of a day as moments.
pub(super) fn minutes_of(day: NaiveDate, from: u16, to: u16) -> Span {
    Span {
        from: ms(local_minute(day, from)),
        to: ms(local_minute(day, to)),
    }
}

/// 1 Monday to 7 Sunday.
pub(super) fn weekday(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().number_from_monday()).unwrap_or(1)
}

/// Whose a stretch is, and from when to when.
fn span(row: &Row<'_>) -> rusqlite::Result<(StaffId, Span)> {
    let span = Span {
        from: row.get(1)?,
        to: row.get(2)?,
    };
    Ok((row.get(0)?, span))
}

/// Why the office is closed, by day. A row of `day_exception` speaks last.
pub(super) fn closures(
    conn: &Connection,
    office: OfficeId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, String>> {
    let holidays = conn.all(
        "SELECT day, name FROM closure WHERE office = ?1 AND day BETWEEN ?2 AND ?3",
        params![office, Day(first), Day(last)],
        |row| Ok((row.get::<_, Day>(0)?.0, row.get::<_, String>(1)?)),
    )?;
    let exceptions = conn.all(
        "SELECT day, closed, coalesce(label, '') FROM day_exception WHERE office = ?1 AND day BETWEEN ?2 AND ?3",
        params![office, Day(first), Day(last)],
        |row| Ok((row.get::<_, Day>(0)?.0, row.get::<_, bool>(1)?, row.get::<_, String>(2)?)),
    )?;
    let mut out: BTreeMap<_, _> = holidays.into_iter().collect();
    for (day, closed, label) in exceptions {
        if closed {
            out.insert(day, label);
        } else {
            out.remove(&day);
        }
    }
    Ok(out)
}

/// Hours for which the office says that it is closed on one day.
fn closed_hours(
    conn: &Connection,
    office: OfficeId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Span>> {
    conn.all(
        "SELECT day, from_min, to_min FROM opening \
         WHERE office = ?1 AND weekday IS NULL AND day BETWEEN ?2 AND ?3 AND kind = 'closed'",
        params![office, Day(first), Day(last)],
        |row| {
            Ok(minutes_of(
                row.get::<_, Day>(0)?.0,
                row.get(1)?,
                row.get(2)?,
            ))
        },
    )
}

/// The windows of an office, the closed hours apart.
fn windows(conn: &Connection, office: OfficeId) -> Result<Vec<Window>> {
    conn.all(
        "SELECT weekday, day, from_min, to_min, kind, valid_from, valid_to FROM opening \
         WHERE office = ?1 AND kind <> 'closed'",
        [office],
        |row| {
            let on = match row.get::<_, Option<Day>>(1)? {
                Some(day) => OpeningOn::Day(day.0),
                None => OpeningOn::Weekday(row.get(0)?),
            };
            Ok(Window {
                on,
                hours: (row.get(2)?, row.get(3)?),
                booked: row.get::<_, OpeningKind>(4)? != OpeningKind::WalkIn,
                valid_from: row.get::<_, Day>(5)?.0,
                valid_to: day(row, 6)?,
            })
        },
    )
}

/// The colleagues of an office by name, or one of them, with their hours of work. They are the same on every day,
/// so whoever leafs through the days reads them once.
#[derive(Debug, Clone)]
pub(super) struct Roster {
    /// Where.
    pub(super) office: OfficeId,
    /// Who; all active ones when none.
    pub(super) staff: Option<StaffId>,
}

impl Query for Roster {
    type Out = Arc<[Arc<Colleague>]>;
    const RIGHT: Right = Right::AgendaRead;

    fn shared(&self) -> Option<Shared> {
        Some(Shared {
            asked: format!("{self:?}"),
            reads: &["staff", "staff_role", "work_hours"],
        })
    }

    fn copy(answer: &Self::Out) -> Option<Self::Out> {
        Some(Arc::clone(answer))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        Ok(colleagues(db.conn, (self.office, self.staff, None))?.into())
    }
}

/// The condition on `staff s` for one member of staff or the active ones of an office, and its `?1`.
fn whose<'a>(office: &'a OfficeId, staff: Option<&'a StaffId>) -> (&'static str, &'a dyn ToSql) {
    match staff {
        Some(staff) => ("s.id = ?1", staff),
        None => ("s.office = ?1 AND s.active = 1", office),
    }
}

/// The colleagues asked for, by name, and when they work: two statements, however many they are.
fn colleagues(
    conn: &Connection,
    (office, staff, role): (OfficeId, Option<StaffId>, Option<Role>),
) -> Result<Vec<Arc<Colleague>>> {
    let (of, whose) = whose(&office, staff.as_ref());
    let mut hours = by_staff(conn.all(
        &format!(
            "SELECT h.staff, h.weekday, h.from_min, h.to_min, h.valid_from, h.valid_to \
             FROM staff s JOIN work_hours h ON h.staff = s.id WHERE {of} \
             ORDER BY h.staff, h.weekday, h.from_min"
        ),
        [whose],
        work_hours,
    )?);
    conn.all(
        &format!(
            "SELECT s.id, s.name FROM staff s WHERE {of} \
             AND (?2 IS NULL OR EXISTS (SELECT 1 FROM staff_role r WHERE r.staff = s.id AND r.role = ?2)) \
             ORDER BY s.name, s.n"
        ),
        params![whose, role],
        |row| {
            let id = row.get(0)?;
            Ok(Arc::new(Colleague {
                id,
                name: row.get(1)?,
                hours: hours.remove(&id).unwrap_or_default(),
            }))
        },
    )
}

/// The same colleagues with what takes their time: two statements, however many they are.
fn members(
    conn: &Connection,
    (office, staff): (OfficeId, Option<StaffId>),
    roster: &[Arc<Colleague>],
    reach: Span,
) -> Result<Vec<Member>> {
    let (of, whose) = whose(&office, staff.as_ref());
    let mut away = by_staff(conn.all(
        &format!(
            "SELECT a.staff, a.from_at, a.to_at FROM staff s JOIN absence a ON a.staff = s.id \
             WHERE {of} AND a.from_at < ?3 AND a.to_at > ?2"
        ),
        params![whose, reach.from, reach.to],
        span,
    )?);
    let mut booked = by_staff(conn.all(
        &format!(
            "SELECT a.staff, a.starts_at, a.ends_at FROM staff s JOIN appointment a ON a.staff = s.id \
             WHERE {of} AND a.starts_at > ?2 - 43200000 AND a.starts_at < ?3 AND a.ends_at > ?2 \
             AND a.state IN ('booked', 'confirmed', 'arrived', 'held')"
        ),
        params![whose, reach.from, reach.to],
        span,
    )?);
    let member = |who: &Arc<Colleague>| Member {
        who: Arc::clone(who),
        away: away.remove(&who.id).unwrap_or_default(),
        booked: booked.remove(&who.id).unwrap_or_default(),
    };
    Ok(roster.iter().map(member).collect())
}

/// Rows by whose they are, each one's in the order in which they come.
pub(super) fn by_staff<T>(
    rows: impl IntoIterator<Item = (StaffId, T)>,
) -> HashMap<StaffId, Vec<T>> {
    let mut by_staff: HashMap<StaffId, Vec<T>> = HashMap::new();
    for (staff, row) in rows {
        by_staff.entry(staff).or_default().push(row);
    }
    by_staff
}

/// Hours of work, after whose they are.
fn work_hours(row: &Row<'_>) -> rusqlite::Result<(StaffId, Hours)> {
    let hours = Hours {
        weekday: row.get(1)?,
        from_min: row.get(2)?,
        to_min: row.get(3)?,
        valid_from: day(row, 4)?,
        valid_to: day(row, 5)?,
    };
    Ok((row.get(0)?, hours))
}
