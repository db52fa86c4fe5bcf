//! ATECO 2025: what companies do.

use std::collections::HashMap;

use super::rank::Names;
use super::table::{self, Row};
use crate::domain::text;

const ATECO: &str = include_str!("data/ateco2025.tsv");

/// An economic activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// Its code: `A`, `01`, `01.1`, `01.11`.
    pub code: &'static str,
    /// 1 section, 2 division, 3 group, 4 class.
    pub level: u8,
    /// Code of the level above; empty for a section.
    pub parent: &'static str,
    /// Its Italian title.
    pub title: &'static str,
}

#[derive(Debug)]
pub(super) struct Register {
    by_code: HashMap<&'static str, u32>,
    names: Names,
}

impl Register {
    pub(super) fn load() -> Self {
        let mut names = Names::new();
        let mut by_code = HashMap::new();
        for (offset, row) in table::rows(ATECO) {
            let activity = of(row);
            by_code.insert(activity.code, offset);
            // The narrower activity says more about a company.
            names.add(activity.title, offset, u32::from(activity.level));
            names.add(activity.code, offset, 9);
        }
        Self {
            by_code,
            names: names.shrink(),
        }
    }

    pub(super) fn by_code(&self, code: &str) -> Option<Activity> {
        self.by_code
            .get(code)
            .map(|&offset| of(Row::at(ATECO, offset)))
    }

    pub(super) fn find(&self, query: &str, n: usize) -> Vec<Activity> {
        let hits = self.names.find(&text::fold(query), &[], n, |_| true);
        hits.iter()
            .map(|hit| of(Row::at(ATECO, hit.item)))
            .collect()
    }
}

fn of(row: Row) -> Activity {
    let [code, level, parent, title] = row.fields();
    Activity {
        code,
        level: level.parse().unwrap_or_default(),
        parent,
        title,
    }
}
