//! Employers: companies, cooperatives, households.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::Rows;
use crate::domain::company::CompanyKind;
use crate::domain::ids::{BatchId, CompanyId};
use crate::domain::staff::Right;
use crate::domain::text::{self, said};
use crate::domain::vacancy::VacancySource;

/// The condition that hides the rows of a file that is still being read in; `{0}` is the table's alias.
pub(super) fn visible(alias: &str) -> String {
    format!(
        "({alias}.batch IS NULL OR {alias}.batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))"
    )
}

/// What words are asked as: each a prefix, all of them wanted. None when nothing can be looked for.
///
/// The tokenizer of the index folds case and accents, of the question too. At most six letters of a
/// word are asked, for so many the index keeps ready: whoever asks sees to the rest.
pub(super) fn match_all(words: &str) -> Option<String> {
    let asked: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{}\"*", word.chars().take(6).collect::<String>()))
        .collect();
    (!asked.is_empty()).then(|| asked.join(" "))
}

/// What is recorded of an employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyFields {
    /// Name.
    pub name: String,
    /// Tax code or VAT number.
    pub tax_code: Option<String>,
    /// What kind of employer.
    pub kind: CompanyKind,
    /// ATECO 2025 code.
    pub ateco: Option<String>,
    /// ISTAT code of the municipality.
    pub place: Option<String>,
    /// The municipality's name.
    pub place_name: Option<String>,
    /// Whom to ask for.
    pub contact: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Mail.
    pub email: Option<String>,
}

impl CompanyFields {
    /// An employer of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tax_code: None,
            kind: CompanyKind::Company,
            ateco: None,
            place: None,
            place_name: None,
            contact: None,
            phone: None,
            email: None,
        }
    }

    fn name(&self) -> Result<&str> {
        said(Some(&self.name)).ok_or_else(|| Error::invalid("name", "empty"))
    }

    fn write(&self, to: impl FnOnce(&[Column<'_>]) -> Result<()>) -> Result<()> {
        to(&[
            ("name", &self.name()?),
            ("tax_code", &self.tax_code),
            ("kind", &self.kind),
            ("ateco", &self.ateco),
            ("place", &self.place),
            ("place_name", &self.place_name),
            ("contact", &self.contact),
            ("phone", &self.phone),
            ("email", &self.email),
        ])
    }
}

/// An employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRow {
    /// Identity.
    pub id: CompanyId,
    /// Row version.
    pub ver: i64,
    /// What is recorded.
    pub fields: CompanyFields,
    /// Whether vacancies may be taken from it.
    pub active: bool,
    /// Number of vacancies on file.
    pub vacancies: u32,
}

const COMPANY: &str = "SELECT c.id, c.ver, c.name, c.tax_code, c.kind, c.ateco, c.place, c.place_name, c.contact, \
     c.phone, c.email, c.active, (SELECT count(*) FROM vacancy v WHERE v.company = c.id) FROM company c ";

fn company_row(row: &Row<'_>) -> rusqlite::Result<CompanyRow> {
    Ok(CompanyRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        fields: CompanyFields {
            name: row.get(2)?,
            tax_code: row.get(3)?,
            kind: row.get(4)?,
            ateco: row.get(5)?,
            place: row.get(6)?,
            place_name: row.get(7)?,
            contact: row.get(8)?,
            phone: row.get(9)?,
            email: row.get(10)?,
        },
        active: row.get(11)?,
        vacancies: row.get(12)?,
    })
}

/// One employer by identity.
pub(super) fn company_by_id(conn: &Connection, company: CompanyId) -> Result<CompanyRow> {
    conn.maybe(
        &format!("{COMPANY} WHERE c.id = ?1"),
        [company],
        company_row,
    )?
    .ok_or_else(|| Error::not_found("company", company))
}

/// Puts an employer on file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddCompany {
    /// What is recorded.
    pub fields: CompanyFields,
}

impl Act for AddCompany {
    type Out = CompanyId;
    const NAME: &'static str = "company.add";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<CompanyId> {
        insert(tx, &self.fields, VacancySource::Desk)
    }
}

/// Changes what is recorded of an employer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetCompany {
    /// Which.
    pub company: CompanyId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What is recorded from now on.
    pub fields: CompanyFields,
    /// Whether vacancies may be taken from it.
    pub active: bool,
}

impl Act for SetCompany {
    type Out = ();
    const NAME: &'static str = "company.set";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        self.fields.write(|columns| {
            let own: [Column<'_>; 1] = [("active", &self.active)];
            let columns = [columns, &own].concat();
            tx.update("company", self.company, Some(self.ver), &columns)
        })
    }
}

/// Writes an employer.
pub(super) fn insert(
    tx: &Tx<'_>,
    fields: &CompanyFields,
    source: VacancySource,
) -> Result<CompanyId> {
    let id: CompanyId = tx.new_id();
    fields.write(|columns| {
        let own: [Column<'_>; 3] = [
            ("active", &true),
            ("source", &source),
            ("batch", &tx.batch()),
        ];
        tx.insert("company", id, &[columns, &own].concat())
    })?;
    Ok(id)
}

/// The employer of that name: one on file, or one that came with the same batch.
pub(super) fn of_name(
    conn: &Connection,
    name: &str,
    batch: Option<BatchId>,
) -> Result<Option<CompanyId>> {
    conn.maybe(
        &format!(
            "SELECT c.id FROM company c WHERE c.name = ?1 COLLATE NOCASE AND (c.batch = ?2 OR {}) LIMIT 1",
            visible("c")
        ),
        params![name, batch],
        |row| row.get(0),
    )
}

/// Employers whose names have all the words, each typed from its beginning; by name.
#[derive(Debug, Clone)]
pub struct CompaniesByName {
    /// What was typed; nothing lists the first ones.
    pub words: String,
    /// At most so many.
    pub limit: usize,
}

impl Query for CompaniesByName {
    type Out = Vec<CompanyRow>;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<CompanyRow>> {
        let shown = visible("c");
        let order = "ORDER BY c.name COLLATE NOCASE, c.n";
        let Some(asked) = match_all(&self.words) else {
            let sql = format!("{COMPANY} WHERE {shown} {order} LIMIT ?1");
            return db.conn.all(&sql, [self.limit as i64], company_row);
        };
        let sql = format!(
            "{COMPANY} WHERE c.n IN (SELECT rowid FROM company_words WHERE company_words MATCH ?1 \
             ORDER BY rowid DESC LIMIT 300) AND {shown} {order}"
        );
        let folded = text::fold(&self.words);
        let mut rows = db.conn.all(&sql, [asked], company_row)?;
        rows.retain(|row| text::words_begin(&text::fold(&row.fields.name), &folded));
        rows.truncate(self.limit);
        Ok(rows)
    }
}

/// One employer.
#[derive(Debug, Clone)]
pub struct CompanyFile {
    /// Which.
    pub company: CompanyId,
}

impl Query for CompanyFile {
    type Out = CompanyRow;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<CompanyRow> {
        company_by_id(db.conn, self.company)
    }
}
