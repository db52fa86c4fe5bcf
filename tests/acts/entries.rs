//! The rows of an interview, and what they leave in the person's own record: written over, corrected, met by a merge.

use sportello::domain::double::SameFact;
use sportello::domain::ids::PersonId;
use sportello::domain::intake::{IntakeKind, IntakeState, Missing, Reason};
use sportello::domain::interview::{EntryKind, SkillLevel};
use sportello::domain::matching::Cefr;
use sportello::domain::person::Education;
use sportello::store::Error;
use sportello::store::intakes::SaveIntake;
use sportello::store::interview::{
    EndInterview, Entry, EntryRow, Interview, InterviewOf, RemoveEntry, SaveInterview, Schooling,
    Skill, Spoken, WriteEntry,
};
use sportello::store::journal::UndoLast;
use sportello::store::people::{ChangePerson, PersonFacts, SeparatePeople};

use crate::doubles::{dump, merge};
use crate::people::{file, newcomer, raw, register};
use crate::{Office, office};

fn read(office: &Office, person: PersonId) -> Interview {
    office.ask(&office.anna, InterviewOf { person }).unwrap()
}

fn write(office: &Office, person: PersonId, entry: Entry) {
    write_over(office, person, None, entry).unwrap();
}

/// Writes a row over the one that was seen.
fn write_over(
    office: &Office,
    person: PersonId,
    seen: Option<&EntryRow>,
    entry: Entry,
) -> Result<(), Error> {
    let row = seen.and_then(|seen| seen.row);
    let was = seen.filter(|seen| seen.row.is_none());
    let act = WriteEntry {
        person,
        row,
        was: was.map(|seen| seen.entry.clone()),
        entry,
    };
    office.act(&office.anna, act)
}

fn seen(office: &Office, person: PersonId, name: &str) -> EntryRow {
    let mut rows = read(office, person).entries.into_iter();
    rows.find(|row| row.entry.name() == Some(name)).unwrap()
}

fn skill(label: &str, level: Option<SkillLevel>) -> Entry {
    Entry::Skill(Skill {
        label: label.into(),
        level,
        proof: None,
    })
}

fn language(lang: &str, cefr: Option<Cefr>) -> Entry {
    let lang = lang.into();
    Entry::Language(Spoken { lang, cefr })
}

fn school(level: Education) -> Entry {
    Entry::Schooling(Schooling {
        level,
        title: None,
        country: None,
        recognised: None,
        to_on: None,
        ongoing: false,
        apart: None,
    })
}

/// Somebody of whom the record alone knows a skill, a language and Italian.
fn known(office: &Office) -> PersonId {
    let mut person = newcomer("Rossi", "Maria");
    person.facts.skills = vec!["cucinare".into()];
    person.facts.languages = vec!["en".into()];
    person.facts.italian = Some(Cefr::B1);
    register(office, person).person
}

fn told(office: &Office, person: PersonId) -> Vec<Entry> {
    let rows = read(office, person).entries;
    rows.into_iter().map(|row| row.entry).collect()
}

#[test]
fn a_row_that_only_the_record_knows_is_written_over_and_not_beside_it() {
    let office = office();
    let person = known(&office);
    for (name, entry) in [
        ("cucinare", skill("cucinare per molti", None)),
        ("en", language("fr", Some(Cefr::A2))),
    ] {
        let row = seen(&office, person, name);
        write_over(&office, person, Some(&row), entry).unwrap();
    }
    let facts = file(&office, person).facts;
    assert_eq!(facts.skills, ["cucinare per molti"]);
    assert_eq!(facts.languages, ["fr"]);
    assert_eq!(
        told(&office, person),
        [
            skill("cucinare per molti", None),
            language("fr", Some(Cefr::A2)),
            language("it", Some(Cefr::B1)),
        ]
    );
    // Italian that was entered by mistake is another language now.
    let row = seen(&office, person, "it");
    write_over(&office, person, Some(&row), language("es", Some(Cefr::B1))).unwrap();
    let facts = file(&office, person).facts;
    assert_eq!((facts.italian, facts.languages.len()), (None, 2));
}

#[test]
fn a_language_that_becomes_italian_leaves_no_row_behind() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    write(&office, person, language("fr", Some(Cefr::C1)));
    let row = seen(&office, person, "fr");
    write_over(&office, person, Some(&row), language("it", Some(Cefr::C1))).unwrap();
    assert_eq!(told(&office, person), [language("it", Some(Cefr::C1))]);
    let facts = file(&office, person).facts;
    assert_eq!((facts.italian, facts.languages.len()), (Some(Cefr::C1), 0));
    office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(told(&office, person), [language("fr", Some(Cefr::C1))]);
}

#[test]
fn who_speaks_italian_alone_says_that_there_is_no_other_language() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let none = Entry::Nothing(EntryKind::Language);
    write(&office, person, language("it", Some(Cefr::B1)));
    write(&office, person, none.clone());
    let row = seen(&office, person, "it");
    write_over(&office, person, Some(&row), language("it", Some(Cefr::B2))).unwrap();
    let told = told(&office, person);
    assert!(told.contains(&none), "{told:?}");
    assert!(told.contains(&language("it", Some(Cefr::B2))), "{told:?}");
}

#[test]
fn italian_without_a_level_is_not_taken_for_none() {
    let office = office();
    let person = known(&office);
    let before = file(&office, person).facts;
    assert!(before.italian.is_some());
    let late = write_over(&office, person, None, language("it", None));
    assert!(matches!(late, Err(Error::Invalid { .. })), "{late:?}");
    assert_eq!(file(&office, person).facts, before);
}

#[test]
fn a_row_of_the_record_that_says_something_else_by_now_is_not_written_over() {
    let office = office();
    let person = known(&office);
    let row = seen(&office, person, "it");
    let colleague = write_over(&office, person, Some(&row), language("it", Some(Cefr::C2)));
    colleague.unwrap();
    let late = write_over(&office, person, Some(&row), language("it", Some(Cefr::A1)));
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    let row = seen(&office, person, "cucinare");
    let remove = || RemoveEntry {
        person,
        row: row.row,
        entry: row.entry.clone(),
    };
    office.act(&office.anna, remove()).unwrap();
    let late = office.act(&office.bruno, remove());
    assert!(matches!(late, Err(Error::NotFound { .. })), "{late:?}");
    let late = write_over(&office, person, Some(&row), skill("stirare", None));
    assert!(matches!(late, Err(Error::NotFound { .. })), "{late:?}");
    let facts = file(&office, person).facts;
    assert_eq!((facts.italian, facts.skills.len()), (Some(Cefr::C2), 0));
}

#[test]
fn a_school_that_is_corrected_or_taken_away_no_longer_stands_as_the_highest() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let education = || file(&office, person).facts.education;
    write(&office, person, school(Education::LowerSecondary));
    write(&office, person, school(Education::Master));
    assert_eq!(education(), Some(Education::Master));
    let find = |level| {
        let mut rows = read(&office, person).entries.into_iter();
        rows.find(|row| row.entry == school(level)).unwrap()
    };
    let wrong = find(Education::Master);
    write_over(
        &office,
        person,
        Some(&wrong),
        school(Education::UpperSecondary),
    )
    .unwrap();
    assert_eq!(education(), Some(Education::UpperSecondary));
    let right = find(Education::UpperSecondary);
    let remove = RemoveEntry {
        person,
        row: right.row,
        entry: right.entry,
    };
    office.act(&office.anna, remove).unwrap();
    assert_eq!(education(), Some(Education::LowerSecondary));
    // What was said beside the rows is not theirs to lower.
    let record = file(&office, person);
    let change = ChangePerson {
        person,
        ver: record.ver,
        facts: PersonFacts {
            education: Some(Education::Bachelor),
            ..record.facts
        },
    };
    office.act(&office.anna, change).unwrap();
    let last = find(Education::LowerSecondary);
    let remove = RemoveEntry {
        person,
        row: last.row,
        entry: last.entry,
    };
    office.act(&office.anna, remove).unwrap();
    assert_eq!(education(), Some(Education::Bachelor));
}

/// What the quick intake said of school stands again when the rows that told more are taken away, in any order.
#[test]
fn what_was_said_of_school_before_its_rows_is_not_lost_with_them() {
    let office = office();
    for order in [[0, 1], [1, 0]] {
        let mut said = newcomer("Rossi", "Maria");
        said.facts.education = Some(Education::UpperSecondary);
        let person = register(&office, said).person;
        let education = || file(&office, person).facts.education;
        let levels = [Education::Bachelor, Education::Master];
        for level in levels {
            write(&office, person, school(level));
        }
        assert_eq!(education(), Some(Education::Master));
        for at in order {
            let is_it = |row: &EntryRow| match &row.entry {
                Entry::Schooling(school) => school.level == levels[at],
                _ => false,
            };
            let rows = read(&office, person).entries;
            let row = rows.into_iter().find(is_it).unwrap();
            let remove = RemoveEntry {
                person,
                row: row.row,
                entry: row.entry,
            };
            office.act(&office.anna, remove).unwrap();
        }
        assert_eq!(education(), Some(Education::UpperSecondary), "{order:?}");
    }
    // The same level told by both is still what was said.
    let mut said = newcomer("Rossi", "Maria");
    said.facts.education = Some(Education::Master);
    let person = register(&office, said).person;
    write(&office, person, school(Education::Master));
    let row = read(&office, person).entries.remove(0);
    let remove = RemoveEntry {
        person,
        row: row.row,
        entry: row.entry,
    };
    office.act(&office.anna, remove).unwrap();
    let education = file(&office, person).facts.education;
    assert_eq!(education, Some(Education::Master));
}

#[test]
fn that_there_is_no_phone_and_no_licence_is_an_answer() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let asked = [Missing::Phone, Missing::Licence];
    let missing = || read(&office, person).missing();
    assert!(asked.iter().all(|ask| missing().contains(ask)));
    let record = file(&office, person);
    let facts = PersonFacts {
        phone: Some(String::new()),
        licence: Some(String::new()),
        ..record.facts
    };
    let ver = record.ver;
    let change = ChangePerson { person, ver, facts };
    office.act(&office.anna, change).unwrap();
    assert!(!asked.iter().any(|ask| missing().contains(ask)));
    let facts = file(&office, person).facts;
    assert_eq!(
        (facts.phone.as_deref(), facts.licence.as_deref()),
        (Some(""), Some(""))
    );
}

#[test]
fn a_quick_intake_goes_on_with_the_full_interview_that_is_not_finished() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let begun = office.act(&office.bruno, SaveInterview { person }).unwrap();
    let visit = SaveIntake {
        person: Some((person, file(&office, person).ver)),
        ..crate::intake::complete()
    };
    let visit = office.act(&office.anna, visit).unwrap();
    assert_eq!(visit.intake, begun.intake, "one interview");
    assert_eq!(visit.state, IntakeState::Partial);
    assert!(visit.missing.contains(&Missing::Skills), "{visit:?}");
    let again = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_eq!(again.intake, begun.intake);
    let last = read(&office, person).last.unwrap();
    assert_eq!(
        (last.kind, last.state),
        (IntakeKind::Full, IntakeState::Partial)
    );
    assert!(last.reason.is_some(), "why the person came is kept with it");
    // A later visit says why it came behind that.
    let later = SaveIntake {
        person: Some((person, file(&office, person).ver)),
        reason: Some(Reason::Papers),
        reason_words: "firma del permesso".into(),
        ..SaveIntake::default()
    };
    office.act(&office.anna, later).unwrap();
    let now = read(&office, person).last.unwrap();
    assert_eq!((now.reason, now.ticket), (last.reason, last.ticket));
    let words = now.reason_words.unwrap();
    assert!(words.starts_with(last.reason_words.as_deref().unwrap_or_default()));
    assert!(words.ends_with("firma del permesso"), "{words}");
    let interviews: i64 = raw(&office)
        .query_row("SELECT count(*) FROM intake", [], |row| row.get(0))
        .unwrap();
    assert_eq!(interviews, 1);
}

/// Two records of one person whose interviews contradict each other, and share a skill and a language.
fn two_interviews(office: &Office) -> (PersonId, PersonId) {
    let kept = known(office);
    let gone = known(office);
    for entry in [
        Entry::Nothing(EntryKind::Schooling),
        Entry::Nothing(EntryKind::Benefit),
        skill("stirare", None),
        language("fr", Some(Cefr::A1)),
    ] {
        write(office, kept, entry);
    }
    for entry in [
        school(Education::Bachelor),
        Entry::Nothing(EntryKind::Benefit),
        skill("stirare", Some(SkillLevel::Alone)),
        skill("saldare", None),
        language("fr", Some(Cefr::C1)),
        language("wo", None),
    ] {
        write(office, gone, entry);
    }
    (kept, gone)
}

#[test]
fn a_merge_leaves_each_row_once_and_none_that_another_denies() {
    let office = office();
    let (kept, gone) = two_interviews(&office);
    let act = merge(&office, kept, gone, &[SameFact::Skills]);
    office.act(&office.carla, act).unwrap();
    let told = told(&office, kept);
    assert_eq!(
        told,
        [
            school(Education::Bachelor),
            skill("stirare", Some(SkillLevel::Alone)),
            skill("saldare", None),
            skill("cucinare", None),
            language("fr", Some(Cefr::A1)),
            language("wo", None),
            language("it", Some(Cefr::B1)),
            language("en", None),
            Entry::Nothing(EntryKind::Benefit),
        ]
    );
    let facts = file(&office, kept).facts;
    assert_eq!(facts.skills, ["cucinare", "stirare", "saldare"]);
    assert_eq!(facts.languages, ["en", "fr", "wo"]);
}

#[test]
fn a_merge_of_two_interviews_is_taken_back_and_taken_apart() {
    let office = office();
    let (kept, gone) = two_interviews(&office);
    let before = dump(&raw(&office));
    let act = merge(&office, kept, gone, &[SameFact::Languages]);
    office.act(&office.carla, act.clone()).unwrap();
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(dump(&raw(&office)), before);
    let act = merge(&office, kept, gone, &act.taken);
    office.act(&office.carla, act).unwrap();
    office.act(&office.carla, SeparatePeople { gone }).unwrap();
    assert_eq!(dump(&raw(&office)), before);
}

#[test]
fn a_skill_or_a_language_that_a_colleague_wrote_meanwhile_is_not_written_over() {
    let office = office();
    let person = known(&office);
    write(&office, person, language("fr", Some(Cefr::B2)));
    write(&office, person, skill("saldare", Some(SkillLevel::Alone)));
    for entry in [
        language("fr", Some(Cefr::A1)),
        language("it", Some(Cefr::A1)),
        skill("saldare", Some(SkillLevel::Helped)),
    ] {
        let refused = write_over(&office, person, None, entry);
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{refused:?}"
        );
    }
    // Without a level it takes nothing away.
    write(&office, person, language("fr", None));
    write(&office, person, skill("saldare", None));
    let row = seen(&office, person, "en");
    let renamed = write_over(&office, person, Some(&row), language("fr", Some(Cefr::A2)));
    assert!(matches!(renamed, Err(Error::Invalid { .. })), "{renamed:?}");
    let told = told(&office, person);
    assert!(told.contains(&language("fr", Some(Cefr::B2))), "{told:?}");
    assert!(told.contains(&skill("saldare", Some(SkillLevel::Alone))));
    assert!(told.contains(&language("it", Some(Cefr::B1))));
}

#[test]
fn a_merge_keeps_the_level_that_only_the_record_that_goes_tells() {
    let office = office();
    let (kept, gone) = (known(&office), known(&office));
    write(&office, kept, language("fr", None));
    write(&office, gone, language("fr", Some(Cefr::C1)));
    write(&office, kept, skill("saldare", Some(SkillLevel::Alone)));
    write(&office, gone, skill("saldare", None));
    let before = dump(&raw(&office));
    let act = merge(&office, kept, gone, &[SameFact::Skills]);
    office.act(&office.carla, act).unwrap();
    let told = told(&office, kept);
    assert!(told.contains(&language("fr", Some(Cefr::C1))), "{told:?}");
    assert!(told.contains(&skill("saldare", Some(SkillLevel::Alone))));
    office.act(&office.carla, SeparatePeople { gone }).unwrap();
    assert_eq!(dump(&raw(&office)), before);
}

/// One that a merge ended did not run out, and says so when it is the last.
#[test]
fn an_interview_that_a_merge_ended_is_told_from_one_that_ran_out() {
    let office = office();
    let (kept, gone) = two_interviews(&office);
    let save = SaveInterview { person: kept };
    let goes_on = office.act(&office.anna, save).unwrap().intake;
    let later = SaveIntake {
        person: Some((gone, file(&office, gone).ver)),
        ..SaveIntake::default()
    };
    office.act(&office.anna, later).unwrap();
    let last = || read(&office, kept).last.unwrap();
    let act = merge(&office, kept, gone, &[]);
    office.act(&office.carla, act).unwrap();
    assert_eq!((last().id, last().merged), (goes_on, false));
    let end = EndInterview {
        intake: goes_on,
        withdrawn: true,
    };
    office.act(&office.anna, end).unwrap();
    assert_eq!((last().state, last().merged), (IntakeState::Expired, true));
    // Another one that runs out later is what it is.
    let next = office.act(&office.anna, save).unwrap().intake;
    office.set_now("2027-12-01T09:00:00Z");
    assert_eq!((last().id, last().state), (next, IntakeState::Expired));
    assert!(!last().merged);
}

#[test]
fn after_a_merge_one_interview_goes_on_and_a_separation_brings_both_back() {
    let office = office();
    let (kept, gone) = two_interviews(&office);
    for person in [gone, kept] {
        office.act(&office.anna, SaveInterview { person }).unwrap();
    }
    let before = dump(&raw(&office));
    let act = merge(&office, kept, gone, &[]);
    office.act(&office.carla, act).unwrap();
    let going_on: i64 = raw(&office)
        .query_row(
            "SELECT count(*) FROM intake WHERE state IN ('open', 'partial', 'complete')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(going_on, 1);
    office.act(&office.carla, SeparatePeople { gone }).unwrap();
    assert_eq!(dump(&raw(&office)), before);
}
