//! The postings of a stem in all fields of the tantivy index → one list a browser can score from:
//! which pages, how often in the text or as part of other words, in which headings; which rows in
//! their titles and facts.

use std::collections::{BTreeMap, HashSet};

use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::encode::Bytes;
use super::range::{Encoder, Odds};
use super::weights::Weights;
use crate::index::lexicon::{Form, Lexicon};
use crate::index::row::Row;
use crate::index::schema::Fields;

/// There are pages that have the stem only as part of other words.
const HAS_WIDE: u32 = 1;
/// There are occurrences in headings.
const HAS_HEADING: u32 = 2;
/// The lengths of the pages follow.
const HAS_LENGTHS: u32 = 4;
/// Counts that have odds of their own.
const COUNTS: usize = 12;

/// Of a split list all is told of the pages with the highest scores, this part of all pages, …
const BEST: usize = 60;
/// … and of those with a heading, if they are a smaller part than this;
const FEW_HEADINGS: usize = 20;
/// … and of the best pages, this part of all, of the strategies that have it in their title or facts;
const BEST_BY_TITLE: usize = 200;
/// of the others this part of all pages, the best of those without a heading, is told apart.
const OFTEN_IN_TEXT: usize = 30;

/// A page with a heading, …
const IN_HEADING: u8 = 1;
/// … with many occurrences in the text, …
const OFTEN: u8 = 2;
/// … or with few.
const SELDOM: u8 = 3;
/// Bounds of scores are this much wider than they are, so that no rounding makes them wrong.
const SLACK: f64 = 1e-9;

/// What is needed to read postings.
pub(super) struct Reader<'a> {
    pub(super) segment: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) rows: &'a [Row],
    /// Weighs what is read.
    pub(super) weights: Weights,
}

/// A page with a stem.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Page {
    pub(super) doc: u32,
    /// Times in the text.
    pub(super) text: u32,
    /// Times as part of what the page says; once where it is in the text.
    pub(super) wide: u32,
    pub(super) heading: bool,
}

/// The list of a stem.
#[derive(Debug)]
pub(super) struct List {
    pub(super) pages: Vec<Page>,
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

    /// As it stands among other words: a few pages, a column after the other; with the lengths of
    /// the pages where the head does not have them.
    pub(super) fn short(&self, lengths: Option<&[u8]>) -> Vec<u8> {
        let pages = || self.pages.iter();
        let has = |any: bool, flag: u32| if any { flag } else { 0 };
        let mut out = Bytes::default();
        out.number(self.pages.len() as u32);
        let wide = has(pages().any(|p| p.text == 0 && p.wide > 0), HAS_WIDE);
        let heading = has(pages().any(|p| p.heading), HAS_HEADING);
        out.number(wide | heading | has(lengths.is_some(), HAS_LENGTHS));
        out.ascending(self.documents());
        pages().for_each(|p| out.number(p.text));
        if wide > 0 {
            let only = pages().filter(|p| p.text == 0);
            only.for_each(|p| out.number(p.wide));
        }
        if heading > 0 {
            pages().for_each(|p| out.number(u32::from(p.heading)));
        }
        if let Some(lengths) = lengths {
            pages().for_each(|p| out.raw(&[lengths[p.doc as usize]]));
        }
        self.write_rows(&mut out);
        out.0
    }

    /// As it stands alone: a decision for every document of the index.
    pub(super) fn long(&self, documents: u32) -> Vec<u8> {
        let mut out = Bytes::default();
        self.write_rows(&mut out);
        out.number(self.pages.len() as u32);
        self.write_pages(documents, None, &mut out);
        out.0
    }

    /// As it stands in two files in a large catalogue: all its pages, with all that is known of the
    /// best, and of the others between which bounds they score. Ten hits rarely need the second
    /// file, which has the rest and is far larger.
    pub(super) fn split(&self, documents: u32, weights: &Weights) -> [Vec<u8>; 2] {
        let scores = weights.scores(self);
        let levels = self.levels(&scores, weights);
        let (mut front, mut rest) = (Bytes::default(), Encoder::default());
        self.write_rows(&mut front);
        front.number(self.pages.len() as u32);
        for level in IN_HEADING..=SELDOM {
            let of_level = scores.iter().zip(&levels).filter(|(_, l)| **l == level);
            let [lowest, highest] = of_level.fold([f64::MAX, 0.0], |[low, high], (score, _)| {
                [score.min(low), score.max(high)]
            });
            front.raw(&(highest * (1.0 + SLACK)).to_le_bytes());
            front.raw(&(lowest * (1.0 - SLACK)).to_le_bytes());
        }
        for found in self.found() {
            front.number(found);
        }
        self.write_pages(documents, Some((&levels, weights)), &mut front);
        let mut counts = Counts::default();
        let lesser = self.pages.iter().zip(&levels).filter(|(_, l)| **l > 0);
        lesser.for_each(|(page, _)| counts.write(page, &mut rest));
        [front.0, rest.finish()]
    }

    /// How good each page is: 0 for the best, then [`IN_HEADING`], [`OFTEN`] and [`SELDOM`]. Pages of
    /// one level score alike, so that their bounds are narrow: a heading is worth more than any text.
    fn levels(&self, scores: &[f64], weights: &Weights) -> Vec<u8> {
        let (pages, documents) = (&self.pages, weights.lengths.len());
        let titled: HashSet<u32> = self.rows.iter().flatten().copied().collect();
        let mut order: Vec<usize> = (0..pages.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        let headings = pages.iter().filter(|page| page.heading).count();
        let best = match headings {
            few if few < documents / FEW_HEADINGS => few.max(documents / BEST),
            _ => documents / BEST,
        };
        let mut often = documents / OFTEN_IN_TEXT;
        let mut by_title = documents / BEST_BY_TITLE;
        let mut levels = vec![0; pages.len()];
        for at in order.into_iter().skip(best) {
            let page = &pages[at];
            levels[at] = if by_title > 0 && titled.contains(&weights.rows[page.doc as usize]) {
                by_title -= 1;
                0
            } else if page.heading {
                IN_HEADING
            } else if often > 0 {
                often -= 1;
                OFTEN
            } else {
                SELDOM
            };
        }
        levels
    }

    /// Pages with it in the text, in the text or as part of it, in headings.
    pub(super) fn found(&self) -> [u32; 3] {
        let count = |is: fn(&Page) -> bool| self.pages.iter().filter(|p| is(p)).count() as u32;
        [
            count(|p| p.text > 0),
            count(|p| p.wide > 0),
            count(|p| p.heading),
        ]
    }

    /// A decision for every document; with levels also how good each page is, and then the lengths
    /// of the best and nothing of the others.
    fn write_pages(&self, documents: u32, split: Option<(&[u8], &Weights)>, out: &mut Bytes) {
        let mut coder = Encoder::default();
        let mut present = [Odds::default(); 8];
        let mut better = [[Odds::default(); 4]; 4];
        let mut lengths = [Odds::default(); 256];
        let mut counts = Counts::default();
        let mut pages = self.pages.iter().zip(0..).peekable();
        let (mut before, mut last) = (0, 0);
        for doc in 0..documents {
            let page = pages.next_if(|(page, _)| page.doc == doc);
            coder.bit(&mut present[before], page.is_some());
            before = before << 1 & 7 | usize::from(page.is_some());
            let Some((page, at)) = page else {
                continue;
            };
            if let Some((levels, _)) = split {
                let level: u8 = levels[at];
                for worse in (IN_HEADING..=SELDOM).rev() {
                    coder.bit(&mut better[last][usize::from(worse)], level < worse);
                    if level == worse {
                        break;
                    }
                }
                last = usize::from(level);
                if level > 0 {
                    continue;
                }
            }
            counts.write(page, &mut coder);
            if let Some((_, weights)) = split {
                coder.byte(&mut lengths, weights.lengths[doc as usize]);
            }
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

/// How often, one page after the other.
struct Counts {
    text: [[Odds; COUNTS]; 3],
    wide: [Odds; COUNTS],
    heading: [Odds; 4],
    last: u32,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            text: [[Odds::default(); COUNTS]; 3],
            wide: [Odds::default(); COUNTS],
            heading: [Odds::default(); 4],
            last: 0,
        }
    }
}

impl Counts {
    fn write(&mut self, page: &Page, coder: &mut Encoder) {
        coder.count(&mut self.text[self.last.min(2) as usize], page.text);
        self.last = page.text;
        if page.text == 0 {
            coder.count(&mut self.wide, page.wide);
        }
        coder.bit(&mut self.heading[page.text.min(3) as usize], page.heading);
    }
}

/// Documents as a decision for each of those that may have it.
pub(super) fn present(found: &[u32], all: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut coder = Encoder::default();
    let mut odds = [Odds::default(); 8];
    let mut found = found.iter().peekable();
    let mut before = 0;
    for doc in all {
        let is = found.next_if_eq(&&doc).is_some();
        coder.bit(&mut odds[before], is);
        before = before << 1 & 7 | usize::from(is);
    }
    coder.finish()
}

/// Every document with a term, and how often.
pub(super) fn each(
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
