//! Intake interviews.

crate::enumeration! {
    /// Where an intake stands. A half-typed one is a draft and not yet an intake.
    IntakeState, "intake-state" {
        /// Opened, the form not finished.
        Open = "open",
        /// Saved with items missing.
        Partial = "partial",
        /// Nothing missing.
        Complete = "complete",
        /// Presa in carico.
        TakenInCharge = "taken_in_charge",
        /// Orientata altrove.
        ReferredOut = "referred_out",
        /// Rinuncia.
        Withdrawn = "withdrawn",
        /// Scaduta.
        Expired = "expired",
    }
}

crate::enumeration! {
    /// How thorough the intake is.
    IntakeKind, "intake-kind" {
        /// Accoglienza breve: the twelve fields.
        Brief = "brief",
        /// Completa.
        Full = "full",
        /// Aggiornamento.
        Update = "update",
    }
}

crate::enumeration! {
    /// Why the person came.
    Reason, "reason" {
        /// Cerca lavoro.
        Work = "work",
        /// Orientamento.
        Orientation = "orientation",
        /// Formazione.
        Training = "training",
        /// Tirocinio.
        Traineeship = "traineeship",
        /// Documenti e pratiche.
        Papers = "papers",
        /// Mettersi in proprio.
        SelfEmployment = "self_employment",
        /// Informazioni.
        Information = "information",
        /// Altro.
        Other = "other",
    }
}
