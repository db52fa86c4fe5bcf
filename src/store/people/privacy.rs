//! What a person takes back, and what they object to: consents, and being put forward for work.
//!
//! Both hold from the day on which they are said. What rests on a consent ends with it: an application that was not
//! sent yet waits for another consent, one that was sent is withdrawn.

use rusqlite::{Connection, params};
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
    /// How many applications were withdrawn that the companies have already.
    type Out = usize;
    const NAME: &'static str = "person.take_back";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        let found = tx.conn().maybe(
            "SELECT kind, revoked_on FROM privacy_act WHERE id = ?1 AND person = ?2",
            params![self.consent, self.person],
            |row| Ok((row.get::<_, PrivacyKind>(0)?, day(row, 1)?)),
        )?;
        let Some((kind, revoked_on)) = found else {
            return Err(Error::not_found("privacy_act", self.consent));
        };
        if kind == PrivacyKind::Notice {
            return Err(Error::invalid("kind", "a notice was given"));
        }
        if revoked_on.is_some() {
            return Err(tx.refuse(Refusal::WrongState));
        }
        let today = Day(tx.today());
        tx.update("privacy_act", self.consent, None, &[("revoked_on", &today)])?;
        let resting: Vec<(Id, ApplicationState)> = tx.conn().all(
            "SELECT id, state FROM application WHERE consent = ?1 AND person = ?2 ORDER BY n",
            params![self.consent, self.person],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut withdrawn = 0;
        for (id, state) in resting {
            let unsent: [Column<'_>; 2] = [
                ("state", &ApplicationState::Proposed),
                ("consent", &None::<Id>),
            ];
            let ended: [Column<'_>; 3] = [
                ("state", &ApplicationState::Withdrawn),
                ("reason", &ApplicationReason::Other),
                ("decided_on", &today),
            ];
            if state == ApplicationState::Consented {
                tx.update("application", id.0, None, &unsent)?;
            } else if state.may_become(ApplicationState::Withdrawn) {
                tx.update("application", id.0, None, &ended)?;
                withdrawn += 1;
            }
        }
        tx.subject("person", self.person);
        Ok(withdrawn)
    }
}

/// The person objects to being put forward: to a company, or to any. Nobody puts them forward there until they take it
/// back ([`TakeBackConsent`]).
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
    type Out = ();
    const NAME: &'static str = "person.object";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
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
        tx.subject("person", self.person);
        Ok(())
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
