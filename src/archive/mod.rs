//! Answers of the web → `crawl/archive/*.warc.gz` (WARC 1.1, ISO 28500:2017) and back. The files
//! are the truth; the index beside them can always be made again. Refuses to overwrite, to let two
//! programs write at once, and to count half a record.
//!
//! Bodies are stored as the reader needs them: after transfer and content coding were taken off
//! under limits, with the two header fields renamed `X-Archive-Orig-…` and the length set right,
//! so that every replay tool shows them. A payload is stored once: later answers with the same
//! SHA-256, at whatever URL, become `revisit` records. What came of each link is a `metadata`
//! record holding a [`Visit`] as JSON.

mod append;
mod index;
mod key;
mod record;
mod scan;
mod store;
mod write;

use std::path::PathBuf;

use jiff::Timestamp;

pub use append::{Exchange, Payload, Resource, Truncation};
pub use index::Kind;
pub use key::url_key;
pub use store::Archive;

use crate::model::snapshot::Visit;

/// Length of the payload a revisit stands for; WARC has no field of its own for it.
const PAYLOAD_LENGTH: &str = "X-Payload-Length";

/// Profile of a revisit for which the server answered 304 (ISO 28500:2017, 6.7.3).
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// What stands before a link in the address of its visits. A record under the link itself would be
/// shown by replay tools in place of the page.
const VISIT: &str = "urn:strategikatalog:visit:";

/// Size after which a new file is begun: 1 GB.
pub const ROTATE_AT: u64 = 1_000_000_000;

/// One capture of a URL, as listings and look-ups see it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Capture {
    /// The address.
    pub url: String,
    /// When, to the second.
    pub at: Timestamp,
    /// WARC type of the record.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// HTTP status; 0 for documents that did not come over HTTP.
    pub status: u16,
    /// SHA-256 of the payload; `None` where the body was cut.
    pub sha256: Option<String>,
    /// Length of the payload.
    pub bytes: u64,
    /// Media type decided from the bytes.
    pub media_type: String,
    /// Whether the body was cut.
    pub truncated: bool,
    /// Name of the WARC file.
    pub file: String,
    /// First byte of the record's gzip member.
    pub offset: u64,
}

/// Why the archive cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading or writing failed.
    #[error("{path}: {source}\n  hint: is the folder writable, and is there room on the disk?")]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Another program is writing.
    #[error(
        "{path}: another crawl is writing to this archive\n  hint: wait for it to end, or use another --root"
    )]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// A record is not what the index says.
    #[error(
        "{path}, byte {offset}: {source}\n  hint: the file was changed by another program; remove crawl/archive.index and try again"
    )]
    Record {
        /// WARC file.
        path: PathBuf,
        /// Beginning of the record.
        offset: u64,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// The bytes are not the ones that were stored.
    #[error("{path}, byte {offset}: payload does not have the digest sha256:{sha256}")]
    Digest {
        /// WARC file.
        path: PathBuf,
        /// Beginning of the record.
        offset: u64,
        /// What it should be.
        sha256: String,
    },
}

impl Error {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// Visits as they stand in the archive: JSON, one object.
fn visit_from_json(bytes: &[u8]) -> Option<Visit> {
    serde_json::from_slice(bytes).ok()
}
