//! The file of weights ↔ a number for each signal. The file is part of the program; learning writes
//! it anew.

use std::fmt::Write;
use std::sync::LazyLock;

use super::signal::{Signal, Signals};

/// What the labelled documents of this repository taught.
pub(super) static OWN: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("weights.txt")));

/// A weight for each signal, by its place in [`Signal::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights(pub(super) [f64; Signal::ALL.len()]);

impl Weights {
    /// Reads lines of a name and a number; a signal the text does not name weighs nothing.
    fn parse(text: &str) -> Self {
        let mut weights = [0.0; Signal::ALL.len()];
        for line in text.lines() {
            let Some((name, number)) = line.split_once(' ') else {
                continue;
            };
            let place = Signal::ALL.iter().position(|s| s.name() == name);
            if let (Some(place), Ok(number)) = (place, number.trim().parse()) {
                weights[place] = number;
            }
        }
        Self(weights)
    }

    /// As the file has it: one signal a line, to a thousandth.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for (signal, weight) in Signal::ALL.iter().zip(self.0) {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{:<17} {weight:.3}", signal.name());
        }
        out
    }

    /// How much speaks for a row.
    pub(super) fn score(&self, signals: &Signals) -> f64 {
        let each = self.0.iter().zip(signals.values());
        each.map(|(weight, value)| weight * value).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_weight_for_every_signal_and_nothing_else() {
        let names: Vec<&str> = include_str!("weights.txt")
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        let signals: Vec<&str> = Signal::ALL.iter().map(|s| s.name()).collect();
        assert_eq!(names, signals);
        assert_eq!(OWN.text(), include_str!("weights.txt"));
    }
}
