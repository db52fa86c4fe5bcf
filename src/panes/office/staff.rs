//! Who works here: the list.

use crate::domain::Named as _;
use crate::domain::ids::StaffId;
use crate::domain::staff::Role;
use crate::panes::{Cx, DraftKey, Env};
use crate::store::Result;
use crate::store::desks::DeskRows;
use crate::store::offices::OfficeRows;
use crate::store::staff::{StaffList, StaffRow};
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::member::{self, Places};
use super::room::{Room, Then, Verb};
use super::table::{Lines, Table};
use super::{Msg, Office, absences, keys, record};

/// The list as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Table::new(Everybody::default()))
}

/// The roles of somebody in words.
pub(super) fn roles(roles: &[Role], words: &Words) -> String {
    let names: Vec<_> = roles
        .iter()
        .map(|role| words.of(Role::FAMILY, role.code()))
        .collect();
    names.join(", ")
}

#[derive(Default)]
struct Everybody {
    places: Places,
}

/// Asks where somebody can work.
pub(super) fn ask_places(cx: &mut Cx<'_, Office>) {
    cx.read("offices", OfficeRows, Msg::Offices);
    cx.read("desks", DeskRows { office: None }, Msg::Desks);
}

/// Asks who works here, and who did.
pub(super) fn ask_staff(cx: &mut Cx<'_, Office>) {
    let all = StaffList {
        office: None,
        inactive_too: true,
    };
    cx.read("staff", all, Msg::Staff);
}

impl Lines for Everybody {
    type Line = StaffRow;
    type Id = StaffId;
    const TABLES: &'static [&'static str] = &["staff", "staff_role", "desk"];
    const EMPTY: MessageId = MessageId("staff-none");
    const NEW: &'static str = "staff.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("staff-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("staff-column-name")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (
                Some(MessageId("staff-column-roles")),
                Width::Fill { min: 20, weight: 2 },
            ),
            (
                Some(MessageId("staff-column-desk")),
                Width::Fill { min: 13, weight: 1 },
            ),
            (Some(MessageId("staff-column-state")), Width::Fixed(10)),
        ]
    }

    fn id(line: &StaffRow) -> StaffId {
        line.staff.id
    }

    fn cells<'a>(&'a self, line: &'a StaffRow, env: &'a Env) -> Vec<Span<'a>> {
        vec![
            Span::toned(line.staff.name.as_str(), Tone::Strong),
            Span::plain(roles(&line.staff.roles, &env.words)),
            Span::plain(self.places.desk(line.staff.desk)),
            state(line.active, env),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        ask_places(cx);
        ask_staff(cx);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<StaffRow>>> {
        match msg {
            Msg::Staff(rows) => Some(rows.map(|mut rows| {
                // Whoever works here comes before who no longer does.
                rows.sort_by_key(|row| !row.active);
                rows
            })),
            other => self.places.take(other).map(Err),
        }
    }

    fn open(&mut self, line: &StaffRow, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Open(record::room(line.clone()))
    }

    fn offers(&self, verb: Verb, _line: Option<&StaffRow>) -> bool {
        verb == Verb::NewStaff
    }

    fn run(&mut self, _verb: Verb, _line: Option<&StaffRow>, cx: &mut Cx<'_, Office>) -> Then {
        member::new(&self.places, cx.env())
    }

    fn resume(&mut self, draft: &DraftKey, lines: &[StaffRow], env: &Env) -> Option<Then> {
        if draft.subject.is_empty() {
            let known = self.places.are_known();
            return known.then(|| member::new(&self.places, env));
        }
        let line = lines
            .iter()
            .find(|line| line.staff.id.to_string() == draft.subject)?;
        let (staff, name) = (line.staff.id, line.staff.name.clone());
        let mut room = match draft.form.as_str() {
            keys::FORM => keys::room(staff, name),
            absences::FORM => absences::room(staff, name),
            _ => record::room(line.clone()),
        };
        room.resume(draft);
        Some(Then::Open(room))
    }
}

/// Whether somebody may work here.
pub(super) fn state(active: bool, env: &Env) -> Span<'_> {
    if active {
        Span::plain(env.words.get(MessageId("staff-active")))
    } else {
        Span::toned(env.words.get(MessageId("staff-inactive")), Tone::Warn)
    }
}
