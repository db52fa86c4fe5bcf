//! What is checked when a field is left, and what one field fills in for others.

use crate::domain::day::Towards;
use crate::domain::{day, text};
use crate::panes::{Env, person};
use crate::ui::form::Field;
use crate::ui::words::MessageId;

use super::{
    BIRTH_ON, BIRTH_PLACE, CITIZENSHIP, CODE, Intake, NAME, OLDEST, PERMIT, PERMIT_EXPIRY, SINCE,
    SURNAME, YOUNGEST,
};

impl Intake {
    pub(super) fn check_code(&mut self, env: &Env) -> Option<String> {
        self.looked = person::look_at_code(self.form.value(CODE), env);
        self.form.clear_error(CODE);
        if let Some(found) = &self.looked.found {
            // A card reader's burst becomes the code alone.
            self.form.set(CODE, &found.value.clone());
        }
        self.form.set_hint(CODE, self.looked.hint.clone());
        if let Some(error) = &self.looked.error
            && self.looked_code() != self.accepted
        {
            self.form.set_error(CODE, error.clone());
        }
        if let Some((surname, name)) = self.looked.names.take() {
            self.fill(SURNAME, &text::title_case(&surname));
            self.fill(NAME, &text::title_case(&name));
        }
        self.fill_from_code(env);
        self.check_names(env);
        let code = self.looked_code();
        let ask = self.known.is_none()
            && self.looked.error.is_none()
            && !code.is_empty()
            && code != self.asked;
        self.asked.clone_from(&code);
        ask.then_some(code)
    }

    /// Fills birth date and birthplace from a valid code, unless something else was typed.
    pub(super) fn fill_from_code(&mut self, env: &Env) {
        let Some(reading) = self
            .looked
            .reading
            .clone()
            .filter(|_| self.looked.error.is_none())
        else {
            return;
        };
        if let Some(born) = reading.birth_on {
            let born = day::short(born);
            let now = self.form.value(BIRTH_ON);
            if now.is_empty() || now == self.filled.birth_on {
                self.form.set(BIRTH_ON, &born);
                self.form.clear_error(BIRTH_ON);
                self.filled.birth_on = born;
            }
        }
        if let Some(place) = reading.place {
            let field = self.form.field(BIRTH_PLACE);
            let filled = |field: &Field| {
                field.is_empty()
                    || (!field.is_unmatched() && field.value() == self.filled.birth_place)
            };
            if field.is_some_and(filled) {
                self.form
                    .choose(BIRTH_PLACE, person::birth_place_choice(&place, env));
                self.form.clear_error(BIRTH_PLACE);
                place.code.clone_into(&mut self.filled.birth_place);
            }
        }
        self.follow_places(env, None);
    }

    pub(super) fn check_names(&mut self, env: &Env) {
        let (surname, name) = (self.form.value(SURNAME), self.form.value(NAME));
        let reading = self.looked.reading.as_ref();
        let (of_surname, of_name) = person::name_against_code(reading, surname, name, &env.words);
        if !surname.is_empty() {
            self.form.clear_error(SURNAME);
        }
        self.form.set_hint(SURNAME, of_surname);
        self.form.set_hint(NAME, of_name);
    }

    pub(super) fn check_birth(&mut self, env: &Env) {
        let Some(born) = person::read_day(&mut self.form, BIRTH_ON, Towards::Past, env) else {
            self.form.set_hint(BIRTH_ON, None);
            return;
        };
        let words = &env.words;
        let age = crate::domain::target_group::age_on(born, env.today());
        if !(0..=OLDEST).contains(&age) {
            self.form
                .set_error(BIRTH_ON, words.get(MessageId("person-birth-unlikely")));
            return;
        }
        let decoded = self
            .looked
            .reading
            .as_ref()
            .filter(|_| self.looked.error.is_none());
        let hint = match decoded.and_then(|reading| reading.birth_on) {
            Some(day) if day == born => None,
            Some(day) => Some(words.with(
                MessageId("person-birth-mismatch"),
                &[("day", words.date(day).into())],
            )),
            None if age < YOUNGEST => {
                Some(words.with(MessageId("person-age-young"), &[("n", age.into())]))
            }
            None => Some(words.with(MessageId("person-age"), &[("n", age.into())])),
        };
        self.form
            .set_hint(BIRTH_ON, hint.map(std::borrow::Cow::into_owned));
    }

    pub(super) fn check_place(&mut self, name: &'static str, left: usize, env: &Env) {
        self.check_choice(name, env);
        if name == BIRTH_PLACE {
            self.check_birth_place(env);
        }
        self.follow_places(env, Some(left));
    }

    /// Warns where the place is not the one of the code.
    fn check_birth_place(&mut self, env: &Env) {
        let chosen = self.form.value(BIRTH_PLACE);
        let decoded = self
            .looked
            .reading
            .as_ref()
            .filter(|_| self.looked.error.is_none())
            .and_then(|reading| reading.place);
        let hint = decoded
            .filter(|place| !chosen.is_empty() && place.code != chosen)
            .map(|place| {
                let place = person::birth_place_choice(&place, env).label;
                env.words
                    .with(
                        MessageId("person-place-mismatch"),
                        &[("place", place.into())],
                    )
                    .into_owned()
            });
        self.form.set_hint(BIRTH_PLACE, hint);
    }

    pub(super) fn check_since(&mut self, env: &Env) {
        let read = person::read_day(&mut self.form, SINCE, Towards::Past, env);
        let today = env.today();
        let words = &env.words;
        match read {
            Some(since) if since > today => self
                .form
                .set_error(SINCE, words.get(MessageId("person-since-future"))),
            Some(since) => {
                let months = crate::domain::target_group::months_since(since, today);
                let hint = words.with(MessageId("person-months-ago"), &[("n", months.into())]);
                self.form.set_hint(SINCE, Some(hint.into_owned()));
            }
            None => self.form.set_hint(SINCE, None),
        }
    }

    pub(super) fn check_expiry(&mut self, env: &Env) {
        let read = person::read_day(&mut self.form, PERMIT_EXPIRY, Towards::Future, env);
        let expired = read.filter(|day| *day < env.today());
        let hint = expired.map(|_| {
            env.words
                .get(MessageId("person-permit-expired"))
                .into_owned()
        });
        self.form.set_hint(PERMIT_EXPIRY, hint);
    }

    pub(super) fn check_choice(&mut self, name: &'static str, env: &Env) {
        if let Some(field) = self.form.index(name) {
            person::look_at_field(&mut self.form, field, env);
        }
    }

    /// Shows citizenship and permit where they apply, and fills in the likeliest citizenship.
    pub(super) fn follow_places(&mut self, env: &Env, left: Option<usize>) {
        let abroad = self.born_abroad(env);
        let state = self.birth_state(env);
        let now = self.form.value(CITIZENSHIP);
        let typing = self
            .form
            .field(CITIZENSHIP)
            .is_some_and(Field::is_unmatched);
        if !typing && (now.is_empty() || now == self.filled.citizenship) {
            match state {
                Some(state) if !state.iso2.is_empty() => {
                    self.form
                        .choose(CITIZENSHIP, person::state_choice(&state, env.lang));
                    state.iso2.clone_into(&mut self.filled.citizenship);
                }
                _ => self.form.set(CITIZENSHIP, ""),
            }
        }
        let foreign = !matches!(self.form.value(CITIZENSHIP), "" | "IT");
        self.reveal(CITIZENSHIP, abroad || foreign, left);
        let permit = self.needs_permit(env);
        self.reveal(PERMIT, permit, None);
        self.reveal(PERMIT_EXPIRY, permit, None);
    }

    /// Shows or hides a field; who has just gone past where it appears is put into it.
    pub(super) fn reveal(&mut self, name: &'static str, shown: bool, left: Option<usize>) {
        let (Some(at), Some(hidden)) = (
            self.form.index(name),
            self.form.field(name).map(|field| field.hidden),
        ) else {
            return;
        };
        self.form.show(name, shown);
        let passed = left.is_some_and(|left| left < at) && self.form.at > at;
        if shown && hidden && passed {
            self.form.go_to(name);
        }
    }
}
