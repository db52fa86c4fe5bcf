//! The forms of people: drafts, saving, what was changed meanwhile.

use crate::domain::interview::Section;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey};
use crate::store::Draft;
use crate::store::people::{PersonFile, PersonRecord, Registered};
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::diary::NoteForm;
use super::edit::{Edit, Saves};
use super::entry_form::{self, EntryForm};
use super::{Editing, Msg, People, Sub, Then, edit};

impl People {
    pub(super) fn open_new(&mut self, cx: &mut Cx<'_, Self>) {
        let edit = Edit::new(cx.env());
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    pub(super) fn open_edit(&mut self, field: &'static str, cx: &mut Cx<'_, Self>) {
        self.open_form(field, None, cx);
    }

    /// Opens the part of the form that is a section of the interview.
    pub(super) fn open_edit_of(&mut self, section: Section, cx: &mut Cx<'_, Self>) {
        self.open_form("", Some(section), cx);
    }

    /// Opens the form, or a section of it, with the cursor in a field; at its beginning when the name is empty.
    pub(super) fn open_form(
        &mut self,
        field: &'static str,
        section: Option<Section>,
        cx: &mut Cx<'_, Self>,
    ) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            cx.tell(Tone::Warn, MessageId("record-read-only"));
            return;
        }
        let Some(record) = self.record() else { return };
        let record = record.person.as_ref().clone();
        let mut edit = Edit::of(record, cx.env()).within(section, cx.env());
        if !field.is_empty() {
            edit.form.go_to(field);
        }
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    pub(super) fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(draft) = draft else { return };
        match self.stack.last_mut() {
            Some(Sub::Edit(edit)) if edit.key() == key_of(&draft) => {
                edit.restore(&draft.payload, &env);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            Some(Sub::Note(note)) if note.key() == key_of(&draft) => {
                note.form.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            Some(Sub::Paper(paper)) if paper.key() == key_of(&draft) => {
                paper.form.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            Some(Sub::Objection(objection)) if objection.key() == key_of(&draft) => {
                objection.form.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            Some(Sub::Entry(entry)) if entry.key() == key_of(&draft) => {
                entry.form.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            _ => self.open_draft(draft, cx),
        }
    }

    pub(super) fn open_draft(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if draft.form == entry_form::FORM {
            if let Some((person, ..)) = EntryForm::of_draft(&draft.subject) {
                self.open_file_and(person, Then::Entry(Box::new(draft)), cx);
            }
            return;
        }
        match (draft.form.as_str(), Edit::of_draft(&draft.subject)) {
            // A note says whose it is, so its person is asked for too.
            (form, (Some(person), section)) => {
                self.editing = Some(Editing {
                    note: form != edit::FORM,
                    section,
                    draft: draft.payload,
                });
                cx.read("file", PersonFile { person }, Msg::FileOfDraft);
            }
            (edit::FORM, (None, _)) => self.resume(Edit::new(&env), &draft.payload, cx),
            (_, (None, _)) => {}
        }
    }

    pub(super) fn resume_note(
        &mut self,
        record: &PersonRecord,
        draft: &serde_json::Value,
        cx: &mut Cx<'_, Self>,
    ) {
        let mut note = NoteForm::new(record.id, &record.short_name(), cx.env());
        note.form.restore(draft);
        self.stack.push(Sub::Note(note));
        cx.tell(Tone::Plain, MessageId("edit-resumed"));
    }

    pub(super) fn resume(
        &mut self,
        mut edit: Edit,
        draft: &serde_json::Value,
        cx: &mut Cx<'_, Self>,
    ) {
        edit.restore(draft, cx.env());
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.tell(Tone::Plain, MessageId("edit-resumed"));
    }

    pub(super) fn edit_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => edit.edited(field, &env),
            PartEvent::Left(field) => edit.left(field, &env),
            PartEvent::Submit => match edit.saves(&env) {
                Some(Saves::New(act)) => {
                    self.saving = 1;
                    cx.act(act, Msg::Registered);
                }
                Some(Saves::Changes(change, identify, employ)) => {
                    self.saving =
                        1 + usize::from(identify.is_some()) + usize::from(employ.is_some());
                    self.then = (identify, employ);
                    cx.act(change, Msg::Changed);
                }
                None => {}
            },
            _ => {}
        }
    }

    /// The facts are on disk: code and status follow, so that a refusal leaves nothing half told.
    pub(super) fn write_the_rest(&mut self, cx: &mut Cx<'_, Self>) {
        let (identify, employ) = std::mem::take(&mut self.then);
        if let Some(act) = identify {
            cx.act(act, Msg::Identified);
        }
        if let Some(act) = employ {
            cx.act(act, Msg::Employed);
        }
    }

    /// One act of the form is on disk; with the last one the form is done.
    pub(super) fn written(&mut self, warned: bool, cx: &mut Cx<'_, Self>) {
        self.saving = self.saving.saturating_sub(1);
        let Some(Sub::Edit(edit)) = self.stack.last() else {
            return;
        };
        if self.saving > 0 {
            return;
        }
        let (key, person, name) = (edit.key(), edit.person(), edit.name());
        self.stack.pop();
        cx.drop_draft(key);
        if !warned {
            let sentence = cx
                .env()
                .words
                .with(MessageId("edit-saved"), &[("who", (&name).into())])
                .into_owned();
            cx.say(Tone::Good, sentence);
        }
        if let Some(person) = person {
            match self.record() {
                Some(_) => self.reread(cx),
                None => self.open_file(person, cx),
            }
        }
    }

    pub(super) fn registered(&mut self, registered: &Registered, cx: &mut Cx<'_, Self>) {
        self.saving = 0;
        if let Some(Sub::Edit(edit)) = self.stack.last() {
            let (key, name) = (edit.key(), edit.name());
            self.stack.pop();
            cx.drop_draft(key);
            if registered.duplicate_of.is_some() {
                cx.tell(Tone::Warn, MessageId("edit-duplicate"));
            } else {
                let sentence = cx
                    .env()
                    .words
                    .with(MessageId("edit-registered"), &[("who", (&name).into())])
                    .into_owned();
                cx.say(Tone::Good, sentence);
            }
        }
        self.open_file(registered.person, cx);
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    pub(super) fn over(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        let before = edit.key();
        **edit = edit.over(record, &env);
        if edit.key() != before {
            cx.drop_draft(before);
        }
        if edit.form.clashes().is_empty() {
            self.edit_event(PartEvent::Submit, cx);
        }
    }
}

pub(super) fn key_of(draft: &Draft) -> DraftKey {
    DraftKey::new(draft.form.clone(), &draft.subject)
}
