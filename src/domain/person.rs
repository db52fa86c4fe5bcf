//! The facts of a person that the desk records. Sealed facts are not here: they have their own table and their own acts.

crate::enumeration! {
    /// The sex of the civil registry, as decoded from the tax code. Not the gender.
    RegistrySex, "registry-sex" {
        /// Female.
        F = "F",
        /// Male.
        M = "M",
    }
}

crate::enumeration! {
    /// The gender that the person declares.
    Gender, "gender" {
        /// Donna.
        Woman = "woman",
        /// Uomo.
        Man = "man",
        /// Non binario.
        NonBinary = "non_binary",
        /// Altro.
        Other = "other",
        /// Preferisce non rispondere.
        Undisclosed = "undisclosed",
    }
}

crate::enumeration! {
    /// How the person may be reached.
    ContactRule, "contact-rule" {
        /// Any time, any way.
        Free = "free",
        /// Mornings only.
        Mornings = "mornings",
        /// No text messages.
        NoSms = "no_sms",
        /// No calls.
        NoCalls = "no_calls",
        /// Safe contact: no phone at home, no messages.
        Safe = "safe",
    }
}

crate::enumeration! {
    /// Employment status.
    EmploymentStatus, "employment" {
        /// Disoccupazione.
        Unemployed = "unemployed",
        /// In cerca di prima occupazione.
        NeverWorked = "never_worked",
        /// Occupazione.
        Employed = "employed",
        /// Occupazione sotto soglia.
        BelowThreshold = "below_threshold",
        /// Sospensione.
        Suspended = "suspended",
        /// Non in cerca.
        Inactive = "inactive",
        /// Studio.
        Student = "student",
    }
}

crate::enumeration! {
    /// What fills somebody's days at present beside work: a rule may ask of each whether it does. One question asks
    /// them all.
    Pursuit, "pursuit" {
        /// Scuola o università.
        School = "school",
        /// Corso di formazione.
        Training = "training",
        /// Tirocinio.
        Traineeship = "traineeship",
        /// Servizio civile.
        CivilService = "civil_service",
        /// Niente di questo.
        Nothing = "nothing",
    }
}

impl Pursuit {
    /// Whether it is among those that were said; not known when none was.
    pub fn among(self, said: &[Self]) -> Option<bool> {
        (!said.is_empty()).then(|| said.contains(&self))
    }
}

crate::enumeration! {
    /// Highest qualification, by ISCED 2011 level.
    Education, "education" {
        /// ISCED 0.
        None = "0",
        /// ISCED 1, licenza elementare.
        Primary = "1",
        /// ISCED 2, licenza media.
        LowerSecondary = "2",
        /// ISCED 3, qualifica professionale.
        Vocational = "3v",
        /// ISCED 3, diploma.
        UpperSecondary = "3",
        /// ISCED 4-5, ITS.
        ShortTertiary = "5",
        /// ISCED 6, laurea triennale.
        Bachelor = "6",
        /// ISCED 7, laurea magistrale.
        Master = "7",
        /// ISCED 8, dottorato.
        Doctorate = "8",
    }
}

impl Education {
    /// How far it goes, to compare what is asked with what is held: within one ISCED level a vocational
    /// qualification (three years) comes before the diploma of a whole course of study (five).
    pub const fn rank(self) -> u8 {
        self as u8
    }

    /// The ISCED 2011 level, 0 to 8.
    pub const fn isced(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Primary => 1,
            Self::LowerSecondary => 2,
            Self::Vocational | Self::UpperSecondary => 3,
            Self::ShortTertiary => 5,
            Self::Bachelor => 6,
            Self::Master => 7,
            Self::Doctorate => 8,
        }
    }
}

crate::enumeration! {
    /// A way of saying who somebody is.
    IdentifierKind, "identifier" {
        /// Codice fiscale.
        TaxCode = "cf",
        /// Codice fiscale provvisorio, eleven digits.
        ProvisionalCode = "cf_provisional",
        /// STP health code: a search key, not a tax code.
        Stp = "stp",
        /// ENI health code: a search key, not a tax code.
        Eni = "eni",
        /// Passport.
        Passport = "passport",
    }
}

crate::enumeration! {
    /// What was found when an identifier was looked at.
    Checked, "checked" {
        /// Well formed, and of one person only.
        Ok = "ok",
        /// Doubtful or repeated: kept, marked and listed, never refused.
        Anomaly = "anomaly",
        /// Doubtful and confirmed by hand.
        Forced = "forced",
    }
}

crate::enumeration! {
    /// A means of transport.
    Transport, "transport" {
        /// A piedi.
        Foot = "foot",
        /// Bicicletta.
        Bicycle = "bicycle",
        /// Mezzi pubblici.
        Public = "public",
        /// Auto.
        Car = "car",
        /// Moto.
        Motorcycle = "motorcycle",
    }
}

crate::enumeration! {
    /// A half of a day of the week in which somebody can come; when none is said, any time will do. Hours of
    /// care are what is left out.
    HalfDay, "half-day" {
        /// Lunedì mattina.
        MondayMorning = "mon_am",
        /// Lunedì pomeriggio.
        MondayAfternoon = "mon_pm",
        /// Martedì mattina.
        TuesdayMorning = "tue_am",
        /// Martedì pomeriggio.
        TuesdayAfternoon = "tue_pm",
        /// Mercoledì mattina.
        WednesdayMorning = "wed_am",
        /// Mercoledì pomeriggio.
        WednesdayAfternoon = "wed_pm",
        /// Giovedì mattina.
        ThursdayMorning = "thu_am",
        /// Giovedì pomeriggio.
        ThursdayAfternoon = "thu_pm",
        /// Venerdì mattina.
        FridayMorning = "fri_am",
        /// Venerdì pomeriggio.
        FridayAfternoon = "fri_pm",
        /// Sabato mattina.
        SaturdayMorning = "sat_am",
    }
}

/// The minute of the day at which the morning ends.
const NOON: u16 = 13 * 60;

impl HalfDay {
    /// The day of the week, 1 for Monday, and the minutes after midnight from which to which.
    pub fn hours(self) -> (u8, u16, u16) {
        let at = Self::ALL.iter().position(|half| *half == self).unwrap_or(0);
        let weekday = u8::try_from(at / 2 + 1).unwrap_or(1);
        if at % 2 == 0 {
            (weekday, 0, NOON)
        } else {
            (weekday, NOON, 24 * 60)
        }
    }
}

crate::enumeration! {
    /// By what somebody on file is likely the one who is being written down; the surest first.
    SameBy, "same-by" {
        /// The same tax code, or another form of it.
        Code = "code",
        /// The same name and day of birth.
        Birth = "birth",
        /// The same phone number.
        Phone = "phone",
    }
}

/// The fewest and the most digits of a phone number: short ones of an office, and the longest of ITU-T E.164.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// Whether somebody can be called by what was written: it has as many digits as a number has. Whose it is may stand
/// beside it: `399 123 4567 (sorella)`. Nothing is no number and no fault.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.trim().is_empty() || PHONE_DIGITS.contains(&digits)
}

/// Whether a text says, in one of the ways that people type, that there is nothing of what it is asked for.
///
/// ```
/// use sportello::domain::person::says_none;
/// assert!(says_none("Nessuna") && says_none("non ha telefono"));
/// assert!(!says_none("B") && !says_none(""));
/// ```
pub fn says_none(text: &str) -> bool {
    const NONE: [&str; 8] = [
        "no",
        "none",
        "nessuno",
        "nessuna",
        "non ha",
        "non ce l ha",
        "non ha telefono",
        "has no phone",
    ];
    let text = text.trim().to_lowercase().replace(['\'', '’'], " ");
    NONE.contains(&text.as_str())
}

/// The digits of a phone number as they are compared: without Italy's prefix, whatever was typed
/// between them. None when there are none.
///
/// ```
/// use sportello::domain::person::phone_digits;
/// assert_eq!(phone_digits("+39 399 123 45 67").as_deref(), Some("3991234567"));
/// assert_eq!(phone_digits("399-1234567"), phone_digits("0039 3991234567"));
/// assert_eq!(phone_digits("nessuno"), None);
/// ```
pub fn phone_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let abroad = phone.trim_start().starts_with('+') || digits.starts_with("00");
    let bare = digits.strip_prefix("00").unwrap_or(&digits);
    let italian = match bare.strip_prefix("39") {
        Some(rest) if abroad || bare.len() > 11 => rest,
        _ => bare,
    };
    (!italian.is_empty()).then(|| italian.to_owned())
}
