//! Bytes of a fetched or given file → [`Document`]: pages of typed blocks. Reads PDF, HTML, DOCX,
//! ODT, PPTX, Markdown and plain text; what a file is, its bytes say. Untrusted files are read in
//! limited child processes ([`worker`]), so that a bad one costs a warning; what was read once is
//! kept and not read again. Judges nothing: what a document is about is for analysis.

mod cache;
mod characters;
mod html;
mod join;
mod markdown;
mod office;
mod pdf;
mod sniff;
mod text;
mod title;
mod words;
pub mod worker;

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::document::{BlockKind, Condition, Document};
use crate::model::outcome::{Outcome, Warning};
use crate::progress::Progress;

pub use join::join;

/// Version of everything in this room that decides what a document reads as. Raise it with every
/// change of that kind: kept results of another version are read again.
pub const EXTRACT_VERSION: u32 = 12;

/// Where the bytes of a file are. Most files were read before, so they are fetched only when they
/// are needed.
#[derive(Clone, Copy)]
pub enum Bytes<'a> {
    /// At hand.
    Here(&'a [u8]),
    /// Kept elsewhere, under their SHA-256; `None` from the look-up means they are lost.
    Kept(&'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync)),
}

/// One file to read.
#[derive(Clone)]
pub struct Source<'a> {
    /// What a warning calls it: an address or a path.
    pub place: String,
    /// The bytes.
    pub bytes: Bytes<'a>,
    /// Their SHA-256, 64 lower-case hex digits: the key under which the result is kept.
    pub sha256: String,
    /// Content-Type as stated, with its charset.
    pub media_type: Option<String>,
    /// Name of the file.
    pub file_name: Option<String>,
    /// Address it was fetched from.
    pub url: Option<String>,
}

impl Source<'_> {
    /// The bytes; none where they are lost.
    fn load(&self) -> Option<Cow<'_, [u8]>> {
        match self.bytes {
            Bytes::Here(bytes) => Some(Cow::Borrowed(bytes)),
            Bytes::Kept(look_up) => look_up(&self.sha256).map(Cow::Owned),
        }
    }

    fn hints(&self) -> Hints {
        Hints {
            media_type: self.media_type.clone(),
            file_name: self.file_name.clone(),
            url: self.url.clone(),
        }
    }
}

/// What is known of a file beside its bytes. Believed only where bytes leave a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints {
    /// Content-Type as stated, with its charset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Name of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Address it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How to read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program whose [`worker::main`] reads untrusted files; `None` reads them here, which only
    /// suits files one wrote oneself.
    pub worker: Option<PathBuf>,
    /// Where results are kept (`crawl/cache/extract`); `None` keeps nothing.
    pub cache: Option<PathBuf>,
    /// Files read at the same time.
    pub parallel: usize,
    /// Longest time for one file, by the clock.
    pub time_limit: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            worker: None,
            cache: None,
            parallel: std::thread::available_parallelism().map_or(1, usize::from),
            time_limit: Duration::from_secs(30),
        }
    }
}

/// Why a stage of reading could not run at all. A file that cannot be read is no error but a
/// document whose condition says so.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The reading child could not be started.
    #[error("cannot start the reading process {}: {source}", program.display())]
    Worker {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder of kept results cannot be written.
    #[error("cannot keep results in {}: {source}\n  hint: make the folder writable, or delete it", path.display())]
    Cache {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Why these bytes are no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReadError {
    /// Another kind of file.
    #[error("this is {0}, which holds no document that can be read")]
    Format(String),
    /// An office file that cannot be unpacked.
    #[error("the office file is broken: {0}")]
    Office(String),
    /// A limit was met.
    #[error("{0}")]
    Limit(String),
    /// The library that reads the format failed.
    #[error("the file broke the reader")]
    Panic,
}

/// Reads every source, in order. Bad files are warnings; their documents are there all the same,
/// with a condition that says what is wrong.
///
/// # Errors
/// [`Error`] where the worker cannot start or the cache cannot be written.
pub fn run(
    sources: &[Source<'_>],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Outcome<Vec<Document>>, Error> {
    progress.start("extract", Some(sources.len() as u64));
    let read = worker::read_all(sources, options, progress)?;
    progress.finish();
    let mut warnings = Vec::new();
    let mut documents = Vec::with_capacity(read.len());
    for (source, read) in sources.iter().zip(read) {
        if let Some(problem) = read.problem {
            warnings.push(Warning::new(&source.place, problem.message).hint(problem.hint));
        } else {
            warnings.extend(remark(&source.place, &read.document));
        }
        documents.push(read.document);
    }
    Ok(Outcome::with(documents, warnings))
}

/// What an editor is told of a document that opened and still cannot be read in full.
fn remark(place: &str, document: &Document) -> Option<Warning> {
    let (message, hint) = match document.condition {
        Condition::Readable => return None,
        Condition::Scanned => (
            "the pages are pictures without text",
            "ask the municipality for the original file",
        ),
        Condition::Encrypted => (
            "a password is needed to open it",
            "ask the municipality for an open file",
        ),
        Condition::Corrupt => (
            "the file is damaged",
            "fetch it again, or ask the municipality for a new copy",
        ),
        Condition::Unreadable => (
            "its fonts have no mapping to characters",
            "ask the municipality for the original file",
        ),
        Condition::Empty => (
            "it holds no text",
            "look whether the link leads to the right file",
        ),
    };
    Some(Warning::new(place, message).hint(hint))
}

/// Reads one file in this process, without limits: for files one trusts, and inside the worker.
///
/// # Errors
/// [`ReadError`] where the bytes are no document of a format that is read.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Document, ReadError> {
    use sniff::Format;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Document {
            condition: Condition::Empty,
            ..Document::default()
        });
    }
    let format = sniff::format(
        bytes,
        hints.media_type.as_deref(),
        hints.file_name.as_deref(),
    )
    .map_err(|kind| ReadError::Format(kind.to_owned()))?;
    let mut document = match format {
        Format::Pdf => pdf::read(bytes.to_vec()),
        Format::Html => html::read(
            &characters::decode(bytes, hints.media_type.as_deref(), true),
            hints.url.as_deref(),
        ),
        Format::Markdown => markdown::read(&characters::decode(
            bytes,
            hints.media_type.as_deref(),
            false,
        )),
        Format::Text => text::read(&characters::decode(
            bytes,
            hints.media_type.as_deref(),
            false,
        )),
        Format::Docx => office::docx(bytes)?,
        Format::Odt => office::odt(bytes)?,
        Format::Pptx => office::pptx(bytes)?,
    };
    document.metadata.media_type = format.media_type().to_owned();
    Ok(document)
}

/// What a comment in a PDF opens with among the annotations, so that a reader sees what it is.
const COMMENT: &str = "Kommentar: ";

/// The plain text of a document: blocks parted by blank lines, pages by form feeds. Comments are
/// left out: the page does not show them.
pub fn text_of(document: &Document) -> String {
    let mut out = String::new();
    for (i, page) in document.pages.iter().enumerate() {
        if i > 0 {
            out.push('\u{c}');
        }
        let shown = page
            .blocks
            .iter()
            .filter(|b| b.kind != BlockKind::Annotation || !b.text.starts_with(COMMENT));
        for (i, block) in shown.enumerate() {
            if i > 0 {
                out.push_str("\n\n");
            }
            out.push_str(&block.text);
        }
        out.push('\n');
    }
    out
}
