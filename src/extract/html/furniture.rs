//! What surrounds the text of a Danish public web page → nothing: menus, banners, breadcrumbs,
//! tools to listen and share, dates of update, related links. Names of elements, roles, classes and
//! the fixed phrases of the usual systems decide; an element with the page's heading in it, or with
//! most of its text, is never taken for furniture.

use scraper::ElementRef;

use crate::model::document::{Block, BlockKind};

/// Elements and roles that are furniture wherever they stand.
const NAMES: &[&str] = &["nav", "footer", "aside", "menu"];
const ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "complementary",
];

/// Words in classes and ids that name furniture.
const WORDS: &[&str] = &[
    "cookie",
    "cookies",
    "cookiebot",
    "cookieconsent",
    "consent",
    "cybotcookiebotdialog",
    "coiconsent",
    "breadcrumb",
    "breadcrumbs",
    "brodkrumme",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "megamenu",
    "share",
    "sharing",
    "sharebar",
    "social",
    "some",
    "readspeaker",
    "rsbtn",
    "adgangforalle",
    "laesehoejt",
    "readaloud",
    "related",
    "relateret",
    "relaterede",
    "footer",
    "skiplink",
    "skip",
    "skiplinks",
    "pagination",
    "pager",
    "toolbar",
    "searchform",
    "searchbox",
    "newsletter",
    "nyhedsbrev",
    "sitemap",
    "lastupdated",
    "pagetools",
    "sronly",
    "visuallyhidden",
    "screenreadertext",
    "tagcloud",
    "feedback",
    "backtotop",
    "totop",
    "languageselector",
];

/// Whether an element is furniture of a page with text of this length.
pub(super) fn is(element: ElementRef<'_>, page: usize) -> bool {
    let value = element.value();
    let name = value.name();
    let role = value.attr("role").unwrap_or_default();
    let named =
        NAMES.contains(&name) || ROLES.contains(&role) || (name == "header" && in_body(element));
    if !(named || worded(value.attr("class")) || worded(value.attr("id"))) {
        return false;
    }
    if matches!(name, "html" | "body" | "main" | "article") {
        return false;
    }
    let keeps = element
        .descendants()
        .filter_map(|n| n.value().as_element())
        .any(|e| e.name() == "h1" || e.name() == "main");
    if keeps {
        return false;
    }
    // A class may lie; an element that holds most of the text does not.
    named || length(element) * 2 < page
}

/// Whether an element is the head of an accordion that no heading element marks.
pub(super) fn opens_accordion(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let collapses = ["data-toggle", "data-bs-toggle"]
        .iter()
        .any(|a| value.attr(a) == Some("collapse"));
    let button = value.name() == "button" || value.attr("role") == Some("button");
    let class = value.attr("class").unwrap_or_default().to_ascii_lowercase();
    let named = class.contains("accordion")
        && ["header", "heading", "title", "toggle", "trigger", "button"]
            .iter()
            .any(|w| class.contains(w));
    let head = named || collapses || (button && value.attr("aria-expanded").is_some());
    // A heading inside speaks for itself, and an accordion's whole body may carry its name too.
    head && length(element) <= 200
        && !element
            .descendants()
            .filter_map(|n| n.value().as_element())
            .any(|e| {
                matches!(
                    e.name(),
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "ul" | "summary"
                )
            })
}

/// Whether all text of an element is in links.
pub(super) fn only_links(element: ElementRef<'_>) -> bool {
    let linked: usize = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|e| e.value().name() == "a")
        .map(length)
        .sum();
    linked > 0 && linked * 10 >= length(element) * 9
}

/// A header directly under the body is the site's; one inside an article carries its title.
fn in_body(element: ElementRef<'_>) -> bool {
    !element
        .ancestors()
        .filter_map(|n| n.value().as_element())
        .any(|e| matches!(e.name(), "main" | "article" | "section"))
}

/// Length of the text under an element, in bytes.
pub(super) fn length(element: ElementRef<'_>) -> usize {
    element.text().map(|t| t.trim().len()).sum()
}

/// Whether a class or id has a word of [`WORDS`], however it is written: `site-nav`, `siteNav`.
fn worded(value: Option<&str>) -> bool {
    let Some(value) = value else { return false };
    let mut word = String::new();
    let mut last_lower = false;
    for c in value.chars().chain(std::iter::once(' ')) {
        let boundary = !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && last_lower);
        if boundary {
            if WORDS.contains(&word.as_str())
                || word.ends_with("menu")
                || word.starts_with("cookie")
            {
                return true;
            }
            word.clear();
        }
        last_lower = c.is_ascii_lowercase();
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
    }
    // "lastUpdated", "cookie-consent" and "skip-link" are also sought in one piece.
    value
        .split_whitespace()
        .map(|class| {
            class
                .chars()
                .filter(char::is_ascii_alphabetic)
                .map(|c| c.to_ascii_lowercase())
                .collect::<String>()
        })
        .any(|class| WORDS.contains(&class.as_str()))
}

/// Short lines that tools of the page write.
const NOISE: &[&str] = &[
    "læs højt",
    "lyt",
    "lyt til siden",
    "lyt til teksten",
    "oplæs",
    "print",
    "print siden",
    "udskriv",
    "udskriv siden",
    "del",
    "del siden",
    "del på facebook",
    "del på linkedin",
    "til toppen",
    "tilbage",
    "gå til indhold",
    "gå til hovedindhold",
    "spring til indhold",
    "spring til hovedindhold",
    "menu",
    "søg",
    "luk",
    "vis mere",
    "vis mindre",
    "fold alle ud",
    "åbn alle",
    "luk alle",
    "kontakt os",
    "giv feedback",
    "accepter alle",
    "tillad alle",
    "kun nødvendige",
    "facebook",
    "linkedin",
    "twitter",
    "instagram",
    "x",
    "var denne side nyttig?",
    "fandt du det, du søgte?",
    "fandt du hvad du søgte?",
    "ja",
    "nej",
];

/// Blocks without the lines that tools of the page write.
pub(super) fn without_noise(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|b| !is_noise(&b.text));
    blocks
}

fn is_noise(text: &str) -> bool {
    if text.chars().count() > 90 {
        return false;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '.' | '»' | '«' | '|' | '>')
    });
    all_noise(lower)
        || [
            "sidst opdateret",
            "senest opdateret",
            "opdateret den",
            "opdateret d.",
            "sidst ændret",
            "senest ændret",
            "siden er opdateret",
            "siden er sidst",
            "du er her",
            "sideansvarlig",
            "læsetid",
            "publiceret den",
            "last updated",
        ]
        .iter()
        .any(|p| lower.starts_with(p))
}

/// Whether a line is made of such phrases alone: "Læs højt Print Del".
fn all_noise(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut at = 0;
    while at < words.len() {
        let longest = (at + 1..=words.len().min(at + 6))
            .rev()
            .find(|&end| NOISE.contains(&words[at..end].join(" ").as_str()));
        match longest {
            Some(end) => at = end,
            None => return false,
        }
    }
    !words.is_empty()
}

/// Headings over lists of links to elsewhere.
const RELATED: &[&str] = &[
    "relaterede links",
    "relateret indhold",
    "relaterede sider",
    "relaterede artikler",
    "relateret",
    "relaterede",
    "se også",
    "læs også",
    "andre læser også",
    "andre læste også",
    "genveje",
    "mest besøgte",
    "mest læste",
    "selvbetjening",
    "flere nyheder",
    "andre nyheder",
    "seneste nyheder",
    "nyheder",
    "del siden",
    "kontakt",
];

/// Blocks without what stands under a heading for related links, up to the next heading of its rank.
/// Text of some length there is text after all.
pub(super) fn without_related(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut iter = blocks.into_iter().peekable();
    while let Some(block) = iter.next() {
        let lower = block.text.to_lowercase();
        let related = match block.kind {
            BlockKind::Heading { level } if RELATED.contains(&lower.trim_end_matches(':')) => level,
            _ => {
                out.push(block);
                continue;
            }
        };
        let mut under = Vec::new();
        while let Some(next) =
            iter.next_if(|b| !matches!(b.kind, BlockKind::Heading { level } if level <= related))
        {
            under.push(next);
        }
        let prose = under.iter().any(|b| b.text.chars().count() > 200);
        if prose {
            out.push(block);
            out.extend(under);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_word_by_word() {
        for class in [
            "site-nav",
            "siteNav",
            "cookie-banner",
            "u-breadcrumb__list",
            "lastUpdated",
        ] {
            assert!(worded(Some(class)), "{class}");
        }
        for class in ["content", "unavailable", "awesome", "text-block"] {
            assert!(!worded(Some(class)), "{class}");
        }
    }

    #[test]
    fn tools_and_dates_are_noise() {
        for text in [
            "Læs højt",
            "Sidst opdateret: 12. maj 2023",
            "Du er her: Forside > Politik",
        ] {
            assert!(is_noise(text), "{text}");
        }
        assert!(is_noise("Læs højt Print Del siden"));
        assert!(!is_noise("Læs højt for dit barn hver dag"));
    }
}
