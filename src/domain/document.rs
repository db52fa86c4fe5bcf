//! Papers seen at the desk, and the privacy notice.

crate::enumeration! {
    /// A kind of paper. A kind that would tell a diagnosis is sealed and not in this list.
    DocumentKind, "document" {
        /// Carta d'identità.
        IdentityCard = "identity_card",
        /// Passaporto.
        Passport = "passport",
        /// Patente.
        DrivingLicence = "driving_licence",
        /// Permesso di soggiorno.
        ResidencePermit = "residence_permit",
        /// Ricevuta di rinnovo.
        PermitReceipt = "permit_receipt",
        /// DID.
        Did = "did",
        /// Patto di servizio.
        ServicePact = "service_pact",
        /// Curriculum.
        Cv = "cv",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// Why somebody holds a residence permit.
    PermitKind, "permit" {
        /// Lavoro subordinato.
        Employment = "employment",
        /// Lavoro autonomo.
        SelfEmployment = "self_employment",
        /// Attesa occupazione.
        JobSearch = "job_search",
        /// Famiglia.
        Family = "family",
        /// Studio.
        Study = "study",
        /// Protezione.
        Protection = "protection",
        /// Richiesta di asilo.
        AsylumRequest = "asylum_request",
        /// Lungo periodo.
        LongTerm = "long_term",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// What somebody was told or agreed to.
    PrivacyKind, "privacy" {
        /// Informativa.
        Notice = "notice",
        /// Consenso all'invio del curriculum.
        SendCv = "send_cv",
        /// Opposizione.
        Objection = "objection",
    }
}

crate::enumeration! {
    /// How somebody was told, or agreed.
    Channel, "channel" {
        /// Su carta.
        Paper = "paper",
        /// A voce.
        Voice = "voice",
        /// Con l'app regionale.
        App = "app",
        /// In digitale.
        Digital = "digital",
    }
}

impl PermitKind {
    /// Whether it allows work; none when its own words decide (a request for asylum allows it sixty
    /// days after it was made).
    pub const fn allows_work(self) -> Option<bool> {
        match self {
            Self::Employment
            | Self::SelfEmployment
            | Self::JobSearch
            | Self::Family
            | Self::Study
            | Self::Protection
            | Self::LongTerm => Some(true),
            Self::AsylumRequest | Self::Other => None,
        }
    }
}
