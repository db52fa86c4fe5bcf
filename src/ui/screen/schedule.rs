//! A day in slots: time, who, state, what about; the colleagues' same hours beside it on wide screens.

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::{At, Lane, Schedule, Slot, Span, Tone};

use super::document::{Line, Page, Part, role};
use super::list::{NUMBER, stacked};

/// Columns of `09:00-09:30` and its gap.
const TIME: usize = 13;

/// Columns of who is in a slot, and of its state.
const NAME: usize = 19;
const STATE: usize = 14;

/// The least columns of the day in focus before a colleague is shown beside it.
const OWN: usize = 76;

/// The widest that the day in focus is drawn, so that the colleagues stand close to it.
const WIDEST: usize = 92;

/// Columns of a colleague's day.
const LANE: usize = 20;

/// The lines of a schedule.
pub(super) fn lines(schedule: &Schedule<'_>, block: usize, page: &Page<'_>) -> Vec<Line> {
    let mut lines = page.heading(Some(&schedule.heading));
    let shown = lanes(schedule, page);
    let own = (page.width - shown.len() * (LANE + 2)).min(WIDEST);
    let part = |index: usize, cursor: Option<usize>| Part {
        at: At { block, part: index },
        cursor,
        bar: if shown.is_empty() {
            page.width
        } else {
            own - 2
        },
        numbered: cursor.is_some() && !schedule.slots.is_empty(),
    };
    if schedule.slots.is_empty() {
        let empty = page.paragraph(0, &schedule.empty, Role::Quiet);
        lines.extend(empty.into_iter().map(|line| line.in_part(part(0, Some(0)))));
        return lines;
    }
    if !shown.is_empty() {
        let names = shown.iter().enumerate();
        lines.push(names.fold(
            Line::default().with(own, "│", Role::Rule),
            |line, (at, lane)| {
                line.with(
                    own + 2 + at * (LANE + 2),
                    clip(&lane.name, LANE),
                    Role::Quiet,
                )
            },
        ));
    }
    for (index, slot) in schedule.slots.iter().enumerate() {
        let mut rows = if page.wide {
            vec![in_columns(
                slot,
                if shown.is_empty() { own } else { own - 1 },
            )]
        } else {
            in_lines(slot, page)
        };
        let until = schedule.slots.get(index + 1).map(|next| &*next.start);
        if let (Some(first), false) = (rows.first_mut(), shown.is_empty()) {
            *first = std::mem::take(first).with(own, "│", Role::Rule);
            for (at, lane) in shown.iter().enumerate() {
                beside(
                    first,
                    own + 2 + at * (LANE + 2),
                    lane,
                    (index == 0, &slot.start, until),
                );
            }
        }
        lines.extend(
            rows.into_iter()
                .enumerate()
                .map(|(at, line)| line.in_part(part(index, (at == 0).then_some(NUMBER)))),
        );
    }
    lines
}

/// The colleagues that there is room for.
fn lanes<'s>(schedule: &'s Schedule<'_>, page: &Page<'_>) -> &'s [Lane<'s>] {
    let room = page.width.saturating_sub(OWN) / (LANE + 2);
    &schedule.colleagues[..schedule.colleagues.len().min(room)]
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

fn in_columns(slot: &Slot<'_>, width: usize) -> Line {
    let name = NUMBER + TIME;
    let state = name + NAME + 2;
    let detail = state + STATE + 2;
    Line::default()
        .with(NUMBER, time(slot), Role::Text)
        .with(name, clip(&slot.name.text, NAME), name_role(slot))
        .with(state, clip(&slot.state.text, STATE), role(slot.state.tone))
        .with(
            detail,
            clip(&slot.detail, width.saturating_sub(detail)),
            Role::Quiet,
        )
}

/// Time and name first, the rest below.
fn in_lines(slot: &Slot<'_>, page: &Page<'_>) -> Vec<Line> {
    let head = format!("{}  {}", slot.start, slot.name.text);
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

/// What a colleague does from this slot's start until the next one's; the first row also holds what
/// began before it.
fn beside(
    line: &mut Line,
    x: usize,
    lane: &Lane<'_>,
    (first, from, until): (bool, &str, Option<&str>),
) {
    let within = |slot: &&Slot<'_>| {
        (first || &*slot.start >= from) && until.is_none_or(|until| &*slot.start < until)
    };
    let mut slots = lane.slots.iter().filter(within);
    let Some(slot) = slots.next() else { return };
    let more = slots.filter(|other| other.name != slot.name).count();
    let mut said = slot.name.text.to_string();
    if &*slot.start != from {
        said = format!("{} {said}", slot.start);
    }
    if more > 0 {
        said = format!("{} +{more}", clip(&said, LANE - 3));
    }
    *line = std::mem::take(line).with(x, clip(&said, LANE), Role::Quiet);
}

fn clip(written: &str, columns: usize) -> String {
    text::clip_with_ellipsis(&text::clean(written), columns).into_owned()
}
