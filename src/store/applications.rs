//! Applications: people put forward for vacancies, from the proposal to its end.
//!
//! Which state may follow which is a table of `domain::vacancy`. One person is put forward for one
//! vacancy once, and the database holds to it. What is kept of the match are its explained lines:
//! codes and numbers, no words of the person.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::agenda::{Who, who};
use super::error::{Error, Result};
use super::looks::Look;
use super::people::objects;
use super::placements::{Placement, placement_of};
use super::sql::{Day, Id, Rows, day};
use super::vacancies;
use crate::domain::Named;
use crate::domain::access::LookAt;
use crate::domain::document::{Channel, PrivacyKind};
use crate::domain::ids::{ApplicationId, PersonId, VacancyId};
use crate::domain::lang::Lang;
use crate::domain::matching::{Explained, GateRule};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::domain::vacancy::{ApplicationReason, ApplicationState, VacancyState, VacancyStep};

/// Fields with words about a person: see `journal::PERSONAL`.
pub(super) const PERSONAL: &[(&str, &str)] = &[("application", "exception")];

/// An application on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Identity.
    pub id: ApplicationId,
    /// Row version.
    pub ver: i64,
    /// Who is put forward.
    pub person: Who,
    /// For what.
    pub vacancy: VacancyId,
    /// The vacancy's title.
    pub title: String,
    /// The company's name.
    pub company_name: String,
    /// Where the vacancy stands.
    pub vacancy_state: VacancyState,
    /// Where the application stands.
    pub state: ApplicationState,
    /// Score and lines on the day of the proposal.
    pub explained: Explained,
    /// Why it was proposed although the gate said no.
    pub exception: Option<String>,
    /// When the person agreed to be put forward.
    pub consented_on: Option<NaiveDate>,
    /// When the person took that back.
    pub revoked_on: Option<NaiveDate>,
    /// When it was sent to the company.
    pub sent_on: Option<NaiveDate>,
    /// When it ended.
    pub decided_on: Option<NaiveDate>,
    /// Why it came to nothing.
    pub reason: Option<ApplicationReason>,
    /// The work that came of it.
    pub placement: Option<Placement>,
}

// Acts --------------------------------------------------------------------------------------------------

/// Puts somebody forward: the vacancy takes people, and the person was not put forward for it before and does not
/// object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Propose {
    /// For what.
    pub vacancy: VacancyId,
    /// Who.
    pub person: PersonId,
    /// Score and lines as the screen showed them.
    pub explained: Explained,
    /// The rules of the gate that said no, if any did.
    pub refused: Vec<GateRule>,
    /// Why the person is put forward although the gate said no.
    pub exception: Option<String>,
}

impl Act for Propose {
    type Out = ApplicationId;
    const NAME: &'static str = "application.propose";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<ApplicationId> {
        tx.about(self.person);
        let vacancy = takes_people(tx, self.vacancy)?;
        willing(tx, self.person, &vacancy)?;
        let before: Option<NaiveDate> = tx.conn().maybe(
            "SELECT created_at FROM application WHERE vacancy = ?1 AND person = ?2",
            params![self.vacancy, self.person],
            |row| Ok(crate::clock::local_day(row.get::<_, super::sql::Ms>(0)?.0)),
        )?;
        if let Some(before) = before {
            return Err(tx.refuse_with(Refusal::AlreadyProposed, before.to_string()));
        }
        let exception = said(self.exception.as_deref());
        if !self.refused.is_empty() && exception.is_none() {
            return Err(tx.refuse_all(Refusal::NotEligible, &self.refused));
        }
        let lines = serde_json::to_string(&self.explained.lines)
            .map_err(|error| Error::Fault(error.to_string()))?;
        let id: ApplicationId = tx.new_id();
        tx.insert(
            "application",
            id,
            &[
                ("vacancy", &self.vacancy),
                ("person", &self.person),
                ("office", &tx.staff().office),
                ("state", &ApplicationState::Proposed),
                ("score", &self.explained.score.min(100)),
                ("lines", &lines),
                ("exception", &exception),
            ],
        )?;
        Ok(id)
    }
}

/// The person agreed that the company gets their data for this vacancy. The consent is kept with the
/// others that the person gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Consent {
    /// Which.
    pub application: ApplicationId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// How it was given.
    pub channel: Channel,
    /// The version of the wording.
    pub version: String,
    /// The language in which it was said.
    pub lang: Lang,
}

impl Act for Consent {
    type Out = ();
    const NAME: &'static str = "application.consent";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let application = Current::load(tx, self.application)?;
        // A consent that was taken back is asked again.
        let lapsed = application.state == ApplicationState::Consented
            && taken_back(tx.conn(), self.application)?.is_some();
        if !lapsed {
            application.may_become(tx, ApplicationState::Consented)?;
        }
        let vacancy = vacancies::Current::load(tx, application.vacancy)?;
        willing(tx, application.person, &vacancy)?;
        let consent: ulid::Ulid = tx.new_id();
        tx.insert(
            "privacy_act",
            consent,
            &[
                ("person", &application.person),
                ("kind", &PrivacyKind::SendCv),
                ("version", &self.version),
                ("lang", &self.lang),
                ("channel", &self.channel.code()),
                ("given_on", &Day(tx.today())),
                ("scope", &application.vacancy),
            ],
        )?;
        application.become_with(
            tx,
            self.ver,
            ApplicationState::Consented,
            &[("consent", &Id(consent))],
        )?;
        tx.subject("application", self.application);
        Ok(())
    }
}

/// Sends it to the company, with the person's consent and while the vacancy takes people. The first
/// one sent puts the vacancy in selection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Send {
    /// Which.
    pub application: ApplicationId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Send {
    type Out = ();
    const NAME: &'static str = "application.send";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let application = Current::load(tx, self.application)?;
        application.may_become(tx, ApplicationState::Sent)?;
        let vacancy = takes_people(tx, application.vacancy)?;
        willing(tx, application.person, &vacancy)?;
        agreed(tx, self.application)?;
        application.become_with(
            tx,
            self.ver,
            ApplicationState::Sent,
            &[("sent_on", &Day(tx.today()))],
        )?;
        if vacancy.state.after(VacancyStep::Select).is_some() {
            vacancy.step(tx, None, VacancyStep::Select, &[])?;
        }
        Ok(())
    }
}

/// Takes an application on to what the company or the person said: under review, interview, offer,
/// rejected, withdrawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Advance {
    /// Which.
    pub application: ApplicationId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// To which state; not consented, not sent and not hired, which have acts of their own.
    pub to: ApplicationState,
    /// Why, when it is rejected or withdrawn.
    pub reason: Option<ApplicationReason>,
}

impl Act for Advance {
    type Out = ();
    const NAME: &'static str = "application.advance";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        use ApplicationState::{Consented, Hired, Sent};
        let application = Current::load(tx, self.application)?;
        if matches!(self.to, Consented | Sent | Hired) {
            return Err(tx.refuse_named(Refusal::WrongState, application.state));
        }
        application.may_become(tx, self.to)?;
        if self.to.is_open() {
            let vacancy = vacancies::Current::load(tx, application.vacancy)?;
            willing(tx, application.person, &vacancy)?;
        }
        if self.to.needs_reason() && self.reason.is_none() {
            return Err(Error::invalid("reason", "empty"));
        }
        let decided_on = (!self.to.is_open()).then(|| Day(tx.today()));
        application.become_with(
            tx,
            self.ver,
            self.to,
            &[("reason", &self.reason), ("decided_on", &decided_on)],
        )
    }
}

/// Refuses a vacancy that takes nobody: its state, or its last day.
fn takes_people(tx: &Tx<'_>, id: VacancyId) -> Result<vacancies::Current> {
    let vacancy = vacancies::Current::load(tx, id)?;
    if !vacancy.state.takes_people() {
        return Err(tx.refuse_named(Refusal::VacancyClosed, vacancy.state));
    }
    match vacancy.deadline_on {
        Some(last) if last < tx.today() => {
            Err(tx.refuse_with(Refusal::VacancyClosed, last.to_string()))
        }
        _ => Ok(vacancy),
    }
}

/// Refuses whoever objects to being put forward to the company of a vacancy: no reason is an exception to that.
fn willing(tx: &Tx<'_>, person: PersonId, vacancy: &vacancies::Current) -> Result<()> {
    if objects(tx.conn(), person, vacancy.company)? {
        return Err(tx.refuse(Refusal::PersonObjects));
    }
    Ok(())
}

/// Since when the consent of an application does not hold any more, if it was taken back.
fn taken_back(conn: &Connection, application: ApplicationId) -> Result<Option<NaiveDate>> {
    let revoked = conn.maybe(
        "SELECT g.revoked_on FROM application a JOIN privacy_act g ON g.id = a.consent WHERE a.id = ?1",
        [application],
        |row| day(row, 0),
    )?;
    Ok(revoked.flatten())
}

/// Refuses what rests on a consent that was taken back.
fn agreed(tx: &Tx<'_>, application: ApplicationId) -> Result<()> {
    match taken_back(tx.conn(), application)? {
        Some(since) => Err(tx.refuse_with(Refusal::ConsentTakenBack, since.to_string())),
        None => Ok(()),
    }
}

/// Refuses an application that runs again, because something was taken back, if what the person said since stands
/// against it: an objection, or a consent that holds no more.
pub(super) fn may_run(tx: &Tx<'_>, id: ApplicationId) -> Result<()> {
    let Some(application) = Current::find(tx.conn(), id)? else {
        return Ok(());
    };
    if !application.state.is_open() {
        return Ok(());
    }
    let vacancy = vacancies::Current::load(tx, application.vacancy)?;
    willing(tx, application.person, &vacancy)?;
    agreed(tx, id)
}

/// An application as it stands, for the acts that change it.
pub(super) struct Current {
    id: ApplicationId,
    vacancy: VacancyId,
    person: PersonId,
    state: ApplicationState,
}

impl Current {
    /// Reads it and says whom the act is about.
    pub(super) fn load(tx: &Tx<'_>, id: ApplicationId) -> Result<Self> {
        let application =
            Self::find(tx.conn(), id)?.ok_or_else(|| Error::not_found("application", id))?;
        tx.about(application.person);
        Ok(application)
    }

    fn find(conn: &Connection, id: ApplicationId) -> Result<Option<Self>> {
        conn.maybe(
            "SELECT vacancy, person, state FROM application WHERE id = ?1",
            [id],
            |row| {
                Ok(Self {
                    id,
                    vacancy: row.get(0)?,
                    person: row.get(1)?,
                    state: row.get(2)?,
                })
            },
        )
    }

    pub(super) fn may_become(&self, tx: &Tx<'_>, to: ApplicationState) -> Result<()> {
        if self.state.may_become(to) {
            Ok(())
        } else {
            Err(tx.refuse_named(Refusal::WrongState, self.state))
        }
    }

    pub(super) fn become_with(
        &self,
        tx: &Tx<'_>,
        ver: i64,
        to: ApplicationState,
        with: &[Column<'_>],
    ) -> Result<()> {
        let mut columns: Vec<Column<'_>> = vec![("state", &to)];
        columns.extend_from_slice(with);
        tx.update("application", self.id, Some(ver), &columns)
    }

    /// The person's other open applications end: there is work.
    pub(super) fn end_the_others(&self, tx: &Tx<'_>) -> Result<()> {
        let rows: Vec<(ApplicationId, ApplicationState)> = tx.conn().all(
            "SELECT id, state FROM application WHERE person = ?1 AND id <> ?2 ORDER BY n",
            params![self.person, self.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let ended = ApplicationState::Withdrawn;
        for (id, _) in rows.iter().filter(|(_, state)| state.may_become(ended)) {
            tx.update(
                "application",
                *id,
                None,
                &[
                    ("state", &ended),
                    ("reason", &ApplicationReason::AlreadyEmployed),
                    ("decided_on", &Day(tx.today())),
                ],
            )?;
        }
        Ok(())
    }
}

// Queries -----------------------------------------------------------------------------------------------

const APPLICATION: &str = "SELECT a.id, a.ver, a.person, p.surname, p.name, a.vacancy, v.title, c.name, v.state, \
     a.state, a.score, a.lines, a.exception, g.given_on, a.sent_on, a.decided_on, a.reason, g.revoked_on \
     FROM application a JOIN person p ON p.id = a.person JOIN vacancy v ON v.id = a.vacancy \
     JOIN company c ON c.id = v.company LEFT JOIN privacy_act g ON g.id = a.consent ";

fn application_row(row: &Row<'_>) -> rusqlite::Result<ApplicationRow> {
    let lines: String = row.get(11)?;
    Ok(ApplicationRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        person: who(row, 2)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
        vacancy: row.get(5)?,
        title: row.get(6)?,
        company_name: row.get(7)?,
        vacancy_state: row.get(8)?,
        state: row.get(9)?,
        explained: Explained {
            score: row.get(10)?,
            // Lines that an older version wrote are not a reason to hide the application.
            lines: serde_json::from_str(&lines).unwrap_or_default(),
        },
        exception: row.get(12)?,
        consented_on: day(row, 13)?,
        revoked_on: day(row, 17)?,
        sent_on: day(row, 14)?,
        decided_on: day(row, 15)?,
        reason: row.get(16)?,
        placement: None,
    })
}

/// Whose applications are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationsOf {
    /// All that one person was put forward for.
    Person(PersonId),
    /// All who were put forward for one vacancy.
    Vacancy(VacancyId),
}

/// The applications of a person or of a vacancy, the latest first.
#[derive(Debug, Clone)]
pub struct Applications {
    /// Whose.
    pub of: ApplicationsOf,
}

impl Query for Applications {
    type Out = Vec<ApplicationRow>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(match self.of {
            ApplicationsOf::Person(person) => Look::open(person, LookAt::Applications),
            ApplicationsOf::Vacancy(_) => Look::list(LookAt::Applications),
        })
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<ApplicationRow>> {
        match self.of {
            ApplicationsOf::Person(person) => rows(db.conn, "a.person", &person.to_string()),
            ApplicationsOf::Vacancy(vacancy) => rows(db.conn, "a.vacancy", &vacancy.to_string()),
        }
    }
}

/// Of two that became one person's, the one that counts.
fn rows(conn: &Connection, whose: &str, id: &str) -> Result<Vec<ApplicationRow>> {
    let sql = format!("{APPLICATION} WHERE {whose} = ?1 AND a.same_as IS NULL ORDER BY a.n DESC");
    let mut rows = conn.all(&sql, [id], application_row)?;
    for row in &mut rows {
        if row.state == ApplicationState::Hired {
            row.placement = placement_of(conn, row.id)?;
        }
    }
    Ok(rows)
}
