//! The offices of the agency: the list and the form.

use crate::domain::ids::OfficeId;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::offices::{ChangeOffice, OfficeRow, OfficeRows};
use crate::store::settings::AddOffice;
use crate::store::staff::secrets::AllowPasswords;
use crate::ui::form::{Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb, sure};
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

impl Offices {
    fn passwords(line: &OfficeRow, cx: &mut Cx<'_, Office>) {
        let act = AllowPasswords {
            office: line.id,
            allowed: !line.passwords,
        };
        if line.passwords {
            cx.act(act, |done| Msg::Did(MessageId("offices-keys-only"), done));
            return;
        }
        let dialog = sure(
            cx.env(),
            line.name.clone(),
            MessageId("offices-passwords-why"),
            MessageId("offices-passwords-yes"),
            move |cx| {
                cx.act(act, |done| {
                    Msg::Did(MessageId("offices-passwords-on"), done)
                });
            },
        );
        cx.ask(dialog);
    }
}

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
                Width::Fill { min: 18, weight: 2 },
            ),
            (
                Some(MessageId("offices-column-place")),
                Width::Fill { min: 12, weight: 1 },
            ),
            (
                Some(MessageId("offices-column-doors")),
                Width::Fill { min: 14, weight: 1 },
            ),
            (
                Some(MessageId("offices-column-address")),
                Width::Below { min: 20 },
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
            Span::plain(env.words.get(if line.passwords {
                MessageId("offices-with-passwords")
            } else {
                MessageId("offices-with-keys")
            })),
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
        match verb {
            Verb::NewOffice => true,
            Verb::Change | Verb::Passwords => line.is_some(),
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, line: Option<&OfficeRow>, cx: &mut Cx<'_, Office>) -> Then {
        if let (Verb::Passwords, Some(line)) = (verb, line) {
            Self::passwords(line, cx);
            return Then::Stay;
        }
        form(line.filter(|_| verb == Verb::Change), cx.env())
    }

    fn resume(&mut self, draft: &DraftKey, lines: &[OfficeRow], env: &Env) -> Option<Then> {
        let line = lines
            .iter()
            .find(|line| line.id.to_string() == draft.subject);
        (line.is_some() || draft.subject.is_empty()).then(|| form(line, env))
    }
}

/// What the form is about: the office and its version, or a new one.
struct Site(Option<(OfficeId, i64)>);

/// The fields; those that a new office does without are left out.
fn fields(new: bool) -> Form {
    let mut fields = vec![
        Field::text(NAME, MessageId("site-name")).required().max(80),
        Field::picker(MUNICIPALITY, MessageId("site-place")),
    ];
    if !new {
        fields.push(Field::text(ADDRESS, MessageId("site-address")).max(80));
        fields.push(Field::text(ACCREDITATION, MessageId("site-accreditation")).max(40));
    }
    Form::new(FORM, fields)
}

fn filled(line: &OfficeRow, env: &Env) -> Form {
    let mut form = fields(false);
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
    form.filled_from(OnFile::new("office", line.id.0, line.ver));
    form
}

fn form(line: Option<&OfficeRow>, env: &Env) -> Then {
    let words = &env.words;
    let Some(line) = line else {
        let title = words.get(MessageId("site-title-new")).into_owned();
        return Sheet::new(Site(None), fields(true), "", title).open();
    };
    let args = [("name", (&line.name).into())];
    let title = words.with(MessageId("office-change-of"), &args);
    let subject = Site(Some((line.id, line.ver)));
    let about = line.id.to_string();
    Sheet::new(subject, filled(line, env), &about, title.into_owned()).open()
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

    fn again(&self, cx: &mut Cx<'_, Office>) {
        cx.read("offices", OfficeRows, Msg::Offices);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let Msg::Offices(Ok(rows)) = msg else {
            return None;
        };
        let (id, _) = self.0?;
        let line = rows.iter().find(|line| line.id == id)?;
        self.0 = Some((id, line.ver));
        Some(filled(line, env))
    }
}
