//! A row of titles → how far it can be believed: by where it stands, what announces it, how it is
//! worded and whether the text comes back to it. Every part is a small whole number.

use std::collections::{BTreeMap, BTreeSet};

use super::announce::Announcement;
use super::rows::{Row, Source};
use super::{Line, title};
use crate::model::document::BlockKind;

/// How far a row can be believed: where it stands, and whether an announcement of that many agrees.
pub(super) fn score(row: &Row, announced: &[(usize, Announcement)]) -> i32 {
    let count = row.titles.len();
    if !(2..=12).contains(&count) {
        return 0;
    }
    let agreed = announced
        .iter()
        .filter(|(_, a)| a.count == Some(count))
        .map(|(_, a)| a.trust)
        .max();
    let own = match row.source {
        Source::Labelled(rank) => 9 + rank,
        Source::Counted => 5,
        Source::Chapters => 2,
        Source::Tagged => 5,
        Source::Parallel => 4,
        Source::Numbered => 0,
        Source::Set => 5,
        Source::Tabled => 6,
        Source::Echoed => 5,
        Source::RunIn(trust) => 2 + trust,
        // "Mål" alone heads many a list that is not what the strategy stands on.
        Source::Section(rank) => rank + if rank > 2 { 2 } else { 0 },
        Source::Listed(trust) => 3 + trust,
        Source::Inline(trust) => trust + if trust > 1 { 2 } else { 0 },
        Source::Headings(trust) => trust,
    };
    let denied = announced
        .iter()
        .any(|(_, a)| a.trust >= 6 && a.count.is_some_and(|n| n != count));
    let agreement = match agreed {
        Some(trust) => 4 + trust,
        None if denied => -4,
        None => 0,
    };
    let longer = |chars: usize| {
        let titles = row.titles.iter();
        titles.filter(|(t, _)| t.chars().count() > chars).count()
    };
    let tidy = longer(90) == 0;
    let sentences = longer(60) * 2 > count;
    let ordinary = || {
        let titles = row.titles.iter();
        titles.filter(|(t, _)| title::is_ordinary(t)).count()
    };
    let chapters = matches!(row.source, Source::Numbered) && ordinary() * 3 >= count;
    let worded = match row.source {
        Source::Numbered | Source::Set | Source::Section(_) | Source::Chapters => alike(row),
        _ => false,
    };
    own + agreement - i32::from(chapters) * 6 + i32::from(worded) * 3 + i32::from(tidy) * 2
        - i32::from(count > 8) * 2
        - i32::from(sentences) * 4
}

/// Whether all titles open with the same word, which is no article: "Fælles data", "Fælles drift".
fn alike(row: &Row) -> bool {
    let first = |title: &str| title.split(' ').next().unwrap_or_default().to_lowercase();
    let words: BTreeSet<String> = row.titles.iter().map(|(title, _)| first(title)).collect();
    let article = |word: &String| ["de", "den", "det", "en", "et"].contains(&word.as_str());
    row.titles.len() >= 3 && words.len() == 1 && !words.iter().any(article)
}

/// How often each heading, item or entry of the contents stands in the text, and as headings alone.
pub(super) fn standing(lines: &[Line<'_>]) -> BTreeMap<String, (usize, usize)> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.kind != BlockKind::Paragraph) {
        let heading = matches!(line.kind, BlockKind::Heading { .. });
        let title = match heading {
            true => line.title.to_lowercase(),
            false => title::of_heading(line.text).to_lowercase(),
        };
        let (all, headings) = counts.entry(title).or_default();
        *all += 1;
        *headings += usize::from(heading);
    }
    counts
}

/// What it adds that a row's titles come back as headings of the text.
pub(super) fn confirmed(
    row: &Row,
    standing: &BTreeMap<String, (usize, usize)>,
    lines: &[Line<'_>],
) -> i32 {
    let back = |(title, _): &&(String, u32)| {
        let (all, headings) = standing
            .get(&title.to_lowercase())
            .copied()
            .unwrap_or_default();
        match row.source {
            Source::Listed(_) | Source::Inline(_) => headings > 0,
            // Rows that are headings themselves must stand somewhere else too.
            Source::Numbered | Source::Set | Source::Section(_) | Source::Headings(_) => {
                headings > 0 && all > 1
            }
            _ => false,
        }
    };
    let count = row.titles.iter().filter(back).count();
    let returning = count * 3 >= row.titles.len() * 2;
    let told = match row.source {
        Source::Set | Source::Chapters => told(row, lines),
        _ => false,
    };
    i32::from(returning) * 4 + i32::from(told) * 6
}

/// Whether one paragraph tells all titles in order, as a vision does.
fn told(row: &Row, lines: &[Line<'_>]) -> bool {
    let titles: Vec<String> = row.titles.iter().map(|(t, _)| t.to_lowercase()).collect();
    let tells = |text: &str| {
        let mut rest = text;
        titles.iter().all(|title| match rest.find(title.as_str()) {
            Some(at) => {
                rest = &rest[at + title.len()..];
                true
            }
            None => false,
        })
    };
    titles.len() >= 3
        && lines
            .iter()
            .filter(|l| l.kind == BlockKind::Paragraph)
            .any(|l| tells(&l.lower))
}
