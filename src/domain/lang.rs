//! The languages of the screen.

crate::enumeration! {
    /// A language of the screen.
    Lang, "lang" {
        /// Italian.
        It = "it",
        /// English.
        En = "en",
    }
}

impl Lang {
    /// The language that a `LANG` value asks for (`en_GB.UTF-8`); Italian when it names another.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::It
        }
    }
}
