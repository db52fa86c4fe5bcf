//! People: find somebody, read the record and its history, change it, write in the diary.
//!
//! Finding is always underneath; a record lies on it, and what is opened from a record lies on that.

mod commands;
mod diary;
mod doubles;
mod edit;
mod entries;
mod entry_fields;
mod entry_form;
mod find;
mod groups;
mod history;
mod interview;
mod looks;
mod objection;
mod opened;
mod pair;
mod papers;
mod privacy;
mod record;
mod saving;
mod sealed;

use crate::domain::Named;
use crate::domain::access::LookWhy;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DocumentId, PersonId};
use crate::domain::interview::Section;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, Link, Pane, PaneCommand, person};
use crate::store::companies::CompanyRow;
use crate::store::interview::{EndInterview, Interview, SavedInterview};
use crate::store::journal::{HistoryEntry, Of};
use crate::store::notes::{NoteRow, NotesOf};
use crate::store::outside::LookFor;
use crate::store::people::{
    Double, ExpiringInterview, ExpiringPaper, IdentifyPerson, Paper, PeopleList, PeoplePage,
    PersonFile, PersonRecord, Registered, SeeDocument, SetEmployment, Side,
};
use crate::store::sealed::{EndSealed, SealedRow, StrikeSealed};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::{Changes, Draft, Error, LookRow, Result, journal};
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use diary::{Diary, NoteForm};
use doubles::Doubles;
use edit::Edit;
use entries::Entries;
use entry_form::EntryForm;
use find::Find;
use groups::Groups;
use history::History;
use looks::Looks;
use objection::ObjectionForm;
use pair::Pair;
use papers::{Expiring, PaperForm};
use record::Record;
use sealed::{SealedForm, Unsealed};

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
    /// Whose record is to be opened, and what on it.
    wanted: Option<(PersonId, Then)>,
    /// The section of the interview that opens as soon as it has been read.
    section: Option<Section>,
    /// The row of the interview, half typed, that the interview which is being read opens.
    entering: Option<Box<Draft>>,
}

/// What is opened on a record once it is here.
enum Then {
    Nothing,
    /// Its form, at the wishes.
    Wishes,
    /// The form of a paper.
    Paper(DocumentKind),
    /// The form of an objection.
    Objection,
    /// Its interview.
    Interview,
    /// A row of its interview, half typed.
    Entry(Box<Draft>),
}

/// What lies on the list of people.
enum Sub {
    Record(Box<Record>),
    History(History),
    Looks(Looks),
    Diary(Diary),
    Groups(Groups),
    Doubles(Doubles),
    Pair(Box<Pair>),
    Paper(Box<PaperForm>),
    Objection(Box<ObjectionForm>),
    Expiring(Expiring),
    Sealed(Box<Unsealed>),
    SealedForm(Box<SealedForm>),
    Edit(Box<Edit>),
    Note(NoteForm),
    Interview(Box<interview::Page>),
    Entries(Box<Entries>),
    Entry(Box<EntryForm>),
}

/// A form that is about to be opened.
struct Editing {
    draft: serde_json::Value,
    /// Of a note for the diary, not of the record.
    note: bool,
    /// Of a section of the interview.
    section: Option<Section>,
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
    /// Who looked.
    Looks(Result<Vec<LookRow>>),
    /// It is asked who looked, for a reason.
    WhyLooks(PersonId, LookWhy),
    /// A record is opened for a reason.
    WhyOpen(PersonId, LookWhy),
    /// The reason is written down.
    Reasoned(Result<PersonId>),
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
    Privacy(privacy::Writes),
    /// This paper is here.
    SeePaper(PersonId, DocumentKind),
    /// The privacy notice was given.
    Given(Result<()>),
    /// A consent or an objection was taken back.
    TakenBack(Result<usize>),
    /// Somebody objects.
    Objected(Result<usize>),
    /// Somebody objects to a company that is looked for.
    Objects,
    /// Companies of a name.
    Companies(Result<Vec<CompanyRow>>),
    /// A paper was seen.
    Seen(Result<DocumentId>),
    /// People who are likely the same.
    Doubles(Result<(usize, Vec<Double>)>),
    /// The first of two records that lie beside each other.
    SideOne(Result<Side>),
    /// The second one.
    SideOther(Result<Side>),
    /// They become one.
    Merge,
    /// They are one.
    Merged(Result<()>),
    /// It was said that they are two.
    Unlike(Result<()>),
    /// A record is to be taken out of another again.
    Separate(PersonId),
    /// It was taken out.
    Separated(Result<PersonId>),
    /// The papers of the office that run out.
    Expiring(Result<Vec<ExpiringPaper>>),
    /// The interviews that run out.
    ExpiringInterviews(Result<Vec<ExpiringInterview>>),
    /// Sealed facts are opened for a reason.
    Unseal(PersonId, LookWhy),
    /// The sealed facts.
    Sealed(Result<Vec<SealedRow>>),
    /// A sealed fact no longer holds.
    EndSealed(EndSealed),
    /// A sealed fact was never true.
    StrikeSealed(StrikeSealed),
    /// A sealed fact was written.
    SealedDone(Result<()>),
    /// The full interview.
    Interview(Result<Interview>),
    /// Where it stands is written.
    InterviewSaved(Result<SavedInterview>),
    /// The person is taken in charge.
    Charged(Result<()>),
    /// The interview ends otherwise.
    EndInterview(EndInterview),
    /// It has ended.
    InterviewEnded(Result<()>),
    /// A row of it is written.
    EntryDone(Result<()>),
    /// The rows as they are now, of which somebody else has changed the one whose form is open, or taken it away.
    EntryTheirs(Result<Interview>, bool),
    /// A row of it is taken away.
    EntryGone(Result<()>),
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
        let mut pane = Self {
            find: Find::new(),
            stack: Vec::new(),
            saving: 0,
            then: (None, None),
            editing: None,
            wanted: None,
            section: None,
            entering: None,
        };
        match cx.env().in_hand.as_ref().map(|person| person.id) {
            Some(person) => pane.open_file(person, cx),
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
            Msg::File(Ok(record)) => self.filed(record, cx),
            Msg::Again(Ok(record)) => self.renew(record, cx),
            Msg::FileOfDraft(Ok(record)) => match self.editing.take() {
                Some(editing) if editing.note => self.resume_note(&record, &editing.draft, cx),
                Some(editing) => {
                    let edit = Edit::of(record, &env).within(editing.section, &env);
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
            Msg::Looks(Ok(rows)) => {
                if let Some(Sub::Looks(looks)) = self.stack.last_mut() {
                    looks.take(rows);
                }
            }
            Msg::WhyLooks(person, why) => self.open_looks(person, why, cx),
            Msg::WhyOpen(person, why) => {
                let reason = why.code().to_owned();
                cx.read("why", LookFor { person, reason }, Msg::Reasoned);
            }
            Msg::Reasoned(Ok(person)) => self.reasoned(person, cx),
            Msg::File(Err(Error::Refused {
                rule: Refusal::ReasonNeeded,
                ..
            })) => self.ask_why(cx),
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
            Msg::Privacy(writes) => privacy::write(writes, cx),
            Msg::TakenBack(Ok(withdrawn)) => self.taken_back(withdrawn, cx),
            Msg::Objected(Ok(told)) => self.objected(told, cx),
            Msg::Objects => self.open_objection(cx),
            Msg::Companies(Ok(rows)) => self.companies(&rows, cx),
            Msg::SeePaper(person, kind) => {
                let paper = Paper::of(kind);
                cx.act(SeeDocument { person, paper }, Msg::Seen);
            }
            Msg::Given(Ok(())) => self.on_record(MessageId("record-notice-done"), cx),
            Msg::Seen(Ok(_)) => self.paper_seen(cx),
            Msg::ExpiringInterviews(Ok(rows)) => {
                if let Some(Sub::Expiring(papers)) = self.stack.last_mut() {
                    papers.take_interviews(rows);
                }
            }
            Msg::Expiring(Ok(rows)) => {
                if let Some(Sub::Expiring(papers)) = self.stack.last_mut() {
                    papers.take(rows);
                }
            }
            Msg::Unseal(person, why) => self.unseal(person, why, cx),
            Msg::Sealed(Ok(rows)) => {
                if let Some(Sub::Sealed(unsealed)) = self.stack.last_mut() {
                    unsealed.take(rows);
                }
            }
            Msg::EndSealed(act) => cx.act(act, Msg::SealedDone),
            Msg::StrikeSealed(act) => cx.act(act, Msg::SealedDone),
            Msg::SealedDone(Ok(())) => self.sealed_done(cx),
            Msg::Doubles(Ok(found)) => {
                if let Some(Sub::Doubles(doubles)) = self.stack.last_mut() {
                    doubles.take(found);
                }
            }
            Msg::SideOne(Ok(side)) => self.side(0, side, &env),
            Msg::SideOther(Ok(side)) => self.side(1, side, &env),
            Msg::Merge => self.merge_pair(cx),
            Msg::Merged(Ok(())) => self.settled_pair(MessageId("pair-merged"), cx),
            Msg::Unlike(Ok(())) => self.settled_pair(MessageId("pair-unlike"), cx),
            Msg::Separate(gone) => pair::separate(gone, cx),
            Msg::Separated(Ok(_)) => self.on_record(MessageId("separate-done"), cx),
            Msg::Merged(Err(error @ Error::Conflict { .. })) => {
                cx.fail(&error);
                self.reread_pair(cx);
            }
            Msg::Interview(Ok(now)) => self.take_interview(now, cx),
            Msg::InterviewSaved(Ok(saved)) => self.interview_saved(&saved, cx),
            Msg::Charged(Ok(())) => self.entry_done(MessageId("interview-charged"), cx),
            Msg::EndInterview(act) => cx.act(act, Msg::InterviewEnded),
            Msg::InterviewEnded(Ok(())) => self.entry_done(MessageId("interview-ended"), cx),
            Msg::EntryDone(Ok(())) => self.entry_done(MessageId("entry-done"), cx),
            Msg::EntryTheirs(Ok(now), gone) => self.entry_over(now, gone, cx),
            Msg::EntryDone(Err(error))
                if is_past(&error) || matches!(error, Error::NotFound { .. }) =>
            {
                self.entry_is_past(&error, cx);
            }
            Msg::EntryGone(Ok(())) => self.entry_done(MessageId("entry-gone"), cx),
            Msg::Nothing => {}
            Msg::Draft(draft) => self.drafted(draft, cx),
            Msg::Changed(Err(error)) | Msg::Identified(Err(error)) | Msg::Employed(Err(error))
                if is_past(&error) =>
            {
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
            Msg::File(Err(error)) => {
                self.wanted = None;
                cx.fail(&error);
            }
            Msg::Interview(Err(error)) => {
                self.section = None;
                self.entering = None;
                cx.fail(&error);
            }
            Msg::EntryGone(Err(error)) => {
                self.ask_interview(cx);
                cx.fail(&error);
            }
            Msg::Found(Err(error))
            | Msg::Everybody(Err(error))
            | Msg::More(Err(error))
            | Msg::Again(Err(error))
            | Msg::FileOfDraft(Err(error))
            | Msg::Theirs(Err(error))
            | Msg::History(Err(error))
            | Msg::Looks(Err(error))
            | Msg::Reasoned(Err(error))
            | Msg::Notes(Err(error))
            | Msg::Expiring(Err(error))
            | Msg::ExpiringInterviews(Err(error))
            | Msg::Sealed(Err(error))
            | Msg::SealedDone(Err(error))
            | Msg::Doubles(Err(error))
            | Msg::SideOne(Err(error))
            | Msg::SideOther(Err(error))
            | Msg::Merged(Err(error))
            | Msg::Unlike(Err(error))
            | Msg::InterviewSaved(Err(error))
            | Msg::Charged(Err(error))
            | Msg::InterviewEnded(Err(error))
            | Msg::EntryDone(Err(error))
            | Msg::EntryTheirs(Err(error), _)
            | Msg::Separated(Err(error))
            | Msg::Given(Err(error))
            | Msg::TakenBack(Err(error))
            | Msg::Objected(Err(error))
            | Msg::Companies(Err(error))
            | Msg::Seen(Err(error))
            | Msg::Noted(Err(error)) => cx.fail(&error),
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.find.view(env),
            Some(Sub::Record(record)) => record.view(env),
            Some(Sub::History(history)) => history.view(env),
            Some(Sub::Looks(looks)) => looks.view(env),
            Some(Sub::Diary(diary)) => diary.view(env),
            Some(Sub::Groups(groups)) => groups.view(env),
            Some(Sub::Doubles(doubles)) => doubles.view(env),
            Some(Sub::Pair(pair)) => pair.view(env),
            Some(Sub::Paper(paper)) => paper.view(),
            Some(Sub::Objection(objection)) => objection.view(),
            Some(Sub::Expiring(papers)) => papers.view(env),
            Some(Sub::Sealed(unsealed)) => unsealed.view(env),
            Some(Sub::SealedForm(form)) => form.view(),
            Some(Sub::Edit(edit)) => edit.view(env),
            Some(Sub::Note(note)) => note.view(env),
            Some(Sub::Interview(page)) => page.view(env),
            Some(Sub::Entries(entries)) => entries.view(env),
            Some(Sub::Entry(entry)) => entry.view(),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => &mut self.find,
            Some(Sub::Record(record)) => &mut record.list,
            Some(Sub::History(history)) => &mut history.list,
            Some(Sub::Looks(looks)) => &mut looks.list,
            Some(Sub::Diary(diary)) => diary.part(),
            Some(Sub::Groups(groups)) => &mut groups.list,
            Some(Sub::Doubles(doubles)) => &mut doubles.list,
            Some(Sub::Pair(pair)) => &mut pair.list,
            Some(Sub::Paper(paper)) => &mut paper.form,
            Some(Sub::Objection(objection)) => &mut objection.form,
            Some(Sub::Expiring(papers)) => &mut papers.list,
            Some(Sub::Sealed(unsealed)) => &mut unsealed.list,
            Some(Sub::SealedForm(form)) => &mut form.form,
            Some(Sub::Edit(edit)) => &mut edit.form,
            Some(Sub::Note(note)) => &mut note.form,
            Some(Sub::Interview(page)) => &mut page.list,
            Some(Sub::Entries(entries)) => &mut entries.list,
            Some(Sub::Entry(entry)) => &mut entry.form,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if event == PartEvent::Closed && !self.stack.is_empty() {
            self.stack.pop();
            self.ask_doubles(cx);
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
            Some(Sub::Diary(_) | Sub::Looks(_)) => {}
            Some(Sub::Groups(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.groups_event(row, cx);
                }
            }
            Some(Sub::Doubles(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.open_pair(row, cx);
                }
            }
            Some(Sub::Pair(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.pair_event(row, cx);
                }
            }
            Some(Sub::Expiring(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.expiring_event(row, cx);
                }
            }
            Some(Sub::Sealed(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.sealed_event(row, cx);
                }
            }
            Some(Sub::Paper(_)) => self.paper_event(event, cx),
            Some(Sub::Objection(_)) => self.objection_event(event, cx),
            Some(Sub::SealedForm(_)) => self.sealed_form_event(event, cx),
            Some(Sub::Edit(_)) => self.edit_event(event, cx),
            Some(Sub::Note(_)) => self.note_event(event, cx),
            Some(Sub::Interview(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.interview_event(row, cx);
                }
            }
            Some(Sub::Entries(_)) => {
                if let PartEvent::Opened(row) = event {
                    self.entries_event(row, cx);
                }
            }
            Some(Sub::Entry(_)) => self.entry_event(event, cx),
        }
    }

    fn back(&mut self, cx: &mut Cx<'_, Self>) -> bool {
        // From the list the way back is out, not into the field, where a digit would be text: nobody is
        // ever without a way to the menu. The row before the list goes to the field.
        match self.stack.pop() {
            None => return false,
            Some(Sub::Entries(_)) => self.leave_passed(),
            Some(_) => {}
        }
        if self.stack.is_empty() {
            self.ask(cx);
        }
        self.ask_doubles(cx);
        true
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Sub::Edit(edit)) => Some((edit.key(), &edit.form)),
            Some(Sub::Note(note)) => Some((note.key(), &note.form)),
            Some(Sub::Paper(paper)) => Some((paper.key(), &paper.form)),
            Some(Sub::Objection(objection)) => Some((objection.key(), &objection.form)),
            Some(Sub::Entry(entry)) => Some((entry.key(), &entry.form)),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Person(person) => {
                self.open_file(*person, cx);
                true
            }
            Link::Wishes(person) => {
                self.open_file_and(*person, Then::Wishes, cx);
                true
            }
            Link::Interview(person) => {
                self.open_file_and(*person, Then::Interview, cx);
                true
            }
            Link::Draft(key) if key.form == objection::FORM => match key.subject.parse() {
                Ok(person) => {
                    self.open_file_and(person, Then::Objection, cx);
                    true
                }
                Err(_) => false,
            },
            Link::Draft(key) if key.form == papers::FORM => match PaperForm::of_draft(key) {
                Some((person, kind)) => {
                    self.open_file_and(person, Then::Paper(kind), cx);
                    true
                }
                None => false,
            },
            Link::Draft(key)
                if [edit::FORM, diary::FORM, entry_form::FORM].contains(&key.form.as_str()) =>
            {
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
        let busy = matches!(
            self.stack.last(),
            Some(Sub::Edit(_) | Sub::Note(_) | Sub::Paper(_) | Sub::Objection(_) | Sub::Entry(_))
        );
        if !busy && self.shown() != Some(person) {
            self.open_file(person, cx);
        }
    }

    fn rest(&mut self) {
        self.seal_again();
        self.find.rest();
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if self.find.is_resting() {
            self.ask(cx);
        }
        let tables = [
            "person",
            "identifier",
            "employment",
            "document",
            "privacy_act",
            "ticket",
            "note",
            "intake",
            "entry",
            "not_same",
            "application",
        ];
        if !what.touches_any(&tables) {
            return;
        }
        // The list of all doubles goes through everybody: only for what can change it.
        if what.touches_any(&["person", "identifier", "not_same"]) {
            self.ask_doubles(cx);
        }
        if what.touches_any(&["person", "document", "intake"]) {
            self.ask_expiring(cx);
        }
        // Also under a form: whoever goes back finds the record as it is.
        self.ask_interview(cx);
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

/// Whether the record is no longer as it was when the form was opened: changed, or part of another.
fn is_past(error: &Error) -> bool {
    let rule = match error {
        Error::Conflict { .. } => return true,
        Error::Refused { rule, .. } => rule,
        _ => return false,
    };
    *rule == Refusal::MergedInto
}

/// Asks which paper is here.
fn ask_paper(person: PersonId, cx: &mut Cx<'_, People>) {
    let kinds = DocumentKind::all()
        .iter()
        .map(|kind| (*kind, Msg::SeePaper(person, *kind)));
    ask(MessageId("record-paper-which"), Vec::new(), kinds, cx);
}

/// A question whose answers are values of a closed set, after what is told; the harmless one comes first.
fn ask<T: Named>(
    title: MessageId,
    told: Vec<String>,
    answers: impl Iterator<Item = (T, Msg)>,
    cx: &mut Cx<'_, People>,
) {
    if !cx.env().staff.may(Right::PeopleWrite) {
        return cx.tell(Tone::Warn, MessageId("record-read-only"));
    }
    let words = cx.env().words.clone();
    let told = told
        .into_iter()
        .fold(Dialog::new(words.get(title)), Dialog::sentence);
    let back = told.answer(words.get(MessageId("layer-back")), Msg::Nothing);
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

    fn side(&mut self, at: usize, side: Side, env: &Env) {
        if let Some(Sub::Pair(pair)) = self.stack.last_mut() {
            pair.take(at, side, env);
        }
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
                    words: person::sought(words, cx.env()),
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
                    self.open_file(person, cx);
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
