//! Who is on: a register that says it to whoever asks, and ends those who may no longer be.
//!
//! A guest is in the register from the log-in until everything of the session is kept. Orders reach the
//! session's own task, which alone writes to the line; nothing here waits for anybody.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use super::auth::{Known, Proof};
use super::limits;
use super::log::Killed;
use super::status::{Face, OnLine};
use super::stream::Switch;
use crate::domain::staff::Staff;
use crate::store::{Changes, Store};

/// What a session is told from outside.
#[derive(Debug)]
pub(super) enum Order {
    /// To end.
    End(End),
    /// To keep what was typed, say when that is done, and show that the other end is still there.
    Keep(oneshot::Sender<()>),
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
}

impl Present {
    /// The face with which the person works.
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

    /// A frame was sent.
    pub(super) fn drew(&self) {
        self.frames.fetch_add(1, Ordering::Relaxed);
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
        let told = self.face().is_some() && self.orders.send(Order::End(why)).is_ok();
        if !told {
            self.switch.cut();
        }
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

/// The register.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    present: Mutex<Vec<Arc<Present>>>,
}

/// A place in the register; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Guest {
    crowd: Arc<Crowd>,
    present: Arc<Present>,
}

impl std::ops::Deref for Guest {
    type Target = Present;

    fn deref(&self) -> &Present {
        &self.present
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut all = self.crowd.all();
        all.retain(|present| !Arc::ptr_eq(present, &self.present));
    }
}

impl Crowd {
    fn all(&self) -> MutexGuard<'_, Vec<Arc<Present>>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes somebody in; none when there is no room.
    pub(super) fn welcome(
        self: &Arc<Self>,
        known: &Known,
        address: SocketAddr,
        since: DateTime<Utc>,
        switch: &Arc<Switch>,
    ) -> Option<(Guest, mpsc::UnboundedReceiver<Order>)> {
        let (orders, ordered) = mpsc::unbounded_channel();
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
        });
        let mut all = self.all();
        if all.len() >= limits::SESSIONS {
            return None;
        }
        all.push(Arc::clone(&present));
        drop(all);
        let guest = Guest {
            crowd: Arc::clone(self),
            present,
        };
        Some((guest, ordered))
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
    pub(super) fn check(&self, store: &Store, changes: &Changes) {
        let why = if changes.touches("staff_key") {
            Killed::KeyRevoked
        } else {
            Killed::StaffOff
        };
        for present in self.all().iter() {
            let asked = Arc::clone(present);
            let Proof::Key { id, blob, .. } = &present.proof;
            let id = *id;
            store.who_by_key(&present.staff.login, blob, move |found| {
                // What cannot be read now is asked again at the next change; nobody is thrown out for it.
                let Ok(found) = found else { return };
                let holds = found.is_some_and(|(staff, key)| {
                    staff.id == asked.staff.id && key == id && !staff.roles.is_empty()
                });
                if !holds {
                    asked.end(End::Killed(why));
                }
            });
        }
    }
}

/// The tables whose changes may end somebody's session.
pub(super) const OF_STAFF: [&str; 3] = ["staff", "staff_key", "staff_role"];
