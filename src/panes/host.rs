//! A pane as the app holds it: its type forgotten, what it asks for as data that the app and the session carry out.
//!
//! The only place that knows how the messages of a pane find their way back to it.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{DraftKey, Env, InHand, Link, Pane, Setting};
use crate::domain::ids::{ActId, StaffId};
use crate::domain::staff::{Right, Staff};
use crate::store::staff::Given;
use crate::store::{Act, Changes, Draft, Error, Query, Result, Store};
use crate::terminal::Key;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

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

    /// Keeps the draft of the form in front now: it was changed by something else than a key in it.
    pub fn keep_draft(&mut self) {
        self.out.push(Effect::KeepDraft);
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
    /// The draft in front is to be kept.
    KeepDraft,
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

/// The row of a pane in [`PANES`](super::PANES).
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
