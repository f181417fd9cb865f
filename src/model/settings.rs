//! `content/katalog.toml`: what one catalogue says of itself.

use serde::Serialize;

/// Settings of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Title of the site.
    pub titel: String,
    /// One sentence under it.
    pub undertitel: String,
    /// Where the site will stand, with a trailing slash; `None`: only relative links.
    pub base_url: Option<String>,
    /// Address for questions, also told to servers while crawling.
    pub kontakt: Option<String>,
    /// Address that corrections are mailed to.
    pub rettelser: Option<String>,
    /// Whether archived copies are published with the site.
    pub arkiv: ArchivePolicy,
    /// Folder below `themes/` with the site's looks; `None`: the one built into the program.
    pub tema: Option<String>,
    /// Name of the licence of the site's own data.
    pub licens: String,
    /// Address of the licence text.
    pub licens_url: Option<String>,
    /// Whether this is a demonstration with invented municipalities; said on every page.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            titel: "Strategikatalog".to_owned(),
            undertitel: "Kommunernes digitaliseringsstrategier, samlet og søgbare".to_owned(),
            base_url: None,
            kontakt: None,
            rettelser: None,
            arkiv: ArchivePolicy::KunBevis,
            tema: None,
            licens: "CC BY 4.0".to_owned(),
            licens_url: Some("https://creativecommons.org/licenses/by/4.0/deed.da".to_owned()),
            demo: false,
        }
    }
}

/// What is published of the archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArchivePolicy {
    /// The archived files themselves, beside the link to the source.
    Udgiv,
    /// Only the proof: when it was fetched, its size and SHA-256.
    #[default]
    KunBevis,
}
