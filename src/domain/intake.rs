//! Intake interviews, and what one still lacks.

use chrono::NaiveDate;

use super::document::{DocumentKind, PermitKind};

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

crate::enumeration! {
    /// What an interview still lacks: first what the quick intake asks, in the order of its fields, then what only the
    /// full one does.
    Missing, "missing" {
        /// Tax code or another identifier.
        Identifier = "identifier",
        /// Surname.
        Surname = "surname",
        /// Name.
        Name = "name",
        /// Date of birth.
        BirthDate = "birth_on",
        /// Municipality or state of birth.
        BirthPlace = "birth_place",
        /// Phone.
        Phone = "phone",
        /// Municipality of residence.
        Residence = "residence",
        /// Employment status.
        Employment = "employment",
        /// Since when the status lasts.
        EmploymentSince = "employment_since",
        /// Highest qualification.
        Education = "education",
        /// Residence permit: only for who is not a citizen of the European Union.
        Permit = "permit",
        /// When the permit ends.
        PermitExpiry = "permit_expiry",
        /// A paper with a photograph, seen.
        IdentityDocument = "identity_document",
        /// The privacy notice, given.
        Notice = "notice",
        /// Why the person came.
        Reason = "reason",
        /// How the person may be reached.
        ContactRule = "contact_rule",
        /// Street and number.
        Address = "address",
        /// Citizenship.
        Citizenship = "citizenship",
        /// The day of the declaration of immediate availability.
        Did = "did_on",
        /// The work looked for.
        Wishes = "wishes",
        /// Benefits, or that there are none.
        Benefits = "benefits",
        /// Schools and courses, or that there are none.
        Schooling = "schooling",
        /// Work done before, or that there is none.
        Work = "work",
        /// Skills, or that there are none to tell.
        Skills = "skills",
        /// Italian.
        Italian = "italian",
        /// Other languages, or that there are none.
        Languages = "languages",
        /// Driving licence.
        Licence = "licence",
        /// Means of transport.
        Transport = "transport",
        /// How far from home.
        Radius = "radius_km",
        /// Hours a week.
        Hours = "hours",
        /// How the hours lie.
        Shift = "shift",
        /// Kinds of contract.
        Contracts = "contracts",
        /// In which parts of which days.
        Days = "days",
        /// Hours of care.
        Comes = "comes",
        /// First day of work.
        AvailableFrom = "available_from",
        /// A strength in the person's words, or that there is none to tell.
        Strengths = "strengths",
        /// A need in the person's words, or that there is none.
        Needs = "needs",
    }
}

/// What [`missing`] looks at: the facts of the person and of the interview after they are saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakeFacts {
    /// Any identifier is on record, doubtful ones too.
    pub identifier: bool,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Code of the birthplace.
    pub birth_place: Option<String>,
    /// Phone; empty of who says that there is none.
    pub phone: Option<String>,
    /// Municipality of residence.
    pub residence: Option<String>,
    /// An employment status is on record.
    pub employment: bool,
    /// Since when.
    pub employment_since: Option<NaiveDate>,
    /// A qualification is on record.
    pub education: bool,
    /// Whether the person needs a permit to work: no citizenship of the EU, the EEA or Switzerland.
    pub needs_permit: bool,
    /// The permit and its last day.
    pub permit: Option<(PermitKind, Option<NaiveDate>)>,
    /// The papers seen, at any time.
    pub documents: Vec<DocumentKind>,
    /// A privacy notice was given.
    pub notice: bool,
    /// A reason for coming is recorded.
    pub reason: bool,
}

/// What is still to be asked, in the order of the fields; empty when the intake is complete.
pub fn missing(of: &IntakeFacts) -> Vec<Missing> {
    let blank = |text: &str| text.trim().is_empty();
    let no = |text: &Option<String>| text.as_deref().is_none_or(blank);
    let identified = of.documents.iter().any(|kind| {
        matches!(
            kind,
            DocumentKind::IdentityCard
                | DocumentKind::Passport
                | DocumentKind::DrivingLicence
                | DocumentKind::ResidencePermit
        )
    });
    let endless = matches!(of.permit, Some((PermitKind::LongTerm, _)));
    let undated = matches!(of.permit, Some((_, None))) && !endless;
    [
        (Missing::Identifier, !of.identifier),
        (Missing::Surname, blank(&of.surname)),
        (Missing::Name, blank(&of.name)),
        (Missing::BirthDate, of.birth_on.is_none()),
        (Missing::BirthPlace, no(&of.birth_place)),
        (Missing::Phone, of.phone.is_none()),
        (Missing::Residence, no(&of.residence)),
        (Missing::Employment, !of.employment),
        (
            Missing::EmploymentSince,
            of.employment && of.employment_since.is_none(),
        ),
        (Missing::Education, !of.education),
        (Missing::Permit, of.needs_permit && of.permit.is_none()),
        (Missing::PermitExpiry, of.needs_permit && undated),
        (Missing::IdentityDocument, !identified),
        (Missing::Notice, !of.notice),
        (Missing::Reason, !of.reason),
    ]
    .into_iter()
    .filter_map(|(item, lacks)| lacks.then_some(item))
    .collect()
}
