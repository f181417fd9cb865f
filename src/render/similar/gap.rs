//! A municipality and others like it → what most of the others mention and it does not. Refuses an
//! answer where its own papers were not read to their end, and counts only others whose were: a page
//! that could not be read is no silence on either side.

use crate::model::municipality::Municipality;
use crate::model::subject::Subject;
use crate::render::standing::{Level, Standing};

use super::{Space, count};

/// Fewer comparable municipalities than this say nothing.
const FEWEST: usize = 3;

/// The share of them that must mention a subject.
const SHARE: f64 = 0.5;

/// A subject that others mention.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap<'a> {
    /// What is missing.
    pub subject: &'a Subject,
    /// Who mentions it, those that weigh it most first.
    pub mentioned_by: Vec<&'a Municipality>,
    /// Out of how many.
    pub of: usize,
}

/// What others mention and one does not, or why that cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum Gaps<'a> {
    /// Most mentioned first; empty: nothing is missing.
    Found(Vec<Gap<'a>>),
    /// The municipality has no paper to look in.
    NoPaper,
    /// Not all of its papers could be read.
    Unread,
    /// Too few of the others could be read to their end.
    TooFew,
}

impl Gaps<'_> {
    /// Why there is no answer, as one Danish sentence; `None` where there is one.
    pub fn why_not(&self) -> Option<&'static str> {
        match self {
            Self::Found(_) => None,
            Self::NoPaper => Some("Vi kender ingen strategi at sammenligne med."),
            Self::Unread => Some(
                "Noget af kommunens strategi kunne ikke læses, så vi kan ikke sige, hvad der mangler.",
            ),
            Self::TooFew => {
                Some("For få af de lignende kommuners strategier kunne læses til ende.")
            }
        }
    }
}

/// What at least half of `peers` mention and the municipality with this slug does not. Themes and
/// technologies.
pub fn gaps<'a>(space: &Space<'a>, slug: &str, peers: &[&Municipality]) -> Gaps<'a> {
    let Some(own) = space.find(slug).map(|at| &space.standings[at]) else {
        return Gaps::NoPaper;
    };
    // Also where there are rows: a row whose document was never fetched is nothing to look in.
    if own.current.iter().all(|row| row.finding.document.is_none()) {
        return Gaps::NoPaper;
    }
    if !own.is_read_whole() {
        return Gaps::Unread;
    }
    let read: Vec<&Standing<'_>> = space
        .standings
        .iter()
        .filter(|s| s.is_read_whole() && s.municipality.slug != slug)
        .filter(|s| peers.iter().any(|p| p.slug == s.municipality.slug))
        .collect();
    if read.len() < FEWEST {
        return Gaps::TooFew;
    }
    let mut found: Vec<(u32, Gap<'_>)> = space
        .subjects
        .iter()
        .filter(|subject| own.level(subject.kind, &subject.id) == Level::Known(0))
        .filter_map(|subject| gap(subject, &read))
        .collect();
    found.sort_by(|(a_weight, a), (b_weight, b)| {
        (b.mentioned_by.len(), b_weight).cmp(&(a.mentioned_by.len(), a_weight))
    });
    Gaps::Found(found.into_iter().map(|(_, gap)| gap).collect())
}

/// The gap with the sum of levels, where enough mention the subject.
fn gap<'a>(subject: &'a Subject, read: &[&'a Standing<'a>]) -> Option<(u32, Gap<'a>)> {
    let mut mentioned: Vec<(u8, &Municipality)> = read
        .iter()
        .filter_map(|s| match s.level(subject.kind, &subject.id) {
            Level::Known(level) if level > 0 => Some((level, s.municipality)),
            _ => None,
        })
        .collect();
    if count(mentioned.len()) < SHARE * count(read.len()) {
        return None;
    }
    mentioned.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.slug.cmp(&b.1.slug)));
    let weight = mentioned.iter().map(|(level, _)| u32::from(*level)).sum();
    let gap = Gap {
        subject,
        mentioned_by: mentioned.into_iter().map(|(_, m)| m).collect(),
        of: read.len(),
    };
    Some((weight, gap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue::Catalogue;
    use crate::render::sample::{self, Row};
    use crate::render::standing::standings;

    type Themes = Option<&'static [(&'static str, u8)]>;

    fn catalogue(papers: &[(&'static str, Themes, bool)]) -> Catalogue {
        let places = papers
            .iter()
            .enumerate()
            .map(|(n, (slug, themes, complete))| {
                let row = Row {
                    period: "Fra 2021",
                    themes: *themes,
                    complete: *complete,
                    ..Row::PLAIN
                };
                let kode = u16::try_from(n).expect("few");
                let place = sample::municipality(kode, slug, slug, "Sjælland", 1_000);
                (place, vec![row])
            });
        sample::catalogue(places.collect())
    }

    fn ask(catalogue: &Catalogue, slug: &str) -> Result<Vec<(String, usize, usize)>, &'static str> {
        let standings = standings(catalogue);
        let space = Space::of(catalogue, &standings);
        let peers: Vec<&Municipality> = catalogue.content.municipalities.iter().collect();
        let answer = gaps(&space, slug, &peers);
        match (&answer, answer.why_not()) {
            (_, Some(why)) => Err(why),
            (Gaps::Found(found), None) => Ok(found
                .iter()
                .map(|g| (g.subject.id.clone(), g.mentioned_by.len(), g.of))
                .collect()),
            _ => Ok(Vec::new()),
        }
    }

    #[test]
    fn what_most_mention_and_one_does_not_is_a_gap() {
        let catalogue = catalogue(&[
            ("aa", Some(&[("data", 3)]), true),
            ("bb", Some(&[("klima", 2), ("kompetencer", 1)]), true),
            ("cc", Some(&[("klima", 1), ("data", 1)]), true),
            ("dd", Some(&[("kompetencer", 3)]), true),
            // Read in part: neither its word nor its silence counts.
            ("ee", Some(&[("datasikkerhed", 3)]), false),
        ]);
        assert_eq!(
            ask(&catalogue, "aa"),
            Ok(vec![
                ("kompetencer".to_owned(), 2, 3),
                ("klima".to_owned(), 2, 3),
            ])
        );
        assert!(ask(&catalogue, "ee").is_err_and(|why| why.contains("ikke læses")));
    }

    #[test]
    fn few_comparable_papers_give_no_answer() {
        let catalogue = catalogue(&[
            ("aa", Some(&[("data", 3)]), true),
            ("bb", Some(&[("klima", 2)]), true),
            ("cc", Some(&[("klima", 2)]), false),
            ("dd", None, true),
        ]);
        assert!(ask(&catalogue, "aa").is_err_and(|why| why.contains("For få")));
        assert!(ask(&catalogue, "dd").is_err_and(|why| why.contains("ingen strategi")));
    }
}
