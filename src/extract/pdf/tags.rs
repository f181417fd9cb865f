//! Spans of a tagged page → stretches by what the structure tree says of them beyond paragraphs and
//! headings: entries of a table of contents, footnotes and captions. Footnotes stand inside the
//! paragraph that refers to them in the tree; here they leave it.

use pdfboss_core::ObjRef;
use pdfboss_text::{StandardType, TextSpan};

use super::lines::Role;

/// Spans of one element with a role, or of the text between such elements.
type Stretch = (Option<(Role, ObjRef)>, Vec<TextSpan>);

/// Splits the spans of a tagged page; every stretch is laid out by itself. Notes come last.
pub(super) fn split(spans: Vec<TextSpan>) -> Vec<(Option<Role>, Vec<TextSpan>)> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut notes: Vec<Stretch> = Vec::new();
    for span in spans {
        let part = part(&span);
        let list = match part {
            Some((Role::Note, _)) => &mut notes,
            _ => &mut out,
        };
        // The dots that lead to a page number are no part of the entry, and stand inside it.
        let own = match part {
            Some(_) => list
                .iter_mut()
                .rev()
                .take(4)
                .find(|(open, _)| *open == part),
            None => list.last_mut().filter(|(open, _)| open.is_none()),
        };
        match own {
            Some((_, spans)) => spans.push(span),
            None => list.push((part, vec![span])),
        }
    }
    out.extend(notes);
    out.into_iter()
        .map(|(part, spans)| (part.map(|(role, _)| role), spans))
        .collect()
}

/// The innermost such element a span stands in.
fn part(span: &TextSpan) -> Option<(Role, ObjRef)> {
    span.structure.as_ref()?.path.iter().rev().find_map(|e| {
        let role = match e.standard_type {
            StandardType::TOCI => Role::Contents,
            StandardType::Note => Role::Note,
            StandardType::Caption => Role::Caption,
            _ => return None,
        };
        Some((role, e.object))
    })
}

/// Whether a span stands inside a heading element.
pub(super) fn in_heading(span: &TextSpan) -> bool {
    use StandardType::{H, H1, H2, H3, H4, H5, H6};
    span.structure.as_ref().is_some_and(|s| {
        s.path
            .iter()
            .any(|e| matches!(e.standard_type, H | H1 | H2 | H3 | H4 | H5 | H6))
    })
}
