//! The table of holiday rules.

use super::table;
use crate::domain::holiday::{Rule, When};

const RULES: &str = include_str!("data/festivi_regole.tsv");

/// The first year of which the table has every public holiday: DPR 792/1985 gave the Epiphany back. Those
/// that law 54/1977 took away are not in it.
pub(super) const COMPLETE_FROM: i32 = 1986;

/// Reads the rules; a row that is not one is left out, and a test counts them.
pub(super) fn load() -> Vec<Rule> {
    table::rows(RULES)
        .filter_map(|(_, row)| {
            let [scope, when, name, from, to, name_en] = row.fields();
            Some(Rule {
                municipality: (scope != "IT").then_some(scope),
                when: read_when(when)?,
                name,
                name_en,
                from_year: from.parse().ok(),
                to_year: to.parse().ok(),
            })
        })
        .collect()
}

fn read_when(text: &str) -> Option<When> {
    if let Some(days) = text.strip_prefix("pasqua+") {
        return Some(When::AfterEaster(days.parse().ok()?));
    }
    let (month, day) = text.split_once('-')?;
    Some(When::Fixed {
        month: month.parse().ok()?,
        day: day.parse().ok()?,
    })
}
