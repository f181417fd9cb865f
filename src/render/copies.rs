//! Archived payloads → the copies that are published with the site, where the catalogue's settings
//! say so. Refuses to let other people's HTML run at our address: it is published as text.

use std::collections::BTreeMap;

use super::{Options, routes};
use crate::model::catalogue::Catalogue;
use crate::model::outcome::Warning;
use crate::model::settings::ArchivePolicy;
use crate::model::snapshot::Snapshot;

/// One published copy.
pub(super) struct Copy {
    /// Its address.
    pub(super) address: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// The copies by SHA-256. A payload that the archive has lost is a warning and no link.
pub(super) fn copies(
    catalogue: &Catalogue,
    options: &Options<'_>,
) -> (BTreeMap<String, Copy>, Vec<Warning>) {
    let mut out = BTreeMap::new();
    let mut warnings = Vec::new();
    let publish = catalogue.content.settings.arkiv == ArchivePolicy::Udgiv;
    let Some(archived) = options.archived.filter(|_| publish) else {
        return (out, warnings);
    };
    for snapshot in catalogue.strategies.iter().flat_map(|s| &s.finding.sources) {
        if out.contains_key(&snapshot.sha256) {
            continue;
        }
        match archived(&snapshot.sha256) {
            Some(bytes) => {
                let address = routes::archived(&snapshot.sha256, extension(snapshot));
                out.insert(snapshot.sha256.clone(), Copy { address, bytes });
            }
            None => warnings.push(
                Warning::new(
                    &snapshot.url,
                    "the archive does not have this payload any more",
                )
                .hint("run `strategikatalog crawl` to fetch it again"),
            ),
        }
    }
    (out, warnings)
}

fn extension(snapshot: &Snapshot) -> &'static str {
    match snapshot.media_type.as_str() {
        "application/pdf" => "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.oasis.opendocument.text" => "odt",
        kind if kind.starts_with("text/") || kind.contains("html") => "txt",
        _ => "bin",
    }
}
