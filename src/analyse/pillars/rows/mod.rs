//! The blocks of a document → every row of titles that could be its pillars, with where it was
//! found. Refuses to choose between them.

mod after;
mod chapter;
mod label;
mod list;
mod run;

pub(super) use after::after;
pub(super) use chapter::{chapters, numbered, sections};
pub(super) use label::{labelled, tabled, tagged};
pub(super) use list::{echoed, enumeration, lists};
pub(super) use run::runs;

use std::collections::BTreeMap;

use super::{Line, title};
use crate::model::document::BlockKind;

/// Where a row was found; the number is the trust in what announces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// "Tema 1: …", "Tema 2: …"; themes and areas before principles and goals.
    Labelled(i32),
    /// "Arena 1: …", "Arena 2: …", with a word of the paper's own.
    Counted,
    /// "Tema: …", "Tema: …", without numbers.
    Tagged,
    /// Headings whose sections are built alike.
    Parallel,
    /// Numbered headings in sequence.
    Numbered,
    /// Numbered headings among others that are not numbered.
    Set,
    /// The first column of a table headed by what municipalities call their pillars.
    Tabled,
    /// A list whose items come back as headings.
    Echoed,
    /// Paragraphs that open with a title, after an announcement.
    RunIn(i32),
    /// Headings below a heading such as "Vores fokusområder".
    Section(i32),
    /// A list right after an announcement.
    Listed(i32),
    /// In the announcing sentence itself.
    Inline(i32),
    /// Headings after an announcement.
    Headings(i32),
    /// What is left of the chapters without those that every paper has.
    Chapters,
    /// Any run of headings of one level.
    Run,
    /// Any list, table or line that tells several.
    List,
    /// Paragraphs that open alike.
    Opening,
}

/// A row of titles, each with its page.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) source: Source,
    pub(super) titles: Vec<(String, u32)>,
}

/// Longest heading, in characters.
const HEADING_CHARS: usize = 90;

/// The title of a heading; a label alone ("INDSATSOMRÅDE 1") is titled by the line below it.
fn headed(lines: &[Line<'_>], at: usize) -> (String, u32) {
    let line = &lines[at];
    let alone = title::labelled(line.text).is_some_and(|(_, _, rest)| rest.is_empty());
    let title = match lines.get(at + 1) {
        Some(next) if alone && next.text.chars().count() <= HEADING_CHARS => {
            title::of_heading(next.text)
        }
        _ => line.title.clone(),
    };
    (title, line.page)
}

/// Whether a title heads a chapter that every paper has.
fn ordinary(line: &Line<'_>, title: &str) -> bool {
    if title == line.title {
        line.ordinary
    } else {
        title::is_ordinary(title)
    }
}

/// The titles that do not come back: one that does, as "Mål", belongs to what stands above it.
fn once(mut titles: Vec<(String, u32)>) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (title, _) in &titles {
        *counts.entry(title.clone()).or_default() += 1;
    }
    let single = |title: &String| counts.get(title) == Some(&1);
    titles.retain(|(title, _)| single(title));
    titles
}

pub(in crate::analyse::pillars) fn level_of(line: &Line<'_>) -> Option<u8> {
    match line.kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    }
}

/// An entry of a contents page without the page it points at.
fn without_page(entry: &str) -> &str {
    let text = entry.trim_end_matches(|c: char| c.is_ascii_digit());
    if text.ends_with([' ', '.', '\t']) {
        text.trim_end_matches([' ', '.', '\t'])
    } else {
        entry
    }
}
