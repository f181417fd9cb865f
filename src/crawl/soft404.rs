//! A page that came with 200 → whether it says that the page is missing.

use super::page::Page;

/// What title or main heading of such a page say, in lower case.
const IN_TITLE: [&str; 22] = [
    "404",
    "siden findes ikke",
    "side findes ikke",
    "siden eksisterer ikke",
    "siden blev ikke fundet",
    "siden er ikke fundet",
    "siden ikke fundet",
    "side ikke fundet",
    "ikke fundet",
    "siden kunne ikke findes",
    "siden kan ikke findes",
    "kunne ikke finde siden",
    "kan ikke finde siden",
    "findes desværre ikke",
    "findes ikke længere",
    "siden er fjernet",
    "siden er slettet",
    "siden er flyttet",
    "fejl 404",
    "page not found",
    "not found",
    "dokumentet findes ikke",
];

/// What the text of a short page says. Longer phrases: a strategy may say "ikke fundet".
const IN_TEXT: [&str; 14] = [
    "siden findes ikke",
    "siden findes desværre ikke",
    "siden du leder efter",
    "siden, du leder efter",
    "siden du søger",
    "siden blev ikke fundet",
    "siden kunne ikke findes",
    "siden kan ikke findes",
    "kan ikke finde siden",
    "kunne ikke finde siden",
    "siden eksisterer ikke",
    "dokumentet findes ikke",
    "page not found",
    "the page you are looking for",
];

/// Words up to which the text of a page is looked through. An error page with menu and footer has
/// fewer; a document has more.
const SHORT: usize = 250;

/// Whether the page says that it is missing.
pub(super) fn says_missing(page: &Page) -> bool {
    let names = [page.title.as_deref(), page.heading.as_deref()];
    let named = names.into_iter().flatten().any(|name| {
        let name = name.to_lowercase();
        // A long title that happens to hold the words is a title of something.
        name.len() < 90 && IN_TITLE.iter().any(|said| has_phrase(&name, said))
    });
    if named {
        return true;
    }
    let words = page.text.split_whitespace().count();
    words < SHORT && {
        let text = page.text.to_lowercase();
        IN_TEXT.iter().any(|said| text.contains(said))
    }
}

/// The phrase with no letter or digit right before or after it.
fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        let url = url::Url::parse("http://x.dk/a").expect("a URL");
        Page::parse(html, &url)
    }

    #[test]
    fn pages_that_say_they_are_missing_are_known() {
        for html in [
            "<title>404 - Rødovre Kommune</title>",
            "<title>Rødovre</title><h1>Siden findes ikke</h1>",
            "<title>Siden blev ikke fundet | Kommune</title><p>Prøv at søge.</p>",
            "<title>Rødovre</title><h1>Hov!</h1><p>Vi kan ikke finde siden, måske er den flyttet.</p>",
            "<title>Page not found</title>",
        ] {
            assert!(says_missing(&page(html)), "{html}");
        }
    }

    #[test]
    fn pages_about_something_are_left_alone() {
        let long = format!(
            "<title>Digitaliseringsstrategi</title><p>Siden findes ikke {}</p>",
            "ord ".repeat(400)
        );
        for html in [
            "<title>Digitaliseringsstrategi 2020</title><h1>Vi går digitalt</h1><p>Løsninger, der ikke er fundet.</p>",
            "<title>Lokalplan 1404</title>",
            long.as_str(),
        ] {
            assert!(!says_missing(&page(html)), "{html}");
        }
    }
}
