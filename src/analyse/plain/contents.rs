//! The blocks of a document → the same, with the loose lines of a contents page marked as such: below
//! a heading "Indhold", lines that come back later. Refuses lines that nothing comes back to.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::document::{Block, BlockKind, Page};

static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:indhold(?:sfortegnelse|soversigt)?|indhold på siden|på denne side)[.:]?$")
        .expect("a constant pattern")
});

/// Most entries of a contents page.
const ENTRIES: usize = 200;
/// Longest entry, in characters.
const ENTRY_CHARS: usize = 90;

/// Marks the entries of the contents page, its heading too.
pub(super) fn settle(pages: &mut [Page]) {
    let places: Vec<(usize, usize)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, p)| (0..p.blocks.len()).map(move |at| (page, at)))
        .collect();
    let block = |place: usize| {
        let (page, at) = places[place];
        &pages[page].blocks[at]
    };
    let Some(head) = (0..places.len()).find(|&place| HEADED.is_match(block(place).text.trim()))
    else {
        return;
    };
    let keys: Vec<String> = (0..places.len()).map(|place| key(block(place))).collect();
    let comes_back = |place: usize| {
        let entry = keys[place].as_str();
        !entry.is_empty()
            && keys[place + 1..].iter().any(|later| {
                later.starts_with(entry) || !later.is_empty() && entry.starts_with(later)
            })
    };
    let mut end = head + 1;
    while end < places.len().min(head + ENTRIES)
        && entry(block(end))
        && comes_back(end)
        // The first chapter ends the list of them.
        && !keys[head + 1..end].contains(&keys[end])
    {
        end += 1;
    }
    if end - head < 4 {
        return;
    }
    for &(page, at) in &places[head..end] {
        pages[page].blocks[at].kind = BlockKind::Contents;
    }
}

/// Whether a block may be an entry.
fn entry(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Table) && block.text.chars().count() <= ENTRY_CHARS
}

/// What an entry and its chapter have in common: letters and digits without a page at the end; nothing
/// where the block is no line.
fn key(block: &Block) -> String {
    if block.text.len() > 2 * ENTRY_CHARS {
        return String::new();
    }
    let text = block
        .text
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
