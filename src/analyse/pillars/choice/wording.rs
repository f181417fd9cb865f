//! The titles of a row by themselves, where they come from and who announces them → signals.

use std::collections::BTreeSet;

use super::signal::{Signal, Signals, share};
use crate::analyse::pillars::announce::Announcement;
use crate::analyse::pillars::rows::{Row, Source};

/// Longer titles are sentences, in characters.
const LONG_CHARS: usize = 60;
/// Shorter ones are no titles, in characters.
const SHORT_CHARS: usize = 4;
/// Pillars a strategy usually has.
const USUAL: std::ops::RangeInclusive<usize> = 3..=6;

/// Where the row was found, and how sure that is; told again for every place that proposes it.
pub(super) fn source(row: &Row, signals: &mut Signals) {
    let (source, rank) = match row.source {
        Source::Labelled(rank) => (Some(Signal::Labelled), Some((Signal::LabelRank, rank))),
        Source::Section(rank) => (Some(Signal::Section), Some((Signal::SectionRank, rank))),
        Source::RunIn(trust) => (Some(Signal::RunIn), Some((Signal::AnnouncedTrust, trust))),
        Source::Listed(trust) => (Some(Signal::Listed), Some((Signal::AnnouncedTrust, trust))),
        Source::Inline(trust) => (Some(Signal::Inline), Some((Signal::AnnouncedTrust, trust))),
        Source::Headings(trust) => (
            Some(Signal::Headings),
            Some((Signal::AnnouncedTrust, trust)),
        ),
        Source::Counted => (Some(Signal::Counted), None),
        Source::Tagged => (Some(Signal::Tagged), None),
        Source::Parallel => (Some(Signal::Parallel), None),
        Source::Numbered => (Some(Signal::Numbered), None),
        Source::Set => (Some(Signal::Set), None),
        Source::Tabled => (Some(Signal::Tabled), None),
        Source::Echoed => (Some(Signal::Echoed), None),
        Source::Chapters => (Some(Signal::Chapters), None),
        Source::Run => (Some(Signal::Run), None),
        Source::Opening => (Some(Signal::Opening), None),
        Source::List => (None, None),
    };
    if let Some(source) = source {
        signals.yes(source, true);
    }
    if let Some((signal, rank)) = rank {
        signals.at_least(signal, f64::from(rank) / 10.0);
    }
}

/// Whether some announcement counts as many as the row has.
pub(super) fn announced(row: &Row, announced: &[(usize, Announcement)], signals: &mut Signals) {
    let trust = announced
        .iter()
        .filter(|(_, a)| a.count == Some(row.titles.len()))
        .map(|(_, a)| a.trust)
        .max();
    if let Some(trust) = trust {
        signals.yes(Signal::Agreed, true);
        signals.set(Signal::AgreedTrust, f64::from(trust) / 10.0);
    }
}

/// How the titles are worded; `ordinary` tells chapters that every paper has.
pub(super) fn wording(row: &Row, ordinary: &mut dyn FnMut(&str) -> bool, signals: &mut Signals) {
    let count = row.titles.len();
    let chapters = row.titles.iter().filter(|(title, _)| ordinary(title));
    signals.set(Signal::Ordinary, share(chapters.count(), count));
    let mut part = |signal: Signal, test: &dyn Fn(&str) -> bool| {
        let holding = row.titles.iter().filter(|(title, _)| test(title)).count();
        signals.set(signal, share(holding, count));
    };
    part(Signal::Long, &|t| t.chars().count() > LONG_CHARS);
    part(Signal::Short, &|t| t.chars().count() < SHORT_CHARS);
    part(Signal::Lowercase, &|t| t.starts_with(char::is_lowercase));
    part(Signal::Capitals, &|t| !t.contains(char::is_lowercase));
    part(Signal::Question, &|t| t.ends_with('?'));
    part(Signal::We, &|t| t.starts_with("Vi ") || t.contains(" vi "));
    part(Signal::Comma, &|t| t.contains(','));
    part(Signal::Bracket, &|t| t.contains('('));
    signals.yes(Signal::UsualCount, USUAL.contains(&count));
    let words = |title: &str| -> BTreeSet<String> {
        let lower = title.to_lowercase();
        lower.split(' ').map(str::to_owned).collect()
    };
    let firsts: BTreeSet<&str> = row
        .titles
        .iter()
        .filter_map(|(title, _)| title.split(' ').next())
        .collect();
    signals.yes(Signal::SameFirst, firsts.len() == 1);
    let mut all = row.titles.iter().map(|(title, _)| words(title));
    let common = all.next().map(|first| {
        all.fold(first, |common, words| {
            common.intersection(&words).cloned().collect()
        })
    });
    let shared = common.is_some_and(|words| words.iter().any(|w| w.chars().count() > 1));
    signals.yes(Signal::SharedWord, shared);
}

/// Whether the word that all titles open with opens a heading beside them too; all in lower case.
pub(super) fn cut_short(titles: &[String], beside: &[String], signals: &mut Signals) {
    let first = |title: &String| title.split(' ').next().map(str::to_owned);
    let same = signals.values()[Signal::SameFirst as usize] > 0.0;
    let own = titles.first().and_then(first);
    let cut = beside.iter().any(|title| first(title) == own);
    signals.yes(Signal::CutShort, same && cut);
}
