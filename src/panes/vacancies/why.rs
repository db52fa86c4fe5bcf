//! Why a vacancy and a person go together, or not: one row for each criterion, then what can be done.
//!
//! ```text
//! Cameriera di sala: 78 punti
//!
//!   Persona     ROSSI Maria
//!   Azienda     Trattoria Alba, Milano, 3 km
//!
//! La candidatura è possibile.
//! Da chiedere alla persona: italiano. Invio sulla riga registra la risposta.
//! Non usati: genere, età, famiglia, salute, origine, detenzione.
//!
//! 1  + mestiere            stesso mestiere (cameriere / cameriera)  30 di 30
//! 2  - orario              turni                                     0 di 10
//! 3  ? italiano            da chiedere: B1                           1 di 2
//! 4  Candida
//! 5  Apri l'offerta
//! ```

use crate::domain::Named as _;
use crate::domain::ids::VacancyId;
use crate::domain::matching::{Eligibility, Explained, GateRule, Line as ScoreLine, Side};
use crate::domain::vacancy::ApplicationState;
use crate::panes::{Env, InHand};
use crate::store::vacancies::VacancyRow;
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::say;

/// What a pair needs to know of the vacancy.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) id: VacancyId,
    pub(super) title: String,
    pub(super) company: String,
    row: VacancyRow,
}

impl Offer {
    /// The vacancy of a line.
    pub(super) fn of(row: &VacancyRow) -> Self {
        Self {
            id: row.id,
            title: row.title.clone(),
            company: row.company_name.clone(),
            row: row.clone(),
        }
    }
}

/// Somebody and a vacancy, compared.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) person: InHand,
    pub(super) offer: Offer,
    pub(super) eligibility: Eligibility,
    pub(super) explained: Explained,
    pub(super) applied: Option<ApplicationState>,
}

impl Pair {
    /// The rules that say no.
    pub(super) fn refused(&self) -> &[GateRule] {
        match &self.eligibility {
            Eligibility::Refused(rules) => rules,
            _ => &[],
        }
    }

    /// The rules of which the answer is not known.
    fn open_rules(&self) -> &[GateRule] {
        match &self.eligibility {
            Eligibility::ToAsk(rules) => rules,
            _ => &[],
        }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A rule of the gate whose answer is not known.
    Rule(GateRule),
    /// A line of the score, by its index.
    Criterion(usize),
    /// Put forward.
    Propose,
    /// How far the application has come.
    Application,
    /// The vacancy itself.
    Vacancy,
    /// The record of the person.
    Person,
}

/// An explanation that is open.
pub(super) struct Why {
    pub(super) pair: Pair,
    lines: Vec<Line>,
    pub(super) list: ListState<usize>,
}

impl Why {
    /// The explanation of a pair.
    pub(super) fn new(pair: Pair) -> Self {
        let mut lines: Vec<Line> = pair
            .open_rules()
            .iter()
            .map(|rule| Line::Rule(*rule))
            .collect();
        // What is known first: it is what speaks for the vacancy, or against it.
        let told = &pair.explained.lines;
        let mut criteria: Vec<usize> = (0..told.len()).collect();
        criteria.sort_by_key(|&i| told[i].sign);
        lines.extend(criteria.into_iter().map(Line::Criterion));
        lines.push(match pair.applied {
            None => Line::Propose,
            Some(_) => Line::Application,
        });
        lines.extend([Line::Vacancy, Line::Person]);
        let mut list = ListState::new();
        list.keep(lines.len(), |i| i);
        Self { pair, lines, list }
    }

    /// The same pair as it is now; the same place stays selected.
    pub(super) fn renew(&mut self, pair: Pair) {
        let at = self.lines.get(self.list.selected()).copied();
        *self = Self::new(pair);
        if let Some(place) = self.lines.iter().position(|line| Some(*line) == at) {
            self.list.select(place);
        }
    }

    /// What a row is.
    pub(super) fn line(&self, row: usize) -> Option<Line> {
        self.lines.get(row).copied()
    }

    /// The row that asks what this names: a rule or a criterion by its stored text.
    pub(super) fn row_of(&self, asks: &str) -> Option<usize> {
        let named = |line: &Line| match line {
            Line::Rule(rule) => rule.code() == asks,
            Line::Criterion(index) => self
                .criterion(*index)
                .is_some_and(|line| line.criterion.code() == asks),
            Line::Propose | Line::Application | Line::Vacancy | Line::Person => false,
        };
        self.lines.iter().position(named)
    }

    /// A line of the score.
    pub(super) fn criterion(&self, index: usize) -> Option<&ScoreLine<String>> {
        self.pair.explained.lines.get(index)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let pair = &self.pair;
        let title = words.with(
            MessageId("why-title"),
            &[
                ("title", (&pair.offer.title).into()),
                ("points", say::points(&pair.explained, words).into()),
            ],
        );
        View::new(
            title,
            vec![
                Block::Facts(self.facts(env)),
                Block::Text(Text {
                    heading: None,
                    paragraphs: self.opening(env),
                }),
                Block::List(self.rows(env)),
            ],
        )
        .at(2, self.list.selected())
    }

    fn facts<'a>(&'a self, env: &'a Env) -> Facts<'a> {
        let words = &env.words;
        let row = &self.pair.offer.row;
        let company = say::join([Some(row.company_name.clone()), Some(row.place_name.clone())]);
        let applied = self
            .pair
            .applied
            .map(|state| say::word(words, state))
            .unwrap_or_default();
        Facts::of(
            words,
            [
                (
                    MessageId("why-column-person"),
                    Span::toned(self.pair.person.name.as_str(), Tone::Strong),
                ),
                (MessageId("vacancies-company"), Span::plain(company)),
                (MessageId("why-applied"), Span::toned(applied, Tone::Strong)),
            ],
        )
    }

    fn rows<'a>(&'a self, env: &'a Env) -> List<'a> {
        List::of(
            vec![
                Column::bare(Width::Fixed(20)),
                Column::bare(Width::Fill { min: 30, weight: 1 }),
                Column::bare(Width::Fixed(8)),
            ],
            RowsBy::new(self.lines.len(), |i| self.row(self.lines[i], env)),
        )
        .selecting(self.list.selected())
    }

    fn row<'a>(&'a self, line: Line, env: &'a Env) -> Row<'a> {
        let words = &env.words;
        let alone = |text: Say<'a>, tone: Tone| Row {
            cells: vec![Span { text, tone }, Span::default(), Span::default()],
        };
        match line {
            Line::Rule(rule) => Row {
                cells: vec![
                    Span::toned(words.get(MessageId("why-rule")), Tone::Warn),
                    Span::toned(
                        words.with(
                            MessageId("why-to-ask-of"),
                            &[("found", say::word(words, rule).into())],
                        ),
                        Tone::Warn,
                    ),
                    Span::default(),
                ],
            },
            Line::Criterion(index) => match self.criterion(index) {
                Some(line) => Row {
                    cells: vec![
                        Span::toned(say::criterion(line, words), say::tone(line.sign)),
                        Span::toned(say::finding(line, env), say::tone(line.sign)),
                        Span::toned(say::points_of(line, words), Tone::Quiet),
                    ],
                },
                None => Row::default(),
            },
            Line::Propose => alone(words.get(MessageId("why-propose")), Tone::Strong),
            Line::Application => alone(words.get(MessageId("why-open-application")), Tone::Strong),
            Line::Vacancy => alone(words.get(MessageId("why-open-vacancy")), Tone::Plain),
            Line::Person => alone(words.get(MessageId("why-open-person")), Tone::Plain),
        }
    }

    /// The gate's answer, what is to be asked, and what was not used.
    fn opening<'a>(&self, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let mut said = vec![say::gate(&self.pair.eligibility, words)];
        let asked = |id: MessageId, side: Side| {
            let what = say::to_ask(&self.pair.explained, side, words);
            (!what.is_empty())
                .then(|| Span::toned(words.with(id, &[("what", what.into())]), Tone::Warn))
        };
        let known = self.pair.explained.known();
        if known < 100 {
            let counts = [("n", known.into())];
            said.push(Span::plain(words.with(MessageId("why-known"), &counts)));
        }
        said.extend(asked(MessageId("why-ask-person"), Side::Person));
        said.extend(asked(MessageId("why-ask-company"), Side::Company));
        said.push(Span::toned(
            words.get(MessageId("why-not-used")),
            Tone::Quiet,
        ));
        said
    }
}
