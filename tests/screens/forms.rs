//! What keys do to a form.

use crate::samples::{intake, press};
use sportello::ui::form::{Choice, Form, FormEvent};

fn after(keys: &str) -> Form {
    let mut form = intake();
    press(&mut form, keys);
    form
}

fn at(form: &Form) -> &str {
    form.focused().map_or("save", |field| field.name)
}

#[test]
fn keys_fill_fields() {
    for (keys, field, value, focus) in [
        ("abc", "tax_code", "abc", "tax_code"),
        ("abc<enter>Osei<tab>", "surname", "Osei", "name"),
        ("<down><down>Adwoa<up>", "name", "Adwoa", "surname"),
        (
            "ac<left>b<home>x<end>y<backspace><backspace>",
            "tax_code",
            "xab",
            "tax_code",
        ),
        (
            "<down><down><down>12/3/85<enter>",
            "birth",
            "12/3/85",
            "residence",
        ),
        // A picker: Enter takes the first proposal, Down and Enter another, a pause and Tab none.
        (
            "<down><down><down><down>mil<enter>",
            "residence",
            "Milano",
            "status",
        ),
        (
            "<down><down><down><down>mil<down><down><enter>",
            "residence",
            "Milazzo",
            "status",
        ),
        (
            "<down><down><down><down>mil<down>3",
            "residence",
            "Mileto",
            "status",
        ),
        (
            "<down><down><down><down>mil<tab>",
            "residence",
            "",
            "status",
        ),
        (
            "<down><down><down><down>MILÀNO<tab>",
            "residence",
            "",
            "status",
        ),
        (
            "<down><down><down><down>milano<tab>",
            "residence",
            "Milano",
            "status",
        ),
        (
            "<down><down><down><down>mil<down><up>a<enter>",
            "residence",
            "Milano",
            "status",
        ),
        (
            "<down><down><down><down>mil<enter><up>s<enter>",
            "residence",
            "Sesto San Giovanni",
            "status",
        ),
        (
            "<down><down><down><down>mil<enter><up><backspace>",
            "residence",
            "",
            "residence",
        ),
        // The number of a proposal takes it; behind a space or in a code it is text.
        (
            "<down><down><down><down>mil3",
            "residence",
            "Mileto",
            "status",
        ),
        (
            "<down><down><down><down>mil 3",
            "residence",
            "",
            "residence",
        ),
        // Enter or Tab right behind a number is not taken twice, but for a field that is filled.
        (
            "<tab><tab><tab><tab><tab>2<tab>",
            "status",
            "lavora",
            "education",
        ),
        (
            "<tab><tab><tab><tab><tab>2<enter>",
            "status",
            "lavora",
            "education",
        ),
        (
            "<tab><tab><tab><tab><tab>2<enter><enter>",
            "status",
            "lavora",
            "papers",
        ),
        (
            "<tab><tab><tab><tab><tab>2<down>",
            "status",
            "lavora",
            "papers",
        ),
        (
            "<tab><tab><tab><tab><tab>21<up><up>3<enter>",
            "status",
            "in tirocinio",
            "papers",
        ),
        // A choice: a number in the empty field, letters filter, an empty optional one goes on.
        (
            "<tab><tab><tab><tab><tab>2",
            "status",
            "lavora",
            "education",
        ),
        (
            "<tab><tab><tab><tab><tab>tir<enter>",
            "status",
            "in tirocinio",
            "education",
        ),
        (
            "<tab><tab><tab><tab><tab>2<up>1",
            "status",
            "senza lavoro",
            "education",
        ),
        ("<tab><tab><tab><tab><tab>9", "status", "", "status"),
        ("<tab><tab><tab><tab><tab><enter>", "status", "", "status"),
        (
            "<tab><tab><tab><tab><tab><enter><down><down><enter>",
            "status",
            "lavora",
            "education",
        ),
        (
            "<tab><tab><tab><tab><tab><tab><enter>",
            "education",
            "",
            "papers",
        ),
        (
            "<tab><tab><tab><tab><tab><tab> <down><enter>",
            "education",
            "nessuno",
            "papers",
        ),
    ] {
        let form = after(keys);
        assert_eq!((form.value(field), at(&form)), (value, focus), "{keys}");
    }
}

const PAPERS: &str = "<tab><tab><tab><tab><tab><tab><tab>";

#[test]
fn several_are_marked_one_after_the_other() {
    for (keys, marked, focus) in [
        ("1", &["carta d'identità"][..], "papers"),
        ("12", &["carta d'identità", "permesso"], "papers"),
        ("121", &["permesso"], "papers"),
        (
            "pas<enter>car<enter>",
            &["passaporto", "carta d'identità"],
            "papers",
        ),
        ("2<enter>", &["permesso"], "note"),
        ("<enter>", &[], "note"),
        (
            "1<down><down><down><enter>",
            &["carta d'identità", "passaporto"],
            "papers",
        ),
    ] {
        let form = after(&format!("{PAPERS}{keys}"));
        assert_eq!(
            (form.marked("papers"), at(&form)),
            (
                marked
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .as_slice(),
                focus
            ),
            "{keys}"
        );
    }
}

#[test]
fn a_note_has_lines_and_ends_with_an_empty_one() {
    let mut form = after(&format!("{PAPERS}<tab>uno<enter>due<enter>"));
    assert!(form.sheet);
    let events = press(&mut form, "<enter>");
    assert_eq!(
        (form.text("note"), at(&form), form.sheet),
        ("uno\ndue", "save", false)
    );
    assert_eq!(events, [FormEvent::Left(8)]);
    let form = after(&format!("{PAPERS}<tab>uno<enter>due<up>X<down>Y"));
    assert_eq!(form.text("note"), "unoX\ndueY");
}

#[test]
fn enter_before_the_proposals_takes_the_first_when_they_come() {
    let mut form = after("<tab><tab><tab><tab>");
    for key in crate::samples::script("sest<enter>") {
        form.key(key);
    }
    assert_eq!((form.value("residence"), at(&form)), ("", "status"));
    let come = form.set_proposals(
        "residence",
        vec![Choice::new("015209", "Sesto San Giovanni")],
    );
    assert_eq!(come, FormEvent::Left(4));
    assert_eq!((form.value("residence"), at(&form)), ("015209", "status"));
}

#[test]
fn the_last_row_saves_and_gives_other_keys_back() {
    let mut form = after("<backtab>");
    assert_eq!(at(&form), "save");
    assert_eq!(press(&mut form, "n0<left><down>"), [FormEvent::Ignored; 4]);
    assert_eq!(press(&mut form, "<enter>"), [FormEvent::Submit]);
    assert_eq!(press(&mut form, "<tab>"), [FormEvent::Taken]);
    assert_eq!(at(&form), "tax_code");
    assert_eq!(press(&mut form, "<up><esc><f1>"), [FormEvent::Ignored; 3]);
}

#[test]
fn a_hidden_field_is_passed_over_and_not_missing() {
    let mut form = intake();
    form.show("surname", false);
    press(&mut form, "<enter>");
    assert_eq!(at(&form), "name");
    let missing: Vec<_> = form.missing().map(|field| field.name).collect();
    assert_eq!(missing, ["name", "birth", "residence", "status"]);
}

#[test]
fn the_focus_goes_to_the_first_error_and_what_was_typed_stays() {
    let mut form = after("XX<tab>Osei<tab><tab>ieri<tab>");
    form.set_error("birth", "Scrivi una data passata, per esempio 12/3/85.");
    form.set_error("tax_code", "Il codice ha 16 caratteri: ne hai scritti 2.");
    assert!(form.go_to_error());
    assert_eq!((at(&form), form.text("tax_code")), ("tax_code", "XX"));
    form.clear_error("tax_code");
    form.go_to_error();
    assert_eq!((at(&form), form.text("birth")), ("birth", "ieri"));
}

#[test]
fn a_draft_brings_back_text_field_and_caret() {
    for keys in [
        "",
        "ab<left>",
        "<tab>Osei<tab>A<left>",
        "<tab><tab><tab><tab>mil<enter>2",
        "<tab><tab><tab><tab>mi",
        "<backtab>",
    ] {
        let form = after(keys);
        let draft = form.draft();
        let mut again = intake();
        again.restore(&draft);
        assert_eq!(again.draft(), draft, "{keys}");
        assert_eq!(at(&again), at(&form), "{keys}");
    }
    let form = after(&format!("{PAPERS}13<tab>riga<enter>due"));
    let mut again = intake();
    again.restore(&form.draft());
    assert_eq!(again.draft(), form.draft());
    assert!(again.sheet);
    assert_eq!(again.marked("papers").len(), 2);
    again.restore(&serde_json::Value::Null);
    assert_eq!(at(&again), "tax_code");
}

#[test]
fn a_paste_is_one_event_without_line_ends() {
    let mut form = after("<tab>");
    assert_eq!(form.paste("De\tSanctis\r\n"), FormEvent::Edited(1));
    assert_eq!(form.value("surname"), "De Sanctis");
}

#[test]
fn what_is_wrong_is_met_where_the_person_is_once() {
    let wrong = |form: &mut Form| form.set_error("tax_code", "Controlla le lettere.");
    for (keys, told, again) in [
        ("<tab>", "tax_code", "surname"),
        ("<enter>", "tax_code", "surname"),
    ] {
        let mut form = after(&format!("SOEDWA85X{keys}"));
        wrong(&mut form);
        assert_eq!(at(&form), told, "{keys}");
        press(&mut form, keys);
        wrong(&mut form);
        assert_eq!(at(&form), again, "{keys}: told once, one may go on");
        press(&mut form, "<up>x<down>");
        wrong(&mut form);
        assert_eq!(at(&form), told, "{keys}: another text, told anew");
    }
    // An answer that comes while one types elsewhere interrupts nothing.
    let mut form = after("SOEDWA85X<tab>Os");
    wrong(&mut form);
    assert_eq!(at(&form), "surname");
    // Saving says it of every field, and where to go is the pane's matter.
    let mut form = after("SOEDWA85X<tab><tab><up><up><up>");
    press(&mut form, "<down>");
    form.set_error("residence", "Scegli una proposta.");
    assert_eq!(at(&form), "surname");
}

#[test]
fn a_picker_keeps_what_it_offered_when_its_text_is_none_of_it() {
    let mut form = after("<down><down><down><down>mil<tab>");
    form.set_error("residence", "Scegli una delle proposte.");
    assert_eq!(at(&form), "residence");
    press(&mut form, "<enter>");
    assert_eq!((form.value("residence"), at(&form)), ("Milano", "status"));
}

#[test]
fn proposals_that_come_late_leave_the_cursor_on_the_one_it_was_on() {
    let choice = |name: &str| Choice::new(name, name);
    let mut form = intake();
    form.go_to("residence");
    for letter in "mi".chars() {
        form.key(sportello::terminal::Key::Char(letter));
    }
    form.set_proposals("residence", vec![choice("Milano"), choice("Mileto")]);
    form.key(sportello::terminal::Key::Down);
    form.key(sportello::terminal::Key::Down);
    form.set_proposals("residence", vec![choice("Mileto"), choice("Milano")]);
    form.key(sportello::terminal::Key::Enter);
    assert_eq!(form.value("residence"), "Mileto");
    // A number typed before the answer is of the answer, not of what stood there.
    let mut form = intake();
    form.go_to("residence");
    for letter in "mi3".chars() {
        if letter == '3' {
            form.key(sportello::terminal::Key::Char('l'));
        }
        form.key(sportello::terminal::Key::Char(letter));
        if letter == 'i' {
            form.set_proposals("residence", ["a", "b", "c"].map(choice).into());
        }
    }
    assert_eq!(at(&form), "status");
    let event = form.set_proposals(
        "residence",
        ["Milano", "Milazzo", "Mileto"].map(choice).into(),
    );
    assert_eq!(event, FormEvent::Left(form.index("residence").unwrap()));
    assert_eq!(form.value("residence"), "Mileto");
}

/// A number that no proposal has is a slip: it neither becomes text nor closes the list.
#[test]
fn a_number_that_no_proposal_has_does_nothing() {
    for keys in [
        "<down><down><down><down>mil9",
        "<down><down><down><down>mil<down>9",
    ] {
        let form = after(keys);
        assert_eq!(form.text("residence"), "mil", "{keys}");
        assert!(!form.focused().unwrap().proposals.is_empty(), "{keys}");
    }
}

/// What is typed right behind a wrong code belongs to the next field; rubbing out mends the code.
#[test]
fn behind_a_code_that_is_whole_one_types_into_the_next_field() {
    for (code, typed, expected, surname) in [
        ("RSSMRA80A01F205Y", "Rossi", "RSSMRA80A01F205Y", "Rossi"),
        ("RSSMRA80A01F205", "X", "RSSMRA80A01F205X", ""),
        ("RSSMRA80A01F205Y", "<backspace>X", "RSSMRA80A01F205X", ""),
    ] {
        let mut form = intake();
        press(&mut form, &format!("{code}<tab>"));
        form.set_error("tax_code", "wrong");
        press(&mut form, typed);
        assert_eq!(form.text("tax_code"), expected);
        assert_eq!(form.text("surname"), surname);
    }
}

/// A form in which the program has put a date, a time of figures and a name.
fn prefilled() -> Form {
    let mut form = intake();
    form.set("birth", "12/03/1985");
    form.set("tax_code", "10:00");
    form.set("surname", "Osei");
    form
}

#[test]
fn a_date_or_a_number_of_the_program_is_replaced_by_the_first_letter_and_edited_after_an_arrow() {
    for (field, keys, value) in [
        ("birth", "3/3/27", "3/3/27"),
        ("tax_code", "9:15", "9:15"),
        ("tax_code", "<backspace>5", "10:05"),
        ("tax_code", "<left>5", "10:050"),
        ("tax_code", "<home>5", "510:00"),
        ("tax_code", "<end>5", "10:005"),
        // Running text is gone on with.
        ("surname", " Bonsu", "Osei Bonsu"),
    ] {
        let mut form = prefilled();
        form.go_to(field);
        press(&mut form, keys);
        assert_eq!(form.value(field), value, "{field} {keys}");
    }
    let mut form = prefilled();
    form.go_to("birth");
    form.paste("1/1/90");
    assert_eq!(form.value("birth"), "1/1/90");
}

#[test]
fn what_a_person_typed_is_not_lost_by_one_stray_letter() {
    let mut form = prefilled();
    form.go_to("tax_code");
    press(&mut form, "9:15<down><up>x");
    assert_eq!(form.value("tax_code"), "9:15x");
    // Nor when the program writes it out, or when it comes back from a draft.
    form.set("tax_code", "09:15");
    form.go_to("tax_code");
    press(&mut form, "1");
    assert_eq!(form.value("tax_code"), "09:151");
    let draft = form.draft();
    let mut resumed = prefilled();
    resumed.restore(&draft);
    resumed.go_to("tax_code");
    press(&mut resumed, "<tab>");
    resumed.go_to("tax_code");
    press(&mut resumed, "2");
    assert_eq!(resumed.value("tax_code"), "09:1512");
    // What was not touched is still the program's.
    resumed.go_to("birth");
    press(&mut resumed, "1");
    assert_eq!(resumed.value("birth"), "1");
}
