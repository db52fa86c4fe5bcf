//! Look-ups for scripts: tax codes, places, occupations, holidays.
//!
//! Each writes one line per answer in the order asked, as JSON or aligned for people, and tells
//! whether everything was found and valid: the exit code is the caller's. Nothing here opens a
//! database.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, BufWriter, Write};

use anyhow::Result;
use chrono::NaiveDate;
use serde::Serialize;
use sportello::app::accessibility as page;
use sportello::args::{Holidays, Lookup, TaxCode};
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::domain::Named;
use sportello::domain::day;
use sportello::domain::lang::Lang;
use sportello::domain::tax_code::{self, Reading, Reason};
use sportello::reference::conformance;
use sportello::reference::{Municipality, Reference};
use sportello::terminal::text;
use sportello::ui::words::{Arg, MessageId};

use super::voice::{Voice, safe_json};

/// The best so many answers to a query.
const BEST: usize = 8;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line. Names of fields do not change with the language.
    Json,
    /// Aligned columns in a language.
    Plain(Lang),
}

/// Answers `tax-code`.
pub(crate) fn tax_code(
    voice: &mut Voice<'_>,
    reference: &Reference,
    ask: &TaxCode,
) -> Result<bool> {
    let today = ask.date.unwrap_or_else(|| local_day(RealClock.now()));
    let format = voice.format(ask.json);
    let mut input = BufReader::new(&mut *voice.io.input);
    let output = &mut *voice.io.output;
    Ok(tax_codes(
        reference, &ask.codes, &mut input, today, format, output,
    )?)
}

/// Says the accessibility page: its paragraphs, then the clauses of the norm, one a line.
pub(crate) fn accessibility(voice: &mut Voice<'_>) -> Result<bool> {
    let words = voice.words;
    for paragraph in page::PAGE {
        voice.say(&words.get(paragraph))?;
    }
    for clause in conformance::clauses() {
        let verdict = words.get(page::verdict(clause.verdict));
        let about = page::about(&clause, words);
        voice.say(&format!(
            "{} {}: {verdict}. {about}",
            clause.number, clause.title
        ))?;
    }
    Ok(true)
}

/// Answers `places`.
pub(crate) fn places(voice: &mut Voice<'_>, reference: &Reference, ask: &Lookup) -> Result<bool> {
    let format = voice.format(ask.json);
    let found = places_of(reference, &ask.text(), format, voice.io.output)?;
    if !found {
        complain_of(voice, MessageId("cli-no-places"), ("query", &ask.text()));
    }
    Ok(found)
}

/// Answers `occupations`.
pub(crate) fn occupations(
    voice: &mut Voice<'_>,
    reference: &Reference,
    ask: &Lookup,
) -> Result<bool> {
    let (format, lang) = (voice.format(ask.json), voice.lang);
    let found = occupations_of(reference, &ask.text(), lang, format, voice.io.output)?;
    if !found {
        complain_of(
            voice,
            MessageId("cli-no-occupations"),
            ("query", &ask.text()),
        );
    }
    Ok(found)
}

/// Says what was not found; the output stays empty for scripts.
fn complain_of(voice: &mut Voice<'_>, id: MessageId, (name, value): (&'static str, &str)) {
    let value = super::usage::brief(value);
    let said = voice.words.with(id, &[(name, value.into())]).into_owned();
    voice.complain(&said);
}

/// Answers `holidays`.
pub(crate) fn holidays(
    voice: &mut Voice<'_>,
    reference: &Reference,
    ask: &Holidays,
) -> Result<bool> {
    let (format, place) = (voice.format(ask.json), ask.place.as_deref());
    // For programs the names are Italian, whatever the language of the computer, unless another one is asked for.
    let lang = match format {
        Format::Json => voice.asked.unwrap_or(Lang::It),
        Format::Plain(lang) => lang,
    };
    let found = holidays_of(reference, ask.year, place, (format, lang), voice.io.output)?;
    if let Some(name) = place
        && municipality(reference, name).is_none()
    {
        complain_of(voice, MessageId("cli-no-place"), ("place", name));
    }
    for (id, arg) in left_out(reference, ask.year, place) {
        let said = voice.words.with(id, &[arg]).into_owned();
        voice.complain(&said);
    }
    Ok(found)
}

/// Reads tax codes; `-` stands for the lines of `input`. True if all are valid.
///
/// A code may be parted by spaces, also over several arguments. Answers to `input` are written
/// whenever it has no more to offer, so that another program may ask and wait line by line.
pub(crate) fn tax_codes(
    reference: &Reference,
    codes: &[String],
    input: &mut dyn BufRead,
    today: NaiveDate,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let mut all_valid = true;
    let mut answer = |code: &str, out: &mut BufWriter<&mut dyn Write>| {
        let reading = tax_code::read(code, today, reference);
        all_valid &= reading.is_valid();
        match format {
            Format::Json => json_line(&TaxCodeLine::of(&reading), out),
            Format::Plain(lang) => plain_tax_code(&reading, lang, out),
        }
    };
    for code in joined(codes).iter() {
        if code == "-" {
            each_line(input, &mut out, &mut answer)?;
        } else {
            answer(code, &mut out)?;
        }
    }
    out.flush()?;
    Ok(all_valid)
}

/// Finds municipalities. True if there is one.
pub(crate) fn places_of(
    reference: &Reference,
    query: &str,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let found = reference.places(query, BEST);
    let lines = found.iter().map(|place| PlaceLine {
        istat: Some(place.istat).filter(|istat| !istat.is_empty()),
        name: place.name,
        province: place.province,
        tax_place: place.tax_place,
    });
    write_all(lines, format, out, |line| {
        [
            Cow::Owned(format!("{} ({})", line.name, line.province)),
            line.istat.unwrap_or_default().into(),
            line.tax_place.into(),
        ]
    })
}

/// Finds occupations. True if there is one.
pub(crate) fn occupations_of(
    reference: &Reference,
    query: &str,
    lang: Lang,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let found = reference.occupations(query, lang, BEST);
    let lines = found.iter().map(|unit| OccupationLine {
        isco08: unit.isco08,
        title: &unit.title,
    });
    write_all(lines, format, out, |line| {
        [line.isco08.into(), line.title.into()]
    })
}

/// Lists the holidays of a year, with the patron's of a place named in full (or by code). False,
/// with nothing written, if no one place has that name.
pub(crate) fn holidays_of(
    reference: &Reference,
    year: i32,
    place: Option<&str>,
    (format, lang): (Format, Lang),
    out: &mut dyn Write,
) -> io::Result<bool> {
    let municipality = match place {
        None => None,
        Some(name) => match municipality(reference, name) {
            Some(known) => Some(known.istat),
            None => return Ok(false),
        },
    };
    let found = reference.holidays(year, municipality);
    let lines = found.iter().map(|holiday| HolidayLine {
        date: holiday.on,
        name: holiday.name_in(lang),
    });
    write_all(lines, format, out, |line| {
        [Cow::Owned(day::long(line.date, lang)), line.name.into()]
    })
}

/// What the list of [`holidays`] leaves out, as messages with what they name.
fn left_out<'p>(
    reference: &Reference,
    year: i32,
    place: Option<&'p str>,
) -> Vec<(MessageId, (&'static str, Arg<'p>))> {
    let mut said = Vec::new();
    let first = Reference::HOLIDAYS_COMPLETE_FROM;
    if year < first {
        said.push((MessageId("cli-holidays-before"), ("year", first.into())));
    }
    if let Some(name) = place
        && let Some(known) = municipality(reference, name)
        && !reference.knows_patron(known.istat)
    {
        said.push((MessageId("cli-no-patron"), ("place", name.into())));
    }
    said
}

/// A municipality by its code or its whole name.
fn municipality(reference: &Reference, name: &str) -> Option<Municipality> {
    reference
        .municipality(name)
        .or_else(|| reference.place_named(name))
}

#[derive(Serialize)]
struct TaxCodeLine<'a> {
    code: &'a str,
    valid: bool,
    reasons: Vec<&'static str>,
    birth_on: Option<NaiveDate>,
    registry_sex: Option<&'static str>,
    place: Option<&'static str>,
    province: Option<&'static str>,
    omocodia: Option<u8>,
}

impl<'a> TaxCodeLine<'a> {
    fn of(reading: &'a Reading) -> Self {
        Self {
            code: &reading.code,
            valid: reading.is_valid(),
            reasons: reading.reasons.iter().map(|reason| reason.code()).collect(),
            birth_on: reading.birth_on,
            registry_sex: reading.registry_sex.map(Named::code),
            place: reading.place.map(|place| place.name),
            province: reading.place.map(|place| place.province),
            omocodia: reading.omocodia,
        }
    }
}

#[derive(Serialize)]
struct PlaceLine {
    /// Null for a municipality too young to have one.
    istat: Option<&'static str>,
    name: &'static str,
    province: &'static str,
    tax_place: &'static str,
}

#[derive(Serialize)]
struct OccupationLine<'a> {
    isco08: &'static str,
    title: &'a str,
}

#[derive(Serialize)]
struct HolidayLine {
    date: NaiveDate,
    name: &'static str,
}

fn json_line(line: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    // What was asked may stand in the answer.
    let json = serde_json::to_string(line)?;
    writeln!(out, "{}", safe_json(&json))
}

/// Writes every line and tells whether there was one.
fn write_all<'a, L: Serialize, const N: usize>(
    lines: impl Iterator<Item = L>,
    format: Format,
    out: &mut dyn Write,
    columns: impl Fn(&L) -> [Cow<'a, str>; N],
) -> io::Result<bool> {
    let mut out = BufWriter::new(out);
    let lines: Vec<L> = lines.collect();
    match format {
        Format::Json => lines
            .iter()
            .try_for_each(|line| json_line(line, &mut out))?,
        Format::Plain(_) => {
            let rows: Vec<_> = lines.iter().map(columns).collect();
            write_aligned(&rows, &mut out)?;
        }
    }
    out.flush()?;
    Ok(!lines.is_empty())
}

fn write_aligned<const N: usize>(
    rows: &[[Cow<'_, str>; N]],
    out: &mut impl Write,
) -> io::Result<()> {
    let widths: [usize; N] = std::array::from_fn(|at| {
        rows.iter()
            .map(|row| text::width(&row[at]))
            .max()
            .unwrap_or_default()
    });
    for row in rows {
        let padded = row.iter().zip(widths).map(|(cell, width)| {
            let rest = width.saturating_sub(text::width(cell));
            format!("{cell}{}", " ".repeat(rest))
        });
        let line = padded.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A code that the shell parted into short arguments is one code.
fn joined(codes: &[String]) -> Cow<'_, [String]> {
    let whole = codes.concat();
    let parted = codes.len() > 1
        && codes.iter().all(|code| code.len() < 11)
        && matches!(tax_code::normalise(&whole).chars().count(), 11 | 16);
    if parted {
        Cow::Owned(vec![whole])
    } else {
        Cow::Borrowed(codes)
    }
}

/// Answers every line that is not blank, and flushes before each wait for more.
fn each_line<W: Write>(
    input: &mut dyn BufRead,
    out: &mut W,
    answer: &mut dyn FnMut(&str, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    let mut pending: Vec<u8> = Vec::new();
    let mut line = |bytes: &[u8], out: &mut W| {
        let text = String::from_utf8_lossy(bytes);
        if text.trim().is_empty() {
            Ok(())
        } else {
            answer(&text, out)
        }
    };
    loop {
        let chunk = input.fill_buf()?;
        let length = chunk.len();
        if length == 0 {
            return line(&pending, out);
        }
        for part in chunk.split_inclusive(|byte| *byte == b'\n') {
            pending.extend_from_slice(part);
            if part.ends_with(b"\n") {
                line(&pending, out)?;
                pending.clear();
            }
        }
        input.consume(length);
        out.flush()?;
    }
}

fn plain_tax_code(reading: &Reading, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let verdict = match (reading.is_valid(), lang) {
        (true, Lang::It) => "valido",
        (false, Lang::It) => "non valido",
        (true, Lang::En) => "valid",
        (false, Lang::En) => "not valid",
    };
    let birth = reading.birth_on.map_or_else(|| "-".to_owned(), day::short);
    let sex = reading.registry_sex.map_or("-", Named::code);
    let place = reading.place.map_or_else(String::new, |place| {
        format!("{} ({})", place.name, place.province)
    });
    let remarks: Vec<String> = reading
        .reasons
        .iter()
        .map(|&reason| remark(reading, reason, lang))
        .collect();
    let remarks = remarks.join("; ");
    let line = format!(
        "{:16}  {verdict:10}  {birth:10}  {sex}  {place:28}  {remarks}",
        text::clean(&reading.code)
    );
    writeln!(out, "{}", line.trim_end())
}

/// Words for a reason: Italian, English.
const fn words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Length => ("non ha 16 caratteri", "does not have 16 characters"),
        Reason::Characters => ("carattere fuori posto", "character out of place"),
        Reason::CheckLetter => ("lettera di controllo errata", "wrong check letter"),
        Reason::CheckDigit => ("cifra di controllo errata", "wrong check digit"),
        Reason::BirthMonth => ("mese di nascita inesistente", "no such birth month"),
        Reason::BirthDay => ("giorno di nascita inesistente", "no such birth day"),
        Reason::BirthDate => ("data di nascita inesistente", "no such birth date"),
        Reason::PlaceUnknown => ("luogo di nascita sconosciuto", "unknown birthplace"),
        Reason::PlaceUndated => (
            "luogo noto solo senza date",
            "place known without dates only",
        ),
        Reason::HealthCode => ("codice sanitario STP o ENI", "STP or ENI health code"),
    }
}

fn remark(reading: &Reading, reason: Reason, lang: Lang) -> String {
    let (it, en) = words(reason);
    let (text, position, expected) = match lang {
        Lang::It => (it, "posizione", "atteso"),
        Lang::En => (en, "position", "expected"),
    };
    match (reason, reading.misplaced, reading.expected_check) {
        (Reason::Characters, Some(at), _) => format!("{text}: {position} {at}"),
        (Reason::CheckLetter | Reason::CheckDigit, _, Some(check)) => {
            format!("{text}: {expected} {check}")
        }
        _ => text.to_owned(),
    }
}
