//! What a room of the office is, and what it may ask of the pane.

use crate::panes::{Cx, DraftKey, Env};
use crate::store::Error;
use crate::store::staff::Given;
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::{Msg, Office};

/// Where it goes on.
pub(super) enum Then {
    /// Here.
    Stay,
    /// Back to the room behind.
    Close,
    /// In another room, on top of this one.
    Open(Box<dyn Room>),
    /// Back to the room behind, which is given what was made here.
    Hand(Msg),
}

/// What the commands do; each room says which it has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// Somebody new at work.
    NewStaff,
    /// One more key.
    NewKey,
    /// A time away.
    NewAbsence,
    /// A desk.
    NewDesk,
    /// A service.
    NewService,
    /// A window of the week.
    NewWindow,
    /// A special day.
    NewDay,
    /// A dated value.
    NewValue,
    /// An office.
    NewOffice,
    /// Changes what is in front.
    Change,
    /// Takes a desk out of use.
    CloseDesk,
    /// Takes it into use again.
    ReopenDesk,
    /// A service is offered no longer.
    EndService,
    /// Takes the row away.
    Drop,
    /// A key lets nobody in any more.
    Revoke,
    /// Somebody may no longer work here.
    SwitchOff,
    /// Somebody may work here again.
    SwitchOn,
    /// Passwords let in, or no longer do.
    Passwords,
    /// Takes away what of a book is due.
    Purge,
    /// A section of the outline is asked before the one ahead of it.
    Up,
    /// It is asked after the next one.
    Down,
    /// It is asked no longer.
    LeaveOut,
    /// It is asked again.
    AskAgain,
    /// An outline is put in force.
    PutInForce,
}

/// A room: a list, a record or a form.
pub(super) trait Room: Send {
    /// What it shows.
    fn view<'a>(&'a self, env: &'a Env) -> View<'a>;

    /// The part in focus.
    fn part(&mut self) -> &mut dyn Part;

    /// Asks for what it shows.
    fn ask(&self, _cx: &mut Cx<'_, Office>) {}

    /// The tables that it shows.
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    /// Takes an answer; one that is not for it, it drops.
    fn take(&mut self, _msg: Msg, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Stay
    }

    /// Something happened in its part.
    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Office>) -> Then;

    /// Its act is on disk.
    fn done(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        self.ask(cx);
        Then::Stay
    }

    /// A secret that it asked for was made.
    fn given(&mut self, _what: Given, _secret: String, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Stay
    }

    /// Its act was refused: says why.
    fn failed(&mut self, error: &Error, cx: &mut Cx<'_, Office>) {
        cx.fail(error);
        self.ask(cx);
    }

    /// Whether it has a command now.
    fn offers(&self, _verb: Verb) -> bool {
        false
    }

    /// Runs a command.
    fn run(&mut self, _verb: Verb, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Stay
    }

    /// The form being filled in.
    fn draft(&self) -> Option<(DraftKey, &Form)> {
        None
    }

    /// Opens the form of a draft as soon as what it is about is here.
    fn resume(&mut self, _draft: &DraftKey) {}
}

/// A question with a harmless answer first and one that does it.
pub(super) fn sure(
    env: &Env,
    title: String,
    sentence: MessageId,
    yes: MessageId,
    deed: impl FnOnce(&mut Cx<'_, Office>) + Send + 'static,
) -> Dialog<Msg> {
    let words = &env.words;
    Dialog::new(title)
        .sentence(words.get(sentence))
        .answer(words.get(MessageId("office-no")), Msg::Never)
        .answer(words.get(yes), Msg::Sure(Box::new(deed)))
}
