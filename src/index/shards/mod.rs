//! A finished tantivy index → the files under `search/`: a head, blocks of the dictionary, lists of
//! common words, pages to show, words to correct by, and the script that reads them. All but the
//! head and the script are named by their content and never change.

mod dictionary;
mod encode;
mod pages;
mod phrases;
mod postings;
mod range;
mod script;
mod spelling;

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
    };
    let (lexicon, table) = (&searcher.lexicon, &searcher.table);
    let (places, mut files) = phrases::cut(&reader).map_err(fail)?;
    let dictionary = dictionary::cut(&reader, lexicon, &table.spelled, split_from).map_err(fail)?;
    files.extend(dictionary.files);
    let mut spellings = Vec::new();
    let spelling = spelling::cut(lexicon, table, &mut spellings);
    let mut names = BTreeMap::new();
    let groups = [
        ("d", dictionary.blocks),
        ("p", dictionary.common),
        ("s", spellings),
        ("t", pages::cut(searcher)?),
        ("x", places),
    ];
    for (folder, group) in groups {
        let version = hex(&name_all(&group));
        let numbered = group.into_iter().enumerate();
        names.insert(folder, (version.clone(), numbered.len()));
        files.extend(numbered.map(|(at, file)| (format!("{folder}/{version}-{at}.bin"), file)));
    }
    let head = head(
        searcher,
        title,
        split_from,
        &names,
        &dictionary.first,
        &spelling,
    )
    .map_err(fail)?;
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

/// The head: numbers for scoring, names for filtering, the common stems, where each block begins,
/// how long each document is, and the rows.
fn head(
    searcher: &Searcher,
    title: &str,
    split_from: u32,
    names: &BTreeMap<&str, (String, usize)>,
    first: &[String],
    spelling: &[spelling::Heads; 2],
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
        "split": segment.max_doc() >= split_from,
        "stop": stop_keys(),
        "kommuner": kommuner,
        "form": table.forms,
        "status": table.statuses,
        "tema": table.temaer,
        "teknologi": table.teknologier,
    });
    let mut out = Bytes::default();
    out.string(&facts.to_string());
    let [front, back] = spelling;
    for words in [first, &searcher.lexicon.common, front, back] {
        out.number(words.len() as u32);
        let mut last = "";
        for word in words {
            out.after(last, word);
            last = word;
        }
    }
    rows(&table.rows, &mut out);
    let norms = segment.get_fieldnorms_reader(fields.text)?;
    let mut coder = Encoder::default();
    let mut odds = [Odds::default(); 256];
    for doc in 0..segment.max_doc() {
        let norm = norms.fieldnorm_id(doc);
        let mut above = 1;
        for at in (0..8).rev() {
            let bit = usize::from(norm >> at & 1);
            coder.bit(&mut odds[above], bit == 1);
            above = above << 1 | bit;
        }
    }
    out.raw(&coder.finish());
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
