//! Personal plans: every arrow, the caps, hours and revisions.

use sportello::domain::appointment::{CalledOffBy, Place};
use sportello::domain::ids::{ActionId, GoalId, PersonId, PlanId};
use sportello::domain::plan::{
    ActionState, ActionStep, GoalDomain, Owner, PlanOutcome, PlanState, PlanStep, Signature, Strand,
};
use sportello::domain::queue::Outcome;
use sportello::domain::refusal::Refusal;
use sportello::store::agenda::{Arrive, Book, Cancel, Held, Move, NoShow};
use sportello::store::plans::{
    ActionFields, ActionRow, AddAction, AddGoal, Amend, BookAction, CancelAction, Close,
    CompleteAction, Deliver, DeliveriesOf, DraftPlan, DropAction, DropGoal, Expire, Extend,
    GoalFields, Interrupt, NewAction, PlanFile, PlanFilter, PlanList, PlanView, PlansOf, Propose,
    Reopen, ReplanAction, Resume, Revise, SetAction, SetGoal, SetPlan, Sign, SignDelivery, Start,
    StopAction, Suspend,
};
use sportello::store::queue::{CallNext, Finish, Serve};
use sportello::store::settings::AddProgramme;
use sportello::store::{Error, Result};

use crate::given::{day, refusal, register};
use crate::{Office, moment, office};

fn goal(text: &str) -> GoalFields {
    GoalFields {
        domain: GoalDomain::Work,
        strand: Strand::Work,
        text: text.into(),
        due_on: None,
    }
}

fn action(service: &str, minutes: u32) -> ActionFields {
    ActionFields {
        service: service.into(),
        text: None,
        owner: Owner::Staff,
        staff: None,
        minutes,
        due_on: None,
    }
}

/// One goal, two actions of an hour each.
fn draft(person: PersonId) -> DraftPlan {
    let first = NewAction {
        goal: Some(0),
        fields: action("orientation.first", 60),
    };
    let second = NewAction {
        goal: None,
        fields: action("matching", 60),
    };
    DraftPlan {
        person,
        intake: None,
        template: Some("neet".into()),
        programme: None,
        goal_words: Some("un lavoro vicino a casa".into()),
        starts_on: day("2026-11-16"),
        ends_on: day("2027-05-15"),
        goals: vec![goal("trovare un lavoro")],
        actions: vec![first, second],
    }
}

fn file(office: &Office, person: PersonId, plan: PlanId) -> PlanView {
    office
        .ask(&office.bruno, PlanFile { plan, person })
        .unwrap()
}

fn action_row(office: &Office, person: PersonId, plan: PlanId, index: usize) -> ActionRow {
    file(office, person, plan).actions[index].clone()
}

/// A plan of somebody new, in a state.
fn plan_in(office: &Office, state: PlanState) -> (PersonId, PlanId) {
    let person = register(office, "Rossi", "Maria");
    let plan = office.act(&office.bruno, draft(person)).unwrap();
    for earlier in way(state) {
        settle_for(office, person, plan, *earlier);
        step(office, person, plan, *earlier).unwrap();
    }
    // The signature of the revision supersedes this one.
    if state == PlanState::Superseded {
        let new = office.ask(&office.bruno, PlansOf { person }).unwrap()[0].id;
        step(office, person, new, PlanStep::Propose).unwrap();
        step(office, person, new, PlanStep::Sign).unwrap();
    }
    assert_eq!(file(office, person, plan).plan.state, state);
    (person, plan)
}

fn way(to: PlanState) -> &'static [PlanStep] {
    use PlanState as S;
    use PlanStep as T;
    match to {
        S::Draft => &[],
        S::Proposed => &[T::Propose],
        S::Signed => &[T::Propose, T::Sign],
        S::Active => &[T::Propose, T::Sign, T::Start],
        S::Suspended => &[T::Propose, T::Sign, T::Start, T::Suspend],
        S::Revising | S::Superseded => &[T::Propose, T::Sign, T::Start, T::Revise],
        S::Closed => &[T::Propose, T::Sign, T::Start, T::Close],
        S::Interrupted => &[T::Propose, T::Sign, T::Start, T::Interrupt],
        S::Expired => &[T::Propose, T::Sign, T::Start, T::Expire],
    }
}

/// What must be so before a step is taken: all actions settled for the end, the last day gone by for
/// the expiry.
fn settle_for(office: &Office, person: PersonId, plan: PlanId, step: PlanStep) {
    let view = file(office, person, plan);
    if step == PlanStep::Close {
        for row in view.actions.iter().filter(|row| !row.state.is_settled()) {
            let done = CompleteAction {
                action: row.id,
                ver: row.ver,
                reason: Some("fatto altrove".into()),
            };
            office.act(&office.bruno, done).unwrap();
        }
    }
    if step == PlanStep::Expire {
        office.set_now("2027-05-16T09:00:00Z");
    }
}

fn step(office: &Office, person: PersonId, plan: PlanId, step: PlanStep) -> Result<()> {
    let ver = file(office, person, plan).plan.ver;
    let bruno = &office.bruno;
    match step {
        PlanStep::Propose => office.act(bruno, Propose { plan, ver }),
        PlanStep::Amend => office.act(bruno, Amend { plan, ver }),
        PlanStep::Sign => {
            let sign = Sign {
                plan,
                ver,
                on: day("2026-11-16"),
                how: Signature::Paper,
            };
            office.act(bruno, sign)
        }
        PlanStep::Start => office.act(bruno, Start { plan }),
        PlanStep::Suspend => office.act(bruno, Suspend { plan, ver }),
        PlanStep::Resume => office.act(bruno, Resume { plan, ver }),
        PlanStep::Revise => office.act(bruno, Revise { plan, ver }).map(|_| ()),
        // Only the signature of a revision does it.
        PlanStep::Supersede => unreachable!(),
        PlanStep::Close => {
            let outcome = PlanOutcome::Job;
            office.act(bruno, Close { plan, ver, outcome })
        }
        PlanStep::Interrupt => {
            let outcome = PlanOutcome::Withdrawal;
            office.act(bruno, Interrupt { plan, ver, outcome })
        }
        PlanStep::Expire => office.act(bruno, Expire { plan }),
        PlanStep::Extend => {
            let ends_on = day("2027-12-31");
            office.act(bruno, Extend { plan, ver, ends_on })
        }
        PlanStep::Reopen => office.act(&office.carla, Reopen { plan, ver }),
    }
}

#[test]
fn every_arrow_is_taken_and_every_other_is_refused() {
    use PlanState as S;
    use PlanStep as T;
    let arrows = [
        (S::Draft, T::Propose, S::Proposed),
        (S::Proposed, T::Amend, S::Draft),
        (S::Proposed, T::Sign, S::Signed),
        (S::Signed, T::Start, S::Active),
        (S::Active, T::Suspend, S::Suspended),
        (S::Active, T::Revise, S::Revising),
        (S::Active, T::Close, S::Closed),
        (S::Active, T::Interrupt, S::Interrupted),
        (S::Active, T::Expire, S::Expired),
        (S::Suspended, T::Resume, S::Active),
        (S::Suspended, T::Interrupt, S::Interrupted),
        (S::Expired, T::Extend, S::Active),
        (S::Closed, T::Reopen, S::Active),
    ];
    let office = office();
    for from in S::ALL {
        for by in T::ALL.iter().filter(|by| **by != T::Supersede) {
            office.set_now("2026-11-16T09:00:00Z");
            let (person, plan) = plan_in(&office, *from);
            let to = arrows
                .iter()
                .find(|(f, t, _)| f == from && t == by)
                .map(|arrow| arrow.2);
            if to.is_some() {
                settle_for(&office, person, plan, *by);
            }
            let outcome = step(&office, person, plan, *by);
            match to {
                Some(to) => {
                    assert_eq!(outcome, Ok(()), "{from:?} {by:?}");
                    assert_eq!(file(&office, person, plan).plan.state, to);
                }
                None => assert_eq!(refusal(outcome), Refusal::WrongState, "{from:?} {by:?}"),
            }
        }
    }
}

#[test]
fn a_person_has_one_open_plan() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Draft);
    for earlier in [
        PlanStep::Propose,
        PlanStep::Sign,
        PlanStep::Start,
        PlanStep::Suspend,
    ] {
        let second = office.act(&office.bruno, draft(person));
        assert_eq!(refusal(second), Refusal::PlanOpen);
        step(&office, person, plan, earlier).unwrap();
    }
    step(&office, person, plan, PlanStep::Interrupt).unwrap();
    office.act(&office.bruno, draft(person)).unwrap();
    assert_eq!(
        office.ask(&office.bruno, PlansOf { person }).unwrap().len(),
        2
    );
}

#[test]
fn an_empty_plan_is_not_proposed() {
    let office = office();
    for (goals, actions) in [(0, 1), (1, 0), (0, 0)] {
        let person = register(&office, "Rossi", "Maria");
        let mut plan = draft(person);
        plan.goals.truncate(goals);
        plan.actions.truncate(actions);
        plan.actions
            .iter_mut()
            .for_each(|action| action.goal = None);
        let plan = office.act(&office.bruno, plan).unwrap();
        let outcome = step(&office, person, plan, PlanStep::Propose);
        assert_eq!(refusal(outcome), Refusal::PlanEmpty);
    }
}

#[test]
fn hours_over_the_cap_of_the_programme_are_refused_with_its_source_and_date() {
    let office = office();
    let programme = |code: &str, from: &str, caps| AddProgramme {
        code: code.into(),
        name: code.into(),
        valid_from: Some(day(from)),
        valid_to: None,
        source: "Avviso regionale".into(),
        caps,
    };
    let all = programme("GOL", "2026-01-01", vec![(None, 90)]);
    let one = programme("DUL", "2026-01-01", vec![(Some("matching".into()), 45)]);
    let later = programme("DOPO", "2027-01-01", vec![(None, 30)]);
    for programme in [all, one, later] {
        office.act(&office.carla, programme).unwrap();
    }
    let cases = [
        ("GOL", Some("2 h > 1 h 30 (Avviso regionale, 2026-01-01)")),
        (
            "DUL",
            Some("matching: 1 h > 0 h 45 (Avviso regionale, 2026-01-01)"),
        ),
        ("DOPO", None),
    ];
    for (code, detail) in cases {
        let person = register(&office, "Rossi", "Maria");
        let plan = DraftPlan {
            programme: Some(code.into()),
            ..draft(person)
        };
        let plan = office.act(&office.bruno, plan).unwrap();
        let outcome = step(&office, person, plan, PlanStep::Propose);
        let expected = detail.map_or(Ok(()), |detail| {
            Err(Error::Refused {
                rule: Refusal::HoursOverCap,
                detail: detail.into(),
            })
        });
        assert_eq!(outcome, expected, "{code}");
    }
}

#[test]
fn a_draft_is_rewritten_and_a_proposed_plan_is_not() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Draft);
    let bruno = &office.bruno;
    let view = file(&office, person, plan);
    assert_eq!(
        (view.plan.goals, view.plan.actions, view.plan.planned_min),
        (1, 2, 120)
    );
    assert_eq!(view.actions[0].goal, Some(view.goals[0].id));
    let add = AddGoal {
        plan,
        fields: goal("la patente"),
    };
    let second: GoalId = office.act(bruno, add.clone()).unwrap();
    let add_action = AddAction {
        plan,
        goal: Some(second),
        fields: action("orientation.special", 30),
    };
    let third: ActionId = office.act(bruno, add_action).unwrap();
    let set = SetAction {
        action: third,
        ver: 1,
        goal: Some(second),
        fields: action("orientation.special", 45),
    };
    office.act(bruno, set).unwrap();
    let set = SetGoal {
        goal: view.goals[0].id,
        ver: 1,
        fields: goal("un contratto stabile"),
    };
    office.act(bruno, set.clone()).unwrap();
    let drop = DropGoal {
        goal: second,
        ver: 1,
    };
    office.act(bruno, drop).unwrap();
    let now = file(&office, person, plan);
    assert_eq!(now.goals.len(), 1);
    assert_eq!(now.goals[0].fields.text, "un contratto stabile");
    assert_eq!(
        (now.actions[2].goal, now.actions[2].fields.minutes),
        (None, 45)
    );
    let drop = DropAction {
        action: third,
        ver: now.actions[2].ver,
    };
    office.act(bruno, drop.clone()).unwrap();
    let head = SetPlan {
        plan,
        ver: 1,
        programme: None,
        goal_words: Some("lavorare di mattina".into()),
        starts_on: day("2026-11-20"),
        ends_on: day("2027-01-20"),
    };
    office.act(bruno, head.clone()).unwrap();
    step(&office, person, plan, PlanStep::Propose).unwrap();
    assert_eq!(refusal(office.act(bruno, add)), Refusal::WrongState);
    assert_eq!(refusal(office.act(bruno, set)), Refusal::WrongState);
    assert_eq!(refusal(office.act(bruno, head)), Refusal::WrongState);
}

#[test]
fn a_goal_of_another_plan_is_not_taken() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Draft);
    let (_, other) = plan_in(&office, PlanState::Draft);
    let goal = file(&office, person, plan).goals[0].id;
    let add = AddAction {
        plan: other,
        goal: Some(goal),
        fields: action("matching", 30),
    };
    assert!(matches!(
        office.act(&office.bruno, add),
        Err(Error::Invalid { field: "goal", .. })
    ));
    let wrong = DraftPlan {
        actions: vec![NewAction {
            goal: Some(9),
            fields: action("matching", 30),
        }],
        ..draft(register(&office, "Bianchi", "Luca"))
    };
    assert!(matches!(
        office.act(&office.bruno, wrong),
        Err(Error::Invalid { field: "goal", .. })
    ));
}

#[test]
fn days_to_come_are_not_signed_and_not_started() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Proposed);
    let ver = file(&office, person, plan).plan.ver;
    let early = Sign {
        plan,
        ver,
        on: day("2026-11-17"),
        how: Signature::App,
    };
    assert!(matches!(
        office.act(&office.bruno, early),
        Err(Error::Invalid { field: "on", .. })
    ));
    office.set_now("2026-11-15T09:00:00Z");
    let sign = Sign {
        plan,
        ver,
        on: day("2026-11-15"),
        how: Signature::App,
    };
    office.act(&office.bruno, sign).unwrap();
    assert_eq!(
        refusal(office.act(&office.bruno, Start { plan })),
        Refusal::NotToday
    );
}

#[test]
fn a_revision_copies_what_is_open_and_supersedes_when_it_is_signed() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Active);
    let first = action_row(&office, person, plan, 0);
    let done = CompleteAction {
        action: first.id,
        ver: first.ver,
        reason: Some("basta così".into()),
    };
    office.act(&office.bruno, done).unwrap();
    let ver = file(&office, person, plan).plan.ver;
    let new = office.act(&office.bruno, Revise { plan, ver }).unwrap();
    let view = file(&office, person, new);
    assert_eq!((view.plan.version, view.plan.supersedes), (2, Some(plan)));
    assert_eq!((view.goals.len(), view.actions.len()), (1, 1));
    assert_eq!(view.actions[0].fields.service, "matching");
    step(&office, person, new, PlanStep::Propose).unwrap();
    assert_eq!(file(&office, person, plan).plan.state, PlanState::Revising);
    step(&office, person, new, PlanStep::Sign).unwrap();
    assert_eq!(
        file(&office, person, plan).plan.state,
        PlanState::Superseded
    );
}

#[test]
fn a_plan_ends_when_its_actions_are_settled_and_is_reopened_by_the_coordination() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Active);
    let open = step(&office, person, plan, PlanStep::Close);
    let expected = Error::Refused {
        rule: Refusal::ActionsUnsettled,
        detail: "2".into(),
    };
    assert_eq!(open, Err(expected));
    settle_for(&office, person, plan, PlanStep::Close);
    step(&office, person, plan, PlanStep::Close).unwrap();
    let row = file(&office, person, plan).plan;
    assert_eq!(
        (row.outcome, row.outcome_on),
        (Some(PlanOutcome::Job), Some(day("2026-11-16")))
    );
    let reopen = Reopen { plan, ver: row.ver };
    assert!(matches!(
        office.act(&office.bruno, reopen.clone()),
        Err(Error::Denied(_))
    ));
    office.set_now("2026-12-17T09:00:00Z");
    assert_eq!(
        refusal(office.act(&office.carla, reopen.clone())),
        Refusal::ReopenTooLate
    );
    office.set_now("2026-12-16T09:00:00Z");
    office.act(&office.carla, reopen).unwrap();
    assert_eq!(file(&office, person, plan).plan.outcome, None);
    let ver = file(&office, person, plan).plan.ver;
    let outcome = PlanOutcome::Job;
    let wrong = Interrupt { plan, ver, outcome };
    assert!(matches!(
        office.act(&office.bruno, wrong),
        Err(Error::Invalid {
            field: "outcome",
            ..
        })
    ));
}

fn interview(office: &Office, person: PersonId, starts_at: &str) -> Book {
    Book {
        staff: office.bruno.id,
        person: Some(person),
        service: "orientation.first".into(),
        starts_at: moment(starts_at),
        minutes: 60,
        place: Place::Office,
        note: None,
        plan_action: None,
        exception: None,
    }
}

#[test]
fn an_action_follows_its_appointment() {
    use ActionState as S;
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Active);
    let action = action_row(&office, person, plan, 0).id;
    let state = || action_row(&office, person, plan, 0).state;
    let book = |starts_at: &str| {
        let book = Book {
            plan_action: Some(action),
            ..interview(&office, person, starts_at)
        };
        office.act(&office.bruno, book).unwrap()
    };
    let first = book("2026-11-16T10:00:00Z");
    assert_eq!(state(), S::Booked);
    let shift = Move {
        appointment: first,
        ver: 1,
        staff: office.bruno.id,
        starts_at: moment("2026-11-16T11:00:00Z"),
        exception: None,
    };
    let moved = office.act(&office.bruno, shift).unwrap();
    let row = action_row(&office, person, plan, 0);
    assert_eq!(
        row.appointment,
        Some((moved, moment("2026-11-16T11:00:00Z")))
    );
    let cancel = Cancel {
        appointment: moved,
        ver: 1,
        by: CalledOffBy::Person,
        reason: None,
    };
    office.act(&office.bruno, cancel).unwrap();
    assert_eq!(state(), S::Planned);
    let missed = book("2026-11-16T11:00:00Z");
    office.set_now("2026-11-16T11:30:00Z");
    office
        .act(
            &office.bruno,
            NoShow {
                appointment: missed,
            },
        )
        .unwrap();
    assert_eq!(state(), S::Missed);
    let held = book("2026-11-16T13:00:00Z");
    office.set_now("2026-11-16T14:00:00Z");
    office
        .act(&office.bruno, Held { appointment: held })
        .unwrap();
    assert_eq!(state(), S::Running);
}

#[test]
fn an_action_begins_when_the_ticket_of_its_appointment_is_finished() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Active);
    let book = Book {
        plan_action: Some(action_row(&office, person, plan, 0).id),
        ..interview(&office, person, "2026-11-16T10:00:00Z")
    };
    let appointment = office.act(&office.bruno, book).unwrap();
    let ticket = office
        .act(&office.anna, Arrive { appointment })
        .unwrap()
        .ticket;
    let desk = office.desks[2];
    let called = office.act(&office.bruno, CallNext { desk }).unwrap();
    assert_eq!(called.ticket, ticket);
    office.act(&office.bruno, Serve { ticket }).unwrap();
    let finish = Finish {
        ticket,
        outcome: Outcome::Plan,
        services: Vec::new(),
        note: None,
    };
    office.act(&office.bruno, finish).unwrap();
    let row = action_row(&office, person, plan, 0);
    assert_eq!(row.state, ActionState::Running);
}

#[test]
fn an_appointment_booked_by_itself_is_tied_to_an_action_of_the_same_person() {
    let office = office();
    let (person, plan) = plan_in(&office, PlanState::Active);
    let action = action_row(&office, person, plan, 0).id;
    let other = register(&office, "Bianchi", "Luca");
    let of_other = office
        .act(
            &office.bruno,
            interview(&office, other, "2026-11-17T09:00:00Z"),
        )
        .unwrap();
    let mine = office
        .act(
            &office.bruno,
            interview(&office, person, "2026-11-17T10:00:00Z"),
        )
        .unwrap();
    let wrong = BookAction {
        action,
        appointment: of_other,
    };
    assert!(matches!(
        office.act(&office.bruno, wrong),
        Err(Error::Invalid {
            field: "appointment",
            ..
        })
    ));
    let right = BookAction {
        action,
        appointment: mine,
    };
    office.act(&office.bruno, right).unwrap();
    assert_eq!(
        action_row(&office, person, plan, 0).state,
        ActionState::Booked
    );
}

/// Brings the first action of a new plan to a state.
fn action_in(office: &Office, state: ActionState) -> (PersonId, PlanId, ActionId) {
    use ActionState as S;
    use ActionStep as T;
    let (person, plan) = plan_in(office, PlanState::Active);
    let row = action_row(office, person, plan, 0);
    let steps: &[ActionStep] = match state {
        S::Planned => &[],
        S::Booked => &[T::Book],
        S::Running => &[T::Begin],
        S::Done => &[T::Complete],
        S::Partial => &[T::Begin, T::Stop],
        S::Missed => &[T::Book, T::Miss],
        S::Cancelled => &[T::Cancel],
        S::Replaced => panic!("no act replaces an action yet"),
    };
    for step in steps {
        action_step(office, person, plan, *step).unwrap();
    }
    assert_eq!(action_row(office, person, plan, 0).state, state);
    (person, plan, row.id)
}

fn action_step(office: &Office, person: PersonId, plan: PlanId, step: ActionStep) -> Result<()> {
    let ActionRow {
        id,
        ver,
        appointment,
        ..
    } = action_row(office, person, plan, 0);
    let bruno = &office.bruno;
    match step {
        ActionStep::Book => {
            office.set_now("2026-11-16T09:00:00Z");
            let at = interview(office, person, "2026-11-16T10:00:00Z");
            // Bruno's hour may be taken by another case of the same test.
            let book = Book {
                staff: office.carla.id,
                plan_action: Some(id),
                minutes: 1,
                exception: Some("prova".into()),
                starts_at: at.starts_at + chrono::TimeDelta::minutes(office.count()),
                ..at
            };
            office.act(bruno, book).map(|_| ())
        }
        ActionStep::Begin => deliver(office, id, 30),
        ActionStep::Complete => {
            let reason = Some("fatto".into());
            office.act(
                bruno,
                CompleteAction {
                    action: id,
                    ver,
                    reason,
                },
            )
        }
        ActionStep::Stop => {
            let reason = None;
            office.act(
                bruno,
                StopAction {
                    action: id,
                    ver,
                    reason,
                },
            )
        }
        ActionStep::Miss => {
            office.set_now("2026-12-31T16:00:00Z");
            let (appointment, _) = appointment.unwrap();
            office.act(bruno, NoShow { appointment })
        }
        ActionStep::Replan => {
            let due_on = None;
            office.act(
                bruno,
                ReplanAction {
                    action: id,
                    ver,
                    due_on,
                },
            )
        }
        ActionStep::Cancel => {
            let reason = "non serve più".into();
            office.act(
                bruno,
                CancelAction {
                    action: id,
                    ver,
                    reason,
                },
            )
        }
        ActionStep::Unbook | ActionStep::Replace => unreachable!(),
    }
}

/// Hours given at a time when nobody else's were.
fn deliver(office: &Office, action: ActionId, minutes: u16) -> Result<()> {
    let started_at = moment("2026-01-01T00:00:00Z") + chrono::TimeDelta::hours(office.count());
    let deliver = Deliver {
        action,
        started_at,
        minutes,
        place: Place::Office,
        note: None,
    };
    office.act(&office.bruno, deliver).map(|_| ())
}

#[test]
fn every_arrow_of_an_action_is_taken_and_every_other_is_refused() {
    use ActionState as S;
    use ActionStep as T;
    let arrows = [
        (S::Planned, T::Book, S::Booked),
        (S::Planned, T::Begin, S::Running),
        (S::Planned, T::Complete, S::Done),
        (S::Planned, T::Cancel, S::Cancelled),
        (S::Booked, T::Begin, S::Running),
        (S::Booked, T::Complete, S::Done),
        (S::Booked, T::Cancel, S::Cancelled),
        (S::Running, T::Begin, S::Running),
        (S::Running, T::Complete, S::Done),
        (S::Running, T::Stop, S::Partial),
        (S::Missed, T::Replan, S::Planned),
        (S::Missed, T::Book, S::Booked),
    ];
    let office = office();
    let states = [
        S::Planned,
        S::Booked,
        S::Running,
        S::Done,
        S::Partial,
        S::Missed,
        S::Cancelled,
    ];
    for from in states {
        for by in [
            T::Book,
            T::Begin,
            T::Complete,
            T::Stop,
            T::Replan,
            T::Cancel,
        ] {
            office.set_now("2026-11-16T09:00:00Z");
            let (person, plan, _) = action_in(&office, from);
            let to = arrows
                .iter()
                .find(|(f, t, _)| *f == from && *t == by)
                .map(|arrow| arrow.2);
            let outcome = action_step(&office, person, plan, by);
            match to {
                Some(to) => {
                    assert_eq!(outcome, Ok(()), "{from:?} {by:?}");
                    assert_eq!(action_row(&office, person, plan, 0).state, to);
                }
                None => assert_eq!(refusal(outcome), Refusal::WrongState, "{from:?} {by:?}"),
            }
        }
    }
}

#[test]
fn hours_are_given_once_and_no_more_than_planned() {
    let office = office();
    let (person, plan, action) = action_in(&office, ActionState::Planned);
    let (other, other_plan) = plan_in(&office, PlanState::Active);
    let of_other = action_row(&office, other, other_plan, 0).id;
    let give = |staff, action, started_at: &str, minutes| {
        let deliver = Deliver {
            action,
            started_at: moment(started_at),
            minutes,
            place: Place::Office,
            note: None,
        };
        office.act(staff, deliver)
    };
    office.set_now("2026-11-16T10:00:00Z");
    let bruno = &office.bruno;
    let first = give(bruno, action, "2026-11-16T08:00:00Z", 40).unwrap();
    let same_staff = give(bruno, of_other, "2026-11-16T08:39:00Z", 10);
    assert_eq!(refusal(same_staff), Refusal::DeliveryOverlap);
    let same_person = give(&office.carla, action, "2026-11-16T08:39:00Z", 10);
    assert_eq!(refusal(same_person), Refusal::DeliveryOverlap);
    let too_many = give(bruno, action, "2026-11-16T08:40:00Z", 21);
    assert_eq!(refusal(too_many), Refusal::HoursOverCap);
    let to_come = give(bruno, action, "2026-11-16T09:50:00Z", 20);
    assert!(matches!(
        to_come,
        Err(Error::Invalid {
            field: "started_at",
            ..
        })
    ));
    give(bruno, action, "2026-11-16T08:40:00Z", 20).unwrap();
    let sign = SignDelivery {
        delivery: first,
        on: day("2026-11-16"),
        how: Signature::Paper,
    };
    office.act(bruno, sign.clone()).unwrap();
    assert_eq!(refusal(office.act(bruno, sign)), Refusal::WrongState);
    let row = action_row(&office, person, plan, 0);
    assert_eq!((row.delivered_min, row.signed_min), (60, 40));
    let complete = CompleteAction {
        action,
        ver: row.ver,
        reason: None,
    };
    office.act(bruno, complete).unwrap();
    let given = DeliveriesOf {
        person,
        action: None,
    };
    assert_eq!(office.ask(bruno, given).unwrap().len(), 2);
    let unfinished = CompleteAction {
        action: of_other,
        ver: 1,
        reason: None,
    };
    assert!(matches!(
        office.act(bruno, unfinished),
        Err(Error::Invalid {
            field: "reason",
            ..
        })
    ));
}

#[test]
fn plans_are_listed_by_caseload_signature_and_end() {
    let office = office();
    let (_, unsigned) = plan_in(&office, PlanState::Proposed);
    let (_, active) = plan_in(&office, PlanState::Active);
    let (_, over) = plan_in(&office, PlanState::Interrupted);
    let list = |filter| {
        let asked = PlanList {
            office: office.id,
            filter,
            limit: 10,
        };
        let page = office.ask(&office.carla, asked).unwrap();
        assert_eq!(page.total, page.rows.len());
        page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(list(PlanFilter::default()), [unsigned, active, over]);
    assert_eq!(
        list(PlanFilter::caseload(office.bruno.id)),
        [unsigned, active]
    );
    assert_eq!(list(PlanFilter::caseload(office.anna.id)), []);
    assert_eq!(list(PlanFilter::unsigned()), [unsigned]);
    assert_eq!(list(PlanFilter::expiring(day("2027-05-16"))), [active]);
    assert_eq!(list(PlanFilter::expiring(day("2027-05-15"))), []);
}

#[test]
fn reception_reads_plans_and_does_not_write_them() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    assert!(matches!(
        office.act(&office.anna, draft(person)),
        Err(Error::Denied(_))
    ));
    let (person, plan) = plan_in(&office, PlanState::Draft);
    office.ask(&office.anna, PlanFile { plan, person }).unwrap();
    let stranger = register(&office, "Bianchi", "Luca");
    let wrong = PlanFile {
        plan,
        person: stranger,
    };
    assert!(matches!(
        office.ask(&office.anna, wrong),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn who_was_not_given_the_privacy_notice_signs_nothing() {
    let office = office();
    let person = crate::people::register(&office, crate::people::newcomer("Rossi", "Maria")).person;
    let plan = office.act(&office.bruno, draft(person)).unwrap();
    step(&office, person, plan, PlanStep::Propose).unwrap();
    let signed = step(&office, person, plan, PlanStep::Sign);
    assert_eq!(refusal(signed), Refusal::NoticeMissing);
}
