//! The desks of one's office: the list and the form.

use crate::domain::Named as _;
use crate::domain::ids::DeskId;
use crate::domain::staff::DeskKind;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::desks::{ChangeDesk, CloseDesk, DeskRow, DeskRows, ReopenDesk};
use crate::store::staff::AddDesk;
use crate::ui::form::{Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb, sure};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.desk";
const LABEL: &str = "label";
const KIND: &str = "kind";

/// The list as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Desks))
}

struct Desks;

impl Desks {
    fn close(line: &DeskRow, cx: &mut Cx<'_, Office>) {
        let (desk, ver) = (line.id, line.ver);
        let dialog = sure(
            cx.env(),
            line.label.clone(),
            MessageId("desks-close-why"),
            MessageId("desks-close-yes"),
            move |cx| {
                cx.act(CloseDesk { desk, ver }, |done| {
                    Msg::Did(MessageId("desks-closed"), done)
                });
            },
        );
        cx.ask(dialog);
    }
}

impl Lines for Desks {
    type Line = DeskRow;
    type Id = DeskId;
    const TABLES: &'static [&'static str] = &["desk", "staff"];
    const EMPTY: MessageId = MessageId("desks-none");
    const NEW: &'static str = "desk.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("desks-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("desks-column-label")),
                Width::Fill { min: 14, weight: 2 },
            ),
            (
                Some(MessageId("desks-column-kind")),
                Width::Fill { min: 12, weight: 1 },
            ),
            (
                Some(MessageId("desks-column-state")),
                Width::Fill { min: 12, weight: 2 },
            ),
            (
                Some(MessageId("desks-column-seated")),
                Width::Below { min: 20 },
            ),
        ]
    }

    fn id(line: &DeskRow) -> DeskId {
        line.id
    }

    fn cells<'a>(&'a self, line: &'a DeskRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let state = match line.closed_on {
            None => Span::plain(words.get(MessageId("desks-open"))),
            Some(day) => {
                let day = words.date(day);
                let args = [("day", day.into())];
                Span::toned(words.with(MessageId("desks-closed-on"), &args), Tone::Warn)
            }
        };
        vec![
            Span::toned(line.label.as_str(), Tone::Strong),
            Span::plain(words.of(DeskKind::FAMILY, line.kind.code())),
            state,
            Span::plain(line.seated.as_str()),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let office = Some(cx.env().staff.office);
        cx.read("desks", DeskRows { office }, Msg::Desks);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<DeskRow>>> {
        match msg {
            Msg::Desks(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, line: &DeskRow, cx: &mut Cx<'_, Office>) -> Then {
        form(Some(line), cx.env())
    }

    fn offers(&self, verb: Verb, line: Option<&DeskRow>) -> bool {
        match verb {
            Verb::NewDesk => true,
            Verb::Change => line.is_some(),
            Verb::CloseDesk => line.is_some_and(|desk| desk.closed_on.is_none()),
            Verb::ReopenDesk => line.is_some_and(|desk| desk.closed_on.is_some()),
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, line: Option<&DeskRow>, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, line) {
            (Verb::CloseDesk, Some(line)) => Self::close(line, cx),
            (Verb::ReopenDesk, Some(line)) => {
                let (desk, ver) = (line.id, line.ver);
                cx.act(ReopenDesk { desk, ver }, |done| {
                    Msg::Did(MessageId("desks-reopened"), done)
                });
            }
            (Verb::Change, line) => return form(line, cx.env()),
            _ => return form(None, cx.env()),
        }
        Then::Stay
    }

    fn resume(&mut self, draft: &DraftKey, lines: &[DeskRow], env: &Env) -> Option<Then> {
        let line = lines
            .iter()
            .find(|line| line.id.to_string() == draft.subject);
        (line.is_some() || draft.subject.is_empty()).then(|| form(line, env))
    }
}

/// What the form is about: the desk and its version, or a new one.
struct Desk(Option<(DeskId, i64)>);

fn fields(env: &Env) -> Form {
    let kinds = person::options::<DeskKind>(&env.words);
    Form::new(
        FORM,
        vec![
            Field::text(LABEL, MessageId("desk-label"))
                .required()
                .max(40),
            Field::choice(KIND, MessageId("desk-kind"), kinds).required(),
        ],
    )
}

fn filled(line: &DeskRow, env: &Env) -> Form {
    let mut form = fields(env);
    form.set(LABEL, &line.label);
    form.set(KIND, line.kind.code());
    form.filled_from(OnFile::new("desk", line.id.0, line.ver));
    form
}

fn form(line: Option<&DeskRow>, env: &Env) -> Then {
    let Some(line) = line else {
        let title = env.words.get(MessageId("desk-title-new")).into_owned();
        return Sheet::new(Desk(None), fields(env), "", title).open();
    };
    let args = [("name", (&line.label).into())];
    let title = env.words.with(MessageId("office-change-of"), &args);
    let subject = Desk(Some((line.id, line.ver)));
    let about = line.id.to_string();
    Sheet::new(subject, filled(line, env), &about, title.into_owned()).open()
}

impl Subject for Desk {
    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let label = form.value(LABEL).to_owned();
        let kind = form.value(KIND).parse().unwrap_or(DeskKind::Counter);
        match self.0 {
            None => {
                let office = cx.env().staff.office;
                let act = AddDesk {
                    office,
                    label,
                    kind,
                };
                cx.act(act, |done| {
                    Msg::Did(MessageId("desks-added"), done.map(drop))
                });
            }
            Some((desk, ver)) => {
                let act = ChangeDesk {
                    desk,
                    ver,
                    label,
                    kind,
                };
                cx.act(act, |done| Msg::Did(MessageId("desks-changed"), done));
            }
        }
    }

    fn again(&self, cx: &mut Cx<'_, Office>) {
        cx.read("desks", DeskRows { office: None }, Msg::Desks);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let Msg::Desks(Ok(rows)) = msg else {
            return None;
        };
        let (id, _) = self.0?;
        let line = rows.iter().find(|line| line.id == id)?;
        self.0 = Some((id, line.ver));
        Some(filled(line, env))
    }
}
