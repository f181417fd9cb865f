//! The editors' words and the municipalities' names, compiled once for all documents.

mod matcher;
mod term;

pub(super) use matcher::{Hit, Matcher, Memory};

use super::places::Places;
use crate::model::catalogue::Content;
use crate::model::subject::{Subject, SubjectKind};

/// Everything that analysis looks for. Build it once; it is shared by all threads.
pub struct Lexicon {
    pub(super) matcher: Matcher,
    /// Kind and id of each list, in the vocabulary's order.
    pub(super) lists: Vec<(SubjectKind, String)>,
    pub(super) places: Places,
}

impl Lexicon {
    /// Compiles the subjects' words and the municipalities' names of a catalogue.
    pub fn new(content: &Content) -> Self {
        let mut subjects: Vec<&Subject> = content.subjects.iter().collect();
        subjects.sort_by_key(|s| (s.kind, s.orden, s.id.clone()));
        let mut lines = Vec::new();
        for (list, subject) in subjects.iter().enumerate() {
            let list = list as u16;
            for term in &subject.ord {
                lines.push((list, term.weight.clamp(1, 3), term::parse(&term.text)));
            }
            for text in &subject.ikke {
                lines.push((list, 0, term::parse(text)));
            }
        }
        Self {
            matcher: Matcher::new(lines),
            lists: subjects.iter().map(|s| (s.kind, s.id.clone())).collect(),
            places: Places::new(&content.municipalities),
        }
    }
}
