//! A card that was read in a field that has no use for it: what the reader wrote goes, what stood there before stays,
//! and it is said. A pane that does have a use for it has taken it first.

use crate::domain::tax_code;
use crate::panes::Outbox;
use crate::ui::field::Kind;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::{App, To};

impl App {
    /// Looks at the field that was left, after its pane.
    pub(super) fn strike_card(&mut self, index: usize) {
        let Some((name, kind, codes, typed)) = self.front_form().and_then(|form| {
            let field = form.fields.get(index)?;
            let typed = field.line.text().to_owned();
            Some((field.name, field.kind, field.takes_codes(), typed))
        }) else {
            return;
        };
        let left = match kind {
            Kind::Note => without_stripes(&typed),
            _ => self.without_card(&typed, kind, codes),
        };
        let Some((left, said)) = left else { return };
        if let Some(form) = self.front_form() {
            form.set(name, &left);
            form.clear_error(name);
            form.go_to(name);
        }
        // What the pane says below and above follows from what is left.
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.after(PartEvent::Left(index), &self.env, &mut out);
        }
        self.carry(To::Pane(self.at), out);
        self.tell(Tone::Warn, said);
    }

    /// What is left of a line without the card in it, and what is said of that; nothing when there is none.
    fn without_card(&self, typed: &str, kind: Kind, codes: bool) -> Option<(String, MessageId)> {
        let stripe = typed
            .find(['%', ';'])
            .filter(|at| tax_code::is_stripe(&typed[*at..]));
        let code = (!codes).then(|| self.code_at(typed)).flatten();
        let whole = code.is_some() || (stripe.is_some() && self.read_card(typed).is_some());
        let said = if whole {
            MessageId("card-not-here")
        } else {
            MessageId("card-unreadable")
        };
        if let Some(at) = stripe.into_iter().chain(code).min() {
            return Some((typed[..at].trim_end().to_owned(), said));
        }
        // Half a code is gone on with where codes are written, and is nobody's name.
        let gone_on_with = codes && kind == Kind::Text;
        let begins = |at: &usize| {
            let (before, rest) = typed.split_at(*at);
            tax_code::is_cut_short(rest) && !before.ends_with(|c: char| c.is_ascii_uppercase())
        };
        let half = typed.char_indices().map(|(at, _)| at).find(begins);
        let half = half.filter(|_| !gone_on_with)?;
        Some((typed[..half].trim_end().to_owned(), said))
    }

    /// Where the code of a card begins with which a text ends, however often it was read.
    fn code_at(&self, text: &str) -> Option<usize> {
        let code = self.read_card(text)?.reading.code;
        let upper = text.to_ascii_uppercase();
        let at = upper.find(&code)?;
        let rest = upper[at..]
            .split(&code)
            .all(|part| part.trim().is_empty() || code.starts_with(part.trim()));
        rest.then_some(at)
    }
}

/// A note without the lines that are stripes: nobody writes those, a code somebody may.
fn without_stripes(typed: &str) -> Option<(String, MessageId)> {
    let lines = || typed.split('\n');
    lines().any(tax_code::is_stripe).then(|| {
        let kept: Vec<&str> = lines().filter(|line| !tax_code::is_stripe(line)).collect();
        (kept.join("\n"), MessageId("card-not-here"))
    })
}
