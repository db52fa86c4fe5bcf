//! What every host sets a session up from: the shelf that all sessions of a process share, and the seat of
//! one person.
//!
//! Reads no file and no environment: hosts hand in what they found.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{FaceOf, Inbox, Moment, Setup};
use crate::config::Settings;
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::reference::Reference;
use crate::store::Store;
use crate::terminal::Capabilities;
use crate::ui::theme::{Theme, ThemeError, Themes};
use crate::ui::words::Words;

/// What the sessions of a process share: each thing is made once, whoever asks first. Cheap to clone.
#[derive(Clone)]
pub struct Shelf(Arc<Shelves>);

struct Shelves {
    italian: OnceLock<Arc<Words>>,
    english: OnceLock<Arc<Words>>,
    themes: BTreeMap<String, Result<Arc<Theme>, ThemeError>>,
    theme_names: Arc<[String]>,
    reference: Arc<Reference>,
}

impl Shelf {
    /// A shelf with these tables and themes.
    pub fn new(reference: Arc<Reference>, themes: &Themes) -> Self {
        let resolved = |name: &str| themes.get(name).map(|theme| theme.map(Arc::new));
        let themes: BTreeMap<_, _> = themes
            .names()
            .filter_map(|name| Some((name.to_owned(), resolved(name)?)))
            .collect();
        let usable = themes.iter().filter(|(_, theme)| theme.is_ok());
        Self(Arc::new(Shelves {
            italian: OnceLock::new(),
            english: OnceLock::new(),
            theme_names: usable.map(|(name, _)| name.clone()).collect(),
            themes,
            reference,
        }))
    }

    /// The words of a language.
    pub fn words(&self, lang: Lang) -> Arc<Words> {
        let shelf = match lang {
            Lang::It => &self.0.italian,
            Lang::En => &self.0.english,
        };
        let made = || Arc::new(Words::new(crate::domain::Named::code(lang)));
        Arc::clone(shelf.get_or_init(made))
    }

    /// A theme by its name: none if there is none, an error if its file cannot be used.
    pub fn theme(&self, name: &str) -> Option<Result<Arc<Theme>, &ThemeError>> {
        Some(self.0.themes.get(name)?.as_ref().map(Arc::clone))
    }

    /// The names of the themes that can be used.
    pub fn theme_names(&self) -> &Arc<[String]> {
        &self.0.theme_names
    }

    /// The embedded tables.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.0.reference
    }
}

/// Somebody's place at a host.
pub struct Seat {
    /// The office.
    pub store: Store,
    /// Who works.
    pub staff: Staff,
    /// What the person, the flags, the configuration and the environment settled.
    pub settings: Settings,
    /// The colours.
    pub theme: Arc<Theme>,
    /// Whether the office ends with the session.
    pub passing: bool,
    /// The terminal and its size in columns and rows; none, or one that can do nothing, speaks plain lines,
    /// whatever is settled.
    pub terminal: Option<(Capabilities, u16, u16)>,
    /// The command that speaks plain lines, where the person is.
    pub plain: &'static str,
    /// Where answers go.
    pub inbox: Inbox,
    /// The first moment.
    pub now: Moment,
}

impl Seat {
    /// The setup of the session.
    pub fn setup(self, shelf: &Shelf) -> Setup {
        Setup {
            store: self.store,
            staff: self.staff,
            words: shelf.words(self.settings.lang),
            lang: self.settings.lang,
            reference: Arc::clone(shelf.reference()),
            shelf: shelf.clone(),
            theme: self.theme,
            keymap: self.settings.keymap,
            profile: self.settings.profile,
            idle: self.settings.idle,
            passing: self.passing,
            face: match self.terminal {
                None => FaceOf::Linear,
                Some((capabilities, columns, rows)) => FaceOf::Screen {
                    capabilities,
                    columns,
                    rows,
                    plain: self.plain,
                    lines: self.settings.linear,
                },
            },
            inbox: self.inbox,
            ids: Box::new(ulid::Ulid::generate),
            now: self.now,
        }
    }
}
