//! Two editors of one record, in any order of opening, typing, saving and choosing: nothing is written
//! over that its writer has not been shown.

use std::collections::HashMap;

use sportello::domain::double::SameFact;
use sportello::domain::ids::PersonId;
use sportello::domain::refusal::Refusal;
use sportello::store::Error;
use sportello::store::journal::ChangedSince;
use sportello::store::people::{ChangePerson, MergePeople, PersonFacts, PersonFile, PersonRecord};
use sportello::terminal::key::Key;
use sportello::ui::form::{Field, Form};
use sportello::ui::stale::{OnFile, Side};
use sportello::ui::words::MessageId;

use crate::people::{newcomer, register};
use crate::{Office, office};

/// The fields of the small form, and where each is in the facts.
const FIELDS: [&str; 4] = ["phone", "email", "address", "postcode"];

fn slot<'f>(facts: &'f mut PersonFacts, field: &str) -> &'f mut Option<String> {
    match field {
        "phone" => &mut facts.phone,
        "email" => &mut facts.email,
        "address" => &mut facts.address,
        _ => &mut facts.postcode,
    }
}

fn value(record: &PersonRecord, field: &str) -> String {
    let mut facts = record.facts.clone();
    slot(&mut facts, field).take().unwrap_or_default()
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Somebody with the form open, as a pane has it.
struct Editor {
    form: Form,
    record: PersonRecord,
    /// The latest text of each field that this person has been shown.
    seen: HashMap<&'static str, String>,
}

impl Editor {
    fn open(record: PersonRecord) -> Self {
        let fields = FIELDS
            .iter()
            .map(|name| Field::text(name, MessageId("person-phone")))
            .collect();
        let mut form = Form::new("test.person", fields);
        let mut seen = HashMap::new();
        for field in FIELDS {
            form.set(field, &value(&record, field));
            seen.insert(field, value(&record, field));
        }
        form.filled_from(OnFile::new("person", record.id.0, record.ver));
        Self { form, record, seen }
    }

    /// Types a new text into a field, or empties it.
    fn write(&mut self, field: &'static str, text: &str) {
        self.form.go_to(field);
        self.form.key(Key::End);
        while !self.form.text(field).is_empty() {
            self.form.key(Key::Backspace);
        }
        for letter in text.chars() {
            self.form.key(Key::Char(letter));
        }
    }

    fn act(&self) -> ChangePerson {
        let mut facts = self.record.facts.clone();
        for field in FIELDS {
            let text = self.form.value(field).to_owned();
            *slot(&mut facts, field) = Some(text).filter(|text| !text.is_empty());
        }
        ChangePerson {
            person: self.record.id,
            ver: self.record.ver,
            facts,
        }
    }

    /// What was typed goes over what is on file now; the choices are shown and made.
    fn meet(&mut self, record: PersonRecord, dice: &mut Dice) -> usize {
        let draft = self.form.draft();
        let before = std::mem::take(&mut self.seen);
        *self = Self::open(record);
        self.seen = before;
        self.form.restore(&draft);
        let clashes = self.form.clashes().to_vec();
        for clash in &clashes {
            self.seen.insert(clash.field, clash.theirs.text.clone());
            let side = match dice.roll(2) {
                0 => Side::Mine,
                _ => Side::Theirs,
            };
            self.form.settle(clash.field, side);
        }
        assert!(self.form.clashes().is_empty());
        // What stands in the form is seen as well: both may have written the same.
        for field in FIELDS {
            if self.form.value(field) == value(&self.record, field) {
                self.seen.insert(field, value(&self.record, field));
            }
        }
        clashes.len()
    }
}

fn on_file(office: &Office, person: PersonId) -> PersonRecord {
    office.ask(&office.anna, PersonFile { person }).unwrap()
}

#[test]
fn a_thousand_interleavings_write_nothing_over_that_was_not_seen() {
    let office = office();
    let mut dice = Dice(20_261_123);
    let (mut conflicts, mut choices, mut saves, mut silent) = (0, 0, 0, 0);
    let mut person = register(&office, newcomer("Rossi", "Maria")).person;
    for round in 0..1_000 {
        if round % 100 == 0 {
            person = register(&office, newcomer("Rossi", &format!("Maria {round}"))).person;
        }
        let open = || Editor::open(on_file(&office, person));
        let mut editors = [open(), open()];
        for step in 0..6 {
            let at = dice.roll(2) as usize;
            let staff = [&office.anna, &office.carla][at];
            let editor = &mut editors[at];
            if dice.roll(5) < 3 {
                let field = FIELDS[dice.roll(4) as usize];
                let text = match dice.roll(6) {
                    0 => String::new(),
                    _ => format!("{round}{step}"),
                };
                editor.write(field, &text);
                continue;
            }
            // Saves, as often as it takes.
            loop {
                let before = on_file(&office, person);
                let act = editor.act();
                match office.act(staff, act) {
                    Ok(()) => {
                        saves += 1;
                        let after = on_file(&office, person);
                        for field in FIELDS {
                            let (old, new) = (value(&before, field), value(&after, field));
                            if old != new && editor.seen[field] != old {
                                silent += 1;
                            }
                        }
                        *editor = Editor::open(after);
                        break;
                    }
                    Err(Error::Conflict { .. }) => {
                        conflicts += 1;
                        choices += editor.meet(before, &mut dice);
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
    assert_eq!(silent, 0, "of {saves} saves, {conflicts} conflicts");
    assert!(conflicts > 100 && choices > 100, "{conflicts} {choices}");
}

/// The fact of a merge that a field belongs to.
fn fact_of(field: &str) -> SameFact {
    match field {
        "phone" => SameFact::Phone,
        "email" => SameFact::Email,
        _ => SameFact::Address,
    }
}

/// Two records of one person, each with somebody who changes it, and coordination that makes one of them when it
/// has seen both: whichever comes first, nobody writes over what they have not been shown.
#[test]
fn hundreds_of_interleavings_with_a_merge_write_nothing_over_that_was_not_seen() {
    let office = office();
    let mut dice = Dice(20_261_124);
    let (mut merges, mut too_late, mut moved, mut choices, mut silent) = (0, 0, 0, 0, 0);
    for round in 0..300 {
        let pair = ["Maria", "Mara"].map(|name| {
            let mut new = newcomer(&format!("Rossi {round}"), name);
            new.facts.phone = Some(format!("{name} {round}"));
            register(&office, new).person
        });
        let mut shown = pair.map(|person| on_file(&office, person));
        let mut editors = pair.map(|person| Editor::open(on_file(&office, person)));
        let mut merged = false;
        for step in 0..8 {
            let at = dice.roll(2) as usize;
            if !merged && dice.roll(5) == 0 {
                let taken: Vec<_> = [SameFact::Phone, SameFact::Email, SameFact::Address]
                    .into_iter()
                    .filter(|_| dice.roll(2) == 0)
                    .collect();
                let [kept, gone] = &shown;
                let merge = MergePeople {
                    kept: kept.id,
                    kept_ver: kept.ver,
                    gone: gone.id,
                    gone_ver: gone.ver,
                    taken: taken.clone(),
                };
                match office.act(&office.carla, merge) {
                    Ok(()) => {
                        (merges, merged) = (merges + 1, true);
                        let after = on_file(&office, pair[0]);
                        silent += FIELDS
                            .iter()
                            .filter(|field| {
                                let from = usize::from(taken.contains(&fact_of(field)));
                                value(&after, field) != value(&shown[from], field)
                            })
                            .count();
                    }
                    Err(Error::Conflict { .. }) => {
                        too_late += 1;
                        shown = pair.map(|person| on_file(&office, person));
                    }
                    Err(error) => panic!("{error}"),
                }
                continue;
            }
            let editor = &mut editors[at];
            if dice.roll(5) < 3 {
                editor.write(FIELDS[dice.roll(4) as usize], &format!("{round}{step}"));
                continue;
            }
            loop {
                let now = if merged { pair[0] } else { pair[at] };
                let before = on_file(&office, now);
                match office.act(&office.anna, editor.act()) {
                    Ok(()) => {
                        let after = on_file(&office, now);
                        silent += FIELDS
                            .iter()
                            .filter(|field| {
                                let (old, new) = (value(&before, field), value(&after, field));
                                old != new && editor.seen[**field] != old
                            })
                            .count();
                        *editor = Editor::open(after);
                        break;
                    }
                    Err(
                        Error::Conflict { .. }
                        | Error::Refused {
                            rule: Refusal::MergedInto,
                            ..
                        },
                    ) => {
                        moved += usize::from(editor.record.id != now);
                        choices += editor.meet(before, &mut dice);
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
    assert_eq!(silent, 0, "of {merges} merges");
    let all = [merges, too_late, moved, choices];
    assert!(all.iter().all(|times| *times > 20), "{all:?}");
}

#[test]
fn who_changed_which_column_after_a_version_is_known() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let before = on_file(&office, person);
    for (staff, field) in [(&office.anna, "phone"), (&office.carla, "email")] {
        let mut editor = Editor::open(on_file(&office, person));
        editor.write(FIELDS[usize::from(field == "email")], "399");
        office.act(staff, editor.act()).unwrap();
    }
    let since = |ver| {
        let asked = ChangedSince {
            table: "person",
            id: person.0,
            within: None,
            ver,
        };
        let wrote = office.ask(&office.anna, asked).unwrap();
        // What is computed from a column changes with it.
        let typed = |column: &String| FIELDS.contains(&&**column);
        let told = wrote.into_iter().map(|write| {
            let columns = write.columns.into_iter().filter(typed).collect();
            (write.by, columns)
        });
        told.collect::<Vec<(String, Vec<String>)>>()
    };
    let (anna, carla) = (office.anna.name.clone(), office.carla.name.clone());
    assert_eq!(
        since(before.ver),
        [
            (anna, vec!["phone".to_owned()]),
            (carla.clone(), vec!["email".to_owned()])
        ]
    );
    assert_eq!(since(before.ver + 1), [(carla, vec!["email".to_owned()])]);
    assert_eq!(since(before.ver + 2), []);
}
