//! Labelled documents → what the words of titles say, and the weights of the signals: a conditional
//! logit over the rows of each document, fitted by gradient descent from nothing, so the same labels
//! give the same weights.

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::signal::{Signal, Signals};
use super::weights::Weights;
use super::words::{self, Counts, stems};
use crate::analyse::pillars::{Reading, pillars as named};
use crate::model::document::Document;

/// How strongly weights are held back; chosen by leaving out one writer's documents at a time.
const RIDGE: f64 = 0.02;
/// Steps of the descent, and how much of each goes on into the next.
const STEPS: usize = 3_000;
const MOMENTUM: f64 = 0.95;
/// Size of a step.
const RATE: f64 = 0.02;
/// A row that agrees less with the label is no answer (F1 of the titles).
const ENOUGH: f64 = 0.5;

/// One labelled document: the signals of its answers, which of them are right, and the words of its
/// titles.
#[derive(Debug)]
pub(in crate::analyse) struct Lesson {
    answers: Vec<Signals>,
    right: Vec<bool>,
    /// The titles of each answer and those beside it, by their place in `stems`.
    titles: Vec<(Vec<usize>, Vec<usize>)>,
    stems: Vec<BTreeSet<String>>,
    counts: Counts,
}

/// The files that labelled documents teach.
#[derive(Debug)]
pub struct Learnt {
    /// `weights.txt`: a signal and its weight a line.
    pub weights: String,
    /// `words.txt`: a stem and the logarithm of its odds a line.
    pub words: String,
}

impl Lesson {
    /// What a document with these pillars teaches.
    pub(in crate::analyse) fn new(document: &Document, labels: &[String]) -> Self {
        let reading = Reading::new(document);
        let rows = reading.rows();
        let (none, read) = super::read(&rows, &reading.lines, &reading.announced);
        let lower = |title: &str| title.to_lowercase();
        let labelled: Vec<String> = labels.iter().map(|t| lower(t)).collect();
        let agreement: Vec<f64> = read
            .iter()
            .map(|answer| {
                let titles: Vec<String> = named(answer.row, &reading.lines)
                    .iter()
                    .map(|p| lower(&p.title))
                    .collect();
                let hits = labelled.iter().filter(|t| titles.contains(t)).count();
                2.0 * hits as f64 / (labelled.len() + titles.len()) as f64
            })
            .collect();
        let best = agreement.iter().copied().fold(0.0, f64::max);
        let mut right: Vec<bool> = agreement
            .iter()
            .map(|&a| best >= ENOUGH && a >= best)
            .collect();
        right.push(best < ENOUGH);
        let mut lesson = Self {
            answers: Vec::new(),
            right,
            titles: Vec::new(),
            stems: Vec::new(),
            counts: Counts::default(),
        };
        lesson.read_words(&read, &labelled);
        lesson.answers.extend(read.into_iter().map(|a| a.signals));
        lesson.answers.push(none);
        lesson
    }

    /// Counts the words of the labelled titles and of all others that a row has, each title once.
    fn read_words(&mut self, read: &[Answer<'_>], labelled: &[String]) {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for answer in read {
            let titles = answer.row.titles.iter().map(|(t, _)| t.to_lowercase());
            let own = titles
                .map(|t| self.place(t, labelled, &mut known))
                .collect();
            let beside = answer.beside.iter().cloned();
            let beside = beside
                .map(|t| self.place(t, labelled, &mut known))
                .collect();
            self.titles.push((own, beside));
        }
        for title in labelled {
            self.counts.add(&stems(title), true);
        }
    }

    /// The place of a title in `stems`.
    fn place(
        &mut self,
        title: String,
        labelled: &[String],
        known: &mut BTreeMap<String, usize>,
    ) -> usize {
        if let Some(&place) = known.get(&title) {
            return place;
        }
        let place = self.stems.len();
        self.stems.push(stems(&title));
        if !labelled.contains(&title) {
            self.counts.add(&self.stems[place], false);
        }
        known.insert(title, place);
        place
    }

    /// Sets what the words of each answer's titles say, by all lessons but this one.
    fn weigh_words(&mut self, all: &Counts) {
        let odds: Vec<f64> = self
            .stems
            .iter()
            .map(|stems| all.without(&self.counts, stems))
            .collect();
        let of = |places: &[usize]| -> Vec<f64> { places.iter().map(|&p| odds[p]).collect() };
        for (signals, (titles, beside)) in self.answers.iter_mut().zip(&self.titles) {
            words::tell(&of(titles), &of(beside), signals);
        }
    }
}

/// What the lessons teach. Words are weighed in each document by the titles of all others: by its own
/// they would seem surer than they are.
pub(in crate::analyse) fn learn(lessons: &mut [Lesson]) -> Learnt {
    let mut counts = Counts::default();
    for lesson in lessons.iter() {
        counts.extend(&lesson.counts);
    }
    for lesson in lessons.iter_mut() {
        lesson.weigh_words(&counts);
    }
    Learnt {
        weights: weigh(lessons).text(),
        words: counts.words().text(),
    }
}

/// The weights of the signals.
fn weigh(lessons: &[Lesson]) -> Weights {
    let scale = spread(lessons);
    let mut weights = [0.0; Signal::ALL.len()];
    let mut speed = [0.0; Signal::ALL.len()];
    for _ in 0..STEPS {
        let slope = slope(lessons, &weights, &scale);
        for ((weight, speed), slope) in weights.iter_mut().zip(&mut speed).zip(slope) {
            *speed = MOMENTUM * *speed - RATE * slope;
            *weight += *speed;
        }
    }
    let mut own = Weights(weights);
    for (weight, scale) in own.0.iter_mut().zip(scale) {
        *weight /= scale;
    }
    own
}

/// The standard deviation of each signal, 1 where it never changes.
fn spread(lessons: &[Lesson]) -> [f64; Signal::ALL.len()] {
    let mut scale = [0.0; Signal::ALL.len()];
    let all = || lessons.iter().flat_map(|l| &l.answers);
    let count = all().count().max(1) as f64;
    for (signal, scale) in scale.iter_mut().enumerate() {
        let values = || all().map(|s| s.values()[signal]);
        let mean = values().sum::<f64>() / count;
        let variance = values().map(|v| (v - mean).powi(2)).sum::<f64>() / count;
        *scale = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    }
    scale
}

/// The slope of the loss, per document.
fn slope(
    lessons: &[Lesson],
    weights: &[f64; Signal::ALL.len()],
    scale: &[f64; Signal::ALL.len()],
) -> [f64; Signal::ALL.len()] {
    let mut slope = weights.map(|weight| RIDGE * weight);
    // Whether a document has pillars at all is not held back.
    slope[Signal::None as usize] = 0.0;
    for lesson in lessons {
        let scores: Vec<f64> = lesson
            .answers
            .iter()
            .map(|s| {
                let each = s.values().iter().zip(weights).zip(scale);
                each.map(|((value, weight), scale)| value / scale * weight)
                    .sum()
            })
            .collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let likely: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
        let all: f64 = likely.iter().sum();
        let right: f64 = likely
            .iter()
            .zip(&lesson.right)
            .map(|(p, right)| if *right { *p } else { 0.0 })
            .sum();
        for ((signals, p), is_right) in lesson.answers.iter().zip(&likely).zip(&lesson.right) {
            let wanted = if *is_right { p / right } else { 0.0 };
            let pull = (p / all - wanted) / lessons.len() as f64;
            for ((slope, value), scale) in slope.iter_mut().zip(signals.values()).zip(scale) {
                *slope += pull * value / scale;
            }
        }
    }
    slope
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document with a labelled row, which is right or not, and another row.
    fn lesson(labelled_is_right: bool, other: Signal) -> Lesson {
        let mut labelled = Signals::new();
        labelled.yes(Signal::Labelled, true);
        let mut row = Signals::new();
        row.yes(other, true);
        let mut none = Signals::new();
        none.yes(Signal::None, true);
        Lesson {
            answers: vec![labelled, row, none],
            right: vec![labelled_is_right, false, !labelled_is_right],
            titles: Vec::new(),
            stems: Vec::new(),
            counts: Counts::default(),
        }
    }

    #[test]
    fn what_is_mostly_right_weighs_more_and_the_same_labels_weigh_the_same() {
        let mut lessons = [
            lesson(true, Signal::Run),
            lesson(true, Signal::Ordinary),
            lesson(false, Signal::Run),
        ];
        let text = learn(&mut lessons).weights;
        let weight = |name: &str| -> f64 {
            let line = text.lines().find(|l| l.starts_with(name));
            let number = line.and_then(|l| l.rsplit(' ').next());
            number.and_then(|n| n.parse().ok()).expect("a weight")
        };
        assert!(weight("labelled") > weight("none"));
        assert!(weight("none") > weight("run "));
        assert_eq!(text, learn(&mut lessons).weights);
    }
}
