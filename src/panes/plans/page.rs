//! The plan as it is printed: one page of plain text, read line by line.

use crate::exchange::plan_text::{PlanLabel, PlanWords, plan_text};
use crate::panes::{Env, service};
use crate::store::catalogue::NewService;
use crate::store::plans::PlanView;
use crate::ui::scroll::TextState;
use crate::ui::view::{Block, Span, Text, View};
use crate::ui::words::MessageId;

/// A page that is read.
pub(super) struct Page {
    pub(super) state: TextState,
    lines: Vec<String>,
    who: String,
}

impl Page {
    /// The page of a plan.
    pub(super) fn new(view: &PlanView, services: &[NewService], env: &Env) -> Self {
        let words = &env.words;
        let label = |label| words.get(id_of(label)).into_owned();
        let word = |family: &str, code: &str| words.of(family, code).into_owned();
        let service = |code: &str| service::label(services, code, env.lang).to_owned();
        let text = plan_text(
            view,
            &PlanWords {
                label: &label,
                word: &word,
                service: &service,
            },
        );
        Self {
            state: TextState::default(),
            lines: text.lines().map(str::to_owned).collect(),
            who: view.plan.person.short_name(),
        }
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let text = Text {
            heading: None,
            paragraphs: self
                .lines
                .iter()
                .map(|line| Span::plain(line.as_str()))
                .collect(),
        };
        View::new(
            env.words.with(
                MessageId("page-title"),
                &[("who", self.who.as_str().into())],
            ),
            vec![Block::Text(text)],
        )
        .at(0, self.state.line())
    }
}

fn id_of(label: PlanLabel) -> MessageId {
    match label {
        PlanLabel::Title => MessageId("page-heading"),
        PlanLabel::Person => MessageId("plans-column-person"),
        PlanLabel::Referent => MessageId("plans-column-referent"),
        PlanLabel::Programme => MessageId("plan-programme"),
        PlanLabel::Period => MessageId("plan-period"),
        PlanLabel::State => MessageId("plans-column-state"),
        PlanLabel::Signed => MessageId("plan-signed"),
        PlanLabel::OwnWords => MessageId("plan-own-words"),
        PlanLabel::By => MessageId("page-by"),
        PlanLabel::OtherActions => MessageId("page-other-actions"),
        PlanLabel::Planned => MessageId("page-planned"),
        PlanLabel::Cap => MessageId("page-cap"),
        PlanLabel::Date => MessageId("page-date"),
        PlanLabel::PersonSigns => MessageId("page-person-signs"),
        PlanLabel::StaffSigns => MessageId("page-staff-signs"),
    }
}
