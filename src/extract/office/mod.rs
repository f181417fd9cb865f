//! Office files (DOCX, ODT, PPTX) → documents: headings by style, lists, tables, footnotes. Only the
//! parts that carry text are unpacked, each under a limit, so that a zip bomb costs little; macros,
//! embedded objects, headers and footers are not touched.

mod docx;
mod odt;
mod pptx;
mod xml;

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::model::Date;
use crate::model::document::{
    Block, BlockKind, Condition, Document, Metadata, Page, PageCondition,
};

use super::words::clean;
use super::{ReadError, text, title};
use xml::Part;

/// Longest part of an archive after unpacking, in bytes.
const MAX_PART: u64 = 64 << 20;
/// Longest sum of parts, in bytes.
const MAX_TOTAL: u64 = 160 << 20;
/// Most entries of an archive.
const MAX_ENTRIES: usize = 20_000;

/// Reads a Word document.
pub(super) fn docx(bytes: &[u8]) -> Result<Document, ReadError> {
    docx::read(&mut Package::open(bytes)?)
}

/// Reads an OpenDocument text.
pub(super) fn odt(bytes: &[u8]) -> Result<Document, ReadError> {
    odt::read(&mut Package::open(bytes)?)
}

/// Reads a presentation; a slide is a page.
pub(super) fn pptx(bytes: &[u8]) -> Result<Document, ReadError> {
    pptx::read(&mut Package::open(bytes)?)
}

/// The archive, with what may still be unpacked from it.
struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::Office(e.to_string()))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadError::Limit(format!(
                "the file has more than {MAX_ENTRIES} parts"
            )));
        }
        Ok(Self {
            zip,
            left: MAX_TOTAL,
        })
    }

    /// A part as text, `None` where the archive has none of that name.
    fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let limit = MAX_PART.min(self.left);
        let Ok(part) = self.zip.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| ReadError::Office(format!("{name}: {e}")))?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::Limit(format!(
                "{name} unpacks to more than {} MB",
                limit >> 20
            )));
        }
        self.left -= bytes.len() as u64;
        Ok(Some(super::characters::decode(&bytes, None, false)))
    }

    fn needed(&mut self, name: &str) -> Result<String, ReadError> {
        self.part(name)?
            .ok_or_else(|| ReadError::Office(format!("{name} is missing")))
    }

    /// Title, author, dates and language of `docProps/core.xml` or `meta.xml`.
    fn metadata(&mut self, name: &str) -> Metadata {
        let mut metadata = Metadata::default();
        let Ok(Some(source)) = self.part(name) else {
            return metadata;
        };
        let mut open = String::new();
        // A broken properties part costs the properties only.
        let _ = xml::walk(&source, |part| match part {
            Part::Open(_, _) => open.clear(),
            Part::Text(text) => open.push_str(&text),
            Part::Close(name) => {
                let text = Some(clean(&open)).filter(|t| !t.is_empty());
                let day =
                    |t: &Option<String>| -> Option<Date> { t.as_deref()?.get(..10)?.parse().ok() };
                match name {
                    "title" => metadata.title = text,
                    "creator" => metadata.author = text,
                    "initial-creator" => metadata.author = metadata.author.take().or(text),
                    "created" | "creation-date" => metadata.created = day(&text),
                    "modified" | "date" => metadata.modified = day(&text),
                    "language" => metadata.language = text,
                    _ => {}
                }
                open.clear();
            }
        });
        metadata
    }
}

/// Blocks as they come, sorted into pages.
#[derive(Default)]
struct Pages {
    pages: Vec<Vec<Block>>,
}

impl Pages {
    fn push(&mut self, kind: BlockKind, text: &str) {
        let text = if kind == BlockKind::Table {
            text.to_owned()
        } else {
            clean(text)
        };
        if text.trim().is_empty() {
            return;
        }
        if self.pages.is_empty() {
            self.pages.push(Vec::new());
        }
        if let Some(page) = self.pages.last_mut() {
            page.push(Block::new(kind, text));
        }
    }

    fn turn(&mut self) {
        if self.pages.is_empty() {
            self.pages.push(Vec::new());
        }
        self.pages.push(Vec::new());
    }

    /// Rows of a table as one block; a single column is text.
    fn table(&mut self, rows: Vec<Vec<String>>) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns < 2 {
            for cell in rows.into_iter().flatten() {
                self.push(BlockKind::Paragraph, &cell);
            }
            return;
        }
        let rows: Vec<String> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|c| clean(c))
                    .collect::<Vec<_>>()
                    .join("\t")
                    .trim_end()
                    .to_owned()
            })
            .filter(|row| !row.is_empty())
            .collect();
        self.push(BlockKind::Table, &rows.join("\n"));
    }

    /// The document, with `stated` as the title its styles name.
    fn finish(self, metadata: Metadata, stated: Option<&str>) -> Document {
        let pages: Vec<Page> = self
            .pages
            .into_iter()
            .enumerate()
            .map(|(i, blocks)| Page {
                number: i as u32 + 1,
                condition: if blocks.is_empty() {
                    PageCondition::Empty
                } else {
                    PageCondition::Readable
                },
                blocks,
                url: None,
            })
            .collect();
        let empty = pages.iter().all(|p| p.blocks.is_empty());
        let mut document = Document {
            outline: text::outline(&pages),
            metadata,
            pages,
            condition: if empty {
                Condition::Empty
            } else {
                Condition::Readable
            },
            title: None,
        };
        document.title = title::of(&document, stated);
        document
    }
}
