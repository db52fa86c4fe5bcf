//! Appointments as iCalendar (RFC 5545), for a calendar on another machine or a phone.
//!
//! ```text
//! BEGIN:VEVENT
//! DTSTART;TZID=Europe/Rome:20261123T090000
//! STATUS:CONFIRMED
//! SUMMARY:ROSSI Maria - Colloquio di orientamento
//! UID:01K9...@sportello
//! END:VEVENT
//! ```
//!
//! An event says who, what, when and how it takes place, and nothing else: no note, no reason, no phone number. A service
//! whose name alone tells a special-category fact of the person is called an appointment. Text is filtered by
//! whoever asks, for this module knows no terminals.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Rome;
use icalendar::{CalendarDateTime, Class, Component as _, Event, EventLike as _, EventStatus};

use crate::domain::appointment::AppointmentState;
use crate::store::agenda::AppointmentRow;

/// The time zone of the desk.
const ZONE: &str = "Europe/Rome";
/// Services whose name says a special-category fact of whoever comes for them (Law 68/1999: disability).
const UNSAID: &[&str] = &["L68"];

/// What the file says beside the appointments' own words.
pub struct IcsWords<'a> {
    /// The name of the calendar.
    pub calendar: &'a str,
    /// The name of a service by its code.
    pub service: &'a dyn Fn(&str) -> String,
    /// The word for the way it takes place, by its code.
    pub place: &'a dyn Fn(&str) -> String,
    /// What an appointment is called whose service is not to be named.
    pub appointment: &'a str,
    /// The filter for text of people, on one line.
    pub clean: &'a dyn Fn(&str) -> String,
}

/// The rules of summer time since 1996, so that no reader has to know the zone.
const TIMEZONE: &str = "BEGIN:VTIMEZONE\r\n\
    TZID:Europe/Rome\r\n\
    BEGIN:DAYLIGHT\r\n\
    TZOFFSETFROM:+0100\r\n\
    TZOFFSETTO:+0200\r\n\
    TZNAME:CEST\r\n\
    DTSTART:19960331T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    END:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\n\
    TZOFFSETFROM:+0200\r\n\
    TZOFFSETTO:+0100\r\n\
    TZNAME:CET\r\n\
    DTSTART:19961027T030000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    END:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// The beginning of a calendar; events follow, then [`END`].
pub fn beginning(words: &IcsWords<'_>) -> String {
    let calendar = icalendar::Calendar::empty()
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//sportello//IT"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .name(&(words.clean)(words.calendar))
        .timezone(ZONE)
        .done()
        .to_string();
    let open = calendar.strip_suffix(END).unwrap_or(&calendar);
    format!("{open}{TIMEZONE}")
}

/// The end of a calendar.
pub const END: &str = "END:VCALENDAR\r\n";

/// One appointment as an event; `now` is when the file is written.
///
/// One that was called off or moved stays in the file as cancelled, so that a calendar that has it takes it away.
pub fn event(row: &AppointmentRow, words: &IcsWords<'_>, now: DateTime<Utc>) -> String {
    let mut event = Event::new();
    event
        .uid(&format!("{}@sportello", row.id))
        .timestamp(now)
        .sequence(u32::try_from(row.ver.saturating_sub(1)).unwrap_or(0))
        .summary(&summary(row, words))
        .location(&(words.place)(crate::domain::Named::code(row.place)))
        .class(Class::Confidential)
        .status(if called_off(row.state) {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        })
        .starts(local(row.starts_at))
        .ends(local(row.ends_at));
    event
        .done()
        .try_into_string()
        // Writing to a String cannot fail.
        .unwrap_or_default()
}

/// Whether the appointment does not take place at its hour.
const fn called_off(state: AppointmentState) -> bool {
    matches!(
        state,
        AppointmentState::CancelledByPerson
            | AppointmentState::CancelledByOffice
            | AppointmentState::Moved
    )
}

fn summary(row: &AppointmentRow, words: &IcsWords<'_>) -> String {
    let service = if UNSAID.contains(&row.service.as_str()) && row.person.is_some() {
        words.appointment.to_owned()
    } else {
        (words.service)(&row.service)
    };
    let said = match &row.person {
        Some(person) => format!("{} - {service}", person.short_name()),
        None => service,
    };
    (words.clean)(&said)
}

/// The hour on the desk's clock. In the hour that the clock shows twice, the second is said in UTC: local time would mean
/// the first.
fn local(at: DateTime<Utc>) -> CalendarDateTime {
    let shown = at.with_timezone(&Rome).naive_local();
    let an_hour_before = (at - TimeDelta::hours(1))
        .with_timezone(&Rome)
        .naive_local();
    if shown == an_hour_before {
        return CalendarDateTime::Utc(at);
    }
    CalendarDateTime::WithTimezone {
        date_time: shown,
        tzid: ZONE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use ulid::Ulid;

    use super::*;
    use crate::domain::appointment::Place;
    use crate::domain::ids::{AppointmentId, OfficeId, PersonId, StaffId};
    use crate::store::agenda::Who;

    fn row(surname: &str, service: &str, state: AppointmentState) -> AppointmentRow {
        let starts_at = "2026-11-23T08:00:00Z".parse().unwrap();
        AppointmentRow {
            plan: None,
            id: AppointmentId(Ulid(1)),
            ver: 3,
            office: OfficeId(Ulid(2)),
            staff: StaffId(Ulid(3)),
            staff_name: "Anna".to_owned(),
            person: Some(Who {
                id: PersonId(Ulid(4)),
                surname: surname.to_owned(),
                name: "Maria".to_owned(),
            }),
            service: service.to_owned(),
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(45),
            place: Place::Office,
            state,
            moved_to: None,
            moved_from: None,
            reason: Some("reason".to_owned()),
            exception: None,
            note: Some("note".to_owned()),
            plan_action: None,
        }
    }

    fn words() -> IcsWords<'static> {
        IcsWords {
            calendar: "Agenda",
            service: &|code| format!("service {code}"),
            place: &|code| code.to_owned(),
            appointment: "Appointment",
            clean: &|text| text.replace(['\n', '\r'], " "),
        }
    }

    fn said(row: &AppointmentRow) -> String {
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        event(row, &words(), now)
    }

    /// The lines without their folds, after a look that no line is longer than 75 bytes and each ends in CR LF.
    fn unfolded(text: &str) -> Vec<String> {
        assert!(text.ends_with("\r\n"));
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= 75 && !line.contains(['\r', '\n']))
        );
        text.replace("\r\n ", "")
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_event_says_who_what_and_when_and_nothing_else() {
        let lines = unfolded(&said(&row("Rossi", "ORIA", AppointmentState::Booked)));
        assert_eq!(
            lines,
            [
                "BEGIN:VEVENT",
                "CLASS:CONFIDENTIAL",
                "DTEND;TZID=Europe/Rome:20261123T094500",
                "DTSTAMP:20261122T100000Z",
                "DTSTART;TZID=Europe/Rome:20261123T090000",
                "LOCATION:office",
                "SEQUENCE:2",
                "STATUS:CONFIRMED",
                "SUMMARY:ROSSI Maria - service ORIA",
                "UID:00000000000000000000000001@sportello",
                "END:VEVENT",
            ]
        );
    }

    #[test]
    fn what_was_called_off_says_so() {
        for state in [
            AppointmentState::CancelledByOffice,
            AppointmentState::CancelledByPerson,
            AppointmentState::Moved,
        ] {
            assert!(said(&row("Rossi", "ORIA", state)).contains("STATUS:CANCELLED\r\n"));
        }
        assert!(said(&row("Rossi", "ORIA", AppointmentState::NoShow)).contains("STATUS:CONFIRMED"));
    }

    #[test]
    fn a_service_that_tells_too_much_is_not_named() {
        let text = said(&row("Rossi", "L68", AppointmentState::Booked));
        assert!(text.contains("SUMMARY:ROSSI Maria - Appointment\r\n"));
        assert!(!text.contains("L68"));
    }

    #[test]
    fn text_is_escaped_and_folded_between_characters() {
        let long = "àèì;,\\ ".repeat(40);
        let lines = unfolded(&said(&row(&long, "ORIA", AppointmentState::Booked)));
        let summary = lines
            .iter()
            .find(|line| line.starts_with("SUMMARY:"))
            .unwrap();
        let escaped = long
            .to_uppercase()
            .replace('\\', "\\\\")
            .replace(';', "\\;")
            .replace(',', "\\,");
        assert!(
            summary.starts_with(&format!("SUMMARY:{escaped}")),
            "{summary}"
        );
        let hostile = row(
            "x\r\nBEGIN:VALARM\r\nACTION:PROCEDURE",
            "ORIA",
            AppointmentState::Booked,
        );
        let lines = unfolded(&said(&hostile));
        assert!(!lines.iter().any(|line| line.starts_with("BEGIN:VALARM")));
        assert_eq!(lines.len(), 11);
    }

    #[test]
    fn the_hour_that_comes_twice_is_told_apart() {
        let on = |hour: u32| {
            let day = NaiveDate::from_ymd_opt(2027, 10, 31).unwrap();
            local(day.and_hms_opt(hour, 30, 0).unwrap().and_utc())
        };
        let first = NaiveDate::from_ymd_opt(2027, 10, 31)
            .unwrap()
            .and_hms_opt(2, 30, 0)
            .unwrap();
        let zoned = |date_time| CalendarDateTime::WithTimezone {
            date_time,
            tzid: ZONE.to_owned(),
        };
        assert_eq!(on(0), zoned(first));
        assert!(matches!(on(1), CalendarDateTime::Utc(_)));
        assert_eq!(on(2), zoned(first + TimeDelta::hours(1)));
    }

    #[test]
    fn a_calendar_begins_and_ends() {
        let lines = unfolded(&format!("{}{END}", beginning(&words())));
        assert_eq!(lines[..2], ["BEGIN:VCALENDAR", "VERSION:2.0"]);
        assert!(lines.contains(&"X-WR-CALNAME:Agenda".to_owned()));
        assert_eq!(
            lines.iter().filter(|line| *line == "END:VCALENDAR").count(),
            1
        );
        assert_eq!(lines.last().unwrap(), "END:VCALENDAR");
    }
}
