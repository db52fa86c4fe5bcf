//! Guesses at what was meant where one letter slipped.

/// What may have been meant: one letter dropped, swapped with the next, replaced or put in, never the
/// first and none behind the first `known` ones. The likeliest slips come first.
pub(super) fn slips(typed: &[char], known: usize) -> impl Iterator<Item = String> + '_ {
    let letters = 1..typed.len().min(known + 1);
    let swapped = letters
        .clone()
        .filter(|&at| at + 1 < typed.len() && typed[at] != typed[at + 1])
        .map(|at| {
            let mut guess = typed.to_vec();
            guess.swap(at, at + 1);
            guess.into_iter().collect()
        });
    let dropped = letters.clone().map(|at| {
        let rest = typed.iter().enumerate().filter(move |(i, _)| *i != at);
        rest.map(|(_, c)| *c).collect()
    });
    let put_in = (1..=typed.len().min(known)).flat_map(move |at| {
        ('a'..='z').map(move |c| {
            let head = typed[..at].iter().copied().chain([c]);
            head.chain(typed[at..].iter().copied()).collect()
        })
    });
    let replaced = letters.flat_map(move |at| {
        ('a'..='z').filter(move |c| *c != typed[at]).map(move |c| {
            let head = typed[..at].iter().copied().chain([c]);
            head.chain(typed[at + 1..].iter().copied()).collect()
        })
    });
    swapped.chain(dropped).chain(replaced).chain(put_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slip_of_one_letter_but_the_first_is_guessed() {
        let guesses =
            |typed: &str| -> Vec<String> { slips(&typed.chars().collect::<Vec<_>>(), 4).collect() };
        for typed in ["rosis", "rosi", "rosssi", "rozsi"] {
            assert!(guesses(typed).contains(&"rossi".to_owned()), "{typed}");
        }
        assert!(guesses("rossi").iter().all(|guess| guess.starts_with('r')));
    }
}
