//! What is checked when a field is left, and what one field fills in for others.

use super::{DUE, ENDS, Edit, HOURS, Lists, ON, OWNER, REASON, SERVICE, STARTS, TEXT, TIME, What};
use crate::domain::day::{self, Towards};
use crate::panes::Env;
use crate::panes::person::read_day;
use crate::store::plans::SIGNED_BEFORE;
use crate::ui::words::MessageId;

impl Edit {
    /// Checks a field that was left.
    pub(in crate::panes::plans) fn left(&mut self, field: usize, lists: &Lists<'_>, env: &Env) {
        let Some(field) = self.form.fields.get(field) else {
            return;
        };
        let (name, unmatched) = (field.name, field.is_unmatched());
        self.form.clear_error(name);
        match name {
            DUE | ENDS | STARTS => self.check_day(name, env),
            ON => self.check_past_day(env),
            HOURS => self.check_hours(env),
            TIME if !self.form.value(TIME).is_empty()
                && day::parse_time(self.form.value(TIME)).is_err() =>
            {
                self.wrong(TIME, MessageId("book-time-form"), env);
            }
            SERVICE => {
                self.propose_hours(lists);
            }
            OWNER => self.show_staff(),
            _ => {}
        }
        if unmatched {
            self.wrong(name, MessageId("agenda-choose"), env);
        }
    }

    pub(super) fn wrong(&mut self, field: &'static str, id: MessageId, env: &Env) {
        self.form.set_error(field, env.words.get(id));
    }

    fn check_day(&mut self, field: &'static str, env: &Env) {
        let read = read_day(&mut self.form, field, Towards::Future, env);
        if field == ENDS
            && let (Some(ends), Some(starts)) = (read, self.day(STARTS, env))
            && ends < starts
        {
            self.wrong(ENDS, MessageId("head-ends-before"), env);
        }
        let (starts, ends) = self.lasts;
        if field == DUE && read.is_some_and(|due| !(starts..=ends).contains(&due)) {
            let days = [
                ("from", env.words.date(starts).into()),
                ("to", env.words.date(ends).into()),
            ];
            let said = env.words.with(MessageId("action-due-outside"), &days);
            self.form.set_error(DUE, said);
        }
    }

    fn check_past_day(&mut self, env: &Env) {
        if let Some(on) = read_day(&mut self.form, ON, Towards::Past, env)
            && on > env.today()
        {
            self.wrong(ON, MessageId("sign-future"), env);
        } else if matches!(self.what, What::Sign)
            && self
                .day(ON, env)
                .is_some_and(|on| on < self.lasts.0 - SIGNED_BEFORE)
        {
            self.wrong(ON, MessageId("day-error-range"), env);
        }
    }

    fn check_hours(&mut self, env: &Env) {
        let typed = self.form.value(HOURS);
        if typed.is_empty() {
            return;
        }
        match read_hours(typed) {
            Some(minutes) => self.form.set(HOURS, &typed_hours(minutes)),
            None => self.wrong(HOURS, MessageId("action-hours-wrong"), env),
        }
    }

    /// The hours that the catalogue proposes, while none were typed.
    fn propose_hours(&mut self, lists: &Lists<'_>) {
        let code = self.form.value(SERVICE);
        let mut services = lists.services.iter();
        let proposed = services
            .find(|service| service.code == code)
            .and_then(|service| service.default_min);
        if let Some(minutes) = proposed
            && self.form.value(HOURS).is_empty()
        {
            self.form.set(HOURS, &typed_hours(minutes));
        }
    }
}

/// What a field that was left empty asks for.
pub(super) fn missing_sentence(field: &str) -> MessageId {
    match field {
        TEXT => MessageId("goal-text-missing"),
        REASON => MessageId("action-reason-missing"),
        HOURS => MessageId("action-hours-wrong"),
        TIME => MessageId("book-time-form"),
        DUE | STARTS | ENDS | ON => MessageId("plan-day-missing"),
        _ => MessageId("agenda-choose"),
    }
}

/// Minutes that can be planned for one action: a thousand hours.
const MOST_MINUTES: u32 = 60_000;

/// Reads hours as people type them: `8`, `8:30`, `8,5`, `90m`. Minutes out.
pub(super) fn read_hours(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_end_matches(['h', ' ']);
    let minutes = if let Some(minutes) = typed.strip_suffix('m') {
        minutes.trim().parse().ok()?
    } else if let Some((whole, rest)) = typed.split_once(':') {
        let (whole, rest): (u32, u32) = (whole.parse().ok()?, rest.parse().ok()?);
        (rest < 60).then_some(whole.checked_mul(60)?.checked_add(rest)?)?
    } else if let Some((whole, tenths)) = typed.split_once([',', '.']) {
        let (whole, share): (u32, u32) = (whole.parse().ok()?, tenths.parse().ok()?);
        let whole_minutes = whole.checked_mul(60)?;
        match tenths.len() {
            1 => whole_minutes.checked_add(share * 6)?,
            2 => whole_minutes.checked_add(share * 60 / 100)?,
            _ => return None,
        }
    } else {
        typed.parse::<u32>().ok()?.checked_mul(60)?
    };
    (minutes <= MOST_MINUTES).then_some(minutes)
}

/// `8`, `1:30`: hours as they stand in a field.
pub(super) fn typed_hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("8", Some(480)),
            ("8 h", Some(480)),
            ("8:30", Some(510)),
            ("0:45", Some(45)),
            ("8,5", Some(510)),
            ("1.25", Some(75)),
            ("90m", Some(90)),
            ("8:75", None),
            ("-1", None),
            ("otto", None),
            ("1001", None),
            ("99999999999", None),
        ] {
            assert_eq!(read_hours(typed), minutes, "{typed}");
        }
        for minutes in [0, 45, 60, 90, 480] {
            assert_eq!(read_hours(&typed_hours(minutes)), Some(minutes));
        }
    }
}
