//! The screen face: paints a [`View`] into cells and says where the cursor goes.
//!
//! ```text
//!  Persone in attesa                        ESERCITAZIONE   Rossi Mario   Milano   title, row 0
//!
//!  Sportello 2                                                                     content: the blocks one
//!     Persona                  Stato        Da                                     below the other, scrolled
//!  1  Russo Ahmed              in attesa    10:42                                  so that the focus is seen
//!  2  Bianchi Lucia            chiamata     10:51
//!
//!  c chiama   n nuovo   t trova   h aiuto                                          offered keys
//!  Numero A017 dato a Russo Ahmed.                                                 message, last row
//! ```
//!
//! Knows the widget library's cells and nothing of the work. It keeps scroll offsets and the line being
//! read, nothing else: what has the focus is in the view. A move of the focus changes no text (and in the
//! reader profile no cell), every frame has its cursor on the focus, and nothing is told by colour alone.

mod bars;
mod brush;
mod chrome;
mod document;
mod facts;
mod form;
mod frame;
mod list;
mod prose;
mod schedule;
mod sight;
mod wrap;

pub use wrap::wrap;

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect as Area;

use super::theme::{Role, Theme};
use super::view::{At, Block, Focus, FocusRole, Rect, Tone, View};
use super::words::{MessageId, Words};
use crate::terminal::text;
use brush::Brush;
use chrome::Top;
use document::{Document, Line, Page};
use frame::{Frame, More, SMALLEST};
use sight::Sight;

/// For whom the screen is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// For eyes: the focus is marked, there is air and there are bars.
    #[default]
    Visual,
    /// For a screen reader or a braille display: plain rows from the left edge, nothing moves but the
    /// cursor.
    Reader,
}

impl Profile {
    /// Its name among the settings: `reader`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visual => "visual",
            Self::Reader => "reader",
        }
    }
}

/// What holds for the whole desk, at the end of the title row; each already in words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Header<'a> {
    /// What stands until it is put right, such as that nothing can be written: shown before all else.
    pub notice: Option<&'a str>,
    /// That this is the practice office.
    pub practice: Option<&'a str>,
    /// The person in hand.
    pub person: Option<&'a str>,
    /// How much is new. None in the reader profile, where news is told when it is asked for.
    pub news: Option<&'a str>,
    /// The office, and who is at the desk.
    pub office: Option<&'a str>,
}

/// A key that does something now, and what it does.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The key as it is shown: `n`, `Invio`.
    pub key: Cow<'a, str>,
    /// A verb, two words at most.
    pub label: Cow<'a, str>,
}

/// Everything that is on a frame.
#[derive(Debug)]
pub struct FrameOf<'a> {
    /// What the pane says.
    pub view: &'a View<'a>,
    /// What stands over it (a dialog, help, the palette, a menu): a sheet of its own.
    pub layer: Option<&'a View<'a>>,
    /// What holds for the whole desk.
    pub header: Header<'a>,
    /// The offered keys, the most used first; the last two (help, the way back) are always shown.
    pub offers: &'a [Offer<'a>],
    /// The message and its tone.
    pub message: Option<(Tone, &'a str)>,
    /// Whether the cursor stands on the message, so that it is said again.
    pub saying: bool,
    /// The command that speaks plain lines instead.
    pub plain: &'a str,
}

/// The painter of one session's screen.
#[derive(Debug, Default)]
pub struct Face {
    profile: Profile,
    sight: Sight,
    numbers: Vec<At>,
    /// The block in focus: only its rows are numbered, so that a number always does something.
    block: usize,
    /// The rows of the message on the last frame.
    said: u16,
}

impl Face {
    /// A face for a profile.
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            ..Self::default()
        }
    }

    /// The profile.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// Paints a frame over the whole buffer; gives what has the focus, where it is and where the cursor
    /// goes.
    pub fn paint(
        &mut self,
        frame: &FrameOf<'_>,
        buffer: &mut Buffer,
        theme: &Theme,
        words: &Words,
    ) -> Focus {
        self.numbers.clear();
        self.said = 0;
        self.block = frame.layer.unwrap_or(frame.view).focus.block;
        let mut brush = Brush::new(buffer, theme);
        let view = frame.layer.unwrap_or(frame.view);
        let (columns, rows) = (brush.columns(), brush.rows());
        if columns == 0 || rows == 0 {
            return view.focused(words);
        }
        if columns < SMALLEST.0 || rows < SMALLEST.1 {
            self.said = u16::from(frame.message.is_some());
            return Self::paint_small(frame, view, &mut brush, words);
        }
        let sides = (columns, frame::margin(self.profile, columns));
        let top = Top::new(sides, &view.title, &frame.header, words);
        // Read again, a message stands there whole; else the content keeps half of the screen.
        // On the smallest screens the row in focus needs the room more.
        let half = if rows < 10 {
            1
        } else {
            (rows / 2).min(rows - top.rows() - 2)
        };
        let most = if frame.saying { rows - 1 } else { half };
        let said = chrome::said(sides, frame.message, usize::from(most));
        let below = (said.len() as u16).min(half);
        self.said = said.len() as u16;
        let place = Frame::new(view, self.profile, (columns, rows), (top.rows(), below));
        top.paint(&mut brush, place.margin);
        if let Some(y) = place.offers {
            chrome::footer(&mut brush, place.margin, y, frame.offers);
        }
        let focus = self.paint_content(view, &place, &mut brush, words);
        let Some((tone, message)) = frame.message else {
            return focus;
        };
        chrome::message(&mut brush, place.margin, tone, &said);
        if frame.saying {
            said_again(message, place.margin, &said, (columns, rows))
        } else {
            focus
        }
    }

    /// The row, slot or answer that has the static number `digit` (1 to 9) in front of it now.
    pub fn number(&self, digit: usize) -> Option<At> {
        digit
            .checked_sub(1)
            .and_then(|index| self.numbers.get(index))
            .copied()
    }

    /// How many rows the message of the last frame takes, from the last row up.
    pub fn message_rows(&self) -> u16 {
        self.said
    }

    /// Moves the cursor to the next line that can be read, below or above, without moving the focus: for
    /// what has no focus of its own. `false` when there is none. The next move of the focus ends it.
    pub fn read(&mut self, down: bool) -> bool {
        self.sight.read(down)
    }

    /// Goes on by a page in what stands above the choices of a page that was opened at its top; behind it
    /// the cursor is on the focus. `false` when nothing is being read so.
    pub fn turn(&mut self) -> bool {
        self.sight.turn()
    }

    /// Whether a line is being read that has no focus: then the arrows go to [`Face::read`] first.
    pub fn is_reading(&self) -> bool {
        self.sight.reading.is_some()
    }

    /// Puts the cursor back on the focus.
    pub fn stop_reading(&mut self) {
        self.sight.stop();
    }

    fn paint_content(
        &mut self,
        view: &View<'_>,
        frame: &Frame,
        brush: &mut Brush<'_>,
        words: &Words,
    ) -> Focus {
        let mut page = frame.page(self.profile, words);
        let whole = page.rows;
        let mut document = Document::new(view, &page);
        // The row that saves is worth more than air.
        let goes_on = |block: &Block<'_>| matches!(block, Block::List(_) | Block::Schedule(_));
        let fills_in = matches!(view.blocks.get(view.focus.block), Some(Block::Form(_)))
            && !view.blocks.iter().any(goes_on);
        if fills_in && page.visual() && page.roomy && document.len() > whole {
            page.roomy = false;
            document = Document::new(view, &page);
        }
        let mut focus = view.focused(words);
        let at = asked(view);
        let place = document.place(at);
        let focused = document.line(place.line).part.map(|part| part.at);
        if let (FocusRole::Text, Some(Block::Text(text))) = (focus.role, view.blocks.get(at.block))
        {
            let line = document.line(place.line);
            focus.name = non_empty(line.said(), focus.name);
            let part = focused.map_or(0, |at| at.part);
            focus.position = Some((part + 1, prose::count(text, &page).max(1)));
            focus.id = format!("text:{}:{part}", at.block);
        }
        let gives_up = frame.more == More::Last && document.len() > whole;
        let room = whole - usize::from(gives_up && whole > 1);
        let cursor = self.sight.look(view, &document, place, room, &focus.id);
        let offset = self.sight.offset(&document, &cursor, focused, room);
        let headings = document.headings_over(offset).filter(|_| room >= 4);
        for row in 0..room {
            let y = frame.top + row as u16;
            match headings {
                Some(line) if row == 0 => paint_line(line, frame, y, false, brush),
                _ => {
                    let line = document.line(offset + row);
                    let marked = page.visual()
                        && self.sight.reading.is_none()
                        && focused.is_some()
                        && line.part.map(|part| part.at) == focused;
                    paint_line(&line, frame, y, marked, brush);
                    self.paint_number(&line, frame, y, marked, brush);
                }
            }
        }
        let hidden = (offset > 0, offset + room < document.len());
        self.paint_more(hidden, frame, brush, words);
        let seen = |line: usize| {
            (frame.top + line.saturating_sub(offset).min(room - 1) as u16).min(frame.bottom - 1)
        };
        let cursor_line = document.line(cursor.line);
        let first_text = cursor_line
            .pieces
            .iter()
            .find(|p| !p.text.trim().is_empty())
            .map_or(0, |p| p.x);
        let column = if self.sight.reading.is_some() {
            first_text
        } else {
            cursor.cursor
        };
        self.sight.seen(&document, &cursor, &place, offset + room);
        paint_side(view, document.len(), frame, brush, words);
        if self.sight.reading.is_some() {
            focus = Focus {
                id: format!("line:{}", cursor.line),
                ..Focus::of(FocusRole::Text, &non_empty(cursor_line.said(), focus.name))
            };
        }
        let y = seen(cursor.start.max(offset));
        let until = seen(cursor.end.saturating_sub(1).max(cursor.line));
        focus.rect = Rect {
            x: frame.margin,
            y,
            width: frame.width,
            height: until - y + 1,
        };
        let right = frame.margin + frame.width.saturating_sub(1);
        focus.cursor = ((frame.margin + column as u16).min(right), seen(cursor.line));
        focus
    }

    fn paint_number(
        &mut self,
        line: &Line,
        frame: &Frame,
        y: u16,
        marked: bool,
        brush: &mut Brush<'_>,
    ) {
        let Some(part) = line
            .part
            .filter(|part| part.numbered && part.at.block == self.block)
        else {
            return;
        };
        if self.numbers.len() == 9 {
            return;
        }
        self.numbers.push(part.at);
        let role = if marked { Role::Selected } else { Role::Number };
        let number = self.numbers.len().to_string();
        brush.text(frame.margin, y, frame.margin + frame.width, &number, role);
    }

    /// Says that there is more above or below. It changes only when the content scrolls to an end, so that a
    /// move along rows that are all seen changes nothing.
    fn paint_more(
        &self,
        hidden: (bool, bool),
        frame: &Frame,
        brush: &mut Brush<'_>,
        words: &Words,
    ) {
        let id = match hidden {
            (false, false) => return,
            (true, false) => MessageId("more-before"),
            (false, true) => MessageId("more-after"),
            (true, true) => MessageId("more-both"),
        };
        let y = match frame.more {
            More::Free(y) => y,
            More::Last => frame.bottom - 1,
            More::Nowhere => return,
        };
        let end = frame.margin + frame.width;
        let said = words.get(id);
        let (x, said) = match self.profile {
            Profile::Reader => (frame.margin, said),
            Profile::Visual => {
                let arrows = match hidden {
                    (true, true) => "↑↓",
                    (true, false) => "↑",
                    _ => "↓",
                };
                let said = format!("{arrows} {}", words.get(MessageId("more-rows")));
                let columns = text::width(&said) as u16;
                (end.saturating_sub(columns).max(frame.margin), said.into())
            }
        };
        brush.text(x, y, end, &said, Role::Quiet);
    }

    /// Below the smallest screen: the focus, the message, and the way to a face that needs no room.
    fn paint_small(
        frame: &FrameOf<'_>,
        view: &View<'_>,
        brush: &mut Brush<'_>,
        words: &Words,
    ) -> Focus {
        let (columns, rows) = (brush.columns(), brush.rows());
        let mut focus = view.focused(words);
        let last = rows - 1;
        let mut below = 0;
        if rows > 1 {
            let plain = [("command", frame.plain.into())];
            let offer = words.with(MessageId("screen-small"), &plain);
            let said = frame.message.unwrap_or((Tone::Plain, &offer));
            // A message has the last row; the offer all that the row in focus leaves.
            let most = match frame.message {
                _ if frame.saying => rows,
                Some(_) => 1,
                None => last,
            };
            let lines = chrome::said((columns, 0), Some(said), usize::from(most));
            chrome::message(brush, 0, said.0, &lines);
            below = lines.len();
            if frame.saying && frame.message.is_some() {
                return said_again(said.1, 0, &lines, (columns, rows));
            }
        }
        let separator = if focus.role == FocusRole::Field {
            ": "
        } else {
            "  "
        };
        let said = if focus.value.is_empty() {
            focus.name.clone()
        } else {
            format!("{}{separator}{}", focus.name, focus.value)
        };
        let free = usize::from(rows).saturating_sub(below).max(1);
        let lines = wrap::wrap(usize::from(columns), &said);
        for (y, line) in lines.iter().take(free).enumerate() {
            brush.text(0, y as u16, columns, line, Role::Text);
        }
        focus.rect.width = columns;
        focus.rect.height = 1;
        focus
    }
}

/// The part that the view puts the focus on: lists, schedules and forms say themselves which.
fn asked(view: &View<'_>) -> At {
    let At { block, part } = view.focus;
    let part = match view.blocks.get(block) {
        Some(Block::List(list)) => list.selected.min(list.rows.len().saturating_sub(1)),
        Some(Block::Schedule(schedule)) => schedule
            .selected
            .min(schedule.slots.len().saturating_sub(1)),
        Some(Block::Form(form)) => form.form.at,
        _ => part,
    };
    At { block, part }
}

fn paint_line(line: &Line, frame: &Frame, y: u16, marked: bool, brush: &mut Brush<'_>) {
    let bar = line
        .part
        .map_or(0, |part| part.bar)
        .min(usize::from(frame.width));
    let bar = if marked { bar } else { 0 };
    let end = frame.margin + frame.width;
    if bar > 0 {
        let left = frame.margin.saturating_sub(1);
        let right = frame.margin + bar as u16 + 1;
        brush.fill(Area::new(left, y, right - left, 1), Role::Selected);
    }
    for piece in &line.pieces {
        let role = match marked {
            true if piece.x < bar => Role::Selected,
            true => piece.focused.unwrap_or(piece.role),
            false => piece.role,
        };
        brush.text(frame.margin + piece.x as u16, y, end, &piece.text, role);
    }
}

/// The facts beside a content of so many lines.
fn paint_side(
    view: &View<'_>,
    content: usize,
    frame: &Frame,
    brush: &mut Brush<'_>,
    words: &Words,
) {
    let (Some((x, width)), Some(side)) = (frame.side, &view.side) else {
        return;
    };
    let page = Page {
        words,
        profile: Profile::Visual,
        width: usize::from(width),
        rows: usize::from(frame.bottom.saturating_sub(frame.top)).max(1),
        wide: false,
        roomy: true,
    };
    let blocks = side.blocks();
    let document = Document::aside(&blocks, &page);
    let beside = Frame {
        margin: x,
        width,
        ..*frame
    };
    // The rule is as long as what it divides.
    let lines = document
        .len()
        .max(content)
        .min(usize::from(frame.bottom - frame.top));
    for line in 0..lines {
        let y = frame.top + line as u16;
        brush.text(x - 3, y, x, "│", Role::Rule);
        let mut line = document.line(line);
        let texts = line
            .pieces
            .iter_mut()
            .filter(|piece| piece.role == Role::Text);
        texts.for_each(|piece| piece.role = Role::Side);
        paint_line(&line, &beside, y, false, brush);
    }
}

/// The message as what has the focus, on its lines.
fn said_again(said: &str, margin: u16, lines: &[String], (columns, rows): (u16, u16)) -> Focus {
    let height = (lines.len() as u16).min(rows);
    Focus {
        id: "message".to_owned(),
        rect: Rect {
            x: 0,
            y: rows - height,
            width: columns,
            height,
        },
        cursor: (margin, rows - height),
        ..Focus::of(FocusRole::Text, said)
    }
}

fn non_empty(said: String, otherwise: String) -> String {
    if said.is_empty() { otherwise } else { said }
}
