//! Headings by themselves → rows of titles: numbered ones, those below "Vores fokusområder", and the
//! chapters that are left without those that every paper has.

use std::collections::{BTreeMap, BTreeSet};

use super::list::list_from;
use super::{Row, Source, headed, level_of, once, ordinary, without_page};
use crate::analyse::pillars::{Line, announce, title};
use crate::model::document::BlockKind;

/// Sequences of numbered headings, per chapter.
pub(in crate::analyse::pillars) fn numbered(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(Vec<u32>, bool, Row)> = Vec::new();
    let mut parents: BTreeMap<(Vec<u32>, bool), i32> = BTreeMap::new();
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
        if let Some(rank) = announce::section(&titled.0) {
            parents.insert((path.clone(), contents), rank);
        }
        let known = rows.iter_mut().rev().find(|(p, c, row)| {
            p == prefix && *c == contents && row.titles.len() + 1 == last as usize
        });
        match known {
            Some((_, _, row)) => row.titles.push(titled),
            None if last == 1 => rows.push((
                prefix.to_vec(),
                contents,
                Row {
                    // "3. Pejlemærker", and below it 3.1, 3.2 …
                    source: parents
                        .get(&(prefix.to_vec(), contents))
                        .map_or(Source::Numbered, |&rank| Source::Section(rank)),
                    titles: vec![titled],
                },
            )),
            None => {}
        }
    }
    // Headings in the text say it better than the contents page in capitals.
    rows.sort_by_key(|(_, contents, _)| *contents);
    let bare = lines
        .iter()
        .filter(|l| level_of(l).is_some() && title::numbered(l.text).is_none());
    let among_others = bare.count() >= 3;
    rows.into_iter()
        .map(|(path, contents, mut row)| {
            let chosen =
                row.titles.len() >= 3 && !row.titles.iter().any(|(t, _)| title::is_ordinary(t));
            if path.is_empty() && !contents && chosen && among_others {
                row.source = Source::Set;
            }
            row
        })
        .filter(|row| row.titles.len() > 1)
        .collect()
}

/// Headings, or list items, right below a heading that names pillars.
pub(in crate::analyse::pillars) fn sections(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let BlockKind::Heading { level } = line.kind else {
            continue;
        };
        let Some(rank) = line.section else {
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
            let titles = once(titles)
                .into_iter()
                .take_while(|(title, _)| !title::is_ordinary(title))
                .collect();
            rows.push(Row { source, titles });
        } else {
            // Where every heading is of one level, the pillars are those up to the next chapter
            // that every strategy has.
            let titles: Vec<(String, u32)> = (at + 1..lines.len())
                .filter(|&n| level_of(&lines[n]) == Some(level))
                .map(|n| headed(lines, n))
                .take_while(|(title, _)| !title::is_ordinary(title))
                .collect();
            rows.push(Row {
                source,
                titles: once(titles),
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

/// Runs of chapters that are none of those every paper has: between foreword and follow-up a
/// strategy's chapters are what it is about.
pub(in crate::analyse::pillars) fn chapters(lines: &[Line<'_>]) -> Vec<Row> {
    let levels: BTreeSet<u8> = lines.iter().filter_map(level_of).collect();
    let mut rows = Vec::new();
    for level in levels {
        let mut run: Vec<(String, u32)> = Vec::new();
        for at in 1..=lines.len() {
            let end = at == lines.len();
            let this = lines.get(at).and_then(level_of);
            if !end && this.is_none_or(|l| l > level) {
                continue;
            }
            let chapter = (this == Some(level)).then(|| headed(lines, at));
            let own = chapter.filter(|(title, _)| {
                let told = lines
                    .get(at + 1)
                    .is_some_and(|l| level_of(l).is_none_or(|l| l > level));
                told && !ordinary(&lines[at], title) && !lines[at].announces
            });
            match own {
                Some(titled) => run.push(titled),
                None => {
                    let titles = once(std::mem::take(&mut run));
                    if (3..=8).contains(&titles.len()) {
                        rows.push(Row {
                            source: Source::Chapters,
                            titles,
                        });
                    }
                }
            }
        }
    }
    rows
}
