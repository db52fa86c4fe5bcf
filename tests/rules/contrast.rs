//! Every theme can be read on every common terminal: contrast of each role, and a focus that is seen.
//!
//! The sixteen colours are whatever a terminal makes of them, so they are looked at in five palettes; bold
//! may brighten the first eight, so the worse of the two counts. The colours from 16 are fixed.

use sportello::ui::theme::{Paint, Role, Style, Theme, Themes};

type Rgb = [u8; 3];

/// Name and sixteen colours.
const PALETTES: [(&str, [u32; 16]); 5] = [
    (
        "xterm dark",
        [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ],
    ),
    (
        "xterm light",
        [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00cd, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x4d_4d4d, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x00_00ff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ],
    ),
    (
        "Linux console",
        [
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
    ),
    (
        "PuTTY",
        [
            0x00_0000, 0xbb_0000, 0x00_bb00, 0xbb_bb00, 0x00_00bb, 0xbb_00bb, 0x00_bbbb, 0xbb_bbbb,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
    ),
    (
        "Windows Terminal",
        [
            0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc,
            0x76_7676, 0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
        ],
    ),
];

fn themes() -> Vec<Theme> {
    let themes = Themes::built_in().expect("the themes compiled in are right");
    let names: Vec<String> = themes.names().map(str::to_owned).collect();
    assert_eq!(
        names,
        [
            "high-contrast",
            "light",
            "mono",
            "normal",
            "terminal",
            "yellow-on-black"
        ]
    );
    names
        .iter()
        .map(|name| themes.get(name).expect("it is named").expect("it resolves"))
        .collect()
}

fn fixed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        232.. => [8 + 10 * (index - 232); 3],
        _ => {
            let cube = index - 16;
            [level(cube / 36), level(cube / 6 % 6), level(cube % 6)]
        }
    }
}

fn rgb(paint: Paint, palette: &[u32; 16]) -> Option<Rgb> {
    match paint {
        Paint::Own => None,
        Paint::Index(index @ 0..16) => {
            let [_, red, green, blue] = palette[usize::from(index)].to_be_bytes();
            Some([red, green, blue])
        }
        Paint::Index(index) => Some(fixed(index)),
        Paint::Rgb(red, green, blue) => Some([red, green, blue]),
    }
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn ratio(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// The worst contrast of a style, plain or brightened by bold; `None` on the terminal's own colours.
fn contrast(style: Style, palette: &[u32; 16]) -> Option<f64> {
    let bg = rgb(style.bg, palette)?;
    let plain = ratio(rgb(style.fg, palette)?, bg);
    let bright = match style.fg {
        Paint::Index(index @ 0..8) if style.bold => Some(Paint::Index(index + 8)),
        _ => None,
    };
    let bright = bright
        .and_then(|paint| rgb(paint, palette))
        .map(|fg| ratio(fg, bg));
    Some(bright.map_or(plain, |bright| bright.min(plain)))
}

#[test]
fn every_role_of_every_theme_can_be_read_in_every_palette() {
    for theme in themes() {
        let least = match theme.name() {
            "high-contrast" | "yellow-on-black" => 7.0,
            _ => 4.5,
        };
        for (role, name) in Role::ALL {
            // An edge and a thin line are no text: three to one is enough.
            let least = if matches!(role, Role::FieldEdge | Role::Rule) {
                3.0
            } else {
                least
            };
            let style = theme.style(role);
            for (palette_name, palette) in &PALETTES {
                let Some(found) = contrast(style, palette) else {
                    continue;
                };
                assert!(
                    found >= least,
                    "{} `{name}` on {palette_name}: {found:.2} is less than {least}",
                    theme.name()
                );
            }
        }
    }
}

#[test]
fn both_colours_are_set_or_neither() {
    for theme in themes() {
        for (role, name) in Role::ALL {
            let style = theme.style(role);
            assert_eq!(
                style.fg == Paint::Own,
                style.bg == Paint::Own,
                "{} `{name}`",
                theme.name()
            );
        }
    }
    for name in ["terminal", "mono"] {
        let theme = themes()
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap();
        for (role, role_name) in Role::ALL {
            assert_eq!(theme.style(role).fg, Paint::Own, "{name} `{role_name}`");
        }
    }
}

/// The focus and the edge of a field are seen: by reverse video, a line, or a ground that stands out.
#[test]
fn the_focus_and_the_edges_of_fields_stand_out() {
    for theme in themes() {
        let ground = theme.style(Role::Text);
        for (role, lines_count) in [
            (Role::Selected, false),
            (Role::FieldFocused, false),
            (Role::FieldEdge, true),
        ] {
            let style = theme.style(role);
            if style.reverse != ground.reverse || lines_count && style.underline {
                continue;
            }
            for (palette_name, palette) in &PALETTES {
                let grounds = rgb(style.bg, palette).zip(rgb(ground.bg, palette));
                let found = grounds.map_or(1.0, |(one, other)| ratio(one, other));
                assert!(
                    found >= 3.0,
                    "{} {role:?} on {palette_name}: {found:.2}",
                    theme.name()
                );
            }
        }
    }
}

/// On the Linux console there are no bright grounds, and yellow is brown.
#[test]
fn sixteen_colour_themes_have_grounds_that_every_terminal_has() {
    for theme in themes() {
        for (role, name) in Role::ALL {
            let bright = matches!(theme.style(role).bg, Paint::Index(8..16));
            assert!(!bright, "{} `{name}`", theme.name());
        }
    }
}
