//! The words of the corpus → the beginnings that so many of them share that listing the words would
//! cost more than a term of the index. A browser finds the pages of such a beginning in one list.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use crate::danish::fold::loose;

/// A beginning with more stems than this …
const PREFIX_STEMS: usize = 32;
/// … or with more than one that together stand on more pages than this is indexed as a term, …
const PREFIX_DOCS: u32 = 300;
/// … and so is every word on this many pages that other words begin with: common words are typed
/// most, and a reader of a shard then needs no other shard to know what is longer.
const COMMON_WORD: u32 = 50;

/// What is looked at of a word.
pub(super) struct Head<'a> {
    pub(super) key: &'a str,
    /// Number of its stem.
    pub(super) stem: u32,
    /// Pages it is on.
    pub(super) documents: u32,
}

/// The beginnings that are terms, sorted, and for each word the places of its own among them. A
/// beginning counts all words that begin so in their loose form.
pub(super) fn find(words: &[Head<'_>]) -> (Vec<String>, Vec<Vec<u32>>) {
    let mut order: Vec<(String, u32)> = words.iter().map(|w| loose(w.key)).zip(0..).collect();
    order.sort_unstable();
    let mut heavy: HashSet<String> = HashSet::new();
    let mut groups: Vec<&[(String, u32)]> = vec![&order];
    let mut length = 2;
    while !groups.is_empty() {
        let mut next = Vec::new();
        for group in groups {
            for same in group.chunk_by(|a, b| {
                front(&a.0, length).is_some() && front(&a.0, length) == front(&b.0, length)
            }) {
                let Some(beginning) = front(&same[0].0, length) else {
                    continue;
                };
                let stems: BTreeSet<u32> =
                    same.iter().map(|(_, w)| words[*w as usize].stem).collect();
                let documents: u32 = same.iter().map(|(_, w)| words[*w as usize].documents).sum();
                if stems.len() > PREFIX_STEMS || (stems.len() > 1 && documents > PREFIX_DOCS) {
                    heavy.insert(beginning.to_owned());
                    next.push(same);
                }
            }
        }
        groups = next;
        length += 1;
    }
    for (at, (whole, word)) in order.iter().enumerate() {
        let stem = words[*word as usize].stem;
        let mut after = order[at + 1..].iter();
        if words[*word as usize].documents >= COMMON_WORD
            && after
                .by_ref()
                .take_while(|(other, _)| other.starts_with(whole))
                .any(|(_, other)| words[*other as usize].stem != stem)
        {
            heavy.insert(whole.clone());
        }
    }
    let own: Vec<BTreeSet<String>> = words
        .par_iter()
        .map(|word| {
            let mut own = BTreeSet::new();
            for spelling in [word.key, &loose(word.key)] {
                for length in 2..=spelling.chars().count() {
                    if let Some(b) = front(spelling, length)
                        && heavy.contains(&loose(b))
                    {
                        own.insert(b.to_owned());
                    }
                }
            }
            own
        })
        .collect();
    let all: BTreeSet<&String> = own.iter().flatten().collect();
    let all: Vec<String> = all.into_iter().cloned().collect();
    let own = own
        .iter()
        .map(|own| {
            let places = own.iter().filter_map(|b| all.binary_search(b).ok());
            places.map(|place| place as u32).collect()
        })
        .collect();
    (all, own)
}

/// The first `length` letters; `None` where there are fewer.
fn front(word: &str, length: usize) -> Option<&str> {
    if word.is_ascii() {
        return word.get(..length);
    }
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.nth(length - 1).map(|end| &word[..end])
}
