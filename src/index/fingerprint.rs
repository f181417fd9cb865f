//! A catalogue → one number that stays the same as long as its index would: lets a preview keep the
//! index while editors change what is not searched. Made of all that the index is made of.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Error, Options, compose, row};
use crate::model::catalogue::Catalogue;

/// The number, comparable within one process only.
///
/// # Errors
/// Where the rows or a page cannot be written as JSON, which is how the index keeps them.
pub fn fingerprint(catalogue: &Catalogue, options: &Options) -> Result<u64, Error> {
    let fail = |e: serde_json::Error| Error::io(&options.dir, e.into());
    let (table, sources) = row::table(catalogue, &options.page_url);
    let mut hasher = DefaultHasher::new();
    catalogue.content.settings.titel.hash(&mut hasher);
    catalogue.content.aliases.hash(&mut hasher);
    serde_json::to_vec(&table).map_err(fail)?.hash(&mut hasher);
    for source in &sources {
        (&source.title_words, &source.meta_words, &source.summary).hash(&mut hasher);
    }
    for entry in compose::entries(&sources) {
        let body = entry.body(&sources[entry.row as usize], &options.page_url);
        serde_json::to_vec(&body).map_err(fail)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
