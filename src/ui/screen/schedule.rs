//! A day in slots: time, who, state, what about; the colleagues' same hours beside it on wide screens.

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::{At, Lane, Schedule, Slot, Span, Tone};

use super::document::{Line, Page, Part, role};
use super::list::{NUMBER, side_by_side, stacked};
use super::wrap::wrap;

/// Columns of `09:00-09:30` and its gap.
const TIME: usize = 13;

/// The least columns of who is in a slot, of its state and of what it is about.
const NAME: usize = 19;
const STATE: usize = 14;
const DETAIL: usize = 20;

/// The least columns of the day in focus before a colleague is shown beside it.
const OWN: usize = 76;

/// The widest that the day in focus is drawn, so that the colleagues stand close to it.
const WIDEST: usize = 92;

/// The least columns of a colleague's day, and the most.
const LANE: usize = 20;
const WIDEST_LANE: usize = 30;

/// The lines of a schedule.
pub(super) fn lines(schedule: &Schedule<'_>, block: usize, page: &Page<'_>) -> Vec<Line> {
    let mut lines = page.heading(Some(&schedule.heading));
    let beside = Beside::of(schedule, page);
    let bar = if beside.lanes.is_empty() {
        page.width
    } else {
        beside.own - 2
    };
    let part = |index: usize, cursor: Option<usize>| Part {
        at: At { block, part: index },
        cursor,
        bar,
        numbered: cursor.is_some() && !schedule.slots.is_empty(),
    };
    if schedule.slots.is_empty() {
        let empty = page.paragraph(0, &schedule.empty, Role::Quiet);
        lines.extend(empty.into_iter().map(|line| line.in_part(part(0, Some(0)))));
        return lines;
    }
    if !beside.lanes.is_empty() {
        let mut names = vec![Line::default()];
        beside.put(&mut names, |lane| lane.name.to_string());
        lines.extend(names);
    }
    let widths = Widths::of(schedule, bar);
    // In less than the columns of each part nothing is read with ease: then one below the other.
    let wide = page.wide && bar >= NUMBER + TIME + NAME + STATE + DETAIL + 4;
    for (index, slot) in schedule.slots.iter().enumerate() {
        let mut rows = if !page.visual() {
            in_a_sentence(slot, page)
        } else if wide {
            widths.in_columns(slot)
        } else {
            in_lines(slot, page)
        };
        let until = schedule.slots.get(index + 1).map(|next| &*next.start);
        let until = match &*slot.end {
            "" => until,
            end => Some(end),
        };
        beside.put(&mut rows, |lane| meanwhile(lane, &slot.start, until));
        lines.extend(
            rows.into_iter()
                .enumerate()
                .map(|(at, line)| line.in_part(part(index, (at == 0).then_some(NUMBER)))),
        );
    }
    lines
}

/// The colleagues that there is room for, and where their days stand.
struct Beside<'s> {
    lanes: Vec<Lane<'s>>,
    /// Columns of the day in focus.
    own: usize,
    /// Columns of each colleague's day.
    lane: usize,
}

impl<'s> Beside<'s> {
    fn of(schedule: &'s Schedule<'_>, page: &Page<'_>) -> Self {
        let room = if page.visual() { page.width } else { 0 };
        let room = room.saturating_sub(OWN) / (LANE + 2);
        // Without room nobody asks who is there: to know it is work.
        let there = if room == 0 {
            0
        } else {
            schedule.colleagues.len()
        };
        let count = there.min(room);
        // One of several colleagues beside the day would look like the only one.
        let all = count == there || count > 1;
        let shown = if all { count } else { 0 };
        let lanes: Vec<_> = (0..shown).map(|i| schedule.colleagues.lane(i)).collect();
        let own = (page.width - lanes.len() * (LANE + 2)).min(WIDEST);
        let each = (page.width - own).checked_div(lanes.len()).unwrap_or(0);
        Self {
            lanes,
            own,
            lane: each.saturating_sub(2).min(WIDEST_LANE),
        }
    }

    /// Puts what is said of each colleague beside the rows, as many rows as the longest takes.
    fn put(&self, rows: &mut Vec<Line>, say: impl Fn(&Lane<'_>) -> String) {
        for (at, lane) in self.lanes.iter().enumerate() {
            let x = self.own + 2 + at * (self.lane + 2);
            for (row, piece) in wrap(self.lane, &say(lane)).into_iter().enumerate() {
                if rows.len() == row {
                    rows.push(Line::default());
                }
                rows[row] = std::mem::take(&mut rows[row]).with(x, piece, Role::Quiet);
            }
        }
        if !self.lanes.is_empty() {
            for row in rows {
                *row = std::mem::take(row).with(self.own, "│", Role::Rule);
            }
        }
    }
}

fn time(slot: &Slot<'_>) -> String {
    if slot.end.is_empty() {
        slot.start.to_string()
    } else {
        format!("{}-{}", slot.start, slot.end)
    }
}

/// A slot without a state is free, and steps back.
fn name_role(slot: &Slot<'_>) -> Role {
    match role(slot.name.tone) {
        Role::Text if slot.state.text.is_empty() => Role::Quiet,
        other => other,
    }
}

/// The columns of a slot: as wide as what stands in them, where there is room.
struct Widths {
    name: usize,
    state: usize,
    detail: usize,
}

impl Widths {
    fn of(schedule: &Schedule<'_>, width: usize) -> Self {
        let longest = |text: fn(&Slot<'_>) -> usize, least| {
            schedule
                .slots
                .iter()
                .map(text)
                .max()
                .unwrap_or(0)
                .max(least)
        };
        let room = width.saturating_sub(NUMBER + TIME + 4);
        let spare = room.saturating_sub(NAME + STATE + DETAIL);
        let state = longest(|slot| text::width(&slot.state.text), STATE).min(STATE + spare);
        let spare = spare - (state - STATE);
        let name = longest(|slot| text::width(&slot.name.text), NAME).min(NAME + spare);
        Self {
            name,
            state,
            detail: room.saturating_sub(name + state),
        }
    }

    fn in_columns(&self, slot: &Slot<'_>) -> Vec<Line> {
        let name = NUMBER + TIME;
        let state = name + self.name + 2;
        let detail = state + self.state + 2;
        side_by_side([
            (NUMBER, TIME - 2, &*time(slot), Role::Text),
            (name, self.name, &*slot.name.text, name_role(slot)),
            (state, self.state, &*slot.state.text, role(slot.state.tone)),
            (detail, self.detail, &*slot.detail, Role::Quiet),
        ])
    }
}

/// As it is spoken: columns say nothing to the ear, and cost cells in braille.
fn in_a_sentence(slot: &Slot<'_>, page: &Page<'_>) -> Vec<Line> {
    let columns = page.width.saturating_sub(NUMBER).max(1);
    wrap(columns, &slot.said(page.words))
        .into_iter()
        .map(|line| Line::default().with(NUMBER, line, Role::Text))
        .collect()
}

/// Time and name first, the rest below.
fn in_lines(slot: &Slot<'_>, page: &Page<'_>) -> Vec<Line> {
    let head = format!("{}  {}", time(slot), slot.name.text);
    let tone = match name_role(slot) {
        Role::Quiet => Tone::Quiet,
        _ => slot.name.tone,
    };
    let detail = Span::toned(&*slot.detail, Tone::Quiet);
    stacked(
        &[Span::toned(head, tone), slot.state.clone(), detail],
        page.width,
    )
}

/// What a colleague does in the time of a slot: whom they see, else that they are free; nothing where they are
/// not there.
fn meanwhile(lane: &Lane<'_>, from: &str, until: Option<&str>) -> String {
    let overlaps = |slot: &&Slot<'_>| {
        until.is_none_or(|until| &*slot.start < until)
            && (slot.end.is_empty() && &*slot.start >= from || &*slot.end > from)
    };
    let (taken, free): (Vec<_>, Vec<_>) = lane
        .slots
        .iter()
        .filter(overlaps)
        .partition(|slot| !slot.state.text.is_empty());
    let Some(first) = taken.first().or(free.first()) else {
        return String::new();
    };
    match taken.iter().filter(|slot| slot.name != first.name).count() {
        0 => first.name.text.to_string(),
        more => format!("{} +{more}", first.name.text),
    }
}
