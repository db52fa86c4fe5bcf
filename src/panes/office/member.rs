//! The form of somebody who works here: new, or a change.

use std::str::FromStr as _;

use crate::domain::Named as _;
use crate::domain::ids::{DeskId, OfficeId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::staff::Role;
use crate::domain::week::{parse_hours, show_hours};
use crate::panes::{Cx, Env, person};
use crate::store::desks::DeskRow;
use crate::store::offices::OfficeRow;
use crate::store::staff::{AddStaff, ChangeStaff, Hours, StaffList, StaffRow, WorkHours, is_login};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::words::MessageId;

use super::room::Then;
use super::sheet::{Sheet, Subject};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.member";

pub(super) const NAME: &str = "name";
const LOGIN: &str = "login";
pub(super) const ROLES: &str = "roles";
pub(super) const OFFICE: &str = "office";
pub(super) const DESK: &str = "desk";
pub(super) const LANG: &str = "lang";
/// Monday to Sunday.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_LABELS: [MessageId; 7] = [
    MessageId("member-monday"),
    MessageId("member-tuesday"),
    MessageId("member-wednesday"),
    MessageId("member-thursday"),
    MessageId("member-friday"),
    MessageId("member-saturday"),
    MessageId("member-sunday"),
];

/// The hours that a form for somebody new begins with.
const USUAL: &str = "09:00-13:00, 14:00-17:00";

/// Where somebody can work.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    pub(super) offices: Vec<OfficeRow>,
    /// None while they have not come.
    desks: Option<Vec<DeskRow>>,
}

impl Places {
    /// Whether all has come that a form offers.
    pub(super) fn are_known(&self) -> bool {
        !self.offices.is_empty() && self.desks.is_some()
    }

    fn desks(&self) -> &[DeskRow] {
        self.desks.as_deref().unwrap_or_default()
    }

    /// The name of an office; empty when it is not known.
    pub(super) fn office(&self, id: OfficeId) -> &str {
        let found = self
            .offices
            .iter()
            .find(|office: &&OfficeRow| office.id == id);
        found.map_or("", |office| &office.name)
    }

    /// The name of a desk; empty for none.
    pub(super) fn desk(&self, id: Option<DeskId>) -> &str {
        let found = self
            .desks()
            .iter()
            .find(|desk: &&DeskRow| Some(desk.id) == id);
        found.map_or("", |desk| &desk.label)
    }

    /// Takes what it is made of; answers what went wrong.
    pub(super) fn take(&mut self, msg: Msg) -> Option<crate::store::Error> {
        match msg {
            Msg::Offices(Ok(rows)) => self.offices = rows,
            Msg::Desks(Ok(rows)) => self.desks = Some(rows),
            Msg::Offices(Err(error)) | Msg::Desks(Err(error)) => return Some(error),
            _ => {}
        }
        None
    }
}

/// Who it is about; none for somebody new.
struct Member {
    of: Option<(StaffId, i64)>,
    places: Places,
    /// What is on file now, as far as it has come: the row, the working week.
    fresh: (Option<StaffRow>, Option<Vec<Hours>>),
}

/// Where the fields are kept that have other names than their columns.
const KEPT_AS: &[(&str, &str)] = &[
    (ROLES, "staff_role"),
    (DAYS[0], "work_hours"),
    (DAYS[1], "work_hours"),
    (DAYS[2], "work_hours"),
    (DAYS[3], "work_hours"),
    (DAYS[4], "work_hours"),
    (DAYS[5], "work_hours"),
    (DAYS[6], "work_hours"),
];

fn form(places: &Places, env: &Env) -> Form {
    let words = &env.words;
    let offices = places
        .offices
        .iter()
        .map(|office| Choice::new(office.id.to_string(), &office.name))
        .collect();
    let several = places.offices.len() > 1;
    let desks = places
        .desks()
        .iter()
        .filter(|desk| desk.closed_on.is_none())
        .map(|desk| {
            let office = places.offices.iter().find(|one| one.id == desk.office);
            let choice = Choice::new(desk.id.to_string(), &desk.label);
            match office.filter(|_| several) {
                Some(office) => choice.with_detail(&office.name),
                None => choice,
            }
        })
        .collect();
    let mut fields = vec![
        Field::text(NAME, MessageId("member-name"))
            .required()
            .max(60),
        Field::text(LOGIN, MessageId("member-login"))
            .required()
            .max(32),
        Field::several(
            ROLES,
            MessageId("member-roles"),
            person::options::<Role>(words),
        )
        .required(),
        Field::choice(OFFICE, MessageId("member-office"), offices).required(),
        Field::choice(DESK, MessageId("member-desk"), desks),
        Field::choice(
            LANG,
            MessageId("member-lang"),
            person::options::<Lang>(words),
        ),
    ];
    for (name, label) in DAYS.into_iter().zip(DAY_LABELS) {
        fields.push(Field::text(name, label).max(60));
    }
    Form::new(FORM, fields)
}

/// The form of somebody new.
pub(super) fn new(places: &Places, env: &Env) -> Then {
    let mut form = form(places, env);
    form.set(OFFICE, &env.staff.office.to_string());
    for day in &DAYS[..5] {
        form.set(day, USUAL);
    }
    let title = env.words.get(MessageId("member-title-new")).into_owned();
    let subject = Member {
        of: None,
        places: places.clone(),
        fresh: (None, None),
    };
    Sheet::new(subject, form, "", title)
        .with_note(MessageId("member-hours-how"))
        .open()
}

/// The form with what is on file.
fn filled(row: &StaffRow, hours: &[Hours], places: &Places, env: &Env) -> Form {
    let mut form = form(places, env);
    let staff = &row.staff;
    form.set(NAME, &staff.name);
    form.set(LOGIN, &staff.login);
    form.show(LOGIN, false);
    for role in &staff.roles {
        form.set(ROLES, role.code());
    }
    form.set(OFFICE, &staff.office.to_string());
    if let Some(desk) = staff.desk {
        form.set(DESK, &desk.to_string());
    }
    if let Some(lang) = staff.lang {
        form.set(LANG, lang.code());
    }
    for (name, weekday) in DAYS.into_iter().zip(1..) {
        let of_day = hours.iter().filter(|hours| hours.weekday == weekday);
        form.set(
            name,
            &show_hours(of_day.map(|hours| (hours.from, hours.to))),
        );
    }
    form.filled_from(OnFile::new("staff", staff.id.0, row.ver).kept_as(KEPT_AS));
    form
}

/// The form of somebody who works here, with the cursor in a field.
pub(super) fn change(
    row: &StaffRow,
    hours: &[Hours],
    places: &Places,
    field: &'static str,
    env: &Env,
) -> Then {
    let mut form = filled(row, hours, places, env);
    let staff = &row.staff;
    form.go_to(field);
    let title = env
        .words
        .with(MessageId("member-title"), &[("who", (&staff.name).into())])
        .into_owned();
    let subject = Member {
        of: Some((staff.id, row.ver)),
        places: places.clone(),
        fresh: (None, None),
    };
    Sheet::new(subject, form, &staff.id.to_string(), title)
        .with_note(MessageId("member-hours-how"))
        .open()
}

impl Subject for Member {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        let words = &env.words;
        match field {
            LOGIN if !form.value(LOGIN).is_empty() && !is_login(form.value(LOGIN)) => {
                form.set_error(LOGIN, words.get(MessageId("member-login-wrong")));
            }
            DESK | OFFICE => {
                form.clear_error(DESK);
                if self.is_elsewhere(form) {
                    form.set_error(DESK, words.get(MessageId("member-desk-elsewhere")));
                }
            }
            day if DAYS.contains(&day) => match parse_hours(form.value(day)) {
                Ok(stretches) => form.set(day, &show_hours(stretches)),
                Err(fault) => {
                    form.set_error(day, person::word(words, fault));
                }
            },
            _ => {}
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let roles = form
            .marked(ROLES)
            .iter()
            .filter_map(|code| Role::from_str(code).ok())
            .collect();
        let lang = form.value(LANG).parse().ok();
        let desk = form.value(DESK).parse().ok();
        let office = form.value(OFFICE).parse().unwrap_or(cx.env().staff.office);
        let name = form.value(NAME).to_owned();
        match self.of {
            None => cx.act(
                AddStaff {
                    login: form.value(LOGIN).to_owned(),
                    name,
                    roles,
                    office,
                    desk,
                    lang,
                    hours: hours(form),
                },
                |done| Msg::Did(MessageId("member-added"), done.map(drop)),
            ),
            Some((id, ver)) => cx.act(
                ChangeStaff {
                    ver: Some(ver),
                    name: Some(name),
                    roles: Some(roles),
                    lang,
                    hours: Some(hours(form)),
                    office: Some(office),
                    desk: Some(desk),
                    ..ChangeStaff::of(id)
                },
                |done| Msg::Did(MessageId("member-changed"), done),
            ),
        }
    }

    fn again(&self, cx: &mut Cx<'_, Office>) {
        self.ask(cx);
    }

    fn anew(&mut self, msg: Msg, env: &Env) -> Option<Form> {
        let (id, _) = self.of?;
        match msg {
            Msg::Staff(Ok(rows)) => {
                self.fresh.0 = rows.into_iter().find(|row| row.staff.id == id);
            }
            Msg::Hours(Ok(hours)) => self.fresh.1 = Some(hours),
            _ => return None,
        }
        match std::mem::take(&mut self.fresh) {
            (Some(row), Some(hours)) => {
                self.of = Some((id, row.ver));
                Some(filled(&row, &hours, &self.places, env))
            }
            partial => {
                self.fresh = partial;
                None
            }
        }
    }
}

impl Member {
    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let all = StaffList {
            office: None,
            inactive_too: true,
        };
        cx.read("staff", all, Msg::Staff);
        if let Some((staff, _)) = self.of {
            cx.read("hours", WorkHours { staff }, Msg::Hours);
        }
    }

    /// Whether the desk in the form is another office's than the one in the form.
    fn is_elsewhere(&self, form: &Form) -> bool {
        let desk = form.value(DESK);
        self.places
            .desks()
            .iter()
            .find(|one| one.id.to_string() == desk)
            .is_some_and(|one| one.office.to_string() != form.value(OFFICE))
    }
}

/// The working week in the form.
fn hours(form: &Form) -> Vec<Hours> {
    let days = DAYS.into_iter().zip(1..);
    days.flat_map(|(day, weekday)| {
        let stretches = parse_hours(form.value(day)).unwrap_or_default();
        stretches
            .into_iter()
            .map(move |(from, to)| Hours { weekday, from, to })
    })
    .collect()
}
