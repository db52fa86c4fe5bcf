//! The SSH keys of somebody: given by pasting the public line, revoked after a question.

use crate::domain::ids::{StaffId, StaffKeyId};
use crate::domain::staff_key::StaffKey;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::Result;
use crate::store::staff::keys::{AddStaffKey, RevokeStaffKey, StaffKeyRow, StaffKeys};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Field, Form};
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.key";
const KEY: &str = "key";
/// The longest line that is taken.
const LINE: usize = 1200;

/// The keys of somebody as a room.
pub(super) fn room(staff: StaffId, name: String) -> Box<dyn Room> {
    Box::new(Table::new(Keys { staff, name }))
}

struct Keys {
    staff: StaffId,
    name: String,
}

impl Keys {
    fn form(&self, env: &Env) -> Then {
        let form = Form::new(
            FORM,
            vec![Field::text(KEY, MessageId("key-line")).required().max(LINE)],
        );
        let args = [("who", (&self.name).into())];
        let title = env.words.with(MessageId("key-title"), &args);
        let about = self.staff.to_string();
        Sheet::new(Key(self.staff), form, &about, title.into_owned())
            .with_note(MessageId("key-how"))
            .open()
    }

    fn revoke(line: &StaffKeyRow, cx: &mut Cx<'_, Office>) {
        let key = line.id;
        let words = &cx.env().words;
        let what = [("fingerprint", (&line.fingerprint).into())];
        let deed = move |anyway: bool| {
            Msg::Sure(Box::new(move |cx: &mut Cx<'_, Office>| {
                cx.act(RevokeStaffKey { key, anyway }, |done| {
                    Msg::Did(MessageId("keys-revoked"), done)
                });
            }))
        };
        let dialog = Dialog::new(words.get(MessageId("keys-revoke-title")))
            .sentence(words.with(MessageId("keys-revoke-what"), &what))
            .sentence(words.get(MessageId("keys-revoke-why")))
            .answer(words.get(MessageId("office-no")), Msg::Never)
            .answer(words.get(MessageId("keys-revoke-yes")), deed(false))
            .answer(words.get(MessageId("keys-revoke-anyway")), deed(true));
        cx.ask(dialog);
    }
}

impl Lines for Keys {
    type Line = StaffKeyRow;
    type Id = StaffKeyId;
    const TABLES: &'static [&'static str] = &["staff_key"];
    const EMPTY: MessageId = MessageId("keys-none");
    const NEW: &'static str = "key.new";

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        let args = [("who", (&self.name).into())];
        env.words.with(MessageId("keys-title"), &args)
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("keys-column-comment")),
                Width::Fill { min: 16, weight: 1 },
            ),
            (Some(MessageId("keys-column-since")), Width::Fixed(10)),
            (
                Some(MessageId("keys-column-fingerprint")),
                Width::Below { min: 50 },
            ),
        ]
    }

    fn id(line: &StaffKeyRow) -> StaffKeyId {
        line.id
    }

    fn cells<'a>(&'a self, line: &'a StaffKeyRow, env: &'a Env) -> Vec<Span<'a>> {
        let name = if line.comment.is_empty() {
            env.words.get(MessageId("keys-nameless"))
        } else {
            line.comment.as_str().into()
        };
        vec![
            Span::toned(name, Tone::Strong),
            Span::plain(env.words.date(crate::clock::local_day(line.added_at))),
            Span::toned(line.fingerprint.as_str(), Tone::Quiet),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        let keys = StaffKeys {
            staff: self.staff,
            revoked_too: false,
        };
        cx.read("keys", keys, Msg::Keys);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<StaffKeyRow>>> {
        match msg {
            Msg::Keys(rows) => Some(rows),
            _ => None,
        }
    }

    fn open(&mut self, line: &StaffKeyRow, cx: &mut Cx<'_, Office>) -> Then {
        Self::revoke(line, cx);
        Then::Stay
    }

    fn offers(&self, verb: Verb, line: Option<&StaffKeyRow>) -> bool {
        verb == Verb::NewKey || verb == Verb::Revoke && line.is_some()
    }

    fn resume(&mut self, _draft: &DraftKey, _lines: &[StaffKeyRow], env: &Env) -> Option<Then> {
        Some(self.form(env))
    }

    fn run(&mut self, verb: Verb, line: Option<&StaffKeyRow>, cx: &mut Cx<'_, Office>) -> Then {
        if let (Verb::Revoke, Some(line)) = (verb, line) {
            Self::revoke(line, cx);
            return Then::Stay;
        }
        self.form(cx.env())
    }
}

struct Key(StaffId);

impl Subject for Key {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        if form.value(field).is_empty() {
            return;
        }
        match StaffKey::parse(form.value(field)) {
            Ok(key) => form.set_hint(field, Some(key.fingerprint())),
            Err(fault) => {
                form.set_hint(field, None);
                form.set_error(field, person::word(&env.words, fault));
            }
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let act = AddStaffKey {
            staff: self.0,
            key: form.value(KEY).to_owned(),
        };
        cx.act(act, |done| {
            Msg::Did(MessageId("keys-added"), done.map(drop))
        });
    }
}
