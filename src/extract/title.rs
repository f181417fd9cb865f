//! A read document → its own title: what the cover or the first heading calls it, or honest
//! metadata. A file name, a program's name or a photo credit is no title.

use crate::model::document::{BlockKind, Document};

/// The title of a document; `cover` is what stands largest on its first page.
pub(super) fn of(document: &Document, cover: Option<&str>) -> Option<String> {
    let stated = document.metadata.title.as_deref().filter(|t| is_honest(t));
    let first = document.pages.iter().find(|p| !p.blocks.is_empty());
    // Metadata that the first page repeats is the title as its author wrote it, in one piece.
    if let (Some(stated), Some(page)) = (stated, first) {
        let page = key(&page.text());
        let words: Vec<String> = stated
            .split_whitespace()
            .map(key)
            .filter(|w| !w.is_empty())
            .collect();
        let found = words.iter().filter(|w| page.contains(w.as_str())).count();
        if !words.is_empty() && found * 10 >= words.len() * 9 && key(stated).len() >= 6 {
            return Some(stated.to_owned());
        }
    }
    cover
        .map(str::to_owned)
        .or_else(|| stated.map(str::to_owned))
        .or_else(|| first_heading(document))
}

fn first_heading(document: &Document) -> Option<String> {
    document
        .pages
        .iter()
        .flat_map(|p| &p.blocks)
        .find(|b| {
            matches!(b.kind, BlockKind::Heading { .. })
                && is_honest(&b.text)
                && !is_generic(&b.text)
        })
        .map(|b| b.text.clone())
}

fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a stated title may be a title: not a file name, not a program's or template's default,
/// not a photo credit, not a case number.
pub(super) fn is_honest(title: &str) -> bool {
    let title = title.trim();
    let lower = title.to_lowercase();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let extension = [
        ".doc", ".docx", ".pdf", ".indd", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".qxp", ".ai",
        ".pub", ".rtf", ".dotx", ".dot", ".tif", ".jpg", ".html",
    ];
    let program = [
        "microsoft word",
        "microsoft powerpoint",
        "microsoft office",
        "powerpoint-præsentation",
        "powerpoint presentation",
        "slide 1",
        "dias 1",
        "untitled",
        "uden titel",
        "unavngivet",
        "ikke-navngivet",
        "dokument1",
        "document1",
        "document",
        "dokument",
        "skabelon",
        "layout 1",
        "print",
        "forside",
        "word document",
        "brevskabelon",
        "title",
        "titel",
        "default",
        "acrobat distiller",
        "canva",
        "adobe",
        "quarkxpress",
        "scan",
        "kmbt",
        "img_",
        "dsc_",
    ];
    let credit = [
        "foto:",
        "foto ",
        "photo",
        "fotograf",
        "colourbox",
        "istock",
        "shutterstock",
        "©",
        "getty",
    ];
    letters >= 3
        && letters * 2 >= title.chars().filter(|c| !c.is_whitespace()).count()
        && title.chars().count() <= 250
        && !extension
            .iter()
            .any(|e| lower.ends_with(e) || lower.contains(&format!("{e} ")))
        && !program.iter().any(|p| {
            lower
                .strip_prefix(p)
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
        && !credit.iter().any(|c| lower.starts_with(c))
        && (!lower.contains('_') || lower.contains(' '))
}

/// Whether this names a part that every document has, and not the document.
pub(super) fn is_generic(text: &str) -> bool {
    let text = text
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')
        .to_lowercase();
    is_contents(&text)
        || matches!(
            text.trim_end_matches([':', '.']),
            "indledning"
                | "forord"
                | "introduktion"
                | "baggrund"
                | "resumé"
                | "resume"
                | "sammenfatning"
                | "formål"
                | "vision"
                | "bilag"
                | "notat"
                | "side"
                | "velkommen"
                | "introduction"
                | "abstract"
                | "kontakt"
        )
}

/// Whether this is the heading of a table of contents.
pub(super) fn is_contents(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    matches!(
        text.as_str(),
        "indhold" | "indholdsfortegnelse" | "indholdsoversigt" | "contents" | "table of contents"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_file_names_and_credits_are_no_titles() {
        for title in [
            "Microsoft Word - udkast3.docx",
            "Foto: Colourbox",
            "Digitaliseringsstrategi_final_v2",
            "strategi.indd",
            "Dias 1",
            "PowerPoint-præsentation",
            "14/001928-6",
            "",
            "Untitled",
            "Colourbox 1234567",
            "Skabelon",
        ] {
            assert!(!is_honest(title), "{title}");
        }
        for title in [
            "Digitaliseringsstrategi 2019-2022",
            "Dokumenthåndtering i Ærø",
            "Titelbladet",
            "IT-strategi",
        ] {
            assert!(is_honest(title), "{title}");
        }
    }
}
