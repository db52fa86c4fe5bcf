//! Two records of one person become one, and can become two again.
//!
//! Nothing is lost: every row that points to the one points to the other from then on, the emptied record stays, and
//! the journal and the book of looks, which name it, are read together with those of the record that is kept.

use rusqlite::types::Value;
use rusqlite::{Connection, ToSql, params};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::domain::double::SameFact;
use crate::domain::ids::PersonId;
use crate::domain::intake::IntakeState;
use crate::domain::interview::EntryKind;
use crate::domain::person::{Checked, EmploymentStatus};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::vacancy::{ApplicationReason, ApplicationState};
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::interview::{meet, named};
use crate::store::journal::take_apart;
use crate::store::search::short_name;
use crate::store::sql::{Day, Id, Rows, day};

/// Every column that points to a person, by table; `person.merged_into` apart, which is the joint itself. A test
/// reads the schema and compares.
pub const BELONGING: &[(&str, &str)] = &[
    ("identifier", "person"),
    ("employment", "person"),
    ("document", "person"),
    ("privacy_act", "person"),
    ("ticket", "person"),
    ("contact", "person"),
    ("intake", "person"),
    ("note", "person"),
    ("plan", "person"),
    ("appointment", "person"),
    ("delivery", "person"),
    ("application", "person"),
    ("feedback", "person"),
    ("complaint", "person"),
    ("sealed_fact", "person"),
    ("entry", "person"),
    ("not_same", "one"),
    ("not_same", "other"),
];

/// The columns of a fact in the table of people; none of what has a table of its own.
pub(super) const fn columns(fact: SameFact) -> &'static [&'static str] {
    match fact {
        SameFact::Code | SameFact::Employment => &[],
        SameFact::Surname => &["surname", "surname_key"],
        SameFact::Name => &["name", "name_key"],
        SameFact::PreferredName => &["preferred_name"],
        SameFact::BirthOn => &["birth_on"],
        SameFact::BirthPlace => &["birth_place", "birth_place_name"],
        SameFact::RegistrySex => &["registry_sex"],
        SameFact::Gender => &["gender"],
        SameFact::Citizenship => &["citizenship"],
        SameFact::Phone => &["phone", "phone_digits"],
        SameFact::Email => &["email"],
        SameFact::ContactRule => &["contact_rule"],
        SameFact::Residence => &["residence", "residence_name"],
        SameFact::Address => &["address", "postcode"],
        SameFact::DidOn => &["did_on"],
        SameFact::Education => &["education"],
        SameFact::Languages => &["languages"],
        SameFact::Italian => &["italian"],
        SameFact::Wishes => &["wishes"],
        SameFact::Skills => &["skills"],
        SameFact::Licence => &["licence"],
        SameFact::OwnCar => &["own_car"],
        SameFact::Radius => &["radius_km"],
        SameFact::Transport => &["transport"],
        SameFact::Shift => &["shift"],
        SameFact::Hours => &["hours_min", "hours_max"],
        SameFact::Contracts => &["contracts"],
        SameFact::Comes => &["comes"],
        SameFact::Days => &["days"],
        SameFact::Pursuits => &["pursuits"],
        SameFact::AvailableFrom => &["available_from"],
        SameFact::Referent => &["referent"],
    }
}

/// The facts that name the rows of an interview: their column, and the kind of rows. What either record has a row of
/// stays.
const NAMED: [(SameFact, &str, EntryKind); 2] = [
    (SameFact::Skills, "skills", EntryKind::Skill),
    (SameFact::Languages, "languages", EntryKind::Language),
];

/// Makes one record of two of the same person. `taken` are the facts of which the value of the record that goes
/// stays; of all others that of the record that is kept.
///
/// [`Error::Conflict`] when one of the two was changed since it was seen; [`Refusal::BothHavePlans`];
/// [`Refusal::MergedInto`] when one is part of another record already.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MergePeople {
    /// The record that is kept.
    pub kept: PersonId,
    /// Its version as it was seen.
    pub kept_ver: i64,
    /// The record that becomes part of it.
    pub gone: PersonId,
    /// Its version as it was seen.
    pub gone_ver: i64,
    /// What of it stays.
    pub taken: Vec<SameFact>,
}

impl Act for MergePeople {
    type Out = ();
    const NAME: &'static str = "person.merge";
    const RIGHT: Right = Right::PeopleMerge;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.kept == self.gone {
            return Err(Error::invalid("gone", "the same record"));
        }
        for person in [self.kept, self.gone] {
            super::known(tx.conn(), person)?;
        }
        tx.about(self.kept);
        tx.subject("person", self.kept);
        self.at_most_one_plan(tx)?;
        self.facts(tx)?;
        self.codes(tx)?;
        self.employment(tx)?;
        self.applications(tx)?;
        self.interviews(tx)?;
        self.unlike(tx)?;
        // Before they move, so that they come back where they were.
        meet(tx, (self.kept, self.gone), &self.kinds_taken())?;
        for (table, column) in BELONGING {
            for row in rows_of(tx.conn(), table, column, self.gone)? {
                tx.update(table, row, None, &[(column, &self.kept)])?;
            }
        }
        let joint: [Column<'_>; 1] = [("merged_into", &self.kept)];
        tx.update("person", self.gone, Some(self.gone_ver), &joint)
    }
}

impl MergePeople {
    /// Two plans that are written, or two that run, cannot be one person's.
    fn at_most_one_plan(&self, tx: &Tx<'_>) -> Result<()> {
        for states in [
            "('draft', 'proposed')",
            "('signed', 'active', 'suspended', 'revising')",
        ] {
            let have: i64 = tx.conn().value(
                &format!(
                    "SELECT count(*) FROM plan WHERE person IN (?1, ?2) AND state IN {states}"
                ),
                (self.kept, self.gone),
            )?;
            if have > 1 {
                return Err(tx.refuse(Refusal::BothHavePlans));
            }
        }
        Ok(())
    }

    /// The kinds of rows of the interview of which the record that goes decides.
    fn kinds_taken(&self) -> Vec<EntryKind> {
        let taken = NAMED.iter().filter(|(fact, ..)| self.taken.contains(fact));
        taken.map(|(_, _, kind)| *kind).collect()
    }

    fn facts(&self, tx: &Tx<'_>) -> Result<()> {
        let taken = self.taken.iter().flat_map(|fact| columns(*fact));
        let mut values: Vec<(&'static str, Value)> = Vec::new();
        for column in taken {
            values.push((*column, cell(tx.conn(), self.gone, column)?));
        }
        for (fact, column, kind) in NAMED {
            values.retain(|(known, _)| *known != column);
            let of = if self.taken.contains(&fact) {
                self.gone
            } else {
                self.kept
            };
            let known = tx
                .conn()
                .value(&format!("SELECT {column} FROM person WHERE id = ?1"), [of]);
            let known: String = known?;
            let known = serde_json::from_str(&known).unwrap_or_default();
            let both = named(tx.conn(), [self.kept, self.gone], kind, known)?;
            values.push((column, serde_json::Value::from(both).to_string().into()));
        }
        // The first day here, the last one, and the number in another program's file.
        for (column, best) in [
            ("registered_on", "min(k.registered_on, g.registered_on)"),
            (
                "last_contact_on",
                "max(k.last_contact_on, g.last_contact_on)",
            ),
            ("external_id", "k.external_id"),
        ] {
            let value = tx.conn().value(
                &format!(
                    "SELECT coalesce({best}, k.{column}, g.{column}) FROM person k, person g
                     WHERE k.id = ?1 AND g.id = ?2"
                ),
                (self.kept, self.gone),
            )?;
            values.push((column, value));
        }
        let values: Vec<Column<'_>> = values
            .iter()
            .map(|(column, value)| (*column, value as &dyn ToSql))
            .collect();
        tx.update("person", self.kept, Some(self.kept_ver), &values)
    }

    /// Codes that both have stand once; of two tax codes the other one is a former one, by which the person is
    /// found.
    fn codes(&self, tx: &Tx<'_>) -> Result<()> {
        let twice: Vec<(Id, Id, Checked)> = tx.conn().all(
            "SELECT k.id, g.id, g.checked FROM identifier g JOIN identifier k
             ON k.person = ?1 AND k.kind = g.kind AND k.value = g.value WHERE g.person = ?2",
            (self.kept, self.gone),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (kept, gone, checked) in twice {
            tx.delete("identifier", gone.0, None)?;
            if checked == Checked::Ok {
                tx.update("identifier", kept.0, None, &[("checked", &checked)])?;
            }
        }
        let taken = self.taken.contains(&SameFact::Code);
        let (stays, goes) = if taken {
            (self.gone, self.kept)
        } else {
            (self.kept, self.gone)
        };
        let former: Vec<Id> = tx.conn().all(
            "SELECT id FROM identifier g WHERE person = ?2 AND former = 0 AND kind = 'cf'
             AND EXISTS (SELECT 1 FROM identifier k WHERE k.person = ?1 AND k.kind = 'cf')",
            (stays, goes),
            |row| row.get(0),
        )?;
        for code in former {
            tx.update("identifier", code.0, None, &[("former", &true)])?;
        }
        Ok(())
    }

    /// Of two statuses of today the one that does not stay ends where the other begins; the same twice stands once.
    fn employment(&self, tx: &Tx<'_>) -> Result<()> {
        let present = |person: PersonId| {
            tx.conn().maybe(
                "SELECT id, status, from_on FROM employment WHERE person = ?1 AND to_on IS NULL
                 ORDER BY n DESC LIMIT 1",
                [person],
                |row| {
                    let id: Id = row.get(0)?;
                    Ok((id.0, row.get::<_, EmploymentStatus>(1)?, day(row, 2)?))
                },
            )
        };
        let (Some(kept), Some(gone)) = (present(self.kept)?, present(self.gone)?) else {
            return Ok(());
        };
        if (kept.1, kept.2) == (gone.1, gone.2) {
            return tx.delete("employment", gone.0, None);
        }
        let (stays, ends) = if self.taken.contains(&SameFact::Employment) {
            (gone, kept)
        } else {
            (kept, gone)
        };
        let until = stays.2.max(ends.2).unwrap_or(tx.today());
        tx.update("employment", ends.0, None, &[("to_on", &Day(until))])
    }

    /// Somebody put forward twice for one vacancy is there once: the application that is further stays, the other
    /// one is kept beside it.
    fn applications(&self, tx: &Tx<'_>) -> Result<()> {
        type Twice = [(Ulid, ApplicationState); 2];
        let twice: Vec<Twice> = tx.conn().all(
            "SELECT k.id, k.state, g.id, g.state FROM application g JOIN application k
             ON k.person = ?1 AND k.vacancy = g.vacancy AND k.same_as IS NULL
             WHERE g.person = ?2 AND g.same_as IS NULL ORDER BY g.n",
            (self.kept, self.gone),
            |row| {
                let (kept, gone): (Id, Id) = (row.get(0)?, row.get(2)?);
                Ok([(kept.0, row.get(1)?), (gone.0, row.get(3)?)])
            },
        )?;
        for [kept, gone] in twice {
            let (stays, other) = if further(gone.1, kept.1) {
                (gone, kept)
            } else {
                (kept, gone)
            };
            tx.update("application", other.0, None, &[("same_as", &Id(stays.0))])?;
            let ended = ApplicationState::Withdrawn;
            if other.1.may_become(ended) {
                let columns: [Column<'_>; 3] = [
                    ("state", &ended),
                    ("reason", &ApplicationReason::Other),
                    ("decided_on", &Day(tx.today())),
                ];
                tx.update("application", other.0, None, &columns)?;
            }
        }
        Ok(())
    }

    /// One interview goes on at a time: a full one before a quick one, a whole one before one in part, then the one
    /// begun last. The others have expired; what they asked stands in the record.
    fn interviews(&self, tx: &Tx<'_>) -> Result<()> {
        let going_on: Vec<Id> = tx.conn().all(
            "SELECT id FROM intake WHERE person IN (?1, ?2) AND state IN ('open', 'partial', 'complete')
             ORDER BY kind <> 'brief' DESC, state = 'complete' DESC, n DESC",
            (self.kept, self.gone),
            |row| row.get(0),
        )?;
        let of_both = [self.kept, self.gone].into_iter().map(|person| {
            let one = "SELECT 1 FROM intake WHERE person = ?1 AND state IN ('open', 'partial', 'complete')";
            tx.conn().exists(one, [person])
        });
        if !of_both
            .collect::<Result<Vec<bool>>>()?
            .into_iter()
            .all(|has| has)
        {
            return Ok(());
        }
        for other in going_on.into_iter().skip(1) {
            tx.update("intake", other.0, None, &[("state", &IntakeState::Expired)])?;
        }
        Ok(())
    }

    /// That they are not the same no longer holds.
    fn unlike(&self, tx: &Tx<'_>) -> Result<()> {
        let said: Vec<Id> = tx.conn().all(
            "SELECT id FROM not_same WHERE one = ?1 AND other = ?2
             UNION SELECT id FROM not_same WHERE one = ?2 AND other = ?1",
            (self.kept, self.gone),
            |row| row.get(0),
        )?;
        for row in said {
            tx.delete("not_same", row.0, None)?;
        }
        Ok(())
    }
}

/// Whether an application has come further than another: one that is open before one that has ended badly.
fn further(one: ApplicationState, other: ApplicationState) -> bool {
    let rank = |state: ApplicationState| {
        let ended = matches!(
            state,
            ApplicationState::Rejected | ApplicationState::Withdrawn | ApplicationState::PostFilled
        );
        (!ended, state)
    };
    rank(one) > rank(other)
}

/// Makes two records again of what was merged: each row goes back to the record it came from, each fact to what it
/// was, unless something newer is known by now, which stays with the record that was kept, as does all that was
/// written since.
///
/// [`Refusal::WrongState`] of a record that is not part of another; [`Refusal::MovedSince`] when what came with it
/// now belongs to somebody else.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SeparatePeople {
    /// The record that became part of another.
    pub gone: PersonId,
}

impl Act for SeparatePeople {
    /// The record of which it was a part.
    type Out = PersonId;
    const NAME: &'static str = "person.separate";
    const RIGHT: Right = Right::PeopleMerge;

    fn apply(&self, tx: &Tx<'_>) -> Result<PersonId> {
        let kept: Option<PersonId> = tx
            .conn()
            .maybe(
                "SELECT merged_into FROM person WHERE id = ?1",
                [self.gone],
                |row| row.get(0),
            )?
            .ok_or_else(|| Error::not_found("person", self.gone))?;
        let Some(kept) = kept else {
            return Err(tx.refuse(Refusal::WrongState));
        };
        not_merged(tx.conn(), &kept)?;
        tx.about(kept);
        tx.subject("person", kept);
        let merged: i64 = tx.conn().value(
            "SELECT max(t.seq) FROM touched t JOIN act a ON a.seq = t.seq JOIN word w ON w.n = a.name
             WHERE t.id = ?1 AND w.text = ?2 AND a.undone_by IS NULL AND a.kind <> 1",
            params![crate::store::sql::Raw(self.gone.0), MergePeople::NAME],
        )?;
        take_apart(tx, merged, &["person", "one", "other", "merged_into"])?;
        Ok(kept)
    }
}

fn rows_of(conn: &Connection, table: &str, column: &str, person: PersonId) -> Result<Vec<Ulid>> {
    conn.all(
        &format!("SELECT id FROM {table} WHERE {column} = ?1 ORDER BY n"),
        [person],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )
}

fn cell(conn: &Connection, person: PersonId, column: &str) -> Result<Value> {
    conn.value(
        &format!("SELECT {column} FROM person WHERE id = ?1"),
        [person],
    )
}

/// Nothing of a record of its own; [`Refusal::MergedInto`], with the name of the other, of one that is part of it.
pub(in crate::store) fn not_merged(conn: &Connection, person: &dyn ToSql) -> Result<()> {
    let other = conn.maybe(
        "SELECT k.surname, k.name FROM person g JOIN person k ON k.id = g.merged_into WHERE g.id = ?1",
        [person],
        |row| Ok(short_name(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)),
    )?;
    match other {
        None => Ok(()),
        Some(detail) => Err(Error::Refused {
            rule: Refusal::MergedInto,
            detail,
        }),
    }
}

/// The record that stands for a person today.
pub(super) fn current(conn: &Connection, person: PersonId) -> Result<PersonId> {
    let last = conn.maybe(
        "WITH RECURSIVE m (id, into_) AS (SELECT id, merged_into FROM person WHERE id = ?1
           UNION SELECT p.id, p.merged_into FROM m JOIN person p ON p.id = m.into_)
         SELECT id FROM m WHERE into_ IS NULL",
        [person],
        |row| row.get(0),
    )?;
    last.ok_or_else(|| Error::not_found("person", person))
}

/// The records that became part of a person's, directly or with another.
pub(in crate::store) fn merged_with(conn: &Connection, person: PersonId) -> Result<Vec<PersonId>> {
    conn.all(
        "WITH RECURSIVE m (id) AS (SELECT id FROM person WHERE merged_into = ?1
           UNION SELECT p.id FROM m JOIN person p ON p.merged_into = m.id)
         SELECT id FROM m",
        [person],
        |row| row.get(0),
    )
}

/// The records that were merged into a person's own, with the names that they had.
pub(super) fn merged_records(
    conn: &Connection,
    person: PersonId,
) -> Result<Vec<(PersonId, String)>> {
    conn.all(
        "SELECT id, surname, name FROM person WHERE merged_into = ?1 ORDER BY n",
        [person],
        |row| {
            let (surname, name): (String, String) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, short_name(&surname, &name)))
        },
    )
}
