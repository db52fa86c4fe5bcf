//! Who somebody is: decided by a verified signature, or by a password with a second factor where the office
//! takes them, for one name a line, and by nothing else.
//!
//! An offered key says nothing yet: whoever offers somebody else's key and signs with their own must come
//! in as themselves or not at all. Keys are compared as bytes and names exactly, both by the store. What
//! is refused looks and lasts the same, whatever was wrong. Whether a token was touched is not known here:
//! russh verifies the signature and keeps it to itself.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use russh::keys::PublicKey;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::log::{Dropped, Event, Given, Refused};
use super::stream::Ended;
use super::{Server, host_key, limits};
use crate::domain::ids::StaffKeyId;
use crate::domain::staff::{LoginMethod, Staff};
use crate::store;
use crate::store::staff::logins::{By, Knock, LogIn, LoginId};
use crate::store::staff::secrets::{self, Secrets};

/// Somebody who has logged in, and by what.
#[derive(Debug)]
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
    /// A password and a code of the moment; it is in the book already, for a code is good once.
    Password {
        /// The row.
        row: LoginId,
        /// A digest of what was stored then: another one means that it was changed.
        seal: [u8; 32],
    },
}

impl Known {
    /// The row that a password has in the book already.
    pub(super) fn row(&self) -> Option<LoginId> {
        match &self.proof {
            Proof::Password { row, .. } => Some(*row),
            Proof::Key { .. } => None,
        }
    }
}

/// A digest of somebody's secrets.
pub(super) fn seal(secrets: &Secrets) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(secrets.password.as_bytes());
    digest.update([0]);
    digest.update(secrets.totp.as_deref().unwrap_or_default().as_bytes());
    digest.finalize().into()
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
    rejections: usize,
    /// The key shown last.
    shown: Option<String>,
}

impl Login {
    pub(super) fn new(server: Arc<Server>, address: SocketAddr) -> Self {
        Self {
            server,
            address,
            name: None,
            spoilt: false,
            offers: 0,
            rejections: 0,
            shown: None,
        }
    }

    /// Notes the name that a client gives before it tries anything; whether passwords are taken here.
    pub(super) async fn asked(&mut self, name: &str) -> bool {
        self.may_try(name);
        self.takes_passwords().await
    }

    /// Whether a key that is only offered is worth a signature. Decides nothing else.
    pub(super) async fn offered(&mut self, name: &str, key: &PublicKey) -> bool {
        let begun = Instant::now();
        self.shown = Some(host_key::fingerprint_of(key));
        let found = self.may_offer(name) && self.find(name, key).await.is_some();
        if !found {
            self.rejected(begun).await;
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
            self.rejected(begun).await;
        }
        known
    }

    /// Whether somebody of that name is asked for a password and a code: anybody is, where they are taken.
    pub(super) async fn may_ask(&mut self, name: &str) -> bool {
        let begun = Instant::now();
        let may = self.may_offer(name) && self.takes_passwords().await;
        if !may {
            self.rejected(begun).await;
        }
        may
    }

    /// Who has answered with a password and a code.
    pub(super) async fn answered(
        &mut self,
        name: &str,
        password: String,
        code: String,
    ) -> Option<Known> {
        let begun = Instant::now();
        let known = if self.may_try(name) && self.takes_passwords().await {
            self.check(name, password, code).await
        } else {
            None
        };
        if known.is_none() {
            self.write_down(LoginMethod::Password, None);
            self.rejected(begun).await;
        }
        known
    }

    /// Whether a name is one and the first on this line. Looked at before anything is looked up.
    fn may_try(&mut self, name: &str) -> bool {
        let first = self.name.get_or_insert_with(|| clipped(name));
        self.spoilt |= first != name;
        !self.spoilt && is_login(name)
    }

    fn may_offer(&mut self, name: &str) -> bool {
        self.offers += 1;
        self.may_try(name) && self.offers <= limits::OFFERS
    }

    async fn find(&self, name: &str, key: &PublicKey) -> Option<Known> {
        let blob: Arc<[u8]> = key.to_bytes().ok()?.into();
        let (to, answer) = oneshot::channel();
        // The line may have gone meanwhile.
        let then = move |found| drop(to.send(found));
        self.server.store.who_by_key(name, &blob, then);
        let (staff, id) = match answer.await.ok()? {
            Ok(found) => found?,
            // A file that cannot be read can still be looked at, as far as it goes, by those who were known.
            Err(_) => self.server.roster.find(name, &blob)?,
        };
        Some(Known {
            staff,
            proof: Proof::Key {
                id,
                blob,
                fingerprint: host_key::fingerprint_of(key),
            },
        })
    }

    async fn takes_passwords(&self) -> bool {
        let takes = asked(|then| self.server.store.takes_passwords(then));
        takes.await.unwrap_or(false)
    }

    /// Hashing costs memory and time on purpose: it has its own threads, a few at a time.
    async fn check(&self, name: &str, password: String, code: String) -> Option<Known> {
        let found = asked(|then| self.server.store.secrets_of(name, then));
        let secrets = found.await?;
        let turn = Arc::clone(&self.server.hashing)
            .acquire_owned()
            .await
            .ok()?;
        let at = self.server.clock.now();
        let hashed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let step = secrets::admits(secrets.as_ref(), &password, &code, at)?;
            Some((secrets?, step))
        });
        let (secrets, step) = hashed.await.ok()??;
        let who = LogIn {
            staff: secrets.staff.id,
            address: self.address.ip().to_string(),
            by: By::Password { step },
        };
        let row = self.enter(at, who).await?;
        Some(Known {
            proof: Proof::Password {
                row,
                seal: seal(&secrets),
            },
            staff: secrets.staff,
        })
    }

    /// Writes a log-in by password into the book; refused if the code was used already, wherever that was.
    /// Whose line goes meanwhile is written down as gone.
    async fn enter(&self, at: DateTime<Utc>, who: LogIn) -> Option<LoginId> {
        let (to, row) = oneshot::channel();
        let store = self.server.store.clone();
        self.server.store.log_in(at, who, move |row| {
            if let Err(Ok(row)) = to.send(row) {
                store.log_out(at, row, false, |_| ());
            }
        });
        row.await.ok()?.ok()
    }

    /// Draws a rejection out as long as the address has earned; russh draws it out to a second in any case.
    async fn rejected(&mut self, begun: Instant) {
        self.rejections += 1;
        let lasts = self.server.door.failed(self.address.ip());
        if lasts > limits::REJECTION {
            self.server.log.event(&Event::Penalised {
                address: self.address.ip(),
                seconds: lasts.as_secs(),
            });
            tokio::time::sleep_until(begun + lasts).await;
        }
    }

    /// Notes that a line went without a log-in, and why.
    pub(super) fn turned_away(&mut self, ended: Option<Ended>) {
        let Some(name) = self.name.take() else {
            return self.went_nameless(ended);
        };
        // The server stops, and nobody was refused.
        if ended == Some(Ended::Cut) && self.rejections == 0 {
            return;
        }
        let reason = if self.spoilt {
            Refused::SecondName
        } else if !is_login(&name) {
            Refused::LoginName
        } else if self.rejections >= limits::TRIES {
            Refused::Tries
        } else if self.rejections > 0 {
            Refused::Credentials
        } else {
            match ended {
                Some(Ended::Late) => Refused::TooSlow,
                Some(Ended::Crowded | Ended::CrowdedByOne) => Refused::TooMany,
                _ => Refused::Credentials,
            }
        };
        self.name = Some(name.clone());
        let (server, address) = (Arc::clone(&self.server), self.address);
        self.server.store.is_a_login(&name.clone(), move |found| {
            server.log.event(&Event::Refused {
                address,
                reason,
                login: Given::of(&name, found.unwrap_or(false)),
            });
        });
        if let Some(key) = self.shown.take() {
            self.write_down(LoginMethod::Key, Some(key));
        }
    }

    fn went_nameless(&self, ended: Option<Ended>) {
        let reason = match ended {
            Some(Ended::Far) => Dropped::WentAway,
            Some(Ended::Late) => Dropped::TooSlow,
            Some(Ended::Crowded) => Dropped::TooMany,
            Some(Ended::CrowdedByOne) => Dropped::TooManyFromAddress,
            // russh has given it up.
            None => Dropped::Protocol,
            Some(Ended::Cut) => return,
        };
        self.server.log.dropped(reason, self.address.ip());
    }

    /// Writes a refusal into the book of log-ins.
    fn write_down(&self, method: LoginMethod, key: Option<String>) {
        let knock = Knock {
            login: self.name.clone().unwrap_or_default(),
            address: self.address.ip().to_string(),
            method,
            key,
        };
        // The server's own log has it too; a disk that takes nothing is told of where people work.
        self.server
            .store
            .log_refused(self.server.clock.now(), knock, |_| ());
    }
}

/// The answer of something that calls back; none if there is no good one.
async fn asked<T: Send + 'static>(
    ask: impl FnOnce(Box<dyn FnOnce(store::Result<T>) + Send>),
) -> Option<T> {
    let (to, answer) = oneshot::channel();
    // The line may have gone meanwhile.
    ask(Box::new(move |found| drop(to.send(found))));
    answer.await.ok()?.ok()
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
