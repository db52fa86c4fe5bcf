//! What people say of the service: satisfaction and complaints in numbers for everybody at the desk, a complaint
//! written down at once, and for coordination the complaints themselves until they are answered.
//!
//! ```text
//! Ascolto
//!
//!   Gradimento        4,2 su 5
//!   Risposte          37 su 90 contatti
//!   Reclami aperti    2, 1 oltre il termine
//!
//! 1 R2026-003  in esame  entro il 12/12/2026  ROSSI Maria
//! ```

mod commands;
mod sheet;
mod writing;

use crate::domain::feedback::{ComplaintState, Customer, Score};
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, Link, Pane, PaneCommand, person};
use crate::store::complaints::{ComplaintRow, Complaints};
use crate::store::feedback::{GiveFeedback, Voice, VoiceFigures};
use crate::store::{Changes, Draft, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Block, Column, Facts, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use crate::domain::ids::ComplaintId;
use sheet::Sheet;
use writing::{Answer, Writing};

/// How many complaints are shown.
const LIMIT: usize = 200;
/// How many days back the numbers go.
const DAYS: u32 = 90;

/// The pane of one session.
pub struct Quality {
    voice: Option<Voice>,
    rows: Option<Vec<ComplaintRow>>,
    list: ListState<ComplaintId>,
    stack: Vec<Sub>,
}

/// What lies on the list.
enum Sub {
    Sheet(Box<Sheet>),
    Writing(Box<Writing>),
    Answer(Box<Answer>),
}

/// What answers and dialogs bring back.
pub enum Msg {
    /// The numbers.
    Voice(Result<Voice>),
    /// The complaints.
    Rows(Result<Vec<ComplaintRow>>),
    /// A complaint was written down: its number and its day.
    Opened(Result<(String, chrono::NaiveDate)>),
    /// A complaint took a step.
    Moved(Result<()>),
    /// This kind of customer says how content they are.
    AskScore(Customer),
    /// This is how content they are.
    Score(GiveFeedback),
    /// It is counted.
    Thanked(Result<()>),
    /// Nothing.
    Nothing,
    /// What was typed before.
    Draft(Option<Draft>),
}

impl Pane for Quality {
    type Msg = Msg;
    const NAME: &'static str = "quality";
    const TITLE: MessageId = MessageId("quality-title");
    const RIGHT: Right = Right::FiguresRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let pane = Self {
            voice: None,
            rows: None,
            list: ListState::new(),
            stack: Vec::new(),
        };
        ask(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        match msg {
            Msg::Voice(Ok(voice)) => self.voice = Some(voice),
            Msg::Rows(Ok(rows)) => self.take(rows, cx.env()),
            Msg::Opened(Ok((number, due))) => self.opened(&number, due, cx),
            Msg::Moved(Ok(())) => self.moved(cx),
            Msg::Draft(Some(draft)) => match self.stack.last_mut() {
                Some(Sub::Writing(writing)) => writing.restore(&draft),
                Some(Sub::Answer(answer)) => answer.form.restore(&draft.payload),
                _ => {}
            },
            Msg::AskScore(customer) => ask_score(customer, cx),
            Msg::Score(give) => cx.act(give, Msg::Thanked),
            Msg::Thanked(Ok(())) => {
                cx.tell(Tone::Good, MessageId("opinion-thanks"));
                ask(cx);
            }
            Msg::Nothing | Msg::Draft(None) => {}
            Msg::Voice(Err(error))
            | Msg::Rows(Err(error))
            | Msg::Opened(Err(error))
            | Msg::Thanked(Err(error))
            | Msg::Moved(Err(error)) => cx.fail(&error),
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.overview(env),
            Some(Sub::Sheet(sheet)) => sheet.view(env),
            Some(Sub::Writing(writing)) => writing.view(),
            Some(Sub::Answer(answer)) => answer.view(),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => &mut self.list,
            Some(Sub::Sheet(sheet)) => &mut sheet.list,
            Some(Sub::Writing(writing)) => &mut writing.form,
            Some(Sub::Answer(answer)) => &mut answer.form,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if event == PartEvent::Closed && self.stack.pop().is_some() {
            return;
        }
        match (self.stack.last_mut(), event) {
            (None, PartEvent::Opened(row)) => {
                let complaint = self.rows.as_ref().and_then(|rows| rows.get(row)).cloned();
                let env = cx.env().clone();
                self.stack
                    .extend(complaint.map(|row| Sub::Sheet(Box::new(Sheet::new(row, &env)))));
            }
            (Some(Sub::Sheet(_)), PartEvent::Opened(row)) => self.step(row, cx),
            (Some(Sub::Writing(writing)), PartEvent::Left(field)) => writing.left(field, cx.env()),
            (Some(Sub::Writing(writing)), PartEvent::Submit) => {
                let env = cx.env().clone();
                if let Some(act) = writing.payload(&env) {
                    cx.act(act, Msg::Opened);
                }
            }
            (Some(Sub::Answer(answer)), PartEvent::Submit) => {
                let env = cx.env().clone();
                let mut rows = self.rows.iter().flatten();
                let seen = rows.find(|row| row.id == answer.complaint);
                let ver = seen.map_or(0, |row| row.ver);
                if let Some(act) = answer.payload(ver, &env) {
                    cx.act(act, Msg::Moved);
                }
            }
            _ => {}
        }
    }

    fn back(&mut self, _cx: &mut Cx<'_, Self>) -> bool {
        self.stack.pop().is_some()
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last()? {
            Sub::Writing(writing) => Some((writing.key(), &writing.form)),
            Sub::Answer(answer) => Some((answer.key(), &answer.form)),
            Sub::Sheet(_) => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Complaint => {
                self.write(cx);
                true
            }
            Link::Draft(key) if key.form == writing::FORM => {
                self.open_writing(writing::Writing::resumed(key, cx.env()), cx);
                true
            }
            Link::Draft(key) if key.form == writing::ANSWER => {
                if let Ok(complaint) = key.subject.parse() {
                    self.open_answer(complaint, cx);
                }
                true
            }
            _ => false,
        }
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if what.touches_any(&["feedback", "complaint", "ticket"]) {
            ask(cx);
        }
    }
}

/// Asks for the numbers, and for the complaints if they may be read.
fn ask(cx: &mut Cx<'_, Quality>) {
    let office = cx.env().staff.office;
    cx.read("voice", VoiceFigures { office, days: DAYS }, Msg::Voice);
    if cx.env().staff.may(Right::ComplaintAnswer) {
        let limit = LIMIT;
        cx.read("complaints", Complaints { office, limit }, Msg::Rows);
    }
}

/// Asks who speaks: most often a company, for a person is asked at the end of the contact.
fn ask_customer(cx: &mut Cx<'_, Quality>) {
    let words = cx.env().words.clone();
    let mut dialog = Dialog::new(words.get(MessageId("opinion-whose")));
    for customer in [Customer::Company, Customer::Body, Customer::Person] {
        let label = person::sentence_case(&person::word(&words, customer));
        dialog = dialog.answer(label, Msg::AskScore(customer));
    }
    cx.ask(dialog.answer(words.get(MessageId("layer-back")), Msg::Nothing));
}

/// Asks how content a customer is: one key from 1 to 5. The focus is on the answer that leaves it.
fn ask_score(customer: Customer, cx: &mut Cx<'_, Quality>) {
    let words = cx.env().words.clone();
    let mut dialog = Dialog::new(words.get(MessageId("opinion-title")))
        .sentence(words.get(MessageId("opinion-anonymous")));
    for score in Score::ALL {
        let give = GiveFeedback {
            customer,
            score: *score,
            named: None,
        };
        let label = person::sentence_case(&person::word(&words, *score));
        dialog = dialog.answer(label, Msg::Score(give));
    }
    let skip = Score::ALL.len();
    let dialog = dialog.answer(words.get(MessageId("opinion-skip")), Msg::Nothing);
    cx.ask(dialog.beginning_at(skip));
}

impl Quality {
    fn take(&mut self, rows: Vec<ComplaintRow>, env: &Env) {
        self.list.keep(rows.len(), |i| rows[i].id);
        if let Some(Sub::Sheet(sheet)) = self.stack.last_mut()
            && let Some(row) = rows.iter().find(|row| row.id == sheet.row.id)
        {
            sheet.renew(row.clone(), env);
        }
        self.rows = Some(rows);
    }

    fn at_top(&self) -> bool {
        self.stack.is_empty()
    }

    /// Writes a complaint down: of the person in hand, if there is one.
    fn write(&mut self, cx: &mut Cx<'_, Self>) {
        let writing = Writing::new(cx.env().in_hand.as_ref(), cx.env());
        self.open_writing(writing, cx);
    }

    fn open_writing(&mut self, writing: Writing, cx: &mut Cx<'_, Self>) {
        let key = writing.key();
        self.stack.clear();
        self.stack.push(Sub::Writing(Box::new(writing)));
        cx.find_draft(key, Msg::Draft);
    }

    fn open_answer(&mut self, complaint: ComplaintId, cx: &mut Cx<'_, Self>) {
        let answer = Answer::new(complaint, cx.env());
        let key = answer.key();
        self.stack.push(Sub::Answer(Box::new(answer)));
        cx.find_draft(key, Msg::Draft);
    }

    /// What a row of a complaint's page does.
    fn step(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Sheet(sheet)) = self.stack.last() else {
            return;
        };
        let (complaint, person) = (sheet.row.id, sheet.row.person);
        match sheet.does(row) {
            Some(sheet::Does::To(ComplaintState::Answered)) => self.open_answer(complaint, cx),
            Some(sheet::Does::To(to)) => cx.act(sheet.becomes(to), Msg::Moved),
            Some(sheet::Does::Person) => {
                if let Some(person) = person {
                    cx.go(Link::Person(person));
                }
            }
            None => {}
        }
    }

    fn opened(&mut self, number: &str, due: chrono::NaiveDate, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Writing(writing)) = self.stack.last() {
            cx.drop_draft(writing.key());
            self.stack.pop();
        }
        let args = [
            ("number", number.into()),
            ("day", cx.env().words.date(due).into()),
        ];
        let words = cx.env().words.clone();
        cx.say(Tone::Good, words.with(MessageId("complaint-opened"), &args));
        ask(cx);
    }

    fn moved(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Answer(answer)) = self.stack.last() {
            cx.drop_draft(answer.key());
            self.stack.pop();
        }
        cx.tell(Tone::Good, MessageId("complaint-moved"));
        ask(cx);
    }

    fn overview<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let facts = Block::Facts(figures(self.voice.as_ref(), env));
        let rows = self.rows.as_deref().unwrap_or_default();
        let may = env.staff.may(Right::ComplaintAnswer);
        let empty = match (may, &self.rows) {
            (false, _) => env.naming(
                MessageId("complaints-of-coordination"),
                Self::NAME,
                "complaint",
            ),
            (true, Some(_)) => words.get(MessageId("complaints-none")),
            (true, None) => words.get(MessageId("person-reading")),
        };
        let column = |heading, width| Column {
            heading: words.get(heading),
            width,
        };
        let list = List {
            heading: None,
            columns: vec![
                column(MessageId("complaints-column-number"), Width::Fixed(10)),
                column(
                    MessageId("complaints-column-state"),
                    Width::Fill { min: 12, weight: 1 },
                ),
                column(
                    MessageId("complaints-column-due"),
                    Width::Fill { min: 18, weight: 1 },
                ),
                column(
                    MessageId("complaints-column-who"),
                    Width::Fill { min: 16, weight: 2 },
                ),
            ],
            rows: Box::new(RowsBy::new(rows.len(), move |i| cells(&rows[i], env))),
            selected: self.list.selected(),
            total: None,
            empty,
        };
        View::new(
            words.get(MessageId("quality-title")),
            vec![facts, Block::List(list)],
        )
        .at(1, self.list.selected())
    }
}

fn cells<'a>(row: &'a ComplaintRow, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let day = [("day", words.date(row.due_on).into())];
    let due = if row.is_late(env.today()) {
        Span::toned(words.with(MessageId("complaints-late"), &day), Tone::Bad)
    } else if row.state.is_owed() {
        Span::plain(words.with(MessageId("complaints-due"), &day))
    } else {
        Span::plain("")
    };
    let who = match row.who.as_deref() {
        Some(who) => Span::plain(who),
        None => Span::toned(words.get(MessageId("complaints-nobody")), Tone::Quiet),
    };
    Row {
        cells: vec![
            Span::plain(row.number.as_str()),
            Span::plain(person::word(words, row.state)),
            due,
            who,
        ],
    }
}

/// The numbers of the last months.
fn figures<'a>(voice: Option<&Voice>, env: &'a Env) -> Facts<'a> {
    let words = &env.words;
    let mut facts = Facts {
        heading: Some(words.with(MessageId("quality-days"), &[("n", DAYS.into())])),
        rows: Vec::new(),
    };
    let Some(voice) = voice else { return facts };
    let mut row = |label: MessageId, value: String| {
        facts.rows.push((words.get(label), Span::plain(value)));
    };
    let say = |id: MessageId, args: &[(&str, crate::ui::words::Arg<'_>)]| {
        words.with(id, args).into_owned()
    };
    let mean = |of: Customer| {
        let mean = words.tenths(voice.mean_tenths(of)?);
        Some(say(MessageId("quality-mean"), &[("mean", mean.into())]))
    };
    let none = || words.get(MessageId("quality-no-answers")).into_owned();
    row(
        MessageId("quality-satisfaction"),
        mean(Customer::Person).unwrap_or_else(none),
    );
    if let Some(response) = voice.response() {
        let args = [
            ("n", voice.answers(Customer::Person).into()),
            ("of", voice.contacts.into()),
            ("percent", response.into()),
        ];
        row(
            MessageId("quality-answers"),
            say(MessageId("quality-of"), &args),
        );
    }
    for (of, label) in [
        (Customer::Company, MessageId("quality-companies")),
        (Customer::Body, MessageId("quality-bodies")),
    ] {
        if let Some(mean) = mean(of) {
            let args = [("mean", mean.into()), ("n", voice.answers(of).into())];
            row(label, say(MessageId("quality-mean-of"), &args));
        }
    }
    let owed = [("n", voice.owed.into()), ("late", voice.late.into())];
    row(
        MessageId("quality-owed"),
        say(MessageId("quality-owed-late"), &owed),
    );
    if let Some(days) = voice.days_to_answer {
        let args = [("n", voice.answered.into()), ("days", days.into())];
        row(
            MessageId("quality-answered"),
            say(MessageId("quality-answered-in"), &args),
        );
    }
    facts
}
