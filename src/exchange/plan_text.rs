//! A plan as one page of plain text, to be printed and signed.
//!
//! ```text
//! Percorso personalizzato
//! ========================================================================
//! Persona     ROSSI Maria
//! Periodo     dal 23/11/2026 al 22/05/2027
//!
//! 1. Trovare un primo lavoro o un tirocinio
//! lavoro, entro il 22/05/2027
//! - Orientamento specialistico              chi opera        8 h  14/12/2026
//! ```
//!
//! Every line is within [`COLUMNS`], so that it prints on paper of 80 columns with a margin. Nothing
//! hangs on leading spaces: readers and narrow screens drop them. The words are given by whoever asks.

use chrono::NaiveDate;

use crate::domain::Named;
use crate::domain::day;
use crate::store::plans::{ActionRow, GoalRow, PlanView};

/// The widest line.
pub const COLUMNS: usize = 74;

/// Columns of an action's name, of who does it and of its hours.
const NAME: usize = 38;
const OWNER: usize = 15;
const HOURS: usize = 7;

/// What the page says beside the plan's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanLabel {
    /// The title of the page.
    Title,
    /// Whose plan it is.
    Person,
    /// Who follows it.
    Referent,
    /// What pays for it.
    Programme,
    /// First and last day.
    Period,
    /// Where it stands.
    State,
    /// When and how it was signed.
    Signed,
    /// What the person wants, in their own words.
    OwnWords,
    /// In front of a day: by when.
    By,
    /// Actions that serve no goal.
    OtherActions,
    /// The sum of the hours.
    Planned,
    /// The most that the programme pays for.
    Cap,
    /// Where the date is written by hand.
    Date,
    /// Where the person signs.
    PersonSigns,
    /// Where the staff signs.
    StaffSigns,
}

/// The words of the page in the language of who reads it.
pub struct PlanWords<'a> {
    /// The labels.
    pub label: &'a dyn Fn(PlanLabel) -> String,
    /// The word of a closed set: family and stored text.
    pub word: &'a dyn Fn(&str, &str) -> String,
    /// The name of a service by its code.
    pub service: &'a dyn Fn(&str) -> String,
}

/// `20 h`, `1 h 30`: hours as they stand in plans; minutes in.
pub fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) if rest > 0 => format!("{rest} min"),
        (whole, 0) => format!("{whole} h"),
        (whole, rest) => format!("{whole} h {rest:02}"),
    }
}

/// The page of a plan. Lines end with `\n`; none is wider than [`COLUMNS`].
pub fn plan_text(view: &PlanView, words: &PlanWords<'_>) -> String {
    let mut page = Page {
        text: String::new(),
        words,
    };
    page.head(view);
    for (number, goal) in view.goals.iter().enumerate() {
        page.goal(number + 1, goal);
        let of_goal = view.actions.iter().filter(|a| a.goal == Some(goal.id));
        page.actions(of_goal);
    }
    let other = |action: &&ActionRow| !view.goals.iter().any(|goal| action.goal == Some(goal.id));
    if view.actions.iter().any(|action| other(&action)) {
        page.line("");
        page.line(&(words.label)(PlanLabel::OtherActions));
        page.actions(view.actions.iter().filter(other));
    }
    page.foot(view);
    page.text
}

struct Page<'a> {
    text: String,
    words: &'a PlanWords<'a>,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A text on as many lines as it takes.
    fn wrapped(&mut self, text: &str) {
        for line in wrap(text, COLUMNS) {
            self.line(&line);
        }
    }

    fn head(&mut self, view: &PlanView) {
        let plan = &view.plan;
        let label = self.words.label;
        self.line(&label(PlanLabel::Title));
        self.line(&"=".repeat(COLUMNS));
        let period = format!(
            "{} - {}",
            day::short(plan.starts_on),
            day::short(plan.ends_on)
        );
        let signed = plan
            .signed_on
            .zip(plan.signed_how)
            .map(|(on, how)| format!("{}, {}", day::short(on), self.of(how)));
        let facts = [
            (PlanLabel::Person, Some(plan.person.short_name())),
            (PlanLabel::Referent, Some(plan.referent_name.clone())),
            (PlanLabel::Programme, plan.programme.clone()),
            (PlanLabel::Period, Some(period)),
            (PlanLabel::State, Some(self.of(plan.state))),
            (PlanLabel::Signed, signed),
            (PlanLabel::OwnWords, plan.goal_words.clone()),
        ];
        for (name, value) in facts {
            if let Some(value) = value {
                self.fact(&label(name), &value);
            }
        }
    }

    /// A label and its value, further lines of the value below in its own column.
    fn fact(&mut self, label: &str, value: &str) {
        const VALUE: usize = 16;
        for (at, line) in wrap(value, COLUMNS - VALUE).iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.line(&format!("{}{line}", padded(label, VALUE)));
        }
    }

    fn goal(&mut self, number: usize, goal: &GoalRow) {
        let fields = &goal.fields;
        self.line("");
        self.wrapped(&format!("{number}. {}", fields.text));
        let by = fields.due_on.map(|on| self.by(on));
        let domain = self.of(fields.domain);
        let parts: Vec<String> = std::iter::once(domain).chain(by).collect();
        self.line(&parts.join(", "));
    }

    fn actions<'r>(&mut self, actions: impl Iterator<Item = &'r ActionRow>) {
        for action in actions.filter(|action| action.state.counts()) {
            self.action(action);
        }
    }

    /// The name over as many lines as it takes, the rest in columns beside its first.
    fn action(&mut self, action: &ActionRow) {
        let fields = &action.fields;
        let service = (self.words.service)(&fields.service);
        let name = match &fields.text {
            Some(text) if !text.is_empty() => format!("- {service}: {text}"),
            _ => format!("- {service}"),
        };
        let owner = match &action.staff_name {
            Some(name) => name.clone(),
            None => self.of(fields.owner),
        };
        let due = fields.due_on.map(day::short).unwrap_or_default();
        let lines = wrap(&name, NAME);
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.line(line);
                continue;
            }
            let rest = format!(
                "{} {} {:>HOURS$} {due:>10}",
                padded(line, NAME),
                padded(&owner, OWNER),
                hours(fields.minutes),
            );
            self.line(&rest);
        }
    }

    fn foot(&mut self, view: &PlanView) {
        let label = self.words.label;
        self.line("");
        self.line(&"-".repeat(COLUMNS));
        self.fact(&label(PlanLabel::Planned), &hours(view.plan.planned_min));
        if let Some(cap) = &view.cap {
            let since = cap.valid_from.map(day::short);
            let of: Vec<String> = [Some(hours(cap.minutes)), Some(cap.source.clone()), since]
                .into_iter()
                .flatten()
                .collect();
            self.fact(&label(PlanLabel::Cap), &of.join(", "));
        }
        for name in [
            PlanLabel::Date,
            PlanLabel::PersonSigns,
            PlanLabel::StaffSigns,
        ] {
            let name = label(name);
            let rule = COLUMNS.saturating_sub(name.chars().count() + 1).min(40);
            self.line("");
            self.line(&format!("{name} {}", "_".repeat(rule)));
        }
    }

    fn by(&self, on: NaiveDate) -> String {
        format!("{} {}", (self.words.label)(PlanLabel::By), day::short(on))
    }

    fn of<T: Named>(&self, value: T) -> String {
        (self.words.word)(T::FAMILY, value.code())
    }
}

/// A text filled up to a width; a longer one is cut.
fn padded(text: &str, width: usize) -> String {
    let cut: String = text.chars().take(width).collect();
    format!("{cut:<width$}")
}

/// A text in lines at words; longer words are cut.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        while !word.is_empty() {
            let Some(line) = lines.last_mut() else { break };
            let used = line.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + word.len() <= columns {
                line.extend(std::iter::repeat_n(' ', gap));
                line.extend(word.drain(..));
            } else if used == 0 {
                line.extend(word.drain(..columns));
            } else {
                lines.push(String::new());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_at_words_and_long_words_are_cut() {
        assert_eq!(wrap("uno due tre", 7), ["uno due", "tre"]);
        assert_eq!(
            wrap("precipitevolmente su", 6),
            ["precip", "itevol", "mente", "su"]
        );
        assert_eq!(wrap("", 6), [""]);
    }

    #[test]
    fn hours_are_short() {
        assert_eq!(
            [0, 30, 60, 90, 480].map(hours),
            ["0 h", "30 min", "1 h", "1 h 30", "8 h"]
        );
    }
}
