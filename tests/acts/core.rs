//! The store itself: rights, retries, conflicts, undo, faults, other processes.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sportello::domain::Named;
use sportello::domain::access::LookAt;
use sportello::domain::ids::{ActId, BatchId, OfficeId, PersonId};
use sportello::domain::lang::Lang;
use sportello::domain::param::ParamKey;
use sportello::domain::refusal::Refusal;
use sportello::domain::service::ServiceLevel;
use sportello::domain::staff::{DeskKind, Right, Role};
use sportello::store::batch::{AbandonBatch, BatchRow, Batches, PublishBatch};
use sportello::store::companies::CompaniesByName;
use sportello::store::journal::Of;
use sportello::store::offices::{OfficeRow, OfficeRows};
use sportello::store::params::{Param, Params, SetParam};
use sportello::store::settings::{AddOffice, AddProgramme};
use sportello::store::sql::Rows;
use sportello::store::staff::{AddAbsence, AddDesk, ChangeStaff, Desks, SetDesk};
use sportello::store::{
    Act, BatchSource, Draft, Error, History, Lease, Loaded, Look, Notice, Options, Query, Reader,
    RedoLast, Result, Store, Tx, Undo, UndoLast,
};
use ulid::Ulid;

use crate::given::refusal;
use crate::{Office, moment, office, office_with};

/// Long enough for any machine; no test waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(60);

fn branch(name: &str) -> AddOffice {
    AddOffice {
        name: name.into(),
        municipality: None,
        practice: true,
    }
}

/// Adds one to a number that must still be below a bound: the pattern of every counter.
#[derive(Debug, Serialize, Deserialize)]
struct Bump {
    below: i64,
}

impl Act for Bump {
    type Out = i64;
    const NAME: &'static str = "test.bump";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let (id, value): (String, String) = tx.conn().one(
            "SELECT id, value FROM param WHERE key = 'call_max'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let value: i64 = value.parse().unwrap();
        if value >= self.below {
            return Err(tx.refuse(Refusal::WrongState));
        }
        let next = (value + 1).to_string();
        let id = Ulid::from_string(&id).unwrap();
        tx.update("param", id, None, &[("value", &next)])?;
        Ok(value + 1)
    }
}

/// Names an office anew, from the version that a screen showed.
#[derive(Debug, Serialize, Deserialize)]
struct Rename {
    office: OfficeId,
    ver: i64,
    name: String,
}

impl Act for Rename {
    type Out = ();
    const NAME: &'static str = "test.rename";
    const RIGHT: Right = Right::OfficeRead;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.update(
            "office",
            self.office,
            Some(self.ver),
            &[("name", &self.name)],
        )
    }
}

/// Writes, then ends badly.
#[derive(Debug, Serialize, Deserialize)]
struct Breaks;

impl Act for Breaks {
    type Out = ();
    const NAME: &'static str = "test.breaks";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        branch("Sede mai nata").apply(tx)?;
        panic!("as asked");
    }
}

/// Takes an office away, as an act of the house might.
#[derive(Debug, Serialize, Deserialize)]
struct Close {
    office: OfficeId,
}

impl Act for Close {
    type Out = ();
    const NAME: &'static str = "test.close";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.delete("office", self.office, None)
    }
}

fn offices(office: &Office) -> Vec<OfficeRow> {
    office.ask(&office.carla, OfficeRows).unwrap()
}

fn names(office: &Office) -> Vec<String> {
    offices(office).into_iter().map(|row| row.name).collect()
}

fn call_max(office: &Office) -> i64 {
    let rows = office.ask(&office.carla, Params).unwrap();
    let row = rows.iter().find(|row| row.key == "call_max").unwrap();
    row.value.parse().unwrap()
}

fn file_of(office: &Office) -> PathBuf {
    office.store.path().to_owned()
}

fn refused<T>(outcome: Result<T>) -> Option<Refusal> {
    match outcome {
        Err(Error::Refused { rule, .. }) => Some(rule),
        _ => None,
    }
}

// Rights, retries, conflicts ----------------------------------------------------------------------

#[test]
fn an_act_without_its_right_changes_nothing() {
    let office = office();
    let denied = office.act(&office.anna, branch("Sede di Lodi"));
    assert_eq!(denied, Err(Error::Denied(Right::OfficeManage)));
    assert_eq!(names(&office), ["Sede di Milano"]);
}

#[test]
fn whoever_is_switched_off_can_neither_act_nor_ask_from_then_on() {
    let office = office();
    let off = ChangeStaff {
        active: Some(false),
        ..ChangeStaff::of(office.anna.id)
    };
    office.act(&office.carla, off).unwrap();
    let sat = office.act(&office.anna, SetDesk { desk: None });
    assert_eq!(sat, Err(Error::Denied(Right::OfficeRead)));
    assert_eq!(
        office.ask(&office.anna, OfficeRows),
        Err(Error::Denied(Right::OfficeRead))
    );
    assert_eq!(office.store.who("anna"), Ok(None));
}

#[test]
fn a_role_taken_away_takes_its_rights_at_once() {
    let office = office();
    let change = ChangeStaff {
        roles: Some(vec![Role::Coordination, Role::Reception]),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, change).unwrap();
    office.act(&office.bruno, branch("Sede di Lodi")).unwrap();
    let change = ChangeStaff {
        roles: Some(vec![Role::Reception]),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, change).unwrap();
    let denied = office.act(&office.bruno, branch("Sede di Pavia"));
    assert_eq!(denied, Err(Error::Denied(Right::OfficeManage)));
}

#[test]
fn the_last_coordinator_cannot_be_switched_off_nor_lose_the_role() {
    let office = office();
    for change in [
        ChangeStaff {
            active: Some(false),
            ..ChangeStaff::of(office.carla.id)
        },
        ChangeStaff {
            roles: Some(vec![Role::Quality]),
            ..ChangeStaff::of(office.carla.id)
        },
    ] {
        let answer = office.act(&office.carla, change);
        assert_eq!(refused(answer), Some(Refusal::LastCoordinator));
    }
    office.act(&office.carla, branch("Sede di Lodi")).unwrap();
}

#[test]
fn the_same_id_again_gets_the_same_answer_and_changes_nothing() {
    let office = office();
    let id = office.act_id();
    let act = || {
        office
            .store
            .act_now(&office.carla, id, office.now(), branch("Sede di Lodi"))
    };
    assert_eq!(act().unwrap(), act().unwrap());
    assert_eq!(names(&office).len(), 2);
    let other = office
        .store
        .act_now(&office.carla, id, office.now(), SetDesk { desk: None });
    assert!(matches!(other, Err(Error::Fault(_))), "{other:?}");
}

#[test]
fn an_older_version_is_a_conflict_that_says_who() {
    let office = office();
    let rename = |name: &str| Rename {
        office: office.id,
        ver: 1,
        name: name.into(),
    };
    office.act(&office.anna, rename("Sede Nord")).unwrap();
    let late = office.act(&office.bruno, rename("Sede Sud"));
    let Err(Error::Conflict { entity, id, by }) = late else {
        panic!("{late:?}");
    };
    assert_eq!(
        (entity, id, by.as_str()),
        ("office", office.id.to_string(), "Anna Neri")
    );
    assert_eq!(names(&office), ["Sede Nord"]);
}

#[test]
fn what_is_not_there_or_not_allowed_there_is_said_so() {
    let office = office();
    let nowhere = OfficeId(Ulid(7));
    let missing = office.act(&office.carla, Close { office: nowhere });
    assert!(matches!(
        missing,
        Err(Error::NotFound {
            entity: "office",
            ..
        })
    ));
    let needed = office.act(&office.carla, Close { office: office.id });
    assert!(matches!(needed, Err(Error::Constraint(_))), "{needed:?}");
    let twice = AddDesk {
        office: office.id,
        label: "1".into(),
        kind: DeskKind::Phone,
    };
    let twice = office.act(&office.carla, twice);
    assert_eq!(refusal(twice), Refusal::NameTaken);
}

/// A question that the law wants logged.
struct LooksAt(PersonId);

impl Query for LooksAt {
    type Out = usize;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.0, LookAt::Record))
    }

    /// How many looks at the person are on file when the question is put.
    fn run(&self, db: &Reader<'_>) -> Result<usize> {
        let bytes = self.0.0.to_bytes().to_vec();
        let sql = "SELECT count(*) FROM access_log WHERE person = ?1 AND what = 'open'";
        Ok(db.conn.value::<i64>(sql, [bytes])? as usize)
    }
}

#[test]
fn who_looks_is_on_file_before_anything_is_shown() {
    let office = office();
    let person = PersonId(Ulid(77));
    assert_eq!(office.ask(&office.anna, LooksAt(person)), Ok(1));
    assert_eq!(office.ask(&office.bruno, LooksAt(person)), Ok(2));
    let change = ChangeStaff {
        roles: Some(vec![Role::Management]),
        ..ChangeStaff::of(office.dario.id)
    };
    office.act(&office.carla, change).unwrap();
    let denied = office.ask(&office.dario, LooksAt(person));
    assert_eq!(denied, Err(Error::Denied(Right::PeopleRead)));
    let carla = office.carla.clone();
    let at = office.now();
    let (_folder, file) = closed(office);
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let store = Store::open(&file, options).unwrap();
    let unlogged = store.read_now(&carla, at, LooksAt(person));
    assert_eq!(
        unlogged,
        Err(Error::Unlogged),
        "what cannot be logged is not shown"
    );
}

#[test]
fn a_parameter_holds_from_its_day_on() {
    let office = office();
    let day = |text: &str| text.parse().unwrap();
    office
        .act(
            &office.carla,
            SetParam {
                key: ParamKey::MaxCalls,
                value: "5".into(),
                valid_from: day("2026-12-01"),
                source: "house rule".into(),
                ver: None,
            },
        )
        .unwrap();
    for (on, value) in [
        // Before the office set one, what is usual.
        ("2025-12-31", "3"),
        ("2026-11-30", "3"),
        ("2026-12-01", "5"),
    ] {
        let key = ParamKey::MaxCalls;
        let asked = Param { key, on: day(on) };
        assert_eq!(office.ask(&office.carla, asked).unwrap(), value, "{on}");
    }
}

// Faults stay where they are ----------------------------------------------------------------------

#[test]
fn a_fault_inside_one_act_leaves_its_neighbours_alone() {
    let office = office();
    let answers = while_the_writer_waits(&office, || {
        let (sender, answers) = channel();
        for n in 0..5 {
            let sender = sender.clone();
            let done = move |outcome: Result<()>| sender.send((n, outcome)).unwrap();
            let (id, at) = (office.act_id(), office.now());
            if n == 2 {
                office.store.act(&office.carla, id, at, Breaks, done);
            } else {
                let act = branch(&format!("Sede {n}"));
                office
                    .store
                    .act(&office.carla, id, at, act, move |out| done(out.map(drop)));
            }
        }
        answers
    });
    let failed: Vec<usize> = answers
        .iter()
        .take(5)
        .filter_map(|(n, outcome)| outcome.is_err().then_some(n))
        .collect();
    assert_eq!(failed, [2]);
    assert_eq!(
        names(&office),
        ["Sede di Milano", "Sede 0", "Sede 1", "Sede 3", "Sede 4"]
    );
}

#[test]
fn acts_that_wait_together_share_commits() {
    let office = office();
    let commits = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&commits);
    let _watch = office.store.watch(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let answers = while_the_writer_waits(&office, || {
        let (sender, answers) = channel();
        for n in 0..60 {
            let sender = sender.clone();
            let act = branch(&format!("Sede {n}"));
            office.store.act(
                &office.carla,
                office.act_id(),
                office.now(),
                act,
                move |out| {
                    sender.send(out).unwrap();
                },
            );
        }
        answers
    });
    assert!(answers.iter().take(60).all(|answer| answer.is_ok()));
    let commits = commits.load(Ordering::Relaxed);
    assert!(commits <= 30, "{commits} commits for 60 acts");
}

/// Lets a caller queue things up while the writer is inside another transaction.
fn while_the_writer_waits<T>(office: &Office, queue: impl FnOnce() -> T) -> T {
    let (entered, inside) = channel();
    let (release, released) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            office
                .store
                .in_one_commit(move |_| {
                    entered.send(()).unwrap();
                    released.recv().unwrap();
                    Ok(())
                })
                .unwrap();
        });
        inside.recv().unwrap();
        let queued = queue();
        release.send(()).unwrap();
        queued
    })
}

#[test]
fn many_acts_in_one_commit_are_all_there_or_none() {
    let office = office();
    let (carla, at, id) = (office.carla.clone(), office.now(), office.act_id());
    let half = office.store.in_one_commit(move |group| {
        group.act(&carla, id, at, &branch("Sede di Lodi"))?;
        group.act(&carla, ActId(Ulid(id.0.0 + 99)), at, &Bump { below: 0 })?;
        Ok(())
    });
    assert_eq!(refused(half), Some(Refusal::WrongState));
    assert_eq!(names(&office), ["Sede di Milano"]);
    let carla = office.carla.clone();
    let sum = office.store.in_one_commit(move |group| {
        let refused = group.act(&carla, id, at, &Bump { below: 0 });
        assert!(refused.is_err(), "one act may fail and the rest go on");
        (0..10).try_fold(0, |_, n| {
            let act = ActId(Ulid(id.0.0 + 1000 * (n + 1)));
            group.act(&carla, act, at, &Bump { below: 100 })
        })
    });
    assert_eq!(sum, Ok(13));
    assert_eq!(call_max(&office), 13);
}

#[test]
fn thirty_two_threads_count_each_time_once() {
    let office = office();
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..10 {
                    if office.act(&office.carla, Bump { below: 103 }).is_ok() {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(done.load(Ordering::Relaxed), 100);
    assert_eq!(call_max(&office), 103);
}

// Undo ------------------------------------------------------------------------------------------

#[test]
fn a_creation_is_undone_and_done_again() {
    let office = office();
    let programme = AddProgramme {
        code: "GOL".into(),
        name: "Garanzia di occupabilità dei lavoratori".into(),
        valid_from: None,
        valid_to: None,
        source: "house rule".into(),
        caps: vec![(None, 600), (Some("matching".into()), 120)],
    };
    office.act(&office.carla, programme).unwrap();
    let rows = |office: &Office| {
        let conn = Connection::open(file_of(office)).unwrap();
        let mut all = conn
            .prepare(
                "SELECT p.id, p.name, c.id, c.service, c.minutes, c.created_by, c.created_at
                 FROM programme p JOIN programme_cap c ON c.programme = p.id ORDER BY c.id",
            )
            .unwrap();
        let rows = all.query_map([], |row| {
            (0..7)
                .map(|i| row.get::<_, rusqlite::types::Value>(i))
                .collect::<rusqlite::Result<Vec<_>>>()
        });
        rows.unwrap().collect::<rusqlite::Result<Vec<_>>>().unwrap()
    };
    let before = rows(&office);
    assert_eq!(before.len(), 2);
    let undone = office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(
        (undone.name.as_str(), undone.again),
        ("programme.add", false)
    );
    assert_eq!(rows(&office), Vec::<Vec<_>>::new());
    let redone = office.act(&office.carla, RedoLast).unwrap();
    assert!(redone.again);
    assert_eq!(rows(&office), before);
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(rows(&office).len(), 0);
}

#[test]
fn changes_are_undone_one_after_the_other_and_done_again_in_order() {
    let office = office();
    for _ in 0..3 {
        office.act(&office.carla, Bump { below: 100 }).unwrap();
    }
    let mut seen = Vec::new();
    for step in [0, 0, 1, 0, 0, 1, 1, 1] {
        let answer = if step == 0 {
            office.act(&office.carla, UndoLast)
        } else {
            office.act(&office.carla, RedoLast)
        };
        answer.unwrap();
        seen.push(call_max(&office));
    }
    assert_eq!(seen, [5, 4, 5, 4, 3, 4, 5, 6]);
    let nothing = office.act(&office.carla, RedoLast);
    assert_eq!(refused(nothing), Some(Refusal::NothingToUndo));
}

#[test]
fn a_deletion_is_undone_with_all_that_the_row_held() {
    let office = office();
    let id = office.act(&office.carla, branch("Sede di Lodi")).unwrap();
    let row = offices(&office)[1].clone();
    office.act(&office.carla, Close { office: id }).unwrap();
    assert_eq!(names(&office).len(), 1);
    office.act(&office.carla, UndoLast).unwrap();
    // Its version goes on, so that nobody writes over it from before.
    let ver = row.ver + 1;
    assert_eq!(offices(&office)[1], OfficeRow { ver, ..row });
}

#[test]
fn undo_is_refused_once_somebody_moved_the_same_row() {
    let office = office();
    office.act(&office.carla, Bump { below: 100 }).unwrap();
    let change = ChangeStaff {
        roles: Some(vec![Role::Coordination]),
        ..ChangeStaff::of(office.dario.id)
    };
    office.act(&office.carla, change).unwrap();
    office.act(&office.dario, Bump { below: 100 }).unwrap();
    let moved = office.act(&office.carla, UndoLast);
    assert_eq!(refused(moved), Some(Refusal::MovedSince));
    assert_eq!(call_max(&office), 5);
}

#[test]
fn undo_is_refused_once_another_row_needs_the_one_it_made() {
    let office = office();
    let lodi = office.act_id();
    let made = office
        .store
        .act_now(&office.carla, lodi, office.now(), branch("Sede di Lodi"))
        .unwrap();
    let desk = AddDesk {
        office: made,
        label: "1".into(),
        kind: DeskKind::Counter,
    };
    office.act(&office.carla, desk).unwrap();
    let needed = office.act(&office.carla, Undo { act: lodi });
    assert_eq!(refused(needed), Some(Refusal::MovedSince));
    office.act(&office.carla, UndoLast).unwrap();
    office.act(&office.carla, Undo { act: lodi }).unwrap();
    assert_eq!(names(&office), ["Sede di Milano"]);
    let twice = office.act(&office.carla, Undo { act: lodi });
    assert_eq!(refused(twice), Some(Refusal::MovedSince));
}

#[test]
fn only_ones_own_acts_of_the_day_and_of_a_kind_that_can_be_undone() {
    let office = office();
    let absence = AddAbsence {
        staff: office.anna.id,
        from: moment("2026-11-20T08:00:00Z"),
        to: moment("2026-11-20T16:00:00Z"),
    };
    let annas = office.act_id();
    office
        .store
        .act_now(&office.anna, annas, office.now(), absence)
        .unwrap();
    let others = office.act(&office.bruno, Undo { act: annas });
    assert_eq!(refused(others), Some(Refusal::NotUndoable));
    let nothing = office.act(&office.bruno, UndoLast);
    assert_eq!(refused(nothing), Some(Refusal::NothingToUndo));
    let desk = office.act_id();
    let sit = SetDesk {
        desk: Some(office.desks[0]),
    };
    office
        .store
        .act_now(&office.anna, desk, office.now(), sit)
        .unwrap();
    let kind = office.act(&office.anna, Undo { act: desk });
    assert_eq!(refused(kind), Some(Refusal::NotUndoable));
    // 23:30 in Italy is still the same day, half an hour later no longer.
    office.set_now("2026-11-16T23:10:00Z");
    let late = office.act(&office.anna, Undo { act: annas });
    assert_eq!(refused(late), Some(Refusal::NotUndoable));
    office.set_now("2026-11-16T22:30:00Z");
    office.act(&office.anna, Undo { act: annas }).unwrap();
}

#[test]
fn no_more_than_the_last_ten_are_undone_without_being_named() {
    let office = office();
    for _ in 0..12 {
        office.act(&office.carla, Bump { below: 100 }).unwrap();
    }
    let undone = (0..12)
        .take_while(|_| office.act(&office.carla, UndoLast).is_ok())
        .count();
    assert_eq!(undone, 10);
    assert_eq!(call_max(&office), 5);
}

// History ---------------------------------------------------------------------------------------

#[test]
fn history_says_who_changed_what_by_pages() {
    let office = office();
    for (ver, name) in [(1, "Sede Nord"), (2, "Sede Sud"), (3, "Sede Est")] {
        let name = name.into();
        let act = Rename {
            office: office.id,
            ver,
            name,
        };
        office.act(&office.anna, act).unwrap();
    }
    let page = |before| {
        let history = History {
            of: Of::Row("office", office.id.0),
            before,
            limit: 3,
        };
        office.ask(&office.bruno, history).unwrap()
    };
    let first = page(None);
    let said: Vec<_> = first
        .iter()
        .map(|entry| {
            let field = &entry.fields[0];
            (
                entry.staff.as_str(),
                entry.name.as_str(),
                field.field.as_str(),
                field.old.as_deref(),
                field.new.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (
                "Anna Neri",
                "test.rename",
                "name",
                Some("Sede Sud"),
                Some("Sede Est")
            ),
            (
                "Anna Neri",
                "test.rename",
                "name",
                Some("Sede Nord"),
                Some("Sede Sud")
            ),
            (
                "Anna Neri",
                "test.rename",
                "name",
                Some("Sede di Milano"),
                Some("Sede Nord")
            ),
        ]
    );
    let second = page(Some(first[2].seq));
    assert_eq!(second.len(), 1);
    assert_eq!(
        (second[0].name.as_str(), second[0].fields.len()),
        ("office.create", 0)
    );
}

// Opening ---------------------------------------------------------------------------------------

/// Closes the office and gives its file, with nothing beside it.
fn closed(office: Office) -> (tempfile::TempDir, PathBuf) {
    let file = file_of(&office);
    drop(office.store);
    let left: Vec<_> = fs::read_dir(office.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| name == "office.db" || name == "office.sums"),
        "closing leaves the file and its digests alone: {left:?}"
    );
    (office.folder, file)
}

fn opened(file: &Path) -> Result<Store> {
    Store::open(file, Options::default())
}

#[test]
fn a_file_that_is_not_an_office_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("text.db"), "Gentile sportello,\n".repeat(400)).unwrap();
    fs::write(at("empty.db"), "").unwrap();
    fs::create_dir(at("folder.db")).unwrap();
    let other = Connection::open(at("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    for name in ["text.db", "empty.db", "other.db"] {
        let answer = opened(&at(name));
        assert!(
            matches!(&answer, Err(Error::NotAnOffice { path, .. }) if *path == at(name)),
            "{name}: {answer:?}"
        );
    }
    assert!(matches!(opened(&at("folder.db")), Err(Error::Open { .. })));
    assert!(matches!(opened(&at("none.db")), Err(Error::Missing { .. })));
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let (_folder, file) = closed(office());
    let conn = Connection::open(&file).unwrap();
    conn.pragma_update(None, "user_version", 999).unwrap();
    drop(conn);
    let before = fs::read(&file).unwrap();
    let answer = opened(&file);
    assert!(
        matches!(answer, Err(Error::NewerSchema { found: 999, .. })),
        "{answer:?}"
    );
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_damaged_file_is_refused_or_only_read() {
    let (_folder, file) = closed(office());
    let whole = fs::read(&file).unwrap();
    let page = 4096;
    let (mut seen, mut read) = (0, 0);
    for start in (0..whole.len()).step_by(page) {
        // The head of each page: its kind, its count of cells, where they begin.
        let mut broken = whole.clone();
        let head = if start == 0 { 100 } else { start };
        for byte in &mut broken[head..head + 8] {
            *byte ^= 0x55;
        }
        fs::write(&file, &broken).unwrap();
        let damaged = match opened(&file) {
            Err(damaged) => damaged,
            Ok(store) => {
                read += 1;
                let carla = store.who("carla").unwrap().unwrap();
                let (id, at) = (ActId(Ulid(1 << 90)), moment("2026-11-16T09:00:00Z"));
                let answer = store.act_now(&carla, id, at, branch("Sede di Lodi"));
                assert_eq!(answer.err(), store.stopped(), "page at {start}");
                store.stopped().expect("damage is known")
            }
        };
        assert!(
            matches!(&damaged, Error::Damaged { path, .. } if *path == file),
            "page at {start}: {damaged:?}"
        );
        seen += 1;
    }
    assert!(seen > 20 && read > 10, "{read} of {seen} are still read");
    fs::write(&file, &whole[..whole.len() - page]).unwrap();
    assert!(
        matches!(opened(&file), Err(Error::Damaged { .. })),
        "cut short"
    );
    fs::write(&file, &whole).unwrap();
    opened(&file).unwrap();
}

#[test]
fn a_new_office_never_takes_the_place_of_a_file() {
    let (folder, file) = closed(office());
    let before = fs::read(&file).unwrap();
    let plan = crate::plan_of(moment("2026-11-16T09:00:00Z"));
    let answer = Store::create(&file, &plan, Options::default());
    assert!(matches!(answer, Err(Error::Exists { .. })));
    assert_eq!(fs::read(&file).unwrap(), before);
    let bad = sportello::store::NewOffice {
        login: "Not A Login".into(),
        ..plan
    };
    let other = folder.path().join("other.db");
    let answer = Store::create(&other, &bad, Options::default());
    assert!(matches!(answer, Err(Error::Invalid { field: "login", .. })));
    assert!(!other.exists(), "a failure leaves no file behind");
}

#[test]
fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    office.store.scratch().flush().unwrap();
    office.act(&office.carla, Bump { below: 100 }).unwrap();
    for entry in fs::read_dir(office.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

#[test]
fn an_office_opened_only_to_read_answers_questions_and_refuses_acts() {
    let (_folder, file) = closed(office());
    let options = Options {
        read_only: true,
        ..Options::default()
    };
    let store = Store::open(&file, options).unwrap();
    let carla = store.who("carla").unwrap().unwrap();
    let at = moment("2026-11-16T09:00:00Z");
    assert_eq!(store.read_now(&carla, at, OfficeRows).unwrap().len(), 1);
    let act = store.act_now(&carla, ActId(Ulid(1 << 90)), at, branch("Sede di Lodi"));
    assert_eq!(act, Err(Error::ReadOnly));
    assert_eq!(store.notice(), Some(Notice::ReadOnly));
}

#[test]
fn an_office_opened_only_to_read_sees_what_others_write_meanwhile() {
    let (_folder, file) = closed(office());
    let read_only = || Options {
        read_only: true,
        readers: 1,
        ..Options::default()
    };
    let at = moment("2026-11-16T09:00:00Z");
    // Nobody has it open: it is read as it lies there.
    let store = Store::open(&file, read_only()).unwrap();
    let carla = store.who("carla").unwrap().unwrap();
    let rows = |store: &Store| store.read_now(&carla, at, OfficeRows).unwrap().len();
    assert_eq!(rows(&store), 1);
    // Somebody comes, writes, and goes.
    let writing = opened(&file).unwrap();
    let add = |n: u128, name: &str| writing.act_now(&carla, ActId(Ulid(n << 90)), at, branch(name));
    add(1, "Sede di Lodi").unwrap();
    assert_eq!(rows(&store), 2);
    // Whoever opens it now finds the log.
    let second = Store::open(&file, read_only()).unwrap();
    assert_eq!(rows(&second), 2);
    add(2, "Sede di Codogno").unwrap();
    for store in [&store, &second] {
        assert_eq!(rows(store), 3);
    }
    drop(writing);
    for store in [&store, &second] {
        assert_eq!(rows(store), 3);
    }
}

#[test]
fn what_was_done_is_there_when_the_office_is_opened_again() {
    let office = office();
    office.act(&office.carla, branch("Sede di Lodi")).unwrap();
    let (at, seq) = (office.now(), office.store.seq());
    let (_folder, file) = closed(office);
    let store = opened(&file).unwrap();
    assert_eq!(store.seq(), seq);
    let carla = store.who("carla").unwrap().unwrap();
    assert_eq!(store.read_now(&carla, at, OfficeRows).unwrap().len(), 2);
}

// Watching --------------------------------------------------------------------------------------

#[test]
fn a_watcher_is_told_before_the_answer_until_it_stops() {
    let office = office();
    let (sender, told) = channel();
    let watch = office.store.watch(move |changes| {
        let _ = sender.send(changes.clone());
    });
    let lodi = office.act(&office.carla, branch("Sede di Lodi")).unwrap();
    let changes = told.try_recv().unwrap();
    assert!(changes.touches("office") && changes.touches_row("office", lodi));
    assert!(!changes.touches_any(&["desk", "staff"]) && !changes.touches_row("office", office.id));
    assert_eq!(changes.upto, office.store.seq());
    let refused = office.act(&office.carla, Bump { below: 0 });
    assert!(refused.is_err());
    assert!(told.try_recv().is_err(), "what was refused moved nothing");
    drop(watch);
    office.act(&office.carla, branch("Sede di Pavia")).unwrap();
    assert!(told.try_recv().is_err());
}

// Scratch ---------------------------------------------------------------------------------------

fn draft(office: &Office, text: &str) -> Draft {
    Draft {
        staff: office.anna.id,
        form: "intake".into(),
        subject: String::new(),
        field: "surname".into(),
        caret: 3,
        payload: json!({ "surname": text }),
        label: text.into(),
        at: office.now(),
        place: (1, 3),
        session: String::new(),
    }
}

fn answer_of<T: Send + 'static>(ask: impl FnOnce(Box<dyn FnOnce(Result<T>) + Send>)) -> Result<T> {
    let (sender, answer) = channel();
    ask(Box::new(move |outcome| sender.send(outcome).unwrap()));
    answer.recv_timeout(PATIENCE).unwrap()
}

#[test]
fn one_draft_is_kept_for_each_form_and_subject() {
    let office = office();
    let scratch = office.store.scratch();
    for text in ["Ros", "Rossi"] {
        scratch.save_draft(draft(&office, text), |kept| assert!(kept.is_ok()));
    }
    let mut other = draft(&office, "Piano");
    other.form = "plan".into();
    scratch.save_draft(other.clone(), |kept| assert!(kept.is_ok()));
    let anna = office.anna.id;
    let found = answer_of(|then| scratch.draft(anna, "intake", "", then));
    assert_eq!(found, Ok(Some(draft(&office, "Rossi"))));
    let key = || ("intake".into(), String::new());
    answer_of(|then| scratch.drop_draft(anna, key(), "", then)).unwrap();
    assert_eq!(
        answer_of(|then| scratch.drafts_of(anna, then)),
        Ok(vec![other])
    );
    let none = answer_of(|then| scratch.drafts_of(office.bruno.id, then));
    assert_eq!(none, Ok(Vec::new()));
}

#[test]
fn a_draft_outlives_a_killed_process() {
    let office = office();
    let mut child = play("draft", &file_of(&office));
    let kept = lines(&mut child, "ack ").next();
    child.kill().unwrap();
    child.wait().unwrap();
    let scratch = office.store.scratch();
    let found = answer_of(|then| scratch.drafts_of(office.anna.id, then)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(Some(found[0].label.clone()), kept);
}

#[test]
fn scratch_that_cannot_be_used_is_put_aside_and_the_office_goes_on() {
    let office = office();
    let scratch = office.store.scratch();
    fs::write(
        scratch.path(),
        "no database at all, by any measure\n".repeat(200),
    )
    .unwrap();
    scratch.save_draft(draft(&office, "Rossi"), |kept| assert!(kept.is_ok()));
    let found = answer_of(|then| scratch.drafts_of(office.anna.id, then)).unwrap();
    assert_eq!(found.len(), 1);
    office.act(&office.carla, branch("Sede di Lodi")).unwrap();
}

#[test]
fn who_has_something_open_is_known_until_it_ends() {
    let office = office();
    let scratch = office.store.scratch();
    let lease = |session: &str, until: &str| Lease {
        entity: "office".into(),
        id: office.id.0,
        staff: office.anna.id,
        name: "Anna".into(),
        session: session.into(),
        until: moment(until),
    };
    for (session, until) in [
        ("one", "2026-11-16T09:01:00Z"),
        ("two", "2026-11-16T08:59:00Z"),
        ("three", "2026-11-16T09:01:30Z"),
    ] {
        answer_of(|then| scratch.hold(lease(session, until), then)).unwrap();
    }
    let held = || {
        let now = office.now();
        let held = answer_of(|then| scratch.in_use("office", office.id, now, then)).unwrap();
        held.into_iter()
            .map(|lease| lease.session)
            .collect::<Vec<_>>()
    };
    assert_eq!(held(), ["one", "three"]);
    answer_of(|then| scratch.release("one", None, then)).unwrap();
    assert_eq!(held(), ["three"]);
}

// Long batches ----------------------------------------------------------------------------------

/// Writes rows until it is told to stop, or fails at one.
struct Source {
    stop: Receiver<()>,
    rows: u32,
    fails_at: Option<u32>,
}

impl BatchSource for Source {
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool> {
        if self.fails_at == Some(self.rows) {
            return Err(Error::invalid("row", "as asked"));
        }
        self.rows += 1;
        let id: Ulid = tx.new_id();
        let columns: [sportello::store::Column<'_>; 5] = [
            ("name", &format!("Cooperativa {}", self.rows)),
            ("kind", &"coop_b"),
            ("active", &true),
            ("source", &"import"),
            ("batch", &tx.batch()),
        ];
        tx.insert("company", id, &columns)?;
        Ok(self.stop.try_recv().is_err())
    }
}

/// The companies that somebody sees.
fn seen(office: &Office) -> usize {
    let words = "Cooperativa".to_owned();
    let query = CompaniesByName { words, limit: 5 };
    office.ask(&office.carla, query).unwrap().len()
}

/// The companies that are in the file, seen or not.
fn stored(office: &Office) -> usize {
    let conn = Connection::open(file_of(office)).unwrap();
    let sql = "SELECT count(*) FROM company";
    let count: i64 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    count as usize
}

fn batches(office: &Office) -> Vec<BatchRow> {
    office.ask(&office.carla, Batches).unwrap()
}

fn load(office: &Office, source: Source) -> (BatchId, Receiver<Result<Loaded>>) {
    let id = office.act_id();
    let (sender, loaded) = channel();
    office.store.batch(
        (&office.carla, id, office.now()),
        "people",
        source,
        move |done| {
            sender.send(done).unwrap();
        },
    );
    (BatchId(id.0), loaded)
}

#[test]
fn others_go_first_between_the_chunks_of_a_batch() {
    let office = office();
    let (stop, stopped) = channel();
    let source = Source {
        stop: stopped,
        rows: 0,
        fails_at: None,
    };
    let (id, loaded) = load(&office, source);
    // The batch has no end until these are answered: each of them gets in between two chunks.
    for n in 0..20 {
        office
            .act(&office.carla, branch(&format!("Sede {n}")))
            .unwrap();
    }
    assert!(loaded.try_recv().is_err());
    assert_eq!(batches(&office)[0].state, "loading");
    stop.send(()).unwrap();
    let done = loaded.recv_timeout(PATIENCE).unwrap().unwrap();
    assert_eq!(done.batch, id);
    let row = &batches(&office)[0];
    assert_eq!((row.state.as_str(), row.rows), ("loading", done.rows));
    assert_eq!((seen(&office), stored(&office)), (0, done.rows as usize));
    let (sender, told) = channel();
    let _watch = office.store.watch(move |changes| {
        let _ = sender.send(changes.touches("person"));
    });
    office
        .act(&office.carla, PublishBatch { batch: id })
        .unwrap();
    assert_eq!(
        told.try_recv(),
        Ok(true),
        "anything may have become visible"
    );
    assert_eq!(batches(&office)[0].state, "published");
    assert_eq!(seen(&office), done.rows.min(5) as usize);
    let twice = office.act(&office.carla, AbandonBatch { batch: id });
    assert_eq!(refused(twice), Some(Refusal::WrongState));
}

#[test]
fn a_batch_that_fails_is_abandoned_and_says_why() {
    let office = office();
    let (_stop, stopped) = channel();
    let source = Source {
        stop: stopped,
        rows: 0,
        fails_at: Some(50),
    };
    let (_, loaded) = load(&office, source);
    let answer = loaded.recv_timeout(PATIENCE).unwrap();
    assert!(matches!(answer, Err(Error::Invalid { field: "row", .. })));
    let row = &batches(&office)[0];
    assert_eq!((row.state.as_str(), row.rows), ("abandoned", 0));
    assert_eq!(stored(&office), 0);
    let denied = channel();
    let nothing = Source {
        stop: channel().1,
        rows: 0,
        fails_at: None,
    };
    office.store.batch(
        (&office.anna, office.act_id(), office.now()),
        "people",
        nothing,
        move |done| denied.0.send(done).unwrap(),
    );
    let answer = denied.1.recv_timeout(PATIENCE).unwrap();
    assert_eq!(answer, Err(Error::Denied(Right::Import)));
}

#[test]
fn the_batch_of_a_killed_process_is_cleared_away_and_that_of_a_living_one_is_not() {
    let office = office();
    let mut child = play("batch", &file_of(&office));
    lines(&mut child, "ack ").next().unwrap();
    answer_of(|then| office.store.clear_batches(then)).unwrap();
    assert_eq!(batches(&office)[0].state, "loading", "its process is alive");
    child.kill().unwrap();
    child.wait().unwrap();
    answer_of(|then| office.store.clear_batches(then)).unwrap();
    let row = &batches(&office)[0];
    assert_eq!((row.state.as_str(), row.rows), ("abandoned", 0));
    assert_eq!(stored(&office), 0);
}

// Other processes -------------------------------------------------------------------------------

/// Plays a part in a process of its own.
pub(crate) fn play(part: &str, file: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["core::child", "--exact", "--nocapture"])
        .env("SPORTELLO_PART", part)
        .env("SPORTELLO_FILE", file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// What the other process says, without the mark before it.
pub(crate) fn lines<'a>(
    child: &mut Child,
    mark: &'a str,
) -> impl Iterator<Item = String> + use<'a> {
    let said = BufReader::new(child.stdout.take().unwrap());
    said.lines()
        .map_while(std::result::Result::ok)
        .filter_map(move |line| line.strip_prefix(mark).map(str::to_owned))
}

fn say(words: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "ack {words}").unwrap();
    out.flush().unwrap();
}

/// A part that other tests play in a process of its own; nothing where none is named.
#[test]
fn child() {
    let Ok(part) = std::env::var("SPORTELLO_PART") else {
        return;
    };
    let file = PathBuf::from(std::env::var_os("SPORTELLO_FILE").unwrap());
    let at = moment("2026-11-16T09:00:00Z");
    let store = opened(&file).unwrap();
    let carla = store.who("carla").unwrap().unwrap();
    // Each process its own ids: its number in the upper half.
    let id = |n: u128| ActId(Ulid((u128::from(std::process::id()) << 96) + (n << 32)));
    writeln!(std::io::stdout()).unwrap();
    match part.as_str() {
        "add" => {
            for n in 0_u128.. {
                let name = format!("{}-{n}", std::process::id());
                store.act_now(&carla, id(n), at, branch(&name)).unwrap();
                say(&name);
            }
        }
        "nothing" => {}
        "once" => {
            store
                .act_now(&carla, id(0), at, branch("Sede di Lodi"))
                .unwrap();
        }
        "bump" => {
            let done = (0..50)
                .filter(|n| {
                    store
                        .act_now(&carla, id(*n), at, Bump { below: 153 })
                        .is_ok()
                })
                .count();
            say(&done.to_string());
        }
        "draft" => {
            let anna = store.who("anna").unwrap().unwrap();
            for n in 0.. {
                let kept = Draft {
                    staff: anna.id,
                    form: "intake".into(),
                    subject: String::new(),
                    field: "surname".into(),
                    caret: n,
                    payload: json!({ "surname": n }),
                    label: n.to_string(),
                    at,
                    place: (1, 1),
                    session: String::new(),
                };
                answer_of(|then| store.scratch().save_draft(kept, then)).unwrap();
                if n == 7 {
                    say("7");
                    // Waits to be killed.
                    std::io::stdin().read_line(&mut String::new()).unwrap();
                }
            }
        }
        "batch" => {
            let (stop, stopped) = channel();
            let source = Source {
                stop: stopped,
                rows: 0,
                fails_at: None,
            };
            store.batch((&carla, id(0), at), "people", source, |_| {});
            store
                .act_now(&carla, id(1), at, Bump { below: 100 })
                .unwrap();
            while store.read_now(&carla, at, Batches).unwrap().is_empty() {}
            say("loading");
            std::io::stdin().read_line(&mut String::new()).unwrap();
            drop(stop);
        }
        "full" => limited(&store, &carla, at),
        call if call.starts_with("call ") => {
            let first = call["call ".len()..].parse().unwrap();
            crate::queue::call_until_nobody_waits(&store, first, &say);
        }
        other => panic!("no part {other:?}"),
    }
}

#[test]
fn four_processes_count_each_time_once() {
    let office = office();
    let file = file_of(&office);
    let mut children: Vec<Child> = (0..4).map(|_| play("bump", &file)).collect();
    let done: usize = children
        .iter_mut()
        .map(|child| {
            let done: Vec<String> = lines(child, "ack ").collect();
            child.wait().unwrap();
            done[0].parse::<usize>().unwrap()
        })
        .sum();
    assert_eq!(done, 150);
    assert_eq!(call_max(&office), 153);
}

#[test]
fn nothing_acknowledged_is_lost_by_twenty_killed_processes() {
    let office = office();
    let file = file_of(&office);
    let mut acknowledged = HashSet::new();
    for round in 0..20 {
        let mut child = play("add", &file);
        let mut said = lines(&mut child, "ack ");
        acknowledged.extend(said.by_ref().take(1 + round));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(said);
    }
    let there: HashSet<String> = names(&office).into_iter().collect();
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "lost {lost:?}");
    assert!(acknowledged.len() >= 210);
    let (_folder, file) = {
        let (folder, file) = (office.folder, office.store.path().to_owned());
        drop(office.store);
        (folder, file)
    };
    let conn = Connection::open(&file).unwrap();
    let sound: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn a_watcher_is_told_of_another_process() {
    let options = Options {
        poll: Duration::from_millis(10),
        ..Options::default()
    };
    let office = office_with(options);
    let (sender, told) = channel();
    let _watch = office.store.watch(move |changes| {
        let _ = sender.send(changes.clone());
    });
    let mut child = play("once", &file_of(&office));
    let changes = told.recv_timeout(PATIENCE).unwrap();
    assert!(changes.touches("office"));
    child.wait().unwrap();
    assert_eq!(names(&office).len(), 2);
}

#[test]
fn a_lock_of_another_is_waited_for_and_named_when_it_does_not_end() {
    let options = Options {
        busy_for: Duration::from_millis(1),
        ..Options::default()
    };
    let office = office_with(options);
    let other = Connection::open(file_of(&office)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = office.act(&office.carla, branch("Sede di Lodi"));
    let Err(Error::Busy(holder)) = answer else {
        panic!("{answer:?}");
    };
    let process = format!("(process {})", std::process::id());
    assert!(
        holder.is_empty() || holder.ends_with(&process),
        "named, where the system tells: {holder:?}"
    );
    other.execute_batch("COMMIT").unwrap();
    office.act(&office.carla, branch("Sede di Lodi")).unwrap();

    let patient = crate::office();
    let other = Connection::open(file_of(&patient)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (sender, answer) = channel();
    patient.store.act(
        &patient.carla,
        patient.act_id(),
        patient.now(),
        branch("Sede di Lodi"),
        move |out| sender.send(out).unwrap(),
    );
    assert!(answer.try_recv().is_err());
    other.execute_batch("COMMIT").unwrap();
    answer.recv_timeout(PATIENCE).unwrap().unwrap();
}

// A full disk -----------------------------------------------------------------------------------

/// In a process that may not write files beyond a size: acts fail, say so, and go on once they may.
fn limited(
    store: &Store,
    carla: &sportello::domain::staff::Staff,
    at: chrono::DateTime<chrono::Utc>,
) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Without a handler the system would end the process at the first write too many.
    let mark = Arc::new(std::sync::atomic::AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, mark).unwrap();
    let usual = getrlimit(Resource::Fsize);
    let log = fs::metadata(store.path().with_file_name("office.db-wal")).unwrap();
    let limit = Rlimit {
        current: Some(log.len() + 40_000),
        maximum: usual.maximum,
    };
    setrlimit(Resource::Fsize, limit).unwrap();
    let id = |n: u128| ActId(Ulid((1 << 100) + (n << 32)));
    let mut kept = 0;
    let failure = (0..200)
        .find_map(|n| {
            let answer = store.act_now(
                carla,
                id(n),
                at,
                branch(&format!("Sede {n} {}", "x".repeat(500))),
            );
            kept += usize::from(answer.is_ok());
            answer.err()
        })
        .unwrap();
    assert!(
        matches!(failure, Error::Disk(_) | Error::DiskFull),
        "{failure:?}"
    );
    let there = |store: &Store| store.read_now(carla, at, OfficeRows).unwrap().len();
    assert_eq!(
        there(store),
        1 + kept,
        "reading goes on, and nothing half done is there"
    );
    a_list_is_shown_and_a_record_is_not(store, carla, at);
    setrlimit(Resource::Fsize, usual).unwrap();
    store
        .act_now(carla, id(999), at, branch("Sede di Lodi"))
        .unwrap();
    assert_eq!(there(store), 2 + kept);
    say("went on");
}

/// Where nothing at all can be written: the queue goes on, what is owed to the book of who looked does not.
fn a_list_is_shown_and_a_record_is_not(
    store: &Store,
    carla: &sportello::domain::staff::Staff,
    at: chrono::DateTime<chrono::Utc>,
) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use sportello::store::export::{Logged, PeopleExport, Whole};
    use sportello::store::people::PeopleList;
    use sportello::store::queue::Board;
    let nothing = Rlimit {
        current: Some(0),
        maximum: getrlimit(Resource::Fsize).maximum,
    };
    setrlimit(Resource::Fsize, nothing).unwrap();
    let queue = Board {
        office: carla.office,
        ended: false,
    };
    assert!(store.read_now(carla, at, Logged(queue)).is_ok());
    let people = PeopleList {
        after: None,
        limit: 9,
    };
    let whole = Whole {
        query: people,
        first: true,
    };
    assert_eq!(
        store.read_now(carla, at, whole).err(),
        Some(Error::Unlogged)
    );
    let export = PeopleExport {
        after: None,
        limit: 9,
    };
    assert_eq!(
        store.read_now(carla, at, export).err(),
        Some(Error::Unlogged)
    );
    let looked = sportello::store::WhoLooked {
        person: sportello::domain::ids::PersonId(Ulid(1)),
        reason: "asked at the desk".to_owned(),
        before: None,
        limit: 9,
    };
    assert_eq!(
        store.read_now(carla, at, looked).err(),
        Some(Error::Unlogged)
    );
}

#[test]
fn writes_that_the_system_refuses_fail_visibly_and_work_goes_on_after() {
    let office = office();
    let mut child = play("full", &file_of(&office));
    let said: Vec<String> = lines(&mut child, "ack ").collect();
    assert!(child.wait().unwrap().success());
    assert_eq!(said, ["went on"]);
}

/// Only where a small disk may be mounted; elsewhere the limit above stands for it.
#[test]
fn a_full_disk_is_said_and_work_goes_on_when_there_is_room() {
    let folder = tempfile::TempDir::new().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=2m", "none"])
        .arg(folder.path())
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return;
    }
    let at = moment("2026-11-16T09:00:00Z");
    let file = folder.path().join("office.db");
    let store = Store::create(&file, &crate::plan_of(at), Options::default()).unwrap();
    let carla = store.who("carla").unwrap().unwrap();
    let ballast = folder.path().join("ballast");
    fs::write(&ballast, vec![1; 600_000]).unwrap();
    let id = |n: u128| ActId(Ulid((1 << 100) + (n << 32)));
    let failure = (0..5000)
        .find_map(|n| {
            let act = branch(&format!("Sede {n} {}", "x".repeat(500)));
            store.act_now(&carla, id(n), at, act).err()
        })
        .unwrap();
    assert_eq!(failure, Error::DiskFull);
    assert!(!store.read_now(&carla, at, OfficeRows).unwrap().is_empty());
    fs::remove_file(&ballast).unwrap();
    store
        .act_now(&carla, id(9999), at, branch("Sede di Lodi"))
        .unwrap();
    drop(store);
    opened(&file).unwrap();
    Command::new("umount").arg(folder.path()).status().unwrap();
}

// The schema ------------------------------------------------------------------------------------

/// The words that a column's CHECK allows.
fn allowed(conn: &Connection, table: &str, column: &str) -> Vec<String> {
    let sql: String = conn
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = ?1",
            [table],
            |row| row.get(0),
        )
        .unwrap();
    let mark = format!("CHECK ({column} IN (");
    let after = sql
        .split_once(&mark)
        .unwrap_or_else(|| panic!("{table}.{column} has no CHECK"))
        .1;
    let list = after.split_once(')').unwrap().0;
    list.split(',')
        .map(|word| word.trim().trim_matches('\'').to_owned())
        .collect()
}

/// That a column's CHECK allows exactly the words of its closed set.
pub(crate) fn agrees<E: Named>(conn: &Connection, table: &str, column: &str) {
    let codes: Vec<&str> = E::all().iter().map(|word| word.code()).collect();
    assert_eq!(allowed(conn, table, column), codes, "{table}.{column}");
}

#[test]
fn every_check_of_the_office_agrees_with_its_closed_set() {
    let office = office();
    let conn = Connection::open(file_of(&office)).unwrap();
    agrees::<DeskKind>(&conn, "desk", "kind");
    agrees::<Lang>(&conn, "staff", "lang");
    agrees::<Role>(&conn, "staff_role", "role");
    agrees::<ServiceLevel>(&conn, "service_type", "level");
}

#[test]
fn every_table_is_strict_and_each_that_has_identities_begins_alike() {
    let office = office();
    let conn = Connection::open(file_of(&office)).unwrap();
    let mut tables = conn
        .prepare(
            "SELECT name, strict, wr FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let tables: Vec<(String, bool)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    const JOURNAL: &[&str] = &[
        "word",
        "act",
        "act_body",
        "touched",
        "change",
        "personal_change",
        "access_log",
        "login_log",
        // Kept by triggers from a column of person.
        "wish",
    ];
    for (table, strict) in tables {
        assert!(strict, "{table}");
        if JOURNAL.contains(&table.as_str()) {
            continue;
        }
        let columns: Vec<String> = conn
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        if columns.iter().any(|column| column == "id") {
            let first: Vec<&str> = columns.iter().take(5).map(String::as_str).collect();
            assert_eq!(
                first,
                ["n", "id", "ver", "created_by", "created_at"],
                "{table}"
            );
        }
    }
}

#[test]
fn the_desks_say_who_sits_there() {
    let office = office();
    let sit = |desk| SetDesk { desk: Some(desk) };
    office.act(&office.anna, sit(office.desks[1])).unwrap();
    let desks = office
        .ask(&office.bruno, Desks { office: office.id })
        .unwrap();
    let taken: Vec<_> = desks.into_iter().map(|desk| desk.taken_by).collect();
    assert_eq!(taken, [None, Some("Anna Neri".to_owned()), None]);
    let elsewhere = office.act(&office.anna, sit(sportello::domain::ids::DeskId(Ulid(5))));
    assert!(matches!(
        elsewhere,
        Err(Error::NotFound { entity: "desk", .. })
    ));
}
