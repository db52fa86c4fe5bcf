//! The one ranking of every look-up: exact, then the beginning of the name, then the beginnings of
//! words, then typing errors, then letters in order, then some of the words. Within a rank the
//! weight decides (population, frequency), then the order of the table.
//!
//! Keys are folded once, when the table is loaded. A set of letters per key spares most
//! comparisons, so that a look-up over eight thousand names takes a fraction of a millisecond.

use std::cmp::Reverse;
use std::fmt;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::domain::text;

/// Names to look in, folded. Several keys may lead to one item.
pub(super) struct Names {
    /// Every key: the folded words, then the same without spaces.
    text: String,
    keys: Vec<Key>,
    matcher: SkimMatcherV2,
}

#[derive(Debug, Clone, Copy)]
struct Key {
    start: u32,
    words: u16,
    squashed: u16,
    letters: u64,
    weight: u32,
    item: u32,
}

/// How well a key fits. Smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    tier: Tier,
    detail: i64,
    weight: Reverse<u32>,
    key: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Exact,
    NameBegins,
    WordsBegin,
    Typos,
    LettersInOrder,
    SomeWords,
}

/// An item found, and by which of its keys (in the order of [`Names::add`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) rank: Rank,
    pub(super) item: u32,
}

impl Hit {
    /// Whether what was typed begins the name or words of it: no guess.
    pub(super) fn is_good(&self) -> bool {
        self.rank.tier <= Tier::WordsBegin
    }

    /// How well it fits, whatever else weighs: for hits of several tables.
    pub(super) fn fit(&self) -> impl Ord + use<> {
        (self.rank.tier, self.rank.detail)
    }

    /// Which key found it.
    pub(super) fn key(&self) -> usize {
        self.rank.key as usize
    }

    /// Whether the whole name was typed.
    pub(super) fn is_exact(&self) -> bool {
        self.rank.tier == Tier::Exact
    }
}

/// What was typed, folded once.
struct Query {
    words: String,
    squashed: String,
    letters: u64,
    /// How many typing errors are forgiven: none in three letters, two from eight on.
    errors: usize,
}

impl Query {
    fn new(folded: &str) -> Option<Self> {
        let squashed: String = folded.split(' ').collect();
        if squashed.is_empty() {
            return None;
        }
        let errors = match squashed.len() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        Some(Self {
            letters: text::letters(folded),
            words: folded.to_owned(),
            squashed,
            errors,
        })
    }
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            keys: Vec::new(),
            matcher: SkimMatcherV2::default(),
        }
    }

    /// Adds a name of an item. Greater weights come first among equals.
    pub(super) fn add(&mut self, name: &str, item: u32, weight: u32) {
        let start = self.text.len();
        text::fold_into(name, &mut self.text);
        let words = self.text.len() - start;
        let squashed: String = self.text[start..].split(' ').collect();
        self.text.push_str(&squashed);
        self.keys.push(Key {
            start: start as u32,
            words: words as u16,
            squashed: squashed.len() as u16,
            letters: text::letters(&self.text[start..start + words]),
            weight,
            item,
        });
    }

    /// Gives back what building reserved.
    pub(super) fn shrink(mut self) -> Self {
        self.text.shrink_to_fit();
        self.keys.shrink_to_fit();
        self
    }

    /// The best `n` items for a folded query among those that `accept` takes. `spellings` are
    /// other ways to write the query in full; only what begins with one of them is found by it.
    pub(super) fn find(
        &self,
        folded: &str,
        spellings: &[String],
        n: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Vec<Hit> {
        let Some(query) = Query::new(folded) else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        for spelling in spellings.iter().filter_map(|spelling| Query::new(spelling)) {
            self.look(Self::begins, &spelling, &accept, &mut hits);
        }
        self.look(Self::begins, &query, &accept, &mut hits);
        best_of_each(&mut hits, usize::MAX);
        if hits.len() < n {
            self.look(Self::mistyped, &query, &accept, &mut hits);
        }
        // Loose readings of the query would only be noise behind a good one.
        for stage in [Self::in_order, Self::some_words] {
            if hits.is_empty() {
                self.look(stage, &query, &accept, &mut hits);
            }
        }
        best_of_each(&mut hits, n);
        hits
    }

    /// The same, where a table has so many names that guesses would only be noise behind what was found: typing
    /// errors are forgiven when nothing begins with what was typed.
    pub(super) fn find_good(&self, folded: &str, n: usize) -> Vec<Hit> {
        let Some(query) = Query::new(folded) else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        for stage in [
            Self::begins,
            Self::mistyped,
            Self::some_words,
            Self::in_order,
        ] {
            if hits.is_empty() {
                self.look(stage, &query, &|_| true, &mut hits);
            }
        }
        best_of_each(&mut hits, usize::MAX);
        // Behind a name with two of the words asked, one with a single word is chance.
        let best = hits.first().map_or(0, |hit| hit.rank.detail);
        hits.retain(|hit| hit.rank.tier != Tier::SomeWords || hit.rank.detail * 3 <= best * 2);
        hits.truncate(n);
        hits
    }

    fn look(
        &self,
        stage: impl Fn(&Self, &Key, &Query) -> Option<(Tier, i64)>,
        query: &Query,
        accept: &impl Fn(u32) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        hits.extend(self.keys.iter().enumerate().filter_map(|(at, key)| {
            let (tier, detail) = stage(self, key, query)?;
            let rank = Rank {
                tier,
                detail,
                weight: Reverse(key.weight),
                key: at as u32,
            };
            accept(key.item).then_some(Hit {
                rank,
                item: key.item,
            })
        }));
    }

    fn words(&self, key: &Key) -> &str {
        let start = key.start as usize;
        &self.text[start..start + key.words as usize]
    }

    fn squashed(&self, key: &Key) -> &str {
        let start = key.start as usize + key.words as usize;
        &self.text[start..start + key.squashed as usize]
    }

    fn begins(&self, key: &Key, query: &Query) -> Option<(Tier, i64)> {
        if query.letters & !key.letters != 0 {
            return None;
        }
        let squashed = self.squashed(key);
        if squashed.starts_with(&query.squashed) {
            let exact = squashed.len() == query.squashed.len();
            return Some((if exact { Tier::Exact } else { Tier::NameBegins }, 0));
        }
        text::words_begin(self.words(key), &query.words).then_some((Tier::WordsBegin, 0))
    }

    fn mistyped(&self, key: &Key, query: &Query) -> Option<(Tier, i64)> {
        let foreign = (query.letters & !key.letters).count_ones() as usize;
        if query.errors == 0 || foreign > query.errors {
            return None;
        }
        let (typed, whole) = (query.squashed.as_bytes(), self.squashed(key).as_bytes());
        let ways = [
            text::typos(typed, whole, query.errors),
            text::typos_in_beginning(typed, whole, query.errors),
            words_mistyped(self.words(key), &query.words, query.errors),
        ];
        let cost = |(way, errors): (usize, Option<usize>)| Some(errors? as i64 * 3 + way as i64);
        let detail = ways.into_iter().enumerate().filter_map(cost).min()?;
        Some((Tier::Typos, detail))
    }

    fn in_order(&self, key: &Key, query: &Query) -> Option<(Tier, i64)> {
        if query.squashed.len() < 3 || query.letters & !key.letters != 0 {
            return None;
        }
        // What is abbreviated keeps the beginning of a word; else nearly anything is in anything.
        let begins = |word: &str| word.chars().next() == query.squashed.chars().next();
        if !text::words(self.words(key)).any(begins) {
            return None;
        }
        let score = self.matcher.fuzzy_match(self.words(key), &query.squashed)?;
        let least = query.squashed.len() as i64 * LEAST_PER_LETTER;
        (score >= least).then_some((Tier::LettersInOrder, -score))
    }

    fn some_words(&self, key: &Key, query: &Query) -> Option<(Tier, i64)> {
        let known = text::words(&query.words)
            .filter(|word| word.len() > 3 && !LITTLE_WORDS.contains(word))
            .map(|word| word.len() as i64 * likeness(word, self.words(key)))
            .sum::<i64>();
        (known > 0).then_some((Tier::SomeWords, -known))
    }
}

/// Words that tell nothing, of those longer than three letters.
const LITTLE_WORDS: &[&str] = &[
    "alla", "alle", "allo", "come", "dalla", "dell", "della", "delle", "dello", "degli", "nella",
    "nelle", "sulla", "from", "that", "with",
];

/// Letters in order that lie scattered over a long name are chance.
const LEAST_PER_LETTER: i64 = 12;

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names")
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}

/// Sorts and keeps the best hit of each item, `n` at most.
pub(super) fn best_of_each(hits: &mut Vec<Hit>, n: usize) {
    hits.sort_unstable();
    let mut seen = std::collections::HashSet::new();
    hits.retain(|hit| seen.insert(hit.item));
    hits.truncate(n);
}

/// How like a word is to the likest of a name: 3 the same, 2 its beginning, 1 mistyped, 0 not.
fn likeness(wanted: &str, folded: &str) -> i64 {
    let like = |word: &str| match word {
        _ if word == wanted => 3,
        _ if word.starts_with(wanted) => 2,
        _ if text::typos(wanted.as_bytes(), word.as_bytes(), 1).is_some() => 1,
        _ => 0,
    };
    text::words(folded).map(like).max().unwrap_or_default()
}

/// Every wanted word begins a word of the key, with `limit` errors in all; short words have none.
fn words_mistyped(folded: &str, wanted: &str, limit: usize) -> Option<usize> {
    let mut total = 0;
    for typed in text::words(wanted) {
        let allowed = if typed.len() > 3 {
            (limit - total).min(1)
        } else {
            0
        };
        let errors = text::words(folded)
            .filter_map(|word| text::typos_in_beginning(typed.as_bytes(), word.as_bytes(), allowed))
            .min()?;
        total += errors;
    }
    (total <= limit).then_some(total)
}
