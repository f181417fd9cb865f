//! The downloads: what each file is, with its size and address.

use serde::Serialize;

use crate::render::words;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DataView {
    files: Vec<FileView>,
    licence: String,
    licence_url: Option<String>,
}

#[derive(Debug, Serialize)]
struct FileView {
    title: &'static str,
    text: &'static str,
    url: String,
    name: String,
    size: String,
}

/// The files worth a line, with what is said of them. Those that the site does not have are left out.
const FILES: [(&str, &str, &str); 6] = [
    (
        "data/katalog.json",
        "Hele kataloget",
        "Alle kommuner og strategier med perioder, temaer, citater og links som JSON.",
    ),
    (
        "data/katalog.schema.json",
        "Skemaet",
        "JSON Schema for katalog.json: hvad felterne hedder, og hvad de kan indeholde.",
    ),
    (
        "data/linksamling.csv",
        "Linksamlingen",
        "En linje pr. strategi. Filen kan læses ind igen med programmets import.",
    ),
    (
        "data/temaer.csv",
        "Temaer",
        "En linje pr. kommune og tema med niveau fra 0 til 3.",
    ),
    (
        "data/dcat.jsonld",
        "Datasæt",
        "DCAT-AP-beskrivelse til datakataloger.",
    ),
    (
        "feed.xml",
        "Nyt i kataloget",
        "Atom-feed med de seneste ændringer. Hver kommune har også sit eget.",
    ),
];

impl DataView {
    /// The page, from the files that were made and their lengths.
    pub(in crate::render) fn new<'a>(
        settings: &crate::model::settings::Settings,
        made: impl Iterator<Item = (&'a str, usize)>,
    ) -> Self {
        let sizes: std::collections::BTreeMap<&str, usize> = made.collect();
        Self {
            files: FILES
                .into_iter()
                .filter_map(|(url, title, text)| {
                    let bytes = *sizes.get(url)?;
                    Some(FileView {
                        title,
                        text,
                        url: url.to_owned(),
                        name: url.rsplit('/').next().unwrap_or(url).to_owned(),
                        size: words::size(bytes as u64),
                    })
                })
                .collect(),
            licence: settings.licens.clone(),
            licence_url: settings
                .licens_url
                .as_deref()
                .and_then(super::parts::outside),
        }
    }
}
