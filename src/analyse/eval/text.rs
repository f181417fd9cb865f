//! A measure → the report a person reads in a terminal.

use std::fmt::{self, Display, Formatter};

use super::score::{Measure, PerSubject, Score, Share};

impl Display for Measure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.documents > 0 {
            writeln!(f, "{} documents", self.documents)?;
            score(f, "is_strategy", &self.is_strategy)?;
            score(f, "draft", &self.draft)?;
            share(f, "form", &self.form)?;
            share(f, "municipality", &self.municipality)?;
            share(f, "period exact", &self.period)?;
            share(f, "period where none", &self.false_period)?;
            if self.pillars.support() > 0 {
                score(f, "pillars", &self.pillars)?;
            }
        }
        if self.paragraphs > 0 {
            writeln!(f, "\n{} paragraphs", self.paragraphs)?;
            subjects(f, "themes", &self.themes)?;
            subjects(f, "technologies", &self.technologies)?;
        }
        if !self.misses.is_empty() {
            writeln!(f, "\n{} misses", self.misses.len())?;
        }
        for miss in &self.misses {
            let none = |text: &str| {
                if text.is_empty() {
                    "-".to_owned()
                } else {
                    text.to_owned()
                }
            };
            writeln!(
                f,
                "  {:<12} {:<12} expected {:<28} found {}",
                miss.id,
                miss.about,
                none(&miss.expected),
                none(&miss.found)
            )?;
        }
        Ok(())
    }
}

fn subjects(f: &mut Formatter<'_>, name: &str, subjects: &PerSubject) -> fmt::Result {
    score(f, &format!("{name} (micro)"), &subjects.micro)?;
    for (id, s) in &subjects.each {
        score(f, &format!("  {id}"), s)?;
    }
    Ok(())
}

fn score(f: &mut Formatter<'_>, name: &str, s: &Score) -> fmt::Result {
    writeln!(
        f,
        "  {name:<24} P {:.3}  R {:.3}  F1 {:.3}  ({} right, {} too many, {} missed)",
        s.precision, s.recall, s.f1, s.hits, s.extra, s.missed
    )
}

fn share(f: &mut Formatter<'_>, name: &str, s: &Share) -> fmt::Result {
    writeln!(f, "  {name:<24} {:.3}  ({} of {})", s.share, s.right, s.of)
}
