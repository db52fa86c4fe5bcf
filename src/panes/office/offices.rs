//! The offices of the agency: the list and the form.

use crate::domain::ids::OfficeId;
use crate::panes::{Cx, Env, person};
use crate::store::Result;
use crate::store::offices::{ChangeOffice, OfficeRow, OfficeRows};
use crate::store::settings::AddOffice;
use crate::ui::form::{Field, Form};
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.office";

const NAME: &str = "name";
const MUNICIPALITY: &str = "municipality";
const ADDRESS: &str = "address";
const ACCREDITATION: &str = "accreditation";

/// The offices as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Offices))
}

struct Offices;

/// The name of a municipality; its code when the table lacks it.
fn place(istat: Option<&str>, env: &Env) -> String {
    let Some(istat) = istat else {
        return String::new();
    };
    let known = env.reference.municipality(istat);
    known.map_or_else(|| istat.to_owned(), |place| place.name.to_owned())
}

impl Lines for Offices {
    type Line = OfficeRow;
    type Id = OfficeId;
    const TABLES: &'static [&'static str] = &["office"];
    const EMPTY: MessageId = MessageId("offices-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("offices-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("offices-column-name")),
                Width::Fill { min: 20, weight: 2 },
            ),
            (
                Some(MessageId("offices-column-place")),
                Width::Fill { min: 14, weight: 1 },
            ),
            (
                Some(MessageId("offices-column-address")),
                Width::Fill { min: 14, weight: 2 },
            ),
        ]
    }

    fn id(line: &OfficeRow) -> OfficeId {
        line.id
    }

    fn cells<'a>(&'a self, line: &'a OfficeRow, env: &'a Env) -> Vec<Span<'a>> {
        vec![
            Span::toned(line.name.as_str(), Tone::Strong),
            Span::plain(place(line.municipality.as_deref(), env)),
            Span::plain(line.address.as_deref().unwrap_or_default()),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("offices", OfficeRows, Msg::Offices);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<OfficeRow>>> {
        match msg {
            Msg::Offices(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, line: &OfficeRow, cx: &mut Cx<'_, Office>) -> Then {
        form(Some(line), cx.env())
    }

    fn offers(&self, verb: Verb, line: Option<&OfficeRow>) -> bool {
        verb == Verb::NewOffice || verb == Verb::Change && line.is_some()
    }

    fn run(&mut self, verb: Verb, line: Option<&OfficeRow>, cx: &mut Cx<'_, Office>) -> Then {
        form(line.filter(|_| verb == Verb::Change), cx.env())
    }

    fn resume(&mut self, subject: &str, lines: &[OfficeRow], env: &Env) -> Option<Then> {
        let line = lines.iter().find(|line| line.id.to_string() == subject);
        (line.is_some() || subject.is_empty()).then(|| form(line, env))
    }
}

/// What the form is about: the office and its version, or a new one.
struct Site(Option<(OfficeId, i64)>);

fn form(line: Option<&OfficeRow>, env: &Env) -> Then {
    let words = &env.words;
    let mut fields = vec![
        Field::text(NAME, MessageId("site-name")).required().max(80),
        Field::picker(MUNICIPALITY, MessageId("site-place")),
    ];
    if line.is_some() {
        fields.push(Field::text(ADDRESS, MessageId("site-address")).max(80));
        fields.push(Field::text(ACCREDITATION, MessageId("site-accreditation")).max(40));
    }
    let mut form = Form::new(FORM, fields);
    let title = match line {
        None => words.get(MessageId("site-title-new")),
        Some(line) => {
            form.set(NAME, &line.name);
            let place = line.municipality.as_deref();
            if let Some(place) = place.and_then(|istat| env.reference.municipality(istat)) {
                form.choose(MUNICIPALITY, person::municipality_choice(&place));
            }
            form.set(ADDRESS, line.address.as_deref().unwrap_or_default());
            form.set(
                ACCREDITATION,
                line.accreditation.as_deref().unwrap_or_default(),
            );
            let args = [("name", (&line.name).into())];
            words.with(MessageId("office-change-of"), &args)
        }
    };
    let about = line.map(|line| line.id.to_string()).unwrap_or_default();
    let subject = Site(line.map(|line| (line.id, line.ver)));
    Sheet::new(subject, form, &about, title.into_owned()).open()
}

impl Subject for Site {
    fn edited(&self, form: &mut Form, field: &'static str, env: &Env) {
        if field == MUNICIPALITY {
            let offered = person::municipalities(form.text(field), &env.reference);
            form.set_proposals(field, offered);
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let some = |field: &str| Some(form.value(field).to_owned()).filter(|v| !v.is_empty());
        let name = form.value(NAME).to_owned();
        let municipality = some(MUNICIPALITY);
        match self.0 {
            None => {
                let act = AddOffice {
                    name,
                    municipality,
                    practice: false,
                };
                cx.act(act, |done| {
                    Msg::Did(MessageId("offices-added"), done.map(drop))
                });
            }
            Some((office, ver)) => {
                let act = ChangeOffice {
                    office,
                    ver,
                    name,
                    municipality,
                    address: some(ADDRESS),
                    accreditation: some(ACCREDITATION),
                };
                cx.act(act, |done| Msg::Did(MessageId("offices-changed"), done));
            }
        }
    }
}
