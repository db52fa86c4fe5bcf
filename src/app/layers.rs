//! What can lie on top of a pane: menu, help, palette, find a person, lists of the day, a question, the
//! privacy screen. Each is a view like any other, so both faces show it.

use chrono::{DateTime, Days, Utc};

use crate::domain::Named as _;
use crate::domain::document::DocumentKind;
use crate::domain::plan::PlanState;
use crate::domain::staff::Right;
use crate::domain::tax_code;
use crate::panes::person::moment;
use crate::panes::{Card, DraftKey, Erased, InHand, Link, Outbox, PANES};
use crate::reference::conformance::{self, Clause};
use crate::store::agenda::{AppointmentRow, Unsettled, Who};
use crate::store::journal::{RowWrite, Undone};
use crate::store::params::DayRules;
use crate::store::people::{ExpiringPaper, ExpiringPapers};
use crate::store::plans::{PlanFilter, PlanList, PlanPage, PlanRow, UnsignedHours, UnsignedRow};
use crate::store::search::{FindPeople, PersonHit};

use crate::store::vacancies::{ExpireOverdue, Overdue};
use crate::store::{Draft, Result};
use crate::terminal::key::Key;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{
    At, Block, Column, FormBlock, List, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::{MessageId, Words};

use super::accessibility;
use super::commands::{APP_COMMANDS, goes, on_layer};
use super::{App, Shown, To, hand_key};

/// How many plans of a kind the lists of the day show.
const DAY_PLANS: usize = 50;
/// A plan that ends within so many days is on the lists of the day.
const PLANS_END_SOON: u64 = 30;

/// How many papers that run out they show: the first to go.
const DAY_PAPERS: usize = 12;
/// A paper that has run out or will within so many days is on the lists of the day.
const PAPERS_END: u64 = 60;

/// How many vacancies are said to be over in one act.
const EXPIRED_AT_ONCE: u32 = 500;

/// How many people "find" shows.
const HITS: usize = 8;

/// What answers bring back to the app itself.
pub enum AppMsg {
    /// People found.
    Found(Result<Vec<PersonHit>>),
    /// People found by a card.
    Carded(Result<Vec<PersonHit>>),
    /// An act was taken back.
    Undone(Result<Undone>),
    /// An act that was taken back was done again.
    Redone(Result<Undone>),
    /// Appointments whose outcome nobody has said.
    Unsettled(Result<Vec<AppointmentRow>>),
    /// Plans that wait for a signature.
    Plans(Result<PlanPage>),
    /// Who changed the row of which a form is open.
    Clashed(Result<Vec<RowWrite>>),
    /// The same, after an act of the form failed.
    Failed(Result<Vec<RowWrite>>),
    /// Plans that end soon.
    Ending(Result<PlanPage>),
    /// Hours that nobody has signed.
    Unsigned(Result<Vec<UnsignedRow>>),
    /// Papers that run out.
    Papers(Result<Vec<ExpiringPaper>>),
    /// How many vacancies are past their last day.
    Overdue(Result<usize>),
    /// They are said to be.
    Expired(Result<usize>),
    /// The dated values of the day.
    Rules(Result<DayRules>),
}

/// Something on top of the pane.
pub enum Layer {
    /// The menu of panes. Its last row may be the way back.
    Menu(ListState<usize>),
    /// All that can be done here, and by which key.
    Help(ListState<usize>),
    /// All that can be done here, by typing its name.
    Palette(Form),
    /// Find a person.
    Find(Find),
    /// The lists of the day.
    Day(Box<DayLists>),
    /// A question.
    Dialog {
        /// The question; its answers are numbered.
        dialog: Dialog<Erased>,
        /// Who asked.
        to: To,
    },
    /// Whose text the fields of a form are to have.
    Clash(Box<Form>),
    /// Nothing to be seen, whatever else lies there: by a key, or because nobody pressed one.
    Privacy {
        /// Its one row.
        list: ListState<usize>,
        /// Whether nobody pressed a key.
        idle: bool,
    },
    /// Sources and licences.
    About(ListState<usize>),
    /// What there is for whom, and the clauses of the European norm.
    Accessibility(Box<Norm>),
}

/// The clauses of the European norm, with the one in focus.
pub struct Norm {
    clauses: Vec<Clause>,
    list: ListState<usize>,
}

impl Layer {
    /// Whether it is only read or chosen from: nothing is lost when another takes its place.
    pub(super) fn is_read(&self) -> bool {
        matches!(
            self,
            Self::Menu(_) | Self::Help(_) | Self::Day(_) | Self::About(_) | Self::Accessibility(_)
        )
    }
}

/// Find a person: what was typed, and who was found.
pub struct Find {
    form: Form,
    hits: Vec<PersonHit>,
}

/// The lists of the day: rows that lead somewhere.
#[derive(Default)]
pub struct DayLists {
    drafts: Vec<Draft>,
    unsettled: Vec<AppointmentRow>,
    plans: Vec<PlanRow>,
    ending: Vec<PlanRow>,
    unsigned: Vec<UnsignedRow>,
    papers: Vec<ExpiringPaper>,
    state: ListState<usize>,
}

/// A row of the lists of the day.
enum DayRow<'a> {
    Draft(&'a Draft),
    Unsettled(&'a AppointmentRow),
    Plan(&'a PlanRow),
    Hours(&'a UnsignedRow),
    Paper(&'a ExpiringPaper),
}

impl DayLists {
    fn rows(&self) -> Vec<DayRow<'_>> {
        let drafts = self.drafts.iter().map(DayRow::Draft);
        let unsettled = self.unsettled.iter().map(DayRow::Unsettled);
        drafts
            .chain(unsettled)
            .chain(self.unsigned.iter().map(DayRow::Hours))
            .chain(self.papers.iter().map(DayRow::Paper))
            .chain(self.plans.iter().map(DayRow::Plan))
            .chain(self.ending.iter().map(DayRow::Plan))
            .collect()
    }

    fn renew(&mut self) {
        let len = self.rows().len();
        self.state.keep(len, |i| i);
    }
}

impl Layer {
    /// A question whose answer goes to whoever asked.
    pub fn dialog(dialog: Dialog<Erased>, to: To) -> Self {
        Self::Dialog { dialog, to }
    }

    /// The privacy screen.
    pub fn privacy() -> Self {
        Self::Privacy {
            list: one_row(),
            idle: false,
        }
    }

    /// The same, because nobody has pressed a key for long.
    pub(super) fn idle() -> Self {
        Self::Privacy {
            list: one_row(),
            idle: true,
        }
    }

    /// Whether it hides what is below and what may come above.
    pub(super) fn hides(&self) -> bool {
        matches!(self, Self::Privacy { .. })
    }

    /// The part in focus.
    pub fn part(&mut self) -> Option<&mut dyn Part> {
        match self {
            Self::Menu(list)
            | Self::Help(list)
            | Self::Privacy { list, .. }
            | Self::About(list) => Some(list),
            Self::Accessibility(norm) => Some(&mut norm.list),
            Self::Palette(form) => Some(form),
            Self::Clash(form) => Some(&mut **form),
            Self::Find(find) => Some(&mut find.form),
            Self::Day(lists) => Some(&mut lists.state),
            Self::Dialog { dialog, .. } => Some(dialog.part()),
        }
    }

    /// What it shows.
    pub fn view<'a>(&'a self, app: &'a App) -> View<'a> {
        let words = &*app.env.words;
        match self {
            Self::Menu(list) => menu(app, words, list),
            Self::Help(list) => help(app, words, list),
            Self::Palette(form) => form_view(words.get(MessageId("palette-title")), form),
            Self::Find(find) => form_view(words.get(MessageId("find-title")), &find.form),
            Self::Clash(form) => form_view(words.get(MessageId("clash-title")), form),
            Self::Day(lists) => day(words, lists),
            Self::Dialog { dialog, .. } => dialog.view(),
            Self::Privacy { list, idle } => lines(
                words.get(MessageId("privacy-title")),
                vec![if *idle {
                    let n = app.env.rules.idle.num_minutes();
                    words.with(MessageId("privacy-idle"), &[("n", n.into())])
                } else {
                    words.get(MessageId("privacy-text"))
                }],
                words,
                list,
            ),
            Self::Accessibility(norm) => accessibility::view(words, &norm.clauses, &norm.list),
            Self::About(list) => lines(
                words.get(MessageId("about-title")),
                crate::reference::ATTRIBUTION
                    .iter()
                    .copied()
                    .map(Say::Borrowed)
                    .collect(),
                words,
                list,
            ),
        }
    }
}

fn one_row() -> ListState<usize> {
    let mut list = ListState::new();
    list.keep(1, |i| i);
    list
}

fn column(heading: Say<'_>, width: Width) -> Column<'_> {
    Column { heading, width }
}

const WIDE: Width = Width::Fill { min: 12, weight: 1 };

fn menu<'a>(app: &'a App, words: &'a Words, list: &'a ListState<usize>) -> View<'a> {
    let panes = app.menu();
    let rows = RowsBy::new(list.len(), move |i| {
        let title = match panes.get(i) {
            Some(&pane) => PANES[pane].title,
            None if i == panes.len() => MessageId("menu-commands"),
            None => MessageId("menu-back"),
        };
        Row {
            cells: vec![Span::plain(words.get(title))],
        }
    });
    View {
        title: words.get(MessageId("menu-title")),
        blocks: vec![Block::List(List {
            heading: None,
            columns: vec![column(Say::Borrowed(""), WIDE)],
            rows: Box::new(rows),
            selected: list.selected(),
            total: None,
            empty: Say::Borrowed(""),
        })],
        side: Vec::new(),
        focus: At {
            block: 0,
            part: list.selected(),
        },
    }
}

/// Label and key of everything that can be done now: the pane's commands, then the app's.
fn doable<'a>(app: &'a App, words: &'a Words) -> Vec<(Say<'a>, String, Doable)> {
    let keyed = app.keyed().into_iter();
    let told = keyed.map(|(row, key)| {
        let key = key.map_or_else(String::new, String::from);
        (words.get(row.command.label), key, row.what)
    });
    told.collect()
}

/// A command that can be called now.
pub(super) struct Keyed {
    pub(super) command: Command,
    pub(super) what: Doable,
}

/// A command by its place in its table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Doable {
    Pane(usize),
    App(usize),
}

fn help<'a>(app: &'a App, words: &'a Words, list: &'a ListState<usize>) -> View<'a> {
    let doable = doable(app, words);
    let len = doable.len();
    let rows = RowsBy::new(len, move |i| Row {
        cells: vec![
            Span::plain(doable[i].0.clone()),
            Span::toned(doable[i].1.clone(), Tone::Strong),
        ],
    });
    View {
        title: words.get(MessageId("help-title")),
        blocks: vec![
            Block::List(List {
                heading: None,
                columns: vec![
                    column(words.get(MessageId("help-what")), WIDE),
                    column(words.get(MessageId("help-key")), Width::Fixed(10)),
                ],
                rows: Box::new(rows),
                selected: list.selected(),
                total: None,
                empty: Say::Borrowed(""),
            }),
            Block::Text(Text {
                heading: None,
                paragraphs: vec![
                    Span::plain(words.get(MessageId("help-keys"))),
                    Span::plain(words.get(MessageId("help-fields"))),
                    Span::plain(words.get(MessageId("help-queue-order"))),
                ],
            }),
        ],
        side: Vec::new(),
        focus: At {
            block: 0,
            part: list.selected(),
        },
    }
}

fn form_view<'a>(title: Say<'a>, form: &'a Form) -> View<'a> {
    View {
        title,
        blocks: vec![Block::Form(FormBlock {
            form,
            after: Vec::new(),
        })],
        side: Vec::new(),
        focus: At {
            block: 0,
            part: form.at,
        },
    }
}

fn day<'a>(words: &'a Words, lists: &'a DayLists) -> View<'a> {
    let rows = lists.rows();
    let len = rows.len();
    let rows = RowsBy::new(len, move |i| match &rows[i] {
        DayRow::Draft(draft) => Row {
            cells: vec![
                Span::toned(
                    words.with(
                        MessageId("day-draft"),
                        &[("what", draft.label.as_str().into())],
                    ),
                    Tone::Warn,
                ),
                Span::plain(place(draft, words)),
                Span::plain(moment(draft.at, words)),
            ],
        },
        DayRow::Unsettled(row) => Row {
            cells: vec![
                Span::plain(row.person.as_ref().map(Who::short_name).unwrap_or_default()),
                Span::toned(words.get(MessageId("day-unsettled")), Tone::Warn),
                Span::plain(moment(row.starts_at, words)),
            ],
        },
        DayRow::Hours(row) => Row {
            cells: vec![
                Span::plain(row.person.short_name()),
                Span::toned(words.get(MessageId("day-unsigned")), Tone::Warn),
                Span::plain(moment(row.started_at, words)),
            ],
        },
        DayRow::Paper(paper) => Row {
            cells: vec![
                Span::plain(paper.who.as_str()),
                Span::plain(
                    words.with(
                        MessageId("day-paper"),
                        &[(
                            "paper",
                            words
                                .of(DocumentKind::FAMILY, paper.kind.code())
                                .as_ref()
                                .into(),
                        )],
                    ),
                ),
                Span::plain(words.with(
                    MessageId("day-until"),
                    &[("day", words.date(paper.expires_on).into())],
                )),
            ],
        },
        DayRow::Plan(plan) => Row {
            cells: vec![
                Span::plain(plan.person.short_name()),
                Span::plain(words.get(match plan.state {
                    PlanState::Draft => MessageId("day-plan-draft"),
                    PlanState::Active => MessageId("day-plan-ends"),
                    _ => MessageId("day-plan-unsigned"),
                })),
                Span::plain(words.with(
                    MessageId("day-until"),
                    &[("day", words.date(plan.ends_on).into())],
                )),
            ],
        },
    });
    View {
        title: words.get(MessageId("day-title")),
        blocks: vec![Block::List(List {
            heading: None,
            columns: vec![
                column(
                    words.get(MessageId("day-what")),
                    Width::Wrap { min: 20, weight: 1 },
                ),
                column(
                    words.get(MessageId("day-state")),
                    Width::Wrap { min: 22, weight: 1 },
                ),
                column(words.get(MessageId("day-when")), Width::Fixed(20)),
            ],
            rows: Box::new(rows),
            selected: lists.state.selected(),
            total: None,
            empty: words.get(MessageId("day-empty")),
        })],
        side: Vec::new(),
        focus: At {
            block: 0,
            part: lists.state.selected(),
        },
    }
}

/// `campo 9 di 12, Telefono`; on the last row that it only waits to be saved.
fn place<'a>(draft: &'a Draft, words: &'a Words) -> Say<'a> {
    let (n, of) = draft.place;
    if n == 0 {
        return words.get(MessageId("day-draft-whole"));
    }
    let args = [
        ("n", n.into()),
        ("of", of.into()),
        ("field", draft.field.as_str().into()),
    ];
    words.with(MessageId("day-draft-at"), &args)
}

fn lines<'a>(
    title: Say<'a>,
    paragraphs: Vec<Say<'a>>,
    words: &'a Words,
    list: &'a ListState<usize>,
) -> View<'a> {
    View {
        title,
        blocks: vec![
            Block::Text(Text {
                heading: None,
                paragraphs: paragraphs.into_iter().map(Span::plain).collect(),
            }),
            Block::List(List {
                heading: None,
                columns: vec![column(Say::Borrowed(""), WIDE)],
                rows: Box::new(RowsBy::new(1, move |_| Row {
                    cells: vec![Span::plain(words.get(MessageId("layer-back")))],
                })),
                selected: list.selected(),
                total: None,
                empty: Say::Borrowed(""),
            }),
        ],
        side: Vec::new(),
        focus: At {
            block: 1,
            part: list.selected(),
        },
    }
}

impl App {
    /// The menu of panes; behind them it lists the commands, so that no letter is needed for any of them. Where
    /// 0 is the way to it on every level, the last row goes back and has the focus.
    pub(super) fn open_menu(&mut self) {
        let mut list = ListState::new();
        let panes = self.menu();
        let back = usize::from(!self.has_help_key());
        list.keep(panes.len() + 1 + back, |i| i);
        let here = panes.iter().position(|&i| i == self.at).unwrap_or(0);
        list.select(if back == 0 { here } else { panes.len() + 1 });
        self.layers.push(Layer::Menu(list));
    }

    /// Help: everything that can be done here.
    pub(super) fn open_help(&mut self) {
        let mut list = ListState::new();
        list.keep(doable(self, &self.env.words).len(), |i| i);
        self.layers.push(Layer::Help(list));
    }

    /// Sources and licences.
    pub(super) fn open_about(&mut self) {
        self.layers.push(Layer::About(one_row()));
    }

    /// The accessibility page.
    pub(super) fn open_accessibility(&mut self) {
        let clauses = conformance::clauses();
        let mut list = ListState::new();
        list.keep(clauses.len(), |i| i);
        self.layers
            .push(Layer::Accessibility(Box::new(Norm { clauses, list })));
    }

    /// Everything that can be done here, by typing its name.
    pub(super) fn open_palette(&mut self) {
        let choices = doable(self, &self.env.words)
            .into_iter()
            .map(|(label, key, what)| Choice {
                value: match what {
                    Doable::Pane(i) => format!("p{i}"),
                    Doable::App(i) => format!("a{i}"),
                },
                label: label.into_owned(),
                detail: key,
            })
            .collect();
        let field = Field::choice("command", MessageId("palette-field"), choices);
        self.layers
            .push(Layer::Palette(Form::new("app.palette", vec![field])));
    }

    /// Find a person.
    pub(super) fn open_find(&mut self) {
        let field = Field::picker("who", MessageId("find-field")).coded(tax_code::begins);
        self.layers.push(Layer::Find(Find {
            form: Form::new("app.find", vec![field]),
            hits: Vec::new(),
        }));
    }

    /// The lists of the day.
    pub(super) fn open_day(&mut self) {
        self.layers.push(Layer::Day(Box::default()));
        self.requests.push(super::Request::Drafts);
        let office = self.env.staff.office;
        if self.env.staff.may(Right::AgendaRead) {
            let unsettled = Unsettled {
                office,
                staff: None,
            };
            self.read("day.unsettled", unsettled, AppMsg::Unsettled);
        }
        if self.env.staff.may(Right::PlansRead) {
            self.read_plans("day.plans", PlanFilter::unsigned(), AppMsg::Plans);
            let limit = DAY_PLANS;
            self.read("day.unsigned", UnsignedHours { limit }, AppMsg::Unsigned);
            let soon = self.env.today() + Days::new(PLANS_END_SOON);
            self.read_plans("day.ending", PlanFilter::expiring(soon), AppMsg::Ending);
        }
        if self.env.staff.may(Right::PeopleRead) {
            let today = self.env.today();
            let papers = ExpiringPapers {
                office,
                from: today - Days::new(PAPERS_END),
                until: today + Days::new(PAPERS_END),
                limit: DAY_PAPERS,
            };
            self.read("day.papers", papers, AppMsg::Papers);
        }
    }

    fn read_plans(
        &mut self,
        slot: &'static str,
        filter: PlanFilter,
        then: fn(Result<PlanPage>) -> AppMsg,
    ) {
        let list = PlanList {
            office: self.env.staff.office,
            filter,
            limit: DAY_PLANS,
        };
        self.read(slot, list, then);
    }

    /// The drafts that were left: at the start they are offered first.
    pub fn drafts(&mut self, drafts: Vec<Draft>, now: DateTime<Utc>) {
        self.env.now = now;
        match self.layers.last_mut() {
            Some(Layer::Day(lists)) => {
                lists.drafts = drafts;
                lists.renew();
            }
            None if !drafts.is_empty() => {
                let mut lists = Box::new(DayLists {
                    drafts,
                    ..DayLists::default()
                });
                lists.renew();
                self.layers.push(Layer::Day(lists));
            }
            _ => {}
        }
    }

    /// A key while something lies on top.
    pub(super) fn layer_key(&mut self, key: Key, shown: &Shown) -> bool {
        if self.is_private() {
            self.layers.retain(|layer| !layer.hides());
            return true;
        }
        let Some(layer) = self.layers.last_mut() else {
            return false;
        };
        let text = layer.part().is_some_and(|part| part.takes_text());
        let event = layer
            .part()
            .map_or(PartEvent::Ignored, |part| hand_key(part, key, shown));
        if event != PartEvent::Ignored {
            self.layer_event(event);
            return true;
        }
        match key {
            Key::Esc => drop(self.layers.pop()),
            Key::Char('0') if !text => {
                // Pressed twice it goes back, with the menu in between.
                if let (Some(Layer::Menu(_)), false) = (self.layers.pop(), self.has_help_key()) {
                    self.back_one_level();
                }
            }
            key if !text => return self.layer_command(key, shown),
            _ => return false,
        }
        true
    }

    /// On a layer only what makes sense there is offered; another layer takes its place.
    fn layer_command(&mut self, key: Key, shown: &Shown) -> bool {
        let Some(layer) = self.layers.last() else {
            return false;
        };
        let row = APP_COMMANDS
            .iter()
            .find(|row| on_layer(row, layer) && self.env.keys.map.calls("app", &row.command, key));
        if let Some(row) = row {
            if goes(row) {
                self.layers.pop();
            }
            (row.run)(self, shown);
        }
        row.is_some()
    }

    /// What a part of the layer on top reports.
    pub(super) fn layer_event(&mut self, event: PartEvent) {
        let Some(layer) = self.layers.last_mut() else {
            return;
        };
        match (layer, event) {
            (_, PartEvent::Closed) => drop(self.layers.pop()),
            (Layer::Menu(_), PartEvent::Opened(row)) => {
                self.layers.pop();
                let panes = self.menu();
                match panes.get(row) {
                    Some(&index) => self.switch(index),
                    None if row == panes.len() => self.open_help(),
                    None => drop(self.back_one_level()),
                }
            }
            (Layer::Help(_), PartEvent::Opened(row)) => {
                let what = doable(self, &self.env.words)
                    .get(row)
                    .map(|(_, _, what)| *what);
                self.do_it(what);
            }
            (Layer::Palette(form), PartEvent::Left(_) | PartEvent::Submit) => {
                let value = form.fields[0]
                    .chosen
                    .as_ref()
                    .map(|choice| choice.value.clone());
                let what = value.and_then(|value| {
                    let index = value.get(1..)?.parse().ok()?;
                    Some(if value.starts_with('p') {
                        Doable::Pane(index)
                    } else {
                        Doable::App(index)
                    })
                });
                self.do_it(what);
            }
            (Layer::Find(find), PartEvent::Edited(_)) => {
                let words = find.form.fields[0].line.text().to_owned();
                self.read("find", FindPeople { words, limit: HITS }, AppMsg::Found);
            }
            (Layer::Find(find), PartEvent::Left(_) | PartEvent::Submit) => {
                let chosen = find.form.fields[0]
                    .chosen
                    .as_ref()
                    .map(|choice| choice.value.clone());
                let hit = chosen.and_then(|id| {
                    find.hits
                        .iter()
                        .find(|hit| hit.id.to_string() == id)
                        .cloned()
                });
                let nobody =
                    find.hits.is_empty() && !find.form.fields[0].line.text().trim().is_empty();
                self.layers.pop();
                if let Some(hit) = hit {
                    self.found(&hit);
                } else if nobody {
                    self.tell(Tone::Warn, MessageId("find-nobody"));
                }
            }
            (Layer::Day(lists), PartEvent::Opened(row)) => {
                let link = match lists.rows().get(row) {
                    Some(DayRow::Draft(draft)) => {
                        Link::Draft(DraftKey::new(draft.form.clone(), &draft.subject))
                    }
                    Some(DayRow::Unsettled(row)) => Link::Appointment(row.id),
                    Some(DayRow::Hours(row)) => Link::Hours(row.person.id, row.plan, row.action),
                    Some(DayRow::Paper(paper)) => Link::Person(paper.person),
                    Some(DayRow::Plan(plan)) => Link::Plans(plan.person.id, Some(plan.id)),
                    None => return,
                };
                self.layers.pop();
                self.go(&link);
            }
            (Layer::Dialog { .. }, PartEvent::Opened(answer)) => {
                if let Some(Layer::Dialog { dialog, to }) = self.layers.pop()
                    && let Some(msg) = dialog.into_answer(answer)
                {
                    self.deliver(to, msg);
                }
            }
            (Layer::Clash(form), PartEvent::Left(_)) => {
                let chosen: Vec<&'static str> = form
                    .fields
                    .iter()
                    .filter(|field| !field.value().is_empty())
                    .map(|field| field.name)
                    .collect();
                for field in chosen {
                    form.clear_error(field);
                }
            }
            (Layer::Clash(_), PartEvent::Submit) => self.settle(),
            (Layer::About(_), PartEvent::Opened(_)) => drop(self.layers.pop()),
            (Layer::Accessibility(norm), PartEvent::Opened(row)) => {
                if let Some(clause) = norm.clauses.get(row) {
                    let said = accessibility::about(clause, &self.env.words);
                    self.messages.say(Tone::Plain, said);
                }
            }
            _ => {}
        }
    }

    fn do_it(&mut self, what: Option<Doable>) {
        self.layers.pop();
        match what {
            Some(Doable::Pane(index)) => self.run_pane_command(index),
            Some(Doable::App(index)) => (APP_COMMANDS[index].run)(self, &Shown::default()),
            None => {}
        }
    }

    fn deliver(&mut self, to: To, msg: Erased) {
        match to {
            To::Pane(index) => {
                let mut out = Outbox::new();
                if let Some(pane) = self.panes.get_mut(index).and_then(Option::as_mut) {
                    pane.take(msg, &self.env, &mut out);
                }
                self.carry(to, out);
                self.notice_clashes();
            }
            To::App => {
                if let Ok(msg) = msg.downcast::<AppMsg>() {
                    self.told(*msg);
                }
            }
        }
    }

    fn found(&mut self, hit: &PersonHit) {
        self.hand(Some(InHand {
            id: hit.id,
            name: hit.short_name(),
        }));
        self.go(&Link::Person(hit.id));
    }

    /// A card was read: the person it belongs to, or a word that nobody has that code.
    pub(super) fn card(&mut self, text: &str) {
        match self.read_card(text) {
            Some(card) => self.card_of(card),
            None => self.tell(Tone::Warn, MessageId("card-unreadable")),
        }
    }

    /// The card in a text, if there is one.
    pub fn read_card(&self, text: &str) -> Option<tax_code::Burst> {
        tax_code::find_in_burst(text, self.env.today(), &*self.env.reference)
    }

    /// Looks for the person whose card was read.
    pub(super) fn card_of(&mut self, card: tax_code::Burst) {
        if !card.others.is_empty() {
            self.tell(Tone::Warn, MessageId("card-two"));
        }
        self.card = Some(Card::of(&card));
        self.read(
            "card",
            FindPeople {
                words: card.reading.code,
                limit: 2,
            },
            AppMsg::Carded,
        );
    }

    /// An answer for the app itself.
    pub(super) fn told(&mut self, msg: AppMsg) {
        match msg {
            AppMsg::Found(Ok(hits)) => {
                let words = self.env.words.clone();
                if let Some(Layer::Find(find)) = self.layers.last_mut() {
                    find.form.set_proposals(
                        "who",
                        hits.iter().map(|hit| choice_of(hit, &words)).collect(),
                    );
                    find.hits = hits;
                }
            }
            AppMsg::Carded(Ok(hits)) => self.carded(hits.first()),
            AppMsg::Undone(Ok(undone)) => {
                self.after_undo = true;
                self.undo_notice(MessageId("undo-done"), &undone);
            }
            AppMsg::Redone(Ok(undone)) => self.undo_notice(MessageId("redo-done"), &undone),
            AppMsg::Unsettled(Ok(rows)) => self.day_lists(|lists| lists.unsettled = rows),
            AppMsg::Unsigned(Ok(rows)) => self.day_lists(|lists| lists.unsigned = rows),
            AppMsg::Papers(Ok(rows)) => self.day_lists(|lists| lists.papers = rows),
            AppMsg::Plans(Ok(page)) => self.day_lists(|lists| lists.plans = page.rows),
            // Without who and when the choice is the same.
            AppMsg::Clashed(wrote) => self.clashed(&wrote.unwrap_or_default()),
            AppMsg::Rules(Ok(rules)) => self.rules(rules),
            AppMsg::Rules(Err(_)) => {}
            AppMsg::Failed(wrote) => self.failed_since(&wrote.unwrap_or_default()),
            AppMsg::Ending(Ok(page)) => self.day_lists(|lists| lists.ending = page.rows),
            AppMsg::Overdue(Ok(0)) | AppMsg::Expired(Ok(_)) => {}
            AppMsg::Overdue(Ok(_)) => {
                let limit = EXPIRED_AT_ONCE;
                self.act(ExpireOverdue { limit }, AppMsg::Expired);
            }
            AppMsg::Overdue(Err(error))
            | AppMsg::Expired(Err(error))
            | AppMsg::Found(Err(error))
            | AppMsg::Carded(Err(error))
            | AppMsg::Undone(Err(error))
            | AppMsg::Redone(Err(error))
            | AppMsg::Unsettled(Err(error))
            | AppMsg::Unsigned(Err(error))
            | AppMsg::Papers(Err(error))
            | AppMsg::Plans(Err(error))
            | AppMsg::Ending(Err(error)) => self.fail(&error),
        }
    }

    /// Whose card it is: who gives tickets gives one, the others open the record.
    fn carded(&mut self, hit: Option<&PersonHit>) {
        let Some(card) = self.card.take() else { return };
        let person = hit.map(|hit| InHand {
            id: hit.id,
            name: hit.short_name(),
        });
        match hit {
            _ if self.env.staff.may(Right::QueueServe) => {
                self.hand(person.clone());
                self.go(&Link::Card(Card { person, ..card }));
            }
            Some(hit) => self.found(hit),
            None => self.tell(Tone::Warn, MessageId("card-nobody")),
        }
    }

    /// Once a day: the values of the day are asked for, and vacancies whose last day has gone by are said
    /// to be over, by the first who may.
    pub(super) fn begin_day(&mut self) {
        let today = self.env.today();
        if self.day.replace(today) == Some(today) {
            return;
        }
        self.ask_rules();
        if self.env.staff.may(Right::VacanciesWrite) {
            self.read("overdue", Overdue, AppMsg::Overdue);
        }
    }

    fn undo_notice(&mut self, id: MessageId, undone: &Undone) {
        let words = self.env.words.clone();
        let what = words.of("act", &undone.name);
        self.messages.say(
            Tone::Good,
            words
                .with(id, &[("what", what.as_ref().into())])
                .into_owned(),
        );
    }

    fn day_lists(&mut self, set: impl FnOnce(&mut DayLists)) {
        if let Some(Layer::Day(lists)) = self.layers.last_mut() {
            set(lists);
            lists.renew();
        }
    }
}

/// A person as something to choose: name, then what tells from a namesake.
fn choice_of(hit: &PersonHit, words: &Words) -> Choice {
    let born = hit.birth_on.map(|day| words.date(day));
    let detail = [born, hit.residence_name.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    Choice {
        value: hit.id.to_string(),
        label: hit.short_name(),
        detail,
    }
}
