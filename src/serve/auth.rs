//! Who somebody is: decided by a verified signature, for one name a line, and by nothing else.
//!
//! An offered key says nothing yet: whoever offers somebody else's key and signs with their own must come
//! in as themselves or not at all. Keys are compared as bytes and names exactly, both by the store. What
//! is refused looks and lasts the same, whatever was wrong.

use std::net::SocketAddr;
use std::sync::Arc;

use russh::keys::PublicKey;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Server;
use super::limits;
use super::log::{Event, Refused};
use crate::domain::ids::StaffKeyId;
use crate::domain::staff::Staff;

/// Somebody who has logged in, and by what.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Who.
    pub(super) staff: Staff,
    /// By what.
    pub(super) proof: Proof,
}

/// What somebody logged in by.
#[derive(Debug, Clone)]
pub(super) enum Proof {
    /// A key of theirs.
    Key {
        /// Which.
        id: StaffKeyId,
        /// As SSH sends it.
        blob: Arc<[u8]>,
        /// `SHA256:` and 43 letters.
        fingerprint: String,
    },
}

/// One line's way to a log-in.
#[derive(Debug)]
pub(super) struct Login {
    server: Arc<Server>,
    address: SocketAddr,
    /// The name given first.
    name: Option<String>,
    /// A second name was given: nobody logs in on this line any more.
    spoilt: bool,
    offers: u32,
}

impl Login {
    pub(super) fn new(server: Arc<Server>, address: SocketAddr) -> Self {
        Self {
            server,
            address,
            name: None,
            spoilt: false,
            offers: 0,
        }
    }

    /// Whether a key that is only offered is worth a signature. Changes nothing but the count.
    pub(super) async fn offered(&mut self, name: &str, key: &PublicKey) -> bool {
        let begun = Instant::now();
        self.offers += 1;
        let found = self.may_try(name)
            && self.offers <= limits::OFFERS
            && self.find(name, key).await.is_some();
        if !found {
            self.reject(begun, name, Refused::Credentials).await;
        }
        found
    }

    /// Who has signed with a key under a name.
    pub(super) async fn proven(&mut self, name: &str, key: &PublicKey) -> Option<Known> {
        let begun = Instant::now();
        let known = if self.may_try(name) {
            self.find(name, key).await
        } else {
            None
        };
        if known.is_none() {
            self.reject(begun, name, Refused::Credentials).await;
        }
        known
    }

    /// Notes the name that a client gives before it tries anything.
    pub(super) fn asked(&mut self, name: &str) {
        self.may_try(name);
    }

    /// Whether a name is one and the first on this line. Looked at before anything is looked up.
    fn may_try(&mut self, name: &str) -> bool {
        let first = self.name.get_or_insert_with(|| clipped(name));
        if first != name && !self.spoilt {
            self.spoilt = true;
            self.refused(name, Refused::SecondName);
        }
        !self.spoilt && is_login(name)
    }

    async fn find(&self, name: &str, key: &PublicKey) -> Option<Known> {
        let blob: Arc<[u8]> = key.to_bytes().ok()?.into();
        let (to, answer) = oneshot::channel();
        self.server.store.who_by_key(name, &blob, move |found| {
            // The line may have gone meanwhile.
            drop(to.send(found));
        });
        // An office that cannot be read lets nobody in.
        let (staff, id) = answer.await.ok()?.ok()??;
        Some(Known {
            staff,
            proof: Proof::Key {
                id,
                blob,
                fingerprint: super::host_key::fingerprint_of(key),
            },
        })
    }

    /// Draws a rejection out as long as the address has earned; russh draws it out to a second in any case.
    async fn reject(&self, begun: Instant, name: &str, why: Refused) {
        self.refused(name, why);
        let lasts = self.server.door.failed(self.address.ip());
        if lasts > limits::REJECTION {
            self.server.log.event(&Event::Penalised {
                address: self.address.ip(),
                seconds: lasts.as_secs(),
            });
            tokio::time::sleep_until(begun + lasts).await;
        }
    }

    fn refused(&self, name: &str, reason: Refused) {
        self.server.log.event(&Event::Refused {
            address: self.address,
            reason,
            login: Some(name),
        });
    }
}

/// Whether a name can be a login: 1 to 32 of `a-z 0-9 . _ -`.
fn is_login(name: &str) -> bool {
    let known = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"._-".contains(&c);
    (1..=32).contains(&name.len()) && name.bytes().all(known)
}

/// As much of a name as tells it from another: none that is longer is a login.
fn clipped(name: &str) -> String {
    name.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::is_login;

    #[test]
    fn a_login_is_short_and_plain() {
        for (name, expected) in [
            ("anna", true),
            ("a.b_c-9", true),
            ("", false),
            ("Anna", false),
            ("anna ", false),
            ("anna\u{1b}[2J", false),
            ("anà", false),
            (&"a".repeat(32), true),
            (&"a".repeat(33), false),
        ] {
            assert_eq!(is_login(name), expected, "{name:?}");
        }
    }
}
