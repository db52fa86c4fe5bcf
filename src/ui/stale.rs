//! What two people typed into the same fields: a form that was filled from a row meets what somebody else
//! has put into that row meanwhile.
//!
//! Each field is compared three ways: what stood on file when the form was filled, what stands in the form
//! now, and what is on file now. Where only one of the two changed it, that one's text is taken; where both
//! did, a choice is open, and the form is not saved before it is made. The row itself is only a name here:
//! whoever fills the form knows what it means.

use serde_json::{Map, Value, json};

use super::field::{Choice, Field, Kind};

/// The row on file that a form changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnFile {
    /// Its table.
    pub table: &'static str,
    /// Its identity.
    pub id: u128,
    /// Its version when the form was filled.
    pub ver: i64,
    /// The row that it belongs to, whose changes matter too.
    pub within: Option<u128>,
    /// Where a field is kept under another name than its own: field, then column or table.
    pub kept_as: &'static [(&'static str, &'static str)],
}

impl OnFile {
    /// A row whose columns have the names of the fields.
    pub fn new(table: &'static str, id: impl Into<u128>, ver: i64) -> Self {
        Self {
            table,
            id: id.into(),
            ver,
            within: None,
            kept_as: &[],
        }
    }

    /// The same row, as a part of another.
    pub fn within(self, row: impl Into<u128>) -> Self {
        Self {
            within: Some(row.into()),
            ..self
        }
    }

    /// The same row, with the fields that are kept elsewhere.
    pub fn kept_as(self, kept_as: &'static [(&'static str, &'static str)]) -> Self {
        Self { kept_as, ..self }
    }

    /// Where a field is kept.
    pub fn column(&self, field: &'static str) -> &'static str {
        let other = self.kept_as.iter().find(|(name, _)| *name == field);
        other.map_or(field, |(_, column)| column)
    }
}

/// What stands in a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The text as it is shown.
    pub text: String,
    /// What was taken, of a choice or picker.
    pub chosen: Option<Choice>,
    /// What is marked, of several.
    pub marked: Vec<String>,
}

impl Given {
    /// What stands in a field now.
    pub(super) fn of(field: &Field) -> Self {
        Self {
            text: field.line.text().to_owned(),
            chosen: field.chosen.clone(),
            marked: field.marked.clone(),
        }
    }

    /// Whether it says the same, however it is worded.
    pub fn same(&self, other: &Self) -> bool {
        let value = |given: &Self| match &given.chosen {
            Some(one) => (true, one.value.clone()),
            None => (false, given.text.trim().to_owned()),
        };
        let marks = |given: &Self| {
            let mut marks = given.marked.clone();
            marks.sort_unstable();
            marks
        };
        value(self) == value(other) && marks(self) == marks(other)
    }

    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.chosen.is_none() && self.marked.is_empty()
    }

    /// The same for a draft: only what is there.
    pub(super) fn draft(&self) -> Map<String, Value> {
        let mut draft = Map::new();
        if !self.text.is_empty() {
            draft.insert("text".into(), json!(self.text));
        }
        if let Some(one) = &self.chosen {
            draft.insert("chosen".into(), json!([one.value, one.label, one.detail]));
        }
        if !self.marked.is_empty() {
            draft.insert("marked".into(), json!(self.marked));
        }
        draft
    }

    /// What a draft kept; nothing where it kept nothing.
    pub(super) fn of_draft(draft: &Value) -> Self {
        let part = |at: usize| draft["chosen"][at].as_str().map(str::to_owned);
        let marked = draft["marked"].as_array().map_or(&[][..], Vec::as_slice);
        Self {
            text: draft["text"].as_str().unwrap_or_default().to_owned(),
            chosen: part(0).zip(part(1)).map(|(value, label)| Choice {
                value,
                label,
                detail: part(2).unwrap_or_default(),
            }),
            marked: marked
                .iter()
                .filter_map(|mark| mark.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// Puts it into a field, as if it had been typed there.
    pub(super) fn put(&self, field: &mut Field) {
        field.close();
        field.put(&self.text);
        field.chosen.clone_from(&self.chosen);
        field.marked.clone_from(&self.marked);
        field.touch();
    }

    /// In one line, as it is shown: of several, the labels.
    pub fn shown(&self, field: &Field) -> String {
        if field.kind == Kind::Several {
            let labels = field.choices.iter();
            let marked = labels.filter(|one| self.marked.contains(&one.value));
            let labels: Vec<&str> = marked.map(|one| one.label.as_str()).collect();
            return labels.join(", ");
        }
        let words: Vec<&str> = self.text.split_whitespace().collect();
        words.join(" ")
    }
}

/// One field that somebody else changed while the form was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The field's name.
    pub field: &'static str,
    /// What stood there when the form was filled.
    pub before: Given,
    /// What was typed here; what stood there before, where nothing was.
    pub mine: Given,
    /// What is on file now.
    pub theirs: Given,
    /// Whether it was changed here too, so that only a person can choose.
    pub both: bool,
}

/// Whose text a field is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What was typed here.
    Mine,
    /// What is on file.
    Theirs,
}

/// What becomes of one field when what was typed meets what is on file now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Met {
    /// Nobody else changed it, or both wrote the same: what was typed stands.
    Mine,
    /// Nothing was typed: what is on file stands, and nobody changed it.
    Same,
    /// Changed there alone.
    Theirs,
    /// Changed in both places.
    Both,
}

/// Compares three ways.
pub(super) fn meet(before: &Given, mine: &Given, theirs: &Given) -> Met {
    match (mine.same(before), theirs.same(before)) {
        (true, true) => Met::Same,
        (true, false) => Met::Theirs,
        (false, true) => Met::Mine,
        (false, false) if mine.same(theirs) => Met::Same,
        (false, false) => Met::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Given {
        Given {
            text: text.to_owned(),
            ..Given::default()
        }
    }

    #[test]
    fn only_what_both_changed_is_open() {
        for (before, mine, theirs, met) in [
            ("a", "a", "a", Met::Same),
            ("a", "a", "b", Met::Theirs),
            ("a", "b", "a", Met::Mine),
            ("a", "b", "b", Met::Same),
            ("a", "b", "c", Met::Both),
            ("a", "", "c", Met::Both),
            ("", "b", "", Met::Mine),
            ("a", "a ", "b", Met::Theirs),
        ] {
            let found = meet(&given(before), &given(mine), &given(theirs));
            assert_eq!(found, met, "{before} {mine} {theirs}");
        }
    }
}
