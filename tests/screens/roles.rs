//! What is offered may be done: nobody is led to a command that their role refuses.

use std::collections::HashSet;

use sportello::domain::ids::ActId;
use sportello::domain::staff::Role;
use sportello::store::staff::AddStaff;
use sportello::ui::view::FocusRole;
use ulid::Ulid;

use crate::desk::{Desk, desk};

const ROLES: [(Role, &str); 8] = [
    (Role::Reception, "ruth"),
    (Role::Orientation, "olga"),
    (Role::Matching, "marta"),
    (Role::Coordination, "corrado"),
    (Role::Quality, "quinto"),
    (Role::Management, "mina"),
    (Role::EqualityCommittee, "elio"),
    (Role::Administration, "adele"),
];

/// Somebody of one role alone joins the office of `carla`.
fn joins(carla: &Desk, role: Role, login: &str) {
    let store = carla.store();
    let staff = store.who("carla").unwrap().expect("carla");
    let new = AddStaff {
        login: login.to_owned(),
        name: format!("Prova {login}"),
        roles: vec![role],
        office: staff.office,
        desk: None,
        lang: None,
        hours: Vec::new(),
    };
    store
        .act_now(&staff, ActId(Ulid::generate()), carla.now(), new)
        .expect("somebody new");
}

#[test]
fn whatever_the_list_of_commands_offers_the_role_allows() {
    for (role, login) in ROLES {
        let carla = desk().login("carla").open();
        joins(&carla, role, login);
        let mut done = HashSet::new();
        let pages = desk().login(login).beside(&carla).open();
        for page in 1..=pages.session().app().menu().len() {
            for (row, what) in commands(&carla, login, page).iter().enumerate() {
                // Each once: many stand on every page.
                if !done.insert(
                    what.trim_start_matches([' ', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
                        .to_owned(),
                ) {
                    continue;
                }
                let mut desk = listed(&carla, login, page);
                desk.keys(&"<down>".repeat(row)).keys("<enter>");
                let focus = desk.session().focus();
                if focus.is_some_and(|focus| focus.role == FocusRole::Field) {
                    desk.keys("ro");
                }
                let said = desk.message();
                assert!(
                    !said.contains("ruolo non"),
                    "{role:?}, page {page}, {what}: {said}\n{}",
                    desk.screen()
                );
            }
        }
        assert!(done.len() > 10, "{role:?}: {done:?}");
    }
}

/// A page of the menu with its list of commands.
fn listed(carla: &Desk, login: &'static str, page: usize) -> Desk {
    let mut desk = desk().login(login).beside(carla).open();
    desk.keys(&format!("g{page}<esc>h"));
    desk
}

/// The rows of that list.
fn commands(carla: &Desk, login: &'static str, page: usize) -> Vec<String> {
    let mut desk = listed(carla, login, page);
    let mut rows = vec![desk.cursor_row()];
    loop {
        desk.keys("<down>");
        let row = desk.cursor_row();
        if rows.last() == Some(&row) {
            return rows;
        }
        assert!(rows.len() < 60, "no end: {rows:?}");
        rows.push(row);
    }
}
