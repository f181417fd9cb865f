//! The pages stored in the tantivy index → small files with what a hit shows: a page or two, and the
//! few facts about its strategy that stand beside it. Ten hits cost ten such files and nothing else.

use rayon::prelude::*;
use serde::Serialize;

use super::encode::gzip;
use super::postings::Reader;
use super::settle::{self, Settled};
use crate::index::error::Error;
use crate::index::row::Row;
use crate::index::searcher::Searcher;

/// Pages up to which every page has its own file; from there on files hold more of them.
const OWN_FILE: u32 = 120_000;

/// What a file holds, as JSON with short names (described in docs/search-format.md).
#[derive(Serialize)]
struct File<'a> {
    s: &'a str,
    t: &'a str,
    k: &'a str,
    p: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    o: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    d: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<&'a str>,
    x: Vec<Page>,
}

/// A page: number, address, headings above, text, own source, what settles split lists.
#[derive(Serialize)]
struct Page(
    u32,
    String,
    String,
    String,
    Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")] Option<Settled>,
);

/// Pages a file holds.
pub(super) fn pages_per_file(documents: u32) -> u32 {
    documents.div_ceil(OWN_FILE).max(1)
}

/// The files of every row, in order.
pub(super) fn cut(searcher: &Searcher, split: Option<&Reader<'_>>) -> Result<Vec<Vec<u8>>, Error> {
    let step = pages_per_file(searcher.segment().max_doc());
    let settled = split
        .map(|reader| settle::read(reader, &searcher.lexicon.common))
        .transpose()
        .map_err(|e| Error::tantivy(&searcher.dir, e))?;
    let rows: Vec<Vec<Vec<u8>>> = searcher
        .table
        .rows
        .par_iter()
        .map(|row| row_pages(searcher, row, step, settled.as_deref()))
        .collect::<Result<_, Error>>()?;
    Ok(rows.into_iter().flatten().collect())
}

fn row_pages(
    searcher: &Searcher,
    row: &Row,
    step: u32,
    settled: Option<&[Settled]>,
) -> Result<Vec<Vec<u8>>, Error> {
    let mut files: Vec<Vec<u8>> = Vec::new();
    let last = row.first + row.documents;
    for from in (row.first..last).step_by(step as usize) {
        let mut pages = Vec::new();
        for doc in from..(from + step).min(last) {
            let body = searcher
                .body(doc)
                .map_err(|e| Error::tantivy(&searcher.dir, e))?;
            let settled = settled.map(|all| all[doc as usize].clone());
            pages.push(Page(body.p, body.u, body.h, body.t, body.s, settled));
        }
        let file = File {
            s: &row.strategy,
            t: &row.title,
            k: &searcher.table.kommuner[row.kommune].navn,
            p: &row.period,
            o: row.source.as_deref(),
            d: row.pdf,
            f: row.fetched.as_deref(),
            x: pages,
        };
        files.push(gzip(&serde_json::to_vec(&file).unwrap_or_default()));
    }
    Ok(files)
}
