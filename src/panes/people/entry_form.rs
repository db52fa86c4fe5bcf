//! The form of one row of the interview: filled from a row, checked, and what it saves.
//!
//! A row may stand on file by itself, or only in what the person's own record says; either may be changed by somebody
//! else while the form lies open, and then meets what was typed here field by field.

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::Towards;
use crate::domain::ids::PersonId;
use crate::domain::interview::EntryKind;
use crate::panes::{DraftKey, Env, person};
use crate::store::Draft;
use crate::store::interview::{
    Benefit, Entry, EntryRow, Need, Schooling, Skill, Spoken, WorkDone, WriteEntry,
};
use crate::ui::form::Form;
use crate::ui::stale::OnFile;
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::entry_fields as fields;
use super::saving::key_of;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.entry";

/// How a draft names its row: a row on file by its identity, one of the record by its name, a new one not at all.
fn name_of(row: &EntryRow) -> String {
    match row.row {
        Some((id, _)) => id.to_string(),
        None => format!("={}", row.entry.name().unwrap_or_default()),
    }
}

/// The form of a row.
pub(super) struct EntryForm {
    pub(super) form: Form,
    person: PersonId,
    kind: EntryKind,
    /// The row from which it was filled; none of a new one.
    seen: Option<EntryRow>,
    title: String,
    /// The key under which it is kept half typed: of a draft that comes back its own, whatever became of its row.
    key: DraftKey,
}

impl EntryForm {
    /// The form of a row of a person whose record has that version, or of a new row.
    pub(super) fn new(
        (person, ver): (PersonId, i64),
        kind: EntryKind,
        seen: Option<EntryRow>,
        env: &Env,
    ) -> Self {
        let mut form = Form::new(FORM, fields::of(kind, env));
        if let Some(row) = &seen {
            fields::fill(&mut form, &row.entry, env);
        }
        fields::follow(&mut form);
        if let Some(row) = &seen {
            form.filled_from(match row.row {
                Some((id, ver)) => {
                    let row = OnFile::new("entry", id.0, ver).within(person.0);
                    row.kept_as(fields::KEPT_AS)
                }
                None => OnFile::new("person", person.0, ver).kept_as(fields::TOLD_IN),
            });
        }
        let name = seen.as_ref().map(name_of).unwrap_or_default();
        Self {
            form,
            person,
            kind,
            seen,
            title: person::sentence_case(&person::word(&env.words, kind)),
            key: DraftKey::new(FORM, format!("{person} {} {name}", kind.code())),
        }
    }

    /// The form of a draft over the row as it is now, and whether that row is gone: then it is a new one.
    pub(super) fn resumed(
        whose: (PersonId, i64),
        rows: &[EntryRow],
        draft: &Draft,
        env: &Env,
    ) -> Option<(Self, bool)> {
        let (_, kind, name) = Self::of_draft(&draft.subject)?;
        let mut rows = rows.iter().filter(|row| row.entry.kind() == kind);
        let known = rows.find(|row| name_of(row) == name);
        let gone = known.is_none() && !name.is_empty();
        let mut form = Self::new(whose, kind, known.cloned(), env);
        form.form.restore(&draft.payload);
        fields::follow(&mut form.form);
        form.key = key_of(draft);
        Some((form, gone))
    }

    /// What is typed, over the row as it is now; a new row where it is gone.
    pub(super) fn over(&self, rows: &[EntryRow], ver: i64, env: &Env) -> Self {
        let own = self.entry(env);
        let named = |row: &EntryRow, entry: &Entry| {
            row.entry.kind() == self.kind
                && entry.name().is_some()
                && row.entry.name() == entry.name()
        };
        let is_it = |row: &&EntryRow| match &self.seen {
            Some(seen) => match seen.row {
                Some((id, _)) => row.row.is_some_and(|(now, _)| now == id),
                None => named(row, &seen.entry),
            },
            // A colleague has written the same skill or language meanwhile.
            None => own.as_ref().is_some_and(|own| named(row, own)),
        };
        let now = rows.iter().find(is_it).cloned();
        let mut fresh = Self::new((self.person, ver), self.kind, now, env);
        fresh.form.restore(&self.form.draft());
        fields::follow(&mut fresh.form);
        fresh.key = self.key();
        fresh
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        self.key.clone()
    }

    /// Whose row it is.
    pub(super) fn person(&self) -> PersonId {
        self.person
    }

    /// It goes on as a row of the record that was kept.
    pub(super) fn go_on_with(&mut self, person: PersonId) {
        self.person = person;
    }

    /// Whose row of which kind a draft is of, and how it names the row.
    pub(super) fn of_draft(subject: &str) -> Option<(PersonId, EntryKind, &str)> {
        let mut parts = subject.splitn(3, ' ');
        let (person, kind) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((person, kind, parts.next()?))
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
    pub(super) fn payload(&mut self, env: &Env) -> Option<WriteEntry> {
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
        self.check_name(env);
        if self.form.go_to_error() {
            return None;
        }
        let seen = self.seen.as_ref();
        Some(WriteEntry {
            person: self.person,
            row: seen.and_then(|seen| seen.row),
            was: seen
                .filter(|seen| seen.row.is_none())
                .map(|seen| seen.entry.clone()),
            entry: self.entry(env)?,
        })
    }

    /// A skill or a language has one name; Italian says how well.
    fn check_name(&mut self, env: &Env) {
        let listed = match self.kind {
            EntryKind::Skill => fields::SKILL,
            EntryKind::Language => fields::LANG,
            _ => return,
        };
        let given = |name| !self.form.value(name).is_empty();
        let (twice, italian) = (
            given(listed) && given(fields::TITLE),
            self.form.value(listed) == "it" && !given(fields::LEVEL),
        );
        if twice {
            let said = env.words.get(MessageId("entry-named-twice"));
            self.form.set_error(fields::TITLE, said);
        }
        if self.kind == EntryKind::Language && italian {
            let said = env.words.get(MessageId("entry-needed"));
            self.form.set_error(fields::LEVEL, said);
        }
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
                apart: None,
            }),
            EntryKind::Skill => Entry::Skill(Skill {
                label: said(fields::SKILL).or_else(|| said(fields::TITLE))?,
                level: form.value(fields::LEVEL).parse().ok(),
                proof: said(fields::PROOF),
            }),
            EntryKind::Language => Entry::Language(Spoken {
                lang: said(fields::LANG)
                    .or_else(|| said(fields::TITLE).map(|name| fields::code_of(name, env)))?,
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
