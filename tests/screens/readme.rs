//! What the README shows of the program is what the program paints; what it says of the practice office is so.

use std::collections::BTreeSet;

use sportello::domain::plan::PlanState;
use sportello::store::plans::{PlanFilter, PlanList};

use crate::desk::desk;

/// The lines that are not blank, without spaces at their ends.
fn written(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim_end().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_first_page_of_the_readme_is_as_the_program_paints_it() {
    let readme = include_str!("../../README.md");
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let mut desk = desk().open();
    desk.keys("c");
    let painted = desk.screen();
    assert_eq!(
        written(shown.expect("a first page")),
        written(&painted),
        "put this into the README:\n{painted}"
    );
}

#[test]
fn plans_of_the_practice_office_differ_from_person_to_person() {
    let desk = desk().open();
    let staff = desk.store().who("anna").unwrap().unwrap();
    for state in [PlanState::Signed, PlanState::Active, PlanState::Proposed] {
        let filter = PlanFilter {
            states: vec![state],
            referent: None,
            ends_before: None,
        };
        let list = PlanList {
            office: staff.office,
            filter,
            limit: 100,
        };
        let rows = desk
            .store()
            .read_now(&staff, desk.now(), list)
            .unwrap()
            .rows;
        let templates: BTreeSet<_> = rows.iter().map(|row| row.template.clone()).collect();
        let minutes: BTreeSet<_> = rows.iter().map(|row| row.planned_min).collect();
        assert!(templates.len() >= 4, "{state:?}: {templates:?}");
        assert!(minutes.len() >= 5, "{state:?}: {minutes:?}");
        let most = |template: &Option<String>| {
            let alike = rows.iter().filter(|row| row.template == *template).count();
            alike * 2 <= rows.len()
        };
        assert!(
            templates.iter().all(most),
            "{state:?}: one template in half"
        );
    }
}
