//! Profiles and documents → a tantivy index, and the same index cut into small files that a browser
//! searches without a server. The format is written here, read here ([`Searcher`] and
//! `browser/search.js`) and described in `docs/search-format.md`; no other room knows it.
//!
//! A catalogue becomes documents (`compose`), their words become terms (`words`), tantivy counts
//! and ranks (`schema`, `run`), and `shards` reads the finished index back and cuts it. A query is
//! parsed (`query`) and looked up (`plan`) the same way in both engines.

mod beginnings;
mod compose;
mod error;
mod fingerprint;
mod joined;
mod lexicon;
mod plan;
mod query;
mod rank;
mod row;
mod schema;
mod score;
mod searcher;
mod shards;
mod snippet;
mod spell;
mod stem;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;
use tantivy::{Index, TantivyDocument, doc};

pub use error::Error;
pub use fingerprint::fingerprint;
pub use searcher::{Filters, Hit, Hits, SearchOptions, Searcher};
pub use shards::{Built, Stats};

use crate::model::catalogue::{Catalogue, RowKey};
use crate::model::outcome::Outcome;
use crate::model::slug::slug;
use crate::progress::Progress;
use row::{Source, Table};
use schema::Fields;

/// Documents tokenised in one go: enough to keep the cores busy, few enough to stay small.
const BATCH: usize = 256;
/// Memory tantivy is told to expect; one segment is written however long it gets.
const MEMORY: usize = 64 << 20;
/// The table of rows, beside tantivy's own files.
const TABLE: &str = "rows.json";

/// Where to write, and how a page is addressed.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the tantivy index; replaced whole.
    pub dir: PathBuf,
    /// Address of a page relative to the site's root. Page 0 is the strategy itself; an empty
    /// `strategi` is the municipality.
    pub page_url: fn(&RowKey, u32) -> String,
    /// Documents from which the lists of common words are cut in two, so that a search reads what
    /// decides the first hits and seldom the rest.
    pub split_from: u32,
}

/// [`Options::split_from`] where nobody asks for another: below it a list is smaller than a request
/// is worth.
pub const SPLIT_FROM: u32 = 20_000;

/// Builds the index of a catalogue and the files for the browser.
///
/// # Errors
/// Where the folder cannot be written, or tantivy fails.
pub fn run(
    catalogue: &Catalogue,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Outcome<Built>, Error> {
    let parent = options.dir.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|e| Error::io(parent, e))?;
    let fresh = tempfile::Builder::new()
        .prefix(".index-")
        .tempdir_in(parent)
        .map_err(|e| Error::io(parent, e))?;
    let table = write(catalogue, options, fresh.path(), progress)?;
    let path = fresh.path().join(TABLE);
    let json = serde_json::to_vec(&table).map_err(|e| Error::io(&path, e.into()))?;
    std::fs::write(&path, json).map_err(|e| Error::io(&path, e))?;
    if options.dir.exists() {
        std::fs::remove_dir_all(&options.dir).map_err(|e| Error::io(&options.dir, e))?;
    }
    std::fs::rename(fresh.keep(), &options.dir).map_err(|e| Error::io(&options.dir, e))?;
    let searcher = Searcher::open(&options.dir)?;
    let built = shards::cut(
        &searcher,
        &catalogue.content.settings.titel,
        options.split_from,
        progress,
    )?;
    Ok(Outcome::clean(built))
}

/// Writes the tantivy index to `dir`: two passes over the pages, one to learn their words and one
/// to index them by those words.
fn write(
    catalogue: &Catalogue,
    options: &Options,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<Table, Error> {
    let page_url = options.page_url;
    let (mut table, sources) = row::table(catalogue, &page_url);
    let entries = compose::entries(&sources);
    for (entry, at) in entries.iter().zip(0..) {
        let row = &mut table.rows[entry.row as usize];
        if entry.first {
            row.first = at;
        }
        row.documents += 1;
    }
    progress.start("index", Some(entries.len() as u64));

    let mut counter = words::Counter::default();
    let mut runs = Vec::with_capacity(entries.len());
    let mut at = 0;
    for batch in entries.chunks(BATCH) {
        let cuts: Vec<_> = batch
            .par_iter()
            .map(|entry| {
                let source = &sources[entry.row as usize];
                (
                    words::cut(&entry.text(source)),
                    words::cut(&entry.headings(source)),
                )
            })
            .collect();
        for (text, heading) in cuts {
            runs.push((counter.add(text, at), counter.add(heading, at)));
            at += 1;
        }
    }
    let facts: Vec<_> = (0..)
        .zip(&sources)
        .map(|(row, source): (usize, &Source<'_>)| {
            let first = table.rows[row].first;
            let title = counter.add(words::cut(&source.title_words), first);
            (title, counter.add(words::cut(&source.meta_words), first))
        })
        .collect();
    let words = counter.settle(&catalogue.content.aliases);
    table.spelled = words.spelled().clone();
    let fact_terms: Vec<(String, String)> = facts
        .par_iter()
        .map(|(title, meta)| {
            let mut facts = words.stems_of(meta);
            facts.extend(words.parts_of(title));
            facts.extend(words.parts_of(meta));
            (spaced(&words.stems_of(title)), spaced(&facts))
        })
        .collect();

    let (schema, fields) = schema::schema();
    let directory =
        tantivy::directory::MmapDirectory::open(dir).map_err(|e| Error::tantivy(dir, e.into()))?;
    let mut writer = Index::builder()
        .schema(schema)
        .single_segment_index_writer::<TantivyDocument>(directory, MEMORY)
        .map_err(|e| Error::tantivy(dir, e))?;
    let (send, receive) = sync_channel::<Vec<TantivyDocument>>(2);
    std::thread::scope(|scope| -> Result<(), Error> {
        let (entries, runs, sources, facts) = (&entries, &runs, &sources, &facts);
        let (words, table, fields, fact_terms) = (&words, &table, &fields, &fact_terms);
        scope.spawn(move || {
            for from in (0..entries.len()).step_by(BATCH) {
                let to = (from + BATCH).min(entries.len());
                let documents = (from..to)
                    .into_par_iter()
                    .map(|at| {
                        let entry = &entries[at];
                        let row = entry.row as usize;
                        let (title, meta) = &facts[row];
                        let extra = if entry.first {
                            [title, meta].to_vec()
                        } else {
                            Vec::new()
                        };
                        let mut terms = words.terms(&runs[at].0, &runs[at].1, &extra);
                        if at == 0 {
                            terms.word.push(' ');
                            terms.word.push_str(&words.alias_terms());
                        }
                        let body = entry.body(&sources[row], &page_url);
                        document(fields, &terms, &body, &fact_terms[row], table)
                    })
                    .collect();
                if send.send(documents).is_err() {
                    return; // the writer failed and says so itself
                }
            }
        });
        for documents in receive {
            for document in documents {
                writer
                    .add_document(document)
                    .map_err(|e| Error::tantivy(dir, e))?;
                progress.step("");
            }
        }
        Ok(())
    })?;
    writer.finalize().map_err(|e| Error::tantivy(dir, e))?;
    progress.finish();
    Ok(table)
}

fn spaced(terms: &BTreeSet<&str>) -> String {
    terms.iter().copied().collect::<Vec<_>>().join(" ")
}

/// One document with its fields.
fn document(
    fields: &Fields,
    terms: &words::Terms,
    body: &compose::Body,
    (title, meta): &(String, String),
    table: &Table,
) -> TantivyDocument {
    let row = &table.rows[body.r as usize];
    let stored = serde_json::to_string(body).unwrap_or_default();
    let filters = &fields.filters;
    let kommune = &table.kommuner[row.kommune];
    let mut document = doc!(
        fields.text => terms.text.as_str(),
        fields.exact => terms.exact.as_str(),
        fields.wide => terms.wide.as_str(),
        fields.heading => terms.heading.as_str(),
        fields.prefix => terms.prefix.as_str(),
        fields.word => terms.word.as_str(),
        fields.title => title.as_str(),
        fields.meta => meta.as_str(),
        fields.body => stored,
        filters.kommune => kommune.slug.as_str(),
        filters.region => slug(&kommune.region),
        filters.gruppe => slug(&kommune.gruppe),
    );
    if let (Some(form), Some(status)) = (row.form, row.status) {
        document.add_text(filters.form, &table.forms[form].0);
        document.add_text(filters.status, &table.statuses[status].0);
    }
    for &tema in &row.temaer {
        document.add_text(filters.tema, &table.temaer[tema].0);
    }
    for &teknologi in &row.teknologier {
        document.add_text(filters.teknologi, &table.teknologier[teknologi].0);
    }
    if let Some((first, last)) = row.years {
        document.add_i64(filters.first_year, first.into());
        document.add_i64(filters.last_year, last.into());
    }
    document
}
