//! How an event is written: one line of plain ASCII, `time name field=value ...`, whatever came over the line.

use std::fmt::Write as _;
use std::net::SocketAddr;

use chrono::{DateTime, SecondsFormat, Utc};

use super::event::{Event, Given};

/// The most characters of a value that came over the line.
const LONGEST_VALUE: usize = 128;

/// A line that says how many could not be written.
pub(super) fn of_lost(at: DateTime<Utc>, lines: u64) -> String {
    Line::new(at, "lost").number("lines", lines).end()
}

/// The line of an event, with its end.
pub(super) fn line_of(at: DateTime<Utc>, event: &Event<'_>) -> String {
    let line = |name| Line::new(at, name);
    match *event {
        Event::Started {
            version,
            listening,
            fingerprint,
        } => listening
            .iter()
            .fold(line("started").text("version", version), |line, address| {
                line.plain("listening", address)
            })
            .text("fingerprint", fingerprint),
        Event::Stopping { sessions } => line("stopping").number("sessions", sessions as u64),
        Event::Stopped => line("stopped"),
        Event::LoggedIn {
            staff,
            address,
            method,
            key,
        } => line("logged-in")
            .who(staff, address)
            .plain("method", method.code())
            .maybe("key", key),
        Event::Left {
            staff,
            address,
            why,
            seconds,
            frames,
        } => line("left")
            .who(staff, address)
            .plain("why", why.code())
            .number("seconds", seconds)
            .number("frames", frames),
        Event::Dropped {
            reason,
            lines,
            last,
        } => line("dropped")
            .plain("reason", reason.code())
            .number("lines", lines)
            .plain("last", last),
        Event::Refused {
            address,
            reason,
            login,
        } => {
            let line = line("refused")
                .plain("address", address)
                .plain("reason", reason.code());
            match login {
                Given::Login(name) => line.text("login", name),
                Given::Unknown { letters } => line.number("unknown-login-letters", letters as u64),
            }
        }
        Event::Penalised { address, seconds } => line("penalised")
            .plain("address", address)
            .number("seconds", seconds),
        Event::Killed {
            staff,
            address,
            why,
        } => line("killed").who(staff, address).plain("why", why.code()),
        Event::Panicked { staff, place } => {
            line("panicked").maybe("staff", staff).text("place", place)
        }
        Event::Command {
            staff,
            address,
            name,
            status,
            millis,
            bytes,
        } => line("command")
            .who(staff, address)
            .text("name", name)
            .number("status", u64::from(status))
            .number("millis", millis)
            .number("bytes", bytes),
        Event::RequestRefused {
            staff,
            address,
            request,
        } => line("request-refused")
            .who(staff, address)
            .text("request", request),
        Event::AcceptFailed { error } => line("accept-failed").text("error", &error.to_string()),
        Event::OfficeStopped => line("office-stopped"),
        Event::DiskFull => line("disk-full"),
        Event::DiskHasRoom => line("disk-has-room"),
    }
    .end()
}

/// A line being put together.
struct Line(String);

impl Line {
    fn new(at: DateTime<Utc>, name: &str) -> Self {
        Self(format!(
            "{} {name}",
            at.to_rfc3339_opts(SecondsFormat::Millis, true)
        ))
    }

    /// A value of our own making, which needs no escaping.
    fn plain(mut self, field: &str, value: impl std::fmt::Display) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.0, " {field}={value}");
        self
    }

    fn number(self, field: &str, value: u64) -> Self {
        self.plain(field, value)
    }

    fn text(self, field: &str, value: &str) -> Self {
        let escaped = escaped(value);
        self.plain(field, escaped)
    }

    fn maybe(self, field: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(field, value),
            None => self,
        }
    }

    fn who(self, staff: &str, address: SocketAddr) -> Self {
        self.text("staff", staff).plain("address", address)
    }

    fn end(mut self) -> String {
        self.0.push('\n');
        self.0
    }
}

/// A value as one word of printable ASCII: in quotation marks where it has others than letters, digits and the
/// marks of addresses and fingerprints; everything beyond ASCII as `\u{..}`; cut after 128 characters.
fn escaped(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-:/+@".contains(&b);
    if (1..=LONGEST_VALUE).contains(&value.len()) && value.bytes().all(plain) {
        return value.to_owned();
    }
    let mut word = String::from("\"");
    for c in value.chars().take(LONGEST_VALUE) {
        match c {
            '"' | '\\' => word.extend(['\\', c]),
            ' '..='~' => word.push(c),
            c => word.extend(c.escape_unicode()),
        }
    }
    if value.chars().nth(LONGEST_VALUE).is_some() {
        word.push_str("...");
    }
    word.push('"');
    word
}

#[cfg(test)]
mod tests {
    use super::super::event::{Given, Method, Refused};
    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-11-23T07:58:03.2114Z".parse().unwrap()
    }

    fn address() -> SocketAddr {
        "192.168.1.31:50112".parse().unwrap()
    }

    #[test]
    fn a_line_has_its_time_its_name_and_its_fields() {
        let line = line_of(
            at(),
            &Event::LoggedIn {
                staff: "anna",
                address: address(),
                method: Method::Key,
                key: Some("SHA256:q83vEjRWeJA"),
            },
        );
        assert_eq!(
            line,
            "2026-11-23T07:58:03.211Z logged-in staff=anna address=192.168.1.31:50112 method=key key=SHA256:q83vEjRWeJA\n"
        );
    }

    #[test]
    fn whatever_comes_over_the_line_stays_one_line_of_ascii() {
        let nasty = [
            "a\nb\r\n2026-11-23T07:58:03.211Z stopped",
            "\u{1b}]0;x\u{7}\u{9b}31m",
            "\u{202e}evil\u{2066}",
            "\" staff=\"carla",
            "back\\slash",
            "\u{0}\u{7f}\u{85}\u{2028}",
            "perché no",
            "",
        ];
        for request in nasty {
            let line = line_of(
                at(),
                &Event::RequestRefused {
                    staff: "anna",
                    address: address(),
                    request,
                },
            );
            assert_eq!(line.matches('\n').count(), 1, "{line:?}");
            assert!(line.ends_with('\n'));
            assert!(
                line.trim_end_matches('\n')
                    .bytes()
                    .all(|b| (0x20..0x7f).contains(&b)),
                "{line:?}"
            );
            // The field is one word or one quotation: no mark inside it ends it early.
            let value = line.split_once(" request=").unwrap().1.trim_end();
            let inner = value.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
            assert!(
                !inner.replace("\\\\", "").replace("\\\"", "").contains('"'),
                "{value}"
            );
        }
        assert!(escaped(&"x".repeat(70_000)).len() < 140);
        assert!(escaped(&"\u{1f600}".repeat(70_000)).len() < 1300);
    }

    #[test]
    fn a_name_that_is_nobodys_is_not_written() {
        let refused = |name, known| {
            line_of(
                at(),
                &Event::Refused {
                    address: address(),
                    reason: Refused::Credentials,
                    login: Given::of(name, known),
                },
            )
        };
        assert!(refused("anna", true).contains("login=anna"));
        for password in [
            "tramontana7",
            "Tramontana7!",
            "x".repeat(33).as_str(),
            "a b",
        ] {
            let line = refused(password, false);
            let letters = format!("unknown-login-letters={}", password.len());
            assert!(line.contains(&letters), "{line}");
            assert!(!line.contains(password), "{line}");
        }
    }
}
