//! Labelled documents → the weights of the signals: a conditional logit over the rows of each
//! document, fitted by gradient descent from nothing, so the same labels give the same weights.

use super::signal::{Signal, Signals};
use super::weights::Weights;
use crate::analyse::pillars::rows::Row;
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

/// One labelled document: the signals of its answers, and which of them are right.
#[derive(Debug)]
pub(in crate::analyse) struct Lesson {
    answers: Vec<Signals>,
    right: Vec<bool>,
}

impl Lesson {
    /// What a document with these pillars teaches.
    pub(in crate::analyse) fn new(document: &Document, labels: &[String]) -> Self {
        let reading = Reading::new(document);
        let rows = reading.rows();
        let (none, signals) = super::read(&rows, &reading.lines, &reading.announced);
        let (rows, mut answers): (Vec<&Row>, Vec<Signals>) = signals.into_iter().unzip();
        let lower = |title: &str| title.to_lowercase();
        let labelled: Vec<String> = labels.iter().map(|t| lower(t)).collect();
        let agreement: Vec<f64> = rows
            .iter()
            .map(|row| {
                let titles: Vec<String> = named(row, &reading.lines)
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
        answers.push(none);
        right.push(best < ENOUGH);
        Self { answers, right }
    }
}

/// The file of weights that the lessons teach.
pub(in crate::analyse) fn learn(lessons: &[Lesson]) -> String {
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
    own.text()
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
        }
    }

    #[test]
    fn what_is_mostly_right_weighs_more_and_the_same_labels_weigh_the_same() {
        let lessons = [
            lesson(true, Signal::Run),
            lesson(true, Signal::Ordinary),
            lesson(false, Signal::Run),
        ];
        let text = learn(&lessons);
        let weight = |name: &str| -> f64 {
            let line = text.lines().find(|l| l.starts_with(name));
            let number = line.and_then(|l| l.rsplit(' ').next());
            number.and_then(|n| n.parse().ok()).expect("a weight")
        };
        assert!(weight("labelled") > weight("none"));
        assert!(weight("none") > weight("run "));
        assert_eq!(text, learn(&lessons));
    }
}
