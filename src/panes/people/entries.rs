//! A section of the interview that is a list: its rows, and what becomes of the form of one.
//!
//! ```text
//! Lavori svolti
//!
//! 1 Cameriera, Bar Centrale, dal 01/03/2019 al 30/06/2021
//! 2 Aggiungi
//! ```

use chrono::NaiveDate;

use crate::domain::ids::PersonId;
use crate::domain::interview::{EntryKind, NeedKind, Section};
use crate::domain::staff::Right;
use crate::panes::{Cx, Env, person};
use crate::store::interview::{Entry, EntryRow, Interview, InterviewOf, RemoveEntry, WriteEntry};
use crate::store::{Draft, Error};
use crate::ui::list::ListState;
use crate::ui::part::PartEvent;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Say, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::entry_fields as fields;
use super::entry_form::EntryForm;
use super::interview::section;
use super::{Msg, People, Sub};

/// The list of a section.
pub(super) struct Entries {
    person: PersonId,
    section: Section,
    kind: EntryKind,
    rows: Vec<(EntryRow, String)>,
    /// What can be said below the rows: that there is nothing of their kind, and whether it was said.
    none: Vec<(Entry, bool)>,
    pub(super) list: ListState<usize>,
}

impl Entries {
    pub(super) fn new(
        (person, section, kind): (PersonId, Section, EntryKind),
        rows: &[EntryRow],
        env: &Env,
    ) -> Self {
        let mut entries = Self {
            person,
            section,
            kind,
            rows: Vec::new(),
            none: Vec::new(),
            list: ListState::new(),
        };
        entries.take(rows, env);
        entries
    }

    /// The rows as they are now.
    pub(super) fn take(&mut self, rows: &[EntryRow], env: &Env) {
        let own = rows.iter().filter(|row| row.entry.kind() == self.kind);
        let none = Entry::none_of(self.kind).into_iter();
        let none = none.filter(|none| !own.clone().any(|row| none.denies(&row.entry)));
        self.none = none
            .map(|none| {
                let said = own.clone().any(|row| row.entry == none);
                (none, said)
            })
            .collect();
        self.rows = own
            .filter(|row| !row.entry.is_none())
            .map(|row| (row.clone(), say(&row.entry, env)))
            .collect();
        self.list.keep(self.rows.len() + 1 + self.none.len(), |i| i);
    }

    /// A row below the list: to add one, then that there is none.
    fn way<'a>(&'a self, i: usize, env: &'a Env) -> Span<'a> {
        let words = &env.words;
        let Some((none, said)) = i.checked_sub(1).and_then(|i| self.none.get(i)) else {
            return Span::plain(words.get(MessageId("entries-add")));
        };
        let what = words.get(none_of(none));
        if !said {
            return Span::plain(what);
        }
        let said = words.with(MessageId("entries-said"), &[("what", what.as_ref().into())]);
        Span::toned(said, Tone::Quiet)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let list = List::of(
            vec![Column::new(
                Say::Borrowed(""),
                Width::Fill { min: 20, weight: 1 },
            )],
            RowsBy::new(self.rows.len() + 1 + self.none.len(), move |i| {
                let cell = match self.rows.get(i) {
                    Some((_, said)) => Span::plain(said.as_str()),
                    None => self.way(i - self.rows.len(), env),
                };
                Row { cells: vec![cell] }
            }),
        )
        .selecting(self.list.selected());
        View::new(section(self.section, env), vec![Block::List(list)]).at(0, self.list.selected())
    }
}

/// That there is nothing of a kind, in words.
const fn none_of(none: &Entry) -> MessageId {
    match none {
        Entry::NoneOf(NeedKind::Strength) => MessageId("entries-no-strengths"),
        Entry::NoneOf(NeedKind::Need) => MessageId("entries-no-needs"),
        _ => MessageId("entries-none"),
    }
}

/// A row in words: what it is, then when.
pub(super) fn say(entry: &Entry, env: &Env) -> String {
    let words = &env.words;
    let on = |id: MessageId, day: Option<NaiveDate>| {
        day.map(|day| {
            words
                .with(id, &[("day", words.date(day).into())])
                .into_owned()
        })
    };
    let to = |day| on(MessageId("sealed-to"), day);
    let period = |from, until| {
        let ends = [on(MessageId("sealed-from"), from), to(until)];
        let ends: Vec<String> = ends.into_iter().flatten().collect();
        (!ends.is_empty()).then(|| ends.join(" "))
    };
    let parts: Vec<Option<String>> = match entry {
        Entry::Work(done) => vec![
            Some(done.title.clone()),
            done.employer.clone(),
            done.contract.map(|contract| person::word(words, contract)),
            period(Some(done.from_on), done.to_on),
        ],
        Entry::Schooling(school) => vec![
            Some(person::word(words, school.level)),
            school.title.clone(),
            school.recognised.map(|known| {
                let known = [("known", person::word(words, known).into())];
                words
                    .with(MessageId("entry-recognised-is"), &known)
                    .into_owned()
            }),
            if school.ongoing {
                Some(words.get(MessageId("entry-goes-on")).into_owned())
            } else {
                to(school.to_on)
            },
        ],
        Entry::Skill(skill) => vec![
            Some(env.reference.skill_name(&skill.label, env.lang).to_owned()),
            skill.level.map(|level| person::word(words, level)),
            skill.proof.clone(),
        ],
        Entry::Language(spoken) => vec![
            Some(fields::tongue(&spoken.lang, env)),
            spoken.cefr.map(|cefr| person::word(words, cefr)),
        ],
        Entry::Benefit(benefit) => vec![
            Some(person::word(words, benefit.kind)),
            period(benefit.from_on, benefit.to_on),
        ],
        Entry::Need(need) => vec![
            Some(person::word(words, need.kind)),
            Some(person::word(words, need.domain)),
            need.level.map(|level| person::word(words, level)),
            need.words.lines().next().map(str::to_owned),
        ],
        Entry::Nothing(_) | Entry::NoneOf(_) => {
            vec![Some(words.get(none_of(entry)).into_owned())]
        }
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    person::sentence_case(&parts.join(", "))
}

impl People {
    pub(super) fn at_entries(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Entries(_)))
    }

    /// A row of a section was opened: its form, that of a new one, or that there is nothing.
    pub(super) fn entries_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Entries(entries)) = self.stack.last() else {
            return;
        };
        if !cx.env().staff.may(Right::PeopleWrite) {
            return cx.tell(Tone::Warn, MessageId("record-read-only"));
        }
        let (person, kind) = (entries.person, entries.kind);
        let none = row.checked_sub(entries.rows.len() + 1);
        if let Some((none, _)) = none.and_then(|i| entries.none.get(i)) {
            let act = WriteEntry {
                person,
                row: None,
                was: None,
                entry: none.clone(),
            };
            return cx.act(act, Msg::EntryDone);
        }
        let known = entries.rows.get(row).map(|(row, _)| row.clone());
        let form = EntryForm::new((person, self.version()), kind, known, cx.env());
        let key = form.key();
        self.stack.push(Sub::Entry(Box::new(form)));
        cx.find_draft(key, Msg::Draft);
    }

    /// The version of the record under the interview.
    fn version(&self) -> i64 {
        self.record().map_or(0, |record| record.person.ver)
    }

    /// Takes away the row that is selected; undo brings it back.
    pub(super) fn remove_entry(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Entries(entries)) = self.stack.last() else {
            return;
        };
        let Some((known, _)) = entries.rows.get(entries.list.selected()) else {
            return cx.tell(Tone::Plain, MessageId("entries-which"));
        };
        let act = RemoveEntry {
            person: entries.person,
            row: known.row,
            entry: known.entry.clone(),
        };
        cx.act(act, Msg::EntryGone);
    }

    pub(super) fn entry_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Entry(form)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => form.edited(field, &env),
            PartEvent::Left(field) => form.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = form.payload(&env) {
                    cx.act(act, Msg::EntryDone);
                }
            }
            _ => {}
        }
    }

    /// The row is on disk: its form is done.
    pub(super) fn entry_done(&mut self, said: MessageId, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Entry(form)) = self.stack.last() {
            cx.drop_draft(form.key());
            self.stack.pop();
        }
        let undo = cx.env().call("app", "undo");
        let said = cx.env().words.with(said, &[("key", undo.into())]);
        let said = said.into_owned();
        cx.say(Tone::Good, said);
        self.reread(cx);
    }

    /// A row was changed or taken away while its form lay open, or its person became part of another.
    pub(super) fn entry_is_past(&mut self, error: &Error, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Entry(form)) = self.stack.last() else {
            return cx.fail(error);
        };
        let person = form.person();
        match error {
            Error::Refused { .. } => self.reread(cx),
            Error::Conflict { .. } => {
                cx.read("theirs", InterviewOf { person }, |now| {
                    Msg::EntryTheirs(now, false)
                });
            }
            _ => {
                cx.fail(error);
                cx.read("theirs", InterviewOf { person }, |now| {
                    Msg::EntryTheirs(now, true)
                });
            }
        }
    }

    /// Somebody else was faster: what was typed goes over the row as it is now, and is saved at once where that leaves
    /// nothing to tell. Where the row is gone it is a new one.
    pub(super) fn entry_over(&mut self, now: Interview, gone: bool, cx: &mut Cx<'_, Self>) {
        let (env, ver) = (cx.env().clone(), self.version());
        let Some(Sub::Entry(form)) = self.stack.last_mut() else {
            return;
        };
        if form.person() != now.person {
            return;
        }
        **form = form.over(&now.entries, ver, &env);
        let settled = form.form.clashes().is_empty();
        self.take_interview(now, cx);
        if gone {
            cx.tell(Tone::Warn, MessageId("entry-row-gone"));
        } else if settled {
            self.entry_event(PartEvent::Submit, cx);
        }
    }

    /// A draft of a row opens its form, once the interview is here. Of a record that was made part of another, the
    /// row is that other's now.
    pub(super) fn resume_entry(&mut self, draft: &Draft, cx: &mut Cx<'_, Self>) {
        let (env, ver) = (cx.env().clone(), self.version());
        let (Some(record), Some(now)) = (
            self.record(),
            self.interview().and_then(|page| page.now.as_ref()),
        ) else {
            return;
        };
        let Some((of, kind, _)) = EntryForm::of_draft(&draft.subject) else {
            return;
        };
        let is_its = of == now.person || record.person.parts.contains(&of);
        if record.person.id != now.person || !is_its {
            return;
        }
        let whose = (now.person, ver);
        let Some((form, gone)) = EntryForm::resumed(whose, &now.entries, draft, &env) else {
            return;
        };
        let section = Section::ALL.iter().find(|one| one.entries() == Some(kind));
        let entries =
            section.map(|section| Entries::new((now.person, *section, kind), &now.entries, &env));
        self.stack
            .extend(entries.map(|entries| Sub::Entries(Box::new(entries))));
        self.stack.push(Sub::Entry(Box::new(form)));
        if gone {
            cx.tell(Tone::Warn, MessageId("entry-row-gone"));
        } else {
            cx.tell(Tone::Plain, MessageId("edit-resumed"));
        }
    }
}
