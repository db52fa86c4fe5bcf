//! Nothing is lost on a small screen and nothing is cut on any: what a view says is all there for whoever pages
//! through it.

use std::collections::BTreeSet;

use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::Key;
use sportello::ui::view::{Block, View};

use crate::desk::{Desk, desk};

const SIZES: [(u16, u16, Lang); 5] = [
    (80, 24, Lang::It),
    (80, 24, Lang::En),
    (40, 12, Lang::It),
    (40, 12, Lang::En),
    (160, 50, Lang::En),
];

/// The screens of a walk: usual, small, and two with facts beside the list.
pub(crate) const SCREENS: [(u16, u16); 4] = [(80, 24), (40, 12), (160, 50), (240, 80)];

/// Whether this screen has room for what the row in focus says in full, beside the list; readers are never shown it.
pub(crate) fn facts_beside(desk: &Desk) -> bool {
    desk.terminal().size().1.get() >= 120
}

/// The keys of a walk: what moves, opens, goes back and tells.
pub(crate) const WALK: [Key; 18] = [
    Key::Down,
    Key::Down,
    Key::Down,
    Key::Down,
    Key::Up,
    Key::Tab,
    Key::Enter,
    Key::Enter,
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('4'),
    Key::Char('0'),
    Key::Char('n'),
    Key::Char('m'),
    Key::Char('w'),
    Key::Char('r'),
    Key::Char('g'),
    Key::Esc,
];

/// The rows of a screen in which a text is cut. A list of choices that goes on says so with its count.
pub(crate) fn cut(screen: &str) -> Vec<String> {
    let cut = |row: &&str| row.contains('…') && !row.contains(", …");
    screen.lines().filter(cut).map(str::to_owned).collect()
}

/// Where one gets from the menu with a few keys: each pane, its first rows, its new things.
fn ways() -> impl Iterator<Item = String> {
    let inside = [
        "",
        "<enter>",
        "<down><enter>",
        "<down><down><enter>",
        "<down><down><down><enter>",
        "n",
        "<enter><enter>",
        "n<down><down><down>",
        "<enter><down><down><down><down><enter>",
        "l",
        "h",
        "m",
        "t",
    ];
    let more = [
        "4<enter>", "5<enter>", "6<enter>", "7<enter>", "8<enter>", "9<enter>",
    ];
    (1..=PANES.len()).flat_map(move |pane| {
        let more = if pane == PANES.len() { &more[..] } else { &[] };
        let keys = inside.iter().chain(more);
        keys.map(|keys| format!("g{pane}{keys}"))
            .collect::<Vec<_>>()
    })
}

#[test]
fn nothing_is_cut_in_any_pane() {
    let mut found = BTreeSet::new();
    for (columns, rows, lang) in SIZES {
        for way in ways() {
            let mut desk = desk()
                .size(columns, rows)
                .lang(lang)
                .login(login(&way))
                .open();
            desk.keys(&way);
            let mut last = (String::new(), (0, 0, false));
            for _ in 0..20 {
                let now = (desk.screen(), desk.cursor());
                let rows = cut(&now.0).into_iter();
                found.extend(rows.map(|row| format!("{columns} {lang:?} {way}: {row}")));
                if now == last {
                    break;
                }
                last = now;
                desk.keys("<down>");
            }
        }
    }
    let found: Vec<_> = found.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A text without what separates its words, for comparing what is drawn with what is said.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

pub(crate) fn add(words: &mut BTreeSet<String>, text: &str) {
    // An hour is a word whether the screen says "9:00-9:30" or "from 9:00 to 9:30".
    let found = text.split(|c: char| c.is_whitespace() || c == '-');
    let found = found.map(squeezed);
    words.extend(found.filter(|word| !word.is_empty()));
}

/// Of a long list so many rows are gone through, and then its end.
const ROWS: usize = 40;

/// Every word that a view says; of a long list those of its first rows.
pub(crate) fn words_of(view: &View<'_>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    add(&mut words, &view.title);
    for block in &view.blocks {
        match block {
            Block::Facts(facts) => {
                for (label, value) in facts
                    .rows
                    .iter()
                    .filter(|(_, value)| !value.text.is_empty())
                {
                    add(&mut words, label);
                    add(&mut words, &value.text);
                }
            }
            Block::List(list) => {
                for at in 0..list.rows.len().min(ROWS) {
                    list.rows
                        .row(at)
                        .cells
                        .iter()
                        .for_each(|cell| add(&mut words, &cell.text));
                }
            }
            Block::Form(block) => {
                let shown = block.form.fields.iter().filter(|field| !field.hidden);
                shown.for_each(|field| add(&mut words, &field.shown()));
                block
                    .after
                    .iter()
                    .for_each(|span| add(&mut words, &span.text));
            }
            Block::Schedule(day) => {
                for slot in &day.slots {
                    add(&mut words, &format!("{}-{}", slot.start, slot.end));
                    for text in [&slot.name.text, &slot.state.text, &slot.detail] {
                        add(&mut words, text);
                    }
                }
            }
            Block::Bars(bars) => {
                for (label, .., value) in &bars.bars {
                    add(&mut words, label);
                    add(&mut words, value);
                }
            }
            Block::Text(text) => text
                .paragraphs
                .iter()
                .for_each(|span| add(&mut words, &span.text)),
            Block::Notice(notice) => add(&mut words, &notice.text),
        }
    }
    words
}

/// The words that are seen while one goes up to the beginning, and from there down to the end.
pub(crate) fn words_seen(desk: &mut Desk) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    desk.keys("<home>");
    for key in ["<up>", "<down>"] {
        let mut last = None;
        for step in 1..1_000 {
            let now = stands(desk);
            if last.as_ref() == Some(&now) {
                break;
            }
            add(&mut seen, &now.0);
            last = Some(now);
            // Below a form its rows are read line by line, and the end is a key of the form.
            let far = key == "<down>" && step % (2 * ROWS) == 0 && !is_read(last.as_ref());
            desk.keys(if far { "<end>" } else { key });
        }
    }
    desk.keys("<home>");
    seen
}

/// Whether a line is being read that has no focus.
fn is_read(stands: Option<&(String, String)>) -> bool {
    stands.is_some_and(|(_, id)| id.starts_with("line:"))
}

/// What is seen, and what has the focus: neighbours in a list may look the same.
pub(crate) fn stands(desk: &Desk) -> (String, String) {
    let focus = desk.session().focus().expect("a focus");
    (desk.screen(), focus.id.clone())
}

#[test]
fn whoever_pages_through_a_small_screen_meets_every_word() {
    let mut lost = Vec::new();
    for lang in [Lang::It, Lang::En] {
        for way in ways().filter(|way| !way.contains('n') && !way.ends_with(['t', 'l', 'h'])) {
            let mut desk = desk().size(40, 12).lang(lang).login(login(&way)).open();
            desk.keys(&way);
            let app = desk.session().app();
            let said = words_of(&app.layer().or_else(|| app.view()).expect("a view"));
            let seen = words_seen(&mut desk);
            let missing: Vec<_> = said.difference(&seen).cloned().collect();
            if missing.len() * 20 > said.len() {
                lost.push(format!(
                    "{lang:?} {way}: {} of {}: {}",
                    missing.len(),
                    said.len(),
                    missing.join(" ")
                ));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Who may see the most of a pane.
fn login(way: &str) -> &'static str {
    if way.starts_with(&format!("g{}", PANES.len())) {
        "carla"
    } else {
        "anna"
    }
}
