//! Which lines of a document are seen, and where the cursor reads when it is not on the focus.
//!
//! A page is met at its beginning: where what stands above its choices leaves the first no room, the cursor
//! begins on the first line, and the choice comes into sight, and under Enter, behind what is to be read.
//! Knows lines and their places, nothing of cells.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::document::{Document, Place};
use crate::ui::view::{At, Block, View};

/// How many views are remembered.
const VIEWS: usize = 12;

/// What is seen of the views painted lately.
#[derive(Debug, Default)]
pub(super) struct Sight {
    /// The newest last.
    views: Vec<Seen>,
    /// The line being read that has no focus.
    pub(super) reading: Option<Reading>,
    around: Around,
}

/// What is kept of a view.
#[derive(Debug)]
struct Seen {
    /// What tells it from another: its blocks and its title.
    signature: String,
    /// Its texts: others under the same title are read from their beginning.
    texts: u64,
    /// The first line that is seen; none before it was painted.
    offset: Option<usize>,
    /// Whether the person has gone on from where it was opened.
    passed: bool,
    /// What had the focus when it was opened, and whether a key was pressed since.
    opened_on: String,
    keyed: bool,
}

/// A line being read that has no focus.
#[derive(Debug)]
pub(super) struct Reading {
    line: usize,
    /// What stands there; empty until it has been painted.
    said: String,
    /// What has the focus meanwhile; when it changes the reading is over.
    focus: String,
    /// Whether the page was opened here, and the focus has not been met.
    opened: bool,
    /// Whether a page was turned: the line is the first one seen.
    turned: bool,
}

impl Reading {
    /// The same line in a document that may have been laid out anew: the one that has most of its words, else
    /// what is said in its place. None where nothing is, or where that belongs to the focus.
    fn found(self, document: &Document<'_>, focus: &Place) -> Option<Self> {
        let said = |line: usize| document.line(line).said();
        let stays = self.said.is_empty() || said(self.line) == self.said;
        let line = if stays {
            self.line
        } else {
            let common = |line: usize| {
                let there = said(line);
                let words = there.split_whitespace();
                words.filter(|word| self.said.contains(*word)).count()
            };
            let near = |line: &usize| (common(*line), Reverse(line.abs_diff(self.line)));
            let best = (0..document.len()).max_by_key(near);
            best.filter(|line| common(*line) > 0).unwrap_or(self.line)
        };
        let said = said(line);
        let is_read = !said.is_empty() && !(focus.start..focus.end).contains(&line);
        is_read.then_some(Self { line, said, ..self })
    }
}

/// What can be read above and below the cursor.
#[derive(Debug, Default)]
struct Around {
    above: Option<usize>,
    below: Option<usize>,
    /// The lines of the focus itself.
    focus: Range<usize>,
    id: String,
    /// Where the block in focus begins: what stands above it is to be read.
    block: usize,
    /// The first line below what is seen that says something.
    next: Option<usize>,
}

impl Sight {
    /// The cursor's place on a view in `room` lines: the focus, or the line that is being read.
    pub(super) fn look(
        &mut self,
        view: &View<'_>,
        document: &Document<'_>,
        focus: Place,
        room: usize,
        id: &str,
    ) -> Place {
        self.meet(view, id);
        self.reading = self
            .reading
            .take()
            .filter(|reading| reading.focus == id)
            .and_then(|reading| reading.found(document, &focus));
        let opens = self.views.last().is_some_and(|seen| !seen.passed);
        let fills_in = matches!(view.blocks.get(view.focus.block), Some(Block::Form(_)));
        let first = document.first_of(view.focus.block);
        self.around.block = first.start;
        if opens && !fills_in && self.reading.is_none() && first.end > room {
            let line = (0..self.around.block).find(|line| speaks(document, *line));
            self.reading = line.map(|line| Reading {
                line,
                said: document.line(line).said(),
                focus: id.to_owned(),
                opened: true,
                turned: false,
            });
        }
        id.clone_into(&mut self.around.id);
        match &self.reading {
            Some(reading) => Place {
                start: reading.line,
                line: reading.line,
                until: reading.line + 1,
                end: reading.line + 1,
                cursor: 0,
            },
            None => focus,
        }
    }

    /// Brings what is kept of a view to the end; what was never seen, or has other texts now, is new.
    fn meet(&mut self, view: &View<'_>, id: &str) {
        let (signature, texts) = (signature(view), texts(view));
        let known = self.views.iter().position(|it| it.signature == signature);
        let in_front = known.is_some_and(|at| at + 1 == self.views.len());
        let mut seen = match known {
            Some(at) => self.views.remove(at),
            None => Seen {
                signature,
                texts,
                offset: None,
                passed: false,
                opened_on: id.to_owned(),
                keyed: false,
            },
        };
        if seen.texts != texts && !in_front {
            (seen.passed, seen.offset, seen.keyed) = (false, None, false);
        }
        seen.texts = texts;
        if seen.opened_on != id {
            // A key moved the focus; else what was on its way has come.
            seen.passed |= seen.keyed;
            id.clone_into(&mut seen.opened_on);
        }
        self.views.push(seen);
        if self.views.len() > VIEWS {
            self.views.remove(0);
        }
    }

    /// The first line that is seen: as before, moved as little as the cursor asks for; from the top when the
    /// first part has the focus and that shows it.
    pub(super) fn offset(
        &mut self,
        document: &Document<'_>,
        place: &Place,
        focused: Option<At>,
        room: usize,
    ) -> usize {
        let known = self.views.last().and_then(|seen| seen.offset);
        let first_part = self.reading.is_none() && focused.is_none_or(|at| at.part == 0);
        let whole = place.until.saturating_sub(room).min(place.line);
        let low = place
            .end
            .saturating_sub(room)
            .min(place.start)
            .max(whole)
            .max((place.line + 1).saturating_sub(room));
        let before = match (known, &self.reading) {
            (_, Some(reading)) if reading.turned => place.start,
            // Shown for the first time and not whole: what stands above the focus, and what comes below it.
            (None, None) if place.end > room => place.start.saturating_sub(room / 2),
            _ => known.unwrap_or(0),
        };
        let mut offset = before
            .clamp(low, place.start.max(low))
            .min(document.len().saturating_sub(room));
        if first_part && place.end <= room {
            offset = 0;
        }
        // The headings that stay cover one line: not the focus's.
        if room >= 4 && offset == place.start && document.headings_over(offset).is_some() {
            offset -= 1;
        }
        if let Some(seen) = self.views.last_mut() {
            seen.offset = Some(offset);
        }
        offset
    }

    /// Remembers what can be read around the cursor, with the lines before `until` in sight.
    pub(super) fn seen(
        &mut self,
        document: &Document<'_>,
        cursor: &Place,
        focus: &Place,
        until: usize,
    ) {
        let speaks = |line: &usize| speaks(document, *line);
        self.around = Around {
            above: (0..cursor.start).rev().find(speaks),
            below: (cursor.end..document.len()).find(speaks),
            focus: focus.start..focus.end,
            id: std::mem::take(&mut self.around.id),
            block: self.around.block,
            next: (until..document.len()).find(speaks),
        };
    }

    /// See [`super::Face::read`].
    pub(super) fn read(&mut self, down: bool) -> bool {
        let next = if down {
            self.around.below
        } else {
            self.around.above
        };
        let Some(line) = next else { return false };
        let opened = self.reading.as_ref().is_some_and(|it| it.opened);
        self.read_at(line, opened, false);
        true
    }

    /// See [`super::Face::turn`].
    pub(super) fn turn(&mut self) -> bool {
        if !self.reading.as_ref().is_some_and(|it| it.opened) {
            return false;
        }
        match self.around.next {
            Some(line) => self.read_at(line, true, true),
            None => self.arrive(),
        }
        true
    }

    fn read_at(&mut self, line: usize, opened: bool, turned: bool) {
        let behind = opened && line >= self.around.block;
        if behind || self.around.focus.contains(&line) {
            return self.arrive();
        }
        self.reading = Some(Reading {
            line,
            said: String::new(),
            focus: self.around.id.clone(),
            opened,
            turned,
        });
    }

    /// Puts the cursor back on the focus. Whoever has not come down to it meets the page at its top again.
    pub(super) fn stop(&mut self) {
        match &self.reading {
            Some(reading) if reading.opened => {
                self.reading = None;
                if let Some(seen) = self.views.last_mut() {
                    seen.keyed = true;
                }
            }
            _ => self.arrive(),
        }
    }

    /// The cursor is on the focus: from now on the view is met where it was left.
    fn arrive(&mut self) {
        self.reading = None;
        if let Some(seen) = self.views.last_mut() {
            seen.passed = true;
        }
    }
}

fn speaks(document: &Document<'_>, line: usize) -> bool {
    !document.line(line).said().is_empty()
}

/// What tells one view from another: its title and its blocks.
fn signature(view: &View<'_>) -> String {
    let kinds = view.blocks.iter().map(|block| match block {
        Block::Facts(_) => 'f',
        Block::List(_) => 'l',
        Block::Form(form) if form.form.sheet => 'n',
        Block::Form(_) => 'm',
        Block::Schedule(_) => 's',
        Block::Bars(_) => 'b',
        Block::Text(_) => 't',
        Block::Notice(_) => '!',
    });
    kinds.chain(view.title.chars()).collect()
}

/// The texts of a view that are to be read before anything is chosen.
fn texts(view: &View<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for block in &view.blocks {
        if let Block::Text(text) = block {
            let said = text.paragraphs.iter().map(|span| &*span.text);
            said.for_each(|said| said.hash(&mut hasher));
        }
    }
    hasher.finish()
}
