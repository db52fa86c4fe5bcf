//! The configuration file, and how it mixes with flags, saved settings and the environment.
//!
//! Reads one TOML file; never writes one, never looks at the terminal. What a person chose inside the
//! program stands on the server and is handed in as a [`Preferences`] like the others.
//!
//! A file with everything in it:
//!
//! ```toml
#![doc = include_str!("config/sample.toml")]
//! ```

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::lang::Lang;
use crate::domain::staff::HidesAfter;
use crate::ui::command::{Keymap, Layout, Letters, Overrides};
use crate::ui::screen::Profile;
use crate::ui::strike::Pause;

/// The profiles by their names in the file, on the command line and among the saved settings.
pub const PROFILES: [(&str, Profile); 2] = [
    (Profile::Visual.name(), Profile::Visual),
    (Profile::Reader.name(), Profile::Reader),
];

/// What somebody wants, as far as they said so: one source of the settings of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The language.
    pub lang: Option<Lang>,
    /// The name of a theme.
    pub theme: Option<String>,
    /// How the screen marks the focus.
    pub profile: Option<Profile>,
    /// Whether to speak plain lines instead of painting a screen.
    pub linear: Option<bool>,
    /// Whether single letters act.
    pub letters: Option<bool>,
    /// The ready set of keys.
    pub layout: Option<Layout>,
    /// For how long after a key the same key is not taken again.
    pub pause: Option<Pause>,
    /// How long nobody presses a key before the screen hides; in no file, for the office bounds it.
    pub idle: Option<HidesAfter>,
    /// A person's own keys, command by command.
    pub keys: Overrides,
}

impl Preferences {
    /// These, and where they say nothing the `weaker` ones.
    pub fn over(self, weaker: Self) -> Self {
        let mut keys = weaker.keys;
        keys.extend(self.keys);
        Self {
            lang: self.lang.or(weaker.lang),
            theme: self.theme.or(weaker.theme),
            profile: self.profile.or(weaker.profile),
            linear: self.linear.or(weaker.linear),
            letters: self.letters.or(weaker.letters),
            layout: self.layout.or(weaker.layout),
            pause: self.pause.or(weaker.pause),
            idle: self.idle.or(weaker.idle),
            keys,
        }
    }

    /// What a person saved on the server, as keys and values: `lang`, `theme`, `profile`, `linear`,
    /// `letters`, `layout`, `pause`, `idle`, and `keys.reception.queue.call` with the keys one after the other. What cannot be
    /// read says nothing, so that an older program still starts.
    pub fn of_saved<'s>(rows: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        let mut saved = Self::default();
        for (key, value) in rows {
            match key {
                "lang" => saved.lang = value.parse().ok(),
                "theme" => saved.theme = Some(value.to_owned()),
                "profile" => saved.profile = profile_named(value),
                "linear" => saved.linear = value.parse().ok(),
                "letters" => saved.letters = value.parse().ok(),
                "layout" => saved.layout = value.parse().ok(),
                "pause" => saved.pause = value.parse().ok(),
                "idle" => saved.idle = HidesAfter::of(value),
                _ => {
                    if let Some(command) = key.strip_prefix("keys.") {
                        let keys = value.chars().collect();
                        saved.keys.insert(command.to_owned(), keys);
                    }
                }
            }
        }
        saved
    }

    /// What a person saved, and the language that the office set for them where they saved none.
    pub fn of_person<'s>(
        lang: Option<Lang>,
        rows: impl IntoIterator<Item = (&'s str, &'s str)>,
    ) -> Self {
        Self::of_saved(rows).over(Self {
            lang,
            ..Self::default()
        })
    }

    /// What the environment asks for: the language of `LC_ALL`, `LC_MESSAGES` or `LANG`, and plain lines
    /// where `TERM` is `dumb`.
    pub fn of_environment(get: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| get(name).filter(|value| !value.is_empty()));
        Self {
            lang: locale.map(|locale| Lang::from_locale(&locale)),
            linear: (get("TERM").as_deref() == Some("dumb")).then_some(true),
            ..Self::default()
        }
    }

    /// The settings of a session: flags, then what the person saved, then the file, then the environment,
    /// then the defaults.
    pub fn settle(flags: Self, saved: Self, file: Self, environment: Self) -> Settings {
        let all = flags.over(saved).over(file).over(environment);
        let letters = if all.letters.unwrap_or(true) {
            Letters::On
        } else {
            Letters::Off
        };
        Settings {
            lang: all.lang.unwrap_or(Lang::It),
            theme: all.theme.unwrap_or_else(|| DEFAULT_THEME.to_owned()),
            profile: all.profile.unwrap_or_default(),
            linear: all.linear.unwrap_or(false),
            keymap: Keymap::new(all.layout.unwrap_or_default(), all.keys, letters)
                .with_pause(all.pause.unwrap_or_default()),
            idle: all.idle.unwrap_or_default(),
        }
    }
}

/// The theme when nobody asks for another.
const DEFAULT_THEME: &str = "normal";

/// The settings of a session, nothing left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language.
    pub lang: Lang,
    /// The name of the theme.
    pub theme: String,
    /// How the screen marks the focus.
    pub profile: Profile,
    /// Whether to speak plain lines. A host without a terminal does so whatever stands here.
    pub linear: bool,
    /// The keys, not yet checked against the commands: see [`Keymap::check`].
    pub keymap: Keymap,
    /// How long nobody presses a key before the screen hides.
    pub idle: HidesAfter,
}

/// What the configuration file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The office's database.
    pub db: Option<PathBuf>,
    /// The settings.
    pub preferences: Preferences,
    /// The folder of the file, where own themes lie in `themes/`.
    pub folder: Option<PathBuf>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    db: Option<PathBuf>,
    lang: Option<Lang>,
    theme: Option<String>,
    #[serde(default, deserialize_with = "profile")]
    profile: Option<Profile>,
    linear: Option<bool>,
    #[serde(default)]
    keys: WrittenKeys,
}

/// The table `[keys]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKeys {
    letters: Option<bool>,
    #[serde(default, deserialize_with = "layout")]
    layout: Option<Layout>,
    #[serde(default, deserialize_with = "pause")]
    pause: Option<Pause>,
    #[serde(default)]
    commands: Overrides,
}

fn layout<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Layout>, D::Error> {
    let name = String::deserialize(from)?;
    name.parse().map(Some).map_err(serde::de::Error::custom)
}

fn pause<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Pause>, D::Error> {
    let millis = u16::deserialize(from)?.to_string();
    millis.parse().map(Some).map_err(serde::de::Error::custom)
}

fn profile<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Profile>, D::Error> {
    let name = String::deserialize(from)?;
    let unknown = || serde::de::Error::unknown_variant(&name, &["visual", "reader"]);
    profile_named(&name).map(Some).ok_or_else(unknown)
}

/// The profile with this name.
pub fn profile_named(name: &str) -> Option<Profile> {
    PROFILES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, profile)| *profile)
}

/// The configuration cannot be used: which file, which line, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where one is at fault.
    pub line: Option<usize>,
    /// What is wrong and what to do, in English.
    pub reason: String,
    /// The same for whoever words it.
    pub fault: ConfigFault,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigFault {
    /// The file cannot be read.
    Unreadable(std::io::ErrorKind),
    /// A name or a value that is none of those that there are.
    Unknown {
        /// It.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A value of another kind than the setting's.
    Kind,
    /// Not a line of TOML.
    Line,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for ConfigError {}

/// Whether a usual place holds nothing for this account.
fn is_elsewhere(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(kind, NotFound | NotADirectory | PermissionDenied)
}

impl Config {
    /// Where the file is looked for when no path is given: `config.toml` in the person's own
    /// configuration folder; none where the system has no such folder.
    pub fn default_path() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "sportello")
            .map(|folders| folders.config_dir().join("config.toml"))
    }

    /// Reads the file at `path`, which must be there, or the one in its usual place, which need not.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let usual = Self::default_path();
        let (path, needed) = match (path, usual.as_deref()) {
            (Some(path), _) => (path, true),
            (None, Some(path)) => (path, false),
            (None, None) => return Ok(Self::default()),
        };
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            // Nothing there, or in a place that is not this account's: `sudo` may leave another's home behind.
            Err(error) if !needed && is_elsewhere(error.kind()) => Ok(Self {
                folder: path.parent().map(Path::to_owned),
                ..Self::default()
            }),
            Err(error) => Err(ConfigError {
                path: path.to_owned(),
                line: None,
                reason: format!("cannot be read ({error}): check the path, or leave --config out"),
                fault: ConfigFault::Unreadable(error.kind()),
            }),
        }
    }

    /// Reads the text of a file; `path` is for errors and for paths relative to it.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let written: Written = toml::from_str(text).map_err(|error| ConfigError {
            path: path.to_owned(),
            line: error.span().map(|span| line_of(text, span.start)),
            reason: format!("{}{}", error.message(), cure(error.message())),
            fault: fault(error.message()),
        })?;
        let folder = path.parent().map(Path::to_owned);
        let db = written.db.map(|db| match &folder {
            Some(folder) => folder.join(db),
            None => db,
        });
        Ok(Self {
            db,
            preferences: Preferences {
                lang: written.lang,
                theme: written.theme,
                profile: written.profile,
                linear: written.linear,
                letters: written.keys.letters,
                layout: written.keys.layout,
                pause: written.keys.pause,
                idle: None,
                keys: written.keys.commands,
            },
            folder,
        })
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// What the reader of the file means: it says so only in words, with names between backquotes.
fn fault(message: &str) -> ConfigFault {
    if message.contains("unknown field") || message.contains("unknown variant") {
        let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
        return ConfigFault::Unknown {
            name: quoted.next().unwrap_or_default(),
            known: quoted.collect(),
        };
    }
    if let Some((_, name)) = message.split_once("no keymap is called ") {
        return ConfigFault::Unknown {
            name: name.split('"').nth(1).unwrap_or_default().to_owned(),
            known: Layout::ALL.map(|layout| layout.name().to_owned()).to_vec(),
        };
    }
    if message.contains("invalid type") || message.contains("invalid value") {
        ConfigFault::Kind
    } else {
        ConfigFault::Line
    }
}

/// What to do, where the reader of the file does not say it.
fn cure(message: &str) -> &'static str {
    if message.contains("unknown field") || message.contains("unknown variant") {
        "; write one of these, or remove the line"
    } else if message.contains("no keymap is called") {
        ""
    } else if message.contains("invalid type") || message.contains("invalid value") {
        "; write a value of the right kind, for example linear = true or \"reception.queue.call\" = [\"c\"]"
    } else {
        "; correct the line, for example theme = \"light\""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("config/sample.toml");

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(Path::new("/home/ada/config.toml"), text)
    }

    #[test]
    fn the_sample_is_a_configuration() {
        let config = parse(SAMPLE).unwrap();
        assert_eq!(config.db.as_deref(), Some(Path::new("/home/ada/office.db")));
        let preferences = config.preferences;
        assert_eq!(preferences.lang, Some(Lang::It));
        assert_eq!(preferences.profile, Some(Profile::Visual));
        assert_eq!(preferences.layout, Some(Layout::Default));
        assert_eq!(preferences.keys["reception.queue.call"], ['c', '+']);
        assert_eq!(config.folder.as_deref(), Some(Path::new("/home/ada")));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(parse("").unwrap().preferences, Preferences::default());
    }

    #[test]
    fn errors_name_the_file_the_line_and_the_cure() {
        for (text, line, said) in [
            ("lang = \"it\"\ntheem = \"light\"\n", 2, "theme"),
            ("lang = \"fr\"\n", 1, "en"),
            ("profile = \"blind\"\n", 1, "reader"),
            ("\n\nlinear = 3\n", 3, "linear = true"),
            ("[keys]\nlayout = \"lefthand\"\n", 2, "left-hand"),
            (
                "[keys.commands]\n\"reception.queue.call\" = [\"cc\"]\n",
                2,
                "[\"c\"]",
            ),
            ("theme = \n", 1, "for example"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            let text = error.to_string();
            assert!(text.starts_with("/home/ada/config.toml, line "), "{text}");
            assert!(text.contains(said), "{text}");
        }
    }

    #[test]
    fn faults_say_which_name_and_which_there_are() {
        let fault = |text: &str| parse(text).unwrap_err().fault;
        let unknown = |text: &str| match fault(text) {
            ConfigFault::Unknown { name, known } => (name, known),
            other => panic!("{text}: {other:?}"),
        };
        let (name, known) = unknown("theem = \"light\"\n");
        assert_eq!(name, "theem");
        assert!(known.contains(&"theme".to_owned()), "{known:?}");
        let (name, known) = unknown("lang = \"fr\"\n");
        assert_eq!(
            (name.as_str(), known),
            ("fr", vec!["it".to_owned(), "en".to_owned()])
        );
        let (name, known) = unknown("[keys]\nlayout = \"lefthand\"\n");
        assert_eq!(name, "lefthand");
        assert!(known.contains(&"left-hand".to_owned()), "{known:?}");
        assert_eq!(fault("linear = 3\n"), ConfigFault::Kind);
        assert_eq!(fault("theme = \n"), ConfigFault::Line);
    }

    #[test]
    fn a_file_that_was_asked_for_must_be_there() {
        let error = Config::load(Some(Path::new("/nowhere/config.toml"))).unwrap_err();
        assert_eq!(error.path, Path::new("/nowhere/config.toml"));
        assert!(error.reason.contains("--config"));
    }

    #[test]
    fn saved_settings_that_cannot_be_read_say_nothing() {
        let rows = [
            ("lang", "en"),
            ("profile", "reader"),
            ("layout", "sideways"),
            ("keys.reception.queue.call", "jk"),
            ("colour", "red"),
        ];
        let saved = Preferences::of_saved(rows);
        let expected = Preferences {
            lang: Some(Lang::En),
            profile: Some(Profile::Reader),
            keys: Overrides::from([("reception.queue.call".to_owned(), vec!['j', 'k'])]),
            ..Preferences::default()
        };
        assert_eq!(saved, expected);
    }

    #[test]
    fn flags_win_over_the_person_over_the_file_over_the_environment() {
        let wants = |lang, theme: Option<&str>, key: Option<char>| Preferences {
            lang,
            theme: theme.map(str::to_owned),
            keys: key
                .map(|key| ("reception.queue.call".to_owned(), vec![key]))
                .into_iter()
                .collect(),
            ..Preferences::default()
        };
        let flags = wants(None, Some("mono"), None);
        let saved = wants(Some(Lang::En), Some("light"), Some('j'));
        let file = Preferences {
            linear: Some(true),
            ..wants(Some(Lang::It), None, Some('k'))
        };
        let nothing = Preferences::default;
        let settings = Preferences::settle(flags, saved, file, nothing());
        assert_eq!(settings.theme, "mono");
        assert_eq!(settings.lang, Lang::En);
        assert!(settings.linear);
        let keys = Overrides::from([("reception.queue.call".to_owned(), vec!['j'])]);
        assert_eq!(
            settings.keymap,
            Keymap::new(Layout::Default, keys, Letters::On)
        );
        let environment = |lang: &'static str, term: &'static str| {
            Preferences::of_environment(move |name| match name {
                "LANG" => Some(lang.to_owned()),
                "TERM" => Some(term.to_owned()),
                _ => None,
            })
        };
        let of = |e| Preferences::settle(nothing(), nothing(), nothing(), e);
        assert_eq!(of(environment("en_GB.UTF-8", "xterm")).lang, Lang::En);
        assert!(of(environment("C", "dumb")).linear);
        assert_eq!(of(nothing()).lang, Lang::It);
        assert_eq!(of(nothing()).theme, "normal");
    }
}
