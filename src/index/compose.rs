//! A catalogue → documents of the index, in the order of the rows: a document a readable page, one
//! for a strategy without text, one for a municipality without a strategy.

use serde::{Deserialize, Serialize};

use super::row::Source;
use crate::model::catalogue::RowKey;
use crate::model::document::{BlockKind, Document, Page};

/// Parts the blocks of a stored text.
pub(super) const BLOCK: &str = "\n\n";

/// What the index stores of a page, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Body {
    /// Place of its row.
    pub(super) r: u32,
    /// Page number; 0 where there is no page.
    pub(super) p: u32,
    /// Address on the site, relative to the root.
    pub(super) u: String,
    /// Headings above the page's first line, largest first, parted by ` › `.
    pub(super) h: String,
    /// Address of this page of the source, where it is another than the row's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) s: Option<String>,
    /// Blocks parted by [`BLOCK`]; a heading has as many `#` and a space before it as its level.
    pub(super) t: String,
}

/// A document of the index to be.
pub(super) struct Entry<'a> {
    /// Place of its row.
    pub(super) row: u32,
    /// The page; `None` where the row's summary is all there is.
    pub(super) page: Option<&'a Page>,
    /// Headings above the page.
    pub(super) path: String,
    /// Whether it is the first document of its row.
    pub(super) first: bool,
}

/// Every document of the index, in order.
pub(super) fn entries<'a>(sources: &[Source<'a>]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for (row, source) in (0..).zip(sources) {
        let before = entries.len();
        let readable = source.strategy.and_then(|s| s.readable());
        if let Some((document, _)) = readable {
            push_pages(document, row, &mut entries);
        }
        if entries.len() == before {
            entries.push(Entry {
                row,
                page: None,
                path: String::new(),
                first: true,
            });
        } else {
            entries[before].first = true;
        }
    }
    entries
}

fn push_pages<'a>(document: &'a Document, row: u32, entries: &mut Vec<Entry<'a>>) {
    let mut path: Vec<(u8, &str)> = Vec::new();
    for page in &document.pages {
        let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
        if page.blocks.iter().any(|b| has_words(&b.text)) {
            entries.push(Entry {
                row,
                page: Some(page),
                path: path_label(&path),
                first: false,
            });
        }
        for block in &page.blocks {
            if let BlockKind::Heading { level } = block.kind {
                path.retain(|(above, _)| *above < level);
                path.push((level, &block.text));
            }
        }
    }
}

/// Headings from the largest to the nearest, as a reader is shown them.
pub(super) fn path_label(path: &[(u8, &str)]) -> String {
    let titles: Vec<&str> = path.iter().map(|(_, title)| title.trim()).collect();
    titles.join(" › ")
}

impl Entry<'_> {
    /// The text as stored and indexed.
    pub(super) fn text(&self, source: &Source<'_>) -> String {
        let Some(page) = self.page else {
            return source.summary.clone();
        };
        let mut out = String::new();
        for block in &page.blocks {
            if !out.is_empty() {
                out.push_str(BLOCK);
            }
            if let BlockKind::Heading { level } = block.kind {
                out.extend(std::iter::repeat_n('#', usize::from(level.clamp(1, 6))));
                out.push(' ');
            }
            out.push_str(&block.text);
        }
        out
    }

    /// The words of its headings; on the first document the title and the municipality too.
    pub(super) fn headings(&self, source: &Source<'_>) -> String {
        let mut out = String::new();
        for block in self.page.iter().flat_map(|p| &p.blocks) {
            if let BlockKind::Heading { .. } = block.kind {
                out.push_str(&block.text);
                out.push('\n');
            }
        }
        if self.first {
            out.push_str(&source.title_words);
        }
        out
    }

    /// What is stored.
    pub(super) fn body(&self, source: &Source<'_>, url: &dyn Fn(&RowKey, u32) -> String) -> Body {
        let number = self.page.map_or(0, |p| p.number);
        let row = source.strategy.and_then(|s| s.finding.sources.first());
        let own = self.page.and_then(|p| p.url.as_ref());
        Body {
            r: self.row,
            p: number,
            u: url(&source.key, number),
            h: self.path.clone(),
            s: own
                .filter(|url| row.is_none_or(|row| row.url != **url))
                .cloned(),
            t: self.text(source),
        }
    }
}
