//! The main job on real input: an office as it is set up for the first time, people and vacancies from files
//! in the columns and words of a real export, and somebody who comes in and leaves with a plan, an appointment
//! and a vacancy. Each question and act is held against its plan too: see `scans`.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::channel;

use sportello::domain::appointment::Place;
use sportello::domain::plan::{GoalDomain, Owner, PlanOutcome, PlanState, Signature, Strand};
use sportello::domain::queue::{Outcome, Priority};
use sportello::domain::vacancy::ApplicationState;
use sportello::exchange::mapping::Mapping;
use sportello::exchange::people::People;
use sportello::exchange::{Shape, Table, people, vacancies};
use sportello::reference::Reference;
use sportello::store::agenda::{AppointmentsOf, Book, Cancel, FreeSlots};
use sportello::store::applications::{self, Applications, ApplicationsOf};
use sportello::store::batch::PublishBatch;
use sportello::store::import::{PeopleSource, VacanciesSource};
use sportello::store::intakes::SaveIntake;
use sportello::store::journal::Of;
use sportello::store::matches::MatchesFor;
use sportello::store::plans::{
    ActionFields, CancelAction, Close, DraftPlan, GoalFields, NewAction, PlanFile, PlansOf,
    Propose, Reopen, Sign, Start,
};
use sportello::store::queue::{CallNext, Finish, IssueTicket, Serve};
use sportello::store::search::FindPeople;
use sportello::store::settings::NewOffice;
use sportello::store::{BatchSource, History, Options, Store, standard};
use sportello::terminal::text;

use crate::given::day;
use crate::{Office, moment, office_of, plan_of};

const PEOPLE: usize = 1_000;
const VACANCIES: usize = 50;

const SURNAMES: &[&str] = &[
    "Rossi",
    "D'Ambrosio",
    "Colnaghi",
    "Hossain",
    "El Mahdi",
    "Popescu",
];
const NAMES: &[&str] = &["Ada", "Ferruccio", "Maria Grazia", "Amina", "Ion"];
const PLACES: &[(&str, &str, &str)] = &[
    ("015146", "Milano", "MI"),
    ("015209", "Sesto San Giovanni", "MI"),
    ("108033", "Monza", "MB"),
];
const JOBS: &[(&str, &str)] = &[
    ("9112", "addetto alle pulizie"),
    ("5223", "commesso"),
    ("4110", "impiegato"),
];

/// People without codes, for a wrong one is another test's matter.
fn people_file() -> String {
    let mut file = "id;codice_fiscale;cognome;nome;sesso;data_nascita;codice_luogo_nascita;luogo_nascita;prov_nascita;cittadinanza;italiano;comune_istat;comune;prov;cap;indirizzo;telefono;email;titolo_studio;stato;lavori_isco;lavori;competenze;patente;automunito;raggio_km;disponibile_dal;data_iscrizione\n".to_owned();
    for n in 1..=PEOPLE {
        let (istat, town, province) = PLACES[n % PLACES.len()];
        let (isco, job) = JOBS[n % JOBS.len()];
        let (surname, name) = (SURNAMES[n % SURNAMES.len()], NAMES[n % NAMES.len()]);
        let born = format!("19{:02}-{:02}-{:02}", 60 + n % 40, 1 + n % 12, 1 + n % 28);
        writeln!(
            file,
            "{n};;{surname};{name};F;{born};F205;Milano;MI;Italia;madrelingua;{istat};{town};{province};20099;Via Roma {n};399 {n:07};persona{n}@example.org;diploma;inoccupato;{isco};{job};lavoro di squadra;B;sì;20;2026-12-01;2026-02-10"
        )
        .unwrap();
    }
    file
}

fn vacancies_file() -> String {
    let mut file = "id;titolo;isco08;azienda;comune_istat;comune;prov;contratto;orario;ore_settimana;retribuzione_min;retribuzione_max;posti;titolo_studio_minimo;patente;automunito;competenze;italiano_minimo;pubblicato;scade;stato;descrizione\n".to_owned();
    for n in 1..=VACANCIES {
        let (istat, town, province) = PLACES[n % PLACES.len()];
        let (isco, job) = JOBS[n % JOBS.len()];
        writeln!(
            file,
            "{n};{job};{isco};Servizi {n} S.r.l.;{istat};{town};{province};tempo indeterminato;part-time mattina;20;1210;1410;2;;;no;lavoro di squadra;A2;2026-11-01;2027-01-15;aperto;Cerchiamo {job} a {town}."
        )
        .unwrap();
    }
    file
}

fn read_in(office: &Office, kind: &str, source: impl BatchSource) -> u64 {
    let (teller, told) = channel();
    let begun = (&office.carla, office.act_id(), office.now());
    office.store.batch(begun, kind, source, move |loaded| {
        teller.send(loaded).unwrap();
    });
    let loaded = told.recv().unwrap().unwrap();
    let batch = loaded.batch;
    office.act(&office.carla, PublishBatch { batch }).unwrap();
    loaded.rows
}

/// Each row of a file as what it stands for; no row is refused.
fn rows<T>(
    file: &str,
    (needed, long): (&'static [&'static str], &'static [&'static str]),
    read: impl Fn(&sportello::exchange::table::Row<'_>) -> Result<T, sportello::exchange::Fault>,
) -> Vec<T> {
    let shape = Shape {
        needed,
        long,
        clean: text::clean,
        forbidden: text::forbidden,
    };
    let mut table = Table::open(file.as_bytes(), shape).unwrap();
    let mut all = Vec::new();
    while let Some(row) = table.next_row() {
        all.push(read(&row.unwrap()).unwrap());
    }
    all
}

/// An office that has just been set up, with the files read in.
fn real_office() -> Office {
    let at = moment("2026-11-16T09:00:00Z");
    let reference = Arc::new(Reference::load());
    let plan = plan_of(at);
    let founder = ("Sede di Milano", "carla", "Carla Fontana");
    let new = NewOffice {
        practice: true,
        desks: plan.desks,
        ..standard::new_office(plan.act, at, &reference, founder).unwrap()
    };
    let office = office_of(&new, Options::default());
    let mapping = Mapping::shipped().unwrap();
    let wanted = rows(
        &vacancies_file(),
        (vacancies::NEEDED, vacancies::LONG),
        |row| vacancies::vacancy(row, &mapping, &reference),
    );
    let reader = People::new(mapping, Arc::clone(&reference), day("2026-11-16"));
    let people = rows(&people_file(), (people::NEEDED, &[]), |row| {
        reader.newcomer(row)
    });
    assert_eq!((people.len(), wanted.len()), (PEOPLE, VACANCIES));
    let source = PeopleSource {
        people: people.into_iter(),
        progress: Arc::default(),
    };
    assert!(read_in(&office, "people", source) >= PEOPLE as u64);
    let source = VacanciesSource {
        vacancies: wanted.into_iter(),
        progress: Arc::default(),
    };
    assert!(read_in(&office, "vacancies", source) >= VACANCIES as u64);
    office
}

#[test]
fn from_the_door_to_a_vacancy_in_an_office_of_files() {
    let office = real_office();
    let (anna, bruno) = (&office.anna, &office.bruno);
    // Somebody of the file is found; who comes in is not on file.
    let find = |words: &str| FindPeople {
        words: words.into(),
        limit: 8,
    };
    assert_eq!(office.ask(anna, find("rossi")).unwrap().len(), 8);
    let issued = office
        .act(
            anna,
            IssueTicket {
                person: None,
                alias: Some("Ballarini Noemi".into()),
                code: None,
                service: "ACC".into(),
                priority: Priority::Normal,
                appointment: None,
                exception: None,
            },
        )
        .unwrap();
    let desk = office.desks[0];
    let called = office.act(bruno, CallNext { desk }).unwrap();
    let ticket = called.ticket;
    assert_eq!(ticket, issued.ticket);
    office.act(bruno, Serve { ticket }).unwrap();
    let save = SaveIntake {
        ticket: Some(ticket),
        ..crate::intake::complete()
    };
    let person = office.act(bruno, save).unwrap().person;
    // A plan: drafted, proposed, signed, begun.
    let plan = DraftPlan {
        person,
        intake: None,
        template: None,
        programme: None,
        goal_words: None,
        starts_on: day("2026-11-16"),
        ends_on: day("2027-05-15"),
        goals: vec![GoalFields {
            domain: GoalDomain::Work,
            strand: Strand::Work,
            text: "trovare un lavoro".into(),
            due_on: None,
        }],
        actions: vec![NewAction {
            goal: Some(0),
            fields: ActionFields {
                service: "ORIA".into(),
                text: None,
                owner: Owner::Staff,
                staff: None,
                minutes: 60,
                due_on: None,
            },
        }],
    };
    let plan = office.act(bruno, plan).unwrap();
    let file = || office.ask(bruno, PlanFile { plan, person }).unwrap();
    let ver = || file().plan.ver;
    office.act(bruno, Propose { plan, ver: ver() }).unwrap();
    let sign = Sign {
        plan,
        ver: ver(),
        on: day("2026-11-16"),
        how: Signature::Paper,
    };
    office.act(bruno, sign).unwrap();
    office.act(bruno, Start { plan }).unwrap();
    // The first free slot, booked from the plan.
    let free = FreeSlots {
        office: office.id,
        staff: Some(bruno.id),
        role: None,
        minutes: 60,
        from: office.now(),
        limit: 1,
        within: Vec::new(),
    };
    let slot = office.ask(bruno, free).unwrap().remove(0);
    let appointment = office
        .act(
            bruno,
            Book {
                staff: bruno.id,
                person: Some(person),
                service: "ORIA".into(),
                starts_at: slot.starts_at,
                minutes: 60,
                place: Place::Office,
                note: None,
                plan_action: Some(file().actions[0].id),
                exception: None,
            },
        )
        .unwrap();
    // Work with reasons; one vacancy is proposed.
    let ask = MatchesFor {
        person,
        limit: 8,
        reference: Arc::new(Reference::load()),
    };
    let best = office.ask(bruno, ask).unwrap().rows.remove(0);
    let application = applications::Propose {
        vacancy: best.vacancy.id,
        person,
        explained: best.explained,
        refused: Vec::new(),
        exception: None,
    };
    office.act(bruno, application).unwrap();
    let finish = Finish {
        ticket,
        outcome: Outcome::Plan,
        services: Vec::new(),
        note: Some("Torna per il primo colloquio".into()),
    };
    office.act(bruno, finish).unwrap();
    // The plan ends and is opened again.
    let booked = office
        .ask(
            bruno,
            AppointmentsOf {
                person,
                from: None,
                limit: 8,
            },
        )
        .unwrap();
    let off = Cancel {
        appointment,
        ver: booked[0].ver,
        by: sportello::domain::appointment::CalledOffBy::Person,
        reason: None,
    };
    office.act(bruno, off).unwrap();
    let action = file().actions.remove(0);
    let cancel = CancelAction {
        action: action.id,
        ver: action.ver,
        reason: "ha trovato lavoro".into(),
    };
    office.act(bruno, cancel).unwrap();
    let close = Close {
        plan,
        ver: ver(),
        outcome: PlanOutcome::Job,
    };
    office.act(bruno, close).unwrap();
    office
        .act(&office.carla, Reopen { plan, ver: ver() })
        .unwrap();
    assert_eq!(file().plan.state, PlanState::Active);
    // Opened again, all of it is there, with who.
    let path = office.store.path().to_owned();
    let (at, bruno) = (office.now(), bruno.clone());
    let again = Store::open(path, Options::default()).unwrap();
    let history = History {
        of: Of::Person(person),
        before: None,
        limit: 50,
    };
    let told = again.read_now(&bruno, at, history).unwrap();
    for entry in &told {
        let by = match entry.name.as_str() {
            "plan.reopen" => "Carla Fontana",
            // Given before anybody knew whose it was.
            "ticket.issue" => "Anna Neri",
            _ => "Bruno Costa",
        };
        assert_eq!(entry.staff, by, "{}", entry.name);
    }
    let names: Vec<&str> = told.iter().map(|entry| entry.name.as_str()).collect();
    for name in [
        "ticket.issue",
        "intake.save",
        "plan.draft",
        "plan.propose",
        "plan.sign",
        "plan.start",
        "plan.close",
        "plan.reopen",
        "appointment.book",
        "appointment.cancel",
        "application.propose",
        "ticket.finish",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let plans = again.read_now(&bruno, at, PlansOf { person }).unwrap();
    assert_eq!(plans.len(), 1);
    let of = ApplicationsOf::Person(person);
    let put = again.read_now(&bruno, at, Applications { of }).unwrap();
    assert_eq!(put[0].state, ApplicationState::Proposed);
}
