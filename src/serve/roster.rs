//! Whose keys open the door, as last read: for the time in which the office's file can no longer tell.
//!
//! People who come in then can read what is left, and see why nothing is saved. Decides nothing while the file
//! answers: see [`super::auth`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::ids::StaffKeyId;
use crate::domain::staff::Staff;
use crate::store::Store;
use crate::store::staff::keys::Holder;

/// Everybody who may come in by a key.
#[derive(Debug, Default)]
pub(super) struct Roster(Mutex<Vec<Holder>>);

impl Roster {
    fn holders(&self) -> MutexGuard<'_, Vec<Holder>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads it anew, after something of the staff may have changed. Where that fails nobody is known any more,
    /// for somebody's key may just have been revoked; unless the office had stopped writing before, for then
    /// nothing changed.
    pub(super) fn renew(self: &Arc<Self>, store: &Store) {
        let (roster, office) = (Arc::clone(self), store.clone());
        store.key_holders(move |found| match found {
            Ok(found) => *roster.holders() = found,
            Err(_) if office.stopped().is_some() => {}
            Err(_) => roster.holders().clear(),
        });
    }

    /// Who came in with that key under that login, exactly, when it was read.
    pub(super) fn find(&self, login: &str, blob: &[u8]) -> Option<(Staff, StaffKeyId)> {
        let holders = self.holders();
        let found = holders
            .iter()
            .find(|holder| holder.staff.login == login && holder.blob == blob)?;
        Some((found.staff.clone(), found.key))
    }
}
