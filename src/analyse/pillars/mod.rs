//! A document → its own pillars (pejlemærker, temaer, indsatsområder …): titles in order, with page.
//! Headings, lists, contents pages and announcing sentences each propose a row of titles; the row
//! that agrees best with what is announced wins. Refuses chapters that nobody called pillars.

mod announce;
mod rows;
mod title;

use std::collections::BTreeSet;

use announce::Announcement;
use rows::{Row, Source};

use super::reading;
use crate::model::document::{BlockKind, Document};
use crate::model::profile::Pillar;

/// One block of the document, flattened.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    page: u32,
    kind: BlockKind,
    text: &'a str,
}

/// Rows with less are not believed.
const ENOUGH: i32 = 6;

/// A heading without its number and label.
pub(super) fn title_of(heading: &str) -> String {
    title::of_heading(heading)
}

/// The document's own pillars, in order; empty where it has none.
pub(super) fn find(document: &Document) -> Vec<Pillar> {
    let lines: Vec<Line<'_>> = document
        .pages
        .iter()
        .flat_map(|page| {
            page.blocks.iter().map(|block| Line {
                page: page.number,
                kind: block.kind,
                text: block.text.trim(),
            })
        })
        .filter(|l| !matches!(l.kind, BlockKind::Footnote | BlockKind::Annotation))
        .collect();
    let announced = announcements(&lines);
    let mut rows = rows::labelled(&lines);
    rows.extend(rows::numbered(&lines));
    rows.extend(rows::sections(&lines));
    for (at, announcement) in &announced {
        rows.extend(rows::after(&lines, *at, announcement));
    }
    let mut best: Option<(i32, &Row)> = None;
    for row in &rows {
        let score = score(row, &announced);
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, row));
        }
    }
    match best {
        Some((score, row)) if score >= ENOUGH => pillars(row, &lines),
        _ => Vec::new(),
    }
}

fn announcements(lines: &[Line<'_>]) -> Vec<(usize, Announcement)> {
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.kind == BlockKind::Contents {
            continue;
        }
        let starts = reading::sentence_starts(line.text);
        for (n, &from) in starts.iter().enumerate() {
            let to = starts.get(n + 1).copied().unwrap_or(line.text.len());
            for mut found in announce::read(&line.text[from..to]) {
                found.end += from;
                out.push((at, found));
            }
        }
    }
    out
}

/// How far a row can be believed: where it stands, and whether an announcement of that many agrees.
fn score(row: &Row, announced: &[(usize, Announcement)]) -> i32 {
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
        Source::Labelled => 6,
        Source::Numbered => 0,
        Source::Section(rank) => 2 + rank,
        Source::Listed(trust) => 3 + trust,
        Source::Inline(trust) => 2 + trust,
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
    let tidy = row.titles.iter().all(|(t, _)| t.chars().count() <= 90);
    own + agreement + i32::from(tidy) * 2 - i32::from(count > 8) * 2
}

fn pillars(row: &Row, lines: &[Line<'_>]) -> Vec<Pillar> {
    let mut seen = BTreeSet::new();
    row.titles
        .iter()
        .map(|named| as_headed(named, lines))
        .filter(|(title, _)| !title.is_empty() && seen.insert(title.to_lowercase()))
        .map(|(title, page)| Pillar { title, page })
        .collect()
}

/// A title in capitals, as contents pages set them, in the writing of the heading it points at.
fn as_headed((title, page): &(String, u32), lines: &[Line<'_>]) -> (String, u32) {
    let shouted = !title.chars().any(char::is_lowercase);
    let lower = title.to_lowercase();
    let headed = lines
        .iter()
        .filter(|l| shouted && matches!(l.kind, BlockKind::Heading { .. }))
        .map(|l| (title::of_heading(l.text), l.page))
        .find(|(heading, _)| heading.to_lowercase() == lower && *heading != *title);
    headed.unwrap_or_else(|| {
        let spoken = if shouted {
            title::spoken(title)
        } else {
            title.clone()
        };
        (spoken, *page)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::plain;

    fn of(text: &str) -> Vec<String> {
        let document = plain::document(&[(1, text)], None, None);
        find(&document).into_iter().map(|p| p.title).collect()
    }

    #[test]
    fn announced_lists_labels_and_numbers_are_found() {
        let listed = "Digital strategi\n\nStrategien består af tre temaer:\n\n- Borgeren først: vi vil lytte.\n- Data: vi vil bruge dem.\n- Klima: vi vil spare.\n\nVi begynder i morgen.";
        assert_eq!(of(listed), ["Borgeren først", "Data", "Klima"]);
        let labelled = "Strategi\n\nTema 1: Mennesker\n\nVi vil noget med dem.\n\nTema 2: Maskiner\n\nVi vil noget andet med dem.\n\nTema 3: Mål\n\nVi vil nå dem.";
        assert_eq!(of(labelled), ["Mennesker", "Maskiner", "Mål"]);
        let numbered = "Strategi\n\nStrategien har tre pejlemærker.\n\n1. Service til borgerne\n\nVi vil yde den.\n\n2. Bedre data\n\nVi vil have dem.\n\n3. Kultur\n\nVi vil ændre den.";
        assert_eq!(
            of(numbered),
            ["Service til borgerne", "Bedre data", "Kultur"]
        );
        let inline = "De tre digitale principper: tænk stort; start småt; hold fast.";
        assert_eq!(of(inline), ["tænk stort", "start småt", "hold fast"]);
    }

    #[test]
    fn chapters_are_not_pillars() {
        let text = "Strategi\n\n1. Indledning\n\nVi begynder her.\n\n2. Baggrund\n\nDet begyndte før.\n\n3. Opfølgning\n\nVi følger op.";
        assert!(of(text).is_empty());
    }
}
