//! The dated values: what holds now and what is to come, the history of one, and a new value from a day on.
//! What held is never written over.

use std::str::FromStr as _;

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::{self, Towards};
use crate::domain::lang::Lang;
use crate::domain::param::{ParamFault, ParamKey, ParamKind, Unit};
use crate::panes::{Cx, DraftKey, Env, Pane as _, person};
use crate::store::Result;
use crate::store::params::{ParamRow, Params as AllParams, SetParam};
use crate::ui::form::{Field, Form};
use crate::ui::stale::OnFile;
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
    match ParamKey::from_str(key).map(|key| key.rule().kind) {
        Ok(ParamKind::Number(unit, ..)) => {
            let n: u32 = value.parse().unwrap_or_default();
            words.family(Unit::FAMILY, unit.code(), &[("n", n.into())])
        }
        Ok(ParamKind::Text(_) | ParamKind::Wording(_)) | Err(_) => value.into(),
    }
}

/// The same in a list of all: of a wording, how long it is.
fn in_short<'a>(key: &str, value: &'a str, words: &'a Words) -> Say<'a> {
    match ParamKey::from_str(key).map(|key| key.rule().kind) {
        Ok(ParamKind::Wording(_)) => {
            let n = value.split_whitespace().count();
            words.with(MessageId("params-words"), &[("n", n.into())])
        }
        _ => shown(key, value, words),
    }
}

/// What the value may be.
fn range(key: ParamKey, words: &Words) -> Say<'_> {
    match key.rule().kind {
        ParamKind::Number(Unit::Switch, ..) => words.get(MessageId("param-switch")),
        ParamKind::Number(unit, least, most) => {
            let most = words.family(Unit::FAMILY, unit.code(), &[("n", most.into())]);
            let args = [("least", least.into()), ("most", most.as_ref().into())];
            words.with(MessageId("param-range"), &args)
        }
        ParamKind::Text(longest) | ParamKind::Wording(longest) => {
            words.with(MessageId("param-longest"), &[("n", longest.into())])
        }
    }
}

// All of them -----------------------------------------------------------------------------------------

/// One parameter: its key, and the row that holds today, if the office has set one.
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
            rows.find(|row| row.holds_on(env.today())).cloned()
        };
        keys.iter()
            .map(|key| Entry {
                key: (*key).to_owned(),
                now: of(key),
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
        vec![
            (
                Some(MessageId("params-column-name")),
                Width::Fill { min: 28, weight: 2 },
            ),
            (Some(MessageId("params-column-value")), Width::Fixed(12)),
            (Some(MessageId("params-column-from")), Width::Fixed(14)),
        ]
    }

    fn id(line: &Entry) -> String {
        line.key.clone()
    }

    fn cells<'a>(&'a self, line: &'a Entry, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let name = Span::toned(name(&line.key, words), Tone::Strong);
        let rule = ParamKey::from_str(&line.key).ok().map(ParamKey::rule);
        match (&line.now, rule) {
            (Some(now), _) => vec![
                name,
                Span::plain(in_short(&now.key, &now.value, words)),
                Span::plain(words.date(now.valid_from)),
            ],
            (None, Some(rule)) => vec![
                name,
                Span::plain(in_short(&line.key, rule.usual, words)),
                Span::toned(words.get(MessageId("params-usual")), Tone::Quiet),
            ],
            (None, None) => vec![name, Span::plain(""), Span::plain("")],
        }
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
        match line.and_then(|line| ParamKey::from_str(&line.key).ok()) {
            Some(key) => new(key, cx.env()),
            None => Then::Stay,
        }
    }

    fn resume(&mut self, draft: &DraftKey, _lines: &[Entry], env: &Env) -> Option<Then> {
        let coming = self
            .rows
            .iter()
            .find(|row| row.id.to_string() == draft.subject);
        match coming {
            Some(row) => Some(change(row, row.known()?, env)),
            None => Some(new(ParamKey::from_str(&draft.subject).ok()?, env)),
        }
    }
}

// One of them -----------------------------------------------------------------------------------------

/// All values of one parameter, the newest first.
struct History {
    key: String,
}

impl Lines for History {
    type Line = ParamRow;
    type Id = NaiveDate;
    const TABLES: &'static [&'static str] = &["param"];
    const EMPTY: MessageId = MessageId("params-usual-holds");
    const NEW: &'static str = "value.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        name(&self.key, &env.words).into()
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (Some(MessageId("params-column-from")), Width::Fixed(10)),
            (
                Some(MessageId("params-column-state")),
                Width::Fill { min: 16, weight: 1 },
            ),
            (
                Some(MessageId("params-column-value")),
                Width::Fill { min: 24, weight: 3 },
            ),
            (
                Some(MessageId("params-column-source")),
                Width::Below { min: 60 },
            ),
        ]
    }

    fn id(line: &ParamRow) -> NaiveDate {
        line.valid_from
    }

    fn cells<'a>(&'a self, line: &'a ParamRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let state = match line.valid_to {
            _ if line.holds_on(env.today()) => {
                Span::toned(words.get(MessageId("params-holds")), Tone::Good)
            }
            Some(to) if to < env.today() => {
                let to = words.date(to);
                let args = [("day", to.into())];
                Span::toned(words.with(MessageId("services-until"), &args), Tone::Quiet)
            }
            _ => Span::plain(words.get(MessageId("params-to-come"))),
        };
        vec![
            Span::toned(words.date(line.valid_from), Tone::Strong),
            state,
            Span::plain(shown(&line.key, &line.value, words)),
            Span::toned(line.source.as_str(), Tone::Quiet),
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
        match line.known() {
            Some(key) if line.valid_from >= cx.env().today() => change(line, key, cx.env()),
            _ => {
                let id = MessageId("params-past-stays");
                cx.tell_naming(Tone::Plain, id, Office::NAME, "value.new");
                Then::Stay
            }
        }
    }

    fn offers(&self, verb: Verb, _line: Option<&ParamRow>) -> bool {
        verb == Verb::NewValue && ParamKey::from_str(&self.key).is_ok()
    }

    fn run(&mut self, _verb: Verb, _line: Option<&ParamRow>, cx: &mut Cx<'_, Office>) -> Then {
        match ParamKey::from_str(&self.key) {
            Ok(key) => new(key, cx.env()),
            Err(_) => Then::Stay,
        }
    }
}

// A value ---------------------------------------------------------------------------------------------

/// What the form is about: the key, and the row that is changed, by its day and version; none for a value
/// from another day on.
struct Value {
    key: ParamKey,
    of: Option<(NaiveDate, i64)>,
}

fn fields(key: ParamKey, env: &Env) -> Form {
    let longest = key.rule().kind.longest();
    let value = match key.rule().kind {
        ParamKind::Wording(_) => Field::note(VALUE, MessageId("param-value")),
        _ => Field::text(VALUE, MessageId("param-value")),
    };
    let mut form = Form::new(
        FORM,
        vec![
            value.required().max(longest),
            Field::date(FROM, MessageId("param-from")).required(),
            Field::text(SOURCE, MessageId("param-source"))
                .required()
                .max(120),
        ],
    );
    form.set_hint(VALUE, Some(range(key, &env.words).into_owned()));
    form
}

fn sheet(form: Form, subject: Value, about: &str, env: &Env) -> Then {
    let args = [("name", name(subject.key.code(), &env.words).into())];
    let title = env.words.with(MessageId("param-title"), &args);
    Sheet::new(subject, form, about, title.into_owned())
        .with_note(MessageId("param-how"))
        .open()
}

/// A value from a day on. A wording is written from the one that holds.
fn new(key: ParamKey, env: &Env) -> Then {
    let mut form = fields(key, env);
    form.set(FROM, &day::short(env.today()));
    match key {
        ParamKey::ConsentTextIt => form.set(VALUE, env.rules.consent_text(Lang::It)),
        ParamKey::ConsentTextEn => form.set(VALUE, env.rules.consent_text(Lang::En)),
        _ => {}
    }
    sheet(form, Value { key, of: None }, key.code(), env)
}

fn filled(row: &ParamRow, key: ParamKey, env: &Env) -> Form {
    let mut form = fields(key, env);
    form.set(VALUE, &row.value);
    form.set(FROM, &day::short(row.valid_from));
    form.show(FROM, false);
    form.set(SOURCE, &row.source);
    form.filled_from(OnFile::new("param", row.id, row.ver));
    form
}

/// A value of today or to come, changed.
fn change(row: &ParamRow, key: ParamKey, env: &Env) -> Then {
    let of = Some((row.valid_from, row.ver));
    let about = row.id.to_string();
    sheet(filled(row, key, env), Value { key, of }, &about, env)
}

impl Subject for Value {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        match field {
            VALUE if !form.value(VALUE).is_empty() => {
                if let Err(fault) = self.key.rule().kind.check(form.value(VALUE)) {
                    let range = range(self.key, words);
                    let args = [("range", range.as_ref().into())];
                    let why = words.family(ParamFault::FAMILY, fault.code(), &args);
                    form.set_error(VALUE, why.into_owned());
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
        let from = match self.of {
            Some((from, _)) => Some(from),
            None => person::day_in(form, FROM, Towards::Future, env),
        };
        let Some(valid_from) = from else { return };
        let act = SetParam {
            key: self.key,
            value: form.value(VALUE).to_owned(),
            valid_from,
            source: form.value(SOURCE).to_owned(),
            ver: self.of.map(|(_, ver)| ver),
        };
        cx.act(act, |done| Msg::Did(MessageId("params-revised"), done));
    }

    fn again(&self, cx: &mut Cx<'_, Office>) {
        cx.read("params", AllParams, Msg::Params);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let Msg::Params(Ok(rows)) = msg else {
            return None;
        };
        let (from, _) = self.of?;
        let row = rows
            .iter()
            .find(|row| row.known() == Some(self.key) && row.valid_from == from)?;
        self.of = Some((from, row.ver));
        Some(filled(row, self.key, env))
    }
}
