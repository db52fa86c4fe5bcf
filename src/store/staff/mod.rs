//! Who works here: the members of staff with their roles, desks and hours, as rows and as acts.
//!
//! How somebody proves to be who they say stands in [`keys`] and its neighbours.

mod absences;
mod given;
pub mod keys;
mod lists;
pub mod logins;
mod preferences;
pub mod secrets;

pub use absences::{AbsenceRow, AbsencesOf, AddAbsence, DropAbsence};
pub use given::Given;
pub use lists::{Desk, Desks, StaffByLogin, StaffList, StaffRow, WorkHours};
pub use preferences::{SetStaffSetting, StaffSettings};

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{DeskId, OfficeId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{DeskKind, Right, Role, Staff};
use crate::store::act::{Act, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::Rows;

/// The columns of a member of staff, in the order that [`staff_of`] reads.
const STAFF: &str = "s.id, s.login, s.name, s.office, s.desk, s.lang,
    (SELECT group_concat(role) FROM staff_role r WHERE r.staff = s.id)";

/// A member of staff who is active, with the number of the row.
pub(in crate::store) struct Current {
    pub(in crate::store) n: i64,
    pub(in crate::store) staff: Staff,
}

/// The member of staff as of now: none if unknown or no longer active.
pub(in crate::store) fn current(conn: &Connection, id: StaffId) -> Result<Option<Current>> {
    conn.maybe(
        &format!("SELECT {STAFF}, s.n FROM staff s WHERE s.id = ?1 AND s.active = 1"),
        [id],
        |row| {
            Ok(Current {
                n: row.get(7)?,
                staff: staff_of(row)?,
            })
        },
    )
}

/// The active member of staff of a login.
pub(in crate::store) fn by_login(conn: &Connection, login: &str) -> Result<Option<Staff>> {
    conn.maybe(
        &format!("SELECT {STAFF} FROM staff s WHERE s.login = ?1 AND s.active = 1"),
        [login],
        staff_of,
    )
}

/// Everybody who is active, by login.
pub(in crate::store) fn everybody(conn: &Connection) -> Result<Vec<Staff>> {
    conn.all(
        &format!("SELECT {STAFF} FROM staff s WHERE s.active = 1 ORDER BY s.login"),
        [],
        staff_of,
    )
}

fn staff_of(row: &Row<'_>) -> rusqlite::Result<Staff> {
    let roles: Option<String> = row.get(6)?;
    Ok(Staff {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        roles: roles_of(roles.as_deref()),
        office: row.get(3)?,
        desk: row.get(4)?,
        lang: row.get(5)?,
    })
}

/// Roles from their codes with commas between; a code that this version does not know brings no right.
pub(in crate::store) fn roles_of(codes: Option<&str>) -> Vec<Role> {
    let codes = codes.unwrap_or_default().split(',');
    let mut roles: Vec<Role> = codes.filter_map(|code| code.parse().ok()).collect();
    roles.sort_unstable();
    roles
}

/// A stretch of a working week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 1 = Monday to 7 = Sunday.
    pub weekday: u8,
    /// Minutes since midnight at the desk.
    pub from: u16,
    /// Minutes since midnight at the desk, after `from`.
    pub to: u16,
}

/// Somebody new at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddStaff {
    /// 1 to 32 of `a-z 0-9 . _ -`.
    pub login: String,
    /// The name that colleagues see.
    pub name: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// Where the person works.
    pub office: OfficeId,
    /// The desk, if it is fixed.
    pub desk: Option<DeskId>,
    /// The language of the screen, if it is the person's own.
    pub lang: Option<Lang>,
    /// The working week.
    pub hours: Vec<Hours>,
}

impl Act for AddStaff {
    type Out = StaffId;
    const NAME: &'static str = "staff.add";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<StaffId> {
        let id: StaffId = tx.new_id();
        insert_staff(tx, id, self)?;
        Ok(id)
    }
}

/// Writes a member of staff with roles and hours; also how the first one of an office is made.
pub(in crate::store) fn insert_staff(tx: &Tx<'_>, id: StaffId, new: &AddStaff) -> Result<()> {
    check_login(&new.login)?;
    check_name(&new.name)?;
    if new.roles.is_empty() {
        return Err(Error::invalid("roles", "at least one"));
    }
    if tx
        .conn()
        .exists("SELECT 1 FROM staff WHERE login = ?1", [&new.login])?
    {
        return Err(tx.refuse_with(Refusal::LoginTaken, &new.login));
    }
    tx.insert(
        "staff",
        id,
        &[
            ("login", &new.login),
            ("name", &new.name.trim()),
            ("office", &new.office),
            ("desk", &new.desk),
            ("lang", &new.lang),
        ],
    )?;
    set_roles(tx, id, &new.roles)?;
    set_hours(tx, id, &new.hours)?;
    Ok(())
}

/// Whether a text can be a login: 1 to 32 of `a-z 0-9 . _ -`.
pub fn is_login(text: &str) -> bool {
    let known = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"._-".contains(&c);
    (1..=32).contains(&text.len()) && text.bytes().all(known)
}

fn check_login(login: &str) -> Result<()> {
    if is_login(login) {
        return Ok(());
    }
    Err(Error::invalid("login", "1 to 32 of a-z 0-9 . _ -"))
}

/// Whether there is such a row, active or not.
fn exists(tx: &Tx<'_>, staff: StaffId) -> Result<()> {
    if tx
        .conn()
        .exists("SELECT 1 FROM staff WHERE id = ?1", [staff])?
    {
        return Ok(());
    }
    Err(Error::not_found("staff", staff))
}

/// One's own affair, or that of whoever manages the office.
fn own_or_managed(tx: &Tx<'_>, whose: StaffId) -> Result<()> {
    own_or_managed_by(tx.staff(), whose)
}

fn own_or_managed_by(who: &Staff, whose: StaffId) -> Result<()> {
    if who.id == whose || who.may(Right::OfficeManage) {
        return Ok(());
    }
    Err(Error::Denied(Right::OfficeManage))
}

fn check_name(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid("name", "empty"));
    }
    Ok(())
}

/// Makes the roles be these: rows that are there already stay untouched. Answers whether any was not.
fn set_roles(tx: &Tx<'_>, staff: StaffId, roles: &[Role]) -> Result<bool> {
    let mut changed = false;
    let held = tx.conn().all(
        "SELECT id, role FROM staff_role WHERE staff = ?1",
        [staff],
        |row| {
            Ok((
                row.get::<_, crate::store::sql::Id>(0)?.0,
                row.get::<_, Role>(1)?,
            ))
        },
    )?;
    for (id, role) in &held {
        if !roles.contains(role) {
            changed = true;
            tx.delete("staff_role", *id, None)?;
        }
    }
    for role in Role::ALL {
        if roles.contains(role) && !held.iter().any(|(_, held)| held == role) {
            changed = true;
            let id: ulid::Ulid = tx.new_id();
            tx.insert("staff_role", id, &[("staff", &staff), ("role", role)])?;
        }
    }
    Ok(changed)
}

/// Makes the working week be this. Answers whether it was another.
fn set_hours(tx: &Tx<'_>, staff: StaffId, hours: &[Hours]) -> Result<bool> {
    let held = tx.conn().all(
        "SELECT id, weekday, from_min, to_min FROM work_hours WHERE staff = ?1
         ORDER BY weekday, from_min",
        [staff],
        |row| {
            let hours = Hours {
                weekday: row.get(1)?,
                from: row.get(2)?,
                to: row.get(3)?,
            };
            Ok((row.get::<_, crate::store::sql::Id>(0)?.0, hours))
        },
    )?;
    let mut wanted = hours.to_vec();
    wanted.sort_unstable_by_key(|hours| (hours.weekday, hours.from));
    if held.iter().map(|(_, held)| held).eq(&wanted) {
        return Ok(false);
    }
    for (id, _) in held {
        tx.delete("work_hours", id, None)?;
    }
    for stretch in hours {
        if !(1..=7).contains(&stretch.weekday) || stretch.from >= stretch.to || stretch.to > 1440 {
            return Err(Error::invalid("hours", format!("{stretch:?}")));
        }
        let id: ulid::Ulid = tx.new_id();
        tx.insert(
            "work_hours",
            id,
            &[
                ("staff", &staff),
                ("weekday", &stretch.weekday),
                ("from_min", &stretch.from),
                ("to_min", &stretch.to),
            ],
        )?;
    }
    Ok(true)
}

/// Changes somebody at work; what is `None` stays.
///
/// Refused with [`Refusal::LastCoordinator`] when no coordinator would be left, and with
/// [`Refusal::OwnRights`] when somebody would give themselves a right: who administers the staff does not
/// come to see people's data by their own hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStaff {
    /// Who.
    pub id: StaffId,
    /// The version that was on the screen; none to change whatever is there.
    pub ver: Option<i64>,
    /// The name that colleagues see.
    pub name: Option<String>,
    /// All roles.
    pub roles: Option<Vec<Role>>,
    /// Whether the person may work here at all; takes effect at the next act or question.
    pub active: Option<bool>,
    /// The language of the screen.
    pub lang: Option<Lang>,
    /// The whole working week.
    pub hours: Option<Vec<Hours>>,
    /// Where the person works.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The desk that is the person's own; inside it, none for no desk.
    #[serde(default)]
    pub desk: Option<Option<DeskId>>,
}

impl ChangeStaff {
    /// A change of nothing, to be filled in.
    pub fn of(id: StaffId) -> Self {
        Self {
            id,
            ver: None,
            name: None,
            roles: None,
            active: None,
            lang: None,
            hours: None,
            office: None,
            desk: None,
        }
    }
}

impl Act for ChangeStaff {
    type Out = ();
    const NAME: &'static str = "staff.change";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let mut columns: Vec<crate::store::act::Column<'_>> = Vec::new();
        if let Some(name) = &self.name {
            check_name(name)?;
            columns.push(("name", name));
        }
        if let Some(active) = &self.active {
            columns.push(("active", active));
        }
        if let Some(lang) = &self.lang {
            columns.push(("lang", lang));
        }
        if let Some(office) = &self.office {
            columns.push(("office", office));
        }
        if let Some(desk) = &self.desk {
            columns.push(("desk", desk));
        }
        tx.subject("staff", self.id);
        tx.update("staff", self.id, self.ver, &columns)?;
        let mut revised = false;
        if let Some(roles) = &self.roles {
            if roles.is_empty() {
                return Err(Error::invalid("roles", "at least one"));
            }
            if self.id == tx.staff().id && gains(tx.staff(), roles) {
                return Err(tx.refuse(Refusal::OwnRights));
            }
            revised |= set_roles(tx, self.id, roles)?;
        }
        if let Some(hours) = &self.hours {
            revised |= set_hours(tx, self.id, hours)?;
        }
        if revised {
            let times: i64 = tx
                .conn()
                .value("SELECT revised FROM staff WHERE id = ?1", [self.id])?;
            tx.update("staff", self.id, None, &[("revised", &(times + 1))])?;
        }
        check_desk(tx, self.id)?;
        let coordinated = tx.conn().exists(
            "SELECT 1 FROM staff s JOIN staff_role r ON r.staff = s.id
             WHERE s.active = 1 AND r.role = ?1",
            [Role::Coordination],
        )?;
        if !coordinated {
            return Err(tx.refuse(Refusal::LastCoordinator));
        }
        // Nobody could take it back from where they stand.
        if self.active == Some(false) && self.id == tx.staff().id {
            return Err(tx.refuse(Refusal::OwnLogin));
        }
        Ok(())
    }
}

/// Whether roles would bring somebody a right that they do not have.
fn gains(who: &Staff, roles: &[Role]) -> bool {
    roles
        .iter()
        .flat_map(|role| role.rights())
        .any(|right| !who.may(*right))
}

/// The rule that a desk of one's own is an open one of one's own office.
fn check_desk(tx: &Tx<'_>, staff: StaffId) -> Result<()> {
    let elsewhere = tx.conn().exists(
        "SELECT 1 FROM staff s JOIN desk d ON d.id = s.desk
         WHERE s.id = ?1 AND (d.office <> s.office OR d.closed_on IS NOT NULL)",
        [staff],
    )?;
    if elsewhere {
        return Err(Error::invalid("desk", "closed, or of another office"));
    }
    Ok(())
}

/// Sits down at a desk of one's own office, or gets up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDesk {
    /// The desk; none to get up.
    pub desk: Option<DeskId>,
}

impl Act for SetDesk {
    type Out = ();
    const NAME: &'static str = "staff.desk";
    const RIGHT: Right = Right::OfficeRead;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if let Some(desk) = self.desk {
            let here = tx.conn().exists(
                "SELECT 1 FROM desk WHERE id = ?1 AND office = ?2 AND closed_on IS NULL",
                rusqlite::params![desk, tx.staff().office],
            )?;
            if !here {
                return Err(Error::not_found("desk", desk));
            }
        }
        tx.update("staff", tx.staff().id, None, &[("desk", &self.desk)])
    }
}

/// A new desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddDesk {
    /// Where.
    pub office: OfficeId,
    /// Its name or number, unique in the office.
    pub label: String,
    /// What it is for.
    pub kind: DeskKind,
}

impl Act for AddDesk {
    type Out = DeskId;
    const NAME: &'static str = "desk.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<DeskId> {
        crate::store::desks::check_label(tx, self.office, &self.label, None)?;
        let id: DeskId = tx.new_id();
        tx.insert(
            "desk",
            id,
            &[
                ("office", &self.office),
                ("label", &self.label.trim()),
                ("kind", &self.kind),
            ],
        )?;
        Ok(id)
    }
}
