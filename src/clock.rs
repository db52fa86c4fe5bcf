//! What time it is: a trait, so that a session can be played at any moment.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Rome;

/// Tells the time. Only hosts make one; everything below is handed the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still, for tests and for writing an office of a fixed date.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// The day at the desk: the date in Italy.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Rome).date_naive()
}

/// The moment when the desk's clock shows `minute` minutes after midnight of `day`. Of a minute that the
/// clock shows twice, the first; one that it skips is as late as the clock makes it (02:30 is 03:30).
pub fn local_minute(day: NaiveDate, minute: u16) -> DateTime<Utc> {
    let shown = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    let hour = TimeDelta::hours(1);
    Rome.from_local_datetime(&shown)
        .earliest()
        .or_else(|| {
            let before = Rome.from_local_datetime(&(shown - hour)).earliest()?;
            Some(before + hour)
        })
        .map_or_else(|| Utc.from_utc_datetime(&shown), |at| at.to_utc())
}

/// What the desk's clock shows: the day, and the minutes after its midnight.
pub fn local(at: DateTime<Utc>) -> (NaiveDate, u16) {
    use chrono::Timelike;
    let shown = at.with_timezone(&Rome);
    let minute = shown.hour() * 60 + shown.minute();
    (
        shown.date_naive(),
        u16::try_from(minute).unwrap_or_default(),
    )
}

/// The machine's clock moved to another day: for an office that is practised on a chosen date.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(pub chrono::TimeDelta);

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.0
    }
}
