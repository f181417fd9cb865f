//! Chapters spread over several web pages or files → one document, its pages numbered through.

use crate::model::document::{Condition, Document, Page};

/// What web pages set between their own name, the names of what they belong to, and the site's.
const SEPARATORS: [&str; 5] = [" – ", " — ", " - ", " | ", " · "];

/// Joins parts in reading order; each page keeps the address it came from. The first part gives
/// title and metadata; chapters are titled by what they all say they belong to.
pub fn join(parts: Vec<(String, Document)>) -> Document {
    let shared = shared_title(&parts);
    let mut whole: Option<Document> = None;
    for (url, part) in parts {
        let whole = match &mut whole {
            None => whole.insert(Document {
                pages: Vec::new(),
                outline: Vec::new(),
                ..part.clone()
            }),
            Some(whole) => whole,
        };
        let before = whole.pages.len() as u32;
        whole.title = whole.title.take().or_else(|| part.title.clone());
        whole
            .outline
            .extend(part.outline.into_iter().map(|mut item| {
                item.page += before;
                item
            }));
        whole
            .pages
            .extend(part.pages.into_iter().enumerate().map(|(i, page)| Page {
                number: before + i as u32 + 1,
                url: page.url.or_else(|| Some(url.clone())),
                ..page
            }));
        // One readable chapter is a document; the pages of the others say what is wrong with them.
        if part.condition == Condition::Readable {
            whole.condition = Condition::Readable;
        }
    }
    let mut whole = whole.unwrap_or(Document {
        condition: Condition::Empty,
        ..Document::default()
    });
    whole.title = shared.or(whole.title);
    whole
}

/// "Indledning – Strategi 2023 – Ådal" and "Mål – Strategi 2023 – Ådal" → "Strategi 2023". What all
/// chapters end with is the site's name, and no title.
fn shared_title(parts: &[(String, Document)]) -> Option<String> {
    let (first, others) = parts
        .split_first()
        .filter(|(_, others)| !others.is_empty())?;
    let names = |part: &(String, Document)| -> Option<Vec<String>> {
        let mut title = part.1.metadata.title.clone()?;
        for separator in SEPARATORS {
            title = title.replace(separator, "\n");
        }
        Some(title.lines().map(|n| n.trim().to_owned()).collect())
    };
    let others: Vec<Vec<String>> = others.iter().map(names).collect::<Option<_>>()?;
    let mut shared = names(first)?;
    shared.retain(|name| others.iter().all(|of| of.contains(name)));
    (shared.len() > 1).then(|| shared.swap_remove(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{Block, BlockKind, OutlineItem};

    fn part(title: &str) -> Document {
        Document {
            title: Some(title.into()),
            outline: vec![OutlineItem {
                title: title.into(),
                level: 1,
                page: 1,
            }],
            pages: vec![Page {
                number: 1,
                blocks: vec![Block::new(BlockKind::Paragraph, title)],
                ..Page::default()
            }],
            ..Document::default()
        }
    }

    #[test]
    fn pages_are_numbered_through_and_keep_their_address() {
        let whole = join(vec![
            ("https://a.dk/1".into(), part("Et")),
            ("https://a.dk/2".into(), part("To")),
        ]);
        assert_eq!(whole.title.as_deref(), Some("Et"));
        let pages: Vec<_> = whole
            .pages
            .iter()
            .map(|p| (p.number, p.url.as_deref()))
            .collect();
        assert_eq!(
            pages,
            [(1, Some("https://a.dk/1")), (2, Some("https://a.dk/2"))]
        );
        assert_eq!(whole.outline[1].page, 2);
    }

    #[test]
    fn chapters_are_titled_by_what_they_belong_to() {
        let chapter = |name: &str, rest: &str| {
            let mut part = part(name);
            part.metadata.title = Some(format!("{name}{rest}"));
            (format!("https://a.dk/{name}"), part)
        };
        let strategy = " – Strategi 2023-2026 – Ådal Kommune";
        let whole = join(vec![
            chapter("Indledning", strategy),
            chapter("Mål", strategy),
        ]);
        assert_eq!(whole.title.as_deref(), Some("Strategi 2023-2026"));
        let site = " | Ådal Kommune";
        let whole = join(vec![chapter("Strategi", site), chapter("Mål", site)]);
        assert_eq!(whole.title.as_deref(), Some("Strategi"));
    }

    #[test]
    fn nothing_joined_is_an_empty_document() {
        assert_eq!(join(Vec::new()).condition, Condition::Empty);
    }
}
