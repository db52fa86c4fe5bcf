//! Companies, vacancies and applications: arrows, publication, search, match, import.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use sportello::domain::document::Channel;
use sportello::domain::ids::{ApplicationId, CompanyId, PersonId, PlacementId, VacancyId};
use sportello::domain::lang::Lang;
use sportello::domain::matching::{Cefr, Criterion, Eligibility, Explained, GateRule, Sign};
use sportello::domain::placement::Proof;
use sportello::domain::refusal::Refusal;
use sportello::domain::vacancy::{
    ApplicationReason, ApplicationState, Contract, Lack, RequirementKind, Shift, VacancyState,
    VacancyStep,
};
use sportello::reference::Reference;
use sportello::store::applications::{
    Advance, ApplicationRow, Applications, ApplicationsOf, Consent, Propose, Send,
};
use sportello::store::batch::PublishBatch;
use sportello::store::companies::{
    AddCompany, CompaniesByName, CompanyFields, CompanyFile, SetCompany,
};
use sportello::store::import::{Progress, VacanciesSource};
use sportello::store::matches::{MatchesFor, PeopleFor};
use sportello::store::people::PersonFacts;
use sportello::store::placements::{Hire, Terms};
use sportello::store::vacancies::{
    AddVacancy, ChangeVacancy, ExpireOverdue, Fill, ImportedVacancy, Near, Pause, Publish, Reopen,
    Requirement, Resume, SearchVacancies, VacancyFields, VacancyFile, VacancyList, VacancyView,
    Withdraw, WorkPlace, missing,
};
use sportello::store::{Before, Error, Result};

use crate::given::{day, refusal, register, register_with};
use crate::{Office, office};

const MILAN: (f64, f64) = (45.464, 9.190);
const MONZA: (f64, f64) = (45.584, 9.274);
const BRESCIA: (f64, f64) = (45.539, 10.220);

fn place(name: &str, at: (f64, f64)) -> WorkPlace {
    WorkPlace {
        istat: None,
        name: name.into(),
        at: Some(at),
    }
}

fn company(office: &Office, name: &str) -> CompanyId {
    let fields = CompanyFields::named(name);
    office.act(&office.dario, AddCompany { fields }).unwrap()
}

/// All that publication needs.
fn complete(title: &str, at: WorkPlace) -> VacancyFields {
    VacancyFields {
        contract: Some(Contract::FixedTerm),
        ccnl: Some("Logistica".into()),
        hours_week: Some(40),
        shift: Some(Shift::FullTime),
        deadline_on: Some(day("2026-12-16")),
        ..VacancyFields::titled(title, at)
    }
}

fn draft(office: &Office, fields: VacancyFields) -> VacancyId {
    let company = company(office, "Magazzini Bianchi");
    office
        .act(&office.dario, AddVacancy { company, fields })
        .unwrap()
}

fn open(office: &Office, fields: VacancyFields) -> VacancyId {
    let vacancy = draft(office, fields);
    office
        .act(&office.dario, Publish { vacancy, ver: 1 })
        .unwrap();
    vacancy
}

/// The occupation of [`one_open`].
pub const ISCO: &str = "9333";

/// One vacancy, open.
pub fn one_open(office: &Office) -> VacancyId {
    let fields = VacancyFields {
        isco08: Some(ISCO.into()),
        ..complete("Magazziniere / Magazziniera", place("Milano", MILAN))
    };
    open(office, fields)
}

pub(crate) fn file(office: &Office, vacancy: VacancyId) -> VacancyView {
    office.ask(&office.dario, VacancyFile { vacancy }).unwrap()
}

#[test]
fn what_publication_needs_is_refused_by_name() {
    let office = office();
    let bare = VacancyFields::titled("Magazziniere / Magazziniera", place("Milano", MILAN));
    assert_eq!(missing(&bare), [Lack::Contract, Lack::Hours, Lack::Ccnl]);
    let vacancy = draft(&office, bare.clone());
    let publish = |ver| office.act(&office.dario, Publish { vacancy, ver });
    let lacking = |detail: &str| {
        Err(Error::Refused {
            rule: Refusal::VacancyIncomplete,
            detail: detail.into(),
        })
    };
    assert_eq!(publish(1), lacking("lack:contract lack:hours lack:ccnl"));
    let change = |ver, fields: &VacancyFields| {
        let fields = fields.clone();
        office.act(
            &office.dario,
            ChangeVacancy {
                vacancy,
                ver,
                fields,
                asked: Before::Unseen,
                company: None,
            },
        )
    };
    let mut better = bare;
    better.contract = Some(Contract::Permanent);
    better.hours_week = Some(20);
    change(1, &better).unwrap();
    assert_eq!(publish(2), lacking("lack:ccnl"));
    // A traineeship works by no national agreement.
    better.contract = Some(Contract::Traineeship);
    change(2, &better).unwrap();
    publish(3).unwrap();
    let view = file(&office, vacancy);
    assert_eq!(view.row.state, VacancyState::Open);
    assert_eq!(view.row.published_on, Some(day("2026-11-16")));
    better.hours_week = None;
    assert_eq!(change(4, &better), lacking("lack:hours"));
}

#[test]
fn a_company_that_is_switched_off_gives_no_vacancies() {
    let office = office();
    let company = company(&office, "Magazzini Bianchi");
    let off = SetCompany {
        company,
        ver: 1,
        fields: CompanyFields::named("Magazzini Bianchi S.r.l."),
        active: false,
    };
    office.act(&office.dario, off).unwrap();
    let fields = complete("Magazziniera", place("Milano", MILAN));
    let outcome = office.act(&office.dario, AddVacancy { company, fields });
    assert_eq!(refusal(outcome), Refusal::CompanyInactive);
    let row = office.ask(&office.dario, CompanyFile { company }).unwrap();
    assert_eq!((row.active, row.ver, row.vacancies), (false, 2, 0));
}

fn step(office: &Office, vacancy: VacancyId, step: VacancyStep) -> Result<()> {
    let ver = file(office, vacancy).row.ver;
    let dario = &office.dario;
    match step {
        VacancyStep::Publish => office.act(dario, Publish { vacancy, ver }),
        VacancyStep::Select => {
            let person = register(office, "Rossi", "Maria");
            let application = proposed(office, vacancy, person)?;
            consent(office, application).and_then(|()| send(office, application))
        }
        VacancyStep::Pause => office.act(dario, Pause { vacancy, ver }),
        VacancyStep::Resume => office.act(dario, Resume { vacancy, ver }),
        VacancyStep::Fill => office.act(dario, Fill { vacancy, ver }),
        VacancyStep::Expire => {
            office.set_now("2026-12-17T09:00:00Z");
            office.act(dario, ExpireOverdue { limit: 100 }).map(|_| ())
        }
        VacancyStep::Reopen => {
            let deadline_on = day("2027-01-31");
            office.act(
                dario,
                Reopen {
                    vacancy,
                    ver,
                    deadline_on,
                },
            )
        }
        VacancyStep::Withdraw => {
            let reason = "posto annullato".into();
            office.act(
                dario,
                Withdraw {
                    vacancy,
                    ver,
                    reason,
                },
            )
        }
        VacancyStep::Check | VacancyStep::Back => unreachable!(),
    }
}

#[test]
fn every_arrow_is_taken_and_every_other_is_refused() {
    use VacancyState as S;
    use VacancyStep as T;
    let ways: [(S, &[T]); 7] = [
        (S::Draft, &[]),
        (S::Open, &[T::Publish]),
        (S::Selecting, &[T::Publish, T::Select]),
        (S::Paused, &[T::Publish, T::Pause]),
        (S::Expired, &[T::Publish, T::Expire]),
        (S::Withdrawn, &[T::Withdraw]),
        (S::Filled, &[T::Publish, T::Fill]),
    ];
    let arrows = [
        (S::Draft, T::Publish, S::Open),
        (S::Draft, T::Withdraw, S::Withdrawn),
        (S::Open, T::Pause, S::Paused),
        (S::Open, T::Withdraw, S::Withdrawn),
        (S::Open, T::Fill, S::Filled),
        (S::Selecting, T::Pause, S::Paused),
        (S::Selecting, T::Withdraw, S::Withdrawn),
        (S::Selecting, T::Fill, S::Filled),
        (S::Paused, T::Resume, S::Open),
        (S::Paused, T::Withdraw, S::Withdrawn),
        (S::Expired, T::Reopen, S::Open),
    ];
    let office = office();
    let hire = |vacancy| {
        let person = register(&office, "Bianchi", "Luca");
        let application = proposed(&office, vacancy, person).unwrap();
        advance_through(&office, application, ApplicationState::Hired);
    };
    for (from, way) in ways {
        for by in [
            T::Publish,
            T::Pause,
            T::Resume,
            T::Fill,
            T::Reopen,
            T::Withdraw,
        ] {
            office.set_now("2026-11-16T09:00:00Z");
            let vacancy = draft(&office, complete("Magazziniera", place("Milano", MILAN)));
            for earlier in way {
                if *earlier == T::Fill {
                    hire(vacancy);
                }
                step(&office, vacancy, *earlier).unwrap();
            }
            assert_eq!(file(&office, vacancy).row.state, from);
            let to = arrows
                .iter()
                .find(|(f, t, _)| *f == from && *t == by)
                .map(|arrow| arrow.2);
            if by == T::Fill && to.is_some() {
                hire(vacancy);
            }
            let outcome = step(&office, vacancy, by);
            match to {
                Some(to) => {
                    assert_eq!(outcome, Ok(()), "{from:?} {by:?}");
                    assert_eq!(file(&office, vacancy).row.state, to);
                }
                None => assert_eq!(refusal(outcome), Refusal::WrongState, "{from:?} {by:?}"),
            }
        }
    }
}

#[test]
fn a_vacancy_is_filled_when_all_posts_are_taken_and_its_other_applications_end() {
    let office = office();
    let mut fields = complete("Magazziniera", place("Milano", MILAN));
    fields.posts = 2;
    let vacancy = open(&office, fields);
    let [first, second, third] = ["Rossi", "Bianchi", "Verdi"].map(|surname| {
        let person = register(&office, surname, "Maria");
        proposed(&office, vacancy, person).unwrap()
    });
    advance_through(&office, first, ApplicationState::Hired);
    let early = step(&office, vacancy, VacancyStep::Fill);
    let expected = Error::Refused {
        rule: Refusal::PostsOpen,
        detail: "1/2".into(),
    };
    assert_eq!(early, Err(expected));
    advance_through(&office, second, ApplicationState::Hired);
    step(&office, vacancy, VacancyStep::Fill).unwrap();
    assert_eq!(
        application(&office, third).state,
        ApplicationState::PostFilled
    );
    assert_eq!(application(&office, first).state, ApplicationState::Hired);
}

#[test]
fn what_a_vacancy_asks_is_kept_and_changed_piece_by_piece() {
    let office = office();
    let skill = |value: &str, essential| Requirement {
        kind: RequirementKind::Skill,
        value: value.into(),
        essential,
    };
    let mut fields = complete("Magazziniera", place("Milano", MILAN));
    fields.requirements = vec![
        skill("carrello elevatore", true),
        skill("inventario", false),
    ];
    let vacancy = draft(&office, fields.clone());
    assert_eq!(file(&office, vacancy).fields, fields);
    fields.requirements = vec![
        skill("carrello elevatore", true),
        skill("imballaggio", false),
    ];
    fields.title = "Addetta al magazzino".into();
    let change = ChangeVacancy {
        vacancy,
        ver: 1,
        fields: fields.clone(),
        asked: Before::Unseen,
        company: None,
    };
    office.act(&office.dario, change).unwrap();
    assert_eq!(file(&office, vacancy).fields, fields);
}

// Applications ------------------------------------------------------------------------------------------

pub(crate) fn proposed(
    office: &Office,
    vacancy: VacancyId,
    person: PersonId,
) -> Result<ApplicationId> {
    let propose = Propose {
        vacancy,
        person,
        explained: Explained::default(),
        refused: Vec::new(),
        exception: None,
    };
    office.act(&office.dario, propose)
}

pub(crate) fn application(office: &Office, id: ApplicationId) -> ApplicationRow {
    let sql_free = |of| office.ask(&office.dario, Applications { of }).unwrap();
    let all = office
        .ask(
            &office.dario,
            VacancyList {
                states: Vec::new(),
                company: None,
                limit: 1_000,
            },
        )
        .unwrap();
    let mut rows = all
        .rows
        .iter()
        .flat_map(|row| sql_free(ApplicationsOf::Vacancy(row.id)));
    rows.find(|row| row.id == id).unwrap()
}

pub(crate) fn consent(office: &Office, id: ApplicationId) -> Result<()> {
    let consent = Consent {
        application: id,
        ver: application(office, id).ver,
        channel: Channel::Voice,
        version: "2026-01".into(),
        lang: Lang::It,
    };
    office.act(&office.dario, consent)
}

pub(crate) fn send(office: &Office, id: ApplicationId) -> Result<()> {
    let send = Send {
        application: id,
        ver: application(office, id).ver,
    };
    office.act(&office.dario, send)
}

fn advance(office: &Office, id: ApplicationId, to: ApplicationState) -> Result<()> {
    match to {
        ApplicationState::Consented => consent(office, id),
        ApplicationState::Sent => send(office, id),
        ApplicationState::Hired => hire(office, id, terms()).map(drop),
        _ => {
            let advance = Advance {
                application: id,
                ver: application(office, id).ver,
                to,
                reason: to.needs_reason().then_some(ApplicationReason::Hours),
            };
            office.act(&office.dario, advance)
        }
    }
}

/// Half a year from the next day on.
pub(crate) fn terms() -> Terms {
    Terms {
        contract: Contract::FixedTerm,
        from_on: day("2026-11-17"),
        to_on: Some(day("2027-05-16")),
        hours: 30,
        proof: Proof::Notice,
    }
}

pub(crate) fn hire(office: &Office, id: ApplicationId, terms: Terms) -> Result<PlacementId> {
    let hire = Hire {
        application: id,
        ver: application(office, id).ver,
        terms,
    };
    office.act(&office.dario, hire)
}

/// The way of an application that goes well, up to a state.
pub(crate) fn advance_through(office: &Office, id: ApplicationId, last: ApplicationState) {
    use ApplicationState as S;
    for to in [
        S::Consented,
        S::Sent,
        S::UnderReview,
        S::Interview,
        S::Offer,
        S::Hired,
    ] {
        advance(office, id, to).unwrap();
        if to == last {
            return;
        }
    }
}

#[test]
fn every_arrow_of_an_application_is_taken_and_every_other_is_refused() {
    use ApplicationState as S;
    let arrows: [(S, &[S]); 10] = [
        (S::Proposed, &[S::Consented, S::Withdrawn, S::PostFilled]),
        (S::Consented, &[S::Sent, S::Withdrawn, S::PostFilled]),
        (
            S::Sent,
            &[S::UnderReview, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::UnderReview,
            &[S::Interview, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::Interview,
            &[S::Offer, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::Offer,
            &[S::Hired, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (S::Hired, &[]),
        (S::Rejected, &[]),
        (S::Withdrawn, &[]),
        (S::PostFilled, &[]),
    ];
    let office = office();
    let vacancy = open(&office, complete("Magazziniera", place("Milano", MILAN)));
    for (from, next) in arrows {
        for to in S::ALL {
            let person = register(&office, "Rossi", "Maria");
            let id = proposed(&office, vacancy, person).unwrap();
            match from {
                S::Proposed => {}
                S::Rejected => {
                    advance_through(&office, id, S::Sent);
                    advance(&office, id, from).unwrap();
                }
                S::Withdrawn | S::PostFilled => advance(&office, id, from).unwrap(),
                _ => advance_through(&office, id, from),
            }
            let outcome = advance(&office, id, *to);
            if next.contains(to) {
                assert_eq!(outcome, Ok(()), "{from:?} {to:?}");
                assert_eq!(application(&office, id).state, *to);
            } else {
                assert_eq!(refusal(outcome), Refusal::WrongState, "{from:?} {to:?}");
            }
        }
    }
}

#[test]
fn somebody_is_put_forward_once_and_for_an_open_vacancy_only() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let closed = draft(&office, complete("Magazziniera", place("Milano", MILAN)));
    assert_eq!(
        refusal(proposed(&office, closed, person)),
        Refusal::VacancyClosed
    );
    let vacancy = open(&office, complete("Magazziniera", place("Milano", MILAN)));
    let first = proposed(&office, vacancy, person).unwrap();
    let expected = Error::Refused {
        rule: Refusal::AlreadyProposed,
        detail: "2026-11-16".into(),
    };
    assert_eq!(proposed(&office, vacancy, person), Err(expected));
    advance(&office, first, ApplicationState::Withdrawn).unwrap();
    assert_eq!(
        refusal(proposed(&office, vacancy, person)),
        Refusal::AlreadyProposed
    );
    office.set_now("2026-12-17T09:00:00Z");
    let other = register(&office, "Bianchi", "Luca");
    assert_eq!(
        refusal(proposed(&office, vacancy, other)),
        Refusal::VacancyClosed
    );
}

#[test]
fn who_the_gate_refuses_is_put_forward_with_a_reason_only() {
    let office = office();
    let vacancy = open(&office, complete("Magazziniera", place("Milano", MILAN)));
    let person = register(&office, "Rossi", "Maria");
    let propose = |exception: Option<&str>| Propose {
        vacancy,
        person,
        explained: Explained::default(),
        refused: vec![GateRule::Licence],
        exception: exception.map(Into::into),
    };
    let expected = Error::Refused {
        rule: Refusal::NotEligible,
        detail: "gate:licence".into(),
    };
    assert_eq!(office.act(&office.dario, propose(Some(" "))), Err(expected));
    let id = office
        .act(&office.dario, propose(Some("patente in arrivo")))
        .unwrap();
    assert_eq!(
        application(&office, id).exception.as_deref(),
        Some("patente in arrivo")
    );
}

#[test]
fn sending_needs_consent_and_puts_the_vacancy_in_selection() {
    let office = office();
    let vacancy = open(&office, complete("Magazziniera", place("Milano", MILAN)));
    let person = register(&office, "Rossi", "Maria");
    let id = proposed(&office, vacancy, person).unwrap();
    assert_eq!(refusal(send(&office, id)), Refusal::WrongState);
    consent(&office, id).unwrap();
    assert_eq!(
        application(&office, id).consented_on,
        Some(day("2026-11-16"))
    );
    send(&office, id).unwrap();
    assert_eq!(file(&office, vacancy).row.state, VacancyState::Selecting);
    let mute = Advance {
        application: id,
        ver: application(&office, id).ver,
        to: ApplicationState::Rejected,
        reason: None,
    };
    assert!(matches!(
        office.act(&office.dario, mute),
        Err(Error::Invalid {
            field: "reason",
            ..
        })
    ));
}

#[test]
fn who_is_hired_is_no_longer_put_forward_elsewhere() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let here = open(&office, complete("Magazziniera", place("Milano", MILAN)));
    let there = open(&office, complete("Cuoca", place("Monza", MONZA)));
    let first = proposed(&office, here, person).unwrap();
    let second = proposed(&office, there, person).unwrap();
    advance_through(&office, first, ApplicationState::Hired);
    let other = application(&office, second);
    assert_eq!(other.state, ApplicationState::Withdrawn);
    assert_eq!(other.reason, Some(ApplicationReason::AlreadyEmployed));
    let of = ApplicationsOf::Person(person);
    let all = office.ask(&office.dario, Applications { of }).unwrap();
    assert_eq!(
        all.iter().map(|row| row.id).collect::<Vec<_>>(),
        [second, first]
    );
}

// Search ------------------------------------------------------------------------------------------------

fn titles(office: &Office, search: SearchVacancies) -> Vec<String> {
    let search = SearchVacancies {
        limit: 20,
        only_open: true,
        ..search
    };
    let page = office.ask(&office.dario, search).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn vacancies_are_found_by_words_occupation_place_and_contract() {
    let office = office();
    let with = |title: &str, isco08: &str, text: &str, at| {
        let mut fields = complete(title, at);
        fields.isco08 = Some(isco08.into());
        fields.text = text.into();
        fields
    };
    open(
        &office,
        with(
            "Magazziniera",
            "4321",
            "carrello elevatore",
            place("Brescia", BRESCIA),
        ),
    );
    open(
        &office,
        with(
            "Addetta alla caffetteria",
            "5132",
            "anche in magazzino",
            place("Milano", MILAN),
        ),
    );
    open(
        &office,
        with("Barista", "5132", "caffè e bar", place("Monza", MONZA)),
    );
    let mut agency = with("Autista", "8322", "consegne", place("Milano", MILAN));
    agency.contract = Some(Contract::Agency);
    open(&office, agency);
    draft(
        &office,
        with("Magazziniera", "4321", "bozza", place("Milano", MILAN)),
    );
    let words = |words: &str| SearchVacancies {
        words: words.into(),
        ..SearchVacancies::default()
    };
    let near = |km| SearchVacancies {
        near: Some(Near {
            latitude: MILAN.0,
            longitude: MILAN.1,
            km,
        }),
        ..SearchVacancies::default()
    };
    let placed = |whole: &str, rest: &str, km| SearchVacancies {
        placed: Some(Box::new(SearchVacancies {
            words: rest.into(),
            limit: 50,
            ..near(km)
        })),
        ..words(whole)
    };
    // All companies are of the same name: words of it find everything, newest first.
    let all = [
        "Autista",
        "Barista",
        "Addetta alla caffetteria",
        "Magazziniera",
    ];
    let cases = [
        (
            words("magazz"),
            vec![
                "Magazziniera",
                "Autista",
                "Barista",
                "Addetta alla caffetteria",
            ],
        ),
        (words("BIANCHI"), all.to_vec()),
        (words("caffe"), vec!["Addetta alla caffetteria", "Barista"]),
        (words("caffè bar"), vec!["Barista"]),
        (words("caffett"), vec!["Addetta alla caffetteria"]),
        (words("magazzinoo"), vec![]),
        (words("magazzino"), vec!["Addetta alla caffetteria"]),
        (words("caff\" OR x"), vec![]),
        (words("?!"), all.to_vec()),
        (
            placed("caffe milano", "caffe", 5.0),
            vec!["Addetta alla caffetteria"],
        ),
        (placed("barista monza", "autista di treno", 5.0), vec![]),
        (placed("barista", "autista di treno", 5.0), vec!["Barista"]),
        (near(5.0), vec!["Autista", "Addetta alla caffetteria"]),
        (
            near(20.0),
            vec!["Autista", "Addetta alla caffetteria", "Barista"],
        ),
        (
            near(200.0),
            vec![
                "Autista",
                "Addetta alla caffetteria",
                "Barista",
                "Magazziniera",
            ],
        ),
        (
            SearchVacancies {
                words: "caffe".into(),
                ..near(5.0)
            },
            vec!["Addetta alla caffetteria"],
        ),
        (
            SearchVacancies {
                isco08: vec!["51".into()],
                ..SearchVacancies::default()
            },
            vec!["Barista", "Addetta alla caffetteria"],
        ),
        (
            SearchVacancies {
                words: "elevatore".into(),
                isco08: vec!["8322".into()],
                ..SearchVacancies::default()
            },
            vec!["Autista", "Magazziniera"],
        ),
        (
            SearchVacancies {
                contract: Some(Contract::Agency),
                ..SearchVacancies::default()
            },
            vec!["Autista"],
        ),
    ];
    for (search, expected) in cases {
        assert_eq!(titles(&office, search.clone()), expected, "{search:?}");
    }
    let page = office
        .ask(
            &office.dario,
            SearchVacancies {
                limit: 1,
                ..near(200.0)
            },
        )
        .unwrap();
    assert_eq!(
        (page.total, page.rows.len(), page.rows[0].metres),
        (5, 1, Some(0))
    );
}

#[test]
fn the_index_of_words_follows_every_change() {
    let office = office();
    let company = company(&office, "Cooperativa Aurora");
    let fields = complete("Magazziniera", place("Milano", MILAN));
    let add = AddVacancy {
        company,
        fields: fields.clone(),
    };
    let vacancy = office.act(&office.dario, add).unwrap();
    let found = |words: &str| {
        let search = SearchVacancies {
            words: words.into(),
            limit: 5,
            ..SearchVacancies::default()
        };
        office.ask(&office.dario, search).unwrap().total
    };
    assert_eq!((found("magazziniera"), found("aurora")), (1, 1));
    let change = ChangeVacancy {
        asked: Before::Unseen,
        vacancy,
        ver: 1,
        fields: VacancyFields {
            title: "Cuoca".into(),
            ..fields
        },
        company: None,
    };
    office.act(&office.dario, change).unwrap();
    assert_eq!((found("magazziniera"), found("cuoca")), (0, 1));
    let rename = SetCompany {
        company,
        ver: 1,
        fields: CompanyFields::named("Cooperativa Tramonto"),
        active: true,
    };
    office.act(&office.dario, rename).unwrap();
    assert_eq!(
        (found("aurora"), found("tramonto"), found("cuoca")),
        (0, 1, 1)
    );
    let names = |words: &str| {
        let asked = CompaniesByName {
            words: words.into(),
            limit: 5,
        };
        office.ask(&office.dario, asked).unwrap().len()
    };
    assert_eq!(
        (names("coop tramonto"), names("tramontana"), names("")),
        (1, 0, 1)
    );
}

// The match ---------------------------------------------------------------------------------------------

#[test]
fn vacancies_for_a_person_come_with_reasons_and_best_first() {
    let office = office();
    let person = register_with(
        &office,
        PersonFacts {
            surname: "Rossi".into(),
            name: "Maria".into(),
            birth_on: Some(day("1990-05-04")),
            citizenship: vec!["IT".into()],
            residence: Some("015146".into()),
            italian: Some(Cefr::Native),
            wishes: vec!["4321".into()],
            skills: vec!["gestione delle scorte".into()],
            own_car: Some(true),
            licence: Some("B".into()),
            ..PersonFacts::default()
        },
    );
    let with = |title: &str, isco08: &str, at| {
        let mut fields = complete(title, at);
        fields.isco08 = Some(isco08.into());
        fields
    };
    let mut near = with("Magazziniera", "4321", place("Milano", MILAN));
    near.requirements = vec![Requirement {
        kind: RequirementKind::Skill,
        value: "gestione delle scorte".into(),
        essential: true,
    }];
    near.licence = Some("B".into());
    let near = open(&office, near);
    let far = open(
        &office,
        with("Magazziniera", "4321", place("Brescia", BRESCIA)),
    );
    let other = open(&office, with("Cuoca", "5120", place("Milano", MILAN)));
    let mut truck = with("Magazziniera con patente C", "4321", place("Milano", MILAN));
    truck.licence = Some("C".into());
    let truck = open(&office, truck);
    draft(
        &office,
        with("Magazziniera", "4321", place("Milano", MILAN)),
    );
    proposed(&office, far, person).unwrap();
    let reference = Arc::new(Reference::load());
    let asked = MatchesFor {
        person,
        limit: 10,
        reference: Arc::clone(&reference),
    };
    let found = office.ask(&office.dario, asked.clone()).unwrap();
    assert_eq!((found.compared, found.more), (4, false));
    let order: Vec<_> = found.rows.iter().map(|row| row.vacancy.id).collect();
    assert_eq!(order, [near, far, other, truck]);
    let best = &found.rows[0];
    assert_eq!(best.eligibility, Eligibility::Allowed);
    let signs: Vec<_> = best
        .explained
        .lines
        .iter()
        .map(|line| (line.criterion, line.sign))
        .collect();
    assert!(
        signs.contains(&(Criterion::Occupation, Sign::Met)),
        "{signs:?}"
    );
    assert!(signs.contains(&(Criterion::Skills, Sign::Met)), "{signs:?}");
    assert!(
        signs.contains(&(Criterion::Experience, Sign::Unknown)),
        "{signs:?}"
    );
    let sum: u16 = best.explained.lines.iter().map(|line| line.points).sum();
    assert_eq!(sum, best.explained.score);
    assert!(best.vacancy.metres.is_some_and(|metres| metres < 5_000));
    assert_eq!(found.rows[1].applied, Some(ApplicationState::Proposed));
    assert_eq!(
        found.rows[3].eligibility,
        Eligibility::Refused(vec![GateRule::Licence])
    );
    // The lines are kept with the application as the screen showed them.
    let propose = Propose {
        vacancy: near,
        person,
        explained: best.explained.clone(),
        refused: Vec::new(),
        exception: None,
    };
    let id = office.act(&office.dario, propose).unwrap();
    assert_eq!(application(&office, id).explained, best.explained);
    // And the other way round.
    let nearer = PersonFacts {
        surname: "Bianchi".into(),
        name: "Luca".into(),
        wishes: vec!["4329".into()],
        did_on: Some(day("2026-01-01")),
        ..PersonFacts::default()
    };
    let second = register_with(&office, nearer.clone());
    let older = register_with(
        &office,
        PersonFacts {
            did_on: Some(day("2025-01-01")),
            ..nearer
        },
    );
    register_with(
        &office,
        PersonFacts {
            wishes: vec!["5120".into()],
            surname: "Verdi".into(),
            ..PersonFacts::default()
        },
    );
    let people = PeopleFor {
        vacancy: near,
        limit: 10,
        reference,
    };
    let found = office.ask(&office.dario, people).unwrap();
    let order: Vec<_> = found.rows.iter().map(|row| row.person.id).collect();
    assert_eq!(order, [person, older, second]);
    assert_eq!(found.rows[0].applied, Some(ApplicationState::Proposed));
    assert!(
        matches!(&found.rows[1].eligibility, Eligibility::ToAsk(rules) if rules.contains(&GateRule::RightToWork))
    );
}

// Files of vacancies ------------------------------------------------------------------------------------

#[test]
fn vacancies_of_a_file_are_seen_when_they_are_published_and_written_once() {
    let office = office();
    let row = |external_id: &str, company: &str| ImportedVacancy {
        external_id: Some(external_id.into()),
        company: CompanyFields::named(company),
        fields: VacancyFields {
            ccnl: None,
            ..complete("Magazziniera", place("Milano", MILAN))
        },
        published_on: Some(day("2026-11-01")),
        open: true,
    };
    let rows = vec![
        row("1", "Magazzini Verdi"),
        row("2", "MAGAZZINI VERDI"),
        row("3", "Aurora"),
        row("1", "Magazzini Verdi"),
    ];
    let progress = Arc::new(Progress::default());
    let source = VacanciesSource {
        vacancies: rows.into_iter(),
        progress: Arc::clone(&progress),
    };
    let (sender, loaded) = std::sync::mpsc::channel();
    office.store.batch(
        (&office.carla, office.act_id(), office.now()),
        "vacancies",
        source,
        move |outcome| sender.send(outcome).unwrap(),
    );
    let batch = loaded.recv().unwrap().unwrap().batch;
    let counts = [&progress.rows, &progress.companies, &progress.known];
    assert_eq!(counts.map(|count| count.load(Ordering::Relaxed)), [3, 2, 1]);
    let found = || titles(&office, SearchVacancies::default()).len();
    let companies = || {
        let asked = CompaniesByName {
            words: "verdi".into(),
            limit: 5,
        };
        office.ask(&office.dario, asked).unwrap().len()
    };
    assert_eq!((found(), companies()), (0, 0));
    office.act(&office.carla, PublishBatch { batch }).unwrap();
    assert_eq!((found(), companies()), (3, 1));
    let search = SearchVacancies {
        limit: 1,
        ..SearchVacancies::default()
    };
    let page = office.ask(&office.dario, search).unwrap();
    assert_eq!(page.rows[0].missing, [Lack::Ccnl]);
}

#[test]
fn an_advert_that_chooses_by_sex_is_not_published_whatever_wrote_it() {
    let office = office();
    let fields = VacancyFields {
        text: "Cercasi ragazza max 30 anni".into(),
        ..complete("Cuoca / Cuoco", place("Milano", MILAN))
    };
    let vacancy = draft(&office, fields);
    let published = office.act(&office.dario, Publish { vacancy, ver: 1 });
    assert_eq!(refusal(published), Refusal::AdvertUnlawful);
}

#[test]
fn a_vacancy_changes_its_company_while_it_is_a_draft() {
    let office = office();
    let vacancy = draft(&office, complete("Cuoca / Cuoco", place("Milano", MILAN)));
    let other = company(&office, "Bottega Nuova");
    let change = |ver| ChangeVacancy {
        vacancy,
        ver,
        fields: complete("Cuoca / Cuoco", place("Milano", MILAN)),
        asked: Before::Unseen,
        company: Some(other),
    };
    office.act(&office.dario, change(1)).unwrap();
    assert_eq!(file(&office, vacancy).row.company, other);
    let ver = file(&office, vacancy).row.ver;
    office.act(&office.dario, Publish { vacancy, ver }).unwrap();
    let third = company(&office, "Bottega Terza");
    let late = ChangeVacancy {
        company: Some(third),
        ..change(ver + 1)
    };
    assert_eq!(
        refusal(office.act(&office.dario, late)),
        Refusal::WrongState
    );
}
