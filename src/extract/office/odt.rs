//! The parts of an OpenDocument text → blocks. Pages follow the soft page breaks the program noted.

use crate::model::document::{BlockKind, Document};

use super::super::ReadError;
use super::xml::{Part, walk};
use super::{Package, Pages};

pub(super) fn read(package: &mut Package<'_>) -> Result<Document, ReadError> {
    let source = package.needed("content.xml")?;
    let metadata = package.metadata("meta.xml");
    let mut body = Body::default();
    walk(&source, |part| body.step(part))?;
    Ok(body.pages.finish(metadata, None))
}

#[derive(Default)]
struct Body {
    pages: Pages,
    open: String,
    /// Text of the paragraphs that a note interrupts.
    held: Vec<String>,
    /// Notes of the paragraph under way; they follow it.
    pending: Vec<String>,
    level: Option<u8>,
    lists: usize,
    contents: usize,
    notes: usize,
    inside: usize,
    skip: usize,
    turn: bool,
    tables: Vec<Vec<Vec<String>>>,
}

impl Body {
    fn step(&mut self, part: Part<'_>) {
        match part {
            // Tracked changes hold deleted text; annotations are the editors' talk.
            Part::Open(
                "tracked-changes" | "annotation" | "note-citation" | "sequence-decls",
                _,
            ) => self.skip += 1,
            Part::Close("tracked-changes" | "annotation" | "note-citation" | "sequence-decls") => {
                self.skip = self.skip.saturating_sub(1);
            }
            _ if self.skip > 0 => {}
            Part::Text(text) if self.inside > 0 => self.open.push_str(&text),
            Part::Text(_) => {}
            Part::Open("h", attributes) => {
                self.inside += 1;
                self.level = Some(
                    attributes
                        .get("outline-level")
                        .and_then(|l| l.parse().ok())
                        .unwrap_or(1)
                        .clamp(1, 6),
                );
            }
            Part::Open("p", _) => self.inside += 1,
            Part::Close("h" | "p") => {
                self.inside = self.inside.saturating_sub(1);
                self.paragraph_ends();
            }
            Part::Open("s" | "tab" | "line-break", _) => self.open.push(' '),
            Part::Open("soft-page-break", _) => {
                if self.open.trim().is_empty() && self.tables.is_empty() {
                    self.pages.turn();
                } else {
                    self.turn = true;
                }
            }
            Part::Open("list", _) => self.lists += 1,
            Part::Close("list") => self.lists = self.lists.saturating_sub(1),
            Part::Open("table-of-content", _) => self.contents += 1,
            Part::Close("table-of-content") => self.contents = self.contents.saturating_sub(1),
            Part::Open("note-body", _) => {
                self.held.push(std::mem::take(&mut self.open));
                self.notes += 1;
            }
            Part::Close("note-body") => {
                self.notes = self.notes.saturating_sub(1);
                self.open = self.held.pop().unwrap_or_default();
            }
            Part::Open("table", _) => self.tables.push(Vec::new()),
            Part::Open("table-row", _) => {
                if let Some(table) = self.tables.last_mut() {
                    table.push(Vec::new());
                }
            }
            Part::Open("table-cell" | "covered-table-cell", _) => {
                if let Some(row) = self.tables.last_mut().and_then(|t| t.last_mut()) {
                    row.push(String::new());
                }
            }
            Part::Close("table") => self.table_ends(),
            _ => {}
        }
    }

    fn paragraph_ends(&mut self) {
        let text = std::mem::take(&mut self.open);
        let level = self.level.take();
        if self.notes > 0 {
            self.pending.push(text);
            return;
        }
        if let Some(cell) = self
            .tables
            .last_mut()
            .and_then(|t| t.last_mut())
            .and_then(|r| r.last_mut())
        {
            cell.push(' ');
            cell.push_str(&text);
            return;
        }
        let kind = match level {
            _ if self.contents > 0 => BlockKind::Contents,
            Some(level) => BlockKind::Heading { level },
            None if self.lists > 0 => BlockKind::ListItem,
            None => BlockKind::Paragraph,
        };
        self.pages.push(kind, &text);
        for note in std::mem::take(&mut self.pending) {
            self.pages.push(BlockKind::Footnote, &note);
        }
        if std::mem::take(&mut self.turn) {
            self.pages.turn();
        }
    }

    fn table_ends(&mut self) {
        let Some(rows) = self.tables.pop() else {
            return;
        };
        match self
            .tables
            .last_mut()
            .and_then(|t| t.last_mut())
            .and_then(|r| r.last_mut())
        {
            Some(cell) => {
                for text in rows.into_iter().flatten() {
                    cell.push(' ');
                    cell.push_str(&text);
                }
            }
            None => self.pages.table(rows),
        }
    }
}
