//! Labelled documents and paragraphs + the lexicon → how often analysis is right, and every miss.
//! The same reading as `analyse --jsonl`; refuses to let a label near the analysis.

mod gold;
mod page;
mod score;
mod text;

use std::path::PathBuf;

use rayon::prelude::*;

pub use page::with_figures;
pub use score::{Measure, Miss, PerSubject, Score, Share};

pub use super::pillars::Learnt;
use super::pillars::{self, Lesson};
use super::{Input, Lexicon, plain, profile};
use crate::model::document::Document;
use crate::model::period::PeriodKind;
use crate::model::profile::Profile;
use crate::model::slug::slug;
use gold::{DocumentLabel, ParagraphLabel};

/// What can go wrong while measuring.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not a labelled document or paragraph.
    #[error("{path}:{line}: not a label: {source}")]
    Label {
        /// File.
        path: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// The folder holds nothing to measure against.
    #[error(
        "no documents*.jsonl or paragraphs*.jsonl in {path}\n  hint: give the folder with the labelled files, e.g. --gold tests/fixtures/gold"
    )]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
}

/// Measures against every `documents*.jsonl` and `paragraphs*.jsonl` of some folders.
///
/// # Errors
///
/// [`Error`] where a folder or a line of a file cannot be read, or a folder holds no such file.
pub fn run(dirs: &[PathBuf], lexicon: &Lexicon) -> Result<Measure, Error> {
    let mut documents: Vec<DocumentLabel> = Vec::new();
    let mut paragraphs: Vec<ParagraphLabel> = Vec::new();
    for dir in dirs {
        let before = documents.len() + paragraphs.len();
        documents.extend(gold::read(dir, "documents")?);
        paragraphs.extend(gold::read(dir, "paragraphs")?);
        if documents.len() + paragraphs.len() == before {
            return Err(Error::Nothing { path: dir.into() });
        }
    }
    let mut measure = Measure::default();
    let read: Vec<Profile> = documents
        .par_iter()
        .map(|d| read_document(d, lexicon))
        .collect();
    for (label, profile) in documents.iter().zip(&read) {
        count_document(label, profile, &mut measure);
    }
    let read: Vec<Profile> = paragraphs
        .par_iter()
        .map(|p| read_paragraph(p, lexicon))
        .collect();
    for (label, profile) in paragraphs.iter().zip(&read) {
        count_paragraph(label, profile, &mut measure);
    }
    measure.finish();
    Ok(measure)
}

/// Learns by what pillars are chosen from the labelled documents that are strategies.
///
/// # Errors
///
/// [`Error`] as [`run`].
pub fn learn(dirs: &[PathBuf], lexicon: &Lexicon) -> Result<Learnt, Error> {
    let mut labels: Vec<DocumentLabel> = Vec::new();
    for dir in dirs {
        labels.extend(gold::read(dir, "documents")?);
    }
    let mut lessons: Vec<Lesson> = labels
        .par_iter()
        .filter(|label| read_document(label, lexicon).is_strategy)
        .filter_map(|label| {
            let document = document_of(label);
            Some(Lesson::new(&document, label.pillars.as_deref()?))
        })
        .collect();
    Ok(pillars::learn(&mut lessons))
}

fn document_of(label: &DocumentLabel) -> Document {
    plain::document_of(&label.text, label.title.as_deref(), None)
}

fn read_document(label: &DocumentLabel, lexicon: &Lexicon) -> Profile {
    let document = document_of(label);
    let input = Input {
        url: label.url.clone(),
        title: label.title.clone(),
        ..Input::new(&label.id, &document)
    };
    profile(&input, lexicon)
}

fn read_paragraph(label: &ParagraphLabel, lexicon: &Lexicon) -> Profile {
    let document = plain::document_of(&label.text, None, label.heading.as_deref());
    profile(&Input::new(&label.id, &document), lexicon)
}

fn count_document(label: &DocumentLabel, profile: &Profile, measure: &mut Measure) {
    let id = &label.id;
    measure.documents += 1;
    measure
        .is_strategy
        .count(label.is_strategy, profile.is_strategy);
    measure.draft.count(label.draft, profile.draft);
    let mut miss = |about: &'static str, expected: String, found: String| {
        measure.misses.push(Miss {
            id: id.clone(),
            about: about.to_owned(),
            expected,
            found,
        });
    };
    if label.is_strategy != profile.is_strategy {
        miss(
            "is_strategy",
            label.is_strategy.to_string(),
            profile.is_strategy.to_string(),
        );
    }
    if label.draft != profile.draft {
        miss("draft", label.draft.to_string(), profile.draft.to_string());
    }
    let form = profile.form.id();
    if label.form != form {
        miss("form", label.form.clone(), form.to_owned());
    }
    let expected = label.municipality.as_deref().map(slug);
    if expected != profile.municipality {
        let name = |m: &Option<String>| m.clone().unwrap_or_else(|| "-".to_owned());
        miss("municipality", name(&expected), name(&profile.municipality));
    }
    let period = profile.period.period();
    if label.period() != period {
        miss("period", label.period().label(), period.label());
    }
    measure.form.count(label.form == form);
    measure.municipality.count(expected == profile.municipality);
    if label.period_kind == PeriodKind::None {
        measure.false_period.count(!period.is_none());
    } else {
        measure.period.count(label.period() == period);
    }
    if let Some(pillars) = &label.pillars {
        let found: Vec<String> = profile.pillars.iter().map(|p| slug(&p.title)).collect();
        let expected: Vec<String> = pillars.iter().map(|p| slug(p)).collect();
        measure.pillars.count_sets(&expected, &found);
        if expected != found {
            measure.misses.push(Miss {
                id: id.clone(),
                about: "pillars".to_owned(),
                expected: expected.join(", "),
                found: found.join(", "),
            });
        }
    }
}

fn count_paragraph(label: &ParagraphLabel, profile: &Profile, measure: &mut Measure) {
    measure.paragraphs += 1;
    let themes: Vec<String> = profile.themes.iter().map(|t| t.id.clone()).collect();
    let tech: Vec<String> = profile.technologies.iter().map(|t| t.id.clone()).collect();
    for (about, expected, found) in [
        ("theme", &label.themes, &themes),
        ("technology", &label.tech, &tech),
    ] {
        let subjects = if about == "theme" {
            &mut measure.themes
        } else {
            &mut measure.technologies
        };
        subjects.count(expected, found);
        let differ = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|x| !b.contains(x)).cloned().collect()
        };
        let (missing, extra) = (differ(expected, found), differ(found, expected));
        if !missing.is_empty() || !extra.is_empty() {
            measure.misses.push(Miss {
                id: label.id.clone(),
                about: about.to_owned(),
                expected: missing.join(", "),
                found: extra.join(", "),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue::Content;

    #[test]
    fn an_empty_folder_is_an_error_that_says_what_to_do() {
        let dir = tempfile::tempdir().expect("a folder");
        let lexicon = Lexicon::new(&Content::default());
        let error = run(&[dir.path().into()], &lexicon).expect_err("nothing to measure");
        assert!(error.to_string().contains("hint:"), "{error}");
    }

    #[test]
    fn misses_are_counted_and_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let line = r#"{"id":"a","title":"Digitaliseringsstrategi 2020-2023","text":"Forord. Vi vil.","municipality":null,"is_strategy":true,"form":"digitaliseringsstrategi","period_from":2020,"period_to":2024,"period_kind":"range","draft":false}"#;
        std::fs::write(dir.path().join("documents-x.jsonl"), line).expect("written");
        let measure =
            run(&[dir.path().into()], &Lexicon::new(&Content::default())).expect("measured");
        assert_eq!(measure.documents, 1);
        assert_eq!(measure.period.right, 0);
        let miss = measure
            .misses
            .iter()
            .find(|m| m.about == "period")
            .expect("named");
        assert_eq!(
            (miss.expected.as_str(), miss.found.as_str()),
            ("2020–2024", "2020–2023")
        );
    }
}
