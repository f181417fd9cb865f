//! Headings of one level that follow each other → rows of titles, whole and cut in every way that a
//! strategy's chapters ask for. Refuses to tell which cut is right.

use std::collections::BTreeSet;

use super::{Row, Source, headed, level_of, once, ordinary};
use crate::analyse::pillars::Line;

/// A row of pillars has as many titles.
const TITLES: std::ops::RangeInclusive<usize> = 2..=10;

/// Runs of headings of one level below one larger heading, with their cuts.
pub(in crate::analyse::pillars) fn runs(lines: &[Line<'_>]) -> Vec<Row> {
    let levels: BTreeSet<u8> = lines.iter().filter_map(level_of).collect();
    let mut rows = Vec::new();
    for level in levels {
        for run in stretches(lines, level) {
            for cut in cuts(lines, level, &run) {
                let titles = once(cut.iter().map(|&at| headed(lines, at)).collect());
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
fn stretches(lines: &[Line<'_>], level: u8) -> Vec<Vec<usize>> {
    let mut parted: Vec<Vec<usize>> = vec![Vec::new()];
    let mut whole: Vec<Vec<usize>> = vec![Vec::new()];
    for at in 0..lines.len() {
        match level_of(&lines[at]) {
            Some(this) if this < level => {
                parted.push(Vec::new());
                whole.push(Vec::new());
            }
            Some(this) if this == level => {
                let (title, _) = headed(lines, at);
                if ordinary(&lines[at], &title) || lines[at].announces {
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

/// A run as it is, without its first or last, without subtitles, and parted where it comes round.
fn cuts(lines: &[Line<'_>], level: u8, run: &[usize]) -> Vec<Vec<usize>> {
    let mut cuts: Vec<&[usize]> = vec![run];
    if run.len() > 2 {
        cuts.extend([&run[1..], &run[..run.len() - 1], &run[1..run.len() - 1]]);
    }
    if run.len() > 3 {
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
