//! The first free slots.

use chrono::{DateTime, NaiveDate, Utc};

use super::day::WeekHours;
use super::hours::{Calendar, minutes_of, weekday};
use crate::clock::local_day;
use crate::domain::appointment::{Span, gaps, slots};
use crate::domain::ids::{OfficeId, StaffId};
use crate::domain::staff::{Right, Role};
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::sql::ms;

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// How far ahead free slots are looked for.
const DAYS_AHEAD: u64 = 126;

/// Days that are read at a time while free slots are looked for.
const DAYS_AT_A_TIME: u64 = 14;

/// Room for one appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeSlot {
    /// With whom.
    pub staff: StaffId,
    /// The colleague's name.
    pub staff_name: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
}

/// Slots of so many minutes in the stretches that are free, on the quarter of an hour when the length
/// is made of quarters, else on five minutes.
pub(super) fn offers(
    free: &[Span],
    minutes: u16,
) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let grain = if minutes.is_multiple_of(15) { 15 } else { 5 };
    slots(free, i64::from(minutes) * MINUTE, grain * MINUTE).map(|slot| {
        (
            crate::store::sql::at(slot.from),
            crate::store::sql::at(slot.to),
        )
    })
}

/// The first free slots, by time and then by name: closures, absences and the hours outside work are
/// left out, and slots of one colleague never overlap.
#[derive(Debug, Clone)]
pub struct FreeSlots {
    /// Where.
    pub office: OfficeId,
    /// With whom; anyone when none.
    pub staff: Option<StaffId>,
    /// Only colleagues with this role; not asked of a named colleague.
    pub role: Option<Role>,
    /// Length, 1 to 720.
    pub minutes: u16,
    /// Not before; now, if that is later.
    pub from: DateTime<Utc>,
    /// At most so many.
    pub limit: usize,
    /// When the person can come; any time when empty.
    pub within: Vec<WeekHours>,
}

impl Query for FreeSlots {
    type Out = Vec<FreeSlot>;
    const RIGHT: Right = Right::AgendaRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<FreeSlot>> {
        let from = self.from.max(db.at);
        let first = local_day(from);
        let last = first + chrono::Days::new(DAYS_AHEAD);
        let role = self.role.filter(|_| self.staff.is_none());
        let mut found = Vec::new();
        let mut chunk = first;
        while chunk < last && found.len() < self.limit {
            let end = chunk + chrono::Days::new(DAYS_AT_A_TIME - 1);
            let calendar = Calendar::load(db.conn, self.office, self.staff, role, chunk, end)?;
            for day in chunk.iter_days().take_while(|day| *day <= end) {
                if found.len() < self.limit {
                    self.of_day(&calendar, day, ms(from), &mut found);
                }
            }
            chunk = end + chrono::Days::new(1);
        }
        found.truncate(self.limit);
        Ok(found)
    }
}

impl FreeSlots {
    fn of_day(&self, calendar: &Calendar, day: NaiveDate, from: i64, found: &mut Vec<FreeSlot>) {
        let care: Vec<Span> = self
            .within
            .iter()
            .filter(|hours| hours.weekday == weekday(day))
            .map(|hours| minutes_of(day, hours.from_min, hours.to_min))
            .collect();
        if care.is_empty() && !self.within.is_empty() {
            return;
        }
        let whole = minutes_of(day, 0, 1440);
        let out = gaps(&[whole], &care);
        let before = found.len();
        for member in &calendar.members {
            let mut free = calendar.received(day, calendar.free(member, day, from));
            if !self.within.is_empty() {
                free = gaps(&free, &out);
            }
            found.extend(offers(&free, self.minutes).take(self.limit).map(
                |(starts_at, ends_at)| FreeSlot {
                    staff: member.id,
                    staff_name: member.name.clone(),
                    starts_at,
                    ends_at,
                },
            ));
        }
        // Members come by name, and the sort keeps their order within a moment.
        found[before..].sort_by_key(|slot| slot.starts_at);
    }
}
