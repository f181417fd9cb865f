//! Untrusted files → documents, each read in a child of this program that cannot take the parent
//! with it: address space, processor time, clock time and output are limited, no core is dumped,
//! and the child is killed with its whole group. Children stay for many files, so that a thousand
//! small ones cost little; one that dies is replaced, and its file is named in a warning.

mod child;
mod frame;
mod pool;

use rayon::prelude::*;

use super::{Error, Options, ReadError, Source, cache};
use crate::model::document::{Condition, Document};
use crate::progress::Progress;

pub use child::{COMMAND, main};

/// What came of one file.
pub(super) struct Read {
    /// The document; empty with its condition set where there is a problem.
    pub document: Document,
    /// What an editor is told.
    pub problem: Option<Problem>,
    /// Whether reading the same bytes again would give the same.
    pub keep: bool,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Problem {
    /// What happened, as one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Read {
    /// The outcome of a reader.
    fn of(result: Result<Document, ReadError>) -> Self {
        match result {
            Ok(document) => Self {
                document,
                problem: None,
                keep: true,
            },
            Err(error) => Self::failed(error.to_string(), hint(&error)),
        }
    }

    /// A file that could not be read.
    fn failed(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            document: Document {
                condition: Condition::Corrupt,
                ..Document::default()
            },
            problem: Some(Problem {
                message: message.into(),
                hint: hint.into(),
            }),
            keep: true,
        }
    }

    /// A file whose bytes are not where they were kept.
    fn lost() -> Self {
        Self {
            keep: false,
            ..Self::failed("its bytes are not in the archive", "crawl the link again")
        }
    }
}

fn hint(error: &ReadError) -> &'static str {
    match error {
        ReadError::Format(_) => {
            "link to the document itself: PDF, HTML, DOCX, ODT, PPTX, Markdown or text"
        }
        ReadError::Office(_) => "open the file in an office program and save it again",
        ReadError::Limit(_) => "split the document, or save it in a simpler form",
        ReadError::Panic => "print the document to a new PDF, and take that in with `add`",
    }
}

/// Reads all sources, from what is kept or by reading; the same order as given.
pub(super) fn read_all(
    sources: &[Source<'_>],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Vec<Read>, Error> {
    let cache = cache::Cache::open(options.cache.as_deref())?;
    let mut done: Vec<Option<Read>> = sources.par_iter().map(|s| cache.get(&s.sha256)).collect();
    let open: Vec<usize> = (0..sources.len()).filter(|&i| done[i].is_none()).collect();
    for i in (0..sources.len()).filter(|&i| done[i].is_some()) {
        progress.step(&sources[i].place);
    }
    for (i, read) in pool::read(sources, &open, options, progress)? {
        if read.keep {
            cache.put(&sources[i].sha256, &read)?;
        }
        done[i] = Some(read);
    }
    Ok(done
        .into_iter()
        .map(|read| read.unwrap_or_else(|| Read::of(Err(ReadError::Panic))))
        .collect())
}
