//! What an examination of an office's file may find.

crate::enumeration! {
    /// Something that is not as it should be; each has a sentence that says what to do.
    Finding, "doctor" {
        /// The office does not open.
        NotOpened = "not_opened",
        /// Pages of the file are not what was written.
        Page = "page",
        /// The digests of the pages are not what was written.
        Digests = "digests",
        /// The log does not hold against its own checksums.
        Log = "log",
        /// SQLite finds the file damaged, or a row against its constraints.
        Integrity = "integrity",
        /// Rows point to rows that are not there.
        ForeignKey = "foreign_key",
        /// The tables are not those of this version.
        Schema = "schema",
        /// Rows whose version is not the one that the journal says.
        Version = "version",
        /// Rows that no act made.
        WithoutAct = "without_act",
        /// Rows that the journal knows and that are not there.
        Missing = "missing",
        /// Numbers missing in a sequence that has no holes.
        Hole = "hole",
        /// Lines of the journal without their act.
        Loose = "loose",
        /// The search does not know the rows that there are.
        Search = "search",
        /// Other accounts may open a file or the folder.
        Exposed = "exposed",
        /// A file belongs to another account.
        Owner = "owner",
        /// The library is older than the one without the known fault.
        Library = "library",
        /// What is acknowledged might not outlast a power cut.
        Sync = "sync",
        /// The disk is nearly full.
        Space = "space",
        /// The log has grown.
        LongLog = "long_log",
        /// No backup has ever been made.
        NoBackup = "no_backup",
        /// The last backup is old.
        OldBackup = "old_backup",
        /// A batch that nobody will finish.
        Batch = "batch",
        /// Drafts that nobody has come back to.
        Drafts = "drafts",
        /// Pages that had no digest yet.
        Taken = "taken",
    }
}

impl Finding {
    /// Whether something is wrong; else it is advice.
    pub const fn is_wrong(self) -> bool {
        !matches!(
            self,
            Self::Space
                | Self::LongLog
                | Self::NoBackup
                | Self::OldBackup
                | Self::Batch
                | Self::Drafts
                | Self::Taken
        )
    }
}
