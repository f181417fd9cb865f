//! A page that came with 200 → whether it says that the page is missing.

use super::page::Page;
use crate::danish::tokens;

/// What may be missing.
const THINGS: [&str; 18] = [
    "side",
    "siden",
    "sider",
    "websiden",
    "hjemmesiden",
    "dokument",
    "dokumentet",
    "fil",
    "filen",
    "indhold",
    "indholdet",
    "artikel",
    "artiklen",
    "link",
    "linket",
    "adresse",
    "adressen",
    "page",
];
/// What cannot be done with it.
const FINDING: [&str; 14] = [
    "find",
    "finde",
    "findes",
    "fandt",
    "fundet",
    "eksisterer",
    "eksistere",
    "vises",
    "tilgængelig",
    "tilgængeligt",
    "gyldig",
    "gyldigt",
    "virker",
    "længere",
];
/// What has been done to it.
const GONE: [&str; 8] = [
    "fjernet",
    "slettet",
    "flyttet",
    "nedlagt",
    "udgået",
    "removed",
    "arkiveret",
    "forsvundet",
];
/// Words that may stand between a thing and what has been done to it; others make it another
/// sentence ("siden 2019 er ti opgaver flyttet").
const BETWEEN: [&str; 19] = [
    "er",
    "enten",
    "desværre",
    "måske",
    "har",
    "kan",
    "være",
    "blevet",
    "muligvis",
    "sikkert",
    "eller",
    "du",
    "søger",
    "leder",
    "efter",
    "has",
    "been",
    "den",
    "nok",
];
/// Said by itself, in a title or heading.
const PLAIN: [&str; 5] = ["404", "fejl 404", "not found", "ikke fundet", "error 404"];
/// Words in a row within which all of it is said.
const SENTENCE: usize = 12;

/// Words up to which the text of a page is looked through. An error page with menu and footer has
/// fewer; a document has more.
const SHORT: usize = 250;

/// Whether the page says that it is missing.
pub(super) fn says_missing(page: &Page) -> bool {
    let names = [page.title.as_deref(), page.heading.as_deref()];
    let named = names.into_iter().flatten().any(|name| {
        // A long title that happens to hold the words is a title of something.
        let name = name.to_lowercase();
        name.len() < 90 && (PLAIN.iter().any(|said| has_phrase(&name, said)) || is_lost(&name))
    });
    if named {
        return true;
    }
    let words = page.text.split_whitespace().count();
    words < SHORT
        && page
            .text
            .to_lowercase()
            .split(['.', '!', '?'])
            .any(is_sorry)
}

/// A few words that say of a thing that it is not to be found, or is gone.
fn is_lost(text: &str) -> bool {
    let words: Vec<String> = tokens(text).map(|token| token.word).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let not = has(&["ikke", "not", "ingen", "intet"]);
    words.len() <= SENTENCE && has(&THINGS) && ((not && has(&FINDING)) || is_gone(&words))
}

/// A thing, and right after it that it is gone.
fn is_gone(words: &[String]) -> bool {
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let mut things = words.iter().enumerate().filter(|(_, w)| is(w, &THINGS));
    things.any(|(at, _)| {
        let mut rest = words[at + 1..].iter().skip_while(|word| is(word, &BETWEEN));
        rest.next().is_some_and(|word| is(word, &GONE))
    })
}

/// A sentence that speaks of the page itself: "the page", "the page you are looking for".
fn is_sorry(sentence: &str) -> bool {
    let itself = [
        "siden",
        "side, du",
        "side du",
        "dokumentet",
        "filen",
        "page",
    ];
    is_lost(sentence)
        && itself.iter().any(|said| has_phrase(sentence, said))
        && (sentence.contains("ikke") || sentence.contains(" not ") || sentence.contains(" er "))
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
            "<h1>Siden kunne ikke findes</h1>",
            "<h1>Ups! Vi kan ikke finde siden</h1>",
            "<h1>Vi kunne desværre ikke finde den side, du leder efter</h1>",
            "<h1>Siden findes desværre ikke længere</h1>",
            "<h1>Beklager, siden er flyttet eller slettet</h1>",
            "<h1>Dokumentet er fjernet</h1>",
            "<h1>Filen findes ikke</h1>",
            "<title>Fejl</title><h1>Øv!</h1><p>Den side, du leder efter, eksisterer ikke. Prøv forsiden.</p>",
            "<h1>Kommunen</h1><p>Siden du søger, er enten flyttet eller slettet.</p>",
            "<h1>Hov</h1><p>Indholdet er ikke tilgængeligt. Siden kan ikke vises.</p>",
            "<title>Rødovre Kommune - Error 404</title>",
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
            "<title>Den digitale side af velfærden</title><p>Borgere skal ikke finde rundt selv.</p>",
            "<title>Strategi</title><p>Vi vil fjerne barrierer. Ingen skal lede forgæves efter hjælp på kommunens sider.</p>",
            "<title>Siden 2019 er ti opgaver flyttet til nettet</title>",
            "<h1>Ingen skal finde det svært at være digital</h1>",
            "<title>Digital post</title><p>Du kan finde dine dokumenter her. Siden er på dansk.</p>",
            "<title>Digitaliseringsstrategi</title><p>Data findes ikke altid, hvor de skal bruges. Indsatsen er flyttet til 2027.</p>",
            long.as_str(),
        ] {
            assert!(!says_missing(&page(html)), "{html}");
        }
    }
}
