//! Intake interviews: the twelve fields of the quick intake, saved in one act.
//!
//! What is missing is decided by `domain::intake`; this module only gathers the facts for it.

use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::act::{Act, Before, Column, Tx};
use super::error::Result;
use super::params::number;
use super::people::{
    Employment, Identification, MergePeople, Newcomer, Notice, Paper, documents_of, employ_seen,
    facts_of, identify_seen, notify, register, see, touch, update_facts,
};
use super::queue;
use super::sql::{Day, Ms, Raw, Rows, day};
use crate::clock::local_day;
use crate::domain::Named;
use crate::domain::day::bounds;
use crate::domain::document::{DocumentKind, PermitKind};
use crate::domain::ids::{IntakeId, PersonId, StaffId, TicketId};
use crate::domain::intake::{IntakeFacts, IntakeKind, IntakeState, Missing, Reason, missing};
use crate::domain::param::ParamKey;
use crate::domain::person::{Education, RegistrySex};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// A residence permit as shown at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    /// Why it is held.
    pub kind: PermitKind,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
}

/// Saves a quick intake: the person (new, or as known), the codes, the papers, the notice, the
/// interview and the ticket, all or nothing.
///
/// What a field leaves empty stays as it is on record. The interview is complete when nothing is
/// missing, else partial; a partial one of the same person is taken up again instead of making a
/// second, and so is a full interview that is not finished, which stays one; after [`ParamKey::InterviewDays`] it has
/// expired, and another one begins. Needs a surname or an identifier. A code that somebody else has is kept as an anomaly, and
/// the answer says whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveIntake {
    /// The ticket that it belongs to.
    pub ticket: Option<TicketId>,
    /// Who is known already, and the version that the form was filled from.
    pub person: Option<(PersonId, i64)>,
    /// How thorough it is.
    pub kind: IntakeKind,
    /// Tax code or other identifier, looked at by the form.
    pub identifier: Option<Identification>,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Code of the birthplace.
    pub birth_place: Option<String>,
    /// Its name.
    pub birth_place_name: Option<String>,
    /// Sex of the civil registry, as decoded.
    pub registry_sex: Option<RegistrySex>,
    /// Citizenships, ISO 3166; empty: as on record.
    pub citizenship: Vec<String>,
    /// Whether the person needs a permit to work.
    pub needs_permit: bool,
    /// Phone as typed.
    pub phone: Option<String>,
    /// Municipality of residence, ISTAT code.
    pub residence: Option<String>,
    /// Its name.
    pub residence_name: Option<String>,
    /// Employment status and since when.
    pub employment: Option<Employment>,
    /// Highest qualification.
    pub education: Option<Education>,
    /// Residence permit.
    pub permit: Option<Permit>,
    /// Papers seen now.
    pub documents: Vec<DocumentKind>,
    /// Privacy notice given now.
    pub notice: Option<Notice>,
    /// Why the person came.
    pub reason: Option<Reason>,
    /// The same in words.
    pub reason_words: String,
    /// Who follows the person; none: who saves, unless somebody does already.
    pub referent: Option<StaffId>,
    /// The code on record that the form showed.
    #[serde(default)]
    pub identifier_before: Before<String>,
    /// The status on record that the form showed.
    #[serde(default)]
    pub employment_before: Before<Employment>,
}

impl Default for SaveIntake {
    fn default() -> Self {
        Self {
            ticket: None,
            person: None,
            kind: IntakeKind::Brief,
            identifier: None,
            surname: String::new(),
            name: String::new(),
            birth_on: None,
            birth_place: None,
            birth_place_name: None,
            registry_sex: None,
            citizenship: Vec::new(),
            needs_permit: false,
            phone: None,
            residence: None,
            residence_name: None,
            employment: None,
            education: None,
            permit: None,
            documents: Vec::new(),
            notice: None,
            reason: None,
            reason_words: String::new(),
            referent: None,
            identifier_before: Before::Unseen,
            employment_before: Before::Unseen,
        }
    }
}

/// What came of an intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedIntake {
    /// The person.
    pub person: PersonId,
    /// The interview.
    pub intake: IntakeId,
    /// Complete or partial.
    pub state: IntakeState,
    /// What is still to be asked.
    pub missing: Vec<Missing>,
    /// Who already has the identifier.
    pub duplicate_of: Option<PersonId>,
}

impl Act for SaveIntake {
    type Out = SavedIntake;
    const NAME: &'static str = "intake.save";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<SavedIntake> {
        let (person, duplicate_of) = self.save_person(tx)?;
        self.save_papers(tx, person)?;
        let (intake, state, missing) = self.save_interview(tx, person)?;
        tx.subject("intake", intake);
        touch(tx, person)?;
        if let Some(ticket) = self.ticket {
            queue::attach(tx, ticket, person)?;
        }
        Ok(SavedIntake {
            person,
            intake,
            state,
            missing,
            duplicate_of,
        })
    }
}

impl SaveIntake {
    fn save_person(&self, tx: &Tx<'_>) -> Result<(PersonId, Option<PersonId>)> {
        let Some((person, ver)) = self.person else {
            let mut newcomer = Newcomer {
                identifiers: self.identifier.iter().cloned().collect(),
                employment: self.employment,
                ..Newcomer::default()
            };
            self.fill(&mut newcomer.facts, tx);
            let registered = register(tx, &newcomer)?;
            return Ok((registered.person, registered.duplicate_of));
        };
        tx.about(person);
        let (mut facts, _) = facts_of(tx.conn(), person)?;
        self.fill(&mut facts, tx);
        if facts.surname.is_empty() && self.identifier.is_none() && !identified(tx.conn(), person)?
        {
            return Err(tx.refuse(Refusal::NameOrCode));
        }
        update_facts(tx, person, Some(ver), &facts)?;
        let duplicate_of = match &self.identifier {
            Some(identifier) => identify_seen(tx, person, identifier, &self.identifier_before)?,
            None => None,
        };
        if let Some(employment) = self.employment {
            employ_seen(tx, person, employment, &self.employment_before)?;
        }
        Ok((person, duplicate_of))
    }

    /// Puts what the form holds over the facts; what it leaves empty stays.
    fn fill(&self, facts: &mut super::people::PersonFacts, tx: &Tx<'_>) {
        put_text(&mut facts.surname, &self.surname);
        put_text(&mut facts.name, &self.name);
        put(&mut facts.birth_on, self.birth_on.as_ref());
        put(&mut facts.birth_place, self.birth_place.as_ref());
        put(&mut facts.birth_place_name, self.birth_place_name.as_ref());
        put(&mut facts.registry_sex, self.registry_sex.as_ref());
        if !self.citizenship.is_empty() {
            facts.citizenship.clone_from(&self.citizenship);
        }
        put(&mut facts.phone, self.phone.as_ref());
        put(&mut facts.residence, self.residence.as_ref());
        put(&mut facts.residence_name, self.residence_name.as_ref());
        put(&mut facts.education, self.education.as_ref());
        put(&mut facts.referent, self.referent.as_ref());
        facts.referent.get_or_insert(tx.staff().id);
    }

    fn save_papers(&self, tx: &Tx<'_>, person: PersonId) -> Result<()> {
        for kind in &self.documents {
            see(tx, person, &Paper::of(*kind))?;
        }
        if let Some(permit) = self.permit {
            let paper = Paper {
                permit: Some(permit.kind),
                expires_on: permit.expires_on,
                ..Paper::of(DocumentKind::ResidencePermit)
            };
            see(tx, person, &paper)?;
        }
        match &self.notice {
            Some(notice) => notify(tx, person, notice),
            None => Ok(()),
        }
    }

    fn save_interview(
        &self,
        tx: &Tx<'_>,
        person: PersonId,
    ) -> Result<(IntakeId, IntakeState, Vec<Missing>)> {
        lapse(tx, person)?;
        let full = format!(
            "SELECT id FROM intake WHERE person = ?1 AND kind <> 'brief' AND {GOES_ON} ORDER BY n DESC LIMIT 1"
        );
        if let Some(full) = tx.conn().maybe(&full, [person], |row| row.get(0))? {
            return self.within_full(tx, person, full);
        }
        let unfinished = tx.conn().maybe(
            "SELECT id, reason IS NOT NULL FROM intake WHERE person = ?1 AND state IN ('open', 'partial')
               ORDER BY n DESC LIMIT 1",
            [person],
            |row| Ok((row.get::<_, IntakeId>(0)?, row.get::<_, bool>(1)?)),
        )?;
        let reason_known = unfinished.is_some_and(|(_, known)| known);
        let facts = gather(
            tx.conn(),
            person,
            self.needs_permit,
            self.reason.is_some() || reason_known,
        )?;
        let missing = missing(&facts);
        let state = if missing.is_empty() {
            IntakeState::Complete
        } else {
            IntakeState::Partial
        };
        let codes: Vec<&str> = missing.iter().map(|item| item.code()).collect();
        let json = serde_json::Value::from(codes).to_string();
        let completed = missing.is_empty().then_some(Ms(tx.at()));
        let referent = self.referent.unwrap_or(tx.staff().id);
        let words = self.reason_words.trim();
        let mut columns: Vec<Column<'_>> = vec![
            ("kind", &self.kind),
            ("state", &state),
            ("completed_at", &completed),
            ("missing", &json),
        ];
        columns.extend(self.why(&words));
        let opened = Ms(tx.at());
        let intake = match unfinished {
            Some((intake, _)) => {
                if self.referent.is_some() {
                    columns.push(("referent", &referent));
                }
                tx.update("intake", intake, None, &columns)?;
                intake
            }
            None => {
                columns.push(("person", &person));
                columns.push(("opened_at", &opened));
                columns.push(("referent", &referent));
                let intake: IntakeId = tx.new_id();
                tx.insert("intake", intake, &columns)?;
                intake
            }
        };
        Ok((intake, state, missing))
    }

    /// What the form says of the visit.
    fn why<'a>(&'a self, words: &'a &'a str) -> Vec<Column<'a>> {
        let said: [(bool, Column<'a>); 3] = [
            (self.ticket.is_some(), ("ticket", &self.ticket)),
            (self.reason.is_some(), ("reason", &self.reason)),
            (!words.is_empty(), ("reason_words", words)),
        ];
        let said = said.into_iter().filter(|(is_said, _)| *is_said);
        said.map(|(_, column)| column).collect()
    }

    /// A full interview that is not finished goes on: what the quick one asks is a part of it.
    fn within_full(
        &self,
        tx: &Tx<'_>,
        person: PersonId,
        full: IntakeId,
    ) -> Result<(IntakeId, IntakeState, Vec<Missing>)> {
        let (ticket, reason, words): (Option<TicketId>, Option<Reason>, Option<String>) =
            tx.conn().query_row(
                "SELECT ticket, reason, reason_words FROM intake WHERE id = ?1",
                [full],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
        let words = after(words.as_deref().unwrap_or_default(), &self.reason_words);
        let words = words.as_str();
        let mut columns = self.why(&words);
        // Why it was begun stays; the words of a later visit stand behind those of the first.
        columns.retain(|(column, _)| match *column {
            "ticket" => ticket.is_none(),
            "reason" => reason.is_none(),
            _ => true,
        });
        if self.referent.is_some() {
            columns.push(("referent", &self.referent));
        }
        tx.update("intake", full, None, &columns)?;
        let missing = super::interview::save(tx, person)?.missing;
        let state = if missing.is_empty() {
            IntakeState::Complete
        } else {
            IntakeState::Partial
        };
        Ok((full, state, missing))
    }
}

/// The words of one visit behind those of another, unless they say the same.
fn after(first: &str, later: &str) -> String {
    let (first, later) = (first.trim(), later.trim());
    if first.is_empty() || later.is_empty() || first.ends_with(later) {
        return if first.is_empty() { later } else { first }.to_owned();
    }
    format!("{first}; {later}")
}

fn put<T: Clone>(known: &mut Option<T>, given: Option<&T>) {
    if let Some(given) = given {
        *known = Some(given.clone());
    }
}

fn put_text(known: &mut String, given: &str) {
    let given = given.trim();
    if !given.is_empty() {
        given.clone_into(known);
    }
}

fn identified(conn: &Connection, person: PersonId) -> Result<bool> {
    conn.exists("SELECT 1 FROM identifier WHERE person = ?1", [person])
}

/// What is on record of a person, as the rule of what is missing looks at it.
fn gather(
    conn: &Connection,
    person: PersonId,
    needs_permit: bool,
    reason: bool,
) -> Result<IntakeFacts> {
    let (facts, _) = facts_of(conn, person)?;
    let papers = documents_of(conn, person)?;
    let employment = conn.maybe(
        "SELECT from_on FROM employment WHERE person = ?1 AND to_on IS NULL ORDER BY n DESC LIMIT 1",
        [person],
        |row| row.get::<_, Option<Day>>(0),
    )?;
    Ok(IntakeFacts {
        identifier: identified(conn, person)?,
        surname: facts.surname,
        name: facts.name,
        birth_on: facts.birth_on,
        birth_place: facts.birth_place,
        phone: facts.phone,
        residence: facts.residence,
        employment: employment.is_some(),
        employment_since: employment.flatten().map(|day| day.0),
        education: facts.education.is_some(),
        needs_permit,
        permit: papers.iter().find_map(|known| {
            known
                .paper
                .permit
                .map(|kind| (kind, known.paper.expires_on))
        }),
        documents: papers.iter().map(|known| known.paper.kind).collect(),
        notice: conn.exists(
            "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'notice'",
            [person],
        )?,
        reason,
    })
}

/// An intake on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeRow {
    /// Identity.
    pub id: IntakeId,
    /// Version.
    pub ver: i64,
    /// How thorough.
    pub kind: IntakeKind,
    /// Where it stands.
    pub state: IntakeState,
    /// The ticket that it belongs to.
    pub ticket: Option<TicketId>,
    /// When it was first saved.
    pub opened_at: DateTime<Utc>,
    /// The last day on which it can be gone on with, of one that is not complete.
    pub lapses_on: Option<NaiveDate>,
    /// Whether it ended because another one of the same person goes on, since two records became one.
    pub merged: bool,
    /// When nothing was missing any more.
    pub completed_at: Option<DateTime<Utc>>,
    /// When the person was taken in charge.
    pub taken_in_charge_on: Option<NaiveDate>,
    /// Who follows it.
    pub referent: Option<StaffId>,
    /// The display name.
    pub referent_name: Option<String>,
    /// Why the person came.
    pub reason: Option<Reason>,
    /// In words.
    pub reason_words: Option<String>,
    /// What is still to be asked.
    pub missing: Vec<Missing>,
    /// The version of the office's outline by which it was last judged, if by one.
    pub outline: Option<i64>,
}

/// The full interview of a person that is not finished, else the last intake, as it stands on a day.
pub(super) fn last_of(
    conn: &Connection,
    person: PersonId,
    today: NaiveDate,
) -> Result<Option<IntakeRow>> {
    let days = Days::new(lapse_days(conn, today)?);
    let last = format!(
        "{INTAKE} WHERE person = ?1 ORDER BY {GOES_ON} AND kind <> 'brief' DESC, {GOES_ON} DESC, i.n DESC LIMIT 1"
    );
    let Some(mut found) = conn.maybe(&last, [person], read)? else {
        return Ok(None);
    };
    found.merged = found.state == IntakeState::Expired && was_merged(conn, found.id)?;
    Ok(Some(found.on(today, days)))
}

/// Whether it was a merge that ended an interview: the table of intakes has one word for all that were not finished.
fn was_merged(conn: &Connection, intake: IntakeId) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM touched t JOIN act a ON a.seq = t.seq JOIN word w ON w.n = a.name
         JOIN change c ON c.seq = t.seq AND c.k = t.k JOIN word f ON f.n = c.field
         WHERE t.id = ?1 AND w.text = ?2 AND f.text = 'state' AND a.undone_by IS NULL AND a.kind <> 1",
        (Raw(intake.0), MergePeople::NAME),
    )
}

/// How many days an interview that is not complete can be gone on with.
pub(super) fn lapse_days(conn: &Connection, today: NaiveDate) -> Result<u64> {
    let days = number(conn, ParamKey::InterviewDays, today)?;
    Ok(u64::try_from(days).unwrap_or_default())
}

/// From when an interview that is not complete was begun, at the earliest, if it can still be gone on with.
pub(super) fn lapsed_before(conn: &Connection, at: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let today = local_day(at);
    let first = today - Days::new(lapse_days(conn, today)?);
    Ok(bounds(first).0)
}

/// The interviews of a person that were not completed in time have expired.
pub(super) fn lapse(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    let before = Ms(lapsed_before(tx.conn(), tx.at())?);
    let lapsed: Vec<IntakeId> = tx.conn().all(
        "SELECT id FROM intake WHERE person = ?1 AND state IN ('open', 'partial') AND opened_at < ?2",
        (person, before),
        |row| row.get(0),
    )?;
    for intake in lapsed {
        tx.update("intake", intake, None, &[("state", &IntakeState::Expired)])?;
    }
    Ok(())
}

impl IntakeRow {
    /// As it stands on a day: one that was not completed in time has expired, whether or not that was written down.
    fn on(mut self, today: NaiveDate, days: Days) -> Self {
        if matches!(self.state, IntakeState::Open | IntakeState::Partial) {
            let last = local_day(self.opened_at) + days;
            self.lapses_on = Some(last);
            if last < today {
                self.state = IntakeState::Expired;
            }
        }
        self
    }
}

/// What was still to be asked when an intake was saved.
pub(super) fn missing_of(conn: &Connection, intake: IntakeId) -> Result<Vec<Missing>> {
    let found = conn.maybe(&format!("{INTAKE} WHERE i.id = ?1"), [intake], read)?;
    Ok(found.map(|intake| intake.missing).unwrap_or_default())
}

/// Of an intake that has not ended.
const GOES_ON: &str = "state IN ('open', 'partial', 'complete')";

/// Intakes, in the order that [`read`] reads.
const INTAKE: &str =
    "SELECT i.id, i.ver, kind, state, ticket, opened_at, completed_at, taken_in_charge_on, referent,
            s.name, reason, reason_words, missing,
            (SELECT o.n FROM outline o WHERE o.id = i.outline)
     FROM intake i LEFT JOIN staff s ON s.id = i.referent";

fn read(row: &Row<'_>) -> rusqlite::Result<IntakeRow> {
    let missing = super::people::texts(row, "missing")?;
    Ok(IntakeRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        ticket: row.get(4)?,
        opened_at: row.get::<_, Ms>(5)?.0,
        lapses_on: None,
        merged: false,
        completed_at: row.get::<_, Option<Ms>>(6)?.map(|at| at.0),
        taken_in_charge_on: day(row, 7)?,
        referent: row.get(8)?,
        referent_name: row.get(9)?,
        reason: row.get(10)?,
        reason_words: row.get(11)?,
        missing: missing
            .iter()
            .filter_map(|code| code.parse().ok())
            .collect(),
        outline: row.get(13)?,
    })
}
