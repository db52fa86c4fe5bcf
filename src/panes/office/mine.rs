//! One's own settings, for everybody: a list, and for each the values to choose from. What is chosen is kept
//! with the person and holds at once.

use std::collections::BTreeMap;

use crate::domain::Named as _;
use crate::domain::lang::Lang;
use crate::domain::staff::SettingKey;
use crate::panes::{Cx, Env, Setting, person};
use crate::store::Result;
use crate::store::staff::{SetStaffSetting, StaffSettings};
use crate::ui::command::{Layout, Letters};
use crate::ui::screen::Profile;
use crate::ui::view::{Say, Span, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::room::{Room, Then};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The settings as a room.
pub(super) fn room(_env: &Env) -> Box<dyn Room> {
    let mine = Mine {
        saved: BTreeMap::new(),
    };
    Box::new(Table::of(mine, SettingKey::ALL.to_vec()))
}

struct Mine {
    /// What is kept: key and value.
    saved: BTreeMap<String, String>,
}

impl Mine {
    /// The value that is kept, if it is one of those offered.
    fn kept(&self, key: SettingKey, env: &Env) -> Option<Setting> {
        let saved = self.saved.get(key.code())?;
        offered(key, env)
            .into_iter()
            .find(|setting| setting.kept().1 == *saved)
    }
}

impl Lines for Mine {
    type Line = SettingKey;
    type Id = SettingKey;
    const TABLES: &'static [&'static str] = &["staff_setting"];
    const EMPTY: MessageId = MessageId("mine-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("mine-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (Some(MessageId("mine-column-what")), Width::Fixed(26)),
            (
                Some(MessageId("mine-column-value")),
                Width::Fill { min: 16, weight: 1 },
            ),
        ]
    }

    fn id(line: &SettingKey) -> SettingKey {
        *line
    }

    fn cells<'a>(&'a self, line: &'a SettingKey, env: &'a Env) -> Vec<Span<'a>> {
        let value = match self.kept(*line, env) {
            Some(setting) => Span::plain(label(&setting, &env.words)),
            None => Span::toned(env.words.get(MessageId("mine-unset")), Tone::Quiet),
        };
        vec![Span::plain(person::word(&env.words, *line)), value]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("mine", StaffSettings, Msg::Mine);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<SettingKey>>> {
        let Msg::Mine(answer) = msg else { return None };
        Some(answer.map(|rows| {
            self.saved = rows.into_iter().collect();
            SettingKey::ALL.to_vec()
        }))
    }

    fn open(&mut self, line: &SettingKey, cx: &mut Cx<'_, Office>) -> Then {
        let choices = Choices {
            key: *line,
            kept: self.kept(*line, cx.env()),
            chosen: None,
        };
        let rows = offered(*line, cx.env());
        Then::Open(Box::new(Table::of(choices, rows)))
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
            (None, Width::Fill { min: 10, weight: 1 }),
        ]
    }

    fn id(line: &Setting) -> String {
        line.kept().1
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
        cx.act(
            SetStaffSetting {
                key: key.code().to_owned(),
                value: Some(value),
            },
            Msg::Kept,
        );
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
    }
}

/// A value in words; a theme that did not ship by its own name.
fn label(setting: &Setting, words: &Words) -> String {
    let id = match setting {
        Setting::Lang(lang) => return person::word(words, *lang),
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
    };
    words.get(id).into_owned()
}
