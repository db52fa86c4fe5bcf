//! The log of an office as it stands on the disk, held against SQLite's own checksums of it.
//!
//! What has been read is not read again: the log only grows until it is begun anew, and then its head is
//! another.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::super::open;
use super::digests::{Sum, filled, sum};

/// Frames that are read before others have their turn: a twentieth of a millisecond.
const AT_A_TIME: u32 = 16;
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// What stands in the log, as far as its own checksums hold and as far as it has been read.
#[derive(Debug, Default)]
pub(in crate::store) struct Log {
    /// What it begins with: salts that are others each time it is begun anew.
    head: [u8; LOG_HEAD],
    /// Whole frames up to the last commit.
    pub(super) frames: u32,
    /// SQLite's checksum of all that stands before the next frame.
    check: (u32, u32),
    /// Pages of the file after that commit.
    pub(super) size: u32,
    /// The size of a page, in bytes; nought for no log.
    pub(super) page: u32,
    /// The digests of each page, in the order in which it was written, since [`Log::settled`].
    pub(super) pages: BTreeMap<u32, Vec<Sum>>,
}

impl Log {
    /// All of it, from its beginning.
    pub(super) fn of(office: &Path) -> io::Result<Self> {
        let mut log = Self::default();
        log.read_on(office)?;
        Ok(log)
    }

    /// All that was read is in the file: its digests are those of the file.
    pub(super) fn settled(&mut self) {
        self.pages.clear();
    }

    /// Reads what has been written since the last time; from the beginning when it was begun anew.
    pub(super) fn read_on(&mut self, office: &Path) -> io::Result<()> {
        let mut file = match File::open(open::beside(office, "-wal")) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                *self = Self::default();
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut head = [0; LOG_HEAD];
        if !filled(&mut file, &mut head)? {
            *self = Self::default();
            return Ok(());
        }
        if head != self.head || self.page == 0 {
            *self = Self::begun(head).unwrap_or_default();
        }
        if self.page == 0 {
            return Ok(());
        }
        let frame = FRAME_HEAD as u64 + u64::from(self.page);
        file.seek(SeekFrom::Start(
            LOG_HEAD as u64 + u64::from(self.frames) * frame,
        ))?;
        self.frames_of(&mut io::BufReader::with_capacity(256 * 1024, file))
    }

    /// A log of which nothing but the head is known; None for one that is none, or damaged there.
    fn begun(head: [u8; LOG_HEAD]) -> Option<Self> {
        let log = Self {
            head,
            page: word(&head, 8),
            ..Self::default()
        };
        let check = log.checked((0, 0), &head[..24]);
        let whole =
            word(&head, 0) & !1 == 0x377f_0682 && check == (word(&head, 24), word(&head, 28));
        whole.then_some(Self { check, ..log })
    }

    /// Takes the frames that follow, up to the last commit among them.
    fn frames_of(&mut self, from: &mut impl Read) -> io::Result<()> {
        let mut frame = vec![0; FRAME_HEAD + self.page as usize];
        let mut waiting: Vec<(u32, Sum)> = Vec::new();
        let (mut frames, mut check) = (self.frames, self.check);
        while filled(from, &mut frame)? {
            let (top, content) = frame.split_at(FRAME_HEAD);
            check = self.checked(self.checked(check, &top[..8]), content);
            let whole = top[8..16] == self.head[16..24] && check == (word(top, 16), word(top, 20));
            let number = word(top, 0);
            if !whole || number == 0 {
                break;
            }
            frames += 1;
            if frames.is_multiple_of(AT_A_TIME) {
                // Whoever works at a desk goes first.
                std::thread::yield_now();
            }
            waiting.push((number, sum(number, content)));
            let size = word(top, 4);
            if size > 0 {
                (self.frames, self.check, self.size) = (frames, check, size);
                for (number, sum) in waiting.drain(..) {
                    self.pages.entry(number).or_default().push(sum);
                }
            }
        }
        Ok(())
    }

    /// SQLite's checksum of its log, gone on with: over pairs of words, in the order of bytes that its head
    /// tells.
    fn checked(&self, (mut first, mut second): (u32, u32), bytes: &[u8]) -> (u32, u32) {
        let read = if word(&self.head, 0) & 1 == 1 {
            u32::from_be_bytes
        } else {
            u32::from_le_bytes
        };
        for [one, two] in bytes.as_chunks::<4>().0.as_chunks::<2>().0 {
            first = first.wrapping_add(read(*one)).wrapping_add(second);
            second = second.wrapping_add(read(*two)).wrapping_add(first);
        }
        (first, second)
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4]
        .iter()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Commits of several sizes, a rollback that has spilled into the log, and the log begun anew: what is
    /// read bit by bit is what a look from the beginning finds.
    #[test]
    fn what_is_read_on_is_what_stands_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let office = folder.path().join("office.db");
        let conn = Connection::open(&office).expect("a file");
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 4;
             CREATE TABLE t (n INTEGER PRIMARY KEY, words TEXT)",
        )
        .expect("a table");
        let write = |rows: u32, end: &str| {
            conn.execute_batch(&format!(
                "BEGIN; INSERT INTO t (words) WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 \
                 FROM c WHERE n < {rows}) SELECT hex(randomblob(200)) FROM c; {end}"
            ))
            .expect("rows");
        };
        let mut log = Log::default();
        let mut digests = BTreeMap::<u32, Vec<Sum>>::new();
        let mut begun = 0;
        for step in 1..60 {
            let end = if step % 7 == 0 { "ROLLBACK" } else { "COMMIT" };
            write(step % 5 * 40 + 1, end);
            if step % 20 == 0 {
                conn.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))
                    .expect("a log begun anew");
                write(3, "COMMIT");
                digests.clear();
                begun += 1;
            }
            log.read_on(&office).expect("a log");
            for (page, sums) in &log.pages {
                digests.entry(*page).or_default().extend(sums);
            }
            log.settled();
            let whole = Log::of(&office).expect("a log");
            assert_eq!((log.frames, log.size), (whole.frames, whole.size), "{step}");
            assert_eq!(log.check, whole.check, "{step}");
            assert_eq!(digests, whole.pages, "{step}");
        }
        assert_eq!(begun, 2);
    }
}
