//! When an office receives people.

crate::enumeration! {
    /// What an opening window is for.
    OpeningKind, "opening" {
        /// Accesso libero.
        WalkIn = "walk_in",
        /// Solo appuntamento.
        Appointment = "appointment",
        /// Misto.
        Mixed = "mixed",
        /// Chiuso.
        Closed = "closed",
    }
}
