//! The full interview: its sections, what each may ask, and the closed sets of its answers.
//!
//! Nothing here is a sealed fact: work that was not declared, health and convictions have no answer to stand in.

use super::intake::Missing;

crate::enumeration! {
    /// A section of the full interview.
    Section, "section" {
        /// Who it is.
        Identity = "identity",
        /// How the person may be reached, and how not.
        Contact = "contact",
        /// Where the person lives, and of which state a citizen.
        Residence = "residence",
        /// The residence permit.
        Permit = "permit",
        /// Employment status, DID, and the work looked for.
        Status = "status",
        /// Benefits.
        Benefits = "benefits",
        /// School, courses, titles.
        Schooling = "schooling",
        /// Work done before.
        Work = "work",
        /// What the person can do.
        Skills = "skills",
        /// Languages.
        Languages = "languages",
        /// Licences and means of transport.
        Mobility = "mobility",
        /// Hours, days and contracts; hours of care.
        Availability = "availability",
        /// Needs and strengths in the person's own words.
        Needs = "needs",
        /// The privacy notice.
        Privacy = "privacy",
        /// Papers seen.
        Papers = "papers",
    }
}

crate::enumeration! {
    /// When a section is asked.
    When, "section-when" {
        /// Of everybody.
        Always = "always",
        /// Of who is a citizen of no state of the European Union, the EEA or Switzerland.
        OutsideEu = "outside_eu",
        /// Of who has no work or too little.
        SeeksWork = "seeks_work",
        /// Of who has worked at any time.
        EverWorked = "ever_worked",
    }
}

crate::enumeration! {
    /// What one row of a section tells.
    EntryKind, "entry-kind" {
        /// A work done before.
        Work = "work",
        /// A school or a course.
        Schooling = "schooling",
        /// Something the person can do.
        Skill = "skill",
        /// A language.
        Language = "language",
        /// A benefit.
        Benefit = "benefit",
        /// A need or a strength.
        Need = "need",
    }
}

crate::enumeration! {
    /// Why a work ended.
    EndReason, "end-reason" {
        /// Fine del contratto.
        Term = "term",
        /// Licenziamento.
        Dismissal = "dismissal",
        /// Dimissioni.
        Resignation = "resignation",
        /// Chiusura dell'azienda.
        Closure = "closure",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// Whether a title from abroad is recognised.
    Recognised, "recognised" {
        /// Sì.
        Yes = "yes",
        /// No.
        No = "no",
        /// In corso.
        Pending = "pending",
    }
}

crate::enumeration! {
    /// How well somebody does something.
    SkillLevel, "skill-level" {
        /// Con aiuto.
        Helped = "1",
        /// Da sé, cose semplici.
        Simple = "2",
        /// Da sé.
        Alone = "3",
        /// Lo insegna ad altre persone.
        Teaches = "4",
    }
}

crate::enumeration! {
    /// A benefit.
    BenefitKind, "benefit" {
        /// NASpI.
        Naspi = "naspi",
        /// DIS-COLL.
        DisColl = "dis_coll",
        /// Cassa integrazione.
        Cigs = "cigs",
        /// Assegno di inclusione.
        Adi = "adi",
        /// Supporto per la formazione e il lavoro.
        Sfl = "sfl",
        /// Altro.
        Other = "other",
    }
}

crate::enumeration! {
    /// Whether something helps or is needed. Strengths come first, as they are asked first.
    NeedKind, "need" {
        /// Punto di forza.
        Strength = "strength",
        /// Bisogno.
        Need = "need",
    }
}

crate::enumeration! {
    /// How much a need weighs.
    NeedLevel, "need-level" {
        /// Poco.
        Little = "1",
        /// Abbastanza.
        Some = "2",
        /// Molto.
        Much = "3",
    }
}

crate::enumeration! {
    /// A language that is often heard at the desk, Italian first. Others are kept by their code.
    Tongue, "tongue" {
        /// Italiano.
        Italian = "it",
        /// Inglese.
        English = "en",
        /// Francese.
        French = "fr",
        /// Spagnolo.
        Spanish = "es",
        /// Tedesco.
        German = "de",
        /// Portoghese.
        Portuguese = "pt",
        /// Romeno.
        Romanian = "ro",
        /// Albanese.
        Albanian = "sq",
        /// Arabo.
        Arabic = "ar",
        /// Ucraino.
        Ukrainian = "uk",
        /// Russo.
        Russian = "ru",
        /// Cinese.
        Chinese = "zh",
        /// Urdu.
        Urdu = "ur",
        /// Punjabi.
        Punjabi = "pa",
        /// Hindi.
        Hindi = "hi",
        /// Bengali.
        Bengali = "bn",
        /// Singalese.
        Sinhala = "si",
        /// Tagalog.
        Tagalog = "tl",
        /// Wolof.
        Wolof = "wo",
        /// Fula.
        Fula = "ff",
        /// Tigrino.
        Tigrinya = "ti",
        /// Amarico.
        Amharic = "am",
        /// Somalo.
        Somali = "so",
        /// Persiano.
        Persian = "fa",
        /// Turco.
        Turkish = "tr",
        /// Polacco.
        Polish = "pl",
        /// Serbo.
        Serbian = "sr",
    }
}

crate::enumeration! {
    /// A part of a day of the week in which somebody can work.
    DayPart, "day-part" {
        /// Lunedì mattina.
        MondayMorning = "1m",
        /// Lunedì pomeriggio.
        MondayAfternoon = "1p",
        /// Lunedì sera.
        MondayEvening = "1s",
        /// Lunedì notte.
        MondayNight = "1n",
        /// Martedì mattina.
        TuesdayMorning = "2m",
        /// Martedì pomeriggio.
        TuesdayAfternoon = "2p",
        /// Martedì sera.
        TuesdayEvening = "2s",
        /// Martedì notte.
        TuesdayNight = "2n",
        /// Mercoledì mattina.
        WednesdayMorning = "3m",
        /// Mercoledì pomeriggio.
        WednesdayAfternoon = "3p",
        /// Mercoledì sera.
        WednesdayEvening = "3s",
        /// Mercoledì notte.
        WednesdayNight = "3n",
        /// Giovedì mattina.
        ThursdayMorning = "4m",
        /// Giovedì pomeriggio.
        ThursdayAfternoon = "4p",
        /// Giovedì sera.
        ThursdayEvening = "4s",
        /// Giovedì notte.
        ThursdayNight = "4n",
        /// Venerdì mattina.
        FridayMorning = "5m",
        /// Venerdì pomeriggio.
        FridayAfternoon = "5p",
        /// Venerdì sera.
        FridayEvening = "5s",
        /// Venerdì notte.
        FridayNight = "5n",
        /// Sabato mattina.
        SaturdayMorning = "6m",
        /// Sabato pomeriggio.
        SaturdayAfternoon = "6p",
        /// Sabato sera.
        SaturdayEvening = "6s",
        /// Sabato notte.
        SaturdayNight = "6n",
        /// Domenica mattina.
        SundayMorning = "7m",
        /// Domenica pomeriggio.
        SundayAfternoon = "7p",
        /// Domenica sera.
        SundayEvening = "7s",
        /// Domenica notte.
        SundayNight = "7n",
    }
}

impl Section {
    /// What its rows tell, of a section that is a list.
    pub const fn entries(self) -> Option<EntryKind> {
        Some(match self {
            Self::Benefits => EntryKind::Benefit,
            Self::Schooling => EntryKind::Schooling,
            Self::Work => EntryKind::Work,
            Self::Skills => EntryKind::Skill,
            Self::Languages => EntryKind::Language,
            Self::Needs => EntryKind::Need,
            _ => return None,
        })
    }

    /// The section in which something is asked; none of what only the reception asks.
    pub const fn of(question: Missing) -> Option<Self> {
        Some(match question {
            Missing::Identifier
            | Missing::Surname
            | Missing::Name
            | Missing::BirthDate
            | Missing::BirthPlace => Self::Identity,
            Missing::Phone | Missing::ContactRule => Self::Contact,
            Missing::Residence | Missing::Address | Missing::Citizenship => Self::Residence,
            Missing::Permit | Missing::PermitExpiry => Self::Permit,
            Missing::Employment
            | Missing::EmploymentSince
            | Missing::Did
            | Missing::Education
            | Missing::Wishes => Self::Status,
            Missing::Benefits => Self::Benefits,
            Missing::Schooling => Self::Schooling,
            Missing::Work => Self::Work,
            Missing::Skills => Self::Skills,
            Missing::Italian | Missing::Languages => Self::Languages,
            Missing::Licence | Missing::Transport | Missing::Radius => Self::Mobility,
            Missing::Hours
            | Missing::Shift
            | Missing::Contracts
            | Missing::Days
            | Missing::Comes
            | Missing::AvailableFrom => Self::Availability,
            Missing::Needs | Missing::Strengths => Self::Needs,
            Missing::Notice => Self::Privacy,
            Missing::IdentityDocument => Self::Papers,
            Missing::Reason => return None,
        })
    }
}

impl BenefitKind {
    /// Whether it is paid to who has lost work: what rules call an unemployment benefit.
    pub const fn is_of_unemployment(self) -> bool {
        matches!(self, Self::Naspi | Self::DisColl)
    }
}

impl DayPart {
    /// The day of the week, from 1 for Monday, and the part of it, from 0 for the morning to 3 for the night.
    pub const fn place(self) -> (u8, u8) {
        let at = self as u8;
        (at / 4 + 1, at % 4)
    }
}

impl EntryKind {
    /// What it answers when somebody says that there is nothing of it. Of needs and strengths that is said of each
    /// kind apart: see [`NeedKind::answers`].
    pub const fn none_answers(self) -> Missing {
        match self {
            Self::Work => Missing::Work,
            Self::Schooling => Missing::Schooling,
            Self::Skill => Missing::Skills,
            Self::Language => Missing::Languages,
            Self::Benefit => Missing::Benefits,
            Self::Need => Missing::Needs,
        }
    }
}

impl NeedKind {
    /// What is answered by one of this kind, and by that there is none.
    pub const fn answers(self) -> Missing {
        match self {
            Self::Strength => Missing::Strengths,
            Self::Need => Missing::Needs,
        }
    }
}
