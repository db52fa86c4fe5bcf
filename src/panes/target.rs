//! Target groups in words: what the dated rules say of somebody, why, and what is still to be asked.
//!
//! A group that needs a sealed fact is not among them: those are computed in the unsealed screen alone.

use chrono::NaiveDate;

use super::Env;
use super::person::{area, sentence_case, word};
use crate::domain::document::PermitKind;
use crate::domain::interview::EntryKind;
use crate::domain::person::Pursuit;
use crate::domain::target_group::{self, Answer, Fact, Facts, Reason, Value, Verdict};
use crate::store::interview::{Entry, unemployment_benefit};
use crate::store::people::PersonRecord;
use crate::ui::view::{Span, Tone};
use crate::ui::words::{MessageId, Words};

/// More days than any permit has that ends.
const ENDLESS: i64 = 100_000;

/// What is known of somebody on file, for the rules of target groups.
pub fn facts_of(record: &PersonRecord, on: NaiveDate) -> Facts {
    let facts = &record.facts;
    let told = &record.told;
    let benefit = unemployment_benefit(told, on);
    let works = told.iter().filter(|entry| entry.kind() == EntryKind::Work);
    let studies = |entry: &Entry| matches!(entry, Entry::Schooling(school) if school.ongoing);
    let present = record
        .employment
        .iter()
        .find(|period| period.to_on.is_none());
    let permits = record.documents.iter().map(|known| &known.paper);
    let permits = permits.filter(|paper| paper.permit.is_some());
    // The one that lasts longest.
    let permit = permits.max_by_key(|paper| paper.expires_on);
    let at_present = |pursuit: Pursuit| pursuit.among(&facts.pursuits);
    Facts {
        birth_on: facts.birth_on,
        registry_sex: facts.registry_sex,
        employment: present.map(|period| period.status),
        employment_since: present.and_then(|period| period.from_on),
        did_on: facts.did_on,
        education: facts.education,
        // The most favourable of several.
        area: facts.citizenship.iter().filter_map(|iso2| area(iso2)).min(),
        permit_work: permit.and_then(|paper| paper.permit?.allows_work(paper.issued_on, on)),
        permit_expires_on: permit.and_then(|paper| match paper.permit {
            // What is renewed is the card.
            Some(PermitKind::LongTerm) => Some(NaiveDate::MAX),
            _ => paper.expires_on,
        }),
        benefit: benefit.map(|(is, _)| is),
        benefit_until: benefit.and_then(|(_, until)| until),
        ever_worked: works.map(|entry| matches!(entry, Entry::Work(_))).max(),
        studying: told
            .iter()
            .any(studies)
            .then_some(true)
            .or_else(|| at_present(Pursuit::School)),
        training: at_present(Pursuit::Training),
        traineeship: at_present(Pursuit::Traineeship),
        civil_service: at_present(Pursuit::CivilService),
        ..Facts::default()
    }
}

/// The groups that apply, each with its reasons, then those that one more answer would decide, then those
/// whose rule is over and would not have said no, with its last day. Groups of whose definition nothing
/// is known yet are not named: they would only be noise.
pub fn targets(facts: &Facts, env: &Env) -> Vec<Span<'static>> {
    let words = &env.words;
    let verdicts = target_group::evaluate(env.reference.targets(), facts, env.today());
    let mut said = Vec::new();
    for verdict in verdicts
        .iter()
        .filter(|verdict| verdict.answer == Answer::Yes)
    {
        let line = words.with(
            MessageId("person-target"),
            &[
                ("target", (&title(verdict, words)).into()),
                ("why", (&why(verdict, words)).into()),
            ],
        );
        said.push(Span::toned(line.into_owned(), Tone::Strong));
    }
    for verdict in verdicts.iter().filter(|verdict| is_near(verdict, facts)) {
        let line = words.with(
            MessageId("person-target-ask"),
            &[
                ("target", (&title(verdict, words)).into()),
                ("facts", (&asked(verdict, words)).into()),
            ],
        );
        said.push(Span::toned(line.into_owned(), Tone::Quiet));
    }
    // Who asks for a programme that is over reads that it is, and not silence.
    let over = over(facts, env).filter(|_| facts.birth_on.is_some());
    for (verdict, last) in over.filter(|(verdict, _)| verdict.answer != Answer::No) {
        let line = words.with(
            MessageId("person-target-expired"),
            &[
                ("target", (&title(&verdict, words)).into()),
                ("day", words.date(last).into()),
            ],
        );
        said.push(Span::toned(line.into_owned(), Tone::Quiet));
    }
    said
}

/// What the rules that are over would say, each with its last day.
pub fn over(facts: &Facts, env: &Env) -> impl Iterator<Item = (Verdict, NaiveDate)> {
    let today = env.today();
    let over = target_group::expired(env.reference.targets(), today);
    over.map(move |(rule, last)| (target_group::apply(rule, facts, today), last))
}

/// The name of the group, as a line begins with it.
pub fn title(verdict: &Verdict, words: &Words) -> String {
    sentence_case(&word(words, verdict.target))
}

/// What is to be asked before the rule can answer, each fact once.
pub fn asked(verdict: &Verdict, words: &Words) -> String {
    let facts = verdict.missing.iter().map(|fact| word(words, *fact));
    facts.collect::<Vec<_>>().join(", ")
}

/// Whether a group is undecided for want of facts that were not yet to be asked for anyhow: age and
/// status are known, the rest of its definition is not.
fn is_near(verdict: &Verdict, facts: &Facts) -> bool {
    let basic = [
        Fact::BirthDate,
        Fact::Employment,
        Fact::EmploymentSince,
        Fact::RegistrySex,
        Fact::Education,
        Fact::Area,
    ];
    verdict.answer == Answer::Unknown
        && facts.birth_on.is_some()
        && facts.employment.is_some()
        && !verdict.missing.is_empty()
        && !verdict
            .missing
            .iter()
            .any(|fact| basic.contains(fact) || *fact == Fact::Benefit)
}

/// What decided.
pub fn why(verdict: &Verdict, words: &Words) -> String {
    let mut said: Vec<String> = Vec::new();
    for reason in &verdict.reasons {
        let words = in_words(reason, words);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join(", ")
}

fn in_words(reason: &Reason, words: &Words) -> String {
    let counted = |id: MessageId, n: i64| words.with(id, &[("n", n.into())]).into_owned();
    match (reason.value, reason.fact) {
        (Value::Years(n), _) => counted(MessageId("person-why-years"), n),
        (Value::Months(n), Fact::DidOn) => counted(MessageId("person-why-months-did"), n),
        (Value::Months(n), _) => counted(MessageId("person-why-months"), n),
        (Value::Days(n), Fact::PermitExpiry) if n < 0 => {
            counted(MessageId("person-why-permit-expired"), -n)
        }
        (Value::Days(n), Fact::PermitExpiry) if n > ENDLESS => words
            .get(MessageId("person-why-permit-endless"))
            .into_owned(),
        (Value::Days(n), Fact::PermitExpiry) => counted(MessageId("person-why-permit-expires"), n),
        (Value::Days(n), Fact::BenefitUntil) => counted(MessageId("person-why-benefit-until"), n),
        (Value::Days(n), _) => counted(MessageId("person-why-days"), n),
        (Value::Status(status), _) => word(words, status),
        (Value::Education(education), _) => word(words, education),
        (Value::Sex(sex), _) => word(words, sex),
        (Value::Area(area), _) => word(words, area),
        (Value::Flag(yes), fact) => {
            let fact = word(words, fact);
            let id = if yes {
                MessageId("person-why-yes")
            } else {
                MessageId("person-why-no")
            };
            words.with(id, &[("fact", (&fact).into())]).into_owned()
        }
    }
}
