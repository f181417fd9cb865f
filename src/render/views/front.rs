//! The front page: KL's short figures counted anew, what expires next, what happened lately.

use serde::Serialize;

use super::list::{Part, parts};
use super::parts::Link;
use crate::model::subject::SubjectKind;
use crate::render::chart::Chart;
use crate::render::facts::Facts;
use crate::render::standing::Figure;
use crate::render::{feed, map, routes, words};

/// KL's own count of the four figures, in its mapping "Kommunernes strategiske arbejde med
/// digitalisering", which the list comes from.
const KL: [usize; 4] = [55, 8, 8, 27];

/// How many entries the two short lists have.
const SHORT: usize = 8;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FrontView {
    figures: Vec<FigureView>,
    municipalities: usize,
    /// Municipalities with at least one strategy on the list.
    with_rows: usize,
    strategies: usize,
    read: usize,
    /// Whether the municipalities are the real ones that KL counted.
    kl: bool,
    /// Municipalities in "own" whose papers do not say until when.
    unknown_end: usize,
    expiring: Vec<Event>,
    news: Vec<Event>,
    map: Option<Chart>,
    themes: Vec<Theme>,
    /// Municipalities whose papers were read: what the counts beside the themes are out of.
    heard: usize,
}

#[derive(Debug, Serialize)]
struct FigureView {
    part: Part,
    share: String,
    kl: usize,
}

/// An event with its day, its strategy and what happened or is left.
#[derive(Debug, Serialize)]
struct Event {
    day: String,
    iso: String,
    strategy: Link,
    municipality: String,
    what: String,
}

#[derive(Debug, Serialize)]
struct Theme {
    link: Link,
    count: usize,
}

impl FrontView {
    /// What the front page shows.
    pub(in crate::render) fn new(facts: &Facts<'_>) -> Self {
        let whole = facts.standings.len();
        let figures: Vec<FigureView> = parts(facts)
            .into_iter()
            .zip(KL)
            .map(|(part, kl)| FigureView {
                share: words::percent(part.count, whole),
                part,
                kl,
            })
            .collect();
        Self {
            figures,
            municipalities: whole,
            with_rows: facts
                .standings
                .iter()
                .filter(|s| !s.rows.is_empty())
                .count(),
            strategies: facts.catalogue.strategies.len(),
            read: facts
                .catalogue
                .strategies
                .iter()
                .filter(|s| s.readable().is_some())
                .count(),
            kl: whole == KL.iter().sum::<usize>() && !facts.catalogue.content.settings.demo,
            unknown_end: facts
                .standings
                .iter()
                .filter(|s| s.figure == Figure::Own)
                .filter(|s| !s.rows.iter().any(|r| r.form.is_own() && r.status.applies()))
                .count(),
            expiring: feed::expiring(facts.catalogue)
                .into_iter()
                .take(SHORT)
                .map(|e| Event {
                    day: words::date(e.date),
                    iso: e.date.to_string(),
                    strategy: Link::new(e.title, e.address),
                    municipality: e.navn,
                    what: words::count(e.months.unsigned_abs() as usize, "måned", "måneder"),
                })
                .collect(),
            news: facts
                .changes
                .iter()
                .take(SHORT)
                .map(|c| Event {
                    day: words::date(c.date),
                    iso: c.date.to_string(),
                    strategy: Link::new(&c.title, &c.address),
                    municipality: c.navn.clone(),
                    what: c.what.clone(),
                })
                .collect(),
            map: map::status(&facts.standings, facts.catalogue.as_of, "kort", &|m| {
                format!("./{}", routes::municipality(&m.slug))
            }),
            heard: facts.readable(),
            themes: if facts.readable() > 0 {
                themes(facts)
            } else {
                Vec::new()
            },
        }
    }
}

fn themes(facts: &Facts<'_>) -> Vec<Theme> {
    let mut out: Vec<Theme> = facts
        .subjects(SubjectKind::Tema)
        .map(|subject| Theme {
            link: Link::subject(subject),
            count: facts.carriers(SubjectKind::Tema, &subject.id).count(),
        })
        .collect();
    out.sort_by_key(|t| std::cmp::Reverse(t.count));
    out
}
