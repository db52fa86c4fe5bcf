//! Current municipalities and provinces: by code, by name, and how far apart they lie.

use std::collections::HashMap;

use super::rank::{self, Hit, Names};
use super::table::{self, Row};
use crate::domain::matching::Point;
use crate::domain::text;

const MUNICIPALITIES: &str = include_str!("data/comuni.tsv");
const PROVINCES: &str = include_str!("data/province.tsv");

/// A current municipality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Municipality {
    /// ISTAT code, six digits; empty for one too young to have it.
    pub istat: &'static str,
    /// The letters of the tax code: `F205`.
    pub tax_place: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its name in the other language spoken there; empty if none.
    pub other_name: &'static str,
    /// Letters of the province.
    pub province: &'static str,
    /// ISTAT code of the region: `03` is Lombardy.
    pub region: &'static str,
    /// Whether it is the capital of its province.
    pub is_capital: bool,
    /// Latitude of its centre, degrees.
    pub latitude: f64,
    /// Longitude of its centre, degrees.
    pub longitude: f64,
    /// Residents on 1 January 2023; zero where unknown.
    pub population: u32,
    /// Post codes: one, several with commas, or ranges with a hyphen.
    pub post_codes: &'static str,
}

impl Municipality {
    fn of(row: Row) -> Self {
        let [
            istat,
            tax_place,
            name,
            other_name,
            province,
            region,
            capital,
            lat,
            lon,
            _,
            residents,
            post_codes,
        ] = row.fields();
        Self {
            istat,
            tax_place,
            name,
            other_name,
            province,
            region,
            is_capital: capital == "1",
            latitude: lat.parse().unwrap_or_default(),
            longitude: lon.parse().unwrap_or_default(),
            population: residents.parse().unwrap_or_default(),
            post_codes,
        }
    }

    /// Its centre.
    pub const fn centre(&self) -> Point {
        Point {
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }

    /// Kilometres between the two centres in a straight line. Roads are longer, in the Alps far
    /// longer.
    pub fn km_to(&self, other: &Self) -> f64 {
        f64::from(self.centre().metres_to(other.centre())) / 1000.0
    }
}

/// A province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// Its letters.
    pub letters: &'static str,
    /// Its name.
    pub name: &'static str,
    /// ISTAT code of its region.
    pub region: &'static str,
    /// Name of its region.
    pub region_name: &'static str,
}

/// Every municipality, with indexes by code and by name.
#[derive(Debug)]
pub(super) struct Register {
    /// Rows by ISTAT code.
    by_istat: Vec<u32>,
    by_tax_place: HashMap<&'static str, u32>,
    /// Folded names and letters of provinces.
    provinces: HashMap<String, &'static str>,
    names: Names,
}

impl Register {
    pub(super) fn load() -> Self {
        let mut by_istat = Vec::with_capacity(8_000);
        let mut by_tax_place = HashMap::with_capacity(8_000);
        let mut names = Names::new();
        for (offset, row) in table::rows(MUNICIPALITIES) {
            let [istat, tax_place, name, other, _, _, _, _, _, _, residents] = row.fields();
            let residents = residents.parse().unwrap_or_default();
            for key in [name, other].into_iter().filter(|key| !key.is_empty()) {
                names.add(key, offset, residents);
            }
            if !istat.is_empty() {
                by_istat.push(offset);
            }
            by_tax_place.insert(tax_place, offset);
        }
        Self {
            by_istat,
            by_tax_place,
            provinces: province_names(),
            names: names.shrink(),
        }
    }

    pub(super) fn by_istat(&self, istat: &str) -> Option<Municipality> {
        let found = self
            .by_istat
            .binary_search_by(|&offset| Row::at(MUNICIPALITIES, offset).field(0).cmp(istat))
            .ok()?;
        Some(at(self.by_istat[found]))
    }

    pub(super) fn by_tax_place(&self, code: &str) -> Option<Municipality> {
        self.by_tax_place.get(code).map(|&offset| at(offset))
    }

    pub(super) fn all() -> impl Iterator<Item = Municipality> {
        table::rows(MUNICIPALITIES).map(|(_, row)| Municipality::of(row))
    }

    pub(super) fn find(&self, query: &str, n: usize) -> Vec<Municipality> {
        let code = query.trim().to_ascii_uppercase();
        if let Some(coded) = self.by_istat(&code).or_else(|| self.by_tax_place(&code)) {
            return vec![coded];
        }
        find_in(&self.names, &self.provinces, query, n, |offset| {
            Row::at(MUNICIPALITIES, offset).field(4)
        })
        .into_iter()
        .map(|hit| at(hit.item))
        .collect()
    }

    /// The municipality that a text names without doubt: `Milano`, `Castro (BG)`.
    pub(super) fn named(&self, text: &str) -> Option<Municipality> {
        let province = |offset| Row::at(MUNICIPALITIES, offset).field(4);
        let hits = find_in(&self.names, &self.provinces, text, 2, province);
        let mut exact = hits.iter().filter(|hit| hit.is_exact());
        match (exact.next(), exact.next()) {
            (Some(only), None) => Some(at(only.item)),
            _ => None,
        }
    }

    pub(super) fn provinces(&self) -> &HashMap<String, &'static str> {
        &self.provinces
    }
}

/// Every province.
pub(super) fn provinces() -> impl Iterator<Item = Province> {
    table::rows(PROVINCES).map(|(_, row)| {
        let [letters, name, _, _, region, region_name] = row.fields();
        Province {
            letters,
            name,
            region,
            region_name,
        }
    })
}

fn at(offset: u32) -> Municipality {
    Municipality::of(Row::at(MUNICIPALITIES, offset))
}

fn province_names() -> HashMap<String, &'static str> {
    provinces()
        .flat_map(|province| {
            [
                (text::fold(province.letters), province.letters),
                (text::fold(province.name), province.letters),
            ]
        })
        .collect()
}

/// Finds places by name, where the text may carry a province (`Livo (TN)`, `livo trento`) and `S.`
/// may stand for any saint.
///
/// A province in brackets keeps the others out as long as it has a place to offer. A province that
/// only follows may be the beginning of another word (`sesto sa`), so both readings compete.
pub(super) fn find_in(
    names: &Names,
    provinces: &HashMap<String, &'static str>,
    query: &str,
    n: usize,
    province_of: impl Fn(u32) -> &'static str,
) -> Vec<Hit> {
    let typed = Typed::read(query, provinces);
    if let Some((name, letters)) = &typed.bracketed {
        let hits = names.find(name, &saints(name), n, |item| province_of(item) == *letters);
        return if hits.is_empty() {
            names.find(name, &saints(name), n, |_| true)
        } else {
            hits
        };
    }
    let mut hits = names.find(&typed.whole, &saints(&typed.whole), n, |_| true);
    for (name, letters) in &typed.followed {
        hits.extend(names.find(name, &saints(name), n, |item| province_of(item) == *letters));
    }
    rank::best_of_each(&mut hits, n);
    hits
}

/// The readings of what was typed: names are folded.
struct Typed {
    whole: String,
    bracketed: Option<(String, &'static str)>,
    followed: Vec<(String, &'static str)>,
}

impl Typed {
    fn read(query: &str, provinces: &HashMap<String, &'static str>) -> Self {
        let whole = text::fold(query);
        let bracketed = query.split_once('(').and_then(|(name, rest)| {
            let inside = rest.split(')').next().unwrap_or_default();
            let letters = provinces.get(&text::fold(inside))?;
            Some((text::fold(name), *letters)).filter(|(name, _)| !name.is_empty())
        });
        // `prov. di MI, Milano` names it first, `Milano MI` last.
        let led = ["prov di ", "provincia di "]
            .iter()
            .find_map(|words| whole.strip_prefix(words))
            .unwrap_or_default();
        let province =
            |name: &str, letters: &str| Some((name.to_owned(), *provinces.get(letters)?));
        let followed = whole
            .match_indices(' ')
            .filter_map(|(at, _)| province(&whole[..at], &whole[at + 1..]))
            .chain(
                led.match_indices(' ')
                    .filter_map(|(at, _)| province(&led[at + 1..], &led[..at])),
            )
            .collect();
        Self {
            whole,
            bracketed,
            followed,
        }
    }
}

/// What `s` and `ss` before another word may stand for.
fn saints(folded: &str) -> Vec<String> {
    let words: Vec<&str> = text::words(folded).collect();
    let Some(at) = words.iter().position(|&word| matches!(word, "s" | "ss")) else {
        return Vec::new();
    };
    if at + 1 == words.len() {
        return Vec::new();
    }
    let full: &[&str] = if words[at] == "s" {
        &["san", "santo", "santa", "sant"]
    } else {
        &["santi", "sante"]
    };
    full.iter()
        .map(|saint| {
            let mut spelled = words.clone();
            spelled[at] = saint;
            spelled.join(" ")
        })
        .collect()
}
