//! An action and an appointment that the person has already: tied together, so that its hours count for the plan.

use crate::domain::ids::{ActionId, AppointmentId};
use crate::panes::person::moment;
use crate::panes::{Cx, service};
use crate::store::agenda::{AppointmentRow, AppointmentsOf};
use crate::store::plans::BookAction;
use crate::ui::dialog::Dialog;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::{Msg, Plans};

/// How many appointments are offered: the next ones.
const OFFERED: usize = 9;

impl Plans {
    /// Asks which appointments the person has.
    pub(super) fn ask_to_tie(&mut self, action: ActionId, cx: &mut Cx<'_, Self>) {
        let Some(person) = self.sheet().map(super::sheet::Sheet::person) else {
            return;
        };
        self.tying = Some(action);
        let standing = AppointmentsOf {
            person,
            from: Some(cx.env().today()),
            limit: OFFERED,
        };
        cx.read("standing", standing, Msg::Standing);
    }

    /// The appointments have come: one that stands and serves no other action is chosen.
    pub(super) fn choose_to_tie(&mut self, rows: &[AppointmentRow], cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let free = |row: &&AppointmentRow| row.state.is_open() && row.plan_action.is_none();
        let mut dialog = Dialog::new(env.words.get(MessageId("action-tie-title")));
        let mut none = true;
        for row in rows.iter().filter(free) {
            none = false;
            let what = service::label(&self.services, &row.service, env.lang);
            let label = format!(
                "{}, {what}, {}",
                moment(row.starts_at, &env.words),
                row.staff_name
            );
            dialog = dialog.answer(label, Msg::Tie(row.id));
        }
        if none {
            self.tying = None;
            return cx.tell(Tone::Plain, MessageId("action-tie-none"));
        }
        cx.ask(dialog.answer(env.words.get(MessageId("layer-back")), Msg::Nothing));
    }

    /// This one.
    pub(super) fn tie(&mut self, appointment: AppointmentId, cx: &mut Cx<'_, Self>) {
        if let Some(action) = self.tying.take() {
            self.done = Some(MessageId("action-tied"));
            let tie = BookAction {
                action,
                appointment,
            };
            cx.act(tie, Msg::Stepped);
        }
    }
}
