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

/// What is done to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanStep {
    /// Put before the person.
    Propose,
    /// Back to a draft, to be changed.
    Amend,
    /// The person signed.
    Sign,
    /// The first day came.
    Start,
    /// Stopped for a while, with no penalty.
    Suspend,
    /// Taken up again.
    Resume,
    /// A new version is being written.
    Revise,
    /// The new version was signed.
    Supersede,
    /// The end, with what came of it.
    Close,
    /// Broken off.
    Interrupt,
    /// The last day went by.
    Expire,
    /// Given more time.
    Extend,
    /// Opened again after its end.
    Reopen,
}

impl PlanStep {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Propose,
        Self::Amend,
        Self::Sign,
        Self::Start,
        Self::Suspend,
        Self::Resume,
        Self::Revise,
        Self::Supersede,
        Self::Close,
        Self::Interrupt,
        Self::Expire,
        Self::Extend,
        Self::Reopen,
    ];
}

/// Every arrow between the states of a plan.
const PLAN_ARROWS: &[(PlanState, PlanStep, PlanState)] = {
    use PlanState as S;
    use PlanStep as T;
    &[
        (S::Draft, T::Propose, S::Proposed),
        (S::Proposed, T::Amend, S::Draft),
        (S::Proposed, T::Sign, S::Signed),
        (S::Signed, T::Start, S::Active),
        (S::Active, T::Suspend, S::Suspended),
        (S::Suspended, T::Resume, S::Active),
        (S::Active, T::Revise, S::Revising),
        (S::Revising, T::Supersede, S::Superseded),
        (S::Active, T::Close, S::Closed),
        (S::Active, T::Interrupt, S::Interrupted),
        (S::Suspended, T::Interrupt, S::Interrupted),
        (S::Active, T::Expire, S::Expired),
        (S::Expired, T::Extend, S::Active),
        (S::Closed, T::Reopen, S::Active),
    ]
};

impl PlanState {
    /// The state after a step; none when the state does not allow it.
    pub fn after(self, step: PlanStep) -> Option<Self> {
        PLAN_ARROWS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }

    /// Whether goals and actions may be rewritten: a proposed plan is amended first.
    pub const fn is_being_written(self) -> bool {
        matches!(self, Self::Draft)
    }

    /// Whether actions may be booked and hours delivered.
    pub const fn is_carried_out(self) -> bool {
        matches!(self, Self::Signed | Self::Active | Self::Revising)
    }
}

/// What is done to an action of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionStep {
    /// An appointment was given for it.
    Book,
    /// Its appointment was called off.
    Unbook,
    /// It began.
    Begin,
    /// It is done.
    Complete,
    /// It stopped before all its hours.
    Stop,
    /// Its appointment went by.
    Miss,
    /// It is planned anew.
    Replan,
    /// It will not be done.
    Cancel,
    /// Another action stands in its place.
    Replace,
}

impl ActionStep {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Book,
        Self::Unbook,
        Self::Begin,
        Self::Complete,
        Self::Stop,
        Self::Miss,
        Self::Replan,
        Self::Cancel,
        Self::Replace,
    ];
}

/// Every arrow between the states of an action.
const ACTION_ARROWS: &[(ActionState, ActionStep, ActionState)] = {
    use ActionState as S;
    use ActionStep as T;
    &[
        (S::Planned, T::Book, S::Booked),
        (S::Booked, T::Unbook, S::Planned),
        (S::Planned, T::Begin, S::Running),
        (S::Booked, T::Begin, S::Running),
        (S::Running, T::Complete, S::Done),
        (S::Running, T::Stop, S::Partial),
        (S::Booked, T::Miss, S::Missed),
        (S::Missed, T::Replan, S::Planned),
        (S::Planned, T::Cancel, S::Cancelled),
        (S::Booked, T::Cancel, S::Cancelled),
        (S::Planned, T::Replace, S::Replaced),
        (S::Booked, T::Replace, S::Replaced),
        (S::Running, T::Replace, S::Replaced),
    ]
};

impl ActionState {
    /// The state after a step; none when the state does not allow it.
    pub fn after(self, step: ActionStep) -> Option<Self> {
        ACTION_ARROWS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }

    /// Whether nothing more is expected of it: a plan closes when all its actions are settled.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Planned | Self::Booked | Self::Running)
    }

    /// Whether its hours count towards the plan's total.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Replaced)
    }
}

crate::enumeration! {
    /// How a plan was signed.
    Signature, "signature" {
        /// Su carta.
        Paper = "paper",
        /// Firma digitale.
        Digital = "digital",
        /// Con l'app regionale.
        App = "app",
    }
}
