//! Acts about one person on file.

use serde::{Deserialize, Serialize};

use super::facts::PersonFacts;
use super::writing::{
    Employment, Identification, Newcomer, Notice, Paper, employ_seen, has_identifier,
    identify_seen, known, notify, register, see, update_facts,
};
use crate::domain::ids::{DocumentId, PersonId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Before, Tx};
use crate::store::error::Result;

/// Puts somebody on file. Needs a surname or an identifier; a code that somebody else has is kept as
/// an anomaly, for two records of one person are merged by people, not refused by a machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RegisterPerson {
    /// Who.
    pub person: Newcomer,
}

impl Act for RegisterPerson {
    type Out = Registered;
    const NAME: &'static str = "person.register";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<Registered> {
        register(tx, &self.person)
    }
}

/// Who was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The person.
    pub person: PersonId,
    /// Who already has one of the identifiers.
    pub duplicate_of: Option<PersonId>,
}

/// Writes the facts of a person as they now are; only what differs is written. Refused when somebody
/// changed the record after version `ver`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangePerson {
    /// Who.
    pub person: PersonId,
    /// The version that the change was made from.
    pub ver: i64,
    /// All the facts, the unchanged ones too.
    pub facts: PersonFacts,
}

impl Act for ChangePerson {
    type Out = ();
    const NAME: &'static str = "person.change";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        let identified = || has_identifier(tx.conn(), self.person);
        if self.facts.surname.trim().is_empty() && !identified()? {
            return Err(tx.refuse(Refusal::NameOrCode));
        }
        update_facts(tx, self.person, Some(self.ver), &self.facts)
    }
}

/// Records an identifier, or corrects the one of its kind. Answers who already has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IdentifyPerson {
    /// Who.
    pub person: PersonId,
    /// The code or number.
    pub identifier: Identification,
    /// The code on record from which it was changed.
    #[serde(default)]
    pub before: Before<String>,
}

impl Act for IdentifyPerson {
    type Out = Option<PersonId>;
    const NAME: &'static str = "person.identify";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<Option<PersonId>> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        identify_seen(tx, self.person, &self.identifier, &self.before)
    }
}

/// Records an employment status: the period before it ends where it begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetEmployment {
    /// Who.
    pub person: PersonId,
    /// The status and its first day.
    pub employment: Employment,
    /// The status on record from which it was changed.
    #[serde(default)]
    pub before: Before<Employment>,
}

impl Act for SetEmployment {
    type Out = ();
    const NAME: &'static str = "person.employment";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        employ_seen(tx, self.person, self.employment, &self.before)
    }
}

/// Records that a paper was seen: what matters is who saw it and when, rarely a copy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeeDocument {
    /// Whose.
    pub person: PersonId,
    /// The paper.
    pub paper: Paper,
}

impl Act for SeeDocument {
    type Out = DocumentId;
    const NAME: &'static str = "person.document";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<DocumentId> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        see(tx, self.person, &self.paper)
    }
}

/// Records which privacy notice was given, in which language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GivePrivacyNotice {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub notice: Notice,
}

impl Act for GivePrivacyNotice {
    type Out = ();
    const NAME: &'static str = "person.notice";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        notify(tx, self.person, &self.notice)
    }
}
