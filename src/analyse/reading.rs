//! A document → the pieces analysis reads: paragraphs with page, heading and sentence bounds, and
//! headings by themselves. Refuses contents pages, footnotes and form fields as passages.

use crate::model::document::{BlockKind, Document};

/// A paragraph, list item or table row group with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Page, counted from 1.
    pub(super) page: u32,
    /// Nearest heading above it, also from an earlier page.
    pub(super) heading: Option<&'a str>,
    /// Headings above that one, nearest first, of larger size.
    pub(super) above: Option<&'a str>,
    /// Its text.
    pub(super) text: &'a str,
    /// Whether it is an item of a list.
    pub(super) item: bool,
}

#[cfg(test)]
impl<'a> Piece<'a> {
    /// A paragraph of the first page, below no heading.
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            page: 1,
            heading: None,
            above: None,
            text,
            item: false,
        }
    }
}

/// A heading with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// Page, counted from 1.
    pub(super) page: u32,
    /// 1 is the largest.
    pub(super) level: u8,
    /// Its text.
    pub(super) text: &'a str,
}

/// The prose pieces of a document, in order.
pub(super) fn pieces(document: &Document) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut path: Vec<(u8, &str)> = Vec::new();
    for page in &document.pages {
        for block in &page.blocks {
            let text = block.text.trim();
            match block.kind {
                BlockKind::Heading { level } => {
                    path.retain(|&(l, _)| l < level);
                    path.push((level, text));
                }
                kind if kind.is_prose() && !text.is_empty() => out.push(Piece {
                    page: page.number,
                    heading: path.last().map(|&(_, t)| t),
                    above: path.iter().rev().nth(1).map(|&(_, t)| t),
                    text,
                    item: kind == BlockKind::ListItem,
                }),
                _ => {}
            }
        }
    }
    out
}

/// What stands in for a title where nobody gave one: the first line of the document, if it is
/// short enough to be one.
pub(super) fn opening_line(document: &Document) -> Option<&str> {
    const TITLE_CHARS: usize = 140;
    document
        .pages
        .iter()
        .flat_map(|p| &p.blocks)
        .filter(|b| b.kind != BlockKind::Annotation)
        .map(|b| b.text.trim())
        .find(|t| t.chars().any(char::is_alphabetic))
        .filter(|t| t.chars().count() <= TITLE_CHARS)
}

/// The headings of a document, in order.
pub(super) fn headings(document: &Document) -> Vec<Heading<'_>> {
    document
        .pages
        .iter()
        .flat_map(|page| {
            page.blocks.iter().filter_map(|block| match block.kind {
                BlockKind::Heading { level } => Some(Heading {
                    page: page.number,
                    level,
                    text: block.text.trim(),
                }),
                _ => None,
            })
        })
        .collect()
}

/// Short forms that end in a full stop without ending a sentence.
const SHORT_FORMS: &[&str] = &[
    "f.eks", "eks", "bl.a", "bla", "mv", "m.v", "mm", "m.m", "ca", "pct", "nr", "d", "jf", "mio",
    "mia", "kr", "hhv", "osv", "dvs", "vedr", "ift", "ifm", "mht", "pga", "pba", "inkl", "evt",
    "kl", "kap", "s", "jan", "feb", "aug", "sept", "okt", "nov", "dec", "p.t", "pt", "tlf", "stk",
];

/// Bytes at which the sentences of a text begin, the first being 0.
pub(super) fn sentence_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for (at, c) in text.char_indices() {
        let ends = match c {
            '!' | '?' | '\n' => true,
            '.' => !ends_short_form(&text[..at]),
            _ => false,
        };
        if !ends {
            continue;
        }
        let rest = &text[at + c.len_utf8()..];
        let body = rest.trim_start_matches(['"', '»', '«', '”', '“', '\'', '’', ')']);
        let next = body.trim_start();
        let gap = next.len() < body.len() || c == '\n';
        let opens = next
            .chars()
            .next()
            .is_some_and(|n| n.is_uppercase() || n.is_numeric() || "-•–\"»”“(*[".contains(n));
        if gap && (opens || c == '\n') && !next.is_empty() {
            let start = text.len() - next.len();
            if starts.last() != Some(&start) {
                starts.push(start);
            }
        }
    }
    starts
}

/// Whether the text before a full stop is a short form, an initial or an ordinal ("den 7.").
fn ends_short_form(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    SHORT_FORMS.contains(&lower.as_str())
        || (word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
        || (word.len() <= 2 && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()))
}

/// The sentence around a byte of a text, trimmed, at most `limit` characters, cut at words.
pub(super) fn sentence_at<'a>(text: &'a str, starts: &[usize], at: usize) -> &'a str {
    let index = starts.partition_point(|&s| s <= at).max(1) - 1;
    let start = starts.get(index).copied().unwrap_or(0);
    let end = starts.get(index + 1).copied().unwrap_or(text.len());
    text[start..end].trim()
}

/// A quote of at most `limit` bytes around `at..end`, cut between words. Returns the whole text
/// where that fits.
pub(super) fn cut_around(text: &str, at: usize, end: usize, limit: usize) -> &str {
    let text_len = text.len();
    if text_len <= limit {
        return text.trim();
    }
    let spare = limit.saturating_sub(end - at) / 2;
    let mut from = at.saturating_sub(spare);
    let mut to = (end + spare).min(text_len);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    if from > 0 {
        from = text[from..at].find(' ').map_or(at, |n| from + n + 1);
    }
    if to < text_len {
        to = text[end..to].rfind(' ').map_or(end, |n| end + n);
    }
    text[from..to].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let text = "Vi bruger f.eks. sensorer. Det er godt! Vedtaget den 7. april 2014. Slut";
        let starts = sentence_starts(text);
        let first: Vec<_> = starts
            .iter()
            .map(|&s| sentence_at(text, &starts, s))
            .collect();
        assert_eq!(
            first,
            [
                "Vi bruger f.eks. sensorer.",
                "Det er godt!",
                "Vedtaget den 7. april 2014.",
                "Slut"
            ]
        );
    }

    #[test]
    fn a_cut_keeps_whole_words() {
        let text = "æbler og pærer og bananer og kirsebær på et fad";
        let at = text.find("bananer").expect("it is there");
        let cut = cut_around(text, at, at + 7, 20);
        assert!(cut.contains("bananer") && cut.len() <= 20, "{cut}");
        assert!(text.split(' ').any(|w| cut.starts_with(w)));
    }
}
