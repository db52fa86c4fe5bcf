//! Finding one of many by a few letters: exact, then beginning, then beginning of a word, then letters in
//! order. Accents, case and punctuation never matter.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::form::Choice;

/// How many proposals are shown at most.
pub const SHOWN: usize = 8;

/// A text without accents, case and punctuation, its words one space apart.
pub fn fold(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How well a text answers a query, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The same letters.
    Exact,
    /// It begins so.
    Prefix,
    /// One of its words begins so, or each of its words begins with one of the query's.
    Word,
    /// The letters are all there, in order; the better score first.
    Fuzzy(std::cmp::Reverse<i64>),
}

/// How well `candidate` answers `query`, both folded; `None` when it does not.
pub fn fit(matcher: &SkimMatcherV2, query: &str, candidate: &str) -> Option<Fit> {
    if candidate == query {
        return Some(Fit::Exact);
    }
    if candidate.starts_with(query) {
        return Some(Fit::Prefix);
    }
    let begins = |part: &str| candidate.split(' ').any(|word| word.starts_with(part));
    if query.split(' ').all(begins) {
        return Some(Fit::Word);
    }
    let score = matcher.fuzzy_match(candidate, &query.replace(' ', ""))?;
    Some(Fit::Fuzzy(std::cmp::Reverse(score)))
}

/// The choices that answer what was typed, best first and at most [`SHOWN`]; equals keep their order.
/// An empty query is answered by all of them.
pub fn find(query: &str, choices: &[Choice]) -> Vec<Choice> {
    let query = fold(query);
    if query.is_empty() {
        return choices.to_vec();
    }
    let matcher = SkimMatcherV2::default();
    let mut found: Vec<(Fit, &Choice)> = choices
        .iter()
        .filter_map(|choice| Some((fit(&matcher, &query, &fold(&choice.label))?, choice)))
        .collect();
    found.sort_by_key(|(fit, _)| *fit);
    found
        .into_iter()
        .take(SHOWN)
        .map(|(_, choice)| choice.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_comes_before_prefix_before_word_before_letters_in_order() {
        let choices: Vec<Choice> = [
            "Sesto San Giovanni",
            "Monte San Vito",
            "San",
            "Sanremo",
            "Susegana",
            "Milano",
        ]
        .map(|label| Choice::new(label, label))
        .into();
        let found: Vec<_> = find("SÀN", &choices).into_iter().map(|c| c.label).collect();
        assert_eq!(
            found,
            [
                "San",
                "Sanremo",
                "Sesto San Giovanni",
                "Monte San Vito",
                "Susegana"
            ]
        );
        assert_eq!(find("giov sesto", &choices)[0].label, "Sesto San Giovanni");
        assert!(find("xyz", &choices).is_empty());
    }

    #[test]
    fn accents_case_and_punctuation_never_matter() {
        assert_eq!(fold("  Forlì-CESENA (d'Oltre)"), "forli cesena d oltre");
    }
}
