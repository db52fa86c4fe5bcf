//! The store itself: rights, retries, conflicts, undo, faults, other processes.

use sportello::domain::staff::Right;
use sportello::store::Error;
use sportello::store::settings::AddOffice;

use crate::office;

fn branch(name: &str) -> AddOffice {
    AddOffice {
        name: name.into(),
        municipality: None,
        practice: true,
    }
}

#[test]
fn an_act_without_its_right_changes_nothing() {
    let office = office();
    let denied = office.act(&office.anna, branch("Sede di Lodi"));
    assert_eq!(denied, Err(Error::Denied(Right::OfficeManage)));
}

#[test]
fn the_same_id_again_gets_the_same_answer() {
    let office = office();
    let id = office.act_id();
    let act = || {
        office
            .store
            .act_now(&office.carla, id, office.now(), branch("Sede di Lodi"))
    };
    assert_eq!(act().unwrap(), act().unwrap());
    let offices = office
        .ask(&office.carla, sportello::store::settings::Offices)
        .unwrap();
    assert_eq!(offices.len(), 2);
}
