//! A section of the interview that is a list: its rows, and the form of one.
//!
//! ```text
//! Lavori svolti
//!
//! 1 Cameriera, Bar Centrale, dal 01/03/2019 al 30/06/2021
//! 2 Aggiungi
//! ```

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::Towards;
use crate::domain::ids::{EntryId, PersonId};
use crate::domain::interview::{EntryKind, Section};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Draft;
use crate::store::interview::{
    Benefit, Entry, EntryRow, Need, RemoveEntry, Schooling, Skill, Spoken, WorkDone, WriteEntry,
};
use crate::ui::form::Form;
use crate::ui::list::ListState;
use crate::ui::part::PartEvent;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Say, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::entry_fields as fields;
use super::interview::section;
use super::{Msg, People, Sub};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.entry";

/// The list of a section.
pub(super) struct Entries {
    person: PersonId,
    section: Section,
    kind: EntryKind,
    rows: Vec<(EntryRow, String)>,
    /// Whether it was said that there is nothing.
    nothing: bool,
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
            nothing: false,
            list: ListState::new(),
        };
        entries.take(rows, env);
        entries
    }

    /// The rows as they are now.
    pub(super) fn take(&mut self, rows: &[EntryRow], env: &Env) {
        let own = rows.iter().filter(|row| row.entry.kind() == self.kind);
        self.nothing = own
            .clone()
            .any(|row| matches!(row.entry, Entry::Nothing(_)));
        self.rows = own
            .filter(|row| !matches!(row.entry, Entry::Nothing(_)))
            .map(|row| (row.clone(), say(&row.entry, env)))
            .collect();
        self.list.keep(self.rows.len() + self.ways().len(), |i| i);
    }

    /// The rows below the list: to add one, and that there is none.
    fn ways(&self) -> &'static [MessageId] {
        const WAYS: [MessageId; 2] = [MessageId("entries-add"), MessageId("entries-none")];
        let none = self.rows.is_empty() && self.kind.none_answers().is_some();
        &WAYS[..=usize::from(none)]
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let ways = self.ways();
        let list = List::of(
            vec![Column::new(
                Say::Borrowed(""),
                Width::Fill { min: 20, weight: 1 },
            )],
            RowsBy::new(self.rows.len() + ways.len(), move |i| {
                let cell = match self.rows.get(i) {
                    Some((_, said)) => Span::plain(said.as_str()),
                    None => match ways[i - self.rows.len()] {
                        MessageId("entries-none") if self.nothing => {
                            Span::toned(words.get(MessageId("entries-none-said")), Tone::Quiet)
                        }
                        way => Span::plain(words.get(way)),
                    },
                };
                Row { cells: vec![cell] }
            }),
        )
        .selecting(self.list.selected());
        View::new(section(self.section, env), vec![Block::List(list)]).at(0, self.list.selected())
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
            Some(skill.label.clone()),
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
        Entry::Nothing(_) => Vec::new(),
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    person::sentence_case(&parts.join(", "))
}

/// The form of a row.
pub(super) struct EntryForm {
    pub(super) form: Form,
    person: PersonId,
    kind: EntryKind,
    row: Option<(EntryId, i64)>,
    title: String,
}

impl EntryForm {
    fn new(person: PersonId, kind: EntryKind, row: Option<&EntryRow>, env: &Env) -> Self {
        let mut form = Form::new(FORM, fields::of(kind, env));
        if let Some(row) = row {
            fields::fill(&mut form, &row.entry, env);
        }
        fields::follow(&mut form);
        Self {
            form,
            person,
            kind,
            row: row.and_then(|row| row.row),
            title: person::sentence_case(&person::word(&env.words, kind)),
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        let row = self.row.map(|(id, _)| id.to_string()).unwrap_or_default();
        DraftKey::new(FORM, format!("{} {} {row}", self.person, self.kind.code()))
    }

    /// Whose row of which kind a draft is of.
    pub(super) fn of_draft(subject: &str) -> Option<(PersonId, EntryKind, Option<EntryId>)> {
        let mut parts = subject.splitn(3, ' ');
        let (person, kind) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((person, kind, parts.next()?.parse().ok()))
    }

    /// Offers what answers the text of a picker.
    pub(super) fn edited(&mut self, field: usize, env: &Env) {
        fields::offer(&mut self.form, field, env);
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(name) = person::look_at_field(&mut self.form, field, env) else {
            return;
        };
        let towards = match (name, self.kind) {
            (fields::TO, EntryKind::Benefit) => Some(Towards::Future),
            (fields::FROM | fields::TO, _) => Some(Towards::Past),
            _ => None,
        };
        if let Some(towards) = towards {
            person::read_day(&mut self.form, name, towards, env);
        }
        let (from, to) = self.days(env);
        let wrong = match name {
            fields::HOURS => {
                let typed = self.form.value(fields::HOURS);
                let right =
                    typed.is_empty() || typed.parse().is_ok_and(|n: u8| (1..=168).contains(&n));
                (!right).then_some(MessageId("entry-hours-wrong"))
            }
            fields::FROM if self.kind == EntryKind::Work => {
                let future = from.is_some_and(|from| from > env.today());
                future.then_some(MessageId("entry-not-begun"))
            }
            fields::TO => {
                let before = from.zip(to).is_some_and(|(from, to)| from > to);
                before.then_some(MessageId("entry-before-first"))
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            self.form.set_error(name, env.words.get(wrong));
        }
        fields::follow(&mut self.form);
    }

    fn days(&self, env: &Env) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let towards = match self.kind {
            EntryKind::Benefit => Towards::Future,
            _ => Towards::Past,
        };
        (
            person::day_in(&self.form, fields::FROM, Towards::Past, env),
            person::day_in(&self.form, fields::TO, towards, env),
        )
    }

    /// The act that writes the row; none when something is wrong: the cursor is there.
    fn payload(&mut self, env: &Env) -> Option<WriteEntry> {
        for field in 0..self.form.fields.len() {
            if !self.form.fields[field].hidden {
                self.left(field, env);
            }
        }
        let lacking: Vec<&'static str> = self.form.missing().map(|field| field.name).collect();
        for name in lacking {
            self.form
                .set_error(name, env.words.get(MessageId("entry-needed")));
        }
        if self.form.go_to_error() {
            return None;
        }
        Some(WriteEntry {
            person: self.person,
            row: self.row,
            was: None,
            entry: self.entry(env)?,
        })
    }

    fn entry(&self, env: &Env) -> Option<Entry> {
        let form = &self.form;
        let said = |name: &str| Some(form.value(name).to_owned()).filter(|said| !said.is_empty());
        let (from_on, to_on) = self.days(env);
        Some(match self.kind {
            EntryKind::Work => {
                let occupation = form.field(fields::OCCUPATION)?.chosen.as_ref();
                let title = said(fields::TITLE);
                Entry::Work(WorkDone {
                    title: title.or_else(|| occupation.map(|one| one.label.clone()))?,
                    isco08: said(fields::OCCUPATION),
                    employer: said(fields::EMPLOYER),
                    contract: form.value(fields::CONTRACT).parse().ok(),
                    hours_week: form.value(fields::HOURS).parse().ok(),
                    from_on: from_on?,
                    to_on,
                    end_reason: form.value(fields::REASON).parse().ok(),
                })
            }
            EntryKind::Schooling => Entry::Schooling(Schooling {
                level: form.value(fields::LEVEL).parse().ok()?,
                title: said(fields::TITLE),
                country: said(fields::COUNTRY),
                recognised: form.value(fields::RECOGNISED).parse().ok(),
                to_on,
                ongoing: form.value(fields::ONGOING) == fields::YES,
            }),
            EntryKind::Skill => Entry::Skill(Skill {
                label: said(fields::SKILL).or_else(|| said(fields::TITLE))?,
                level: form.value(fields::LEVEL).parse().ok(),
                proof: said(fields::PROOF),
            }),
            EntryKind::Language => Entry::Language(Spoken {
                lang: said(fields::LANG)?,
                cefr: form.value(fields::LEVEL).parse().ok(),
            }),
            EntryKind::Benefit => Entry::Benefit(Benefit {
                kind: form.value(fields::KIND).parse().ok()?,
                from_on,
                to_on,
            }),
            EntryKind::Need => Entry::Need(Need {
                kind: form.value(fields::KIND).parse().ok()?,
                domain: form.value(fields::DOMAIN).parse().ok()?,
                level: form.value(fields::LEVEL).parse().ok(),
                words: said(fields::WORDS)?,
            }),
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(self.title.as_str(), &self.form)
    }
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
        let (person, kind) = (entries.person, entries.kind);
        if row > entries.rows.len() {
            let act = WriteEntry {
                person,
                row: None,
                was: None,
                entry: Entry::Nothing(kind),
            };
            return cx.act(act, Msg::EntryDone);
        }
        let known = entries.rows.get(row).map(|(row, _)| row);
        let form = EntryForm::new(person, kind, known, cx.env());
        let key = form.key();
        self.stack.push(Sub::Entry(Box::new(form)));
        cx.find_draft(key, Msg::Draft);
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

    /// The draft of a row comes back into the form that is open, or opens it once the interview is here.
    pub(super) fn resume_entry(&mut self, draft: &Draft, cx: &mut Cx<'_, Self>) {
        let Some((person, kind, row)) = EntryForm::of_draft(&draft.subject) else {
            return;
        };
        let Some(now) = self.interview().and_then(|page| page.now.as_ref()) else {
            return;
        };
        let known = now
            .entries
            .iter()
            .find(|known| row.is_some() && known.row.map(|(id, _)| id) == row);
        let mut form = EntryForm::new(person, kind, known, cx.env());
        form.form.restore(&draft.payload);
        fields::follow(&mut form.form);
        let section = Section::ALL.iter().find(|one| one.entries() == Some(kind));
        if let Some(section) = section {
            let entries = Entries::new((person, *section, kind), &now.entries, cx.env());
            self.stack.push(Sub::Entries(Box::new(entries)));
        }
        self.stack.push(Sub::Entry(Box::new(form)));
        cx.tell(Tone::Plain, MessageId("edit-resumed"));
    }
}
