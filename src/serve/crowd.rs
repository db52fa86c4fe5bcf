//! Who is on: a register that says it to whoever asks, and ends those who may no longer be.
//!
//! A guest is in the register from the log-in until everything of the session is kept. Orders reach the
//! session's own task, which alone writes to the line; nothing here waits for anybody.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use super::auth::{Known, Proof, seal};
use super::limits;
use super::log::{Event, Killed, Left, Log};
use super::status::{Face, OnLine};
use super::stream::Switch;
use crate::clock::Clock;
use crate::domain::staff::Staff;
use crate::store::staff::logins::{By, LogIn, LoginId};
use crate::store::{self, Changes, Store};

/// What a session is told from outside.
#[derive(Debug)]
pub(super) enum Order {
    /// To end.
    End(End),
    /// To keep what was typed, say when that is done, and show that the other end is still there.
    Keep(oneshot::Sender<()>),
    /// To show at once what the person has changed.
    Look,
}

/// Why a session is ended from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The person may no longer be here, or no longer this way.
    Killed(Killed),
    /// The server stops.
    Stopping,
}

/// No face has been chosen yet.
const NO_FACE: u8 = 0;
const FACES: [(u8, Face); 3] = [(1, Face::Screen), (2, Face::Linear), (3, Face::Command)];
/// No key has come yet.
const NO_KEY: i64 = i64::MIN;

/// Somebody who is on.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) staff: Staff,
    pub(super) address: SocketAddr,
    pub(super) since: DateTime<Utc>,
    proof: Proof,
    switch: Arc<Switch>,
    orders: mpsc::UnboundedSender<Order>,
    face: AtomicU8,
    last_key: AtomicI64,
    frames: AtomicU64,
    /// The row in the book of log-ins, once it is on disk.
    row: OnceLock<LoginId>,
    /// When the guest went.
    gone: OnceLock<DateTime<Utc>>,
    /// Why the server ended it, if it did.
    ended: OnceLock<End>,
    /// How it ended is in the log.
    told: AtomicBool,
    /// Came in beside as many sessions as one person may have: hears so, and goes.
    is_beyond: bool,
}

impl Present {
    /// The face with which the person works.
    pub(super) fn works_in(&self, lines: bool) {
        self.works_with(if lines { Face::Linear } else { Face::Screen });
    }

    /// The same, or with a command alone.
    pub(super) fn works_with(&self, face: Face) {
        let code = FACES.iter().find(|(_, known)| *known == face);
        self.face
            .store(code.map_or(NO_FACE, |(code, _)| *code), Ordering::Relaxed);
    }

    /// A key came.
    pub(super) fn typed(&self, at: DateTime<Utc>) {
        self.last_key
            .store(at.timestamp_millis(), Ordering::Relaxed);
    }

    /// Whether the person had as many sessions as one may have already.
    pub(super) fn is_beyond(&self) -> bool {
        self.is_beyond
    }

    /// A frame was sent.
    pub(super) fn drew(&self, lines: bool) {
        self.works_in(lines);
        self.frames.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes into the log how it ended, unless that is there already.
    pub(super) fn tell(&self, log: &Log, event: &Event<'_>) {
        if !self.told.swap(true, Ordering::Relaxed) {
            log.event(event);
        }
    }

    /// An end that nobody forced, for the log.
    pub(super) fn left(&self, why: Left, now: DateTime<Utc>) -> Event<'_> {
        Event::Left {
            staff: &self.staff.login,
            address: self.address,
            why,
            seconds: (now - self.since).num_seconds().unsigned_abs(),
            frames: self.frames(),
        }
    }

    /// The end of somebody who came in and asked for nothing that could say how it ended.
    fn end_unused(&self, now: DateTime<Utc>) -> Event<'_> {
        match self.ended.get() {
            Some(End::Killed(why)) => Event::Killed {
                staff: &self.staff.login,
                address: self.address,
                why: *why,
            },
            Some(End::Stopping) => self.left(Left::ServerStopped, now),
            None => self.left(Left::Unused, now),
        }
    }

    /// Frames sent so far.
    pub(super) fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    fn face(&self) -> Option<Face> {
        let code = self.face.load(Ordering::Relaxed);
        FACES
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, face)| *face)
    }

    /// Ends the session; a line without one is cut.
    fn end(&self, why: End) {
        // The first reason counts.
        let _ = self.ended.set(why);
        let told = self.face().is_some() && self.orders.send(Order::End(why)).is_ok();
        if !told {
            self.switch.cut();
        }
    }

    /// Ends the session of somebody whose proof no longer holds. Whether that is because the person may no
    /// longer be here is asked for: what changed last says nothing of it, for both may have changed at once.
    fn put_out(self: Arc<Self>, store: &Store, proof_gone: Killed) {
        let login = self.staff.login.clone();
        store.who_is(&login, move |found| {
            let stays = found.is_err()
                || found.is_ok_and(|found| found.is_some_and(|now| self.is_still(&now)));
            let why = if stays { proof_gone } else { Killed::StaffOff };
            self.end(End::Killed(why));
        });
    }

    /// Writes into the book that the guest went, once both are known: a line may be gone before its log-in
    /// is on disk. The book takes it once. A disk that takes nothing is told of where people work.
    fn write_out(&self, store: &Store) {
        if let (Some(row), Some(at)) = (self.row.get(), self.gone.get()) {
            let killed = matches!(self.ended.get(), Some(End::Killed(_)));
            store.log_out(*at, *row, killed, |_| ());
        }
    }

    fn is_still(&self, now: &Staff) -> bool {
        now.id == self.staff.id && !now.roles.is_empty()
    }

    fn shown(&self) -> Option<OnLine> {
        let last_key = self.last_key.load(Ordering::Relaxed);
        Some(OnLine {
            staff: self.staff.login.clone(),
            address: self.address,
            since: self.since,
            last_key: Some(last_key)
                .filter(|&at| at != NO_KEY)
                .and_then(DateTime::from_timestamp_millis),
            frames: self.frames(),
            face: self.face()?,
        })
    }
}

/// The register. It keeps the book of log-ins with it: whoever is taken in is written down, and whoever
/// goes.
pub(super) struct Crowd {
    store: Store,
    log: Arc<Log>,
    clock: Arc<dyn Clock>,
    present: Mutex<Vec<Arc<Present>>>,
}

/// A place in the register; given back when it is dropped.
pub(super) struct Guest {
    crowd: Arc<Crowd>,
    present: Arc<Present>,
    entered: Option<oneshot::Receiver<store::Result<LoginId>>>,
}

/// What the book of log-ins says of a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// Written down.
    Row(LoginId),
    /// What let them in no longer holds.
    Refused,
    /// The person has as many sessions as one may have.
    Beyond,
    /// The book cannot be written: the office is only read.
    Unwritten,
}

impl Guest {
    /// Waits until the log-in is in the book.
    pub(super) async fn entered(&mut self) -> Entry {
        if self.is_beyond {
            return Entry::Beyond;
        }
        let row = match self.entered.take() {
            Some(entered) => entered.await.unwrap_or(Err(store::Error::Closed)),
            None => self.row.get().copied().ok_or(store::Error::Closed),
        };
        match row {
            Ok(row) => Entry::Row(row),
            Err(store::Error::Denied(_) | store::Error::Refused { .. }) => Entry::Refused,
            Err(_) => Entry::Unwritten,
        }
    }
}

impl std::ops::Deref for Guest {
    type Target = Present;

    fn deref(&self) -> &Present {
        &self.present
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let (crowd, now) = (&self.crowd, self.crowd.clock.now());
        // A guest goes once.
        let _ = self.gone.set(now);
        self.write_out(&crowd.store);
        self.tell(&crowd.log, &self.end_unused(now));
        crowd
            .all()
            .retain(|present| !Arc::ptr_eq(present, &self.present));
    }
}

impl Crowd {
    /// Nobody yet.
    pub(super) fn new(store: Store, log: Arc<Log>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            log,
            clock,
            present: Mutex::default(),
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Arc<Present>>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes somebody in and has it written down; none when there is no room. Whoever has as many sessions as
    /// one may have is taken in to be told so; as many of these again are, and no more.
    pub(super) fn welcome(
        self: &Arc<Self>,
        known: &Known,
        address: SocketAddr,
        switch: &Arc<Switch>,
    ) -> Option<(Guest, mpsc::UnboundedReceiver<Order>)> {
        let since = self.clock.now();
        let (orders, ordered) = mpsc::unbounded_channel();
        let mut all = self.all();
        let own = all.iter().filter(|who| who.staff.id == known.staff.id);
        let (beyond, working): (Vec<_>, Vec<_>) = own.partition(|who| who.is_beyond);
        let is_beyond = working.len() >= limits::SESSIONS_OF_ONE;
        if all.len() >= limits::SESSIONS || beyond.len() >= limits::SESSIONS_OF_ONE {
            return None;
        }
        let present = Arc::new(Present {
            staff: known.staff.clone(),
            address,
            since,
            proof: known.proof.clone(),
            switch: Arc::clone(switch),
            orders,
            face: AtomicU8::new(NO_FACE),
            last_key: AtomicI64::new(NO_KEY),
            frames: AtomicU64::new(0),
            row: OnceLock::new(),
            gone: OnceLock::new(),
            ended: OnceLock::new(),
            told: AtomicBool::new(false),
            is_beyond,
        });
        all.push(Arc::clone(&present));
        drop(all);
        let entered = self.write_down(&present);
        let guest = Guest {
            crowd: Arc::clone(self),
            present,
            entered,
        };
        Some((guest, ordered))
    }

    /// Writes a log-in into the book, unless it is there already. Nobody waits for the disk here.
    fn write_down(
        &self,
        present: &Arc<Present>,
    ) -> Option<oneshot::Receiver<store::Result<LoginId>>> {
        let id = match &present.proof {
            Proof::Key { id, .. } => *id,
            Proof::Password { row, .. } => {
                let _ = present.row.set(*row);
                return None;
            }
        };
        let who = LogIn {
            staff: present.staff.id,
            address: present.address.ip().to_string(),
            by: By::Key(id),
        };
        let (to, entered) = oneshot::channel();
        let (entering, store) = (Arc::clone(present), self.store.clone());
        self.store.log_in(present.since, who, move |row| {
            if let Ok(row) = &row {
                let _ = entering.row.set(*row);
                entering.write_out(&store);
            }
            drop(to.send(row));
        });
        Some(entered)
    }

    /// Who is on and works.
    pub(super) fn on_line(&self) -> Vec<OnLine> {
        self.all().iter().filter_map(|who| who.shown()).collect()
    }

    /// How many are on.
    pub(super) fn len(&self) -> usize {
        self.all().len()
    }

    /// Ends everybody.
    pub(super) fn end_all(&self, why: End) {
        for present in self.all().iter() {
            present.end(why);
        }
    }

    /// Has those who have changed something shown it at once; the others see it a moment later.
    pub(super) fn look(&self, changes: &Changes) {
        let all = self.all();
        for present in all.iter().filter(|who| changes.are_also_by(who.staff.id)) {
            // Whose session has just ended has nobody to show it to.
            drop(present.orders.send(Order::Look));
        }
    }

    /// Has the other sessions of somebody keep what was typed there; one answer for each, which never
    /// comes from one that has just ended.
    pub(super) fn keep(&self, newcomer: &Guest) -> Vec<oneshot::Receiver<()>> {
        let all = self.all();
        let older = all.iter().filter(|present| {
            present.staff.id == newcomer.staff.id
                && !Arc::ptr_eq(present, &newcomer.present)
                && matches!(present.face(), Some(Face::Screen | Face::Linear))
        });
        older
            .filter_map(|present| {
                let (done, kept) = oneshot::channel();
                present.orders.send(Order::Keep(done)).ok()?;
                Some(kept)
            })
            .collect()
    }

    /// Asks for everybody who is on whether they still may be, after something of the staff changed.
    pub(super) fn check(&self) {
        let present = self.all().clone();
        for asked in present {
            let (login, store) = (asked.staff.login.clone(), self.store.clone());
            match asked.proof.clone() {
                Proof::Key { id, blob, .. } => self.store.who_by_key(&login, &blob, move |found| {
                    // What cannot be read now is asked again at the next change; nobody is thrown out for it.
                    let Ok(found) = found else { return };
                    let holds = |(staff, key): (Staff, _)| asked.is_still(&staff) && key == id;
                    if !found.is_some_and(holds) {
                        asked.put_out(&store, Killed::KeyRevoked);
                    }
                }),
                Proof::Password { seal: was, .. } => self.store.secrets_of(&login, move |found| {
                    let Ok(found) = found else { return };
                    if found.is_none_or(|now| !asked.is_still(&now.staff) || seal(&now) != was) {
                        asked.put_out(&store, Killed::SecretChanged);
                    }
                }),
            }
        }
    }
}

/// The tables whose changes may end somebody's session.
pub(super) const OF_STAFF: [&str; 5] =
    ["staff", "staff_key", "staff_role", "staff_secret", "office"];
