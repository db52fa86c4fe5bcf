//! How each page looks: the real panes on the practice office of one day, in both languages, at three sizes.
//!
//! A picture is the whole screen as text, and below it where the cursor stands and on what. Whoever changes a
//! page reads its pictures again: `cargo insta review`.

use sportello::domain::lang::Lang;

use crate::desk::desk;

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (160, 50)];

/// A page: its name, who opens it, and with which keys from the first pane.
type Way = (&'static str, &'static str, &'static str);

/// Somebody of the practice office whose record, plans and work can be looked at.
const WAYS: &[Way] = &[
    ("queue", "anna", ""),
    ("ticket", "anna", "n"),
    ("intake", "anna", "cxcs<enter>"),
    ("intake-wrong", "anna", "cxcs<enter>RSSMRA80A01F205Y<tab>"),
    ("serving", "anna", "cs"),
    ("closing", "anna", "cse"),
    ("find", "anna", "tros"),
    ("record", "anna", "tabate mat<enter>"),
    ("groups", "anna", "tabate mat<enter>.gr<enter>"),
    ("record-edit", "anna", "tabate mat<enter>i"),
    ("people", "anna", "g2<tab>"),
    ("agenda", "anna", "g3"),
    (
        "appointment",
        "anna",
        "g3<down><down><down><down><down><down><down><down><enter>",
    ),
    ("call", "anna", "g3<enter>"),
    ("plans", "anna", "g4"),
    ("plan", "anna", "g4<enter>"),
    ("plan-new", "anna", "tabate mat<enter>g4n"),
    ("vacancies", "elena", "g5<tab>"),
    ("vacancy", "elena", "g5<tab><down><enter>"),
    ("company", "dario", "g5<tab><down><enter>3"),
    ("company-edit", "dario", "g5<tab><down><enter>3<enter>"),
    ("vacancy-new", "dario", "g5n"),
    ("match", "anna", "tabate mat<enter>m"),
    (
        "put-forward",
        "anna",
        "tmatei<enter><down><down><down><down><down><down><down><down><enter>",
    ),
    ("why", "anna", "tabate mat<enter>m<enter>"),
    ("office", "carla", "g6"),
    ("settings", "carla", "g61"),
    ("parameters", "carla", "g66"),
    ("outline", "carla", "g672"),
    ("outline-section", "carla", "g6722"),
    ("doubles", "carla", "g2<tab>j"),
    ("pair", "carla", "g2<tab>j2"),
    ("opinion", "anna", "cxcse5"),
    ("voice", "carla", "g7"),
    ("complaint", "carla", "g7<enter>"),
    ("help", "anna", "h"),
    ("palette", "anna", "."),
    ("palette-nothing", "anna", ".zzz"),
    ("menu", "anna", "g"),
    ("lists", "anna", "l"),
    ("follow-up", "anna", "l3"),
    ("work-ended", "anna", "l3<enter>3"),
];

#[test]
fn every_page_looks_as_it_was_last_read() {
    for (name, login, keys) in WAYS {
        for lang in [Lang::It, Lang::En] {
            for (columns, rows) in SIZES {
                let mut desk = desk().login(login).lang(lang).size(columns, rows).open();
                desk.keys(keys);
                let (column, row, _) = desk.cursor();
                let focus = desk.session().focus().expect("something has the focus");
                let picture = format!(
                    "{}\n\ncursor {column},{row} on {}: {}",
                    desk.screen(),
                    focus.id,
                    focus.name
                );
                insta::assert_snapshot!(format!("{name}_{columns}x{rows}_{lang:?}"), picture, keys);
            }
        }
    }
}
