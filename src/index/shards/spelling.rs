//! The words of the index once more, as they are written and how common they are, sorted from the
//! front and from the back: what a browser reads when a word is nowhere. Short words stand apart,
//! since few letters of a short word say where it stands among all.

use super::encode::{Bytes, between, gzip, shared};
use crate::index::lexicon::Lexicon;
use crate::index::row::Table;
use crate::index::spell::SHORTEST;

/// Words a file holds at most, …
const WORDS: usize = 600;
/// … and at least, where the next word begins so much otherwise that it is better left to the next.
const LEAST: usize = 400;
/// Letters up to which a typed word is looked for among the short ones; what stands there is one
/// letter longer at most, and what stands among the others one letter shorter.
const SHORT: usize = 6;

/// What the words (loose; from the back: reversed) of every file begin at, after those of the file
/// before.
pub(super) type Heads = Vec<String>;

/// Puts the files one after the other: short words sorted from the front, from the back, then the
/// others.
pub(super) fn cut(lexicon: &Lexicon, table: &Table, files: &mut Vec<Vec<u8>>) -> [Heads; 4] {
    let shelves = [(SHORTEST, SHORT + 1), (SHORT, usize::MAX)];
    let [short, others] = shelves.map(|(shortest, longest)| {
        let mut words: Vec<Word<'_>> = lexicon
            .forms
            .iter()
            .filter(|form| (shortest..=longest).contains(&form.loose.chars().count()))
            .map(|form| {
                let written = table.spelling(&form.key);
                (form.loose.clone(), written, form.documents)
            })
            .collect();
        let front = shelf(&words, files);
        for word in &mut words {
            word.0 = word.0.chars().rev().collect();
        }
        words.sort();
        [front, shelf(&words, files)]
    });
    let ([a, b], [c, d]) = (short, others);
    [a, b, c, d]
}

/// What it is sorted by, as it is written, its documents.
type Word<'a> = (String, &'a str, u32);

fn shelf(words: &[Word<'_>], files: &mut Vec<Vec<u8>>) -> Heads {
    let mut heads = Vec::new();
    let mut left = words;
    let mut before = String::new();
    while let Some((first, _, _)) = left.first() {
        let (file, rest) = left.split_at(cut_at(left));
        let mut out = Bytes::default();
        out.number(file.len() as u32);
        let mut last = "";
        for (_, word, documents) in file {
            out.after(last, word);
            out.number(*documents);
            last = word;
        }
        heads.push(between(&before, first).to_owned());
        before = file[file.len() - 1].0.clone();
        files.push(gzip(&out.0));
        left = rest;
    }
    heads
}

/// Where the words after differ most from those before, so that those that begin alike stand in
/// one file.
fn cut_at(words: &[Word<'_>]) -> usize {
    if words.len() <= WORDS {
        return words.len();
    }
    let alike = |at: &usize| shared(&words[at - 1].0, &words[*at].0);
    (LEAST..=WORDS).rev().min_by_key(alike).unwrap_or(WORDS)
}
