//! When somebody is away: the list and the form. No reason is asked, and none is kept.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::domain::day::{self, Towards, bounds, from_rome};
use crate::domain::ids::{AbsenceId, StaffId};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::staff::{AbsenceRow, AbsencesOf, AddAbsence, DropAbsence};
use crate::ui::form::{Field, Form};
use crate::ui::view::{Say, Span, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb, sure};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.absence";

const FROM: &str = "from";
const FROM_TIME: &str = "from_time";
const TO: &str = "to";
const TO_TIME: &str = "to_time";

/// The times away of somebody as a room.
pub(super) fn room(staff: StaffId, name: String) -> Box<dyn Room> {
    Box::new(Table::new(Absences { staff, name }))
}

struct Absences {
    staff: StaffId,
    name: String,
}

impl Lines for Absences {
    type Line = AbsenceRow;
    type Id = AbsenceId;
    const TABLES: &'static [&'static str] = &["absence"];
    const EMPTY: MessageId = MessageId("absences-none");
    const NEW: &'static str = "absence.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        let args = [("who", (&self.name).into())];
        env.words.with(MessageId("absences-title"), &args)
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("absences-column-from")),
                Width::Fill { min: 16, weight: 1 },
            ),
            (
                Some(MessageId("absences-column-to")),
                Width::Fill { min: 16, weight: 1 },
            ),
        ]
    }

    fn id(line: &AbsenceRow) -> AbsenceId {
        line.id
    }

    fn cells<'a>(&'a self, line: &'a AbsenceRow, env: &'a Env) -> Vec<Span<'a>> {
        let until = |id, at| {
            let args = [("at", person::moment(at, &env.words).into())];
            Span::plain(env.words.with(id, &args))
        };
        vec![
            until(MessageId("absences-from"), line.from),
            until(MessageId("absences-to"), line.to),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("absences", AbsencesOf { staff: self.staff }, Msg::Absences);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<AbsenceRow>>> {
        match msg {
            Msg::Absences(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, line: &AbsenceRow, cx: &mut Cx<'_, Office>) -> Then {
        let absence = line.id;
        let dialog = sure(
            cx.env(),
            cx.env()
                .words
                .get(MessageId("absences-drop-title"))
                .into_owned(),
            MessageId("absences-drop-why"),
            MessageId("absences-drop-yes"),
            move |cx| {
                cx.act(DropAbsence { absence }, |done| {
                    Msg::Did(MessageId("absences-dropped"), done)
                });
            },
        );
        cx.ask(dialog);
        Then::Stay
    }

    fn offers(&self, verb: Verb, line: Option<&AbsenceRow>) -> bool {
        verb == Verb::NewAbsence || verb == Verb::Drop && line.is_some()
    }

    fn resume(&mut self, _draft: &DraftKey, _lines: &[AbsenceRow], env: &Env) -> Option<Then> {
        Some(form(self.staff, &self.name, env))
    }

    fn run(&mut self, verb: Verb, line: Option<&AbsenceRow>, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, line) {
            (Verb::Drop, Some(line)) => self.open(line, cx),
            _ => form(self.staff, &self.name, cx.env()),
        }
    }
}

struct Absence(StaffId);

fn form(staff: StaffId, name: &str, env: &Env) -> Then {
    let form = Form::new(
        FORM,
        vec![
            Field::date(FROM, MessageId("absence-from")).required(),
            Field::text(FROM_TIME, MessageId("absence-from-time")).max(5),
            Field::date(TO, MessageId("absence-to")),
            Field::text(TO_TIME, MessageId("absence-to-time")).max(5),
        ],
    );
    let args = [("who", name.into())];
    let title = env.words.with(MessageId("absence-title"), &args);
    Sheet::new(Absence(staff), form, &staff.to_string(), title.into_owned())
        .with_note(MessageId("absence-how"))
        .open()
}

fn time(form: &Form, field: &str) -> Option<NaiveTime> {
    day::parse_time(form.value(field)).ok()
}

/// From when and until when: whole days where no time is given, the same day where no end is.
fn span(form: &Form, env: &Env) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let read = |field: &str| person::day_in(form, field, Towards::Future, env);
    let first: NaiveDate = read(FROM)?;
    let last = read(TO).unwrap_or(first);
    let from =
        time(form, FROM_TIME).map_or(bounds(first).0, |time| from_rome(first.and_time(time)));
    let to = time(form, TO_TIME).map_or(bounds(last).1, |time| from_rome(last.and_time(time)));
    (to - from >= TimeDelta::minutes(1)).then_some((from, to))
}

impl Subject for Absence {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        match field {
            FROM | TO => {
                person::read_day(form, field, Towards::Future, env);
            }
            _ if !form.value(field).is_empty() => match day::parse_time(form.value(field)) {
                Ok(time) => form.set(field, &day::clock(time)),
                Err(why) => form.set_error(
                    field,
                    env.words.of(
                        <day::Unreadable as crate::domain::Named>::FAMILY,
                        crate::domain::Named::code(why),
                    ),
                ),
            },
            _ => {}
        }
        let last = matches!(field, TO | TO_TIME) && !form.value(field).is_empty();
        let read = form.field(FROM).is_some_and(|from| from.error.is_none());
        if last && read && !form.value(FROM).is_empty() && span(form, env).is_none() {
            let no_error = form.field(field).is_some_and(|field| field.error.is_none());
            if no_error {
                form.set_error(field, env.words.get(MessageId("absence-backwards")));
            }
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        if let Some((from, to)) = span(form, cx.env()) {
            cx.act(
                AddAbsence {
                    staff: self.0,
                    from,
                    to,
                },
                |done| Msg::Did(MessageId("absence-added"), done),
            );
        }
    }
}
