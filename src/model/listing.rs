//! One row of the link list: what KL or an editor says a municipality has.

use serde::Serialize;

use super::Date;

/// A row as the list has it. Odd values stay as they were written; reading them is
/// [`Period::from_list`](super::period::Period::from_list)'s and analysis' work.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Listing {
    /// Last part of the strategy's address, unique within its municipality. Derived from title (or
    /// form) and period when the file is read, so it is stable as long as the row is.
    pub slug: String,
    /// The editor's title; absent: the document's own, else form and period.
    pub titel: Option<String>,
    /// Form as the list has it, e.g. `Digitaliserings-principper`.
    pub form: Option<String>,
    /// Period as the list has it, e.g. `Fra 2017`; absent or `-`: not stated.
    pub periode: Option<String>,
    /// The link; absent: the list has none.
    pub link: Option<String>,
    /// KL's link text, e.g. `Notat 2020 (alleroed.dk)`.
    pub linktekst: Option<String>,
    /// Archive address of a document that came by other ways than the web
    /// (`urn:sha256:<hex>`), written by `add`.
    pub dokument: Option<String>,
    /// The day the municipality confirmed that it still applies.
    pub bekraeftet: Option<Date>,
    /// Overrides what analysis finds about being a draft.
    pub udkast: Option<bool>,
    /// Themes the editor adds to what analysis finds.
    pub tema: Vec<String>,
    /// Line of the row's `[[strategier]]` in its file, counted from 1, for messages; 0 if not read
    /// from a file.
    #[serde(skip)]
    pub line: u32,
    /// The row as it is written in its file, from that line to its end and the line after it: what
    /// a patch to the file needs around its change. Empty if not read from a file.
    #[serde(skip)]
    pub written: Vec<String>,
}

impl Listing {
    /// The address under which the row's document is archived: the link, or the address that `add`
    /// gave it.
    pub fn archive_url(&self) -> Option<&str> {
        self.dokument.as_deref().or(self.link.as_deref())
    }

    /// The address under which the archive keeps the visits of this row: its link, else the
    /// document that was added, else a name of ours (a document may be found by its link text).
    pub fn visit_url(&self, kommune: &str) -> String {
        let known = self.link.as_ref().or(self.dokument.as_ref());
        known
            .cloned()
            .unwrap_or_else(|| format!("urn:strategikatalog:{kommune}:{}", self.slug))
    }
}
