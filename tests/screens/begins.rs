//! A page is met at its beginning: what is to be read stands above what is to be chosen, and is seen first.

use sportello::ui::view::{Block, View};

use crate::desk::{Desk, desk};
use crate::whole::squeezed;

/// Where there is something to read above the choices, and the keys that lead there.
const PAGES: [(&str, &str); 6] = [
    ("a consent", "tabate<enter>m<enter>k"),
    ("a match explained", "tabate<enter>m<enter>"),
    ("the queue with somebody called", "c"),
    ("the page of a ticket", "cs"),
    ("work for somebody", "tabate<enter>m"),
    ("the record of somebody", "tabate<enter>"),
];

/// The first words above the choices.
fn beginning(view: &View<'_>) -> String {
    let first = view.blocks[..view.focus.block]
        .iter()
        .find_map(|block| match block {
            Block::Text(text) => text
                .heading
                .as_deref()
                .or(text.paragraphs.first().map(|span| &*span.text)),
            Block::Facts(facts) => facts
                .heading
                .as_deref()
                .or(facts.rows.first().map(|(label, _)| &**label)),
            Block::Notice(notice) => Some(&notice.text),
            _ => None,
        });
    first.unwrap_or_default().chars().take(18).collect()
}

fn in_front(desk: &Desk) -> View<'_> {
    let app = desk.session().app();
    app.layer().or_else(|| app.view()).expect("a page")
}

#[test]
fn on_a_small_screen_a_page_opens_with_the_beginning_of_its_text() {
    for (what, keys) in PAGES {
        for reader in [false, true] {
            for size in [(40, 12), (30, 8), (80, 24)] {
                let plan = desk().size(size.0, size.1);
                let mut desk = if reader { plan.reader() } else { plan }.open();
                desk.walk(keys);
                let beginning = squeezed(&beginning(&in_front(&desk)));
                let screen = desk.screen();
                assert!(
                    squeezed(&screen).contains(&beginning),
                    "{what} {size:?}: {beginning:?} is not in\n{screen}"
                );
                let (_, row, hidden) = desk.cursor();
                let rect = desk.session().focus().expect("a focus").rect;
                assert!(!hidden && (rect.y..rect.y + rect.height).contains(&row));
            }
        }
    }
}

#[test]
fn enter_shows_the_whole_consent_before_it_records_one() {
    let mut desk = desk().size(40, 12).open();
    desk.walk("tabate<enter>m<enter>k");
    let text: Vec<String> = in_front(&desk)
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text(text) => Some(text),
            _ => None,
        })
        .flat_map(|text| text.paragraphs.iter().map(|span| span.text.to_string()))
        .collect();
    let mut seen = desk.screen();
    let mut turned = 0;
    while !desk.session().focus().unwrap().id.starts_with("list:") {
        desk.keys("<enter>");
        turned += 1;
        seen.push_str(&desk.screen());
        assert!(turned < 9, "{seen}");
    }
    assert!(turned > 0, "{seen}");
    let seen = squeezed(&seen);
    for word in text.iter().flat_map(|text| text.split_whitespace()) {
        assert!(seen.contains(&squeezed(word)), "{word:?} was not in {seen}");
    }
    assert!(!desk.screen().contains("Candidatura registrata"));
    desk.keys("<enter>");
    assert!(squeezed(&desk.screen()).contains(&squeezed("Candidatura registrata")));
}

#[test]
fn keys_typed_ahead_record_no_consent_that_was_not_in_sight() {
    let mut desk = desk().size(40, 12).open();
    desk.walk("tabate<enter>m<enter>");
    desk.read_on();
    desk.type_ahead("k<enter>");
    let screen = desk.screen();
    assert!(!screen.contains("registrata"), "{screen}");
    assert!(screen.contains("Consenso"), "{screen}");
}

#[test]
fn down_reads_line_by_line_to_the_choices_and_who_comes_back_is_where_they_were() {
    let mut desk = desk().size(40, 12).open();
    desk.walk("tabate<enter>m<enter>");
    let mut read = 0;
    while desk.session().focus().unwrap().id.starts_with("line:") {
        desk.keys("<down>");
        read += 1;
        assert!(read < 60, "{}", desk.screen());
    }
    assert!(read > 1, "{}", desk.screen());
    let (id, screen) = (desk.session().focus().unwrap().id.clone(), desk.screen());
    desk.keys("h");
    assert_ne!(desk.screen(), screen);
    desk.keys("0");
    assert_eq!(desk.session().focus().unwrap().id, id);
    assert_eq!(desk.screen(), screen);
}
