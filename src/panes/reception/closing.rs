//! The end of a contact: how it ended, by number; with a note if there is something to note.
//!
//! ```text
//! Fine del contatto, A017
//!
//!   Persona   ROSSI Maria
//!   Servizio  Accoglienza e accesso ai servizi
//!   Inizio    09:12
//!   Fine      09:31
//!   Durata    19 minuti
//!
//! 1 appuntamento dato
//! 2 percorso avviato o rivisto
//! 3 offerta proposta
//! 4 invio a un ente in rete
//! 5 informazioni date
//! 6 Scrivi una nota o correggi servizio e minuti
//! ```

use chrono::{DateTime, Utc};

use crate::domain::ids::TicketId;
use crate::domain::queue::Outcome;
use crate::panes::{DraftKey, Env, InHand, person};
use crate::store::catalogue::NewService;
use crate::store::queue::{BoardRow, Finish, Given};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::Part;
use crate::ui::view::{Block, Facts, FormBlock, List, Row, RowsBy, Span, View};
use crate::ui::words::MessageId;

use super::queue;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "ticket.finish";
const OUTCOME: &str = "outcome";
const SERVICE: &str = "service";
const MINUTES: &str = "minutes";
const NOTE: &str = "note";

/// The most minutes of one contact that are believed.
const LONGEST: i64 = 480;

/// A contact that is about to end.
pub(super) struct Closing {
    pub(super) ticket: TicketId,
    pub(super) number: String,
    /// Whether the next one is called as soon as it has ended.
    pub(super) then_call: bool,
    /// Who was at the desk, if on file.
    pub(super) person: Option<InHand>,
    who: String,
    pub(super) service: String,
    service_name: String,
    started: Option<DateTime<Utc>>,
    ended: DateTime<Utc>,
    list: ListState<usize>,
    /// The long way: service, minutes and a note.
    form: Option<Form>,
}

impl Closing {
    /// The end of the contact of a ticket, now.
    pub(super) fn new(row: &BoardRow, service_name: &str, then_call: bool, env: &Env) -> Self {
        let mut list = ListState::new();
        list.keep(Outcome::ALL.len() + 1, |i| i);
        // One Enter too many records nothing that did not happen.
        list.select(Outcome::ALL.len());
        Self {
            ticket: row.ticket,
            number: row.number.clone(),
            then_call,
            person: row.person.map(|id| InHand {
                id,
                name: row.who.clone(),
            }),
            who: queue::who(row, env).into_owned(),
            service: row.service.clone(),
            service_name: service_name.to_owned(),
            started: row.served_at,
            ended: env.now,
            list,
            form: None,
        }
    }

    /// The part in focus.
    pub(super) fn part(&mut self) -> &mut dyn Part {
        match &mut self.form {
            Some(form) => form,
            None => &mut self.list,
        }
    }

    /// The outcome of a row, as the act that ends the contact; none for the row that opens the form.
    pub(super) fn outcome(&self, row: usize) -> Option<Finish> {
        let outcome = *Outcome::ALL.get(row)?;
        Some(Finish {
            ticket: self.ticket,
            outcome,
            services: Vec::new(),
            note: None,
        })
    }

    /// Opens the form for service, minutes and note.
    pub(super) fn write(&mut self, services: &[NewService], env: &Env) {
        let offered: Vec<Choice> = services
            .iter()
            .map(|service| Choice::new(&service.code, queue::label(service, env.lang)))
            .collect();
        let mut fields = vec![
            Field::choice(
                OUTCOME,
                MessageId("closing-outcome"),
                person::options::<Outcome>(&env.words),
            )
            .required(),
            Field::choice(SERVICE, MessageId("closing-service"), offered),
            Field::text(MINUTES, MessageId("closing-minutes")).max(3),
        ];
        if self.person.is_some() {
            fields.push(Field::note(NOTE, MessageId("closing-note")));
        }
        let mut form = Form::new(FORM, fields).saved_by(MessageId("closing-save"));
        form.set(SERVICE, &self.service);
        form.set(MINUTES, &self.minutes().to_string());
        self.form = Some(form);
    }

    /// The long way with the key under which it is kept half typed; none while only outcomes are shown.
    pub(super) fn draft(&self) -> Option<(DraftKey, &Form)> {
        Some((DraftKey::new(FORM, self.ticket), self.form.as_ref()?))
    }

    /// Brings back what was typed of the long way before.
    pub(super) fn restore(&mut self, draft: &serde_json::Value) {
        if let Some(form) = &mut self.form {
            form.restore(draft);
        }
    }

    /// Back from the form to the outcomes; false when it is not open.
    pub(super) fn back(&mut self) -> bool {
        self.form.take().is_some()
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(form) = &mut self.form else { return };
        if person::look_at_field(form, field, env) != Some(MINUTES) {
            return;
        }
        let right = form
            .value(MINUTES)
            .parse()
            .is_ok_and(|n: i64| (0..=LONGEST).contains(&n));
        if !right {
            let wrong = env.words.get(MessageId("closing-minutes-wrong"));
            form.set_error(MINUTES, wrong);
        }
    }

    /// The act that ends the contact, from the form; none when something is wrong.
    pub(super) fn payload(&mut self, env: &Env) -> Option<Finish> {
        let fields = self.form.as_ref()?.fields.len();
        for field in 0..fields {
            self.left(field, env);
        }
        let form = self.form.as_mut()?;
        if form.value(OUTCOME).is_empty() {
            form.set_error(OUTCOME, env.words.get(MessageId("closing-outcome-missing")));
        }
        if form.go_to_error() {
            return None;
        }
        let service = match form.value(SERVICE) {
            "" => self.service.clone(),
            code => code.to_owned(),
        };
        let note = form.value(NOTE);
        Some(Finish {
            ticket: self.ticket,
            outcome: form.value(OUTCOME).parse().ok()?,
            services: vec![Given {
                service,
                minutes: form.value(MINUTES).parse().ok(),
            }],
            note: (!note.is_empty()).then(|| note.to_owned()),
        })
    }

    fn minutes(&self) -> i64 {
        let started = self.started.unwrap_or(self.ended);
        let seconds = (self.ended - started).num_seconds().max(0);
        (seconds + 59) / 60
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let title = words.with(
            MessageId("closing-title"),
            &[("number", (&self.number).into())],
        );
        let facts = Block::Facts(self.facts(env));
        let (block, part) = match &self.form {
            Some(form) => (
                Block::Form(FormBlock {
                    form,
                    after: Vec::new(),
                }),
                form.at,
            ),
            None => (Block::List(self.outcomes(env)), self.list.selected()),
        };
        View::new(title, vec![facts, block]).at(1, part)
    }

    fn facts<'a>(&'a self, env: &'a Env) -> Facts<'a> {
        let words = &env.words;
        let started = self
            .started
            .map(|at| person::time(at, words))
            .unwrap_or_default();
        let minutes = u32::try_from(self.minutes()).unwrap_or_default();
        Facts::of(
            words,
            [
                (MessageId("closing-who"), Span::plain(&self.who)),
                (
                    MessageId("closing-service"),
                    Span::plain(&self.service_name),
                ),
                (MessageId("closing-start"), Span::plain(started)),
                (
                    MessageId("closing-end"),
                    Span::plain(person::time(self.ended, words)),
                ),
                (
                    MessageId("closing-length"),
                    Span::plain(words.duration(minutes)),
                ),
            ],
        )
    }

    fn outcomes<'a>(&'a self, env: &'a Env) -> List<'a> {
        let words = &env.words;
        let heading = if self.then_call {
            MessageId("closing-how-then-call")
        } else {
            MessageId("closing-how")
        };
        List::plain(RowsBy::new(Outcome::ALL.len() + 1, |i| {
            let text = match Outcome::ALL.get(i) {
                Some(outcome) => words.of("outcome", crate::domain::Named::code(*outcome)),
                None => words.get(MessageId("closing-write")),
            };
            Row {
                cells: vec![Span::plain(text)],
            }
        }))
        .headed(words.get(heading))
        .selecting(self.list.selected())
    }
}
