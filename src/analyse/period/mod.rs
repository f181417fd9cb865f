//! Everything that may state a document's years → the period that counts, with its evidence, and
//! the ones that lost. Title, cover, headings, body, file name, link text and list each give
//! candidates with a weight; the heaviest wins. Refuses to guess from a lone year in running text.

mod collect;
mod context;
mod read;
mod title;

use collect::{Candidate, Collected};

use crate::model::document::Document;
use crate::model::period::{Period, PeriodKind};
use crate::model::profile::StatedPeriod;

/// Longest quote kept as evidence, in bytes.
const QUOTE: usize = 200;
/// Weights below this are kept as other periods but never claimed.
const CLAIM: f32 = 20.0;

/// Where a period may stand.
pub(super) struct Sources<'a> {
    /// Titles: the document's own first, then the caller's.
    pub(super) titles: Vec<&'a str>,
    /// Name of the file, or the last part of the address.
    pub(super) file_name: Option<&'a str>,
    /// The list's link text.
    pub(super) link_text: Option<&'a str>,
    /// The list's own value.
    pub(super) listed: Option<&'a str>,
    /// The document.
    pub(super) document: &'a Document,
    /// Whether it is a strategy; years in news and minutes are believed less.
    pub(super) is_strategy: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The period that counts.
    pub(super) period: StatedPeriod,
    /// The others, heaviest first.
    pub(super) others: Vec<StatedPeriod>,
    /// Years of the edition it says it replaces.
    pub(super) replaces: Option<Period>,
}

/// Weighs everything and decides.
pub(super) fn find(sources: &Sources<'_>) -> Found {
    let listed = sources.listed.and_then(Period::from_list);
    decide(collect::collect(sources), listed)
}

/// Adds up what agrees, takes the heaviest, and lets a range the paper states about itself stand
/// before a lone year inside it.
fn decide(all: Collected, listed: Option<Period>) -> Found {
    let mut groups: Vec<Candidate> = Vec::new();
    for candidate in all.candidates {
        match groups.iter_mut().find(|g| g.period == candidate.period) {
            Some(group) => {
                // Repetition confirms, but never more than doubles.
                let more = candidate.weight.min(group.weight) * 0.15;
                if candidate.weight > group.weight {
                    group.evidence = candidate.evidence;
                }
                group.weight = group.weight.max(candidate.weight) + more;
            }
            None => groups.push(candidate),
        }
    }
    for group in &mut groups {
        if listed == Some(group.period) {
            group.weight += 10.0;
        }
    }
    groups.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(b.period.kind.cmp(&a.period.kind))
            .then(a.period.cmp(&b.period))
    });
    let replaces = all.replaced.first().copied();
    let Some(best) = choose(&groups) else {
        return Found {
            others: groups.into_iter().map(stated).collect(),
            replaces,
            ..Found::default()
        };
    };
    let chosen = groups.remove(best);
    let others = groups
        .into_iter()
        .filter(|g| g.weight >= 15.0 && rivals(&g.period, &chosen.period, &all.replaced))
        .map(stated)
        .collect();
    Found {
        period: stated(chosen),
        others,
        replaces,
    }
}

/// Whether another period says something against the chosen one. An edition before it and a plan
/// for some of its years do not.
fn rivals(other: &Period, chosen: &Period, replaced: &[Period]) -> bool {
    if replaced.contains(other) {
        return false;
    }
    let (Some(from), Some(to)) = (chosen.from, chosen.to) else {
        return true;
    };
    let earlier = other.last_year().is_some_and(|y| y <= from);
    let inside = other.from.is_some_and(|y| y >= from) && other.to.is_some_and(|y| y <= to);
    !earlier && !inside
}

fn choose(groups: &[Candidate]) -> Option<usize> {
    let best = groups.first().filter(|g| g.weight >= CLAIM)?;
    if matches!(
        best.period.kind,
        PeriodKind::Single | PeriodKind::Approved | PeriodKind::From
    ) {
        let year = best.period.from?;
        let inside =
            |p: &Period| p.from.is_some_and(|f| f - 1 <= year) && p.to.is_some_and(|t| year <= t);
        let richer = groups.iter().position(|g| {
            g.period.kind == PeriodKind::Range && g.weight >= 26.0 && inside(&g.period)
        });
        if richer.is_some() {
            return richer;
        }
    }
    // "Politik 2024 … gælder fra 1. januar 2024".
    let lone = [PeriodKind::Single, PeriodKind::Approved].contains(&best.period.kind);
    let from = groups.iter().position(|g| {
        g.period.kind == PeriodKind::From && g.weight >= CLAIM && g.period.from == best.period.from
    });
    if lone && from.is_some() {
        return from;
    }
    if best.period.kind == PeriodKind::Until {
        let richer = groups.iter().position(|g| {
            g.period.kind == PeriodKind::Range && g.weight >= CLAIM && g.period.to == best.period.to
        });
        return richer.or(Some(0));
    }
    Some(0)
}

fn stated(candidate: Candidate) -> StatedPeriod {
    StatedPeriod {
        from: candidate.period.from,
        to: candidate.period.to,
        kind: candidate.period.kind,
        evidence: Some(candidate.evidence),
    }
}
