//! What this session tells the others, and what it knows of them: the rows that are open here, the drafts
//! that go on here, who has something open beside, whose line dropped.
//!
//! Nothing here is on the screen by itself: the panes say it in their rows.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::panes::DraftKey;

use crate::store::params::{DayRules, RulesOf};
use crate::store::{Beside, Changes, Kept};
use crate::ui::stale::OnFile;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::layers::{AppMsg, Layer};
use super::{App, Request, Shown};
use crate::panes::Outbox;

/// How long a row counts as open without being said again.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(10);
/// How often it is said again.
const SAID_EVERY: TimeDelta = TimeDelta::minutes(5);

/// What this session has told the others.
#[derive(Debug, Default)]
pub(super) struct Here {
    /// The rows that are open.
    open: Vec<OnFile>,
    /// When they are said again.
    due: Option<DateTime<Utc>>,
    /// The drafts that go on here.
    drafts: Vec<DraftKey>,
    /// The draft sent last, until it is known what became of it.
    sent: Option<DraftKey>,
    /// Until when dropped lines have been looked at.
    looked: Option<DateTime<Utc>>,
    /// What is known of the others and not yet shown.
    next: Option<Arc<Beside>>,
}

impl Here {
    /// When something is to be said again.
    pub(super) fn due(&self) -> Option<DateTime<Utc>> {
        self.due
    }

    /// Whether a draft goes on here, as far as is known.
    pub(super) fn keeps(&self, key: &DraftKey) -> bool {
        self.drafts.contains(key) || self.sent.as_ref() == Some(key)
    }

    /// A draft is on its way to the disk.
    pub(super) fn sent(&mut self, key: DraftKey) {
        self.sent = Some(key);
    }

    /// A draft was saved or given up.
    pub(super) fn forget(&mut self, key: &DraftKey) {
        self.drafts.retain(|one| one != key);
        self.sent.take_if(|sent| sent == key);
    }
}

fn same_row(one: &OnFile, other: &OnFile) -> bool {
    (one.table, one.id) == (other.table, other.id)
}

impl App {
    /// Asks by which dated values the office goes today.
    pub(super) fn ask_rules(&mut self) {
        let day = self.env.today();
        self.read("rules", RulesOf { day }, AppMsg::Rules);
    }

    /// The values hold from now on; drafts that nobody has touched for so long are cleared away.
    pub(super) fn rules(&mut self, rules: DayRules) {
        let before = self.env.now - rules.draft;
        self.env.rules = Arc::new(rules);
        self.requests.push(Request::ClearDrafts(before));
    }

    /// The rows of all forms that are open, in whatever pane.
    fn open_rows(&self) -> Vec<OnFile> {
        let forms = self
            .panes
            .iter()
            .flatten()
            .filter_map(|pane| pane.unsaved());
        let mut rows: Vec<OnFile> = Vec::new();
        for row in forms.filter_map(|(_, form)| form.on_file()) {
            let whole = row.within.map(|id| OnFile::new("within", id, 0));
            for row in whole.into_iter().chain([row]) {
                if !rows.iter().any(|known| same_row(known, &row)) {
                    rows.push(row);
                }
            }
        }
        rows
    }

    /// Tells which rows are open now, if others are than before.
    pub(super) fn say_what_is_open(&mut self) {
        let now = self.open_rows();
        let had = std::mem::take(&mut self.here.open);
        for row in &had {
            if !now.iter().any(|other| same_row(row, other)) {
                self.requests.push(Request::Release(*row));
            }
        }
        for row in &now {
            if !had.iter().any(|other| same_row(row, other)) {
                let until = self.env.now + OPEN_FOR;
                self.requests.push(Request::Hold(*row, until));
                self.here.due.get_or_insert(self.env.now + SAID_EVERY);
            }
        }
        if now.is_empty() {
            self.here.due = None;
        }
        self.here.open = now;
    }

    /// Says again what is still open.
    pub(super) fn still_open(&mut self) {
        if self.here.due.is_some_and(|due| due <= self.env.now) {
            let until = self.env.now + OPEN_FOR;
            for row in &self.here.open {
                self.requests.push(Request::Hold(*row, until));
            }
            self.here.due = Some(self.env.now + SAID_EVERY);
        }
    }

    /// Takes what is now known of the others; whether there is something to show. Where news are told
    /// silently it is shown when asked for.
    pub fn beside(&mut self, beside: Arc<Beside>, now: DateTime<Utc>, shown: &Shown) -> bool {
        self.env.now = now;
        let known = self.here.next.as_ref().unwrap_or(&self.env.beside);
        let is_news = !known.shows_what(&beside);
        for session in beside.unsaid() {
            self.requests.push(Request::LineEnded(session.to_owned()));
        }
        let closed = self.go_on_elsewhere(&beside);
        if !is_news {
            return closed;
        }
        self.here.next = Some(beside);
        if !shown.silent {
            self.look_beside();
        }
        true
    }

    /// What is known of the others is shown from now on.
    pub(super) fn look_beside(&mut self) -> bool {
        let Some(beside) = self.here.next.take() else {
            return false;
        };
        self.env.beside = beside;
        self.lines_moved();
        true
    }

    /// Looks again when a dropped line has become one that may be taken over.
    pub(super) fn look_at_lines(&mut self) {
        let now = self.env.now;
        let before = self.here.looked.replace(now).unwrap_or(now);
        let hold = self.env.rules.line_hold;
        let lost = |at: DateTime<Utc>| before < at + hold && at + hold <= now;
        if self.env.beside.drops().any(lost) {
            self.lines_moved();
        }
    }

    /// The pane in front shows who is on, if it does.
    fn lines_moved(&mut self) {
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.stale(&Changes::lines(), &self.env, &mut out);
        }
        self.carry(super::To::Pane(self.at), out);
    }

    /// When the next dropped line becomes one that may be taken over.
    pub(super) fn next_line_lost(&self) -> Option<DateTime<Utc>> {
        let lost = self
            .env
            .beside
            .drops()
            .map(|at| at + self.env.rules.line_hold);
        lost.filter(|at| *at > self.env.now).min()
    }

    /// A draft was kept; one that was not goes on elsewhere.
    pub fn kept(&mut self, key: DraftKey, kept: Kept) {
        self.here.sent.take_if(|sent| *sent == key);
        match kept {
            Kept::New if !self.here.drafts.contains(&key) => self.here.drafts.push(key),
            Kept::New | Kept::Again => {}
            Kept::Elsewhere => self.close_gone(&key),
        }
    }

    /// A draft was read: from now on it goes on here.
    pub fn took(&mut self, key: DraftKey) {
        if !self.here.drafts.contains(&key) {
            self.here.drafts.push(key);
        }
    }

    /// The forms whose drafts now go on in another session are closed here; whether there were any.
    fn go_on_elsewhere(&mut self, beside: &Beside) -> bool {
        let staff = self.env.staff.id;
        let is_elsewhere =
            |key: &DraftKey| beside.has_gone((staff, &key.form, &key.subject), &self.env.session);
        let (gone, here) = std::mem::take(&mut self.here.drafts)
            .into_iter()
            .partition(is_elsewhere);
        self.here.drafts = here;
        let gone: Vec<DraftKey> = gone;
        for key in &gone {
            self.close_gone(key);
        }
        !gone.is_empty()
    }

    /// Closes a form that goes on in another session, with all that was typed.
    fn close_gone(&mut self, key: &DraftKey) {
        if self.close_form(key) {
            self.tell(Tone::Warn, MessageId("draft-elsewhere"));
        }
    }

    /// Closes a form without keeping it; whether it was open.
    pub(super) fn close_form(&mut self, key: &DraftKey) -> bool {
        self.here.forget(key);
        let mut closed = false;
        for index in 0..self.panes.len() {
            let open = self.panes[index].as_ref().and_then(|pane| pane.unsaved());
            if open.is_none_or(|(open, _)| open != *key) {
                continue;
            }
            if index == self.at {
                self.draft_due = None;
                self.layers.retain(Layer::hides);
            }
            let mut out = Outbox::new();
            if let Some(pane) = self.panes[index].as_mut() {
                pane.leave_level(&self.env, &mut out);
            }
            self.carry(super::To::Pane(index), out);
            closed = true;
        }
        closed
    }
}
