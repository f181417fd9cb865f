//! The blocks of a document → the headings whose sections are built alike ("Ambition: …", "Det vil
//! vi", "Sådan måler vi" below each): a strategy treats its pillars in parallel, its ordinary
//! chapters not. Refuses sections that describe single projects.

use std::collections::BTreeMap;

use super::rows::{Row, Source};
use super::{Line, title};
use crate::model::document::BlockKind;

/// Longest text that can be a recurring label, in characters.
const LABEL_CHARS: usize = 40;
/// A label that comes back less often says nothing, more often belongs to a list of actions.
const TIMES: std::ops::RangeInclusive<usize> = 3..=10;

/// What the sheets of single projects are headed with; such projects are no pillars.
const OF_PROJECTS: &[&str] = &[
    "formål",
    "ansvarlig",
    "ansvarlige",
    "tid",
    "tidsplan",
    "tidsramme",
    "periode",
    "økonomi",
    "udgift",
    "status",
    "beskrivelse",
    "baggrund",
    "projektejer",
    "deltagere",
    "kontakt",
    "bemærk",
    "note",
    "kilde",
];

/// One row for each label that comes back once below each of several headings.
pub(super) fn rows(lines: &[Line<'_>]) -> Vec<Row> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(label) = label(line) {
            places.entry(label).or_default().push(at);
        }
    }
    let recurring = |line: &Line<'_>| {
        label(line).is_some_and(|l| places.get(&l).is_some_and(|p| p.len() >= *TIMES.start()))
    };
    let mut rows: Vec<Row> = Vec::new();
    // The label that comes back most often tells the whole row.
    let mut often: Vec<(&String, &Vec<usize>)> = places.iter().collect();
    often.sort_by_key(|(_, at)| std::cmp::Reverse(at.len()));
    for (label, at) in often {
        if !TIMES.contains(&at.len()) || OF_PROJECTS.contains(&label.as_str()) {
            continue;
        }
        let owners: Option<Vec<usize>> = at
            .iter()
            .map(|&at| {
                (0..at).rev().find(|&before| {
                    matches!(lines[before].kind, BlockKind::Heading { .. })
                        && !recurring(&lines[before])
                })
            })
            .collect();
        let Some(owners) = owners.filter(|o| o.windows(2).all(|pair| pair[0] < pair[1])) else {
            continue;
        };
        let own: Vec<&Line<'_>> = owners.iter().map(|&at| &lines[at]).collect();
        let on = owners.last().map_or(&[][..], |&last| &lines[last..]);
        let more: Vec<&Line<'_>> = alike(on).filter(|l| !recurring(l)).collect();
        for lines in [own.clone(), [own, more].concat()] {
            let titles: Vec<(String, u32)> = lines
                .iter()
                .map(|line| (line.title.clone(), line.page))
                .collect();
            let known = rows.iter().any(|row| row.titles == titles);
            if !known && !titles.iter().any(|(t, _)| title::is_ordinary(t)) {
                rows.push(Row {
                    source: Source::Parallel,
                    titles,
                });
            }
        }
    }
    rows
}

/// The headings after the first of `lines` that are of its level, up to a larger one or the next
/// ordinary chapter: the last of a row may lack what the others have.
fn alike<'a, 'b>(lines: &'a [Line<'b>]) -> impl Iterator<Item = &'a Line<'b>> {
    let level = |line: &Line<'_>| match line.kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    };
    let own = lines.first().and_then(level);
    lines
        .iter()
        .skip(1)
        .take_while(move |l| level(l).is_none_or(|this| Some(this) >= own && !l.ordinary))
        .filter(move |l| level(l).is_some() && level(l) == own)
}

/// The label a block opens with: the whole of a short heading or line, or what stands before the
/// colon.
fn label(line: &Line<'_>) -> Option<String> {
    if !matches!(
        line.kind,
        BlockKind::Heading { .. } | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Table
    ) {
        return None;
    }
    // Tables headed alike stand below headings alike.
    let text = match line.kind {
        BlockKind::Table => line.text.lines().next().unwrap_or_default(),
        _ => line.text,
    };
    let text = text.replace('\t', " ");
    let head = text.split_once(':').map_or(text.as_str(), |(head, _)| head);
    let head = head.trim();
    let short = (3..=LABEL_CHARS).contains(&head.chars().count());
    let words = head
        .chars()
        .all(|c| c.is_alphabetic() || " ,-–'’?".contains(c));
    (short && words && head.starts_with(char::is_uppercase)).then(|| head.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_sections_built_alike_make_a_row() {
        let line = |kind, text| Line::new(1, kind, text);
        let heading = BlockKind::Heading { level: 2 };
        let mut lines = vec![line(heading, "Indledning")];
        for title in ["Nattero", "Viden i huset", "Marked"] {
            lines.push(line(heading, title));
            lines.push(line(BlockKind::Paragraph, "Ambition: Vi vil noget."));
            lines.push(line(BlockKind::Paragraph, "Ansvarlig: Chefen."));
        }
        lines.push(line(heading, "Opfølgning"));
        let found = rows(&lines);
        assert_eq!(found.len(), 1);
        let titles: Vec<&str> = found[0].titles.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(titles, ["Nattero", "Viden i huset", "Marked"]);
    }
}
