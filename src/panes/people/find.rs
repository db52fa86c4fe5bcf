//! Finding a person: a field, and below it who answers what is typed.
//!
//! ```text
//! Persone
//!
//!   Nome, telefono o codice  ross
//!
//!   Persona          Nascita     Comune   Contatto
//! 1 ROSSI Maria      12/03/1985  Milano   12/03/2026
//! 2 ROSSINI Luca     ...
//! ```
//!
//! Nothing typed shows everybody, by surname. Down goes into the list, Left or Up from its
//! first row back to the field.

use chrono::NaiveDate;

use crate::domain::ids::PersonId;
use crate::domain::target_group::age_on;
use crate::panes::{Env, Pane as _};
use crate::store::people::{Cursor, PeoplePage};
use crate::store::search::PersonHit;
use crate::terminal::key::Key;
use crate::ui::form::{Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{
    At, Block, Column, Facts, FormBlock, List, Row, RowsBy, Say, Span, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::People;

/// How many rows a page has.
pub(super) const PAGE: usize = 50;

const WORDS: &str = "words";

/// The field and the list.
pub(super) struct Find {
    form: Form,
    list: ListState<PersonId>,
    hits: Vec<PersonHit>,
    /// Whether the list has the focus.
    in_list: bool,
    /// Where the next page of everybody begins.
    next: Option<Cursor>,
    loaded: bool,
}

/// The field, and the list below it: the row before the first is the field.
impl Part for Find {
    fn key(&mut self, key: Key) -> PartEvent {
        let event = self.focused().key(key);
        if key == Key::Up && event == PartEvent::Ignored && self.enter_field() {
            return PartEvent::Taken;
        }
        event
    }

    fn paste(&mut self, text: &str) -> PartEvent {
        self.focused().paste(text)
    }

    fn takes_text(&self) -> bool {
        !self.in_list && self.form.takes_text()
    }

    fn pick(&mut self, part: usize) -> PartEvent {
        self.focused().pick(part)
    }

    fn form(&mut self) -> Option<&mut Form> {
        self.focused().form()
    }

    fn measured(&mut self, count: usize) {
        self.focused().measured(count);
    }
}

impl Find {
    pub(super) fn new() -> Self {
        let field = Field::text(WORDS, MessageId("people-find"))
            .max(120)
            .of_codes();
        Self {
            form: Form::new("people.find", vec![field]).saved_by(MessageId("people-find-list")),
            list: ListState::new(),
            hits: Vec::new(),
            in_list: false,
            next: None,
            loaded: false,
        }
    }

    /// What was typed.
    pub(super) fn words(&self) -> &str {
        self.form.value(WORDS)
    }

    fn focused(&mut self) -> &mut dyn Part {
        if self.in_list {
            &mut self.list
        } else {
            &mut self.form
        }
    }

    /// Who answers what was typed.
    pub(super) fn found(&mut self, hits: Vec<PersonHit>) {
        if self.loaded {
            self.list.renew(hits.len(), |i| hits[i].id);
        } else {
            self.list.keep(hits.len(), |i| hits[i].id);
        }
        self.hits = hits;
        self.next = None;
        self.loaded = true;
        self.in_list &= !self.hits.is_empty();
    }

    /// A page of everybody: the first, or one more.
    pub(super) fn page(&mut self, page: PeoplePage, first: bool) {
        if first {
            self.hits.clear();
        }
        let more = usize::from(page.next.is_some());
        self.hits.extend(page.rows);
        self.list.keep(self.hits.len(), |i| self.hits[i].id);
        self.list.set_total(self.hits.len() + more);
        self.next = page.next;
        self.loaded = true;
    }

    /// Forgets who was found, as long as one question brings them back; the same person is selected then.
    pub(super) fn rest(&mut self) {
        if self.hits.len() <= PAGE {
            self.hits = Vec::new();
            self.list.rest();
            self.loaded = false;
        }
    }

    /// Whether the rows are to be asked.
    pub(super) fn is_resting(&self) -> bool {
        !self.loaded
    }

    /// Where the next page begins, if there is one.
    pub(super) fn next(&self) -> Option<Cursor> {
        self.next.clone()
    }

    /// The field was left: on to the list, if there is anybody in it.
    pub(super) fn enter_list(&mut self) {
        self.in_list = !self.hits.is_empty();
        if self.in_list {
            self.form.go_to(WORDS);
        }
    }

    /// Back to the field; false when it had the focus.
    pub(super) fn enter_field(&mut self) -> bool {
        self.form.go_to(WORDS);
        std::mem::replace(&mut self.in_list, false)
    }

    /// The person of a row.
    pub(super) fn person(&self, row: usize) -> Option<&PersonHit> {
        self.hits.get(row)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let focus = if self.in_list {
            At {
                block: 1,
                part: self.list.selected(),
            }
        } else {
            At {
                block: 0,
                part: self.form.at,
            }
        };
        let hit = self.hits.get(self.list.selected());
        View::new(
            env.words.get(MessageId("people-title")),
            vec![
                Block::Form(FormBlock {
                    form: &self.form,
                    after: Vec::new(),
                }),
                Block::List(self.rows(env)),
            ],
        )
        .focused_on(focus)
        .beside(hit.map(|hit| move || vec![about(hit, env)]))
    }

    fn rows<'a>(&'a self, env: &'a Env) -> List<'a> {
        let words = &env.words;
        let column = |id: MessageId, width: Width| Column::new(words.get(id), width);
        let empty = match (self.loaded, self.words().is_empty()) {
            (true, true) => MessageId("people-none-yet"),
            (true, false) => MessageId("people-nobody"),
            (false, _) => MessageId("person-reading"),
        };
        List::of(
            vec![
                column(
                    MessageId("people-column-who"),
                    Width::Fill { min: 22, weight: 1 },
                ),
                column(
                    MessageId("people-column-birth"),
                    Width::Fixed(words.date_columns()),
                ),
                column(
                    MessageId("people-column-residence"),
                    Width::Fill { min: 18, weight: 1 },
                ),
                column(
                    MessageId("people-column-contact"),
                    Width::Fixed(words.date_columns().max(13)),
                ),
            ],
            RowsBy::new(self.hits.len(), |i| cells(&self.hits[i], env)),
        )
        .selecting(self.list.selected())
        .or_say(env.naming(empty, People::NAME, "people.new"))
    }
}

fn cells<'a>(hit: &'a PersonHit, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let day = |day: Option<NaiveDate>| day.map(|day| words.date(day)).unwrap_or_default();
    let name = match hit.short_name() {
        name if name.is_empty() => {
            Span::toned(words.get(MessageId("people-nameless")), Tone::Quiet)
        }
        name => Span::plain(name),
    };
    let user = env.user_of(hit.id);
    let first = user.and_then(|name| name.split_whitespace().next());
    let contact = if let Some(name) = first {
        let args = [("name", name.into())];
        Span::toned(words.with(MessageId("in-use-short"), &args), Tone::Warn)
    } else if hit.anomaly {
        Span::toned(words.get(MessageId("people-to-verify")), Tone::Bad)
    } else {
        Span::plain(day(hit.last_contact_on))
    };
    let residence = Span::plain(hit.residence_name.as_deref().unwrap_or_default());
    Row {
        cells: vec![name, Span::plain(day(hit.birth_on)), residence, contact],
    }
}

/// A person beside the list; their record says it everywhere. Only what the list was read
/// with: going along it looks into nobody's record.
fn about<'a>(hit: &'a PersonHit, env: &'a Env) -> Block<'a> {
    let words = &env.words;
    let code = match &hit.tax_code {
        Some(code) => Span::plain(code.as_str()),
        None => Span::toned(words.get(MessageId("people-no-code")), Tone::Quiet),
    };
    let day = |on: Option<NaiveDate>| Span::plain(on.map(|on| words.date(on)).unwrap_or_default());
    let age = hit.birth_on.map(|born| {
        let args = [("n", age_on(born, env.today()).into())];
        words.with(MessageId("person-age"), &args).into_owned()
    });
    let born = [hit.birth_on.map(|on| words.date(on)), age];
    let born: Vec<String> = born.into_iter().flatten().collect();
    let doubtful = if hit.anomaly {
        words.get(MessageId("people-to-verify"))
    } else {
        "".into()
    };
    Block::Facts(
        Facts::new(vec![
            (words.get(MessageId("people-column-code")), code),
            ("".into(), Span::toned(doubtful, Tone::Bad)),
            (
                words.get(MessageId("people-column-birth")),
                Span::plain(born.join(", ")),
            ),
            (
                words.get(MessageId("people-column-residence")),
                Span::plain(hit.residence_name.as_deref().unwrap_or_default()),
            ),
            (
                words.get(MessageId("people-column-contact")),
                day(hit.last_contact_on),
            ),
        ])
        .headed(Say::Owned(hit.short_name())),
    )
}
