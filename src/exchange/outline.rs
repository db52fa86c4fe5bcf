//! The outline of the full interview as a file that people write: TOML, one `[[section]]` after the other.
//!
//! ```toml
//! source = "Circolare 12/2026"
//!
//! [[section]]
//! name = "work"
//! when = "ever_worked"
//! ask = ["work"]
//! ```
//!
//! What is wrong with a file is all said at once, each with its line: what is no TOML, what no outline can be, and what
//! can be told of the sense of the lines that can be read. Only that something is missing is not told while a line
//! that cannot be read may say it. What is written out is read back as it was. The
//! words around it are given by whoever asks.

use std::ops::Range;
use std::str::FromStr;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use crate::domain::Named;
use crate::domain::intake::Missing;
use crate::domain::interview::{Section, When};
use crate::domain::outline::{Fault, FaultKind, Outline, Part};

/// An outline and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where: a circular, a decision.
    pub source: String,
    /// The outline.
    pub outline: Outline,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The line is no TOML.
    Syntax,
    /// Nothing of that name stands there.
    Key(String),
    /// Something of that name is needed there.
    NoKey(&'static str),
    /// It is not one text between quotes.
    NotText(&'static str),
    /// It is not a list of texts between brackets.
    NotList(&'static str),
    /// It is not written as `[[section]]`.
    NotSections,
    /// It is empty, or longer than this.
    Length(&'static str, usize),
    /// It is none of the words that can stand there.
    Word(String, Vec<&'static str>),
    /// It cannot be taken for an outline.
    Fault(Fault),
}

const SOURCE: &str = "source";
const SECTION: &str = "section";
const NAME: &str = "name";
const WHEN: &str = "when";
const ASK: &str = "ask";

/// The most characters of the source.
const LONGEST_SOURCE: usize = crate::store::interview::LONGEST_SOURCE;

/// What a file says beside the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// At its head: what it is and how it is changed.
    Head,
    /// Over a section: which.
    Section(Section),
    /// Of whom a section is asked that has this word.
    When(When),
    /// Before what a section could ask too.
    Also,
    /// Over the sections that are left out.
    LeftOut,
}

/// An outline as a file, which [`read`] takes back. What a section could ask too, and the sections that are left out,
/// stand there as comments.
pub fn write(outline: &Outline, source: &str, says: impl Fn(Says) -> String) -> String {
    let mut file = comment(&says(Says::Head));
    file.push_str(&format!(
        "{SOURCE} = {}\n\n",
        Value::String(source.to_owned())
    ));
    for when in When::ALL {
        let meant = says(Says::When(*when));
        file.push_str(&comment(&format!("{WHEN} = \"{}\": {meant}", when.code())));
    }
    for part in &outline.parts {
        file.push('\n');
        file.push_str(&comment(&says(Says::Section(part.section))));
        file.push_str(&table(part));
        let also: Vec<&str> = questions(part.section)
            .filter(|question| !part.ask.contains(question))
            .map(Named::code)
            .collect();
        if !also.is_empty() {
            let also = format!("{} {}", says(Says::Also), also.join(", "));
            file.push_str(&comment(&also));
        }
    }
    let left_out: Vec<Section> = outline.left_out().collect();
    if !left_out.is_empty() {
        file.push('\n');
        file.push_str(&comment(&says(Says::LeftOut)));
        for section in left_out {
            let part = Part {
                section,
                when: When::Always,
                ask: questions(section).collect(),
            };
            file.push_str("#\n");
            file.push_str(&comment(&table(&part)));
        }
    }
    file
}

/// A text as lines that are no part of the outline.
fn comment(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        lines.push_str("# ");
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

/// What a section can ask.
fn questions(section: Section) -> impl Iterator<Item = Missing> {
    let all = Missing::ALL.iter().copied();
    all.filter(move |question| Section::of(*question) == Some(section))
}

fn table(part: &Part) -> String {
    let ask: Vec<String> = part
        .ask
        .iter()
        .map(|question| format!("\"{}\"", question.code()))
        .collect();
    format!(
        "[[{SECTION}]]\n{NAME} = \"{}\"\n{WHEN} = \"{}\"\n{ASK} = [{}]\n",
        part.section.code(),
        part.when.code(),
        ask.join(", ")
    )
}

/// The outline of a file; all that is wrong with it, by line, when it cannot be taken.
pub fn read(text: &str) -> Result<Written, Vec<Wrong>> {
    let (file, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading {
        text,
        wrong: Vec::new(),
        read_all: true,
    };
    for error in errors {
        reading.note(error.span().unwrap_or_default(), What::Syntax);
    }
    let no_toml: Vec<usize> = reading.wrong.iter().map(|wrong| wrong.line).collect();
    let file = file.get_ref();
    reading.keys(file, &[SOURCE, SECTION]);
    let source = reading.source(file);
    let sections = reading.sections(file);
    let parts = sections.iter().map(|(part, _)| part.clone()).collect();
    let outline = Outline { parts };
    // All the sections of the file are among those that were read.
    let is_whole = no_toml.is_empty() && reading.read_all;
    for fault in outline.faults() {
        let is_told = match (fault.kind, fault.at.and_then(|at| sections.get(at))) {
            (FaultKind::Needed, Some((_, place))) => no_toml.is_empty() && place.is_whole,
            (FaultKind::Needed | FaultKind::Empty, _) => is_whole,
            _ => true,
        };
        if is_told {
            let place = place_of(fault, &sections);
            reading.note(place, What::Fault(fault));
        }
    }
    match (source, reading.wrong.is_empty()) {
        (Some(source), true) => Ok(Written { source, outline }),
        _ => {
            reading.only_what_is_certain(&no_toml);
            Err(reading.ended())
        }
    }
}

/// Where a section stands, and each of its questions.
struct Place {
    name: Range<usize>,
    ask: Vec<Range<usize>>,
    /// Whether all that stands in it could be read.
    is_whole: bool,
}

/// Where a fault is: at its question, at its section, or at the beginning of the file.
fn place_of(fault: Fault, sections: &[(Part, Place)]) -> Range<usize> {
    let Some((part, place)) = fault.at.and_then(|at| sections.get(at)) else {
        return 0..0;
    };
    let asked = part.ask.iter().zip(&place.ask);
    let mut asked = asked.filter(|(question, _)| Some(**question) == fault.question);
    let of_question = match fault.kind {
        // The second one.
        FaultKind::QuestionTwice => asked.nth(1),
        _ => asked.next(),
    };
    of_question.map_or(&place.name, |(_, place)| place).clone()
}

/// A question, and where it stands.
type Asked = (Missing, Range<usize>);

/// A file on its way, and what was found wrong with it.
struct Reading<'t> {
    text: &'t str,
    wrong: Vec<Wrong>,
    /// Whether it could be read of every section which it is.
    read_all: bool,
}

impl Reading<'_> {
    fn note(&mut self, place: Range<usize>, what: What) {
        let before = self.text.get(..place.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let wrong = Wrong { line, what };
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
    }

    /// Takes back what the lines that are no TOML may have caused: what is said of these very lines, that something is
    /// missing, and, where the head of a section is among them, to which section the lines below it belong.
    fn only_what_is_certain(&mut self, no_toml: &[usize]) {
        if no_toml.is_empty() {
            return;
        }
        let lines: Vec<&str> = self.text.lines().collect();
        let is_head = |line: &usize| {
            let line = lines.get(line.saturating_sub(1));
            line.is_some_and(|line| line.trim_start().starts_with('['))
        };
        let heads_hold = !no_toml.iter().any(is_head);
        self.wrong.retain(|wrong| match wrong.what {
            What::Syntax => true,
            _ if no_toml.contains(&wrong.line) => false,
            What::NoKey(_) => false,
            What::Key(_) | What::NotSections | What::Fault(_) => heads_hold,
            What::NotText(_) | What::NotList(_) | What::Length(..) | What::Word(..) => true,
        });
    }

    fn ended(mut self) -> Vec<Wrong> {
        self.wrong.sort_by_key(|wrong| wrong.line);
        self.wrong
    }

    /// Notes the keys of a table that nobody reads.
    fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                self.note(key.span(), What::Key(key.get_ref().to_string()));
            }
        }
    }

    /// A value of a table that must be there; `place` is where the table stands.
    fn value<'v, 'i>(
        &mut self,
        table: &'v DeTable<'i>,
        key: &'static str,
        place: &Range<usize>,
    ) -> Option<&'v Spanned<DeValue<'i>>> {
        let value = table.get(key);
        if value.is_none() {
            self.note(place.clone(), What::NoKey(key));
        }
        value
    }

    fn source(&mut self, file: &DeTable<'_>) -> Option<String> {
        let value = self.value(file, SOURCE, &(0..0))?;
        let Some(text) = value.get_ref().as_str() else {
            self.note(value.span(), What::NotText(SOURCE));
            return None;
        };
        if text.trim().is_empty() || text.chars().count() > LONGEST_SOURCE {
            self.note(value.span(), What::Length(SOURCE, LONGEST_SOURCE));
            return None;
        }
        Some(text.trim().to_owned())
    }

    fn sections(&mut self, file: &DeTable<'_>) -> Vec<(Part, Place)> {
        // A file without one is an outline without a section, which is a fault of its own.
        let Some(value) = file.get(SECTION) else {
            return Vec::new();
        };
        let Some(tables) = value.get_ref().as_array() else {
            self.note(value.span(), What::NotSections);
            self.read_all = false;
            return Vec::new();
        };
        let mut sections = Vec::new();
        for table in tables {
            let section = self.section(table);
            self.read_all &= section.is_some();
            sections.extend(section);
        }
        sections
    }

    /// A section, as far as it can be read; none of which it cannot be read which it is.
    fn section(&mut self, table: &Spanned<DeValue<'_>>) -> Option<(Part, Place)> {
        let place = table.span();
        let Some(table) = table.get_ref().as_table() else {
            self.note(place, What::NotSections);
            return None;
        };
        self.keys(table, &[NAME, WHEN, ASK]);
        // All three are looked at before any is missed.
        let name = self.value(table, NAME, &place);
        let name = name.and_then(|value| self.word::<Section>(value, NAME, Section::ALL));
        let when = self.value(table, WHEN, &place);
        let when = when.and_then(|value| self.word::<When>(value, WHEN, When::ALL));
        let ask = self.value(table, ASK, &place);
        let own = name
            .as_ref()
            .map(|(section, _)| questions(*section).collect());
        let ask = ask.and_then(|value| self.ask(value, own));
        let (section, name) = name?;
        let is_whole = when.is_some() && ask.as_ref().is_some_and(|(_, all)| *all);
        let when = when.map_or(When::Always, |(when, _)| when);
        let (ask, places) = ask
            .map(|(ask, _)| ask)
            .unwrap_or_default()
            .into_iter()
            .unzip();
        let part = Part { section, when, ask };
        let place = Place {
            name,
            ask: places,
            is_whole,
        };
        Some((part, place))
    }

    /// The questions of a section that can be read, and whether all can; `own` are those that it can ask, as far as the
    /// section is known.
    fn ask(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        own: Option<Vec<Missing>>,
    ) -> Option<(Vec<Asked>, bool)> {
        let Some(list) = value.get_ref().as_array() else {
            self.note(value.span(), What::NotList(ASK));
            return None;
        };
        let known = own.unwrap_or_else(|| Missing::ALL.to_vec());
        let words = list.iter();
        let words: Vec<_> = words
            .map(|word| self.word::<Missing>(word, ASK, &known))
            .collect();
        let all = words.iter().all(Option::is_some);
        Some((words.into_iter().flatten().collect(), all))
    }

    /// A word of a closed set; `known` are the ones that are told to whoever wrote another.
    fn word<T: Named + FromStr>(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        key: &'static str,
        known: &[T],
    ) -> Option<(T, Range<usize>)> {
        let Some(text) = value.get_ref().as_str() else {
            let what = if key == ASK {
                What::NotList(key)
            } else {
                What::NotText(key)
            };
            self.note(value.span(), what);
            return None;
        };
        if let Ok(word) = text.parse() {
            return Some((word, value.span()));
        }
        let known = known.iter().map(|word| word.code()).collect();
        self.note(value.span(), What::Word(text.to_owned(), known));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(outline: &Outline) -> String {
        write(outline, "Circolare \"12\"", |says| format!("{says:?}"))
    }

    fn faults(text: &str) -> Vec<(usize, What)> {
        let wrong = read(text).unwrap_err().into_iter();
        wrong.map(|wrong| (wrong.line, wrong.what)).collect()
    }

    #[test]
    fn what_is_written_out_is_read_back() {
        let mut outline = Outline::default();
        for _ in 0..2 {
            let back = read(&written(&outline)).unwrap();
            assert_eq!(back.source, "Circolare \"12\"");
            assert_eq!(back.outline, outline);
            outline.parts.retain(|part| part.section != Section::Skills);
            outline.parts[1].ask.reverse();
            outline.parts[7].ask.clear();
        }
    }

    #[test]
    fn every_fault_is_said_with_its_line() {
        let text = written(&Outline::default())
            .replace("\"benefits\"\nwhen", "\"sussidi\"\nwhen")
            .replace("\"seeks_work\"\n", "\"mai\"\nwho = 1\n")
            .replace("ask = [\"skills\"]\n", "")
            .replace("[\"work\"]", "[\"lavoro\", 3]");
        let line = |what: &str| text.lines().position(|line| line.contains(what)).unwrap() + 1;
        let whom = When::ALL.iter().map(|when| when.code()).collect();
        let all = Section::ALL.iter().map(|section| section.code()).collect();
        assert_eq!(
            faults(&text),
            [
                (line("sussidi"), What::Word("sussidi".into(), all)),
                (line("\"mai\""), What::Word("mai".into(), whom)),
                (line("who ="), What::Key("who".into())),
                (line("lavoro"), What::Word("lavoro".into(), vec!["work"])),
                (line("lavoro"), What::NotList("ask")),
                (line("name = \"skills\"") - 1, What::NoKey("ask")),
            ]
        );
    }

    #[test]
    fn what_no_outline_can_be_is_said_where_it_stands() {
        let text = written(&Outline::default())
            .replace("[\"work\"]", "[\"work\", \"days\", \"work\"]")
            .replace("[\"notice\"]", "[]");
        let line = |what: &str| text.lines().position(|line| line.contains(what)).unwrap() + 1;
        let found = faults(&text);
        let told: Vec<_> = found
            .iter()
            .map(|(line, what)| match what {
                What::Fault(fault) => (*line, fault.coded()),
                other => panic!("{other:?}"),
            })
            .collect();
        let work = line("\"days\"");
        assert_eq!(
            told,
            [
                (
                    work,
                    "outline-fault:elsewhere/missing:days/section:availability"
                ),
                (work, "outline-fault:question_twice/missing:work"),
                (
                    line("name = \"privacy\""),
                    "outline-fault:needed/missing:notice/section:privacy/section-when:always"
                ),
            ]
            .map(|(line, code)| (line, code.to_owned()))
        );
        let empty = faults("source = \"x\"\n");
        assert!(matches!(&empty[..], [(1, What::Fault(_))]), "{empty:?}");
    }

    /// Words that nobody knows, sense and lines that are no TOML are told in one round; of what may stand in a line
    /// that cannot be read nobody is told that it is missing.
    #[test]
    fn all_that_can_be_told_is_told_in_one_round() {
        let told = |text: &str| -> Vec<(usize, String)> {
            let name = |what| match what {
                What::Fault(fault) => fault.coded(),
                What::Word(word, _) => word,
                What::Syntax => "?".to_owned(),
                other => format!("{other:?}"),
            };
            let found = faults(text).into_iter();
            found.map(|(line, what)| (line, name(what))).collect()
        };
        let line = |text: &str, what: &str| {
            let at = text.lines().position(|line| line.contains(what));
            at.unwrap_or_else(|| panic!("{what}")) + 1
        };
        let text = written(&Outline::default())
            .replace("[\"work\"]", "[\"work\", \"lavoro\", \"work\"]")
            .replace("[\"notice\"]", "[]")
            .replace("[\"skills\"]", "[\"skills\", \"days\"]");
        let needed = "outline-fault:needed/missing:notice/section:privacy/section-when:always";
        let twice = "outline-fault:question_twice/missing:work";
        let elsewhere = "outline-fault:elsewhere/missing:days/section:availability";
        let work = line(&text, "lavoro");
        let skills = line(&text, "[\"skills\", \"days\"]");
        let privacy = line(&text, "name = \"privacy\"");
        let all = told(&text);
        for expected in [
            (work, "lavoro"),
            (work, twice),
            (skills, elsewhere),
            (privacy, needed),
        ] {
            assert!(
                all.contains(&(expected.0, expected.1.to_owned())),
                "{expected:?} {all:?}"
            );
        }
        assert_eq!(all.len(), 4, "{all:?}");

        let broken = text.replace("name = \"benefits\"", "name = benefits");
        let all = told(&broken);
        let benefits = line(&broken, "name = benefits");
        for expected in [
            (benefits, "?"),
            (work, "lavoro"),
            (work, twice),
            (skills, elsewhere),
        ] {
            assert!(
                all.contains(&(expected.0, expected.1.to_owned())),
                "{expected:?} {all:?}"
            );
        }
        assert_eq!(all.len(), 4, "{all:?}");

        let headless = text.replacen(
            "[[section]]\nname = \"benefits\"",
            "[[section]\nname = \"benefits\"",
            1,
        );
        let all = told(&headless);
        let head = line(&headless, "name = \"benefits\"") - 1;
        assert!(all.contains(&(head, "?".to_owned())), "{all:?}");
        assert!(all.contains(&(work, "lavoro".to_owned())), "{all:?}");
        assert!(!all.iter().any(|(_, what)| what.contains("Key")), "{all:?}");
    }

    #[test]
    fn what_is_no_toml_or_of_another_form_is_told_by_line() {
        assert_eq!(
            faults("source = \"x\"\n[[section]\nname = work\n")[0],
            (2, What::Syntax)
        );
        assert_eq!(
            faults("\nsource = 3\nsection = \"work\"\n"),
            [(2, What::NotText("source")), (3, What::NotSections),]
        );
        assert_eq!(
            faults("section = [1]\n"),
            [(1, What::NoKey("source")), (1, What::NotSections)]
        );
        let long = format!("source = \"{}\"\n", "x".repeat(LONGEST_SOURCE + 1));
        let long = faults(&long);
        assert_eq!(long[0], (1, What::Length("source", LONGEST_SOURCE)));
        assert!(matches!(&long[1..], [(1, What::Fault(_))]), "{long:?}");
    }
}
