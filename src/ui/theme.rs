//! Themes: roles to styles, from TOML.
//!
//! A theme names roles, never widgets. It may inherit from another and has a palette of its own names; a
//! role `a.b` starts from the role `a`, and `a` from `text`. Each role ends with both a foreground and a
//! background or with neither. There is no way to write dim or blink. Six themes are compiled in; a person's
//! own come as text, read by whoever may read files.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// The name of the theme that is taken when none is asked for.
pub const ORDINARY: &str = "normal";

/// The themes compiled in: name and text.
const BUILT_IN: [(&str, &str); 6] = [
    ("normal", include_str!("../../themes/normal.toml")),
    ("light", include_str!("../../themes/light.toml")),
    (
        "high-contrast",
        include_str!("../../themes/high-contrast.toml"),
    ),
    (
        "yellow-on-black",
        include_str!("../../themes/yellow-on-black.toml"),
    ),
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// What a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Ordinary text, and the ground of the screen.
    Text,
    /// Less important.
    Quiet,
    /// More important.
    Strong,
    /// Well.
    Good,
    /// To be looked at.
    Warn,
    /// Wrong or urgent.
    Bad,
    /// A heading.
    Heading,
    /// The label of a value.
    Label,
    /// The static number in front of a row.
    Number,
    /// A thin line between columns, and the empty part of a bar.
    Rule,
    /// The facts beside the content.
    Side,
    /// The row that has the focus.
    Selected,
    /// What stands in a field.
    Field,
    /// The empty part of a field: its edge.
    FieldEdge,
    /// What could be chosen, in a field that is empty.
    FieldOffer,
    /// The field that has the focus.
    FieldFocused,
    /// The title, row 0.
    Title,
    /// What stands at the end of the title row.
    TitleSide,
    /// The label of an offered key.
    Footer,
    /// An offered key.
    FooterKey,
    /// The message row.
    Message,
    /// A message that all went well.
    MessageGood,
    /// A message that something is wrong.
    MessageBad,
}

impl Role {
    /// Every role with its name in a theme.
    pub const ALL: [(Self, &'static str); 23] = [
        (Self::Text, "text"),
        (Self::Quiet, "text.quiet"),
        (Self::Strong, "text.strong"),
        (Self::Good, "text.good"),
        (Self::Warn, "text.warn"),
        (Self::Bad, "text.bad"),
        (Self::Heading, "text.heading"),
        (Self::Label, "text.label"),
        (Self::Number, "text.number"),
        (Self::Rule, "text.rule"),
        (Self::Side, "text.side"),
        (Self::Selected, "selected"),
        (Self::Field, "field"),
        (Self::FieldEdge, "field.edge"),
        (Self::FieldOffer, "field.offer"),
        (Self::FieldFocused, "field.focused"),
        (Self::Title, "title"),
        (Self::TitleSide, "title.side"),
        (Self::Footer, "footer"),
        (Self::FooterKey, "footer.key"),
        (Self::Message, "message"),
        (Self::MessageGood, "message.good"),
        (Self::MessageBad, "message.bad"),
    ];
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// The terminal's own.
    #[default]
    Own,
    /// One of the palette of 256; 0 to 15 are whatever the terminal makes of them.
    Index(u8),
    /// 24 bits.
    Rgb(u8, u8, u8),
}

/// How a role is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The letters.
    pub fg: Paint,
    /// The ground.
    pub bg: Paint,
    /// Heavier letters.
    pub bold: bool,
    /// A line below.
    pub underline: bool,
    /// Letters and ground exchanged.
    pub reverse: bool,
}

/// A theme, ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

/// Why a theme cannot be used: the file, the line, what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct ThemeError {
    /// The file, as named by who read it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do about it.
    pub problem: String,
}

/// The themes that can be chosen.
#[derive(Debug, Clone)]
pub struct Themes {
    files: BTreeMap<String, Source>,
}

#[derive(Debug, Clone)]
struct Source {
    file: String,
    text: String,
    parsed: File,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inherits: Option<Spanned<String>>,
    #[serde(default)]
    palette: BTreeMap<String, Spanned<toml::Value>>,
    #[serde(default)]
    roles: BTreeMap<Spanned<String>, Spanned<Patch>>,
}

/// What a theme says of a role; the rest comes from the role it starts from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    fg: Option<toml::Value>,
    bg: Option<toml::Value>,
    bold: Option<bool>,
    underline: Option<bool>,
    reverse: Option<bool>,
}

impl Themes {
    /// The themes compiled in.
    pub fn built_in() -> Result<Self, ThemeError> {
        let mut themes = Self {
            files: BTreeMap::new(),
        };
        for (name, text) in BUILT_IN {
            themes.add(name, &format!("{name}.toml"), text)?;
        }
        Ok(themes)
    }

    /// Adds the theme `name`, read from `file`; it takes the place of one with the same name. It may inherit
    /// from a theme that is added later.
    pub fn add(&mut self, name: &str, file: &str, text: &str) -> Result<(), ThemeError> {
        let parsed = toml::from_str(text).map_err(|error| ThemeError {
            file: file.to_owned(),
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            problem: format!("{}. {HELP}", error.message().trim_end_matches('.')),
        })?;
        let source = Source {
            file: file.to_owned(),
            text: text.to_owned(),
            parsed,
        };
        self.files.insert(name.to_owned(), source);
        Ok(())
    }

    /// The names that can be asked for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The theme `name`, or `None` when there is none.
    pub fn get(&self, name: &str) -> Option<Result<Theme, ThemeError>> {
        self.files.contains_key(name).then(|| self.resolve(name))
    }

    fn resolve(&self, name: &str) -> Result<Theme, ThemeError> {
        let chain = self.chain(name)?;
        let mut palette = BTreeMap::new();
        for source in chain.iter().rev() {
            for (colour, value) in &source.parsed.palette {
                let paint = paint(value.get_ref(), &BTreeMap::new())
                    .map_err(|problem| source.error(value.span().start, problem))?;
                palette.insert(colour.as_str(), paint);
            }
        }
        for source in &chain {
            source.check_roles()?;
        }
        let mut styles = [Style::default(); Role::ALL.len()];
        for (role, role_name) in Role::ALL {
            // The table stands in the order of the fallbacks: what a role starts from is done already.
            let start = base(role_name).map_or(Style::default(), |base| styles[base as usize]);
            let mut style = start;
            for source in chain.iter().rev() {
                if let Some(patch) = source.patch(role_name) {
                    let at = patch.span().start;
                    style = apply(style, patch.get_ref(), &palette)
                        .and_then(|style| whole(style, role_name))
                        .map_err(|problem| source.error(at, problem))?;
                }
            }
            styles[role as usize] = style;
        }
        Ok(Theme {
            name: name.to_owned(),
            styles,
        })
    }

    /// A theme and those it inherits from, nearest first.
    fn chain(&self, name: &str) -> Result<Vec<&Source>, ThemeError> {
        let mut chain: Vec<&Source> = self.files.get(name).into_iter().collect();
        let mut seen = vec![name];
        while let Some(source) = chain.last()
            && let Some(parent) = &source.parsed.inherits
        {
            let parent_name = parent.get_ref().as_str();
            let found = self.files.get(parent_name);
            let known = found.filter(|_| !seen.contains(&parent_name));
            let Some(next) = known else {
                let problem = if found.is_some() {
                    format!(
                        "`{parent_name}` inherits from this theme: take one of the two lines away."
                    )
                } else {
                    let names: Vec<_> = self.names().collect();
                    format!(
                        "there is no theme `{parent_name}`: write one of {}.",
                        names.join(", ")
                    )
                };
                return Err(source.error(parent.span().start, problem));
            };
            seen.push(parent_name);
            chain.push(next);
        }
        Ok(chain)
    }
}

/// What a theme may hold, for who wrote something else.
const HELP: &str =
    "A theme has `inherits`, [palette] and [roles]; a role has fg, bg, bold, underline, reverse.";

/// The sixteen colours by name.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

impl Source {
    fn error(&self, at: usize, problem: String) -> ThemeError {
        ThemeError {
            file: self.file.clone(),
            line: line_of(&self.text, at),
            problem,
        }
    }

    fn patch(&self, role: &str) -> Option<&Spanned<Patch>> {
        self.parsed
            .roles
            .iter()
            .find(|(name, _)| name.get_ref() == role)
            .map(|(_, patch)| patch)
    }

    fn check_roles(&self) -> Result<(), ThemeError> {
        let unknown = self
            .parsed
            .roles
            .keys()
            .find(|name| Role::ALL.iter().all(|(_, known)| known != name.get_ref()));
        let Some(name) = unknown else { return Ok(()) };
        let known: Vec<_> = Role::ALL.iter().map(|(_, name)| *name).collect();
        Err(self.error(
            name.span().start,
            format!(
                "there is no role `{}`: write one of {}.",
                name.get_ref(),
                known.join(", ")
            ),
        ))
    }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// The role that `name` starts from.
fn base(name: &str) -> Option<Role> {
    let parent = match name.rsplit_once('.') {
        Some((parent, _)) => parent,
        None if name == "text" => return None,
        None => "text",
    };
    Role::ALL
        .iter()
        .find(|(_, known)| *known == parent)
        .map(|(role, _)| *role)
}

fn apply(style: Style, patch: &Patch, palette: &BTreeMap<&str, Paint>) -> Result<Style, String> {
    let colour = |value: &Option<toml::Value>, before| match value {
        Some(value) => paint(value, palette),
        None => Ok(before),
    };
    Ok(Style {
        fg: colour(&patch.fg, style.fg)?,
        bg: colour(&patch.bg, style.bg)?,
        bold: patch.bold.unwrap_or(style.bold),
        underline: patch.underline.unwrap_or(style.underline),
        reverse: patch.reverse.unwrap_or(style.reverse),
    })
}

/// A colour on the terminal's own ground cannot be read on every terminal.
fn whole(style: Style, role: &str) -> Result<Style, String> {
    if (style.fg == Paint::Own) == (style.bg == Paint::Own) {
        return Ok(style);
    }
    Err(format!(
        "`{role}` has only one of fg and bg: give both, or \"own\" for both."
    ))
}

fn paint(value: &toml::Value, palette: &BTreeMap<&str, Paint>) -> Result<Paint, String> {
    let wrong = || {
        format!(
            "`{value}` is no colour: write \"#rrggbb\", a number from 16 to 255, {NAMES:?}, \"own\" or a name of the palette."
        )
    };
    match value {
        toml::Value::Integer(index @ 16..=255) => Ok(Paint::Index(*index as u8)),
        toml::Value::String(name) => {
            let named = NAMES.iter().position(|known| known == name);
            let own = palette.get(name.as_str()).copied();
            own.or_else(|| named.map(|index| Paint::Index(index as u8)))
                .or_else(|| (name == "own").then_some(Paint::Own))
                .or_else(|| rgb(name))
                .ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

fn rgb(text: &str) -> Option<Paint> {
    let digits = text
        .strip_prefix('#')
        .filter(|d| d.len() == 6 && d.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some(Paint::Rgb(part(0)?, part(2)?, part(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_own(text: &str) -> Result<Theme, ThemeError> {
        let mut themes = Themes::built_in()?;
        themes.add("own", "own.toml", text)?;
        themes.get("own").unwrap()
    }

    #[test]
    fn the_roles_stand_in_the_order_of_their_fallbacks() {
        for (index, (role, name)) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, index);
            assert!(base(name).is_none_or(|base| base < *role), "{name}");
        }
    }

    #[test]
    fn a_theme_inherits_and_a_role_starts_from_the_one_before_its_dot() {
        let theme = with_own("inherits = \"normal\"\n[palette]\nsky = \"#112233\"\n").unwrap();
        assert_eq!(theme.style(Role::Selected).bg, Paint::Rgb(0x11, 0x22, 0x33));
        let theme =
            with_own("[roles]\ntext = { fg = 16, bg = 231 }\nmessage = { bold = true }").unwrap();
        assert_eq!(theme.style(Role::MessageBad), theme.style(Role::Message));
        assert_eq!(theme.style(Role::Message).fg, Paint::Index(16));
    }

    #[test]
    fn a_wrong_theme_is_told_with_file_line_and_cure() {
        for (text, line, says) in [
            ("inherits = \"nowhere\"", 1, "there is no theme `nowhere`"),
            ("inherits = \"own\"", 1, "inherits from this theme"),
            (
                "[roles]\ntext = {}\ntitel = {}",
                3,
                "there is no role `titel`",
            ),
            ("[roles]\ntext = { fg = 16 }", 2, "only one of fg and bg"),
            ("[roles]\ntext = { fg = 7, bg = 16 }", 2, "no colour"),
            ("[roles]\n\ntext = { blink = true }", 3, "blink"),
            ("[palette]\nsky = \"#12\"", 2, "no colour"),
            ("[roles\n", 1, "A theme has"),
        ] {
            let error = with_own(text).unwrap_err();
            assert_eq!(
                (error.file.as_str(), error.line),
                ("own.toml", line),
                "{error}"
            );
            assert!(error.problem.contains(says), "{error}");
        }
    }
}
