//! One plan: its facts, its goals with their actions, the hours, and the next steps.
//!
//! ```text
//! Percorso NEET di ROSSI Maria
//!
//! Stato      bozza                    Periodo  23/11/2026 - 22/05/2027
//!
//!    Obiettivi e azioni        Chi         Ore    Entro       Stato
//! 1  Trovare un primo lavoro   lavoro             22/05/2027  obiettivo
//! 2  Orientamento              chi opera   8 h    14/12/2026  pianificata
//! 3  Aggiungi un'azione
//! 4  Proponi il percorso
//!
//! Previste   ━━━━━━━━────────────────  58 h di 150 h
//! ```

use crate::domain::ids::{ActionId, GoalId, PersonId, PlanId};
use crate::domain::plan::{ActionState, Owner, PlanState, PlanStep};
use crate::domain::staff::{Right, Role};
use crate::panes::person::{hours, hours_column, moment, word};
use crate::panes::{Env, service};
use crate::store::catalogue::NewService;
use crate::store::plans::{ActionRow, Cap, GoalRow, PlanRow, PlanView};
use crate::ui::list::ListState;
use crate::ui::view::{
    At, Bars, Block, Column, Facts, List, Notice, Row, RowsBy, Say, Span, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::list::name;

/// What stands in a row of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Goal(GoalId),
    Action(ActionId),
    Step(Step),
}

/// A way on for the whole plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    AddAction,
    AddGoal,
    Head,
    Propose,
    Sign,
    Amend,
    Start,
    Resume,
    Close,
    Suspend,
    Revise,
    Interrupt,
    Expire,
    Extend,
    Reopen,
    Page,
}

/// The ways on, in the order of the sheet, with the step of the plan that each needs.
const STEPS: &[(Step, MessageId, Option<PlanStep>)] = &[
    (Step::AddAction, MessageId("plan-add-action"), None),
    (Step::AddGoal, MessageId("plan-add-goal"), None),
    (Step::Head, MessageId("plan-head"), None),
    (
        Step::Propose,
        MessageId("plan-propose"),
        Some(PlanStep::Propose),
    ),
    (Step::Sign, MessageId("plan-sign"), Some(PlanStep::Sign)),
    (Step::Amend, MessageId("plan-amend"), Some(PlanStep::Amend)),
    (Step::Start, MessageId("plan-start"), Some(PlanStep::Start)),
    (
        Step::Resume,
        MessageId("plan-resume"),
        Some(PlanStep::Resume),
    ),
    (Step::Close, MessageId("plan-close"), Some(PlanStep::Close)),
    (
        Step::Suspend,
        MessageId("plan-suspend"),
        Some(PlanStep::Suspend),
    ),
    (
        Step::Revise,
        MessageId("plan-revise"),
        Some(PlanStep::Revise),
    ),
    (
        Step::Interrupt,
        MessageId("plan-interrupt"),
        Some(PlanStep::Interrupt),
    ),
    (
        Step::Expire,
        MessageId("plan-expire"),
        Some(PlanStep::Expire),
    ),
    (
        Step::Extend,
        MessageId("plan-extend"),
        Some(PlanStep::Extend),
    ),
    (
        Step::Reopen,
        MessageId("plan-reopen"),
        Some(PlanStep::Reopen),
    ),
    (Step::Page, MessageId("plan-page"), None),
];

/// A plan that is open.
pub(super) struct Sheet {
    pub(super) view: PlanView,
    pub(super) list: ListState<Line>,
    rows: Vec<Line>,
}

impl Sheet {
    /// The plan as it was read.
    pub(super) fn new(view: PlanView, env: &Env) -> Self {
        let mut sheet = Self {
            view,
            list: ListState::new(),
            rows: Vec::new(),
        };
        sheet.fill(env);
        sheet
    }

    /// The same plan as it now stands.
    pub(super) fn renew(&mut self, view: PlanView, env: &Env) {
        let moved = self.view.plan.state != view.plan.state;
        self.view = view;
        self.fill(env);
        // After a step of the plan the next one is at hand.
        if moved && let Some(at) = self.rows.iter().position(is_next) {
            self.list.select(at);
        }
    }

    fn fill(&mut self, env: &Env) {
        self.rows.clear();
        for goal in &self.view.goals {
            self.rows.push(Line::Goal(goal.id));
            let of = self.view.actions.iter().filter(|a| a.goal == Some(goal.id));
            self.rows.extend(of.map(|action| Line::Action(action.id)));
        }
        let known = |id: GoalId| self.view.goals.iter().any(|goal| goal.id == id);
        let rest = self.view.actions.iter();
        let rest = rest.filter(|action| !action.goal.is_some_and(known));
        let rest: Vec<Line> = rest.map(|action| Line::Action(action.id)).collect();
        self.rows.extend(rest);
        let steps = STEPS
            .iter()
            .filter(|(step, _, by)| self.offers(*step, *by, env));
        let steps: Vec<Line> = steps.map(|(step, _, _)| Line::Step(*step)).collect();
        self.rows.extend(steps);
        let rows = &self.rows;
        self.list.keep(rows.len(), |i| rows[i]);
    }

    fn offers(&self, step: Step, by: Option<PlanStep>, env: &Env) -> bool {
        if step == Step::Page {
            return true;
        }
        let state = self.view.plan.state;
        env.staff.may(Right::PlansWrite)
            && match (step, by) {
                (Step::Expire, _) if self.view.plan.ends_on >= env.today() => false,
                (Step::Reopen, _) if !env.staff.roles.contains(&Role::Coordination) => false,
                (_, Some(by)) => state.after(by).is_some(),
                _ => state.is_being_written(),
            }
    }

    /// The plan.
    pub(super) fn id(&self) -> PlanId {
        self.view.plan.id
    }

    /// Whose it is.
    pub(super) fn person(&self) -> PersonId {
        self.view.plan.person.id
    }

    /// Whether a step of the plan is offered.
    pub(super) fn has(&self, step: Step) -> bool {
        self.rows.contains(&Line::Step(step))
    }

    /// What stands in a row.
    pub(super) fn row(&self, at: usize) -> Option<Line> {
        self.rows.get(at).copied()
    }

    /// What the selected row is.
    pub(super) fn selected(&self) -> Option<Line> {
        self.list.selected_id().copied()
    }

    /// A goal of the plan.
    pub(super) fn goal(&self, id: GoalId) -> Option<&GoalRow> {
        self.view.goals.iter().find(|goal| goal.id == id)
    }

    /// An action of the plan.
    pub(super) fn action(&self, id: ActionId) -> Option<&ActionRow> {
        self.view.actions.iter().find(|action| action.id == id)
    }

    /// The goal of the selected row: its own, or that of its action.
    pub(super) fn goal_here(&self) -> Option<GoalId> {
        match self.selected()? {
            Line::Goal(id) => Some(id),
            Line::Action(id) => self.action(id)?.goal,
            Line::Step(_) => self.view.goals.first().map(|goal| goal.id),
        }
    }

    /// The cap that the planned hours are over, if they are.
    pub(super) fn over_cap(&self) -> Option<&Cap> {
        let cap = self.view.cap.as_ref()?;
        (self.view.plan.planned_min > cap.minutes).then_some(cap)
    }

    /// `Le ore previste sono 160 h, oltre le 150 h di GOL ...`.
    pub(super) fn over_cap_sentence(&self, cap: &Cap, env: &Env) -> String {
        let words = &env.words;
        let since = cap.valid_from.map(|day| words.date(day));
        let args = [
            ("planned", hours(self.view.plan.planned_min, words).into()),
            ("cap", hours(cap.minutes, words).into()),
            (
                "programme",
                self.view.plan.programme.as_deref().unwrap_or("").into(),
            ),
            ("since", since.unwrap_or_default().into()),
            ("source", cap.source.as_str().into()),
        ];
        words.with(MessageId("plan-over-cap"), &args).into_owned()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> View<'a> {
        let words = &env.words;
        let mut blocks = vec![Block::Facts(facts(
            &self.view.plan,
            self.view.cap.is_none(),
            env,
        ))];
        if let Some(cap) = self.over_cap()
            && self.view.plan.state == PlanState::Draft
        {
            blocks.push(Block::Notice(Notice {
                tone: Tone::Bad,
                text: self.over_cap_sentence(cap, env).into(),
            }));
        }
        let bars = self.bars(env);
        if !bars.bars.is_empty() {
            blocks.push(Block::Bars(bars));
        }
        let focus = At {
            block: blocks.len(),
            part: self.list.selected(),
        };
        blocks.push(Block::List(self.rows_view(services, env)));
        let plan = name(&self.view.plan, env);
        let who = self.view.plan.person.short_name();
        let args = [
            ("plan", (&plan).into()),
            ("who", (&who).into()),
            ("state", self.state(env).into()),
        ];
        let title = words.with(MessageId("plan-title"), &args);
        View::new(env.titled(self.id(), title), blocks)
            .focused_on(focus)
            .beside(self.beside(services, env))
    }

    /// `attivo, versione 2`.
    fn state(&self, env: &Env) -> String {
        let (words, plan) = (&env.words, &self.view.plan);
        let state = word(words, plan.state);
        if plan.version < 2 {
            return state;
        }
        let version = words.with(MessageId("plan-version"), &[("n", plan.version.into())]);
        format!("{state}, {version}")
    }

    fn rows_view<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> List<'a> {
        let words = &env.words;
        let column = |id, width| Column::new(words.get(id), width);
        List::of(
            vec![
                column(
                    MessageId("plan-column-what"),
                    Width::Fill { min: 26, weight: 9 },
                ),
                column(
                    MessageId("plan-column-who"),
                    Width::Fill { min: 12, weight: 1 },
                ),
                column(MessageId("plans-column-hours"), hours_column(6, words)),
                column(
                    MessageId("plan-column-due"),
                    Width::Fixed(words.date_columns()),
                ),
                column(MessageId("plans-column-state"), Width::Fixed(11)),
            ],
            RowsBy::new(self.rows.len(), |i| Row {
                cells: self.cells(self.rows[i], services, env),
            }),
        )
        .selecting(self.list.selected())
    }

    fn cells<'a>(&'a self, line: Line, services: &'a [NewService], env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let on = |day: Option<chrono::NaiveDate>| {
            Span::plain(day.map(|day| words.date(day)).unwrap_or_default())
        };
        let mut cells = match line {
            Line::Goal(id) => self.goal(id).map_or_else(Vec::new, |goal| {
                vec![
                    Span::toned(
                        env.with_use(Some(id), goal.fields.text.as_str().into()),
                        Tone::Strong,
                    ),
                    Span::plain(""),
                    Span::plain(""),
                    on(goal.fields.due_on),
                    Span::toned(words.get(MessageId("plan-is-goal")), Tone::Quiet),
                ]
            }),
            Line::Action(id) => self.action(id).map_or_else(Vec::new, |action| {
                vec![
                    Span::plain(env.with_use(
                        Some(id),
                        service::label(services, &action.fields.service, env.lang).into(),
                    )),
                    Span::plain(owner(action, env)),
                    Span::plain(hours(action.fields.minutes, words)),
                    on(action.fields.due_on),
                    action_state(action, env),
                ]
            }),
            Line::Step(step) => {
                let label = STEPS.iter().find(|(one, _, _)| *one == step);
                let label = label.map_or(Say::Borrowed(""), |(_, id, _)| words.get(*id));
                vec![Span::plain(label)]
            }
        };
        cells.resize(5, Span::plain(""));
        cells
    }

    fn bars<'a>(&'a self, env: &'a Env) -> Bars<'a> {
        let words = &env.words;
        let planned = self.view.plan.planned_min;
        let sum = |of: fn(&ActionRow) -> u32| -> u32 { self.view.actions.iter().map(of).sum() };
        let delivered = sum(|action| action.delivered_min);
        let signed = sum(|action| action.signed_min);
        let of = |part: u32, whole: u32| -> Say<'a> {
            if whole == 0 {
                return hours(part, words).into();
            }
            let args = [
                ("part", hours(part, words).into()),
                ("whole", hours(whole, words).into()),
            ];
            words.with(MessageId("plan-hours-of"), &args)
        };
        let bar = |id, part, whole| (words.get(id), part, whole, of(part, whole));
        let mut bars = Vec::new();
        if let Some(cap) = &self.view.cap {
            bars.push(bar(MessageId("plan-planned"), planned, cap.minutes));
        }
        if self.view.plan.state != PlanState::Draft {
            bars.push(bar(MessageId("plan-delivered"), delivered, planned));
        }
        if delivered > 0 {
            bars.push(bar(MessageId("plan-hours-signed"), signed, delivered));
        }
        Bars {
            heading: None,
            bars,
        }
    }

    /// The focused row in full, on a wide screen.
    fn beside<'a>(
        &'a self,
        services: &'a [NewService],
        env: &'a Env,
    ) -> Option<impl Fn() -> Vec<Block<'a>> + 'a> {
        // The place beside is kept on the rows that have nothing to tell there: a move changes no column.
        let (goal, action) = match self.selected()? {
            Line::Goal(id) => (self.goal(id), None),
            Line::Action(id) => (None, self.action(id)),
            Line::Step(_) => (None, None),
        };
        Some(move || {
            let goal = goal.map(|goal| goal_facts(goal, env));
            let action = action.map(|action| action_facts(action, services, env));
            goal.into_iter().chain(action).map(Block::Facts).collect()
        })
    }
}

fn is_next(line: &Line) -> bool {
    matches!(
        line,
        Line::Step(Step::Propose | Step::Sign | Step::Start | Step::Resume)
    )
}

/// Who carries an action out, in a word.
fn owner<'a>(action: &'a ActionRow, env: &'a Env) -> Say<'a> {
    match (&action.staff_name, action.fields.owner) {
        (Some(name), Owner::Staff) => name.as_str().into(),
        (_, Owner::Staff) => env.words.get(MessageId("plan-by-staff")),
        (_, Owner::Person) => env.words.get(MessageId("plan-by-person")),
        (_, Owner::Partner) => env.words.get(MessageId("plan-by-partner")),
    }
}

/// The state as a word; past its day and not settled, it is late.
pub(super) fn action_state<'a>(action: &ActionRow, env: &'a Env) -> Span<'a> {
    let late =
        !action.state.is_settled() && action.fields.due_on.is_some_and(|day| day < env.today());
    let tone = match action.state {
        _ if late => Tone::Warn,
        ActionState::Done => Tone::Good,
        ActionState::Missed => Tone::Warn,
        ActionState::Cancelled | ActionState::Replaced => Tone::Quiet,
        _ => Tone::Plain,
    };
    let state = word(&env.words, action.state);
    if !late {
        return Span::toned(state, tone);
    }
    let late = env.words.get(MessageId("plan-action-late"));
    // What is late and only planned has not begun: that is what there is to say.
    if action.state == ActionState::Planned {
        return Span::toned(late, tone);
    }
    Span::toned(format!("{state}, {late}"), tone)
}

fn goal_facts<'a>(goal: &'a GoalRow, env: &'a Env) -> Facts<'a> {
    let words = &env.words;
    let due = goal.fields.due_on.map(|day| words.date(day));
    Facts::new(vec![
        (Say::Borrowed(""), Span::plain(goal.fields.text.as_str())),
        (
            words.get(MessageId("goal-domain")),
            Span::plain(word(words, goal.fields.domain)),
        ),
        (
            words.get(MessageId("goal-strand")),
            Span::plain(word(words, goal.fields.strand)),
        ),
        (
            words.get(MessageId("plan-column-due")),
            Span::plain(due.unwrap_or_default()),
        ),
    ])
    .headed(words.get(MessageId("goal-text")))
}

/// All that is known of an action.
pub(super) fn action_facts<'a>(
    action: &'a ActionRow,
    services: &'a [NewService],
    env: &'a Env,
) -> Facts<'a> {
    let words = &env.words;
    let due = action.fields.due_on.map(|day| words.date(day));
    let at = action.appointment.map(|(_, at)| moment(at, words));
    let given = words.with(
        MessageId("action-given"),
        &[
            ("given", hours(action.delivered_min, words).into()),
            ("signed", hours(action.signed_min, words).into()),
        ],
    );
    let text = |text: &'a Option<String>| Span::plain(text.as_deref().unwrap_or(""));
    Facts::of(
        words,
        [
            (
                MessageId("action-service"),
                Span::toned(
                    service::label(services, &action.fields.service, env.lang),
                    Tone::Strong,
                ),
            ),
            (MessageId("action-text"), text(&action.fields.text)),
            (
                MessageId("plan-column-who"),
                Span::plain(owner(action, env)),
            ),
            (
                MessageId("action-hours"),
                Span::plain(hours(action.fields.minutes, words)),
            ),
            (MessageId("action-hours-given"), Span::plain(given)),
            (
                MessageId("plan-column-due"),
                Span::plain(due.unwrap_or_default()),
            ),
            (MessageId("plans-column-state"), action_state(action, env)),
            (
                MessageId("action-appointment"),
                Span::plain(at.unwrap_or_default()),
            ),
            (MessageId("action-reason"), text(&action.reason)),
        ],
    )
}

/// What there is to know of a plan; the planned hours where they are set against nothing.
pub(super) fn facts<'a>(plan: &'a PlanRow, with_hours: bool, env: &'a Env) -> Facts<'a> {
    let words = &env.words;
    let period = words.days_between(plan.starts_on, plan.ends_on);
    let signed = plan
        .signed_on
        .zip(plan.signed_how)
        .map(|(on, how)| format!("{}, {}", words.date(on), word(words, how)));
    let outcome = plan
        .outcome
        .zip(plan.outcome_on)
        .map(|(outcome, on)| format!("{}, {}", word(words, outcome), words.date(on)));
    let text = |text: Option<String>| Span::plain(text.unwrap_or_default());
    let planned = with_hours.then(|| hours(plan.planned_min, words));
    Facts::of(
        words,
        [
            (MessageId("plan-period"), Span::plain(period)),
            (MessageId("plan-programme"), text(plan.programme.clone())),
            (
                MessageId("plans-column-referent"),
                Span::plain(plan.referent_name.as_str()),
            ),
            (MessageId("plan-planned"), text(planned)),
            (MessageId("plan-signed"), text(signed)),
            (MessageId("plan-outcome"), text(outcome)),
            (MessageId("plan-own-words"), text(plan.goal_words.clone())),
        ],
    )
}
