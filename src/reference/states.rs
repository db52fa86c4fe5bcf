//! Foreign states, with the area that decides whether a permit is asked for.

use super::birthplaces;
use super::rank::{Hit, Names};
use super::table::Row;
use crate::domain::target_group::Area;

/// A state or territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The letters of the tax code: `Z330`; empty for Italy.
    pub tax_place: &'static str,
    /// Its Italian name.
    pub name: &'static str,
    /// Its English name; empty where the register has none.
    pub name_en: &'static str,
    /// ISO 3166 two-letter code; empty for old states.
    pub iso2: &'static str,
    /// Which rules of movement its citizens have.
    pub area: Area,
    /// Whether it exists today.
    pub is_current: bool,
}

/// Italy is not in the register of foreign states and is the commonest citizenship.
const ITALY: State = State {
    tax_place: "",
    name: "Italia",
    name_en: "Italy",
    iso2: "IT",
    area: Area::Italy,
    is_current: true,
};
const ITALY_ITEM: u32 = 0;

/// States, with an index by name.
#[derive(Debug)]
pub(super) struct Register {
    names: Names,
}

impl Register {
    pub(super) fn load() -> Self {
        let mut names = Names::new();
        for name in ["Italia", "Italy", "IT"] {
            names.add(name, ITALY_ITEM, 2);
        }
        for (offset, row) in birthplaces::states() {
            let [_, name, others, name_en, iso2] = row.fields();
            let weight = u32::from(of(row).is_current);
            let all = [name, name_en, iso2].into_iter().chain(others.split(';'));
            for key in all.filter(|key| !key.is_empty()) {
                names.add(key, offset, weight);
            }
        }
        Self {
            names: names.shrink(),
        }
    }

    pub(super) fn find(&self, query: &str, n: usize) -> Vec<State> {
        let folded = crate::domain::text::fold(query);
        let mut hits: Vec<Hit> = self.names.find(&folded, &[], n, |_| true);
        hits.truncate(n);
        hits.iter().map(|hit| at(hit.item)).collect()
    }
}

/// Every state, Italy first.
pub(super) fn all() -> impl Iterator<Item = State> {
    std::iter::once(ITALY).chain(birthplaces::states().map(|(_, row)| of(row)))
}

fn at(item: u32) -> State {
    if item == ITALY_ITEM {
        ITALY
    } else {
        of(birthplaces::state_row(item))
    }
}

fn of(row: Row) -> State {
    let [tax_place, name, _, name_en, iso2, area, _, _, mark] = row.fields();
    let area = match area {
        "UE" => Area::Eu,
        "SEE" => Area::Eea,
        _ => Area::Other,
    };
    State {
        tax_place,
        name,
        name_en,
        iso2,
        area,
        is_current: mark == "A",
    }
}
