//! One's own settings, for everybody: a list, and for each the values to choose from. What is chosen is kept
//! with the person and holds at once.

use std::collections::BTreeMap;

use crate::domain::Named as _;
use crate::domain::lang::Lang;
use crate::domain::staff::{HidesAfter, SettingKey};
use crate::panes::{Cx, Env, Setting, person};
use crate::store::Result;
use crate::store::offices::{OfficeRow, OfficeRows};
use crate::store::staff::{Given, SetStaffSetting, StaffSettings};
use crate::ui::command::{Layout, Letters};
use crate::ui::dialog::Dialog;
use crate::ui::screen::Profile;
use crate::ui::strike::Pause;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::room::{Room, Then};
use super::table::{Lines, Table};
use super::{Msg, Office, keymap, once};

/// The settings as a room.
pub(super) fn room(_env: &Env) -> Box<dyn Room> {
    let mine = Mine {
        saved: BTreeMap::new(),
        office: None,
    };
    Box::new(Table::new(mine))
}

/// A row of one's own settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// One of a set of values.
    Setting(SettingKey),
    /// The keys of the commands.
    Keys,
    /// The password, where the office takes them.
    Password,
}

struct Mine {
    /// What is kept: key and value.
    saved: BTreeMap<String, String>,
    /// One's office, once it is known.
    office: Option<OfficeRow>,
}

impl Mine {
    /// The value that is kept, if it is one of those offered.
    fn kept(&self, key: SettingKey, env: &Env) -> Option<Setting> {
        let saved = self.saved.get(key.code())?;
        offered(key, env)
            .into_iter()
            .find(|setting| setting.kept().1.as_ref() == Some(saved))
    }

    fn rows(&self) -> Vec<Row> {
        let (last, first): (Vec<_>, Vec<_>) = SettingKey::ALL
            .iter()
            .copied()
            .partition(|key| *key == SettingKey::Idle);
        let mut rows: Vec<Row> = first.into_iter().map(Row::Setting).collect();
        rows.push(Row::Keys);
        if self.office.as_ref().is_some_and(|office| office.passwords) {
            rows.push(Row::Password);
        }
        rows.extend(last.into_iter().map(Row::Setting));
        rows
    }

    fn value<'a>(&'a self, row: Row, env: &'a Env) -> Span<'a> {
        let words = &env.words;
        match row {
            Row::Setting(key) => match self.kept(key, env) {
                Some(setting) => Span::plain(label(&setting, words)),
                None => Span::toned(usual(key, env), Tone::Quiet),
            },
            Row::Keys => match env.keys.map.own_count() {
                0 => Span::toned(words.get(MessageId("mine-keys-usual")), Tone::Quiet),
                n => Span::plain(words.with(MessageId("mine-keys-own"), &[("n", n.into())])),
            },
            Row::Password => Span::toned(words.get(MessageId("mine-password-how")), Tone::Quiet),
        }
    }

    /// Asks before a new password takes the place of the one before.
    fn password(cx: &mut Cx<'_, Office>) {
        let words = cx.env().words.clone();
        let staff = cx.env().staff.id;
        let making = Msg::Sure(Box::new(move |cx: &mut Cx<'_, Office>| {
            cx.give(staff, Given::Password, |made| {
                Msg::Given(Given::Password, made)
            });
        }));
        let dialog = Dialog::new(words.get(MessageId("mine-password-title")))
            .sentence(words.get(MessageId("member-password-why")))
            .answer(words.get(MessageId("office-no")), Msg::Never)
            .answer(words.get(MessageId("member-password-make")), making);
        cx.ask(dialog);
    }
}

impl Lines for Mine {
    type Line = Row;
    type Id = Row;
    const TABLES: &'static [&'static str] = &["staff_setting", "office"];
    const EMPTY: MessageId = MessageId("mine-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("mine-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("mine-column-what")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (
                Some(MessageId("mine-column-value")),
                Width::Fill { min: 16, weight: 2 },
            ),
        ]
    }

    fn id(line: &Row) -> Row {
        *line
    }

    fn cells<'a>(&'a self, line: &'a Row, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let name = match line {
            Row::Setting(key) => person::word(words, *key),
            Row::Keys => words.get(MessageId("mine-keys")).into_owned(),
            Row::Password => words.get(MessageId("mine-password")).into_owned(),
        };
        vec![
            Span::plain(person::sentence_case(&name)),
            self.value(*line, env),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("offices", OfficeRows, Msg::Offices);
        cx.read("mine", StaffSettings, Msg::Mine);
    }

    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<Row>>> {
        let answer = match msg {
            Msg::Mine(answer) => answer.map(|rows| self.saved = rows.into_iter().collect()),
            Msg::Offices(answer) => answer.map(|offices| {
                let own = |office: &OfficeRow| office.id == env.staff.office;
                self.office = offices.into_iter().find(own);
            }),
            _ => return None,
        };
        Some(answer.map(|()| self.rows()))
    }

    fn open(&mut self, line: &Row, cx: &mut Cx<'_, Office>) -> Then {
        match *line {
            Row::Setting(key) => {
                let choices = Choices {
                    key,
                    kept: self.kept(key, cx.env()),
                    chosen: None,
                };
                let rows = offered(key, cx.env());
                Then::Open(Box::new(Table::of(choices, rows)))
            }
            Row::Keys => Then::Open(keymap::room(cx.env())),
            Row::Password => {
                Self::password(cx);
                Then::Stay
            }
        }
    }

    fn given(&mut self, what: Given, secret: String, cx: &mut Cx<'_, Office>) -> Then {
        let office = self.office.as_ref().map_or("", |office| &office.name);
        once::secret(&cx.env().staff, office, what, secret, cx.env())
    }
}

/// The values of one setting.
struct Choices {
    key: SettingKey,
    kept: Option<Setting>,
    /// What was chosen, while it is being kept.
    chosen: Option<Setting>,
}

impl Lines for Choices {
    type Line = Setting;
    type Id = String;
    const TABLES: &'static [&'static str] = &[];
    const EMPTY: MessageId = MessageId("mine-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        person::word(&env.words, self.key).into()
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (None, Width::Fill { min: 20, weight: 2 }),
            (None, Width::Fixed(8)),
        ]
    }

    fn id(line: &Setting) -> String {
        line.kept().1.unwrap_or_default()
    }

    fn cells<'a>(&'a self, line: &'a Setting, env: &'a Env) -> Vec<Span<'a>> {
        let now = if self.kept.as_ref() == Some(line) {
            env.words.get(MessageId("mine-in-use"))
        } else {
            "".into()
        };
        vec![
            Span::plain(label(line, &env.words)),
            Span::toned(now, Tone::Good),
        ]
    }

    fn ask(&self, _cx: &mut Cx<'_, Office>) {}

    fn answer(&mut self, _msg: Msg, _env: &Env) -> Option<Result<Vec<Setting>>> {
        None
    }

    fn open(&mut self, line: &Setting, cx: &mut Cx<'_, Office>) -> Then {
        let (key, value) = line.kept();
        self.chosen = Some(line.clone());
        cx.act(SetStaffSetting { key, value }, Msg::Kept);
        Then::Stay
    }

    fn done(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        if let Some(setting) = self.chosen.take() {
            cx.settle(setting);
        }
        Then::Close
    }
}

/// The values that can be chosen.
fn offered(key: SettingKey, env: &Env) -> Vec<Setting> {
    match key {
        SettingKey::Lang => Lang::ALL.iter().copied().map(Setting::Lang).collect(),
        SettingKey::Theme => env
            .themes
            .iter()
            .map(|name| Setting::Theme(name.clone()))
            .collect(),
        SettingKey::Profile => [Profile::Visual, Profile::Reader]
            .map(Setting::Profile)
            .into(),
        SettingKey::Linear => [false, true].map(Setting::Linear).into(),
        SettingKey::Letters => [Letters::On, Letters::Off].map(Setting::Letters).into(),
        SettingKey::Layout => Layout::ALL.map(Setting::Layout).into(),
        SettingKey::Pause => Pause::ALL.map(Setting::Pause).into(),
        SettingKey::Idle => HidesAfter::ALL.map(Setting::Idle).into(),
    }
}

/// What holds although nothing was chosen, as far as it is known here: that of the command line, or of the machine.
fn usual(key: SettingKey, env: &Env) -> String {
    let holds = match key {
        SettingKey::Lang => Some(Setting::Lang(env.lang)),
        SettingKey::Theme if env.theme.is_empty() => None,
        SettingKey::Theme => Some(Setting::Theme(env.theme.to_string())),
        SettingKey::Profile if env.steady => Some(Setting::Profile(Profile::Reader)),
        SettingKey::Profile if !env.theme.is_empty() => Some(Setting::Profile(Profile::Visual)),
        SettingKey::Profile => None,
        SettingKey::Linear => Some(Setting::Linear(env.theme.is_empty())),
        SettingKey::Letters => Some(Setting::Letters(env.keys.map.letters())),
        SettingKey::Layout => Some(Setting::Layout(env.keys.map.layout())),
        SettingKey::Pause => Some(Setting::Pause(env.keys.map.pause())),
        SettingKey::Idle => Some(Setting::Idle(HidesAfter::OFFICE)),
    };
    let words = &env.words;
    holds.map_or_else(
        || words.get(MessageId("mine-unset")).into_owned(),
        |setting| {
            let value = label(&setting, words);
            let args = [("value", (&value).into())];
            words.with(MessageId("mine-usual"), &args).into_owned()
        },
    )
}

/// A value in words; a theme that did not ship by its own name.
fn label(setting: &Setting, words: &Words) -> String {
    let id = match setting {
        Setting::Lang(lang) => return person::word(words, *lang),
        Setting::Key(command, _) => return command.clone(),
        Setting::Theme(name) => match name.as_str() {
            "normal" => MessageId("setting-theme-normal"),
            "light" => MessageId("setting-theme-light"),
            "high-contrast" => MessageId("setting-theme-high-contrast"),
            "yellow-on-black" => MessageId("setting-theme-yellow-on-black"),
            "terminal" => MessageId("setting-theme-terminal"),
            "mono" => MessageId("setting-theme-mono"),
            _ => return name.clone(),
        },
        Setting::Profile(Profile::Visual) => MessageId("setting-profile-visual"),
        Setting::Profile(Profile::Reader) => MessageId("setting-profile-reader"),
        Setting::Linear(false) => MessageId("setting-linear-off"),
        Setting::Linear(true) => MessageId("setting-linear-on"),
        Setting::Letters(Letters::On) => MessageId("setting-letters-on"),
        Setting::Letters(Letters::Off) => MessageId("setting-letters-off"),
        Setting::Layout(Layout::Default) => MessageId("setting-layout-default"),
        Setting::Layout(Layout::LeftHand) => MessageId("setting-layout-left-hand"),
        Setting::Layout(Layout::RightHand) => MessageId("setting-layout-right-hand"),
        Setting::Layout(Layout::ArrowsOnly) => MessageId("setting-layout-arrows-only"),
        Setting::Idle(after) if *after == HidesAfter::OFFICE => MessageId("setting-idle-office"),
        Setting::Idle(after) => {
            let times = [("n", after.times().into())];
            return words
                .with(MessageId("setting-idle-times"), &times)
                .into_owned();
        }
        Setting::Pause(pause) if *pause == Pause::NONE => MessageId("setting-pause-none"),
        Setting::Pause(pause) => {
            let time = [("ms", pause.millis().into())];
            return words
                .with(MessageId("setting-pause-of"), &time)
                .into_owned();
        }
    };
    words.get(id).into_owned()
}
