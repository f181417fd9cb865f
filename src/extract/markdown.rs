//! Markdown → a document of one page, with headings, lists and tables as written.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::document::{Block, BlockKind, Condition, Document, Page, PageCondition};

use super::words::clean;
use super::{text, title};

/// Reads Markdown. HTML inside it is left out, as a browser would not show its tags.
pub(super) fn read(source: &str) -> Document {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = String::new();
    let mut items = 0_usize;
    let mut note = false;
    let mut table: Option<Vec<Vec<String>>> = None;
    for event in Parser::new_ext(source, options) {
        let kind = match (note, items) {
            (true, _) => BlockKind::Footnote,
            (_, 0) => BlockKind::Paragraph,
            _ => BlockKind::ListItem,
        };
        match event {
            Event::Text(t) | Event::Code(t) => open.push_str(&t),
            Event::SoftBreak | Event::HardBreak => open.push(' '),
            Event::Start(Tag::Item) => {
                flush(&mut blocks, &mut open, kind);
                items += 1;
            }
            Event::Start(Tag::FootnoteDefinition(_)) => note = true,
            Event::End(TagEnd::FootnoteDefinition) => {
                flush(&mut blocks, &mut open, BlockKind::Footnote);
                note = false;
            }
            Event::End(TagEnd::Item) => {
                flush(&mut blocks, &mut open, kind);
                items = items.saturating_sub(1);
            }
            Event::End(TagEnd::Heading(level)) => flush(
                &mut blocks,
                &mut open,
                BlockKind::Heading { level: level as u8 },
            ),
            Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) | Event::Rule => {
                flush(&mut blocks, &mut open, kind)
            }
            Event::Start(Tag::Table(_)) => table = Some(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some(rows) = &mut table {
                    rows.push(Vec::new());
                }
            }
            Event::End(TagEnd::TableCell) => {
                if let Some(row) = table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(clean(&open));
                }
                open.clear();
            }
            Event::End(TagEnd::Table) => {
                let rows = table.take().unwrap_or_default();
                let text = rows
                    .iter()
                    .map(|r| r.join("\t"))
                    .collect::<Vec<_>>()
                    .join("\n");
                if !text.trim().is_empty() {
                    blocks.push(Block::new(BlockKind::Table, text));
                }
            }
            _ => {}
        }
    }
    flush(&mut blocks, &mut open, BlockKind::Paragraph);
    document(blocks)
}

fn flush(blocks: &mut Vec<Block>, open: &mut String, kind: BlockKind) {
    let text = clean(open);
    open.clear();
    if !text.is_empty() {
        blocks.push(Block::new(kind, text));
    }
}

/// A document of one page made of these blocks.
pub(super) fn document(blocks: Vec<Block>) -> Document {
    let empty = blocks.is_empty();
    let pages = vec![Page {
        number: 1,
        blocks,
        condition: if empty {
            PageCondition::Empty
        } else {
            PageCondition::Readable
        },
        url: None,
    }];
    let mut document = Document {
        outline: text::outline(&pages),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_tables_keep_their_role() {
        let document = read(
            "# Strategi\n\nEn *vigtig*\ntekst.\n\n- Data\n- Klima\n  - Vand\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
        );
        let blocks = &document.pages[0].blocks;
        let seen: Vec<_> = blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (BlockKind::Heading { level: 1 }, "Strategi"),
                (BlockKind::Paragraph, "En vigtig tekst."),
                (BlockKind::ListItem, "Data"),
                (BlockKind::ListItem, "Klima"),
                (BlockKind::ListItem, "Vand"),
                (BlockKind::Table, "A\tB\n1\t2"),
            ]
        );
        assert_eq!(document.title.as_deref(), Some("Strategi"));
    }
}
