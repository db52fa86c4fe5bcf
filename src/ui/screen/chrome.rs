//! The frame around the content: title row, offered keys, message row.

use ratatui::layout::Rect;

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::Tone;

use super::brush::Brush;
use super::{Header, Offer};

/// Columns between two things on a row of the frame.
const GAP: usize = 3;

/// The title at the left; at the right what holds for the whole desk, as much of it as there is room for.
pub(super) fn title(brush: &mut Brush<'_>, margin: u16, title: &str, header: &Header<'_>) {
    let columns = brush.columns();
    brush.fill(row(columns, 0), Role::Title);
    // What must be met takes its room from the title, as far as half the row.
    let notice = header.notice.map_or(0, |said| text::width(said) + GAP) as u16;
    let limit = columns.saturating_sub(notice + margin).max(columns / 2);
    let end = brush.clipped(margin, 0, limit, title, Role::Title);
    let room = usize::from(columns.saturating_sub(end + margin)).saturating_sub(GAP);
    let side = side(header, title, room);
    let width = text::width(&side) as u16;
    brush.text(
        columns.saturating_sub(margin + width),
        0,
        columns,
        &side,
        Role::TitleSide,
    );
}

/// What fits in `room`: the least important goes first, what is left keeps its order. The person in hand
/// is not named twice on a row.
fn side(header: &Header<'_>, title: &str, room: usize) -> String {
    let person = header.person.filter(|name| !title.contains(*name));
    let mut items = vec![
        header.notice,
        header.practice,
        person,
        header.news,
        header.office,
    ];
    loop {
        let said: Vec<_> = items
            .iter()
            .flatten()
            .map(|item| text::clean(item))
            .filter(|item| !item.is_empty())
            .collect();
        let line = said.join(&" ".repeat(GAP));
        if text::width(&line) <= room || items.pop().is_none() {
            return line;
        }
    }
}

/// The offered keys on one row, whole ones only; the last (help) always.
pub(super) fn footer(brush: &mut Brush<'_>, margin: u16, y: u16, offers: &[Offer<'_>]) {
    let columns = brush.columns();
    let end = columns.saturating_sub(margin);
    let gap = if columns < 60 { 2 } else { GAP as u16 };
    let width =
        |offer: &Offer<'_>| (text::width(&offer.key) + 1 + text::width(&offer.label)) as u16;
    let last = offers.last().map_or(0, width) + gap;
    brush.fill(Rect::new(0, y, columns, 1), Role::Footer);
    let mut x = margin;
    for (index, offer) in offers.iter().enumerate() {
        let is_last = index + 1 == offers.len();
        let reserved = if is_last { 0 } else { last };
        if x + width(offer) + reserved > end && !is_last {
            continue;
        }
        x = brush.text(x, y, end, &offer.key, Role::FooterKey);
        x = brush.text(x + 1, y, end, &offer.label, Role::Footer) + gap;
    }
}

/// The message, on the last row.
pub(super) fn message(brush: &mut Brush<'_>, margin: u16, y: u16, message: Option<(Tone, &str)>) {
    let Some((tone, said)) = message else { return };
    let columns = brush.columns();
    brush.fill(row(columns, y), Role::Message);
    let role = match tone {
        Tone::Good => Role::MessageGood,
        Tone::Warn | Tone::Bad => Role::MessageBad,
        Tone::Plain | Tone::Quiet | Tone::Strong => Role::Message,
    };
    brush.clipped(margin, y, columns, said, role);
}

fn row(columns: u16, y: u16) -> Rect {
    Rect::new(0, y, columns, 1)
}
