//! Labelled JSON lines → labels. Refuses a line it cannot read, with file and line.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;
use crate::model::period::{Period, PeriodKind};

/// A document with what a person says about it.
#[derive(Debug, Deserialize)]
pub(super) struct DocumentLabel {
    pub(super) id: String,
    #[serde(default)]
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) title: Option<String>,
    pub(super) text: String,
    /// Name, not slug.
    #[serde(default)]
    pub(super) municipality: Option<String>,
    pub(super) is_strategy: bool,
    pub(super) form: String,
    #[serde(default)]
    pub(super) period_from: Option<i16>,
    #[serde(default)]
    pub(super) period_to: Option<i16>,
    #[serde(default)]
    pub(super) period_kind: PeriodKind,
    #[serde(default)]
    pub(super) draft: bool,
    /// Titles in order, where somebody labelled them.
    #[serde(default)]
    pub(super) pillars: Option<Vec<String>>,
}

impl DocumentLabel {
    pub(super) fn period(&self) -> Period {
        Period {
            from: self.period_from,
            to: self.period_to,
            kind: self.period_kind,
        }
    }
}

/// A paragraph with the subjects a person finds in it.
#[derive(Debug, Deserialize)]
pub(super) struct ParagraphLabel {
    pub(super) id: String,
    #[serde(default)]
    pub(super) heading: Option<String>,
    pub(super) text: String,
    #[serde(default)]
    pub(super) themes: Vec<String>,
    #[serde(default)]
    pub(super) tech: Vec<String>,
}

/// Every label in the files of a folder whose names begin so, in the order of the names.
pub(super) fn read<T: DeserializeOwned>(dir: &Path, prefix: &str) -> Result<Vec<T>, Error> {
    let unreadable = |source| Error::Read {
        path: dir.into(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        if name.is_some_and(|n| n.starts_with(prefix) && n.ends_with(".jsonl")) {
            files.push(path);
        }
    }
    files.sort();
    let mut labels = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim().is_empty())
        {
            labels.push(serde_json::from_str(line).map_err(|source| Error::Label {
                path: path.clone(),
                line: at + 1,
                source,
            })?);
        }
    }
    Ok(labels)
}
