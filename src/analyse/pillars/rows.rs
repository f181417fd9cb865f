//! The blocks of a document → every row of titles that could be its pillars, with where it was
//! found. Refuses to choose between them.

use std::collections::BTreeMap;

use crate::model::document::BlockKind;

use super::announce::{self, Announcement};
use super::{Line, title};

/// Where a row was found; the number is the trust in what announces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// "Tema 1: …", "Tema 2: …".
    Labelled,
    /// "Tema: …", "Tema: …", without numbers.
    Tagged,
    /// Headings whose sections are built alike.
    Parallel,
    /// Numbered headings in sequence.
    Numbered,
    /// Headings below a heading such as "Vores fokusområder".
    Section(i32),
    /// A list right after an announcement.
    Listed(i32),
    /// In the announcing sentence itself.
    Inline(i32),
    /// Headings after an announcement.
    Headings(i32),
}

/// A row of titles, each with its page.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) source: Source,
    pub(super) titles: Vec<(String, u32)>,
}

/// Longest heading, in characters.
const HEADING_CHARS: usize = 90;
/// Longest text between an announcement and the colon before its list, in characters.
const ASIDE_CHARS: usize = 90;
/// Longest line that can be a labelled title when it is not set as a heading, in characters.
const LABELLED_CHARS: usize = 260;

/// Rows of labels that number themselves from one. A label that starts over again and again
/// ("Princip 1" in every chapter) belongs to the chapters, not to the document.
pub(super) fn labelled(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(String, Row)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let heading = matches!(line.kind, BlockKind::Heading { .. });
        if !heading && line.text.chars().count() > LABELLED_CHARS {
            continue;
        }
        let Some((label, number, rest)) = title::labelled(line.text) else {
            continue;
        };
        let titled = match (rest.is_empty(), heading) {
            (true, _) => lines.get(at + 1).map(|next| title::bare(next.text)),
            (false, true) => Some(title::of_heading(line.text)),
            (false, false) => Some(title::of_item(line.text)),
        };
        let Some(titled) = titled.filter(|t| !t.is_empty()) else {
            continue;
        };
        let known = rows
            .iter_mut()
            .rev()
            .find(|(l, row)| *l == label && row.titles.len() + 1 == number as usize);
        match known {
            Some((_, row)) => row.titles.push((titled, line.page)),
            None if number == 1 => rows.push((
                label,
                Row {
                    source: Source::Labelled,
                    titles: vec![(titled, line.page)],
                },
            )),
            None => {}
        }
    }
    let restarts = |label: &str| {
        rows.iter()
            .filter(|(l, r)| l == label && r.titles.len() > 1)
            .count()
    };
    let alike = |label: &str| {
        let mut of_label = rows
            .iter()
            .filter(|(l, r)| l == label && r.titles.len() > 1);
        let first = of_label.next().map(|(_, r)| &r.titles);
        of_label.all(|(_, r)| {
            first.is_some_and(|f| f.iter().zip(&r.titles).all(|(a, b)| same(&a.0, &b.0)))
        })
    };
    rows.iter()
        .filter(|(label, row)| row.titles.len() > 1 && (restarts(label) < 2 || alike(label)))
        .map(|(_, row)| row.clone())
        .collect()
}

/// Rows of headings that open with the same label, without numbers.
pub(super) fn tagged(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(String, Row)> = Vec::new();
    for line in lines.iter().filter(|l| level_of(l).is_some()) {
        let Some((label, rest)) = title::tagged(line.text) else {
            continue;
        };
        let titled = (title::bare(rest), line.page);
        match rows.iter_mut().find(|(known, _)| *known == label) {
            Some((_, row)) => row.titles.push(titled),
            None => rows.push((
                label,
                Row {
                    source: Source::Tagged,
                    titles: vec![titled],
                },
            )),
        }
    }
    rows.into_iter()
        .map(|(_, row)| row)
        .filter(|row| row.titles.len() > 1)
        .collect()
}

/// The titles that do not come back: one that does belongs to what stands above it.
fn once(titles: &[(String, u32)]) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (title, _) in titles {
        *counts.entry(title).or_default() += 1;
    }
    let single = |title: &str| counts.get(title) == Some(&1);
    let kept = titles.iter().filter(|(title, _)| single(title));
    kept.cloned().collect()
}

/// The title of a heading; a label alone ("INDSATSOMRÅDE 1") is titled by the line below it.
fn headed(lines: &[Line<'_>], at: usize) -> (String, u32) {
    let line = lines[at];
    let alone = title::labelled(line.text).is_some_and(|(_, _, rest)| rest.is_empty());
    let text = match lines.get(at + 1) {
        Some(next) if alone && next.text.chars().count() <= HEADING_CHARS => next.text,
        _ => line.text,
    };
    (title::of_heading(text), line.page)
}

/// Whether two titles name the same thing, one perhaps cut short.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.starts_with(&b) || b.starts_with(&a)
}

/// Sequences of numbered headings, per chapter.
pub(super) fn numbered(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(Vec<u32>, bool, Row)> = Vec::new();
    for line in lines {
        let contents = line.kind == BlockKind::Contents;
        if !contents && !matches!(line.kind, BlockKind::Heading { .. }) {
            continue;
        }
        let Some((path, rest)) = title::numbered(line.text) else {
            continue;
        };
        let Some((&last, prefix)) = path.split_last() else {
            continue;
        };
        let rest = if contents { without_page(rest) } else { rest };
        let titled = (title::bare(rest), line.page);
        let known = rows.iter_mut().rev().find(|(p, c, row)| {
            p == prefix && *c == contents && row.titles.len() + 1 == last as usize
        });
        match known {
            Some((_, _, row)) => row.titles.push(titled),
            None if last == 1 => rows.push((
                prefix.to_vec(),
                contents,
                Row {
                    source: Source::Numbered,
                    titles: vec![titled],
                },
            )),
            None => {}
        }
    }
    // Headings in the text say it better than the contents page in capitals.
    rows.sort_by_key(|(_, contents, _)| *contents);
    rows.into_iter()
        .map(|(_, _, row)| row)
        .filter(|row| row.titles.len() > 1)
        .collect()
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

/// Headings, or list items, right below a heading that names pillars.
pub(super) fn sections(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let BlockKind::Heading { level } = line.kind else {
            continue;
        };
        let Some(rank) = announce::section(line.text) else {
            continue;
        };
        let source = Source::Section(rank);
        let below: Vec<&Line<'_>> = lines[at + 1..]
            .iter()
            .take_while(|l| !matches!(l.kind, BlockKind::Heading { level: l } if l <= level))
            .collect();
        let until = at + 1 + below.len();
        let next_level = below.iter().find_map(|l| level_of(l));
        if let Some(next_level) = next_level {
            let titles: Vec<(String, u32)> = (at + 1..until)
                .filter(|&n| level_of(&lines[n]) == Some(next_level))
                .map(|n| headed(lines, n))
                .collect();
            let titles = once(&titles)
                .into_iter()
                .take_while(|(title, _)| !title::is_ordinary(title))
                .collect();
            rows.push(Row { source, titles });
        } else if below.is_empty() {
            // Where every heading is of one level, the pillars are those up to the next chapter
            // that every strategy has.
            let titles: Vec<(String, u32)> = (at + 1..lines.len())
                .filter(|&n| level_of(&lines[n]) == Some(level))
                .map(|n| headed(lines, n))
                .take_while(|(title, _)| !title::is_ordinary(title))
                .collect();
            rows.push(Row {
                source,
                titles: once(&titles),
            });
        }
        let items = list_from(lines, at + 1, 2);
        if items.len() > 1 {
            rows.push(Row {
                source,
                titles: items,
            });
        }
    }
    rows
}

/// Rows that follow an announcement: in its sentence, in the next list, in the next headings.
pub(super) fn after(lines: &[Line<'_>], at: usize, announcement: &Announcement) -> Vec<Row> {
    let mut rows = Vec::new();
    let line = lines[at];
    let trust = announcement.trust;
    if let Some(titles) = inline(&line.text[announcement.end..], announcement.count) {
        rows.push(Row {
            source: Source::Inline(trust),
            titles: titles.into_iter().map(|t| (t, line.page)).collect(),
        });
    }
    let items = list_from(lines, at + 1, 3);
    // Only a sure announcement may miscount by one: a list item can be broken in two.
    let slack = usize::from(trust >= 4);
    let fits = announcement
        .count
        .is_none_or(|n| n.abs_diff(items.len()) <= slack);
    if items.len() > 1 && fits {
        rows.push(Row {
            source: Source::Listed(trust),
            titles: items,
        });
    }
    let Some(count) = announcement.count else {
        return rows;
    };
    let scattered = scattered(lines, at + 1);
    if scattered.len() == count {
        rows.push(Row {
            source: Source::Listed(trust),
            titles: scattered,
        });
    }
    // The next headings of one level, up to a larger one.
    let mut level = None;
    let mut titles: Vec<(String, u32)> = Vec::new();
    let from = match line.kind {
        BlockKind::Heading { level } => level,
        _ => 0,
    };
    for next in at + 1..lines.len() {
        let Some(this) = level_of(&lines[next]) else {
            continue;
        };
        if this <= from {
            break;
        }
        let titled = headed(lines, next);
        if title::is_ordinary(&titled.0) {
            if titles.is_empty() {
                continue;
            }
            break;
        }
        let wanted = *level.get_or_insert(this);
        if this < wanted {
            break;
        }
        if this == wanted {
            titles.push(titled);
        }
    }
    if titles.len() == count {
        rows.push(Row {
            source: Source::Headings(trust),
            titles,
        });
    }
    rows
}

fn level_of(line: &Line<'_>) -> Option<u8> {
    match line.kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    }
}

/// The list that begins within the next few blocks.
fn list_from(lines: &[Line<'_>], at: usize, within: usize) -> Vec<(String, u32)> {
    let rest = lines.get(at..).unwrap_or_default();
    let Some(first) = rest
        .iter()
        .take(within)
        .position(|l| l.kind == BlockKind::ListItem || is_numbered_item(l))
    else {
        return Vec::new();
    };
    // Between announcement and list no heading may stand.
    if rest[..first].iter().any(|l| level_of(l).is_some()) {
        return Vec::new();
    }
    rest[first..]
        .iter()
        .take_while(|l| l.kind == BlockKind::ListItem || is_numbered_item(l))
        .map(|l| (title::of_item(l.text), l.page))
        .filter(|(t, _)| !t.is_empty())
        .collect()
}

/// The items up to the next heading, each with a text of its own below it.
fn scattered(lines: &[Line<'_>], at: usize) -> Vec<(String, u32)> {
    let rest = lines.get(at..).unwrap_or_default();
    let below: Vec<&Line<'_>> = rest.iter().take_while(|l| level_of(l).is_none()).collect();
    let apart = below
        .windows(2)
        .all(|pair| pair.iter().any(|l| l.kind != BlockKind::ListItem));
    below
        .iter()
        .filter(|l| apart && l.kind == BlockKind::ListItem)
        .filter(|l| l.text.chars().count() <= HEADING_CHARS)
        .map(|l| (title::of_item(l.text), l.page))
        .collect()
}

fn is_numbered_item(line: &Line<'_>) -> bool {
    line.kind == BlockKind::Paragraph
        && title::numbered(line.text).is_some_and(|(p, _)| p.len() == 1)
}

/// "…: a, b og c" or "…: a; b; c".
fn inline(rest: &str, count: Option<usize>) -> Option<Vec<String>> {
    let (before, list) = rest.split_once(':')?;
    if before.chars().count() > ASIDE_CHARS || before.contains(". ") {
        return None;
    }
    let list = list
        .split(". ")
        .next()
        .unwrap_or(list)
        .trim()
        .trim_end_matches('.');
    if list.is_empty() || list.contains('\n') && !list.contains(';') {
        return None;
    }
    let parts = enumeration(list)?;
    let short = parts
        .iter()
        .all(|p| !p.is_empty() && p.chars().count() <= 90);
    let fits = count.map_or(parts.len() >= 3, |n| parts.len() == n);
    (short && fits).then_some(parts)
}

/// "a, b og c" or "a; b; c" → its parts.
pub(super) fn enumeration(list: &str) -> Option<Vec<String>> {
    if list.contains(';') {
        return Some(list.split(';').map(title::bare).collect());
    }
    let (front, last) = list
        .rsplit_once(" samt ")
        .or_else(|| list.rsplit_once(" og "))?;
    Some(front.split(',').chain([last]).map(title::bare).collect())
}
