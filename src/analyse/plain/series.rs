//! Lines that number themselves with letters, Roman numbers, paragraph signs or a short form ("P1",
//! "AP2") → the role each has: heading, where text stands between them, or list item. Refuses a
//! series that does not count from one to three at least.

use std::sync::LazyLock;

use regex::Regex;

use super::heading::HEADING_CHARS;
use super::lines::{Line, is_closed};
use crate::danish::number;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:([IVX]{1,5}|[A-H])(?:[.):]\s+|\s{2,})|([a-h])[.)]\s+|([A-ZÆØÅ]{1,3}|[§#]\s?)(\d{1,2})(?:[.):]?\s+))\p{Lu}",
    )
    .expect("a constant pattern")
});

/// What a line numbers itself with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// "P", "§"; empty for letters, one dot for Roman numbers, `ABOVE` for a number above the line.
    kind: String,
    number: u32,
}

/// The kind of a number that stands by itself above its line.
const ABOVE: &str = "^";

/// What a line of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    Item,
}

/// The marks a raw line may open with, below a number by itself: "C" is a letter, "I" and "V" are
/// Roman numbers as well.
pub(super) fn marks(raw: &str, above: Option<u32>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = above
        .filter(|_| raw.trim_start().starts_with(char::is_uppercase))
        .map(|number| Mark {
            kind: ABOVE.to_owned(),
            number,
        })
        .into_iter()
        .collect();
    let Some(found) = MARK.captures(raw) else {
        return marks;
    };
    let mut mark = |kind: &str, number: u32| {
        marks.push(Mark {
            kind: kind.trim().to_owned(),
            number,
        });
    };
    match (found.get(1).or(found.get(2)), found.get(3), found.get(4)) {
        (Some(sign), ..) => {
            if let Some(number) = number::roman(sign.as_str()) {
                mark(".", number);
            }
            if let Some(number) = number::letter(&sign.as_str().to_uppercase()) {
                mark("", number);
            }
        }
        (_, Some(kind), Some(number)) => {
            if let Ok(number) = number.as_str().parse() {
                mark(kind.as_str(), number);
            }
        }
        _ => {}
    }
    marks
}

impl Line {
    /// Makes it a line of a series; what follows a mark by a gap alone, or stands below it, follows it
    /// by a full stop.
    fn take(&mut self, role: Role, above: Option<usize>) {
        self.role.get_or_insert(role);
        self.cells.clear();
        if let Some(number) = above {
            self.text = format!("{number}. {}", self.text);
        } else if let Some((sign, rest)) = self.text.split_once(' ')
            && sign.chars().all(|c| "ABCDEFGHIVX".contains(c))
        {
            self.text = format!("{sign}. {rest}");
        }
    }
}

/// Gives the lines of each series their role.
pub(super) fn settle(pages: &mut [Vec<Line>]) {
    let lines: Vec<(usize, usize)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, lines)| (0..lines.len()).map(move |at| (page, at)))
        .collect();
    let mut series: Vec<(String, Vec<usize>)> = Vec::new();
    for (place, &(page, at)) in lines.iter().enumerate() {
        for mark in &pages[page][at].marks {
            if mark.number == 1 {
                series.push((mark.kind.clone(), vec![place]));
            } else if let Some((_, places)) = series.iter_mut().rev().find(|(kind, places)| {
                *kind == mark.kind && places.len() + 1 == mark.number as usize
            }) {
                places.push(place);
            }
        }
    }
    for (kind, places) in series.iter().filter(|(_, places)| places.len() >= 3) {
        let above = kind == ABOVE;
        let line = |place: usize| {
            let (page, at) = lines[place];
            &pages[page][at]
        };
        // A line of its own in between, rather than the end of the one before.
        let apart = |pair: &&[usize]| {
            let between = &lines[pair[0] + 1..pair[1]];
            between.iter().any(|&(page, at)| {
                let next = &pages[page][at];
                next.gap || next.text.starts_with(char::is_uppercase)
            })
        };
        let told = places.windows(2).filter(apart).count();
        let titled = places.iter().all(|&place| {
            let text = &line(place).text;
            !is_closed(text) && text.chars().count() <= HEADING_CHARS
        });
        let heading = titled && told * 3 >= (places.len() - 1) * 2;
        // The number of a page, at its head.
        let paged = |(number, &place): (usize, &usize)| {
            let (page, at) = lines[place];
            at == 0 && page < number + 2
        };
        let role = if heading { Role::Heading } else { Role::Item };
        if !heading && (told > 0 || above) || above && places.iter().enumerate().all(paged) {
            continue;
        }
        for (number, &place) in (1..).zip(places) {
            let (page, at) = lines[place];
            pages[page][at].take(role, above.then_some(number));
        }
    }
}
