//! Secrets that the program makes: a password, a second factor. Whoever is given one sees it once.
//!
//! Hashing costs memory and time on purpose, so it is done on a thread of its own, one at a time, and what is
//! then written is the same act as for a password from elsewhere.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use chrono::{DateTime, Utc};

use super::secrets::{Secret, SetPassword, SetTotp};
use crate::domain::ids::{ActId, StaffId};
use crate::domain::password;
use crate::domain::staff::Staff;
use crate::store::Store;
use crate::store::error::{Error, Result};

/// What is made and given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A password of twenty letters and digits, in fives of four.
    Password,
    /// The secret of a second factor: 32 letters and digits.
    Factor,
}

/// Who is told the secret.
type Then = Box<dyn FnOnce(Result<String>) + Send>;

impl Store {
    /// Makes a secret and gives it to somebody. `then` is told it, once it is on disk; it is kept nowhere
    /// but in its stored form. Refused as [`SetPassword`] and [`SetTotp`] are.
    pub fn give(
        &self,
        who: &Staff,
        (id, at): (ActId, DateTime<Utc>),
        (staff, what): (StaffId, Given),
        then: impl FnOnce(Result<String>) + Send + 'static,
    ) {
        let (store, who) = (self.clone(), who.clone());
        let then: Arc<Mutex<Option<Then>>> = Arc::new(Mutex::new(Some(Box::new(then))));
        let told = Arc::clone(&then);
        let make = move || {
            let made = {
                let _turn = store.hashing();
                what.made()
            };
            let Some(then) = taken(&told) else { return };
            match made {
                Err(error) => then(Err(error)),
                Ok(Made::Password(shown, stored)) => {
                    let password = Some(Secret::new(stored));
                    let act = SetPassword { staff, password };
                    store.act(&who, id, at, act, |done| then(done.map(|()| shown)));
                }
                Ok(Made::Factor(shown)) => {
                    let totp = Some(Secret::new(shown.clone()));
                    let act = SetTotp { staff, totp };
                    store.act(&who, id, at, act, |done| then(done.map(|()| shown)));
                }
            }
        };
        let started = thread::Builder::new()
            .name("sportello-secret".to_owned())
            .spawn(make);
        if let Err(error) = started
            && let Some(then) = taken(&then)
        {
            then(Err(Error::Fault(error.to_string())));
        }
    }
}

fn taken(then: &Mutex<Option<Then>>) -> Option<Then> {
    then.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A secret that was made.
enum Made {
    /// As it is shown and as it is stored.
    Password(String, String),
    /// As it is shown and stored.
    Factor(String),
}

impl Given {
    fn made(self) -> Result<Made> {
        match self {
            Self::Factor => Ok(Made::Factor(password::totp_secret(random()?))),
            Self::Password => {
                let shown = password::made(random()?);
                let stored = password::hash(&shown, random()?);
                let stored = stored.ok_or_else(|| Error::Fault("no memory to hash".to_owned()))?;
                Ok(Made::Password(shown, stored))
            }
        }
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Fault(error.to_string()))?;
    Ok(bytes)
}
