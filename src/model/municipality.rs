//! A municipality and its rows on the link list, as one editor's file holds them.

use serde::Serialize;

use super::listing::Listing;

/// One of the 98 municipalities (or a fictional one in a demonstration).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Municipality {
    /// Name of its file and its address on the site, e.g. `roedovre`.
    pub slug: String,
    /// Kommunekode, the official three- or four-digit number, e.g. 175.
    pub kode: u16,
    /// Name without "Kommune", e.g. `Rødovre`.
    pub navn: String,
    /// Region without "Region", e.g. `Hovedstaden`.
    pub region: String,
    /// Inhabitants, as the registry states them.
    pub indbyggere: u32,
    /// Its own website.
    pub hjemmeside: Option<String>,
    /// Statistics Denmark's group, e.g. `Hovedstadskommuner`.
    pub kommunegruppe: String,
    /// Its rows on the list, in the editor's order.
    pub strategier: Vec<Listing>,
    /// The editor's notes, Markdown.
    pub noter: String,
    /// The file it was read from, relative to the catalogue's root, for messages.
    #[serde(skip)]
    pub file: String,
}
