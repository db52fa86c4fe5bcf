//! What a terminal can do, from the names it goes by.
//!
//! The names are given: nothing here reads the environment of the process, because many terminals
//! with different names share one process. Nothing is ever asked of the terminal.

/// The colours that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Not one colour code.
    None,
    /// The eight of ECMA-48.
    Eight,
    /// Eight and their bright versions.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// 24 bits.
    Full,
}

/// What the encoder may use. Everything else is plain ECMA-48 that a VT100 understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Colours.
    pub depth: Depth,
    /// Erasing leaves the current background, not the default one.
    pub erases_with_background: bool,
    /// `CHA`, `VPA` and `ECH` exist.
    pub absolute_moves: bool,
    /// Attributes can be ended one by one (22, 24, 27, 39 ...), not only all together.
    pub selective_ends: bool,
    /// Alternate screen and bracketed paste exist.
    pub alternate_screen: bool,
    /// Cells cannot be addressed at all: only the linear face fits.
    pub dumb: bool,
}

/// A row of the table of terminals, by the beginning of TERM.
struct Family {
    begins: &'static str,
    depth: Depth,
    erases_with_background: bool,
    modern: bool,
}

const fn family(
    begins: &'static str,
    depth: Depth,
    erases_with_background: bool,
    modern: bool,
) -> Family {
    Family {
        begins,
        depth,
        erases_with_background,
        modern,
    }
}

/// Known terminals; the first row whose beginning fits wins. `screen` and `tmux` erase with the
/// default background or with the current one depending on their own terminal, so never here.
const FAMILIES: [Family; 29] = [
    family("xterm-kitty", Depth::Full, true, true),
    family("xterm-ghostty", Depth::Full, true, true),
    family("xterm-direct", Depth::Full, true, true),
    family("xterm", Depth::Sixteen, true, true),
    family("alacritty", Depth::Full, true, true),
    family("foot", Depth::Full, true, true),
    family("wezterm", Depth::Full, true, true),
    family("contour", Depth::Full, true, true),
    family("iterm", Depth::Palette, true, true),
    family("vte", Depth::Palette, true, true),
    family("gnome", Depth::Sixteen, true, true),
    family("konsole", Depth::Sixteen, true, true),
    family("putty", Depth::Sixteen, true, true),
    family("mintty", Depth::Palette, true, true),
    family("rxvt", Depth::Sixteen, true, true),
    family("st-", Depth::Sixteen, true, true),
    family("linux", Depth::Sixteen, true, true),
    family("nsterm", Depth::Sixteen, true, true),
    family("teraterm", Depth::Sixteen, true, true),
    family("screen", Depth::Eight, false, true),
    family("tmux", Depth::Eight, false, true),
    family("cygwin", Depth::Eight, false, true),
    family("ansi", Depth::Eight, false, false),
    family("vt1", Depth::None, false, false),
    family("vt2", Depth::None, false, false),
    family("vt3", Depth::None, false, false),
    family("vt4", Depth::None, false, false),
    family("vt5", Depth::Eight, false, false),
    family("dumb", Depth::None, false, false),
];

const UNKNOWN: Family = family("", Depth::Eight, false, false);

impl Capabilities {
    /// Reads TERM, COLORTERM and whether NO_COLOR is set, as given by the person's own terminal.
    pub fn from_env(term: &str, colorterm: &str, no_color: bool) -> Self {
        let known = FAMILIES
            .iter()
            .find(|family| term.starts_with(family.begins))
            .unwrap_or(&UNKNOWN);
        let dumb = term.is_empty() || term == "dumb" || term == "unknown";
        let named = if term.contains("direct") || term.contains("truecolor") {
            Depth::Full
        } else if term.contains("256col") {
            known.depth.max(Depth::Palette)
        } else {
            known.depth
        };
        let told = matches!(colorterm, "truecolor" | "24bit") && known.modern;
        Self {
            depth: match (no_color || dumb, told) {
                (true, _) => Depth::None,
                (false, true) => Depth::Full,
                (false, false) => named,
            },
            erases_with_background: known.erases_with_background,
            absolute_moves: known.modern,
            selective_ends: known.modern,
            alternate_screen: known.modern,
            dumb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_by_name() {
        for (term, colorterm, no_color, depth, erases, modern, dumb) in [
            (
                "xterm-256color",
                "",
                false,
                Depth::Palette,
                true,
                true,
                false,
            ),
            (
                "xterm-256color",
                "truecolor",
                false,
                Depth::Full,
                true,
                true,
                false,
            ),
            (
                "xterm-256color",
                "truecolor",
                true,
                Depth::None,
                true,
                true,
                false,
            ),
            ("xterm", "", false, Depth::Sixteen, true, true, false),
            ("linux", "", false, Depth::Sixteen, true, true, false),
            (
                "tmux-256color",
                "",
                false,
                Depth::Palette,
                false,
                true,
                false,
            ),
            (
                "screen.xterm-256color",
                "24bit",
                false,
                Depth::Full,
                false,
                true,
                false,
            ),
            ("vt100", "", false, Depth::None, false, false, false),
            (
                "vt220",
                "truecolor",
                false,
                Depth::None,
                false,
                false,
                false,
            ),
            (
                "something-new",
                "",
                false,
                Depth::Eight,
                false,
                false,
                false,
            ),
            ("dumb", "truecolor", false, Depth::None, false, false, true),
            ("", "", false, Depth::None, false, false, true),
        ] {
            let found = Capabilities::from_env(term, colorterm, no_color);
            let expected = Capabilities {
                depth,
                erases_with_background: erases,
                absolute_moves: modern,
                selective_ends: modern,
                alternate_screen: modern,
                dumb,
            };
            assert_eq!(found, expected, "{term} {colorterm} {no_color}");
        }
    }
}
