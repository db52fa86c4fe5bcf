//! The cheapest way for the cursor from one cell to another.

use super::capabilities::Capabilities;
use super::pen::push_number;

/// A cell: column and row, from 0.
pub(crate) type At = (u16, u16);

/// A way of moving. Line feeds only ever follow a carriage return: alone, some terminals return
/// the carriage with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Stay,
    /// `CUP`.
    Address,
    /// `CHA`.
    Column,
    /// `VPA`.
    Row,
    /// `CUU` or `CUD`.
    Vertical,
    /// Backspaces.
    Back,
    /// `CUF` or `CUB`.
    Horizontal,
    /// A carriage return, line feeds and `CUF`.
    Return,
}

/// Bytes that a move costs.
pub(crate) fn cost(from: Option<At>, to: At, capabilities: &Capabilities) -> usize {
    choose(from, to, capabilities).1
}

/// Adds the cheapest move. `None` is an unknown place: only an address will do.
pub(crate) fn go(from: Option<At>, to: At, capabilities: &Capabilities, out: &mut Vec<u8>) {
    let (way, _) = choose(from, to, capabilities);
    let here = from.unwrap_or(to);
    match way {
        Way::Stay => {}
        Way::Address => {
            out.extend_from_slice(b"\x1b[");
            if to != (0, 0) {
                push_number(to.1 + 1, out);
            }
            if to.0 > 0 {
                out.push(b';');
                push_number(to.0 + 1, out);
            }
            out.push(b'H');
        }
        Way::Column => counted(to.0 + 1, b'G', out),
        Way::Row => counted(to.1 + 1, b'd', out),
        Way::Vertical => counted(
            here.1.abs_diff(to.1),
            if to.1 > here.1 { b'B' } else { b'A' },
            out,
        ),
        Way::Back => out.extend(std::iter::repeat_n(0x08, usize::from(here.0 - to.0))),
        Way::Horizontal => counted(
            here.0.abs_diff(to.0),
            if to.0 > here.0 { b'C' } else { b'D' },
            out,
        ),
        Way::Return => {
            out.push(b'\r');
            out.extend(std::iter::repeat_n(b'\n', usize::from(to.1 - here.1)));
            if to.0 > 0 {
                counted(to.0, b'C', out);
            }
        }
    }
}

/// A control sequence with a count, which is left out when it is 1.
pub(crate) fn counted(count: u16, last: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if count != 1 {
        push_number(count, out);
    }
    out.push(last);
}

/// Bytes of [`counted`].
pub(crate) fn counted_cost(count: u16) -> usize {
    if count == 1 { 3 } else { 3 + digits(count) }
}

fn digits(number: u16) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1000 => 3,
        1000..10000 => 4,
        _ => 5,
    }
}

fn address_cost(to: At) -> usize {
    match to {
        (0, 0) => 3,
        (0, row) => 3 + digits(row + 1),
        (column, row) => 4 + digits(row + 1) + digits(column + 1),
    }
}

fn choose(from: Option<At>, to: At, capabilities: &Capabilities) -> (Way, usize) {
    let mut best = (Way::Address, address_cost(to));
    let Some(here) = from else { return best };
    if here == to {
        return (Way::Stay, 0);
    }
    let mut offer = |way, cost| {
        if cost < best.1 {
            best = (way, cost);
        }
    };
    if here.1 == to.1 {
        offer(Way::Horizontal, counted_cost(here.0.abs_diff(to.0)));
        if to.0 < here.0 {
            offer(Way::Back, usize::from(here.0 - to.0));
        }
        if capabilities.absolute_moves {
            offer(Way::Column, counted_cost(to.0 + 1));
        }
    } else if here.0 == to.0 {
        offer(Way::Vertical, counted_cost(here.1.abs_diff(to.1)));
        if capabilities.absolute_moves {
            offer(Way::Row, counted_cost(to.1 + 1));
        }
    }
    if to.1 >= here.1 {
        let forward = if to.0 == 0 { 0 } else { counted_cost(to.0) };
        offer(Way::Return, 1 + usize::from(to.1 - here.1) + forward);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_is_the_length() {
        for term in ["xterm", "vt100"] {
            let capabilities = Capabilities::from_env(term, "", false);
            for from in [
                None,
                Some((0, 0)),
                Some((9, 5)),
                Some((78, 23)),
                Some((120, 99)),
            ] {
                for x in 0..130 {
                    for y in 0..110 {
                        let mut out = Vec::new();
                        go(from, (x, y), &capabilities, &mut out);
                        assert_eq!(
                            out.len(),
                            cost(from, (x, y), &capabilities),
                            "{from:?} {x} {y}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn moves_as_sent() {
        for (from, to, modern, old) in [
            (None, (0, 0), "^[H", "^[H"),
            (None, (0, 4), "^[5H", "^[5H"),
            (None, (3, 4), "^[5;4H", "^[5;4H"),
            (Some((5, 5)), (5, 6), "^[B", "^[B"),
            (Some((5, 5)), (5, 4), "^[A", "^[A"),
            (Some((5, 5)), (3, 5), "^H^H", "^H^H"),
            (Some((5, 5)), (6, 5), "^[C", "^[C"),
            (Some((70, 5)), (8, 5), "^[9G", "^[62D"),
            (Some((79, 5)), (7, 5), "^[8G", "^[72D"),
            (Some((120, 5)), (7, 5), "^[8G", "\r^[7C"),
            (Some((5, 5)), (0, 6), "\r\n", "\r\n"),
            (Some((5, 5)), (1, 6), "\r\n^[C", "\r\n^[C"),
            (Some((5, 5)), (0, 5), "\r", "\r"),
        ] {
            for (term, expected) in [("xterm", modern), ("vt100", old)] {
                let mut out = Vec::new();
                go(from, to, &Capabilities::from_env(term, "", false), &mut out);
                let shown = String::from_utf8_lossy(&out)
                    .replace('\x1b', "^")
                    .replace('\x08', "^H");
                assert_eq!(shown, expected, "{from:?} {to:?} {term}");
            }
        }
    }
}
