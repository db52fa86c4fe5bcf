//! Writing the rows of an interview and taking them away.

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::entries::{Entry, EntryRow, ITALIAN, entries_of};
use crate::domain::ids::{EntryId, PersonId};
use crate::domain::interview::EntryKind;
use crate::domain::staff::Right;
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::people::{PersonFacts, facts_of, known, update_facts};

/// Writes a row of an interview: a new one, or one on file as it now is; or that there is nothing to write.
///
/// A skill or a language stands once: written again it is that row. What follows from a row stands in the person's
/// own: the labels of skills, the codes of languages, the level of Italian, the highest level of school finished.
/// [`Error::Invalid`] of what cannot be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WriteEntry {
    /// Of whom.
    pub person: PersonId,
    /// The row on file and its version; none for a new one.
    pub row: Option<(EntryId, i64)>,
    /// What it tells.
    pub entry: Entry,
}

impl Act for WriteEntry {
    type Out = ();
    const NAME: &'static str = "interview.write";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let rows = begin(tx, self.person)?;
        self.entry.check(tx.today())?;
        let kind = self.entry.kind();
        let nothing = Entry::Nothing(kind);
        if self.entry == nothing
            && rows
                .iter()
                .any(|row| row.entry.kind() == kind && row.entry != nothing)
        {
            return Err(Error::invalid("kind", "something is written"));
        }
        let own = self
            .row
            .map(|(id, _)| own_row(&rows, id, kind))
            .transpose()?;
        // That there is nothing no longer holds; the same skill or language is written over.
        let gone = rows.iter().filter(|row| {
            row.entry == nothing && self.entry != nothing || row.entry.is_same(&self.entry)
        });
        for (id, _) in gone.filter_map(|row| row.row) {
            if self.row.is_none_or(|(own, _)| own != id) {
                tx.delete("entry", id, None)?;
            }
        }
        let mut facts = facts_of(tx.conn(), self.person)?.0;
        if let Some(own) = own {
            forget(&mut facts, &own.entry);
        }
        follow(&mut facts, &self.entry);
        update_facts(tx, self.person, None, &facts)?;
        if self.entry.name() == Some(ITALIAN) {
            return Ok(());
        }
        let body =
            serde_json::to_string(&self.entry).map_err(|error| Error::Fault(error.to_string()))?;
        let columns: [Column<'_>; 1] = [("body", &body)];
        match self.row {
            Some((id, ver)) => tx.update("entry", id, Some(ver), &columns),
            None => {
                let new: [Column<'_>; 2] = [("person", &self.person), ("kind", &kind)];
                tx.insert("entry", tx.new_id::<Ulid>(), &[&new[..], &columns].concat())
            }
        }
    }
}

/// Takes a row of an interview away, with what follows from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemoveEntry {
    /// Of whom.
    pub person: PersonId,
    /// The row and its version; none of a skill or a language of which the person's own row knows.
    pub row: Option<(EntryId, i64)>,
    /// What it tells.
    pub entry: Entry,
}

impl Act for RemoveEntry {
    type Out = ();
    const NAME: &'static str = "interview.remove";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let rows = begin(tx, self.person)?;
        if let Some((id, ver)) = self.row {
            own_row(&rows, id, self.entry.kind())?;
            tx.delete("entry", id, Some(ver))?;
        }
        let mut facts = facts_of(tx.conn(), self.person)?.0;
        forget(&mut facts, &self.entry);
        update_facts(tx, self.person, None, &facts)
    }
}

fn begin(tx: &Tx<'_>, person: PersonId) -> Result<Vec<EntryRow>> {
    known(tx.conn(), person)?;
    tx.about(person);
    entries_of(tx.conn(), person)
}

/// The row of that identity; [`Error::NotFound`] of one that is another person's or of another kind.
fn own_row(rows: &[EntryRow], id: EntryId, kind: EntryKind) -> Result<&EntryRow> {
    let is =
        |row: &&EntryRow| row.entry.kind() == kind && row.row.is_some_and(|(own, _)| own == id);
    rows.iter()
        .find(is)
        .ok_or_else(|| Error::not_found("entry", id))
}

/// What follows from a row no longer does.
fn forget(facts: &mut PersonFacts, entry: &Entry) {
    match entry {
        Entry::Skill(skill) => facts.skills.retain(|label| *label != skill.label),
        Entry::Language(spoken) if spoken.lang == ITALIAN => facts.italian = None,
        Entry::Language(spoken) => facts.languages.retain(|lang| *lang != spoken.lang),
        _ => {}
    }
}

/// What follows from a row.
fn follow(facts: &mut PersonFacts, entry: &Entry) {
    match entry {
        Entry::Skill(skill) => put(&mut facts.skills, &skill.label),
        Entry::Language(spoken) if spoken.lang == ITALIAN => facts.italian = spoken.cefr,
        Entry::Language(spoken) => put(&mut facts.languages, &spoken.lang),
        Entry::Schooling(school) if !school.ongoing => {
            facts.education = facts.education.max(Some(school.level));
        }
        _ => {}
    }
}

fn put(list: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}
