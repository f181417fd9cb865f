//! What can be wrong with editors' files and lists, each with its place and what to do about it.

use std::fmt;
use std::path::PathBuf;

use crate::model::outcome::Warning;

/// Why editors' content could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no catalogue here.
    #[error(
        "{} has no content/ folder\n  hint: run `strategikatalog init` to begin a catalogue here, or name one with --root DIR",
        root.display()
    )]
    Missing {
        /// The folder that was looked in.
        root: PathBuf,
    },
    /// Files that do not parse; all of them, not only the first.
    #[error("{}", list(.0))]
    Broken(Vec<Problem>),
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}\n  hint: check that you may write there and that the disk is not full", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Of several files that belong together one could not be written, and those before it could
    /// not be put back.
    #[error("cannot write {}: {source}; these were already changed and could not be put back: {}\n  hint: look at them with `git diff`", path.display(), paths(lost))]
    HalfWritten {
        /// The file that failed.
        path: PathBuf,
        /// Files that hold their new text.
        lost: Vec<PathBuf>,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A list that is neither a link list nor a registry.
    #[error(
        "{file}: no line names the columns of a link list or a registry{found}\n  hint: a link list has the columns kommune;form;linktekst;link;periode, a registry kode;navn;region;indbyggere;hjemmeside;kommunegruppe"
    )]
    UnknownColumns {
        /// The list.
        file: String,
        /// What its first line says instead, as ` (it begins: …)`, or nothing.
        found: String,
    },
    /// A list whose kind of file is not read.
    #[error(
        "{file}: only .csv and .xlsx lists are read\n  hint: save the list as CSV or as an Excel workbook"
    )]
    UnknownFormat {
        /// The list.
        file: String,
    },
    /// A workbook that does not open.
    #[error(
        "{file}: the workbook does not open: {source}\n  hint: open it in a spreadsheet and save it again as .xlsx or .csv"
    )]
    Workbook {
        /// The list.
        file: String,
        /// What the reader says.
        #[source]
        source: Box<calamine::XlsxError>,
    },
    /// A row or municipality that is not in the catalogue.
    #[error("{what} is not in the catalogue{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// What was asked for.
        what: String,
        /// The nearest that is there.
        nearest: Option<String>,
    },
    /// Rows that are written in a way that cannot be changed without rewriting them.
    #[error(
        "{file}: the rows are written as one list\n  hint: write each row under its own [[strategier]] line"
    )]
    InlineRows {
        /// The file.
        file: String,
    },
    /// A catalogue that would be written over.
    #[error("{} already holds a catalogue\n  hint: choose another folder; nothing was changed", path.display())]
    Exists {
        /// What is there already.
        path: PathBuf,
    },
}

fn paths(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    shown.join(", ")
}

/// One fault in an editor's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File, relative to the catalogue's root.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
    /// The key it is about, where there is one.
    pub key: Option<String>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl From<Problem> for Warning {
    fn from(problem: Problem) -> Self {
        let message = match &problem.key {
            Some(key) => format!("{key}: {}", problem.message),
            None => problem.message,
        };
        Self {
            place: format!("{}:{}", problem.file, problem.line),
            message,
            hint: problem.hint,
        }
    }
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |n| format!("\n  hint: did you mean {n}?"))
}

/// The candidate nearest to a word, where one is near enough to be a slip of the keyboard.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|c| (strsim::jaro_winkler(word, c), c))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}
