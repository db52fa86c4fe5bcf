//! Where the parts of a frame go, by the size of the screen and the profile.

use crate::ui::view::{Block, View};
use crate::ui::words::Words;

use super::Profile;
use super::document::Page;

/// The smallest screen that is a screen: columns and rows.
pub(super) const SMALLEST: (u16, u16) = (30, 8);

/// The widest content: longer rows are not read with ease.
const WIDEST: u16 = 110;

/// The columns from which a screen has room for wider facts beside wider rows, the widest rows there, and
/// the widest facts.
const VAST: u16 = 200;
const WIDEST_VAST: u16 = 140;
const WIDEST_SIDE: u16 = 88;

/// Where the parts of a frame go.
pub(super) struct Frame {
    /// Left edge of the text.
    pub(super) margin: u16,
    /// Columns of the content.
    pub(super) width: u16,
    pub(super) top: u16,
    /// Behind the last row of the content.
    pub(super) bottom: u16,
    /// The row that says that there is more than is seen.
    pub(super) more: More,
    pub(super) offers: Option<u16>,
    /// Left edge and columns of the facts beside the content.
    pub(super) side: Option<(u16, u16)>,
    pub(super) wide: bool,
    pub(super) roomy: bool,
}

/// Where it is said that there is more above or below than is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    /// On a row that is free.
    Free(u16),
    /// On the last row of the content, which gives it up while there is more.
    Last,
    /// Nowhere: every row is needed.
    Nowhere,
}

/// The columns left free at both sides.
pub(super) fn margin(profile: Profile, columns: u16) -> u16 {
    match columns {
        _ if profile == Profile::Reader => 0,
        ..60 => 1,
        60..100 => 2,
        _ => 3,
    }
}

impl Frame {
    /// Lays out a screen of this size, with so many rows of title and of message.
    pub(super) fn new(
        view: &View<'_>,
        profile: Profile,
        (columns, rows): (u16, u16),
        (title, said): (u16, u16),
    ) -> Self {
        let visual = profile == Profile::Visual;
        let margin = margin(profile, columns);
        let air = u16::from(visual && rows >= 20);
        let inner = columns - 2 * margin;
        let beside = visual && columns >= 120 && view.side.is_some();
        let open_ended =
            |block: &Block<'_>| matches!(block, Block::Schedule(s) if !s.colleagues.is_empty());
        // Asked only where it decides something: to know who is there is work.
        let decides = visual && (beside || inner > WIDEST);
        let open_ended = decides && view.blocks.iter().any(open_ended);
        let vast = columns >= VAST;
        let side_width = match (vast, open_ended) {
            (true, false) => (inner * 2 / 5).min(WIDEST_SIDE),
            _ => (columns / 4).clamp(30, 46),
        };
        let width = if beside {
            inner - side_width - 5
        } else {
            inner
        };
        let width = match (open_ended, beside && vast) {
            (true, _) => width,
            (false, true) => width.min(WIDEST_VAST),
            (false, false) => width.min(WIDEST),
        };
        // A message of two rows takes the air, a longer one the place of the offered keys.
        let message = rows.saturating_sub(said.max(1));
        let offers = (rows >= 10 && said <= 1 + air).then(|| message - 1);
        let bottom = match offers {
            Some(y) if said <= 1 => y - air,
            Some(y) => y,
            None => message,
        };
        let top = title + air;
        let more = match offers {
            Some(y) if said <= 1 && air > 0 => More::Free(y - 1),
            _ if rows >= 10 => More::Last,
            _ => More::Nowhere,
        };
        Self {
            margin,
            width,
            top,
            bottom: bottom.max(top + 1),
            more,
            offers,
            side: beside.then_some((margin + width + 5, side_width)),
            wide: columns >= 60,
            roomy: rows >= 16,
        }
    }

    /// What the blocks need to know of it.
    pub(super) fn page<'w>(&self, profile: Profile, words: &'w Words) -> Page<'w> {
        Page {
            words,
            profile,
            width: usize::from(self.width),
            rows: usize::from(self.bottom.saturating_sub(self.top)).max(1),
            wide: self.wide,
            roomy: self.roomy,
        }
    }
}
