//! Questions that nobody of the staff asks: who somebody is that is about to come in, and by what they may.
//!
//! No right is looked at, for nobody is at work yet; so nothing here tells more than whoever opens the door
//! must know.

use super::error::Result;
use super::{Store, staff, wait};
use crate::domain::ids::StaffKeyId;
use crate::domain::staff::Staff;

impl Store {
    /// The active member of staff of a login: who is about to act, so nobody asks yet. Waits.
    pub fn who(&self, login: &str) -> Result<Option<Staff>> {
        wait(|then| self.who_is(login, then))
    }

    /// The same without waiting. `then` is called on a reader's thread; it must only pass the answer on.
    pub fn who_is(&self, login: &str, then: impl FnOnce(Result<Option<Staff>>) + Send + 'static) {
        let login = login.to_owned();
        self.ask(move |conn| staff::by_login(conn, &login), then);
    }

    /// Who comes in with a key under a login: an active member of staff of exactly that login, by a key
    /// that holds and is the same byte by byte (the form of the wire). None for all else, without
    /// saying why. `then` is called on a reader's thread; it must only pass the answer on.
    pub fn who_by_key(
        &self,
        login: &str,
        blob: &[u8],
        then: impl FnOnce(Result<Option<(Staff, StaffKeyId)>>) + Send + 'static,
    ) {
        let (login, blob) = (login.to_owned(), blob.to_owned());
        self.ask(move |conn| staff::keys::by_key(conn, &login, &blob), then);
    }

    /// Everybody who comes in with a key. `then` is called on a reader's thread; it must only pass the answer on.
    pub fn key_holders(
        &self,
        then: impl FnOnce(Result<Vec<staff::keys::Holder>>) + Send + 'static,
    ) {
        self.ask(staff::keys::holders, then);
    }

    /// Whether a login is somebody's here, active or not. Waits.
    pub fn has_login(&self, login: &str) -> Result<bool> {
        wait(|then| self.is_a_login(login, then))
    }

    /// The same without waiting. `then` is called on a reader's thread; it must
    /// only pass the answer on.
    pub fn is_a_login(&self, login: &str, then: impl FnOnce(Result<bool>) + Send + 'static) {
        let login = login.to_owned();
        self.ask(move |conn| staff::logins::is_one(conn, &login), then);
    }

    /// By what to check somebody who comes in with a password: an active member of staff of exactly that
    /// login, with a password, in an office that takes them. None for all else, without saying why.
    /// `then` is called on a reader's thread; it must only pass the answer on.
    pub fn secrets_of(
        &self,
        login: &str,
        then: impl FnOnce(Result<Option<staff::secrets::Secrets>>) + Send + 'static,
    ) {
        let login = login.to_owned();
        self.ask(move |conn| staff::secrets::of(conn, &login), then);
    }

    /// Whether an office here takes passwords. `then` is called on a reader's thread; it must only pass the
    /// answer on.
    pub fn takes_passwords(&self, then: impl FnOnce(Result<bool>) + Send + 'static) {
        self.ask(staff::keys::takes_passwords, then);
    }

    /// Whether anybody could come in: somebody active with a key, or, where the office takes them, with a
    /// password and a second factor. Waits.
    pub fn has_a_way_in(&self) -> Result<bool> {
        wait(|then| self.ask(staff::keys::has_a_way_in, then))
    }

    /// Everybody who is active, by login: for the one moment when nobody is at work yet. Waits.
    pub fn everybody(&self) -> Result<Vec<Staff>> {
        wait(|then| self.ask(staff::everybody, then))
    }
}
