//! People: registering, changing, codes that repeat, papers, lists and finding.

use chrono::NaiveDate;
use rusqlite::Connection;
use sportello::domain::Named;
use sportello::domain::document::{Channel, DocumentKind, PermitKind, PrivacyKind};
use sportello::domain::ids::PersonId;
use sportello::domain::intake::{IntakeKind, IntakeState, Reason};
use sportello::domain::interview::DayPart;
use sportello::domain::matching::Cefr;
use sportello::domain::note::NoteKind;
use sportello::domain::person::{
    Checked, ContactRule, Education, EmploymentStatus, Gender, HalfDay, IdentifierKind, Pursuit,
    RegistrySex, Transport,
};
use sportello::domain::queue::{Outcome, Priority, TicketState, TicketStep};
use sportello::domain::refusal::Refusal;
use sportello::domain::vacancy::{Contract, Shift};
use sportello::store::batch::{AbandonBatch, PublishBatch};
use sportello::store::journal::Of;
use sportello::store::notes::{AddNote, NotesOf};
use sportello::store::people::{
    Anomalies, ChangePerson, DERIVED, Employment, GivePrivacyNotice, Identification,
    IdentifyPerson, Newcomer, Notice, Paper, PeopleList, PersonFacts, PersonFile, PersonRecord,
    RegisterPerson, Registered, SeeDocument, SetEmployment,
};
use sportello::store::search::FindPeople;
use sportello::store::{BatchSource, Before, Error, History, Loaded, Result, Tx, UndoLast};

use crate::{Office, office};

/// A day from its ISO text.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A tax code as the form hands it over.
pub fn code(value: &str, checked: Checked) -> Identification {
    Identification {
        kind: IdentifierKind::TaxCode,
        value: value.into(),
        root: None,
        checked,
    }
}

/// Somebody of whom little is known.
pub fn newcomer(surname: &str, name: &str) -> Newcomer {
    Newcomer {
        facts: PersonFacts {
            surname: surname.into(),
            name: name.into(),
            ..PersonFacts::default()
        },
        ..Newcomer::default()
    }
}

/// Puts somebody on file.
pub fn register(office: &Office, person: Newcomer) -> Registered {
    office.act(&office.anna, RegisterPerson { person }).unwrap()
}

pub fn file(office: &Office, person: PersonId) -> PersonRecord {
    office.ask(&office.anna, PersonFile { person }).unwrap()
}

/// The file itself, past the store: what is kept by the database alone.
pub fn raw(office: &Office) -> Connection {
    Connection::open(office.folder.path().join("office.db")).unwrap()
}

/// Somebody of whose own row nothing is missing by the outline of the full interview, without work.
pub fn whole(office: &Office) -> PersonId {
    let person = Newcomer {
        facts: PersonFacts {
            citizenship: vec!["IT".into()],
            ..everything()
        },
        identifiers: vec![code("DNGMJS85C52Z343X", Checked::Ok)],
        employment: Some(Employment {
            status: EmploymentStatus::Unemployed,
            since: Some(day("2026-10-01")),
        }),
        last_contact_on: None,
    };
    register(office, person).person
}

fn everything() -> PersonFacts {
    PersonFacts {
        surname: "D'Angelo".into(),
        name: "María José".into(),
        preferred_name: Some("Mari".into()),
        birth_on: Some(day("1985-03-12")),
        birth_place: Some("Z343".into()),
        birth_place_name: Some("Senegal".into()),
        registry_sex: Some(RegistrySex::F),
        gender: Some(Gender::Woman),
        citizenship: vec!["SN".into(), "IT".into()],
        residence: Some("015209".into()),
        residence_name: Some("Sesto San Giovanni".into()),
        address: Some("Via dei Tigli 4".into()),
        postcode: Some("20099".into()),
        phone: Some("+39 399 123 45 67".into()),
        email: Some("mari@example.org".into()),
        contact_rule: Some(ContactRule::Mornings),
        languages: vec!["fr".into(), "wo".into()],
        italian: Some(Cefr::B1),
        education: Some(Education::Vocational),
        wishes: vec!["5120".into(), "9112".into()],
        skills: vec!["cucinare".into()],
        licence: Some("B".into()),
        own_car: Some(false),
        radius_km: Some(15),
        transport: Some(Transport::Public),
        shift: Some(Shift::PartMorning),
        hours: Some((20, 30)),
        contracts: vec![Contract::FixedTerm, Contract::Permanent],
        comes: vec![HalfDay::MondayMorning, HalfDay::FridayAfternoon],
        days: vec![DayPart::MondayMorning, DayPart::SundayNight],
        pursuits: vec![Pursuit::Training, Pursuit::CivilService],
        available_from: Some(day("2026-12-01")),
        registered_on: Some(day("2026-11-02")),
        did_on: Some(day("2026-10-20")),
        referent: None,
        external_id: Some("77".into()),
    }
}

#[test]
fn what_was_registered_is_what_is_on_record() {
    let office = office();
    let person = Newcomer {
        facts: everything(),
        identifiers: vec![code("dng mjs 85c52 z343 x", Checked::Ok)],
        employment: Some(Employment {
            status: EmploymentStatus::Unemployed,
            since: Some(day("2026-10-01")),
        }),
        last_contact_on: None,
    };
    let registered = register(&office, person);
    assert_eq!(registered.duplicate_of, None);
    let record = file(&office, registered.person);
    assert_eq!(record.facts, everything());
    assert_eq!(record.ver, 1);
    assert_eq!(record.short_name(), "D'ANGELO María José");
    assert_eq!(record.identifiers[0].value, "DNGMJS85C52Z343X");
    assert_eq!(record.employment[0].from_on, Some(day("2026-10-01")));
}

#[test]
fn somebody_without_surname_and_code_is_refused() {
    let office = office();
    let nobody = RegisterPerson {
        person: newcomer("  ", "Maria"),
    };
    let refused = office.act(&office.anna, nobody);
    assert!(
        matches!(
            refused,
            Err(Error::Refused {
                rule: Refusal::NameOrCode,
                ..
            })
        ),
        "{refused:?}"
    );
    let mut coded = newcomer("", "");
    coded
        .identifiers
        .push(code("RSSMRA80A01F205X", Checked::Ok));
    register(&office, coded);
}

#[test]
fn a_code_that_somebody_else_has_is_kept_marked_and_listed() {
    let office = office();
    let with = |surname: &str, value: &str, checked| {
        let mut person = newcomer(surname, "Mario");
        person.identifiers.push(code(value, checked));
        register(&office, person)
    };
    let first = with("Rossi", "RSSMRA80A01F205X", Checked::Ok);
    let second = with("Russo", "RSSMRA80A01F205X", Checked::Ok);
    let wrong = with("Verdi", "VRDMRA80A01F205A", Checked::Anomaly);
    assert_eq!(second.duplicate_of, Some(first.person));
    assert_eq!(wrong.duplicate_of, None);
    assert_eq!(
        file(&office, first.person).identifiers[0].checked,
        Checked::Ok
    );
    let doubtful = &file(&office, second.person).identifiers[0];
    assert_eq!(
        (doubtful.checked, doubtful.also),
        (Checked::Anomaly, Some(first.person))
    );

    let (total, listed) = office.ask(&office.anna, Anomalies { limit: 10 }).unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|a| (a.who.as_str(), a.also.as_ref().map(|also| also.1.as_str())))
        .collect();
    assert_eq!(total, 2);
    assert_eq!(
        listed,
        [("VERDI Mario", None), ("RUSSO Mario", Some("ROSSI Mario"))]
    );

    // Corrected, it leaves the list.
    let corrected = IdentifyPerson {
        person: second.person,
        identifier: code("RSSMRA80A01F20RS", Checked::Ok),
        before: Before::Unseen,
    };
    assert_eq!(office.act(&office.anna, corrected).unwrap(), None);
    assert_eq!(
        office.ask(&office.anna, Anomalies { limit: 10 }).unwrap().0,
        1
    );
}

#[test]
fn a_change_from_an_old_version_is_refused_and_says_who() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let change = |staff, ver, phone: &str| {
        let mut facts = file(&office, person).facts;
        facts.phone = Some(phone.into());
        office.act(staff, ChangePerson { person, ver, facts })
    };
    change(&office.bruno, 1, "399 1234567").unwrap();
    assert_eq!(file(&office, person).ver, 2);
    match change(&office.anna, 1, "399 7654321") {
        Err(Error::Conflict { entity, by, .. }) => {
            assert_eq!((entity, by.as_str()), ("person", "Bruno Costa"));
        }
        other => panic!("{other:?}"),
    }
    change(&office.anna, 2, "399 1234567").unwrap();
    assert_eq!(
        file(&office, person).ver,
        2,
        "what does not differ is not written"
    );
    let nameless = ChangePerson {
        person,
        ver: 2,
        facts: PersonFacts::default(),
    };
    assert!(matches!(
        office.act(&office.anna, nameless),
        Err(Error::Refused {
            rule: Refusal::NameOrCode,
            ..
        })
    ));
}

#[test]
fn a_status_ends_where_the_next_one_begins() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let set = |status, since: Option<&str>| {
        let employment = Employment {
            status,
            since: since.map(day),
        };
        office
            .act(
                &office.anna,
                SetEmployment {
                    person,
                    employment,
                    before: Before::Unseen,
                },
            )
            .unwrap();
    };
    set(EmploymentStatus::Unemployed, Some("2026-01-10"));
    set(EmploymentStatus::Unemployed, Some("2026-01-15"));
    set(EmploymentStatus::Employed, Some("2026-06-01"));
    set(EmploymentStatus::Employed, None);
    let periods: Vec<_> = file(&office, person)
        .employment
        .into_iter()
        .map(|p| (p.status, p.from_on, p.to_on))
        .collect();
    assert_eq!(
        periods,
        [
            (EmploymentStatus::Employed, Some(day("2026-06-01")), None),
            (
                EmploymentStatus::Unemployed,
                Some(day("2026-01-15")),
                Some(day("2026-06-01"))
            ),
        ]
    );
}

#[test]
fn papers_notices_and_notes_say_who_and_when() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let permit = Paper {
        permit: Some(PermitKind::Family),
        expires_on: Some(day("2027-05-31")),
        ..Paper::of(DocumentKind::ResidencePermit)
    };
    office
        .act(
            &office.anna,
            SeeDocument {
                person,
                paper: permit,
            },
        )
        .unwrap();
    let again = Paper::of(DocumentKind::ResidencePermit);
    office
        .act(
            &office.bruno,
            SeeDocument {
                person,
                paper: again,
            },
        )
        .unwrap();
    let notice = Notice {
        version: Some("2026-01".into()),
        lang: "fr".into(),
        channel: Channel::Paper,
    };
    office
        .act(&office.anna, GivePrivacyNotice { person, notice })
        .unwrap();
    let note = AddNote {
        person,
        kind: NoteKind::Call,
        text: " Richiama lunedì. ".into(),
    };
    office.act(&office.anna, note).unwrap();

    let record = file(&office, person);
    assert_eq!(record.documents.len(), 1);
    let seen = &record.documents[0];
    assert_eq!(seen.paper.expires_on, Some(day("2027-05-31")));
    assert_eq!(seen.seen_by.as_deref(), Some("Bruno Costa"));
    assert_eq!(record.privacy[0].kind, PrivacyKind::Notice);
    assert_eq!(record.privacy[0].given_on, day("2026-11-16"));
    assert_eq!(record.notes, 1);
    let notes = office
        .ask(&office.bruno, NotesOf { person, limit: 5 })
        .unwrap();
    assert_eq!(
        (notes[0].by.as_str(), notes[0].text.as_str()),
        ("Anna Neri", "Richiama lunedì.")
    );
    let empty = AddNote {
        person,
        kind: NoteKind::Diary,
        text: "  ".into(),
    };
    assert!(matches!(
        office.act(&office.anna, empty),
        Err(Error::Invalid { .. })
    ));
}

#[test]
fn matching_may_read_people_but_not_write_them() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    assert!(office.ask(&office.dario, PersonFile { person }).is_ok());
    let act = RegisterPerson {
        person: newcomer("Verdi", "Ada"),
    };
    assert!(matches!(
        office.act(&office.dario, act),
        Err(Error::Denied(_))
    ));
}

fn office_with_people() -> Office {
    let office = office();
    let people = [
        (
            "Rossi",
            "Maria",
            "1985-03-12",
            "399 123 45 67",
            "RSSMRA85C52F205X",
        ),
        (
            "Rossi",
            "Mario",
            "1990-07-01",
            "+39 399 7654321",
            "RSSMRA90L01F205W",
        ),
        ("Rossini", "Ada", "1970-01-20", "", ""),
        ("De Rossi", "Chiara", "1999-12-31", "", ""),
        ("Maria", "Luca", "1988-05-05", "", ""),
        ("Müller", "Éva", "1979-02-02", "", ""),
        ("El Mahdi", "Fatima Zahra", "1995-04-04", "", ""),
        ("Бондаренко", "Оксана", "1982-08-24", "", ""),
        ("বেগম", "রহিমা", "1983-09-09", "", ""),
        ("𞤁𞤭𞤮𞤨", "𞤀𞤥𞤭", "1984-10-10", "", ""),
    ];
    for (surname, name, born, phone, tax_code) in people {
        let mut person = newcomer(surname, name);
        person.facts.birth_on = Some(day(born));
        person.facts.phone = Some(phone.into());
        if !tax_code.is_empty() {
            person.identifiers.push(code(tax_code, Checked::Ok));
        }
        register(&office, person);
    }
    office
}

fn found(office: &Office, words: &str) -> Vec<String> {
    let ask = FindPeople {
        words: words.into(),
        limit: 5,
    };
    let hits = office.ask(&office.anna, ask).unwrap();
    hits.iter()
        .map(sportello::store::search::PersonHit::short_name)
        .collect()
}

#[test]
fn people_are_found_by_whatever_is_typed() {
    let office = office_with_people();
    for (typed, first) in [
        ("ross", "ROSSI Maria"),
        ("rossi mar", "ROSSI Maria"),
        ("rossi mario", "ROSSI Mario"),
        ("mario", "ROSSI Mario"),
        ("MARIO ROSSI", "ROSSI Mario"),
        ("mar ros", "ROSSI Maria"),
        ("derossi", ""),
        ("de ros", "DE ROSSI Chiara"),
        ("rossini", "ROSSINI Ada"),
        ("muller", "MÜLLER Éva"),
        ("eva mül", "MÜLLER Éva"),
        ("zahra", "EL MAHDI Fatima Zahra"),
        ("mahdi zah", "EL MAHDI Fatima Zahra"),
        ("mahdi f", "EL MAHDI Fatima Zahra"),
        ("бонд", "БОНДАРЕНКО Оксана"),
        ("রহিমা", "বেগম রহিমা"),
        ("𞤀𞤥", "𞤁𞤋𞤌𞤆 𞤀𞤥𞤭"),
        ("𞤀𞤥 𞤁𞤭", "𞤁𞤋𞤌𞤆 𞤀𞤥𞤭"),
        // Kawi: the index of words does not know its letters, and takes this for two words in one.
        ("ros𑼄si", "ROSSI Maria"),
        ("maria", "MARIA Luca"),
        ("39912", "ROSSI Maria"),
        ("0039 399 765", "ROSSI Mario"),
        ("rossi 399765", "ROSSI Mario"),
        ("rssmra90", "ROSSI Mario"),
        ("RSSMRA85C52F205X", "ROSSI Maria"),
        ("31/12/99", "DE ROSSI Chiara"),
        ("311299", "DE ROSSI Chiara"),
        ("rossi 12/3/1985", "ROSSI Maria"),
        ("rosis", "ROSSI Maria"),
        ("rosi maria", "ROSSI Maria"),
        ("rossi mraio", "ROSSI Mario"),
        ("fatimah", "EL MAHDI Fatima Zahra"),
        ("zz", ""),
        ("verdi", ""),
        ("", ""),
        ("' OR 1=1 --", ""),
        ("\"*", ""),
    ] {
        let hits = found(&office, typed);
        assert_eq!(
            hits.first().map_or("", String::as_str),
            first,
            "{typed:?}: {hits:?}"
        );
    }
}

/// Codes that are no tax codes are keys to the record all the same, however they are written.
#[test]
fn health_codes_passports_and_provisional_codes_find_the_person() {
    let office = office();
    for (name, kind, value, typed) in [
        (
            "Uno",
            IdentifierKind::Stp,
            "STP0301230000001",
            "stp0301230000001",
        ),
        (
            "Due",
            IdentifierKind::Eni,
            "ENI0301230000002",
            "ENI0301230000002",
        ),
        ("Tre", IdentifierKind::Passport, "YA1234567", "ya1234567"),
        (
            "Sei",
            IdentifierKind::ProvisionalCode,
            "97889240582",
            "97889240582",
        ),
    ] {
        let mut person = newcomer("Prova", name);
        person.identifiers = vec![Identification {
            kind,
            value: value.into(),
            root: None,
            checked: Checked::Ok,
        }];
        let person = register(&office, person).person;
        assert_eq!(found(&office, typed), [format!("PROVA {name}")], "{typed}");
        // As it is read aloud, in groups.
        let (head, tail) = typed.split_at(3);
        let (middle, end) = tail.split_at(4);
        let grouped = format!(" {head} {middle}  {end}");
        assert_eq!(
            found(&office, &grouped),
            [format!("PROVA {name}")],
            "{grouped}"
        );
        let record = file(&office, person);
        assert_eq!(record.identifiers[0].kind, kind);
        // None of them says what the right to work rests on.
        assert!(record.facts.citizenship.is_empty() && record.documents.is_empty());
    }
}

#[test]
fn a_changed_name_is_found_and_the_old_one_is_not() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria Grazia")).person;
    let facts = PersonFacts {
        surname: "Bianchi".into(),
        name: "Maria Elena".into(),
        ..PersonFacts::default()
    };
    office
        .act(
            &office.anna,
            ChangePerson {
                person,
                ver: 1,
                facts,
            },
        )
        .unwrap();
    assert_eq!(found(&office, "elena"), ["BIANCHI Maria Elena"]);
    assert_eq!(found(&office, "grazia"), [""; 0]);
    assert_eq!(found(&office, "rossi"), [""; 0]);
}

#[test]
fn hits_carry_what_tells_namesakes_apart() {
    let office = office_with_people();
    let mut twin = newcomer("Rossi", "Maria");
    twin.identifiers.push(code("RSSMRA85C52F205X", Checked::Ok));
    register(&office, twin);
    let ask = FindPeople {
        words: "rossi maria".into(),
        limit: 5,
    };
    let hits = office.ask(&office.anna, ask).unwrap();
    let told: Vec<_> = hits
        .iter()
        .map(|h| (h.birth_on.is_some(), h.anomaly))
        .collect();
    assert_eq!(told, [(true, false), (false, true)]);
    assert_eq!(hits[1].tax_code.as_deref(), Some("RSSMRA85C52F205X"));
}

#[test]
fn the_list_shows_everybody_once_in_order() {
    let office = office();
    for (surname, name) in [
        ("Verdi", "Ada"),
        ("Àlfano", "Zeno"),
        ("Rossi", "Maria"),
        ("Rossi", "Maria"),
        ("Bo", "Ivo"),
    ] {
        register(&office, newcomer(surname, name));
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = office
            .ask(&office.carla, PeopleList { after, limit: 2 })
            .unwrap();
        seen.extend(
            page.rows
                .iter()
                .map(sportello::store::search::PersonHit::short_name),
        );
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        seen,
        [
            "ÀLFANO Zeno",
            "BO Ivo",
            "ROSSI Maria",
            "ROSSI Maria",
            "VERDI Ada"
        ]
    );
}

#[test]
fn who_wishes_what_follows_the_record() {
    let office = office();
    let mut person = newcomer("Rossi", "Maria");
    person.facts.wishes = vec!["5120".into(), "9112".into(), "5120".into()];
    let person = register(&office, person).person;
    let mut facts = file(&office, person).facts;
    facts.wishes = vec!["9112".into(), "4110".into()];
    office
        .act(
            &office.anna,
            ChangePerson {
                person,
                ver: 1,
                facts,
            },
        )
        .unwrap();
    let conn = raw(&office);
    let mut ask = conn
        .prepare("SELECT substr(key, 2) FROM person_key WHERE key LIKE 'i%' AND n = (SELECT n FROM person WHERE id = ?1) ORDER BY 1")
        .unwrap();
    let wishes: Vec<String> = ask
        .query_map([person.to_string()], |row| row.get(0))
        .unwrap()
        .collect::<std::result::Result<_, _>>()
        .unwrap();
    assert_eq!(wishes, ["4110", "9112"]);
}

/// People as a file would bring them.
struct Rows(std::vec::IntoIter<Newcomer>);

impl BatchSource for Rows {
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool> {
        match self.0.next() {
            Some(person) => sportello::store::people::register(tx, &person).map(|_| true),
            None => Ok(false),
        }
    }
}

fn import(office: &Office, people: Vec<Newcomer>) -> Result<Loaded> {
    let (sender, answer) = std::sync::mpsc::channel();
    let context = (&office.carla, office.act_id(), office.now());
    let rows = Rows(people.into_iter());
    office.store.batch(context, "people", rows, move |loaded| {
        sender.send(loaded).unwrap();
    });
    answer.recv().unwrap()
}

fn many(surname: &str) -> Vec<Newcomer> {
    (0..500)
        .map(|n| {
            let mut person = newcomer(surname, "Maria");
            person.facts.phone = Some(format!("399 {n:07}"));
            person.facts.wishes = vec!["5120".into()];
            person
                .identifiers
                .push(code(&format!("CODICE{n:04}"), Checked::Ok));
            person.employment = Some(Employment {
                status: EmploymentStatus::Unemployed,
                since: None,
            });
            person
        })
        .collect()
}

#[test]
fn people_of_a_batch_are_found_once_it_is_published() {
    let office = office();
    register(&office, newcomer("Rossi", "Zita"));
    let batch = import(&office, many("Rossi")).unwrap().batch;
    let listed = |limit| {
        office
            .ask(&office.carla, PeopleList { after: None, limit })
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(found(&office, "rossi"), ["ROSSI Zita"]);
    assert_eq!(found(&office, "3990000"), [""; 0]);
    assert_eq!(listed(1000), 1);
    office.act(&office.carla, PublishBatch { batch }).unwrap();
    assert_eq!(found(&office, "rossi").len(), 5);
    assert_eq!(found(&office, "codice0499"), ["ROSSI Maria"]);
    assert_eq!(listed(1000), 501);
}

#[test]
fn a_batch_that_was_given_up_leaves_nothing() {
    let office = office();
    register(&office, newcomer("Bianchi", "Zita"));
    let batch = import(&office, many("Rossi")).unwrap().batch;
    office.act(&office.carla, AbandonBatch { batch }).unwrap();
    let (sender, cleared) = std::sync::mpsc::channel();
    office
        .store
        .clear_batches(move |outcome| sender.send(outcome).unwrap());
    cleared.recv().unwrap().unwrap();
    let conn = raw(&office);
    for (table, left) in [("person", 1), ("identifier", 0), ("employment", 0)] {
        let rows: i64 = conn
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, left, "{table}");
    }
    let keys: Vec<String> = conn
        .prepare("SELECT key FROM person_key ORDER BY key")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<std::result::Result<_, _>>()
        .unwrap();
    assert!(
        !keys.is_empty() && keys.iter().all(|key| key.contains("bianchi")),
        "{keys:?}"
    );
    assert_eq!(found(&office, "bianchi"), ["BIANCHI Zita"]);
    assert_eq!(found(&office, "maria"), [""; 0]);
}

#[test]
fn registering_and_changing_are_taken_back_with_all_that_belongs_to_them() {
    let office = office();
    let mut person = newcomer("Rossi", "Maria");
    person
        .identifiers
        .push(code("RSSMRA80A01F205X", Checked::Ok));
    let person = register(&office, person).person;
    let mut facts = file(&office, person).facts;
    facts.surname = "Bianchi".into();
    facts.wishes = vec!["5120".into()];
    office
        .act(
            &office.anna,
            ChangePerson {
                person,
                ver: 1,
                facts,
            },
        )
        .unwrap();
    assert_eq!(found(&office, "bianchi"), ["BIANCHI Maria"]);
    let undo = || office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(undo().name, "person.change");
    assert_eq!(found(&office, "bianchi"), [""; 0]);
    assert_eq!(found(&office, "rossi"), ["ROSSI Maria"]);
    assert_eq!(file(&office, person).facts.wishes, [""; 0]);
    assert_eq!(undo().name, "person.register");
    assert_eq!(found(&office, "rossi"), [""; 0]);
    let free = code("RSSMRA80A01F205X", Checked::Ok);
    let mut other = newcomer("Russo", "Mario");
    other.identifiers.push(free);
    assert_eq!(register(&office, other).duplicate_of, None);
}

#[test]
fn the_history_of_a_person_says_who_changed_what() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let mut facts = file(&office, person).facts;
    facts.phone = Some("399 1234567".into());
    office
        .act(
            &office.bruno,
            ChangePerson {
                person,
                ver: 1,
                facts,
            },
        )
        .unwrap();
    let ask = History {
        of: Of::Person(person),
        before: None,
        limit: 10,
    };
    let told = office.ask(&office.anna, ask).unwrap();
    let acts: Vec<_> = told
        .iter()
        .map(|e| (e.name.as_str(), e.staff.as_str()))
        .collect();
    assert_eq!(
        acts,
        [
            ("person.change", "Bruno Costa"),
            ("person.register", "Anna Neri")
        ]
    );
    let shown: Vec<_> = told[0]
        .fields
        .iter()
        .filter(|f| !DERIVED.contains(&(f.table.as_str(), f.field.as_str())))
        .map(|f| (f.field.as_str(), f.old.as_deref(), f.new.as_deref()))
        .collect();
    assert_eq!(shown, [("phone", None, Some("399 1234567"))]);
}

#[test]
fn the_search_never_scans() {
    let office = office();
    let conn = raw(&office);
    let plan = |sql: &str| -> String {
        let mut ask = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = ask.query_map([], |row| row.get::<_, String>(3)).unwrap();
        steps.map(|step| step.unwrap() + "; ").collect()
    };
    for (sql, index) in [
        (
            "SELECT key, n FROM person_key WHERE key >= 'sa' AND key < 'sb' ORDER BY key",
            "USING PRIMARY KEY",
        ),
        (
            "SELECT key, n FROM person_key WHERE (key, n) > ('sa', 3) AND key < 'sb' ORDER BY key, n LIMIT 9",
            "USING PRIMARY KEY",
        ),
        (
            "SELECT person FROM identifier WHERE value >= 'R' AND value < 'S' AND checked = 'ok' ORDER BY value LIMIT 9",
            "identifier_is_of_one",
        ),
        (
            "SELECT person FROM identifier WHERE value >= 'R' AND value < 'S' AND checked <> 'ok' ORDER BY value LIMIT 9",
            "identifier_in_doubt",
        ),
    ] {
        let plan = plan(sql);
        assert!(plan.contains("SEARCH") && plan.contains(index), "{plan}");
        assert!(
            !plan.contains("SCAN") && !plan.contains("TEMP B-TREE"),
            "{plan}"
        );
    }
}

/// The CHECK of every closed set lists what the code knows, no more and no less.
#[test]
fn the_database_and_the_code_know_the_same_words() {
    let office = office();
    let conn = raw(&office);
    fn codes<T: Named>() -> Vec<&'static str> {
        T::all().iter().map(|word| word.code()).collect()
    }
    for (table, column, known) in [
        ("person", "registry_sex", codes::<RegistrySex>()),
        ("person", "gender", codes::<Gender>()),
        ("person", "contact_rule", codes::<ContactRule>()),
        ("person", "italian", codes::<Cefr>()),
        ("person", "education", codes::<Education>()),
        ("person", "transport", codes::<Transport>()),
        ("person", "shift", codes::<Shift>()),
        ("identifier", "kind", codes::<IdentifierKind>()),
        ("identifier", "checked", codes::<Checked>()),
        ("employment", "status", codes::<EmploymentStatus>()),
        ("document", "kind", codes::<DocumentKind>()),
        ("document", "permit", codes::<PermitKind>()),
        ("privacy_act", "kind", codes::<PrivacyKind>()),
        ("privacy_act", "channel", codes::<Channel>()),
        ("ticket", "priority", codes::<Priority>()),
        ("ticket", "state", codes::<TicketState>()),
        ("ticket_event", "step", codes::<TicketStep>()),
        ("ticket_event", "from_state", codes::<TicketState>()),
        ("ticket_event", "to_state", codes::<TicketState>()),
        ("contact", "outcome", codes::<Outcome>()),
        ("intake", "kind", codes::<IntakeKind>()),
        ("intake", "state", codes::<IntakeState>()),
        ("intake", "reason", codes::<Reason>()),
        ("note", "kind", codes::<NoteKind>()),
    ] {
        let sql: String = conn
            .query_row(
                "SELECT sql FROM sqlite_master WHERE name = ?1",
                [table],
                |row| row.get(0),
            )
            .unwrap();
        // `CHECK (a = 'x' OR a = 'y')`, or `CHECK (a IN ('x', 'y'))` where there are only two.
        let (_, list) = [" = ", " IN ("]
            .iter()
            .find_map(|begins| sql.split_once(&format!("CHECK ({column}{begins}")))
            .unwrap_or_else(|| panic!("{table}.{column}"));
        let listed: Vec<&str> = list
            .split_once(')')
            .unwrap()
            .0
            .split('\'')
            .skip(1)
            .step_by(2)
            .collect();
        assert_eq!(listed, known, "{table}.{column}");
    }
}
