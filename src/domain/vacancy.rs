//! Vacancies and applications.

use super::interview::DayPart;

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

/// The most hours in a week that a vacancy, a contract or a person's wish may say.
pub const MOST_HOURS: u16 = 60;

impl Contract {
    /// Whether it can be agreed with a last day.
    pub const fn may_end(self) -> bool {
        !matches!(self, Self::Permanent)
    }

    /// Whether it is agreed with a last day always.
    pub const fn must_end(self) -> bool {
        matches!(self, Self::FixedTerm | Self::Traineeship | Self::Seasonal)
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

impl Shift {
    /// On how many of the days that work of this kind takes in a week somebody can work in all the parts of the day
    /// that it needs, and how many those days are. Nights may lie on any day.
    pub fn days_within(self, can: &[DayPart]) -> (u16, u16) {
        const WEEK: &[u8] = &[1, 2, 3, 4, 5];
        let (days, parts, of): (&[u8], &[u8], u16) = match self {
            Self::FullTime => (WEEK, &[0, 1], 5),
            Self::PartMorning => (WEEK, &[0], 5),
            Self::PartAfternoon => (WEEK, &[1], 5),
            Self::Shifts => (WEEK, &[0, 1, 2], 5),
            Self::Night => (&[1, 2, 3, 4, 5, 6, 7], &[3], 5),
            Self::Weekend => (&[6, 7], &[0, 1], 2),
        };
        let can_on = |day: &u8| {
            let has = |part: &u8| can.iter().any(|one| one.place() == (*day, *part));
            parts.iter().all(has)
        };
        let met = days.iter().filter(|day| can_on(day)).take(usize::from(of));
        (met.fold(0, |n, _| n + 1), of)
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

crate::enumeration! {
    /// For whom a vacancy is reserved under Law 68/99.
    Reserved, "reserved" {
        /// Nobody.
        No = "no",
        /// Art. 1.
        Art1 = "l68_art1",
        /// Art. 18.
        Art18 = "l68_art18",
    }
}

crate::enumeration! {
    /// Whether the place of work is reached by public transport.
    PublicTransport, "public-transport" {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not at the hours of this work.
        NotAtTheseHours = "not_at_these_hours",
    }
}

crate::enumeration! {
    /// Where a vacancy comes from.
    VacancySource, "vacancy-source" {
        /// Typed at the desk, from the company itself.
        Desk = "desk",
        /// Read from a file.
        Import = "import",
    }
}

crate::enumeration! {
    /// Why an application came to nothing. Reasons of care and health are sealed and not in this list.
    ApplicationReason, "application-reason" {
        /// Competenze.
        Skills = "skills",
        /// Esperienza.
        Experience = "experience",
        /// Orario.
        Hours = "hours",
        /// Distanza.
        Distance = "distance",
        /// Patente.
        Licence = "licence",
        /// Un'altra scelta.
        OtherChoice = "other_choice",
        /// Posto annullato.
        PostCancelled = "post_cancelled",
        /// Non reperibile.
        Unreachable = "unreachable",
        /// Paga.
        Pay = "pay",
        /// Mansione.
        Tasks = "tasks",
        /// Già al lavoro.
        AlreadyEmployed = "already_employed",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// What a vacancy still lacks.
    Lack, "lack" {
        /// Kind of contract.
        Contract = "contract",
        /// Hours a week.
        Hours = "hours",
        /// National collective agreement.
        Ccnl = "ccnl",
    }
}

impl Lack {
    /// Whether it keeps the vacancy from being published. What came from a file without its CCNL is
    /// published and shown with what is missing; at the desk the company is on the phone to say it.
    pub const fn stops(self, source: VacancySource) -> bool {
        match self {
            Self::Contract | Self::Hours => true,
            Self::Ccnl => matches!(source, VacancySource::Desk),
        }
    }
}

/// What a vacancy lacks, in the order in which it is asked. A traineeship is not employment and a
/// freelance works by no national agreement: neither lacks one.
pub fn lacks(contract: Option<Contract>, hours: bool, ccnl: bool) -> Vec<Lack> {
    let without = matches!(
        contract,
        Some(Contract::Traineeship | Contract::SelfEmployed)
    );
    [
        (Lack::Contract, contract.is_none()),
        (Lack::Hours, !hours),
        (Lack::Ccnl, !ccnl && !without),
    ]
    .into_iter()
    .filter_map(|(lack, is)| is.then_some(lack))
    .collect()
}

/// What is done to a vacancy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VacancyStep {
    /// All that must be said was said.
    Check,
    /// Back to a draft.
    Back,
    /// Open to people.
    Publish,
    /// The first person was sent.
    Select,
    /// Held for a while.
    Pause,
    /// Open again.
    Resume,
    /// All its posts are taken.
    Fill,
    /// Its deadline went by.
    Expire,
    /// A new deadline.
    Reopen,
    /// Called off.
    Withdraw,
}

impl VacancyStep {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Check,
        Self::Back,
        Self::Publish,
        Self::Select,
        Self::Pause,
        Self::Resume,
        Self::Fill,
        Self::Expire,
        Self::Reopen,
        Self::Withdraw,
    ];
}

/// Every arrow between the states of a vacancy.
const VACANCY_ARROWS: &[(VacancyState, VacancyStep, VacancyState)] = {
    use VacancyState as S;
    use VacancyStep as T;
    &[
        (S::Draft, T::Check, S::Checking),
        (S::Checking, T::Back, S::Draft),
        (S::Checking, T::Publish, S::Open),
        (S::Open, T::Select, S::Selecting),
        (S::Open, T::Pause, S::Paused),
        (S::Selecting, T::Pause, S::Paused),
        (S::Paused, T::Resume, S::Open),
        (S::Open, T::Fill, S::Filled),
        (S::Selecting, T::Fill, S::Filled),
        (S::Open, T::Expire, S::Expired),
        (S::Selecting, T::Expire, S::Expired),
        (S::Expired, T::Reopen, S::Open),
        (S::Draft, T::Withdraw, S::Withdrawn),
        (S::Checking, T::Withdraw, S::Withdrawn),
        (S::Open, T::Withdraw, S::Withdrawn),
        (S::Selecting, T::Withdraw, S::Withdrawn),
        (S::Paused, T::Withdraw, S::Withdrawn),
    ]
};

impl VacancyState {
    /// The state after a step; none when the state does not allow it.
    pub fn after(self, step: VacancyStep) -> Option<Self> {
        VACANCY_ARROWS
            .iter()
            .find(|(from, by, _)| *from == self && *by == step)
            .map(|(_, _, to)| *to)
    }
}

/// Every arrow between the states of an application.
const APPLICATION_ARROWS: &[(ApplicationState, &[ApplicationState])] = {
    use ApplicationState as S;
    &[
        (S::Proposed, &[S::Consented, S::Withdrawn, S::PostFilled]),
        (S::Consented, &[S::Sent, S::Withdrawn, S::PostFilled]),
        (
            S::Sent,
            &[S::UnderReview, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::UnderReview,
            &[S::Interview, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::Interview,
            &[S::Offer, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
        (
            S::Offer,
            &[S::Hired, S::Rejected, S::Withdrawn, S::PostFilled],
        ),
    ]
};

impl ApplicationState {
    /// The states that may come next; none when it is over.
    pub fn next(self) -> &'static [Self] {
        APPLICATION_ARROWS
            .iter()
            .find(|(from, _)| *from == self)
            .map_or(&[], |(_, to)| to)
    }

    /// Whether the application may become `to`.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// Whether it still runs.
    pub fn is_open(self) -> bool {
        !self.next().is_empty()
    }

    /// Whether a reason must be given.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn)
    }
}
