//! Facts and rules of the work, pure: no I/O, no clock, no store, no screen.
//!
//! One file per subject. What a rule needs of the world (the day, a place by code) is given to it.

/// A closed set of words: an enum with its stored text.
///
/// The text is what stands in the database, in JSON and, behind the family's name, in the words of
/// the screen (`ticket-state-waiting`), so one list serves the CHECK constraint, the parser, the
/// labels and the tests that compare them.
#[macro_export]
macro_rules! enumeration {
    ($(#[$meta:meta])* $name:ident, $family:literal { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $variant),+ }
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
        impl $crate::domain::Named for $name {
            const FAMILY: &'static str = $family;
            fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            fn all() -> &'static [Self] { Self::ALL }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($code => Ok(Self::$variant),)+ _ => Err($crate::domain::UnknownCode { family: $family, code: text.to_owned() }) }
            }
        }
    };
}

/// A value of a closed set: its family (`ticket-state`) and its stored text (`waiting`).
pub trait Named: Copy + 'static {
    /// The family's name, as in the words' keys.
    const FAMILY: &'static str;
    /// The stored text.
    fn code(self) -> &'static str;
    /// Every value of the set.
    fn all() -> &'static [Self];
}

/// A stored text that its family does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{family}: unknown value {code:?}")]
pub struct UnknownCode {
    /// The family asked.
    pub family: &'static str,
    /// The text that it does not know.
    pub code: String,
}

pub mod access;
pub mod advert;
pub mod appointment;
pub mod company;
pub mod day;
pub mod document;
pub mod double;
pub mod feedback;
pub mod finding;
pub mod holiday;
pub mod ids;
pub mod intake;
pub mod interview;
pub mod lang;
pub mod matching;
pub mod note;
pub mod opening;
pub mod outline;
pub mod param;
pub mod password;
pub mod person;
pub mod placement;
pub mod plan;
pub mod queue;
pub mod refusal;
pub mod sealed;
pub mod service;
pub mod staff;
pub mod staff_key;
pub mod target_group;
pub mod tax_code;
pub mod template;
pub mod text;
pub mod vacancy;
pub mod week;
