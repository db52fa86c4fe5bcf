//! An outline is put in force: where it is written.

use crate::domain::ids::OutlineId;
use crate::domain::outline::Outline;
use crate::panes::office::room::Then;
use crate::panes::office::sheet::{Sheet, Subject};
use crate::panes::office::{Msg, Office};
use crate::panes::{Cx, Env};
use crate::store::Before;
use crate::store::interview::{LONGEST_SOURCE, PutOutline};
use crate::ui::form::{Field, Form};
use crate::ui::words::MessageId;

use super::versions;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.outline.put";

const SOURCE: &str = "source";

/// The form for an outline: the working copy, or an older version. `before` is the one in force that it was compared
/// with.
pub(super) fn form(
    outline: Outline,
    version: Option<i64>,
    before: Option<OutlineId>,
    env: &Env,
) -> Then {
    let words = &env.words;
    let source = Field::text(SOURCE, MessageId("param-source"))
        .required()
        .max(LONGEST_SOURCE);
    let mut form = Form::new(FORM, vec![source]).saved_by(MessageId("outline-put"));
    let about = version.map(|version| version.to_string());
    if let Some(version) = version {
        let args = [("name", versions::name(version, words).into())];
        form.set(SOURCE, &words.with(MessageId("outline-as"), &args));
    }
    let title = words.get(MessageId("outline-put")).into_owned();
    Sheet::new(
        Put { outline, before },
        form,
        &about.unwrap_or_default(),
        title,
    )
    .with_note(MessageId("outline-put-how"))
    .open()
}

/// What the form is about.
struct Put {
    outline: Outline,
    before: Option<OutlineId>,
}

impl Subject for Put {
    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let act = PutOutline {
            outline: self.outline.clone(),
            source: form.value(SOURCE).to_owned(),
            before: Before::Seen(self.before),
        };
        cx.act(act, |done| {
            Msg::Did(MessageId("outline-is-in-force"), done.map(drop))
        });
    }
}
