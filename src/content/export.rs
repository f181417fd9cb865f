//! The catalogue → the link list as CSV. It holds the list as editors have it and nothing that was
//! worked out, so that it goes back in through [`import`](super::import()) unchanged. (What was
//! worked out is data of the site and is written by `render::data`.)

use super::cell::escape;
use crate::model::catalogue::Catalogue;
use crate::model::listing::Listing;

/// Columns of the link list, KL's five first.
pub const COLUMNS: [&str; 10] = [
    "kommune",
    "form",
    "linktekst",
    "link",
    "periode",
    "titel",
    "bekraeftet",
    "udkast",
    "tema",
    "dokument",
];

/// The link list: `;` between cells as Danish spreadsheets expect, UTF-8 without a byte-order mark,
/// a row for every row of the list by municipality. A cell that a spreadsheet would run as a
/// formula has an apostrophe in front, which import takes away again.
pub fn csv(catalogue: &Catalogue) -> String {
    let municipalities = catalogue.content.municipalities.iter();
    table(municipalities.flat_map(|m| m.strategier.iter().map(|row| (m.navn.as_str(), row))))
}

/// Rows with the names of their municipalities as a link list.
pub(super) fn table<'r>(rows: impl Iterator<Item = (&'r str, &'r Listing)>) -> String {
    let mut out = COLUMNS.join(";");
    out.push('\n');
    for (navn, listing) in rows {
        let cells = row(navn, listing).map(|cell| quoted(&escape(&cell)));
        out.push_str(&cells.join(";"));
        out.push('\n');
    }
    out
}

fn row(navn: &str, listing: &Listing) -> [String; 10] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let flag = |flag: bool| if flag { "ja" } else { "nej" }.to_owned();
    [
        navn.to_owned(),
        text(&listing.form),
        text(&listing.linktekst),
        text(&listing.link),
        text(&listing.periode),
        text(&listing.titel),
        listing
            .bekraeftet
            .map_or_else(String::new, |d| d.to_string()),
        listing.udkast.map_or_else(String::new, flag),
        listing.tema.join(", "),
        text(&listing.dokument),
    ]
}

/// A cell as RFC 4180 wants it.
fn quoted(cell: &str) -> String {
    if cell.contains([';', ',', '\t', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
