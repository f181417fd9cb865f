//! A PDF's bytes → a [`Document`]: the only room that knows the PDF library. Files protected against
//! editing only are read; a damaged page costs that page; nothing is drawn and no script is run.

mod blocks;
mod bullets;
mod contents;
mod fonts;
mod furniture;
mod lines;
mod order;
mod overdrawn;
mod paragraphs;
mod side;
mod spacing;
mod style;
mod tags;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdfboss_core::{Document as Pdf, Error as PdfError, Immediate, Page as PdfPage, block_on};
use pdfboss_output::{retain_rulings_on_page, retain_spans_on_page};
use pdfboss_text::{FontCache, ReadingOrder, Ruling, TextSpan};

use super::title;
use super::words::{Vocabulary, join};
use crate::model::document::{Block, BlockKind, Condition, Document, Page, PageCondition};
use lines::Unit;
use paragraphs::{Paragraph, Piece};

/// Pages beyond these are not read: no strategy has them, and a hostile page tree may claim millions.
const MAX_PAGES: usize = 3_000;

/// A page as read, before the document decides what its lines are for.
struct RawPage {
    number: u32,
    units: Vec<Unit>,
    frame: Frame,
    tagged: bool,
    tagged_headings: bool,
    condition: PageCondition,
    notes: Vec<String>,
}

/// The visible area, in points, in the frame where most text is upright.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    y0: f32,
    y1: f32,
}

/// Reads a PDF. Never fails: what cannot be opened is a document whose condition says why.
pub(super) fn read(bytes: Vec<u8>) -> Document {
    let pdf = match Pdf::load(bytes) {
        Ok(pdf) if pdf.is_locked() => return unread(Condition::Encrypted),
        Ok(pdf) => pdf,
        Err(PdfError::Encrypted) => return unread(Condition::Encrypted),
        Err(_) => return unread(Condition::Corrupt),
    };
    let pages: Vec<PdfPage> = (0..pdf.flattened_page_count().min(MAX_PAGES))
        .filter_map(|i| pdf.page(i).ok())
        .collect();
    let outline = guarded(|| side::outline(&pdf, &pages)).unwrap_or_default();
    let mut raw = read_pages(&pdf, &pages);
    let body = style::Styles::of(&raw).body();
    furniture::remove(&mut raw, body);
    let styles = style::Styles::of(&raw);
    let vocabulary = Vocabulary::of(|| {
        raw.iter()
            .flat_map(|p| &p.units)
            .flat_map(Unit::lines)
            .map(|l| l.text.as_str())
    });
    let mut conditions = Vec::with_capacity(raw.len());
    let mut cut = Vec::with_capacity(raw.len());
    for page in raw {
        conditions.push((page.condition, page.notes));
        cut.push(blocks::Cut {
            number: page.number,
            pieces: paragraphs::cut(page.units, page.tagged, &styles),
            tagged_headings: page.tagged_headings,
            reach: (page.frame.y0, page.frame.y1),
        });
    }
    paragraphs::close_pages(&mut cut);
    let built = blocks::build(&cut, &styles, &vocabulary, &outline);
    let pages: Vec<Page> = built
        .into_iter()
        .zip(conditions)
        .zip(&cut)
        .map(|((mut blocks, (condition, notes)), cut)| {
            blocks.extend(
                notes
                    .into_iter()
                    .map(|n| Block::new(BlockKind::Annotation, n)),
            );
            Page {
                number: cut.number,
                blocks,
                condition,
                url: None,
            }
        })
        .collect();
    let metadata = guarded(|| side::metadata(&pdf)).unwrap_or_default();
    let cover = cover(&cut, &styles, &vocabulary);
    let mut document = Document {
        title: None,
        metadata,
        outline,
        condition: overall(&pages),
        pages,
    };
    document.metadata.media_type = "application/pdf".to_owned();
    document.title = title::of(&document, cover.as_deref());
    document
}

fn unread(condition: Condition) -> Document {
    let mut document = Document {
        condition,
        ..Document::default()
    };
    document.metadata.media_type = "application/pdf".to_owned();
    document
}

/// Runs the library over hostile input: a panic in it costs this part and no more.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn read_pages(pdf: &Pdf, pages: &[PdfPage]) -> Vec<RawPage> {
    let fonts = FontCache::default();
    let oc = guarded(|| pdf.oc_state()).flatten();
    let order = ReadingOrder::StructureTree;
    let structure = guarded(|| pdfboss_text::structure_for(pdf, order)).flatten();
    let forms = guarded(|| side::form_texts(pdf)).unwrap_or_default();
    pages
        .iter()
        .enumerate()
        .map(|(i, page)| {
            guarded(|| {
                let (mut spans, mut rulings, report) = block_on(
                    pdfboss_text::extract_spans_and_rulings_reporting_cached_with(
                        Immediate(fonts::Mended(pdf)),
                        page,
                        &fonts,
                        oc.as_ref(),
                        structure.as_ref(),
                        order,
                    ),
                )
                .ok()?;
                retain_spans_on_page(&mut spans, page);
                retain_rulings_on_page(&mut rulings, page);
                let condition = condition(pdf, page, &spans, report.is_complete());
                let spans = spacing::settle(bullets::level(overdrawn::once(spans)));
                let notes =
                    guarded(|| side::annotations(pdf, page, &fonts, &forms)).unwrap_or_default();
                Some(RawPage {
                    number: i as u32 + 1,
                    frame: frame(page, &spans),
                    tagged: report.order == ReadingOrder::StructureTree,
                    tagged_headings: spans.iter().any(tags::in_heading),
                    units: units(spans, &rulings, report.order),
                    condition: match condition {
                        PageCondition::Empty if !notes.is_empty() => PageCondition::Readable,
                        condition => condition,
                    },
                    notes,
                })
            })
            .flatten()
            .unwrap_or_else(|| RawPage {
                number: i as u32 + 1,
                units: Vec::new(),
                frame: Frame::default(),
                tagged: false,
                tagged_headings: false,
                condition: PageCondition::Corrupt,
                notes: Vec::new(),
            })
        })
        .collect()
}

/// Lays the spans of a page out, in the order in which they are read.
fn units(spans: Vec<TextSpan>, rulings: &[Ruling], order: ReadingOrder) -> Vec<Unit> {
    if order == ReadingOrder::StructureTree {
        let parts = tags::split(spans);
        return parts
            .into_iter()
            .flat_map(|(role, spans)| match role {
                Some(role) => lines::layout_as(role, &spans, order),
                None => lines::layout(&spans, rulings, order),
            })
            .collect();
    }
    order::parts(spans)
        .iter()
        .flat_map(|spans| lines::layout(spans, rulings, order))
        .collect()
}

/// Bottom and top of the page in the frame of its text: pages set sideways carry text turned so.
fn frame(page: &PdfPage, spans: &[TextSpan]) -> Frame {
    let turned = |r: i32| spans.iter().filter(|s| s.rotate == r).count();
    let most = [0, 90, 180, 270]
        .into_iter()
        .max_by_key(|&r| (turned(r), -r))
        .unwrap_or(0);
    let c = page.crop_box;
    let (y0, y1) = match most {
        90 => (-c.x1, -c.x0),
        180 => (-c.y1, -c.y0),
        270 => (c.x0, c.x1),
        _ => (c.y0, c.y1),
    };
    Frame {
        y0: y0.min(y1),
        y1: y0.max(y1),
    }
}

/// Whether the page could be read.
fn condition(pdf: &Pdf, page: &PdfPage, spans: &[TextSpan], complete: bool) -> PageCondition {
    let (mut good, mut bad) = (0, 0);
    for c in spans.iter().flat_map(|s| s.text.chars()) {
        match c {
            '\u{fffd}' | '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' => bad += 1,
            c if c.is_whitespace() || c.is_control() => {}
            _ => good += 1,
        }
    }
    if bad > good && bad > 3 {
        return PageCondition::Unreadable;
    }
    if good > 0 {
        return PageCondition::Readable;
    }
    let pictures = guarded(|| pdfboss_text::placed_images(pdf, page).ok()).flatten();
    match pictures {
        Some(images) if images.iter().any(|i| !i.stencil || i.width > 300) => {
            PageCondition::Scanned
        }
        _ if !complete => PageCondition::Corrupt,
        _ => PageCondition::Empty,
    }
}

/// Whether the document could be read: half of the pages that hold anything must be readable.
fn overall(pages: &[Page]) -> Condition {
    let count = |c: PageCondition| pages.iter().filter(|p| p.condition == c).count();
    let readable = count(PageCondition::Readable);
    let scanned = count(PageCondition::Scanned);
    let unreadable = count(PageCondition::Unreadable);
    let corrupt = count(PageCondition::Corrupt);
    if readable > 0 && readable >= scanned.max(unreadable).max(corrupt) {
        Condition::Readable
    } else if scanned + unreadable + corrupt == 0 {
        Condition::Empty
    } else if scanned >= unreadable && scanned >= corrupt {
        Condition::Scanned
    } else if unreadable >= corrupt {
        Condition::Unreadable
    } else {
        Condition::Corrupt
    }
}

/// The largest type on the first page with text: what a cover calls the document.
fn cover(cut: &[blocks::Cut], styles: &style::Styles, vocabulary: &Vocabulary) -> Option<String> {
    let page = cut.iter().find(|p| !p.pieces.is_empty())?;
    let texts: Vec<&Paragraph> = page
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(p) => Some(p),
            Piece::Table(_) => None,
        })
        .collect();
    let letters = |p: &Paragraph| {
        p.lines
            .iter()
            .flat_map(|l| l.text.chars())
            .filter(|c| c.is_alphabetic())
            .count()
    };
    let largest = texts
        .iter()
        .filter(|p| letters(p) >= 3)
        .map(|p| p.size())
        .fold(0.0, f32::max);
    if largest < 1.2 * styles.body() && texts.len() > 3 {
        return None;
    }
    // A page with little on it is a cover, and its large lines are one title; on a page of text the
    // first large line is.
    let most = if texts.len() <= 8 { 3 } else { 1 };
    let lines: Vec<&str> = texts
        .iter()
        .skip_while(|p| p.size() < 0.85 * largest || letters(p) < 3)
        .take_while(|p| p.size() >= 0.85 * largest)
        .take(most)
        .flat_map(|p| p.lines.iter().map(|l| l.text.as_str()))
        .collect();
    let text = join(lines, vocabulary);
    (title::is_honest(&text) && !title::is_generic(&text) && text.chars().count() <= 200)
        .then_some(text)
}
