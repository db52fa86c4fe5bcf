//! The face of a session: what the app is like now, painted or spoken, and the settings of the face itself.
//!
//! Reads the app and changes nothing in it but what only a face knows: which numbers stand where, where the focus
//! is drawn.

use std::mem;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Session;
use super::seat::Shelf;
use crate::app::App;
use crate::domain::lang::Lang;
use crate::panes::{InHand, Setting};
use crate::terminal::capabilities::Depth;
use crate::terminal::{Capabilities, Screen};
use crate::ui::command::Keymap;
use crate::ui::linear::{Linear, Scene};
use crate::ui::screen::{Face, FrameOf, Header, Offer, Profile};
use crate::ui::theme::Theme;
use crate::ui::view::{Focus, FocusRole, Tone};
use crate::ui::words::{Manner, MessageId, Words};

pub(super) enum Shows {
    Screen(Box<OnScreen>),
    Linear(Box<Linear>),
}

pub(super) struct OnScreen {
    /// The command that speaks plain lines instead.
    pub(super) plain: &'static str,
    /// Whether a form is filled in: its footer offers no letters, and stays the same from field to field and
    /// on the row that saves.
    pub(super) typing: bool,
    pub(super) screen: Screen,
    pub(super) face: Face,
    pub(super) theme: Arc<Theme>,
    /// Whether what is written is said.
    pub(super) reader: bool,
    /// The message that was written last, and whether it was said again.
    pub(super) said: Option<(String, bool)>,
}

impl Session {
    /// Takes one of the person's own settings and says so, in the language that holds then. What only a screen
    /// has holds from the next log-in on where there is none.
    pub(super) fn settle(&mut self, setting: Setting) {
        let everywhere = matches!(setting, Setting::Lang(_) | Setting::Key(..));
        let at_once = everywhere || self.has_screen();
        match setting {
            Setting::Lang(lang) => self.speak_in(lang),
            Setting::Key(command, key) => {
                let keys = key.map(|key| vec![key]);
                self.rekey(|map| map.with_own(&command, keys));
            }
            _ if !at_once => {}
            Setting::Theme(name) => self.wear(&name),
            Setting::Profile(profile) => self.paint_for(profile),
            Setting::Letters(letters) => self.rekey(|map| map.with_letters(letters)),
            Setting::Layout(layout) => self.rekey(|map| map.with_layout(layout)),
            Setting::Pause(pause) => self.rekey(|map| map.with_pause(pause)),
            Setting::Linear(lines) => self.show_in_lines(lines),
            Setting::Idle(after) => self.app.hides_after(after),
        }
        let said = if at_once {
            MessageId("setting-kept")
        } else {
            MessageId("setting-kept-next-time")
        };
        self.app.tell(Tone::Good, said);
        self.stale = true;
        self.dirty = true;
    }

    fn speak_in(&mut self, lang: Lang) {
        let manner = match &self.shows {
            Shows::Screen(on) => manner_of(on.face.profile()),
            Shows::Linear(_) => Manner::Lines,
        };
        let words = said_in(self.shelf.words(lang), manner);
        if let Shows::Linear(linear) = &mut self.shows {
            linear.speak_with(Arc::clone(&words));
        }
        self.app.speak(words, lang);
    }

    /// Changes the keys of the screen; lines keep a letter for each command, and take over only one's own.
    fn rekey(&mut self, change: impl FnOnce(Keymap) -> Keymap) {
        let keymap = match &mut self.behind {
            Some(behind) => {
                behind.keymap = change(mem::take(&mut behind.keymap));
                behind.keymap.spoken()
            }
            None => change(self.app.keymap().clone()),
        };
        self.app.rekey(keymap);
    }

    fn wear(&mut self, theme: &str) {
        let Some(Ok(theme)) = self.shelf.theme(theme) else {
            return;
        };
        let shelf = self.shelf.clone();
        if let Some(on) = self.screen() {
            on.theme = seen_on(*on.screen.capabilities(), theme, &shelf);
        }
    }

    fn paint_for(&mut self, profile: Profile) {
        if let Some(on) = self.screen() {
            on.face = Face::new(profile);
            on.reader = profile == Profile::Reader;
        }
        if self.is_in_lines() {
            return;
        }
        self.shown.silent = self.is_for_a_reader();
        self.app.steady(self.shown.silent);
        let lang = self.app.env().lang;
        let words = said_in(self.shelf.words(lang), manner_of(profile));
        self.app.speak(words, lang);
    }

    /// Whether the screen is painted for a screen reader.
    pub(super) fn is_for_a_reader(&self) -> bool {
        matches!(&self.shows, Shows::Screen(on) if on.reader)
    }

    pub(super) fn paint(&mut self) -> Option<Vec<u8>> {
        let typing = self.app.is_filling_in();
        match &mut self.shows {
            Shows::Screen(on) => {
                on.typing = typing;
                let painted = on.paint(&self.app)?;
                self.shown.numbers = on.numbers(painted.block);
                self.stale = false;
                if let (FocusRole::Text, Some((_, lines))) =
                    (painted.focus.role, painted.focus.position)
                {
                    self.app.measured(lines);
                }
                self.shown.focus = Some(painted.focus);
                painted.bytes
            }
            Shows::Linear(linear) => {
                let waiting = self.awaited > 0;
                let text = with_scene(&self.app, waiting, |scene| linear.speak(scene))?;
                if text.is_empty() {
                    None
                } else {
                    Some(text.into_bytes())
                }
            }
        }
    }
}

/// What came of a painting.
struct Painted {
    focus: Focus,
    /// The block in focus.
    block: usize,
    /// The frame; none when nothing changed.
    bytes: Option<Vec<u8>>,
}

impl OnScreen {
    /// Paints the app and encodes the difference.
    fn paint(&mut self, app: &App) -> Option<Painted> {
        let (buffer, focus, block) = self.draw(app)?;
        if self.reader {
            self.say_whole(app, &focus);
        }
        let mut bytes = self.screen.frame(&buffer, focus.cursor);
        if let (FocusRole::Field, Some(bytes)) = (focus.role, &mut bytes) {
            self.screen.take_up_ink(&buffer, bytes);
        }
        Some(Painted {
            focus,
            block,
            bytes,
        })
    }

    /// A message that is new, or said again, is written whole.
    fn say_whole(&mut self, app: &App, focus: &Focus) {
        let message = app.message().filter(|_| !app.is_private());
        let now = message.map(|(_, text)| (text.to_owned(), app.on_message()));
        let before = mem::replace(&mut self.said, now);
        let again = match (&before, &self.said) {
            (_, None) => return,
            (Some((old, _)), Some((new, again))) if old == new => *again && before != self.said,
            _ => true,
        };
        let (_, rows) = self.screen.size();
        let first = if app.on_message() {
            focus.rect.y
        } else {
            rows.saturating_sub(self.face.message_rows())
        };
        if again {
            self.screen.rewrite(first..rows);
        }
    }

    /// What stands behind the numbers 1 to 9 of a block: the index of each row.
    pub(super) fn numbers(&self, block: usize) -> [Option<usize>; 9] {
        let at = |digit| self.face.number(digit).filter(|at| at.block == block);
        std::array::from_fn(|i| at(i + 1).map(|at| at.part))
    }

    /// The cells, what has the focus, and in which block.
    pub(super) fn draw(&mut self, app: &App) -> Option<(Buffer, Focus, usize)> {
        let words = &*app.env().words;
        let view = app.view()?;
        let layer = app.layer();
        let (columns, rows) = self.screen.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let footer = app.footer(self.typing);
        let offers: Vec<Offer<'_>> = footer
            .iter()
            .map(|(key, label)| Offer {
                key: key.as_str().into(),
                label: label.as_str().into(),
            })
            .collect();
        let practice = app.practice().then(|| words.get(MessageId("app-practice")));
        let notice = app.notice();
        let frame = FrameOf {
            view: &view,
            layer: layer.as_ref(),
            header: Header {
                notice: notice.as_deref(),
                practice: practice.as_deref(),
                person: in_hand(app).map(|person| person.name.as_str()),
                news: None,
                office: Some(&app.env().staff.name),
            },
            offers: &offers,
            message: app.message().filter(|_| !app.is_private()),
            saying: app.on_message(),
            plain: self.plain,
        };
        let focus = self.face.paint(&frame, &mut buffer, &self.theme, words);
        let block = layer.as_ref().unwrap_or(&view).focus.block;
        Some((buffer, focus, block))
    }
}

/// The words in the manner of a face.
pub(super) fn said_in(words: Arc<Words>, manner: Manner) -> Arc<Words> {
    match manner {
        Manner::Brief => words,
        manner => Arc::new(words.said(manner)),
    }
}

/// The manner of a screen.
pub(super) const fn manner_of(profile: Profile) -> Manner {
    match profile {
        Profile::Visual => Manner::Brief,
        Profile::Reader => Manner::InFull,
    }
}

/// The theme, where it is seen: without colours that which marks by reverse video.
pub(super) fn seen_on(terminal: Capabilities, theme: Arc<Theme>, shelf: &Shelf) -> Arc<Theme> {
    match shelf.theme("mono") {
        Some(Ok(mono)) if terminal.depth == Depth::None => mono,
        _ => theme,
    }
}

/// The person in hand, unless nothing is to be seen.
fn in_hand(app: &App) -> Option<&InHand> {
    app.env().in_hand.as_ref().filter(|_| !app.is_private())
}

/// What the linear face is told of the app.
pub(super) fn with_scene<T>(
    app: &App,
    waiting: bool,
    tell: impl FnOnce(&Scene<'_>) -> T,
) -> Option<T> {
    let pane = app.view()?;
    let layer = app.layer();
    let words = &app.env().words;
    let in_hand = in_hand(app).map(|person| {
        words
            .with(
                MessageId("where-in-hand"),
                &[("name", person.name.as_str().into())],
            )
            .into_owned()
    });
    let practice = app
        .practice()
        .then(|| words.get(MessageId("app-practice")).into_owned());
    let notice = app.notice().map(std::borrow::Cow::into_owned);
    let header = [notice, practice, in_hand]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    Some(tell(&Scene {
        header: &header,
        view: layer.as_ref().unwrap_or(&pane),
        level: app.level(),
        message: app.newest_message(),
        hides: app.is_private(),
        offered: &app.offers(),
        waiting,
    }))
}
