//! An element → the blocks of its text, in order. What a screen reader would skip as furniture is
//! skipped; what an accordion hides is not.

use scraper::{ElementRef, Html, Node};

use crate::model::document::{Block, BlockKind};

use super::super::words::clean;
use super::furniture;

/// The end of a line within a paragraph; white space to everybody else.
const BREAK: char = '\u{2028}';
/// Where bold type begins and ends; never part of a page's text.
const BOLD: [char; 2] = ['\u{2}', '\u{3}'];
/// Signs with which people open the items of a list that they typed line by line.
const DASHES: [&str; 5] = ["- ", "– ", "• ", "* ", "· "];
/// Longest line that may be a heading for being bold, in characters.
const LONGEST: usize = 80;

/// Nesting below this is read as flat text: no page is written so deep, and the walk recurses.
const MAX_DEPTH: usize = 300;

/// Elements that never carry text of the page.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "option",
    "input", "textarea", "audio", "video", "canvas", "math", "head", "dialog",
];

/// Elements whose text runs on within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "picture", "img", "button",
];

/// The blocks of an element.
pub(super) fn blocks(element: ElementRef<'_>) -> Vec<Block> {
    let mut walk = Walk {
        blocks: Vec::new(),
        open: String::new(),
        kind: BlockKind::Paragraph,
        level: 1,
        length: furniture::length(element),
    };
    walk.children(element, 0);
    walk.flush();
    furniture::without_noise(walk.blocks)
}

/// Depth of the deepest element.
pub(super) fn depth(page: &Html) -> usize {
    // Parents come before their children in the tree's own order.
    page.tree
        .root()
        .descendants()
        .filter(|node| !node.has_children())
        .map(|leaf| leaf.ancestors().take(1_000).count())
        .max()
        .unwrap_or(0)
}

struct Walk {
    blocks: Vec<Block>,
    open: String,
    kind: BlockKind,
    /// Level of the last heading: an accordion's summary is one below.
    level: u8,
    /// Length of all text, in bytes.
    length: usize,
}

impl Walk {
    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        if self.kind != BlockKind::Paragraph {
            return self.push(self.kind, &open);
        }
        // Lines that people typed as headings and lists are what they look like.
        let mut bold = false;
        let mut text = String::new();
        for line in open.split(BREAK) {
            let (all_bold, after) = is_bold(line, bold);
            bold = after;
            let line = line.replace(BOLD, "");
            let trimmed = line.trim();
            if let Some(item) = DASHES.iter().find_map(|d| trimmed.strip_prefix(d)) {
                self.push(BlockKind::Paragraph, &std::mem::take(&mut text));
                self.push(BlockKind::ListItem, item);
            } else if all_bold && text.trim().is_empty() && is_title(trimmed) {
                self.push(self.below(), trimmed);
            } else {
                text.push_str(&line);
                text.push(' ');
            }
        }
        self.push(BlockKind::Paragraph, &text);
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        let text = if text.contains(BOLD) {
            clean(&text.replace(BOLD, ""))
        } else {
            clean(text)
        };
        if text.chars().any(char::is_alphanumeric) {
            self.blocks.push(Block::new(kind, text));
        }
    }

    fn children(&mut self, element: ElementRef<'_>, depth: usize) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.open.extend(text.chars().filter(|c| !BOLD.contains(c))),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        let name = element.value().name();
        let unseen = INLINE.contains(&name) && element.attr("aria-hidden") == Some("true");
        if SILENT.contains(&name) || unseen || furniture::is(element, self.length) {
            return;
        }
        if depth > MAX_DEPTH {
            self.open.extend(element.text());
            return;
        }
        match name {
            "br" => self.open.push(BREAK),
            "hr" => self.flush(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.level = level;
                self.within(BlockKind::Heading { level }, element, depth);
            }
            "summary" => self.within(self.below(), element, depth),
            _ if !self.in_heading() && furniture::opens_accordion(element) => {
                self.within(self.below(), element, depth);
            }
            // Links before any heading lead elsewhere.
            "ul" | "ol" if self.blocks.is_empty() && furniture::only_links(element) => {}
            "li" | "dd" => self.within(BlockKind::ListItem, element, depth),
            "dt" => self.within(BlockKind::ListItem, element, depth),
            "figcaption" | "caption" => self.within(BlockKind::Caption, element, depth),
            "table" => self.table(element, depth),
            "p" if matches!(self.kind, BlockKind::ListItem) => {
                // <li><p>…</p></li> is one item.
                self.open.push(' ');
                self.children(element, depth);
                self.open.push(' ');
            }
            "b" | "strong" => {
                self.open.push(BOLD[0]);
                self.children(element, depth);
                self.open.push(BOLD[1]);
            }
            name if INLINE.contains(&name) => {
                self.children(element, depth);
            }
            _ if self.in_heading() => {
                self.open.push(' ');
                self.children(element, depth);
                self.open.push(' ');
            }
            _ => {
                self.flush();
                self.children(element, depth);
                self.flush();
            }
        }
    }

    fn in_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Heading { .. })
    }

    fn below(&self) -> BlockKind {
        BlockKind::Heading {
            level: (self.level + 1).min(6),
        }
    }

    fn within(&mut self, kind: BlockKind, element: ElementRef<'_>, depth: usize) {
        self.flush();
        let before = std::mem::replace(&mut self.kind, kind);
        self.children(element, depth);
        self.flush();
        self.kind = before;
    }

    /// A table of data is one block; a table that holds the page's layout is walked through.
    fn table(&mut self, element: ElementRef<'_>, depth: usize) {
        self.flush();
        let layout = element.descendants().skip(1).any(|n| {
            n.value()
                .as_element()
                .is_some_and(|e| matches!(e.name(), "table" | "h1" | "h2" | "h3" | "ul" | "ol"))
        });
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in descendants(element, "tr") {
            let cells: Vec<String> = row
                .children()
                .filter_map(ElementRef::wrap)
                .filter(|c| matches!(c.value().name(), "td" | "th"))
                .map(|c| clean(&spaced_text(c)))
                .collect();
            if cells.iter().any(|c| !c.is_empty()) {
                rows.push(cells);
            }
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if layout || columns < 2 {
            self.children(element, depth);
            self.flush();
            return;
        }
        for caption in descendants(element, "caption") {
            let text = clean(&spaced_text(caption));
            if !text.is_empty() {
                self.blocks.push(Block::new(BlockKind::Caption, text));
            }
        }
        let text: Vec<String> = rows
            .iter()
            .map(|row| row.join("\t").trim_end().to_owned())
            .collect();
        self.blocks
            .push(Block::new(BlockKind::Table, text.join("\n")));
    }
}

/// Whether all that a line shows is bold, and whether bold type goes on after it.
fn is_bold(line: &str, mut bold: bool) -> (bool, bool) {
    let (mut any, mut all) = (false, true);
    for c in line.chars() {
        match c {
            _ if c == BOLD[0] => bold = true,
            _ if c == BOLD[1] => bold = false,
            c if c.is_whitespace() => {}
            _ => {
                any = true;
                all &= bold;
            }
        }
    }
    (any && all, bold)
}

/// Whether a bold line reads as a heading: short, and no sentence.
fn is_title(line: &str) -> bool {
    line.chars().count() <= LONGEST
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && line
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| !c.is_lowercase())
        && !line.ends_with(['.', ',', ';', ':', '!'])
}

fn descendants<'a>(element: ElementRef<'a>, name: &'a str) -> impl Iterator<Item = ElementRef<'a>> {
    element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(move |e| e.value().name() == name)
}

/// The text under an element, with a space where an element begins or ends.
pub(super) fn spaced_text(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for node in element.descendants() {
        match node.value() {
            Node::Text(text) => {
                let silent = node
                    .parent()
                    .and_then(|p| p.value().as_element())
                    .is_some_and(|e| SILENT.contains(&e.name()));
                if !silent {
                    out.push_str(text);
                }
            }
            Node::Element(e) if !INLINE.contains(&e.name()) => out.push(' '),
            _ => {}
        }
    }
    out
}
