//! Two texts → the share that differs. Order within a few words counts, place in the document does
//! not: a paragraph that moved is not a change of content.

use std::collections::BTreeMap;

use crate::danish::tokens;

/// Words in a row that are compared.
const RUN: usize = 3;

/// 0 where the words are the same, 1 where no three words in a row are shared.
pub(super) fn difference(old: &str, new: &str) -> f32 {
    let (old, new) = (runs(old), runs(new));
    let total: u32 = old.values().chain(new.values()).sum();
    if total == 0 {
        return 0.0;
    }
    let shared: u32 = old
        .iter()
        .map(|(run, count)| (*count).min(new.get(run).copied().unwrap_or(0)))
        .sum();
    1.0 - 2.0 * shared as f32 / total as f32
}

fn runs(text: &str) -> BTreeMap<Vec<String>, u32> {
    let words: Vec<String> = tokens(text).map(|token| token.word).collect();
    let mut out = BTreeMap::new();
    if words.is_empty() {
        return out;
    }
    for run in words.windows(RUN.min(words.len())) {
        *out.entry(run.to_vec()).or_insert(0) += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_share_that_differs_is_between_nothing_and_all() {
        let text = "Kommunen vil styrke den digitale service for alle borgere";
        assert_eq!(difference(text, text), 0.0);
        assert_eq!(difference(text, &text.to_uppercase()), 0.0);
        assert_eq!(difference(text, "Noget helt andet"), 1.0);
        assert_eq!(difference("", ""), 0.0);
        let edited = text.replace("alle borgere", "alle ældre borgere");
        let share = difference(text, &edited);
        assert!(share > 0.0 && share < 0.5, "{share}");
    }
}
