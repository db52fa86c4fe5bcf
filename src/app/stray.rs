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
    /// Looks at what was written into a field that was left, after its pane. True when a card was taken out of it.
    pub(super) fn strike_card(&mut self, index: usize) -> bool {
        let Some((kind, codes, written)) = self.front_form().and_then(|form| {
            let written = form.written(index)?.to_owned();
            let field = form.fields.get(index)?;
            Some((field.kind, field.takes_codes(), written))
        }) else {
            return false;
        };
        let Some((kept, said)) = self.without_card(&written, kind, codes) else {
            return false;
        };
        if let Some(form) = self.front_form() {
            form.rewrite(index, &kept);
        }
        // What the pane says below and above follows from what is left.
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.after(PartEvent::Left(index), &self.env, &mut out);
        }
        self.carry(To::Pane(self.at), out);
        self.tell(Tone::Warn, said);
        true
    }

    /// What is left of what was written without the card in it, and what is said of that; nothing when there is none.
    fn without_card(&self, written: &str, kind: Kind, codes: bool) -> Option<(String, MessageId)> {
        let (mut kept, mut found) = (written.to_owned(), false);
        while let Some(stripe) = tax_code::find_stripe(&kept) {
            kept.replace_range(stripe, "");
            found = true;
        }
        // A note may name a code, and where codes are written one is at home.
        if kind != Kind::Note && !codes {
            let code = self.code_at(&kept);
            found |= code.is_some();
            kept.truncate(code.unwrap_or(kept.len()));
        }
        // Half a code is gone on with where codes are written, and is nobody's name.
        let half = kind != Kind::Note && (!codes || kind != Kind::Text);
        if half && tax_code::is_half_read(&kept) {
            kept.clear();
            found = true;
        }
        let said = match self.read_card(written) {
            Some(_) => MessageId("card-not-here"),
            None => MessageId("card-unreadable"),
        };
        found.then_some((kept, said))
    }

    /// Where the code of a card begins with which a text ends, however often it was read. A hand leaves a space before
    /// a code that it writes behind something else, and a reader none.
    fn code_at(&self, text: &str) -> Option<usize> {
        let code = self.read_card(text)?.reading.code;
        let upper = text.to_ascii_uppercase();
        let at = upper.find(&code)?;
        let part_of_it = |part: &str| code.starts_with(part.trim());
        let ends_so = upper[at..].split(&code).all(part_of_it);
        (ends_so && !text[..at].ends_with(char::is_whitespace)).then_some(at)
    }
}
