//! The search: the newest open vacancies at once, or those that answer words, an occupation, a place.
//!
//! ```text
//! Offerte di lavoro
//!
//! Offerte aperte: 212. Prima le più recenti.
//!    Titolo                   Azienda         Luogo             Contratto
//! 1  Cameriera / cameriere    Trattoria Alba  Milano, 3 km      determinato
//! 2  Magazziniere             Coop Lambro     Monza, 14 km      manca: CCNL
//! ```
//!
//! The words, or the other conditions, stand above the list while they are filled in; every letter asks
//! again, and leaving the words goes to what was found.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::ids::VacancyId;
use crate::domain::lang::Lang;
use crate::domain::text;
use crate::domain::vacancy::{Contract, VacancyState};
use crate::panes::{Env, Pane as _, person};
use crate::reference::{Municipality, Reference};
use crate::store::vacancies::{Near, SearchVacancies, VacancyPage, VacancyRow};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::Part;
use crate::ui::picker::SHOWN;
use crate::ui::view::{
    At, Block, Column, Facts, FormBlock, List, Notice, Row, RowsBy, Say, Span, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::Vacancies;
use super::say;

const WORDS: &str = "words";
const OCCUPATION: &str = "occupation";
const NEAR: &str = "near";
const KM: &str = "km";
const CONTRACT: &str = "contract";
const STATE: &str = "state";

/// The stored value of "also those that are not open".
const ALL: &str = "all";
/// Rows asked at first, and more each time.
const STEP: usize = 60;
/// The radius when none is typed, km.
const USUAL_KM: u16 = 20;
/// The widest radius that is believed, km.
const WIDEST_KM: u16 = 500;
/// The most words of a typed place.
const PLACE_WORDS: usize = 4;
/// The fewest letters of one: `Rho`.
const PLACE_LETTERS: usize = 3;
/// What stands between a trade and a place.
const PREPOSITIONS: [&str; 6] = ["vicino a", "near", "a", "ad", "in", "at"];
/// Letters from which words are looked up as an everyday title too.
const TITLE_FROM: usize = 4;

/// The search and what it found.
pub(super) struct Search {
    words: Form,
    form: Form,
    asking: Asking,
    rows: Vec<VacancyRow>,
    pub(super) list: ListState<VacancyId>,
    total: usize,
    more: bool,
    /// Whether the end of the words was taken for a place.
    placed: bool,
    limit: usize,
    /// Whether the next answer is to another question, so that the first row is selected.
    fresh: bool,
    loaded: bool,
}

/// Which fields are open above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Words,
    Conditions,
}

impl Search {
    /// The newest open vacancies, not yet asked.
    pub(super) fn new(env: &Env) -> Self {
        let words = &env.words;
        let states = vec![
            Choice::new("open", words.get(MessageId("vacancies-only-open"))),
            Choice::new(ALL, words.get(MessageId("vacancies-all-states"))),
        ];
        let typed = vec![Field::text(WORDS, MessageId("vacancies-words"))];
        let form = Form::new(
            "vacancies.conditions",
            vec![
                Field::picker(OCCUPATION, MessageId("vacancies-occupation")),
                Field::picker(NEAR, MessageId("vacancies-near")),
                Field::text(KM, MessageId("vacancies-km")).max(3),
                Field::choice(
                    CONTRACT,
                    MessageId("vacancies-contract"),
                    person::options::<Contract>(words),
                ),
                Field::choice(STATE, MessageId("vacancies-state"), states),
            ],
        )
        .saved_by(MessageId("vacancies-to-results"));
        Self {
            words: Form::new("vacancies.words", typed).saved_by(MessageId("vacancies-to-results")),
            form,
            asking: Asking::Nothing,
            rows: Vec::new(),
            list: ListState::new(),
            total: 0,
            more: false,
            placed: false,
            limit: STEP,
            fresh: true,
            loaded: false,
        }
    }

    /// The question as it stands in the fields.
    pub(super) fn query(&self, env: &Env) -> SearchVacancies {
        let typed = self.words.value(WORDS);
        let placed = self.named_place(&env.reference).map(|(rest, place)| {
            Box::new(SearchVacancies {
                near: Some(around(&place, self.km())),
                ..self.query_of(rest, env)
            })
        });
        SearchVacancies {
            placed,
            ..self.query_of(typed, env)
        }
    }

    fn query_of(&self, typed: &str, env: &Env) -> SearchVacancies {
        let chosen = self.form.value(OCCUPATION);
        SearchVacancies {
            placed: None,
            words: typed.to_owned(),
            isco08: titled(typed, env),
            occupation: (!chosen.is_empty()).then(|| chosen.to_owned()),
            near: self.near(env),
            contract: self.form.value(CONTRACT).parse().ok(),
            only_open: self.form.value(STATE) != ALL,
            limit: self.limit,
        }
    }

    fn near(&self, env: &Env) -> Option<Near> {
        let place = env.reference.municipality(self.form.value(NEAR))?;
        Some(around(&place, self.km()))
    }

    /// The place that the words end in, and the words before it; none where a place was chosen.
    fn named_place(&self, reference: &Reference) -> Option<(&str, Municipality)> {
        if !self.form.value(NEAR).is_empty() {
            return None;
        }
        ends_in_a_place(self.words.value(WORDS), reference)
    }

    fn km(&self) -> u16 {
        self.form
            .value(KM)
            .parse()
            .ok()
            .filter(|km| (1..=WIDEST_KM).contains(km))
            .unwrap_or(USUAL_KM)
    }

    /// The part in focus.
    pub(super) fn part(&mut self) -> &mut dyn Part {
        match self.asking {
            Asking::Nothing => &mut self.list,
            Asking::Words => &mut self.words,
            Asking::Conditions => &mut self.form,
        }
    }

    /// Whether fields are open above the list.
    pub(super) fn is_asking(&self) -> bool {
        self.asking != Asking::Nothing
    }

    /// Opens the words.
    pub(super) fn ask(&mut self) {
        self.asking = Asking::Words;
        self.words.go_to(WORDS);
    }

    /// Opens the other conditions.
    pub(super) fn ask_conditions(&mut self) {
        self.asking = Asking::Conditions;
        self.form.go_to(OCCUPATION);
    }

    /// A field changed: proposals for pickers; whether to ask again.
    pub(super) fn edited(&mut self, field: usize, env: &Env) -> bool {
        if self.asking == Asking::Words {
            return self.renewed();
        }
        let Some((name, typed)) = self
            .form
            .fields
            .get(field)
            .map(|field| (field.name, field.line.text().to_owned()))
        else {
            return false;
        };
        match name {
            OCCUPATION if !typed.trim().is_empty() => {
                self.form
                    .set_proposals(OCCUPATION, occupations(&typed, env));
                false
            }
            NEAR if !typed.trim().is_empty() => {
                self.form
                    .set_proposals(NEAR, person::municipalities(&typed, &env.reference));
                false
            }
            OCCUPATION | NEAR => self.renewed(),
            _ => false,
        }
    }

    /// A field was left: what is wrong with it, and the search as it now is.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        if self.asking == Asking::Words {
            self.show_results();
            return;
        }
        let Some(field) = self.form.fields.get(field) else {
            return;
        };
        let (name, unmatched) = (field.name, field.is_unmatched());
        self.form.clear_error(name);
        let wrong_km = name == KM && !field_is_km(self.form.value(KM));
        if unmatched {
            self.form
                .set_error(name, say::say(env, MessageId("vacancies-pick-one")));
        } else if wrong_km {
            self.form
                .set_error(KM, say::say(env, MessageId("vacancies-km-wrong")));
        }
        self.renewed();
    }

    fn renewed(&mut self) -> bool {
        self.fresh = true;
        self.limit = STEP;
        true
    }

    /// To the results.
    pub(super) fn show_results(&mut self) {
        self.asking = Asking::Nothing;
    }

    /// Asks for more rows than before.
    pub(super) fn ask_more(&mut self) {
        self.limit += STEP;
    }

    /// Takes what was found.
    pub(super) fn found(&mut self, page: VacancyPage) {
        self.rows = page.rows;
        self.total = page.total;
        self.more = page.more;
        self.placed = page.placed;
        self.loaded = true;
        let rows = &self.rows;
        if std::mem::take(&mut self.fresh) {
            self.list.renew(rows.len(), |i| rows[i].id);
        } else {
            self.list.keep(rows.len(), |i| rows[i].id);
        }
        self.list.set_total(self.total);
    }

    /// Forgets the rows; the same vacancy is selected when they are read again.
    pub(super) fn rest(&mut self) {
        self.rows = Vec::new();
        self.list.rest();
        self.loaded = false;
    }

    /// The row at an index.
    pub(super) fn row(&self, index: usize) -> Option<&VacancyRow> {
        self.rows.get(index)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let mut blocks = Vec::new();
        let typed = self.words.value(WORDS);
        if self.asking == Asking::Conditions && !typed.trim().is_empty() {
            blocks.push(Block::Notice(Notice {
                tone: Tone::Quiet,
                text: words.with(
                    MessageId("vacancies-asked-words"),
                    &[("words", typed.into())],
                ),
            }));
        }
        let form = match self.asking {
            Asking::Nothing => None,
            Asking::Words => Some(&self.words),
            Asking::Conditions => Some(&self.form),
        };
        if let Some(form) = form {
            blocks.push(Block::Form(FormBlock {
                form,
                after: Vec::new(),
            }));
        } else if let Some(asked) = self.asked(env) {
            blocks.push(Block::Notice(Notice {
                tone: Tone::Quiet,
                text: Say::Owned(asked),
            }));
        }
        blocks.push(Block::List(
            List::of(
                columns(env),
                RowsBy::new(self.rows.len(), |i| line(&self.rows[i], env)),
            )
            .headed(self.heading(env))
            .selecting(self.list.selected())
            .in_all(self.total)
            .or_say(if self.loaded {
                words.get(MessageId("vacancies-none-found"))
            } else {
                words.get(MessageId("vacancies-wait"))
            }),
        ));
        let focus = match form {
            Some(form) => At {
                block: blocks.len() - 2,
                part: form.at,
            },
            None => At {
                block: blocks.len() - 1,
                part: self.list.selected(),
            },
        };
        let selected = self.rows.get(self.list.selected());
        View::new(words.get(MessageId("vacancies-title")), blocks)
            .focused_on(focus)
            .beside(selected.map(|row| move || vec![side(row, env)]))
    }

    fn heading<'a>(&self, env: &'a Env) -> Option<Say<'a>> {
        if !self.loaded || self.rows.is_empty() {
            return None;
        }
        let words = &env.words;
        let n = [
            ("n", self.total.into()),
            ("key", env.call(Vacancies::NAME, "search").into()),
        ];
        Some(match (self.more, self.form.value(STATE) == ALL) {
            (true, _) => words.with(MessageId("vacancies-found-more"), &n),
            (false, true) => words.with(MessageId("vacancies-found-all"), &n),
            (false, false) => words.with(MessageId("vacancies-found"), &n),
        })
    }

    /// What is asked, as a sentence; none when nothing is.
    fn asked(&self, env: &Env) -> Option<String> {
        let words = &env.words;
        let placed = self
            .placed
            .then(|| self.named_place(&env.reference))
            .flatten();
        let (typed, place) = match placed {
            Some((rest, place)) => (rest, Some(place)),
            None => (
                self.words.value(WORDS),
                env.reference.municipality(self.form.value(NEAR)),
            ),
        };
        let near = place.map(|place| {
            words
                .with(
                    MessageId("vacancies-asked-near"),
                    &[("place", place.name.into()), ("km", self.km().into())],
                )
                .into_owned()
        });
        let contract: Option<Contract> = self.form.value(CONTRACT).parse().ok();
        let label = |name: &str| {
            self.form
                .field(name)
                .and_then(|field| field.chosen.as_ref())
                .map(|choice| choice.label.clone())
        };
        let titles: Vec<String> = match self.form.value(OCCUPATION) {
            "" => titled(typed, env)
                .iter()
                .map(|isco08| env.reference.occupation_name(isco08, env.lang).into_owned())
                .filter(|title| !names(title, typed))
                .collect(),
            _ => Vec::new(),
        };
        let also = (!titles.is_empty()).then(|| {
            words
                .with(
                    MessageId("vacancies-also"),
                    &[("titles", titles.join(", ").into())],
                )
                .into_owned()
        });
        let asked = say::join([
            text::said(Some(typed)).map(str::to_owned),
            also,
            label(OCCUPATION),
            near,
            contract.map(|contract| say::word(words, contract)),
        ]);
        (!asked.is_empty()).then(|| {
            words
                .with(
                    MessageId("vacancies-asked"),
                    &[
                        ("what", asked.into()),
                        ("key", env.call(Vacancies::NAME, "search").into()),
                    ],
                )
                .into_owned()
        })
    }
}

/// Occupations for what stands in a field: an everyday title, with its unit.
pub(super) fn occupations(typed: &str, env: &Env) -> Vec<Choice> {
    env.reference
        .occupations(typed, env.lang, SHOWN)
        .into_iter()
        .map(|found| {
            let detail = if found.title == found.unit_title {
                ""
            } else {
                found.unit_title
            };
            Choice::new(found.isco08, found.title).with_detail(detail)
        })
        .collect()
}

/// Whether the words are a title, in one gender or the other.
fn names(title: &str, typed: &str) -> bool {
    title
        .split(" / ")
        .any(|one| text::fold(one) == text::fold(typed))
}

fn around(place: &Municipality, km: u16) -> Near {
    Near {
        latitude: place.latitude,
        longitude: place.longitude,
        km: f64::from(km),
    }
}

/// The place in whose full name the words end, and the words before it, without the preposition between.
fn ends_in_a_place<'t>(typed: &'t str, reference: &Reference) -> Option<(&'t str, Municipality)> {
    let starts: Vec<usize> = typed
        .split_word_bound_indices()
        .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map(|(at, _)| at)
        .collect();
    let longest = starts.len().saturating_sub(PLACE_WORDS);
    let (at, place) = starts[longest..]
        .iter()
        .filter(|&&at| typed[at..].trim_end().len() >= PLACE_LETTERS)
        .find_map(|&at| Some((at, reference.place_named(&typed[at..])?)))?;
    let before = typed[..at].trim_end();
    let rest = PREPOSITIONS
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .filter(|rest| rest.is_empty() || rest.ends_with(' '))
        .unwrap_or(before);
    Some((rest.trim_end(), place))
}

/// The occupations of which the words are an everyday title.
fn titled(typed: &str, env: &Env) -> Vec<String> {
    let folded = text::fold(typed);
    if folded.chars().count() < TITLE_FROM {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    // Adverts are mostly in Italian: what is typed in English finds them by their occupation.
    let tongues = [Lang::It, env.lang];
    let known = |lang| env.reference.occupations(typed, lang, 3);
    for one in tongues.into_iter().flat_map(known) {
        if text::words_begin(&text::fold(&one.title), &folded)
            && !found.iter().any(|code| code == one.isco08)
        {
            found.push(one.isco08.to_owned());
        }
    }
    found
}

fn field_is_km(typed: &str) -> bool {
    typed.is_empty()
        || typed
            .parse()
            .is_ok_and(|km: u16| (1..=WIDEST_KM).contains(&km))
}

fn columns(env: &Env) -> Vec<Column<'_>> {
    let column = |id: MessageId, width: Width| Column::new(env.words.get(id), width);
    vec![
        column(
            MessageId("vacancies-column-title"),
            Width::Fill { min: 30, weight: 2 },
        ),
        column(
            MessageId("vacancies-column-company"),
            Width::Below { min: 28 },
        ),
        column(
            MessageId("vacancies-column-place"),
            Width::Fill { min: 18, weight: 1 },
        ),
        column(MessageId("vacancies-column-contract"), Width::Fixed(15)),
    ]
}

fn line<'a>(row: &'a VacancyRow, env: &'a Env) -> Row<'a> {
    Row {
        cells: vec![
            Span::plain(env.with_use(Some(row.id), row.title.as_str().into())),
            Span::toned(row.company_name.as_str(), Tone::Quiet),
            Span::plain(say::place(row, &env.words)),
            offer(row, env),
        ],
    }
}

/// What is most worth knowing in one cell: what is missing, a state that is not the usual one, else the
/// contract.
fn offer<'a>(row: &'a VacancyRow, env: &'a Env) -> Span<'a> {
    if let Some(missing) = say::missing(&row.missing, &env.words) {
        return Span::toned(missing, Tone::Warn);
    }
    match (row.state, row.contract) {
        (VacancyState::Open, Some(contract)) => {
            Span::plain(say::short_contract(contract, &env.words))
        }
        (state, _) => say::state(state, &env.words),
    }
}

/// The facts of a row, for wide screens.
pub(super) fn side<'a>(row: &'a VacancyRow, env: &'a Env) -> Block<'a> {
    let words = &env.words;
    let label = |id: MessageId| words.get(id);
    let contract = row
        .contract
        .map(|contract| say::word(words, contract))
        .unwrap_or_default();
    let rows = vec![
        (
            label(MessageId("vacancies-company")),
            Span::plain(row.company_name.as_str()),
        ),
        (
            label(MessageId("vacancies-place")),
            Span::plain(say::place(row, words)),
        ),
        (
            label(MessageId("vacancies-contract")),
            Span::plain(contract),
        ),
        (
            label(MessageId("vacancies-hours")),
            Span::plain(say::timetable(row, words)),
        ),
        (
            label(MessageId("vacancies-pay")),
            Span::plain(say::pay(row.pay, words).unwrap_or_default()),
        ),
        (
            label(MessageId("vacancies-posts")),
            Span::plain(row.posts.to_string()),
        ),
        (
            label(MessageId("vacancies-state")),
            say::state(row.state, words),
        ),
        (
            Say::Borrowed(""),
            Span::toned(
                say::missing(&row.missing, words).unwrap_or_default(),
                Tone::Warn,
            ),
        ),
        (
            label(MessageId("vacancies-deadline")),
            Span::plain(
                row.deadline_on
                    .map(|day| words.date(day))
                    .unwrap_or_default(),
            ),
        ),
    ];
    Block::Facts(Facts::new(rows).headed(Say::Borrowed(row.title.as_str())))
}
