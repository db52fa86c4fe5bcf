//! The words of the screen, in the language of the session.

/// The key of a message. Written as a literal at every use, so that a test can compare the keys used
/// with the keys that the language files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub &'static str);
