//! A page that is the beginning of a document → the pages its chapters stand on, in order: pages
//! below its own address, or a chain of "next" links. Refuses lists of different papers.

use std::collections::BTreeSet;

use url::Url;

use super::page::{Link, Page};
use crate::archive::url_key;
use crate::danish::tokens;

/// A document in more pieces than this is a site.
pub(super) const MOST: usize = 40;
/// One page below another is no table of contents.
const LEAST: usize = 2;

/// Chapters that a page lists: links to pages below its own address, in the order of the page.
pub(super) fn listed(page: &Page, at: &Url) -> Vec<Url> {
    below(page, at, at.path())
}

/// Chapters of a document whose first one a page is: its neighbours in the folder above, itself
/// among them, in the order of the page's menu. `names_the_paper` is asked whether that folder is
/// the document's own.
pub(super) fn siblings(
    page: &Page,
    at: &Url,
    names_the_paper: impl FnOnce(&Url) -> bool,
) -> Vec<Url> {
    let path = at.path().trim_end_matches('/');
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Ok(above) = at.join(&format!("{folder}/")) else {
        return Vec::new();
    };
    if !names_the_paper(&above) {
        return Vec::new();
    }
    let mut found = below(page, at, folder);
    if !found.is_empty() && !found.iter().any(|url| url.path() == at.path()) {
        found.insert(0, at.clone());
    }
    found
}

fn below(page: &Page, at: &Url, folder: &str) -> Vec<Url> {
    let base = format!("{}/", folder.trim_end_matches('/'));
    if base == "/" {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let links: Vec<&Link> = page
        .links
        .iter()
        .filter(|link| link.url.host_str() == at.host_str() && !link.file)
        .filter(|link| link.url.path().starts_with(&base) && link.url.path() != base)
        .filter(|link| seen.insert(url_key(link.url.as_str())))
        .collect();
    if links.len() < LEAST || links.len() > MOST || is_collection(&links) {
        return Vec::new();
    }
    links.iter().map(|link| link.url.clone()).collect()
}

/// The page that follows this one in a document read page by page.
pub(super) fn next(page: &Page, at: &Url) -> Option<Url> {
    page.links
        .iter()
        .find(|link| {
            let text = link.text.to_lowercase();
            let named = ["næste", "next", "gå til næste"].iter().any(|start| {
                text.strip_prefix(start)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            (named || link.next) && link.url.host_str() == at.host_str() && !link.file
        })
        .map(|link| link.url.clone())
}

/// Links that name different papers ("Klimapolitik", "Ældrepolitik") are a list of papers.
fn is_collection(links: &[&Link]) -> bool {
    let papers: BTreeSet<String> = links.iter().flat_map(|link| papers(&link.text)).collect();
    papers.len() >= 2
}

/// Names of papers in a text, as compound words: "Klimapolitik", not "politik".
pub(super) fn papers(text: &str) -> BTreeSet<String> {
    const ENDS: [&str; 6] = [
        "strategi",
        "politik",
        "plan",
        "strategien",
        "politikken",
        "planen",
    ];
    tokens(text)
        .map(|token| token.word)
        .filter(|word| {
            ENDS.iter()
                .any(|end| word.ends_with(end) && word.len() > end.len() + 2)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed_of(html: &str) -> Vec<String> {
        let url = Url::parse("http://x.dk/strategi").expect("a URL");
        let page = Page::parse(html, &url);
        listed(&page, &url).into_iter().map(String::from).collect()
    }

    #[test]
    fn chapters_come_in_the_order_of_the_page() {
        let html = "<a href=/strategi/forord>Forord</a><a href=/andet>x</a>\
            <a href=/strategi/borger#1>Borgeren</a><a href=/strategi/forord#a>igen</a><a href=/strategi/>selv</a>";
        assert_eq!(
            listed_of(html),
            [
                "http://x.dk/strategi/forord",
                "http://x.dk/strategi/borger#1"
            ]
        );
    }

    #[test]
    fn lists_of_papers_are_no_chapters() {
        let html = "<a href=/strategi/a>Klimapolitik</a><a href=/strategi/b>Ældrepolitik</a>\
            <a href=/strategi/c>Digitaliseringsstrategi</a>";
        assert!(listed_of(html).is_empty());
    }

    #[test]
    fn the_next_page_is_found_by_its_word() {
        let url = Url::parse("http://x.dk/s/1").expect("a URL");
        let next_of = |html| next(&Page::parse(html, &url), &url).map(String::from);
        assert_eq!(
            next_of("<a href=2>Næste: Mål</a>").as_deref(),
            Some("http://x.dk/s/2")
        );
        assert_eq!(next_of("<a href=2>Næsten færdig</a>"), None);
    }
}
