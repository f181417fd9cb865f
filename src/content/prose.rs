//! `content/sider/<slug>.md` → a page of prose. Refuses a page without a title, since its address
//! alone makes no heading.

use super::error::Problem;
use super::fields::{Fields, Source};
use crate::model::catalogue::ProsePage;

/// Reads one page; the problems if it does not parse.
pub(super) fn read(file: &str, slug: &str, text: &str) -> Result<ProsePage, Vec<Problem>> {
    let front = super::front::split(file, text).map_err(|p| vec![p])?;
    let mut source = Source::new(file, front.toml, front.first_line);
    let table = source.parse();
    let mut fields = Fields::new(&mut source, &table, front.first_line);
    let titel = fields.required_text("titel", "titel = \"Om kataloget\"");
    let orden = fields.number("orden", 0..10_000).unwrap_or(0);
    fields.finish();
    if !source.problems.is_empty() {
        return Err(source.problems);
    }
    Ok(ProsePage {
        slug: slug.to_owned(),
        titel,
        orden: u32::try_from(orden).unwrap_or_default(),
        tekst: front.body.replace("\r\n", "\n").trim().to_owned(),
        file: file.to_owned(),
    })
}
