//! The full interview: rows of its sections, what is missing by the outline, taking charge with its guards.

use std::sync::Arc;

use chrono::NaiveDate;
use sportello::domain::document::{Channel, DocumentKind, PermitKind};
use sportello::domain::ids::PersonId;
use sportello::domain::intake::{IntakeKind, IntakeState, Missing};
use sportello::domain::interview::{BenefitKind, EntryKind, NeedKind, SkillLevel};
use sportello::domain::matching::Cefr;
use sportello::domain::person::{Education, EmploymentStatus};
use sportello::domain::plan::GoalDomain;
use sportello::domain::refusal::Refusal;
use sportello::reference::Reference;
use sportello::store::Error;
use sportello::store::intakes::SaveIntake;
use sportello::store::interview::{
    Benefit, Entry, EntryRow, Interview, InterviewOf, Need, RemoveEntry, SaveInterview, Schooling,
    Skill, Spoken, TakeInCharge, WorkDone, WriteEntry,
};
use sportello::store::journal::UndoLast;
use sportello::store::matches::MatchesFor;
use sportello::store::people::{
    Employment, ExpiringInterviews, GivePrivacyNotice, Notice, Paper, PersonFile, SeeDocument,
    SetEmployment,
};

use crate::people::{newcomer, raw, register};
use crate::{Office, office};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(office: &Office, person: PersonId) -> Interview {
    office.ask(&office.anna, InterviewOf { person }).unwrap()
}

fn write(office: &Office, person: PersonId, entry: Entry) -> Result<(), Error> {
    let act = WriteEntry {
        person,
        row: None,
        was: None,
        entry,
    };
    office.act(&office.anna, act)
}

fn waiter(to_on: Option<&str>) -> Entry {
    Entry::Work(WorkDone {
        title: "Cameriera ai tavoli".into(),
        isco08: Some("5131".into()),
        employer: Some("Bar Centrale".into()),
        contract: None,
        hours_week: Some(24),
        from_on: day("2019-03-01"),
        to_on: to_on.map(day),
        end_reason: None,
    })
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

#[test]
fn a_row_is_written_changed_and_taken_away_and_undo_brings_it_back() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    write(&office, person, waiter(None)).unwrap();
    let EntryRow { row, .. } = read(&office, person).entries.remove(0);
    let change = |ver_of| WriteEntry {
        person,
        row: ver_of,
        was: None,
        entry: waiter(Some("2021-06-30")),
    };
    office.act(&office.anna, change(row)).unwrap();
    assert!(matches!(
        office.act(&office.bruno, change(row)),
        Err(Error::Conflict { .. })
    ));
    let known = read(&office, person).entries.remove(0);
    assert_eq!(known.entry, waiter(Some("2021-06-30")));
    let remove = RemoveEntry {
        person,
        row: known.row,
        entry: known.entry.clone(),
    };
    office.act(&office.anna, remove).unwrap();
    assert!(read(&office, person).entries.is_empty());
    office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(read(&office, person).entries[0].entry, known.entry);
    // What it said is kept by person in the journal, so that erasure can empty it.
    let told: i64 = raw(&office)
        .query_row(
            "SELECT count(*) FROM change WHERE old LIKE '%Centrale%' OR new LIKE '%Centrale%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(told, 0);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let Entry::Work(done) = waiter(None) else {
        unreachable!()
    };
    for wrong in [
        WorkDone {
            title: "  ".into(),
            ..done.clone()
        },
        WorkDone {
            from_on: day("2027-01-01"),
            ..done.clone()
        },
        WorkDone {
            to_on: Some(day("2018-01-01")),
            ..done.clone()
        },
        WorkDone {
            hours_week: Some(0),
            ..done.clone()
        },
    ] {
        let refused = write(&office, person, Entry::Work(wrong.clone()));
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{wrong:?}");
    }
    assert!(write(&office, person, Entry::Nothing(EntryKind::Need)).is_err());
    write(&office, person, waiter(None)).unwrap();
    assert!(write(&office, person, Entry::Nothing(EntryKind::Work)).is_err());
    let other = register(&office, newcomer("Bianchi", "Luca")).person;
    let row = read(&office, person).entries[0].row;
    let theirs = WriteEntry {
        person: other,
        row,
        was: None,
        entry: waiter(None),
    };
    assert!(matches!(
        office.act(&office.anna, theirs),
        Err(Error::NotFound { .. })
    ));
    assert_eq!(read(&office, person).entries.len(), 1);
}

#[test]
fn a_skill_and_a_language_stand_once_and_what_follows_stands_in_the_persons_row() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    write(&office, person, skill("usare la cassa", None)).unwrap();
    write(
        &office,
        person,
        skill("usare la cassa", Some(SkillLevel::Alone)),
    )
    .unwrap();
    write(&office, person, language("fr", Some(Cefr::B1))).unwrap();
    write(&office, person, language("it", Some(Cefr::C1))).unwrap();
    let school = |level, ongoing| {
        Entry::Schooling(Schooling {
            level,
            title: None,
            country: None,
            recognised: None,
            to_on: None,
            ongoing,
            apart: None,
        })
    };
    write(&office, person, school(Education::UpperSecondary, false)).unwrap();
    write(&office, person, school(Education::Bachelor, true)).unwrap();
    let facts = office
        .ask(&office.anna, PersonFile { person })
        .unwrap()
        .facts;
    assert_eq!(facts.skills, ["usare la cassa"]);
    assert_eq!(facts.languages, ["fr"]);
    assert_eq!(facts.italian, Some(Cefr::C1));
    assert_eq!(facts.education, Some(Education::UpperSecondary));
    let rows = read(&office, person).entries;
    let of = |kind| rows.iter().filter(move |row| row.entry.kind() == kind);
    assert_eq!(of(EntryKind::Skill).count(), 1);
    let languages: Vec<_> = of(EntryKind::Language).collect();
    assert_eq!(languages.len(), 2);
    let italian = languages
        .iter()
        .find(|row| row.entry.name() == Some("it"))
        .unwrap();
    let remove = RemoveEntry {
        person,
        row: italian.row,
        entry: italian.entry.clone(),
    };
    office.act(&office.anna, remove).unwrap();
    let facts = office
        .ask(&office.anna, PersonFile { person })
        .unwrap()
        .facts;
    assert_eq!(facts.italian, None);
}

#[test]
fn part_of_an_interview_is_saved_with_what_is_missing_and_nobody_is_taken_in_charge_before_it_is_whole()
 {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let save = SaveInterview { person };
    let first = office.act(&office.bruno, save).unwrap();
    assert!(first.missing.contains(&Missing::Notice), "{first:?}");
    assert!(!first.missing.contains(&Missing::Benefits), "not asked yet");
    let status = SetEmployment {
        person,
        employment: Employment {
            status: EmploymentStatus::Unemployed,
            since: Some(day("2026-01-10")),
        },
        before: sportello::store::Before::Unseen,
    };
    office.act(&office.anna, status).unwrap();
    let now = read(&office, person).missing();
    assert!(now.contains(&Missing::Benefits) && now.contains(&Missing::Work));
    for kind in [EntryKind::Benefit, EntryKind::Work, EntryKind::Schooling] {
        write(&office, person, Entry::Nothing(kind)).unwrap();
    }
    let now = read(&office, person).missing();
    assert!(!now.contains(&Missing::Benefits) && !now.contains(&Missing::Work));
    let charge = || {
        let intake = first.intake;
        office.act(&office.bruno, TakeInCharge { intake })
    };
    let Err(Error::Refused { rule, detail }) = charge() else {
        panic!("taken in charge")
    };
    assert_eq!(rule, Refusal::InterviewLacks);
    assert!(detail.contains("missing:notice"), "{detail}");
    let again = office.act(&office.bruno, save).unwrap();
    assert_eq!(again.intake, first.intake, "the same one goes on");
    let last = read(&office, person).last.unwrap();
    assert_eq!(
        (last.kind, last.state),
        (IntakeKind::Full, IntakeState::Partial)
    );
    assert_eq!(last.missing, again.missing);
}

fn of(kind: NeedKind) -> Entry {
    Entry::Need(Need {
        kind,
        domain: GoalDomain::Work,
        level: None,
        words: "Vorrei un lavoro vicino a casa.".into(),
    })
}

/// Somebody whose interview lacks nothing.
fn ready(office: &Office) -> PersonId {
    let person = crate::people::whole(office);
    for entry in [
        Entry::Nothing(EntryKind::Benefit),
        Entry::Nothing(EntryKind::Schooling),
        Entry::Nothing(EntryKind::Work),
        Entry::NoneOf(NeedKind::Strength),
        Entry::NoneOf(NeedKind::Need),
        language("it", Some(Cefr::B1)),
    ] {
        write(office, person, entry).unwrap();
    }
    let notice = Notice {
        version: None,
        lang: "it".into(),
        channel: Channel::Paper,
    };
    let give = GivePrivacyNotice { person, notice };
    office.act(&office.anna, give).unwrap();
    see(office, person, Paper::of(DocumentKind::IdentityCard));
    person
}

fn see(office: &Office, person: PersonId, paper: Paper) {
    let see = SeeDocument { person, paper };
    office.act(&office.anna, see).unwrap();
}

#[test]
fn that_there_are_no_needs_and_no_strengths_completes_an_interview_without_a_row_of_either() {
    let office = office();
    let person = ready(&office);
    let saved = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_eq!(saved.missing, []);
    let rows = read(&office, person).entries;
    assert!(!rows.iter().any(|row| matches!(row.entry, Entry::Need(_))));
    // One kind says nothing of the other, and a need that is told denies that there is none.
    write(&office, person, of(NeedKind::Need)).unwrap();
    let told: Vec<Entry> = read(&office, person)
        .entries
        .into_iter()
        .map(|row| row.entry)
        .collect();
    assert!(!told.contains(&Entry::NoneOf(NeedKind::Need)), "{told:?}");
    assert!(
        told.contains(&Entry::NoneOf(NeedKind::Strength)),
        "{told:?}"
    );
    let denied = write(&office, person, Entry::NoneOf(NeedKind::Need));
    assert!(matches!(denied, Err(Error::Invalid { .. })), "{denied:?}");
    write(&office, person, Entry::NoneOf(NeedKind::Strength)).unwrap();
    let said = read(&office, person).entries.into_iter();
    let said = said.filter(|row| row.entry == Entry::NoneOf(NeedKind::Strength));
    assert_eq!(said.count(), 1, "said again it stands once");
}

/// A permit that ran out at most sixty days ago passes with the receipt of its renewal, one that ran out before with
/// none: by the full interview and by the quick intake alike.
#[test]
fn nobody_is_taken_in_charge_with_a_permit_that_has_run_out() {
    let office = office();
    let permit = |expires_on: &str| Paper {
        permit: Some(PermitKind::Employment),
        expires_on: Some(day(expires_on)),
        ..Paper::of(DocumentKind::ResidencePermit)
    };
    let today = office.now().date_naive();
    let ago = |days: i64| (today - chrono::TimeDelta::days(days)).to_string();
    let refused = |outcome: Result<(), Error>| match outcome {
        Err(Error::Refused { rule, detail }) => (rule, detail),
        other => panic!("{other:?}"),
    };
    let person = ready(&office);
    let record = crate::people::file(&office, person);
    let change = sportello::store::people::ChangePerson {
        person,
        ver: record.ver,
        facts: sportello::store::people::PersonFacts {
            citizenship: vec!["MA".into()],
            ..record.facts
        },
    };
    office.act(&office.anna, change).unwrap();
    see(&office, person, permit(&today.to_string()));
    let saved = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_eq!(saved.missing, [], "the last day counts");
    let charge = |intake| office.act(&office.bruno, TakeInCharge { intake });
    let intake = saved.intake;
    see(&office, person, permit(&ago(1)));
    assert!(
        read(&office, person)
            .missing()
            .contains(&Missing::PermitExpiry)
    );
    assert_eq!(
        refused(charge(intake)),
        (Refusal::PermitLacksReceipt, ago(1))
    );
    // The receipt of a renewal before stands in for nothing, until another one is seen.
    let before = Paper {
        issued_on: Some(day(&ago(400))),
        expires_on: Some(day(&ago(30))),
        ..Paper::of(DocumentKind::PermitReceipt)
    };
    see(&office, person, before);
    assert_eq!(
        refused(charge(intake)),
        (Refusal::PermitLacksReceipt, ago(1))
    );
    see(&office, person, Paper::of(DocumentKind::PermitReceipt));
    let missing = read(&office, person).missing();
    assert!(!missing.contains(&Missing::PermitExpiry), "{missing:?}");
    see(&office, person, permit(&ago(61)));
    assert_eq!(refused(charge(intake)), (Refusal::PermitLapsed, ago(61)));
    see(&office, person, permit(&ago(60)));
    charge(intake).unwrap();

    let quick = SaveIntake {
        citizenship: vec!["MA".into()],
        needs_permit: true,
        permit: Some(sportello::store::intakes::Permit {
            kind: PermitKind::Employment,
            expires_on: Some(day(&ago(61))),
        }),
        ..crate::intake::complete()
    };
    let quick = office.act(&office.anna, quick).unwrap();
    assert_eq!(
        refused(charge(quick.intake)),
        (Refusal::PermitLapsed, ago(61))
    );
}

#[test]
fn a_whole_interview_ends_in_taking_charge_and_what_comes_after_is_an_update() {
    let office = office();
    let person = crate::people::whole(&office);
    for entry in [
        Entry::Nothing(EntryKind::Benefit),
        Entry::Nothing(EntryKind::Schooling),
        waiter(Some("2021-06-30")),
        skill("usare la cassa", None),
        language("it", Some(Cefr::B1)),
    ] {
        write(&office, person, entry).unwrap();
    }
    for &kind in NeedKind::ALL {
        write(&office, person, of(kind)).unwrap();
    }
    assert_eq!(
        read(&office, person).missing(),
        [Missing::Notice, Missing::IdentityDocument]
    );
    let notice = Notice {
        version: None,
        lang: "it".into(),
        channel: Channel::Paper,
    };
    office
        .act(&office.anna, GivePrivacyNotice { person, notice })
        .unwrap();
    let paper = Paper::of(DocumentKind::IdentityCard);
    let see = SeeDocument { person, paper };
    office.act(&office.anna, see).unwrap();
    let saved = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_eq!(saved.missing, []);
    let intake = saved.intake;
    office.act(&office.bruno, TakeInCharge { intake }).unwrap();
    assert!(office.act(&office.bruno, TakeInCharge { intake }).is_err());
    let update = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_ne!(update.intake, intake, "the old one stays as it is");
    let last = read(&office, person).last.unwrap();
    assert_eq!(last.kind, IntakeKind::Update);
}

/// A quick intake that is whole does not stand in for a full interview that was begun, nor a later one for the one
/// that is taken in charge.
#[test]
fn a_quick_intake_is_no_way_round_the_outline() {
    let office = office();
    let lacking = SaveIntake {
        notice: None,
        ..crate::intake::complete()
    };
    let first = office.act(&office.anna, lacking).unwrap();
    let person = first.person;
    let charge = |intake| office.act(&office.bruno, TakeInCharge { intake });
    let begun = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert!(!begun.missing.is_empty());
    let again = SaveIntake {
        person: Some((person, crate::people::file(&office, person).ver)),
        ..crate::intake::complete()
    };
    let again = office.act(&office.anna, again).unwrap();
    assert_eq!(
        (again.intake, again.state),
        (begun.intake, IntakeState::Partial)
    );
    let refused = charge(begun.intake);
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                rule: Refusal::InterviewLacks,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn work_done_is_the_experience_that_the_match_reads() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let asks = || {
        let reference = Arc::new(Reference::load());
        let asked = MatchesFor {
            person,
            limit: 1,
            reference,
        };
        office.ask(&office.anna, asked).unwrap()
    };
    crate::vacancies::one_open(&office);
    let sign = || {
        let found = asks().rows.remove(0).explained;
        let line = found.lines.into_iter();
        line.map(|line| (line.criterion, line.sign))
            .find(|line| line.0 == sportello::domain::matching::Criterion::Experience)
            .unwrap()
            .1
    };
    use sportello::domain::matching::Sign;
    assert_eq!(sign(), Sign::Unknown);
    write(&office, person, Entry::Nothing(EntryKind::Work)).unwrap();
    assert_eq!(sign(), Sign::Missing);
    let Entry::Work(done) = waiter(Some("2026-06-30")) else {
        unreachable!()
    };
    let done = WorkDone {
        isco08: Some(crate::vacancies::ISCO.into()),
        ..done
    };
    write(&office, person, Entry::Work(done)).unwrap();
    assert_eq!(sign(), Sign::Met);
    // Another one told in words alone takes nothing from what is known.
    let Entry::Work(odd) = waiter(Some("2026-05-31")) else {
        unreachable!()
    };
    let odd = WorkDone {
        isco08: None,
        ..odd
    };
    write(&office, person, Entry::Work(odd)).unwrap();
    assert_eq!(sign(), Sign::Met);
}

/// A partial interview is gone on with for ninety days; then another one begins, and what was answered is still there.
#[test]
fn a_partial_interview_expires_after_ninety_days() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let begun = office.act(&office.bruno, SaveInterview { person }).unwrap();
    write(&office, person, skill("usare la cassa", None)).unwrap();
    let last = |office: &Office| read(office, person).last.unwrap();
    let until = last(&office).lapses_on.unwrap();
    assert_eq!((until - office.now().date_naive()).num_days(), 90);
    let runs_out = |before: NaiveDate| {
        let asked = ExpiringInterviews {
            office: office.bruno.office,
            until: before,
            limit: 10,
        };
        let rows = office.ask(&office.anna, asked).unwrap().into_iter();
        rows.map(|row| (row.person, row.lapses_on))
            .collect::<Vec<_>>()
    };
    assert_eq!(runs_out(until), [(person, until)]);
    assert_eq!(runs_out(until.pred_opt().unwrap()), []);
    office.set_now(&format!("{until}T20:00:00Z"));
    let again = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_eq!(again.intake, begun.intake, "the last day counts");
    office.set_now(&format!("{}T08:00:00Z", until.succ_opt().unwrap()));
    assert_eq!(last(&office).state, IntakeState::Expired);
    assert_eq!(runs_out(until), [], "what has run out is over");
    let intake = begun.intake;
    let charge = office.act(&office.bruno, TakeInCharge { intake });
    assert!(
        matches!(
            charge,
            Err(Error::Refused {
                rule: Refusal::WrongState,
                ..
            })
        ),
        "{charge:?}"
    );
    let next = office.act(&office.bruno, SaveInterview { person }).unwrap();
    assert_ne!(next.intake, begun.intake);
    assert!(!next.missing.contains(&Missing::Skills), "answered before");
    let states: String = raw(&office)
        .query_row(
            "SELECT group_concat(state, ' ') FROM (SELECT state FROM intake ORDER BY n)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(states, "expired partial");
}

#[test]
fn a_benefit_reaches_the_rule_that_asks_for_it() {
    use sportello::domain::target_group::{Answer, TargetId, evaluate};
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let reference = Reference::load();
    let says = || {
        let today = office.now().date_naive();
        let facts =
            sportello::panes::target::facts_of(&crate::people::file(&office, person), today);
        let verdicts = evaluate(reference.targets(), &facts, today);
        let benefit = |verdict: &&sportello::domain::target_group::Verdict| {
            verdict.target == TargetId::UnemploymentBenefit
        };
        verdicts.iter().find(benefit).unwrap().answer
    };
    let benefit = |kind, to_on: &str| {
        Entry::Benefit(Benefit {
            kind,
            from_on: Some(day("2026-01-01")),
            to_on: Some(day(to_on)),
        })
    };
    assert_eq!(says(), Answer::Unknown);
    write(&office, person, Entry::Nothing(EntryKind::Benefit)).unwrap();
    assert_eq!(says(), Answer::No);
    write(&office, person, benefit(BenefitKind::Adi, "2028-01-01")).unwrap();
    write(&office, person, benefit(BenefitKind::Naspi, "2026-02-01")).unwrap();
    assert_eq!(says(), Answer::No, "another one, and one that has ended");
    write(&office, person, benefit(BenefitKind::Naspi, "2027-03-01")).unwrap();
    assert_eq!(says(), Answer::Yes);
    office.set_now("2027-03-02T09:00:00Z");
    assert_eq!(says(), Answer::No);
}

#[test]
fn the_kinds_are_those_of_the_table() {
    let office = office();
    crate::core::agrees::<EntryKind>(&raw(&office), "entry", "kind");
}
