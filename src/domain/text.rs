//! Text as people compare it: accents, case, punctuation and apostrophes never matter.
//!
//! Folding is for comparing and searching only; what is shown and stored is always the text as it
//! was given. No language is guessed here.

use unicode_normalization::UnicodeNormalization;

/// Folds a text to its comparable form: lower-case letters and digits in words parted by one space.
///
/// Accents of Latin, Greek and Cyrillic letters and the optional Arabic vowel marks fall away;
/// every other run of characters that are neither letters nor digits becomes one space, none at
/// the ends. Letters of all scripts stay, and so do the marks that Indic scripts spell with.
///
/// ```
/// use sportello::domain::text::fold;
/// assert_eq!(fold("  Sant'Angelo  LODIGIANO (LO) "), "sant angelo lodigiano lo");
/// assert_eq!(fold("Forlì"), "forli");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded form of `text` to `folded`; the first word is not parted from what is there.
pub fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    let mut gap = false;
    let mut push = |c: char, folded: &mut String| {
        if is_word_char(c) {
            if gap && folded.len() > start {
                folded.push(' ');
            }
            gap = false;
            push_letter(c, folded);
        } else {
            gap = true;
        }
    };
    if text.is_ascii() {
        for byte in text.bytes() {
            push(byte.to_ascii_lowercase() as char, folded);
        }
        return;
    }
    // A lower-case letter may itself be composed, and a composed letter may hide a capital one.
    let lower = text
        .nfkd()
        .filter(|&c| !is_accent(c))
        .flat_map(char::to_lowercase);
    for c in lower.nfkd().filter(|&c| !is_accent(c)) {
        push(c, folded);
    }
}

/// A text that says something, without the blanks around it; none for blanks alone.
pub fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The folded text without its spaces: `d'angelo`, `D Angelo` and `dangelo` are the same.
pub fn squash(text: &str) -> String {
    let mut squashed = fold(text);
    squashed.retain(|c| c != ' ');
    squashed
}

/// The words of a folded text.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

/// Whether every word of `query` begins another word of `folded`, in any order. Both are folded.
pub fn words_begin(folded: &str, query: &str) -> bool {
    let mut taken = 0_u64;
    words(query).all(|wanted| {
        let free = words(folded)
            .take(64)
            .enumerate()
            .find(|(at, word)| taken & (1 << at) == 0 && word.starts_with(wanted));
        if let Some((at, _)) = free {
            taken |= 1 << at;
        }
        free.is_some()
    })
}

/// The letters of a name as the tax code reads them: `A` to `Z`, without accents, in order.
pub fn latin_capitals(text: &str) -> String {
    text.nfkd()
        .flat_map(char::to_uppercase)
        .filter(char::is_ascii_uppercase)
        .collect()
}

/// A name in capitals or lower case, written as people write it: `D'ANGELO DE-ROSSI` becomes
/// `D'Angelo De-Rossi`.
pub fn title_case(name: &str) -> String {
    let mut cased = String::with_capacity(name.len());
    let mut begins = true;
    for c in name.chars() {
        if begins {
            cased.extend(c.to_uppercase());
        } else {
            cased.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric();
    }
    cased
}

/// How many typing errors lie between two texts, if at most `limit` (0 to 2): a letter too many,
/// one missing, another one, or two neighbours swapped.
pub fn typos(typed: &[u8], whole: &[u8], limit: usize) -> Option<usize> {
    if typed.len().abs_diff(whole.len()) > limit {
        return None;
    }
    let (typed, whole) = past_common(typed, whole);
    match (typed, whole) {
        ([], rest) | (rest, []) => Some(rest.len()),
        _ => one_error(typed, whole, limit, typos),
    }
}

/// As [`typos`], between `typed` and the best beginning of `whole`: what one is still typing.
pub fn typos_in_beginning(typed: &[u8], whole: &[u8], limit: usize) -> Option<usize> {
    let (typed, whole) = past_common(typed, whole);
    match (typed, whole) {
        ([], _) => Some(0),
        (rest, []) => (rest.len() <= limit).then_some(rest.len()),
        _ => one_error(typed, whole, limit, typos_in_beginning),
    }
}

fn past_common<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (&a[common..], &b[common..])
}

/// One error at the first letter of both (neither is empty), and `count` for what follows.
fn one_error(
    a: &[u8],
    b: &[u8],
    limit: usize,
    count: fn(&[u8], &[u8], usize) -> Option<usize>,
) -> Option<usize> {
    let left = limit.checked_sub(1)?;
    let swapped = a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
    [
        count(&a[1..], &b[1..], left),
        count(&a[1..], b, left),
        count(a, &b[1..], left),
        if swapped {
            count(&a[2..], &b[2..], left)
        } else {
            None
        },
    ]
    .into_iter()
    .flatten()
    .min()
    .map(|rest| rest + 1)
}

/// Which letters and digits a folded text has, one bit each; all others share the last bit. A text
/// that lacks a letter of the query cannot hold the query.
pub fn letters(folded: &str) -> u64 {
    folded
        .bytes()
        .filter(|&byte| byte != b' ')
        .fold(0, |set, byte| {
            set | match byte {
                b'a'..=b'z' => 1 << (byte - b'a'),
                b'0'..=b'9' => 1 << (26 + byte - b'0'),
                _ => 1 << 63,
            }
        })
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Marks that only modify: left out of the comparable form.
const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{5b0}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{200b}'..='\u{200d}' | '\u{ad}')
}

/// Letters that no normal form takes apart, and that people type as others.
fn push_letter(c: char, folded: &mut String) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        _ => folded.push(c),
    }
}
