//! A form is kept half typed and comes back as it was; what somebody else changed meanwhile is put before whoever
//! goes on with it.

use serde_json::{Map, Value, json};

use super::{Field, Form, Kind};
use crate::ui::stale::{Clash, Given, Met, Side, meet};

impl Form {
    /// What was typed, exactly, with the field and the caret, what is said of each field, and what stood
    /// on file: for the drafts.
    pub fn draft(&self) -> Value {
        let fields: Map<String, Value> = self
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), field.draft()))
            .filter(|(_, draft)| draft.as_object().is_some_and(|draft| !draft.is_empty()))
            .collect();
        let hidden: Vec<&str> = self
            .fields
            .iter()
            .filter(|field| field.hidden)
            .map(|field| field.name)
            .collect();
        let mut draft = json!({
            "at": self.focused().map(|field| field.name),
            "caret": self.focused().map_or(0, |field| field.line.caret()),
            "sheet": self.sheet,
            "fields": fields,
            "hidden": hidden,
        });
        if self.on_file.is_some() {
            draft["stood"] = Value::Object(self.stood());
            draft["ver"] = json!(self.since);
        }
        draft
    }

    /// What stood on file in each field, from which what is typed differs. Of a field that is not settled
    /// it is what stood there before: the choice stays open in the draft too.
    fn stood(&self) -> Map<String, Value> {
        let of = |field: &Field| {
            let open = self.clashes.iter().find(|one| one.field == field.name);
            let stood = open.map(|one| &one.before).or(field.stood.as_ref());
            let stood = stood.map(Given::draft).filter(|draft| !draft.is_empty());
            stood.map(|draft| (field.name.to_owned(), Value::Object(draft)))
        };
        self.fields.iter().filter_map(of).collect()
    }

    /// Brings back what [`Form::draft`] gave; fields that are no longer there are passed over.
    ///
    /// A form that was filled from a row keeps what is on file where nothing was typed. Where somebody
    /// else has changed a field meanwhile there are [`Form::clashes`]: nothing of theirs is written over
    /// before the person at work has seen it. The same holds for what was typed before it was known which
    /// row it is about.
    pub fn restore(&mut self, draft: &Value) {
        let compares = self.on_file.is_some();
        let of_row = draft["stood"].is_object();
        let hidden = draft["hidden"].as_array();
        let unsaid = draft["unsaid"] == true;
        let mut clashes = Vec::new();
        for field in &mut self.fields {
            let kept = &draft["fields"][field.name];
            if let (true, Some(theirs)) = (compares, field.stood.clone()) {
                let before = Given::of_draft(&draft["stood"][field.name]);
                let mine = Given::of_draft(kept);
                let met = match meet(&before, &mine, &theirs) {
                    Met::Theirs if !of_row => Met::Same,
                    met => met,
                };
                if matches!(met, Met::Theirs | Met::Both) {
                    clashes.push(Clash {
                        field: field.name,
                        before,
                        mine,
                        theirs,
                        both: met == Met::Both,
                    });
                }
                if matches!(met, Met::Theirs | Met::Same) && !is_as_typed(field, kept) {
                    continue;
                }
            }
            // What followed from what stood there before does not follow from another text.
            if !unsaid && !is_as_typed(field, kept) {
                field.hint = None;
            }
            field.restore(kept);
            if let Some(hidden) = hidden {
                field.hidden = hidden.iter().any(|name| name == field.name);
            }
        }
        if unsaid {
            let given = |(at, field): (usize, &Field)| (!field.is_empty()).then_some(at);
            self.unsaid = self.fields.iter().enumerate().filter_map(given).collect();
        }
        self.untold = !clashes.is_empty();
        self.clashes = clashes;
        self.since = draft["ver"].as_i64().unwrap_or(self.since);
        if self.clashes.is_empty() {
            self.since = self.on_file.map_or(0, |row| row.ver);
        }
        self.focus_as(draft);
    }

    /// Takes what is said of the fields out of a draft: it is worded in a language that is no longer spoken.
    /// After [`Form::restore`] it is to be said anew.
    pub fn unsay(draft: &mut Value) {
        if let Some(fields) = draft["fields"].as_object_mut() {
            for field in fields.values_mut().filter_map(Value::as_object_mut) {
                field.remove("error");
                field.remove("hint");
            }
        }
        draft["unsaid"] = json!(true);
    }

    /// The fields of which everything is to be said anew; asked once.
    pub fn take_unsaid(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.unsaid)
    }

    /// Puts the cursor where a draft had it.
    fn focus_as(&mut self, draft: &Value) {
        self.sheet = false;
        self.at = match draft.get("at") {
            Some(Value::Null) => self.fields.len(),
            at => at
                .and_then(Value::as_str)
                .and_then(|name| self.index(name))
                .unwrap_or(self.first()),
        };
        let caret = draft["caret"].as_u64().unwrap_or(0) as usize;
        if let Some(field) = self.fields.get_mut(self.at) {
            field.line.set_caret(caret);
            self.sheet = field.kind == Kind::Note && draft["sheet"] == true;
        }
    }

    /// What somebody else changed meanwhile, as long as it is not settled.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
    }

    /// Whether there is something that the person at work has not been told; asked once.
    pub fn take_untold(&mut self) -> bool {
        std::mem::take(&mut self.untold)
    }

    /// Takes one side's text for a field. With the last one the cursor goes to the row that saves.
    /// Answers the field, to be checked.
    pub fn settle(&mut self, name: &str, side: Side) -> Option<usize> {
        let open = self.clashes.iter().position(|one| one.field == name)?;
        let clash = self.clashes.remove(open);
        let index = self.index(name)?;
        let field = &mut self.fields[index];
        let given = match side {
            // What was typed since the choice came up is one's own too.
            Side::Mine if clash.both => Given::of(field),
            Side::Mine => clash.mine,
            Side::Theirs => clash.theirs,
        };
        if !Given::of(field).same(&given) {
            given.put(field);
            field.error = None;
        }
        if self.clashes.is_empty() {
            self.since = self.on_file.map_or(0, |row| row.ver);
            self.go(self.fields.len());
        }
        Some(index)
    }
}

/// Whether a field holds the very text of the draft: then what was said of it holds as well.
fn is_as_typed(field: &Field, draft: &Value) -> bool {
    Given::of(field) == Given::of_draft(draft)
}
