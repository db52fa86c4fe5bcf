//! The record of a person: where to go from here, then everything on record, one fact a row.
//!
//! ```text
//! ROSSI Maria
//!
//!   Nascita         12/03/1985, 41 anni, Milano (MI)
//!   disoccupazione di lunga durata: 14 mesi
//!
//! 1 Percorso
//! 2 Appuntamento
//! 3 Lavoro adatto
//! 4 Diario             3 note
//! 5 Storia             chi ha cambiato che cosa
//! 6 Scrivi una nota
//! 7 Modifica la scheda
//! 8 Codice fiscale     RSSMRA85C52F205K
//! 9 Cognome            ROSSI
//!   Telefono           3991234567
//!   ...
//! ```
//!
//! Each fact is a row that can be reached and read by itself; Enter on it opens the form at its field.

use chrono::Days;

use crate::clock::local_day;
use crate::domain::Named;
use crate::domain::document::{DocumentKind, PrivacyKind};
use crate::domain::ids::PersonId;
use crate::domain::intake::IntakeState;
use crate::domain::person::Checked;
use crate::domain::staff::Right;
use crate::domain::target_group;
use crate::domain::tax_code::BirthPlaces;
use crate::panes::{Env, person, target};
use crate::reference::Reference;
use crate::store::intakes::IntakeRow;
use crate::store::people::{KnownIdentifier, KnownPaper, PersonRecord};
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Notice, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::interview::state_of_intake;
use super::{edit, privacy};

/// What a row opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// The plans.
    Plans,
    /// Free slots.
    Booking,
    /// Work.
    Work,
    /// What the person was put forward for.
    Applications,
    /// The diary.
    Diary,
    /// Who changed what.
    History,
    /// A new note.
    Note,
    /// The ticket of today.
    Ticket,
    /// The form, at a field; at its beginning when the name is empty.
    Edit(&'static str),
    /// The full interview.
    Interview,
    /// The target groups.
    Groups,
    /// What the person was told, agreed to and objects to.
    Privacy,
    /// Which paper was seen.
    Paper,
    /// The form of a paper that was seen.
    Known(DocumentKind),
    /// The sealed facts, for a reason.
    Sealed,
    /// A complaint is written down.
    Complaint,
    /// A record that became part of this one.
    Merged(PersonId),
    /// Nothing more.
    Nothing,
}

struct Line {
    opens: Opens,
    label: String,
    value: Span<'static>,
}

/// A record that is open.
pub(super) struct Record {
    pub(super) person: Box<PersonRecord>,
    pub(super) list: ListState<usize>,
    lines: Vec<Line>,
    targets: Vec<Span<'static>>,
    doubt: Option<String>,
    birth: String,
    contact_rule: String,
}

impl Record {
    pub(super) fn new(record: PersonRecord, env: &Env) -> Self {
        let lines = Lines {
            record: &record,
            env,
            done: Vec::new(),
        }
        .all();
        let mut list = ListState::new();
        list.keep(lines.len(), |i| i);
        Self {
            list,
            lines,
            targets: target::targets(&target::facts_of(&record, env.today()), env),
            doubt: doubt(&record, env),
            birth: [birth(&record, env), birth_place(&record, env)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            contact_rule: record
                .facts
                .contact_rule
                .map(|rule| person::word(&env.words, rule))
                .unwrap_or_default(),
            person: Box::new(record),
        }
    }

    /// The record as it is now; the same row stays selected.
    pub(super) fn renew(&mut self, record: PersonRecord, env: &Env) {
        let at = self.list.selected();
        *self = Self::new(record, env);
        self.list.select(at);
    }

    /// What a row opens.
    pub(super) fn opens(&self, row: usize) -> Opens {
        self.lines
            .get(row)
            .map_or(Opens::Nothing, |line| line.opens)
    }

    /// `ROSSI Maria`; the code of somebody without a name.
    pub(super) fn name(&self) -> String {
        name_of(&self.person)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let mut blocks = Vec::new();
        if let Some(doubt) = &self.doubt {
            blocks.push(Block::Notice(Notice {
                tone: Tone::Bad,
                text: Say::Borrowed(doubt),
            }));
        }
        // What is computed comes first, so that on a small screen who it is stands next to the rows.
        if !self.targets.is_empty() {
            blocks.push(Block::Text(Text {
                heading: None,
                paragraphs: self.targets.clone(),
            }));
        }
        let facts = &self.person.facts;
        let fact = |id: MessageId, value: Say<'a>| (env.words.get(id), Span::plain(value));
        let phone = match facts.phone.as_deref() {
            Some("") => env.words.get(edit::NO_PHONE),
            phone => Say::Borrowed(phone.unwrap_or_default()),
        };
        let rows = vec![
            fact(MessageId("record-birth"), Say::Borrowed(&self.birth)),
            fact(MessageId("person-phone"), phone),
            fact(
                MessageId("person-contact-rule"),
                Say::Borrowed(&self.contact_rule),
            ),
        ];
        if rows.iter().any(|(_, value)| !value.text.is_empty()) {
            blocks.push(Block::Facts(Facts::new(rows)));
        }
        blocks.push(Block::List(self.rows()));
        View::new(env.titled(self.person.id, Say::Owned(self.name())), blocks)
            .at_last(self.list.selected())
    }

    fn rows(&self) -> List<'_> {
        List::of(
            vec![
                Column::bare(Width::Fixed(26)),
                Column::bare(Width::Fill { min: 16, weight: 1 }),
            ],
            RowsBy::new(self.lines.len(), |i| Row {
                cells: vec![
                    Span::plain(self.lines[i].label.as_str()),
                    self.lines[i].value.clone(),
                ],
            }),
        )
        .selecting(self.list.selected())
    }
}

/// `ROSSI Maria`; the code of somebody without a name.
pub(super) fn name_of(record: &PersonRecord) -> String {
    match record.identifiers.first() {
        Some(code) if record.short_name().is_empty() => code.value.clone(),
        _ => record.short_name(),
    }
}

/// The ways to other rooms, each with the right without which it would lead nowhere.
const ELSEWHERE: &[(Right, Opens, MessageId)] = &[
    (Right::PlansRead, Opens::Plans, MessageId("record-plans")),
    (
        Right::AgendaWrite,
        Opens::Booking,
        MessageId("record-booking"),
    ),
    (Right::VacanciesRead, Opens::Work, MessageId("record-work")),
];

/// What stands behind a right of its own.
const BEHIND: &[(Right, Opens, MessageId)] = &[
    (
        Right::PeopleUnseal,
        Opens::Sealed,
        MessageId("record-sealed"),
    ),
    (
        Right::ComplaintWrite,
        Opens::Complaint,
        MessageId("record-complaint"),
    ),
];

/// The rows of a record as they are put together.
struct Lines<'r> {
    record: &'r PersonRecord,
    env: &'r Env,
    done: Vec<Line>,
}

impl Lines<'_> {
    fn all(mut self) -> Vec<Line> {
        self.ways();
        self.identity();
        self.contact();
        self.work();
        self.papers();
        self.done
    }

    fn say(&self, id: MessageId) -> String {
        self.env.words.get(id).into_owned()
    }

    fn push(&mut self, opens: Opens, label: String, value: Span<'static>) {
        self.done.push(Line {
            opens,
            label,
            value,
        });
    }

    fn way(&mut self, opens: Opens, label: MessageId, value: String) {
        self.push(opens, self.say(label), Span::toned(value, Tone::Quiet));
    }

    /// A fact that is known; the form opens at its field.
    fn fact(&mut self, label: MessageId, field: &'static str, value: impl Into<Option<String>>) {
        if let Some(value) = value.into().filter(|value| !value.is_empty()) {
            self.push(Opens::Edit(field), self.say(label), Span::plain(value));
        }
    }

    /// A fact that no form changes.
    fn fixed(&mut self, label: MessageId, value: Option<String>) {
        if let Some(value) = value {
            self.push(Opens::Nothing, self.say(label), Span::plain(value));
        }
    }

    fn word<T: Named>(&self, value: Option<T>) -> Option<String> {
        value.map(|value| person::word(&self.env.words, value))
    }

    fn words<T: Named>(&self, values: &[T]) -> String {
        let words = values
            .iter()
            .map(|value| person::word(&self.env.words, *value));
        words.collect::<Vec<_>>().join(", ")
    }

    fn ways(&mut self) {
        let notes = self
            .env
            .words
            .with(
                MessageId("record-notes"),
                &[("n", self.record.notes.into())],
            )
            .into_owned();
        let what = self.say(MessageId("record-history-what"));
        for (right, opens, label) in ELSEWHERE {
            if self.env.staff.may(*right) {
                self.way(*opens, *label, String::new());
            }
        }
        self.way(Opens::Diary, MessageId("record-diary"), notes);
        self.way(Opens::History, MessageId("record-history"), what);
        self.way(Opens::Note, MessageId("record-note"), String::new());
        self.way(Opens::Edit(""), MessageId("record-edit"), String::new());
        let what = self.say(MessageId("record-interview-what"));
        self.way(Opens::Interview, MessageId("record-interview"), what);
        self.applications();
        let what = self.say(MessageId("record-groups-what"));
        self.way(Opens::Groups, MessageId("record-groups"), what);
        if let Some(ticket) = &self.record.ticket {
            let state = format!(
                "{}, {}",
                ticket.number,
                person::word(&self.env.words, ticket.state)
            );
            self.way(Opens::Ticket, MessageId("record-ticket"), state);
        }
    }

    fn applications(&mut self) {
        let all = &self.record.applications;
        if all.is_empty() || !self.env.staff.may(Right::VacanciesRead) {
            return;
        }
        let open = all.iter().filter(|state| state.is_open()).count();
        let args = [("open", open.into()), ("n", all.len().into())];
        let how_many = self.env.words.with(MessageId("record-applied"), &args);
        let how_many = how_many.into_owned();
        self.way(
            Opens::Applications,
            MessageId("record-applications"),
            how_many,
        );
    }

    fn identity(&mut self) {
        let record = self.record;
        let facts = &record.facts;
        for code in &record.identifiers {
            let label = person::sentence_case(&person::word(&self.env.words, code.kind));
            self.push(Opens::Edit(edit::CODE), label, code_value(code, self.env));
        }
        let name = |iso2: &String| {
            Reference::state_by_iso2(iso2).map_or_else(
                || iso2.clone(),
                |state| person::state_name(&state, self.env.lang).to_owned(),
            )
        };
        let citizenship: Vec<String> = facts.citizenship.iter().map(name).collect();
        self.fact(
            MessageId("person-surname"),
            edit::SURNAME,
            facts.surname.clone(),
        );
        self.fact(MessageId("person-name"), edit::NAME, facts.name.clone());
        self.fact(
            MessageId("person-preferred-name"),
            edit::PREFERRED,
            facts.preferred_name.clone(),
        );
        self.fact(
            MessageId("person-birth-on"),
            edit::BIRTH_ON,
            birth(record, self.env),
        );
        self.fact(
            MessageId("person-birth-place"),
            edit::BIRTH_PLACE,
            birth_place(record, self.env),
        );
        self.fact(
            MessageId("person-citizenship"),
            edit::CITIZENSHIP,
            citizenship.join(", "),
        );
        self.fact(
            MessageId("person-registry-sex"),
            edit::CODE,
            self.word(facts.registry_sex),
        );
        self.fact(
            MessageId("person-gender"),
            edit::GENDER,
            self.word(facts.gender),
        );
    }

    fn contact(&mut self) {
        let facts = &self.record.facts;
        let address: Vec<String> = [&facts.address, &facts.postcode]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let phone = facts.phone.as_deref();
        let phone = person::shown_or_none(phone, edit::NO_PHONE, &self.env.words);
        self.fact(MessageId("person-phone"), edit::PHONE, phone);
        self.fact(MessageId("person-email"), edit::EMAIL, facts.email.clone());
        self.fact(
            MessageId("person-contact-rule"),
            edit::CONTACT_RULE,
            self.word(facts.contact_rule),
        );
        self.fact(
            MessageId("person-residence"),
            edit::RESIDENCE,
            facts.residence_name.clone(),
        );
        self.fact(
            MessageId("person-address"),
            edit::ADDRESS,
            address.join(", "),
        );
    }

    fn work(&mut self) {
        let (facts, env) = (&self.record.facts, self.env);
        let wishes: Vec<_> = facts
            .wishes
            .iter()
            .map(|isco| env.reference.occupation_name(isco, env.lang))
            .collect();
        let skills: Vec<&str> = facts
            .skills
            .iter()
            .map(|label| env.reference.skill_name(label, env.lang))
            .collect();
        self.fact(
            MessageId("person-employment"),
            edit::EMPLOYMENT,
            self.status(),
        );
        self.fact(
            MessageId("person-pursuits"),
            edit::PURSUITS,
            self.words(&facts.pursuits),
        );
        self.fact(
            MessageId("person-did-on"),
            edit::DID_ON,
            facts.did_on.map(|day| self.env.words.date(day)),
        );
        self.fact(
            MessageId("person-education"),
            edit::EDUCATION,
            self.word(facts.education),
        );
        self.fact(
            MessageId("person-wishes"),
            edit::WISHES[0],
            wishes.join(", "),
        );
        if !facts.skills.is_empty() {
            let skills = Span::plain(skills.join(", "));
            self.push(
                Opens::Interview,
                self.say(MessageId("person-skills")),
                skills,
            );
        }
        self.fact(
            MessageId("person-licence"),
            edit::LICENCE,
            person::shown_or_none(facts.licence.as_deref(), edit::NO_LICENCE, &env.words),
        );
        self.fact(
            MessageId("person-transport"),
            edit::TRANSPORT,
            self.word(facts.transport),
        );
        self.fact(
            MessageId("person-shift"),
            edit::SHIFT,
            self.word(facts.shift),
        );
        self.fact(
            MessageId("person-hours"),
            edit::HOURS,
            facts.hours.map(person::hours_a_week),
        );
        self.fact(
            MessageId("person-contracts"),
            edit::CONTRACTS,
            self.words(&facts.contracts),
        );
        self.fact(
            MessageId("person-comes"),
            edit::COMES,
            self.words(&facts.comes),
        );
        if !facts.days.is_empty() {
            let days = Span::plain(self.words(&facts.days));
            self.push(Opens::Interview, self.say(MessageId("person-days")), days);
        }
        self.fact(
            MessageId("person-available-from"),
            edit::AVAILABLE,
            facts.available_from.map(|day| self.env.words.date(day)),
        );
    }

    fn status(&self) -> Option<String> {
        let words = &self.env.words;
        let period = self
            .record
            .employment
            .iter()
            .find(|period| period.to_on.is_none())?;
        let status = person::word(words, period.status);
        let Some(from) = period.from_on else {
            return Some(status);
        };
        let from = words.date(from);
        let args = [("status", (&status).into()), ("day", (&from).into())];
        Some(
            words
                .with(MessageId("record-status-since"), &args)
                .into_owned(),
        )
    }

    fn papers(&mut self) {
        let (record, words) = (self.record, &self.env.words);
        if let Some(intake) = &record.intake {
            let value = intake_value(intake, self.env);
            self.push(
                Opens::Interview,
                self.say(MessageId("record-intake")),
                value,
            );
        }
        for known in &record.documents {
            let label = person::sentence_case(&person::word(words, known.paper.kind));
            let opens = Opens::Known(known.paper.kind);
            self.push(opens, label, paper_value(known, self.env));
        }
        let given = record
            .privacy
            .iter()
            .find(|act| act.kind == PrivacyKind::Notice);
        let notice = match given {
            Some(given) => {
                let on = words.date(given.given_on);
                let args = [("day", (&on).into()), ("version", (&given.version).into())];
                Span::plain(
                    words
                        .with(MessageId("record-notice-given"), &args)
                        .into_owned(),
                )
            }
            None => Span::toned(self.say(MessageId("record-notice-missing")), Tone::Warn),
        };
        self.push(Opens::Privacy, self.say(MessageId("record-notice")), notice);
        for act in &record.privacy {
            if act.kind != PrivacyKind::Notice {
                let label = match act.kind {
                    PrivacyKind::Objection => MessageId("record-objection"),
                    _ => MessageId("record-consent"),
                };
                self.push(
                    Opens::Privacy,
                    self.say(label),
                    privacy::on_record(act, self.env),
                );
            }
        }
        self.way(Opens::Paper, MessageId("record-paper"), String::new());
        for (right, opens, label) in BEHIND {
            if self.env.staff.may(*right) {
                self.way(*opens, *label, String::new());
            }
        }
        self.fixed(MessageId("person-referent"), record.referent_name.clone());
        self.fixed(
            MessageId("person-last-contact"),
            record.last_contact_on.map(|day| words.date(day)),
        );
        self.fixed(
            MessageId("person-registered-on"),
            record.facts.registered_on.map(|day| words.date(day)),
        );
        for (gone, name) in &record.merged {
            let opens = if self.env.staff.may(Right::PeopleMerge) {
                Opens::Merged(*gone)
            } else {
                Opens::Nothing
            };
            let label = self.say(MessageId("record-merged"));
            self.push(opens, label, Span::plain(name.clone()));
        }
    }
}

fn code_value(code: &KnownIdentifier, env: &Env) -> Span<'static> {
    let id = match (code.checked, code.also) {
        (Checked::Anomaly, Some(_)) => MessageId("record-code-shared"),
        (Checked::Anomaly, None) => MessageId("record-code-doubtful"),
        (Checked::Ok | Checked::Forced, _) => return Span::plain(code.value.clone()),
    };
    Span::toned(
        env.words
            .with(id, &[("code", (&code.value).into())])
            .into_owned(),
        Tone::Bad,
    )
}

/// When the last intake was, for what, and what it still lacks.
fn intake_value(intake: &IntakeRow, env: &Env) -> Span<'static> {
    let words = &env.words;
    let reason = intake.reason.map(|reason| person::word(words, reason));
    let lacks: Vec<String> = intake
        .missing
        .iter()
        .map(|lack| person::word(words, *lack))
        .collect();
    let expired = intake.state == IntakeState::Expired;
    let (state, tone) = if lacks.is_empty() || expired {
        (state_of_intake(intake, words), Tone::Plain)
    } else {
        let items = [("items", lacks.join(", ").into())];
        let missing = words.with(MessageId("record-intake-missing"), &items);
        (missing.into_owned(), Tone::Warn)
    };
    let parts = [
        Some(words.date(local_day(intake.opened_at))),
        reason,
        Some(state),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Span::toned(parts.join(", "), tone)
}

fn paper_value(known: &KnownPaper, env: &Env) -> Span<'static> {
    let words = &env.words;
    let seen = known.seen_on.map(|day| words.date(day)).unwrap_or_default();
    let by = known.seen_by.clone().unwrap_or_default();
    let seen = words.with(
        MessageId("record-seen"),
        &[("day", (&seen).into()), ("by", (&by).into())],
    );
    let Some(expires) = known.paper.expires_on else {
        return Span::plain(seen.into_owned());
    };
    let soon = env.today() + Days::new(u64::from(env.rules.paper_days));
    let (id, tone) = if expires < env.today() {
        (MessageId("record-expired"), Tone::Bad)
    } else if expires <= soon {
        (MessageId("record-expires"), Tone::Warn)
    } else {
        (MessageId("record-expires"), Tone::Plain)
    };
    let expiry = words.with(id, &[("day", (&words.date(expires)).into())]);
    Span::toned(format!("{expiry}, {seen}"), tone)
}

fn birth(record: &PersonRecord, env: &Env) -> String {
    let Some(born) = record.facts.birth_on else {
        return String::new();
    };
    let age = target_group::age_on(born, env.today());
    let age = env
        .words
        .with(MessageId("person-age"), &[("n", age.into())]);
    format!("{}, {age}", env.words.date(born))
}

fn birth_place(record: &PersonRecord, env: &Env) -> String {
    let facts = &record.facts;
    let place = facts
        .birth_place
        .as_deref()
        .and_then(|code| env.reference.place_at(code, facts.birth_on));
    match place {
        Some(place) => person::place_name(&place, env),
        None => facts.birth_place_name.clone().unwrap_or_default(),
    }
}

/// The sentence that must be met, when a code is wrong or somebody else has it.
fn doubt(record: &PersonRecord, env: &Env) -> Option<String> {
    let code = record
        .identifiers
        .iter()
        .find(|code| code.checked == Checked::Anomaly)?;
    let id = if code.also.is_some() {
        MessageId("record-doubt-shared")
    } else {
        MessageId("record-doubt-wrong")
    };
    Some(
        env.words
            .with(id, &[("code", (&code.value).into())])
            .into_owned(),
    )
}
