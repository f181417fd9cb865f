//! The parts of a Word document → blocks. Pages follow the breaks Word noted when it last laid the
//! text out; deleted text of tracked changes and hidden text are left out.

use std::collections::BTreeMap;

use crate::model::document::{BlockKind, Document};

use super::super::ReadError;
use super::super::words::clean;
use super::xml::{Part, walk};
use super::{Package, Pages};

/// What a paragraph style makes of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Plain,
    Title,
    Heading(u8),
    Contents,
    Caption,
    Item,
}

pub(super) fn read(package: &mut Package<'_>) -> Result<Document, ReadError> {
    let source = package.needed("word/document.xml")?;
    let styles = package
        .part("word/styles.xml")?
        .map_or_else(BTreeMap::new, |s| styles(&s));
    let metadata = package.metadata("docProps/core.xml");
    let mut body = Body::new(&styles, source.contains("lastRenderedPageBreak"));
    walk(&source, |part| body.step(part))?;
    body.paragraph_ends();
    let (mut pages, title) = (body.pages, body.title);
    if let Some(notes) = package.part("word/footnotes.xml")? {
        footnotes(&notes, &mut pages)?;
    }
    Ok(pages.finish(metadata, title.as_deref()))
}

/// Styles by id: from their English or Danish name, their outline level, or the style they build on.
fn styles(source: &str) -> BTreeMap<String, Style> {
    let mut found: BTreeMap<String, (Style, Option<String>)> = BTreeMap::new();
    let mut id = String::new();
    let _ = walk(source, |part| {
        let Part::Open(name, attributes) = part else {
            return;
        };
        let value = || attributes.get("val").unwrap_or_default();
        match name {
            "style" => {
                id = attributes.get("styleId").unwrap_or_default();
                found.insert(id.clone(), (Style::Plain, None));
            }
            "name" => {
                if let (Some(entry), Some(style)) = (found.get_mut(&id), named(&value())) {
                    entry.0 = style;
                }
            }
            "basedOn" => {
                if let Some(entry) = found.get_mut(&id) {
                    entry.1 = Some(value());
                }
            }
            "outlineLvl" => {
                if let (Some(entry), Ok(level @ 0..=8)) =
                    (found.get_mut(&id), value().parse::<u8>())
                    && entry.0 == Style::Plain
                {
                    entry.0 = Style::Heading((level + 1).min(6));
                }
            }
            "numPr" => {
                if let Some(entry) = found.get_mut(&id)
                    && entry.0 == Style::Plain
                {
                    entry.0 = Style::Item;
                }
            }
            _ => {}
        }
    });
    let resolve = |id: &String| {
        let mut at = id;
        for _ in 0..16 {
            match found.get(at) {
                Some((Style::Plain, Some(base))) => at = base,
                Some((style, _)) => return *style,
                None => break,
            }
        }
        Style::Plain
    };
    found.keys().map(|id| (id.clone(), resolve(id))).collect()
}

fn named(name: &str) -> Option<Style> {
    let name = name.to_lowercase();
    for prefix in ["heading ", "overskrift "] {
        if let Some(level) = name
            .strip_prefix(prefix)
            .and_then(|n| n.trim().parse::<u8>().ok())
        {
            return Some(Style::Heading(level.clamp(1, 6)));
        }
    }
    match name.as_str() {
        "title" | "titel" => Some(Style::Title),
        "caption" | "billedtekst" => Some(Style::Caption),
        n if n.starts_with("toc ") || n.starts_with("indholdsfortegnelse ") => {
            Some(Style::Contents)
        }
        n if n.starts_with("list bullet")
            || n.starts_with("list number")
            || n.starts_with("opstilling") =>
        {
            Some(Style::Item)
        }
        _ => None,
    }
}

struct Body<'a> {
    styles: &'a BTreeMap<String, Style>,
    rendered_breaks: bool,
    pages: Pages,
    title: Option<String>,
    open: String,
    style: Style,
    in_text: bool,
    turn: bool,
    skip: usize,
    in_run: bool,
    hidden: bool,
    /// Paragraphs in which a box of text stands.
    around: Vec<(String, Style)>,
    tables: Vec<Vec<Vec<String>>>,
}

impl<'a> Body<'a> {
    fn new(styles: &'a BTreeMap<String, Style>, rendered_breaks: bool) -> Self {
        Self {
            styles,
            rendered_breaks,
            pages: Pages::default(),
            title: None,
            open: String::new(),
            style: Style::Plain,
            in_text: false,
            turn: false,
            skip: 0,
            in_run: false,
            hidden: false,
            around: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn step(&mut self, part: Part<'_>) {
        match part {
            // A fallback repeats what the choice before it says, and what was moved stands elsewhere.
            Part::Open("Fallback" | "moveFrom", _) => self.skip += 1,
            Part::Close("Fallback" | "moveFrom") => self.skip = self.skip.saturating_sub(1),
            _ if self.skip > 0 => {}
            // A box of text is anchored within a paragraph and is none of it.
            Part::Open("txbxContent", _) => {
                let open = std::mem::take(&mut self.open);
                let style = std::mem::replace(&mut self.style, Style::Plain);
                self.around.push((open, style));
            }
            Part::Close("txbxContent") => {
                self.paragraph_ends();
                (self.open, self.style) = self.around.pop().unwrap_or_default();
            }
            Part::Open("r", _) => (self.in_run, self.hidden) = (true, false),
            Part::Close("r") => (self.in_run, self.hidden) = (false, false),
            Part::Open("vanish", attributes) if self.in_run => self.hidden = attributes.on(),
            Part::Text(text) if self.in_text && !self.hidden => self.open.push_str(&text),
            Part::Text(_) => {}
            Part::Open("t", _) => self.in_text = true,
            Part::Close("t") => self.in_text = false,
            Part::Open("tab" | "cr", _) => self.open.push(' '),
            Part::Open("noBreakHyphen", _) => self.open.push('-'),
            Part::Open("br", attributes) => {
                if attributes.get("type").as_deref() == Some("page") && !self.rendered_breaks {
                    self.turn_page();
                } else {
                    self.open.push(' ');
                }
            }
            Part::Open("lastRenderedPageBreak", _) => self.turn_page(),
            Part::Open("pStyle", attributes) => {
                let id = attributes.get("val").unwrap_or_default();
                self.style = self.styles.get(&id).copied().unwrap_or(Style::Plain);
            }
            Part::Open("outlineLvl", attributes) => {
                if let Some(level @ 0..=8) =
                    attributes.get("val").and_then(|v| v.parse::<u8>().ok())
                {
                    self.style = Style::Heading((level + 1).min(6));
                }
            }
            Part::Open("numId", attributes) if attributes.on() && self.style == Style::Plain => {
                self.style = Style::Item;
            }
            Part::Close("p") => self.paragraph_ends(),
            Part::Open("tbl", _) => self.tables.push(Vec::new()),
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
            Part::Close("tbl") => self.table_ends(),
            _ => {}
        }
    }

    fn turn_page(&mut self) {
        if self.open.trim().is_empty() && self.tables.is_empty() {
            self.pages.turn();
        } else {
            self.turn = true; // the paragraph belongs to the page on which it begins
        }
    }

    fn paragraph_ends(&mut self) {
        let text = std::mem::take(&mut self.open);
        let style = std::mem::replace(&mut self.style, Style::Plain);
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
        let kind = match style {
            Style::Plain => BlockKind::Paragraph,
            Style::Title => BlockKind::Heading { level: 1 },
            Style::Heading(level) => BlockKind::Heading { level },
            Style::Contents => BlockKind::Contents,
            Style::Caption => BlockKind::Caption,
            Style::Item => BlockKind::ListItem,
        };
        if style == Style::Title && self.title.is_none() {
            self.title = Some(clean(&text)).filter(|t| !t.is_empty());
        }
        self.pages.push(kind, &text);
        if std::mem::take(&mut self.turn) {
            self.pages.turn();
        }
    }

    fn table_ends(&mut self) {
        let Some(rows) = self.tables.pop() else {
            return;
        };
        // A table inside a cell is text of that cell.
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
            None => {
                self.pages.table(rows);
                if std::mem::take(&mut self.turn) {
                    self.pages.turn();
                }
            }
        }
    }
}

fn footnotes(source: &str, pages: &mut Pages) -> Result<(), ReadError> {
    let (mut open, mut real, mut in_text) = (String::new(), false, false);
    walk(source, |part| match part {
        Part::Open("footnote", attributes) => {
            real = attributes.get("type").is_none();
            open.clear();
        }
        Part::Open("t", _) => in_text = true,
        Part::Close("t") => in_text = false,
        Part::Text(text) if in_text => open.push_str(&text),
        Part::Close("p") => open.push(' '),
        Part::Close("footnote") if real => pages.push(BlockKind::Footnote, &open),
        _ => {}
    })
}
