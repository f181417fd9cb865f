//! A finished tantivy index → the files under `search/`: a head, blocks of the dictionary, lists of
//! common words, pages to show, words to correct by, and the script that reads them. All but the
//! head and the script are named by their content and never change.

mod dictionary;
mod encode;
mod pages;
mod phrases;
mod postings;
mod range;
mod rename;
mod script;
mod settle;
mod spelling;
mod weights;

use std::collections::BTreeMap;

use serde_json::json;

use super::error::Error;
use super::query::stop_keys;
use super::row::Row;
use super::schema::{
    BOOST_HEADING, BOOST_META, BOOST_PREFIX, BOOST_TEXT, BOOST_TITLE, BOOST_WIDE, FORMAT,
    OPEN_START,
};
use super::searcher::Searcher;
use crate::progress::Progress;
use encode::{Bytes, gzip, hex, name_all};
use range::{Encoder, Odds};
use weights::Weights;

/// What was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// Path under `search/` and content of every file, sorted by path.
    pub files: Vec<(String, Vec<u8>)>,
    /// How much of it there is.
    pub stats: Stats,
}

/// Size of an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Documents: readable pages, and rows without any.
    pub documents: u32,
    /// Different words.
    pub words: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

/// Cuts the index.
pub(super) fn cut(
    searcher: &Searcher,
    title: &str,
    split_from: u32,
    progress: &dyn Progress,
) -> Result<Built, Error> {
    progress.start("search", None);
    let fail = |e| Error::tantivy(&searcher.dir, e);
    let segment = searcher.segment();
    let reader = postings::Reader {
        segment,
        fields: &searcher.fields,
        rows: &searcher.table.rows,
        weights: Weights::read(segment, &searcher.fields, &searcher.table.rows).map_err(fail)?,
    };
    let is_split = segment.max_doc() >= split_from;
    let (lexicon, table) = (&searcher.lexicon, &searcher.table);
    let phrases = phrases::cut(&reader).map_err(fail)?;
    let mut files = phrases.long;
    let dictionary = dictionary::cut(&reader, lexicon, &table.spelled, is_split).map_err(fail)?;
    files.extend(dictionary.files);
    let mut spellings = Vec::new();
    let spelling = spelling::cut(lexicon, table, &mut spellings);
    let mut names = BTreeMap::new();
    let groups = [
        ("d", dictionary.blocks),
        ("p", dictionary.common),
        ("s", spellings),
        ("t", pages::cut(searcher, is_split.then_some(&reader))?),
        ("x", phrases.pairs),
        ("y", phrases.threes),
    ];
    for (folder, group) in groups {
        let version = hex(&name_all(&group));
        let numbered = group.into_iter().enumerate();
        names.insert(folder, (version.clone(), numbered.len()));
        files.extend(numbered.map(|(at, file)| (format!("{folder}/{version}-{at}.bin"), file)));
    }
    let mut lengths = Encoder::default();
    let mut odds = [Odds::default(); 256];
    for &length in &reader.weights.lengths {
        lengths.byte(&mut odds, length);
    }
    let lengths = lengths.finish();
    let apart = is_split.then(|| (hex(&name_all(&[&lengths])), gzip(&lengths)));
    let apart_name = apart.as_ref().map(|(name, _)| name.as_str());
    let first = &dictionary.first;
    let mut head = head(searcher, title, apart_name, &names, first, &spelling).map_err(fail)?;
    match &apart {
        Some((name, file)) => files.push((format!("l/{name}.bin"), file.clone())),
        None => head.extend(lengths),
    }
    files.push(("index.bin".to_owned(), gzip(&head)));
    files.push(("search.js".to_owned(), script::script().into_bytes()));
    files.sort_unstable();
    files.dedup();
    progress.finish();
    let stats = Stats {
        documents: segment.max_doc(),
        words: searcher.lexicon.forms.len(),
        bytes: files.iter().map(|(_, file)| file.len()).sum(),
    };
    Ok(Built { files, stats })
}

/// The head: numbers for scoring, names for filtering, where the lengths of the documents stand if
/// they are apart, the common stems, where each block begins, and the rows.
fn head(
    searcher: &Searcher,
    title: &str,
    lengths: Option<&str>,
    names: &BTreeMap<&str, (String, usize)>,
    first: &[String],
    spelling: &[spelling::Heads; 4],
) -> tantivy::Result<Vec<u8>> {
    let (segment, fields, table) = (searcher.segment(), &searcher.fields, &searcher.table);
    let words =
        |field| -> tantivy::Result<u64> { Ok(segment.inverted_index(field)?.total_num_tokens()) };
    let kommuner: Vec<_> = table
        .kommuner
        .iter()
        .map(|k| json!([k.slug, k.navn, k.region, k.gruppe]))
        .collect();
    let facts = json!({
        "format": FORMAT,
        "title": title,
        "documents": segment.max_doc(),
        "pages": pages::pages_per_file(segment.max_doc()),
        "tokens": [
            words(fields.text)?, words(fields.wide)?, words(fields.heading)?,
            words(fields.title)?, words(fields.meta)?, words(fields.prefix)?, words(fields.exact)?,
        ],
        "boosts": [
            BOOST_TEXT, BOOST_WIDE, BOOST_HEADING, BOOST_TITLE, BOOST_META, BOOST_PREFIX,
        ],
        "files": names,
        "lengths": lengths,
        "stop": stop_keys(),
        "kommuner": kommuner,
        "form": table.forms,
        "status": table.statuses,
        "tema": table.temaer,
        "teknologi": table.teknologier,
    });
    let mut out = Bytes::default();
    out.string(&facts.to_string());
    let lists = [first, &searcher.lexicon.common];
    for words in lists.into_iter().chain(spelling.iter().map(Vec::as_slice)) {
        out.number(words.len() as u32);
        let mut last = "";
        for word in words {
            out.after(last, word);
            last = word;
        }
    }
    rows(&table.rows, &mut out);
    Ok(out.0)
}

/// The rows, a column at a time.
fn rows(rows: &[Row], out: &mut Bytes) {
    let place = |value: Option<usize>| value.map_or(0, |v| v as u32 + 1);
    out.number(rows.len() as u32);
    rows.iter().for_each(|row| out.number(row.documents));
    out.ascending(rows.iter().map(|row| row.kommune as u32));
    rows.iter().for_each(|row| out.number(place(row.form)));
    rows.iter()
        .for_each(|row| out.number(place(row.status) << 1 | u32::from(row.replaced)));
    for row in rows {
        // 0: no years; else both, each one more than it is.
        let (first, last) = row.years.map_or((0, 0), |(f, l)| {
            (i32::from(f - OPEN_START) + 1, i32::from(l) + 1)
        });
        out.number(first.max(0) as u32);
        if first > 0 {
            out.number(last.max(0) as u32);
        }
    }
    for list in [
        |row: &Row| row.temaer.clone(),
        |row: &Row| row.teknologier.clone(),
    ] {
        for row in rows {
            let places = list(row);
            out.number(places.len() as u32);
            out.ascending(places.into_iter().map(|p| p as u32));
        }
    }
}
