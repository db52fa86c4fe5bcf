//! The days on which one's office keeps other than its week: closures, public holidays, days open all the
//! same. What is said of the patron saint is what the tables know.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::Named as _;
use crate::domain::day::Towards;
use crate::domain::opening::OpeningKind;
use crate::domain::week::{parse_hours, show_hours};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::agenda::AddClosures;
use crate::store::calendar::{ClearDay, CloseDays, MOST_DAYS, OpenDay, SpecialDay, SpecialDays};
use crate::store::offices::OfficeRows;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::view::{Block, Notice, Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb, sure};
use super::sheet::{Sheet, Subject, period};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.day";

const WHAT: &str = "what";
const FIRST: &str = "first";
const LAST: &str = "last";
const HOURS: &str = "hours";
const KIND: &str = "kind";
const LABEL: &str = "label";
const YEAR: &str = "year";

const CLOSE: &str = "close";
const OPEN: &str = "open";
const HOLIDAYS: &str = "holidays";

/// How many years ahead holidays can be written.
const AHEAD: i32 = 10;

/// The special days as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Days { municipality: None }))
}

struct Days {
    /// Where the office is, once that is known: its ISTAT code, empty when the office has none.
    municipality: Option<String>,
}

/// What a closure is called: a holiday by its name in the language of the screen, anything else as it was written.
fn named<'a>(label: &'a str, env: &Env) -> &'a str {
    env.reference
        .holiday_named(label, env.lang)
        .unwrap_or(label)
}

impl Days {
    /// What the tables know of the patron saint's day.
    fn patron(&self, env: &Env) -> Option<String> {
        let istat = self.municipality.as_deref()?;
        let words = &env.words;
        if istat.is_empty() {
            return Some(words.get(MessageId("days-no-municipality")).into_owned());
        }
        let place = env.reference.municipality(istat);
        let place = place.as_ref().map_or(istat, |place| place.name);
        let rule = env
            .reference
            .holiday_rules()
            .iter()
            .find(|rule| rule.municipality == Some(istat));
        let day =
            rule.and_then(|rule| Some((rule.name_in(env.lang), rule.on(env.today().year())?)));
        let said = match day {
            Some((name, day)) => {
                let day = words.date_near(day);
                let args = [("name", name.into()), ("day", (&day).into())];
                words.with(MessageId("days-patron"), &args)
            }
            None => words.with(MessageId("days-patron-unknown"), &[("place", place.into())]),
        };
        Some(said.into_owned())
    }

    fn clear(line: &SpecialDay, cx: &mut Cx<'_, Office>) {
        let act = ClearDay {
            office: cx.env().staff.office,
            day: line.day,
        };
        let title = format!(
            "{}, {}",
            cx.env().words.date_long(line.day),
            named(&line.label, cx.env())
        );
        let dialog = sure(
            cx.env(),
            title,
            MessageId("days-clear-why"),
            MessageId("days-clear-yes"),
            move |cx| cx.act(act, |done| Msg::Did(MessageId("days-cleared"), done)),
        );
        cx.ask(dialog);
    }
}

impl Lines for Days {
    type Line = SpecialDay;
    type Id = NaiveDate;
    const TABLES: &'static [&'static str] = &["closure", "day_exception", "opening", "office"];
    const EMPTY: MessageId = MessageId("days-none");
    const NEW: &'static str = "day.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("days-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (Some(MessageId("days-column-day")), Width::Fixed(20)),
            (
                Some(MessageId("days-column-what")),
                Width::Fill { min: 14, weight: 1 },
            ),
            (
                Some(MessageId("days-column-label")),
                Width::Below { min: 24 },
            ),
        ]
    }

    fn id(line: &SpecialDay) -> NaiveDate {
        line.day
    }

    fn cells<'a>(&'a self, line: &'a SpecialDay, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let day = format!(
            "{} {}",
            person::sentence_case(&words.weekday(line.day)),
            words.date(line.day)
        );
        let hours = words.stretches(line.hours.iter().map(|(stretch, _)| *stretch));
        let what = match (line.closed, hours.is_empty()) {
            (true, _) => Span::plain(words.get(MessageId("days-is-closed"))),
            (false, true) => Span::plain(words.get(MessageId("days-is-open"))),
            (false, false) => {
                Span::plain(words.with(MessageId("days-is-open-at"), &[("hours", (&hours).into())]))
            }
        };
        vec![
            Span::toned(day, Tone::Strong),
            what,
            Span::plain(named(&line.label, env)),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let office = cx.env().staff.office;
        cx.read("offices", OfficeRows, Msg::Offices);
        cx.read("days", SpecialDays { office }, Msg::Days);
    }

    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<SpecialDay>>> {
        match msg {
            Msg::Days(rows) => Some(rows),
            Msg::Offices(Ok(rows)) => {
                let own = rows.into_iter().find(|row| row.id == env.staff.office);
                self.municipality = own.map(|row| row.municipality.unwrap_or_default());
                None
            }
            Msg::Offices(Err(error)) => Some(Err(error)),
            _ => None,
        }
    }

    fn open(&mut self, line: &SpecialDay, cx: &mut Cx<'_, Office>) -> Then {
        Self::clear(line, cx);
        Then::Stay
    }

    fn above<'a>(&'a self, env: &'a Env) -> Vec<Block<'a>> {
        let patron = self.patron(env);
        let notice = |text: String| {
            Block::Notice(Notice {
                tone: Tone::Plain,
                text: text.into(),
            })
        };
        patron.into_iter().map(notice).collect()
    }

    fn offers(&self, verb: Verb, line: Option<&SpecialDay>) -> bool {
        verb == Verb::NewDay || verb == Verb::Drop && line.is_some()
    }

    fn run(&mut self, verb: Verb, line: Option<&SpecialDay>, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, line) {
            (Verb::Drop, Some(line)) => {
                Self::clear(line, cx);
                Then::Stay
            }
            _ => form(self.municipality.clone(), cx.env()),
        }
    }

    fn resume(&mut self, draft: &DraftKey, _lines: &[SpecialDay], env: &Env) -> Option<Then> {
        let known = self.municipality.is_some();
        (known && draft.subject.is_empty()).then(|| form(self.municipality.clone(), env))
    }
}

/// Where the office is: the ISTAT code.
struct Special(Option<String>);

fn form(municipality: Option<String>, env: &Env) -> Then {
    let words = &env.words;
    let what = [
        (CLOSE, MessageId("special-what-close")),
        (OPEN, MessageId("special-what-open")),
        (HOLIDAYS, MessageId("special-what-holidays")),
    ]
    .map(|(value, label)| Choice::new(value, words.get(label)))
    .into();
    let kinds = [
        OpeningKind::WalkIn,
        OpeningKind::Appointment,
        OpeningKind::Mixed,
    ]
    .map(|kind| Choice::new(kind.code(), person::word(words, kind)))
    .into();
    let form = Form::new(
        FORM,
        vec![
            Field::choice(WHAT, MessageId("special-what"), what).required(),
            Field::date(FIRST, MessageId("special-first")).required(),
            Field::date(LAST, MessageId("special-last")),
            Field::text(HOURS, MessageId("window-hours"))
                .required()
                .max(60)
                .hidden(),
            Field::choice(KIND, MessageId("window-kind"), kinds)
                .required()
                .hidden(),
            Field::text(LABEL, MessageId("special-label"))
                .required()
                .max(80),
            Field::text(YEAR, MessageId("special-year"))
                .required()
                .max(4)
                .hidden(),
        ],
    );
    let title = words.get(MessageId("special-title-new")).into_owned();
    let municipality = municipality.filter(|istat| !istat.is_empty());
    Sheet::new(Special(municipality), form, "", title)
        .with_note(MessageId("special-how"))
        .open()
}

/// Which fields apply to what is chosen.
fn shape(form: &mut Form) {
    let what = form.value(WHAT).to_owned();
    let (opens, writes) = (what == OPEN, what == HOLIDAYS);
    form.show(FIRST, !writes);
    form.show(LAST, !opens && !writes);
    form.show(HOURS, opens);
    form.show(KIND, opens);
    form.show(LABEL, !writes);
    form.show(YEAR, writes);
}

impl Subject for Special {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        match field {
            WHAT => shape(form),
            FIRST => {
                let first = person::read_day(form, FIRST, Towards::Future, env);
                if first.is_some_and(|first| first < env.today()) {
                    form.set_error(FIRST, words.get(MessageId("office-from-today")));
                }
            }
            LAST => {
                let days = period(form, (FIRST, LAST), env);
                if days.is_some_and(|(first, last)| (last - first).num_days() >= MOST_DAYS) {
                    form.set_error(LAST, words.get(MessageId("special-too-many")));
                }
            }
            HOURS if !form.value(HOURS).is_empty() => match parse_hours(form.value(HOURS)) {
                Ok(stretches) => form.set(HOURS, &show_hours(stretches)),
                Err(fault) => form.set_error(HOURS, person::word(words, fault)),
            },
            YEAR if !form.value(YEAR).is_empty() && year(form, env).is_none() => {
                form.set_error(YEAR, words.get(MessageId("special-year-wrong")));
            }
            _ => {}
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let env = cx.env();
        let (office, label) = (env.staff.office, form.value(LABEL).to_owned());
        let first = person::day_in(form, FIRST, Towards::Future, env);
        match (form.value(WHAT), first) {
            (HOLIDAYS, _) => {
                let year = year(form, env).unwrap_or(env.today().year());
                let today = env.today();
                let days = env
                    .reference
                    .holidays(year, self.0.as_deref())
                    .into_iter()
                    .filter(|holiday| holiday.on >= today)
                    .map(|holiday| (holiday.on, holiday.name_in(env.lang).to_owned()))
                    .collect();
                cx.act(AddClosures { office, days }, Msg::Holidays);
            }
            (OPEN, Some(day)) => {
                let act = OpenDay {
                    office,
                    day,
                    hours: parse_hours(form.value(HOURS)).unwrap_or_default(),
                    kind: form.value(KIND).parse().unwrap_or(OpeningKind::Mixed),
                    label,
                };
                cx.act(act, |done| Msg::Did(MessageId("days-opened"), done));
            }
            (_, Some(first)) => {
                let last = person::day_in(form, LAST, Towards::Future, env).unwrap_or(first);
                let act = CloseDays {
                    office,
                    first,
                    last,
                    label,
                };
                cx.act(act, Msg::ClosedDays);
            }
            _ => {}
        }
    }
}

/// The year in the form: this one or one of the next.
fn year(form: &Form, env: &Env) -> Option<i32> {
    let this = env.today().year();
    form.value(YEAR)
        .parse()
        .ok()
        .filter(|year| (this..=this + AHEAD).contains(year))
}
