//! The diary of a person.

crate::enumeration! {
    /// What a note is about. A confidential note is a sealed fact and not in this list.
    NoteKind, "note" {
        /// Diario.
        Diary = "diary",
        /// Telefonata.
        Call = "call",
        /// Sentita l'azienda.
        Company = "company",
    }
}
