//! What is typed, in its turn: an input waits for the answers that what was typed before it asked for.
//!
//! Decides only when an input is handed to the app, never what it does there.

use std::time::{Duration, Instant};

use super::Session;
use super::shows::{Shows, with_scene};
use crate::app::burst;
use crate::terminal::key::{Input, Key};
use crate::ui::linear::Step;
use crate::ui::strike::Pause;
use crate::ui::view::{At, Tone};
use crate::ui::words::MessageId;

/// How long a key typed ahead waits for an answer before it is taken as it is.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// The most moves at once on the way to a field: more than any form has fields that hold the cursor.
const MOVES: usize = 100;

impl Session {
    pub(super) fn inputs(&mut self, inputs: Vec<Input>) {
        for input in inputs {
            if let (Some(on), &Input::Resize { columns, rows }) = (self.screen(), &input) {
                on.screen.resize(columns, rows);
                continue;
            }
            match (&mut self.shows, input) {
                (Shows::Linear(linear), Input::Line(line)) => {
                    let steps = with_scene(&self.app, false, |scene| linear.line(&line, scene));
                    self.waiting.extend(steps.into_iter().flatten());
                }
                (_, input) => self.waiting.push_back(Step::Input(input)),
            }
        }
        self.go_on();
    }

    /// The inputs without the keys that the hand struck twice, where the person set for how long that is; never
    /// of what comes in one piece, or of a card that is being read.
    pub(super) fn meant(&mut self, mut inputs: Vec<Input>, came: Instant) -> Vec<Input> {
        let pause = self.app.keymap().pause();
        let by_hand = inputs.len() < burst::WHOLE && !self.app.reads_card();
        if pause != Pause::NONE && by_hand {
            inputs.retain(|input| match input {
                Input::Key(key) => self.struck.takes(*key, came, pause),
                _ => true,
            });
        }
        inputs
    }

    /// Hands on the inputs that wait. Text goes straight into its field; any other key waits for the
    /// answers still on their way, so that what is typed ahead means what it would have meant typed
    /// slowly: `c` `s` calls and serves, four letters and Enter open the person found. Text too waits
    /// for what a key before it is about to open, or to save: the field that is still in front is left.
    ///
    /// When an answer takes long, moves alone go on without it. What could do something never does:
    /// text for a form that has not opened yet would be commands.
    pub(super) fn go_on(&mut self) {
        let mut tries = MOVES;
        self.leads_on &= self.awaited > 0;
        while let Some(step) = self.waiting.front() {
            let waited = |since| self.now.tick >= since + PATIENCE;
            self.late = self.awaited > 0 && (self.late || self.held_since.is_some_and(waited));
            let text = is_text(step) && self.app.takes_text() && !self.leads_on;
            if self.awaited == 0 || text || self.late && self.waiting.iter().all(only_moves) {
                self.held_since = None;
                match self.way(step) {
                    // What comes behind it was meant for that field.
                    Some(_) if tries == 0 => self.waiting.clear(),
                    Some(key) => {
                        tries -= 1;
                        self.hand_over(Input::Key(key));
                    }
                    None => {
                        if let Some(Step::Input(input)) = self.waiting.pop_front() {
                            self.hand_over(input);
                        }
                    }
                }
            } else {
                self.held_since.get_or_insert(self.now.tick);
                if !self.late || !self.give_up() {
                    return;
                }
            }
        }
        self.held_since = None;
    }

    /// The key that leads on to a field that is to be reached.
    fn way(&self, step: &Step) -> Option<Key> {
        if matches!(step, Step::Input(_)) {
            return None;
        }
        let view = self.app.layer().or_else(|| self.app.view())?;
        step.next(&view)
    }

    /// What was typed ahead of an answer that does not come is given up by whoever presses Esc or leaves.
    fn give_up(&mut self) -> bool {
        let leaves = |step: &Step| *step == Step::Input(Input::HangUp);
        let gives_up = |step: &Step| leaves(step) || *step == Step::from(Key::Esc);
        let Some(at) = self.waiting.iter().position(gives_up) else {
            return false;
        };
        if self.waiting.get(at).is_some_and(leaves) {
            // Only what can go into a field still does.
            let rest: Vec<Step> = self.waiting.drain(..=at).collect();
            for step in rest {
                let taken = leaves(&step) || is_text(&step) && self.app.takes_text();
                if let (true, Step::Input(input)) = (taken, step) {
                    self.hand_over(input);
                }
            }
        } else {
            self.waiting.drain(..=at);
            self.app.tell(Tone::Warn, MessageId("typed-ahead-dropped"));
        }
        true
    }

    /// A digit is a row's number, a letter asks where the focus is, Enter and the arrows go on in what is to be
    /// read: what they mean is what stands on the screen now, also when it has not been drawn.
    fn look(&mut self, input: &Input) {
        if !self.stale || !matches!(input, Input::Key(_)) || self.app.takes_text() {
            return;
        }
        if let Shows::Screen(on) = &mut self.shows
            && let Some((_, focus, block)) = on.draw(&self.app)
        {
            self.shown.numbers = on.numbers(block);
            self.shown.focus = Some(focus);
        }
        self.stale = false;
    }

    /// Hands one input to the app; an arrow that nobody wants reads on beyond the focus. Of a page that was
    /// opened above its choices Enter shows what comes next, and chooses nothing that was not in sight.
    fn hand_over(&mut self, input: Input) {
        self.look(&input);
        let arrow = match input {
            Input::Key(Key::Up) => Some(false),
            Input::Key(Key::Down) => Some(true),
            _ => None,
        };
        if let (Some(down), Shows::Screen(on)) = (arrow, &mut self.shows)
            && on.face.is_reading()
            && on.face.read(down)
        {
            return;
        }
        let turns = matches!(
            input,
            Input::Key(Key::Enter | Key::Right | Key::PageDown | Key::Tab)
        );
        if let (true, Shows::Screen(on)) = (turns, &mut self.shows)
            && on.face.turn()
        {
            return;
        }
        // What only tells something leaves whoever reads where they are.
        let read_at = match (&self.shows, &input) {
            (Shows::Screen(on), Input::Key(Key::Char(_))) if on.face.is_reading() => {
                self.stands_at()
            }
            _ => None,
        };
        // In a form the keys between its fields ask too, for what is known of an answer.
        let in_field = moves(&input) || is_typed(&input) && self.app.takes_text();
        let in_form = !in_field && self.app.is_in_form();
        let awaited = self.awaited;
        let taken = self.app.input(input, self.now.at, &self.shown);
        self.stale = true;
        let goes_on = read_at.is_some() && !self.app.takes_text() && read_at == self.stands_at();
        if let Shows::Screen(on) = &mut self.shows {
            match arrow {
                Some(down) if !taken => drop(on.face.read(down)),
                _ if goes_on => {}
                _ => on.face.stop_reading(),
            }
        }
        self.carry_out();
        let stays = in_field || in_form && self.app.is_in_form();
        self.leads_on |= !stays && self.awaited > awaited;
    }

    /// Which page has the focus, and where.
    fn stands_at(&self) -> Option<(String, At)> {
        let view = self.app.layer().or_else(|| self.app.view())?;
        Some((view.title.into_owned(), view.focus))
    }
}

/// Whether it is text where text is taken.
fn is_text(step: &Step) -> bool {
    matches!(step, Step::Input(input) if is_typed(input))
}

fn is_typed(input: &Input) -> bool {
    matches!(
        input,
        Input::Key(Key::Char(_) | Key::Backspace) | Input::Paste(_)
    )
}

/// Whether it does nothing but move, or go back: it may come early.
fn only_moves(step: &Step) -> bool {
    matches!(step, Step::Input(input) if moves_or_leaves(input))
}

fn moves_or_leaves(input: &Input) -> bool {
    *input == Input::Key(Key::Esc) || moves(input)
}

fn moves(input: &Input) -> bool {
    use Key::{Down, End, Home, Left, PageDown, PageUp, Right, Up};
    matches!(
        input,
        Input::Key(Up | Down | Left | Right | Home | End | PageUp | PageDown)
    )
}
