//! What a card reader sends: a code somewhere in it, and the names beside it.

use std::ops::Range;

use chrono::NaiveDate;

use super::{BirthPlaces, MONTHS, OMOCODIA, Reading, has_the_form, matches_name, read};
use crate::domain::text;

/// A word of a burst and the field it stands in.
type FieldWord = (usize, String);

/// What a card reader sent: a code, and the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The first valid code.
    pub reading: Reading,
    /// Surname and name, when words of the burst fit the code's letters.
    pub name: Option<(String, String)>,
    /// Every word around the code, in order, as sent.
    pub words: Vec<String>,
    /// Other valid codes behind the first: the card of somebody else went through too.
    pub others: Vec<String>,
}

/// Finds the first valid code in what a card reader typed, whatever the layout of its tracks, then
/// the words whose letters fit it. The same card read twice is one code.
pub fn find_in_burst(text: &str, today: NaiveDate, places: &impl BirthPlaces) -> Option<Burst> {
    let upper: Vec<char> = text.chars().flat_map(char::to_uppercase).collect();
    let mut found = upper.windows(16).enumerate().filter_map(|(at, window)| {
        // Cheap tests first: a burst has many windows and one code.
        let shaped = window.iter().all(char::is_ascii_alphanumeric)
            && window[..6].iter().all(char::is_ascii_uppercase)
            && window[15].is_ascii_uppercase();
        let reading = shaped.then(|| read(&window.iter().collect::<String>(), today, places))?;
        reading.is_valid().then_some((at, reading))
    });
    let (at, reading) = found.next()?;
    let mut end = upper.len();
    let mut others = Vec::new();
    for (next, other) in found {
        end = end.min(next);
        if other.code != reading.code && !others.contains(&other.code) {
            others.push(other.code);
        }
    }
    let mut words = name_words(&upper[..at], 0);
    words.extend(name_words(
        upper.get(at + 16..end).unwrap_or_default(),
        at + 1,
    ));
    let name = names_that_fit(&reading.code, &words);
    let words = words.into_iter().map(|(_, word)| word).collect();
    Some(Burst {
        reading,
        name,
        words,
        others,
    })
}

/// The least of a stripe that no hand has typed.
const STRIPE: usize = 12;
/// The least of the figures with which a stripe of figures begins.
const FIGURES: usize = 8;
/// The least of a code that is known by its form: the letters, the year, the month.
const CUT_SHORT: usize = 9;
/// The least of one in a field, where a hand may write nearly the same.
const HALF: usize = 11;

/// Whether a text is the stripe of a card, of whatever kind: it begins as its tracks do, a sign and at once a letter or
/// a row of figures, and no hand types so.
pub fn is_stripe(text: &str) -> bool {
    let text = text.trim_start();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let begins = match text.split_at_checked(1) {
        Some(("%", rest)) => rest.starts_with(|c: char| c.is_ascii_alphabetic()),
        Some((";", rest)) => digits(rest) >= FIGURES,
        _ => false,
    };
    begins && text.chars().count() >= STRIPE && text.contains(|c: char| c.is_ascii_digit())
}

/// Where a stripe stands in a text: at its beginning, or behind something else if it has the signs that part a track;
/// to the sign that ends it, else to the end of the line.
pub fn find_stripe(text: &str) -> Option<Range<usize>> {
    let end = |from: usize| {
        let line = text[from..].find('\n').map_or(text.len(), |at| from + at);
        let ends = text[from..line].find('?').map(|at| from + at + 1);
        ends.unwrap_or(line)
    };
    let signs = text.match_indices(['%', ';']).map(|(at, _)| at..end(at));
    let is_one = |part: &Range<usize>| {
        let track = &text[part.clone()];
        let alone = text[..part.start].trim().is_empty() || track.contains(['^', '=', '?']);
        alone && is_stripe(track)
    };
    signs.into_iter().find(is_one)
}

/// Whether a text is the beginning of a code and not a whole one: what a reader sends that lost the card. All of its
/// letters are of one size. The year stands in figures: where letters may stand for them, a word would be a code.
pub fn is_cut_short(text: &str) -> bool {
    let text = text.trim();
    let letters = || text.chars().filter(char::is_ascii_alphabetic);
    let one_size =
        letters().all(|c| c.is_ascii_uppercase()) || letters().all(|c| c.is_ascii_lowercase());
    // The last sign is the check letter's, which a code by half does not have.
    let shape = [b'A'; 6]
        .iter()
        .chain(b"YYM00A000")
        .zip(text.bytes())
        .all(|(place, sign)| match place {
            b'A' => sign.is_ascii_alphabetic(),
            b'Y' => sign.is_ascii_digit(),
            b'M' => MONTHS.contains(&sign.to_ascii_uppercase()),
            _ => sign.is_ascii_digit() || OMOCODIA.contains(&sign.to_ascii_uppercase()),
        });
    one_size && shape && (CUT_SHORT..16).contains(&text.len())
}

/// Whether a text is what a card reader types, readable or not: all of a card, or the beginning of a code.
pub fn is_from_a_reader(text: &str) -> bool {
    is_of_a_card(text) || is_cut_short(text)
}

/// Whether a text has all that a card says: a stripe, a code with or without words around it, the same code once more
/// behind it.
pub fn is_of_a_card(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let code = |word: &str| {
        let codes = word.len().is_multiple_of(16) && word.contains(|c: char| c.is_ascii_digit());
        codes && has_the_form(word.get(..16).unwrap_or_default())
    };
    is_stripe(text) || words.any(code)
}

/// Whether a text that stands alone in a field is half a code: so much of it that no word and no name of a login is
/// meant, the day too.
pub fn is_half_read(text: &str) -> bool {
    text.trim().len() >= HALF && is_cut_short(text)
}

/// Words of letters (with apostrophes and hyphens inside) in a part of a burst. Anything else
/// parts fields, and so do two spaces.
fn name_words(part: &[char], first_field: usize) -> Vec<FieldWord> {
    let joins = |c: &char| c.is_alphabetic() || matches!(c, '\'' | '-' | '’');
    let mut words = Vec::new();
    let mut field = first_field;
    let mut rest = part;
    while !rest.is_empty() {
        let gap = rest.iter().take_while(|c| !joins(c)).count();
        if rest[..gap] != [' '] {
            field += 1;
        }
        rest = &rest[gap..];
        let length = rest.iter().take_while(|c| joins(c)).count();
        let word: String = rest[..length].iter().collect();
        let word = word.trim_matches(['\'', '-', '’']);
        if !word.is_empty() {
            words.push((field, word.to_owned()));
        }
        rest = &rest[length..];
    }
    words
}

/// The run of words that parts into surname and name, in either order, as the code wants: whole
/// fields before parts of them, few fields before many, many words before few.
fn names_that_fit(code: &str, words: &[FieldWord]) -> Option<(String, String)> {
    let words = &words[..words.len().min(12)];
    let field = |at: usize| words.get(at).map(|(field, _)| *field);
    let joined = |range: std::ops::Range<usize>| {
        words[range]
            .iter()
            .map(|(_, word)| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut best = None;
    for start in 0..words.len() {
        for end in start + 2..=words.len() {
            let cuts =
                start > 0 && field(start - 1) == field(start) || field(end - 1) == field(end);
            let fields = field(end - 1)
                .zip(field(start))
                .map(|(last, first)| last - first);
            let rank = (cuts, fields, usize::MAX - (end - start));
            for split in start + 1..end {
                let (first, second) = (joined(start..split), joined(split..end));
                let fit = [(&first, &second), (&second, &first)]
                    .into_iter()
                    .find(|(surname, name)| matches_name(code, surname, name))
                    .map(|(surname, name)| (text::title_case(surname), text::title_case(name)));
                if let Some(fit) = fit
                    && best.as_ref().is_none_or(|(other, _)| rank < *other)
                {
                    best = Some((rank, fit));
                }
            }
        }
    }
    best.map(|(_, fit)| fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_code_is_told_from_words_and_from_whole_codes() {
        for half in [
            "RSSMRA80A",
            "rssmra80a01f20",
            "RSSMRA80ALMF",
            "RSSMRA80A01F205",
        ] {
            assert!(is_cut_short(half), "{half}");
        }
        for other in [
            "incidente",
            "RSSMRA80",
            "RSSMRA80A01F205X",
            "RssMra80A",
            "RSSMRA80F",
            "ROSSI MARIO",
            "via Roma 12",
            "è l'altra80a",
        ] {
            assert!(!is_cut_short(other), "{other}");
        }
    }

    #[test]
    fn what_a_reader_types_is_told_from_what_a_hand_types() {
        for card in [
            "%B4000001234567899^ROSSI/MARIO^2612101000?",
            ";4000001234567899=2612101000?",
            "RSSMRA80A01F205X",
            "RSSMRA80A01F205XRSSMRA80A01F205X",
            "RSSMRA80A01F205X ROSSI MARIO",
            "RSSMRA80A01",
        ] {
            assert!(is_from_a_reader(card), "{card}");
        }
        for hand in [
            "abate matteo",
            "; poi si vede",
            "patente B; 2 anni di esperienza",
            "via Roma 12; citofono interno 3",
            "part-time al 60% dal 1 gennaio 2027",
            "invalidità 75% verbale INPS 2019?",
            "L. 68/1999; D.Lgs 151/2015",
            "%",
            "n",
            "10",
            "CERCA QUALCOSA DI NUOVO 12",
        ] {
            assert!(!is_from_a_reader(hand), "{hand}");
            assert_eq!(find_stripe(hand), None, "{hand}");
        }
    }
}
