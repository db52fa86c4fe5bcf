//! A desk for tests: the practice office of a fixed day, one person at work, a terminal that is only an
//! emulator. Keys go in, the screen comes out; every answer of the store is awaited, nothing sleeps.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use crossbeam_channel::Receiver;
use sportello::domain::Named as _;
use sportello::domain::lang::Lang;
use sportello::domain::staff::HidesAfter;
use sportello::reference::Reference;
use sportello::session::seat::Shelf;
use sportello::session::{Event, FaceOf, Ids, Moment, Session, Setup, local};
use sportello::store::{Options, Store, Watch, demo};
use sportello::terminal::Capabilities;
use sportello::terminal::key::{Input, Key};
use sportello::ui::command::{Keymap, Letters};
use sportello::ui::screen::Profile;
use sportello::ui::theme::Themes;
use sportello::ui::words::Words;
use ulid::Ulid;

/// The day of the practice office in tests: a Monday.
pub const DAY: &str = "2026-11-23";
/// How long an answer may take before the test is given up: far beyond any real answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The practice office of [`DAY`], written once for all tests of the process.
pub fn practice_office() -> &'static Path {
    static OFFICE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &OFFICE
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("practice.db");
            demo::write(
                &path,
                DAY.parse::<NaiveDate>().unwrap(),
                &Arc::new(Reference::load()),
            )
            .unwrap();
            (folder, path)
        })
        .1
}

/// A desk to be set up.
pub struct Plan {
    at: DateTime<Utc>,
    login: &'static str,
    size: (u16, u16),
    lang: Lang,
    profile: Profile,
    theme: &'static str,
    term: &'static str,
    colours: (&'static str, bool),
    linear: bool,
    lines_first: bool,
    office: Option<PathBuf>,
    store: Option<Store>,
    watching: bool,
    keymap: Keymap,
    seeded: bool,
    backwards: bool,
    own: Vec<(&'static str, char)>,
    practice: bool,
}

/// A desk at nine in the morning, with somebody of orientation.
pub fn desk() -> Plan {
    Plan {
        at: rome("2026-11-23T09:00:00"),
        login: "anna",
        size: (80, 24),
        lang: Lang::It,
        profile: Profile::Visual,
        theme: "normal",
        term: "xterm-256color",
        colours: ("truecolor", false),
        linear: false,
        lines_first: false,
        office: None,
        store: None,
        watching: false,
        keymap: Keymap::default(),
        seeded: false,
        backwards: false,
        own: Vec::new(),
        practice: true,
    }
}

/// A time at the desk.
pub fn rome(text: &str) -> DateTime<Utc> {
    let naive: NaiveDateTime = text.parse().unwrap();
    chrono_tz::Europe::Rome
        .from_local_datetime(&naive)
        .unwrap()
        .with_timezone(&Utc)
}

impl Plan {
    pub fn at(mut self, text: &str) -> Self {
        self.at = rome(text);
        self
    }

    pub fn login(mut self, login: &'static str) -> Self {
        self.login = login;
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub fn lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    pub fn reader(mut self) -> Self {
        self.profile = Profile::Reader;
        self
    }

    pub fn theme(mut self, name: &'static str) -> Self {
        self.theme = name;
        self
    }

    pub fn term(mut self, name: &'static str) -> Self {
        self.term = name;
        self
    }

    /// What COLORTERM says, and whether no colour is wanted.
    pub fn colours(mut self, colorterm: &'static str, no_color: bool) -> Self {
        self.colours = (colorterm, no_color);
        self
    }

    pub fn linear(mut self) -> Self {
        self.linear = true;
        self
    }

    /// Plain lines on a terminal that has a screen too.
    pub fn lines_first(mut self) -> Self {
        self.lines_first = true;
        self
    }

    /// An office file that is already there, instead of a fresh copy of the practice office.
    pub fn office(mut self, path: &Path) -> Self {
        self.office = Some(path.to_owned());
        self
    }

    /// An office that is not for practice, at a moment.
    pub fn real(mut self, path: &Path, at: DateTime<Utc>) -> Self {
        (self.practice, self.at) = (false, at);
        self.office(path)
    }

    /// Single letters do nothing: for those who dictate.
    pub fn without_letters(mut self) -> Self {
        self.keymap = self.keymap.with_letters(Letters::Off);
        self
    }

    /// These keys.
    pub fn keymap(mut self, keymap: Keymap) -> Self {
        self.keymap = keymap;
        self
    }

    /// Identities and the order of answers are the same each time.
    pub fn seeded(mut self) -> Self {
        self.seeded = true;
        self
    }

    /// Of all that is asked at once the answer to the last question comes first.
    pub fn backwards(mut self) -> Self {
        self.backwards = true;
        self
    }

    /// A key of one's own for a command by its full name.
    pub fn own_key(mut self, command: &'static str, key: char) -> Self {
        self.own.push((command, key));
        self
    }

    /// The same office as another desk's, which both watch from now on.
    pub fn beside(mut self, other: &Desk) -> Self {
        self.store = Some(other.store.clone());
        self.office = Some(other.path.clone());
        self.watching()
    }

    /// Is told of what changes in the office.
    pub fn watching(mut self) -> Self {
        self.watching = true;
        self
    }

    pub fn open(self) -> Desk {
        let (folder, path) = match self.office {
            Some(path) => (None, path),
            None => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("office.db");
                std::fs::copy(practice_office(), &path).unwrap();
                (Some(folder), path)
            }
        };
        // Two readers answer in whichever order comes.
        let readers = if self.seeded { 1 } else { 2 };
        let options = Options {
            readers,
            ..Options::default()
        };
        let store = self
            .store
            .unwrap_or_else(|| Store::open(&path, options).unwrap());
        let staff = store
            .who(self.login)
            .unwrap()
            .expect("a member of staff of the practice office");
        let (inbox, answers) = local::inbox();
        let told = Arc::clone(&inbox);
        let watch = self
            .watching
            .then(|| store.watch(move |what| told(Event::Changed(what.clone()))));
        let now = Moment {
            at: self.at,
            tick: Instant::now(),
        };
        let face = if self.linear {
            FaceOf::Linear
        } else {
            FaceOf::Screen {
                capabilities: Capabilities::from_env(self.term, self.colours.0, self.colours.1),
                columns: self.size.0,
                rows: self.size.1,
                plain: "sportello --linear",
                lines: self.lines_first,
            }
        };
        let keymap = self.keymap;
        let keymap = self.own.iter().fold(keymap, |map, (command, key)| {
            map.with_own(command, Some(vec![*key]))
        });
        let session = Session::new(Setup {
            store: store.clone(),
            staff,
            words: Arc::new(Words::new(self.lang.code())),
            lang: self.lang,
            reference: Arc::new(Reference::load()),
            theme: Arc::new(
                Themes::built_in()
                    .unwrap()
                    .get(self.theme)
                    .unwrap()
                    .unwrap(),
            ),
            shelf: Shelf::new(Arc::new(Reference::load()), &Themes::built_in().unwrap()),
            keymap,
            profile: self.profile,
            idle: HidesAfter::OFFICE,
            passing: self.practice,
            face,
            inbox,
            ids: ids(self.seeded, self.at),
            now,
        });
        let mut desk = Desk {
            session,
            answers,
            terminal: vt100::Parser::new(side(self.size.1), side(self.size.0), 0),
            lines: String::new(),
            now,
            last: Vec::new(),
            pressed: 0,
            backwards: self.backwards,
            _watch: watch,
            store,
            path,
            folder,
        };
        let enter = desk.session.enter();
        desk.terminal.process(&enter);
        desk.settle();
        desk
    }
}

fn ids(seeded: bool, at: DateTime<Utc>) -> Ids {
    if !seeded {
        return Box::new(Ulid::generate);
    }
    let (mut count, at) = (0, at.timestamp_millis() as u64);
    Box::new(move || {
        count += 1;
        Ulid::from_parts(at, count << 40)
    })
}

/// Somebody at work.
/// More than any test presses.
const MOST_KEYS: usize = 20_000;

pub struct Desk {
    session: Session,
    answers: Receiver<Event>,
    terminal: vt100::Parser,
    lines: String,
    now: Moment,
    last: Vec<u8>,
    backwards: bool,
    /// Keys so far: a test that looks for what never comes ends.
    pressed: usize,
    /// Ends before the store does.
    _watch: Option<Watch>,
    store: Store,
    path: PathBuf,
    folder: Option<tempfile::TempDir>,
}

impl Desk {
    /// Types: letters as they are, `<enter>`, `<down>`, `<tab>` ... by name. Each key is settled before the next.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.key(key);
        }
        self
    }

    /// The same by somebody who on a small screen reads a page to its choices before Enter or a number.
    pub fn walk(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            if matches!(key, Key::Enter | Key::Char('1'..='9')) {
                self.read_on();
            }
            self.key(key);
        }
        self
    }

    /// Enter until the cursor is on a choice; how often.
    pub fn read_on(&mut self) -> usize {
        let mut turned = 0;
        while self
            .session
            .focus()
            .is_some_and(|it| it.id.starts_with("line:"))
            && turned < 20
        {
            self.key(Key::Enter);
            turned += 1;
        }
        turned
    }

    pub fn key(&mut self, key: Key) -> &mut Self {
        self.pressed += 1;
        assert!(self.pressed < MOST_KEYS, "{}", self.screen());
        self.pass(Duration::from_millis(300));
        self.session.handle(Event::Input(Input::Key(key)), self.now);
        self.settle();
        self
    }

    pub fn input(&mut self, input: Input) -> &mut Self {
        if let Input::Resize { columns, rows } = input {
            self.terminal
                .screen_mut()
                .set_size(side(rows), side(columns));
        }
        self.pass(Duration::from_millis(300));
        self.session.handle(Event::Input(input), self.now);
        self.settle();
        self
    }

    /// Answers the linear face with one line.
    pub fn line(&mut self, line: &str) -> &mut Self {
        self.lines.clear();
        self.input(Input::Line(line.to_owned()))
    }

    /// The same while the clock stands still.
    pub fn line_at_once(&mut self, line: &str) -> &mut Self {
        self.lines.clear();
        let line = Input::Line(line.to_owned());
        self.session.handle(Event::Input(line), self.now);
        self.settle();
        self
    }

    /// Lets time go by; what was to happen meanwhile happens.
    pub fn pass(&mut self, time: Duration) {
        self.now = Moment {
            at: self.now.at + time,
            tick: self.now.tick + time,
        };
        if self.session.wake_at().is_some_and(|at| at <= self.now.tick) {
            self.session.handle(Event::Woken, self.now);
            self.settle();
        }
    }

    /// Waits for every answer, then takes the frame.
    pub fn settle(&mut self) {
        loop {
            if self.backwards && self.session.awaited() > 1 {
                self.hand_over_backwards();
                continue;
            }
            let event = if self.session.awaits() {
                self.answers
                    .recv_timeout(PATIENCE)
                    .expect("an answer of the store")
            } else if let Ok(event) = self.answers.try_recv() {
                event
            } else {
                break;
            };
            self.session.handle(event, self.now);
        }
        self.draw();
    }

    /// Waits for all that was asked, and hands over what came last first.
    fn hand_over_backwards(&mut self) {
        let mut answers = Vec::new();
        while answers.len() < self.session.awaited() {
            let event = self.answers.recv_timeout(PATIENCE);
            match event.expect("an answer of the store") {
                event @ (Event::Letter(_) | Event::Drafts(_) | Event::Joined) => {
                    answers.push(event);
                }
                event => self.session.handle(event, self.now),
            }
        }
        for event in answers.into_iter().rev() {
            self.session.handle(event, self.now);
        }
    }

    /// Hands over an event and draws, without waiting for what it asks of the store.
    pub fn at_once(&mut self, event: Event) -> &mut Self {
        self.session.handle(event, self.now);
        self.draw();
        self
    }

    /// Lets time go by without waiting for what it asks of the store.
    pub fn pass_at_once(&mut self, time: Duration) -> &mut Self {
        self.now = Moment {
            at: self.now.at + time,
            tick: self.now.tick + time,
        };
        if self.session.wake_at().is_some_and(|at| at <= self.now.tick) {
            self.at_once(Event::Woken);
        }
        self
    }

    /// Types key by key, each settled before the next, while the clock stands still.
    pub fn one_by_one(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.key_at_once(key);
        }
        self
    }

    /// Types faster than anything can answer, then waits.
    pub fn type_ahead(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.session.handle(Event::Input(Input::Key(key)), self.now);
        }
        self.settle();
        self
    }

    /// What the terminal sends, in one piece.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.session
            .handle(Event::Bytes(bytes.to_owned(), self.now.tick), self.now);
        self.settle();
        self
    }

    /// The session ends, and gives the terminal back.
    pub fn leave(&mut self) -> &mut Self {
        let last = self.session.leave(None);
        self.terminal.process(&last);
        self
    }

    /// The terminal was somebody else's, and is given back.
    pub fn resume(&mut self) -> &mut Self {
        let enter = self.session.enter();
        self.terminal.process(&enter);
        self.settle();
        self
    }

    /// Waits for the next answer or notice, whatever it is, and for what follows from it.
    pub fn next_event(&mut self) -> &mut Self {
        let event = self
            .answers
            .recv_timeout(PATIENCE)
            .expect("something happens");
        self.session.handle(event, self.now);
        self.draw();
        self
    }

    fn draw(&mut self) {
        if let Some(frame) = self.session.frame() {
            self.terminal.process(&frame);
            self.lines.push_str(&String::from_utf8_lossy(&frame));
            self.last = frame;
        } else {
            self.last.clear();
        }
    }

    /// Types a key while the clock stands still, and waits for what comes of it.
    pub fn key_at_once(&mut self, key: Key) -> &mut Self {
        self.session.handle(Event::Input(Input::Key(key)), self.now);
        self.settle();
        self
    }

    /// The terminal as it is.
    pub fn terminal(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// The bytes of the last frame.
    pub fn last_frame(&self) -> &[u8] {
        &self.last
    }

    /// The screen as text, without spaces at the ends of rows.
    pub fn screen(&self) -> String {
        let screen = self.terminal.screen();
        let (_, columns) = screen.size();
        screen
            .rows(0, columns.get())
            .map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The row under the cursor.
    pub fn cursor_row(&self) -> String {
        let screen = self.terminal.screen();
        let (_, columns) = screen.size();
        let (row, _) = screen.cursor_position();
        screen
            .rows(0, columns.get())
            .nth(usize::from(row))
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    }

    /// Column and row of the cursor, and whether it is hidden.
    pub fn cursor(&self) -> (u16, u16, bool) {
        let screen = self.terminal.screen();
        let (row, column) = screen.cursor_position();
        (column, row, screen.hide_cursor())
    }

    /// What stands in the cell of the cursor.
    pub fn under_the_cursor(&self) -> String {
        let screen = self.terminal.screen();
        let (row, column) = screen.cursor_position();
        let cell = screen.cell(row, column);
        cell.map_or_else(String::new, |cell| cell.contents().to_owned())
    }

    /// The message in the last row, and in those above it if it is long.
    pub fn message(&self) -> String {
        let screen = self.screen();
        let rows: Vec<&str> = screen.lines().map(str::trim).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let said = self.session.app().message();
        let said = said.map_or(String::new(), |(_, said)| squeezed(said));
        let whole = (0..rows.len())
            .rev()
            .find(|from| squeezed(&rows[*from..].join(" ")) == said);
        rows[whole.unwrap_or(rows.len() - 1)..].join(" ")
    }

    /// What the linear face said since the last line.
    pub fn said(&self) -> &str {
        &self.lines
    }

    /// Whether the person has left.
    pub fn is_over(&self) -> bool {
        self.session.is_over()
    }

    /// Whether the screen was left, for good or for plain lines.
    pub fn is_off_the_screen(&self) -> bool {
        self.is_over() || self.session.is_in_lines()
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends it; the office's file, and the folder that keeps it.
    pub fn close(self) -> (PathBuf, Option<tempfile::TempDir>) {
        let Self {
            session,
            store,
            path,
            folder,
            answers,
            ..
        } = self;
        drop((session, answers, store));
        (path, folder)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now.at
    }
}

fn side(cells: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(cells).expect("at least one cell")
}

/// Reads a script of keys.
pub fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        match rest.strip_prefix('<').and_then(|tail| tail.split_once('>')) {
            Some((name, tail)) if first == '<' => {
                keys.push(Key::parse(name).unwrap_or_else(|| panic!("a key named {name}")));
                rest = tail;
            }
            _ => {
                keys.push(Key::Char(first));
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    keys
}
