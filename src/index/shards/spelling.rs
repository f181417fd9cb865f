//! The words of the index once more, as they are written and how common they are, sorted from the
//! front and from the back: what a browser reads when a word is nowhere.

use super::encode::{Bytes, gzip};
use crate::index::lexicon::Lexicon;
use crate::index::row::Table;
use crate::index::spell::SHORTEST;

/// Words a file holds.
const WORDS: usize = 550;

/// First word (loose; from the back: reversed) of every file.
pub(super) type Heads = Vec<String>;

/// Puts the files sorted from the front and after them those sorted from the back.
pub(super) fn cut(lexicon: &Lexicon, table: &Table, files: &mut Vec<Vec<u8>>) -> [Heads; 2] {
    let mut words: Vec<(String, &str, u32)> = lexicon
        .forms
        .iter()
        .filter(|form| form.loose.chars().count() >= SHORTEST)
        .map(|form| {
            (
                form.loose.clone(),
                table.spelling(&form.key),
                form.documents,
            )
        })
        .collect();
    let front = heads(&words, files);
    for word in &mut words {
        word.0 = word.0.chars().rev().collect();
    }
    words.sort();
    [front, heads(&words, files)]
}

fn heads(words: &[(String, &str, u32)], files: &mut Vec<Vec<u8>>) -> Heads {
    let mut heads = Vec::new();
    for chunk in words.chunks(WORDS) {
        let mut out = Bytes::default();
        out.number(chunk.len() as u32);
        let mut last = "";
        for (_, word, documents) in chunk {
            out.after(last, word);
            out.number(*documents);
            last = word;
        }
        heads.push(chunk[0].0.clone());
        files.push(gzip(&out.0));
    }
    heads
}
