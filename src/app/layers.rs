//! What can lie on top of a pane: menu, help, palette, find a person, lists of the day, a question, the
//! privacy screen. Each is a view like any other, so both faces show it.

use crate::domain::staff::Right;
use crate::domain::tax_code;
use crate::panes::{Erased, Outbox, PANES};
use crate::reference::conformance::{self, Clause};
use crate::store::agenda::AppointmentRow;
use crate::store::journal::{RowWrite, Undone};
use crate::store::params::DayRules;
use crate::store::people::{Anomaly, ExpiringInterview, ExpiringPaper};
use crate::store::placements::DueFollowUp;
use crate::store::plans::{PlanPage, UnsignedRow};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::vacancies::{ExpireOverdue, Overdue};
use crate::store::{Draft, Result};
use crate::terminal::key::Key;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Block, Column, List, Row, RowsBy, Say, Span, Text, Tone, View, Width};
use crate::ui::words::{MessageId, Words};

use super::accessibility;
use super::commands::{APP_COMMANDS, goes, on_layer};
use super::day_lists::{self, DayLists};
use super::find::{Find, HITS, choice_of};
use super::palette::Palette;
use super::routing::hand_key;
use super::{App, Shown, To};

/// How many vacancies are said to be over in one act.
const EXPIRED_AT_ONCE: u32 = 500;

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
    /// Who is to be asked what came of work.
    FollowUps(Result<Vec<DueFollowUp>>),
    /// Interviews that run out.
    Interviews(Result<Vec<ExpiringInterview>>),
    /// Codes of people that are to be checked.
    Codes(Result<(usize, Vec<Anomaly>)>),
    /// The draft that is wanted no more.
    Throw(Option<Box<Draft>>),
    /// A draft was thrown away, or goes on elsewhere.
    Thrown(String, Result<bool>),
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
    /// All that can be done here, by any word for it.
    Palette(Box<Palette>),
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
            Self::Palette(palette) => Some(&mut palette.form),
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
            Self::Palette(palette) => {
                form_view(words.get(MessageId("palette-title")), &palette.form)
            }
            Self::Find(find) => form_view(words.get(MessageId("find-title")), &find.form),
            Self::Clash(form) => form_view(words.get(MessageId("clash-title")), form),
            Self::Day(lists) => day_lists::view(words, lists),
            Self::Dialog { dialog, .. } => dialog.view(),
            Self::Privacy { list, idle } => lines(
                words.get(MessageId("privacy-title")),
                vec![if *idle {
                    let n = app.idle().num_minutes();
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

/// A column of a layer's list.
pub(super) fn column(heading: Say<'_>, width: Width) -> Column<'_> {
    Column::new(heading, width)
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
    View::new(
        words.get(MessageId("menu-title")),
        vec![Block::List(
            List::of(vec![column(Say::Borrowed(""), WIDE)], rows).selecting(list.selected()),
        )],
    )
    .at(0, list.selected())
}

/// Label and key of everything that can be done now: the pane's commands, then the app's.
pub(super) fn doable(app: &App) -> Vec<(MessageId, String, Doable)> {
    let keyed = app.keyed().into_iter();
    let told = keyed.map(|(row, key)| {
        let key = key.map_or_else(String::new, String::from);
        (row.command.label, key, row.what)
    });
    told.collect()
}

/// A command that can be called now.
pub(super) struct Keyed {
    pub(super) command: Command,
    pub(super) what: Doable,
}

/// What a row of help or of the palette does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Doable {
    /// The command of the pane in front at this index.
    Pane(usize),
    /// The command of the app at this index.
    App(usize),
    /// Goes to the pane at this index.
    Room(usize),
}

fn help<'a>(app: &'a App, words: &'a Words, list: &'a ListState<usize>) -> View<'a> {
    let doable = doable(app);
    let len = doable.len();
    let rows = RowsBy::new(len, move |i| Row {
        cells: vec![
            Span::plain(words.get(doable[i].0)),
            Span::toned(doable[i].1.clone(), Tone::Strong),
        ],
    });
    View::new(
        words.get(MessageId("help-title")),
        vec![
            Block::List(
                List::of(
                    vec![
                        column(words.get(MessageId("help-what")), WIDE),
                        column(words.get(MessageId("help-key")), Width::Fixed(10)),
                    ],
                    rows,
                )
                .selecting(list.selected()),
            ),
            Block::Text(Text {
                heading: None,
                paragraphs: vec![
                    Span::plain(words.get(MessageId("help-keys"))),
                    Span::plain(words.get(MessageId("help-fields"))),
                    Span::plain(words.get(MessageId("help-queue-order"))),
                ],
            }),
        ],
    )
    .at(0, list.selected())
}

fn form_view<'a>(title: Say<'a>, form: &'a Form) -> View<'a> {
    View::of_form(title, form)
}

fn lines<'a>(
    title: Say<'a>,
    paragraphs: Vec<Say<'a>>,
    words: &'a Words,
    list: &'a ListState<usize>,
) -> View<'a> {
    View::new(
        title,
        vec![
            Block::Text(Text {
                heading: None,
                paragraphs: paragraphs.into_iter().map(Span::plain).collect(),
            }),
            Block::List(
                List::of(
                    vec![column(Say::Borrowed(""), WIDE)],
                    RowsBy::new(1, move |_| Row {
                        cells: vec![Span::plain(words.get(MessageId("layer-back")))],
                    }),
                )
                .selecting(list.selected()),
            ),
        ],
    )
    .at(1, list.selected())
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
        list.keep(doable(self).len(), |i| i);
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

    /// Everything that can be done here, by any word for it.
    pub(super) fn open_palette(&mut self) {
        let palette = Palette::new(self);
        self.layers.push(Layer::Palette(Box::new(palette)));
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
        if key == Key::Esc && matches!(layer, Layer::Palette(palette) if palette.is_fresh()) {
            self.layers.pop();
            return true;
        }
        let text = layer.part().is_some_and(|part| part.takes_text());
        let event = layer
            .part()
            .map_or(PartEvent::Ignored, |part| hand_key(part, key, shown));
        if event != PartEvent::Ignored {
            self.layer_event(event);
            return true;
        }
        if matches!(self.layers.last(), Some(Layer::Dialog { dialog, .. }) if dialog.is_passing())
            && matches!(key, Key::Char(letter) if letter.is_alphabetic())
        {
            self.layers.pop();
            return self.key_below(key, shown);
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
            .find(|row| on_layer(row, layer) && self.env.keys.map.calls("app", &row.command, key))
            .filter(|row| row.is_for(&self.env.staff));
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
                let what = doable(self).get(row).map(|(_, _, what)| *what);
                self.do_it(what);
            }
            (Layer::Palette(palette), PartEvent::Edited(_)) => palette.edited(&self.env.words),
            (Layer::Palette(palette), PartEvent::Left(_) | PartEvent::Submit) => {
                let unclear = palette.is_unclear(&self.env.words);
                let what = palette.chosen();
                if !unclear {
                    self.do_it(what);
                }
            }
            (Layer::Find(find), PartEvent::Edited(_)) => {
                let typed = find.form.fields[0].line.text().to_owned();
                let words = self.sought(&typed);
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
                let typed = find.form.fields[0].line.text().to_owned();
                self.layers.pop();
                if let Some(hit) = hit {
                    self.found(&hit);
                } else if tax_code::is_stripe(&typed) && self.read_card(&typed).is_none() {
                    self.tell(Tone::Warn, MessageId("card-unreadable"));
                } else if nobody {
                    self.tell(Tone::Warn, MessageId("find-nobody"));
                }
            }
            (Layer::Day(lists), PartEvent::Opened(row)) if lists.throws(row) => {
                let dialog = lists.which_to_throw(&self.env.words);
                self.layers.push(Layer::Dialog {
                    dialog: dialog.map(|msg| Box::new(msg) as Erased),
                    to: To::App,
                });
            }
            (Layer::Day(lists), PartEvent::Opened(row)) => {
                let Some(link) = lists.link(row) else {
                    return;
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
            Some(Doable::Room(index)) => self.switch(index),
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
            AppMsg::FollowUps(Ok(rows)) => self.day_lists(|lists| lists.follow_ups = rows),
            AppMsg::Interviews(Ok(rows)) => self.day_lists(|lists| lists.interviews = rows),
            AppMsg::Papers(Ok(rows)) => self.day_lists(|lists| lists.papers = rows),
            AppMsg::Codes(Ok(found)) => self.day_lists(|lists| lists.codes = found),
            AppMsg::Plans(Ok(page)) => self.day_lists(|lists| lists.plans = page.rows),
            // Without who and when the choice is the same.
            AppMsg::Clashed(wrote) => self.clashed(&wrote.unwrap_or_default()),
            AppMsg::Rules(Ok(rules)) => self.rules(rules),
            AppMsg::Rules(Err(_)) => {}
            AppMsg::Failed(wrote) => self.failed_since(&wrote.unwrap_or_default()),
            AppMsg::Throw(None) => {}
            AppMsg::Throw(Some(draft)) => self.throw(*draft),
            AppMsg::Thrown(label, Ok(gone)) => self.thrown(&label, gone),
            AppMsg::Thrown(_, Err(error)) => self.fail(&error),
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
            | AppMsg::FollowUps(Err(error))
            | AppMsg::Interviews(Err(error))
            | AppMsg::Codes(Err(error))
            | AppMsg::Plans(Err(error))
            | AppMsg::Ending(Err(error)) => self.fail(&error),
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
        let words = &self.env.words;
        let what = words.of("act", &undone.name);
        let args = [
            ("what", what.as_ref().into()),
            ("key", self.env.call("app", "undo").into()),
        ];
        let said = words.with(id, &args).into_owned();
        self.messages.say(Tone::Good, said);
    }
}
