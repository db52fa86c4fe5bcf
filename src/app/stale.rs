//! Somebody else was faster: who changed what of the row whose form is open, and whose text each field is
//! to have.
//!
//! The panes only bring back what was typed over what is on file now; what then differs is found here, in
//! the form that lies in front, whichever pane it belongs to.
//!
//! ```text
//! Nel frattempo la scheda è cambiata
//!
//!   Telefono (obbligatorio)
//!        1 Anna Brambilla, 10:42: 399 1112223
//!        2 Scritto qui: 399 4445556
//!        Prima: 399 0000000
//!   Email                     Anna Brambilla: maria@example.org
//!   Salva
//! ```

use chrono::{DateTime, Utc};
use ulid::Ulid;

use crate::store::journal::{ChangedSince, RowWrite};
use crate::store::{Error, Op, Result};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::part::PartEvent;
use crate::ui::stale::{Clash, OnFile, Side};
use crate::ui::view::Tone;
use crate::ui::words::{MessageId, Words};

use super::layers::{AppMsg, Layer};
use super::{App, errors};

/// The stored value of each side in the sheet.
const THEIRS: &str = "theirs";
const MINE: &str = "mine";

impl App {
    /// The form in front, if one is.
    pub(super) fn front_form(&mut self) -> Option<&mut Form> {
        self.panes.get_mut(self.at)?.as_mut()?.focused()?.form()
    }

    /// The row whose form is in front, and the version from which the form was begun.
    fn front_row(&mut self) -> Option<(OnFile, i64)> {
        let form = self.front_form()?;
        Some((form.on_file()?, form.since()))
    }

    /// Asks who changed the row, if the form in front has just met a change of somebody else.
    pub(super) fn notice_clashes(&mut self) {
        if self.front_form().is_some_and(Form::take_untold) {
            self.ask_whose(AppMsg::Clashed);
        }
    }

    /// A form with open choices is not saved: the choices come up again. False when there are none.
    pub(super) fn must_choose(&mut self) -> bool {
        let open = self
            .front_form()
            .is_some_and(|form| !form.clashes().is_empty());
        if open {
            self.ask_whose(AppMsg::Clashed);
        }
        open
    }

    fn ask_whose(&mut self, then: fn(Result<Vec<RowWrite>>) -> AppMsg) {
        if let Some((row, since)) = self.front_row() {
            let asked = ChangedSince {
                table: row.table,
                id: Ulid(row.id),
                within: row.within.map(Ulid),
                ver: since,
            };
            self.read("since", asked, then);
        }
    }

    /// Brings the choices up. Whoever was saving saves with them; whoever only opened a draft goes on writing.
    pub(super) fn clashed(&mut self, wrote: &[RowWrite]) {
        let (env, now, to_be_saved) = (self.env.clone(), self.env.now, self.to_be_saved);
        let Some(form) = self.front_form() else {
            return;
        };
        let Some(row) = form.on_file() else { return };
        let told = Told {
            row,
            wrote,
            words: &env.words,
            now,
        };
        let mut sheet = told.sheet(form);
        if to_be_saved {
            sheet = sheet.saved_by(MessageId("form-save"));
        }
        if sheet.fields.is_empty() {
            return;
        }
        if matches!(self.layers.last(), Some(Layer::Clash(_))) {
            self.layers.pop();
        }
        self.layers.push(Layer::Clash(Box::new(sheet)));
    }

    /// The choices are made: each field gets its text and is checked by its pane; then what was to be saved is.
    pub(super) fn settle(&mut self) {
        let (words, to_be_saved) = (self.env.words.clone(), self.to_be_saved);
        let Some(Layer::Clash(sheet)) = self.layers.last_mut() else {
            return;
        };
        let open: Vec<&'static str> = sheet.missing().map(|field| field.name).collect();
        for field in open {
            sheet.set_error(field, words.get(MessageId("clash-choose")));
        }
        if sheet.go_to_error() {
            return;
        }
        let chosen: Vec<(&'static str, Side)> = sheet
            .fields
            .iter()
            .map(|field| match field.value() {
                THEIRS => (field.name, Side::Theirs),
                _ => (field.name, Side::Mine),
            })
            .collect();
        self.layers.pop();
        for (field, side) in chosen {
            let settled = self.front_form().and_then(|form| form.settle(field, side));
            if let Some(index) = settled {
                self.draft_due.get_or_insert(self.env.now);
                self.part_event(PartEvent::Left(index));
            }
        }
        if to_be_saved {
            self.part_event(PartEvent::Submit);
        }
    }

    /// An act of a pane failed. With a form of a row in front it is told who was faster, and what was
    /// typed is kept at once.
    pub(super) fn pane_failed(&mut self, error: Error) {
        let of_row = matches!(error, Error::NotFound { .. } | Error::Refused { .. });
        if of_row && self.front_row().is_some() {
            self.draft_due.get_or_insert(self.env.now);
            self.save_draft();
            self.failing = Some(error);
            self.ask_whose(AppMsg::Failed);
        } else {
            self.failed(&error);
        }
    }

    /// Says why the act failed, now that it is known who changed the row.
    pub(super) fn failed_since(&mut self, wrote: &[RowWrite]) {
        let Some(error) = self.failing.take() else {
            return;
        };
        let words = self.env.words.clone();
        let said = errors::sentence(&error, &words);
        let (Some(last), Some((row, _))) = (wrote.last(), self.front_row()) else {
            let kept = words.get(MessageId("clash-kept"));
            return self.messages.say(Tone::Bad, format!("{said} {kept}"));
        };
        let gone = wrote
            .iter()
            .rfind(|write| write.op == Op::Deleted && write.id == Ulid(row.id));
        let write = gone.unwrap_or(last);
        let args = [
            ("by", write.by.as_str().into()),
            ("when", when(write.at, self.env.now, &words).into()),
        ];
        // Who and when come first: a narrow row cuts what comes last.
        let text = if gone.is_some() {
            words.with(MessageId("clash-gone"), &args).into_owned()
        } else {
            let last = words.with(MessageId("clash-last"), &args);
            format!("{last} {said}")
        };
        self.messages.say(Tone::Bad, text);
    }
}

/// What is known of the changes, to be put into words.
struct Told<'a> {
    row: OnFile,
    wrote: &'a [RowWrite],
    words: &'a Words,
    now: DateTime<Utc>,
}

impl Told<'_> {
    /// The sheet: one choice a field. Where nothing was typed here, theirs is taken already.
    fn sheet(&self, form: &Form) -> Form {
        let fields = form
            .clashes()
            .iter()
            .filter_map(|clash| Some(self.choice(form.field(clash.field)?, clash)))
            .collect();
        let mut sheet = Form::new("app.clash", fields).saved_by(MessageId("clash-done"));
        for clash in form.clashes().iter().filter(|clash| !clash.both) {
            sheet.set(clash.field, THEIRS);
        }
        sheet.at = sheet
            .fields
            .iter()
            .position(Field::is_empty)
            .unwrap_or(sheet.fields.len());
        sheet
    }

    fn choice(&self, field: &Field, clash: &Clash) -> Field {
        let words = self.words;
        let shown = |given: &crate::ui::stale::Given| match given.shown(field) {
            text if text.is_empty() => words.get(MessageId("clash-nothing")).into_owned(),
            text => text,
        };
        let (by, at) = self.who(clash.field);
        let (theirs, before) = (shown(&clash.theirs), shown(&clash.before));
        let mine = if clash.both {
            field.given().shown(field)
        } else {
            before.clone()
        };
        let mine = if mine.is_empty() {
            words.get(MessageId("clash-nothing")).into_owned()
        } else {
            mine
        };
        let args = [
            ("by", by.as_str().into()),
            ("when", at.as_str().into()),
            ("theirs", theirs.as_str().into()),
            ("mine", mine.as_str().into()),
            ("before", before.as_str().into()),
        ];
        let (of_mine, how) = if clash.both {
            (MessageId("clash-mine"), MessageId("clash-both"))
        } else {
            (MessageId("clash-before"), MessageId("clash-theirs-only"))
        };
        let choices = vec![
            Choice::new(THEIRS, words.with(MessageId("clash-theirs"), &args)),
            Choice::new(MINE, words.with(of_mine, &args)),
        ];
        let mut choice = Field::choice(field.name, field.label, choices).required();
        choice.hint = Some(words.with(how, &args).into_owned());
        choice
    }

    /// Who wrote a field last, and when; of a field that the journal does not name, who wrote last at all.
    fn who(&self, field: &'static str) -> (String, String) {
        let column = self.row.column(field);
        let wrote_it = |write: &&RowWrite| {
            write.table == column
                || (write.id == Ulid(self.row.id) && write.columns.iter().any(|one| one == column))
        };
        let write = self.wrote.iter().rfind(wrote_it).or(self.wrote.last());
        match write {
            Some(write) => (write.by.clone(), when(write.at, self.now, self.words)),
            // Nobody since: another record than the one that it was begun for.
            None => (
                self.words.get(MessageId("clash-on-file")).into_owned(),
                self.words.get(MessageId("clash-earlier")).into_owned(),
            ),
        }
    }
}

/// `10:42` of today, `22/11 10:42` of another day.
fn when(at: DateTime<Utc>, now: DateTime<Utc>, words: &Words) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Rome);
    let time = words.time(local.time());
    if local.date_naive() == crate::clock::local_day(now) {
        time
    } else {
        words.moment(local.naive_local())
    }
}
