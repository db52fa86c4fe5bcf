//! Kinds of service, as the catalogue of labour services names them.

crate::enumeration! {
    /// The level of a service.
    ServiceLevel, "service-level" {
        /// Base.
        Base = "base",
        /// Specialistico.
        Specialist = "specialist",
        /// Formazione.
        Training = "training",
        /// Inserimento.
        Placement = "placement",
        /// A risultato.
        ByOutcome = "by_outcome",
    }
}
