//! The public keys by which staff prove who they are: reading the line of an OpenSSH `.pub` file.
//!
//! Only what a line says is judged here: its form, its kind, its length. Whether somebody holds the
//! private half is for the server to see, and whose key it is stands in the store. Keys are compared
//! as bytes ([`StaffKey::blob`]), never as text: the same bytes can be written in more than one way.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use sha2::{Digest as _, Sha256};

crate::enumeration! {
    /// The kinds of key that are taken. No RSA: the server is built without it; no DSA: it is broken.
    KeyAlgorithm, "key-algorithm" {
        /// Edwards curve 25519, RFC 8709.
        Ed25519 = "ed25519",
        /// NIST curve P-256, RFC 5656.
        EcdsaP256 = "ecdsa-p256",
        /// NIST curve P-384, RFC 5656.
        EcdsaP384 = "ecdsa-p384",
        /// NIST curve P-521, RFC 5656.
        EcdsaP521 = "ecdsa-p521",
        /// Ed25519 in a security token, OpenSSH's `PROTOCOL.u2f`.
        SkEd25519 = "sk-ed25519",
    }
}

impl KeyAlgorithm {
    /// The name on the wire and at the start of the line: `ssh-ed25519`.
    pub const fn ssh_name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ssh-ed25519",
            Self::EcdsaP256 => "ecdsa-sha2-nistp256",
            Self::EcdsaP384 => "ecdsa-sha2-nistp384",
            Self::EcdsaP521 => "ecdsa-sha2-nistp521",
            Self::SkEd25519 => "sk-ssh-ed25519@openssh.com",
        }
    }

    /// The kind of that name on the wire, compared exactly.
    pub fn named(ssh_name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|algorithm| algorithm.ssh_name() == ssh_name)
    }

    /// The curve's name inside an ECDSA key and the length of a point on it, uncompressed.
    const fn curve(self) -> Option<(&'static str, usize)> {
        match self {
            Self::EcdsaP256 => Some(("nistp256", 65)),
            Self::EcdsaP384 => Some(("nistp384", 97)),
            Self::EcdsaP521 => Some(("nistp521", 133)),
            Self::Ed25519 | Self::SkEd25519 => None,
        }
    }
}

crate::enumeration! {
    /// Why a line is not taken as a key; worded with what to do instead.
    KeyError, "key-error" {
        /// Nothing is there.
        Empty = "empty",
        /// More than one line.
        ManyLines = "many-lines",
        /// Longer than any key of the kinds that are taken.
        TooLong = "too-long",
        /// A private key: it must never leave its computer.
        Private = "private",
        /// Another program's way of writing public keys (RFC 4716).
        OtherFormat = "other-format",
        /// An RSA key.
        Rsa = "rsa",
        /// A DSA key.
        Dsa = "dsa",
        /// A certificate.
        Certificate = "certificate",
        /// Words before the kind of key, as an `authorized_keys` file may have.
        Options = "options",
        /// A kind of key that is not taken.
        UnknownKind = "unknown-kind",
        /// Not a line of a public key.
        NotAKey = "not-a-key",
        /// The kind named inside the key is another than the line says.
        KindDiffers = "kind-differs",
        /// The key's parts have not the lengths that its kind has.
        Length = "length",
        /// A key whose signatures anybody can make.
        Weak = "weak",
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not taken as a key: {}",
            crate::domain::Named::code(*self)
        )
    }
}

impl std::error::Error for KeyError {}

/// The longest line that is looked at, in bytes.
const LINE: usize = 2048;

/// The longest key in the form of the wire, in bytes: what a server should compare at all.
pub const BLOB: usize = 512;

/// The longest comment that is kept, in characters.
const COMMENT: usize = 64;

/// The longest name of the site that a security token's key is bound to, in bytes.
const APPLICATION: usize = 128;

/// A public key of somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffKey {
    /// Its kind, which is also the first thing inside `blob`.
    pub algorithm: KeyAlgorithm,
    /// The whole key as SSH sends it (RFC 4253, 6.6): what is compared and stored.
    pub blob: Vec<u8>,
    /// What the owner wrote behind it: at most 64 characters, nothing that a terminal obeys.
    pub comment: String,
}

impl StaffKey {
    /// Reads one line as `ssh-keygen` writes it: `kind base64 comment`. White space around it does not
    /// count; options before the kind are refused, for they would seem to be obeyed.
    ///
    /// ```
    /// use sportello::domain::staff_key::{KeyError, StaffKey};
    /// let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMnd3TsdcCMlSfxjPUCFC8i5mN14O8LK2G9qmiM1WFIX anna@desk";
    /// assert_eq!(StaffKey::parse(line)?.comment, "anna@desk");
    /// assert_eq!(StaffKey::parse("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ=="), Err(KeyError::Rsa));
    /// # Ok::<(), KeyError>(())
    /// ```
    pub fn parse(line: &str) -> Result<Self, KeyError> {
        let line = one_line(line)?;
        let (kind, rest) = split(line);
        let algorithm = kind_of(kind, rest)?;
        let (data, comment) = split(rest);
        let blob = Base64::decode_vec(data).map_err(|_| KeyError::NotAKey)?;
        let key = Self::from_blob(blob, comment)?;
        if key.algorithm == algorithm {
            Ok(key)
        } else {
            Err(KeyError::KindDiffers)
        }
    }

    /// The key in the form of the wire, with a comment that is cleaned as [`StaffKey::parse`] does.
    pub fn from_blob(blob: Vec<u8>, comment: &str) -> Result<Self, KeyError> {
        let algorithm = algorithm_of(&blob)?;
        Ok(Self {
            algorithm,
            blob,
            comment: cleaned(comment),
        })
    }

    /// `SHA256:` and the digest of the key in base64 without padding, as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.blob)
    }
}

/// The line that [`StaffKey::parse`] reads back as the same key.
impl fmt::Display for StaffKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = Base64::encode_string(&self.blob);
        write!(f, "{} {data}", self.algorithm.ssh_name())?;
        if !self.comment.is_empty() {
            write!(f, " {}", self.comment)?;
        }
        Ok(())
    }
}

impl FromStr for StaffKey {
    type Err = KeyError;

    fn from_str(line: &str) -> Result<Self, KeyError> {
        Self::parse(line)
    }
}

/// `SHA256:` and the digest of a key in the form of the wire, in base64 without padding.
pub fn fingerprint(blob: &[u8]) -> String {
    format!(
        "SHA256:{}",
        Base64Unpadded::encode_string(&Sha256::digest(blob))
    )
}

// The line ----------------------------------------------------------------------------------------

/// The line without what stands around it.
fn one_line(text: &str) -> Result<&str, KeyError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if text.starts_with("-----BEGIN ") || text.starts_with("PuTTY-User-Key-File") {
        return Err(KeyError::Private);
    }
    if text.starts_with("---- BEGIN ") {
        return Err(KeyError::OtherFormat);
    }
    if text.contains(['\n', '\r']) {
        return Err(KeyError::ManyLines);
    }
    if text.len() > LINE {
        return Err(KeyError::TooLong);
    }
    Ok(text)
}

/// The first word and what follows it.
fn split(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    (first, rest.trim_start_matches([' ', '\t']))
}

/// The kind that the line begins with, or why a line that begins so is not taken.
fn kind_of(kind: &str, rest: &str) -> Result<KeyAlgorithm, KeyError> {
    if let Some(algorithm) = KeyAlgorithm::named(kind) {
        return Ok(algorithm);
    }
    if let Some(error) = refused(kind) {
        return Err(error);
    }
    let is_kind = |word: &str| KeyAlgorithm::named(word).is_some() || refused(word).is_some();
    Err(if rest.split([' ', '\t']).any(is_kind) {
        KeyError::Options
    } else {
        KeyError::NotAKey
    })
}

/// Why a known kind of key is not taken; none for a word that is no kind of key.
fn refused(kind: &str) -> Option<KeyError> {
    let known = ["ssh-", "ecdsa-sha2-", "sk-", "rsa-sha2-", "x509v3-"];
    if kind.contains("-cert-v0") {
        return Some(KeyError::Certificate);
    }
    match kind {
        "ssh-rsa" | "rsa-sha2-256" | "rsa-sha2-512" => Some(KeyError::Rsa),
        "ssh-dss" => Some(KeyError::Dsa),
        _ if known.iter().any(|start| kind.starts_with(start)) => Some(KeyError::UnknownKind),
        _ => None,
    }
}

/// The comment without what a terminal would obey and what cannot be seen: control bytes, marks of
/// direction, characters without width. White space is one space.
fn cleaned(comment: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c,
                '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let mut clean = String::new();
    for word in comment.split(char::is_whitespace) {
        let word: String = word.chars().filter(|c| !hidden(*c)).collect();
        if !word.is_empty() {
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.push_str(&word);
        }
    }
    let short: String = clean.chars().take(COMMENT).collect();
    short.trim_end().to_owned()
}

// The wire ----------------------------------------------------------------------------------------

/// The kind of a key in the form of the wire, once all of its parts have been found as they should be
/// and nothing is left over.
fn algorithm_of(blob: &[u8]) -> Result<KeyAlgorithm, KeyError> {
    if blob.len() > BLOB {
        return Err(KeyError::TooLong);
    }
    let mut rest = blob;
    let kind = text(&mut rest).ok_or(KeyError::NotAKey)?;
    let algorithm =
        KeyAlgorithm::named(kind).ok_or_else(|| refused(kind).unwrap_or(KeyError::NotAKey))?;
    let sound = match algorithm.curve() {
        Some((curve, length)) => {
            if text(&mut rest).ok_or(KeyError::Length)? != curve {
                return Err(KeyError::KindDiffers);
            }
            let point = part(&mut rest).ok_or(KeyError::Length)?;
            point.len() == length && point.first() == Some(&4)
        }
        None => {
            let key = part(&mut rest).ok_or(KeyError::Length)?;
            if is_of_small_order(key) {
                return Err(KeyError::Weak);
            }
            key.len() == 32 && (algorithm != KeyAlgorithm::SkEd25519 || application(&mut rest))
        }
    };
    if sound && rest.is_empty() {
        Ok(algorithm)
    } else {
        Err(KeyError::Length)
    }
}

/// Whether the site of a security token's key follows.
fn application(rest: &mut &[u8]) -> bool {
    text(rest).is_some_and(|site| !site.is_empty() && site.len() <= APPLICATION)
}

/// The next length-prefixed part (RFC 4251, 5: `string`).
fn part<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (part, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(part)
}

/// The next part as printable ASCII.
fn text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(part(rest)?).ok()?;
    text.bytes().all(|b| b.is_ascii_graphic()).then_some(text)
}

/// The y coordinates of the points of curve 25519 whose order divides 8, as they and their aliases above
/// the prime are written, without the sign: for such a key a signature can be made by anybody.
const SMALL_ORDER: [[u8; 32]; 7] = [
    low(0),
    low(1),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    high(0xec),
    high(0xed),
    high(0xee),
];

const fn low(first: u8) -> [u8; 32] {
    let mut point = [0; 32];
    point[0] = first;
    point
}

const fn high(first: u8) -> [u8; 32] {
    let mut point = [0xff; 32];
    point[0] = first;
    point[31] = 0x7f;
    point
}

fn is_of_small_order(key: &[u8]) -> bool {
    let Ok(mut point) = <[u8; 32]>::try_from(key) else {
        return false;
    };
    point[31] &= 0x7f;
    SMALL_ORDER.contains(&point)
}
