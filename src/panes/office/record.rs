//! The record of somebody who works here, with what belongs to it.
//!
//! ```text
//! Bianchi Anna
//!
//! 1 Modifica
//! 2 Chiavi SSH               2 chiavi
//! 3 Assenze                  nessuna
//! 4 Accesso                  attivo
//! 5 Password                 no
//!   ...
//! ```

use crate::domain::Named as _;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::staff::secrets::{Door, Doors, SetPassword, SetTotp};
use crate::store::staff::{AbsenceRow, AbsencesOf, ChangeStaff, Given, Hours, StaffRow, WorkHours};
use crate::ui::dialog::Dialog;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::member::{self, Places};
use super::room::{Room, Then, Verb, sure};
use super::staff::{ask_places, ask_staff, roles, state};
use super::table::{Lines, Table};
use super::{Msg, Office, absences, keys, once};

/// What a row of the record opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Change,
    Keys,
    Password,
    Totp,
    LastIn,
    Absences,
    Active,
    Name,
    Login,
    Roles,
    Office,
    Desk,
    Lang,
    Day(u8),
}

struct Record {
    row: StaffRow,
    places: Places,
    /// The working week, once it is here.
    hours: Option<Vec<Hours>>,
    door: Option<Door>,
    /// Whether the office takes passwords.
    passwords: bool,
    absences: Vec<AbsenceRow>,
}

/// The record as a room.
pub(super) fn room(row: StaffRow) -> Box<dyn Room> {
    Box::new(Table::of(
        Record {
            row,
            places: Places::default(),
            hours: None,
            door: None,
            passwords: true,
            absences: Vec::new(),
        },
        facts(),
    ))
}

fn facts() -> Vec<Fact> {
    let mut facts = vec![
        Fact::Change,
        Fact::Keys,
        Fact::Absences,
        Fact::Active,
        Fact::Password,
        Fact::Totp,
        Fact::LastIn,
        Fact::Name,
        Fact::Login,
        Fact::Roles,
        Fact::Office,
        Fact::Desk,
        Fact::Lang,
    ];
    facts.extend((1..=7).map(Fact::Day));
    facts
}

impl Record {
    fn label(fact: Fact, words: &Words) -> Say<'_> {
        let id = match fact {
            Fact::Change => MessageId("member-change"),
            Fact::Keys => MessageId("keys-label"),
            Fact::Password => MessageId("member-password"),
            Fact::Totp => MessageId("member-totp"),
            Fact::LastIn => MessageId("member-last-in"),
            Fact::Absences => MessageId("absences-label"),
            Fact::Active => MessageId("member-access"),
            Fact::Name => MessageId("member-name"),
            Fact::Login => MessageId("member-login"),
            Fact::Roles => MessageId("member-roles"),
            Fact::Office => MessageId("member-office"),
            Fact::Desk => MessageId("member-desk"),
            Fact::Lang => MessageId("member-lang"),
            Fact::Day(day) => {
                return person::sentence_case(&words.of("weekday", &day.to_string())).into();
            }
        };
        words.get(id)
    }

    fn value<'a>(&'a self, fact: Fact, env: &'a Env) -> Span<'a> {
        let words = &env.words;
        let count = |id, n: usize| Span::plain(words.with(id, &[("n", n.into())]));
        let set = |set: bool| {
            Span::plain(words.get(if set {
                MessageId("member-secret-set")
            } else {
                MessageId("member-secret-unset")
            }))
        };
        match fact {
            Fact::Change => Span::plain(""),
            Fact::Keys => count(MessageId("keys-count"), self.key_count()),
            Fact::Password => set(self.door.as_ref().is_some_and(|door| door.password)),
            Fact::Totp => set(self.door.as_ref().is_some_and(|door| door.totp)),
            Fact::LastIn => match self.door.as_ref().and_then(|door| door.last_in) {
                Some(at) => Span::plain(person::moment(at, words)),
                None => Span::toned(words.get(MessageId("member-never-in")), Tone::Quiet),
            },
            Fact::Absences => count(MessageId("absences-count"), self.absences.len()),
            Fact::Active => state(self.row.active, env),
            Fact::Name => Span::plain(self.row.staff.name.as_str()),
            Fact::Login => Span::plain(self.row.staff.login.as_str()),
            Fact::Roles => Span::plain(roles(&self.row.staff.roles, words)),
            Fact::Office => Span::plain(self.places.office(self.row.staff.office)),
            Fact::Desk => Span::plain(self.places.desk(self.row.staff.desk)),
            Fact::Lang => Span::plain(match self.row.staff.lang {
                Some(lang) => words.of(crate::domain::lang::Lang::FAMILY, lang.code()),
                None => words.get(MessageId("member-lang-own")),
            }),
            Fact::Day(day) => {
                let of_day = self
                    .hours
                    .iter()
                    .flatten()
                    .filter(|hours| hours.weekday == day);
                let shown = words.stretches(of_day.map(|hours| (hours.from, hours.to)));
                if shown.is_empty() {
                    Span::toned(words.get(MessageId("member-day-off")), Tone::Quiet)
                } else {
                    Span::plain(shown)
                }
            }
        }
    }

    fn key_count(&self) -> usize {
        let count = self.door.as_ref().map_or(0, |door| door.keys);
        usize::try_from(count).unwrap_or_default()
    }

    /// Asks whether a password or a second factor is to be made anew, or taken away.
    fn secret(&self, what: Given, cx: &mut Cx<'_, Office>) {
        let staff = self.row.staff.id;
        let is_set = self.door.as_ref().is_some_and(|door| match what {
            Given::Factor => door.totp,
            Given::Password => door.password,
        });
        let (why, make, drop_why, drop) = match what {
            Given::Factor => (
                MessageId("member-totp-why"),
                MessageId("member-totp-make"),
                MessageId("member-totp-drop-why"),
                MessageId("member-totp-drop-yes"),
            ),
            Given::Password => (
                MessageId("member-password-why"),
                MessageId("member-password-make"),
                MessageId("member-password-drop-why"),
                MessageId("member-password-drop-yes"),
            ),
        };
        let words = cx.env().words.clone();
        let making = Msg::Sure(Box::new(move |cx: &mut Cx<'_, Office>| {
            cx.give(
                staff,
                what,
                match what {
                    Given::Factor => |made| Msg::Given(Given::Factor, made),
                    Given::Password => |made| Msg::Given(Given::Password, made),
                },
            );
        }));
        let mut dialog = Dialog::new(self.row.staff.name.as_str()).sentence(words.get(why));
        if !self.passwords {
            dialog = dialog.sentence(words.get(MessageId("member-passwords-off")));
        }
        if is_set {
            dialog = dialog.sentence(words.get(drop_why));
        }
        dialog = dialog
            .answer(words.get(MessageId("office-no")), Msg::Never)
            .answer(words.get(make), making);
        if is_set {
            let dropping = Msg::Sure(Box::new(move |cx: &mut Cx<'_, Office>| {
                let done = |done| Msg::Did(MessageId("member-secret-dropped"), done);
                match what {
                    Given::Factor => cx.act(SetTotp { staff, totp: None }, done),
                    Given::Password => {
                        let password = None;
                        cx.act(SetPassword { staff, password }, done);
                    }
                }
            }));
            dialog = dialog.answer(words.get(drop), dropping);
        }
        cx.ask(dialog);
    }

    fn switch(&self, cx: &mut Cx<'_, Office>) {
        let (id, ver) = (self.row.staff.id, self.row.ver);
        let change = move |active| ChangeStaff {
            ver: Some(ver),
            active: Some(active),
            ..ChangeStaff::of(id)
        };
        if !self.row.active {
            cx.act(change(true), |done| {
                Msg::Did(MessageId("member-switched-on"), done)
            });
            return;
        }
        let dialog = sure(
            cx.env(),
            self.row.staff.name.clone(),
            MessageId("member-switch-off-why"),
            MessageId("member-switch-off-yes"),
            move |cx| {
                cx.act(change(false), |done| {
                    Msg::Did(MessageId("member-switched-off"), done)
                });
            },
        );
        cx.ask(dialog);
    }

    fn change(&self, field: &'static str, env: &Env) -> Then {
        let hours = self.hours.as_deref().unwrap_or_default();
        member::change(&self.row, hours, &self.places, field, env)
    }
}

impl Lines for Record {
    type Line = Fact;
    type Id = Fact;
    const TABLES: &'static [&'static str] = &[
        "staff",
        "staff_role",
        "staff_key",
        "staff_secret",
        "work_hours",
        "absence",
        "desk",
    ];
    const EMPTY: MessageId = MessageId("staff-none");

    fn title<'a>(&'a self, _env: &'a Env) -> Say<'a> {
        self.row.staff.name.as_str().into()
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (None, Width::Fill { min: 16, weight: 1 }),
            (None, Width::Fill { min: 18, weight: 2 }),
        ]
    }

    fn id(line: &Fact) -> Fact {
        *line
    }

    fn cells<'a>(&'a self, line: &'a Fact, env: &'a Env) -> Vec<Span<'a>> {
        vec![
            Span::plain(Self::label(*line, &env.words)),
            self.value(*line, env),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let staff = self.row.staff.id;
        ask_places(cx);
        cx.read("hours", WorkHours { staff }, Msg::Hours);
        cx.read("absences", AbsencesOf { staff }, Msg::Absences);
        let office = self.row.staff.office;
        cx.read("doors", Doors { office }, Msg::Doors);
        ask_staff(cx);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<Fact>>> {
        match msg {
            Msg::Staff(Ok(rows)) => {
                let id = self.row.staff.id;
                if let Some(row) = rows.into_iter().find(|row| row.staff.id == id) {
                    self.row = row;
                }
                Some(Ok(facts()))
            }
            Msg::Hours(Ok(hours)) => {
                self.hours = Some(hours);
                Some(Ok(facts()))
            }
            Msg::Absences(Ok(rows)) => {
                self.absences = rows;
                None
            }
            Msg::Doors(Ok(doors)) => {
                let id = self.row.staff.id;
                self.passwords = doors.passwords;
                self.door = doors.staff.into_iter().find(|door| door.staff == id);
                None
            }
            Msg::Staff(Err(error))
            | Msg::Hours(Err(error))
            | Msg::Absences(Err(error))
            | Msg::Doors(Err(error)) => Some(Err(error)),
            other => self.places.take(other).map(Err),
        }
    }

    fn open(&mut self, line: &Fact, cx: &mut Cx<'_, Office>) -> Then {
        let staff = self.row.staff.id;
        let name = self.row.staff.name.clone();
        match line {
            Fact::Keys => Then::Open(keys::room(staff, name)),
            Fact::Absences => Then::Open(absences::room(staff, name)),
            Fact::Active => {
                self.switch(cx);
                Then::Stay
            }
            Fact::Password => {
                self.secret(Given::Password, cx);
                Then::Stay
            }
            Fact::Totp => {
                self.secret(Given::Factor, cx);
                Then::Stay
            }
            Fact::LastIn => {
                cx.tell(Tone::Plain, MessageId("record-nothing-to-open"));
                Then::Stay
            }
            Fact::Login => {
                cx.tell(Tone::Plain, MessageId("member-login-stays"));
                Then::Stay
            }
            Fact::Change | Fact::Name => self.change(member::NAME, cx.env()),
            Fact::Roles => self.change(member::ROLES, cx.env()),
            Fact::Office => self.change(member::OFFICE, cx.env()),
            Fact::Desk => self.change(member::DESK, cx.env()),
            Fact::Lang => self.change(member::LANG, cx.env()),
            Fact::Day(day) => {
                let field = member::DAYS[usize::from(*day).saturating_sub(1).min(6)];
                self.change(field, cx.env())
            }
        }
    }

    fn resume(&mut self, _draft: &DraftKey, _lines: &[Fact], env: &Env) -> Option<Then> {
        let known = self.hours.is_some() && self.places.are_known();
        known.then(|| self.change(member::NAME, env))
    }

    fn given(&mut self, what: Given, secret: String, cx: &mut Cx<'_, Office>) -> Then {
        let office = self.places.office(self.row.staff.office);
        once::secret(&self.row.staff, office, what, secret, cx.env())
    }

    fn offers(&self, verb: Verb, _line: Option<&Fact>) -> bool {
        match verb {
            Verb::Change => true,
            Verb::SwitchOff => self.row.active,
            Verb::SwitchOn => !self.row.active,
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, _line: Option<&Fact>, cx: &mut Cx<'_, Office>) -> Then {
        if verb == Verb::Change {
            return self.change(member::NAME, cx.env());
        }
        self.switch(cx);
        Then::Stay
    }
}
