//! The postings of a stem in all fields of the tantivy index → one list a browser can score from:
//! which pages, how often in the text, as part of other words, in headings; which rows in their
//! titles and facts; and apart from that, for phrases, where in the text.

use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::encode::Bytes;
use crate::index::lexicon::{Form, Lexicon};
use crate::index::query::stop_keys;
use crate::index::row::Row;
use crate::index::schema::Fields;

/// There are occurrences as part of other words.
const HAS_WIDE: u32 = 1;
/// There are occurrences in headings.
const HAS_HEADING: u32 = 2;

/// What is needed to read postings.
pub(super) struct Reader<'a> {
    pub(super) segment: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) rows: &'a [Row],
    norms: FieldNormReader,
    stops: Stops,
}

/// Function words by place, for every document.
struct Stops {
    words: Vec<String>,
    places: Vec<Vec<(u32, u16)>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        segment: &'a SegmentReader,
        fields: &'a Fields,
        rows: &'a [Row],
    ) -> tantivy::Result<Self> {
        let words = stop_keys();
        let mut places = vec![Vec::new(); segment.max_doc() as usize];
        for (id, word) in (0..).zip(&words) {
            each_place(segment, fields.exact, word, |doc, positions| {
                places[doc as usize].extend(positions.iter().map(|&p| (p, id)));
            })?;
        }
        for document in &mut places {
            document.sort_unstable();
        }
        Ok(Self {
            segment,
            fields,
            rows,
            norms: segment.get_fieldnorms_reader(fields.text)?,
            stops: Stops { words, places },
        })
    }

    /// The list of a stem.
    pub(super) fn stem(&self, stem: &str) -> tantivy::Result<Vec<u8>> {
        let fields = self.fields;
        let mut documents: BTreeMap<u32, [u32; 3]> = BTreeMap::new();
        for (at, field) in [fields.text, fields.wide, fields.heading]
            .into_iter()
            .enumerate()
        {
            each(self.segment, field, stem, |doc, count| {
                documents.entry(doc).or_default()[at] = count;
            })?;
        }
        let counts = || documents.values();
        let has = |any: bool, flag: u32| if any { flag } else { 0 };
        let mut out = Bytes::default();
        out.number(documents.len() as u32);
        let wide = has(counts().any(|c| c[1] > c[0]), HAS_WIDE);
        let heading = has(counts().any(|c| c[2] > 0), HAS_HEADING);
        out.number(wide | heading);
        out.ascending(documents.keys().copied());
        counts().for_each(|c| out.number(c[0]));
        for (&doc, count) in &documents {
            if count[0] > 0 {
                out.raw(&[self.norms.fieldnorm_id(doc)]);
            }
        }
        if wide > 0 {
            counts().for_each(|c| out.number(c[1] - c[0]));
        }
        if heading > 0 {
            counts().for_each(|c| out.number(c[2]));
        }
        for field in [fields.title, fields.meta] {
            let rows = self.rows_with(field, stem)?;
            out.number(rows.len() as u32);
            out.ascending(rows);
        }
        Ok(out.0)
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
    pub(super) fn beginning(&self, beginning: &str) -> tantivy::Result<Vec<u8>> {
        let mut documents = Vec::new();
        each(self.segment, self.fields.prefix, beginning, |doc, _| {
            documents.push(doc)
        })?;
        let mut out = Bytes::default();
        out.number(documents.len() as u32);
        out.ascending(documents);
        Ok(out.0)
    }

    /// Where the words of a stem stand, with the function words before and after each: so that a
    /// phrase is checked without reading where every "og" stands. Empty where none is in a text.
    pub(super) fn places(&self, forms: &[&Form]) -> tantivy::Result<Vec<u8>> {
        let mut documents: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (at, form) in (0..).zip(forms) {
            if form.documents == 0 {
                continue;
            }
            each_place(
                self.segment,
                self.fields.exact,
                &form.key,
                |doc, positions| {
                    let places = documents.entry(doc).or_default();
                    places.extend(positions.iter().map(|&p| (p, at)));
                },
            )?;
        }
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        documents
            .values_mut()
            .for_each(|places| places.sort_unstable());
        let stop = forms
            .iter()
            .all(|f| self.stops.words.binary_search(&f.key).is_ok());
        let mut out = Bytes::default();
        out.number(documents.len() as u32);
        out.ascending(documents.keys().copied());
        documents
            .values()
            .for_each(|places| out.number(places.len() as u32));
        documents
            .values()
            .for_each(|places| out.ascending(places.iter().map(|p| p.0)));
        out.number(u32::from(forms.len() > 1));
        if forms.len() > 1 {
            documents.values().flatten().for_each(|p| out.number(p.1));
        }
        if !stop {
            let mut runs: BTreeMap<String, u32> = BTreeMap::new();
            let around: Vec<[String; 2]> = documents
                .iter()
                .flat_map(|(&doc, places)| places.iter().map(move |p| self.stops.around(doc, p.0)))
                .collect();
            for run in around.iter().flatten() {
                *runs.entry(run.clone()).or_default() += 1;
            }
            // The commonest runs get the smallest numbers.
            let mut order: Vec<(&String, u32)> =
                runs.iter().map(|(run, count)| (run, *count)).collect();
            order.sort_by_key(|&(run, count)| (std::cmp::Reverse(count), run));
            let number: BTreeMap<&str, u32> = order
                .iter()
                .zip(0..)
                .map(|((run, _), n)| (run.as_str(), n))
                .collect();
            out.number(order.len() as u32);
            order.iter().for_each(|(run, _)| out.string(run));
            for side in 0..2 {
                around
                    .iter()
                    .for_each(|runs| out.number(number[runs[side].as_str()]));
            }
        }
        Ok(out.0)
    }
}

impl Stops {
    /// Function words right before and right after a place, as they stand.
    fn around(&self, doc: u32, place: u32) -> [String; 2] {
        let places = &self.places[doc as usize];
        let at = places.partition_point(|(p, _)| *p < place);
        let word = |(_, id): &(u32, u16)| self.words[usize::from(*id)].as_str();
        let mut before: Vec<&str> = places[..at]
            .iter()
            .rev()
            .zip(1..)
            .take_while(|((p, _), n)| p + n == place)
            .map(|(stop, _)| word(stop))
            .collect();
        before.reverse();
        let after: Vec<&str> = places[at..]
            .iter()
            .zip(1..)
            .take_while(|((p, _), n)| place + n == *p)
            .map(|(stop, _)| word(stop))
            .collect();
        [before.join(" "), after.join(" ")]
    }
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

/// Every document with a term, and where.
fn each_place(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    mut tell: impl FnMut(u32, &[u32]),
) -> tantivy::Result<()> {
    let term = Term::from_field_text(field, term);
    let inverted = segment.inverted_index(field)?;
    let mut positions = Vec::new();
    if let Some(mut postings) =
        inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
    {
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            tell(postings.doc(), &positions);
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
