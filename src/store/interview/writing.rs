//! Writing the rows of an interview and taking them away.

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::entries::{Entry, EntryRow, ITALIAN, entries_of};
use crate::domain::ids::{EntryId, PersonId};
use crate::domain::interview::EntryKind;
use crate::domain::person::Education;
use crate::domain::staff::Right;
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::people::{PersonFacts, facts_of, known, update_facts};

/// Writes a row of an interview: a new one, or one on file as it now is; or that there is nothing to write.
///
/// A skill or a language stands once: written again it is that row, with what either tells; where the two differ,
/// [`Error::Conflict`] of a new row and [`Error::Invalid`] of one that was renamed. What follows from a row stands in the person's
/// own: the labels of skills, the codes of languages, the level of Italian, the highest level of school finished;
/// what followed from the row as it was no longer does.
/// [`Error::Invalid`] of what cannot be; [`Error::Conflict`] and [`Error::NotFound`] of a row that was changed or
/// taken away since it was seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WriteEntry {
    /// Of whom.
    pub person: PersonId,
    /// The row on file and its version; none for a new one, and of a row of which only the person's own knows.
    pub row: Option<(EntryId, i64)>,
    /// What that row said, where only the person's own knows of it.
    #[serde(default)]
    pub was: Option<Entry>,
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
        if matches!(&self.entry, Entry::Language(spoken) if self.entry.is_italian() && spoken.cefr.is_none())
        {
            return Err(Error::invalid("cefr", "Italian is known at a level"));
        }
        if rows.iter().any(|row| self.entry.denies(&row.entry)) {
            return Err(Error::invalid("kind", "something is written"));
        }
        let seen = (self.row, self.was.as_ref());
        let own = own_row(tx, self.person, &rows, (kind, seen))?;
        let mut entry = self.met(tx, &rows, own)?;
        // That there is nothing no longer holds; the same skill or language is one row.
        let gone = rows.iter().filter(|row| {
            let again = self.entry.is_none() && row.entry == self.entry;
            again || row.entry.denies(&self.entry) || row.entry.is_same(&self.entry)
        });
        for (id, _) in gone.filter_map(|row| row.row) {
            if self.row.is_none_or(|(own, _)| own != id) {
                tx.delete("entry", id, None)?;
            }
        }
        let mut facts = facts_of(tx.conn(), self.person)?.0;
        if let Some(own) = own {
            forget(&mut facts, &rows, own);
        }
        if let Entry::Schooling(school) = &mut entry {
            school.apart = apart(&facts, rows.iter().filter(|row| !is_own(row, own)));
        }
        follow(&mut facts, &entry);
        update_facts(tx, self.person, None, &facts)?;
        self.put(tx, &entry)
    }
}

impl WriteEntry {
    /// What is written, with what another row of the same skill or language tells that was not seen. Where that row
    /// says something else nothing is written over it.
    fn met(&self, tx: &Tx<'_>, rows: &[EntryRow], own: Option<&EntryRow>) -> Result<Entry> {
        let mut entry = self.entry.clone();
        let others = rows
            .iter()
            .filter(|row| own.is_none_or(|own| !std::ptr::eq(*row, own)))
            .filter(|row| row.entry.is_same(&self.entry));
        for other in others {
            entry = match entry.with(&other.entry) {
                Some(both) => both,
                None if own.is_some() => return Err(Error::invalid("name", "another row has it")),
                None => {
                    return Err(match other.row {
                        Some((id, _)) => tx.conflict("entry", id.0),
                        None => tx.conflict("person", self.person.0),
                    });
                }
            };
        }
        Ok(entry)
    }

    /// Italian has a column of its own, and no row.
    fn put(&self, tx: &Tx<'_>, entry: &Entry) -> Result<()> {
        let italian = entry.name() == Some(ITALIAN);
        let body = serde_json::to_string(entry).map_err(|error| Error::Fault(error.to_string()))?;
        let columns: [Column<'_>; 1] = [("body", &body)];
        match self.row {
            Some((id, ver)) if italian => tx.delete("entry", id, Some(ver)),
            Some((id, ver)) => tx.update("entry", id, Some(ver), &columns),
            None if italian => Ok(()),
            None => {
                let kind = self.entry.kind();
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
        let seen = (self.row, Some(&self.entry));
        let own = own_row(tx, self.person, &rows, (self.entry.kind(), seen))?;
        if let Some((id, ver)) = self.row {
            tx.delete("entry", id, Some(ver))?;
        }
        let mut facts = facts_of(tx.conn(), self.person)?.0;
        if let Some(own) = own {
            forget(&mut facts, &rows, own);
        }
        update_facts(tx, self.person, None, &facts)
    }
}

fn begin(tx: &Tx<'_>, person: PersonId) -> Result<Vec<EntryRow>> {
    known(tx.conn(), person)?;
    tx.about(person);
    entries_of(tx.conn(), person)
}

/// A row as it was seen: its identity and version, or what it said where only the person's own row knew of it.
type Seen<'a> = (Option<(EntryId, i64)>, Option<&'a Entry>);

/// The row on file that was seen, if one was; [`Error::NotFound`] of one that is another person's, of another kind or
/// gone, [`Error::Conflict`] of one that only the person's own row knew of and that says something else now.
fn own_row<'r>(
    tx: &Tx<'_>,
    person: PersonId,
    rows: &'r [EntryRow],
    (kind, (row, was)): (EntryKind, Seen<'_>),
) -> Result<Option<&'r EntryRow>> {
    if let Some((id, _)) = row {
        let is = |known: &&EntryRow| {
            known.entry.kind() == kind && known.row.is_some_and(|(own, _)| own == id)
        };
        let own = rows.iter().find(is);
        return own.map(Some).ok_or_else(|| Error::not_found("entry", id));
    }
    let Some(was) = was else {
        return Ok(None);
    };
    match rows.iter().find(|row| row.entry.is_same(was)) {
        Some(now) if now.row.is_none() && now.entry == *was => Ok(Some(now)),
        Some(_) => Err(tx.conflict("person", person.0)),
        None => Err(Error::not_found("entry", person)),
    }
}

fn is_own(row: &EntryRow, own: Option<&EntryRow>) -> bool {
    own.is_some_and(|own| std::ptr::eq(row, own))
}

/// The level of school that a record tells apart from rows: what it says beside them, else what it said before they
/// were written.
fn apart<'r>(
    facts: &PersonFacts,
    rows: impl Iterator<Item = &'r EntryRow> + Clone,
) -> Option<Education> {
    let level = facts.education?;
    if !rows.clone().any(|row| finished(&row.entry) == Some(level)) {
        return Some(level);
    }
    rows.filter_map(|row| told_apart(&row.entry)).max()
}

fn told_apart(entry: &Entry) -> Option<Education> {
    match entry {
        Entry::Schooling(school) => school.apart,
        _ => None,
    }
}

/// What follows from a row no longer does. A level of school that stood for its own row alone falls to the highest of
/// the others and of what was told apart from them.
fn forget(facts: &mut PersonFacts, rows: &[EntryRow], own: &EntryRow) {
    match &own.entry {
        Entry::Skill(skill) => facts.skills.retain(|label| *label != skill.label),
        Entry::Language(spoken) if spoken.lang == ITALIAN => facts.italian = None,
        Entry::Language(spoken) => facts.languages.retain(|lang| *lang != spoken.lang),
        Entry::Schooling(_) => {
            let level = finished(&own.entry);
            if level.is_some() && level == facts.education {
                let others = rows.iter().filter(|row| row.row != own.row);
                let others = others.filter_map(|row| finished(&row.entry)).max();
                facts.education = others.max(told_apart(&own.entry));
            }
        }
        _ => {}
    }
}

/// What follows from a row.
fn follow(facts: &mut PersonFacts, entry: &Entry) {
    match entry {
        Entry::Skill(skill) => put(&mut facts.skills, &skill.label),
        Entry::Language(spoken) if spoken.lang == ITALIAN => facts.italian = spoken.cefr,
        Entry::Language(spoken) => put(&mut facts.languages, &spoken.lang),
        entry => facts.education = facts.education.max(finished(entry)),
    }
}

/// The level of a school that is finished.
fn finished(entry: &Entry) -> Option<Education> {
    match entry {
        Entry::Schooling(school) if !school.ongoing => Some(school.level),
        _ => None,
    }
}

pub(super) fn put(list: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}
