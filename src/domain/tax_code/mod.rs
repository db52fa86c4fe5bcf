//! The Italian tax code (codice fiscale): read, checked, decoded and, for invented people, made.
//!
//! A code is sixteen characters: three of the surname, three of the name, two digits of the year,
//! a letter for the month, two digits of the day (women plus forty), four of the birthplace
//! (`Z...` is a foreign state) and a check letter. When two people would get the same code, digits
//! are replaced by letters (omocodia): the decoded root is what identifies the code. A provisional
//! code is eleven digits with a check digit. STP and ENI health codes are recognised and are not
//! tax codes.
//!
//! The rules are pure: the day and the places are given. Shapes and tables after the decree of
//! 23 December 1976 and the Agenzia delle Entrate's public description.

mod burst;
mod encode;

use chrono::{Datelike, NaiveDate};

use super::person::{IdentifierKind, RegistrySex};

pub use burst::{
    Burst, find_in_burst, find_stripe, is_cut_short, is_from_a_reader, is_half_read, is_of_a_card,
    is_stripe,
};
pub use encode::{Identity, encode, matches_given_name, matches_name, matches_surname};

/// Letters of the months, January first.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
/// What digits become in a code with omocodia.
const OMOCODIA: &[u8; 10] = b"LMNPQRSTUV";
/// Where the digits of a code stand, from the right: the order in which omocodia replaces them.
const DIGITS: [usize; 7] = [14, 13, 12, 10, 9, 7, 6];
/// Value of a letter (or the digit of the same rank) in an odd position.
const ODD: [u8; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
/// Province of a foreign birthplace, as health cards and registries print it.
pub const ABROAD: &str = "EE";

crate::enumeration! {
    /// What was found when a tax code was read. A warning leaves the code valid.
    Reason, "tax-code-reason" {
        /// Neither sixteen characters nor eleven digits.
        Length = "length",
        /// A character that cannot stand where it stands.
        Characters = "characters",
        /// The last letter is not the one that the others give.
        CheckLetter = "check-letter",
        /// The last digit of a provisional code is not the one that the others give.
        CheckDigit = "check-digit",
        /// No month has that letter.
        BirthMonth = "birth-month",
        /// No day has that number.
        BirthDay = "birth-day",
        /// The calendar does not have that day: 31 April, 29 February of a common year.
        BirthDate = "birth-date",
        /// No place ever had that code.
        PlaceUnknown = "place-unknown",
        /// A warning: the place is known only from lists without dates.
        PlaceUndated = "place-undated",
        /// An STP or ENI health code, which is not a tax code.
        HealthCode = "health-code",
    }
}

impl Reason {
    /// Whether the code is valid all the same.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::PlaceUndated)
    }
}

/// A birthplace as it was named at the time. The names come from tables compiled into the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BirthPlace {
    /// Its four-character code: `F205`.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The letters of its province at that time; [`ABROAD`] for a foreign state.
    pub province: &'static str,
    /// Whether it is known with dates. Without them the name is a guess and the code a warning.
    pub dated: bool,
}

/// The register of the places that tax codes name.
pub trait BirthPlaces {
    /// The place that `code` named on a day: of the periods of the code the one that holds the
    /// day, else the nearest. Without a day, only a place that never changed its name.
    fn place_at(&self, code: &str, on: Option<NaiveDate>) -> Option<BirthPlace>;

    /// Whether every period of the code had ended before that day.
    fn ended_before(&self, code: &str, on: NaiveDate) -> bool;
}

/// What a text says when read as a tax code.
///
/// Fields say what the characters say even when the check letter is wrong; what cannot be read is
/// `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The text without spaces, in capitals.
    pub code: String,
    /// What kind of identifier the shape tells, if any.
    pub kind: Option<IdentifierKind>,
    /// What was found, in the order of [`Reason`]; empty for a code without remarks.
    pub reasons: Vec<Reason>,
    /// Birth date.
    pub birth_on: Option<NaiveDate>,
    /// The sex of the civil registry.
    pub registry_sex: Option<RegistrySex>,
    /// The birthplace as named at birth.
    pub place: Option<BirthPlace>,
    /// How many digits are replaced by letters; `None` where digits cannot be told.
    pub omocodia: Option<u8>,
    /// The code with all its digits, its check letter recomputed: two codes of one root belong to
    /// people who would share a code.
    pub root: Option<String>,
    /// The check letter (or digit) that the other characters give.
    pub expected_check: Option<char>,
    /// The first position, from 1, whose character cannot stand there.
    pub misplaced: Option<usize>,
}

impl Reading {
    /// Whether it is a tax code, provisional or not, without a fault.
    pub fn is_valid(&self) -> bool {
        self.reasons.iter().all(|reason| reason.is_warning())
    }

    fn unread(code: String, kind: Option<IdentifierKind>) -> Self {
        Self {
            code,
            kind,
            reasons: Vec::new(),
            birth_on: None,
            registry_sex: None,
            place: None,
            omocodia: None,
            root: None,
            expected_check: None,
            misplaced: None,
        }
    }

    fn refused(code: String, kind: Option<IdentifierKind>, reason: Reason) -> Self {
        Self {
            reasons: vec![reason],
            ..Self::unread(code, kind)
        }
    }
}

/// Reads a text as a tax code. Case and spaces do not matter.
///
/// A two-digit year is the latest one that is not after `today`, or the century before when every
/// period of the birthplace had ended by then.
pub fn read(text: &str, today: NaiveDate, places: &impl BirthPlaces) -> Reading {
    let code = normalise(text);
    if let Some(kind) = health_code(&code) {
        return Reading::refused(code, Some(kind), Reason::HealthCode);
    }
    if code.len() == 11 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_provisional(code);
    }
    match <[u8; 16]>::try_from(code.as_bytes()) {
        Ok(bytes) => read_sixteen(code, bytes, today, places),
        Err(_) => Reading::refused(code, None, Reason::Length),
    }
}

/// Whether a text may be the letters with which a code begins, so that a digit behind it belongs to the
/// code: two groups of three, in each the consonants before the vowels and these before an `X`.
pub fn begins(text: &str) -> bool {
    let rank = |letter: u8| match letter.to_ascii_uppercase() {
        b'A' | b'E' | b'I' | b'O' | b'U' => 1,
        b'X' => 2,
        _ => 0,
    };
    let group = |three: &[u8]| three.is_sorted_by_key(|letter| rank(*letter));
    let bytes = text.as_bytes();
    bytes.len() == 6 && bytes.iter().all(u8::is_ascii_alphabetic) && bytes.chunks(3).all(group)
}

/// Whether a digit behind a text belongs to a code: behind the letters of a tax code, and behind those of a health
/// code in capitals, for in small letters they begin names too.
pub fn goes_on(text: &str) -> bool {
    begins(text) || matches!(text, "STP" | "ENI")
}

/// Whether a text has the form of a code of sixteen signs, right or wrong.
pub fn has_the_form(text: &str) -> bool {
    let code = normalise(text);
    let signs = code.bytes().all(|sign| sign.is_ascii_alphanumeric());
    signs && code.len() == 16 && begins(&code[..6])
}

/// Whether a text has the length of a code, right or wrong: nothing more belongs behind it.
pub fn is_whole(text: &str) -> bool {
    let signs = text.chars().filter(|c| !c.is_whitespace());
    let length = signs.clone().count();
    length >= 16 || (length == 11 && signs.into_iter().all(|c| c.is_ascii_digit()))
}

/// The text without spaces and controls, in capitals.
pub fn normalise(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// The check letter of the first fifteen characters, if all are letters or digits.
pub fn check_letter(code: &str) -> Option<char> {
    check_of(code.as_bytes().get(..15)?)
}

/// The check digit of the first ten digits of a provisional code.
pub fn check_digit(code: &str) -> Option<char> {
    let digits = code.as_bytes().get(..10)?;
    let mut sum = 0;
    for (at, byte) in digits.iter().enumerate() {
        let digit = u32::from(rank(*byte)?);
        let doubled = if at % 2 == 0 { digit } else { digit * 2 };
        sum += doubled / 10 + doubled % 10;
    }
    char::from_digit((10 - sum % 10) % 10, 10)
}

/// Another reading of a refused text: the same with look-alikes set right (`O` for zero, `1` for
/// `I`), if that makes it valid.
pub fn suggest(text: &str, today: NaiveDate, places: &impl BirthPlaces) -> Option<String> {
    let code = normalise(text);
    let mut bytes = <[u8; 16]>::try_from(code.as_bytes()).ok()?;
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = match (DIGITS.contains(&at), *byte) {
            (true, b'O') => b'0',
            (true, b'I') => b'1',
            (false, b'0') => b'O',
            (false, b'1') => b'I',
            (_, other) => other,
        };
    }
    let mended = String::from_utf8(bytes.to_vec()).ok()?;
    (mended != code && read(&mended, today, places).is_valid()).then_some(mended)
}

fn read_provisional(code: String) -> Reading {
    let expected_check = check_digit(&code);
    let kind = Some(IdentifierKind::ProvisionalCode);
    // No office gives the serial number zero: this is a key held down.
    if code.starts_with("0000000") {
        return Reading::refused(code, kind, Reason::Characters);
    }
    let right = code.chars().last() == expected_check;
    Reading {
        reasons: if right {
            Vec::new()
        } else {
            vec![Reason::CheckDigit]
        },
        omocodia: Some(0),
        root: Some(code.clone()),
        expected_check,
        ..Reading::unread(code, kind)
    }
}

fn read_sixteen(
    code: String,
    bytes: [u8; 16],
    today: NaiveDate,
    places: &impl BirthPlaces,
) -> Reading {
    let kind = Some(IdentifierKind::TaxCode);
    if let Some(at) = (0..16).find(|&at| !may_stand(at, bytes[at])) {
        return Reading {
            misplaced: Some(at + 1),
            ..Reading::refused(code, kind, Reason::Characters)
        };
    }
    let (root, omocodia) = without_omocodia(bytes);
    let mut reading = Reading {
        omocodia: Some(omocodia),
        expected_check: check_of(&bytes[..15]),
        root: String::from_utf8(root.to_vec()).ok(),
        ..Reading::unread(code, kind)
    };
    if reading.expected_check != Some(bytes[15] as char) {
        reading.reasons.push(Reason::CheckLetter);
    }
    let place_code = String::from_utf8_lossy(&root[11..15]);
    match read_birth(&root, &place_code, today, places) {
        Ok(birth_on) => reading.birth_on = Some(birth_on),
        Err(reasons) => reading.reasons.extend(reasons),
    }
    reading.registry_sex = day_and_sex(&root).map(|(_, sex)| sex);
    reading.place = places.place_at(&place_code, reading.birth_on);
    match reading.place {
        Some(place) if !place.dated => reading.reasons.push(Reason::PlaceUndated),
        Some(_) => {}
        // Without a birth date a place that changed its name is known and cannot be named.
        None if reading.birth_on.is_none()
            && places.place_at(&place_code, Some(today)).is_some() => {}
        None => reading.reasons.push(Reason::PlaceUnknown),
    }
    reading
}

fn read_birth(
    root: &[u8; 16],
    place: &str,
    today: NaiveDate,
    places: &impl BirthPlaces,
) -> Result<NaiveDate, Vec<Reason>> {
    let month = MONTHS.iter().position(|&letter| letter == root[8]);
    let day = day_and_sex(root);
    let (Some(month), Some((day, _))) = (month, day) else {
        let faults = [
            (month.is_none(), Reason::BirthMonth),
            (day.is_none(), Reason::BirthDay),
        ];
        return Err(faults
            .into_iter()
            .filter_map(|(found, reason)| found.then_some(reason))
            .collect());
    };
    let two_digits = i32::from(number(root[6], root[7]));
    let latest = today.year() - (today.year() - two_digits).rem_euclid(100);
    let date = |year| NaiveDate::from_ymd_opt(year, month as u32 + 1, u32::from(day));
    let birth_on = match date(latest) {
        Some(on) if on > today => date(latest - 100),
        Some(on) if places.ended_before(place, on) => date(latest - 100).or(Some(on)),
        other => other,
    };
    birth_on.ok_or_else(|| vec![Reason::BirthDate])
}

fn day_and_sex(root: &[u8; 16]) -> Option<(u8, RegistrySex)> {
    match number(root[9], root[10]) {
        day @ 1..=31 => Some((day, RegistrySex::M)),
        day @ 41..=71 => Some((day - 40, RegistrySex::F)),
        _ => None,
    }
}

fn number(tens: u8, units: u8) -> u8 {
    (tens - b'0') * 10 + (units - b'0')
}

fn health_code(code: &str) -> Option<IdentifierKind> {
    let kind = match code.get(..3)? {
        "STP" => IdentifierKind::Stp,
        "ENI" => IdentifierKind::Eni,
        _ => return None,
    };
    let serial = &code.as_bytes()[3..];
    (serial.len() == 13 && serial.iter().all(u8::is_ascii_digit)).then_some(kind)
}

/// Whether a character can stand at a place of a code, whatever the others are.
fn may_stand(at: usize, byte: u8) -> bool {
    if DIGITS.contains(&at) {
        byte.is_ascii_digit() || OMOCODIA.contains(&byte)
    } else {
        byte.is_ascii_uppercase()
    }
}

/// The code with its digits put back and its check letter recomputed, and how many were replaced.
fn without_omocodia(mut bytes: [u8; 16]) -> ([u8; 16], u8) {
    let mut replaced = 0;
    for at in DIGITS {
        if let Some(digit) = OMOCODIA.iter().position(|&letter| letter == bytes[at]) {
            bytes[at] = b'0' + digit as u8;
            replaced += 1;
        }
    }
    if replaced > 0
        && let Some(check) = check_of(&bytes[..15])
    {
        bytes[15] = check as u8;
    }
    (bytes, replaced)
}

fn check_of(fifteen: &[u8]) -> Option<char> {
    let mut sum = 0_u32;
    for (at, byte) in fifteen.iter().enumerate() {
        let rank = rank(*byte)?;
        sum += u32::from(if at % 2 == 0 {
            ODD[usize::from(rank)]
        } else {
            rank
        });
    }
    char::from_u32(u32::from(b'A') + sum % 26)
}

/// 0 to 9 for a digit, 0 to 25 for a letter.
const fn rank(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'Z' => Some(byte - b'A'),
        _ => None,
    }
}
