//! The fields of a vacancy: what they are, how they are filled and read.

use crate::domain::company::CompanyKind;
use crate::domain::lang::Lang;
use crate::domain::matching::Cefr;
use crate::domain::person::Education;
use crate::domain::vacancy::{
    Contract, MOST_HOURS, PublicTransport, RequirementKind, Reserved, Shift,
};
use crate::domain::{Named, advert, day, text};
use crate::panes::{Env, person};
use crate::reference::Reference;
use crate::store::vacancies::VacancyFields;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::words::MessageId;

use super::super::answer::{LICENCES, answer_code, yes_no};
use super::super::{say, search};
use super::{
    CAR, CCNL, COMPANY, CONTRACT, DEADLINE, EDUCATION, ESSENTIAL, HOURS, ITALIAN, LEVEL, LICENCE,
    OCCUPATION, OPTIONAL, Of, PAY, PLACE, POSTS, PUBLISH, RESERVED, SHIFT, START, TEXT, TITLE,
    TRANSPORT,
};

pub(super) fn fields(env: &Env, of: Of) -> Vec<Field> {
    let words = &env.words;
    let licences = LICENCES
        .iter()
        .map(|licence| Choice::new(*licence, *licence))
        .collect();
    let mut fields = vec![
        Field::picker(COMPANY, MessageId("vacancies-company")).required(),
        Field::text(TITLE, MessageId("vacancies-column-title"))
            .required()
            .max(120),
        Field::picker(OCCUPATION, MessageId("vacancies-occupation")),
        Field::text(POSTS, MessageId("vacancies-posts"))
            .required()
            .max(3),
        Field::choice(
            CONTRACT,
            MessageId("vacancies-contract"),
            person::options::<Contract>(words),
        ),
        Field::text(CCNL, MessageId("vacancy-field-ccnl")).max(80),
        Field::text(HOURS, MessageId("vacancy-field-hours")).max(2),
        Field::choice(
            SHIFT,
            MessageId("vacancies-hours"),
            person::options::<Shift>(words),
        ),
        Field::picker(PLACE, MessageId("vacancies-place")).required(),
        Field::text(PAY, MessageId("vacancy-field-pay")).max(20),
        Field::date(START, MessageId("vacancy-field-start")),
        Field::date(DEADLINE, MessageId("vacancies-deadline")),
        Field::text(LEVEL, MessageId("vacancy-field-level")).max(20),
        Field::choice(
            TRANSPORT,
            MessageId("vacancy-field-transport"),
            person::options::<PublicTransport>(words),
        ),
        Field::choice(LICENCE, MessageId("answer-licence"), licences),
        Field::choice(CAR, MessageId("answer-own-car"), yes_no(env)),
        Field::choice(
            EDUCATION,
            MessageId("answer-education"),
            person::options::<Education>(words),
        ),
        Field::choice(
            ITALIAN,
            MessageId("vacancy-field-italian"),
            person::options::<Cefr>(words),
        ),
        Field::choice(
            RESERVED,
            MessageId("vacancy-field-reserved"),
            person::options::<Reserved>(words),
        ),
        Field::text(ESSENTIAL, MessageId("vacancy-field-essential")).max(300),
        Field::text(OPTIONAL, MessageId("vacancy-field-optional")).max(300),
        Field::note(TEXT, MessageId("vacancy-field-text")),
    ];
    match of {
        Of::New => fields.push(
            Field::choice(PUBLISH, MessageId("vacancy-field-publish"), yes_no(env)).required(),
        ),
        Of::Draft => {}
        // Who was put forward agreed to this company: another one would be another vacancy.
        Of::Published => drop(fields.remove(0)),
    }
    fields
}

pub(super) fn fill(form: &mut Form, fields: &VacancyFields, env: &Env) {
    form.set(TITLE, &fields.title);
    if let Some(isco08) = &fields.isco08 {
        form.choose(
            OCCUPATION,
            Choice::new(isco08, env.reference.occupation_name(isco08, env.lang)),
        );
    }
    form.set(POSTS, &fields.posts.to_string());
    form.set(CONTRACT, fields.contract.map_or("", Named::code));
    form.set(CCNL, fields.ccnl.as_deref().unwrap_or(""));
    form.set(LEVEL, fields.level.as_deref().unwrap_or(""));
    form.set(TRANSPORT, fields.public_transport.map_or("", Named::code));
    form.set(RESERVED, fields.reserved.code());
    form.set(
        HOURS,
        &fields
            .hours_week
            .map(|hours| hours.to_string())
            .unwrap_or_default(),
    );
    form.set(SHIFT, fields.shift.map_or("", Named::code));
    let istat = fields.place.istat.as_deref().unwrap_or("?");
    form.choose(PLACE, Choice::new(istat, &fields.place.name));
    if let (Some(low), Some(high)) = (
        fields.pay_min.or(fields.pay_max),
        fields.pay_max.or(fields.pay_min),
    ) {
        form.set(
            PAY,
            &if low == high {
                say::euros(low)
            } else {
                format!("{}-{}", say::euros(low), say::euros(high))
            },
        );
    }
    form.set(START, &fields.start_on.map(day::short).unwrap_or_default());
    form.set(
        DEADLINE,
        &fields.deadline_on.map(day::short).unwrap_or_default(),
    );
    form.set(LICENCE, fields.licence.as_deref().unwrap_or(""));
    form.set(
        CAR,
        if fields.own_car {
            answer_code(true)
        } else {
            ""
        },
    );
    form.set(EDUCATION, fields.education.map_or("", Named::code));
    form.set(ITALIAN, fields.italian_min.map_or("", Named::code));
    let of = |essential: bool| {
        let labels: Vec<&str> = fields
            .requirements
            .iter()
            .filter(|asked| asked.kind == RequirementKind::Skill && asked.essential == essential)
            .map(|asked| env.reference.skill_name(&asked.value, env.lang))
            .collect();
        labels.join(", ")
    };
    form.set(ESSENTIAL, &of(true));
    form.set(OPTIONAL, &of(false));
    form.set(TEXT, &fields.text);
}

/// What to say when a field that publishing needs is empty; none for the others.
pub(super) fn needed_to_publish(name: &str) -> Option<MessageId> {
    match name {
        CONTRACT => Some(MessageId("vacancy-needs-contract")),
        CCNL => Some(MessageId("vacancy-needs-ccnl")),
        HOURS => Some(MessageId("vacancy-needs-hours")),
        _ => None,
    }
}

/// What is wrong with a value that was typed.
pub(super) fn wrong_value(name: &str, value: &str) -> Option<MessageId> {
    let number: Option<u16> = value.parse().ok();
    match name {
        POSTS if number.unwrap_or(0) == 0 => Some(MessageId("vacancy-posts-wrong")),
        HOURS if !number.is_some_and(|hours| (1..=MOST_HOURS).contains(&hours)) => {
            Some(MessageId("vacancy-hours-wrong"))
        }
        PAY if read_pay(value).is_none() => Some(MessageId("vacancy-pay-wrong")),
        _ => None,
    }
}

/// Reads `1400`, `1.400,50`, `1400-1600`: lowest and highest, in cents.
pub(super) fn read_pay(typed: &str) -> Option<(i64, i64)> {
    let mut parts = typed.split(['-', '/']).map(read_euros);
    let low = parts.next()??;
    let high = parts.next().map_or(Some(low), |high| high)?;
    (parts.next().is_none() && low <= high).then_some((low, high))
}

pub(super) fn read_euros(typed: &str) -> Option<i64> {
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .collect();
    let (euros, cents) = match bare.rsplit_once([',', '.']) {
        Some((euros, cents)) if cents.len() <= 2 => (euros.to_owned(), cents.to_owned()),
        _ => (bare, String::new()),
    };
    let digits: String = euros.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let cents = format!("{cents:0<2}");
    let whole: i64 = digits
        .parse()
        .ok()
        .filter(|euros| (1..=100_000).contains(euros))?;
    Some(whole * 100 + cents.parse::<i64>().ok()?)
}

/// Skills parted by commas, in the language in use or in Italian, each by the label under which it is known, if
/// there is one.
pub(super) fn skills(typed: &str, env: &Env) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for part in typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let known = env.reference.skills(part, 1).into_iter().next();
        let begun = |name: &str| text::words_begin(&text::fold(name), &text::fold(part));
        let same = known.filter(|skill| {
            let english = env.reference.skill_name(skill.label, Lang::En);
            begun(skill.label) || begun(english)
        });
        let label = same.map_or(part, |skill| skill.label).to_owned();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// The title in both genders, as a sentence, when it speaks to one.
pub(super) fn advert_title(title: &str, env: &Env) -> Option<String> {
    let titles = Reference::all_everyday_titles().map(|(_, man, woman)| (man, woman));
    let both = advert::in_both_genders(title, titles)?;
    Some(
        env.words
            .with(
                MessageId("vacancy-title-one-gender"),
                &[("both", both.into())],
            )
            .into_owned(),
    )
}

/// The occupations that a title names: all its words, then its first.
pub(super) fn occupations_of(title: &str, env: &Env) -> Vec<Choice> {
    let first = title
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| word.len() > 3)
        .unwrap_or("");
    let named = |query: &str| -> Vec<Choice> {
        let folded = text::fold(query);
        search::occupations(query, env)
            .into_iter()
            .filter(|choice| {
                !folded.is_empty() && text::words_begin(&text::fold(&choice.label), &folded)
            })
            .collect()
    };
    let whole = named(title);
    if whole.is_empty() {
        named(first)
    } else {
        whole
    }
}

/// What is recorded of a company that is known by its name alone.
pub(in crate::panes::vacancies) fn company_named(
    name: &str,
) -> crate::store::companies::CompanyFields {
    let folded = text::fold(name);
    let mut fields = crate::store::companies::CompanyFields::named(name);
    if text::words(&folded).any(|word| word.starts_with("coop")) {
        fields.kind = CompanyKind::Cooperative;
    }
    fields
}
