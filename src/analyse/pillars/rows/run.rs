//! Headings of one level that follow each other → rows of titles, whole and cut in every way that a
//! strategy's chapters ask for. Refuses to tell which cut is right.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Source, headed, level_of, once, ordinary};
use crate::analyse::pillars::Line;

/// A row of pillars has as many titles.
const TITLES: std::ops::RangeInclusive<usize> = 2..=10;

/// A run of so many headings is cut in every way, into stretches of so many.
const SHORT: usize = 14;
const WINDOW: std::ops::RangeInclusive<usize> = 3..=8;

/// Runs of headings of one level below one larger heading, with their cuts.
pub(in crate::analyse::pillars) fn runs(lines: &[Line<'_>]) -> Vec<Row> {
    let levels: BTreeSet<u8> = lines.iter().filter_map(level_of).collect();
    let headings = (0..lines.len()).filter(|&at| level_of(&lines[at]).is_some());
    let named: BTreeMap<usize, (String, u32)> =
        headings.map(|at| (at, headed(lines, at))).collect();
    let mut rows = Vec::new();
    for level in levels {
        for run in stretches(lines, level, &named) {
            for cut in cuts(lines, level, &run) {
                let titles = cut.iter().filter_map(|at| named.get(at)).cloned().collect();
                let titles = once(titles);
                if TITLES.contains(&titles.len()) {
                    rows.push(Row {
                        source: Source::Run,
                        titles,
                    });
                }
            }
        }
    }
    rows
}

/// The places of headings of a level up to the next larger one: first parted at chapters that every
/// paper has, then with them.
fn stretches(
    lines: &[Line<'_>],
    level: u8,
    named: &BTreeMap<usize, (String, u32)>,
) -> Vec<Vec<usize>> {
    let mut parted: Vec<Vec<usize>> = vec![Vec::new()];
    let mut whole: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, line) in lines.iter().enumerate() {
        match level_of(line) {
            Some(this) if this < level => {
                parted.push(Vec::new());
                whole.push(Vec::new());
            }
            Some(this) if this == level => {
                let ordinary = named
                    .get(&at)
                    .is_some_and(|(title, _)| ordinary(line, title));
                if ordinary || line.announces {
                    parted.push(Vec::new());
                } else if let Some(run) = parted.last_mut() {
                    run.push(at);
                }
                if let Some(run) = whole.last_mut() {
                    run.push(at);
                }
            }
            _ => {}
        }
    }
    parted.extend(whole);
    parted.retain(|run| run.len() >= *TITLES.start());
    parted
}

/// Every stretch of a short run, and of a long one itself without its first or last; without
/// subtitles, and parted where it comes round.
fn cuts(lines: &[Line<'_>], level: u8, run: &[usize]) -> Vec<Vec<usize>> {
    let mut cuts: Vec<&[usize]> = vec![run];
    if run.len() <= SHORT {
        let starts = 0..run.len();
        cuts.extend(starts.flat_map(|start| {
            let longest = (run.len() - start).min(*WINDOW.end());
            (*WINDOW.start()..=longest).map(move |length| &run[start..start + length])
        }));
    } else {
        cuts.extend([&run[1..], &run[..run.len() - 1], &run[1..run.len() - 1]]);
        cuts.extend([&run[2..], &run[..run.len() - 2]]);
    }
    // After an overview the same headings come again, each with its chapter.
    let title = |at: usize| &lines[at].title;
    let again = (1..run.len()).find(|&n| title(run[n]) == title(run[0]));
    if let Some(again) = again {
        cuts.extend([&run[..again], &run[again..]]);
    }
    // A heading right below another is its subtitle.
    let below = |at: usize| at > 0 && level_of(&lines[at - 1]) == Some(level);
    let mains = run.iter().copied().filter(|at| !below(*at)).collect();
    let cuts = cuts.into_iter().map(<[usize]>::to_vec);
    cuts.chain([mains]).collect()
}
