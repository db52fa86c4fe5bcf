//! Who comes in, what is written down of it, and who looked at whom.

use std::sync::mpsc::channel;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use sportello::domain::access::{LookAt, LookKind};
use sportello::domain::ids::{PersonId, StaffKeyId};
use sportello::domain::note::NoteKind;
use sportello::domain::password;
use sportello::domain::queue::Priority;
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::{LoginMethod, LoginOutcome, Right, Role, Staff};
use sportello::domain::staff_key::StaffKey;
use sportello::store::agenda::{AppointmentFile, Book};
use sportello::store::journal::Of;
use sportello::store::notes::AddNote;
use sportello::store::people::{Anomalies, PeopleList, PersonFile};
use sportello::store::queue::{AttachPerson, IssueTicket, Void};
use sportello::store::search::FindPeople;
use sportello::store::staff::ChangeStaff;
use sportello::store::staff::keys::{AddStaffKey, RevokeStaffKey, StaffKeyRow, StaffKeys};
use sportello::store::staff::logins::{By, Knock, LogIn, LoginId, LoginRow, Logins};
use sportello::store::staff::secrets::{
    AllowPasswords, Doors, Secret, Secrets, SetPassword, SetTotp,
};
use sportello::store::{Error, History, LookRow, Result, UndoLast, WhoLooked};

use crate::agenda::interview;
use crate::given::{refusal, register};
use crate::{Office, moment, office};

/// Long enough for any machine; no test waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(60);

const ANNAS: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB15MxUYH64SYViRfQTJ1QPAn+bQxfO63RVV687pK2jU anna@desk";
const OTHER: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICl0DtrZ+c5SgiXGQ9J/hBZpbkICS3z1NbZyBoua2hbF other";
const THIRD: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM4d5C4lJgBwgVFeVozwXN+qly/0MHtK1+2rPAbV2psR1XDjEbLh8x1zzYGyXfT4LyaFxrqWu1DHV+v7WyRWCjw= third";

/// Waits for an answer that is called back.
fn answer<T: Send + 'static>(ask: impl FnOnce(Box<dyn FnOnce(T) + Send>)) -> T {
    let (to, from) = channel();
    ask(Box::new(move |answer| to.send(answer).unwrap()));
    from.recv_timeout(PATIENCE).unwrap()
}

fn blob(line: &str) -> Vec<u8> {
    StaffKey::parse(line).unwrap().blob
}

fn give(office: &Office, staff: &Staff, key: &str) -> StaffKeyId {
    let new = AddStaffKey {
        staff: staff.id,
        key: key.into(),
    };
    office.act(&office.carla, new).unwrap()
}

fn revoke(office: &Office, who: &Staff, key: StaffKeyId, anyway: bool) -> Result<()> {
    office.act(who, RevokeStaffKey { key, anyway })
}

/// Who comes in with a key under a login.
fn comes_in(office: &Office, login: &str, blob: &[u8]) -> Option<(String, StaffKeyId)> {
    let found = answer(|then| office.store.who_by_key(login, blob, then));
    found.unwrap().map(|(staff, key)| (staff.login, key))
}

fn keys(office: &Office, who: &Staff, whose: &Staff) -> Result<Vec<StaffKeyRow>> {
    let staff = whose.id;
    let revoked_too = true;
    office.ask(who, StaffKeys { staff, revoked_too })
}

fn switch(office: &Office, whose: &Staff, active: bool) {
    let change = ChangeStaff {
        active: Some(active),
        ..ChangeStaff::of(whose.id)
    };
    office.act(&office.carla, change).unwrap();
}

/// The file, to be read past the program.
fn raw(office: &Office) -> Connection {
    Connection::open(office.folder.path().join("office.db")).unwrap()
}

fn texts(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

// Keys ----------------------------------------------------------------------------------------------

#[test]
fn a_key_lets_in_whose_it_is_under_the_very_login_and_nobody_else() {
    let office = office();
    let key = give(&office, &office.anna, ANNAS);
    let (annas, other) = (blob(ANNAS), blob(OTHER));
    assert_eq!(
        comes_in(&office, "anna", &annas),
        Some(("anna".into(), key))
    );
    for login in [
        "Anna",
        "anna ",
        "ANNA",
        "ann_",
        "a%",
        "",
        "carla",
        "an\u{0}na",
        "*",
    ] {
        assert_eq!(comes_in(&office, login, &annas), None, "{login:?}");
    }
    for bytes in [
        &other[..],
        &annas[..50],
        &[&annas[..], &[0]].concat(),
        &[],
        b"%",
        &vec![0; 5000],
    ] {
        assert_eq!(comes_in(&office, "anna", bytes), None);
    }
}

#[test]
fn a_revoked_key_and_a_key_of_somebody_switched_off_are_good_for_nothing_at_once() {
    let office = office();
    let (first, second) = (
        give(&office, &office.anna, ANNAS),
        give(&office, &office.anna, OTHER),
    );
    let (to, told) = channel();
    let _watch = office.store.watch(move |changes| {
        let tables = [changes.touches("staff_key"), changes.touches("staff")];
        to.send(tables).unwrap();
    });
    revoke(&office, &office.carla, first, false).unwrap();
    assert_eq!(told.recv_timeout(PATIENCE), Ok([true, false]));
    assert_eq!(comes_in(&office, "anna", &blob(ANNAS)), None);
    assert!(comes_in(&office, "anna", &blob(OTHER)).is_some());
    switch(&office, &office.anna, false);
    assert_eq!(told.recv_timeout(PATIENCE), Ok([false, true]));
    assert_eq!(comes_in(&office, "anna", &blob(OTHER)), None);
    switch(&office, &office.anna, true);
    assert_eq!(
        comes_in(&office, "anna", &blob(OTHER)),
        Some(("anna".into(), second))
    );
    let rows = keys(&office, &office.carla, &office.anna).unwrap();
    let held: Vec<_> = rows.iter().map(|row| row.revoked_at.is_none()).collect();
    assert_eq!(held, [false, true]);
    assert_eq!(rows[0].added_by, "Carla Fontana");
    assert_eq!(rows[0].comment, "anna@desk");
}

#[test]
fn one_key_is_one_persons_until_it_is_revoked() {
    let office = office();
    let key = give(&office, &office.anna, ANNAS);
    let again = |staff: &Staff, line: &str| {
        let new = AddStaffKey {
            staff: staff.id,
            key: line.into(),
        };
        office.act(&office.carla, new)
    };
    let renamed = ANNAS.replace("anna@desk", "bruno");
    assert_eq!(refusal(again(&office.bruno, &renamed)), Refusal::KeyTaken);
    assert_eq!(refusal(again(&office.anna, ANNAS)), Refusal::KeyTaken);
    revoke(&office, &office.carla, key, true).unwrap();
    again(&office.bruno, &renamed).unwrap();
    assert_eq!(comes_in(&office, "anna", &blob(ANNAS)), None);
    assert!(comes_in(&office, "bruno", &blob(ANNAS)).is_some());
    // The database says so too.
    let conn = raw(&office);
    let copy = "INSERT INTO staff_key (id, ver, created_by, created_at, staff, algorithm, blob, fingerprint, comment)
                SELECT 'x', ver, created_by, created_at, staff, algorithm, blob, fingerprint, comment
                FROM staff_key WHERE revoked_at IS NULL";
    assert!(conn.execute(copy, []).is_err());
}

#[test]
fn what_is_no_key_changes_nothing() {
    let office = office();
    for line in [
        "",
        "hello",
        "restrict ssh-ed25519 AAAA",
        "ssh-rsa AAAAB3NzaC1yc2E=",
    ] {
        let new = AddStaffKey {
            staff: office.anna.id,
            key: line.into(),
        };
        let answer = office.act(&office.carla, new);
        assert!(
            matches!(answer, Err(Error::Invalid { field: "key", .. })),
            "{line}: {answer:?}"
        );
    }
    assert_eq!(keys(&office, &office.carla, &office.anna), Ok(Vec::new()));
}

#[test]
fn keys_are_given_by_those_who_manage_the_office_and_revoked_also_by_whose_they_are() {
    let office = office();
    let own = AddStaffKey {
        staff: office.anna.id,
        key: ANNAS.into(),
    };
    let denied = Err(Error::Denied(Right::OfficeManage));
    assert_eq!(office.act(&office.anna, own).map(drop), denied);
    let first = give(&office, &office.anna, ANNAS);
    give(&office, &office.anna, OTHER);
    assert_eq!(revoke(&office, &office.bruno, first, true), denied);
    assert_eq!(keys(&office, &office.bruno, &office.anna).map(drop), denied);
    assert_eq!(keys(&office, &office.anna, &office.anna).unwrap().len(), 2);
    revoke(&office, &office.anna, first, false).unwrap();
    revoke(&office, &office.anna, first, false).unwrap();
    assert_eq!(
        refusal(office.act(&office.carla, UndoLast)),
        Refusal::NothingToUndo
    );
}

#[test]
fn the_last_door_is_shut_only_by_those_who_mean_it() {
    let office = office();
    let annas = give(&office, &office.anna, ANNAS);
    let carlas = give(&office, &office.carla, OTHER);
    let last = revoke(&office, &office.anna, annas, false);
    assert_eq!(refusal(last), Refusal::LastKey);
    // Somebody else's last key is not one's own, unless it is coordination's.
    revoke(&office, &office.carla, annas, false).unwrap();
    let last = revoke(&office, &office.carla, carlas, false);
    assert_eq!(refusal(last), Refusal::LastKey);
    let coordinates = ChangeStaff {
        roles: Some(vec![Role::Coordination]),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, coordinates).unwrap();
    let last = revoke(&office, &office.bruno, carlas, false);
    assert_eq!(refusal(last), Refusal::LastCoordinatorKey);
    give(&office, &office.bruno, THIRD);
    revoke(&office, &office.bruno, carlas, false).unwrap();
    let third = keys(&office, &office.bruno, &office.bruno).unwrap()[0].id;
    revoke(&office, &office.bruno, third, true).unwrap();
    assert_eq!(comes_in(&office, "bruno", &blob(THIRD)), None);
}

// Passwords -----------------------------------------------------------------------------------------

const TOTP: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const PASSWORD: &str = "quattro cavalli blu";

fn allow(office: &Office, allowed: bool) {
    let office_id = office.id;
    let new = AllowPasswords {
        office: office_id,
        allowed,
    };
    office.act(&office.carla, new).unwrap();
}

fn set_password(office: &Office, who: &Staff, whose: &Staff, stored: &str) -> Result<()> {
    let new = SetPassword {
        staff: whose.id,
        password: Some(Secret::new(stored)),
    };
    office.act(who, new)
}

fn set_totp(office: &Office, who: &Staff, whose: &Staff, stored: &str) -> Result<()> {
    let new = SetTotp {
        staff: whose.id,
        totp: Some(Secret::new(stored)),
    };
    office.act(who, new)
}

fn secrets(office: &Office, login: &str) -> Option<Secrets> {
    answer(|then| office.store.secrets_of(login, then)).unwrap()
}

/// Anna with a password and a second factor, in an office that takes them.
fn with_password() -> (Office, String) {
    let office = office();
    let stored = password::hash(PASSWORD, [3; 16]).unwrap();
    allow(&office, true);
    set_password(&office, &office.carla, &office.anna, &stored).unwrap();
    set_totp(&office, &office.carla, &office.anna, TOTP).unwrap();
    (office, stored)
}

#[test]
fn a_password_lets_in_where_the_office_says_so_with_its_second_factor() {
    let (office, stored) = with_password();
    let now = office.now();
    let code = password::code_at(TOTP, now).unwrap();
    let found = secrets(&office, "anna").unwrap();
    assert_eq!(
        (
            found.staff.login.as_str(),
            &found.password,
            found.totp.as_deref()
        ),
        ("anna", &stored, Some(TOTP))
    );
    let admits = |found: Option<&Secrets>, password: &str, code: &str| {
        sportello::store::staff::secrets::admits(found, password, code, now)
    };
    assert_eq!(
        admits(Some(&found), PASSWORD, &code),
        Some(now.timestamp() / 30)
    );
    assert_eq!(admits(Some(&found), "quattro cavalli neri", &code), None);
    assert_eq!(admits(Some(&found), PASSWORD, "000000"), None);
    assert_eq!(admits(None, PASSWORD, &code), None);
    let nobodys = password::code_at("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", now).unwrap();
    assert_eq!(admits(None, PASSWORD, &nobodys), None);
    let bare = Secrets {
        totp: None,
        ..found
    };
    assert_eq!(admits(Some(&bare), PASSWORD, &nobodys), None);
    for login in ["Anna", "bruno", "", "nessuno"] {
        assert!(secrets(&office, login).is_none(), "{login}");
    }
    allow(&office, false);
    assert!(secrets(&office, "anna").is_none());
    allow(&office, true);
    switch(&office, &office.anna, false);
    assert!(secrets(&office, "anna").is_none());
}

#[test]
fn secrets_stand_in_their_own_table_and_nowhere_else() {
    let (office, stored) = with_password();
    let newer = password::hash("cinque gatti rossi", [4; 16]).unwrap();
    set_password(&office, &office.anna, &office.anna, &newer).unwrap();
    let conn = raw(&office);
    let tables = texts(
        &conn,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
    );
    let mut found = Vec::new();
    for table in tables {
        let columns = texts(
            &conn,
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        );
        for column in columns {
            let sql = format!(
                "SELECT CAST({column} AS TEXT) FROM \"{table}\" WHERE CAST({column} AS TEXT) LIKE '%argon2id$v%'
                 OR CAST({column} AS TEXT) LIKE '%{TOTP}%'"
            );
            let held = texts(&conn, &sql);
            found.extend(
                held.into_iter()
                    .map(|value| format!("{table}.{column} {value}")),
            );
        }
    }
    found.retain(|row| !row.starts_with("sqlite_schema"));
    assert_eq!(
        found,
        [
            format!("staff_secret.password {newer}"),
            format!("staff_secret.totp {TOTP}")
        ]
    );
    assert_ne!(stored, newer);
    // The journal says that it happened, and to whom.
    let bodies = texts(
        &conn,
        "SELECT body FROM act_body WHERE body LIKE '%\"password\":\"sha256:%'",
    );
    assert_eq!(bodies.len(), 2, "{bodies:?}");
    let asked = format!("{:?}", secrets(&office, "anna"));
    assert!(
        !asked.contains("argon2") && !asked.contains(TOTP),
        "{asked}"
    );
}

#[test]
fn an_act_out_of_the_journal_sets_no_password() {
    let (office, _) = with_password();
    let conn = raw(&office);
    let body = texts(
        &conn,
        "SELECT body FROM act_body WHERE body LIKE '%\"password\"%'",
    );
    let act: SetPassword = serde_json::from_str(&body[0]).unwrap();
    let again = office.act(&office.carla, act);
    assert!(
        matches!(
            again,
            Err(Error::Invalid {
                field: "password",
                ..
            })
        ),
        "{again:?}"
    );
    for odd in ["quattro cavalli blu", "$2b$10$abc", ""] {
        let answer = set_password(&office, &office.carla, &office.anna, odd);
        assert!(matches!(answer, Err(Error::Invalid { .. })), "{odd}");
    }
    for odd in ["", "geZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "GEZDGNBV"] {
        let answer = set_totp(&office, &office.carla, &office.anna, odd);
        assert!(matches!(answer, Err(Error::Invalid { .. })), "{odd}");
    }
}

#[test]
fn ones_own_password_is_ones_own_affair_but_the_second_factor_is_not() {
    let (office, stored) = with_password();
    let denied = Err(Error::Denied(Right::OfficeManage));
    set_password(&office, &office.anna, &office.anna, &stored).unwrap();
    assert_eq!(set_totp(&office, &office.anna, &office.anna, TOTP), denied);
    assert_eq!(
        set_password(&office, &office.bruno, &office.anna, &stored),
        denied
    );
    let switch = AllowPasswords {
        office: office.id,
        allowed: true,
    };
    assert_eq!(office.act(&office.bruno, switch), denied);
    let doors = office
        .ask(&office.carla, Doors { office: office.id })
        .unwrap();
    assert!(doors.passwords);
    let row = |login: &str| doors.staff.iter().find(|door| door.login == login).unwrap();
    assert_eq!(
        (row("anna").password, row("anna").totp, row("anna").keys),
        (true, true, 0)
    );
    assert_eq!((row("bruno").password, row("bruno").totp), (false, false));
    let none = SetTotp {
        staff: office.anna.id,
        totp: None,
    };
    office.act(&office.carla, none).unwrap();
    assert_eq!(secrets(&office, "anna").unwrap().totp, None);
}

// The book of log-ins -------------------------------------------------------------------------------

fn log_in(office: &Office, staff: &Staff, by: By) -> Result<LoginId> {
    let who = LogIn {
        staff: staff.id,
        address: "192.0.2.7".into(),
        by,
    };
    answer(|then| office.store.log_in(office.now(), who, then))
}

fn log_out(office: &Office, login: LoginId, killed: bool) -> Result<()> {
    answer(|then| office.store.log_out(office.now(), login, killed, then))
}

fn log_refused(office: &Office, login: &str, at: DateTime<Utc>) {
    let knock = Knock {
        login: login.into(),
        address: "192.0.2.9\u{1b}[2J".into(),
        method: LoginMethod::Key,
        key: Some("SHA256:abc".into()),
    };
    answer(|then| office.store.log_refused(at, knock, then)).unwrap();
}

fn book(office: &Office, who: &Staff, staff: Option<&Staff>) -> Result<Vec<LoginRow>> {
    let ask = Logins {
        staff: staff.map(|staff| staff.id),
        before: None,
        limit: 1000,
    };
    office.ask(who, ask)
}

#[test]
fn a_code_lets_in_once() {
    let (office, _) = with_password();
    let step = |step| log_in(&office, &office.anna, By::Password { step });
    step(100).unwrap();
    for used in [100, 99, -1] {
        assert_eq!(refusal(step(used)), Refusal::CodeUsed);
    }
    step(101).unwrap();
    // What was refused is not in the book as an entry.
    let rows = book(&office, &office.carla, None).unwrap();
    assert_eq!(rows.len(), 2);
    allow(&office, false);
    assert_eq!(refusal(step(102)), Refusal::CodeUsed);
    let bruno = log_in(&office, &office.bruno, By::Password { step: 5 });
    assert_eq!(refusal(bruno), Refusal::CodeUsed);
}

#[test]
fn the_book_says_who_came_in_from_where_by_what_and_when_it_ended() {
    let office = office();
    let key = give(&office, &office.anna, ANNAS);
    let first = log_in(&office, &office.anna, By::Key(key)).unwrap();
    let second = log_in(&office, &office.bruno, By::Local).unwrap();
    log_out(&office, first, true).unwrap();
    log_out(&office, first, false).unwrap();
    log_out(&office, second, false).unwrap();
    assert!(log_out(&office, LoginId(999), false).is_err());
    log_refused(&office, "anna", office.now());
    log_refused(&office, "h4nter2 My Password!", office.now());
    let rows = book(&office, &office.carla, None).unwrap();
    let told: Vec<_> = rows
        .iter()
        .rev()
        .map(|row| {
            (
                row.login.as_str(),
                row.name.as_deref(),
                row.method,
                row.outcome,
                row.opened,
            )
        })
        .collect();
    use LoginMethod::{Key, Local};
    use LoginOutcome::{In, Killed, Out, Refused};
    assert_eq!(
        told,
        [
            ("anna", Some("Anna Neri"), Key, In, None),
            ("bruno", Some("Bruno Costa"), Local, In, None),
            ("anna", Some("Anna Neri"), Key, Killed, Some(first.0)),
            ("bruno", Some("Bruno Costa"), Local, Out, Some(second.0)),
            ("anna", Some("Anna Neri"), Key, Refused, None),
            ("", None, Key, Refused, None),
        ]
    );
    let first = rows.last().unwrap();
    assert_eq!(first.address, "192.0.2.7");
    let fingerprint = StaffKey::parse(ANNAS).unwrap().fingerprint();
    assert_eq!(first.key.as_ref(), Some(&fingerprint));
    assert_eq!(rows[0].address, "192.0.2.9[2J");
    // Each sees their own; that somebody read it is in the other book.
    assert_eq!(
        book(&office, &office.bruno, Some(&office.bruno))
            .unwrap()
            .len(),
        2
    );
    let denied = Err(Error::Denied(Right::OfficeManage));
    assert_eq!(book(&office, &office.bruno, None).map(drop), denied);
    assert_eq!(
        book(&office, &office.bruno, Some(&office.anna)).map(drop),
        denied
    );
    let read = texts(
        &raw(&office),
        "SELECT what || ' ' || seen FROM access_log WHERE person IS NULL",
    );
    assert!(read.contains(&"list logins".to_owned()), "{read:?}");
    let last = keys(&office, &office.carla, &office.anna).unwrap()[0].last_in;
    assert_eq!(last, Some(office.now()));
}

#[test]
fn who_was_switched_off_meanwhile_does_not_come_in() {
    let office = office();
    let (first, second) = (
        give(&office, &office.anna, ANNAS),
        give(&office, &office.anna, OTHER),
    );
    revoke(&office, &office.carla, first, false).unwrap();
    let denied = Err(Error::Denied(Right::OfficeRead));
    assert_eq!(log_in(&office, &office.anna, By::Key(first)), denied);
    assert_eq!(log_in(&office, &office.bruno, By::Key(second)), denied);
    switch(&office, &office.anna, false);
    assert_eq!(log_in(&office, &office.anna, By::Key(second)), denied);
    assert_eq!(log_in(&office, &office.anna, By::Local), denied);
    assert_eq!(book(&office, &office.carla, None), Ok(Vec::new()));
}

#[test]
fn nothing_is_changed_in_the_books_and_nothing_taken_away_before_its_time() {
    let office = office();
    log_in(&office, &office.anna, By::Local).unwrap();
    let person = register(&office, "Rossi", "Maria");
    office.ask(&office.anna, PersonFile { person }).unwrap();
    let conn = raw(&office);
    for sql in [
        "UPDATE login_log SET address = 'elsewhere'",
        "UPDATE login_log SET seq = seq + 1",
        "DELETE FROM login_log",
        "UPDATE access_log SET staff = 1",
        "UPDATE access_log SET reason = 'none'",
        "DELETE FROM access_log",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
    // Half a year on the old log-ins may go, the looks may not; after two years they may.
    office.set_now("2027-06-01T09:00:00Z");
    log_in(&office, &office.anna, By::Local).unwrap();
    office.ask(&office.anna, PersonFile { person }).unwrap();
    let old = moment("2027-01-01T00:00:00Z").timestamp_millis();
    let delete = |table: &str| conn.execute(&format!("DELETE FROM {table} WHERE at < {old}"), []);
    assert_eq!(delete("login_log"), Ok(1));
    assert!(delete("access_log").is_err());
    office.set_now("2028-12-01T09:00:00Z");
    office.ask(&office.anna, PersonFile { person }).unwrap();
    assert_eq!(delete("access_log"), Ok(1));
}

#[test]
fn a_stranger_cannot_fill_the_book() {
    let office = office();
    for n in 0..300_i64 {
        log_refused(&office, "nobody", office.now() + TimeDelta::milliseconds(n));
    }
    let count = |office: &Office| book(office, &office.carla, None).unwrap().len();
    assert_eq!(count(&office), 120);
    // However much noise there is, guesses at somebody are seen, and those at somebody else too.
    for n in 0..300_i64 {
        log_refused(&office, "anna", office.now() + TimeDelta::milliseconds(n));
    }
    assert_eq!(count(&office), 140);
    log_refused(&office, "bruno", office.now());
    assert_eq!(count(&office), 141);
    log_refused(&office, "anna", office.now() + TimeDelta::seconds(61));
    assert_eq!(count(&office), 142);
    // Those who come in are always written down.
    log_in(&office, &office.anna, By::Local).unwrap();
    assert_eq!(count(&office), 143);
}

// Who looked ----------------------------------------------------------------------------------------

/// Who looked at a person, the first one first.
fn looked(office: &Office, person: PersonId) -> Vec<LookRow> {
    let ask = WhoLooked {
        person,
        reason: "la persona lo chiede".into(),
        before: None,
        limit: 1000,
    };
    let mut rows = office.ask(&office.carla, ask).unwrap();
    rows.reverse();
    rows
}

fn find(office: &Office, who: &Staff, words: &str) {
    let words = words.into();
    office.ask(who, FindPeople { words, limit: 8 }).unwrap();
}

#[test]
fn each_person_opened_is_a_row_that_says_who_as_whom_when_what_and_from_where() {
    let office = office();
    let (maria, ugo) = (
        register(&office, "Rossi", "Maria"),
        register(&office, "Verdi", "Ugo"),
    );
    let login = log_in(&office, &office.bruno, By::Local).unwrap();
    let remote = office.store.during(login);
    let at = office.now();
    for person in [maria, ugo, maria] {
        remote
            .read_now(&office.bruno, at, PersonFile { person })
            .unwrap();
    }
    office
        .ask(&office.anna, PersonFile { person: maria })
        .unwrap();
    let rows = looked(&office, maria);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.name.as_str(),
                row.what,
                row.seen,
                row.address.as_deref(),
            )
        })
        .collect();
    let record = |name, address| (name, Some(LookKind::Open), Some(LookAt::Record), address);
    assert_eq!(
        told,
        [
            record("Bruno Costa", Some("192.0.2.7")),
            record("Bruno Costa", Some("192.0.2.7")),
            record("Anna Neri", None),
            (
                "Carla Fontana",
                Some(LookKind::Open),
                Some(LookAt::Looks),
                None
            ),
        ]
    );
    assert_eq!(rows[0].roles, [Role::Orientation]);
    assert_eq!(rows[3].reason.as_deref(), Some("la persona lo chiede"));
    assert_eq!(looked(&office, ugo).len(), 2);
    // The role is the one they had then.
    let change = ChangeStaff {
        roles: Some(vec![Role::Quality]),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, change).unwrap();
    assert_eq!(looked(&office, maria)[0].roles, [Role::Orientation]);
}

#[test]
fn what_goes_on_is_one_look_and_a_search_writes_no_row_for_each_letter() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    for letters in ["r", "ro", "ros", "ross", "rossi"] {
        find(&office, &office.anna, letters);
    }
    let rows = "SELECT what || ' ' || seen || ' ' || (person IS NULL) FROM access_log ORDER BY seq";
    assert_eq!(texts(&raw(&office), rows), ["search people 1"]);
    // The screen asks again whenever anything moves.
    for _ in 0..5 {
        office.ask(&office.anna, PersonFile { person }).unwrap();
        office.ask(&office.anna, Anomalies { limit: 5 }).unwrap();
    }
    assert_eq!(
        texts(&raw(&office), rows),
        ["search people 1", "open record 0", "list codes 1"]
    );
    let list = || PeopleList {
        after: None,
        limit: 5,
    };
    office.ask(&office.anna, list()).unwrap();
    office.ask(&office.bruno, list()).unwrap();
    assert_eq!(texts(&raw(&office), rows).len(), 5);
    // After a quarter of an hour, and for a clock that went back, it is another look.
    office.set_now("2026-11-16T09:15:00Z");
    find(&office, &office.anna, "rossi");
    office.set_now("2026-11-16T09:14:00Z");
    find(&office, &office.anna, "rossi");
    assert_eq!(texts(&raw(&office), rows).len(), 7);
}

#[test]
fn what_is_asked_again_before_its_row_is_on_disk_is_one_look() {
    let office = office();
    let (maria, ugo) = (
        register(&office, "Rossi", "Maria"),
        register(&office, "Verdi", "Ugo"),
    );
    let at = office.now();
    // Nothing gets onto the disk until all of it is asked for.
    let (holds, held) = channel();
    let (go, goes) = channel::<()>();
    let store = office.store.clone();
    let writer = std::thread::spawn(move || {
        store.in_one_commit(move |_| {
            holds.send(()).unwrap();
            goes.recv_timeout(PATIENCE).map_err(|_| Error::Closed)
        })
    });
    held.recv_timeout(PATIENCE).unwrap();
    let (to, from) = channel();
    for person in [maria, maria, ugo, maria, maria] {
        let to = to.clone();
        let then = move |file: Result<_>| to.send(file.is_ok()).unwrap();
        let query = PersonFile { person };
        office.store.read(&office.anna, at, query, then);
    }
    go.send(()).unwrap();
    writer.join().unwrap().unwrap();
    for _ in 0..5 {
        assert!(from.recv_timeout(PATIENCE).unwrap(), "each is answered");
    }
    let sql = "SELECT seen FROM access_log WHERE person IS NOT NULL";
    assert_eq!(texts(&raw(&office), sql).len(), 3, "hers, his, hers again");
}

#[test]
fn no_word_that_was_searched_is_kept() {
    let office = office();
    find(&office, &office.anna, "smirnovskij");
    let conn = raw(&office);
    for column in ["what", "seen", "roles", "reason"] {
        let held = texts(
            &conn,
            &format!("SELECT coalesce({column}, '') FROM access_log"),
        );
        assert!(held.iter().all(|text| !text.contains("smirn")), "{held:?}");
    }
}

#[test]
fn a_row_that_is_about_a_person_is_looked_at_as_the_person() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let history = |of| History {
        of,
        before: None,
        limit: 10,
    };
    let row = Of::Row("person", person.0);
    office.ask(&office.anna, history(row)).unwrap();
    office
        .ask(&office.bruno, history(Of::Person(person)))
        .unwrap();
    let book = |person: Option<PersonId>| Book {
        person,
        starts_at: moment("2026-11-17T09:00:00Z") + TimeDelta::hours(i64::from(person.is_none())),
        ..interview(&office, "2026-11-17T09:00:00Z")
    };
    let hers = office.act(&office.bruno, book(Some(person))).unwrap();
    let nobodys = office.act(&office.bruno, book(None)).unwrap();
    for appointment in [hers, nobodys] {
        office
            .ask(&office.anna, AppointmentFile { appointment })
            .unwrap();
    }
    let seen: Vec<_> = looked(&office, person).iter().map(|row| row.seen).collect();
    assert_eq!(
        seen,
        [
            Some(LookAt::History),
            Some(LookAt::History),
            Some(LookAt::Appointment),
            Some(LookAt::Looks)
        ]
    );
    // What is about nobody leaves no row; neither does the history of the office's own things.
    let desk = Of::Row("desk", office.desks[0].0);
    office.ask(&office.anna, history(desk)).unwrap();
    let nobody = texts(
        &raw(&office),
        "SELECT seen FROM access_log WHERE person IS NULL",
    );
    assert_eq!(nobody, [""; 0]);
}

#[test]
fn who_looked_is_asked_for_a_reason() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let ask = WhoLooked {
        person,
        reason: "  ".into(),
        before: None,
        limit: 10,
    };
    let answer = office.ask(&office.anna, ask);
    assert!(
        matches!(
            answer,
            Err(Error::Invalid {
                field: "reason",
                ..
            })
        ),
        "{answer:?}"
    );
    assert_eq!(looked(&office, person).len(), 1);
}

// What can be erased --------------------------------------------------------------------------------

#[test]
fn the_words_of_somebody_not_on_file_stand_under_their_ticket_and_can_be_erased() {
    let office = office();
    let issue = IssueTicket {
        person: None,
        alias: Some("la signora Zwyntak".into()),
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: Some("aspetta da ieri, Zwyntak".into()),
        code: Some("ZWYNTAK".into()),
    };
    let first = office.act(&office.anna, issue.clone()).unwrap();
    office.act(&office.anna, UndoLast).unwrap();
    let second = office.act(&office.anna, issue).unwrap();
    let void = Void {
        ticket: second.ticket,
        reason: "era Zwyntak, ma per sbaglio".into(),
    };
    office.act(&office.anna, void).unwrap();
    office.act(&office.anna, UndoLast).unwrap();
    let person = register(&office, "Rossi", "Maria");
    let attach = AttachPerson {
        ticket: second.ticket,
        person,
    };
    office.act(&office.anna, attach).unwrap();
    let conn = raw(&office);
    let open = "SELECT CAST(old AS TEXT) FROM change WHERE CAST(old AS TEXT) LIKE '%Zwyntak%'
                OR CAST(new AS TEXT) LIKE '%Zwyntak%'";
    assert_eq!(texts(&conn, open), [""; 0], "kept where nothing is erased");
    let all = "SELECT body FROM act_body WHERE body LIKE '%Zwyntak%'
               UNION ALL SELECT CAST(old AS TEXT) FROM personal_change WHERE CAST(old AS TEXT) LIKE '%Zwyntak%'";
    assert!(texts(&conn, all).len() >= 4, "{:?}", texts(&conn, all));
    for whose in [first.ticket.0, second.ticket.0, person.0] {
        let bytes = whose.to_bytes().to_vec();
        conn.execute("DELETE FROM act_body WHERE whose = ?1", [&bytes])
            .unwrap();
        conn.execute("DELETE FROM personal_change WHERE whose = ?1", [&bytes])
            .unwrap();
    }
    assert_eq!(texts(&conn, all), [""; 0]);
}

#[test]
fn an_undo_brings_a_ticket_back_with_its_words() {
    let office = office();
    let issue = IssueTicket {
        person: None,
        alias: Some("signor Blu".into()),
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: None,
        code: None,
    };
    office.act(&office.anna, issue).unwrap();
    office.act(&office.anna, UndoLast).unwrap();
    office
        .act(&office.anna, sportello::store::RedoLast)
        .unwrap();
    let aliases = texts(&raw(&office), "SELECT alias FROM ticket");
    assert_eq!(aliases, ["signor Blu"]);
}

#[test]
fn an_office_that_is_closed_while_a_look_is_being_written_down_still_closes() {
    let office = office();
    let (begun, began) = channel();
    let (let_go, go) = channel::<()>();
    // The writer is kept: what is asked for next waits for its row.
    let note = AddNote {
        person: register(&office, "Rossi", "Maria"),
        kind: NoteKind::Diary,
        text: "Ha chiamato.".to_owned(),
    };
    let id = office.act_id();
    office
        .store
        .act(&office.anna, id, office.now(), note, move |_| {
            begun.send(()).unwrap();
            let _ = go.recv_timeout(PATIENCE);
        });
    began.recv_timeout(PATIENCE).unwrap();
    let (told, answer) = channel();
    let find = FindPeople {
        words: "rossi".to_owned(),
        limit: 8,
    };
    office
        .store
        .read(&office.anna, office.now(), find, move |hits| {
            told.send(hits).unwrap();
        });
    let (closed, closes) = channel();
    std::thread::spawn(move || {
        drop(office);
        closed.send(()).unwrap();
    });
    // Told while the writer is kept, so the office is being closed.
    assert_eq!(
        answer.recv_timeout(PATIENCE).unwrap().err(),
        Some(Error::Closed)
    );
    let_go.send(()).unwrap();
    closes.recv_timeout(PATIENCE).unwrap();
}
