//! Any keys, at any size: no panic, the cursor on the focus in every frame, no draft lost. And what holds
//! of every pane for those who hear or feel the screen.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::key::{Input, Key};
use sportello::terminal::text;
use sportello::ui::view::Focus;

use crate::desk::{Desk, desk};
use crate::whole::squeezed;

/// The smallest screen that has a title, content and a message row.
const SMALLEST: (u16, u16) = (30, 8);

fn any_key() -> impl Strategy<Value = Input> {
    let letter =
        prop::char::ranges(vec!['a'..='z', '0'..='9', 'A'..='Z', '.'..='/', 'à'..='ú'].into());
    prop_oneof![
        6 => letter.prop_map(|c| Input::Key(Key::Char(c))),
        8 => prop::sample::select(vec![
            Key::Enter, Key::Up, Key::Down, Key::Left, Key::Right, Key::Tab, Key::BackTab, Key::Backspace,
            Key::Delete, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Esc, Key::Char('0'), Key::Char('1'),
            Key::F(1), Key::Ctrl('c'), Key::Alt('x'),
        ]).prop_map(Input::Key),
        // The terminal of these tests leaves out the sign that stands for an unreadable one; real ones draw it.
        1 => "\\PC{0,40}".prop_map(|text| Input::Paste(text.replace('\u{fffd}', "?"))),
        1 => (1u16..200, 1u16..60).prop_map(|(columns, rows)| Input::Resize { columns, rows }),
    ]
}

/// What stands in the rows of the focus.
fn drawn(desk: &Desk, focus: &Focus) -> String {
    let screen = desk.screen();
    let rows = screen.lines().skip(usize::from(focus.rect.y));
    rows.take(usize::from(focus.rect.height.max(1))).collect()
}

/// The letters that take a cell: one without any width, which follows none that it belongs to, is not drawn.
fn wide(text: &str) -> String {
    let letters = squeezed(text);
    let takes = |c: &char| text::width(c.encode_utf8(&mut [0; 4])) > 0;
    letters.chars().filter(takes).collect()
}

/// What must hold of every frame.
fn holds(desk: &Desk, (columns, rows): (u16, u16)) {
    let screen = desk.screen();
    let (column, row, hidden) = desk.cursor();
    assert!(!hidden, "the cursor is hidden\n{screen}");
    let app = desk.session().app();
    let focus = desk.session().focus().expect("something has the focus");
    assert!(
        !focus.name.is_empty() || !focus.value.is_empty(),
        "a focus without a name: {focus:?}"
    );
    let rect = focus.rect;
    let inside = (rect.x..rect.x + rect.width.max(1)).contains(&column)
        && (rect.y..rect.y + rect.height.max(1)).contains(&row);
    assert!(
        inside,
        "the cursor at {column},{row} is outside {rect:?}\n{screen}"
    );
    let own = app.offered().len();
    let offers = app.offers();
    let own = offers.iter().take(own).filter_map(|offer| offer.key);
    let mut keys: Vec<char> = own.collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "a key is offered twice\n{screen}");
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        return;
    }
    let view = app.layer().or_else(|| app.view()).expect("a view");
    let title: String = squeezed(&view.title).chars().take(12).collect();
    let first = screen.lines().next().unwrap_or_default();
    assert!(
        squeezed(first).starts_with(&title),
        "the title is not on row 0\n{screen}"
    );
    if columns >= 40 && rows >= 12 && app.message().is_none() {
        let cut = crate::whole::cut(&screen);
        assert!(cut.is_empty(), "{cut:?}\n{screen}");
    }
    if !app.on_message() {
        let name: String = squeezed(&focus.name).chars().take(6).collect();
        let seen = squeezed(&drawn(desk, focus));
        // A line of an open note holds its text, and the name stands over the lines.
        let told = if focus.id.starts_with("note:") {
            squeezed(&screen).contains(&name) && wide(&focus.value).contains(&wide(&seen))
        } else {
            seen.contains(&name)
        };
        assert!(told, "{focus:?} is not in its row {seen:?}\n{screen}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size(
        keys in prop::collection::vec(any_key(), 1..60),
        size in prop_oneof![3 => (1u16..120, 1u16..40), 1 => (120u16..=240, 20u16..=80)],
        reader in any::<bool>(),
        english in any::<bool>(),
    ) {
        let plan = desk().size(size.0, size.1).lang(if english { Lang::En } else { Lang::It });
        let mut desk = if reader { plan.reader() } else { plan }.open();
        let mut size = size;
        for key in keys {
            if let Input::Resize { columns, rows } = key {
                size = (columns, rows);
            }
            desk.input(key);
            if desk.is_off_the_screen() {
                break;
            }
            holds(&desk, size);
        }
    }
}

/// A line that is read, and has no focus, is read on when the screen takes another size and lays it elsewhere.
#[test]
fn a_line_that_is_read_is_the_same_line_at_another_size() {
    let mut desk = desk().size(36, 8).open();
    desk.keys("<right>");
    for up in 1..8 {
        desk.keys("<up>");
        let mut read = desk.cursor_row();
        for (columns, rows) in [(61, 16), (80, 24), (31, 9), (36, 8)] {
            desk.input(Input::Resize { columns, rows });
            holds(&desk, (columns, rows));
            let now = desk.cursor_row();
            let same = now.split_whitespace().any(|word| read.contains(word));
            assert!(
                same,
                "{up} up, {columns}x{rows}: {read:?}\n{}",
                desk.screen()
            );
            read = now;
        }
    }
}

/// Each pane, by its place on the menu.
fn panes() -> impl Iterator<Item = String> {
    (1..=PANES.len()).map(|place| format!("g{place}"))
}

/// What stands beside the rows on a wide screen takes its columns on every row, or on none.
#[test]
fn a_move_moves_no_column_of_a_wide_screen() {
    for (columns, rows) in [(120, 40), (160, 50), (240, 80)] {
        for way in panes().chain(["g4<down><enter>".to_owned(), "tabat<enter>m".to_owned()]) {
            let mut desk = desk().size(columns, rows).open();
            desk.keys(&way);
            let mut seen: Option<(Option<String>, u16, u16)> = None;
            for _ in 0..30 {
                let focus = desk.session().focus().expect("a focus");
                let list = focus.id.rsplit_once(':').map(|at| at.0.to_owned());
                let now = (list, focus.rect.x, focus.rect.width);
                if let Some((list, ..)) = &seen
                    && *list == now.0
                {
                    assert_eq!(seen.as_ref(), Some(&now), "{way}\n{}", desk.screen());
                }
                seen = Some(now);
                desk.keys("<down>");
            }
        }
    }
}

#[test]
fn a_move_changes_no_text() {
    for reader in [false, true] {
        for pane in panes() {
            for inside in ["", "<enter>"] {
                let plan = desk();
                let mut desk = if reader { plan.reader() } else { plan }.open();
                desk.keys(&pane).keys(inside);
                for key in ["<down>", "<down>", "<down>", "<up>", "<up>", "<tab>"] {
                    let (before, at) = (desk.screen(), desk.cursor());
                    let role = desk.session().focus().map(|focus| focus.role);
                    desk.keys(key);
                    // A list that scrolls moves its rows, and the cursor stays at the edge.
                    let edge = at.1 == desk.cursor().1 || desk.cursor().1 >= 19;
                    // From one block to another: the numbers go along with the focus.
                    let crossed = desk.session().focus().map(|focus| focus.role) != role;
                    let same = desk.screen() == before;
                    assert!(
                        same || edge || crossed,
                        "{pane}{inside}{key}:\n{before}\n=====\n{}",
                        desk.screen()
                    );
                    if reader && same {
                        let sent = desk.last_frame().len();
                        assert!(
                            sent <= 12,
                            "{pane}{inside}{key}: {sent} bytes for a move of the cursor"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn everything_is_within_reach_on_small_screens() {
    for size in [(80, 24), (40, 12), SMALLEST] {
        for pane in panes() {
            let mut desk = desk().size(size.0, size.1).open();
            desk.keys(&pane);
            holds(&desk, size);
            for key in [
                "<down>", "<down>", "<enter>", "<down>", "<down>", "<down>", "<up>", "w", "0", "h",
                "<down>", "0", ".",
            ] {
                desk.keys(key);
                holds(&desk, size);
            }
        }
    }
}

#[test]
fn the_message_is_always_in_the_last_row() {
    for size in [(80, 24), (40, 12), SMALLEST, (160, 50)] {
        for pane in panes() {
            let mut desk = desk().size(size.0, size.1).open();
            desk.keys(&pane).keys("w");
            // In a field the letter is text.
            let Some((_, said)) = desk.session().app().message() else {
                continue;
            };
            let said = said.to_owned();
            let start: String = squeezed(&said).chars().take(10).collect();
            assert!(
                squeezed(&desk.message()).starts_with(&start),
                "{said}\n{}",
                desk.screen()
            );
        }
    }
}

/// The tax code of somebody on file.
fn code(desk: &Desk) -> String {
    let office = rusqlite::Connection::open(desk.path()).unwrap();
    let sql =
        "SELECT value FROM identifier WHERE kind = 'cf' AND checked = 'ok' ORDER BY value LIMIT 1";
    office.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// A way in which the bytes of a card come in: its name, and who sends them.
type Coming = (&'static str, fn(&mut Desk, &str));

const COMINGS: &[Coming] = &[
    ("whole", |desk, card| {
        desk.bytes(format!("{card}\r").as_bytes());
    }),
    ("a byte a packet", |desk, card| {
        for byte in format!("{card}\r").bytes() {
            desk.bytes(&[byte]);
        }
    }),
    ("slowly, without an end", |desk, card| {
        for letter in card.chars() {
            desk.keys(&letter.to_string());
        }
        desk.pass(std::time::Duration::from_millis(400));
        desk.settle();
    }),
    ("with Caps Lock on", |desk, card| {
        let inverted: String = card
            .chars()
            .map(|c| {
                if c.is_uppercase() {
                    c.to_ascii_lowercase()
                } else {
                    c.to_ascii_uppercase()
                }
            })
            .collect();
        desk.bytes(format!("{inverted}\r").as_bytes());
    }),
    ("twice", |desk, card| {
        desk.bytes(format!("{card}\r").as_bytes());
        desk.bytes(format!("{card}\r").as_bytes());
    }),
    ("twice at once", |desk, card| {
        desk.bytes(format!("{card}\r{card}\r").as_bytes());
    }),
    ("by half, then whole", |desk, card| {
        desk.bytes(format!("{}{card}\r", &card[..9]).as_bytes());
    }),
];

#[test]
fn a_card_ends_the_same_however_its_letters_come() {
    for (name, card) in [
        ("known", None),
        ("unknown, from the barcode", Some("RSSMRA80A01F205X")),
        (
            "unknown, with the stripe",
            Some("%RSSMRA80A01F205X ROSSI MARIO?"),
        ),
    ] {
        let mut first = None;
        for (how, come) in COMINGS {
            let mut desk = desk().open();
            desk.keys("g2<tab>");
            let card = card.map_or_else(|| code(&desk), str::to_owned);
            come(&mut desk, &card);
            let screen = desk.screen();
            assert!(
                screen.contains("Nuovo biglietto"),
                "{name}, {how}\n{screen}"
            );
            assert!(
                desk.cursor_row().contains("Servizio"),
                "{name}, {how}: the service is what is left to say\n{screen}"
            );
            let first = first.get_or_insert_with(|| screen.clone());
            assert_eq!(&screen, first, "{name}, {how}");
        }
    }
}

/// A stripe says itself that a card begins, whatever the keyboard does to its letters.
#[test]
fn a_stripe_is_read_a_byte_a_packet_with_caps_lock_on_a_slow_line() {
    let stripe = "%RSSMRA80A01F205X ROSSI MARIO?";
    for wait in [0, 200, 1_000] {
        let mut desk = desk().open();
        desk.keys("g2<tab>");
        for byte in format!("{}\r", stripe.to_lowercase()).bytes() {
            desk.bytes(&[byte]);
            desk.pass(std::time::Duration::from_millis(wait));
        }
        let screen = desk.screen();
        assert!(screen.contains("Nuovo biglietto"), "{wait}\n{screen}");
        assert!(desk.cursor_row().contains("Servizio"), "{wait}\n{screen}");
    }
}

#[test]
fn what_a_card_says_goes_on_from_the_ticket_to_the_intake() {
    for (card, surname) in [
        ("RSSMRA80A01F205X", ""),
        ("%RSSMRA80A01F205X ROSSI MARIO?", "Rossi"),
    ] {
        // Outside any field, and in the field of the person.
        for before in ["g3", "n"] {
            let mut desk = desk().open();
            desk.keys(before);
            desk.bytes(format!("{card}\r").as_bytes());
            desk.keys("2<enter><enter>");
            assert!(
                desk.message().starts_with("Biglietto I"),
                "{}",
                desk.screen()
            );
            // Whoever waited before is served meanwhile.
            for _ in 0..12 {
                if desk.screen().contains("RSSMRA80A01F205X") {
                    break;
                }
                desk.keys("g1cs<enter>");
                if !desk.screen().contains("RSSMRA80A01F205X") {
                    desk.keys("<esc>").keys("e10");
                }
            }
            let screen = desk.screen();
            let field = |label: &str| {
                screen
                    .lines()
                    .find(|line| line.contains(label))
                    .unwrap_or_default()
            };
            assert!(
                field("Codice fiscale").contains("RSSMRA80A01F205X"),
                "{before}\n{screen}"
            );
            assert!(
                field("Data di nascita").contains("01/01/1980"),
                "{before}\n{screen}"
            );
            assert!(field("Cognome").contains(surname), "{before}\n{screen}");
        }
    }
}

#[test]
fn who_is_at_the_desk_without_a_name_is_the_owner_of_the_card() {
    let mut desk = desk().open();
    desk.keys("cxcs");
    desk.bytes(b"RSSMRA80A01F205X\r");
    let screen = desk.screen();
    assert!(screen.contains("Accoglienza breve, I003"), "{screen}");
    assert!(
        screen.contains("01/01/1980, Milano (MI), maschio"),
        "{screen}"
    );
}

#[test]
fn a_card_that_was_read_by_half_is_said() {
    for end in ["\r", ""] {
        let mut desk = desk().open();
        desk.bytes(format!("RSSMRA80A{end}").as_bytes());
        desk.pass(std::time::Duration::from_secs(4));
        desk.settle();
        assert!(
            desk.message().starts_with("La tessera non si legge"),
            "{}",
            desk.screen()
        );
    }
}

/// Cards that say nothing here, and cards that were lost: what the reader wrote is nowhere, and that is said.
#[test]
fn what_a_reader_sends_is_never_text_in_a_field_that_has_no_use_for_it() {
    let cards = [
        "%B4000001234567899^ROSSI/MARIO^26121010000000000000?",
        ";4000001234567899=26121010000012345678?",
        "%FRDUPONT JEAN 4000001234567?",
        "RSSMRA80A01",
        "RSSMRA80A01F205",
        "rssmra80a01f2",
    ];
    let intake = |tabs: usize| format!("cxcs<enter>{}", "<tab>".repeat(tabs));
    let places = [
        (String::new(), "giacca blu"),
        ("g2<tab>".to_owned(), "ABATE Matteo"),
        ("n".to_owned(), "Persona"),
        (intake(1), "Cognome"),
        (intake(3), "Data di nascita"),
        (intake(5), "Telefono"),
        (intake(6), "Comune di residenza"),
        ("tabat<enter>i<tab><tab>".to_owned(), "Matteo"),
    ];
    for card in cards {
        for (way, row) in &places {
            // One packet is a card with Caps Lock; letter by letter outside a field small letters are commands.
            let mut desk = desk().open();
            desk.keys(way);
            desk.bytes(format!("{card}\r").as_bytes());
            desk.pass(std::time::Duration::from_secs(4));
            desk.settle();
            let screen = desk.screen();
            assert!(
                desk.message().starts_with("La tessera non si legge"),
                "{card} after {way}\n{screen}"
            );
            for rest in ["4000", "DUPONT", "RSSMRA", "rssmra"] {
                assert!(!screen.contains(rest), "{card} after {way}\n{screen}");
            }
            let here = desk.cursor_row();
            assert!(here.contains(row), "{card} after {way}: {here}\n{screen}");
        }
    }
    // The code of a field of codes is gone on with, and nobody writes a stripe into a note.
    let mut half = desk().open();
    half.keys("cxcs<enter>RSSMRA80A<tab>");
    assert!(half.screen().contains("RSSMRA80A"), "{}", half.screen());
    let mut note = desk().open();
    note.keys("tabat<enter>6; 2 figli a carico, 60% di tempo 12<enter>Prima: ");
    note.bytes(b"%B4000001234567899^ROSSI/MARIO^2612101000?\r");
    note.keys("Dopo.<enter><enter>");
    let screen = note.screen();
    assert!(
        note.message().starts_with("La tessera non si legge"),
        "{screen}"
    );
    assert!(
        screen.contains("; 2 figli a carico, 60% di tempo 12"),
        "{screen}"
    );
    assert!(
        screen.contains("Prima:") && screen.contains("Dopo."),
        "{screen}"
    );
    assert!(!screen.contains("4000"), "{screen}");
}

/// A card that somebody reads while another form is open stays out of it.
#[test]
fn a_known_card_in_another_form_is_taken_out_of_its_field() {
    for card in [
        "BTAMTT05C27E530M",
        "BTAMTT05C27E530MBTAMTT05C27E530M",
        "%BTAMTT05C27E530M ABATE MATTEO?BTAMTT05C27E53",
    ] {
        let mut desk = desk().open();
        desk.keys("tabat<enter>i<tab><tab>");
        desk.bytes(format!("{card}\r").as_bytes());
        let row = desk.cursor_row();
        assert!(
            row.trim_end().ends_with("Matteo"),
            "{row}\n{}",
            desk.screen()
        );
        assert!(
            desk.message().starts_with("Qui la tessera non serve"),
            "{}",
            desk.screen()
        );
    }
}

/// What a hand writes is left alone, however much it looks like it; and what stood in the field before comes back.
#[test]
fn only_what_a_reader_sent_is_taken_out_of_a_field() {
    for text in [
        "via Roma 12; citofono interno 3",
        "al 60% dal 1 gennaio 2027, 3 ore",
        "presso BTAMTT05C27E530M",
        "Via Garibaldi12b",
        "rossim85d",
        "L. 68/1999; D.Lgs 151/2015",
    ] {
        let mut desk = desk().size(160, 50).open();
        desk.keys("tabat<enter>i");
        while !desk.cursor_row().contains("Indirizzo") {
            desk.keys("<down>");
        }
        desk.keys(&"<backspace>".repeat(40));
        desk.keys(text).keys("<tab>");
        let row = desk.screen();
        let row = row.lines().find(|row| row.contains("Indirizzo")).unwrap();
        assert!(row.contains(text), "{row}");
    }
    // A field whose value the first letter replaces: number, date, choice.
    for (field, value) in [
        ("Telefono", "399 389 7595"),
        ("Data di nascita", "27/03/2005"),
        ("Comune di residenza", "Cologno Monzese"),
        ("Titolo di studio", "licenza media"),
        // Of a long value the cursor stands before the first letter.
        ("Posta elettronica", "matteo.abate335@example.org"),
        ("Indirizzo", "Piazza della Repubblica 48"),
    ] {
        for card in [
            "BTAMTT05C27E530M",
            "%B4000001234567899^ROSSI/MARIO^2612101000?",
        ] {
            let mut desk = desk().open();
            desk.keys("tabat<enter>i");
            while !desk.cursor_row().contains(field) {
                desk.keys("<down>");
            }
            desk.bytes(format!("{card}\r").as_bytes());
            let row = desk.cursor_row();
            assert!(
                row.contains(field) && row.contains(value),
                "{card}: {row}\n{}",
                desk.screen()
            );
            assert!(desk.message().contains("tessera"), "{}", desk.screen());
            desk.keys("<tab>");
            assert!(desk.screen().contains(value), "{}", desk.screen());
        }
    }
}

/// Who saves from within the field has not left it: the card goes all the same, and nothing is saved with it.
#[test]
fn a_card_is_not_saved_with_the_form_in_whose_field_it_was_read() {
    let mut desk = desk().open();
    desk.keys("tabat<enter>i<tab><tab>");
    desk.bytes(b"%B4000001234567899^ROSSI/MARIO^2612101000?");
    desk.keys("<ctrl-s>");
    assert!(desk.message().contains("tessera"), "{}", desk.screen());
    assert!(
        desk.screen().contains("Modifica: ABATE Matteo"),
        "{}",
        desk.screen()
    );
    desk.keys("<ctrl-s>");
    assert!(
        desk.message().starts_with("Scheda aggiornata") || !desk.screen().contains("Modifica:"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("4000"), "{}", desk.screen());
}

/// An employer may have a person's tax code.
#[test]
fn the_code_of_an_employer_is_no_stray_card() {
    let mut dario = desk().login("dario").open();
    dario.keys("g5<tab><down><enter>3<enter>");
    while !dario.cursor_row().contains("Partita IVA") {
        dario.keys("<down>");
    }
    dario
        .keys(&"<backspace>".repeat(16))
        .keys("RSSMRA80A01F205X<tab>");
    assert!(
        dario.screen().contains("RSSMRA80A01F205X"),
        "{}",
        dario.screen()
    );
}

/// A code of nobody stays where people are looked for, and the list says so.
#[test]
fn the_list_of_people_looks_for_a_card() {
    for (card, found) in [
        ("%BTAMTT05C27E530M ABATE MATTEO?", "ABATE Matteo"),
        ("RSSMRA80A01F205X", "RSSMRA80A01F205X"),
    ] {
        let mut desk = desk().open();
        desk.keys("g2");
        desk.bytes(format!("{card}\r").as_bytes());
        assert!(desk.screen().contains(found), "{}", desk.screen());
    }
}

/// The box that finds a person takes a card as the code that it says.
#[test]
fn the_find_box_takes_a_card() {
    for card in [
        "BTAMTT05C27E530M",
        "%BTAMTT05C27E530M ABATE MATTEO?",
        "BTAMTT05C27E530MBTAMTT05C27E530M",
    ] {
        let mut desk = desk().open();
        desk.keys("t");
        desk.bytes(format!("{card}\r").as_bytes());
        assert!(
            desk.screen().starts_with("  ABATE Matteo"),
            "{card}\n{}",
            desk.screen()
        );
    }
}

#[test]
fn a_card_in_a_field_that_takes_none_goes_where_it_belongs() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter><tab>");
    desk.bytes(b"RSSMRA80A01F205X\r");
    let screen = desk.screen();
    assert!(
        screen.contains("01/01/1980, Milano (MI), maschio"),
        "{screen}"
    );
    assert!(desk.cursor_row().contains("Cognome"), "{screen}");
}

#[test]
fn what_the_screen_offers_the_linear_face_offers_too() {
    for pane in panes() {
        let (mut screen, mut linear) = (desk().open(), desk().linear().open());
        screen.keys(&pane);
        for line in pane.chars() {
            linear.line(&line.to_string());
        }
        let app = linear.session().app();
        let said: Vec<_> = app
            .offers()
            .iter()
            .map(|offer| offer.label.to_string())
            .collect();
        let names = |desk: &Desk| -> Vec<_> {
            desk.session()
                .app()
                .offered()
                .iter()
                .map(|c| c.name)
                .collect()
        };
        assert_eq!(names(&screen), names(&linear), "{pane}");
        for command in app.offered() {
            let label = app.env().words.get(command.label).into_owned();
            assert!(
                said.contains(&label),
                "{pane}: {label} is not among {said:?}"
            );
        }
    }
}

#[test]
fn what_tells_hides_and_takes_back_answers_line_by_line_in_every_pane() {
    for pane in panes() {
        let mut desk = desk().linear().open();
        for line in pane.chars() {
            desk.line(&line.to_string());
        }
        let title = desk
            .session()
            .app()
            .view()
            .expect("a view")
            .title
            .into_owned();
        let said = |desk: &mut Desk, line: &str| {
            desk.line(line);
            let said = desk.said().to_owned();
            assert!(!said.contains('\u{1b}'), "{pane} {line}: {said}");
            assert!(
                said.ends_with(": "),
                "{pane} {line} ends in no prompt: {said}"
            );
            said
        };
        assert!(
            said(&mut desk, ":w").contains(&title),
            "{pane}: {}",
            desk.said()
        );
        let where_am_i = desk.said().lines().next().unwrap_or_default().to_owned();
        assert!(
            said(&mut desk, ":r").contains(&where_am_i),
            "{pane}: {}",
            desk.said()
        );
        let undone = said(&mut desk, ":u");
        assert!(
            undone.contains("Non c'è nulla di tuo da annullare"),
            "{pane}: {undone}"
        );
        assert!(
            said(&mut desk, ":l").contains("Elenchi del giorno"),
            "{pane}: {}",
            desk.said()
        );
        said(&mut desk, "0");
        assert!(
            said(&mut desk, ":z").contains("Schermo riservato"),
            "{pane}: {}",
            desk.said()
        );
        assert!(
            said(&mut desk, "1").contains(&title),
            "{pane}: {}",
            desk.said()
        );
        desk.line(":esci");
        assert!(desk.is_over(), "{pane}: {}", desk.said());
    }
}

#[test]
fn plain_words_leave_and_zero_goes_back_from_what_is_chosen() {
    for word in ["esci", "quit", "q"] {
        let mut desk = desk().linear().open();
        desk.line(word);
        assert!(desk.is_over(), "{word}: {}", desk.said());
    }
    // The ticket's form: the person is picked, the service is chosen.
    let mut desk = desk().linear().open();
    desk.line("n").line("0");
    assert!(desk.said().contains("Coda di oggi"), "{}", desk.said());
    desk.line("n").line("").line("0");
    assert!(desk.said().contains("Coda di oggi"), "{}", desk.said());
    desk.line("n").line("").line("esci");
    assert!(desk.is_over(), "{}", desk.said());
}

#[test]
fn every_role_opens_from_the_record_what_it_may_and_is_told_what_it_may_not() {
    use sportello::domain::staff::Right;
    for login in ["anna", "bruno", "carla", "dario", "elena", "fatima"] {
        let mut desk = desk().login(login).open();
        let may = |desk: &Desk, right| desk.session().app().env().staff.may(right);
        if !may(&desk, Right::PeopleRead) {
            continue;
        }
        desk.keys("tabate mat<enter>1");
        let title = desk
            .session()
            .app()
            .view()
            .expect("a view")
            .title
            .into_owned();
        let opened = title.contains("Percorsi di ABATE");
        assert_eq!(
            opened,
            may(&desk, Right::PlansRead),
            "{login}: {}",
            desk.screen()
        );
    }
}
