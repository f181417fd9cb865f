//! Right and wrong answers → precision, recall, F1 and accuracy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Hits and misses of a yes-no question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Said and true.
    pub hits: u32,
    /// Said and not true.
    pub extra: u32,
    /// True and not said.
    pub missed: u32,
    /// Share of what was said that is true, 0 to 1; 1 where nothing was said.
    pub precision: f64,
    /// Share of what is true that was said; 1 where nothing is.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Score {
    pub(super) fn count(&mut self, expected: bool, found: bool) {
        self.hits += u32::from(expected && found);
        self.extra += u32::from(!expected && found);
        self.missed += u32::from(expected && !found);
    }

    pub(super) fn count_sets(&mut self, expected: &[String], found: &[String]) {
        for item in expected {
            self.count(true, found.contains(item));
        }
        for item in found {
            self.extra += u32::from(!expected.contains(item));
        }
    }

    fn finish(&mut self) {
        let share = |right: u32, of: u32| {
            if of == 0 {
                1.0
            } else {
                f64::from(right) / f64::from(of)
            }
        };
        self.precision = share(self.hits, self.hits + self.extra);
        self.recall = share(self.hits, self.hits + self.missed);
        self.f1 = share(2 * self.hits, 2 * self.hits + self.extra + self.missed);
    }

    /// How often it is really so.
    pub fn support(&self) -> u32 {
        self.hits + self.missed
    }
}

/// Share of right answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Answers counted as right (for false periods: periods claimed where there is none).
    pub right: u32,
    /// Questions.
    pub of: u32,
    /// `right / of`; 0 where nothing was asked.
    pub share: f64,
}

impl Share {
    pub(super) fn count(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }

    fn finish(&mut self) {
        self.share = if self.of == 0 {
            0.0
        } else {
            f64::from(self.right) / f64::from(self.of)
        };
    }
}

/// Scores of many subjects and all of them together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PerSubject {
    /// All answers in one pot (micro average).
    pub micro: Score,
    /// By subject id.
    pub each: BTreeMap<String, Score>,
}

impl PerSubject {
    pub(super) fn count(&mut self, expected: &[String], found: &[String]) {
        self.micro.count_sets(expected, found);
        for id in expected {
            let score = self.each.entry(id.clone()).or_default();
            score.count(true, found.contains(id));
        }
        for id in found.iter().filter(|id| !expected.contains(id)) {
            self.each.entry(id.clone()).or_default().extra += 1;
        }
    }

    fn finish(&mut self) {
        self.micro.finish();
        self.each.values_mut().for_each(Score::finish);
    }
}

/// One wrong answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// Id of the document or paragraph.
    pub id: String,
    /// What about.
    pub about: String,
    /// The label; for subjects: those missed.
    pub expected: String,
    /// The answer; for subjects: those too many.
    pub found: String,
}

/// The whole measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Labelled documents.
    pub documents: u32,
    /// Labelled paragraphs.
    pub paragraphs: u32,
    /// Is it a strategy?
    pub is_strategy: Score,
    /// Is it a draft?
    pub draft: Score,
    /// Which form?
    pub form: Share,
    /// Whose?
    pub municipality: Share,
    /// Period exact (from, to, kind) where there is one.
    pub period: Share,
    /// Period claimed where there is none; smaller is better.
    pub false_period: Share,
    /// Titles of pillars.
    pub pillars: Score,
    /// Themes of paragraphs.
    pub themes: PerSubject,
    /// Technologies of paragraphs.
    pub technologies: PerSubject,
    /// Every miss, documents first, in the order of the files.
    #[serde(default)]
    pub misses: Vec<Miss>,
}

impl Measure {
    pub(super) fn finish(&mut self) {
        for score in [&mut self.is_strategy, &mut self.draft, &mut self.pillars] {
            score.finish();
        }
        for share in [
            &mut self.form,
            &mut self.municipality,
            &mut self.period,
            &mut self.false_period,
        ] {
            share.finish();
        }
        self.themes.finish();
        self.technologies.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbook_figures_come_out() {
        let mut score = Score {
            hits: 6,
            extra: 2,
            missed: 4,
            ..Score::default()
        };
        score.finish();
        assert!((score.precision - 0.75).abs() < 1e-9);
        assert!((score.recall - 0.6).abs() < 1e-9);
        assert!((score.f1 - 2.0 * 0.75 * 0.6 / 1.35).abs() < 1e-9);
    }
}
