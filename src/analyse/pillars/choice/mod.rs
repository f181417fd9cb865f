//! Rows of titles → the one that is the document's own pillars, by signals and the weights that
//! labelled documents taught. Refuses every row where none is likelier than that there are none.

mod joined;
mod learn;
mod signal;
mod standing;
mod weights;
mod wording;
mod words;

use std::collections::BTreeMap;

use super::announce::Announcement;
use super::rows::Row;
use super::{Line, title};
use signal::{Signal, Signals};
use standing::Text;

pub use learn::Learnt;
pub(in crate::analyse) use learn::{Lesson, learn};

/// A share that is nearly all.
const MOST: f64 = 0.75;
/// Headings of a long paper.
const MANY_HEADINGS: f64 = 40.0;

/// So much less likely than none a row may be and is still told: with it about as many titles are
/// missed as are told too many, over writers whose documents were left out of the learning.
const LEANING: f64 = 1.0;

/// An announcement with so much trust ("Strategien har fem pejlemærker:") is believed before any
/// row that has another number of titles.
const SURE: i32 = 8;

/// The row that is the document's own; of rows as likely the first.
pub(super) fn choose<'r>(
    rows: &'r [Row],
    lines: &[Line<'_>],
    announced: &[(usize, Announcement)],
) -> Option<&'r Row> {
    let (none, answers) = read(rows, lines, announced);
    let surest = surest(announced).filter(|count| rows.iter().any(|r| r.titles.len() == *count));
    let agrees = |row: &Row| surest.is_none_or(|count| row.titles.len() == count);
    let mut best = (weights::OWN.score(&none) - LEANING, None);
    for answer in answers.iter().filter(|answer| agrees(answer.row)) {
        let score = weights::OWN.score(&answer.signals);
        if score > best.0 {
            best = (score, Some(answer.row));
        }
    }
    best.1
}

/// How many a sure announcement counts, where all that are as sure count the same.
fn surest(announced: &[(usize, Announcement)]) -> Option<usize> {
    let sure = |a: &&Announcement| a.trust >= SURE && a.count.is_some();
    let all = || announced.iter().map(|(_, a)| a).filter(sure);
    let most = all().map(|a| a.trust).max()?;
    let mut counts = all().filter(|a| a.trust == most).filter_map(|a| a.count);
    let first = counts.next()?;
    counts.all(|count| count == first).then_some(first)
}

/// A row with what speaks for it.
struct Answer<'r> {
    row: &'r Row,
    signals: Signals,
    /// The headings before and after its titles, in lower case.
    beside: Vec<String>,
}

/// The signals of the answer that there are none, and of every row. Rows of the same titles are
/// one, and every place that proposes it speaks for it.
fn read<'r>(
    rows: &'r [Row],
    lines: &[Line<'_>],
    announced: &[(usize, Announcement)],
) -> (Signals, Vec<Answer<'r>>) {
    let mut text = Text::new(lines);
    let mut none = Signals::new();
    none.yes(Signal::None, true);
    let headings = text.headings() as f64 / MANY_HEADINGS;
    none.set(Signal::NoneHeadings, headings.min(1.0));
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut chapters: BTreeMap<String, bool> = BTreeMap::new();
    let mut all: Vec<Answer<'r>> = Vec::new();
    for row in rows {
        let titles: Vec<String> = row.titles.iter().map(|(t, _)| t.to_lowercase()).collect();
        match known.get(&titles) {
            Some(&at) => wording::source(row, &mut all[at].signals),
            None => {
                let mut signals = Signals::new();
                wording::source(row, &mut signals);
                wording::announced(row, announced, &mut signals);
                let mut ordinary = |title: &str| {
                    *chapters
                        .entry(title.to_owned())
                        .or_insert_with(|| title::is_ordinary(title))
                };
                wording::wording(row, &mut ordinary, &mut signals);
                let beside = text.read(&titles, &mut signals);
                let mut odds = |of: &[String]| -> Vec<f64> {
                    of.iter().map(|title| text.words(title)).collect()
                };
                wording::cut_short(&titles, &beside, &mut signals);
                words::tell(&odds(&titles), &odds(&beside), &mut signals);
                known.insert(titles, all.len());
                all.push(Answer {
                    row,
                    signals,
                    beside,
                });
            }
        }
    }
    let explained = |signals: &Signals| signals.values()[Signal::Explained as usize] >= MOST;
    let mut lists = all.iter_mut().filter(|answer| explained(&answer.signals));
    if let (Some(only), None) = (lists.next(), lists.next()) {
        only.signals.yes(Signal::OnlyExplained, true);
    }
    (none, all)
}
