//! People: their facts, identifiers, papers and notices, as acts and queries.
//!
//! Searching is in `search`, interviews in `intakes`. Sealed facts are not here and must not come here.

mod acts;
mod doubles;
mod facts;
mod lists;
mod merge;
mod privacy;
mod record;
mod writing;

pub use acts::{
    ChangePerson, GivePrivacyNotice, IdentifyPerson, RegisterPerson, Registered, SeeDocument,
    SetEmployment,
};
pub use doubles::{Double, Doubles, NotSame, PersonSide, Side};
pub use facts::PersonFacts;
pub use lists::{
    Anomalies, Anomaly, AnomalyPage, Cursor, ExpiringInterview, ExpiringInterviews, ExpiringPaper,
    ExpiringPapers, PeopleList, PeoplePage,
};
pub use merge::{BELONGING, MergePeople, SeparatePeople};
pub use privacy::{Object, TakeBackConsent};
pub use record::{
    KnownIdentifier, KnownPaper, LiveTicket, Period, PersonFile, PersonRecord, PrivacyAct,
};
pub use writing::{Employment, Identification, Newcomer, Notice, Paper, register};

pub(super) use facts::{facts_of, named, texts};
pub(super) use merge::{merged_with, not_merged};
pub(super) use privacy::objects;
pub(super) use record::documents_of;
pub(super) use writing::{employ_seen, identify_seen, known, notify, see, touch, update_facts};

/// The fields of this part whose old and new values are kept by person.
pub const PERSONAL: &[(&str, &str)] = &[
    ("person", "surname"),
    ("person", "name"),
    ("person", "surname_key"),
    ("person", "name_key"),
    ("person", "preferred_name"),
    ("person", "birth_on"),
    ("person", "birth_place"),
    ("person", "birth_place_name"),
    ("person", "registry_sex"),
    ("person", "gender"),
    ("person", "citizenship"),
    ("person", "residence"),
    ("person", "residence_name"),
    ("person", "address"),
    ("person", "postcode"),
    ("person", "phone"),
    ("person", "phone_digits"),
    ("person", "email"),
    ("person", "contact_rule"),
    ("person", "languages"),
    ("person", "italian"),
    ("person", "education"),
    ("person", "wishes"),
    ("person", "skills"),
    ("person", "licence"),
    ("person", "own_car"),
    ("person", "radius_km"),
    ("person", "transport"),
    ("person", "shift"),
    ("person", "hours_min"),
    ("person", "hours_max"),
    ("person", "contracts"),
    ("person", "comes"),
    ("person", "pursuits"),
    ("person", "available_from"),
    ("person", "did_on"),
    ("person", "external_id"),
    ("identifier", "value"),
    ("identifier", "root"),
    ("employment", "status"),
    ("employment", "from_on"),
    ("employment", "to_on"),
    ("document", "permit"),
    ("document", "number"),
    ("document", "issuer"),
    ("document", "issued_on"),
    ("document", "expires_on"),
    ("privacy_act", "scope"),
    ("intake", "reason_words"),
    ("note", "text"),
];

/// Columns that follow from others: written and taken back with them, not shown in a history.
pub const DERIVED: &[(&str, &str)] = &[
    ("person", "surname_key"),
    ("person", "name_key"),
    ("person", "phone_digits"),
];
