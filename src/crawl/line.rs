//! A visit → the JSON line that `crawl --format json` prints, with the contract's fields in the
//! contract's order.

use serde::Serialize;

use crate::model::health::LinkHealth;
use crate::model::snapshot::Visit;

#[derive(Serialize)]
struct Line<'a> {
    /// The link as the list has it; empty for a row without one.
    url: &'a str,
    final_url: &'a str,
    kommune: &'a str,
    status: LinkHealth,
    http: Option<u16>,
    sha256: Option<&'a str>,
    bytes: u64,
    media_type: Option<&'a str>,
    ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// One line without its line break. `sha256`, `bytes` and `media_type` are the first document's;
/// null and 0 where there is none.
pub fn line(visit: &Visit) -> String {
    let document = visit.documents.first();
    let is_ours = visit.url.starts_with("urn:strategikatalog:");
    let line = Line {
        url: if is_ours { "" } else { &visit.url },
        final_url: if is_ours && document.is_none() {
            ""
        } else {
            &visit.final_url
        },
        kommune: &visit.kommune,
        status: visit.status,
        http: visit.http,
        sha256: document.map(|d| d.sha256.as_str()),
        bytes: document.map_or(0, |d| d.bytes),
        media_type: document.map(|d| d.media_type.as_str()),
        ms: visit.ms,
        error: visit.error.as_deref(),
    };
    // Strings and numbers always serialise.
    serde_json::to_string(&line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_contracts_fields() {
        let visit = Visit {
            url: "http://x.dk/a".to_owned(),
            final_url: "http://x.dk/b".to_owned(),
            kommune: "roedovre".to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
            status: LinkHealth::Soft404,
            http: Some(200),
            documents: Vec::new(),
            moved_to: None,
            difference: None,
            ms: 5,
            error: None,
        };
        assert_eq!(
            line(&visit),
            r#"{"url":"http://x.dk/a","final_url":"http://x.dk/b","kommune":"roedovre","status":"soft-404","http":200,"sha256":null,"bytes":0,"media_type":null,"ms":5}"#
        );
    }
}
