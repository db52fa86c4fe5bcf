//! People: find somebody, read the record and its history, change it, write in the diary.
//!
//! Finding is always underneath; a record lies on it, and what is opened from a record lies on that.

mod commands;
mod diary;
mod edit;
mod find;
mod history;
mod record;

use crate::domain::Named;
use crate::domain::document::{Channel, DocumentKind};
use crate::domain::ids::{DocumentId, PersonId};
use crate::domain::staff::Right;
use crate::panes::person;
use crate::panes::{Booking, Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::journal::{self, HistoryEntry, Of};
use crate::store::notes::{NoteRow, NotesOf};
use crate::store::people::{
    GivePrivacyNotice, IdentifyPerson, Notice, Paper, PeopleList, PeoplePage, PersonFile,
    PersonRecord, Registered, SeeDocument, SetEmployment,
};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::{Changes, Draft, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use diary::{Diary, NoteForm};
use edit::{Edit, Saves};
use find::Find;
use history::History;
use record::{Opens, Record};

/// The people of one session.
pub struct People {
    find: Find,
    /// What lies on it, the topmost last.
    stack: Vec<Sub>,
    /// How many acts of a form have not been answered.
    saving: usize,
    /// What is written once the facts are: code and status, each only if it changed.
    then: (Option<IdentifyPerson>, Option<SetEmployment>),
    /// A form that waits for the record, and where its cursor goes.
    editing: Option<Editing>,
}

/// What lies on the list of people.
enum Sub {
    Record(Box<Record>),
    History(History),
    Diary(Diary),
    Edit(Box<Edit>),
    Note(NoteForm),
}

/// A form that is about to be opened.
struct Editing {
    draft: serde_json::Value,
    /// Of a note for the diary, not of the record.
    note: bool,
}

/// What answers bring back.
pub enum Msg {
    /// People found.
    Found(Result<Vec<PersonHit>>),
    /// The first page of everybody.
    Everybody(Result<PeoplePage>),
    /// One more page of everybody.
    More(Result<PeoplePage>),
    /// A record to open.
    File(Result<PersonRecord>),
    /// The record that is open, as it is now.
    Again(Result<PersonRecord>),
    /// The record whose form is opened with what was typed before.
    FileOfDraft(Result<PersonRecord>),
    /// The record that somebody else changed meanwhile.
    Theirs(Result<PersonRecord>),
    /// A page of a history.
    History(Result<Vec<HistoryEntry>>),
    /// The diary.
    Notes(Result<Vec<NoteRow>>),
    /// Somebody was put on file.
    Registered(Result<Registered>),
    /// The facts were written.
    Changed(Result<()>),
    /// The code was written: who else has it.
    Identified(Result<Option<PersonId>>),
    /// The employment status was written.
    Employed(Result<()>),
    /// A note was written.
    Noted(Result<()>),
    /// The privacy notice is given in this way.
    GiveNotice(PersonId, Channel),
    /// This paper is here.
    SeePaper(PersonId, DocumentKind),
    /// The privacy notice was given.
    Given(Result<()>),
    /// A paper was seen.
    Seen(Result<DocumentId>),
    /// Nothing.
    Nothing,
    /// What was typed before.
    Draft(Option<Draft>),
}

impl Pane for People {
    type Msg = Msg;
    const NAME: &'static str = "people";
    const TITLE: MessageId = MessageId("people-title");
    const RIGHT: Right = Right::PeopleRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let pane = Self {
            find: Find::new(),
            stack: Vec::new(),
            saving: 0,
            then: (None, None),
            editing: None,
        };
        match cx.env().in_hand.as_ref().map(|person| person.id) {
            Some(person) => cx.read("file", PersonFile { person }, Msg::File),
            None => pane.ask(cx),
        }
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match msg {
            Msg::Found(Ok(hits)) => self.find.found(hits),
            Msg::Everybody(Ok(page)) => self.find.page(page, true),
            Msg::More(Ok(page)) => self.find.page(page, false),
            Msg::File(Ok(record)) => self.show(record, cx),
            Msg::Again(Ok(record)) => self.renew(record, &env),
            Msg::FileOfDraft(Ok(record)) => match self.editing.take() {
                Some(editing) if editing.note => self.resume_note(&record, &editing.draft, cx),
                Some(editing) => {
                    let edit = Edit::of(record, "", &env);
                    self.resume(edit, &editing.draft, cx);
                }
                None => {}
            },
            Msg::Theirs(Ok(record)) => self.over(record, cx),
            Msg::History(Ok(entries)) => {
                if let Some(Sub::History(history)) = self.stack.last_mut() {
                    history.take(&entries, &env);
                }
            }
            Msg::Notes(Ok(notes)) => {
                if let Some(Sub::Diary(diary)) = self.stack.last_mut() {
                    diary.take(&notes, &env);
                }
            }
            Msg::Registered(Ok(registered)) => self.registered(&registered, cx),
            Msg::Identified(Ok(other)) => {
                if other.is_some() {
                    cx.tell(Tone::Warn, MessageId("edit-duplicate"));
                }
                self.written(other.is_some(), cx);
            }
            Msg::Changed(Ok(())) => {
                self.write_the_rest(cx);
                self.written(false, cx);
            }
            Msg::Employed(Ok(())) => self.written(false, cx),
            Msg::Noted(Ok(())) => self.noted(cx),
            Msg::GiveNotice(person, channel) => {
                let notice = Notice {
                    version: None,
                    lang: env.words.language().to_owned(),
                    channel,
                };
                cx.act(GivePrivacyNotice { person, notice }, Msg::Given);
            }
            Msg::SeePaper(person, kind) => {
                let paper = Paper::of(kind);
                cx.act(SeeDocument { person, paper }, Msg::Seen);
            }
            Msg::Given(Ok(())) => self.on_record(MessageId("record-notice-done"), cx),
            Msg::Seen(Ok(_)) => self.on_record(MessageId("record-paper-done"), cx),
            Msg::Nothing => {}
            Msg::Draft(draft) => self.drafted(draft, cx),
            Msg::Changed(Err(Error::Conflict { .. }))
            | Msg::Identified(Err(Error::Conflict { .. }))
            | Msg::Employed(Err(Error::Conflict { .. })) => {
                self.saving = 0;
                if let Some(Sub::Edit(edit)) = self.stack.last()
                    && let Some(person) = edit.person()
                {
                    cx.read("theirs", PersonFile { person }, Msg::Theirs);
                }
            }
            Msg::Registered(Err(error))
            | Msg::Changed(Err(error))
            | Msg::Identified(Err(error))
            | Msg::Employed(Err(error)) => {
                self.saving = 0;
                cx.fail(&error);
            }
            Msg::Found(Err(error))
            | Msg::Everybody(Err(error))
            | Msg::More(Err(error))
            | Msg::File(Err(error))
            | Msg::Again(Err(error))
            | Msg::FileOfDraft(Err(error))
            | Msg::Theirs(Err(error))
            | Msg::History(Err(error))
            | Msg::Notes(Err(error))
            | Msg::Given(Err(error))
            | Msg::Seen(Err(error))
            | Msg::Noted(Err(error)) => cx.fail(&error),
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.find.view(env),
            Some(Sub::Record(record)) => record.view(env),
            Some(Sub::History(history)) => history.view(env),
            Some(Sub::Diary(diary)) => diary.view(env),
            Some(Sub::Edit(edit)) => edit.view(env),
            Some(Sub::Note(note)) => note.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => self.find.part(),
            Some(Sub::Record(record)) => &mut record.list,
            Some(Sub::History(history)) => &mut history.list,
            Some(Sub::Diary(diary)) => diary.part(),
            Some(Sub::Edit(edit)) => &mut edit.form,
            Some(Sub::Note(note)) => &mut note.form,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if event == PartEvent::Closed && !self.stack.is_empty() {
            self.stack.pop();
            return;
        }
        match self.stack.last_mut() {
            None => self.find_event(event, cx),
            Some(Sub::Record(_)) => self.record_event(event, cx),
            Some(Sub::History(history)) => {
                if event == PartEvent::More
                    && let Some(before) = history.take_next()
                {
                    let person = history.person;
                    read_history(person, Some(before), cx);
                }
            }
            Some(Sub::Diary(_)) => {}
            Some(Sub::Edit(_)) => self.edit_event(event, cx),
            Some(Sub::Note(_)) => self.note_event(event, cx),
        }
    }

    fn back(&mut self, cx: &mut Cx<'_, Self>) -> bool {
        // From the list the way back is out, not into the field, where a digit would be text: nobody is
        // ever without a way to the menu. The row before the list goes to the field.
        if self.stack.pop().is_none() {
            return false;
        }
        if self.stack.is_empty() {
            self.ask(cx);
        }
        true
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Sub::Edit(edit)) => Some((edit.key(), &edit.form)),
            Some(Sub::Note(note)) => Some((note.key(), &note.form)),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Person(person) => {
                cx.read("file", PersonFile { person: *person }, Msg::File);
                true
            }
            Link::Draft(key) if key.form == edit::FORM || key.form == diary::FORM => {
                cx.find_draft(key.clone(), Msg::Draft);
                true
            }
            _ => false,
        }
    }

    fn in_hand_changed(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(person) = cx.env().in_hand.as_ref().map(|person| person.id) else {
            return;
        };
        // A form that is being filled in is not taken away.
        let busy = matches!(self.stack.last(), Some(Sub::Edit(_) | Sub::Note(_)));
        if !busy && self.shown() != Some(person) {
            cx.read("file", PersonFile { person }, Msg::File);
        }
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        let tables = [
            "person",
            "identifier",
            "employment",
            "document",
            "privacy_act",
            "ticket",
            "note",
            "intake",
        ];
        if !what.touches_any(&tables) {
            return;
        }
        // Also under a form: whoever goes back finds the record as it is.
        if let Some(person) = self.shown() {
            cx.read("again", PersonFile { person }, Msg::Again);
        }
        if let Some(Sub::Diary(diary)) = self.stack.last() {
            let person = diary.person;
            cx.read(
                "notes",
                NotesOf {
                    person,
                    limit: diary::LIMIT,
                },
                Msg::Notes,
            );
        }
    }
}

/// Asks how the privacy notice is given.
fn ask_notice(person: PersonId, cx: &mut Cx<'_, People>) {
    let channels = Channel::all()
        .iter()
        .map(|channel| (*channel, Msg::GiveNotice(person, *channel)));
    ask(MessageId("record-notice-how"), channels, cx);
}

/// Asks which paper is here.
fn ask_paper(person: PersonId, cx: &mut Cx<'_, People>) {
    let kinds = DocumentKind::all()
        .iter()
        .map(|kind| (*kind, Msg::SeePaper(person, *kind)));
    ask(MessageId("record-paper-which"), kinds, cx);
}

/// A question whose answers are values of a closed set; the harmless one comes first.
fn ask<T: Named>(
    title: MessageId,
    answers: impl Iterator<Item = (T, Msg)>,
    cx: &mut Cx<'_, People>,
) {
    if !cx.env().staff.may(Right::PeopleWrite) {
        return cx.tell(Tone::Warn, MessageId("record-read-only"));
    }
    let words = cx.env().words.clone();
    let back =
        Dialog::new(words.get(title)).answer(words.get(MessageId("layer-back")), Msg::Nothing);
    let dialog = answers.fold(back, |dialog, (value, msg)| {
        dialog.answer(person::sentence_case(&person::word(&words, value)), msg)
    });
    cx.ask(dialog);
}

fn read_history(person: PersonId, before: Option<i64>, cx: &mut Cx<'_, People>) {
    let page = journal::History {
        of: Of::Person(person),
        before,
        limit: history::PAGE,
    };
    cx.read("history", page, Msg::History);
}

// What the commands ask -----------------------------------------------------------------------------

impl People {
    fn at_find(&self) -> bool {
        self.stack.is_empty()
    }

    fn at_record(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Record(_)))
    }

    fn at_diary(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Diary(_)))
    }

    /// Whose record is open.
    fn shown(&self) -> Option<PersonId> {
        self.record().map(|record| record.person.id)
    }

    fn record(&self) -> Option<&Record> {
        self.stack.iter().find_map(|sub| match sub {
            Sub::Record(record) => Some(&**record),
            _ => None,
        })
    }

    fn find_another(&mut self, cx: &mut Cx<'_, Self>) {
        self.stack.clear();
        self.find.enter_field();
        self.ask(cx);
    }

    /// Asks who answers what is typed; everybody while nothing is.
    fn ask(&self, cx: &mut Cx<'_, Self>) {
        match self.find.words() {
            "" => cx.read(
                "find",
                PeopleList {
                    after: None,
                    limit: find::PAGE,
                },
                Msg::Everybody,
            ),
            words => cx.read(
                "find",
                FindPeople {
                    words: words.to_owned(),
                    limit: find::PAGE,
                },
                Msg::Found,
            ),
        }
    }

    fn find_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        match event {
            PartEvent::Edited(_) => self.ask(cx),
            PartEvent::Left(_) => self.find.enter_list(),
            PartEvent::Submit | PartEvent::Closed => {
                self.find.enter_field();
            }
            PartEvent::Opened(row) => {
                if let Some(hit) = self.find.person(row) {
                    let person = hit.id;
                    cx.read("file", PersonFile { person }, Msg::File);
                }
            }
            PartEvent::More => {
                if let Some(after) = self.find.next() {
                    cx.read(
                        "more",
                        PeopleList {
                            after: Some(after),
                            limit: find::PAGE,
                        },
                        Msg::More,
                    );
                }
            }
            _ => {}
        }
    }
}

// The record ----------------------------------------------------------------------------------------

impl People {
    fn show(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let record = Record::new(record, &env);
        let in_hand = InHand {
            id: record.person.id,
            name: record.name(),
        };
        self.stack.clear();
        self.stack.push(Sub::Record(Box::new(record)));
        cx.hand(Some(in_hand));
    }

    fn renew(&mut self, fresh: PersonRecord, env: &Env) {
        for sub in &mut self.stack {
            if let Sub::Record(record) = sub
                && record.person.id == fresh.id
            {
                record.renew(fresh, env);
                return;
            }
        }
    }

    fn record_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let (PartEvent::Opened(row), Some(record)) = (event, self.record()) else {
            return;
        };
        let (person, name) = (record.person.id, record.name());
        let ticket = record.person.ticket.as_ref().map(|ticket| ticket.id);
        match record.opens(row) {
            Opens::Plans => cx.go(Link::Plans(person, None)),
            Opens::Booking => {
                cx.go(Link::Book(Booking {
                    person: InHand { id: person, name },
                    service: None,
                    action: None,
                    plan: None,
                }));
            }
            Opens::Work => cx.go(Link::Match(person)),
            Opens::Diary => self.open_diary(person, &name, cx),
            Opens::History => self.open_history(cx),
            Opens::Note => self.open_note(cx),
            Opens::Ticket => {
                if let Some(ticket) = ticket {
                    cx.go(Link::Ticket(ticket));
                }
            }
            Opens::Edit(field) => self.open_edit(field, cx),
            Opens::Notice => ask_notice(person, cx),
            Opens::Paper => ask_paper(person, cx),
            Opens::Nothing => cx.tell(Tone::Plain, MessageId("record-nothing-to-open")),
        }
    }

    /// Something was written on the record that is open: says so and reads it again.
    fn on_record(&mut self, said: MessageId, cx: &mut Cx<'_, Self>) {
        cx.tell(Tone::Good, said);
        if let Some(person) = self.shown() {
            cx.read("again", PersonFile { person }, Msg::Again);
        }
    }

    fn open_history(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let person = record.person.id;
        let history = History::new(person, &record.name(), cx.env());
        self.stack.push(Sub::History(history));
        read_history(person, None, cx);
    }

    fn open_diary(&mut self, person: PersonId, name: &str, cx: &mut Cx<'_, Self>) {
        self.stack
            .push(Sub::Diary(Diary::new(person, name, cx.env())));
        cx.read(
            "notes",
            NotesOf {
                person,
                limit: diary::LIMIT,
            },
            Msg::Notes,
        );
    }

    fn open_note(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let note = NoteForm::new(record.person.id, &record.name(), cx.env());
        let key = note.key();
        self.stack.push(Sub::Note(note));
        cx.find_draft(key, Msg::Draft);
    }

    fn note_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Note(note)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Left(field) => note.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = note.payload(&env) {
                    cx.act(act, Msg::Noted);
                }
            }
            _ => {}
        }
    }

    fn noted(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Note(note)) = self.stack.last() {
            let (key, person) = (note.key(), note.person);
            self.stack.pop();
            cx.drop_draft(key);
            cx.tell(Tone::Good, MessageId("note-saved"));
            cx.read("again", PersonFile { person }, Msg::Again);
            if self.at_diary() {
                cx.read(
                    "notes",
                    NotesOf {
                        person,
                        limit: diary::LIMIT,
                    },
                    Msg::Notes,
                );
            }
        }
    }
}

// The form ------------------------------------------------------------------------------------------

impl People {
    fn open_new(&mut self, cx: &mut Cx<'_, Self>) {
        let edit = Edit::new(cx.env());
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    fn open_edit(&mut self, field: &'static str, cx: &mut Cx<'_, Self>) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            cx.tell(Tone::Warn, MessageId("record-read-only"));
            return;
        }
        let Some(record) = self.record() else { return };
        let edit = Edit::of(record.person.as_ref().clone(), field, cx.env());
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
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
            _ => self.open_draft(draft, cx),
        }
    }

    fn open_draft(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match (draft.form.as_str(), draft.subject.parse::<PersonId>()) {
            // A note says whose it is, so its person is asked for too.
            (form, Ok(person)) => {
                self.editing = Some(Editing {
                    note: form != edit::FORM,
                    draft: draft.payload,
                });
                cx.read("file", PersonFile { person }, Msg::FileOfDraft);
            }
            (edit::FORM, Err(_)) => self.resume(Edit::new(&env), &draft.payload, cx),
            (_, Err(_)) => {}
        }
    }

    fn resume_note(
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

    fn resume(&mut self, mut edit: Edit, draft: &serde_json::Value, cx: &mut Cx<'_, Self>) {
        edit.restore(draft, cx.env());
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.tell(Tone::Plain, MessageId("edit-resumed"));
    }

    fn edit_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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
    fn write_the_rest(&mut self, cx: &mut Cx<'_, Self>) {
        let (identify, employ) = std::mem::take(&mut self.then);
        if let Some(act) = identify {
            cx.act(act, Msg::Identified);
        }
        if let Some(act) = employ {
            cx.act(act, Msg::Employed);
        }
    }

    /// One act of the form is on disk; with the last one the form is done.
    fn written(&mut self, warned: bool, cx: &mut Cx<'_, Self>) {
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
                Some(_) => cx.read("again", PersonFile { person }, Msg::Again),
                None => cx.read("file", PersonFile { person }, Msg::File),
            }
        }
    }

    fn registered(&mut self, registered: &Registered, cx: &mut Cx<'_, Self>) {
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
        cx.read(
            "file",
            PersonFile {
                person: registered.person,
            },
            Msg::File,
        );
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    fn over(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        **edit = edit.over(record, &env);
        if edit.form.clashes().is_empty() {
            self.edit_event(PartEvent::Submit, cx);
        }
    }
}

fn key_of(draft: &Draft) -> DraftKey {
    DraftKey::new(draft.form.clone(), &draft.subject)
}
