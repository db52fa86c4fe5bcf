//! The file of refused rows: as they stood, with the reason in front, so that it stands in its place whatever the length
//! of a row. It can be read in again once it is mended: a reason that stood there is left out.

use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use sportello::exchange::{Table, formula};
use sportello::ui::words::{MessageId, Words};

/// The heading of the reasons. Headings are the same in every language, for the file is read in again.
const REASON: &str = "motivo_rifiuto";

/// The file, made when there is a first row for it.
pub(super) struct Refused {
    out: csv::Writer<File>,
    /// Where the file that is read has a reason of its own, from the time before.
    before: Option<usize>,
}

impl Refused {
    /// Makes it with the headings of the table that is read. It holds names and codes: it is its owner's alone, and none
    /// is written over.
    pub(super) fn create<R: Read>(path: &Path, table: &Table<R>, words: &Words) -> Result<Self> {
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        let shown = || [("path", path.display().to_string().into())];
        let file = match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let said = words.with(MessageId("cli-import-refused-exists"), &shown());
                return Err(anyhow!(said.into_owned()));
            }
            made => made.with_context(|| {
                let said = words.with(MessageId("cli-import-refused-file"), &shown());
                said.into_owned()
            })?,
        };
        // A row of the wrong length is written as long as it was.
        let out = csv::WriterBuilder::new()
            .delimiter(table.delimiter())
            .flexible(true)
            .from_writer(file);
        let before = table.header().iter().position(|one| one == REASON);
        let mut refused = Self { out, before };
        let headings = csv::ByteRecord::from(table.header().to_vec());
        refused.write(&headings, REASON)?;
        Ok(refused)
    }

    /// A row as it stood, and why it is here.
    pub(super) fn write(&mut self, row: &csv::ByteRecord, reason: &str) -> Result<()> {
        let kept = row.iter().enumerate();
        let kept = kept.filter(|(at, _)| Some(*at) != self.before);
        let cells = kept.map(|(_, cell)| formula::guarded_raw(cell));
        let reason = std::iter::once(Cow::Borrowed(reason.as_bytes()));
        self.out.write_record(reason.chain(cells))?;
        Ok(())
    }

    /// The file is whole.
    pub(super) fn end(mut self) -> Result<()> {
        self.out.flush()?;
        Ok(())
    }
}
