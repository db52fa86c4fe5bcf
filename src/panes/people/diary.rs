//! The diary of a person: the notes, the last one first, and the form of a new one.
//!
//! ```text
//! Diario di ROSSI Maria
//!
//!   23/11/2026 09:31, Anna, diario
//!   Cerca un lavoro al mattino. Porta il curriculum lunedì.
//! ```
//!
//! Notes are never changed; one's own last one can be taken back by undo.

use crate::domain::Named;
use crate::domain::ids::PersonId;
use crate::domain::note::NoteKind;
use crate::panes::{DraftKey, Env, Pane as _, person};
use crate::store::notes::{AddNote, NoteRow};
use crate::ui::form::{Field, Form};
use crate::ui::part::Part;
use crate::ui::scroll::TextState;
use crate::ui::view::{Block, Span, Text, Tone, View};
use crate::ui::words::MessageId;

use super::People;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.note";

/// How many notes are shown.
pub(super) const LIMIT: usize = 200;

const KIND: &str = "kind";
const WORDS: &str = "words";

/// A diary that is open.
pub(super) struct Diary {
    pub(super) person: PersonId,
    title: String,
    text: TextState,
    said: Vec<Span<'static>>,
}

impl Diary {
    pub(super) fn new(person: PersonId, who: &str, env: &Env) -> Self {
        Self {
            person,
            title: env
                .words
                .with(MessageId("diary-title"), &[("who", who.into())])
                .into_owned(),
            text: TextState::default(),
            said: vec![Span::plain(
                env.words.get(MessageId("person-reading")).into_owned(),
            )],
        }
    }

    /// The notes, the last one first.
    pub(super) fn take(&mut self, notes: &[NoteRow], env: &Env) {
        self.said = notes.iter().flat_map(|note| in_words(note, env)).collect();
        if notes.is_empty() {
            let empty = env.naming(MessageId("diary-empty"), People::NAME, "people.note");
            self.said.push(Span::plain(empty.into_owned()));
        }
    }

    /// The part in focus.
    pub(super) fn part(&mut self) -> &mut dyn Part {
        &mut self.text
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, _env: &'a Env) -> View<'a> {
        View::new(
            self.title.as_str(),
            vec![Block::Text(Text {
                heading: None,
                paragraphs: self.said.clone(),
            })],
        )
        .at(0, self.text.line())
    }
}

fn in_words(note: &NoteRow, env: &Env) -> Vec<Span<'static>> {
    let head = format!(
        "{}, {}, {}",
        person::moment(note.at, &env.words),
        note.by,
        person::word(&env.words, note.kind)
    );
    let lines = note.text.lines().map(|line| Span::plain(line.to_owned()));
    std::iter::once(Span::toned(head, Tone::Strong))
        .chain(lines)
        .collect()
}

/// A note that is being written.
pub(super) struct NoteForm {
    pub(super) form: Form,
    pub(super) person: PersonId,
    title: String,
}

impl NoteForm {
    pub(super) fn new(person: PersonId, who: &str, env: &Env) -> Self {
        let fields = vec![
            Field::choice(
                KIND,
                MessageId("note-kind"),
                person::options::<NoteKind>(&env.words),
            ),
            Field::note(WORDS, MessageId("note-words")).required(),
        ];
        let mut form = Form::new(FORM, fields);
        form.set(KIND, NoteKind::Diary.code());
        form.go_to(WORDS);
        let title = match who {
            "" => env.words.get(MessageId("note-title")),
            who => env
                .words
                .with(MessageId("note-title-of"), &[("who", who.into())]),
        };
        Self {
            form,
            person,
            title: title.into_owned(),
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(FORM, self.person)
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        person::look_at_field(&mut self.form, field, env);
    }

    /// The act that writes it; none when something is wrong.
    pub(super) fn payload(&mut self, env: &Env) -> Option<AddNote> {
        self.left(0, env);
        self.form.clear_error(WORDS);
        if self.form.value(WORDS).is_empty() {
            self.form
                .set_error(WORDS, env.words.get(MessageId("note-empty")));
        }
        if self.form.go_to_error() {
            return None;
        }
        Some(AddNote {
            person: self.person,
            kind: self.form.value(KIND).parse().unwrap_or(NoteKind::Diary),
            text: self.form.value(WORDS).to_owned(),
        })
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, _env: &'a Env) -> View<'a> {
        View::of_form(self.title.as_str(), &self.form)
    }
}
