//! The explained match: which vacancies for a person, which people for a vacancy.
//!
//! The gate reads the full facts, here and nowhere else; the score reads a `Candidate`, which does not
//! contain them. Scores are of the moment and are kept nowhere, but for the lines that go with an
//! application. The reference tables are handed in: the store has none of its own.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Row, params};

use super::act::{Query, Reader};
use super::agenda::{Who, who};
use super::companies::visible;
use super::error::{Error, Result};
use super::interview::{Entry, experience_of, unemployment_benefit};
use super::looks::Look;
use super::params::number;
use super::people::named;
use super::sql::{Day, Rows, day};
use super::vacancies::{VacancyRow, point, read_row};
use crate::domain::access::LookAt;
use crate::domain::document::{PermitKind, Receipt, is_renewing};
use crate::domain::ids::{CompanyId, PersonId, VacancyId};
use crate::domain::matching::{
    Candidate, Eligibility, Explained, GateFacts, GateOffer, Offer, Point, Question, Questions,
    Scorer, SkillAsked, eligibility,
};
use crate::domain::param::ParamKey;
use crate::domain::person::Transport;
use crate::domain::staff::Right;
use crate::domain::target_group::Area;
use crate::domain::vacancy::{ApplicationState, Reserved};
use crate::reference::Reference;

/// The most open vacancies, and the most people, that one question compares.
const COMPARED: usize = 5_000;

/// A vacancy for somebody, with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct VacancyMatch {
    /// The vacancy; its metres are from where the person lives.
    pub vacancy: VacancyRow,
    /// What the gate says.
    pub eligibility: Eligibility,
    /// Score and lines.
    pub explained: Explained,
    /// Where the application stands, if the person was put forward for it.
    pub applied: Option<ApplicationState>,
}

/// Somebody for a vacancy, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMatch {
    /// Who.
    pub person: Who,
    /// Where they live.
    pub residence: Option<String>,
    /// Date of the DID: the oldest comes first among equals.
    pub did_on: Option<NaiveDate>,
    /// What the gate says.
    pub eligibility: Eligibility,
    /// Score and lines.
    pub explained: Explained,
    /// Where the application stands, if the person was put forward for it.
    pub applied: Option<ApplicationState>,
}

/// The best matches, and how many were compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Matches<T> {
    /// How many were compared.
    pub compared: usize,
    /// Whether there were more to compare than that.
    pub more: bool,
    /// The best: whom or what the gate refuses comes last.
    pub rows: Vec<T>,
    /// What to ask the person whose matches these are: the answer that would move most points over all that were
    /// compared. None when all is known, and of many people at once.
    pub ask: Option<Question>,
}

/// The open vacancies for a person, best first. Compares those of the occupations looked for, then the
/// newest of the others.
#[derive(Debug, Clone)]
pub struct MatchesFor {
    /// For whom.
    pub person: PersonId,
    /// At most so many.
    pub limit: usize,
    /// The tables: places, usual skills, weights.
    pub reference: Arc<Reference>,
}

impl Query for MatchesFor {
    type Out = Matches<VacancyMatch>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Matching))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Matches<VacancyMatch>> {
        let sql = format!("{CANDIDATE} WHERE p.id = ?1");
        let grace = permit_grace(db)?;
        let seeker = db
            .conn
            .maybe(&sql, [self.person], |row| {
                Seeker::read(row, &self.reference, (db.today(), grace))
            })?
            .ok_or_else(|| Error::not_found("person", self.person))?;
        let open = OpenForMatch {
            isco08: seeker.sub_major_groups(),
            limit: COMPARED,
        }
        .run(db)?;
        let weights = self.reference.match_weights();
        let today = db.today();
        let scorer = Scorer::new(&seeker.candidate, weights, &*self.reference, today);
        let mut questions = Questions::default();
        let mut ranked: Vec<(Eligibility, u16, &OpenVacancy)> = open
            .rows
            .iter()
            .map(|vacancy| {
                let gate = eligibility(&seeker.facts, &vacancy.gate, weights, today);
                let found = scorer.score(&vacancy.offer);
                questions.hear(&found);
                (gate, found.score, vacancy)
            })
            .collect();
        ranked.sort_by_key(|(gate, score, vacancy)| {
            let away = seeker.metres_to(vacancy.offer.place);
            (refused(gate), Reverse(*score), away, Reverse(vacancy.n))
        });
        let mut rows = Vec::with_capacity(self.limit.min(ranked.len()));
        for (gate, _, vacancy) in ranked.into_iter().take(self.limit) {
            let explained = scorer.score(&vacancy.offer).into_owned();
            rows.push(self.row(db.conn, &seeker, vacancy, gate, explained)?);
        }
        Ok(Matches {
            compared: open.rows.len(),
            more: open.more,
            rows,
            ask: questions.first(),
        })
    }
}

impl MatchesFor {
    fn row(
        &self,
        conn: &Connection,
        seeker: &Seeker,
        vacancy: &OpenVacancy,
        eligibility: Eligibility,
        explained: Explained,
    ) -> Result<VacancyMatch> {
        let mut row = read_row(conn, vacancy.id)?;
        let home = seeker.candidate.home;
        row.metres = home
            .zip(vacancy.offer.place)
            .map(|(home, place)| home.metres_to(place));
        Ok(VacancyMatch {
            applied: applied(conn, vacancy.id, self.person)?,
            vacancy: row,
            eligibility,
            explained,
        })
    }
}

/// People for a vacancy, best first; among equals the oldest DID. Compares those who look for that very
/// occupation, then for one near to it.
#[derive(Debug, Clone)]
pub struct PeopleFor {
    /// For which.
    pub vacancy: VacancyId,
    /// At most so many.
    pub limit: usize,
    /// The tables: places, usual skills, weights.
    pub reference: Arc<Reference>,
}

impl Query for PeopleFor {
    type Out = Matches<PersonMatch>;
    const RIGHT: Right = Right::Propose;

    fn look(&self) -> Option<Look> {
        Some(Look::search(LookAt::Matching))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Matches<PersonMatch>> {
        let sql = format!("{OFFER} WHERE v.id = ?1");
        let vacancy = db
            .conn
            .maybe(&sql, [self.vacancy], open_vacancy)?
            .ok_or_else(|| Error::not_found("vacancy", self.vacancy))?;
        let (seekers, more) = self.seekers(db, &vacancy.offer.isco08)?;
        let weights = self.reference.match_weights();
        let today = db.today();
        let mut ranked: Vec<(Eligibility, u16, &Seeker)> = seekers
            .iter()
            .map(|seeker| {
                let gate = eligibility(&seeker.facts, &vacancy.gate, weights, today);
                let scorer = Scorer::new(&seeker.candidate, weights, &*self.reference, today);
                (gate, scorer.score(&vacancy.offer).score, seeker)
            })
            .collect();
        ranked.sort_by_key(|(gate, score, seeker)| {
            (
                refused(gate),
                Reverse(*score),
                seeker.did_on.is_none(),
                seeker.did_on,
            )
        });
        let mut rows = Vec::with_capacity(self.limit.min(ranked.len()));
        for (eligibility, _, seeker) in ranked.into_iter().take(self.limit) {
            let scorer = Scorer::new(&seeker.candidate, weights, &*self.reference, today);
            rows.push(PersonMatch {
                person: seeker.who.clone(),
                residence: seeker.residence.clone(),
                did_on: seeker.did_on,
                eligibility,
                explained: scorer.score(&vacancy.offer).into_owned(),
                applied: applied(db.conn, self.vacancy, seeker.who.id)?,
            });
        }
        Ok(Matches {
            compared: seekers.len(),
            more,
            rows,
            ask: None,
        })
    }
}

impl PeopleFor {
    /// People by nearness of the occupation they look for: the unit, three digits, two. Everybody, the
    /// newest first, for a vacancy whose occupation is unknown.
    fn seekers(&self, db: &Reader<'_>, isco08: &str) -> Result<(Vec<Seeker>, bool)> {
        let (conn, today) = (db.conn, db.today());
        let on = (today, permit_grace(db)?);
        let read = |row: &Row<'_>| Seeker::read(row, &self.reference, on);
        let shown = visible("p");
        let limit = (COMPARED + 1) as i64;
        let mut seekers: Vec<Seeker> = Vec::new();
        if isco08.is_empty() {
            let sql = format!("{CANDIDATE} WHERE {shown} ORDER BY p.n DESC LIMIT ?1");
            seekers = conn.all(&sql, [limit], read)?;
        } else {
            let sql = format!(
                "{CANDIDATE} WHERE p.n IN (SELECT n FROM person_key WHERE key >= 'i' || ?1 AND key < 'i' || ?2 \
                 AND NOT (key >= 'i' || ?3 AND key < 'i' || ?4) LIMIT ?5) AND {shown}"
            );
            let mut nearer = ":".to_owned();
            for digits in [4, 3, 2] {
                let Some(prefix) = isco08.get(..digits) else {
                    continue;
                };
                let left = limit - seekers.len() as i64;
                let ends = (format!("{prefix}:"), format!("{nearer}:"));
                seekers.extend(conn.all(
                    &sql,
                    params![prefix, ends.0, nearer, ends.1, left],
                    read,
                )?);
                prefix.clone_into(&mut nearer);
            }
            // Somebody may look for two occupations at different distances.
            let mut seen = std::collections::HashSet::new();
            seekers.retain(|seeker| seen.insert(seeker.who.id));
        }
        let more = seekers.len() > COMPARED;
        seekers.truncate(COMPARED);
        Ok((seekers, more))
    }
}

fn refused(gate: &Eligibility) -> bool {
    matches!(gate, Eligibility::Refused(_))
}

fn applied(
    conn: &Connection,
    vacancy: VacancyId,
    person: PersonId,
) -> Result<Option<ApplicationState>> {
    conn.maybe(
        "SELECT state FROM application WHERE vacancy = ?1 AND person = ?2",
        params![vacancy, person],
        |row| row.get(0),
    )
}

// The vacancy's side ------------------------------------------------------------------------------------

/// An open vacancy as the match reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenVacancy {
    n: i64,
    /// Identity.
    pub id: VacancyId,
    /// What the score reads.
    pub offer: Offer,
    /// What the gate reads.
    pub gate: GateOffer,
}

const OFFER: &str = "SELECT v.n, v.id, v.isco08, v.lat, v.lon, v.shift, v.hours_week, v.contract, v.education, \
     v.italian_min, v.start_on, v.licence, v.reserved, \
     (SELECT json_group_array(json_array(r.value, r.essential)) FROM requirement r \
      WHERE r.vacancy = v.id AND r.kind = 'skill'), v.company \
     FROM vacancy v ";

fn open_vacancy(row: &Row<'_>) -> rusqlite::Result<OpenVacancy> {
    let contract = row.get(7)?;
    let skills: Option<String> = row.get(13)?;
    let skills: Vec<(String, u8)> = json(skills.as_deref());
    let licence: Option<String> = row.get(11)?;
    let reserved: Reserved = row.get(12)?;
    Ok(OpenVacancy {
        n: row.get(0)?,
        id: row.get(1)?,
        offer: Offer {
            isco08: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            skills: skills
                .into_iter()
                .map(|(label, essential)| SkillAsked {
                    label,
                    essential: essential != 0,
                })
                .collect(),
            place: map_point(point(row, 3)?),
            shift: row.get(5)?,
            hours: row.get(6)?,
            contract,
            education: row.get(8)?,
            italian: row.get(9)?,
        },
        gate: GateOffer {
            company: row.get(14)?,
            contract,
            start_on: day(row, 10)?,
            licences: licence.as_deref().map(licences).unwrap_or_default(),
            reserved_l68: reserved != Reserved::No,
        },
    })
}

/// The open vacancies as the match reads them: those whose ISCO-08 codes begin with one of these, then
/// the newest of the others, up to the limit.
#[derive(Debug, Clone)]
pub struct OpenForMatch {
    /// Beginnings of ISCO-08 codes.
    pub isco08: Vec<String>,
    /// At most so many.
    pub limit: usize,
}

/// What [`OpenForMatch`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenVacancies {
    /// The vacancies.
    pub rows: Vec<OpenVacancy>,
    /// Whether there are more.
    pub more: bool,
}

impl Query for OpenForMatch {
    type Out = OpenVacancies;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<OpenVacancies> {
        let open = format!(
            "v.state IN ('open', 'selecting') AND (v.deadline_on IS NULL OR v.deadline_on >= ?1) AND {}",
            visible("v")
        );
        let today = Day(db.today());
        // The rows are chosen before they are read: what each asks is read for the chosen ones only.
        let near = format!(
            "{OFFER} WHERE v.n IN (SELECT v.n FROM vacancy v WHERE v.isco08 >= ?3 AND v.isco08 < ?4 AND {open} \
             ORDER BY v.n DESC LIMIT ?2) ORDER BY v.n DESC"
        );
        let mut rows: Vec<OpenVacancy> = Vec::new();
        for prefix in &self.isco08 {
            let left = (self.limit + 1).saturating_sub(rows.len()) as i64;
            let end = format!("{prefix}:");
            rows.extend(
                db.conn
                    .all(&near, params![today, left, prefix, end], open_vacancy)?,
            );
        }
        let other = |row: &OpenVacancy| {
            !self
                .isco08
                .iter()
                .any(|prefix| row.offer.isco08.starts_with(prefix.as_str()))
        };
        if rows.len() <= self.limit {
            let sql = format!(
                "{OFFER} WHERE v.n IN (SELECT v.n FROM vacancy v WHERE {open} ORDER BY v.n DESC LIMIT ?2) \
                 ORDER BY v.n DESC"
            );
            let newest =
                db.conn
                    .all(&sql, params![today, (self.limit + 1) as i64], open_vacancy)?;
            rows.extend(newest.into_iter().filter(other));
        }
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        Ok(OpenVacancies { rows, more })
    }
}

// The person's side -------------------------------------------------------------------------------------

/// Somebody who looks for work: what the gate reads, and what the score reads.
struct Seeker {
    who: Who,
    residence: Option<String>,
    did_on: Option<NaiveDate>,
    facts: GateFacts,
    candidate: Candidate,
}

/// The permit is the one that lasts longest.
const CANDIDATE: &str = "SELECT p.id, p.surname, p.name, p.residence, p.residence_name, p.did_on, p.birth_on, \
     p.citizenship, p.wishes, p.skills, p.licence, p.own_car, p.radius_km, p.transport, p.shift, p.education, \
     p.italian, d.permit, d.expires_on, d.issued_on AS permit_issued_on, p.hours_min, p.hours_max, p.contracts, p.days, \
     (SELECT json_group_array(json(body)) FROM entry e WHERE e.person = p.id AND e.kind = 'work') AS done, \
     (SELECT json_group_array(json(body)) FROM entry e WHERE e.person = p.id AND e.kind = 'benefit') AS benefits, \
     EXISTS (SELECT 1 FROM employment e WHERE e.person = p.id AND e.to_on IS NULL AND e.status = 'never_worked') \
     AS never, \
     (SELECT json_group_array(json_array(max(coalesce(r.issued_on, r.seen_on), coalesce(r.seen_on, r.issued_on)), \
      r.expires_on)) FROM document r WHERE r.person = p.id AND r.kind = 'permit_receipt') AS receipts, \
     (SELECT json_group_array(a.scope) FROM privacy_act a WHERE a.person = p.id AND a.kind = 'objection' \
      AND a.revoked_on IS NULL) AS objections FROM person p LEFT JOIN document d ON d.n = \
     (SELECT n FROM document WHERE person = p.id AND kind = 'residence_permit' \
      ORDER BY expires_on IS NULL DESC, expires_on DESC LIMIT 1) ";

impl Seeker {
    /// How far away a place is in a straight line; what is not known lies farthest.
    fn metres_to(&self, place: Option<Point>) -> u32 {
        let known = self.candidate.home.zip(place);
        known.map_or(u32::MAX, |(home, place)| home.metres_to(place))
    }

    fn read(
        row: &Row<'_>,
        reference: &Reference,
        (today, grace): (NaiveDate, Days),
    ) -> rusqlite::Result<Self> {
        let who = who(row, 0)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let residence: Option<String> = row.get(3)?;
        let text = |index: usize| row.get::<_, Option<String>>(index);
        let occupations: Vec<String> = json(text(8)?.as_deref());
        let skills: Vec<String> = json(text(9)?.as_deref());
        let means: Option<Transport> = row.get(13)?;
        let own_car: Option<bool> = row.get(11)?;
        let mut transport: Vec<Transport> = means.into_iter().collect();
        if own_car == Some(true) && means != Some(Transport::Car) {
            transport.push(Transport::Car);
        }
        let home = residence
            .as_deref()
            .and_then(|istat| reference.municipality(istat));
        Ok(Self {
            who,
            residence: text(4)?,
            did_on: day(row, 5)?,
            facts: facts(row, (today, grace))?,
            candidate: Candidate {
                occupations,
                skills: (!skills.is_empty()).then_some(skills),
                experience: experience_of(entries(row, "done")?, row.get("never")?),
                home: home.map(|place| Point {
                    latitude: place.latitude,
                    longitude: place.longitude,
                }),
                transport,
                max_minutes: None,
                max_km: row.get(12)?,
                shifts: row.get::<_, Option<_>>(14)?.into_iter().collect(),
                days: named(row, "days")?,
                hours: row
                    .get::<_, Option<u16>>("hours_min")?
                    .zip(row.get("hours_max")?),
                contracts: named(row, "contracts")?,
                education: row.get(15)?,
                italian: row.get(16)?,
            },
        })
    }

    /// The first two digits of the occupations looked for, each once.
    fn sub_major_groups(&self) -> Vec<String> {
        let occupations = self.candidate.occupations.iter();
        let mut groups: Vec<String> = occupations
            .filter_map(|isco08| isco08.get(..2).map(str::to_owned))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// What rows of the interview tell, gathered in a column.
fn entries(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<Entry>> {
    let told: String = row.get(column)?;
    Ok(json(Some(&told)))
}

/// For how many days after its end the receipt of its renewal stands in for a permit.
fn permit_grace(db: &Reader<'_>) -> Result<Days> {
    let days = number(db.conn, ParamKey::PermitGraceDays, db.today())?;
    Ok(Days::new(u64::try_from(days).unwrap_or_default()))
}

/// What the gate reads of a row of [`CANDIDATE`].
fn facts(row: &Row<'_>, (today, grace): (NaiveDate, Days)) -> rusqlite::Result<GateFacts> {
    let citizenship: Option<String> = row.get(7)?;
    let permit: Option<PermitKind> = row.get(17)?;
    let licence: Option<String> = row.get(10)?;
    // One without a company is against all of them.
    let objections: String = row.get("objections")?;
    let objections: Vec<Option<CompanyId>> = json(Some(&objections));
    let (issued_on, ends) = (day(row, "permit_issued_on")?, day(row, 18)?);
    let receipts: String = row.get("receipts")?;
    let receipts: Vec<Receipt> = json(Some(&receipts));
    // A permit of long stay does not end; what is renewed is the card.
    let endless = (permit == Some(PermitKind::LongTerm)).then_some(NaiveDate::MAX);
    Ok(GateFacts {
        birth_on: day(row, 6)?,
        area: area(&json::<Vec<String>>(citizenship.as_deref())),
        permit_work: permit.and_then(|kind| kind.allows_work(issued_on, today)),
        permit_until: ends.or(endless),
        permit_renewing: ends.is_some_and(|ends| {
            ends + grace >= today && is_renewing((issued_on, ends), &receipts, today)
        }),
        benefit: unemployment_benefit(&entries(row, "benefits")?, today).map(|(is, _)| is),
        licences: licence.as_deref().map(licences),
        registered_l68: None,
        excluded_by_person: objections.contains(&None),
        excluded_companies: objections.into_iter().flatten().collect(),
    })
}

/// The most favourable area of somebody's citizenships; none when none is known.
pub(super) fn area(citizenship: &[String]) -> Option<Area> {
    citizenship
        .iter()
        .filter_map(|iso2| Reference::state_by_iso2(iso2))
        .map(|state| state.area)
        .min()
}

/// `B, CE` as its parts.
fn licences(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_uppercase)
        .collect()
}

fn map_point(at: Option<(f64, f64)>) -> Option<Point> {
    at.map(|(latitude, longitude)| Point {
        latitude,
        longitude,
    })
}

/// A JSON column; empty when it is absent or unreadable.
fn json<T: serde::de::DeserializeOwned + Default>(text: Option<&str>) -> T {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
