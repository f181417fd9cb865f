//! The pages of a text → the lines that are headers and footers. Refuses titles that number
//! themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::item::bullet;
use super::lines::spaced;

/// Longest header or footer, in bytes.
const FURNITURE_BYTES: usize = 90;

/// Lines at the head of a page, and at its foot, that may be a header or footer.
const EDGE_LINES: usize = 2;

/// So often a header or footer comes at least.
const REPEATED: usize = 3;

/// The lines that are headers and footers, digits masked: short lines that carry the number of their page,
/// stand at the edge of most pages or say the title again and again.
pub(super) fn furniture(pages: &[(u32, &str)]) -> BTreeSet<String> {
    let lines = |text: &'_ str| -> Vec<String> {
        let lines = text.lines().map(spaced);
        lines
            .filter(|l| !l.is_empty() && l.len() < FURNITURE_BYTES)
            .collect()
    };
    let mut ways: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut edges: BTreeMap<String, usize> = BTreeMap::new();
    let mut opening: Option<(String, usize)> = None;
    for (_, text) in pages {
        let lines = lines(text);
        // A header may take two lines, and a page's number may stand below its footer.
        let worded: Vec<&String> = lines
            .iter()
            .filter(|l| l.contains(char::is_alphabetic))
            .collect();
        let last = worded.len().saturating_sub(EDGE_LINES).max(EDGE_LINES);
        let foot = worded.get(last..).unwrap_or_default();
        for edge in worded.iter().take(EDGE_LINES).chain(foot) {
            // "Tema 1" stands at the head of its page; a header of more words is told by the page.
            let key = match words(edge) >= 2 {
                true => masked(edge),
                false => (*edge).clone(),
            };
            *edges.entry(key).or_default() += 1;
        }
        for line in lines {
            match &mut opening {
                Some((title, times)) => *times += usize::from(*title == line),
                None => opening = Some((line.clone(), 1)),
            }
            let numbered = line.contains(|c: char| c.is_ascii_digit());
            if numbered && bullet(&line).is_none() {
                ways.entry(masked(&line)).or_default().insert(line);
            }
        }
    }
    // "Tema 1", "Tema 2" are titles: a footer says more than a word and a number.
    let paged = |line: &str| {
        (line.starts_with('#') || line.ends_with('#')) && (words(line) >= 3 || line.contains('|'))
    };
    let numbered = ways.into_iter().filter(|(line, ways)| {
        let bare = !line.contains(char::is_alphabetic) || line.starts_with("side #");
        ways.len() >= REPEATED && (bare || paged(line))
    });
    let framing = edges
        .into_iter()
        .filter(|(_, n)| *n >= REPEATED && n * 2 > pages.len());
    let title = opening.filter(|(_, times)| *times >= REPEATED);
    numbered
        .map(|(line, _)| line)
        .chain(framing.map(|(line, _)| masked(&line)))
        .chain(title.map(|(line, _)| masked(&line)))
        .collect()
}

fn words(line: &str) -> usize {
    let words = line.split(' ');
    words.filter(|w| w.contains(char::is_alphabetic)).count()
}

/// A line in lower case with `#` for each of its numbers.
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
