//! What was said so far of the sub-view that is open, so that only what is new is said.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Scene;
use super::tell::{self, Numbered};
use crate::ui::form::Form;
use crate::ui::view::{Block, View};

/// What was said of the sub-view that is open.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) level: usize,
    /// A digest of the form's name and of those of its fields; none without a form.
    pub(super) form: Option<u64>,
    /// A digest of each block's sentences.
    pub(super) blocks: Vec<u64>,
    /// The sentences of each block one by one, as digests: of many of which few change, those are said.
    pub(super) sentences: Vec<Vec<u64>>,
    /// The value, error and hint of each field, as digests.
    pub(super) fields: Vec<[u64; 3]>,
    /// The field that was asked for last.
    pub(super) asked: Option<usize>,
    /// The sentences below the form that were said and still hold, or say less now.
    pub(super) after: Vec<String>,
    /// The rows said, as number and digest of the name.
    pub(super) rows: Vec<(usize, u64)>,
}

impl Said {
    /// Whether the view is not the one that was said. A form remains itself under another title.
    pub(super) fn is_other(&self, scene: &Scene<'_>) -> bool {
        let view = scene.view;
        let form = form_digest(view);
        let other = self.form != form || self.level != scene.level;
        other || (form.is_none() && stem(&self.title) != stem(&view.title))
    }

    pub(super) fn open(&mut self, scene: &Scene<'_>) {
        let view = scene.view;
        self.level = scene.level;
        view.title.as_ref().clone_into(&mut self.title);
        self.form = form_digest(view);
    }

    /// The row of a block after the last one said.
    pub(super) fn until(&self, rows: &Numbered) -> usize {
        self.rows
            .iter()
            .filter(|(n, _)| rows.holds(*n))
            .map(|(n, _)| n - rows.before)
            .max()
            .unwrap_or(0)
    }

    /// Forgets the rows of a block and of those after it, whose numbers may have moved.
    pub(super) fn forget_rows(&mut self, view: &View<'_>, block: usize) {
        if let Some(rows) = tell::numbered(view).iter().find(|n| n.block == block) {
            self.rows.retain(|(n, _)| *n <= rows.before);
        }
    }
}

/// What a title calls the page, before what it says of it: `Coda di oggi: I002 chiamata`.
fn stem(title: &str) -> &str {
    title.split([',', ':']).next().unwrap_or(title)
}

fn form_digest(view: &View<'_>) -> Option<u64> {
    view.blocks.iter().find_map(|block| match block {
        Block::Form(block) => {
            let fields: Vec<&str> = block.form.fields.iter().map(|field| field.name).collect();
            Some(digest(&(block.form.name, fields)))
        }
        _ => None,
    })
}

/// The value, error and hint of each field, as digests.
pub(super) fn fields(form: &Form) -> Vec<[u64; 3]> {
    form.fields
        .iter()
        .map(|field| {
            let value = (field.line.text(), &field.marked);
            [digest(&value), digest(&field.error), digest(&field.hint)]
        })
        .collect()
}

/// A text, or any value, as a number to compare.
pub(super) fn digest(what: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
