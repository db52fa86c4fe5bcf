//! Invented views, and a face to paint them on.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sportello::terminal::{Key, text};
use sportello::ui::dialog::Dialog;
use sportello::ui::form::{Choice, Field, Form};
use sportello::ui::screen::{Face, FrameOf, Header, Offer, Profile};
use sportello::ui::theme::{Theme, Themes};
use sportello::ui::view::{
    Bars, Block, Column, Facts, Focus, FormBlock, Lane, LanesBy, List, Notice, Row, Rows, Schedule,
    Slot, Span, Text, Tone, View, Width,
};
use sportello::ui::words::{MessageId, Words};

/// A painted frame.
pub(crate) struct Shown {
    pub(crate) buffer: Buffer,
    pub(crate) focus: Focus,
}

/// A face, its theme and its words.
pub(crate) struct Desk {
    pub(crate) face: Face,
    pub(crate) theme: Theme,
    words: Words,
    size: (u16, u16),
}

impl Desk {
    pub(crate) fn new(columns: u16, rows: u16, profile: Profile) -> Self {
        let themes = Themes::built_in().expect("the themes compiled in are right");
        Self {
            face: Face::new(profile),
            theme: themes
                .get("normal")
                .expect("it is compiled in")
                .expect("it resolves"),
            words: Words::new("it"),
            size: (columns, rows),
        }
    }

    pub(crate) fn paint(&mut self, view: &View<'_>) -> Shown {
        self.paint_saying(view, false)
    }

    pub(crate) fn paint_saying(&mut self, view: &View<'_>, saying: bool) -> Shown {
        self.paint_frame(view, "Numero A017 dato a Osei Adwoa.", saying)
    }

    pub(crate) fn paint_message(&mut self, view: &View<'_>, message: &str) -> Shown {
        self.paint_frame(view, message, false)
    }

    fn paint_frame(&mut self, view: &View<'_>, message: &str, saying: bool) -> Shown {
        let offers = [
            ("c", "chiama"),
            ("n", "nuovo"),
            ("p", "parcheggia"),
            ("o", "inoltra"),
            ("t", "trova"),
            ("h", "aiuto"),
        ];
        let offers = offers.map(|(key, label)| Offer {
            key: key.into(),
            label: label.into(),
        });
        let frame = FrameOf {
            view,
            layer: None,
            header: Header {
                notice: None,
                practice: Some("ESERCITAZIONE"),
                person: Some("Osei Adwoa"),
                news: None,
                office: Some("Milano Bovisa"),
            },
            offers: &offers,
            message: Some((Tone::Good, message)),
            saying,
            plain: "sportello --linear",
        };
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let focus = self
            .face
            .paint(&frame, &mut buffer, &self.theme, &self.words);
        Shown { buffer, focus }
    }
}

impl Shown {
    /// The text of a row; the second cell of a wide character is none.
    pub(crate) fn row(&self, y: u16) -> String {
        let mut row = String::new();
        let mut x = 0;
        while x < self.buffer.area.width {
            let symbol = self.buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += text::width(symbol).max(1) as u16;
        }
        row
    }

    pub(crate) fn text(&self) -> String {
        let rows = (0..self.buffer.area.height).map(|y| self.row(y).trim_end().to_owned());
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The text with the cursor and the focus below it.
    pub(crate) fn told(&self) -> String {
        let (x, y) = self.focus.cursor;
        let Focus {
            id,
            name,
            value,
            position,
            rect,
            ..
        } = &self.focus;
        format!(
            "{}\n-- cursor {x},{y} rows {}+{} {id} | {name} | {value} | {position:?}",
            self.text(),
            rect.y,
            rect.height
        )
    }
}

/// Rows that are there already.
struct Table(Vec<Row<'static>>);

impl Rows for Table {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn row(&self, i: usize) -> Row<'_> {
        self.0[i].clone()
    }
}

fn column(heading: &'static str, width: Width) -> Column<'static> {
    Column {
        heading: heading.into(),
        width,
    }
}

const fn fill(min: u16, weight: u16) -> Width {
    Width::Fill { min, weight }
}

fn tone(state: &str) -> Tone {
    match state {
        "URGENTE" => Tone::Bad,
        "chiamata" => Tone::Good,
        "assente" => Tone::Warn,
        _ => Tone::Plain,
    }
}

const PEOPLE: [(&str, &str, &str, &str); 9] = [
    ("Osei Adwoa", "chiamata", "Accoglienza", "10:42"),
    ("Bianchi Lucia", "in attesa", "Orientamento", "10:48"),
    ("الحسن يوسف", "in attesa", "Accoglienza", "10:51"),
    ("রহমান নাসরীন", "in attesa", "Patto di servizio", "10:55"),
    ("王小明 (Wang Xiaoming)", "URGENTE", "Accoglienza", "10:57"),
    (
        "Nguye\u{302}\u{303}n Thi\u{323} Hoa",
        "in attesa",
        "Incontro domanda e offerta",
        "11:02",
    ),
    (
        "De Sanctis Maria Annunziata Immacolata Concetta",
        "assente",
        "Collocamento mirato",
        "11:04",
    ),
    ("Popescu Ion", "in attesa", "Orientamento", "11:09"),
    ("Ferrari Anna", "in attesa", "Accoglienza", "11:15"),
];

/// The queue: a list in which people of many origins wait.
pub(crate) fn queue(people: usize, selected: usize) -> View<'static> {
    let rows = (0..people).map(|i| {
        let (name, state, service, since) = PEOPLE[i % PEOPLE.len()];
        Row {
            cells: vec![
                Span::plain(name),
                Span::toned(state, tone(state)),
                Span::plain(service),
                Span::toned(since, Tone::Quiet),
            ],
        }
    });
    View::new(
        "Persone in attesa",
        vec![Block::List(List {
            heading: None,
            columns: vec![
                column("Persona", fill(20, 3)),
                column("Stato", Width::Fixed(10)),
                column("Servizio", fill(14, 2)),
                column("Da", Width::Fixed(5)),
            ],
            rows: Box::new(Table(rows.collect())),
            selected,
            total: None,
            empty: "Non c'è nessuno in attesa. Con n dai un numero.".into(),
        })],
    )
    .beside(Some(|| {
        vec![
            Block::Facts(Facts {
                heading: Some("Osei Adwoa".into()),
                rows: vec![
                    ("Numero".into(), Span::plain("A017")),
                    ("Telefono".into(), Span::plain("399 012 3456")),
                    (
                        "Ultimo contatto".into(),
                        Span::plain("12/03/2026, orientamento"),
                    ),
                ],
            }),
            Block::Text(Text {
                heading: Some("Da ricordare".into()),
                paragraphs: vec![Span::plain(
                    "Porta il permesso di soggiorno rinnovato al prossimo incontro.",
                )],
            }),
        ]
    }))
}

/// A record: facts, bars and a history below.
pub(crate) fn record(selected: usize) -> View<'static> {
    let history = [
        ("Colloquio di orientamento", "12/03/2026", "Moretti Carla"),
        ("Accoglienza", "02/03/2026", "Moretti Carla"),
        (
            "Iscrizione al collocamento mirato",
            "17/11/2025",
            "Gallo Pietro",
        ),
    ];
    let rows = history.iter().map(|(what, when, who)| Row {
        cells: vec![
            Span::plain(*what),
            Span::plain(*when),
            Span::toned(*who, Tone::Quiet),
        ],
    });
    let fact = |label: &'static str, value: &'static str| (label.into(), Span::plain(value));
    View::new(
        "Osei Adwoa",
        vec![
            Block::Notice(Notice {
                tone: Tone::Warn,
                text: "Il permesso di soggiorno scade tra 12 giorni.".into(),
            }),
            Block::Facts(Facts {
                heading: None,
                rows: vec![
                    fact("Codice fiscale", "SOEDWA85C52Z318K"),
                    fact("Nascita", "12/03/1985, Ghana"),
                    fact(
                        "Residenza",
                        "Sesto San Giovanni (MI), via dei Fabbri 32, scala sinistra, interno 14",
                    ),
                    fact("Telefono", "399 012 3456"),
                    (
                        "Stato".into(),
                        Span::toned("persona disoccupata dal 02/03/2026", Tone::Strong),
                    ),
                    fact("Nota", ""),
                ],
            }),
            Block::Bars(Bars {
                heading: Some("Ore del piano".into()),
                bars: vec![
                    ("Orientamento".into(), 4, 12, "4 ore su 12".into()),
                    ("Formazione".into(), 60, 60, "60 ore su 60".into()),
                    ("Tirocinio".into(), 0, 480, "0 ore su 480".into()),
                ],
            }),
            Block::List(List {
                heading: Some("Storia".into()),
                columns: vec![
                    column("Che cosa", fill(24, 1)),
                    column("Quando", Width::Fixed(10)),
                    column("Con chi", fill(14, 1)),
                ],
                rows: Box::new(Table(rows.collect())),
                selected,
                total: None,
                empty: "Ancora niente.".into(),
            }),
        ],
    )
    .at(3, selected)
}

fn slot(
    start: &'static str,
    end: &'static str,
    name: &'static str,
    state: &'static str,
    detail: &'static str,
) -> Slot<'static> {
    Slot {
        start: start.into(),
        end: end.into(),
        name: Span::plain(name),
        state: Span::toned(state, tone(state)),
        detail: detail.into(),
    }
}

/// A day with two colleagues beside it.
pub(crate) fn day(selected: usize) -> View<'static> {
    let lanes = [
        Lane {
            name: "Gallo Pietro".into(),
            slots: vec![
                slot("09:00", "10:00", "Russo Ahmed", "", ""),
                slot("10:30", "11:00", "libero", "", ""),
            ],
        },
        Lane {
            name: "Conti Sara".into(),
            slots: vec![
                slot("11:00", "11:15", "libero", "", ""),
                slot("11:15", "11:30", "libero", "", ""),
            ],
        },
    ];
    View::new(
        "Agenda",
        vec![Block::Schedule(Schedule {
            heading: "martedì 3 marzo 2026, Moretti Carla".into(),
            slots: vec![
                slot("09:00", "09:30", "Ferrari Anna", "arrivata", "Orientamento"),
                slot("09:30", "10:00", "libero", "", ""),
                slot(
                    "10:00",
                    "11:00",
                    "Popescu Ion",
                    "assente",
                    "Patto di servizio, con mediazione",
                ),
                slot("11:00", "11:30", "libero", "", ""),
                slot(
                    "11:30",
                    "12:30",
                    "Bianchi Lucia",
                    "prenotata",
                    "Bilancio di competenze",
                ),
            ],
            selected,
            empty: "Nessuna fascia in questo giorno.".into(),
            colleagues: Box::new(LanesBy::new(lanes.len(), move |i| lanes[i].clone())),
        })],
    )
}

/// A dialog.
pub(crate) fn question() -> Dialog<char> {
    Dialog::new("Chiudere il contatto?")
        .sentence("Osei Adwoa è ancora allo sportello 2. Se chiudi, il numero A017 esce dalla coda e il contatto si scrive nella storia.")
        .answer("Resta", 'r')
        .answer("Chiudi il contatto", 'c')
}

fn choices(labels: &[&str]) -> Vec<Choice> {
    labels
        .iter()
        .map(|label| Choice::new(label.to_lowercase(), *label))
        .collect()
}

/// The fields of an intake.
pub(crate) fn intake() -> Form {
    // A key without a message is shown as it is written.
    Form::new(
        "intake.test",
        vec![
            Field::text("tax_code", MessageId("Codice fiscale"))
                .max(16)
                .whole_when(sportello::domain::tax_code::is_whole),
            Field::text("surname", MessageId("Cognome")).required(),
            Field::text("name", MessageId("Nome")).required(),
            Field::date("birth", MessageId("Data di nascita")).required(),
            Field::picker("residence", MessageId("Comune di residenza")).required(),
            Field::choice(
                "status",
                MessageId("Stato occupazionale"),
                choices(&["Senza lavoro", "Lavora", "In tirocinio", "Pensione"]),
            )
            .required(),
            Field::choice(
                "education",
                MessageId("Titolo di studio"),
                choices(&["Nessuno", "Licenza media", "Qualifica", "Diploma", "Laurea"]),
            ),
            Field::several(
                "papers",
                MessageId("Documenti visti"),
                choices(&["Carta d'identità", "Permesso", "Passaporto"]),
            ),
            Field::note("note", MessageId("Nota")),
        ],
    )
}

/// A form as a view.
pub(crate) fn form(form: &Form) -> View<'_> {
    View::new(
        "Accoglienza",
        vec![Block::Form(FormBlock {
            form,
            after: vec![
                Span::toned("Over 50: ha compiuto 50 anni il 12/03/2025.", Tone::Good),
                Span::toned(
                    "Mancano: stato occupazionale, comune di residenza.",
                    Tone::Quiet,
                ),
            ],
        })],
    )
}

/// Presses keys as they are written: characters, and names in angle brackets. A picker proposes
/// municipalities that begin with what was typed.
pub(crate) fn press(form: &mut Form, keys: &str) -> Vec<sportello::ui::form::FormEvent> {
    let towns = [
        ("Milano", "MI"),
        ("Milazzo", "ME"),
        ("Mileto", "VV"),
        ("Sesto San Giovanni", "MI"),
    ];
    script(keys)
        .into_iter()
        .map(|key| {
            let event = form.key(key);
            if let sportello::ui::form::FormEvent::Edited(at) = event
                && form.fields[at].kind == sportello::ui::form::Kind::Picker
            {
                let typed = form.fields[at].line.text().to_lowercase();
                let found = towns
                    .iter()
                    .filter(|(name, _)| name.to_lowercase().starts_with(&typed));
                let found =
                    found.map(|(name, province)| Choice::new(*name, *name).with_detail(*province));
                let name = form.fields[at].name;
                form.set_proposals(name, found.collect());
            }
            event
        })
        .collect()
}

pub(crate) fn script(keys: &str) -> Vec<Key> {
    let mut pressed = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inner| inner.split_once('>'));
        if let Some((name, after)) = named {
            pressed.push(Key::parse(name).expect("the script names a key"));
            rest = after;
        } else {
            pressed.push(Key::Char(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    pressed
}
