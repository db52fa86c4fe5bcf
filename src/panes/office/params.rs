//! The dated values: what holds now and what is to come, the history of one, and a new value from a day on.
//! What held is never written over.

use std::str::FromStr as _;

use crate::domain::Named as _;
use crate::domain::day::{self, Towards};
use crate::domain::param::{ParamKey, ParamKind};
use crate::panes::{Cx, Env, person};
use crate::store::Result;
use crate::store::params::{ParamRow, Params as AllParams, ReviseParam};
use crate::ui::form::{Field, Form};
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::room::{Room, Then, Verb};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.param";

const VALUE: &str = "value";
const FROM: &str = "from";
const SOURCE: &str = "source";

/// The values as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Params { rows: Vec::new() }))
}

/// The key in plain words; its code when the program does not read it.
fn name(key: &str, words: &Words) -> String {
    match ParamKey::from_str(key) {
        Ok(known) => person::sentence_case(&person::word(words, known)),
        Err(_) => key.to_owned(),
    }
}

/// The value with its unit.
fn shown<'a>(key: &str, value: &'a str, words: &'a Words) -> Say<'a> {
    let with = |id| words.with(id, &[("n", value.into())]);
    match ParamKey::from_str(key).map(ParamKey::kind) {
        Ok(ParamKind::Minutes) => with(MessageId("params-minutes")),
        Ok(ParamKind::Seconds) => with(MessageId("params-seconds")),
        Ok(ParamKind::Days) => with(MessageId("params-days")),
        Ok(ParamKind::Percent) => with(MessageId("params-percent")),
        Ok(ParamKind::Count | ParamKind::Text) | Err(_) => value.into(),
    }
}

fn columns(first: MessageId) -> Vec<(Option<MessageId>, Width)> {
    vec![
        (Some(first), Width::Fill { min: 26, weight: 3 }),
        (Some(MessageId("params-column-value")), Width::Fixed(10)),
        (Some(MessageId("params-column-from")), Width::Fixed(10)),
        (
            Some(MessageId("params-column-source")),
            Width::Fill { min: 18, weight: 3 },
        ),
    ]
}

// All of them -----------------------------------------------------------------------------------------

/// One parameter: its key, and the row that holds today or is the next to.
struct Entry {
    key: String,
    now: Option<ParamRow>,
}

struct Params {
    rows: Vec<ParamRow>,
}

impl Params {
    /// A row for each key that the program reads, then those that it does not.
    fn entries(&self, env: &Env) -> Vec<Entry> {
        let mut keys: Vec<&str> = ParamKey::ALL.iter().map(|key| key.code()).collect();
        for row in &self.rows {
            if !keys.contains(&row.key.as_str()) {
                keys.push(&row.key);
            }
        }
        let of = |key: &str| {
            let mut rows = self.rows.iter().filter(|row| row.key == key);
            rows.find(|row| row.holds_on(env.today()))
                .or_else(|| self.rows.iter().find(|row| row.key == key))
        };
        keys.iter()
            .map(|key| Entry {
                key: (*key).to_owned(),
                now: of(key).cloned(),
            })
            .collect()
    }
}

impl Lines for Params {
    type Line = Entry;
    type Id = String;
    const TABLES: &'static [&'static str] = &["param"];
    const EMPTY: MessageId = MessageId("params-none");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("params-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        columns(MessageId("params-column-name"))
    }

    fn id(line: &Entry) -> String {
        line.key.clone()
    }

    fn cells<'a>(&'a self, line: &'a Entry, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let name = Span::toned(name(&line.key, words), Tone::Strong);
        let Some(now) = &line.now else {
            let unset = words.get(MessageId("params-unset"));
            return vec![
                name,
                Span::toned(unset, Tone::Warn),
                Span::plain(""),
                Span::plain(""),
            ];
        };
        vec![
            name,
            Span::plain(shown(&now.key, &now.value, words)),
            Span::plain(words.date_short(now.valid_from)),
            Span::toned(now.source.as_str(), Tone::Quiet),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("params", AllParams, Msg::Params);
    }

    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<Entry>>> {
        let Msg::Params(rows) = msg else { return None };
        Some(rows.map(|rows| {
            self.rows = rows;
            self.entries(env)
        }))
    }

    fn open(&mut self, line: &Entry, _cx: &mut Cx<'_, Office>) -> Then {
        let key = line.key.clone();
        Then::Open(Box::new(Table::new(History { key })))
    }

    fn offers(&self, verb: Verb, line: Option<&Entry>) -> bool {
        verb == Verb::NewValue && line.is_some_and(|line| ParamKey::from_str(&line.key).is_ok())
    }

    fn run(&mut self, _verb: Verb, line: Option<&Entry>, cx: &mut Cx<'_, Office>) -> Then {
        match line {
            Some(line) => form(&line.key, &self.rows, cx.env()),
            None => Then::Stay,
        }
    }

    fn resume(&mut self, subject: &str, lines: &[Entry], env: &Env) -> Option<Then> {
        let line = lines.iter().find(|line| line.key == subject)?;
        Some(form(&line.key, &self.rows, env))
    }
}

// One of them -----------------------------------------------------------------------------------------

/// All values of one parameter, the newest first.
struct History {
    key: String,
}

impl Lines for History {
    type Line = ParamRow;
    type Id = chrono::NaiveDate;
    const TABLES: &'static [&'static str] = &["param"];
    const EMPTY: MessageId = MessageId("params-unset");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        name(&self.key, &env.words).into()
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (Some(MessageId("params-column-from")), Width::Fixed(14)),
            (Some(MessageId("params-column-value")), Width::Fixed(14)),
            (Some(MessageId("params-column-state")), Width::Fixed(18)),
            (
                Some(MessageId("params-column-source")),
                Width::Fill { min: 18, weight: 1 },
            ),
        ]
    }

    fn id(line: &ParamRow) -> chrono::NaiveDate {
        line.valid_from
    }

    fn cells<'a>(&'a self, line: &'a ParamRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let state = match line.valid_to {
            _ if line.holds_on(env.today()) => {
                Span::toned(words.get(MessageId("params-holds")), Tone::Good)
            }
            Some(to) if to < env.today() => {
                let to = words.date_short(to);
                let args = [("day", to.into())];
                Span::toned(words.with(MessageId("services-until"), &args), Tone::Quiet)
            }
            _ => Span::plain(words.get(MessageId("params-to-come"))),
        };
        vec![
            Span::toned(words.date_short(line.valid_from), Tone::Strong),
            Span::plain(shown(&line.key, &line.value, words)),
            state,
            Span::plain(line.source.as_str()),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("params", AllParams, Msg::Params);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<ParamRow>>> {
        let Msg::Params(rows) = msg else { return None };
        Some(rows.map(|mut rows| {
            rows.retain(|row| row.key == self.key);
            rows
        }))
    }

    fn open(&mut self, line: &ParamRow, cx: &mut Cx<'_, Office>) -> Then {
        if line.valid_from > cx.env().today() && ParamKey::from_str(&line.key).is_ok() {
            return form(&line.key, std::slice::from_ref(line), cx.env());
        }
        cx.tell(Tone::Plain, MessageId("params-past-stays"));
        Then::Stay
    }

    fn offers(&self, verb: Verb, _line: Option<&ParamRow>) -> bool {
        verb == Verb::NewValue && ParamKey::from_str(&self.key).is_ok()
    }

    fn run(&mut self, _verb: Verb, line: Option<&ParamRow>, cx: &mut Cx<'_, Office>) -> Then {
        let rows = line.map(std::slice::from_ref).unwrap_or_default();
        form(&self.key, rows, cx.env())
    }
}

// A new value -----------------------------------------------------------------------------------------

struct Value {
    key: ParamKey,
    /// The rows that the form was opened over: day and version.
    known: Vec<(chrono::NaiveDate, i64)>,
}

fn form(key: &str, rows: &[ParamRow], env: &Env) -> Then {
    let Ok(known) = ParamKey::from_str(key) else {
        return Then::Stay;
    };
    let words = &env.words;
    let of_key: Vec<&ParamRow> = rows.iter().filter(|row| row.key == key).collect();
    let coming = of_key
        .iter()
        .find(|row| row.valid_from > env.today() && of_key.len() == 1);
    let mut form = Form::new(
        FORM,
        vec![
            Field::text(VALUE, MessageId("param-value"))
                .required()
                .max(40),
            Field::date(FROM, MessageId("param-from")).required(),
            Field::text(SOURCE, MessageId("param-source"))
                .required()
                .max(120),
        ],
    );
    match coming {
        Some(row) => {
            form.set(VALUE, &row.value);
            form.set(FROM, &day::short(row.valid_from));
            form.set(SOURCE, &row.source);
        }
        None => form.set(FROM, &day::short(env.today())),
    }
    let args = [("name", name(key, words).into())];
    let title = words.with(MessageId("param-title"), &args);
    let subject = Value {
        key: known,
        known: of_key.iter().map(|row| (row.valid_from, row.ver)).collect(),
    };
    Sheet::new(subject, form, key, title.into_owned())
        .with_note(MessageId("param-how"))
        .open()
}

impl Subject for Value {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        match field {
            VALUE if !form.value(VALUE).is_empty() => {
                if let Err(fault) = self.key.kind().check(form.value(VALUE)) {
                    form.set_error(VALUE, person::word(words, fault));
                }
            }
            FROM => {
                let first = person::read_day(form, FROM, Towards::Future, env);
                if first.is_some_and(|first| first < env.today()) {
                    form.set_error(FROM, words.get(MessageId("office-from-today")));
                }
            }
            _ => {}
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let env = cx.env();
        let Some(valid_from) = person::day_in(form, FROM, Towards::Future, env) else {
            return;
        };
        let known = self.known.iter().find(|(day, _)| *day == valid_from);
        let act = ReviseParam {
            key: self.key,
            value: form.value(VALUE).to_owned(),
            valid_from,
            source: form.value(SOURCE).to_owned(),
            ver: known.map(|(_, ver)| *ver),
        };
        cx.act(act, |done| Msg::Did(MessageId("params-revised"), done));
    }
}
