//! The catalogue → the files people take away: katalog.json with its schema, temaer.csv, a DCAT-AP
//! description, sitemap and robots.txt. Refuses to round anything off: what is unknown is said to
//! be unknown. (linksamling.csv is the editors' table and is written by `content`'s export, so that
//! it goes back in unchanged.)
//!
//! Doors, all pure; `base_url` ends with a slash, and without one addresses are relative:
//! [`katalog()`] and [`SCHEMA`] for `data/katalog.json` and `data/katalog.schema.json`, [`lines`] for
//! `export ndjson`,
//! [`themes`] for `data/temaer.csv`, [`dcat()`] for `data/dcat.jsonld`, [`sitemap`] and [`robots`].

mod crawlers;
mod dcat;
mod katalog;
mod temaer;

pub use crawlers::{opensearch, robots, sitemap};
pub use dcat::dcat;
pub use katalog::{katalog, lines};
pub use temaer::themes;

/// The JSON Schema (draft 2020-12) of `katalog.json`, for `data/katalog.schema.json`.
pub const SCHEMA: &str = include_str!("data/katalog.schema.json");

/// An address of the site as data states it: absolute where the site has an address of its own,
/// else relative to the site's root.
fn absolute(base_url: Option<&str>, address: &str) -> String {
    format!("{}{address}", base_url.unwrap_or_default())
}
