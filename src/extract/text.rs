//! Plain text → a document. Form feeds part pages, blank lines part paragraphs; a short line that
//! stands alone, opens large and does not end as a sentence is taken for a heading.

use crate::model::document::{
    Block, BlockKind, Condition, Document, OutlineItem, Page, PageCondition,
};

use super::title;
use super::words::{Vocabulary, clean, join};

/// Longest line that may be a heading, in characters.
const HEADING: usize = 90;

/// Reads plain text.
pub(super) fn read(text: &str) -> Document {
    let vocabulary = Vocabulary::of(|| text.lines());
    let text = text.strip_suffix('\u{c}').unwrap_or(text);
    let pages: Vec<Page> = text
        .split('\u{c}')
        .enumerate()
        .map(|(i, page)| {
            let blocks = blocks(page, &vocabulary);
            Page {
                number: i as u32 + 1,
                condition: if blocks.is_empty() {
                    PageCondition::Empty
                } else {
                    PageCondition::Readable
                },
                blocks,
                url: None,
            }
        })
        .collect();
    let empty = pages.iter().all(|p| p.blocks.is_empty());
    let mut document = Document {
        outline: outline(&pages),
        pages,
        condition: if empty {
            Condition::Empty
        } else {
            Condition::Readable
        },
        ..Document::default()
    };
    document.title = title::of(&document, None);
    document
}

/// The headings of some pages, as an outline.
pub(super) fn outline(pages: &[Page]) -> Vec<OutlineItem> {
    pages
        .iter()
        .flat_map(|page| page.blocks.iter().map(move |block| (page.number, block)))
        .filter_map(|(page, block)| match block.kind {
            BlockKind::Heading { level } => Some(OutlineItem {
                title: block.text.clone(),
                level,
                page,
            }),
            _ => None,
        })
        .collect()
}

fn blocks(page: &str, vocabulary: &Vocabulary) -> Vec<Block> {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in page.lines() {
        let last = paragraphs.last_mut();
        if line.trim().is_empty() {
            paragraphs.push(Vec::new());
        } else if let Some(last) = last {
            // Bullets part paragraphs too, and a line far longer than any window is one itself.
            let long = last.last().is_some_and(|l| l.chars().count() > 200);
            if !last.is_empty() && (bullet(line).is_some() || long) {
                paragraphs.push(vec![line]);
            } else {
                last.push(line);
            }
        }
    }
    paragraphs.retain(|p| !p.is_empty());
    let count = paragraphs.len();
    let mut contents = false;
    paragraphs
        .into_iter()
        .enumerate()
        .filter_map(|(i, lines)| {
            let first = lines.first().copied().unwrap_or_default();
            let underlined = lines.len() == 2 && is_rule(lines[1]);
            let kind = match bullet(first) {
                Some(_) => BlockKind::ListItem,
                None if underlined || (lines.len() == 1 && i + 1 < count && is_heading(first)) => {
                    BlockKind::Heading {
                        level: level(first),
                    }
                }
                None => BlockKind::Paragraph,
            };
            let lines = lines
                .iter()
                .map(|l| bullet(l).unwrap_or(l))
                .filter(|l| !is_rule(l));
            let text = join(lines, vocabulary);
            let heading = matches!(kind, BlockKind::Heading { .. });
            contents = if heading {
                title::is_contents(&text)
            } else {
                contents
            };
            let kind = if contents && !heading && text.ends_with(|c: char| c.is_ascii_digit()) {
                BlockKind::Contents
            } else {
                kind
            };
            (!text.is_empty()).then(|| Block::new(kind, text))
        })
        .collect()
}

fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["• ", "- ", "* ", "– ", "▪ ", "o "]
        .iter()
        .find_map(|b| line.strip_prefix(b))
        .filter(|rest| rest.chars().any(char::is_alphanumeric))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

fn is_heading(line: &str) -> bool {
    let text = clean(line);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && text.chars().count() <= HEADING
        && text.split_whitespace().count() <= 12
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !text.ends_with(['.', ',', ';', ':', '!', '”', '"', '-'])
}

/// "3.1 …" is below "3 …"; without a number all are one level.
fn level(line: &str) -> u8 {
    let number = line
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let parts = number
        .split('.')
        .filter(|p| p.parse::<u32>().is_ok())
        .count();
    u8::try_from(parts.clamp(1, 6)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_paragraphs_headings_and_lists() {
        let document = read(
            "Strategi for Ærø\n\nVi vil styrke digitali-\nseringen.\n\n• Data\n• Klima\n\u{c}1.2 Mål\n\nTekst.\n",
        );
        let seen: Vec<_> = document
            .pages
            .iter()
            .flat_map(|p| p.blocks.iter().map(|b| (p.number, b.kind, b.text.as_str())))
            .collect();
        assert_eq!(
            seen,
            [
                (1, BlockKind::Heading { level: 1 }, "Strategi for Ærø"),
                (1, BlockKind::Paragraph, "Vi vil styrke digitaliseringen."),
                (1, BlockKind::ListItem, "Data"),
                (1, BlockKind::ListItem, "Klima"),
                (2, BlockKind::Heading { level: 2 }, "1.2 Mål"),
                (2, BlockKind::Paragraph, "Tekst."),
            ]
        );
        assert_eq!(document.title.as_deref(), Some("Strategi for Ærø"));
    }

    #[test]
    fn nothing_is_empty() {
        assert_eq!(read(" \n\u{c}\n").condition, Condition::Empty);
    }
}
