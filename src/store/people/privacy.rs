//! What a person takes back, and what they object to: consents, and being put forward for work.
//!
//! Both hold from the day on which they are said. What rests on a consent ends with it: an application that was not
//! sent yet waits for another consent, one that was sent is withdrawn. What runs against an objection is withdrawn.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::writing::known;
use crate::domain::document::{Channel, PrivacyKind};
use crate::domain::ids::{CompanyId, PersonId, PrivacyActId};
use crate::domain::param::ParamKey;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::vacancy::{ApplicationReason, ApplicationState};
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::params::value;
use crate::store::sql::{Day, Id, Rows, day};

/// The person takes back a consent, or an objection. A notice that was given cannot be taken back.
///
/// [`Refusal::WrongState`] of what was taken back already.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct TakeBackConsent {
    /// Who.
    pub person: PersonId,
    /// What.
    pub consent: PrivacyActId,
}

impl Act for TakeBackConsent {
    /// How many applications rested on it that the companies have: they are to be told.
    type Out = usize;
    const NAME: &'static str = "person.take_back";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        let found = tx.conn().maybe(
            "SELECT kind, revoked_on, scope FROM privacy_act WHERE id = ?1 AND person = ?2",
            params![self.consent, self.person],
            |row| {
                let scope: Option<Id> = row.get(2)?;
                Ok((row.get::<_, PrivacyKind>(0)?, day(row, 1)?, scope))
            },
        )?;
        let Some((kind, revoked_on, scope)) = found else {
            return Err(Error::not_found("privacy_act", self.consent));
        };
        if kind == PrivacyKind::Notice {
            return Err(Error::invalid("kind", "a notice was given"));
        }
        if revoked_on.is_some() {
            return Err(tx.refuse(Refusal::WrongState));
        }
        // Of two records that were one person's all along both may have said the same.
        let same: Vec<Id> = tx.conn().all(
            "SELECT id FROM privacy_act WHERE person = ?1 AND kind = ?2 AND scope IS ?3 AND revoked_on IS NULL
             ORDER BY n",
            params![self.person, kind, scope],
            |row| row.get(0),
        )?;
        let mut told = 0;
        for consent in same {
            let today = Day(tx.today());
            tx.update("privacy_act", consent.0, None, &[("revoked_on", &today)])?;
            let resting = tx.conn().all(
                "SELECT id, state, sent_on IS NOT NULL FROM application WHERE consent = ?1 AND person = ?2 ORDER BY n",
                params![consent, self.person],
                resting,
            )?;
            for application in &resting {
                application.without_consent(tx)?;
                told += usize::from(application.sent);
            }
        }
        tx.subject("person", self.person);
        Ok(told)
    }
}

/// An application that rests on what is taken back, or runs against an objection.
struct Resting {
    id: Id,
    state: ApplicationState,
    /// Whether the company has it.
    sent: bool,
}

fn resting(row: &Row<'_>) -> rusqlite::Result<Resting> {
    Ok(Resting {
        id: row.get(0)?,
        state: row.get(1)?,
        sent: row.get(2)?,
    })
}

impl Resting {
    /// Waits for another consent if it was not sent, else is withdrawn.
    fn without_consent(&self, tx: &Tx<'_>) -> Result<()> {
        if self.state != ApplicationState::Consented {
            return self.withdrawn(tx);
        }
        let unsent: [Column<'_>; 2] = [
            ("state", &ApplicationState::Proposed),
            ("consent", &None::<Id>),
        ];
        tx.update("application", self.id.0, None, &unsent)
    }

    /// Ends it, if it has not ended.
    fn withdrawn(&self, tx: &Tx<'_>) -> Result<()> {
        if !self.state.may_become(ApplicationState::Withdrawn) {
            return Ok(());
        }
        let today = Day(tx.today());
        let ended: [Column<'_>; 3] = [
            ("state", &ApplicationState::Withdrawn),
            ("reason", &ApplicationReason::Other),
            ("decided_on", &today),
        ];
        tx.update("application", self.id.0, None, &ended)
    }
}

/// The person objects to being put forward: to a company, or to any. Nobody puts them forward there until they take it
/// back ([`TakeBackConsent`]); what runs there is withdrawn.
///
/// [`Refusal::WrongState`] where they object already.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Object {
    /// Who.
    pub person: PersonId,
    /// To which company; none: to any.
    pub company: Option<CompanyId>,
    /// How it was said.
    pub channel: Channel,
    /// In which language, ISO 639.
    pub lang: String,
}

impl Act for Object {
    /// How many applications the companies have to which the person objects: they are to be told.
    type Out = usize;
    const NAME: &'static str = "person.object";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        if let Some(company) = self.company
            && !tx
                .conn()
                .exists("SELECT 1 FROM company WHERE id = ?1", [company])?
        {
            return Err(Error::not_found("company", company));
        }
        let same = "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'objection' AND revoked_on IS NULL
                    AND scope IS ?2";
        if tx.conn().exists(same, params![self.person, self.company])? {
            return Err(tx.refuse(Refusal::WrongState));
        }
        // It is the notice that tells of the right to object.
        let version = value(tx.conn(), ParamKey::NoticeVersion, tx.today())?;
        tx.insert(
            "privacy_act",
            tx.new_id::<Ulid>(),
            &[
                ("person", &self.person),
                ("kind", &PrivacyKind::Objection),
                ("version", &version),
                ("lang", &self.lang),
                ("channel", &self.channel),
                ("given_on", &Day(tx.today())),
                ("scope", &self.company),
            ],
        )?;
        let running = tx.conn().all(
            "SELECT a.id, a.state, a.sent_on IS NOT NULL FROM application a JOIN vacancy v ON v.id = a.vacancy
             WHERE a.person = ?1 AND (?2 IS NULL OR v.company = ?2) ORDER BY a.n",
            params![self.person, self.company],
            resting,
        )?;
        let mut told = 0;
        for application in running.iter().filter(|one| one.state.is_open()) {
            application.withdrawn(tx)?;
            told += usize::from(application.sent);
        }
        tx.subject("person", self.person);
        Ok(told)
    }
}

/// Whether somebody objects to being put forward to a company, or to any.
pub(in crate::store) fn objects(
    conn: &Connection,
    person: PersonId,
    company: CompanyId,
) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'objection' AND revoked_on IS NULL
         AND (scope IS NULL OR scope = ?2)",
        params![person, company],
    )
}
