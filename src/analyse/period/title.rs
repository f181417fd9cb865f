//! Titles, names of files and links, metadata → candidates for the period, weighed by how a paper is
//! named. Refuses a year that is a day of upload or the goal of a headline.

use super::collect::Collected;
use super::context::{self, Role};
use super::{Sources, read};
use crate::model::Date;
use crate::model::document::Document;
use crate::model::period::{Period, PeriodKind};
use crate::model::profile::EvidenceSource;

/// A year in a title: "Vision 2025" names its end, "Digitaliseringsstrategi 2021" its year. The
/// document's own title is rank 0, the caller's 1, its cover 2.
pub(super) fn from_title(text: &str, rank: usize, is_strategy: bool, all: &mut Collected) {
    let weight = match rank {
        0 => 100.0,
        1 => 90.0,
        _ => 60.0,
    };
    let lower = text.to_lowercase();
    let has_paper = is_paper(&lower);
    let has_noun = NOUNS.iter().any(|noun| lower.contains(noun));
    for mention in read::mentions(text, true) {
        let before = &text[..mention.start];
        if context::role(text, mention.start, mention.end, text) == Role::Replaced {
            continue;
        }
        let mut period = mention.period;
        let mut weight = weight;
        // "… klimaneutral inden 2050" in a headline is a goal, not a paper's period.
        if period.kind == PeriodKind::Until && !has_noun {
            continue;
        }
        if mention.is_year() {
            // A day makes it the date of a meeting or a letter.
            let named = names_paper(before) || reports(before);
            if mention.day || !has_paper || !is_strategy && !named {
                continue;
            }
            if mention.month.is_none() && names_its_end(before, mention.year()) {
                period = Period::until(mention.year());
            } else {
                weight -= 30.0;
            }
            if let Some(month) = mention.month {
                all.date(mention.year(), month);
            }
        }
        all.add(period, weight, text, None, EvidenceSource::Title);
    }
}

/// What papers with a period call themselves.
const NOUNS: [&str; 8] = [
    "strategi",
    "politik",
    "plan",
    "program",
    "vision",
    "princip",
    "pejlemærke",
    "retning",
];

pub(super) fn is_paper(lower: &str) -> bool {
    [
        "strategi",
        "politik",
        "plan",
        "program",
        "princip",
        "pejlemærke",
        "vision",
        "model",
        "agenda",
        "udkast",
        "redegørelse",
        "20",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Whether a paper is named right before the year, with at most a municipality between.
fn names_paper(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().map(str::to_lowercase).collect();
    words.iter().rev().take(4).any(|w| {
        [
            "strategi", "politik", "plan", "program", "vision", "princip",
        ]
        .iter()
        .any(|p| w.contains(p))
    })
}

/// Whether a report of a year is named before it.
fn reports(before: &str) -> bool {
    let lower = before.to_lowercase();
    ["beretning", "rapport", "regnskab", "radar", "undersøgelse"]
        .iter()
        .any(|noun| lower.contains(noun))
}

/// Visions are named by the year they reach; so are strategies of a plain name and any paper for a
/// round year far off ("Strategi 2030", "Strategi Brøndby 2030", "Klimaplan 2035").
fn names_its_end(before: &str, year: i16) -> bool {
    let last = before
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let round = year % 5 == 0;
    let vision = last.contains("vision");
    let plain = ["strategi", "strategien", "mod", "horisont"].contains(&last.as_str());
    vision || (round && (plain || year >= 2030))
}

/// Years on a file or a link. Single years say little: they are as often a day of upload.
pub(super) fn from_name(name: &str, source: EvidenceSource, weight: f32, all: &mut Collected) {
    let spaced: String = name
        .chars()
        .map(|c| if "_+".contains(c) { ' ' } else { c })
        .collect::<String>()
        .replace("%20", " ");
    let lower = spaced.to_lowercase();
    for mention in read::mentions(&spaced, true) {
        let before = lower[..mention.start].trim_end_matches([' ', '-', '.']);
        let short = spaced[mention.start..mention.end].len() < 9;
        let (period, weight) = match mention.period.kind {
            // "2009-12" may be a month.
            PeriodKind::Range if short && mention.period.to.is_some_and(|y| y % 100 <= 12) => {
                continue;
            }
            PeriodKind::Range => (mention.period, weight),
            PeriodKind::Single if !mention.day && mention.month.is_none() => {
                let named = [
                    "strategi",
                    "politik",
                    "plan",
                    "program",
                    "principper",
                    "strategien",
                ]
                .iter()
                .any(|w| before.ends_with(w));
                if !named {
                    continue;
                }
                (mention.period, 22.0)
            }
            _ => continue,
        };
        all.add(period, weight, name, None, source);
    }
}

pub(super) fn from_metadata(document: &Document, all: &mut Collected) {
    let Some(title) = document.metadata.title.as_deref() else {
        return;
    };
    for mention in read::mentions(title, true) {
        if mention.period.kind == PeriodKind::Range {
            all.add(mention.period, 24.0, title, None, EvidenceSource::Metadata);
        }
    }
}

/// "Strategi 2020", dated 2014, reaches to 2020.
pub(super) fn settle_title_years(sources: &Sources<'_>, all: &mut Collected) {
    let ends: Vec<Option<i16>> = all
        .candidates
        .iter()
        .filter(|c| c.period.kind == PeriodKind::Until)
        .map(|c| c.period.to)
        .collect();
    for candidate in &mut all.candidates {
        // "Digital 2025", a strategy "frem mod 2025".
        let year = candidate.period.from;
        let title = candidate.evidence.source == EvidenceSource::Title;
        if title && candidate.period.kind == PeriodKind::Single && ends.contains(&year) {
            candidate.period = year.map_or(candidate.period, Period::until);
        }
    }
    let created = sources.document.metadata.created.map(Date::year);
    let dated = all.dated.map(|(year, _)| year).or(created);
    let Some(dated) = dated else { return };
    for candidate in &mut all.candidates {
        if candidate.evidence.source == EvidenceSource::Title
            && candidate.period.kind == PeriodKind::Single
            && candidate
                .period
                .from
                .is_some_and(|y| y % 5 == 0 && y > dated + 1)
        {
            candidate.period = Period::until(candidate.period.from.unwrap_or(dated));
        }
    }
}
