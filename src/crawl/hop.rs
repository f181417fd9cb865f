//! An answer, from the network or from the archive → a [`Hop`]: what the rest of the crawl needs to
//! know of it; and an answer as the archive stores it.

use jiff::Timestamp;
use url::Url;

use crate::archive::{Archive, Capture, Error, Exchange, Payload, Truncation};
use crate::fetch::{Answer, Failure};
use crate::model::snapshot::Snapshot;

/// One answer, from the network or from the archive.
#[derive(Debug)]
pub(super) struct Hop {
    pub(super) url: Url,
    pub(super) at: Timestamp,
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// SHA-256 of the payload; `None` where the body was cut.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
    pub(super) media_type: String,
    pub(super) file_name: Option<String>,
    /// Why the body is not whole.
    pub(super) cut: Option<Failure>,
    pub(super) ms: u64,
}

impl Hop {
    /// The payload as visits name it.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        Some(Snapshot {
            url: self.url.to_string(),
            fetched: self.at,
            sha256: self.sha256.clone()?,
            bytes: self.bytes,
            media_type: self.media_type.clone(),
            file_name: self.file_name.clone(),
        })
    }

    pub(super) fn is_html(&self) -> bool {
        matches!(
            self.media_type.as_str(),
            "text/html" | "application/xhtml+xml"
        )
    }

    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308) && self.location.is_some()
    }

    /// What the network said.
    pub(super) fn from_answer(url: &Url, answer: Answer, media_type: String) -> Self {
        Self {
            url: url.clone(),
            at: answer.at,
            status: answer.status,
            location: answer.header("location"),
            content_type: answer.header("content-type"),
            file_name: crate::fetch::file_name(
                answer.header("content-disposition").as_deref(),
                url,
            ),
            sha256: answer.cut.is_none().then_some(answer.body.sha256),
            bytes: answer.body.length,
            media_type,
            cut: answer.cut,
            ms: answer.ms,
        }
    }

    /// What the archive says of an earlier answer, which still held at `at`.
    pub(super) fn from_archive(
        archive: &Archive,
        url: &Url,
        capture: &Capture,
        at: Timestamp,
    ) -> Result<Self, Error> {
        let head = archive.head(capture)?;
        let disposition = field(&head, "content-disposition");
        Ok(Self {
            url: url.clone(),
            at,
            status: capture.status,
            location: field(&head, "location"),
            content_type: field(&head, "content-type"),
            file_name: crate::fetch::file_name(disposition.as_deref(), url),
            sha256: capture.sha256.clone(),
            bytes: capture.bytes,
            media_type: capture.media_type.clone(),
            cut: None,
            ms: 0,
        })
    }
}

/// An answer as the archive takes it.
pub(super) fn exchange<'a>(
    answer: &'a Answer,
    media_type: &'a str,
    not_modified: Option<&'a Capture>,
) -> Exchange<'a> {
    Exchange {
        url: answer.url.as_str(),
        at: answer.at,
        ip: answer.ip,
        request_head: &answer.request_head,
        response_head: &answer.response_head,
        status: answer.status,
        payload: Payload {
            file: &answer.body.file,
            length: answer.body.length,
            sha256: &answer.body.sha256,
            media_type,
        },
        truncated: answer.cut.as_ref().map(|cut| match cut {
            Failure::TooLarge { .. } => Truncation::Length,
            Failure::TimedOut { .. } => Truncation::Time,
            _ => Truncation::Disconnect,
        }),
        not_modified,
    }
}

/// A field of an HTTP header block.
pub(super) fn field(head: &[u8], name: &str) -> Option<String> {
    head.split(|&b| b == b'\n').skip(1).find_map(|line| {
        let line = match std::str::from_utf8(line) {
            Ok(text) => text.to_owned(),
            Err(_) => line.iter().map(|&b| char::from(b)).collect(),
        };
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}
