//! Personal plans: goals, actions, hours.

crate::enumeration! {
    /// Where a plan stands.
    PlanState, "plan-state" {
        /// Bozza.
        Draft = "draft",
        /// Proposto.
        Proposed = "proposed",
        /// Sottoscritto.
        Signed = "signed",
        /// Attivo.
        Active = "active",
        /// Sospeso.
        Suspended = "suspended",
        /// In revisione.
        Revising = "revising",
        /// Sostituito.
        Superseded = "superseded",
        /// Concluso.
        Closed = "closed",
        /// Interrotto.
        Interrupted = "interrupted",
        /// Scaduto.
        Expired = "expired",
    }
}

crate::enumeration! {
    /// Where an action stands.
    ActionState, "action-state" {
        /// Pianificata.
        Planned = "planned",
        /// Prenotata.
        Booked = "booked",
        /// In corso.
        Running = "running",
        /// Svolta.
        Done = "done",
        /// Parziale.
        Partial = "partial",
        /// Non svolta.
        Missed = "missed",
        /// Annullata.
        Cancelled = "cancelled",
        /// Sostituita.
        Replaced = "replaced",
    }
}

crate::enumeration! {
    /// The side of life that a goal is about.
    GoalDomain, "goal-domain" {
        /// Lavoro.
        Work = "work",
        /// Formazione.
        Training = "training",
        /// Mobilità.
        Mobility = "mobility",
        /// Lingua.
        Language = "language",
        /// Digitale.
        Digital = "digital",
        /// Casa.
        Housing = "housing",
        /// Famiglia.
        Family = "family",
        /// Documenti.
        Papers = "papers",
        /// Reddito.
        Income = "income",
    }
}

crate::enumeration! {
    /// The strand of a goal.
    Strand, "strand" {
        /// Lavoro.
        Work = "work",
        /// Sociale.
        Social = "social",
    }
}

crate::enumeration! {
    /// Who carries out an action.
    Owner, "owner" {
        /// Chi opera.
        Staff = "staff",
        /// La persona.
        Person = "person",
        /// Un ente in rete.
        Partner = "partner",
    }
}

crate::enumeration! {
    /// What came of a plan.
    PlanOutcome, "plan-outcome" {
        /// Lavoro.
        Job = "job",
        /// Tirocinio.
        Traineeship = "traineeship",
        /// Formazione.
        Training = "training",
        /// Autoimpiego.
        SelfEmployment = "self_employment",
        /// Rinvio ad altri servizi.
        OtherServices = "other_services",
        /// Rinuncia.
        Withdrawal = "withdrawal",
        /// Irreperibilità.
        Unreachable = "unreachable",
        /// Altro.
        Other = "other",
    }
}

impl PlanState {
    /// Whether the plan still runs or is being prepared.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Draft
                | Self::Proposed
                | Self::Signed
                | Self::Active
                | Self::Suspended
                | Self::Revising
        )
    }
}
