//! A row of the list and a link → how likely the link leads to the row's document. Points for
//! shared words, years, file type and the words strategies are named by; points off for minutes,
//! appendices and other years.

use std::collections::BTreeSet;

use url::Url;

use super::page::Link;
use crate::danish::{is_stop_word, stem, tokens};
use crate::model::listing::Listing;

/// Points from which a link is worth a request.
pub(super) const WORTH_A_LOOK: i32 = 6;

/// What a row says about its document.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    stems: BTreeSet<String>,
    years: BTreeSet<u16>,
}

/// Names of papers, as word beginnings in normal form.
const PAPERS: [&str; 12] = [
    "strateg",
    "politik",
    "princip",
    "pejlemærk",
    "handleplan",
    "program",
    "redegørels",
    "vision",
    "model",
    "rapport",
    "plan",
    "indsats",
];

/// Words of the trade, as word beginnings.
const TRADE: [&str; 6] = [
    "digital",
    "velfærdsteknolog",
    "teknolog",
    "smart",
    "data",
    "it",
];

/// Words that name something else.
const OTHER: [&str; 21] = [
    "høringssvar",
    "referat",
    "dagsorden",
    "bilag",
    "cookie",
    "privatliv",
    "tilgængelighed",
    "persondata",
    "nyhed",
    "nyhedsbrev",
    "kontakt",
    "login",
    "presse",
    "job",
    "kalender",
    "facebook",
    "linkedin",
    "twitter",
    "instagram",
    "sitemap",
    "rss",
];

/// What buttons say that lead to the paper the page is about.
const CALLS: [&str; 8] = [
    "download", "hent", "åbn", "læs", "se", "vis", "pdf", "print",
];

/// Words of other versions of a paper: shorter, in English, or about how it goes.
const LESSER: [&str; 19] = [
    "pixi",
    "pixiudgave",
    "pixibog",
    "kortversion",
    "kort",
    "resume",
    "resumé",
    "sammenfatning",
    "summary",
    "english",
    "engelsk",
    "folder",
    "pjece",
    "plakat",
    "evaluering",
    "opfølgning",
    "statusrapport",
    "høringsudkast",
    "udkast",
];

fn is_lesser(word: &str) -> bool {
    LESSER.iter().any(|start| begins_with(word, start))
}

/// Whether words name a paper on digitalisation.
fn names_digital(words: &BTreeSet<String>) -> bool {
    let begins = |list: &[&str]| {
        words
            .iter()
            .any(|word| list.iter().any(|start| begins_with(word, start)))
    };
    begins(&TRADE) || begins(&PAPERS[..4])
}

impl Wanted {
    /// Whether the row says which years its paper is for.
    pub(super) fn has_years(&self) -> bool {
        !self.years.is_empty()
    }

    /// What the row's title, form, link text and period ask for.
    pub(super) fn of(listing: &Listing) -> Self {
        let mut wanted = Self::default();
        let link_name = listing.link.as_deref().map(last_part).unwrap_or_default();
        for text in [
            listing.titel.as_deref(),
            listing.form.as_deref(),
            listing.linktekst.as_deref().map(without_host),
            listing.periode.as_deref(),
            Some(link_name.as_str()),
        ]
        .into_iter()
        .flatten()
        {
            wanted.stems.extend(stems(text));
            wanted.years.extend(years(text));
        }
        wanted
    }

    /// Points of a link.
    pub(super) fn points(&self, link: &Link) -> i32 {
        let name = last_part(link.url.as_str());
        let own = format!("{} {name}", link.text);
        let own_words: BTreeSet<String> = words(&own).collect();
        let under_words: BTreeSet<String> = words(&link.under).collect();
        let own_stems: BTreeSet<String> = own_words.iter().map(|w| stem(w)).collect();
        let shared = own_stems.intersection(&self.stems).count();
        let mut points = 3 * i32::try_from(shared.min(4)).unwrap_or(4);
        let begins = |set: &BTreeSet<String>, list: &[&str]| {
            set.iter()
                .any(|word| list.iter().any(|start| begins_with(word, start)))
        };
        let contains_paper = own_words
            .iter()
            .any(|w| PAPERS[..4].iter().any(|paper| w.contains(paper)));
        if contains_paper || begins(&own_words, &PAPERS) {
            points += 2;
        }
        if begins(&own_words, &TRADE) {
            points += 3;
        }
        if begins(&under_words, &TRADE) || begins(&under_words, &PAPERS[..4]) {
            points += 2;
        }
        if link.file {
            points += 3;
        }
        if link.embedded {
            points += 4;
        }
        let is_call = own_words.iter().any(|w| CALLS.contains(&w.as_str()));
        if is_call && names_digital(&under_words) {
            points += 2;
        }
        let asked_for = |word: &String| self.stems.contains(&stem(word));
        if own_words.iter().any(|w| is_lesser(w) && !asked_for(w)) {
            points -= 4;
        }
        let stated: BTreeSet<u16> = years(&own).collect();
        if !self.years.is_empty() && !stated.is_empty() {
            let shared = self.years.intersection(&stated).count();
            points += if shared > 0 { 3 } else { -3 };
        }
        if begins(&own_words, &OTHER) || own_words.contains("borger") {
            points -= 6;
        }
        if link.furniture {
            points -= 3;
        }
        points
    }
}

/// Same site: the same host and port, or hosts that share their last two labels.
pub(super) fn same_site(a: &Url, b: &Url) -> bool {
    let (Some(x), Some(y)) = (a.host_str(), b.host_str()) else {
        return false;
    };
    if x == y {
        return a.port_or_known_default() == b.port_or_known_default()
            || (a.port().is_none() && b.port().is_none());
    }
    if a.domain().is_none() || b.domain().is_none() {
        return false;
    }
    registrable(x) == registrable(y)
}

fn registrable(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.');
    match dots.nth(1) {
        Some((at, _)) => &host[at + 1..],
        None => host,
    }
}

/// Whether a text has a few words of the trade, so that a file named "Notat 2020" is not just any.
pub(super) fn speaks_of_the_trade(text: &str) -> bool {
    const FEW: usize = 3;
    let of_trade = |word: &String| TRADE.iter().any(|start| begins_with(word, start));
    words(text).filter(of_trade).take(FEW).count() == FEW
}

/// The last year that a link names.
pub(super) fn last_year(link: &Link) -> Option<u16> {
    let name = last_part(link.url.as_str());
    years(&format!("{} {name}", link.text)).max()
}

/// Short starts are whole words: "it" begins "italien" too.
fn begins_with(word: &str, start: &str) -> bool {
    if start.len() <= 4 {
        word == start
    } else {
        word.starts_with(start)
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    tokens(text).map(|token| token.word)
}

fn stems(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text)
        .filter(|word| word.chars().any(char::is_alphabetic) && !is_stop_word(word))
        .filter(|word| {
            !matches!(
                word.as_str(),
                "pdf" | "docx" | "kommune" | "kommunes" | "dk"
            )
        })
        .map(|word| stem(&word))
}

fn years(text: &str) -> impl Iterator<Item = u16> + '_ {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (2000..=2060).contains(year))
}

/// KL's link text without the host in brackets at its end.
pub(super) fn without_host(text: &str) -> &str {
    match text.rsplit_once('(') {
        Some((before, rest)) if rest.contains('.') => before,
        _ => text,
    }
}

/// The last part of an address, readable.
fn last_part(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let last = bare.trim_end_matches('/').rsplit('/').next();
    crate::fetch::readable(last.unwrap_or_default()).replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str, url: &str) -> Link {
        Link::new(Url::parse(url).expect("a URL"), text)
    }

    #[test]
    fn the_rows_document_wins() {
        let row = Listing {
            form: Some("Digitaliseringsstrategi".to_owned()),
            periode: Some("2020-2024".to_owned()),
            linktekst: Some("Notat 2020 (alleroed.dk)".to_owned()),
            ..Listing::default()
        };
        let wanted = Wanted::of(&row);
        let best = wanted.points(&link(
            "Digitaliseringsstrategi 2020-2024",
            "http://x.dk/media/digitaliseringsstrategi-2020-2024.pdf",
        ));
        for (text, url) in [
            (
                "Digitaliseringsstrategi 2015-2018",
                "http://x.dk/media/digi-2015-2018.pdf",
            ),
            ("Bilag til strategi", "http://x.dk/media/bilag.pdf"),
            ("Privatlivspolitik", "http://x.dk/privatliv"),
            ("Kontakt", "http://x.dk/kontakt"),
            ("Klimastrategi", "http://x.dk/media/klima.pdf"),
        ] {
            assert!(wanted.points(&link(text, url)) < best, "{text}");
        }
        assert!(best >= WORTH_A_LOOK);
        assert!(wanted.points(&link("Kontakt", "http://x.dk/kontakt")) < WORTH_A_LOOK);
    }

    #[test]
    fn other_versions_of_a_paper_come_after_it() {
        let row = Listing {
            form: Some("Digitaliseringsstrategi".to_owned()),
            ..Listing::default()
        };
        let wanted = Wanted::of(&row);
        let points = |text| wanted.points(&link(text, "http://x.dk/media/1.pdf"));
        let full = points("Digitaliseringsstrategi");
        for text in [
            "Digitaliseringsstrategi - pixiudgave",
            "Digitaliseringsstrategi (kort udgave)",
            "Digitaliseringsstrategi in English",
            "Digitaliseringsstrategi, udkast",
        ] {
            assert!(points(text) < full, "{text}");
        }
        let mut button = link(
            "Download",
            "http://x.dk/media/3f2b8a1c-77aa-4f7e-9d0e-1234567890ab",
        );
        assert!(wanted.points(&button) < WORTH_A_LOOK);
        button.under = "Digitaliseringsstrategi".to_owned();
        assert!(wanted.points(&button) >= WORTH_A_LOOK);
        assert_eq!(
            last_year(&link("Strategi 2019-2022", "http://x.dk/a")),
            Some(2022)
        );
    }

    #[test]
    fn a_site_is_its_domain() {
        let url = |text| Url::parse(text).expect("a URL");
        assert!(same_site(
            &url("https://www.rk.dk/a"),
            &url("http://dok.rk.dk/b")
        ));
        assert!(!same_site(
            &url("https://rk.dk/"),
            &url("https://niras.dk/")
        ));
        assert!(!same_site(
            &url("http://127.0.0.1:1/"),
            &url("http://127.0.0.1:2/")
        ));
        assert!(!same_site(
            &url("http://10.0.0.1/"),
            &url("http://9.9.0.1/")
        ));
    }
}
