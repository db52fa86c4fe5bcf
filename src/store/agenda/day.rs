//! A day of one colleague or of an office: what is taken and what is free.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::free::offers;
use super::hours::{Calendar, Member, Roster, by_staff};
use super::lists::AgendaList;
use super::rows::AppointmentRow;
use crate::domain::appointment::gaps;
use crate::domain::ids::{OfficeId, PersonId, StaffId};
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::answers::Shared;
use crate::store::error::Result;
use crate::store::sql::ms;

/// One stretch of a day of somebody's agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// An appointment that keeps its slot.
    Taken(Box<AppointmentRow>),
    /// Room for one appointment of the length asked.
    Free {
        /// Start.
        starts_at: DateTime<Utc>,
        /// End.
        ends_at: DateTime<Utc>,
    },
}

impl Slot {
    /// When it begins.
    pub fn starts_at(&self) -> DateTime<Utc> {
        match self {
            Self::Taken(row) => row.starts_at,
            Self::Free { starts_at, .. } => *starts_at,
        }
    }
}

/// The day of one member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDay {
    /// Who.
    pub staff: StaffId,
    /// The colleague's name.
    pub name: String,
    /// Hours of work of the day: local minutes after midnight, from and to.
    pub hours: Vec<(u16, u16)>,
    /// Whether the colleague is away for some of those hours.
    pub away: bool,
    /// Taken and free slots, by time.
    pub slots: Vec<Slot>,
    /// Appointments that keep no slot any more: called off, moved, no-show.
    pub released: Vec<AppointmentRow>,
}

/// A day of the agenda.
#[derive(Debug)]
pub struct AgendaDay {
    /// The day.
    pub day: NaiveDate,
    /// Why the office is closed, if it is.
    pub closure: Option<String>,
    staff: Vec<Entry>,
    /// Who comes, or was to come.
    people: BTreeSet<PersonId>,
}

impl AgendaDay {
    /// The day of each colleague asked for, by name.
    pub fn everybody(&self) -> impl Iterator<Item = &StaffDay> {
        self.staff.iter().map(|entry| &*entry.made)
    }

    /// The day of one of them.
    pub fn of(&self, staff: StaffId) -> Option<&StaffDay> {
        let entry = self.staff.iter().find(|entry| entry.whose == staff);
        entry.map(|entry| &*entry.made)
    }
}

/// How a colleague's day is made when somebody looks at it: of hundreds only a few are.
type Make = Box<dyn FnOnce() -> StaffDay + Send>;

struct Entry {
    whose: StaffId,
    made: LazyLock<StaffDay, Make>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.made.fmt(f)
    }
}

/// Hours of a weekday: when a person can come, given their hours of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekHours {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// Local minutes after midnight.
    pub from_min: u16,
    /// Local minutes after midnight, excluded.
    pub to_min: u16,
}

/// The day of one colleague, or of all of an office: what is taken, and the room that is left in slots
/// of the length asked.
#[derive(Debug, Clone)]
pub struct DayAgenda {
    /// Where.
    pub office: OfficeId,
    /// Whose; all active ones when none.
    pub staff: Option<StaffId>,
    /// The day.
    pub day: NaiveDate,
    /// Length of a free slot.
    pub minutes: u16,
}

impl Query for DayAgenda {
    /// One for all who look at the same day: with hundreds of colleagues it is long.
    type Out = Arc<AgendaDay>;
    const RIGHT: Right = Right::AgendaRead;

    fn shared(&self) -> Option<Shared> {
        Some(Shared {
            asked: format!("{self:?}"),
            reads: &[
                "staff",
                "staff_role",
                "work_hours",
                "absence",
                "closure",
                "day_exception",
                "opening",
                "appointment",
                "person",
                "plan_action",
            ],
        })
    }

    fn copy(answer: &Arc<AgendaDay>) -> Option<Arc<AgendaDay>> {
        Some(Arc::clone(answer))
    }

    fn shows(answer: &Arc<AgendaDay>) -> Option<BTreeSet<PersonId>> {
        Some(answer.people.clone())
    }

    fn run(&self, db: &Reader<'_>) -> Result<Arc<AgendaDay>> {
        let roster = db.part(&Roster {
            office: self.office,
            staff: self.staff,
        })?;
        let (whose, days) = ((self.office, self.staff), (self.day, self.day));
        let calendar = Arc::new(Calendar::of_roster(db.conn, whose, &roster, days)?);
        let rows = AgendaList {
            office: self.office,
            staff: self.staff,
            from: self.day,
            to: self.day,
        }
        .run(db)?;
        let whom = |row: &AppointmentRow| row.person.as_ref().map(|person| person.id);
        let people = rows.iter().filter_map(whom).collect();
        let mut rows = by_staff(rows.into_iter().map(|row| (row.staff, row)));
        let entry = |(at, member): (usize, &Member)| {
            let rows = rows.remove(&member.id).unwrap_or_default();
            let (asked, calendar, now) = (self.clone(), Arc::clone(&calendar), db.at);
            let make: Make = Box::new(move || asked.of_member(&calendar, at, rows, now));
            Entry {
                whose: member.id,
                made: LazyLock::new(make),
            }
        };
        Ok(Arc::new(AgendaDay {
            day: self.day,
            closure: calendar.closures.get(&self.day).cloned(),
            staff: calendar.members.iter().enumerate().map(entry).collect(),
            people,
        }))
    }
}

impl DayAgenda {
    fn of_member(
        &self,
        calendar: &Calendar,
        at: usize,
        rows: Vec<AppointmentRow>,
        now: DateTime<Utc>,
    ) -> StaffDay {
        let member = &calendar.members[at];
        let (taken, released): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.state.holds_slot());
        let free = calendar.free(member, self.day, ms(now));
        let mut slots: Vec<Slot> = taken
            .into_iter()
            .map(|row| Slot::Taken(Box::new(row)))
            .collect();
        slots.extend(
            offers(&free, self.minutes)
                .map(|(starts_at, ends_at)| Slot::Free { starts_at, ends_at }),
        );
        slots.sort_by_key(Slot::starts_at);
        let hours = member.windows(self.day);
        StaffDay {
            staff: member.id,
            name: member.name.clone(),
            away: calendar.closures.is_empty() && gaps(&hours, &member.away) != gaps(&hours, &[]),
            hours: member.minutes(self.day).collect(),
            slots,
            released,
        }
    }
}
