//! What a PDF says beside its pages: stated title, author, dates, language, bookmarks, comments and
//! form values → the document's metadata, outline and annotation texts.

use std::collections::HashMap;

use pdfboss_core::{
    Annotation, Date as PdfDate, Destination, DestinationPage, Dict, Document, FieldType,
    Immediate, Name, ObjRef, Object, OutlineItem as Bookmark, Page, Rect, block_on,
};
use pdfboss_output::retain_spans_on_page;
use pdfboss_text::{FontCache, ReadingOrder, extract_spans_reporting_cached_with};

use super::super::COMMENT;
use super::super::words::clean;
use super::fonts::Mended;
use crate::model::Date;
use crate::model::document::{Metadata, OutlineItem};

/// Bookmarks beyond these are no outline but an index.
const MAX_BOOKMARKS: usize = 2_000;
/// Annotations of one page beyond these are not read.
const MAX_ANNOTATIONS: usize = 1_000;

/// Reads the document information dictionary.
pub(super) fn metadata(doc: &Document) -> Metadata {
    let stated = doc.metadata();
    let text = |t: Option<String>| t.map(|t| clean(&t)).filter(|t| !t.is_empty());
    Metadata {
        media_type: "application/pdf".to_owned(),
        created: stated.creation_date_parsed().and_then(day),
        modified: stated.mod_date_parsed().and_then(day),
        title: text(stated.title),
        author: text(stated.author),
        language: text(doc.language()),
    }
}

fn day(date: PdfDate) -> Option<Date> {
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

/// Bookmarks that point at a page, in order.
pub(super) fn outline(doc: &Document, pages: &[Page]) -> Vec<OutlineItem> {
    let bookmarks = doc.outline();
    if bookmarks.is_empty() {
        return Vec::new();
    }
    let numbers: HashMap<ObjRef, u32> = pages
        .iter()
        .filter_map(|p| Some((p.object_ref()?, p.index as u32 + 1)))
        .collect();
    let mut out = Vec::new();
    collect(&bookmarks, 1, &numbers, &mut out);
    out
}

fn collect(
    items: &[Bookmark],
    level: u8,
    numbers: &HashMap<ObjRef, u32>,
    out: &mut Vec<OutlineItem>,
) {
    for item in items {
        if out.len() >= MAX_BOOKMARKS {
            return;
        }
        let page = match item.destination.as_ref().map(page_of) {
            Some(DestinationPage::Object(r)) => numbers.get(&r).copied(),
            Some(DestinationPage::Number(n)) => Some(n.saturating_add(1)),
            None => None,
        };
        let title = clean(&item.title);
        if let (Some(page), false) = (page, title.is_empty()) {
            out.push(OutlineItem { title, level, page });
        }
        collect(&item.children, level.saturating_add(1).min(6), numbers, out);
    }
}

fn page_of(destination: &Destination) -> DestinationPage {
    destination.page
}

/// Text of form fields by the widget that shows it.
pub(super) fn form_texts(doc: &Document) -> HashMap<ObjRef, String> {
    let mut out = HashMap::new();
    for field in doc.form_fields() {
        if !matches!(field.field_type, Some(FieldType::Text | FieldType::Choice)) {
            continue;
        }
        let Some(text) = field.value.as_ref().and_then(value) else {
            continue;
        };
        if let Some(widget) = field.widgets.first() {
            out.insert(widget.object, text);
        }
    }
    out
}

fn value(value: &Object) -> Option<String> {
    let bytes = value.as_str_bytes()?;
    let text = clean(&pdfboss_core::object::decode_text_string(bytes));
    (!text.is_empty()).then_some(text)
}

/// Texts of a page that are not part of its own flow: form values, notes and comments, as they are
/// shown where they have an appearance, else as they are stated.
pub(super) fn annotations(
    doc: &Document,
    page: &Page,
    fonts: &FontCache,
    forms: &HashMap<ObjRef, String>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for annotation in doc.annotations(page).into_iter().take(MAX_ANNOTATIONS) {
        // Links describe their target and pop-ups repeat their parent.
        let silent = matches!(annotation.subtype.as_str(), "Link" | "Popup");
        if silent || annotation.flags.hidden() || annotation.flags.no_view() {
            continue;
        }
        let shown = appearance(doc, page, fonts, &annotation).filter(|t| !t.is_empty());
        let stated = match annotation.subtype.as_str() {
            "Widget" => annotation.object.and_then(|r| forms.get(&r).cloned()),
            _ => annotation.contents.as_deref().map(clean),
        };
        // A value longer than its field is shown in part, and that is what the page says.
        let stated = stated.filter(|t| {
            !t.is_empty()
                && shown
                    .as_ref()
                    .is_none_or(|s| !same_words(s, t) && !same_words(t, s))
        });
        out.extend(shown);
        // A form value or a text box is on the page; any other text opens in a window of its own.
        let on_page = matches!(annotation.subtype.as_str(), "Widget" | "FreeText");
        out.extend(stated.map(|t| if on_page { t } else { format!("{COMMENT}{t}") }));
    }
    out
}

/// Whether one text holds the other, spaces aside.
fn same_words(a: &str, b: &str) -> bool {
    let key = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    key(a).contains(&key(b))
}

fn rectangle(doc: &Document, corners: &[Object]) -> Option<Rect> {
    let mut numbers = corners
        .iter()
        .map(|c| Some(doc.resolve(c).ok()?.as_f64()? as f32));
    Some(Rect {
        x0: numbers.next()??,
        y0: numbers.next()??,
        x1: numbers.next()??,
        y1: numbers.next()??,
    })
}

/// A box of the page as an appearance sees it whose own box is laid into that of its annotation.
fn back(page: Rect, on: Rect, own: Rect) -> Option<Rect> {
    let along = |at: f32, (a0, a1): (f32, f32), (b0, b1): (f32, f32)| {
        let scale = (b1 - b0) / (a1 - a0);
        let at = b0 + (at - a0) * scale;
        (scale.is_finite() && scale > 0.0).then_some(at)
    };
    let (x, y) = ((on.x0, on.x1), (on.y0, on.y1));
    let (own_x, own_y) = ((own.x0, own.x1), (own.y0, own.y1));
    Some(Rect {
        x0: along(page.x0, x, own_x)?,
        y0: along(page.y0, y, own_y)?,
        x1: along(page.x1, x, own_x)?,
        y1: along(page.y1, y, own_y)?,
    })
}

/// The text that an annotation's normal appearance draws.
fn appearance(
    doc: &Document,
    page: &Page,
    fonts: &FontCache,
    annotation: &Annotation,
) -> Option<String> {
    if !annotation.has_appearance {
        return None;
    }
    let object = doc.get(annotation.object?).ok()?;
    let states = doc.resolve(object.as_dict()?.get("AP")?).ok()?;
    let mut normal = states.as_dict()?.get("N")?.clone();
    let mut stream = doc.resolve(&normal).ok()?;
    if stream.as_stream().is_none() {
        let state = annotation.appearance_state.as_deref()?;
        normal = stream.as_dict()?.get(state)?.clone();
        stream = doc.resolve(&normal).ok()?;
    }
    let resources = stream
        .as_stream()?
        .dict
        .get("Resources")
        .and_then(|r| doc.resolve(r).ok()?.as_dict().cloned())
        .unwrap_or_else(|| page.resources.clone());
    let bounds = stream
        .as_stream()
        .and_then(|s| doc.resolve(s.dict.get("BBox")?).ok())
        .and_then(|b| rectangle(doc, b.as_array()?));
    // An appearance is content like a page's own, and is read as one.
    let mut dict = Dict::new();
    dict.insert(Name("Contents".to_owned()), normal);
    // … of which the part that falls on the page is seen: its box is laid into the annotation's.
    let seen = bounds
        .and_then(|bounds| back(page.crop_box, annotation.rect?, bounds))
        .unwrap_or(page.crop_box);
    let shown = Page::from_parts(page.index, seen, seen, 0, resources, dict, None);
    let (mut spans, _) = block_on(extract_spans_reporting_cached_with(
        Immediate(Mended(doc)),
        &shown,
        fonts,
        None,
        None,
        ReadingOrder::Content,
    ))
    .ok()?;
    retain_spans_on_page(&mut spans, &shown);
    Some(clean(&pdfboss_output::layout(
        &spans,
        ReadingOrder::Content,
    )))
}
