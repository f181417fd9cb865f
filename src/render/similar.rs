//! What the municipalities' papers say → which municipalities resemble each other, each likeness
//! with its reason, and what the others mention that one does not. Refuses to count a document that
//! could not be read to its end as silence.
//!
//! Doors: [`Space::of`] measures the catalogue once; [`by_themes`], [`by_size`] and [`by_place`] give
//! the nearest of one municipality; [`gaps`] says what those have that it has not.

mod gap;

pub use gap::{Gap, Gaps, gaps};

use std::collections::BTreeMap;

use crate::model::catalogue::Catalogue;
use crate::model::municipality::Municipality;
use crate::model::subject::{Subject, SubjectKind};

use super::chart::lower_first;
use super::standing::{Level, Standing};
use super::words;

/// How much a technology weighs beside a theme at level 1: whether a paper names drones says less
/// of its direction than whether it has a section on children.
const TECHNOLOGY: f64 = 0.5;

/// Subjects named as the reason of a likeness.
const REASONS: usize = 3;

/// The catalogue as a space in which nearness means similar priorities.
#[derive(Debug)]
pub struct Space<'a> {
    standings: &'a [Standing<'a>],
    subjects: Vec<&'a Subject>,
    /// Per municipality, in the order of `standings`: coordinate by place in `subjects`.
    vectors: Vec<BTreeMap<usize, f64>>,
}

/// A municipality that resembles the one asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness<'a> {
    /// Which.
    pub municipality: &'a Municipality,
    /// Likeness of the theme profiles, 0 to 1, where both have one.
    pub score: Option<f64>,
    /// Why it is here, as one Danish sentence.
    pub why: String,
}

impl<'a> Space<'a> {
    /// Measures every municipality: its level of each theme (1 to 3) and half a point a technology,
    /// times how rare the subject is (the logarithm of one over its share, as search engines weigh
    /// words), so that what everybody writes brings nobody together.
    pub fn of(catalogue: &'a Catalogue, standings: &'a [Standing<'a>]) -> Self {
        let subjects: Vec<&Subject> = catalogue
            .content
            .subjects
            .iter()
            .filter(|s| s.kind != SubjectKind::Organisering)
            .collect();
        let mut vectors: Vec<BTreeMap<usize, f64>> = standings
            .iter()
            .map(|standing| measure(standing, &subjects))
            .collect();
        let heard = count(vectors.iter().filter(|v| !v.is_empty()).count());
        let mut holders = vec![0_usize; subjects.len()];
        for at in vectors.iter().flat_map(BTreeMap::keys) {
            holders[*at] += 1;
        }
        for (at, value) in vectors.iter_mut().flat_map(BTreeMap::iter_mut) {
            *value *= (1.0 + heard / count(holders[*at])).ln();
        }
        Self {
            standings,
            subjects,
            vectors,
        }
    }

    fn find(&self, slug: &str) -> Option<usize> {
        self.standings
            .iter()
            .position(|s| s.municipality.slug == slug)
    }

    /// Cosine of the angle between two profiles; `None` where one of them is empty.
    fn cosine(&self, a: usize, b: usize) -> Option<f64> {
        let (a, b) = (&self.vectors[a], &self.vectors[b]);
        let length = |v: &BTreeMap<usize, f64>| v.values().map(|x| x * x).sum::<f64>().sqrt();
        let lengths = length(a) * length(b);
        let product: f64 = a
            .iter()
            .filter_map(|(at, x)| b.get(at).map(|y| x * y))
            .sum();
        (lengths > 0.0).then(|| (product / lengths).min(1.0))
    }

    /// What two profiles have most in common, strongest first.
    fn shared(&self, a: usize, b: usize) -> Vec<&'a Subject> {
        let (a, b) = (&self.vectors[a], &self.vectors[b]);
        let mut both: Vec<(usize, f64)> = a
            .iter()
            .filter_map(|(at, x)| b.get(at).map(|y| (*at, x.min(*y))))
            .collect();
        both.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        both.iter().map(|(at, _)| self.subjects[*at]).collect()
    }

    /// The others, each with its place.
    fn others(&self, own: usize) -> impl Iterator<Item = (usize, &'a Municipality)> + '_ {
        self.standings
            .iter()
            .enumerate()
            .filter(move |(at, _)| *at != own)
            .map(|(at, s)| (at, s.municipality))
    }
}

fn measure(standing: &Standing<'_>, subjects: &[&Subject]) -> BTreeMap<usize, f64> {
    subjects
        .iter()
        .enumerate()
        .filter_map(
            |(at, subject)| match standing.level(subject.kind, &subject.id) {
                Level::Known(0) | Level::Unread | Level::NoPaper => None,
                Level::Known(_) if subject.kind == SubjectKind::Teknologi => Some((at, TECHNOLOGY)),
                Level::Known(level) => Some((at, f64::from(level))),
            },
        )
        .collect()
}

/// The `most` municipalities whose papers set the same priorities, most alike first. Empty where
/// nothing of its own could be read.
pub fn by_themes<'a>(space: &Space<'a>, slug: &str, most: usize) -> Vec<Likeness<'a>> {
    let Some(own) = space.find(slug) else {
        return Vec::new();
    };
    let mut all: Vec<(f64, usize, &Municipality)> = space
        .others(own)
        .filter_map(|(at, m)| Some((space.cosine(own, at)?, at, m)))
        .filter(|(score, _, _)| *score > 0.0)
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.slug.cmp(&b.2.slug)));
    all.into_iter()
        .take(most)
        .map(|(score, at, municipality)| {
            let shared: Vec<String> = space
                .shared(own, at)
                .into_iter()
                .take(REASONS)
                .map(|s| words::inside(&s.titel))
                .collect();
            Likeness {
                municipality,
                score: Some(score),
                why: format!("Begge skriver om {}.", words::list(&shared)),
            }
        })
        .collect()
}

/// The `most` municipalities nearest in inhabitants, nearest first.
pub fn by_size<'a>(space: &Space<'a>, slug: &str, most: usize) -> Vec<Likeness<'a>> {
    let Some(own) = space.find(slug) else {
        return Vec::new();
    };
    let here = space.standings[own].municipality.indbyggere;
    let mut all: Vec<(f64, usize, &Municipality)> = space
        .others(own)
        .map(|(at, m)| (distance(here, m.indbyggere), at, m))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.slug.cmp(&b.2.slug)));
    all.into_iter()
        .take(most)
        .map(|(_, at, municipality)| Likeness {
            municipality,
            score: space.cosine(own, at),
            why: format!(
                "{} indbyggere mod {}.",
                words::number(u64::from(municipality.indbyggere)),
                words::number(u64::from(here))
            ),
        })
        .collect()
}

/// The `most` municipalities of the same group and region; those that share both first, then the
/// group, then the region, each by size.
pub fn by_place<'a>(space: &Space<'a>, slug: &str, most: usize) -> Vec<Likeness<'a>> {
    let Some(own) = space.find(slug) else {
        return Vec::new();
    };
    let here = space.standings[own].municipality;
    let mut all: Vec<(u8, f64, usize, &Municipality)> = space
        .others(own)
        .filter_map(|(at, m)| {
            let rank = match (
                m.kommunegruppe == here.kommunegruppe,
                m.region == here.region,
            ) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => return None,
            };
            Some((rank, distance(here.indbyggere, m.indbyggere), at, m))
        })
        .collect();
    all.sort_by(|a, b| {
        (a.0.cmp(&b.0))
            .then_with(|| a.1.total_cmp(&b.1))
            .then_with(|| a.3.slug.cmp(&b.3.slug))
    });
    all.into_iter()
        .take(most)
        .map(|(rank, _, at, municipality)| Likeness {
            municipality,
            score: space.cosine(own, at),
            why: match rank {
                0 => format!(
                    "Samme kommunegruppe ({}) og samme region ({}).",
                    lower_first(&here.kommunegruppe),
                    here.region
                ),
                1 => format!("Samme kommunegruppe: {}.", lower_first(&here.kommunegruppe)),
                _ => format!("Samme region: {}.", here.region),
            },
        })
        .collect()
}

/// How many times larger the one is than the other, as a logarithm, so that 10.000 to 20.000 is as
/// far as 100.000 to 200.000.
fn distance(a: u32, b: u32) -> f64 {
    let size = |n: u32| f64::from(n.max(1)).ln();
    (size(a) - size(b)).abs()
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Row};
    use crate::render::standing::standings;

    fn place(
        kode: u16,
        slug: &'static str,
        size: u32,
        region: &str,
        themes: Option<&'static [(&'static str, u8)]>,
    ) -> (Municipality, Vec<Row>) {
        let row = Row {
            period: "Fra 2021",
            themes,
            ..Row::PLAIN
        };
        (
            sample::municipality(kode, slug, slug, region, size),
            vec![row],
        )
    }

    fn three() -> Catalogue {
        sample::catalogue(vec![
            place(
                1,
                "aa",
                10_000,
                "Hovedstaden",
                Some(&[("klima", 3), ("data", 1)]),
            ),
            place(
                2,
                "bb",
                90_000,
                "Sjælland",
                Some(&[("klima", 2), ("data", 1)]),
            ),
            place(
                3,
                "cc",
                12_000,
                "Sjælland",
                Some(&[("kompetencer", 3), ("data", 1)]),
            ),
            place(4, "dd", 11_000, "Hovedstaden", None),
        ])
    }

    fn slugs(found: &[Likeness<'_>]) -> Vec<String> {
        found.iter().map(|l| l.municipality.slug.clone()).collect()
    }

    #[test]
    fn the_rare_shared_theme_decides_and_is_the_reason() {
        let catalogue = three();
        let standings = standings(&catalogue);
        let space = Space::of(&catalogue, &standings);
        let near = by_themes(&space, "aa", 5);
        assert_eq!(slugs(&near), ["bb", "cc"]);
        assert!(near[0].score > Some(0.9) && near[1].score < Some(0.4));
        assert_eq!(
            near[0].why,
            "Begge skriver om klima og bæredygtighed og data og dataanvendelse."
        );
        assert!(by_themes(&space, "dd", 5).is_empty());
        assert!(by_themes(&space, "findes-ikke", 5).is_empty());
    }

    #[test]
    fn size_and_place_say_why() {
        let catalogue = three();
        let standings = standings(&catalogue);
        let space = Space::of(&catalogue, &standings);
        let near = by_size(&space, "aa", 2);
        assert_eq!(slugs(&near), ["dd", "cc"]);
        assert_eq!(near[0].why, "11.000 indbyggere mod 10.000.");
        assert_eq!(near[0].score, None);
        let place = by_place(&space, "bb", 9);
        assert_eq!(slugs(&place), ["cc"]);
        assert_eq!(
            place[0].why,
            "Samme kommunegruppe (provinsbykommuner) og samme region (Sjælland)."
        );
    }
}
