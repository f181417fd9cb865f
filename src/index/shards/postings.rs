//! The postings of a stem in all fields of the tantivy index → one list a browser can score from:
//! which pages, how often in the text or as part of other words, in which headings; which rows in
//! their titles and facts.

use std::collections::BTreeMap;

use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::encode::Bytes;
use super::range::{Encoder, Odds};
use crate::index::lexicon::{Form, Lexicon};
use crate::index::row::Row;
use crate::index::schema::Fields;

/// There are pages that have the stem only as part of other words.
const HAS_WIDE: u32 = 1;
/// There are occurrences in headings.
const HAS_HEADING: u32 = 2;
/// Counts that have odds of their own.
const COUNTS: usize = 12;

/// Of a split list, about one page in so many is told of first, …
const BEST: usize = 12;
/// … but not fewer than these, …
const FEWEST_BEST: usize = 200;
/// … and those with a heading or this often in the text always.
const MOST_OFTEN: u32 = 64;

/// What is needed to read postings.
pub(super) struct Reader<'a> {
    pub(super) segment: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) rows: &'a [Row],
}

/// A page with a stem.
#[derive(Debug, Clone, Copy, Default)]
struct Page {
    doc: u32,
    /// Times in the text.
    text: u32,
    /// Times as part of what the page says; once where it is in the text.
    wide: u32,
    heading: bool,
}

/// The list of a stem.
#[derive(Debug)]
pub(super) struct List {
    pages: Vec<Page>,
    /// Rows with it in the title; rows with it in their facts.
    rows: [Vec<u32>; 2],
}

impl Reader<'_> {
    /// The list of a stem.
    pub(super) fn stem(&self, stem: &str) -> tantivy::Result<List> {
        let fields = self.fields;
        let mut found: Vec<(u32, usize, u32)> = Vec::new();
        for (at, field) in [fields.text, fields.wide, fields.heading]
            .into_iter()
            .enumerate()
        {
            each(self.segment, field, stem, |doc, count| {
                found.push((doc, at, count));
            })?;
        }
        found.sort_unstable();
        let mut pages: Vec<Page> = Vec::new();
        for (doc, at, count) in found {
            if pages.last().is_none_or(|page| page.doc != doc) {
                pages.push(Page {
                    doc,
                    ..Page::default()
                });
            }
            if let Some(page) = pages.last_mut() {
                match at {
                    0 => page.text = count,
                    1 => page.wide = count,
                    _ => page.heading = true,
                }
            }
        }
        let rows = [
            self.rows_with(fields.title, stem)?,
            self.rows_with(fields.meta, stem)?,
        ];
        Ok(List { pages, rows })
    }

    /// Rows all of whose documents have the stem; facts stand on every page of a row.
    fn rows_with(&self, field: Field, stem: &str) -> tantivy::Result<Vec<u32>> {
        let mut rows = Vec::new();
        each(self.segment, field, stem, |doc, _| {
            let row = self.rows.partition_point(|r| r.first <= doc) as u32 - 1;
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        })?;
        Ok(rows)
    }

    /// The documents of an indexed beginning.
    pub(super) fn beginning(&self, beginning: &str) -> tantivy::Result<Vec<u32>> {
        let mut documents = Vec::new();
        each(self.segment, self.fields.prefix, beginning, |doc, _| {
            documents.push(doc);
        })?;
        Ok(documents)
    }
}

impl List {
    /// The pages it is on, ascending.
    pub(super) fn documents(&self) -> impl Iterator<Item = u32> + '_ {
        self.pages.iter().map(|page| page.doc)
    }

    /// As it stands among other words: a few pages, a column after the other.
    pub(super) fn short(&self) -> Vec<u8> {
        let pages = || self.pages.iter();
        let has = |any: bool, flag: u32| if any { flag } else { 0 };
        let mut out = Bytes::default();
        out.number(self.pages.len() as u32);
        let wide = has(pages().any(|p| p.text == 0 && p.wide > 0), HAS_WIDE);
        let heading = has(pages().any(|p| p.heading), HAS_HEADING);
        out.number(wide | heading);
        out.ascending(self.documents());
        pages().for_each(|p| out.number(p.text));
        if wide > 0 {
            let only = pages().filter(|p| p.text == 0);
            only.for_each(|p| out.number(p.wide));
        }
        if heading > 0 {
            pages().for_each(|p| out.number(u32::from(p.heading)));
        }
        self.write_rows(&mut out);
        out.0
    }

    /// As it stands alone: a decision for every document of the index.
    pub(super) fn long(&self, documents: u32) -> Vec<u8> {
        let mut out = Bytes::default();
        self.write_rows(&mut out);
        out.number(0);
        self.write_pages(documents, None, &mut out);
        out.0
    }

    /// As it stands in two files in a large catalogue: all its pages with what is known of the best,
    /// and what is known of the others. Ten hits rarely need the second, which is far larger.
    pub(super) fn split(&self, documents: u32) -> [Vec<u8>; 2] {
        let best = |from: u32| self.pages.iter().filter(move |p| p.is_often(from)).count();
        let few = (self.pages.len() / BEST).max(FEWEST_BEST);
        let from = (2..MOST_OFTEN).find(|&from| best(from) <= few);
        let from = from.unwrap_or(MOST_OFTEN);
        let (mut front, mut rest) = (Bytes::default(), Encoder::default());
        self.write_rows(&mut front);
        front.number(from);
        let count = |is: fn(&Page) -> bool| self.pages.iter().filter(|p| is(p)).count() as u32;
        front.number(count(|p| p.text > 0));
        front.number(count(|p| p.wide > 0));
        self.write_pages(documents, Some(from), &mut front);
        let mut counts = Counts::default();
        for page in self.pages.iter().filter(|p| !p.is_best(from)) {
            counts.write_text(page, &mut rest);
        }
        [front.0, rest.finish()]
    }

    fn write_pages(&self, documents: u32, best_from: Option<u32>, out: &mut Bytes) {
        let mut coder = Encoder::default();
        let mut present = [Odds::default(); 8];
        let mut best = [Odds::default(); 2];
        let mut heading = [Odds::default(); 4];
        let mut counts = Counts::default();
        let mut pages = self.pages.iter().peekable();
        let (mut before, mut last) = (0, true);
        for doc in 0..documents {
            let page = pages.next_if(|page| page.doc == doc);
            coder.bit(&mut present[before], page.is_some());
            before = before << 1 & 7 | usize::from(page.is_some());
            let Some(page) = page else {
                continue;
            };
            if let Some(from) = best_from {
                coder.bit(&mut best[usize::from(last)], page.is_best(from));
                last = page.is_best(from);
                if !last {
                    continue;
                }
            }
            counts.write(page, &mut coder);
            coder.bit(&mut heading[page.text.min(3) as usize], page.heading);
        }
        out.raw(&coder.finish());
    }

    fn write_rows(&self, out: &mut Bytes) {
        for rows in &self.rows {
            out.number(rows.len() as u32);
            out.ascending(rows.iter().copied());
        }
    }
}

impl Page {
    /// Whether it is among those that a split list tells of first. Of the others `wide` is known to be 1.
    fn is_best(&self, from: u32) -> bool {
        self.is_often(from) || self.wide > 1
    }

    fn is_often(&self, from: u32) -> bool {
        self.heading || self.text >= from
    }
}

/// How often, one page after the other.
struct Counts {
    text: [[Odds; COUNTS]; 3],
    wide: [Odds; COUNTS],
    last: u32,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            text: [[Odds::default(); COUNTS]; 3],
            wide: [Odds::default(); COUNTS],
            last: 0,
        }
    }
}

impl Counts {
    fn write_text(&mut self, page: &Page, coder: &mut Encoder) {
        coder.count(&mut self.text[self.last.min(2) as usize], page.text);
        self.last = page.text;
    }

    fn write(&mut self, page: &Page, coder: &mut Encoder) {
        self.write_text(page, coder);
        if page.text == 0 {
            coder.count(&mut self.wide, page.wide);
        }
    }
}

/// Documents as a decision for each of the index.
pub(super) fn present(found: &[u32], documents: u32) -> Vec<u8> {
    let mut coder = Encoder::default();
    let mut odds = [Odds::default(); 8];
    let mut found = found.iter().peekable();
    let mut before = 0;
    for doc in 0..documents {
        let is = found.next_if_eq(&&doc).is_some();
        coder.bit(&mut odds[before], is);
        before = before << 1 & 7 | usize::from(is);
    }
    coder.finish()
}

/// Every document with a term, and how often.
fn each(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    mut tell: impl FnMut(u32, u32),
) -> tantivy::Result<()> {
    let term = Term::from_field_text(field, term);
    let inverted = segment.inverted_index(field)?;
    if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? {
        while postings.doc() != TERMINATED {
            tell(postings.doc(), postings.term_freq());
            postings.advance();
        }
    }
    Ok(())
}

/// Every stem of the index with its words, sorted.
pub(super) fn stems<'l>(
    segment: &SegmentReader,
    fields: &Fields,
    lexicon: &'l Lexicon,
) -> tantivy::Result<BTreeMap<String, Vec<&'l Form>>> {
    let mut stems: BTreeMap<String, Vec<&Form>> = BTreeMap::new();
    for field in [fields.wide, fields.heading, fields.title, fields.meta] {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            stems
                .entry(String::from_utf8_lossy(stream.key()).into_owned())
                .or_default();
        }
    }
    for form in &lexicon.forms {
        stems.entry(form.stem.clone()).or_default().push(form);
    }
    Ok(stems)
}
