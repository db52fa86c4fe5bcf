//! Stub.
use crate::domain::staff::Right;
use crate::panes::{Cx, Env, Pane, PaneCommand};
use crate::ui::view::View;
use crate::ui::words::MessageId;
/// Stub.
pub struct Plans;
impl Pane for Plans {
    type Msg = ();
    const NAME: &'static str = "plans";
    const TITLE: MessageId = MessageId("plans-title");
    const RIGHT: Right = Right::PlansRead;
    const COMMANDS: &'static [PaneCommand<Self>] = &[];
    fn open(_cx: &mut Cx<'_, Self>) -> Self { Self }
    fn update(&mut self, _msg: (), _cx: &mut Cx<'_, Self>) {}
    fn view<'a>(&'a self, _env: &'a Env) -> View<'a> { View { title: "".into(), blocks: Vec::new(), side: Vec::new(), focus: Default::default() } }
}
