//! The catalogue of services: the list and the form.

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::{self, Towards};
use crate::domain::service::ServiceLevel;
use crate::panes::{Cx, DraftKey, Env, person, service};
use crate::store::Result;
use crate::store::catalogue::NewService;
use crate::store::catalogue::{
    CODE_LENGTH, ChangeService, EndService, LONGEST, ServiceRow, ServiceRows, is_code,
};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb, sure};
use super::sheet::{Sheet, Subject, period};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.service";

const CODE: &str = "code";
const LABEL_IT: &str = "label_it";
const LABEL_EN: &str = "label_en";
const LEVEL: &str = "level";
const MINUTES: &str = "minutes";
const PLANNED: &str = "planned";
const WALK_IN: &str = "walk_in";
const NEEDS_PERSON: &str = "needs_person";
const FROM: &str = "from";
const TO: &str = "to";

/// The most minutes that a plan proposes for one service.
const MOST_PLANNED: u32 = 1000 * 60;

/// The list as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Services))
}

struct Services;

impl Services {
    fn end(line: &ServiceRow, cx: &mut Cx<'_, Office>) {
        let env = cx.env();
        let act = EndService {
            code: line.service.code.clone(),
            ver: line.ver,
            last: env.today(),
        };
        let dialog = sure(
            env,
            service::name(&line.service, env.lang).to_owned(),
            MessageId("services-end-why"),
            MessageId("services-end-yes"),
            move |cx| cx.act(act, |done| Msg::Did(MessageId("services-ended"), done)),
        );
        cx.ask(dialog);
    }
}

/// Whether the service is offered on a day.
fn holds(service: &NewService, today: NaiveDate) -> bool {
    service.valid_from.is_none_or(|from| from <= today)
        && service.valid_to.is_none_or(|to| today <= to)
}

impl Lines for Services {
    type Line = ServiceRow;
    type Id = String;
    const TABLES: &'static [&'static str] = &["service_type"];
    const EMPTY: MessageId = MessageId("services-none");
    const NEW: &'static str = "service.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("services-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("services-column-name")),
                Width::Fill { min: 24, weight: 2 },
            ),
            (Some(MessageId("services-column-minutes")), Width::Fixed(8)),
            (
                Some(MessageId("services-column-state")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (
                Some(MessageId("services-column-code")),
                Width::Below { min: 10 },
            ),
        ]
    }

    fn id(line: &ServiceRow) -> String {
        line.service.code.clone()
    }

    fn cells<'a>(&'a self, line: &'a ServiceRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let service = &line.service;
        let on = |id, day: NaiveDate| words.with(id, &[("day", words.date(day).into())]);
        let state = match (service.valid_from, service.valid_to) {
            (Some(from), _) if from > env.today() => {
                Span::plain(on(MessageId("services-from"), from))
            }
            (_, Some(to)) if to < env.today() => {
                Span::toned(on(MessageId("services-until"), to), Tone::Warn)
            }
            (_, Some(to)) => Span::plain(on(MessageId("services-until"), to)),
            _ if service.walk_in => Span::plain(words.get(MessageId("services-walk-in"))),
            _ => Span::plain(words.get(MessageId("services-by-appointment"))),
        };
        let tone = if holds(service, env.today()) {
            Tone::Strong
        } else {
            Tone::Quiet
        };
        vec![
            Span::toned(service::name(service, env.lang), tone),
            Span::plain(words.with(
                MessageId("services-minutes"),
                &[("n", service.minutes.into())],
            )),
            state,
            Span::toned(service.code.as_str(), Tone::Quiet),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("services", ServiceRows, Msg::Services);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<ServiceRow>>> {
        match msg {
            Msg::Services(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, line: &ServiceRow, cx: &mut Cx<'_, Office>) -> Then {
        form(Some(line), cx.env())
    }

    fn offers(&self, verb: Verb, line: Option<&ServiceRow>) -> bool {
        match verb {
            Verb::NewService => true,
            Verb::Change => line.is_some(),
            Verb::EndService => line.is_some_and(|line| line.service.valid_to.is_none()),
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, line: Option<&ServiceRow>, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, line) {
            (Verb::EndService, Some(line)) => Self::end(line, cx),
            (Verb::Change, line) => return form(line, cx.env()),
            _ => return form(None, cx.env()),
        }
        Then::Stay
    }

    fn resume(&mut self, draft: &DraftKey, lines: &[ServiceRow], env: &Env) -> Option<Then> {
        let line = lines.iter().find(|line| line.service.code == draft.subject);
        (line.is_some() || draft.subject.is_empty()).then(|| form(line, env))
    }
}

/// What the form is about: code and version, or a new one.
struct Service(Option<(String, i64)>);

fn yes_or_no(env: &Env) -> Vec<Choice> {
    [
        ("true", MessageId("office-answer-yes")),
        ("false", MessageId("office-answer-no")),
    ]
    .map(|(value, word)| Choice::new(value, env.words.get(word)))
    .into()
}

fn fields(env: &Env) -> Form {
    let words = &env.words;
    Form::new(
        FORM,
        vec![
            Field::text(CODE, MessageId("service-code"))
                .required()
                .max(CODE_LENGTH),
            Field::text(LABEL_IT, MessageId("service-label-it"))
                .required()
                .max(80),
            Field::text(LABEL_EN, MessageId("service-label-en"))
                .required()
                .max(80),
            Field::choice(
                LEVEL,
                MessageId("service-level"),
                person::options::<ServiceLevel>(words),
            )
            .required(),
            Field::text(MINUTES, MessageId("service-minutes"))
                .required()
                .max(3),
            Field::text(PLANNED, MessageId("service-planned")).max(5),
            Field::choice(WALK_IN, MessageId("service-walk-in"), yes_or_no(env)).required(),
            Field::choice(
                NEEDS_PERSON,
                MessageId("service-needs-person"),
                yes_or_no(env),
            )
            .required(),
            Field::date(FROM, MessageId("service-from")),
            Field::date(TO, MessageId("service-to")),
        ],
    )
}

/// Where the fields are kept that have other names than their columns.
const KEPT_AS: &[(&str, &str)] = &[
    (PLANNED, "default_min"),
    (FROM, "valid_from"),
    (TO, "valid_to"),
];

fn filled(line: &ServiceRow, env: &Env) -> Form {
    let mut form = fields(env);
    fill(&mut form, &line.service);
    form.filled_from(OnFile::new("service_type", line.id, line.ver).kept_as(KEPT_AS));
    form
}

fn form(line: Option<&ServiceRow>, env: &Env) -> Then {
    let words = &env.words;
    let Some(line) = line else {
        let mut form = fields(env);
        form.set(FROM, &day::short(env.today()));
        let title = words.get(MessageId("service-title-new")).into_owned();
        return Sheet::new(Service(None), form, "", title).open();
    };
    let name = service::name(&line.service, env.lang);
    let title = words.with(MessageId("office-change-of"), &[("name", name.into())]);
    let code = line.service.code.clone();
    let subject = Service(Some((code.clone(), line.ver)));
    Sheet::new(subject, filled(line, env), &code, title.into_owned()).open()
}

fn fill(form: &mut Form, service: &NewService) {
    let date = |value: Option<NaiveDate>| value.map(day::short).unwrap_or_default();
    let planned = service.default_min.map(|minutes| minutes.to_string());
    form.set(CODE, &service.code);
    form.show(CODE, false);
    form.set(LABEL_IT, &service.label_it);
    form.set(LABEL_EN, &service.label_en);
    form.set(LEVEL, service.level.code());
    form.set(MINUTES, &service.minutes.to_string());
    form.set(PLANNED, &planned.unwrap_or_default());
    form.set(WALK_IN, &service.walk_in.to_string());
    form.set(NEEDS_PERSON, &service.needs_person.to_string());
    form.set(FROM, &date(service.valid_from));
    form.set(TO, &date(service.valid_to));
}

fn number(form: &Form, field: &str, most: u32) -> Option<u32> {
    form.value(field)
        .parse()
        .ok()
        .filter(|n| (1..=most).contains(n))
}

impl Subject for Service {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        let given = !form.value(field).is_empty();
        match field {
            CODE if given && !is_code(form.value(CODE)) => {
                form.set_error(CODE, words.get(MessageId("service-code-wrong")));
            }
            MINUTES if given && number(form, MINUTES, LONGEST).is_none() => {
                form.set_error(MINUTES, words.get(MessageId("service-minutes-wrong")));
            }
            PLANNED if given && number(form, PLANNED, MOST_PLANNED).is_none() => {
                form.set_error(PLANNED, words.get(MessageId("service-planned-wrong")));
            }
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
        let service = NewService {
            code: form.value(CODE).to_owned(),
            label_it: form.value(LABEL_IT).to_owned(),
            label_en: form.value(LABEL_EN).to_owned(),
            level: form.value(LEVEL).parse().unwrap_or(ServiceLevel::Base),
            minutes: number(form, MINUTES, LONGEST).unwrap_or_default(),
            needs_person: form.value(NEEDS_PERSON) == "true",
            walk_in: form.value(WALK_IN) == "true",
            default_min: number(form, PLANNED, MOST_PLANNED),
            valid_from: read(FROM),
            valid_to: read(TO),
        };
        match &self.0 {
            None => cx.act(service, |done| Msg::Did(MessageId("services-added"), done)),
            Some((_, ver)) => cx.act(ChangeService { ver: *ver, service }, |done| {
                Msg::Did(MessageId("services-changed"), done)
            }),
        }
    }

    fn again(&self, cx: &mut Cx<'_, Office>) {
        cx.read("services", ServiceRows, Msg::Services);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let Msg::Services(Ok(rows)) = msg else {
            return None;
        };
        let (code, ver) = self.0.as_mut()?;
        let line = rows.iter().find(|line| line.service.code == *code)?;
        *ver = line.ver;
        Some(filled(line, env))
    }
}
