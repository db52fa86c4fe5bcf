//! The lists of the day: drafts, outcomes to be said, hours to be signed, follow-ups, papers and plans that run out.
//! Each row leads somewhere.

use chrono::{DateTime, Days, Utc};

use crate::domain::Named as _;
use crate::domain::document::DocumentKind;
use crate::domain::plan::PlanState;
use crate::domain::staff::Right;
use crate::panes::person::moment;
use crate::panes::{DraftKey, Erased, Link};
use crate::store::agenda::{AppointmentRow, Unsettled, Who};
use crate::store::people::{
    Anomalies, Anomaly, ExpiringInterview, ExpiringInterviews, ExpiringPaper, ExpiringPapers,
};
use crate::store::placements::{DueFollowUp, DueFollowUps};
use crate::store::plans::{PlanFilter, PlanList, PlanPage, PlanRow, UnsignedHours, UnsignedRow};
use crate::store::{Draft, Result};
use crate::ui::dialog::Dialog;
use crate::ui::list::ListState;
use crate::ui::view::{Block, List, Row, RowsBy, Say, Span, Tone, View, Width};
use crate::ui::words::{MessageId, Words};

use super::layers::{AppMsg, Layer, column};
use super::{App, Request};

/// How many plans of a kind the lists of the day show.
const DAY_PLANS: usize = 50;

/// How many papers, and how many interviews, that run out they show: the first to go. So many follow-ups too.
const DAY_PAPERS: usize = 12;

/// How many codes to check they show: the last ones recorded.
const DAY_CODES: usize = 20;

/// The lists of the day: rows that lead somewhere.
#[derive(Default)]
pub struct DayLists {
    pub(super) drafts: Vec<Draft>,
    pub(super) unsettled: Vec<AppointmentRow>,
    pub(super) plans: Vec<PlanRow>,
    pub(super) ending: Vec<PlanRow>,
    pub(super) unsigned: Vec<UnsignedRow>,
    pub(super) follow_ups: Vec<DueFollowUp>,
    pub(super) papers: Vec<ExpiringPaper>,
    pub(super) interviews: Vec<ExpiringInterview>,
    /// How many codes of people are to be checked, and the last ones recorded.
    pub(super) codes: (usize, Vec<Anomaly>),
    pub(super) state: ListState<usize>,
}

/// A row of the lists of the day.
enum DayRow<'a> {
    Draft(&'a Draft),
    /// Throws one of the drafts away.
    Throw,
    Unsettled(&'a AppointmentRow),
    Plan(&'a PlanRow),
    Hours(&'a UnsignedRow),
    FollowUp(&'a DueFollowUp),
    Paper(&'a ExpiringPaper),
    Interview(&'a ExpiringInterview),
    Code(&'a Anomaly),
}

impl DayLists {
    fn rows(&self) -> Vec<DayRow<'_>> {
        let drafts = self.drafts.iter().map(DayRow::Draft);
        let throw = (!self.drafts.is_empty()).then_some(DayRow::Throw);
        let unsettled = self.unsettled.iter().map(DayRow::Unsettled);
        drafts
            .chain(throw)
            .chain(unsettled)
            .chain(self.unsigned.iter().map(DayRow::Hours))
            .chain(self.follow_ups.iter().map(DayRow::FollowUp))
            .chain(self.papers.iter().map(DayRow::Paper))
            .chain(self.interviews.iter().map(DayRow::Interview))
            .chain(self.plans.iter().map(DayRow::Plan))
            .chain(self.ending.iter().map(DayRow::Plan))
            .chain(self.codes.1.iter().map(DayRow::Code))
            .collect()
    }

    /// Where a row leads.
    pub(super) fn link(&self, row: usize) -> Option<Link> {
        Some(match self.rows().get(row)? {
            DayRow::Draft(draft) => Link::Draft(DraftKey::new(draft.form.clone(), &draft.subject)),
            DayRow::Throw => return None,
            DayRow::Unsettled(row) => Link::Appointment(row.id),
            DayRow::Hours(row) => Link::Hours(row.person.id, row.plan, row.action),
            DayRow::FollowUp(row) => Link::Application(row.vacancy, row.person.id),
            DayRow::Paper(paper) => Link::Person(paper.person),
            DayRow::Interview(interview) => Link::Person(interview.person),
            DayRow::Code(code) => Link::Person(code.person),
            DayRow::Plan(plan) => Link::Plans(plan.person.id, Some(plan.id)),
        })
    }

    /// Whether a row throws a draft away.
    pub(super) fn throws(&self, row: usize) -> bool {
        matches!(self.rows().get(row), Some(DayRow::Throw))
    }

    /// Asks which draft is wanted no more; the first answer keeps them all.
    pub(super) fn which_to_throw(&self, words: &Words) -> Dialog<AppMsg> {
        let asked = Dialog::new(words.get(MessageId("day-throw-which")))
            .sentence(words.get(MessageId("day-throw-lost")))
            .answer(words.get(MessageId("day-throw-none")), AppMsg::Throw(None));
        self.drafts.iter().fold(asked, |dialog, draft| {
            let args = [
                ("what", draft.label.as_str().into()),
                ("when", moment(draft.at, words).into()),
            ];
            let label = words.with(MessageId("day-throw-one"), &args).into_owned();
            dialog.answer(label, AppMsg::Throw(Some(Box::new(draft.clone()))))
        })
    }

    /// The rows have changed; the same place stays selected.
    pub(super) fn renew(&mut self) {
        let len = self.rows().len();
        self.state.keep(len, |i| i);
    }
}

/// What they show.
pub(super) fn view<'a>(words: &'a Words, lists: &'a DayLists) -> View<'a> {
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
        DayRow::Throw => Row {
            cells: vec![
                Span::plain(words.get(MessageId("day-throw"))),
                Span::default(),
                Span::default(),
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
        DayRow::FollowUp(row) => Row {
            cells: vec![
                Span::plain(row.person.short_name()),
                Span::toned(words.get(MessageId("day-follow-up")), Tone::Warn),
                Span::plain(words.with(
                    MessageId("day-since"),
                    &[("day", words.date(row.due_on).into())],
                )),
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
        DayRow::Interview(interview) => Row {
            cells: vec![
                Span::plain(interview.who.as_str()),
                Span::plain(words.get(MessageId("day-interview"))),
                Span::plain(words.with(
                    MessageId("day-until"),
                    &[("day", words.date(interview.lapses_on).into())],
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
        DayRow::Code(code) => Row {
            cells: vec![
                Span::plain(code.who.as_str()),
                Span::toned(
                    match &code.also {
                        Some((_, other)) => words.with(
                            MessageId("day-code-also"),
                            &[("who", other.as_str().into())],
                        ),
                        None => words.get(MessageId("day-code-wrong")),
                    },
                    Tone::Warn,
                ),
                Span::plain(code.value.as_str()),
            ],
        },
    });
    let (codes, shown) = (lists.codes.0, lists.codes.1.len());
    View::new(
        words.get(MessageId("day-title")),
        vec![Block::List(
            List::of(
                vec![
                    column(
                        words.get(MessageId("day-what")),
                        Width::Fill { min: 20, weight: 1 },
                    ),
                    column(
                        words.get(MessageId("day-state")),
                        Width::Fill { min: 22, weight: 1 },
                    ),
                    column(words.get(MessageId("day-when")), Width::Fixed(20)),
                ],
                rows,
            )
            .headed((codes > shown).then(|| {
                let counts = [("n", codes.into()), ("shown", shown.into())];
                words.with(MessageId("day-codes-more"), &counts)
            }))
            .selecting(lists.state.selected())
            .or_say(words.get(MessageId("day-empty"))),
        )],
    )
    .at(0, lists.state.selected())
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

impl App {
    /// The lists of the day.
    pub(super) fn open_day(&mut self) {
        self.layers.push(Layer::Day(Box::default()));
        self.requests.push(Request::Drafts);
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
            let soon = self.env.today() + Days::new(u64::from(self.env.rules.plan_days));
            self.read_plans("day.ending", PlanFilter::expiring(soon), AppMsg::Ending);
        }
        if self.env.staff.may(Right::PeopleRead) {
            let today = self.env.today();
            let soon = Days::new(u64::from(self.env.rules.paper_days));
            let follow_ups = DueFollowUps {
                office,
                until: today,
                limit: DAY_PAPERS,
            };
            self.read("day.follow-ups", follow_ups, AppMsg::FollowUps);
            let papers = ExpiringPapers {
                office,
                from: today - soon,
                until: today + soon,
                limit: DAY_PAPERS,
            };
            self.read("day.papers", papers, AppMsg::Papers);
            let interviews = ExpiringInterviews {
                office,
                until: today + soon,
                limit: DAY_PAPERS,
            };
            self.read("day.interviews", interviews, AppMsg::Interviews);
            self.read("day.codes", Anomalies { limit: DAY_CODES }, AppMsg::Codes);
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

    /// A draft is wanted no more: if its form is open here, it is closed first.
    pub(super) fn throw(&mut self, draft: Draft) {
        let key = DraftKey::new(draft.form, &draft.subject);
        self.close_form(&key);
        let then = move |gone| Box::new(AppMsg::Thrown(draft.label, gone)) as Erased;
        let then = Box::new(then);
        self.requests.push(Request::ThrowDraft { key, then });
    }

    /// It is gone, or goes on in another session of the person.
    pub(super) fn thrown(&mut self, label: &str, gone: bool) {
        let (tone, said) = if gone {
            (Tone::Good, MessageId("day-thrown"))
        } else {
            (Tone::Warn, MessageId("day-throw-elsewhere"))
        };
        let said = self.env.words.with(said, &[("what", label.into())]);
        self.messages.say(tone, said.into_owned());
        if matches!(self.layers.last(), Some(Layer::Day(_))) {
            self.requests.push(Request::Drafts);
        }
    }

    /// An answer for the lists, if they are still open.
    pub(super) fn day_lists(&mut self, set: impl FnOnce(&mut DayLists)) {
        if let Some(Layer::Day(lists)) = self.layers.last_mut() {
            set(lists);
            lists.renew();
        }
    }
}
