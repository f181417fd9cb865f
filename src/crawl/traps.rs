//! URLs that breed URLs: which of a site's addresses a walk may take. Calendars, filters, paths
//! that repeat themselves and pages that only differ by a number are let through a few times, not
//! for ever.

use std::collections::BTreeMap;

use url::Url;

/// Addresses of one shape that are taken.
const OF_A_SHAPE: u32 = 12;
/// Longest address, most path segments, most query parameters.
const LENGTH: usize = 300;
const SEGMENTS: usize = 9;
const PARAMETERS: usize = 3;

/// Path segments and query names of calendars, searches and shops, where no strategy lives.
const DEAD_ENDS: [&str; 16] = [
    "kalender",
    "calendar",
    "aktiviteter",
    "arrangementer",
    "event",
    "events",
    "soeg",
    "search",
    "login",
    "logout",
    "print",
    "share",
    "kurv",
    "wp-json",
    "wp-admin",
    "cdn-cgi",
];

/// What a walk of one site has seen.
#[derive(Debug, Default)]
pub(super) struct Traps {
    shapes: BTreeMap<String, u32>,
}

impl Traps {
    /// Whether an address may be taken; counts it if so.
    pub(super) fn allow(&mut self, url: &Url) -> bool {
        if url.as_str().len() > LENGTH || is_dead_end(url) {
            return false;
        }
        let segments: Vec<&str> = url.path_segments().into_iter().flatten().collect();
        if segments.len() > SEGMENTS || repeats(&segments) {
            return false;
        }
        if url.query_pairs().count() > PARAMETERS {
            return false;
        }
        let count = self.shapes.entry(shape(url)).or_default();
        *count += 1;
        *count <= OF_A_SHAPE
    }
}

fn is_dead_end(url: &Url) -> bool {
    let lower = |text: &str| text.to_ascii_lowercase();
    let named = |part: &str| DEAD_ENDS.contains(&lower(part).as_str());
    url.path_segments().into_iter().flatten().any(named)
        || url.query_pairs().any(|(key, _)| {
            named(&key)
                || ["date", "dato", "month", "maaned", "sort", "week"].contains(&&*lower(&key))
        })
}

/// A segment that stands there three times comes from a relative link gone wrong.
fn repeats(segments: &[&str]) -> bool {
    let mut counts = BTreeMap::new();
    segments.iter().filter(|s| !s.is_empty()).any(|segment| {
        let count = counts.entry(segment).or_insert(0);
        *count += 1;
        *count >= 3
    })
}

/// The address with numbers as one sign and query values left out. Only what a machine could count
/// through has a shape of its own; addresses made of words do not limit each other.
fn shape(url: &Url) -> String {
    let mut out = String::new();
    let mut in_number = false;
    let mut numbers = false;
    for c in url.path().chars() {
        if c.is_ascii_digit() {
            if !in_number {
                out.push('#');
            }
            in_number = true;
            numbers = true;
        } else {
            in_number = false;
            out.push(c);
        }
    }
    let mut keys: Vec<String> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
    keys.sort();
    for key in &keys {
        out.push('&');
        out.push_str(key);
    }
    if !numbers && keys.is_empty() {
        return url.path().to_owned();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(urls: impl Iterator<Item = String>) -> usize {
        let mut traps = Traps::default();
        urls.filter(|url| traps.allow(&Url::parse(url).expect("a URL")))
            .count()
    }

    #[test]
    fn machines_are_stopped_and_words_are_not() {
        assert_eq!(
            allowed((0..500).map(|n| format!("http://x.dk/nyt/{n}"))),
            12
        );
        assert_eq!(
            allowed((0..500).map(|n| format!("http://x.dk/a?side={n}"))),
            12
        );
        assert_eq!(
            allowed((0..9).map(|n| format!("http://x.dk/kalender/2026/{n}"))),
            0
        );
        assert_eq!(
            allowed((0..9).map(|n| format!("http://x.dk/a?date=2026-0{n}"))),
            0
        );
        let words = ["politik", "strategi", "digitalisering", "om-os"];
        assert_eq!(allowed(words.iter().map(|w| format!("http://x.dk/{w}"))), 4);
        assert_eq!(allowed(std::iter::once("http://x.dk/a/a/a/".to_owned())), 0);
        assert_eq!(
            allowed(std::iter::once("http://x.dk/?a=1&b=1&c=1&d=1".to_owned())),
            0
        );
        assert_eq!(
            allowed(std::iter::once(format!("http://x.dk/{}", "x".repeat(300)))),
            0
        );
    }
}
