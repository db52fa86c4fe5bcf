//! Who may do and see what, as the domain says it, not as the code does.
//!
//! The letters: A reception (accoglienza), O orientation, I matching (incontro domanda e offerta), C
//! coordination, Q quality, D management (direzione), G the committee on gender equality, M administration.
//! What the rows follow: those at the desk serve the queue and keep records; the agenda is everybody's who
//! meets people; plans are orientation's; companies and vacancies are matching's; catalogues, parameters and
//! staff are the coordinator's and the administration's; management sees aggregates only; quality,
//! committee and administration see no person's data.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use sportello::domain::ids::{AppointmentId, PlanId, VacancyId};
use sportello::domain::staff::{Right, Role, Staff};
use sportello::reference::Reference;
use sportello::store::journal::Of;
use sportello::store::staff::AddStaff;
use sportello::store::{
    Act, Error, History, Query, WhoLooked, agenda, applications, backup, batch, books, calendar,
    catalogue, companies, complaints, desks, export, feedback, intakes, interview, journal,
    matches, notes, offices, outside, params, people, placements, plans, queue, sealed, search,
    settings, staff, vacancies,
};
use ulid::Ulid;

use crate::{Office, office};

const ROLES: &[(char, Role)] = &[
    ('A', Role::Reception),
    ('O', Role::Orientation),
    ('I', Role::Matching),
    ('C', Role::Coordination),
    ('Q', Role::Quality),
    ('D', Role::Management),
    ('G', Role::EqualityCommittee),
    ('M', Role::Administration),
];

/// An act: its verb and the right that the writer checks.
fn act<A: Act>() -> (String, Right) {
    (A::NAME.to_owned(), A::RIGHT)
}

/// A question: its name and the right that the readers check.
fn query<Q: Query>() -> (String, Right) {
    let name = std::any::type_name::<Q>();
    (name.rsplit("::").next().unwrap().to_owned(), Q::RIGHT)
}

type Expected = (&'static str, Vec<(String, Right)>);

/// Everything that can be done, by who may.
fn acts() -> Vec<Expected> {
    vec![
        // The queue, and who stands in it.
        (
            "AOC",
            vec![
                act::<queue::IssueTicket>(),
                act::<queue::CallNext>(),
                act::<queue::Recall>(),
                act::<queue::Serve>(),
                act::<queue::Absent>(),
                act::<queue::Release>(),
                act::<queue::Park>(),
                act::<queue::Resume>(),
                act::<queue::Requeue>(),
                act::<queue::Forward>(),
                act::<queue::Finish>(),
                act::<queue::Leave>(),
                act::<queue::Return>(),
                act::<queue::Void>(),
                act::<queue::AttachPerson>(),
                act::<queue::TakeOver>(),
                act::<queue::CloseDay>(),
                act::<agenda::Arrive>(),
            ],
        ),
        // Records.
        (
            "AOC",
            vec![
                act::<people::RegisterPerson>(),
                act::<people::ChangePerson>(),
                act::<people::IdentifyPerson>(),
                act::<people::SetEmployment>(),
                act::<people::SeeDocument>(),
                act::<people::GivePrivacyNotice>(),
                act::<people::TakeBackConsent>(),
                act::<people::Object>(),
                act::<notes::AddNote>(),
                act::<intakes::SaveIntake>(),
                act::<interview::WriteEntry>(),
                act::<interview::RemoveEntry>(),
                act::<interview::SaveInterview>(),
                act::<interview::EndInterview>(),
            ],
        ),
        // What people say of the service.
        ("AOC", vec![act::<feedback::GiveFeedback>()]),
        ("AOIC", vec![act::<complaints::OpenComplaint>()]),
        ("C", vec![act::<complaints::MoveComplaint>()]),
        // Sealed facts.
        (
            "OC",
            vec![
                act::<sealed::AddSealed>(),
                act::<sealed::EndSealed>(),
                act::<sealed::StrikeSealed>(),
            ],
        ),
        // Double records.
        (
            "C",
            vec![
                act::<people::MergePeople>(),
                act::<people::SeparatePeople>(),
                act::<people::NotSame>(),
            ],
        ),
        // The agenda.
        (
            "AOIC",
            vec![
                act::<agenda::Book>(),
                act::<agenda::Move>(),
                act::<agenda::Cancel>(),
                act::<agenda::Confirm>(),
                act::<agenda::NoShow>(),
                act::<agenda::Held>(),
                act::<agenda::Leave>(),
                act::<agenda::Correct>(),
            ],
        ),
        // Plans.
        (
            "OC",
            vec![
                act::<interview::TakeInCharge>(),
                act::<plans::DraftPlan>(),
                act::<plans::SetPlan>(),
                act::<plans::AddGoal>(),
                act::<plans::SetGoal>(),
                act::<plans::DropGoal>(),
                act::<plans::AddAction>(),
                act::<plans::SetAction>(),
                act::<plans::DropAction>(),
                act::<plans::Propose>(),
                act::<plans::Amend>(),
                act::<plans::Sign>(),
                act::<plans::Start>(),
                act::<plans::Suspend>(),
                act::<plans::Resume>(),
                act::<plans::Revise>(),
                act::<plans::Close>(),
                act::<plans::Interrupt>(),
                act::<plans::Expire>(),
                act::<plans::Extend>(),
                act::<plans::Reopen>(),
                act::<plans::BookAction>(),
                act::<plans::CompleteAction>(),
                act::<plans::StopAction>(),
                act::<plans::CancelAction>(),
                act::<plans::ReplanAction>(),
                act::<plans::Deliver>(),
                act::<plans::SignDelivery>(),
            ],
        ),
        // Companies and vacancies.
        (
            "IC",
            vec![
                act::<companies::AddCompany>(),
                act::<companies::SetCompany>(),
                act::<vacancies::AddVacancy>(),
                act::<vacancies::ChangeVacancy>(),
                act::<vacancies::Publish>(),
                act::<vacancies::Pause>(),
                act::<vacancies::Resume>(),
                act::<vacancies::Withdraw>(),
                act::<vacancies::Fill>(),
                act::<vacancies::ExpireOverdue>(),
                act::<vacancies::Reopen>(),
            ],
        ),
        // People for vacancies.
        (
            "OIC",
            vec![
                act::<applications::Propose>(),
                act::<applications::Consent>(),
                act::<applications::Send>(),
                act::<applications::Advance>(),
                act::<placements::Hire>(),
                act::<placements::RecordFollowUp>(),
            ],
        ),
        // The office itself.
        (
            "CM",
            vec![
                act::<agenda::AddOpening>(),
                act::<agenda::SetOpening>(),
                act::<agenda::DropOpening>(),
                act::<agenda::AddClosures>(),
                act::<catalogue::NewService>(),
                act::<books::PurgeBook>(),
                act::<params::SetParam>(),
                act::<interview::PutOutline>(),
                act::<settings::AddProgramme>(),
                act::<settings::AddOffice>(),
                act::<backup::NoteBackup>(),
                act::<calendar::CloseDays>(),
                act::<calendar::OpenDay>(),
                act::<calendar::ClearDay>(),
                act::<catalogue::ChangeService>(),
                act::<catalogue::EndService>(),
                act::<desks::ChangeDesk>(),
                act::<desks::CloseDesk>(),
                act::<desks::ReopenDesk>(),
                act::<offices::ChangeOffice>(),
                act::<staff::AddDesk>(),
                act::<staff::AddStaff>(),
                act::<staff::ChangeStaff>(),
                act::<staff::keys::AddStaffKey>(),
                act::<staff::secrets::SetTotp>(),
                act::<staff::secrets::AllowPasswords>(),
            ],
        ),
        // One's own; of others only by those above, which the acts themselves check.
        (
            "AOICQDGM",
            vec![
                act::<staff::SetDesk>(),
                act::<staff::AddAbsence>(),
                act::<staff::DropAbsence>(),
                act::<staff::SetStaffSetting>(),
                act::<staff::keys::RevokeStaffKey>(),
                act::<staff::secrets::SetPassword>(),
            ],
        ),
        (
            "AOICM",
            vec![
                act::<journal::Undo>(),
                act::<journal::UndoLast>(),
                act::<journal::RedoLast>(),
            ],
        ),
        // Whole files.
        (
            "C",
            vec![act::<batch::PublishBatch>(), act::<batch::AbandonBatch>()],
        ),
    ]
}

/// Everything that can be asked, by who may.
fn queries() -> Vec<Expected> {
    vec![
        // What shows people, or what is on file about them.
        (
            "AOIC",
            vec![
                query::<queue::Board>(),
                query::<queue::OpenTickets>(),
                query::<search::FindPeople>(),
                query::<search::LikelySame>(),
                query::<people::PersonFile>(),
                query::<interview::InterviewOf>(),
                query::<people::PeopleList>(),
                query::<people::Anomalies>(),
                query::<people::AnomalyPage>(),
                query::<History>(),
                query::<WhoLooked>(),
                query::<outside::LookFor>(),
                // Of these only those who also manage the office are answered.
                query::<outside::OutsideLooks>(),
                query::<notes::NotesOf>(),
                query::<plans::PlanFile>(),
                query::<plans::PlansOf>(),
                query::<plans::PlanList>(),
                query::<plans::DeliveriesOf>(),
                query::<plans::UnsignedHours>(),
                query::<people::ExpiringPapers>(),
                query::<people::ExpiringInterviews>(),
                query::<agenda::DayAgenda>(),
                query::<agenda::FreeSlots>(),
                query::<agenda::Unsettled>(),
                query::<agenda::AppointmentsOf>(),
                query::<agenda::AppointmentFile>(),
                query::<agenda::AgendaList>(),
                query::<export::AgendaExport>(),
                query::<applications::Applications>(),
                query::<placements::DueFollowUps>(),
                query::<matches::MatchesFor>(),
            ],
        ),
        ("OC", vec![query::<sealed::OpenSealed>()]),
        ("OIC", vec![query::<matches::PeopleFor>()]),
        // Companies and vacancies.
        (
            "AOICQ",
            vec![
                query::<companies::CompaniesByName>(),
                query::<companies::CompanyFile>(),
                query::<matches::OpenForMatch>(),
                query::<vacancies::Overdue>(),
                query::<vacancies::VacancyFile>(),
                query::<vacancies::SearchVacancies>(),
                query::<vacancies::VacancyList>(),
                query::<export::OpenVacancies>(),
            ],
        ),
        // Aggregates.
        (
            "AOICQD",
            vec![
                query::<queue::DayFigures>(),
                query::<feedback::VoiceFigures>(),
            ],
        ),
        // What every screen needs: the office, its staff by name, one's own settings and credentials.
        (
            "AOICQDGM",
            vec![
                query::<catalogue::Services>(),
                query::<settings::Programmes>(),
                query::<params::Param>(),
                query::<params::RulesOf>(),
                query::<agenda::Openings>(),
                query::<calendar::SpecialDays>(),
                query::<catalogue::ServiceRows>(),
                query::<desks::DeskRows>(),
                query::<offices::OfficeRows>(),
                query::<params::Params>(),
                query::<interview::OutlineInForce>(),
                query::<interview::Outlines>(),
                query::<staff::AbsencesOf>(),
                query::<staff::StaffList>(),
                query::<staff::StaffByLogin>(),
                query::<staff::WorkHours>(),
                query::<staff::StaffSettings>(),
                query::<staff::Desks>(),
                query::<staff::keys::StaffKeys>(),
                query::<staff::logins::Logins>(),
                // Who wrote a row that one has open, and no value of it.
                query::<journal::ChangedSince>(),
            ],
        ),
        (
            "CM",
            vec![query::<staff::secrets::Doors>(), query::<books::Books>()],
        ),
        // Whole files.
        (
            "C",
            vec![
                query::<batch::Batches>(),
                query::<complaints::Complaints>(),
                query::<people::Doubles>(),
                query::<people::PersonSide>(),
                query::<export::PeopleExport>(),
                query::<export::VacanciesExport>(),
            ],
        ),
    ]
}

#[test]
fn every_role_has_the_rights_that_the_domain_gives_it_and_no_other() {
    let mut faults = Vec::new();
    for (letters, rows) in acts().into_iter().chain(queries()) {
        for (name, right) in rows {
            for (letter, role) in ROLES {
                let (may, should) = (role.rights().contains(&right), letters.contains(*letter));
                if may != should {
                    faults.push(format!("{name} ({right:?}), {role:?}: may {may}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let roles: BTreeSet<_> = ROLES.iter().map(|(_, role)| *role).collect();
    assert_eq!(roles.len(), Role::ALL.len());
}

/// The rows of one kind in the sources of the store.
fn written(pattern: &str) -> BTreeMap<String, String> {
    fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"),
        &mut found,
    );
    let pattern = regex::Regex::new(pattern).unwrap();
    let mut rows = BTreeMap::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for row in pattern.captures_iter(&text) {
            rows.insert(row[1].to_owned(), path.display().to_string());
        }
    }
    rows
}

#[test]
fn no_act_and_no_question_is_missing_from_the_table() {
    let named = |rows: Vec<Expected>| -> BTreeSet<String> {
        rows.into_iter()
            .flat_map(|(_, rows)| rows)
            .map(|(name, _)| name)
            .collect()
    };
    let missing = |all: BTreeMap<String, String>, rows: Vec<Expected>| {
        let known = named(rows);
        all.into_iter()
            .filter(|(name, _)| !known.contains(name))
            .map(|(name, path)| format!("{name} in {path}"))
            .collect::<Vec<_>>()
    };
    let all = written(r#"const NAME: &'static str = "([^"]+)";"#);
    assert!(all.len() > 90, "{}", all.len());
    let missing_acts = missing(all, acts());
    assert!(missing_acts.is_empty(), "{}", missing_acts.join("\n"));
    let mut all = written(r"(?m)^impl Query for (\w+) \{");
    // What is only a part of other questions nobody can ask.
    all.retain(|name, path| {
        let text = std::fs::read_to_string(path).unwrap();
        text.contains(&format!("pub struct {name}"))
    });
    assert!(all.len() > 40, "{}", all.len());
    let missing_queries = missing(all, queries());
    assert!(missing_queries.is_empty(), "{}", missing_queries.join("\n"));
}

/// Somebody with one role.
pub(crate) fn with_role(office: &Office, n: usize, role: Role) -> Staff {
    let login = format!("staff{n}");
    let new = AddStaff {
        login: login.clone(),
        name: format!("Prova {n}"),
        roles: vec![role],
        office: office.id,
        desk: None,
        lang: None,
        hours: Vec::new(),
    };
    office.act(&office.carla, new).unwrap();
    office.store.who(&login).unwrap().unwrap()
}

#[test]
fn who_may_not_see_people_is_given_none_of_them_by_the_store() {
    let office = office();
    let person = crate::given::register(&office, "Rossi", "Maria");
    let reference = std::sync::Arc::new(Reference::load());
    let day = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let denied = |answer: Result<(), Error>| matches!(answer, Err(Error::Denied(_)));
    for (n, (letter, role)) in ROLES.iter().enumerate() {
        let who = with_role(&office, n, *role);
        let ask = |name: &str, answer: Result<(), Error>| {
            let blind = "QDGM".contains(*letter);
            assert_eq!(denied(answer.clone()), blind, "{role:?} {name}: {answer:?}");
        };
        macro_rules! each {
            ($($query:expr),+ $(,)?) => {$(
                ask(stringify!($query), office.ask(&who, $query).map(drop));
            )+};
        }
        each!(
            search::FindPeople {
                words: "rossi".into(),
                limit: 5
            },
            people::PersonFile { person },
            interview::InterviewOf { person },
            people::PeopleList {
                after: None,
                limit: 5
            },
            people::Anomalies { limit: 5 },
            History {
                of: Of::Person(person),
                before: None,
                limit: 5
            },
            History {
                of: Of::Row("person", person.0),
                before: None,
                limit: 5
            },
            WhoLooked {
                person,
                reason: "richiesta".into(),
                before: None,
                limit: 5
            },
            notes::NotesOf { person, limit: 5 },
            plans::PlansOf { person },
            plans::PlanFile {
                plan: PlanId(Ulid(1)),
                person
            },
            plans::DeliveriesOf {
                person,
                action: None
            },
            agenda::AppointmentsOf {
                person,
                from: None,
                limit: 5
            },
            agenda::AppointmentFile {
                appointment: AppointmentId(Ulid(1))
            },
            agenda::AgendaList {
                office: office.id,
                staff: None,
                from: day,
                to: day
            },
            agenda::DayAgenda {
                office: office.id,
                staff: None,
                day,
                minutes: 30
            },
            agenda::Unsettled {
                office: office.id,
                staff: None
            },
            queue::Board {
                office: office.id,
                ended: true
            },
            applications::Applications {
                of: applications::ApplicationsOf::Person(person)
            },
            applications::Applications {
                of: applications::ApplicationsOf::Vacancy(VacancyId(Ulid(1)))
            },
            matches::MatchesFor {
                person,
                limit: 5,
                reference: reference.clone()
            },
        );
    }
}

#[test]
fn nobody_gives_themselves_a_right() {
    let office = office();
    let admin = with_role(&office, 1, Role::Administration);
    let own = |roles: &[Role]| staff::ChangeStaff {
        roles: Some(roles.to_vec()),
        ..staff::ChangeStaff::of(admin.id)
    };
    let more = office.act(&admin, own(&[Role::Administration, Role::Reception]));
    assert_eq!(
        crate::given::refusal(more),
        sportello::domain::refusal::Refusal::OwnRights
    );
    // The committee sees no more than the administration does.
    office
        .act(
            &admin,
            own(&[Role::Administration, Role::EqualityCommittee]),
        )
        .unwrap();
    let other = office.act(&office.carla, own(&[Role::Administration, Role::Reception]));
    other.unwrap();
}
