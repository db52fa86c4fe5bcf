//! What was typed is kept: when, where the cursor was, and in the language of now when it comes back.

use std::mem;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::Named as _;
use crate::domain::lang::Lang;
use crate::panes::Outbox;
use crate::store::{Draft, Error};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};

use super::{App, Request, To};

/// How long a draft may stay unsaved after a key.
pub(super) const DRAFT_AFTER: TimeDelta = TimeDelta::milliseconds(900);

/// After how long a draft that could not be kept is tried again.
const AGAIN_AFTER: TimeDelta = TimeDelta::seconds(5);

/// The language of what a draft says of its fields.
const WORDED_IN: &str = "lang";

impl App {
    /// A form of which a draft is kept is kept again, for the cursor has moved.
    pub(super) fn keep_place(&mut self) {
        let front = self.panes.get(self.at).and_then(Option::as_ref);
        let key = front.and_then(|pane| pane.unsaved()).map(|(key, _)| key);
        if key.is_some_and(|key| self.here.keeps(&key)) {
            self.draft_due.get_or_insert(self.env.now);
        }
    }

    pub(super) fn save_draft(&mut self) {
        if self.draft_due.take().is_none() {
            return;
        }
        let Some(pane) = self.panes.get(self.at).and_then(Option::as_ref) else {
            return;
        };
        let Some((key, form)) = pane.unsaved() else {
            return;
        };
        let label = pane.show(&self.env).title.into_owned();
        let field = form.focused();
        let caret = field.map_or(0, |field| field.line.caret());
        let mut payload = form.draft();
        payload[WORDED_IN] = self.env.lang.code().into();
        self.here.sent(key.clone());
        self.requests.push(Request::SaveDraft(Draft {
            staff: self.env.staff.id,
            form: key.form,
            subject: key.subject,
            field: field.map_or_else(String::new, |field| {
                self.env.words.get(field.label).into_owned()
            }),
            place: form.place(),
            caret: u32::try_from(caret).unwrap_or(u32::MAX),
            label,
            payload,
            at: self.env.now,
            session: self.env.session.to_string(),
        }));
    }

    /// A draft could not be kept: another process holds the file, or the disk is full. It is said once; then it
    /// is tried again without a word until it is kept or more is typed, for whoever reads or thinks presses no
    /// key meanwhile.
    pub fn not_kept(&mut self, error: &Error, now: DateTime<Utc>) {
        if !mem::replace(&mut self.tries_again, true) {
            self.failed(error);
        }
        self.draft_due.get_or_insert(now + AGAIN_AFTER);
    }

    /// A draft that was worded in another language was brought back: the pane looks at what was typed again,
    /// as if each field had just been left. The cursor stays.
    pub(super) fn say_anew(&mut self, index: usize) {
        let Some(pane) = self.panes.get_mut(index).and_then(Option::as_mut) else {
            return;
        };
        let Some(form) = pane.focused().and_then(Part::form) else {
            return;
        };
        let (fields, at) = (form.take_unsaid(), form.at);
        let mut out = Outbox::new();
        for field in fields {
            pane.after(PartEvent::Left(field), &self.env, &mut out);
        }
        if let Some(form) = pane.focused().and_then(Part::form) {
            form.at = at;
        }
        self.carry(To::Pane(index), out);
    }
}

/// A draft without what it said in another language: that is said anew.
pub(super) fn in_words_of(lang: Lang, mut draft: Draft) -> Draft {
    let worded = draft.payload[WORDED_IN].as_str();
    if worded.is_some_and(|worded| worded != lang.code()) {
        Form::unsay(&mut draft.payload);
    }
    draft
}
