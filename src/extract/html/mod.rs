//! A web page's HTML → a document of one page with its main text: headings, paragraphs, lists,
//! tables and what accordions hold. Menus, cookie banners, breadcrumbs, "Læs højt", "Sidst
//! opdateret" and related links are left out. Scripts are not run and nothing is fetched.

mod furniture;
mod head;
mod walk;

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html, Selector};

use crate::model::document::{Block, BlockKind, Document};

use super::{markdown, title};

/// Deepest nesting the readability library is given: it recurses.
const MAX_DEPTH: usize = 400;
/// Largest page it is given, in bytes: its time grows faster than the page.
const MAX_BYTES: usize = 3 << 20;

/// More main elements than these are teasers.
const MAX_PARTS: usize = 100;

/// Elements in which sites put their main text, best first.
const MAIN: &[&str] = &[
    "main",
    "[role=main]",
    "article",
    "#main-content",
    "#maincontent",
    "#content",
    "#main",
    ".main-content",
];

/// Reads a page.
pub(super) fn read(source: &str, url: Option<&str>) -> Document {
    let page = Html::parse_document(source);
    let blocks = main_text(&page, source);
    let head = head::read(&page, url);
    let mut document = markdown::document(blocks);
    let first = document.outline.first().map(|item| item.title.clone());
    // A page without a first-rank heading often repeats its own name in its title, beside the site's.
    let repeated = first.filter(|f| {
        head.title
            .as_ref()
            .is_some_and(|t| f.len() >= 8 && t.contains(f.as_str()))
    });
    let heading = document
        .outline
        .iter()
        .find(|item| item.level == 1)
        .map(|item| item.title.clone());
    document.title = heading
        .or(head.h1)
        .or(repeated)
        .or(head.title)
        .or(document.title)
        .filter(|t| title::is_honest(t));
    document.metadata = head.metadata;
    document
}

/// The main text: from the element the site says it is in, else as readability finds it, else the
/// whole page without its furniture, whichever does not lose text.
fn main_text(page: &Html, source: &str) -> Vec<Block> {
    let whole = select(page, "body")
        .first()
        .map_or_else(Vec::new, |body| walk::blocks(*body));
    let all = length(&whole);
    for css in MAIN {
        let found: Vec<ElementRef<'_>> = select(page, css);
        if found.len() > MAX_PARTS {
            continue;
        }
        // Several articles on a page are teasers or chapters: together they are the text.
        let outer: Vec<ElementRef<'_>> = found
            .iter()
            .copied()
            .filter(|e| {
                !found
                    .iter()
                    .any(|o| o != e && e.ancestors().any(|a| a.id() == o.id()))
            })
            .collect();
        let blocks: Vec<Block> = outer.into_iter().flat_map(walk::blocks).collect();
        if length(&blocks) * 2 >= all && !blocks.is_empty() {
            return furniture::without_related(blocks);
        }
    }
    if source.len() <= MAX_BYTES && walk::depth(page) <= MAX_DEPTH {
        let config = Config {
            keep_classes: true,
            ..Config::default()
        };
        let article = Readability::new(source, None, Some(config)).and_then(|mut r| r.parse());
        if let Ok(article) = article {
            let part = Html::parse_document(&article.content);
            let blocks = walk::blocks(part.root_element());
            // Readability drops what looks like a menu to it: accordions, short pages, link lists.
            if length(&blocks) * 10 >= all * 7 {
                return furniture::without_related(with_heading(blocks, &whole));
            }
        }
    }
    furniture::without_related(whole)
}

/// Readability takes the page's own title away; it belongs to the text.
fn with_heading(mut blocks: Vec<Block>, whole: &[Block]) -> Vec<Block> {
    let first = |blocks: &[Block]| {
        blocks
            .iter()
            .position(|b| b.kind == BlockKind::Heading { level: 1 })
    };
    if first(&blocks).is_none()
        && let Some(at) = first(whole)
    {
        blocks.insert(0, whole[at].clone());
    }
    blocks
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|b| b.text.len()).sum()
}

/// The elements that a selector of this room finds, in document order.
fn select<'a>(page: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css).map_or_else(|_| Vec::new(), |s| page.select(&s).collect())
}
