//! The words of titles ↔ how much more often each stands in pillars than in other headings and items.
//! The file is part of the program; learning writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use super::signal::{Signal, Signals, share};
use crate::danish::{stem, tokens};

/// What the labelled documents of this repository taught.
pub(super) static OWN: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("words.txt")));

/// A word in fewer titles says nothing yet.
const KNOWN: u32 = 4;
/// So many titles of the usual mixture are counted for every word before its own.
const PRIOR: f64 = 2.0;
/// Titles of a usual row.
const USUAL: f64 = 5.0;
/// No word speaks more than this for or against a title.
const MOST: f64 = 2.5;

/// The stems of a title, each once; every number is the same word.
pub(super) fn stems(title: &str) -> BTreeSet<String> {
    let stemmed = tokens(title).map(|token| {
        if token.word.chars().all(|c| c.is_ascii_digit()) {
            "#".to_owned()
        } else {
            stem(&token.word)
        }
    });
    stemmed.collect()
}

/// The logarithm of the odds of each stem.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeMap<String, f64>);

impl Words {
    /// Reads lines of a stem and a number.
    fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (stem, odds) = line.split_once(' ')?;
            Some((stem.to_owned(), odds.trim().parse().ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// As the file has it: one stem a line, to a hundredth; what speaks for neither is left out.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for (stem, odds) in self.0.iter().filter(|(_, odds)| odds.abs() >= 0.05) {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{stem} {odds:.2}");
        }
        out
    }

    /// How much the words of a title speak for a pillar; 0 where they say nothing.
    pub(super) fn of(&self, title: &str) -> f64 {
        together(&stems(title), |stem| {
            self.0.get(stem).copied().unwrap_or_default()
        })
    }
}

/// What the stems of a title say together.
fn together(stems: &BTreeSet<String>, odds: impl Fn(&str) -> f64) -> f64 {
    if stems.is_empty() {
        return 0.0;
    }
    stems.iter().map(|stem| odds(stem)).sum::<f64>() / (stems.len() as f64).sqrt()
}

/// What the words of a row's titles, and of the headings beside it, say of the row.
pub(super) fn tell(titles: &[f64], beside: &[f64], signals: &mut Signals) {
    let sum: f64 = titles.iter().sum();
    signals.set(Signal::Words, sum / titles.len().max(1) as f64);
    signals.set(Signal::WordsSum, sum / USUAL);
    let against = titles.iter().filter(|odds| **odds < 0.0).count();
    signals.set(Signal::WordsAgainst, share(against, titles.len()));
    let beside = beside.iter().copied().fold(0.0, f64::max);
    signals.set(Signal::WordsBeside, beside);
}

/// How many titles of a kind there are, and in how many of them each stem stands.
#[derive(Debug, Default, Clone)]
struct Kind {
    titles: u32,
    stems: BTreeMap<String, u32>,
}

impl Kind {
    fn count(&self, stem: &str) -> u32 {
        self.stems.get(stem).copied().unwrap_or_default()
    }
}

/// The titles of labelled documents, counted.
#[derive(Debug, Default, Clone)]
pub(super) struct Counts {
    pillars: Kind,
    others: Kind,
}

impl Counts {
    pub(super) fn add(&mut self, stems: &BTreeSet<String>, pillar: bool) {
        let kind = if pillar {
            &mut self.pillars
        } else {
            &mut self.others
        };
        kind.titles += 1;
        for stem in stems {
            *kind.stems.entry(stem.clone()).or_default() += 1;
        }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        for (kind, more) in [
            (&mut self.pillars, &other.pillars),
            (&mut self.others, &other.others),
        ] {
            kind.titles += more.titles;
            for (stem, count) in &more.stems {
                *kind.stems.entry(stem.clone()).or_default() += count;
            }
        }
    }

    /// What a title's words say, by all titles but those of one document.
    pub(super) fn without(&self, own: &Self, stems: &BTreeSet<String>) -> f64 {
        together(stems, |stem| self.odds(own, stem))
    }

    /// What every word says.
    pub(super) fn words(&self) -> Words {
        let none = Self::default();
        let stems = self.pillars.stems.keys().chain(self.others.stems.keys());
        let odds = stems.map(|stem| (stem.clone(), self.odds(&none, stem)));
        Words(odds.collect())
    }

    fn odds(&self, own: &Self, stem: &str) -> f64 {
        let left = |of: fn(&Self) -> &Kind| {
            let (all, own) = (of(self), of(own));
            let titles = f64::from((all.titles - own.titles).max(1));
            (all.count(stem) - own.count(stem), titles)
        };
        let (pillars, pillar_titles) = left(|counts| &counts.pillars);
        let (others, other_titles) = left(|counts| &counts.others);
        if pillars + others < KNOWN {
            return 0.0;
        }
        let prior = PRIOR / (pillar_titles + other_titles);
        let share = |count: u32, titles: f64| f64::from(count) / titles + prior;
        let odds = share(pillars, pillar_titles) / share(others, other_titles);
        odds.ln().clamp(-MOST, MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_pillars_speak_for_them_and_the_file_is_as_learnt() {
        let mut counts = Counts::default();
        for title in [
            "Borgeren først",
            "Data for borgeren",
            "Borgernes hverdag",
            "Borgeren",
        ] {
            counts.add(&stems(title), true);
        }
        for title in ["Økonomi", "Økonomi 2019", "Økonomien", "Økonomi og borgere"] {
            counts.add(&stems(title), false);
        }
        let words = counts.words();
        assert!(words.of("Borgerne") > 0.5);
        assert!(words.of("Økonomi") < -0.5);
        assert!(words.of("Hunde").abs() < f64::EPSILON);
        assert!(counts.without(&counts, &stems("Borgerne")).abs() < f64::EPSILON);
        assert_eq!(OWN.text(), include_str!("words.txt"));
    }
}
