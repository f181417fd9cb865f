//! The slides of a presentation → pages. Slide numbers, dates and footers are left out, and so are
//! speaker's notes, which were not shown to anybody.

use std::collections::BTreeMap;

use crate::model::document::{BlockKind, Document};

use super::super::ReadError;
use super::super::words::clean;
use super::xml::{Part, walk};
use super::{Package, Pages};

/// Most slides that are read.
const MAX_SLIDES: usize = 2_000;

pub(super) fn read(package: &mut Package<'_>) -> Result<Document, ReadError> {
    let metadata = package.metadata("docProps/core.xml");
    let mut pages = Pages::default();
    let mut title = None;
    for (i, name) in slides(package)?.into_iter().take(MAX_SLIDES).enumerate() {
        if i > 0 {
            pages.turn();
        }
        if let Some(source) = package.part(&name)? {
            let mut slide = Slide::new();
            walk(&source, |part| slide.step(part))?;
            if i == 0 {
                title = slide
                    .blocks
                    .iter()
                    .find(|b| b.0 == TITLE)
                    .map(|b| clean(&b.1));
            }
            for (kind, text) in slide.blocks {
                pages.push(kind, &text);
            }
            for table in slide.tables {
                pages.table(table);
            }
        }
    }
    Ok(pages.finish(metadata, title.as_deref()))
}

/// Names of the slide parts in the order in which they are shown.
fn slides(package: &mut Package<'_>) -> Result<Vec<String>, ReadError> {
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    if let Some(source) = package.part("ppt/_rels/presentation.xml.rels")? {
        walk(&source, |part| {
            if let Part::Open("Relationship", attributes) = part
                && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
            {
                targets.insert(id, target.trim_start_matches("/ppt/").to_owned());
            }
        })?;
    }
    let mut names = Vec::new();
    walk(&package.needed("ppt/presentation.xml")?, |part| {
        if let Part::Open("sldId", attributes) = part
            // "id" and "r:id" share a name without prefix; the relation's begins with letters.
            && let Some(target) = attributes.all("id").iter().find_map(|id| targets.get(id))
        {
            names.push(format!("ppt/{target}"));
        }
    })?;
    Ok(names)
}

/// The title of a slide.
const TITLE: BlockKind = BlockKind::Heading { level: 1 };

struct Slide {
    blocks: Vec<(BlockKind, String)>,
    tables: Vec<Vec<Vec<String>>>,
    open: String,
    kind: BlockKind,
    silent: bool,
    in_text: bool,
    in_table: bool,
}

impl Slide {
    fn new() -> Self {
        Self {
            blocks: Vec::new(),
            tables: Vec::new(),
            open: String::new(),
            kind: BlockKind::Paragraph,
            silent: false,
            in_text: false,
            in_table: false,
        }
    }

    fn step(&mut self, part: Part<'_>) {
        match part {
            // A box that somebody drew is text; the layout's own boxes hold a title or points.
            Part::Open("sp", _) => (self.kind, self.silent) = (BlockKind::Paragraph, false),
            Part::Open("ph", attributes) => match attributes.get("type").as_deref() {
                Some("title" | "ctrTitle") => self.kind = TITLE,
                Some("sldNum" | "dt" | "ftr" | "hdr") => self.silent = true,
                _ => self.kind = BlockKind::ListItem,
            },
            Part::Open("t", _) => self.in_text = true,
            Part::Close("t") => self.in_text = false,
            Part::Text(text) if self.in_text => self.open.push_str(&text),
            Part::Open("br", _) => self.open.push(' '),
            Part::Close("p") => {
                let text = std::mem::take(&mut self.open);
                if let Some(cell) = self.cell() {
                    cell.push(' ');
                    cell.push_str(&text);
                } else if !self.silent && !text.trim().is_empty() {
                    match self.blocks.last_mut() {
                        // A title set on two lines is one title.
                        Some((TITLE, title)) if self.kind == TITLE => {
                            title.push(' ');
                            title.push_str(&text);
                        }
                        _ => self.blocks.push((self.kind, text)),
                    }
                }
            }
            Part::Open("tbl", _) => {
                self.in_table = true;
                self.tables.push(Vec::new());
            }
            Part::Close("tbl") => self.in_table = false,
            Part::Open("tr", _) => {
                if let Some(table) = self.tables.last_mut() {
                    table.push(Vec::new());
                }
            }
            Part::Open("tc", _) => {
                if let Some(row) = self.tables.last_mut().and_then(|t| t.last_mut()) {
                    row.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut String> {
        if !self.in_table {
            return None;
        }
        self.tables.last_mut()?.last_mut()?.last_mut()
    }
}
