//! The finished tantivy index → its words, in the order in which the shards keep them. What the
//! terminal looks up here a browser looks up in the shards.

use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use super::schema::Fields;
use super::stem::stem;
use crate::danish::fold::loose;

/// A word that stands in the index as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    /// Its loose form, by which words are sorted.
    pub(super) loose: String,
    /// Its key.
    pub(super) key: String,
    /// Stem of the key.
    pub(super) stem: String,
    /// Pages whose text has it; 0 for words of titles and facts.
    pub(super) documents: u32,
}

/// Every word of the index.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Sorted by loose form, then key.
    pub(super) forms: Vec<Form>,
    /// Stems on so many pages that each has a shard of its own, which the head names; sorted.
    pub(super) common: Vec<String>,
}

/// Pages that make a stem common: few enough that a small catalogue has some, many enough that the
/// head of a large one does not list them all.
fn common_from(documents: u32) -> u32 {
    (3.0 * f64::from(documents).sqrt()) as u32
}

impl Lexicon {
    /// Reads the words of an index.
    pub(super) fn load(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let mut forms = Vec::new();
        for field in [fields.exact, fields.word] {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                let key = String::from_utf8_lossy(stream.key()).into_owned();
                let documents = if field == fields.exact {
                    stream.value().doc_freq
                } else {
                    0
                };
                forms.push(Form {
                    loose: loose(&key),
                    stem: stem(&key),
                    key,
                    documents,
                });
            }
        }
        // Of a word in both fields the one with its pages comes first and stays.
        forms.sort_by(|a, b| (&a.loose, &a.key, b.documents).cmp(&(&b.loose, &b.key, a.documents)));
        forms.dedup_by(|b, a| a.key == b.key);
        let mut common = Vec::new();
        let inverted = segment.inverted_index(fields.wide)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if stream.value().doc_freq >= common_from(segment.max_doc()) {
                common.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(Self { forms, common })
    }

    /// Whether a stem has a shard of its own.
    pub(super) fn is_common(&self, stem: &str) -> bool {
        self.common
            .binary_search_by(|other| other.as_str().cmp(stem))
            .is_ok()
    }

    /// The word with this key.
    pub(super) fn form(&self, key: &str) -> Option<&Form> {
        self.with_loose(&loose(key)).iter().find(|f| f.key == key)
    }

    /// Words with this loose form.
    pub(super) fn with_loose(&self, wanted: &str) -> &[Form] {
        let from = self.forms.partition_point(|f| f.loose.as_str() < wanted);
        let len = self.forms[from..].partition_point(|f| f.loose == wanted);
        &self.forms[from..from + len]
    }

    /// Words whose loose form begins like this.
    pub(super) fn beginning(&self, wanted: &str) -> &[Form] {
        let from = self.forms.partition_point(|f| f.loose.as_str() < wanted);
        let len = self.forms[from..].partition_point(|f| f.loose.starts_with(wanted));
        &self.forms[from..from + len]
    }
}

/// Number of documents with a term.
pub(super) fn documents(segment: &SegmentReader, field: Field, term: &str) -> u32 {
    let term = Term::from_field_text(field, term);
    segment
        .inverted_index(field)
        .and_then(|inverted| Ok(inverted.doc_freq(&term)?))
        .unwrap_or(0)
}
