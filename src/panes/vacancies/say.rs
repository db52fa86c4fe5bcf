//! What the sub-views say of vacancies, matches and applications, in words.
//!
//! Asks no store and keeps no state.

use chrono::NaiveDate;

use crate::domain::Named;
use crate::domain::advert::{self, Finding};
use crate::domain::matching::{
    Criterion, Eligibility, Explained, GateRule, Line, Side, Sign, Value,
};
use crate::domain::vacancy::{Contract, Lack, VacancyState};
use crate::panes::Env;
use crate::store::vacancies::{VacancyFields, VacancyRow};
use crate::ui::view::{Say, Span, Tone};
use crate::ui::words::{MessageId, Words};

/// The word of a value of a closed set.
pub(super) fn word<T: Named>(words: &Words, value: T) -> String {
    words.of(T::FAMILY, value.code()).into_owned()
}

/// A message without variables.
pub(super) fn say(env: &Env, id: MessageId) -> String {
    env.words.get(id).into_owned()
}

/// What there is of these, with commas.
pub(super) fn join(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let said: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

/// A kind of contract in one word, for columns.
pub(super) fn short_contract(contract: Contract, words: &Words) -> Say<'_> {
    words.get(match contract {
        Contract::Permanent => MessageId("vacancy-contract-permanent"),
        Contract::FixedTerm => MessageId("vacancy-contract-fixed-term"),
        Contract::Agency => MessageId("vacancy-contract-agency"),
        Contract::OnCall => MessageId("vacancy-contract-on-call"),
        Contract::Apprenticeship => MessageId("vacancy-contract-apprenticeship"),
        Contract::Traineeship => MessageId("vacancy-contract-traineeship"),
        Contract::Collaboration => MessageId("vacancy-contract-collaboration"),
        Contract::Seasonal => MessageId("vacancy-contract-seasonal"),
        Contract::Domestic => MessageId("vacancy-contract-domestic"),
        Contract::SelfEmployed => MessageId("vacancy-contract-self-employed"),
    })
}

/// `Milano, 3 km`.
pub(super) fn place(row: &VacancyRow, words: &Words) -> String {
    match row.metres {
        Some(metres) => words
            .with(
                MessageId("vacancy-place-km"),
                &[
                    ("place", (&row.place_name).into()),
                    ("km", ((metres + 500) / 1000).into()),
                ],
            )
            .into_owned(),
        None => row.place_name.clone(),
    }
}

/// `manca: CCNL`; none when nothing is missing.
pub(super) fn missing(lacks: &[Lack], words: &Words) -> Option<String> {
    let lacks: Vec<String> = lacks.iter().map(|lack| word(words, *lack)).collect();
    (!lacks.is_empty()).then(|| {
        words
            .with(
                MessageId("vacancy-missing"),
                &[("what", (&lacks.join(", ")).into())],
            )
            .into_owned()
    })
}

/// The state as a word, with its tone.
pub(super) fn state(state: VacancyState, words: &Words) -> Span<'static> {
    let tone = match state {
        VacancyState::Open | VacancyState::Selecting => Tone::Good,
        VacancyState::Draft | VacancyState::Checking | VacancyState::Paused => Tone::Warn,
        VacancyState::Filled | VacancyState::Expired | VacancyState::Withdrawn => Tone::Quiet,
    };
    Span::toned(word(words, state), tone)
}

/// `40 ore alla settimana`.
pub(super) fn hours(hours: u16, words: &Words) -> String {
    words
        .with(MessageId("vacancy-hours"), &[("n", hours.into())])
        .into_owned()
}

/// Hours and how they lie in the week.
pub(super) fn timetable(row: &VacancyRow, words: &Words) -> String {
    join([
        row.hours_week.map(|n| hours(n, words)),
        row.shift.map(|shift| word(words, shift)),
    ])
}

/// `1400-1600 euro lordi al mese`.
pub(super) fn pay(pay: (Option<i64>, Option<i64>), words: &Words) -> Option<String> {
    let (low, high) = (pay.0.or(pay.1)?, pay.1.or(pay.0)?);
    let range = if low == high {
        euros(low)
    } else {
        format!("{}-{}", euros(low), euros(high))
    };
    Some(
        words
            .with(MessageId("vacancy-pay"), &[("pay", range.into())])
            .into_owned(),
    )
}

/// Cents as people write euros: `1400`, `1250,50`.
pub(super) fn euros(cents: i64) -> String {
    match (cents / 100, cents % 100) {
        (euros, 0) => euros.to_string(),
        (euros, cents) => format!("{euros},{cents:02}"),
    }
}

/// `fino al 31/12/2026`.
pub(super) fn until(deadline: NaiveDate, words: &Words) -> String {
    words
        .with(
            MessageId("vacancy-until"),
            &[("day", words.date(deadline).into())],
        )
        .into_owned()
}

/// What the vacancy asks besides its requirements: `patente B, auto propria, italiano B1`.
pub(super) fn conditions(fields: &VacancyFields, words: &Words) -> String {
    let licence = fields.licence.as_ref().map(|licence| {
        words
            .with(MessageId("vacancy-licence"), &[("licence", licence.into())])
            .into_owned()
    });
    let italian = fields.italian_min.map(|level| {
        words
            .with(
                MessageId("vacancy-italian"),
                &[("level", word(words, level).into())],
            )
            .into_owned()
    });
    join([
        licence,
        fields
            .own_car
            .then(|| words.get(MessageId("vacancy-own-car")).into_owned()),
        fields.education.map(|education| word(words, education)),
        italian,
    ])
}

/// The requirements, essential or not, with commas.
pub(super) fn requirements(fields: &VacancyFields, essential: bool, env: &Env) -> String {
    let asked: Vec<&str> = fields
        .requirements
        .iter()
        .filter(|asked| asked.essential == essential)
        .map(|asked| env.reference.skill_name(&asked.value, env.lang))
        .collect();
    asked.join(", ")
}

// Adverts ---------------------------------------------------------------------------------------------

/// What an advert says that it must not: one sentence for each phrase, with the law and what to write.
pub(super) fn advert_faults(advert: &str, env: &Env) -> Vec<String> {
    advert::check(advert, env.reference.advert_rules())
        .iter()
        .map(|found| fault(found, &env.words))
        .collect()
}

fn fault(found: &Finding<'_>, words: &Words) -> String {
    let said = [
        ("phrase", found.phrase.into()),
        ("ground", word(words, found.rule.ground).into()),
        ("law", (&found.rule.law).into()),
        ("neutral", (&found.rule.neutral).into()),
    ];
    let id = if found.rule.neutral.is_empty() {
        MessageId("vacancy-advert-leave-out")
    } else {
        MessageId("vacancy-advert-write")
    };
    words.with(id, &said).into_owned()
}

// Matches ---------------------------------------------------------------------------------------------

/// `78 punti`.
pub(super) fn points(explained: &Explained, words: &Words) -> String {
    words
        .with(MessageId("why-points"), &[("n", explained.score.into())])
        .into_owned()
}

/// The minutes of the journey, where they are known: `6 min`; the column says that it is an estimate.
pub(super) fn journey<'w>(explained: &Explained, words: &'w Words) -> Option<Say<'w>> {
    let line = explained
        .lines
        .iter()
        .find(|line| line.criterion == Criterion::Journey)?;
    line.values.iter().find_map(|value| match value {
        Value::Minutes(minutes) => {
            Some(words.with(MessageId("why-about"), &[("n", (*minutes).into())]))
        }
        _ => None,
    })
}

/// `+ mestiere`: what a line is about, behind its sign.
pub(super) fn criterion(line: &Line<String>, words: &Words) -> String {
    format!("{} {}", line.sign.code(), word(words, line.criterion))
}

/// What a line found: `stesso mestiere (cameriere / cameriera)`.
pub(super) fn finding(line: &Line<String>, env: &Env) -> String {
    let words = &env.words;
    let found = found(line, env);
    let id = match (line.sign, found.is_empty()) {
        (Sign::Met, true) => MessageId("why-nothing-asked"),
        (Sign::Missing, true) => MessageId("why-missing"),
        (Sign::Unknown, true) => MessageId("why-to-ask"),
        (Sign::Unknown, false) => {
            return words
                .with(MessageId("why-to-ask-of"), &[("found", found.into())])
                .into_owned();
        }
        // What was taken for granted is said to be.
        (Sign::Met | Sign::Missing, false) if line.ask.is_some() => {
            return words
                .with(MessageId("why-supposed"), &[("found", found.into())])
                .into_owned();
        }
        (Sign::Met | Sign::Missing, false) => return found,
    };
    words.get(id).into_owned()
}

/// `30 di 30`.
pub(super) fn points_of(line: &Line<String>, words: &Words) -> String {
    of(line.points, line.max, words)
}

fn of(part: u16, whole: u16, words: &Words) -> String {
    words
        .with(
            MessageId("why-of"),
            &[("part", part.into()), ("whole", whole.into())],
        )
        .into_owned()
}

/// The tone of a sign.
pub(super) fn tone(sign: Sign) -> Tone {
    match sign {
        Sign::Met => Tone::Good,
        Sign::Missing => Tone::Quiet,
        Sign::Unknown => Tone::Warn,
    }
}

/// The values of a line in words.
fn found(line: &Line<String>, env: &Env) -> String {
    let words = &env.words;
    match (line.criterion, line.values.as_slice()) {
        (Criterion::Occupation, [Value::Occupation(asked), Value::Closeness(close), ..]) => {
            let close = word(words, *close);
            let title = env.reference.occupation_name(asked, env.lang);
            words
                .with(
                    MessageId("why-occupation"),
                    &[("close", close.into()), ("title", title.into())],
                )
                .into_owned()
        }
        (Criterion::Skills, [Value::Of(part, whole), missing @ ..]) if !missing.is_empty() => {
            let missing = values(missing, env);
            let of = of(*part, *whole, words);
            words
                .with(
                    MessageId("why-skills-missing"),
                    &[("of", of.into()), ("skills", missing.into())],
                )
                .into_owned()
        }
        (Criterion::Shift, [shift, Value::Of(part, whole)]) => {
            let days = [
                ("shift", value(shift, env).into()),
                ("part", (*part).into()),
                ("whole", (*whole).into()),
            ];
            words.with(MessageId("why-days"), &days).into_owned()
        }
        (Criterion::Education | Criterion::Italian, [asked, held]) => {
            let (asked, held) = (value(asked, env), value(held, env));
            words
                .with(
                    MessageId("why-asked-held"),
                    &[("asked", asked.into()), ("held", held.into())],
                )
                .into_owned()
        }
        (_, all) => values(all, env),
    }
}

fn values(all: &[Value<String>], env: &Env) -> String {
    all.iter()
        .map(|one| value(one, env))
        .collect::<Vec<_>>()
        .join(", ")
}

fn value(value: &Value<String>, env: &Env) -> String {
    let words = &env.words;
    let counted = |id: MessageId, n: u32| words.with(id, &[("n", n.into())]).into_owned();
    match value {
        Value::Occupation(isco08) => {
            let name = env.reference.occupation_name(isco08, env.lang);
            name.into_owned()
        }
        Value::Closeness(closeness) => word(words, *closeness),
        Value::Text(text) => env.reference.skill_name(text, env.lang).to_owned(),
        Value::Of(part, whole) => of(*part, *whole, words),
        Value::Km(km) => counted(MessageId("why-km"), *km),
        Value::Minutes(minutes) => counted(MessageId("why-minutes"), *minutes),
        Value::Means(means) => word(words, *means),
        Value::Shift(shift) => word(words, *shift),
        Value::Hours(n) => hours(*n, words),
        Value::Contract(contract) => word(words, *contract),
        Value::Education(education) => word(words, *education),
        Value::Cefr(level) => word(words, *level),
        Value::Months(n) => counted(MessageId("why-months-ago"), u32::from(*n)),
    }
}

/// The rules of a gate, with commas.
pub(super) fn rules(rules: &[GateRule], words: &Words) -> String {
    let named: Vec<String> = rules.iter().map(|rule| word(words, *rule)).collect();
    named.join(", ")
}

/// The gate's answer as a sentence.
pub(super) fn gate(eligibility: &Eligibility, words: &Words) -> Span<'static> {
    let with = |id: MessageId, said: &[GateRule]| {
        words
            .with(id, &[("rules", rules(said, words).into())])
            .into_owned()
    };
    match eligibility {
        Eligibility::Allowed => Span::toned(
            words.get(MessageId("why-gate-allowed")).into_owned(),
            Tone::Good,
        ),
        Eligibility::Refused(said) => {
            Span::toned(with(MessageId("why-gate-refused"), said), Tone::Bad)
        }
        Eligibility::ToAsk(said) => Span::toned(with(MessageId("why-gate-ask"), said), Tone::Warn),
    }
}

/// What is to be asked of a side, with commas; empty when nothing is.
pub(super) fn to_ask(explained: &Explained, side: Side, words: &Words) -> String {
    let asked: Vec<String> = explained
        .lines
        .iter()
        .filter(|line| line.ask == Some(side))
        .map(|line| word(words, line.criterion))
        .collect();
    asked.join(", ")
}
