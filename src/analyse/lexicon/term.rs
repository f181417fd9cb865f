//! One line of an editor's word list → the sequence of word patterns it stands for. Refuses nothing:
//! a line without a letter or digit gives an empty sequence, which never matches.
//!
//! How a line is read (explained to editors on the method page):
//! - inflections meet by their stem: `robot` finds "robotterne";
//! - a word of five letters or more also matches as a part of a compound: `sikkerhed` finds
//!   "it-sikkerhed" and "sikkerhedskultur"; a shorter one only where a star says so: `data*`,
//!   `*data`;
//! - several words are a phrase; `…` between two of them lets up to four other words stand there.

use crate::danish::{normalise, stem, tokens};

/// Words that may stand where an editor wrote `…`.
const GAP: u8 = 4;
/// Shorter words are whole words unless starred: "app", "it" and "data" hide in too many others.
const COMPOUND_LETTERS: usize = 5;

/// One word of a phrase and how it may be met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::analyse) struct WordPattern {
    /// Normal form.
    pub(super) word: String,
    /// Its stem.
    pub(super) stem: String,
    /// Whether it may begin a longer word.
    pub(super) begins: bool,
    /// Whether it may end a longer word.
    pub(super) ends: bool,
}

/// A word with the number of other words that may stand before it.
pub(in crate::analyse) type Step = (WordPattern, u8);

/// Reads one line of a word list.
pub(in crate::analyse) fn parse(line: &str) -> Vec<Step> {
    let spaced = line.replace("...", "…").replace('…', " … ");
    let pieces: Vec<&str> = spaced.split_whitespace().collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut gap = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if *piece == "…" {
            gap = if steps.is_empty() { 0 } else { GAP };
            continue;
        }
        let last = at + 1 == pieces.len();
        let words: Vec<String> = tokens(piece).map(|t| t.word).collect();
        for (n, word) in words.iter().enumerate() {
            let long = word.chars().count() >= COMPOUND_LETTERS;
            let open_front = n == 0 && piece.starts_with('*');
            let open_back = n + 1 == words.len() && piece.ends_with('*');
            steps.push((
                WordPattern {
                    stem: stem(&normalise(word)),
                    begins: open_back || (long && last && n + 1 == words.len()),
                    ends: open_front || long,
                    word: word.clone(),
                },
                gap,
            ));
            gap = 0;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_steps() {
        let steps = parse("inddrage … borgere");
        assert_eq!(steps.len(), 2);
        assert_eq!((steps[0].1, steps[1].1), (0, GAP));
        assert!(!steps[0].0.begins && steps[1].0.begins);
        assert!(parse("data*")[0].0.begins && !parse("data")[0].0.begins);
        assert_eq!(parse("it-sikkerhed").len(), 2);
        assert!(parse(" … ").is_empty());
    }
}
