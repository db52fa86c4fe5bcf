//! The check of an advert: phrases that choose people by what the law does not allow, each with the law
//! and a neutral wording.
//!
//! Pure: a text and the rules go in, what was found comes out. The phrases are data (see
//! `reference::Reference::advert_rules`); nothing here knows where an advert is published.

use std::ops::Range;

use serde::Deserialize;

use super::text;

crate::enumeration! {
    /// What an advert must not choose people by.
    Ground, "advert-ground" {
        /// Sex.
        Sex = "sex",
        /// Age.
        Age = "age",
        /// Looks.
        Looks = "looks",
        /// Family, marriage, pregnancy.
        Family = "family",
        /// Origin, citizenship, language group.
        Origin = "origin",
        /// Belief.
        Belief = "belief",
        /// Health and disability.
        Health = "health",
        /// Union and politics.
        Union = "union",
        /// Sexual orientation.
        Orientation = "orientation",
    }
}

/// Phrases of one kind, the law against them, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What they choose people by.
    pub ground: Ground,
    /// Words in their order: `#` is any number, a star at the end any ending.
    pub phrases: Vec<String>,
    /// Phrases that begin or end where the phrase does and make it harmless: `# anni di esperienza`.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The law, as it is quoted.
    pub law: String,
    /// What to write instead; empty when the words are simply to be left out.
    #[serde(default)]
    pub neutral: String,
}

/// A phrase that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    /// The words as they stand in the advert.
    pub phrase: &'a str,
    /// Where, in bytes.
    pub at: Range<usize>,
    /// The rule against them.
    pub rule: &'a Rule,
}

/// What an advert says that it must not, in its order; phrases that overlap are one.
///
/// ```
/// use sportello::domain::advert::check;
/// use sportello::reference::Reference;
/// let reference = Reference::load();
/// let found = check("Cercasi ragazza max 30 anni", reference.advert_rules());
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1].phrase, "max 30 anni");
/// assert!(check("Si cerca cameriere/a, 2 anni di esperienza", reference.advert_rules()).is_empty());
/// ```
pub fn check<'a>(advert: &'a str, rules: &'a [Rule]) -> Vec<Finding<'a>> {
    let words = words(advert);
    let mut found: Vec<Finding<'a>> = Vec::new();
    for (first, _) in words.iter().enumerate() {
        for rule in rules {
            let longest = rule
                .phrases
                .iter()
                .filter_map(|phrase| rule.fits(phrase, &words, first))
                .max();
            if let Some(length) = longest {
                let at = words[first].at.start..words[first + length - 1].at.end;
                found.push(Finding {
                    phrase: &advert[at.clone()],
                    at,
                    rule,
                });
            }
        }
    }
    found.sort_by_key(|one| (one.at.start, std::cmp::Reverse(one.at.end)));
    let mut end = 0;
    found.retain(|one| {
        let apart = one.at.start >= end;
        end = end.max(one.at.end);
        apart
    });
    found
}

/// The advert with what was found replaced by the neutral wording, or left out.
pub fn neutral(advert: &str, rules: &[Rule]) -> String {
    let mut written = String::with_capacity(advert.len());
    let mut from = 0;
    for one in check(advert, rules) {
        written.push_str(&advert[from..one.at.start]);
        written.push_str(&one.rule.neutral);
        from = one.at.end;
    }
    written.push_str(&advert[from..]);
    tidy(&written)
}

/// The title in both genders, when it is an everyday title in one: `cameriere / cameriera` for
/// `Cameriera di sala`. None when it speaks to everybody already.
///
/// `titles` are everyday titles, masculine and feminine.
pub fn in_both_genders<'t>(
    title: &str,
    titles: impl Iterator<Item = (&'t str, &'t str)>,
) -> Option<String> {
    let written = words(title);
    let speaks_to_all = |at: usize| {
        written.get(at + 1).is_some_and(|next| {
            next.slashed || matches!(&*next.folded, "m" | "f" | "mf" | "fm" | "o" | "e")
        }) || written
            .iter()
            .any(|word| matches!(&*word.folded, "ambosessi"))
            || title.contains(['*', '('])
    };
    titles
        .filter(|(man, woman)| man != woman && !man.contains(' ') && !woman.contains(' '))
        .find_map(|(man, woman)| {
            let (folded_man, folded_woman) = (text::fold(man), text::fold(woman));
            let at = written
                .iter()
                .position(|word| word.folded == folded_man || word.folded == folded_woman)?;
            (!speaks_to_all(at)).then(|| format!("{man} / {woman}"))
        })
}

/// A word of an advert.
struct Word {
    folded: String,
    at: Range<usize>,
    /// Whether a stroke stands before it: `cameriere/a`.
    slashed: bool,
}

fn words(advert: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    let mut slashed = false;
    let ends = advert.char_indices().chain([(advert.len(), ' ')]);
    for (index, c) in ends {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(index),
            (false, Some(from)) => {
                found.push(Word {
                    folded: text::fold(&advert[from..index]),
                    at: from..index,
                    slashed,
                });
                slashed = c == '/';
                start = None;
            }
            (false, None) => slashed |= c == '/',
            (true, Some(_)) => {}
        }
    }
    found
}

impl Rule {
    /// How many words the phrase takes from the word `first` on; none when it does not stand there, or
    /// stands there harmlessly.
    fn fits(&self, phrase: &str, words: &[Word], first: usize) -> Option<usize> {
        let length = takes(phrase, words, first)?;
        let harmless = self.unless.iter().any(|unless| {
            let long = unless.split(' ').count();
            // A harmless phrase lies around the phrase, so it begins at most as many words before.
            (first.saturating_sub(long)..=first).any(|from| {
                takes(unless, words, from).is_some_and(|taken| from + taken >= first + length)
            })
        });
        // `ragazza/o` speaks to both.
        let both = self.ground == Ground::Sex
            && words.get(first + length).is_some_and(|next| next.slashed);
        (!harmless && !both).then_some(length)
    }
}

/// How many words a phrase takes from `first` on.
fn takes(phrase: &str, words: &[Word], first: usize) -> Option<usize> {
    let mut length = 0;
    for wanted in phrase.split(' ') {
        let word = &words.get(first + length)?.folded;
        let same = match (wanted, wanted.strip_suffix('*')) {
            ("#", _) => word.chars().all(|c| c.is_ascii_digit()),
            (_, Some(beginning)) => word.starts_with(beginning),
            (whole, None) => word == whole,
        };
        if !same {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// One space between words, none before a comma, no comma left over.
fn tidy(text: &str) -> String {
    let joined = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n");
    let mut tidy = joined;
    for (from, to) in [
        (" ,", ","),
        (" .", "."),
        (",,", ","),
        (",.", "."),
        ("( )", ""),
        ("()", ""),
    ] {
        tidy = tidy.replace(from, to);
    }
    tidy.trim_matches([' ', ',']).to_owned()
}
