//! The frame around the content: title row, offered keys, message row.

use ratatui::layout::Rect;

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::Tone;

use super::brush::Brush;
use super::wrap::wrap;
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

/// How many of the offered keys are always shown: the last ones, help and the way back.
const ALWAYS: usize = 2;

/// The offered keys on one row, whole ones only; the last ones always.
pub(super) fn footer(brush: &mut Brush<'_>, margin: u16, y: u16, offers: &[Offer<'_>]) {
    let columns = brush.columns();
    let end = columns.saturating_sub(margin);
    let gap = if columns < 60 { 2 } else { GAP as u16 };
    let width =
        |offer: &Offer<'_>| (text::width(&offer.key) + 1 + text::width(&offer.label)) as u16;
    let always = offers.len().saturating_sub(ALWAYS);
    let reserved: u16 = offers[always..]
        .iter()
        .map(|offer| gap + width(offer))
        .sum();
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

/// The message, on the last row; one that is said again stands there whole, over the rows above if it is
/// long. Gives its first row.
pub(super) fn message(
    brush: &mut Brush<'_>,
    margin: u16,
    y: u16,
    message: Option<(Tone, &str)>,
    saying: bool,
) -> u16 {
    let Some((tone, said)) = message else {
        return y;
    };
    let columns = brush.columns();
    let role = match tone {
        Tone::Good => Role::MessageGood,
        Tone::Warn | Tone::Bad => Role::MessageBad,
        Tone::Plain | Tone::Quiet | Tone::Strong => Role::Message,
    };
    let room = usize::from(columns.saturating_sub(2 * margin)).max(1);
    let lines = match wrap(room, said) {
        lines if saying => lines,
        _ => Vec::new(),
    };
    // The title stays.
    let above = lines
        .len()
        .saturating_sub(1)
        .min(usize::from(y.saturating_sub(1)));
    let first = y - above as u16;
    for at in first..=y {
        brush.text(
            0,
            at,
            columns,
            &" ".repeat(usize::from(columns)),
            Role::Message,
        );
        brush.fill(row(columns, at), Role::Message);
    }
    if above == 0 {
        brush.clipped(margin, y, columns, said, role);
    }
    for (line, at) in lines.iter().zip(first..=y).filter(|_| above > 0) {
        brush.text(margin, at, columns, line, role);
    }
    first
}

fn row(columns: u16, y: u16) -> Rect {
    Rect::new(0, y, columns, 1)
}
