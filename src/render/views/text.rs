//! A document → its text by page, ready to be shown: headings with anchors, lists gathered, tables
//! cut into cells. Text stays text; refuses to skip heading levels, whatever the document does.

use std::collections::BTreeSet;

use serde::Serialize;

use super::quote::{copy_at, source_at};
use crate::model::catalogue::Strategy;
use crate::model::document::{Block, BlockKind, Document, PageCondition};
use crate::model::slug;
use crate::render::facts::Facts;

/// Heading level of "Side 7" on the strategy's page; the document's own come below it.
const PAGE_LEVEL: u8 = 3;

/// A page of text.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PageText {
    number: u32,
    blocks: Vec<BlockView>,
    /// Why there is no text, where there is none.
    note: Option<&'static str>,
    source: Option<String>,
    /// The same page of our copy, where copies are published and the document is a PDF.
    copy: Option<String>,
}

/// A block as the template shows it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct BlockView {
    /// `heading`, `paragraph`, `list`, `table`, `footnote`, `caption`, `contents` or `annotation`.
    kind: &'static str,
    /// Heading level, 4 to 6.
    level: u8,
    /// Anchor of a heading.
    id: String,
    /// Text of all but lists and tables.
    text: String,
    /// Items of a list, lines of a table of contents.
    items: Vec<String>,
    /// Rows of a table.
    rows: Vec<Vec<String>>,
}

/// An entry of the outline.
#[derive(Debug, Serialize)]
pub(in crate::render) struct OutlineEntry {
    title: String,
    /// Anchor on the same page.
    anchor: String,
    page: u32,
    /// Depth, 1 is the top.
    level: u8,
}

/// The text of a document and its outline: its bookmarks, else its headings.
pub(in crate::render) fn text(
    facts: &Facts<'_>,
    s: &Strategy,
    document: &Document,
) -> (Vec<PageText>, Vec<OutlineEntry>) {
    let mut anchors = Anchors::default();
    let pages: Vec<PageText> = document
        .pages
        .iter()
        .map(|page| {
            let mut last = PAGE_LEVEL;
            let mut blocks: Vec<BlockView> = Vec::new();
            for block in &page.blocks {
                push(&mut blocks, block, page.number, &mut last, &mut anchors);
            }
            PageText {
                number: page.number,
                note: note(page.condition, blocks.is_empty()),
                blocks,
                source: source_at(s, page.number),
                copy: copy_at(facts, s, page.number),
            }
        })
        .collect();
    let outline = outline(document, &anchors);
    (pages, outline)
}

/// Anchors given so far, and the headings they stand at.
#[derive(Default)]
struct Anchors {
    taken: BTreeSet<String>,
    headings: Vec<(u32, u8, String, String)>,
}

impl Anchors {
    fn give(&mut self, page: u32, level: u8, title: &str) -> String {
        let mut words = slug::slug(title);
        words.truncate(60);
        let base = format!("s{page}-{}", words.trim_matches('-'));
        let anchor = slug::unique(base.trim_end_matches('-'), |a| self.taken.contains(a));
        self.taken.insert(anchor.clone());
        self.headings
            .push((page, level, title.to_owned(), anchor.clone()));
        anchor
    }
}

fn push(out: &mut Vec<BlockView>, block: &Block, page: u32, last: &mut u8, anchors: &mut Anchors) {
    let text = block.text.trim();
    if text.is_empty() {
        return;
    }
    let mut view = BlockView {
        kind: "paragraph",
        level: 0,
        id: String::new(),
        text: String::new(),
        items: Vec::new(),
        rows: Vec::new(),
    };
    match block.kind {
        BlockKind::Heading { level } => {
            let wanted = level.saturating_add(PAGE_LEVEL);
            view.level = wanted.clamp(PAGE_LEVEL + 1, (*last + 1).min(6));
            *last = view.level;
            view.kind = "heading";
            view.id = anchors.give(page, level, text);
            view.text = text.to_owned();
        }
        BlockKind::ListItem => {
            if let Some(list) = out.last_mut().filter(|b| b.kind == "list") {
                list.items.push(text.to_owned());
                return;
            }
            view.kind = "list";
            view.items = vec![text.to_owned()];
        }
        BlockKind::Contents => {
            let lines = text.lines().map(|line| line.trim().to_owned());
            if let Some(list) = out.last_mut().filter(|b| b.kind == "contents") {
                list.items.extend(lines);
                return;
            }
            view.kind = "contents";
            view.items = lines.collect();
        }
        BlockKind::Table => {
            view.kind = "table";
            view.rows = table(text);
        }
        BlockKind::Footnote => view.kind = "footnote",
        BlockKind::Caption => view.kind = "caption",
        BlockKind::Annotation => view.kind = "annotation",
        BlockKind::Paragraph => {}
    }
    if view.items.is_empty() && view.rows.is_empty() {
        view.text = text.to_owned();
    }
    out.push(view);
}

/// Rows of equal length, so that every cell stands under its column.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split('\t').map(|c| c.trim().to_owned()).collect())
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize(width, String::new());
    }
    rows
}

fn note(condition: PageCondition, bare: bool) -> Option<&'static str> {
    match condition {
        PageCondition::Readable if !bare => None,
        PageCondition::Readable | PageCondition::Empty => Some("Siden har ingen tekst."),
        PageCondition::Scanned => {
            Some("Siden er et billede uden tekst og kan ikke læses af en maskine.")
        }
        PageCondition::Unreadable => {
            Some("Sidens skrifttyper mangler tegnkoder, så teksten kan ikke læses.")
        }
        PageCondition::Corrupt => Some("Filen er beskadiget her, så siden kan ikke læses."),
    }
}

/// Entries of an outline at most; beyond that it is the text itself.
const OUTLINE: usize = 80;

fn outline(document: &Document, anchors: &Anchors) -> Vec<OutlineEntry> {
    let numbers: BTreeSet<u32> = document.pages.iter().map(|p| p.number).collect();
    let mut out: Vec<OutlineEntry> = document
        .outline
        .iter()
        .filter(|item| numbers.contains(&item.page) && !item.title.trim().is_empty())
        .map(|item| {
            let wanted = slug::slug(&item.title);
            let anchor = anchors
                .headings
                .iter()
                .find(|(page, _, title, _)| *page == item.page && slug::slug(title) == wanted)
                .map_or_else(|| format!("side-{}", item.page), |h| h.3.clone());
            OutlineEntry {
                title: item.title.trim().to_owned(),
                anchor,
                page: item.page,
                level: item.level.max(1),
            }
        })
        .collect();
    if out.len() < 2 {
        out = anchors
            .headings
            .iter()
            .map(|(page, level, title, anchor)| OutlineEntry {
                title: title.clone(),
                anchor: anchor.clone(),
                page: *page,
                level: *level,
            })
            .collect();
    }
    // Where there are too many, the deepest levels go first.
    for deepest in [3, 2, 1] {
        if out.len() > OUTLINE {
            out.retain(|e| e.level <= deepest);
        }
    }
    out
}

/// The text as a plain file, a line a page break.
pub(in crate::render) fn plain(title: &str, document: &Document) -> String {
    let mut out = format!("{title}\n");
    for page in &document.pages {
        out.push_str(&format!("\n— Side {} —\n\n", page.number));
        out.push_str(&page.text());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(blocks: &[(BlockKind, &str)]) -> Vec<BlockView> {
        let (mut out, mut last, mut anchors) = (Vec::new(), PAGE_LEVEL, Anchors::default());
        for (kind, text) in blocks {
            push(
                &mut out,
                &Block::new(*kind, *text),
                7,
                &mut last,
                &mut anchors,
            );
        }
        out
    }

    #[test]
    fn heading_levels_never_skip() {
        let blocks = shown(&[
            (BlockKind::Heading { level: 3 }, "Dybt"),
            (BlockKind::Heading { level: 6 }, "Dybere"),
            (BlockKind::Heading { level: 1 }, "Øverst"),
        ]);
        let levels: Vec<u8> = blocks.iter().map(|b| b.level).collect();
        assert_eq!(levels, [4, 5, 4]);
    }

    #[test]
    fn anchors_are_unique_and_name_the_page() {
        let blocks = shown(&[
            (BlockKind::Heading { level: 1 }, "Mål"),
            (BlockKind::Heading { level: 1 }, "Mål"),
            (BlockKind::Heading { level: 1 }, "…"),
        ]);
        let ids: Vec<&str> = blocks.iter().map(|b| b.id.as_str()).collect();
        assert_eq!(ids, ["s7-maal", "s7-maal-2", "s7"]);
    }

    #[test]
    fn items_are_gathered_and_tables_are_square() {
        let blocks = shown(&[
            (BlockKind::ListItem, "a"),
            (BlockKind::ListItem, "b"),
            (BlockKind::Table, "x\ty\nz"),
        ]);
        assert_eq!(blocks[0].items, ["a", "b"]);
        assert_eq!(blocks[1].rows, [vec!["x", "y"], vec!["z", ""]]);
    }
}
