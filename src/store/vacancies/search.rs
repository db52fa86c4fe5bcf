//! Vacancies by words, occupation, place and contract: a bounded look, best first.

use rusqlite::{Connection, Row, ToSql};

use super::rows::{VACANCY, VacancyPage, VacancyRow, point, vacancy_row};
use crate::domain::matching::Point;
use crate::domain::staff::Right;
use crate::domain::text;
use crate::domain::vacancy::Contract;
use crate::store::act::{Query, Reader};
use crate::store::companies::{match_all, visible};
use crate::store::error::Result;
use crate::store::sql::{Day, Rows};

/// The most rows that a search ranks.
const RANKED: usize = 300;

/// The most rows of the index of words that a search looks at, the newest first.
const SCANNED: usize = 3_000;

/// The longest beginning of a word that the index of words keeps ready (see its `prefix`).
const INDEXED_LETTERS: usize = 6;

/// The first radius looked at around a place, km; it doubles until enough is found.
const FIRST_KM: f64 = 4.0;

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Latitude of the middle, degrees.
    pub latitude: f64,
    /// Longitude of the middle, degrees.
    pub longitude: f64,
    /// Radius, kilometres in a straight line.
    pub km: f64,
}

impl Near {
    /// South, north, west and east of the square around it.
    fn square(self) -> [f64; 4] {
        let up = self.km / KM_PER_DEGREE;
        let across = up / self.latitude.to_radians().cos().max(0.01);
        [
            self.latitude - up,
            self.latitude + up,
            self.longitude - across,
            self.longitude + across,
        ]
    }

    /// Metres from the middle.
    fn metres_to(self, at: (f64, f64)) -> u32 {
        let middle = Point {
            latitude: self.latitude,
            longitude: self.longitude,
        };
        middle.metres_to(Point {
            latitude: at.0,
            longitude: at.1,
        })
    }

    fn holds(self, metres: u32) -> bool {
        f64::from(metres) <= self.km * 1000.0
    }
}

/// Vacancies by words, occupation, place and contract.
///
/// The words (each typed from its beginning, in title, text or company) and the occupations are two
/// ways of saying the same and either will do; all else must fit. Best first: a title that begins with the
/// words, then words in the title or the occupation asked, then the nearest, then the newest.
#[derive(Debug, Clone, Default)]
pub struct SearchVacancies {
    /// The same question with the end of the words taken for a place. It is what was meant if it finds anything.
    pub placed: Option<Box<SearchVacancies>>,
    /// Words; blank for any.
    pub words: String,
    /// ISCO-08 codes or the beginnings of them, for which the words stand too; empty for none.
    pub isco08: Vec<String>,
    /// Only this ISCO-08 code, or those that begin so.
    pub occupation: Option<String>,
    /// Only within this circle.
    pub near: Option<Near>,
    /// Only this kind of contract.
    pub contract: Option<Contract>,
    /// Only those to which people can be put forward today.
    pub only_open: bool,
    /// At most so many.
    pub limit: usize,
}

impl Query for SearchVacancies {
    type Out = VacancyPage;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<VacancyPage> {
        if let Some(placed) = &self.placed {
            let page = placed.run(db)?;
            if page.total > 0 {
                return Ok(VacancyPage {
                    placed: true,
                    ..page
                });
            }
        }
        let asked = match_all(&self.words);
        let mut found = Found::default();
        match (&asked, self.near) {
            (None, _) if self.isco08.is_empty() && self.occupation.is_some() => {
                self.by_occupation(
                    db,
                    self.occupation.as_deref().unwrap_or_default(),
                    &mut found,
                )?;
            }
            (None, None) if self.isco08.is_empty() => self.newest(db, &mut found)?,
            (None, Some(near)) if self.isco08.is_empty() => self.around(db, near, &mut found)?,
            _ => {
                for prefix in &self.isco08 {
                    self.by_occupation(db, prefix, &mut found)?;
                }
                if let Some(asked) = &asked {
                    self.by_words(db, asked, &mut found)?;
                }
            }
        }
        found.rank();
        let rows = read_all(db.conn, found.hits.iter().take(self.limit))?;
        Ok(VacancyPage {
            total: found.hits.len(),
            more: found.more,
            placed: false,
            rows,
        })
    }
}

impl SearchVacancies {
    /// Asks, and keeps what lies within the circle and what `class` takes, until the limit: then there
    /// may be more.
    fn collect(
        &self,
        db: &Reader<'_>,
        ask: &Ask<'_>,
        found: &mut Found,
        class: impl Fn(&Row<'_>) -> rusqlite::Result<Option<u8>>,
    ) -> Result<()> {
        let today = Day(db.today());
        let square = ask.near.map(Near::square);
        let sides = [0, 1, 2, 3].map(|side| square.map(|square| square[side]));
        let mut bound: Vec<&dyn ToSql> = vec![&self.only_open, &today, &self.contract];
        bound.extend(sides.iter().map(|side| side as &dyn ToSql));
        bound.push(&self.occupation);
        bound.extend_from_slice(ask.own);
        let mut statement = db.conn.prepare_cached(ask.sql)?;
        let mut rows = statement.query(bound.as_slice())?;
        let mut kept = 0;
        while let Some(row) = rows.next()? {
            let metres = ask
                .near
                .zip(point(row, 1)?)
                .map(|(near, at)| near.metres_to(at));
            let inside = ask
                .near
                .is_none_or(|near| metres.is_some_and(|metres| near.holds(metres)));
            if !inside {
                continue;
            }
            let Some(class) = class(row)? else { continue };
            if kept == ask.limit {
                found.more = true;
                break;
            }
            kept += 1;
            found.hits.push(Hit {
                n: row.get(0)?,
                class,
                metres,
            });
        }
        Ok(())
    }

    fn newest(&self, db: &Reader<'_>, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v WHERE {FITS} AND {} ORDER BY v.n DESC",
            visible("v")
        );
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: None,
            own: &[],
        };
        self.collect(db, &ask, found, |_| Ok(Some(0)))
    }

    /// The nearest: circles that double until enough is found, so that a dense town costs no more than
    /// a valley.
    fn around(&self, db: &Reader<'_>, near: Near, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v INDEXED BY vacancy_by_place WHERE {FITS} \
             AND v.lat BETWEEN ?4 AND ?5 AND {} ",
            visible("v")
        );
        let mut km = FIRST_KM.min(near.km);
        loop {
            found.hits.clear();
            let ask = Ask {
                sql: &sql,
                limit: usize::MAX,
                near: Some(Near { km, ..near }),
                own: &[],
            };
            self.collect(db, &ask, found, |_| Ok(Some(0)))?;
            if km >= near.km {
                return Ok(());
            }
            if found.hits.len() >= RANKED {
                found.more = true;
                return Ok(());
            }
            km = (km * 2.0).min(near.km);
        }
    }

    fn by_occupation(&self, db: &Reader<'_>, prefix: &str, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v WHERE v.isco08 >= ?9 AND v.isco08 < ?10 AND {FITS} AND {} \
             ORDER BY v.n DESC",
            visible("v")
        );
        // The character after '9' ends all codes that begin with the prefix.
        let end = format!("{prefix}:");
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: self.near,
            own: &[&prefix, &end],
        };
        self.collect(db, &ask, found, |_| Ok(Some(1)))
    }

    fn by_words(&self, db: &Reader<'_>, asked: &str, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon, v.title, v.text, c.name FROM \
             (SELECT rowid AS n FROM vacancy_words WHERE vacancy_words MATCH ?9 ORDER BY rowid DESC LIMIT {SCANNED}) w \
             CROSS JOIN vacancy v ON v.n = w.n CROSS JOIN company c ON c.id = v.company WHERE {FITS} AND {} ",
            visible("v")
        );
        let folded = text::fold(&self.words);
        let long = text::words(&folded).any(|word| word.chars().count() > INDEXED_LETTERS);
        let class = |row: &Row<'_>| {
            let mut told = text::fold(row.get_ref(3)?.as_str()?);
            if text::words_begin(&told, &folded) {
                return Ok(Some(u8::from(!told.starts_with(&folded))));
            }
            if !long {
                return Ok(Some(2));
            }
            // The index looked at the first letters only: see the rest.
            for column in [4, 5] {
                told.push(' ');
                text::fold_into(row.get_ref(column)?.as_str()?, &mut told);
            }
            let begins = |wanted: &str| text::words(&told).any(|word| word.starts_with(wanted));
            Ok(text::words(&folded).all(begins).then_some(2))
        };
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: self.near,
            own: &[&asked],
        };
        self.collect(db, &ask, found, class)?;
        let beyond = format!(
            "SELECT 1 FROM vacancy_words WHERE vacancy_words MATCH ?1 LIMIT 1 OFFSET {SCANNED}"
        );
        found.more = found.more || db.conn.exists(&beyond, [asked])?;
        Ok(())
    }
}

/// A row that fits, before it is read in full.
struct Hit {
    n: i64,
    /// 0 for a title that begins with the words, 1 for others that have them and for the occupation asked, 2 for
    /// words elsewhere.
    class: u8,
    metres: Option<u32>,
}

/// The conditions that every search sets, ?1 to ?8.
const FITS: &str = "(?1 = 0 OR (v.state IN ('open', 'selecting') AND (v.deadline_on IS NULL OR v.deadline_on >= ?2))) \
     AND (?3 IS NULL OR v.contract = ?3) \
     AND (?4 IS NULL OR (v.lat BETWEEN ?4 AND ?5 AND v.lon BETWEEN ?6 AND ?7)) \
     AND (?8 IS NULL OR substr(v.isco08, 1, length(?8)) = ?8)";

/// What a search has found so far.
#[derive(Default)]
struct Found {
    hits: Vec<Hit>,
    more: bool,
}

impl Found {
    /// Best first, each once.
    fn rank(&mut self) {
        let key = |hit: &Hit| (hit.class, hit.metres, std::cmp::Reverse(hit.n));
        self.hits.sort_unstable_by_key(|hit| (hit.n, hit.class));
        self.hits.dedup_by_key(|hit| hit.n);
        self.hits.sort_unstable_by_key(key);
        if self.hits.len() > RANKED {
            self.hits.truncate(RANKED);
            self.more = true;
        }
    }
}

/// One statement of a search: it ends in [`FITS`].
struct Ask<'a> {
    sql: &'a str,
    /// At most so many rows are kept.
    limit: usize,
    /// ?4 to ?7, and the exact circle afterwards.
    near: Option<Near>,
    /// Its own parameters, from ?9 on.
    own: &'a [&'a dyn ToSql],
}

/// Reads the lines of the hits, in their order.
fn read_all<'h>(conn: &Connection, hits: impl Iterator<Item = &'h Hit>) -> Result<Vec<VacancyRow>> {
    let sql = format!("{VACANCY} WHERE v.n = ?1");
    let mut rows = Vec::new();
    for hit in hits {
        if let Some(mut row) = conn.maybe(&sql, [hit.n], vacancy_row)? {
            row.metres = hit.metres;
            rows.push(row);
        }
    }
    Ok(rows)
}
