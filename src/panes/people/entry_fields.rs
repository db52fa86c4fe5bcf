//! The fields of a row of the interview, by its kind: which, how they are filled, what they offer.

use chrono::NaiveDate;

use crate::domain::Named;
use crate::domain::day;
use crate::domain::interview::{
    BenefitKind, EndReason, EntryKind, NeedKind, NeedLevel, Recognised, SkillLevel, Tongue,
};
use crate::domain::matching::Cefr;
use crate::domain::person::Education;
use crate::domain::plan::GoalDomain;
use crate::domain::text::fold;
use crate::domain::vacancy::Contract;
use crate::panes::{Env, person};
use crate::reference::Reference;
use crate::store::interview::Entry;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::picker::SHOWN;
use crate::ui::words::MessageId;

pub(super) const OCCUPATION: &str = "occupation";
pub(super) const TITLE: &str = "title";
pub(super) const EMPLOYER: &str = "employer";
pub(super) const CONTRACT: &str = "contract";
pub(super) const HOURS: &str = "hours";
pub(super) const FROM: &str = "from";
pub(super) const TO: &str = "to";
pub(super) const REASON: &str = "reason";
pub(super) const LEVEL: &str = "level";
pub(super) const COUNTRY: &str = "country";
pub(super) const RECOGNISED: &str = "recognised";
pub(super) const ONGOING: &str = "ongoing";
pub(super) const SKILL: &str = "skill";
pub(super) const PROOF: &str = "proof";
pub(super) const LANG: &str = "lang";
pub(super) const KIND: &str = "kind";
pub(super) const DOMAIN: &str = "domain";
pub(super) const WORDS: &str = "words";
pub(super) const YES: &str = "yes";

/// A row is kept whole, in one column.
pub(super) const KEPT_AS: &[(&str, &str)] = &[
    (OCCUPATION, "body"),
    (TITLE, "body"),
    (EMPLOYER, "body"),
    (CONTRACT, "body"),
    (HOURS, "body"),
    (FROM, "body"),
    (TO, "body"),
    (REASON, "body"),
    (LEVEL, "body"),
    (COUNTRY, "body"),
    (RECOGNISED, "body"),
    (ONGOING, "body"),
    (SKILL, "body"),
    (PROOF, "body"),
    (LANG, "body"),
    (KIND, "body"),
    (DOMAIN, "body"),
    (WORDS, "body"),
];

/// Where the person's own record has what it alone knows of a skill or a language.
pub(super) const TOLD_IN: &[(&str, &str)] = &[
    (SKILL, "skills"),
    (TITLE, "skills"),
    (LANG, "languages"),
    (LEVEL, "italian"),
];

/// The code of a language that was written out; what was written where there is none.
pub(super) fn code_of(name: String, env: &Env) -> String {
    let is_it = |tongue: &&Tongue| {
        [tongue.code().to_owned(), person::word(&env.words, **tongue)]
            .iter()
            .any(|known| fold(known) == fold(&name))
    };
    let known = Tongue::ALL.iter().find(is_it);
    known.map_or(name, |tongue| tongue.code().to_owned())
}

/// The name of a language; its code where there is no name.
pub(super) fn tongue(code: &str, env: &Env) -> String {
    code.parse::<Tongue>()
        .map_or_else(|_| code.to_owned(), |known| person::word(&env.words, known))
}

/// The fields of a kind.
pub(super) fn of(kind: EntryKind, env: &Env) -> Vec<Field> {
    let words = &env.words;
    let text = |name, label| Field::text(name, label).max(80);
    let level = |choices| Field::choice(LEVEL, MessageId("entry-level"), choices);
    match kind {
        EntryKind::Work => vec![
            Field::picker(OCCUPATION, MessageId("entry-occupation")),
            text(TITLE, MessageId("entry-work-title")),
            text(EMPLOYER, MessageId("entry-employer")),
            Field::date(FROM, MessageId("sealed-from-field")).required(),
            Field::date(TO, MessageId("entry-to")),
            Field::choice(
                CONTRACT,
                MessageId("entry-contract"),
                person::options::<Contract>(words),
            ),
            Field::text(HOURS, MessageId("entry-hours")).max(3),
            Field::choice(
                REASON,
                MessageId("entry-reason"),
                person::options::<EndReason>(words),
            ),
        ],
        EntryKind::Schooling => vec![
            level(person::options::<Education>(words)).required(),
            text(TITLE, MessageId("entry-school-title")),
            Field::choice(
                ONGOING,
                MessageId("entry-ongoing"),
                vec![
                    Choice::new("no", words.get(MessageId("person-no"))),
                    Choice::new(YES, words.get(MessageId("person-yes"))),
                ],
            ),
            Field::date(TO, MessageId("entry-school-to")),
            Field::picker(COUNTRY, MessageId("entry-country")),
            Field::choice(
                RECOGNISED,
                MessageId("entry-recognised"),
                person::options::<Recognised>(words),
            )
            .hidden(),
        ],
        EntryKind::Skill => vec![
            Field::picker(SKILL, MessageId("entry-skill")),
            text(TITLE, MessageId("entry-skill-title")),
            level(person::options::<SkillLevel>(words)),
            text(PROOF, MessageId("entry-proof")),
        ],
        EntryKind::Language => vec![
            Field::choice(
                LANG,
                MessageId("entry-lang"),
                person::options::<Tongue>(words),
            ),
            Field::text(TITLE, MessageId("entry-lang-other")).max(40),
            level(person::options::<Cefr>(words)),
        ],
        EntryKind::Benefit => vec![
            Field::choice(
                KIND,
                MessageId("entry-benefit"),
                person::options::<BenefitKind>(words),
            )
            .required(),
            Field::date(FROM, MessageId("sealed-from-field")),
            Field::date(TO, MessageId("sealed-to-field")),
        ],
        EntryKind::Need => vec![
            Field::choice(
                KIND,
                MessageId("entry-need-kind"),
                person::options::<NeedKind>(words),
            )
            .required(),
            Field::choice(
                DOMAIN,
                MessageId("entry-domain"),
                person::options::<GoalDomain>(words),
            )
            .required(),
            Field::note(WORDS, MessageId("entry-words")).required(),
            level(person::options::<NeedLevel>(words)).hidden(),
        ],
    }
}

/// Fills the fields with what is on file.
pub(super) fn fill(form: &mut Form, entry: &Entry, env: &Env) {
    let day = |on: Option<NaiveDate>| on.map(day::short).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match entry {
        Entry::Work(done) => {
            if let Some(isco08) = &done.isco08 {
                let known = env.reference.occupation_title(isco08, env.lang);
                form.choose(OCCUPATION, Choice::new(isco08, known.unwrap_or(isco08)));
            }
            form.set(TITLE, &done.title);
            form.set(EMPLOYER, &text(&done.employer));
            form.set(FROM, &day(Some(done.from_on)));
            form.set(TO, &day(done.to_on));
            form.set(CONTRACT, code(done.contract));
            let hours = done.hours_week.map(|hours| hours.to_string());
            form.set(HOURS, &hours.unwrap_or_default());
            form.set(REASON, code(done.end_reason));
        }
        Entry::Schooling(school) => {
            form.set(LEVEL, school.level.code());
            form.set(TITLE, &text(&school.title));
            form.set(ONGOING, if school.ongoing { YES } else { "no" });
            form.set(TO, &day(school.to_on));
            if let Some(iso2) = &school.country {
                let known = Reference::state_by_iso2(iso2);
                let choice = known.map(|state| person::state_choice(&state, env.lang));
                form.choose(COUNTRY, choice.unwrap_or_else(|| Choice::new(iso2, iso2)));
            }
            form.set(RECOGNISED, code(school.recognised));
        }
        Entry::Skill(skill) => {
            // What was taken from the list stands in its field again, one's own words in theirs.
            if Reference::all_skills().any(|known| known.label == skill.label) {
                form.choose(SKILL, skill_choice(&skill.label, env));
            } else {
                form.set(TITLE, &skill.label);
            }
            form.set(LEVEL, code(skill.level));
            form.set(PROOF, &text(&skill.proof));
        }
        Entry::Language(spoken) => {
            let known = spoken.lang.parse::<Tongue>().is_ok();
            form.set(if known { LANG } else { TITLE }, &spoken.lang);
            form.set(LEVEL, code(spoken.cefr));
        }
        Entry::Benefit(benefit) => {
            form.set(KIND, benefit.kind.code());
            form.set(FROM, &day(benefit.from_on));
            form.set(TO, &day(benefit.to_on));
        }
        Entry::Need(need) => {
            form.set(KIND, need.kind.code());
            form.set(DOMAIN, need.domain.code());
            form.set(WORDS, &need.words);
            form.set(LEVEL, code(need.level));
        }
        Entry::Nothing(_) | Entry::NoneOf(_) => {}
    }
}

fn code<T: Named>(value: Option<T>) -> &'static str {
    value.map_or("", Named::code)
}

/// Shows the fields that apply: whether a title is recognised only of one from abroad, how much it weighs only of a
/// need; one of occupation and words, of skill and words, of a language in the list and another, is needed.
pub(super) fn follow(form: &mut Form) {
    let abroad = !matches!(form.value(COUNTRY), "" | "IT");
    form.show(RECOGNISED, abroad);
    if form.field(DOMAIN).is_some() {
        let need = form.value(KIND) == NeedKind::Need.code();
        form.show(LEVEL, need);
    }
    let lists = [OCCUPATION, SKILL, LANG];
    let named = lists.iter().any(|name| !form.value(name).is_empty());
    let asked = lists.iter().any(|name| form.field(name).is_some());
    let title = form.fields.iter_mut().find(|field| field.name == TITLE);
    if let Some(title) = title.filter(|_| asked) {
        title.required = !named;
    }
}

/// Offers what answers the text of a picker.
pub(super) fn offer(form: &mut Form, field: usize, env: &Env) {
    let Some(name) = form.fields.get(field).map(|field| field.name) else {
        return;
    };
    let typed = form.text(name).to_owned();
    let offered = match name {
        OCCUPATION => super::edit::occupations(&typed, env),
        COUNTRY => person::citizenships(&typed, env),
        SKILL => {
            let found = env.reference.skills(&typed, SHOWN).into_iter();
            found.map(|skill| skill_choice(skill.label, env)).collect()
        }
        _ => return,
    };
    form.set_proposals(name, offered);
}

/// A skill by its label, called as in the language of the screen.
fn skill_choice(label: &str, env: &Env) -> Choice {
    Choice::new(label, env.reference.skill_name(label, env.lang))
}
