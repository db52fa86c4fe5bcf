//! What is written of work: the terms on which somebody is hired, and how work ended.
//!
//! ```text
//! Assunzione di ROSSI Maria
//!
//! Primo giorno           1/12/26
//! Contratto              tempo determinato
//! Ultimo giorno          31/5/27
//! Ore alla settimana     30
//! Come lo sappiamo       comunicazione obbligatoria
//!
//! Salva
//! ```

use chrono::NaiveDate;

use crate::domain::Named as _;
use crate::domain::day::Towards;
use crate::domain::ids::{PersonId, VacancyId};
use crate::domain::placement::{FollowUpResult, Proof, WorkEnd};
use crate::domain::vacancy::{ApplicationState, Contract, MOST_HOURS};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::applications::ApplicationRow;
use crate::store::placements::{Hire, RecordFollowUp, Terms};
use crate::ui::form::{Field, Form};
use crate::ui::view::{Span, Tone, View};
use crate::ui::words::MessageId;

use super::application::said_of;
use super::{Level, Msg, Vacancies, pairing, say};

/// The names of the forms in the drafts.
const HIRE: &str = "application.hire";
const ENDED: &str = "placement.ended";

const FROM: &str = "from";
const CONTRACT: &str = "contract";
const TO: &str = "to";
const HOURS: &str = "hours";
const PROOF: &str = "proof";
const LAST: &str = "last";
const WHY: &str = "why";

/// What the form is about.
enum About {
    /// Somebody is hired.
    Hire,
    /// Work that began on that day ended.
    Ended(NaiveDate),
}

/// What is written.
pub(super) struct Work {
    about: About,
    person: PersonId,
    vacancy: VacancyId,
    name: String,
    title: String,
    pub(super) form: Form,
    /// Whether an act is under way.
    pub(super) busy: bool,
}

/// What a form that is left half typed asks to be opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Hire,
    Ended,
}

/// The pair that a key of a draft names, if it is one of these forms.
pub(super) fn of(key: &DraftKey) -> Option<(VacancyId, PersonId, Again)> {
    let again = match &*key.form {
        HIRE => Again::Hire,
        ENDED => Again::Ended,
        _ => return None,
    };
    let (person, vacancy) = key.subject.split_once(' ')?;
    Some((vacancy.parse().ok()?, person.parse().ok()?, again))
}

impl Work {
    /// The terms, as the vacancy says them.
    pub(super) fn hire(
        row: &ApplicationRow,
        offered: (Option<Contract>, Option<u16>),
        env: &Env,
    ) -> Self {
        let words = &env.words;
        let mut form = Form::new(
            HIRE,
            vec![
                Field::date(FROM, MessageId("work-from")).required(),
                Field::choice(
                    CONTRACT,
                    MessageId("vacancies-contract"),
                    person::options::<Contract>(words),
                )
                .required(),
                Field::date(TO, MessageId("work-to")),
                Field::text(HOURS, MessageId("vacancy-field-hours"))
                    .required()
                    .max(2),
                Field::choice(
                    PROOF,
                    MessageId("work-proof"),
                    person::options::<Proof>(words),
                )
                .required(),
            ],
        );
        if let (Some(contract), _) = offered {
            form.set(CONTRACT, contract.code());
        }
        if let (_, Some(hours)) = offered {
            form.set(HOURS, &hours.to_string());
        }
        let mut work = Self::new(About::Hire, row, form, MessageId("work-hire-title"), env);
        work.ask_last();
        work
    }

    /// How work that began on a day ended.
    pub(super) fn ended(row: &ApplicationRow, from_on: NaiveDate, env: &Env) -> Self {
        let form = Form::new(
            ENDED,
            vec![
                Field::date(LAST, MessageId("work-last")).required(),
                Field::choice(
                    WHY,
                    MessageId("step-reason"),
                    person::options::<WorkEnd>(&env.words),
                )
                .required(),
            ],
        );
        Self::new(
            About::Ended(from_on),
            row,
            form,
            MessageId("work-ended-title"),
            env,
        )
    }

    fn new(about: About, row: &ApplicationRow, form: Form, title: MessageId, env: &Env) -> Self {
        let name = row.person.short_name();
        let args = [("name", name.as_str().into())];
        Self {
            about,
            person: row.person.id,
            vacancy: row.vacancy,
            title: env.words.with(title, &args).into_owned(),
            name,
            form,
            busy: false,
        }
    }

    /// The key of its draft.
    pub(super) fn key(&self) -> DraftKey {
        pairing::key(self.form.name, self.person, self.vacancy, "")
    }

    /// What was left half typed comes back.
    pub(super) fn restore(&mut self, payload: &serde_json::Value) {
        self.form.restore(payload);
        self.ask_last();
    }

    /// A field was left: what is wrong with what is in it. One that is passed by empty is asked for on saving.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        if let Some(name) = self.form.fields.get(field).map(|field| field.name) {
            self.form.clear_error(name);
            if !self.form.value(name).is_empty() {
                self.check(name, env);
            }
        }
        self.ask_last();
    }

    fn contract(&self) -> Option<Contract> {
        self.form.value(CONTRACT).parse().ok()
    }

    /// The last day is asked where there can be one.
    fn ask_last(&mut self) {
        let may_end = self.contract().is_none_or(Contract::may_end);
        self.form.show(TO, may_end);
    }

    fn check(&mut self, name: &'static str, env: &Env) {
        self.form.clear_error(name);
        let empty = self.form.value(name).is_empty();
        let must_end = self.contract().is_some_and(Contract::must_end);
        let wrong = match name {
            FROM | LAST | TO if !empty => {
                let towards = if name == LAST {
                    Towards::Past
                } else {
                    Towards::Future
                };
                let read = person::read_day(&mut self.form, name, towards, env);
                read.and_then(|day| self.wrong_day(name, day, env))
            }
            TO if must_end => Some(MessageId("work-to-empty")),
            TO => None,
            HOURS if !empty => {
                let hours = self.form.value(HOURS).parse::<u16>().ok();
                let fits = hours.is_some_and(|hours| (1..=MOST_HOURS).contains(&hours));
                (!fits).then_some(MessageId("vacancy-hours-wrong"))
            }
            _ => empty.then_some(MessageId("vacancy-field-empty")),
        };
        if let Some(wrong) = wrong {
            self.form.set_error(name, say::say(env, wrong));
        }
    }

    fn wrong_day(&self, name: &str, day: NaiveDate, env: &Env) -> Option<MessageId> {
        let far = (day - env.today()).num_days().abs() > 366;
        match (name, &self.about) {
            (FROM, _) if far => Some(MessageId("work-from-far")),
            (TO, _) if self.day(FROM, env).is_some_and(|from| day < from) => {
                Some(MessageId("work-to-before"))
            }
            (LAST, About::Ended(from)) if day < *from || day > env.today() => {
                Some(MessageId("work-last-wrong"))
            }
            _ => None,
        }
    }

    fn day(&self, name: &str, env: &Env) -> Option<NaiveDate> {
        let towards = if name == LAST {
            Towards::Past
        } else {
            Towards::Future
        };
        person::day_in(&self.form, name, towards, env)
    }

    /// Whether all that is written can be saved.
    fn is_right(&mut self, env: &Env) -> bool {
        let asked: Vec<_> = self
            .form
            .fields
            .iter()
            .filter(|field| !field.hidden)
            .collect();
        let names: Vec<_> = asked.into_iter().map(|field| field.name).collect();
        for name in names {
            self.check(name, env);
        }
        !self.form.go_to_error()
    }

    fn terms(&self, env: &Env) -> Option<Terms> {
        let contract = self.contract()?;
        Some(Terms {
            contract,
            from_on: self.day(FROM, env)?,
            to_on: self.day(TO, env).filter(|_| contract.may_end()),
            hours: self.form.value(HOURS).parse().ok()?,
            proof: self.form.value(PROOF).parse().ok()?,
        })
    }

    fn end(&self, env: &Env) -> Option<(NaiveDate, WorkEnd)> {
        Some((self.day(LAST, env)?, self.form.value(WHY).parse().ok()?))
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let after = match self.about {
            About::Hire => vec![Span::toned(
                env.words.get(MessageId("work-hire-ends")),
                Tone::Quiet,
            )],
            About::Ended(_) => Vec::new(),
        };
        View::of_form(self.title.as_str(), &self.form).with_after(after)
    }
}

impl Vacancies {
    /// Opens the form of the application in front: the terms, or how it ended.
    pub(super) fn open_work(&mut self, again: Again, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let offered = self.stack.iter().rev().find_map(|level| match level {
            Level::One(one) => one.file.as_ref(),
            _ => None,
        });
        let offered = offered.map_or((None, None), |file| {
            (file.fields.contract, file.fields.hours_week)
        });
        let Some(Level::Application(open)) = self.stack.last() else {
            return;
        };
        let work = match (again, &open.row.placement) {
            (Again::Hire, _) => Work::hire(&open.row, offered, &env),
            (Again::Ended, Some(placement)) => {
                Work::ended(&open.row, placement.terms.from_on, &env)
            }
            (Again::Ended, None) => return,
        };
        cx.find_draft(work.key(), Msg::Draft);
        self.stack.push(Level::Work(Box::new(work)));
    }

    /// Saves what is written of work.
    pub(super) fn save_work(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        // As it stands now: somebody may have changed it while the form was open.
        let application = self.stack.iter().rev().find_map(|level| match level {
            Level::Application(open) => Some((open.row.id, open.row.ver, open.to_be_heard())),
            _ => None,
        });
        let Some((application, ver, asked)) = application else {
            return;
        };
        let Some(Level::Work(work)) = self.stack.last_mut() else {
            return;
        };
        if work.busy || !work.is_right(&env) {
            return;
        }
        match work.about {
            About::Hire => {
                let Some(terms) = work.terms(&env) else {
                    return;
                };
                work.busy = true;
                let said = said_of(ApplicationState::Hired, &work.name, &env.words);
                self.doing = Some(said);
                let act = Hire {
                    application,
                    ver,
                    terms,
                };
                cx.act(act, |done| Msg::Stepped(done.map(drop)));
            }
            About::Ended(_) => {
                let (Some(end), Some(asked)) = (work.end(&env), asked) else {
                    return;
                };
                work.busy = true;
                self.doing = Some(say::say(&env, MessageId("work-heard")));
                let act = RecordFollowUp {
                    follow_up: asked.id,
                    ver: asked.ver,
                    result: FollowUpResult::Ended,
                    ended: Some(end),
                };
                cx.act(act, Msg::Stepped);
            }
        }
    }
}
