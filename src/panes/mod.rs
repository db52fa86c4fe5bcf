//! The rooms: one folder per pane, and what a pane is.
//!
//! A pane describes what it shows and asks for what it needs; it never draws, never touches a file or
//! a socket, and never names another pane: it leaves by a [`Link`] that the app follows.

pub mod agenda;
pub mod office;
pub mod people;
pub mod person;
pub mod plans;
pub mod quality;
pub mod reception;
pub mod service;
pub mod vacancies;

use std::any::Any;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ulid::Ulid;

use crate::domain::Named as _;
use crate::domain::ids::{
    ActId, ActionId, AppointmentId, PersonId, PlanId, StaffId, TicketId, VacancyId,
};
use crate::domain::lang::Lang;
use crate::domain::staff::{Right, SettingKey, Staff};
use crate::domain::tax_code::Burst;
use crate::reference::Reference;
use crate::store::params::DayRules;
use crate::store::staff::Given;
use crate::store::{Act, Beside, Changes, Draft, Error, Query, Result, Store};
use crate::terminal::Key;
use crate::ui::command::{Command, Keymap, Layout, Letters};
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::screen::Profile;
use crate::ui::view::{Tone, View};
use crate::ui::words::{MessageId, Words};

/// The panes, in the order of the menu. A new pane adds its folder above and its line here.
pub const PANES: &[Registered] = &[
    registered::<reception::Reception>(),
    registered::<people::People>(),
    registered::<agenda::Agenda>(),
    registered::<plans::Plans>(),
    registered::<vacancies::Vacancies>(),
    registered::<office::Office>(),
    registered::<quality::Quality>(),
];

/// What a pane and its view may know of where they run.
#[derive(Clone)]
pub struct Env {
    /// Who works here, with which roles, from which desk.
    pub staff: Arc<Staff>,
    /// The words in the language in use.
    pub words: Arc<Words>,
    /// The language in use.
    pub lang: Lang,
    /// The words of any language: what is looked for by name answers in both.
    pub tongue: Arc<dyn Fn(Lang) -> Arc<Words> + Send + Sync>,
    /// The embedded tables.
    pub reference: Arc<Reference>,
    /// The names of the themes that can be chosen.
    pub themes: Arc<[String]>,
    /// The name of the theme in use; empty where nothing is painted.
    pub theme: Arc<str>,
    /// The moment of the event that is being handled.
    pub now: DateTime<Utc>,
    /// The person in hand: follows from pane to pane.
    pub in_hand: Option<InHand>,
    /// The session, as the others see it.
    pub session: Arc<str>,
    /// Who else is at work, and what they have open.
    pub beside: Arc<Beside>,
    /// The keys of the person, and the commands that every pane has.
    pub keys: Arc<Keys>,
    /// The dated values of the day that the screens go by.
    pub rules: Arc<DayRules>,
    /// Whether what stands beside a form keeps still while it is filled in: a screen reader would say what
    /// changes there instead of the next field.
    pub steady: bool,
}

impl Env {
    /// The name of somebody else who has the row open.
    pub fn user_of(&self, row: impl Into<Ulid>) -> Option<&str> {
        self.beside.user_of(row, &self.session, self.now)
    }

    /// A title with who else has its row open: `ROSSI Maria, in uso da Anna Brambilla`.
    pub fn titled<'a>(&self, row: impl Into<Ulid>, title: Cow<'a, str>) -> Cow<'a, str> {
        self.marked(self.user_of(row), title)
    }

    /// A cell with who else has its row open, by the first name alone: `ROSSI Maria, in uso da Anna`.
    pub fn with_use<'a>(&self, row: Option<impl Into<Ulid>>, cell: Cow<'a, str>) -> Cow<'a, str> {
        let user = row.and_then(|row| self.user_of(row));
        self.marked(user.and_then(|name| name.split_whitespace().next()), cell)
    }

    fn marked<'a>(&self, user: Option<&str>, text: Cow<'a, str>) -> Cow<'a, str> {
        let Some(name) = user else { return text };
        let used = self
            .words
            .with(MessageId("in-use"), &[("name", name.into())]);
        format!("{text}, {used}").into()
    }

    /// What calls a command of a scope (a pane's name, or `app`), as a sentence says it: its key, or its label
    /// in quotes where no key calls it.
    pub fn call(&self, scope: &str, name: &str) -> String {
        let own = PANES.iter().find(|pane| pane.name == scope);
        let own = own.map(|pane| (pane.commands)());
        let commands = own.as_deref().unwrap_or(&self.keys.app);
        let Some(command) = commands.iter().find(|command| command.name == name) else {
            return String::new();
        };
        match self.keys.map.shown(scope, command) {
            key if key.is_empty() => format!("«{}»", self.words.get(command.label)),
            key => key,
        }
    }

    /// A message that names a command: its `$key` is what calls it for this person.
    pub fn naming(&self, id: MessageId, scope: &str, name: &str) -> Cow<'_, str> {
        self.words
            .with(id, &[("key", self.call(scope, name).into())])
    }

    /// When the line of a colleague dropped, if that is long enough ago to take over.
    pub fn line_lost(&self, staff: StaffId) -> Option<DateTime<Utc>> {
        let dropped = self.beside.dropped_at(staff)?;
        (dropped + self.rules.line_hold <= self.now).then_some(dropped)
    }

    /// The day at the desk.
    pub fn today(&self) -> NaiveDate {
        crate::clock::local_day(self.now)
    }
}

/// The keys of a person.
#[derive(Debug, Default)]
pub struct Keys {
    /// Which calls what.
    pub map: Keymap,
    /// The commands that every pane has.
    pub app: Vec<Command>,
}

/// The person in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InHand {
    /// Who.
    pub id: PersonId,
    /// Surname and name as shown.
    pub name: String,
}

/// One of a person's own settings, as it is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The language.
    Lang(Lang),
    /// The theme, by name.
    Theme(String),
    /// How the screen marks the focus.
    Profile(Profile),
    /// Plain lines instead of a screen: from the next log-in on.
    Linear(bool),
    /// Whether single letters act.
    Letters(Letters),
    /// The ready set of keys.
    Layout(Layout),
    /// A key of one's own for a command by its full name; none for that of the layout.
    Key(String, Option<char>),
}

impl Setting {
    /// The key and the value under which it is kept with the person; no value forgets it.
    pub fn kept(&self) -> (String, Option<String>) {
        let bool = |on: bool| on.to_string();
        let (key, value) = match self {
            Self::Key(command, key) => {
                return (format!("keys.{command}"), key.map(String::from));
            }
            Self::Lang(lang) => (SettingKey::Lang, lang.code().to_owned()),
            Self::Theme(name) => (SettingKey::Theme, name.clone()),
            Self::Profile(profile) => (SettingKey::Profile, profile.name().to_owned()),
            Self::Linear(on) => (SettingKey::Linear, bool(*on)),
            Self::Letters(letters) => (SettingKey::Letters, bool(*letters == Letters::On)),
            Self::Layout(layout) => (SettingKey::Layout, layout.name().to_owned()),
        };
        (key.code().to_owned(), Some(value))
    }
}

/// Where a pane sends the person at work: another room, by what is wanted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The record of a person.
    Person(PersonId),
    /// The hours and contracts that a person wishes, and when they can come: to be written.
    Wishes(PersonId),
    /// The plans of a person; a given plan opened.
    Plans(PersonId, Option<PlanId>),
    /// An action of a plan, to see its hours and have them signed.
    Hours(PersonId, PlanId, ActionId),
    /// Free slots for a person, for an action of a plan if given.
    Book(Booking),
    /// An appointment in its day.
    Appointment(AppointmentId),
    /// Work for a person.
    Match(PersonId),
    /// A vacancy.
    Vacancy(VacancyId),
    /// A ticket of the queue.
    Ticket(TicketId),
    /// Somebody whose health card was read: a ticket, or the intake of who is at the desk.
    Card(Card),
    /// A complaint to be written down, of the person in hand if there is one.
    Complaint,
    /// A draft that was left: the pane whose form it is resumes it.
    Draft(DraftKey),
}

/// A health card that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its tax code, which is right.
    pub code: String,
    /// Surname and name of its stripe.
    pub name: Option<(String, String)>,
    /// Who on file has the code.
    pub person: Option<InHand>,
}

impl Card {
    /// What was read, of nobody yet.
    pub fn of(burst: &Burst) -> Self {
        Self {
            code: burst.reading.code.clone(),
            name: burst.name.clone(),
            person: None,
        }
    }

    /// Code and names as a reader would send them: for a field that reads cards.
    pub fn in_full(&self) -> String {
        match &self.name {
            Some((surname, name)) => format!("{} {surname} {name}", self.code),
            None => self.code.clone(),
        }
    }
}

/// Which draft of one's own: the form, and what it is about (an id, or empty for something new).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The form's name.
    pub form: String,
    /// What it is about.
    pub subject: String,
}

impl DraftKey {
    /// The draft of a form about something.
    pub fn new(form: impl Into<String>, subject: impl ToString) -> Self {
        Self {
            form: form.into(),
            subject: subject.to_string(),
        }
    }
}

/// What a booking is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Who comes.
    pub person: InHand,
    /// The service; the first interview when none.
    pub service: Option<String>,
    /// The plan's action that the appointment serves.
    pub action: Option<ActionId>,
    /// The plan from which it is booked.
    pub plan: Option<PlanId>,
}

/// One command of a pane: the row of the table, when it is offered, what it does.
pub struct PaneCommand<P: Pane> {
    /// Name, keys, label.
    pub command: Command,
    /// The right without which it is not offered.
    pub right: Option<Right>,
    /// Whether it makes sense now.
    pub offered: fn(&P) -> bool,
    /// Does it.
    pub run: fn(&mut P, &mut Cx<'_, P>),
}

/// A row of a table of commands.
pub const fn command<P: Pane>(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    right: Right,
    offered: fn(&P) -> bool,
    run: fn(&mut P, &mut Cx<'_, P>),
) -> PaneCommand<P> {
    PaneCommand {
        command: Command { name, keys, label },
        right: Some(right),
        offered,
        run,
    }
}

/// A room.
pub trait Pane: Sized + Send + 'static {
    /// What answers and dialogs bring back.
    type Msg: Send + 'static;
    /// Its name in configuration and tests.
    const NAME: &'static str;
    /// Its name on the menu.
    const TITLE: MessageId;
    /// The right without which it is not on the menu.
    const RIGHT: Right;
    /// Its commands: the one table.
    const COMMANDS: &'static [PaneCommand<Self>];

    /// Opens it: asks for what it shows.
    fn open(cx: &mut Cx<'_, Self>) -> Self;

    /// Takes an answer.
    fn update(&mut self, msg: Self::Msg, cx: &mut Cx<'_, Self>);

    /// Says what it shows. Borrows, cannot fail, cannot write.
    fn view<'a>(&'a self, env: &'a Env) -> View<'a>;

    /// The field or list in focus: it takes keys before the commands.
    fn part(&mut self) -> Option<&mut dyn Part> {
        None
    }

    /// After something happened in the focused part: a row opened, a field left, a form to save.
    fn parted(&mut self, _event: PartEvent, _cx: &mut Cx<'_, Self>) {}

    /// Back one level; false at the pane's top.
    fn back(&mut self, _cx: &mut Cx<'_, Self>) -> bool {
        false
    }

    /// The form being filled in and the key of its draft; saved by the app when a field is left and
    /// within one second of the first unsaved key.
    fn draft(&self) -> Option<(DraftKey, &Form)> {
        None
    }

    /// Goes where a link says; false when it is not this pane's.
    fn follow(&mut self, _link: &Link, _cx: &mut Cx<'_, Self>) -> bool {
        false
    }

    /// Another person is in hand, or none.
    fn in_hand_changed(&mut self, _cx: &mut Cx<'_, Self>) {}

    /// The office's data changed: ask again what is shown, if it is among `what`.
    fn changed(&mut self, _what: &Changes, _cx: &mut Cx<'_, Self>) {}

    /// Why a command of its table is not offered now, and what to do instead; none when there is no more to say
    /// than that.
    fn why_not(&self, _command: &str, _env: &Env) -> Option<String> {
        None
    }

    /// It leaves the front: rows that can be asked again go; what is asked, the place and what was typed stay.
    /// When it comes back [`Pane::changed`] is told of [`Changes::anything`] and asks for them.
    fn rest(&mut self) {}
}

/// What a pane can ask for while it handles something.
pub struct Cx<'a, P: Pane> {
    env: &'a Env,
    out: &'a mut Outbox,
    pane: PhantomData<fn(P)>,
}

impl<P: Pane> Cx<'_, P> {
    /// Where it runs: words, day, who, the person in hand.
    pub fn env(&self) -> &Env {
        self.env
    }

    /// Asks the office. A newer question in the same slot voids the older answer.
    pub fn read<Q: Query>(
        &mut self,
        slot: &'static str,
        query: Q,
        then: fn(Result<Q::Out>) -> P::Msg,
    ) {
        self.out.push(Effect::Read {
            slot,
            run: Box::new(move |store, staff, at, reply| {
                store.read(staff, at, query, move |answer| {
                    reply(Box::new(then(answer)));
                });
            }),
        });
    }

    /// Changes the office. `then` is told after it is on disk.
    pub fn act<A: Act>(&mut self, act: A, then: fn(Result<A::Out>) -> P::Msg) {
        self.out.push(Effect::Act {
            run: Box::new(move |store, staff, id, at, reply| {
                store.act(staff, id, at, act, move |answer| {
                    reply(Box::new(then(answer)));
                });
            }),
        });
    }

    /// Has a secret made and given to somebody; `then` is told it, once, after it is on disk.
    pub fn give(&mut self, staff: StaffId, what: Given, then: fn(Result<String>) -> P::Msg) {
        self.out.push(Effect::Act {
            run: Box::new(move |store, who, id, at, reply| {
                store.give(who, (id, at), (staff, what), move |made| {
                    reply(Box::new(then(made)));
                });
            }),
        });
    }

    /// Reads the draft of a form, if one was left.
    pub fn find_draft(&mut self, key: DraftKey, then: fn(Option<Draft>) -> P::Msg) {
        self.out.push(Effect::FindDraft {
            key,
            then: Box::new(move |draft| Box::new(then(draft))),
        });
    }

    /// The drafts that a colleague left about something are one's own from now on.
    pub fn hand_over(&mut self, from: StaffId, subject: impl ToString) {
        self.out.push(Effect::HandOver(from, subject.to_string()));
    }

    /// Forgets the draft of a form that was saved or given up.
    pub fn drop_draft(&mut self, key: DraftKey) {
        self.out.push(Effect::DropDraft(key));
    }

    /// Says something in the message row.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.out.push(Effect::Say(tone, text.into()));
    }

    /// Says a message of the language in use.
    pub fn tell(&mut self, tone: Tone, id: MessageId) {
        let text = self.env.words.get(id).into_owned();
        self.say(tone, text);
    }

    /// Says a message that names a command of a scope (see [`Env::call`]).
    pub fn tell_naming(&mut self, tone: Tone, id: MessageId, scope: &str, name: &str) {
        let text = self.env.naming(id, scope, name).into_owned();
        self.say(tone, text);
    }

    /// Says why something failed, and what to do.
    pub fn fail(&mut self, error: &Error) {
        self.out.push(Effect::Fail(error.clone()));
    }

    /// Takes a person in hand, or puts the person in hand down.
    pub fn hand(&mut self, person: Option<InHand>) {
        self.out.push(Effect::Hand(person));
    }

    /// Takes one of the person's own settings into the running session, and says so.
    pub fn settle(&mut self, setting: Setting) {
        self.out.push(Effect::Settle(setting));
    }

    /// Leaves for another room.
    pub fn go(&mut self, link: Link) {
        self.out.push(Effect::Go(link));
    }

    /// Asks the person at work; the choice comes back as a message.
    pub fn ask(&mut self, dialog: Dialog<P::Msg>) {
        self.out
            .push(Effect::Ask(dialog.map(|msg| Box::new(msg) as Erased)));
    }
}

/// A message whose type only its pane knows.
pub type Erased = Box<dyn Any + Send>;

/// Takes an answer to where its question came from.
pub type Reply = Box<dyn FnOnce(Erased) + Send>;

/// A question waiting to be asked.
pub type Ask = Box<dyn FnOnce(&Store, &Arc<Staff>, DateTime<Utc>, Reply) + Send>;

/// An act waiting to be sent.
pub type Send_ = Box<dyn FnOnce(&Store, &Arc<Staff>, ActId, DateTime<Utc>, Reply) + Send>;

/// What a pane asked for; the app and the session carry it out.
pub enum Effect {
    /// A question.
    Read {
        /// A newer question in the same slot voids the older answer.
        slot: &'static str,
        /// Asks it.
        run: Ask,
    },
    /// An act.
    Act {
        /// Sends it.
        run: Send_,
    },
    /// A draft to look for.
    FindDraft {
        /// Which.
        key: DraftKey,
        /// Wraps what was found.
        then: Box<dyn FnOnce(Option<Draft>) -> Erased + Send>,
    },
    /// A draft to forget.
    DropDraft(DraftKey),
    /// The drafts of a colleague about something to go on with.
    HandOver(StaffId, String),
    /// A message for the last row.
    Say(Tone, String),
    /// Why something failed.
    Fail(Error),
    /// The person in hand.
    Hand(Option<InHand>),
    /// One of the person's own settings, as it is from now on.
    Settle(Setting),
    /// Another room.
    Go(Link),
    /// A question to the person at work.
    Ask(Dialog<Erased>),
}

/// What a pane asked for, in order.
pub type Outbox = Vec<Effect>;

/// A pane on the menu.
pub struct Registered {
    /// Its name in configuration and tests.
    pub name: &'static str,
    /// Its name on the menu.
    pub title: MessageId,
    /// The right without which it is not on the menu.
    pub right: Right,
    /// Opens it.
    pub open: fn(&Env, &mut Outbox) -> Box<dyn AnyPane>,
    /// Its commands, for help, the palette and the README.
    pub commands: fn() -> Vec<Command>,
}

/// The row of a pane in [`PANES`].
pub const fn registered<P: Pane>() -> Registered {
    Registered {
        name: P::NAME,
        title: P::TITLE,
        right: P::RIGHT,
        open: |env, out| {
            Box::new(Hosted(P::open(&mut Cx {
                env,
                out,
                pane: PhantomData,
            })))
        },
        commands: || P::COMMANDS.iter().map(|row| row.command).collect(),
    }
}

/// A pane whose type has been forgotten: what the app holds.
pub trait AnyPane: Send {
    /// [`Pane::update`]; a message of another pane's type is dropped.
    fn take(&mut self, msg: Erased, env: &Env, out: &mut Outbox);
    /// [`Pane::view`].
    fn show<'a>(&'a self, env: &'a Env) -> View<'a>;
    /// [`Pane::part`].
    fn focused(&mut self) -> Option<&mut dyn Part>;
    /// [`Pane::parted`].
    fn after(&mut self, event: PartEvent, env: &Env, out: &mut Outbox);
    /// [`Pane::back`].
    fn leave_level(&mut self, env: &Env, out: &mut Outbox) -> bool;
    /// [`Pane::draft`].
    fn unsaved(&self) -> Option<(DraftKey, &Form)>;
    /// [`Pane::follow`].
    fn go_to(&mut self, link: &Link, env: &Env, out: &mut Outbox) -> bool;
    /// [`Pane::in_hand_changed`].
    fn handed(&mut self, env: &Env, out: &mut Outbox);
    /// [`Pane::rest`].
    fn rest(&mut self);
    /// [`Pane::changed`].
    fn stale(&mut self, what: &Changes, env: &Env, out: &mut Outbox);
    /// The commands offered now: index in the table and the row.
    fn offers(&self, env: &Env) -> Vec<(usize, Command)>;
    /// Why the key does nothing now, if it is that of a command which is not offered.
    fn why_not(&self, key: Key, scope: &str, env: &Env) -> Option<String>;
    /// Runs the command at an index of the table.
    fn run(&mut self, index: usize, env: &Env, out: &mut Outbox);
}

struct Hosted<P>(P);

impl<P: Pane> AnyPane for Hosted<P> {
    fn take(&mut self, msg: Erased, env: &Env, out: &mut Outbox) {
        if let Ok(msg) = msg.downcast::<P::Msg>() {
            self.0.update(
                *msg,
                &mut Cx {
                    env,
                    out,
                    pane: PhantomData,
                },
            );
        }
    }

    fn show<'a>(&'a self, env: &'a Env) -> View<'a> {
        self.0.view(env)
    }

    fn focused(&mut self) -> Option<&mut dyn Part> {
        self.0.part()
    }

    fn after(&mut self, event: PartEvent, env: &Env, out: &mut Outbox) {
        self.0.parted(
            event,
            &mut Cx {
                env,
                out,
                pane: PhantomData,
            },
        );
    }

    fn leave_level(&mut self, env: &Env, out: &mut Outbox) -> bool {
        self.0.back(&mut Cx {
            env,
            out,
            pane: PhantomData,
        })
    }

    fn unsaved(&self) -> Option<(DraftKey, &Form)> {
        self.0.draft()
    }

    fn go_to(&mut self, link: &Link, env: &Env, out: &mut Outbox) -> bool {
        self.0.follow(
            link,
            &mut Cx {
                env,
                out,
                pane: PhantomData,
            },
        )
    }

    fn handed(&mut self, env: &Env, out: &mut Outbox) {
        self.0.in_hand_changed(&mut Cx {
            env,
            out,
            pane: PhantomData,
        });
    }

    fn rest(&mut self) {
        self.0.rest();
    }

    fn stale(&mut self, what: &Changes, env: &Env, out: &mut Outbox) {
        self.0.changed(
            what,
            &mut Cx {
                env,
                out,
                pane: PhantomData,
            },
        );
    }

    fn offers(&self, env: &Env) -> Vec<(usize, Command)> {
        P::COMMANDS
            .iter()
            .enumerate()
            .filter(|(_, row)| {
                row.right.is_none_or(|right| env.staff.may(right)) && (row.offered)(&self.0)
            })
            .map(|(index, row)| (index, row.command))
            .collect()
    }

    fn why_not(&self, key: Key, scope: &str, env: &Env) -> Option<String> {
        let mut called = P::COMMANDS.iter();
        let row = called.find(|row| env.keys.map.calls(scope, &row.command, key))?;
        let words = &env.words;
        if row.right.is_some_and(|right| !env.staff.may(right)) {
            return Some(words.get(MessageId("app-not-yours")).into_owned());
        }
        let why = self.0.why_not(row.command.name, env);
        why.or_else(|| {
            let args = [("label", words.get(row.command.label).into())];
            Some(words.with(MessageId("app-not-now"), &args).into_owned())
        })
    }

    fn run(&mut self, index: usize, env: &Env, out: &mut Outbox) {
        if let Some(row) = P::COMMANDS.get(index) {
            (row.run)(
                &mut self.0,
                &mut Cx {
                    env,
                    out,
                    pane: PhantomData,
                },
            );
        }
    }
}
