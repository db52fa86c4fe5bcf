//! Passwords and second factors: pure functions over the strings that the store keeps.
//!
//! argon2id with the first of OWASP's parameters (19 MiB, 2 passes, 1 lane; Password Storage Cheat Sheet),
//! as PHC strings. TOTP as every authenticator speaks it (RFC 6238: SHA-1, 6 digits, 30 seconds), one step
//! of grace to either side; the step is answered, so that the store lets no code in twice. No clock, no
//! random source, no I/O: moments, salts and secrets are given. To hash costs some 20 ms and 19 MiB: never
//! on a thread that serves others, and never many at once.

use argon2::password_hash::phc::PasswordHash;
use argon2::{
    Algorithm, Argon2, CustomizedPasswordHasher as _, Params, PasswordVerifier as _, Version,
};
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};
use unicode_normalization::UnicodeNormalization as _;

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// The dearest stored string that is still computed, in KiB and passes: a file from elsewhere must not be
/// able to take the server's memory.
const DEAREST: (u32, u32) = (65_536, 8);
/// What is checked when there is nobody to check: the same work, and no password fits it.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// A second factor's secret for nobody, all zero.
pub const NO_FACTOR: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The shortest password, in characters; there is always a second factor (NIST SP 800-63B asks for 8 then).
pub const SHORTEST: usize = 12;
/// The longest, in bytes.
pub const LONGEST: usize = 256;
/// How many letters of a made password stand together, and how many such groups there are.
const GROUP: usize = 4;
const GROUPS: usize = 5;
/// Seconds in a step.
const STEP: u64 = 30;

crate::enumeration! {
    /// Why a password is not taken.
    PasswordError, "password-error" {
        /// Shorter than [`SHORTEST`].
        Short = "short",
        /// Longer than [`LONGEST`].
        Long = "long",
        /// It holds the login, or is one letter over and over.
        Easy = "easy",
        /// It holds what cannot be typed again: a control character.
        Control = "control",
    }
}

/// Whether a new password is taken: long enough, and not the login.
pub fn judge(password: &str, login: &str) -> Result<(), PasswordError> {
    let letters: Vec<char> = prepared(password).chars().collect();
    if password.len() > LONGEST {
        return Err(PasswordError::Long);
    }
    if letters.iter().any(|c| c.is_control()) {
        return Err(PasswordError::Control);
    }
    if letters.len() < SHORTEST {
        return Err(PasswordError::Short);
    }
    let lower = prepared(password).to_lowercase();
    let one_letter = letters.iter().all(|c| *c == letters[0]);
    if one_letter || (login.len() > 2 && lower.contains(login)) {
        return Err(PasswordError::Easy);
    }
    Ok(())
}

/// A password made of random bits: twenty lowercase letters and digits in groups of four, as one reads them
/// out, worth 100 bits.
pub fn made(random: [u8; 20]) -> String {
    let letters: Vec<char> = totp_secret(random).to_lowercase().chars().collect();
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .take(GROUPS)
        .map(String::from_iter)
        .collect();
    groups.join("-")
}

/// The PHC string to store for a password, with sixteen random bytes as salt. None if the memory for it
/// cannot be had.
pub fn hash(password: &str, salt: [u8; 16]) -> Option<String> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).ok()?;
    let hashed: PasswordHash = argon()
        .hash_password_with_params(prepared(password).as_bytes(), &salt, params)
        .ok()?;
    Some(hashed.to_string())
}

/// Whether a password is the one of a stored string. What is no argon2id string of a cost that is borne
/// fits none, after the same work.
pub fn verify(password: &str, stored: &str) -> bool {
    let parsed = PasswordHash::new(stored).ok().filter(is_bearable);
    let known = parsed.is_some();
    let Some(parsed) = parsed.or_else(|| PasswordHash::new(NOBODY).ok()) else {
        return false;
    };
    let fits = password.len() <= LONGEST
        && argon()
            .verify_password(prepared(password).as_bytes(), &parsed)
            .is_ok();
    known && fits
}

fn is_bearable(parsed: &PasswordHash) -> bool {
    parsed.algorithm.as_str() == "argon2id"
        && Params::try_from(parsed)
            .is_ok_and(|params| params.m_cost() <= DEAREST.0 && params.t_cost() <= DEAREST.1)
}

fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// A password as it is hashed: however a keyboard composes its letters, it is the same.
fn prepared(password: &str) -> String {
    password.nfkc().collect()
}

// The second factor -------------------------------------------------------------------------------

/// The secret to store and to show once, of 160 random bits: 32 letters of base32.
pub fn totp_secret(random: [u8; 20]) -> String {
    let mut text = String::with_capacity(32);
    for five in random.chunks_exact(5) {
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            text.push(char::from(BASE32[(bits >> (5 * place) & 31) as usize]));
        }
    }
    text
}

/// RFC 4648, 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The 160 bits of a secret as stored.
fn bits_of(secret: &str) -> Option<[u8; 20]> {
    let mut bytes = [0; 20];
    if secret.len() != 32 {
        return None;
    }
    for (eight, five) in secret
        .as_bytes()
        .chunks_exact(8)
        .zip(bytes.chunks_exact_mut(5))
    {
        let mut bits = 0_u64;
        for letter in eight {
            let value = BASE32.iter().position(|known| known == letter)?;
            bits = bits << 5 | value as u64;
        }
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(bytes)
}

/// The step whose code it is: the one that runs, the one before or the one after. Spaces in the code do
/// not count: authenticators show it in two groups.
pub fn step_of(secret: &str, code: &str, at: DateTime<Utc>) -> Option<i64> {
    let digits: String = code.chars().filter(|c| *c != ' ').take(7).collect();
    let seconds = u64::try_from(at.timestamp()).ok()?;
    let step = totp(secret)?.check(&digits, seconds)?;
    i64::try_from(step).ok()
}

/// The code of a moment: what the authenticator shows.
pub fn code_at(secret: &str, at: DateTime<Utc>) -> Option<String> {
    let seconds = u64::try_from(at.timestamp()).ok()?;
    Some(totp(secret)?.generate(seconds).to_string())
}

fn totp(secret: &str) -> Option<Totp> {
    Builder::new()
        .with_secret(bits_of(secret)?)
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .build()
        .ok()
}

/// The address that an authenticator reads, by hand or from a picture made of it.
pub fn totp_uri(secret: &str, login: &str, office: &str) -> String {
    let issuer = escaped(office);
    let login = escaped(login);
    format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}"
    )
}

/// Percent-encoded, but for what needs none (RFC 3986, 2.3).
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
        escaped
    })
}
