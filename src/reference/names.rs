//! Names for invented people: the practice office and the benches, never the look-up.

use super::table;

const NAMES: &str = include_str!("data/nomi.tsv");
const GROUPS: &str = include_str!("data/nomi_gruppi.tsv");

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A given name of women.
    Woman,
    /// A given name of men.
    Man,
    /// A surname.
    Surname,
}

/// A name with its weight in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Letters of the group: `IT`, or those of [`NameGroup::group`].
    pub group: &'static str,
    /// What it is.
    pub kind: NameKind,
    /// The name.
    pub value: &'static str,
    /// How often to draw it, among those of its group and kind.
    pub weight: u32,
}

/// A group of names other than the Italian one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameGroup {
    /// Its letters.
    pub group: &'static str,
    /// The birthplace that goes with it: `Z129`.
    pub tax_place: &'static str,
    /// How often to draw it, among the groups.
    pub weight: u32,
}

pub(super) fn names() -> impl Iterator<Item = Name> {
    table::rows(NAMES).filter_map(|(_, row)| {
        let [group, kind, value, weight] = row.fields();
        let kind = match kind {
            "F" => NameKind::Woman,
            "M" => NameKind::Man,
            "C" => NameKind::Surname,
            _ => return None,
        };
        Some(Name {
            group,
            kind,
            value,
            weight: weight.parse().ok()?,
        })
    })
}

pub(super) fn groups() -> impl Iterator<Item = NameGroup> {
    table::rows(GROUPS).filter_map(|(_, row)| {
        let [group, tax_place, weight] = row.fields();
        Some(NameGroup {
            group,
            tax_place,
            weight: weight.parse().ok()?,
        })
    })
}
