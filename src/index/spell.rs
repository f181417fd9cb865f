//! A word nobody wrote → the word that was probably meant: within one edit, two for long words,
//! where an edit is a letter too many, too few, another, or two swapped.

use super::lexicon::{Form, Lexicon};
use crate::danish::fold::loose;

/// Shortest word that is corrected.
pub(super) const SHORTEST: usize = 4;
/// Letters from which two edits are forgiven.
pub(super) const LONG: usize = 9;

/// The best correction of a key at exactly `edits` edits: the one on most pages, then the first.
pub(super) fn correct<'l>(key: &str, edits: usize, lexicon: &'l Lexicon) -> Option<&'l Form> {
    let typed: Vec<char> = loose(key).chars().collect();
    let n = typed.len();
    // A number is not misspelled, it is another number.
    if n < SHORTEST || (edits > 1 && n < LONG) || !typed.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let (front, back) = kept(n, edits);
    let front: String = typed[..front].iter().collect();
    let back: String = typed[n - back..].iter().collect();
    lexicon
        .forms
        .iter()
        .filter(|form| {
            form.loose.starts_with(&front) || (edits == 1 && form.loose.ends_with(&back))
        })
        .filter(|form| {
            let chars: Vec<char> = form.loose.chars().collect();
            chars.len() >= SHORTEST && distance(&typed, &chars) == edits
        })
        .max_by(|a, b| {
            a.documents
                .cmp(&b.documents)
                .then_with(|| b.key.cmp(&a.key))
        })
}

/// Letters at the front, or else at the back, that a correction shares with what was typed. One edit
/// spoils at most one of the two (but for a swap in the middle of four or five letters, where fewer
/// would leave much of the dictionary to read); two edits are forgiven only after the first third,
/// because before it they make another word ("omstilling", "stilling").
fn kept(letters: usize, edits: usize) -> (usize, usize) {
    if edits > 1 {
        return (letters / 3, 0);
    }
    let front = ((letters - 1) / 2).max(2);
    (front, letters - front - usize::from(letters > 5))
}

/// Edits between two words, swaps of neighbours counted once (optimal string alignment).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let edits = |a: &str, b: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            distance(&a, &b)
        };
        assert_eq!(edits("velfardstekologi", "velfardsteknologi"), 1);
        assert_eq!(edits("rodover", "rodovre"), 1);
        assert_eq!(
            edits("digitiliseringstrategi", "digitaliseringsstrategi"),
            2
        );
        assert_eq!(edits("", "abc"), 3);
    }
}
