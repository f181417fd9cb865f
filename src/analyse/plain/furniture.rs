//! The pages of a text → the lines that are headers and footers. Refuses titles that number
//! themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::item::bullet;
use super::lines::spaced;

/// Longest header or footer, in bytes.
const FURNITURE_BYTES: usize = 90;

/// So often a header or footer comes at least.
const REPEATED: usize = 3;

/// The lines that are headers and footers, digits masked: they carry the number of their page,
/// stand at the edge of most pages or say the title again and again.
pub(super) fn furniture(pages: &[(u32, &str)]) -> BTreeSet<String> {
    let mut ways: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut edges: BTreeMap<String, usize> = BTreeMap::new();
    let mut opening = None;
    for (_, text) in pages {
        let lines = text.lines().map(spaced).filter(|l| !l.is_empty());
        let lines: Vec<String> = lines.collect();
        opening = opening.or_else(|| lines.first().cloned());
        for line in lines.iter().filter(|l| l.len() < FURNITURE_BYTES) {
            *times.entry(line.clone()).or_default() += 1;
            if bullet(line).is_none() && line.contains(|c: char| c.is_ascii_digit()) {
                let known = ways.entry(masked(line)).or_default();
                known.insert(line.clone());
            }
        }
        let last = lines.last().filter(|_| lines.len() > 1);
        for line in lines.first().into_iter().chain(last) {
            *edges.entry(line.clone()).or_default() += 1;
        }
    }
    // "Tema 1", "Tema 2" are titles: a footer says more than a word and a number.
    let paged = |line: &str| {
        let words = line.split(' ').filter(|w| w.contains(char::is_alphabetic));
        (line.starts_with('#') || line.ends_with('#')) && (words.count() >= 3 || line.contains('|'))
    };
    let numbered = ways.into_iter().filter(|(line, ways)| {
        let bare = !line.contains(char::is_alphabetic) || line.starts_with("side #");
        ways.len() >= REPEATED && (bare || paged(line))
    });
    let framing = edges
        .into_iter()
        .filter(|(_, n)| *n >= REPEATED && n * 2 > pages.len());
    let title = opening.filter(|line| times.get(line).is_some_and(|&n| n >= REPEATED));
    numbered
        .map(|(line, _)| line)
        .chain(framing.map(|(line, _)| masked(&line)))
        .chain(title.map(|line| masked(&line)))
        .collect()
}

pub(super) fn masked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars().flat_map(char::to_lowercase) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}
