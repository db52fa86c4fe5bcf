//! The week of one's office: when it receives people, and whom.

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::{self, Towards};
use crate::domain::ids::OpeningId;
use crate::domain::opening::OpeningKind;
use crate::domain::week::{parse_hours, show_hours};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::agenda::{
    AddOpening, DropOpening, Opening, OpeningFields, OpeningOn, Openings, SetOpening,
};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::room::{Room, Then, Verb, sure};
use super::sheet::{Sheet, Subject, period};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.window";

const WEEKDAY: &str = "weekday";
const HOURS: &str = "hours";
const KIND: &str = "kind";
const FROM: &str = "from";
const TO: &str = "to";

/// The week as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Week))
}

struct Week;

/// The day of the week of a window; none for a window of one day.
fn weekday(opening: &Opening) -> Option<u8> {
    match opening.fields.on {
        OpeningOn::Weekday(weekday) => Some(weekday),
        OpeningOn::Day(_) => None,
    }
}

fn weekday_name(weekday: u8, words: &Words) -> String {
    person::sentence_case(&words.of("weekday", &weekday.to_string()))
}

impl Week {
    fn drop(line: &Opening, cx: &mut Cx<'_, Office>) {
        let act = DropOpening {
            opening: line.id,
            ver: Some(line.ver),
        };
        let fields = &line.fields;
        let words = &cx.env().words;
        let title = format!(
            "{} {}",
            weekday_name(weekday(line).unwrap_or(1), words),
            words.stretches([(fields.from_min, fields.to_min)])
        );
        let dialog = sure(
            cx.env(),
            title,
            MessageId("week-drop-why"),
            MessageId("week-drop-yes"),
            move |cx| cx.act(act, |done| Msg::Did(MessageId("week-dropped"), done)),
        );
        cx.ask(dialog);
    }
}

impl Lines for Week {
    type Line = Opening;
    type Id = OpeningId;
    const TABLES: &'static [&'static str] = &["opening"];
    const EMPTY: MessageId = MessageId("week-none");
    const NEW: &'static str = "window.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("week-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (Some(MessageId("week-column-day")), Width::Fixed(11)),
            (Some(MessageId("week-column-hours")), Width::Fixed(11)),
            (
                Some(MessageId("week-column-kind")),
                Width::Fill { min: 12, weight: 2 },
            ),
            (
                Some(MessageId("week-column-valid")),
                Width::Below { min: 18 },
            ),
        ]
    }

    fn id(line: &Opening) -> OpeningId {
        line.id
    }

    fn cells<'a>(&'a self, line: &'a Opening, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let fields = &line.fields;
        let on = |id, day: NaiveDate| words.with(id, &[("day", words.date(day).into())]);
        let valid = match fields.valid_to {
            _ if fields.valid_from > env.today() => {
                on(MessageId("services-from"), fields.valid_from)
            }
            Some(to) => on(MessageId("services-until"), to),
            None => "".into(),
        };
        vec![
            Span::toned(
                weekday_name(weekday(line).unwrap_or(1), words),
                Tone::Strong,
            ),
            Span::plain(words.stretches([(fields.from_min, fields.to_min)])),
            Span::plain(words.of(OpeningKind::FAMILY, fields.kind.code())),
            Span::plain(valid),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let office = cx.env().staff.office;
        cx.read("week", Openings { office }, Msg::Week);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<Opening>>> {
        let Msg::Week(rows) = msg else { return None };
        // Single days have a list of their own.
        Some(rows.map(|mut rows| {
            rows.retain(|row| weekday(row).is_some());
            rows
        }))
    }

    fn open(&mut self, line: &Opening, cx: &mut Cx<'_, Office>) -> Then {
        form(Some(line), cx.env())
    }

    fn offers(&self, verb: Verb, line: Option<&Opening>) -> bool {
        match verb {
            Verb::NewWindow => true,
            Verb::Change | Verb::Drop => line.is_some(),
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, line: Option<&Opening>, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, line) {
            (Verb::Drop, Some(line)) => {
                Self::drop(line, cx);
                Then::Stay
            }
            (Verb::Change, line) => form(line, cx.env()),
            _ => form(None, cx.env()),
        }
    }

    fn resume(&mut self, draft: &DraftKey, lines: &[Opening], env: &Env) -> Option<Then> {
        let line = lines
            .iter()
            .find(|line| line.id.to_string() == draft.subject);
        (line.is_some() || draft.subject.is_empty()).then(|| form(line, env))
    }
}

/// What the form is about: the window and its version, or a new one.
struct Window(Option<(OpeningId, i64)>);

fn fields(env: &Env) -> Form {
    let words = &env.words;
    let weekdays = (1..=7)
        .map(|n: u8| Choice::new(n.to_string(), words.of("weekday", &n.to_string())))
        .collect();
    Form::new(
        FORM,
        vec![
            Field::choice(WEEKDAY, MessageId("window-weekday"), weekdays).required(),
            Field::text(HOURS, MessageId("window-hours"))
                .required()
                .max(20),
            Field::choice(
                KIND,
                MessageId("window-kind"),
                person::options::<OpeningKind>(words),
            )
            .required(),
            Field::date(FROM, MessageId("window-from")).required(),
            Field::date(TO, MessageId("window-to")),
        ],
    )
}

/// Where the fields are kept that have other names than their columns.
const KEPT_AS: &[(&str, &str)] = &[(HOURS, "from_min"), (FROM, "valid_from"), (TO, "valid_to")];

fn filled(line: &Opening, env: &Env) -> Form {
    let mut form = fields(env);
    let fields = &line.fields;
    form.set(WEEKDAY, &weekday(line).unwrap_or(1).to_string());
    form.set(HOURS, &show_hours([(fields.from_min, fields.to_min)]));
    form.set(KIND, fields.kind.code());
    form.set(FROM, &day::short(fields.valid_from));
    form.set(TO, &fields.valid_to.map(day::short).unwrap_or_default());
    form.filled_from(OnFile::new("opening", line.id.0, line.ver).kept_as(KEPT_AS));
    form
}

fn form(line: Option<&Opening>, env: &Env) -> Then {
    let words = &env.words;
    let (subject, form, about, title) = match line {
        None => {
            let mut form = fields(env);
            form.set(FROM, &day::short(env.today()));
            let title = words.get(MessageId("window-title-new"));
            (Window(None), form, String::new(), title)
        }
        Some(line) => {
            let name = weekday_name(weekday(line).unwrap_or(1), words);
            let title = words.with(MessageId("office-change-of"), &[("name", name.into())]);
            let subject = Window(Some((line.id, line.ver)));
            (subject, filled(line, env), line.id.to_string(), title)
        }
    };
    Sheet::new(subject, form, &about, title.into_owned())
        .with_note(MessageId("window-how"))
        .open()
}

impl Subject for Window {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        match field {
            HOURS if !form.value(HOURS).is_empty() => match parse_hours(form.value(HOURS)) {
                Ok(stretches) if stretches.len() == 1 => form.set(HOURS, &show_hours(stretches)),
                Ok(_) => form.set_error(HOURS, words.get(MessageId("window-one"))),
                Err(fault) => form.set_error(HOURS, person::word(words, fault)),
            },
            FROM => {
                person::read_day(form, FROM, Towards::Future, env);
            }
            TO => {
                period(form, (FROM, TO), env);
            }
            _ => {}
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let read = |field: &str| person::day_in(form, field, Towards::Future, cx.env());
        let hours = parse_hours(form.value(HOURS)).unwrap_or_default();
        let Some((from_min, to_min)) = hours.first().copied() else {
            return;
        };
        let fields = OpeningFields {
            on: OpeningOn::Weekday(form.value(WEEKDAY).parse().unwrap_or(1)),
            from_min,
            to_min,
            kind: form.value(KIND).parse().unwrap_or(OpeningKind::Mixed),
            valid_from: read(FROM).unwrap_or(cx.env().today()),
            valid_to: read(TO),
        };
        match self.0 {
            None => {
                let office = cx.env().staff.office;
                cx.act(AddOpening { office, fields }, |done| {
                    Msg::Did(MessageId("week-added"), done.map(drop))
                });
            }
            Some((opening, ver)) => {
                let act = SetOpening {
                    opening,
                    ver,
                    fields,
                };
                cx.act(act, |done| Msg::Did(MessageId("week-changed"), done));
            }
        }
    }

    fn again(&self, cx: &mut Cx<'_, Office>) {
        let office = cx.env().staff.office;
        cx.read("week", Openings { office }, Msg::Week);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let Msg::Week(Ok(rows)) = msg else {
            return None;
        };
        let (id, _) = self.0?;
        let line = rows.iter().find(|line| line.id == id)?;
        self.0 = Some((id, line.ver));
        Some(filled(line, env))
    }
}
