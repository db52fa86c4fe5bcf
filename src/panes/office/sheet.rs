//! A form of the office as a room: checked when a field is left and before saving, kept as a draft, closed
//! when its act is on disk.

use chrono::NaiveDate;

use crate::domain::day::Towards;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Error;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Span, Tone, View};
use crate::ui::words::MessageId;

use super::room::{Room, Then};
use super::{Msg, Office};

/// What a form is about.
pub(super) trait Subject: Send + 'static {
    /// Checks a field that was left: sets its error, or rewrites what was read.
    fn check(&self, _form: &mut Form, _field: &'static str, _env: &Env) {}

    /// A key changed a field: proposals of a picker.
    fn edited(&self, _form: &mut Form, _field: &'static str, _env: &Env) {}

    /// Whether it is saved as soon as that was typed.
    fn at_once(&self, _form: &Form) -> bool {
        false
    }

    /// Its act is on disk.
    fn saved(&self, _form: &Form, _cx: &mut Cx<'_, Office>) {}

    /// What the room behind is given, where it is not an act. All fields have been checked.
    fn hands(&self, _form: &Form) -> Option<Msg> {
        None
    }

    /// Sends the act. All fields have been checked.
    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>);

    /// Asks what is on file now, after somebody else was faster.
    fn again(&self, _cx: &mut Cx<'_, Office>) {}

    /// What is on file now: from then on it is what is changed. The form filled from it.
    fn anew(&mut self, _msg: Msg, _env: &Env) -> Option<Form> {
        None
    }
}

/// Reads the last day of a period and says so where it comes before the first; the period, if it is one.
pub(super) fn period(
    form: &mut Form,
    (first, last): (&'static str, &'static str),
    env: &Env,
) -> Option<(NaiveDate, NaiveDate)> {
    let ends = person::read_day(form, last, Towards::Future, env);
    let days = person::day_in(form, first, Towards::Future, env).zip(ends)?;
    if days.1 < days.0 {
        form.set_error(last, env.words.get(MessageId("office-backwards")));
        return None;
    }
    Some(days)
}

/// A form in front.
pub(super) struct Sheet<S> {
    subject: S,
    form: Form,
    key: DraftKey,
    title: String,
    /// A sentence below the fields.
    note: Option<MessageId>,
    /// Whether what is typed is kept when it is left.
    kept: bool,
    /// An act is on its way: a second Enter sends none.
    busy: bool,
}

impl<S: Subject> Sheet<S> {
    /// A form about something: `about` is its identity as text, empty for something new.
    pub(super) fn new(subject: S, form: Form, about: &str, title: String) -> Self {
        Self {
            subject,
            key: DraftKey::new(form.name, about),
            form,
            title,
            note: None,
            kept: true,
            busy: false,
        }
    }

    /// The same with a sentence below the fields.
    pub(super) fn with_note(mut self, note: MessageId) -> Self {
        self.note = Some(note);
        self
    }

    /// The same, of which no draft is kept.
    pub(super) fn without_draft(mut self) -> Self {
        self.kept = false;
        self
    }

    /// As a room to be opened.
    pub(super) fn open(self) -> Then {
        Then::Open(Box::new(self))
    }

    fn left(&mut self, field: usize, env: &Env) {
        if let Some(name) = person::look_at_field(&mut self.form, field, env) {
            self.subject.check(&mut self.form, name, env);
        }
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing to
    /// choose it is saved at once.
    fn over(&mut self, mut fresh: Form, cx: &mut Cx<'_, Office>) -> Then {
        fresh.restore(&self.form.draft());
        self.form = fresh;
        self.busy = false;
        if self.form.clashes().is_empty() {
            self.submit(cx)
        } else {
            Then::Stay
        }
    }

    fn submit(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        let env = cx.env().clone();
        for field in 0..self.form.fields.len() {
            if !self.form.fields[field].hidden {
                self.left(field, &env);
            }
        }
        let missing: Vec<&'static str> = self
            .form
            .missing()
            .filter(|field| field.error.is_none())
            .map(|field| field.name)
            .collect();
        for name in missing {
            let needed = env.words.get(MessageId("office-needed"));
            self.form.set_error(name, needed);
        }
        if self.form.go_to_error() || self.busy {
            return Then::Stay;
        }
        if let Some(made) = self.subject.hands(&self.form) {
            cx.drop_draft(self.key.clone());
            return Then::Hand(made);
        }
        self.busy = true;
        self.subject.send(&self.form, cx);
        Then::Stay
    }
}

impl<S: Subject> Room for Sheet<S> {
    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let note = self
            .note
            .map(|note| Span::toned(env.words.get(note), Tone::Quiet));
        View::of_form(self.title.as_str(), &self.form).with_after(note.into_iter().collect())
    }

    fn part(&mut self) -> &mut dyn Part {
        &mut self.form
    }

    fn take(&mut self, msg: Msg, cx: &mut Cx<'_, Office>) -> Then {
        match msg {
            Msg::Draft(Some(draft))
                if DraftKey::new(draft.form.clone(), &draft.subject) == self.key =>
            {
                self.form.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("edit-resumed"));
            }
            msg if self.busy => {
                if let Some(fresh) = self.subject.anew(msg, cx.env()) {
                    return self.over(fresh, cx);
                }
            }
            _ => {}
        }
        Then::Stay
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Office>) -> Then {
        let env = cx.env().clone();
        match event {
            PartEvent::Edited(field) => {
                if let Some(name) = self.form.fields.get(field).map(|field| field.name) {
                    self.subject.edited(&mut self.form, name, &env);
                }
                if self.subject.at_once(&self.form) {
                    return self.submit(cx);
                }
            }
            PartEvent::Left(field) => self.left(field, &env),
            PartEvent::Submit => return self.submit(cx),
            _ => {}
        }
        Then::Stay
    }

    fn done(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        if self.kept {
            cx.drop_draft(self.key.clone());
        }
        self.subject.saved(&self.form, cx);
        Then::Close
    }

    fn failed(&mut self, error: &Error, cx: &mut Cx<'_, Office>) {
        if matches!(error, Error::Conflict { .. }) && self.form.on_file().is_some() {
            self.subject.again(cx);
        } else {
            self.busy = false;
            cx.fail(error);
        }
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        self.kept.then(|| (self.key.clone(), &self.form))
    }
}
