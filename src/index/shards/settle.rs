//! What the text of a page does not say about its common stems → numbers that stand beside the text,
//! so that a browser that has read the page knows all about it that a split list left open.

use serde::Serialize;

use super::postings::{Reader, each};

/// Length of the text as tantivy's fieldnorm byte; places of the common stems in the headings (on
/// a strategy's first page its title is one); places of those that are only parts of words and more
/// than once, or only in headings, each followed by how often they are parts.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Settled(u8, Vec<u32>, Vec<u32>);

/// What stands beside every document.
pub(super) fn read(reader: &Reader<'_>, common: &[String]) -> tantivy::Result<Vec<Settled>> {
    let lengths = reader.weights.lengths.iter();
    let mut all: Vec<Settled> = lengths
        .map(|&length| Settled(length, Vec::new(), Vec::new()))
        .collect();
    let fields = reader.fields;
    let mut wide = Vec::new();
    for (place, stem) in (0..).zip(common) {
        wide.clear();
        each(reader.segment, fields.wide, stem, |doc, count| {
            wide.push(doc);
            if count > 1 {
                all[doc as usize].2.extend([place, count]);
            }
        })?;
        each(reader.segment, fields.heading, stem, |doc, _| {
            all[doc as usize].1.push(place);
            if wide.binary_search(&doc).is_err() {
                all[doc as usize].2.extend([place, 0]);
            }
        })?;
    }
    Ok(all)
}
