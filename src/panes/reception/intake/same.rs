//! Whether somebody on file is the one who is being written down: offered in a field of its own, below the
//! phone number, which is there only while there is somebody to offer. Whoever goes past it has said nothing.

use crate::domain::day::Towards;
use crate::domain::ids::PersonId;
use crate::panes::{Env, person};
use crate::store::search::{Likely, LikelySame};
use crate::ui::form::Choice;
use crate::ui::words::MessageId;

use super::{BIRTH_ON, Intake, NAME, PHONE, SURNAME};

/// The name of the field.
pub(super) const SAME: &str = "same";
/// How many are offered.
const OFFERED: usize = 3;

impl Intake {
    /// What the archive is to be asked, if it is something new and nobody on file is meant yet. A whole code has
    /// its own question.
    pub(in super::super) fn likely(&mut self, env: &Env) -> Option<LikelySame> {
        if self.known.is_some() {
            return None;
        }
        let valid = self.looked.error.is_none();
        let reading = self.looked.reading.as_ref().filter(|_| valid);
        let ask = LikelySame {
            root: reading.and_then(|reading| reading.root.clone()),
            surname: self.form.value(SURNAME).to_owned(),
            name: self.form.value(NAME).to_owned(),
            birth_on: self.day(BIRTH_ON, Towards::Past, env),
            phone: self.form.value(PHONE).to_owned(),
            limit: OFFERED,
        };
        let ask = Some(ask).filter(LikelySame::can_be_asked);
        if ask == self.likely {
            return None;
        }
        self.likely.clone_from(&ask);
        if ask.is_none() {
            self.offer_likely(&[], env);
        }
        ask
    }

    /// Offers those who were found, or takes the offer back.
    pub(in super::super) fn offer_likely(&mut self, found: &[Likely], env: &Env) {
        let found = if self.known.is_some() { &[] } else { found };
        let words = &env.words;
        let by = |likely: &Likely| person::word(words, likely.by);
        let choices = found
            .iter()
            .map(|likely| {
                let hit = person::choice_of(&likely.hit, words);
                let detail = format!("{}, {}", hit.detail, by(likely));
                hit.with_detail(detail)
            })
            .collect::<Vec<Choice>>();
        let hint = found.first().map(|likely| {
            let who = likely.hit.short_name();
            let why = by(likely);
            let args = [("who", (&who).into()), ("why", (&why).into())];
            words
                .with(MessageId("intake-same-hint"), &args)
                .into_owned()
        });
        self.form.set_choices(SAME, choices);
        self.form.set_hint(SAME, hint);
        self.form.show(SAME, !found.is_empty());
    }

    /// Who was taken in the field that was left.
    pub(in super::super) fn taken(&self, field: usize) -> Option<PersonId> {
        let field = self.form.fields.get(field)?;
        (field.name == SAME)
            .then(|| field.value().parse().ok())
            .flatten()
    }

    /// Forgets the offer, of which a draft knows no more than that it was there.
    pub(super) fn forget_likely(&mut self) {
        self.likely = None;
        self.form.set_choices(SAME, Vec::new());
        self.form.set(SAME, "");
        self.form.set_hint(SAME, None);
        self.form.show(SAME, false);
    }
}
