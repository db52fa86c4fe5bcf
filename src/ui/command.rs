//! The one table of commands: name, keys, label. Key routing, footer, help, palette, linear menus,
//! configuration and the README's key table all come from it.

use super::words::MessageId;

/// What a command is called and which keys call it; panes add when it is offered and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name in configuration and tests: `queue.call`.
    pub name: &'static str,
    /// The keys that call it by default, the first shown: lowercase letters, digits and signs only.
    pub keys: &'static [char],
    /// Its label: a verb, two words at most, shown in the footer.
    pub label: MessageId,
}
