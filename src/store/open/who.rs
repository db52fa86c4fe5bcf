//! Who has a file open, in the words of the system: for the sentence that says whom to wait for.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::beside;

/// The byte of the log's index that SQLite locks for writing.
const WRITE_LOCK: u64 = 120;

/// Who holds the file's write lock, as far as the system tells: `sportello (process 4242)`, or
/// nothing.
pub(in crate::store) fn holder_of(path: &Path) -> String {
    let Ok(index) = fs::metadata(beside(path, "-shm")) else {
        return String::new();
    };
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let Some(process) = lock_holder(&locks, index.ino()) else {
        return String::new();
    };
    named(process)
}

/// Who has a file open through SQLite, as far as the system tells.
pub(in crate::store) fn users_of(path: &Path) -> String {
    let Ok(file) = fs::metadata(path) else {
        return String::new();
    };
    let own = std::process::id();
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let mut users: Vec<u32> = locks
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().skip(1).collect();
            let [_, _, _, process, found, ..] = words[..] else {
                return None;
            };
            let same = found.rsplit(':').next()?.parse() == Ok(file.ino());
            same.then(|| process.parse().ok())?
        })
        .filter(|process| *process != own)
        .collect();
    users.sort_unstable();
    users.dedup();
    let named: Vec<String> = users.into_iter().map(named).collect();
    named.join(", ")
}

/// A process as a person knows it: `sportello (process 4242)`.
fn named(process: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    format!("{} (process {process})", name.trim())
}

/// The process that holds the write lock of a file, in the words of `/proc/locks`:
/// `12: POSIX  ADVISORY  WRITE 4242 fe:00:13107 120 120`.
fn lock_holder(locks: &str, inode: u64) -> Option<u32> {
    locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let [_, _, "WRITE", process, file, from, to] = words[..] else {
            return None;
        };
        let same = file.rsplit(':').next()?.parse() == Ok(inode);
        let covers = from.parse::<u64>().ok()? <= WRITE_LOCK
            && (to == "EOF" || to.parse::<u64>().ok()? >= WRITE_LOCK);
        (same && covers).then(|| process.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_the_write_lock_is_found_among_others() {
        let locks = "1: POSIX  ADVISORY  READ 11 fe:00:77 124 124\n\
                     2: POSIX  ADVISORY  WRITE 12 fe:00:78 120 120\n\
                     3: FLOCK  ADVISORY  WRITE 13 fe:00:79 0 EOF\n\
                     4: POSIX  ADVISORY  WRITE 14 fe:00:77 120 120\n\
                     4: -> POSIX  ADVISORY  WRITE 15 fe:00:77 120 120\n";
        assert_eq!(lock_holder(locks, 77), Some(14));
        assert_eq!(lock_holder(locks, 5), None);
    }
}
