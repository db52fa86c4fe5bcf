//! The digests of the pages of one file, and the file in which they are kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::open;

const WORD: &[u8; 16] = b"sportello sums 1";

/// The first eight bytes of SHA-256 of a page's number and content; nought is "not known".
pub(super) type Sum = u64;

pub(super) fn sum(page: u32, content: &[u8]) -> Sum {
    let digest = Sha256::new()
        .chain_update(page.to_le_bytes())
        .chain_update(content)
        .finalize();
    first_eight(&digest).max(1)
}

fn first_eight(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Whether there was enough to fill it.
pub(super) fn filled(from: &mut impl Read, piece: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(piece) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The digests of one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// The file that they are of: a copy is another.
    file: u64,
    /// The size of a page.
    pub(super) page: u32,
    /// By page, the first one first: what it is once all that was begun is done.
    pub(super) pages: Vec<Sum>,
    /// What else a page may be until then; "not known" among them is anything.
    pub(super) until_then: BTreeMap<u32, Vec<Sum>>,
}

/// What stands in the file of digests.
pub(super) enum Found {
    /// Nothing yet, or the digests of another file.
    None,
    /// Something that is not what was written.
    Broken,
    Sums(Sums),
}

/// What is known of a page's content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Page {
    Good,
    Bad,
    NotKnown,
}

pub(super) fn path_of(office: &Path) -> PathBuf {
    office.with_extension("sums")
}

impl Sums {
    /// For a file of which nothing is known.
    pub(super) fn none(office: &Path, page: u32) -> Self {
        Self {
            file: fs::metadata(office).map_or(0, |file| file.ino()),
            page,
            ..Self::default()
        }
    }

    pub(super) fn of(office: &Path) -> Found {
        let Ok(file) = fs::metadata(office) else {
            return Found::None;
        };
        let bytes = match fs::read(path_of(office)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Found::None,
            Err(_) => return Found::Broken,
        };
        match Self::decoded(&bytes) {
            None => Found::Broken,
            Some(sums) if sums.file != file.ino() => Found::None,
            Some(sums) => Found::Sums(sums),
        }
    }

    fn decoded(bytes: &[u8]) -> Option<Self> {
        let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        if Sha256::digest(body).as_slice() != digest {
            return None;
        }
        let mut rest = body.strip_prefix(WORD)?;
        let mut number = move || {
            let (first, others) = rest.split_at_checked(8)?;
            rest = others;
            Some(first_eight(first))
        };
        let (file, page, count) = (number()?, number()?, number()?);
        let pages = (0..count).map(|_| number()).collect::<Option<_>>()?;
        let mut until_then: BTreeMap<u32, Vec<Sum>> = BTreeMap::new();
        while let Some(at) = number() {
            until_then
                .entry(u32::try_from(at).ok()?)
                .or_default()
                .push(number()?);
        }
        Some(Self {
            file,
            page: u32::try_from(page).ok()?,
            pages,
            until_then,
        })
    }

    fn encoded(&self) -> Vec<u8> {
        let mut bytes = WORD.to_vec();
        let mut put = |number: u64| bytes.extend_from_slice(&number.to_be_bytes());
        put(self.file);
        put(u64::from(self.page));
        put(self.pages.len() as u64);
        self.pages.iter().copied().for_each(&mut put);
        for (page, sums) in &self.until_then {
            for sum in sums {
                put(u64::from(*page));
                put(*sum);
            }
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// On the disk, all or nothing.
    pub(super) fn write(&self, office: &Path) -> io::Result<()> {
        use io::Write as _;
        let path = path_of(office);
        let new = open::beside(&path, ".new");
        let _ = fs::remove_file(&new);
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&new)
            .and_then(|mut file| {
                file.write_all(&self.encoded())?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&new, &path));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written?;
        open::sync_folder(&path);
        Ok(())
    }

    pub(super) fn knows(&self, page: u32, sum: Sum) -> Page {
        let own = self.pages.get(page as usize - 1).copied().unwrap_or(0);
        let others = self.until_then.get(&page).map_or(&[][..], Vec::as_slice);
        if own == sum || others.contains(&sum) {
            Page::Good
        } else if own == 0 {
            Page::NotKnown
        } else if others.contains(&0) {
            // A new page, or one first seen in the log, that is on its way into the file.
            Page::Good
        } else {
            Page::Bad
        }
    }

    pub(super) fn set(&mut self, page: u32, sum: Sum) {
        let at = page as usize - 1;
        if self.pages.len() <= at {
            self.pages.resize(at + 1, 0);
        }
        self.pages[at] = sum;
    }

    /// What the file of so many pages is once those of the log are taken in; until then a page may also be all
    /// that it was.
    pub(super) fn take(&mut self, logged: &BTreeMap<u32, Vec<Sum>>, size: u32) {
        let mut before = std::mem::take(&mut self.until_then);
        for (page, sums) in logged {
            let Some((last, earlier)) = sums.split_last() else {
                continue;
            };
            let was = self.pages.get(*page as usize - 1).copied().unwrap_or(0);
            let mut others = before.remove(page).unwrap_or_default();
            others.push(was);
            others.extend(earlier);
            others.sort_unstable();
            others.dedup();
            self.until_then.insert(*page, others);
            self.set(*page, *last);
        }
        self.pages.resize(size as usize, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums() -> Sums {
        Sums {
            file: 7,
            page: 4096,
            pages: vec![11, 0, 33],
            until_then: BTreeMap::from([(3, vec![30, 31]), (2, vec![0])]),
        }
    }

    #[test]
    fn what_is_written_is_read_and_no_bit_of_it_is_lost() {
        let bytes = sums().encoded();
        assert_eq!(Sums::decoded(&bytes), Some(sums()));
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 16;
            assert_eq!(Sums::decoded(&flipped), None, "byte {at}");
        }
    }

    #[test]
    fn a_page_is_what_it_was_or_what_it_becomes() {
        let mut sums = sums();
        assert_eq!(sums.knows(1, 11), Page::Good);
        assert_eq!(sums.knows(1, 12), Page::Bad);
        assert_eq!(sums.knows(2, 12), Page::NotKnown);
        assert_eq!(sums.knows(3, 31), Page::Good);
        assert_eq!(sums.knows(4, 1), Page::NotKnown);
        sums.take(&BTreeMap::from([(1, vec![12, 13]), (4, vec![44])]), 4);
        for known in [11, 12, 13] {
            assert_eq!(sums.knows(1, known), Page::Good);
        }
        assert_eq!(sums.knows(1, 14), Page::Bad);
        assert_eq!(sums.knows(3, 31), Page::Bad, "that is over");
        assert_eq!(sums.knows(4, 44), Page::Good);
    }
}
