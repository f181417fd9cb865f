//! Where a row's titles stand in the text – as items, as headings of sections, in the sentences
//! that tell them – → signals.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memmem::Finder;

use super::joined::Joined;
use super::signal::{Signal, Signals, share};
use super::words;
use crate::analyse::pillars::rows::level_of;
use crate::analyse::pillars::{Line, title};
use crate::model::document::BlockKind;

/// Items of one row stand at most so many blocks apart.
const APART: usize = 3;
/// An item that says more than its title says this much more, in bytes.
const EXPLANATION: usize = 25;
/// So many headings before and after a row are beside it.
const BESIDE: usize = 2;
/// Longest label of a part of a section, in characters.
const LABEL_CHARS: usize = 40;
/// Words in which sections say what they are for.
const AIMS: [&str; 6] = ["vi vil", "vi skal", "vil vi", "skal vi", "mål", "ambition"];

/// The blocks of a document with what is asked of them for every row.
pub(super) struct Text<'a> {
    lines: &'a [Line<'a>],
    parts: Vec<Part<'a>>,
    /// Places of the headings, by title in lower case.
    headings: BTreeMap<String, Vec<usize>>,
    /// What stands in headings, items, tables and contents pages, and what in paragraphs.
    standing: Joined,
    running: Joined,
    /// The same without headings.
    told: Joined,
    /// How many headings of each level there are after the first block, but for those of chapters that
    /// every paper has.
    chapters: BTreeMap<u8, usize>,
    /// What was found of each title.
    known: BTreeMap<String, Known>,
    words: BTreeMap<String, f64>,
}

/// What a block is in the section it stands in.
struct Part<'a> {
    level: Option<u8>,
    list: bool,
    /// Whether it says what it is for.
    aim: bool,
    /// What stands before its first colon, or on its first line, where that can be a label.
    label: Option<&'a str>,
}

/// What is known of a title.
#[derive(Clone, Copy)]
struct Known {
    /// Whether it stands in more than one heading, item, table or entry of the contents.
    returns: bool,
    /// Whether a paragraph tells it.
    told: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(lines: &'a [Line<'a>]) -> Self {
        let mut headings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            if level_of(line).is_some() {
                headings
                    .entry(line.title.to_lowercase())
                    .or_default()
                    .push(at);
            }
        }
        let mut chapters: BTreeMap<u8, usize> = BTreeMap::new();
        for level in lines
            .iter()
            .skip(1)
            .filter(|l| !l.ordinary)
            .filter_map(level_of)
        {
            *chapters.entry(level).or_default() += 1;
        }
        let of = |test: &dyn Fn(&Line<'_>) -> bool| Joined::new(lines, test);
        Self {
            lines,
            parts: lines.iter().map(part).collect(),
            headings,
            chapters,
            standing: of(&|l| l.kind != BlockKind::Paragraph),
            running: of(&|l| l.kind == BlockKind::Paragraph),
            told: of(&|l| level_of(l).is_none()),
            known: BTreeMap::new(),
            words: BTreeMap::new(),
        }
    }

    /// How many headings the document has.
    pub(super) fn headings(&self) -> usize {
        self.headings.values().map(Vec::len).sum()
    }

    /// What the words of a title, given in lower case, say.
    pub(super) fn words(&mut self, title: &str) -> f64 {
        if let Some(&known) = self.words.get(title) {
            return known;
        }
        let odds = words::OWN.of(title);
        self.words.insert(title.to_owned(), odds);
        odds
    }

    /// Everything the text says of a row's titles, given in lower case. Returns the headings before and
    /// after them, of their level and in lower case.
    pub(super) fn read(&mut self, titles: &[String], signals: &mut Signals) -> Vec<String> {
        let known: Vec<Known> = titles.iter().map(|title| self.known(title)).collect();
        let returning = known.iter().filter(|k| k.returns).count();
        signals.set(Signal::Returning, share(returning, titles.len()));
        let told = known.iter().all(|k| k.told) && self.tells(titles);
        signals.yes(Signal::Told, told);
        self.items(titles, signals);
        match self.places(titles) {
            Some(places) => self.sections(&places, signals),
            None => Vec::new(),
        }
    }

    fn known(&mut self, title: &str) -> Known {
        if let Some(&known) = self.known.get(title) {
            return known;
        }
        let title_in = Finder::new(title);
        let known = Known {
            returns: self.standing.places(&title_in).nth(1).is_some(),
            told: self.running.places(&title_in).next().is_some(),
        };
        self.known.insert(title.to_owned(), known);
        known
    }

    /// Whether one paragraph tells all titles, one after the other.
    fn tells(&self, titles: &[String]) -> bool {
        let Some(first) = titles.first() else {
            return false;
        };
        let first = Finder::new(first);
        let mut paragraphs = self.running.places(&first);
        paragraphs.any(|at| in_order(&self.lines[at].lower, titles))
    }

    /// The titles as items, or openings, that follow each other.
    fn items(&self, titles: &[String], signals: &mut Signals) {
        let Some((first, rest)) = titles.split_first() else {
            return;
        };
        let Some(first) = self.told.places(&Finder::new(first)).next() else {
            return;
        };
        let mut items = vec![first];
        for title in rest {
            let from = items.last().map_or(first, |last| last + 1);
            let until = (from + APART).min(self.lines.len());
            let found = (from..until)
                .find(|&at| self.parts[at].level.is_none() && self.lines[at].lower.contains(title));
            match found {
                Some(at) => items.push(at),
                None => return,
            }
        }
        let explained = items
            .iter()
            .zip(titles)
            .filter(|(at, title)| self.lines[**at].lower.len() > title.len() + EXPLANATION)
            .count();
        signals.set(Signal::Explained, share(explained, items.len()));
        let before = &self.lines[..first];
        let Some(intro) = before.last() else {
            return;
        };
        signals.yes(Signal::BelowHeading, level_of(intro).is_some());
        let heading = before.iter().rev().find(|l| level_of(l).is_some());
        signals.yes(Signal::BelowOrdinary, heading.is_some_and(|l| l.ordinary));
        let us = ["vi ", "vores", "strategi", "politik"];
        signals.yes(Signal::BelowUs, us.iter().any(|w| intro.lower.contains(w)));
    }

    /// Where the titles stand as headings, one after the other; none where one does not.
    fn places(&self, titles: &[String]) -> Option<Vec<usize>> {
        let mut places: Vec<usize> = Vec::new();
        for title in titles {
            let from = places.last().map_or(0, |last| last + 1);
            let at = self.headings.get(title)?.iter().find(|at| **at >= from)?;
            places.push(*at);
        }
        Some(places)
    }

    /// The sections that the titles head; the headings before and after them.
    fn sections(&self, places: &[usize], signals: &mut Signals) -> Vec<String> {
        let (lines, parts) = (self.lines, &self.parts);
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            return Vec::new();
        };
        let count = places.len();
        let levels = places.iter().filter_map(|&at| level_of(&lines[at]));
        let level = levels.min().unwrap_or(1);
        let as_large = |at: &usize| parts[*at].level.is_some_and(|this| this <= level);
        let end = (last + 1..lines.len())
            .find(as_large)
            .unwrap_or(lines.len());
        let bounds: Vec<usize> = places.iter().copied().chain([end]).collect();
        let sections: Vec<Range<usize>> =
            bounds.windows(2).map(|pair| pair[0] + 1..pair[1]).collect();

        signals.set(Signal::Start, share(first, lines.len()));
        let after = lines.get(end);
        signals.yes(Signal::UntilEnd, after.is_none());
        let larger = |line: &Line<'_>| level_of(line).is_some_and(|this| this < level);
        signals.yes(Signal::UntilLarger, after.is_some_and(larger));
        signals.yes(Signal::UntilOrdinary, after.is_some_and(|l| l.ordinary));
        let before = (0..first).rev().find(as_large).map(|at| &lines[at]);
        let names = |line: &Line<'_>| line.section.is_some() || line.announces;
        signals.yes(Signal::AfterSection, before.is_some_and(names));
        let parent = lines[..first].iter().rev().find(|l| larger(l));
        signals.yes(Signal::InOrdinary, parent.is_some_and(|l| l.ordinary));

        let of_sections = |test: &dyn Fn(&Part<'_>) -> bool| {
            let holds = |section: &&Range<usize>| parts[(*section).clone()].iter().any(test);
            share(sections.iter().filter(holds).count(), count)
        };
        signals.set(Signal::Aims, of_sections(&|p| p.aim));
        signals.set(Signal::Lists, of_sections(&|p| p.list));
        signals.set(Signal::Subheadings, of_sections(&|p| p.level.is_some()));
        signals.set(Signal::CommonLabel, common_label(parts, &sections));
        signals.set(Signal::Unlike, unlike(&sections));
        let named = places
            .iter()
            .zip(&sections)
            .filter(|(at, section)| names_itself(&lines[**at].title, &lines[(*section).clone()]))
            .count();
        signals.set(Signal::Named, share(named, count));

        let of_places = |test: &dyn Fn(usize) -> bool| {
            share(places.iter().filter(|at| test(**at)).count(), count)
        };
        let opens = |at: usize| at == 0 || lines[at - 1].page != lines[at].page;
        signals.set(Signal::OpensPage, of_places(&opens));
        let numbered = |at: usize| title::numbered(lines[at].text).is_some();
        signals.set(Signal::NumberedHeading, of_places(&numbered));
        let counts =
            |at: &&usize| **at > 0 && parts[**at].level == Some(level) && !lines[**at].ordinary;
        let own = places.iter().filter(counts).count();
        let all = self.chapters.get(&level).copied().unwrap_or_default();
        let others = all - own;
        signals.set(Signal::Taken, share(count, count + others));
        // One label may stand between, as "Det betyder".
        let above = (0..first).rev().filter(as_large).take(BESIDE);
        let below = (last + 1..lines.len()).filter(as_large).take(BESIDE);
        let beside = above.chain(below).map(|at| &lines[at]);
        let beside = beside.filter(|l| level_of(l) == Some(level) && !l.ordinary);
        beside.map(|l| l.title.to_lowercase()).collect()
    }
}

/// Whether a text tells all titles, one after the other.
fn in_order(text: &str, titles: &[String]) -> bool {
    let mut rest = text;
    titles.iter().all(|title| match rest.find(title.as_str()) {
        Some(at) => {
            rest = &rest[at + title.len()..];
            true
        }
        None => false,
    })
}

fn part<'a>(line: &'a Line<'_>) -> Part<'a> {
    let opening = line.lower.split(['\n', ':']).next().unwrap_or_default();
    let opening = opening.trim();
    let short = (3..=LABEL_CHARS).contains(&opening.chars().count());
    Part {
        level: level_of(line),
        list: line.kind == BlockKind::ListItem,
        aim: AIMS.iter().any(|aim| line.lower.contains(aim)),
        label: short.then_some(opening),
    }
}

/// The share of sections that have the most common label among them, as "Mål: …" or "Det vil vi".
fn common_label(parts: &[Part<'_>], sections: &[Range<usize>]) -> f64 {
    let mut labels: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (section, places) in sections.iter().enumerate() {
        for label in parts[places.clone()].iter().filter_map(|p| p.label) {
            labels.entry(label).or_default().insert(section);
        }
    }
    let most = labels.values().map(BTreeSet::len).max().unwrap_or_default();
    if most > 1 {
        share(most, sections.len())
    } else {
        0.0
    }
}

/// How unlike in blocks the sections are: standard deviation over mean.
fn unlike(sections: &[Range<usize>]) -> f64 {
    let blocks: Vec<f64> = sections.iter().map(|s| s.len() as f64 + 1.0).collect();
    let count = blocks.len() as f64;
    let mean = blocks.iter().sum::<f64>() / count;
    let variance = blocks.iter().map(|b| (b - mean).powi(2)).sum::<f64>() / count;
    variance.sqrt() / mean
}

/// Whether a section uses the stem of the longest word in its title.
fn names_itself(title: &str, section: &[Line<'_>]) -> bool {
    let lower = title.to_lowercase();
    let longest = lower.split(' ').max_by_key(|word| word.chars().count());
    let stem: String = longest.unwrap_or_default().chars().take(6).collect();
    section.iter().any(|line| line.lower.contains(&stem))
}
