//! Two records beside each other, field by field: which value stays, and then one record instead of two.
//!
//! ```text
//! Due schede: ROSSI Maria e ROSSI Maria
//!
//!                       Prima scheda       Seconda scheda     Resta
//! 1 Unisci le due schede
//! 2 Sono due persone diverse
//! 3 Telefono            399 123 4567       399 765 4321       resta la prima
//! 4 Cognome             Rossi              Rossi              uguale
//!   Storia              12 righe           3 righe            resta tutto
//! ```
//!
//! The older record is the first. Of what only one of them says, that stays unless somebody says otherwise.

use std::collections::BTreeSet;

use crate::domain::Named as _;
use crate::domain::double::SameFact;
use crate::domain::ids::PersonId;
use crate::domain::interview::EntryKind;
use crate::domain::person::{ContactRule, EmploymentStatus};
use crate::panes::{Cx, Env, person};
use crate::store::interview::Entry;
use crate::store::people::{Double, MergePeople, NotSame, PersonSide, SeparatePeople, Side};
use crate::store::search::PersonHit;
use crate::ui::dialog::Dialog;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::entries::say;
use super::entry_fields::tongue;
use super::history::{How, value_in_words};
use super::{Msg, People, Sub};

/// The rows before the facts: to merge, and that they are two.
const WAYS: [MessageId; 2] = [MessageId("pair-merge"), MessageId("pair-not-same")];

/// The two records that are open.
pub(super) struct Pair {
    who: [PersonId; 2],
    names: [String; 2],
    sides: [Option<Side>; 2],
    /// The facts of which the second record's value stays.
    taken: BTreeSet<SameFact>,
    lines: Vec<Line>,
    pub(super) list: ListState<usize>,
}

/// A fact as both say it.
struct Line {
    fact: SameFact,
    said: [Option<String>; 2],
    /// Of a place: its codes.
    codes: [Option<String>; 2],
    /// Whether the second value is the better one, while nobody has chosen.
    second: bool,
}

impl Pair {
    pub(super) fn of(double: &Double) -> Self {
        let sides = [&double.one, &double.other];
        let mut list = ListState::new();
        list.keep(WAYS.len(), |i| i);
        Self {
            who: sides.map(|hit| hit.id),
            names: sides.map(PersonHit::short_name),
            sides: [None, None],
            taken: BTreeSet::new(),
            lines: Vec::new(),
            list,
        }
    }

    /// Asks for both records.
    pub(super) fn read(&self, cx: &mut Cx<'_, People>) {
        let [one, other] = self.who;
        cx.read("side.one", PersonSide { person: one }, Msg::SideOne);
        cx.read("side.other", PersonSide { person: other }, Msg::SideOther);
    }

    /// One of the two records is here; what differs comes first.
    pub(super) fn take(&mut self, at: usize, side: Side, env: &Env) {
        self.sides[at] = Some(side);
        let [Some(one), Some(other)] = &self.sides else {
            return;
        };
        let mut lines: Vec<Line> = SameFact::ALL
            .iter()
            .map(|fact| Line::of(*fact, one, other, env))
            .filter(|line| line.said.iter().any(Option::is_some))
            .collect();
        lines.sort_by_key(Line::is_same);
        // What was chosen holds as long as both records still say the same of it.
        let taken = lines.iter().filter(|line| {
            let before = self.lines.iter().find(|before| before.fact == line.fact);
            match before.filter(|before| before.said == line.said && before.codes == line.codes) {
                Some(before) => self.taken.contains(&before.fact),
                None => line.second,
            }
        });
        self.taken = taken.map(|line| line.fact).collect();
        self.list.keep(WAYS.len() + lines.len() + 1, |i| i);
        self.lines = lines;
    }

    /// Another value stays.
    fn turn(&mut self, row: usize) -> bool {
        let line = row
            .checked_sub(WAYS.len())
            .and_then(|at| self.lines.get(at))
            .filter(|line| !line.is_same());
        let Some(fact) = line.map(|line| line.fact) else {
            return false;
        };
        if !self.taken.remove(&fact) {
            self.taken.insert(fact);
        }
        true
    }

    /// The act that makes one record of the two, once both are here.
    fn merge(&self) -> Option<MergePeople> {
        let [Some(one), Some(other)] = &self.sides else {
            return None;
        };
        Some(MergePeople {
            kept: one.person,
            kept_ver: one.ver,
            gone: other.person,
            gone_ver: other.ver,
            taken: self.taken.iter().copied().collect(),
        })
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let column = |heading, width| Column::new(words.get(heading), width);
        let shown = WAYS.len() + self.lines.len() + usize::from(!self.lines.is_empty());
        let list = List::of(
            vec![
                column(MessageId("pair-column-fact"), Width::Fixed(18)),
                column(
                    MessageId("doubles-column-one"),
                    Width::Fill { min: 12, weight: 1 },
                ),
                column(
                    MessageId("doubles-column-other"),
                    Width::Fill { min: 12, weight: 1 },
                ),
                column(MessageId("pair-column-stays"), Width::Fixed(16)),
            ],
            RowsBy::new(shown, move |i| self.row(i, env)),
        )
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("person-reading")));
        let args = [
            ("one", self.names[0].as_str().into()),
            ("other", self.names[1].as_str().into()),
        ];
        let title = words.with(MessageId("pair-title"), &args);
        View::new(title, vec![Block::List(list)]).at(0, self.list.selected())
    }

    fn row<'a>(&'a self, i: usize, env: &'a Env) -> Row<'a> {
        let words = &env.words;
        let get = |id: MessageId| words.get(id);
        if let Some(way) = WAYS.get(i) {
            let nothing = || Span::plain("");
            return Row {
                cells: vec![Span::plain(get(*way)), nothing(), nothing(), nothing()],
            };
        }
        let Some(line) = self.lines.get(i - WAYS.len()) else {
            let rows = self.sides.each_ref().map(|side| {
                let n = side.as_ref().map_or(0, |side| side.rows);
                let rows = words.with(MessageId("pair-rows"), &[("n", n.into())]);
                Span::plain(rows)
            });
            let [one, other] = rows;
            let all = Span::plain(get(MessageId("pair-all-stays")));
            return Row {
                cells: vec![Span::plain(get(MessageId("pair-history"))), one, other, all],
            };
        };
        let label = person::sentence_case(&person::word(words, line.fact));
        let [one, other] = line.said.each_ref().map(|said| match said {
            Some(said) => Span::plain(said.as_str()),
            None => Span::toned(get(MessageId("pair-nothing")), Tone::Quiet),
        });
        let stays = if line.is_same() {
            Span::toned(get(MessageId("pair-same")), Tone::Quiet)
        } else if self.taken.contains(&line.fact) {
            Span::toned(get(MessageId("pair-other-stays")), Tone::Strong)
        } else {
            Span::plain(get(MessageId("pair-one-stays")))
        };
        Row {
            cells: vec![Span::plain(label), one, other, stays],
        }
    }
}

impl Line {
    fn of(fact: SameFact, one: &Side, other: &Side, env: &Env) -> Self {
        let raw = [one, other].map(|side| side.facts.get(&fact));
        let codes = [one, other].map(|side| side.codes.get(&fact).cloned());
        let second = match raw {
            [None, _] => true,
            // Of two rules for reaching somebody the stricter one does no harm.
            [Some(first), Some(second)] if fact == SameFact::ContactRule => {
                let rule = |raw: &str| raw.parse::<ContactRule>().ok();
                rule(second) > rule(first)
            }
            // A name alone leads nowhere: the place with its code says more.
            [Some(first), Some(second)] => {
                first == second && codes[0].is_none() && codes[1].is_some()
            }
            _ => false,
        };
        Self {
            fact,
            said: [one, other].map(|side| told(fact, side, env)),
            codes,
            second,
        }
    }

    /// Whether both say the same: of a place also when one of them has no code.
    fn is_same(&self) -> bool {
        let codes = match &self.codes {
            [Some(one), Some(other)] => one == other,
            _ => true,
        };
        codes && self.said[0] == self.said[1]
    }
}

/// What a record says of a fact: of skills and languages with what the rows of its interview tell of each, which goes
/// with the fact.
fn told(fact: SameFact, side: &Side, env: &Env) -> Option<String> {
    let raw = side.facts.get(&fact);
    let kind = match fact {
        SameFact::Skills => EntryKind::Skill,
        SameFact::Languages => EntryKind::Language,
        _ => return raw.map(|raw| in_words(fact, raw, env)),
    };
    let raw = raw.and_then(|raw| serde_json::from_str::<Vec<String>>(raw).ok());
    let of_kind = side.entries.iter().filter(|entry| entry.kind() == kind);
    let rows: Vec<(&str, &Entry)> = of_kind
        .filter_map(|entry| Some((entry.name()?, entry)))
        .collect();
    let told = rows.iter().map(|(name, _)| (*name).to_owned());
    let mut names = raw.unwrap_or_default();
    for name in told {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let said = names.iter().map(|name| {
        let row = rows.iter().find(|(own, _)| own == name);
        match (row, kind) {
            (Some((_, entry)), _) => say(entry, env),
            (None, EntryKind::Language) => person::sentence_case(&tongue(name, env)),
            (None, _) => person::sentence_case(env.reference.skill_name(name, env.lang)),
        }
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// A stored value in the words of the screen.
fn in_words(fact: SameFact, raw: &str, env: &Env) -> String {
    let how = match fact {
        SameFact::BirthOn | SameFact::DidOn | SameFact::AvailableFrom => How::Day,
        SameFact::RegistrySex => How::Word("registry-sex"),
        SameFact::Gender => How::Word("gender"),
        SameFact::ContactRule => How::Word("contact-rule"),
        SameFact::Education => How::Word("education"),
        SameFact::Transport => How::Word("transport"),
        SameFact::Shift => How::Word("shift"),
        SameFact::Contracts => How::Words("contract"),
        SameFact::Comes => How::Words("half-day"),
        SameFact::Days => How::Words("day-part"),
        SameFact::Pursuits => How::Words("pursuit"),
        SameFact::Citizenship => How::States,
        SameFact::Wishes => How::Occupations,
        SameFact::OwnCar => How::Flag,
        SameFact::Employment => {
            let (status, since) = raw.split_once(' ').unwrap_or((raw, ""));
            let status = env.words.of(EmploymentStatus::FAMILY, status);
            let since = value_in_words(since, How::Day, env);
            let args = [("status", (&status).into()), ("day", (&since).into())];
            return match since.as_str() {
                "" => status.into_owned(),
                _ => env
                    .words
                    .with(MessageId("record-status-since"), &args)
                    .into_owned(),
            };
        }
        _ => How::Text,
    };
    value_in_words(raw, how, env)
}

impl People {
    /// A row of the two records was opened.
    pub(super) fn pair_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        let Some(Sub::Pair(pair)) = self.stack.last_mut() else {
            return;
        };
        match row {
            0 => {
                let dialog = Dialog::new(words.get(MessageId("pair-merge-ask")))
                    .sentence(words.get(MessageId("pair-merge-what")))
                    .answer(words.get(MessageId("layer-back")), Msg::Nothing)
                    .answer(words.get(MessageId("pair-merge")), Msg::Merge);
                cx.ask(dialog);
            }
            1 => {
                let [one, other] = pair.who;
                cx.act(NotSame { one, other }, Msg::Unlike);
            }
            row => {
                if !pair.turn(row) {
                    cx.tell(Tone::Plain, MessageId("pair-nothing-to-choose"));
                }
            }
        }
    }

    /// It was said that they are to become one.
    pub(super) fn merge_pair(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Pair(pair)) = self.stack.last()
            && let Some(act) = pair.merge()
        {
            cx.act(act, Msg::Merged);
        }
    }

    /// The pair is settled: on with the list.
    pub(super) fn settled_pair(&mut self, said: MessageId, cx: &mut Cx<'_, Self>) {
        let undo = cx.env().call("app", "undo");
        let who = match self.stack.pop() {
            Some(Sub::Pair(pair)) => pair.names[0].clone(),
            other => {
                self.stack.extend(other);
                String::new()
            }
        };
        let args = [("who", (&who).into()), ("key", undo.into())];
        let sentence = cx.env().words.with(said, &args).into_owned();
        cx.say(Tone::Good, sentence);
        self.ask_doubles(cx);
    }

    /// One of the two was changed meanwhile: both are read again.
    pub(super) fn reread_pair(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Pair(pair)) = self.stack.last() {
            pair.read(cx);
        }
    }
}

/// Asks whether a record is to be taken out again.
pub(super) fn ask_separate(gone: PersonId, cx: &mut Cx<'_, People>) {
    let words = cx.env().words.clone();
    let dialog = Dialog::new(words.get(MessageId("separate-ask")))
        .sentence(words.get(MessageId("separate-what")))
        .answer(words.get(MessageId("layer-back")), Msg::Nothing)
        .answer(words.get(MessageId("separate-do")), Msg::Separate(gone));
    cx.ask(dialog);
}

/// A record is to be taken out again.
pub(super) fn separate(gone: PersonId, cx: &mut Cx<'_, People>) {
    cx.act(SeparatePeople { gone }, Msg::Separated);
}
