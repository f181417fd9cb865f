//! Pages with running headers and footers → pages without. A line goes only when it is at the top
//! or bottom edge and repeats there from page to page, or is a page number and nothing else; what
//! stands once is text, however small.

use std::collections::{BTreeMap, BTreeSet};

use super::RawPage;
use super::lines::{Line, Unit};

/// How many of the outermost lines of a page may be furniture, at each edge.
const EDGE_LINES: usize = 4;
/// Share of the page height in which furniture stands, at each edge.
const EDGE: f32 = 0.11;
/// Running lines may be this much larger than body text, not more.
const LARGE: f32 = 1.35;
/// How far the same running line may sit from page to page, in points.
const DRIFT: f32 = 3.0;

/// A candidate: page index, unit index, line index.
type Place = (usize, usize, usize);

/// Removes running lines and page numbers everywhere.
pub(super) fn remove(pages: &mut [RawPage], body: f32) {
    // On a single page nothing runs: what it says of its number is all there is.
    if pages.len() < 2 {
        return;
    }
    let candidates: Vec<(Place, bool)> = pages
        .iter()
        .enumerate()
        .flat_map(|(p, page)| edges(page).map(move |(u, l, top)| ((p, u, l), top)))
        .collect();
    let mut gone: Vec<Place> = running(pages, &candidates, body);
    gone.extend(numbers(pages, &candidates));
    gone.sort_unstable();
    gone.dedup();
    // What would leave a page empty is all that the page says.
    let lines = |p: usize| {
        pages
            .get(p)
            .map_or(0, |page| page.units.iter().flat_map(Unit::lines).count())
    };
    let full: Vec<usize> = gone
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|places| places.len() == lines(places[0].0))
        .map(|places| places[0].0)
        .collect();
    gone.retain(|place| !full.contains(&place.0));
    for &(p, u, l) in gone.iter().rev() {
        if let Some(Unit::Lines(_, lines)) = pages.get_mut(p).and_then(|page| page.units.get_mut(u))
            && l < lines.len()
        {
            lines.remove(l);
        }
    }
    for page in pages {
        page.units.retain(|unit| unit.lines().next().is_some());
    }
}

/// The outermost lines of a page: unit, line, whether at the top.
fn edges(page: &RawPage) -> impl Iterator<Item = (usize, usize, bool)> + use<> {
    let mut lines: Vec<(usize, usize, f32)> = Vec::new();
    for (u, unit) in page.units.iter().enumerate() {
        if let Unit::Lines(_, rows) = unit {
            lines.extend(rows.iter().enumerate().map(|(l, line)| (u, l, line.y)));
        }
    }
    lines.sort_by(|a, b| b.2.total_cmp(&a.2));
    let (low, high) = (page.frame.y0, page.frame.y1);
    let zone = (high - low) * EDGE;
    let top = lines
        .iter()
        .take(EDGE_LINES)
        .filter(|l| l.2 >= high - zone)
        .map(|&(u, l, _)| (u, l, true));
    let bottom = lines
        .iter()
        .rev()
        .take(EDGE_LINES)
        .filter(|l| l.2 <= low + zone)
        .map(|&(u, l, _)| (u, l, false));
    top.chain(bottom).collect::<Vec<_>>().into_iter()
}

fn line(pages: &[RawPage], (p, u, l): Place) -> Option<&Line> {
    match pages.get(p)?.units.get(u)? {
        Unit::Lines(_, lines) => lines.get(l),
        Unit::Table(_) => None,
    }
}

/// Lines that stand at the same place with the same words, numbers aside, on enough pages. A line
/// set larger than `body` is a heading unless nearly all pages have it, and one as close to the text as its own lines belongs to it.
fn running(pages: &[RawPage], candidates: &[(Place, bool)], body: f32) -> Vec<Place> {
    let mut groups: BTreeMap<(String, bool, bool), Vec<(Place, f32)>> = BTreeMap::new();
    for &(place, top) in candidates {
        if let Some(line) = line(pages, place).filter(|l| l.size <= LARGE * body) {
            let large = line.size > body + 1.0;
            let mut key = pattern(&line.text);
            if large && key.contains('#') {
                key.clear(); // "Mål 1", "Mål 2": headings that open pages
            }
            if !key.is_empty() {
                groups
                    .entry((key, top, large))
                    .or_default()
                    .push((place, line.y));
            }
        }
    }
    let mut gone: Vec<(Place, bool)> = Vec::new();
    for ((_, top, large), places) in groups {
        for &(place, y) in &places {
            let mut on: Vec<usize> = places
                .iter()
                .filter(|(_, other)| (other - y).abs() <= DRIFT)
                .map(|((p, _, _), _)| *p)
                .collect();
            on.dedup();
            // Three pages, and a fifth of those between the first and the last: chapters change
            // their running titles, and left and right pages may carry different ones.
            let span = on.last().zip(on.first()).map_or(0, |(b, a)| b - a + 1);
            let most = !large || on.len() * 10 >= pages.len() * 7;
            if on.len() >= 3 && on.len() * 5 >= span && most {
                gone.push((place, top));
            }
        }
    }
    // A line that stays keeps the one beside it: as often as lines may be taken at an edge.
    let mut running: BTreeSet<Place> = gone.iter().map(|(place, _)| *place).collect();
    for _ in 0..EDGE_LINES {
        let before = running.len();
        let apart = |place: &Place, top: bool| stands_apart(pages, *place, top, &running);
        gone.retain(|(place, top)| apart(place, *top));
        running = gone.iter().map(|(place, _)| *place).collect();
        if running.len() == before {
            break;
        }
    }
    running.into_iter().collect()
}

/// Whether a running line keeps a distance from the text that does not run.
fn stands_apart(pages: &[RawPage], place: Place, top: bool, running: &BTreeSet<Place>) -> bool {
    let Some(own) = line(pages, place) else {
        return false;
    };
    let (p, ..) = place;
    let units = pages.get(p).map_or(&[][..], |page| &page.units);
    let mut nearest = f32::INFINITY;
    for (u, unit) in units.iter().enumerate() {
        for (l, other) in unit.lines().enumerate() {
            let step = if top {
                own.y - other.y
            } else {
                other.y - own.y
            };
            if step > 0.5 * own.size && !running.contains(&(p, u, l)) {
                nearest = nearest.min(step / own.size.max(other.size));
            }
        }
    }
    nearest >= 1.6
}

/// The words of a line with numbers made equal.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    // A bare number is judged as a page number, with its value.
    if out.chars().any(char::is_alphabetic) || out.contains("##") {
        out
    } else {
        String::new()
    }
}

/// Page numbers: lines of the form "Side 3 af 17", and bare numbers that count with the pages.
fn numbers(pages: &[RawPage], candidates: &[(Place, bool)]) -> Vec<Place> {
    let mut gone = Vec::new();
    let mut bare: BTreeMap<i64, Vec<Place>> = BTreeMap::new();
    for &(place, _) in candidates {
        let Some(line) = line(pages, place) else {
            continue;
        };
        match page_number(&line.text) {
            Some((_, true)) => gone.push(place),
            Some((number, false)) => {
                bare.entry(number - place.0 as i64).or_default().push(place);
            }
            None => {}
        }
    }
    for places in bare.into_values() {
        // Two in step are enough: a table's figures do not count with the pages. In a document of
        // one page nothing can be in step, and the number of the page itself is taken.
        let mut on: Vec<usize> = places.iter().map(|p| p.0).collect();
        on.dedup();
        if on.len() >= 2 {
            gone.extend(places);
        }
    }
    gone
}

/// The number a line consists of, and whether it says in words that it is a page number.
fn page_number(text: &str) -> Option<(i64, bool)> {
    let text = text.trim().trim_matches(['-', '–', '|', '.', '•', ' ']);
    let lower = text.to_lowercase();
    let (rest, named) = ["side", "page", "s.", "p."]
        .iter()
        .find_map(|w| lower.strip_prefix(w))
        .map_or((lower.as_str(), false), |rest| (rest, true));
    let mut parts = rest
        .split(|c: char| c.is_whitespace() || c == '/')
        .filter(|p| !p.is_empty());
    let number: i64 = parts
        .next()?
        .parse()
        .ok()
        .filter(|n| (0..10_000).contains(n))?;
    let of = match parts.next() {
        None => false,
        Some("af" | "of" | "ud") => {
            let total = parts.find(|p| *p != "af")?;
            total.parse::<u32>().ok()?;
            true
        }
        Some(total) => {
            total.parse::<u32>().ok()?;
            rest.contains('/')
        }
    };
    if parts.next().is_some() {
        return None;
    }
    if !named && !of && text.contains(char::is_whitespace) {
        return None;
    }
    Some((number, named || of && lower.contains(['a', 'o'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known_by_their_form() {
        assert_eq!(page_number("Side 3 af 17"), Some((3, true)));
        assert_eq!(page_number(" - 12 - "), Some((12, false)));
        assert_eq!(page_number("3/17"), Some((3, false)));
        assert_eq!(page_number("side 4"), Some((4, true)));
        assert_eq!(page_number("2 af 9"), Some((2, true)));
        for text in [
            "2019-2022",
            "3 kr.",
            "Side om side",
            "",
            "12 300",
            "Kapitel 3",
        ] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }

    #[test]
    fn patterns_ignore_numbers_and_leave_bare_ones() {
        assert_eq!(pattern("14/001928-6  Side 2 af 20"), "#/#-#side#af#");
        assert_eq!(pattern(" 17 "), "");
    }
}
