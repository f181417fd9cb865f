//! What a crawl brought home: payloads with their proof, and the visits that tell a link's history.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::health::LinkHealth;

/// An archived payload and the proof of it. The bytes are in the archive under `sha256`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Address it was fetched from, after redirects; `urn:sha256:…` for a document from `add`.
    pub url: String,
    /// When it was fetched (or taken in).
    pub fetched: Timestamp,
    /// SHA-256 of the payload, 64 lower-case hex digits.
    pub sha256: String,
    /// Length of the payload.
    pub bytes: u64,
    /// Media type decided from the bytes, then the header.
    pub media_type: String,
    /// Name of the file, where one is known (address, Content-Disposition, `add`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

/// One try of one link of the list, with what came of it. Written to the archive as a `metadata`
/// record, so that the history of every link can be rebuilt from the WARC files alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// The link as the list has it.
    pub url: String,
    /// Where it ended after redirects.
    pub final_url: String,
    /// Slug of the municipality whose row it is.
    pub kommune: String,
    /// When.
    pub at: Timestamp,
    /// What came of it.
    pub status: LinkHealth,
    /// Status code of the last answer.
    pub http: Option<u16>,
    /// The documents the link is about, in reading order: the payload itself, the PDF a landing
    /// page leads to, or several chapters. Empty where there was none.
    #[serde(default)]
    pub documents: Vec<Snapshot>,
    /// Suggested new address, for `moved` and where a dead link's document was found elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// Share of the text that differs from last time, 0 to 1, for `changed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<f32>,
    /// Milliseconds from request to the end of the body, all hops.
    #[serde(default)]
    pub ms: u64,
    /// What went wrong, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
