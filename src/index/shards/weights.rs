//! A list of pages → what its stem is worth on each of them: BM25 over text, parts of words and
//! headings, as `score.rs` and the browser add it up. Split lists are cut by it.

use tantivy::SegmentReader;

use super::postings::List;
use crate::index::row::Row;
use crate::index::schema::{BOOST_HEADING, BOOST_TEXT, BOOST_WIDE, Fields};
use crate::index::score::{K1, Scorer, norm};

/// What does not depend on the stem.
pub(super) struct Weights {
    /// tantivy's fieldnorm byte of every document's text.
    pub(super) lengths: Vec<u8>,
    /// Row of every document.
    pub(super) rows: Vec<u32>,
    documents: u32,
    /// Norm of a text of each length, by its byte.
    text: Vec<f64>,
    wide: f64,
    heading: f64,
}

impl Weights {
    /// Reads an index.
    pub(super) fn read(
        segment: &SegmentReader,
        fields: &Fields,
        rows: &[Row],
    ) -> tantivy::Result<Self> {
        let scorer = Scorer { segment, fields };
        let norms = segment.get_fieldnorms_reader(fields.text)?;
        let average = scorer.average(fields.text)?;
        let lengths = (0..=u8::MAX).map(tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm);
        Ok(Self {
            lengths: (0..segment.max_doc())
                .map(|doc| norms.fieldnorm_id(doc))
                .collect(),
            rows: (0..)
                .zip(rows)
                .flat_map(|(at, row)| std::iter::repeat_n(at, row.documents as usize))
                .collect(),
            documents: segment.max_doc(),
            text: lengths.map(|length| norm(length, average)).collect(),
            wide: norm(1, scorer.average(fields.wide)?),
            heading: norm(1, scorer.average(fields.heading)?),
        })
    }

    /// What the stem of a list is worth on each of its pages.
    pub(super) fn scores(&self, list: &List) -> Vec<f64> {
        let boosts = [BOOST_TEXT, BOOST_WIDE, BOOST_HEADING];
        let mut weights = [0.0; 3];
        for ((weight, found), boost) in weights.iter_mut().zip(list.found()).zip(boosts) {
            *weight =
                crate::index::score::idf(self.documents, found) * (1.0 + K1) * f64::from(boost);
        }
        let score = |weight: f64, count: u32, norm: f64| {
            let count = f64::from(count);
            if count > 0.0 {
                weight * count / (count + norm)
            } else {
                0.0
            }
        };
        list.pages
            .iter()
            .map(|page| {
                let length = usize::from(self.lengths[page.doc as usize]);
                score(weights[0], page.text, self.text[length])
                    + score(weights[1], page.wide, self.wide)
                    + score(weights[2], u32::from(page.heading), self.heading)
            })
            .collect()
    }
}
