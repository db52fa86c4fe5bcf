//! Vacancies and applications.

crate::enumeration! {
    /// Where a vacancy stands.
    VacancyState, "vacancy-state" {
        /// Bozza.
        Draft = "draft",
        /// In verifica.
        Checking = "checking",
        /// Aperta.
        Open = "open",
        /// In selezione.
        Selecting = "selecting",
        /// Sospesa.
        Paused = "paused",
        /// Coperta.
        Filled = "filled",
        /// Scaduta.
        Expired = "expired",
        /// Ritirata.
        Withdrawn = "withdrawn",
    }
}

crate::enumeration! {
    /// Kind of contract.
    Contract, "contract" {
        /// Tempo indeterminato.
        Permanent = "permanent",
        /// Tempo determinato.
        FixedTerm = "fixed_term",
        /// Somministrazione.
        Agency = "agency",
        /// Intermittente.
        OnCall = "on_call",
        /// Apprendistato.
        Apprenticeship = "apprenticeship",
        /// Tirocinio extracurriculare: not employment.
        Traineeship = "traineeship",
        /// Collaborazione.
        Collaboration = "collaboration",
        /// Stagionale.
        Seasonal = "seasonal",
        /// Domestico.
        Domestic = "domestic",
        /// Autonomo.
        SelfEmployed = "self_employed",
    }
}

crate::enumeration! {
    /// How the hours lie in the week.
    Shift, "shift" {
        /// Tempo pieno.
        FullTime = "full_time",
        /// Part-time mattina.
        PartMorning = "part_morning",
        /// Part-time pomeriggio.
        PartAfternoon = "part_afternoon",
        /// Turni.
        Shifts = "shifts",
        /// Notturno.
        Night = "night",
        /// Fine settimana.
        Weekend = "weekend",
    }
}

crate::enumeration! {
    /// Kind of requirement.
    RequirementKind, "requirement" {
        /// Esperienza.
        Experience = "experience",
        /// Competenza.
        Skill = "skill",
        /// Titolo di studio.
        Education = "education",
        /// Lingua.
        Language = "language",
        /// Patente.
        Licence = "licence",
        /// Auto propria.
        OwnCar = "own_car",
    }
}

crate::enumeration! {
    /// Where an application stands.
    ApplicationState, "application-state" {
        /// Proposta.
        Proposed = "proposed",
        /// Consenso dato.
        Consented = "consented",
        /// Inviata.
        Sent = "sent",
        /// In valutazione.
        UnderReview = "under_review",
        /// Colloquio.
        Interview = "interview",
        /// Offerta.
        Offer = "offer",
        /// Assunzione.
        Hired = "hired",
        /// Rifiutata dall'azienda.
        Rejected = "rejected",
        /// Ritirata dalla persona.
        Withdrawn = "withdrawn",
        /// Posto coperto.
        PostFilled = "post_filled",
    }
}

impl VacancyState {
    /// Whether people can be put forward.
    pub const fn takes_people(self) -> bool {
        matches!(self, Self::Open | Self::Selecting)
    }
}
