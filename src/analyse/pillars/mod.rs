//! A document → its own pillars (pejlemærker, temaer, indsatsområder …): titles in order, with page.
//! Headings, lists, contents pages and announcing sentences each propose a row of titles; the row
//! that agrees best with what is announced wins. Refuses chapters that nobody called pillars.

mod announce;
mod focus;
mod parallel;
mod rows;
mod title;

use std::collections::{BTreeMap, BTreeSet};

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
    rows.extend(rows::tagged(&lines));
    rows.extend(rows::sections(&lines));
    rows.extend(parallel::rows(&lines));
    for (at, announcement) in &announced {
        rows.extend(rows::after(&lines, *at, announcement));
    }
    rows.extend(focus::rows(&lines));
    let headings = headings(&lines);
    let mut best: Option<(i32, &Row)> = None;
    for row in &rows {
        let score = score(row, &announced) + headed(row, &headings);
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
        if matches!(line.kind, BlockKind::Contents | BlockKind::ListItem) {
            continue;
        }
        // "4 Mål" is the fourth chapter and announces nothing.
        let own_number =
            matches!(line.kind, BlockKind::Heading { .. }) && title::numbered(line.text).is_some();
        if own_number {
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
        Source::Labelled => 9,
        Source::Tagged => 5,
        Source::Parallel => 4,
        Source::Numbered => 0,
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
    own + agreement + i32::from(tidy) * 2 - i32::from(count > 8) * 2 - i32::from(sentences) * 4
}

/// How often each heading stands in the text.
fn headings(lines: &[Line<'_>]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        if matches!(line.kind, BlockKind::Heading { .. }) {
            let title = title::of_heading(line.text).to_lowercase();
            *counts.entry(title).or_default() += 1;
        }
    }
    counts
}

/// What it adds that a row's titles come back as headings of the text.
fn headed(row: &Row, headings: &BTreeMap<String, usize>) -> i32 {
    // Rows that are headings themselves must come back once more.
    let times = match row.source {
        Source::Listed(_) | Source::Inline(_) => 1,
        Source::Numbered | Source::Section(_) => 2,
        _ => return 0,
    };
    let back = |(title, _): &&(String, u32)| {
        headings
            .get(&title.to_lowercase())
            .is_some_and(|n| *n >= times)
    };
    let count = row.titles.iter().filter(back).count();
    if count * 3 >= row.titles.len() * 2 {
        4
    } else {
        0
    }
}

fn pillars(row: &Row, lines: &[Line<'_>]) -> Vec<Pillar> {
    let mut seen = BTreeSet::new();
    // "Om forståelse", "Om fornyelse": the word they share is not part of the titles.
    let about = row.titles.iter().all(|(t, _)| t.starts_with("Om "));
    row.titles
        .iter()
        .map(
            |(title, page)| match title.strip_prefix("Om ").filter(|_| about) {
                Some(rest) => (title::capitalised(rest), *page),
                None => (title.clone(), *page),
            },
        )
        .map(|named| as_headed(&named, lines))
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
    fn any_noun_will_do_where_the_paper_stands_on_so_many_of_it() {
        let stacked = "Digital retning\n\nTre løfter bærer strategien:\nSammen med borgerne\nSammen på tværs\nSammen om fremtiden\n\nSammen med borgerne\n\nVi spørger først.";
        assert_eq!(
            of(stacked),
            [
                "Sammen med borgerne",
                "Sammen på tværs",
                "Sammen om fremtiden"
            ]
        );
        let group = "Strategi\n\nStyregruppen er delt i to grupper. Den består af:\n\n- Direktøren\n- It-chefen\n- Controlleren";
        assert_eq!(of(group), [""; 0]);
    }

    #[test]
    fn labels_may_stand_above_the_title_or_count_in_words() {
        let above =
            "Strategi\n\nSPOR 1\nMennesker\n\nVi vil noget.\n\nSPOR 2\nMaskiner\n\nVi vil andet.";
        assert_eq!(of(above), ["Mennesker", "Maskiner"]);
        let ordinals = "Oplæg\n\nFørste pejling\nMennesker\n\nVi vil noget.\n\nAnden pejling\nMaskiner\n\nVi vil andet.\n\nTredje pejling\nMål\n\nVi vil nå dem.";
        assert_eq!(of(ordinals), ["Mennesker", "Maskiner", "Mål"]);
        let tagged = "Oplæg\n\nPejlemærke: Mennesker\n\nVi vil noget.\n\nPejlemærke: Maskiner\n\nVi vil andet.\n\nPejlemærke: Mål\n\nVi vil nå dem.";
        assert_eq!(of(tagged), ["Mennesker", "Maskiner", "Mål"]);
    }

    #[test]
    fn another_papers_themes_are_not_this_ones() {
        let text = "Strategi\n\nVi støtter Sundhedspolitik 2018-2021, hvis fire temaer er A, B, C og D.\n\nGod læselyst.";
        assert!(of(text).is_empty());
    }

    #[test]
    fn chapters_are_not_pillars() {
        let text = "Strategi\n\n1. Indledning\n\nVi begynder her.\n\n2. Baggrund\n\nDet begyndte før.\n\n3. Opfølgning\n\nVi følger op.";
        assert!(of(text).is_empty());
    }
}
