//! The words of the index once more, as they are written and how common they are, sorted from the
//! front and from the back: what a browser reads when a word is nowhere.

use super::encode::{Bytes, NAME, gzip, hex, name};
use crate::index::lexicon::Lexicon;
use crate::index::row::Table;
use crate::index::spell::SHORTEST;

/// Words a file holds.
const WORDS: usize = 1500;

/// First word (loose; from the back: reversed) and name of every file.
pub(super) type Heads = Vec<(String, [u8; NAME])>;

/// The files sorted from the front and those sorted from the back.
pub(super) fn cut(
    lexicon: &Lexicon,
    table: &Table,
    files: &mut Vec<(String, Vec<u8>)>,
) -> [Heads; 2] {
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

fn heads(words: &[(String, &str, u32)], files: &mut Vec<(String, Vec<u8>)>) -> Heads {
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
        let packed = gzip(&out.0);
        let name = name(&packed);
        heads.push((chunk[0].0.clone(), name));
        files.push((format!("s/{}.bin", hex(&name)), packed));
    }
    heads
}
