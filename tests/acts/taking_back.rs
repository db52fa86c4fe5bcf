//! Each act of the work, taken back: the tables stand as before it; done again: as after it.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value;
use sportello::domain::appointment::{CalledOffBy, Place};
use sportello::domain::document::Channel;
use sportello::domain::ids::{ActionId, ApplicationId, AppointmentId, PersonId, PlanId, VacancyId};
use sportello::domain::lang::Lang;
use sportello::domain::matching::Explained;
use sportello::domain::opening::OpeningKind;
use sportello::domain::placement::{FollowUpResult, Proof};
use sportello::domain::plan::{GoalDomain, Owner, PlanOutcome, Signature, Strand};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::Staff;
use sportello::domain::vacancy::{ApplicationReason, ApplicationState, Contract};
use sportello::store::Act;
use sportello::store::agenda::{
    AddClosures, AddOpening, Arrive, Book, Cancel, Confirm, Correct, Held, Leave, Move, NoShow,
    OpeningFields, OpeningOn,
};
use sportello::store::applications::{Advance, Consent, Propose, Send};
use sportello::store::companies::{AddCompany, CompanyFields, SetCompany};
use sportello::store::journal::{RedoLast, UndoLast};
use sportello::store::placements::{Hire, RecordFollowUp, Terms};
use sportello::store::plans::{
    self, ActionFields, AddAction, AddGoal, Amend, BookAction, CancelAction, Close, CompleteAction,
    Deliver, DraftPlan, DropGoal, GoalFields, Interrupt, NewAction, Revise, SetPlan, Sign, Start,
    Suspend,
};
use sportello::store::vacancies::{
    self, AddVacancy, ChangeVacancy, Pause, Publish, Requirement, VacancyFields, Withdraw,
    WorkPlace,
};

use crate::given::{day, refusal, register};
use crate::{Office, moment, office};

/// The tables that the acts of the work write.
const TABLES: [&str; 16] = [
    "appointment",
    "application",
    "closure",
    "company",
    "delivery",
    "follow_up",
    "goal",
    "opening",
    "placement",
    "plan",
    "plan_action",
    "privacy_act",
    "requirement",
    "ticket",
    "ticket_event",
    "vacancy",
];

/// All rows of the tables, without their numbers and versions.
fn dump(office: &Office) -> BTreeSet<String> {
    let db = Connection::open(office.store.path()).unwrap();
    let mut rows = BTreeSet::new();
    for table in TABLES {
        let mut all = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = all.column_names().into_iter().map(Into::into).collect();
        let mut found = all.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let told: Vec<String> = names
                .iter()
                .filter(|name| *name != "n" && *name != "ver")
                .map(|name| format!("{name}={:?}", row.get::<_, Value>(name.as_str()).unwrap()))
                .collect();
            rows.insert(format!("{table}: {}", told.join(" ")));
        }
    }
    rows
}

/// Does it, takes it back, does it again, and leaves it done.
fn there_and_back<A: Act>(office: &Office, staff: &Staff, act: A) -> A::Out {
    let before = dump(office);
    let out = office
        .act(staff, act)
        .unwrap_or_else(|error| panic!("{}: {error}", A::NAME));
    let after = dump(office);
    assert_ne!(before, after, "{}", A::NAME);
    let undone = office.act(staff, UndoLast).unwrap();
    assert_eq!(undone.name, A::NAME);
    assert_eq!(dump(office), before, "{} taken back", A::NAME);
    office.act(staff, RedoLast).unwrap();
    assert_eq!(dump(office), after, "{} done again", A::NAME);
    out
}

fn interview(office: &Office, person: PersonId, starts_at: &str) -> Book {
    Book {
        staff: office.bruno.id,
        person: Some(person),
        service: "orientation.first".into(),
        starts_at: moment(starts_at),
        minutes: 30,
        place: Place::Office,
        note: Some("porta il curriculum".into()),
        plan_action: None,
        exception: None,
    }
}

#[test]
fn the_agenda() {
    let office = office();
    let (anna, carla) = (&office.anna, &office.carla);
    let person = register(&office, "Rossi", "Maria");
    let at = |starts_at: &str| interview(&office, person, starts_at);
    let mine: AppointmentId = there_and_back(&office, anna, at("2026-11-16T09:30:00Z"));
    there_and_back(&office, anna, Confirm { appointment: mine });
    there_and_back(&office, anna, Arrive { appointment: mine });
    there_and_back(&office, anna, Leave { appointment: mine });
    let moved = office.act(anna, at("2026-11-16T10:00:00Z")).unwrap();
    let shift = Move {
        appointment: moved,
        ver: 1,
        staff: office.bruno.id,
        starts_at: moment("2026-11-16T10:15:00Z"),
        exception: None,
    };
    let held = there_and_back(&office, anna, shift);
    let cancelled = office.act(anna, at("2026-11-16T11:00:00Z")).unwrap();
    let cancel = Cancel {
        appointment: cancelled,
        ver: 1,
        by: CalledOffBy::Office,
        reason: Some("riunione".into()),
    };
    there_and_back(&office, anna, cancel);
    let missed = office.act(anna, at("2026-11-16T11:30:00Z")).unwrap();
    office.set_now("2026-11-16T12:00:00Z");
    there_and_back(&office, anna, Held { appointment: held });
    there_and_back(
        &office,
        anna,
        NoShow {
            appointment: missed,
        },
    );
    let correct = Correct {
        appointment: missed,
        held: true,
        reason: "era in sala".into(),
    };
    there_and_back(&office, anna, correct);
    let opening = AddOpening {
        office: office.id,
        fields: OpeningFields {
            on: OpeningOn::Weekday(1),
            from_min: 540,
            to_min: 720,
            kind: OpeningKind::Mixed,
            valid_from: day("2026-01-01"),
            valid_to: None,
        },
    };
    there_and_back(&office, carla, opening);
    let closures = AddClosures {
        office: office.id,
        days: vec![(day("2026-12-25"), "Natale".into())],
    };
    there_and_back(&office, carla, closures);
}

#[test]
fn a_slot_that_was_given_away_is_not_taken_back() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let book = interview(&office, person, "2026-11-16T10:00:00Z");
    let mine = office.act(&office.anna, book.clone()).unwrap();
    let cancel = Cancel {
        appointment: mine,
        ver: 1,
        by: CalledOffBy::Person,
        reason: None,
    };
    office.act(&office.anna, cancel).unwrap();
    office.act(&office.bruno, book).unwrap();
    assert_eq!(
        refusal(office.act(&office.anna, UndoLast)),
        Refusal::SlotTaken
    );
}

fn ver(office: &Office, table: &str, id: impl ToString) -> i64 {
    let db = Connection::open(office.store.path()).unwrap();
    let sql = format!("SELECT ver FROM {table} WHERE id = ?1");
    db.query_row(&sql, [id.to_string()], |row| row.get(0))
        .unwrap()
}

#[test]
fn plans() {
    let office = office();
    let bruno = &office.bruno;
    let person = register(&office, "Rossi", "Maria");
    let goal = |text: &str| GoalFields {
        domain: GoalDomain::Work,
        strand: Strand::Work,
        text: text.into(),
        due_on: None,
    };
    let action = |minutes| ActionFields {
        service: "matching".into(),
        text: Some("ricerca insieme".into()),
        owner: Owner::Staff,
        staff: Some(office.bruno.id),
        minutes,
        due_on: Some(day("2026-12-31")),
    };
    let draft = DraftPlan {
        person,
        intake: None,
        template: None,
        programme: None,
        goal_words: Some("un lavoro vicino a casa".into()),
        starts_on: day("2026-11-16"),
        ends_on: day("2027-05-15"),
        goals: vec![goal("un lavoro")],
        actions: vec![NewAction {
            goal: Some(0),
            fields: action(60),
        }],
    };
    let plan: PlanId = there_and_back(&office, bruno, draft.clone());
    let plan_ver = || ver(&office, "plan", plan);
    let set = SetPlan {
        plan,
        ver: plan_ver(),
        programme: None,
        goal_words: Some("un lavoro di mattina".into()),
        starts_on: day("2026-11-16"),
        ends_on: day("2027-03-15"),
    };
    there_and_back(&office, bruno, set);
    let fields = goal("la patente");
    let second = there_and_back(&office, bruno, AddGoal { plan, fields });
    let add = AddAction {
        plan,
        goal: Some(second),
        fields: action(30),
    };
    let extra: ActionId = there_and_back(&office, bruno, add);
    let drop = DropGoal {
        goal: second,
        ver: ver(&office, "goal", second),
    };
    there_and_back(&office, bruno, drop);
    there_and_back(
        &office,
        bruno,
        plans::Propose {
            plan,
            ver: plan_ver(),
        },
    );
    there_and_back(
        &office,
        bruno,
        Amend {
            plan,
            ver: plan_ver(),
        },
    );
    office
        .act(
            bruno,
            plans::Propose {
                plan,
                ver: plan_ver(),
            },
        )
        .unwrap();
    let sign = |plan, ver| Sign {
        plan,
        ver,
        on: day("2026-11-16"),
        how: Signature::Paper,
    };
    there_and_back(&office, bruno, sign(plan, plan_ver()));
    there_and_back(&office, bruno, Start { plan });
    let appointment = office
        .act(bruno, interview(&office, person, "2026-11-16T10:00:00Z"))
        .unwrap();
    let book = BookAction {
        action: extra,
        appointment,
    };
    there_and_back(&office, bruno, book);
    let deliver = Deliver {
        action: extra,
        started_at: moment("2026-11-16T08:00:00Z"),
        minutes: 30,
        place: Place::Office,
        note: Some("compilata la domanda".into()),
    };
    there_and_back(&office, bruno, deliver);
    let complete = CompleteAction {
        action: extra,
        ver: ver(&office, "plan_action", extra),
        reason: None,
    };
    there_and_back(&office, bruno, complete);
    there_and_back(
        &office,
        bruno,
        Suspend {
            plan,
            ver: plan_ver(),
        },
    );
    office
        .act(
            bruno,
            plans::Resume {
                plan,
                ver: plan_ver(),
            },
        )
        .unwrap();
    let new = there_and_back(
        &office,
        bruno,
        Revise {
            plan,
            ver: plan_ver(),
        },
    );
    let new_ver = || ver(&office, "plan", new);
    office
        .act(
            bruno,
            plans::Propose {
                plan: new,
                ver: new_ver(),
            },
        )
        .unwrap();
    there_and_back(&office, bruno, sign(new, new_ver()));
    office.act(bruno, Start { plan: new }).unwrap();
    let db = Connection::open(office.store.path()).unwrap();
    let copy: String = db
        .query_row(
            "SELECT id FROM plan_action WHERE plan = ?1",
            [new.to_string()],
            |row| row.get(0),
        )
        .unwrap();
    let cancel = CancelAction {
        ver: ver(&office, "plan_action", &copy),
        action: copy.parse().unwrap(),
        reason: "non serve".into(),
    };
    there_and_back(&office, bruno, cancel);
    let outcome = PlanOutcome::Job;
    there_and_back(
        &office,
        bruno,
        Close {
            plan: new,
            ver: new_ver(),
            outcome,
        },
    );
    let other = office.act(bruno, draft).unwrap();
    let other_ver = || ver(&office, "plan", other);
    office
        .act(
            bruno,
            plans::Propose {
                plan: other,
                ver: other_ver(),
            },
        )
        .unwrap();
    office.act(bruno, sign(other, other_ver())).unwrap();
    office.act(bruno, Start { plan: other }).unwrap();
    let outcome = PlanOutcome::Withdrawal;
    there_and_back(
        &office,
        bruno,
        Interrupt {
            plan: other,
            ver: other_ver(),
            outcome,
        },
    );
}

#[test]
fn companies_vacancies_and_applications() {
    let office = office();
    let dario = &office.dario;
    let add = AddCompany {
        fields: CompanyFields::named("Cooperativa Aurora"),
    };
    let company = there_and_back(&office, dario, add);
    let set = SetCompany {
        company,
        ver: ver(&office, "company", company),
        fields: CompanyFields::named("Cooperativa Tramonto"),
        active: true,
    };
    there_and_back(&office, dario, set);
    let place = WorkPlace {
        istat: None,
        name: "Milano".into(),
        at: Some((45.464, 9.19)),
    };
    let asks = |value: &str| Requirement {
        kind: sportello::domain::vacancy::RequirementKind::Skill,
        value: value.into(),
        essential: true,
    };
    let mut fields = VacancyFields::titled("Cuoca", place);
    fields.contract = Some(Contract::Permanent);
    fields.ccnl = Some("Turismo".into());
    fields.hours_week = Some(24);
    fields.requirements = vec![asks("primi piatti"), asks("pulizia")];
    let add = AddVacancy {
        company,
        fields: fields.clone(),
    };
    let vacancy: VacancyId = there_and_back(&office, dario, add);
    let vacancy_ver = || ver(&office, "vacancy", vacancy);
    fields.requirements = vec![asks("primi piatti"), asks("menù")];
    fields.hours_week = Some(30);
    let change = ChangeVacancy {
        vacancy,
        ver: vacancy_ver(),
        fields,
        asked: sportello::store::Before::Unseen,
        company: None,
    };
    there_and_back(&office, dario, change);
    there_and_back(
        &office,
        dario,
        Publish {
            vacancy,
            ver: vacancy_ver(),
        },
    );
    there_and_back(
        &office,
        dario,
        Pause {
            vacancy,
            ver: vacancy_ver(),
        },
    );
    office
        .act(
            dario,
            vacancies::Resume {
                vacancy,
                ver: vacancy_ver(),
            },
        )
        .unwrap();
    let person = register(&office, "Rossi", "Maria");
    let propose = Propose {
        vacancy,
        person,
        explained: Explained::default(),
        refused: Vec::new(),
        exception: None,
    };
    let application: ApplicationId = there_and_back(&office, dario, propose);
    let application_ver = || ver(&office, "application", application);
    let consent = Consent {
        application,
        ver: application_ver(),
        channel: Channel::Voice,
        version: "2026-01".into(),
        lang: Lang::It,
    };
    there_and_back(&office, dario, consent);
    there_and_back(
        &office,
        dario,
        Send {
            application,
            ver: application_ver(),
        },
    );
    let reject = Advance {
        application,
        ver: application_ver(),
        to: ApplicationState::Rejected,
        reason: Some(ApplicationReason::Hours),
    };
    there_and_back(&office, dario, reject);
    office.act(dario, UndoLast).unwrap();
    for to in [
        ApplicationState::UnderReview,
        ApplicationState::Interview,
        ApplicationState::Offer,
    ] {
        let ver = application_ver();
        let reason = None;
        let advance = Advance {
            application,
            ver,
            to,
            reason,
        };
        there_and_back(&office, dario, advance);
    }
    let hire = Hire {
        application,
        ver: application_ver(),
        terms: Terms {
            contract: Contract::FixedTerm,
            from_on: day("2026-11-17"),
            to_on: Some(day("2027-05-31")),
            hours: 30,
            proof: Proof::Notice,
        },
    };
    there_and_back(&office, dario, hire);
    let work = crate::vacancies::application(&office, application)
        .placement
        .unwrap();
    let follow_up = RecordFollowUp {
        follow_up: work.follow_ups[0].id,
        ver: work.follow_ups[0].ver,
        result: FollowUpResult::Converted,
        ended: None,
    };
    there_and_back(&office, dario, follow_up);
    let withdraw = Withdraw {
        vacancy,
        ver: vacancy_ver(),
        reason: "posto annullato".into(),
    };
    there_and_back(&office, dario, withdraw);
}
