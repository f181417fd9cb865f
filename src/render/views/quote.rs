//! A passage of a strategy → a quote with its matched words marked and the ways to its page, on our
//! site and at the source.

use serde::Serialize;

use super::parts::{Link, outside, source};
use crate::model::catalogue::Strategy;
use crate::model::profile::Passage;
use crate::render::facts::Facts;
use crate::render::routes;

/// A piece of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Piece {
    /// The words.
    pub(in crate::render) text: String,
    /// Whether they are what matched.
    pub(in crate::render) mark: bool,
}

/// A quoted passage with the way to its page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Quote {
    /// The words, those that matched marked.
    pub(in crate::render) pieces: Vec<Piece>,
    /// Page number.
    pub(in crate::render) page: u32,
    /// Nearest heading.
    pub(in crate::render) heading: Option<String>,
    /// The page on our site.
    pub(in crate::render) url: String,
    /// The page at the source.
    pub(in crate::render) source: Option<String>,
    /// Strategy and municipality, for pages with quotes from several.
    pub(in crate::render) strategy: Link,
    /// The municipality.
    pub(in crate::render) municipality: Link,
    /// What matched, for readers who wonder why.
    pub(in crate::render) matched: String,
}

impl Quote {
    /// A passage of a strategy.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy, passage: &Passage) -> Self {
        Self {
            pieces: pieces(&passage.quote, &passage.matched),
            page: passage.page,
            heading: passage.heading.clone().filter(|h| !h.trim().is_empty()),
            url: routes::page(&s.key, passage.page),
            source: source_at(s, passage.page),
            strategy: Link::strategy(s),
            municipality: Link::owner(facts, s),
            matched: passage.matched.join(", "),
        }
    }
}

/// Cuts a quote where its matched words begin and end. Words that are not there are passed over.
pub(in crate::render) fn pieces(quote: &str, matched: &[String]) -> Vec<Piece> {
    let mut spans: Vec<(usize, usize)> = matched
        .iter()
        .filter(|word| !word.trim().is_empty())
        .flat_map(|word| quote.match_indices(word.as_str()))
        .map(|(at, word)| (at, at + word.len()))
        .collect();
    spans.sort_by_key(|&(from, to)| (from, std::cmp::Reverse(to)));
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, mark| {
        if !text.is_empty() {
            out.push(Piece {
                text: text.to_owned(),
                mark,
            });
        }
    };
    for (from, to) in spans {
        if from < at {
            continue;
        }
        push(&quote[at..from], false);
        push(&quote[from..to], true);
        at = to;
    }
    push(&quote[at..], false);
    out
}

/// The document at its source, opened at a page: PDF viewers understand `#page=N`, chapters on the
/// web have an address of their own.
pub(in crate::render) fn source_at(s: &Strategy, page: u32) -> Option<String> {
    let own = s.finding.document.iter().flat_map(|d| &d.pages);
    if let Some(address) = own
        .clone()
        .find(|p| p.number == page)
        .and_then(|p| p.url.as_deref())
    {
        return outside(address);
    }
    let snapshot = s.finding.sources.first()?;
    let address = outside(&snapshot.url).or_else(|| source(s))?;
    if snapshot.media_type != "application/pdf" {
        return Some(address);
    }
    let bare = address.split('#').next().unwrap_or_default();
    Some(format!("{bare}#page={page}"))
}

/// Our published copy of a PDF, opened at a page; relative to the root.
pub(in crate::render) fn copy_at(facts: &Facts<'_>, s: &Strategy, page: u32) -> Option<String> {
    // Pages of a document in several files are not counted file by file.
    let [snapshot] = s.finding.sources.as_slice() else {
        return None;
    };
    let pdf = snapshot.media_type == "application/pdf";
    let address = facts.copy(&snapshot.sha256).filter(|_| pdf)?;
    Some(format!("{address}#page={page}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_words_are_cut_out_once() {
        let words = [
            "data".to_owned(),
            "dataetik".to_owned(),
            "findes ikke".to_owned(),
        ];
        let cut = pieces("Om dataetik og data.", &words);
        let marked: Vec<&str> = cut
            .iter()
            .filter(|p| p.mark)
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(marked, ["dataetik", "data"]);
        let whole: String = cut.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(whole, "Om dataetik og data.");
    }
}
