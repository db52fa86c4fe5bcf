//! What the app asks for, carried to the store; the answers come back through the inbox.
//!
//! Everything that leaves a session leaves here. Knows no SQL and no screen.

use std::time::{Duration, Instant};

use ulid::Ulid;

use super::{Event, Session};
use crate::app::{Letter, Request, To};
use crate::domain::ids::ActId;
use crate::panes::{DraftKey, Erased};
use crate::store::{Draft, Error, Kept, Lease, Line, Parting};

/// How long an act may take before the person is told what it waits for.
const SILENCE: Duration = Duration::from_secs(1);

/// Acts that have not been answered.
#[derive(Debug, Default)]
pub(super) struct Acts {
    pub(super) count: usize,
    since: Option<Instant>,
    pub(super) told: bool,
}

impl Acts {
    fn sent(&mut self, now: Instant) {
        self.count += 1;
        self.since.get_or_insert(now);
    }

    pub(super) fn answered(&mut self) {
        self.count = self.count.saturating_sub(1);
        if self.count == 0 {
            *self = Self::default();
        }
    }

    /// When the person is to be told that they wait.
    pub(super) fn due(&self) -> Option<Instant> {
        self.since
            .filter(|_| !self.told)
            .map(|since| since + SILENCE)
    }
}

impl Session {
    /// Sends what the app asked for to the store; the answers come back as events.
    pub(super) fn carry_out(&mut self) {
        for request in self.app.take_requests() {
            let at = self.now.at;
            match request {
                Request::Read { to, slot, run } => {
                    let reply = self.reply(to, Some(slot), false);
                    run(&self.store, &self.staff, at, reply);
                }
                Request::Act { to, run } => {
                    let id = ActId((self.ids)());
                    self.acts.sent(self.now.tick);
                    let reply = self.reply(to, None, true);
                    run(&self.store, &self.staff, id, at, reply);
                }
                Request::FindDraft { to, key, then } => {
                    let reply = self.reply(to, None, false);
                    let (inbox, taken) = (self.inbox.clone(), key.clone());
                    let found = move |draft: Result<Option<Draft>, Error>| {
                        let draft = draft.ok().flatten();
                        if draft.is_some() {
                            inbox(Event::Took(taken));
                        }
                        reply(then(draft));
                    };
                    let (key, session) = ((key.form, key.subject), self.id.to_string());
                    self.store
                        .scratch()
                        .take_draft(self.staff.id, key, session, found);
                }
                Request::Drafts => {
                    // The next key is meant for the list of drafts, if there is one.
                    self.awaited += 1;
                    let inbox = self.inbox.clone();
                    let found = move |drafts: Result<_, Error>| {
                        inbox(Event::Drafts(drafts.unwrap_or_default()));
                    };
                    self.store.scratch().drafts_of(self.staff.id, found);
                }
                Request::SaveDraft(draft) => {
                    let inbox = self.inbox.clone();
                    let key = DraftKey::new(&*draft.form, &draft.subject);
                    let kept = move |kept| match kept {
                        Ok(Kept::Again) => {}
                        Ok(kept) => inbox(Event::Kept(key, kept)),
                        Err(error) => inbox(Event::NotKept(error)),
                    };
                    self.store.scratch().save_draft(draft, kept);
                }
                Request::DropDraft(key) => {
                    let (key, session) = ((key.form, key.subject), self.id.to_string());
                    self.store
                        .scratch()
                        .drop_draft(self.staff.id, key, session, |_| ());
                }
                Request::ThrowDraft { key, then } => {
                    let reply = self.reply(To::App, None, false);
                    let (key, session) = ((key.form, key.subject), self.id.to_string());
                    self.store
                        .scratch()
                        .throw_draft(self.staff.id, key, session, move |thrown| {
                            reply(then(thrown));
                        });
                }
                Request::ClearDrafts(before) => {
                    self.store.scratch().clear_drafts(before, |_| ());
                }
                Request::HandOver(from, subject) => {
                    let (both, session) = ((from, self.staff.id), self.id.to_string());
                    self.store
                        .scratch()
                        .hand_over(both, subject, session, |_| ());
                }
                Request::Hold(row, until) => {
                    let lease = Lease {
                        entity: row.table.to_owned(),
                        id: Ulid(row.id),
                        staff: self.staff.id,
                        name: self.staff.name.clone(),
                        session: self.id.to_string(),
                        until,
                    };
                    self.store.scratch().hold(lease, |_| ());
                }
                Request::Release(row) => {
                    let what = Some((row.table.to_owned(), Ulid(row.id)));
                    self.store
                        .scratch()
                        .release(self.id.to_string(), what, |_| ());
                }
                Request::LineEnded(session) => {
                    let ended = Parting::Dropped;
                    self.store.scratch().part(session, ended, at, |_| ());
                }
                Request::HungUp => self.part(Parting::Dropped),
                Request::Quit => {
                    self.quit = true;
                    self.part(Parting::Left);
                }
                Request::Settle(setting) => self.settle(setting),
                Request::GoOver => self.go_over(),
            }
        }
    }

    /// Tells the others that somebody is on.
    pub(super) fn join(&mut self) {
        self.awaited += 1;
        let inbox = self.inbox.clone();
        let line = Line::here(&self.id, self.staff.id, &self.staff.name, self.now.at);
        self.store
            .scratch()
            .join(line, move |_| inbox(Event::Joined));
    }

    /// Tells the others, once, that this session is over.
    fn part(&mut self, how: Parting) {
        if !std::mem::replace(&mut self.parted, true) {
            let id = self.id.to_string();
            self.store.scratch().part(id, how, self.now.at, |_| ());
        }
    }

    fn reply(
        &mut self,
        to: To,
        slot: Option<(&'static str, u64)>,
        act: bool,
    ) -> Box<dyn FnOnce(Erased) + Send> {
        self.awaited += 1;
        let inbox = self.inbox.clone();
        Box::new(move |msg| inbox(Event::Letter(Letter { to, slot, act, msg })))
    }
}

impl Drop for Session {
    /// However it ends: what is not left with a goodbye is a line that dropped.
    fn drop(&mut self) {
        self.part(Parting::Dropped);
    }
}
