//! A document as read: pages of typed blocks. What extraction hands to analysis, index and site.

use serde::{Deserialize, Serialize};

use super::Date;

/// One document: a PDF, a web page (or several chapters of one), an office file or plain text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The document's own title: cover, first heading or honest metadata; never a file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the file says of itself.
    #[serde(default)]
    pub metadata: Metadata,
    /// Bookmarks of a PDF, or the headings of a page, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outline: Vec<OutlineItem>,
    /// Pages in reading order. A web page is one page; chapters on several web pages are one each.
    pub pages: Vec<Page>,
    /// Whether it could be read, and if not, why.
    #[serde(default)]
    pub condition: Condition,
}

/// Metadata of the file, as stated and not trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// Media type decided from the bytes, e.g. `application/pdf`.
    pub media_type: String,
    /// Stated title, also when it is no title ("Microsoft Word - udkast3.docx").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Stated author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Stated day of creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Date>,
    /// Stated day of the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Date>,
    /// Stated language, e.g. `da-DK`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineItem {
    /// Text of the bookmark or heading.
    pub title: String,
    /// Depth, 1 is the top.
    pub level: u8,
    /// Page it points at.
    pub page: u32,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Position in the file, counted from 1: what `#page=N` and `#side-N` mean.
    pub number: u32,
    /// Blocks in reading order, without running headers and footers.
    pub blocks: Vec<Block>,
    /// Whether this page could be read.
    #[serde(default)]
    pub condition: PageCondition,
    /// Address of this page, where it is another than the document's (chapters on the web).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Page {
    /// The running text of the page: blocks joined by blank lines.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&block.text);
        }
        out
    }
}

/// A piece of text with its role. Text is NFC, ligatures expanded, line-end hyphens joined, one
/// space between words; table rows are lines with tabs between cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its role on the page.
    #[serde(flatten)]
    pub kind: BlockKind,
    /// Its text.
    pub text: String,
}

impl Block {
    /// A block of this kind.
    pub fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

/// Role of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; level 1 is the largest.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// One item of a list, without its bullet.
    ListItem,
    /// A table: rows are lines, cells are separated by tabs.
    Table,
    /// A footnote; kept out of passages.
    Footnote,
    /// A line of a table of contents; kept out of passages.
    Contents,
    /// A picture or table caption.
    Caption,
    /// Text of form fields and annotations, which is not part of the page's own flow.
    Annotation,
}

impl BlockKind {
    /// Whether a passage may be quoted from such a block.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem | Self::Table)
    }
}

/// Whether a document could be read, and if not, the name of what is wrong.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Text came out of (nearly) every page.
    #[default]
    Readable,
    /// Pictures of pages; no text to read.
    Scanned,
    /// Needs a password to open.
    Encrypted,
    /// Broken file, or reading it met a limit.
    Corrupt,
    /// Fonts without a mapping to characters: text comes out as signs.
    Unreadable,
    /// Opens, but holds nothing.
    Empty,
}

impl Condition {
    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Readable => "Læst",
            Self::Scanned => "Indscannet uden tekst",
            Self::Encrypted => "Låst med adgangskode",
            Self::Corrupt => "Beskadiget fil",
            Self::Unreadable => "Skrifttyper uden tegnkode",
            Self::Empty => "Tom",
        }
    }
}

/// Whether one page could be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageCondition {
    /// Has text.
    #[default]
    Readable,
    /// Pictures without text.
    Scanned,
    /// Text without character mapping.
    Unreadable,
    /// Could not be read at all; the file is damaged here.
    Corrupt,
    /// Nothing on it.
    Empty,
}

impl Document {
    /// Whether analysis has something to read.
    pub fn is_readable(&self) -> bool {
        self.condition == Condition::Readable
    }

    /// Whether a theme's absence can be claimed: no page is hidden from us.
    pub fn is_complete(&self) -> bool {
        self.is_readable()
            && self
                .pages
                .iter()
                .all(|p| matches!(p.condition, PageCondition::Readable | PageCondition::Empty))
    }
}
