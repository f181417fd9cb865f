//! The head of a web page → what it says of itself: title without the site's name, language,
//! author and dates.

use scraper::Html;

use crate::model::Date;
use crate::model::document::Metadata;

use super::super::words::clean;
use super::{select, walk};

/// What a page says of itself.
pub(super) struct Head {
    /// Its first `<h1>`.
    pub h1: Option<String>,
    /// Its title without the site's name.
    pub title: Option<String>,
    /// Metadata as stated.
    pub metadata: Metadata,
}

/// Reads the head, and the page's first heading.
pub(super) fn read(page: &Html, url: Option<&str>) -> Head {
    let stated = select(page, "head > title, title")
        .first()
        .map(|t| clean(&t.text().collect::<String>()));
    let site = meta(page, &["og:site_name", "application-name"]);
    let social = meta(page, &["og:title", "dcterms.title", "dc.title"]);
    let host = url.and_then(|u| url::Url::parse(u).ok()?.host_str().map(str::to_owned));
    let title = stated
        .as_deref()
        .or(social.as_deref())
        .map(|t| without_site(t, site.as_deref(), host.as_deref()))
        .filter(|t| !t.is_empty());
    Head {
        h1: select(page, "h1")
            .iter()
            .map(|h| clean(&walk::spaced_text(*h)))
            .find(|h| !h.is_empty() && Some(h) != site.as_ref()),
        title,
        metadata: Metadata {
            media_type: "text/html".to_owned(),
            title: stated.or(social).filter(|t| !t.is_empty()),
            author: meta(page, &["author", "dcterms.creator", "dc.creator"]),
            created: date(
                page,
                &[
                    "article:published_time",
                    "dcterms.created",
                    "dc.date",
                    "dcterms.issued",
                    "date",
                    "publish-date",
                ],
            ),
            modified: date(
                page,
                &[
                    "article:modified_time",
                    "og:updated_time",
                    "dcterms.modified",
                    "last-modified",
                    "revised",
                ],
            ),
            language: select(page, "html")
                .first()
                .and_then(|h| h.attr("lang"))
                .map(clean)
                .filter(|l| !l.is_empty()),
        },
    }
}

/// The content of the first `<meta>` of one of these names.
fn meta(page: &Html, names: &[&str]) -> Option<String> {
    let all = select(page, "meta[content]");
    names.iter().find_map(|name| {
        all.iter()
            .find(|m| {
                ["name", "property", "itemprop", "http-equiv"]
                    .iter()
                    .any(|a| m.attr(a).is_some_and(|v| v.eq_ignore_ascii_case(name)))
            })
            .and_then(|m| m.attr("content"))
            .map(clean)
            .filter(|c| !c.is_empty())
    })
}

fn date(page: &Html, names: &[&str]) -> Option<Date> {
    names
        .iter()
        .filter_map(|name| meta(page, &[name]))
        .find_map(|text| text.get(..10)?.parse().ok())
}

/// "Digitaliseringsstrategi | Ærø Kommune" → "Digitaliseringsstrategi": the part that names the
/// site goes, wherever it stands.
fn without_site(title: &str, site: Option<&str>, host: Option<&str>) -> String {
    let mut parts = vec![title];
    for bar in [" | ", " – ", " — ", " - ", " :: ", " · ", " » "] {
        parts = parts.iter().flat_map(|p| p.split(bar)).collect();
    }
    let key = |t: &str| -> String {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let host = host.map(|h| {
        key(h
            .trim_start_matches("www.")
            .rsplit_once('.')
            .map_or(h, |(name, _)| name))
    });
    let names_site = |part: &str| {
        let part_key = key(part);
        let words = part.split_whitespace().count();
        site.is_some_and(|s| key(s) == part_key)
            || host
                .as_ref()
                .is_some_and(|h| *h == part_key || format!("{h}dk") == part_key)
            || (words <= 4 && (part.ends_with(" Kommune") || part.ends_with(" kommune")))
            || matches!(part_key.as_str(), "forside" | "forsiden" | "hjem")
    };
    let kept: Vec<&str> = parts
        .iter()
        .map(|p| p.trim())
        .filter(|p| !p.is_empty() && !names_site(p))
        .collect();
    match (kept.as_slice(), parts.len()) {
        ([], _) => title.trim().to_owned(),
        // Nothing but the site went: the title keeps its own bars.
        (kept, all) if kept.len() == all => title.trim().to_owned(),
        (kept, _) => kept.join(" – "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_no_part_of_the_title() {
        for (title, site, host) in [
            ("Digitaliseringsstrategi | Ærø Kommune", None, None),
            ("Digitaliseringsstrategi - Min by", Some("Min by"), None),
            (
                "roedovre.dk - Digitaliseringsstrategi",
                None,
                Some("www.roedovre.dk"),
            ),
            ("Digitaliseringsstrategi", None, None),
        ] {
            assert_eq!(
                without_site(title, site, host),
                "Digitaliseringsstrategi",
                "{title}"
            );
        }
        assert_eq!(
            without_site("Strategi - mål og midler", None, None),
            "Strategi - mål og midler"
        );
        assert_eq!(without_site("Ærø Kommune", None, None), "Ærø Kommune");
    }
}
