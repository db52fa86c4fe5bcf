//! The frame around the content: title row, offered keys, message row.

use ratatui::layout::Rect;

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::Tone;

use super::brush::Brush;
use super::wrap::wrap;
use super::{Header, Offer};
use crate::ui::words::{MessageId, Words};

/// Columns between two things on a row of the frame.
const GAP: usize = 3;

/// The most rows of a title.
const TITLE_ROWS: usize = 3;

/// What stands on top: the title, whole, and what holds for the whole desk.
pub(super) struct Top {
    lines: Vec<String>,
    side: String,
}

impl Top {
    /// The title at the left, going on below where it is long; behind its end what holds for the whole desk,
    /// as much of it as there is room for. What must be met has a row of its own where there is none.
    pub(super) fn new(
        (columns, margin): (u16, u16),
        title: &str,
        header: &Header<'_>,
        words: &Words,
    ) -> Self {
        let room = usize::from(columns.saturating_sub(2 * margin)).max(1);
        let mut lines = wrap(room, title);
        if lines.len() > TITLE_ROWS {
            let rest = lines.split_off(TITLE_ROWS - 1).join(" ");
            lines.push(text::clip_with_ellipsis(&rest, room).into_owned());
        }
        let used = lines.last().map_or(0, |line| text::width(line));
        let beside = room.saturating_sub(used + GAP);
        // The person in hand is not named twice on a screen.
        let person = header.person.filter(|name| !title.contains(*name));
        let person = person.map(|name| {
            let name = [("name", name.into())];
            words.with(MessageId("header-in-hand"), &name).into_owned()
        });
        let side = |practice: Option<&str>, room: usize| {
            let must = [header.notice, practice];
            let may = [person.as_deref(), header.news, header.office];
            fitting(&must, &may, room)
        };
        let short = header
            .practice
            .map(|_| words.get(MessageId("app-practice-short")));
        let side = side(header.practice, beside)
            .or_else(|| side(short.as_deref(), beside))
            .unwrap_or_else(|| {
                lines.push(String::new());
                let all = side(header.practice, room).or_else(|| side(short.as_deref(), room));
                all.unwrap_or_else(|| {
                    let notice = header.notice.unwrap_or_default();
                    text::clip_with_ellipsis(&text::clean(notice), room).into_owned()
                })
            });
        Self { lines, side }
    }

    /// How many rows it takes.
    pub(super) fn rows(&self) -> u16 {
        self.lines.len() as u16
    }

    pub(super) fn paint(&self, brush: &mut Brush<'_>, margin: u16) {
        let columns = brush.columns();
        for (line, y) in self.lines.iter().zip(0..) {
            brush.fill(row(columns, y), Role::Title);
            brush.text(margin, y, columns, line, Role::Title);
        }
        let x = columns.saturating_sub(margin + text::width(&self.side) as u16);
        brush.text(x, self.rows() - 1, columns, &self.side, Role::TitleSide);
    }
}

/// All that must be there, and of the rest what fits too: the least important goes first, what is left keeps
/// its order. None when there is no room.
fn fitting(must: &[Option<&str>], may: &[Option<&str>], room: usize) -> Option<String> {
    let with = |count: usize| {
        let said: Vec<_> = must
            .iter()
            .chain(&may[..count])
            .flatten()
            .map(|item| text::clean(item))
            .filter(|item| !item.is_empty())
            .collect();
        said.join(&" ".repeat(GAP))
    };
    (0..=may.len())
        .rev()
        .map(with)
        .find(|line| text::width(line) <= room)
}

/// How many of the offered keys are always shown: the last ones, help and the way back.
const ALWAYS: usize = 2;

/// The offered keys on one row, whole ones only; the last ones before all others.
pub(super) fn footer(brush: &mut Brush<'_>, margin: u16, y: u16, offers: &[Offer<'_>]) {
    let columns = brush.columns();
    let end = columns.saturating_sub(margin);
    let gap = if columns < 60 { 2 } else { GAP as u16 };
    let width =
        |offer: &Offer<'_>| (text::width(&offer.key) + 1 + text::width(&offer.label)) as u16;
    let room = end.saturating_sub(margin) + gap;
    let needed = |from: usize| -> u16 { offers[from..].iter().map(|o| gap + width(o)).sum() };
    let always = (offers.len().saturating_sub(ALWAYS)..offers.len())
        .find(|from| needed(*from) <= room)
        .unwrap_or(offers.len());
    let reserved = needed(always);
    brush.fill(Rect::new(0, y, columns, 1), Role::Footer);
    let mut x = margin;
    for (index, offer) in offers.iter().enumerate() {
        if index < always && x + width(offer) + reserved > end {
            continue;
        }
        x = brush.text(x, y, end, &offer.key, Role::FooterKey);
        x = brush.text(x + 1, y, end, &offer.label, Role::Footer) + gap;
    }
}

/// A message as lines: the last one stands on the last row, the others above it.
pub(super) fn said(
    (columns, margin): (u16, u16),
    message: Option<(Tone, &str)>,
    most: usize,
) -> Vec<String> {
    let Some((_, said)) = message else {
        return Vec::new();
    };
    let room = usize::from(columns.saturating_sub(2 * margin)).max(1);
    let mut lines = wrap(room, said);
    if lines.len() > most.max(1) {
        // Said again it stands there whole.
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(text::clip_with_ellipsis(&rest, room).into_owned());
    }
    lines
}

/// Paints the lines of a message down to the last row.
pub(super) fn message(brush: &mut Brush<'_>, margin: u16, tone: Tone, lines: &[String]) {
    let (columns, rows) = (brush.columns(), brush.rows());
    let role = match tone {
        Tone::Good => Role::MessageGood,
        Tone::Warn | Tone::Bad => Role::MessageBad,
        Tone::Plain | Tone::Quiet | Tone::Strong => Role::Message,
    };
    let blank = " ".repeat(usize::from(columns));
    for (line, y) in lines.iter().zip(rows.saturating_sub(lines.len() as u16)..) {
        brush.text(0, y, columns, &blank, Role::Message);
        brush.text(margin, y, columns, line, role);
    }
}

fn row(columns: u16, y: u16) -> Rect {
    Rect::new(0, y, columns, 1)
}
