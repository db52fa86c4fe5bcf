//! The key by which clients know the server: made once, readable by its owner alone.
//!
//! `office.host_key` holds it as OpenSSH writes keys; `office.host_key.pub` beside it holds the public
//! half, for the files of known hosts, and shows that there was a key once: one that is gone is an error,
//! for a new key looks to every client like an intruder.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use russh::keys::key::safe_rng;
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, HashAlg, PrivateKey, PublicKey};

use super::Fault;

/// Where the key of an office lies.
pub fn path(office: &Path) -> PathBuf {
    office.with_extension("host_key")
}

fn public_path(office: &Path) -> PathBuf {
    office.with_extension("host_key.pub")
}

/// What clients are shown of a key: `SHA256:` and 43 letters.
pub fn fingerprint_of(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// The fingerprint of the office's key; none before the first start.
pub fn fingerprint(office: &Path) -> Result<Option<String>, Fault> {
    let path = public_path(office);
    match fs::read_to_string(&path) {
        Ok(line) => match PublicKey::from_openssh(&line) {
            Ok(key) => Ok(Some(fingerprint_of(&key))),
            Err(error) => Err(Fault::HostKey {
                path,
                reason: error.to_string(),
            }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, &error)),
    }
}

/// The office's key, made if this is the first start.
pub(super) fn of(office: &Path) -> Result<PrivateKey, Fault> {
    let path = path(office);
    match fs::metadata(&path) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => Err(Fault::HostKeyOpen { path }),
        Ok(_) => read(office, path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if public_path(office).exists() {
                Err(Fault::HostKeyGone { path })
            } else {
                make(office, path)
            }
        }
        Err(error) => Err(unusable(path, &error)),
    }
}

fn read(office: &Path, path: PathBuf) -> Result<PrivateKey, Fault> {
    let text = fs::read_to_string(&path).map_err(|error| unusable(path.clone(), &error))?;
    let key = PrivateKey::from_openssh(&text).map_err(|error| Fault::HostKey {
        path,
        reason: error.to_string(),
    })?;
    if !public_path(office).exists() {
        write_public(office, &key)?;
    }
    Ok(key)
}

fn make(office: &Path, path: PathBuf) -> Result<PrivateKey, Fault> {
    let odd = |error: russh::keys::ssh_key::Error| Fault::HostKey {
        path: path.clone(),
        reason: error.to_string(),
    };
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).map_err(odd)?;
    let text = key.to_openssh(LineEnding::LF).map_err(odd)?;
    write(&path, text.as_bytes()).map_err(|error| unusable(path.clone(), &error))?;
    write_public(office, &key)?;
    Ok(key)
}

fn write_public(office: &Path, key: &PrivateKey) -> Result<(), Fault> {
    let path = public_path(office);
    let line = key
        .public_key()
        .to_openssh()
        .map_err(|error| Fault::HostKey {
            path: path.clone(),
            reason: error.to_string(),
        })?;
    write(&path, format!("{}\n", line.trim_end()).as_bytes())
        .map_err(|error| unusable(path, &error))
}

/// Writes a new file that only its owner reads, whatever the process's mask says, whole or not at all.
fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut begun = path.as_os_str().to_owned();
    begun.push(".new");
    let begun = PathBuf::from(begun);
    // Left behind by a start that was cut short.
    if let Err(error) = fs::remove_file(&begun)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&begun)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&begun, path)
}

fn unusable(path: PathBuf, error: &io::Error) -> Fault {
    Fault::HostKey {
        path,
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        assert_eq!(fingerprint(&office).unwrap(), None);
        let made = of(&office).unwrap();
        let mode = fs::metadata(path(&office)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = of(&office).unwrap();
        assert_eq!(made.public_key(), again.public_key());
        let shown = fingerprint_of(made.public_key());
        assert!(shown.starts_with("SHA256:"), "{shown}");
        assert_eq!(fingerprint(&office).unwrap(), Some(shown));
    }

    #[test]
    fn a_key_that_others_can_read_or_that_is_gone_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        of(&office).unwrap();
        fs::set_permissions(path(&office), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(of(&office), Err(Fault::HostKeyOpen { .. })));
        fs::remove_file(path(&office)).unwrap();
        assert!(matches!(of(&office), Err(Fault::HostKeyGone { .. })));
    }
}
