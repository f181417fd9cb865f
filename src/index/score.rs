//! A planned query → the same BM25 as tantivy's, in double precision and in the order of operations
//! of `browser/search.js`. tantivy adds single-precision numbers in an order of its own, so pages
//! that score nearly the same could change places between two engines; here they cannot. The tests
//! hold these scores to tantivy's own within 1e-3.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::plan::Node;
use super::schema::{
    BOOST_HEADING, BOOST_META, BOOST_PREFIX, BOOST_TEXT, BOOST_TITLE, BOOST_WIDE, Fields,
};

pub(super) const K1: f64 = 1.2;
const B: f64 = 0.75;

/// Scores documents of one index.
pub(super) struct Scorer<'a> {
    pub(super) segment: &'a SegmentReader,
    pub(super) fields: &'a Fields,
}

/// Score of the documents that match, by document.
pub(super) type Scores = BTreeMap<DocId, f64>;

/// Inverse document frequency of what is in so many of all documents.
pub(super) fn idf(all: u32, documents: u32) -> f64 {
    let (n, found) = (f64::from(all), f64::from(documents));
    (1.0 + (n - found + 0.5) / (found + 0.5)).ln()
}

/// What BM25 holds against a count in a field of this length.
pub(super) fn norm(length: u32, average: f64) -> f64 {
    K1 * (1.0 - B + (B * f64::from(length)) / average)
}

impl Scorer<'_> {
    /// Scores of a node.
    pub(super) fn score(&self, node: &Node) -> tantivy::Result<Scores> {
        let fields = self.fields;
        let mut out = Scores::new();
        match node {
            Node::Stem(stem, boost) => {
                for (field, weight) in [
                    (fields.text, BOOST_TEXT),
                    (fields.wide, BOOST_WIDE),
                    (fields.heading, BOOST_HEADING),
                    (fields.title, BOOST_TITLE),
                    (fields.meta, BOOST_META),
                ] {
                    self.term(field, stem, f64::from(weight), *boost, &mut out)?;
                }
            }
            Node::Beginning(beginning) => {
                let weight = f64::from(BOOST_PREFIX);
                self.term(fields.prefix, beginning, weight, 1.0, &mut out)?;
            }
            Node::Phrase(words) => self.phrase(words, &mut out)?,
            Node::Sum(nodes) => {
                for node in nodes {
                    for (doc, score) in self.score(node)? {
                        *out.entry(doc).or_default() += score;
                    }
                }
            }
            Node::Best(nodes) => {
                for node in nodes {
                    for (doc, score) in self.score(node)? {
                        let best = out.entry(doc).or_default();
                        *best = best.max(score);
                    }
                }
            }
            Node::All(nodes) => {
                let all = nodes
                    .iter()
                    .map(|n| self.score(n))
                    .collect::<tantivy::Result<Vec<_>>>()?;
                let Some((first, rest)) = all.split_first() else {
                    return Ok(out);
                };
                for (doc, score) in first {
                    let others: Option<Vec<f64>> =
                        rest.iter().map(|s| s.get(doc).copied()).collect();
                    if let Some(others) = others {
                        out.insert(*doc, others.into_iter().fold(*score, |sum, s| sum + s));
                    }
                }
            }
            Node::Else(first, second) => {
                out = self.score(second)?;
                out.extend(self.score(first)?);
            }
        }
        Ok(out)
    }

    /// Inverse document frequency as tantivy has it.
    pub(super) fn idf(&self, documents: u32) -> f64 {
        idf(self.segment.max_doc(), documents)
    }

    pub(super) fn average(&self, field: Field) -> tantivy::Result<f64> {
        let tokens = self.segment.inverted_index(field)?.total_num_tokens();
        Ok(tokens as f64 / f64::from(self.segment.max_doc()))
    }

    fn term(
        &self,
        field: Field,
        term: &str,
        weight: f64,
        boost: f64,
        out: &mut Scores,
    ) -> tantivy::Result<()> {
        let inverted = self.segment.inverted_index(field)?;
        let term = Term::from_field_text(field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)?
        else {
            return Ok(());
        };
        let lengths = self.lengths(field)?;
        let average = self.average(field)?;
        let weight = self.idf(postings.doc_freq()) * (1.0 + K1) * weight * boost;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            let count = f64::from(postings.term_freq());
            let length = lengths.as_ref().map_or(1, |lengths| lengths.fieldnorm(doc));
            let norm = norm(length, average);
            *out.entry(doc).or_default() += (weight * count) / (count + norm);
            postings.advance();
        }
        Ok(())
    }

    /// Lengths, where a field's length counts.
    fn lengths(&self, field: Field) -> tantivy::Result<Option<FieldNormReader>> {
        if field == self.fields.text {
            return self.segment.get_fieldnorms_reader(field).map(Some);
        }
        Ok(None)
    }

    fn phrase(&self, words: &[String], out: &mut Scores) -> tantivy::Result<()> {
        let field = self.fields.exact;
        let inverted = self.segment.inverted_index(field)?;
        let mut starts: Option<BTreeMap<DocId, BTreeSet<u32>>> = None;
        let mut idf = 0.0;
        for (at, word) in (0..).zip(words) {
            let term = Term::from_field_text(field, word);
            let Some(mut postings) =
                inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
            else {
                return Ok(());
            };
            idf += self.idf(postings.doc_freq());
            let mut next: BTreeMap<DocId, BTreeSet<u32>> = BTreeMap::new();
            let mut places = Vec::new();
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let before = starts.as_ref().map(|starts| starts.get(&doc));
                if before != Some(None) {
                    postings.positions(&mut places);
                    let open = |start: &u32| before.flatten().is_none_or(|b| b.contains(start));
                    let found: BTreeSet<u32> = places
                        .iter()
                        .filter_map(|p| p.checked_sub(at))
                        .filter(open)
                        .collect();
                    if !found.is_empty() {
                        next.insert(doc, found);
                    }
                }
                postings.advance();
            }
            starts = Some(next);
        }
        let (weight, norm) = (idf * (1.0 + K1), norm(1, self.average(field)?));
        for (doc, starts) in starts.unwrap_or_default() {
            let count = starts.len() as f64;
            out.insert(doc, (weight * count) / (count + norm));
        }
        Ok(())
    }
}
