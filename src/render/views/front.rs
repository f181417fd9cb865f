//! The front page: KL's short figures counted anew, what expires next, what happened lately.

use serde::Serialize;

use super::list::{Part, parts};
use super::parts::{Link, Tag};
use crate::model::Date;
use crate::model::catalogue::Strategy;
use crate::model::health::LinkHealth;
use crate::model::status::Status;
use crate::model::subject::SubjectKind;
use crate::render::facts::Facts;
use crate::render::standing::Figure;
use crate::render::{routes, words};

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
    strategies: usize,
    read: usize,
    /// Whether the municipalities are the real ones that KL counted.
    kl: bool,
    /// Municipalities in "own" whose papers do not say until when.
    unknown_end: usize,
    expiring: Vec<Expiring>,
    news: Vec<News>,
    themes: Vec<Theme>,
}

#[derive(Debug, Serialize)]
struct FigureView {
    part: Part,
    share: String,
    kl: usize,
}

#[derive(Debug, Serialize)]
struct Expiring {
    strategy: Link,
    municipality: Link,
    day: String,
    iso: String,
    status: Tag,
}

#[derive(Debug, Serialize)]
struct News {
    day: String,
    iso: String,
    strategy: Link,
    municipality: Link,
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
            expiring: expiring(facts),
            news: news(facts),
            themes: themes(facts),
        }
    }
}

/// What ends next: papers that apply today, the nearest end first.
fn expiring(facts: &Facts<'_>) -> Vec<Expiring> {
    let today = facts.catalogue.as_of;
    let mut ends: Vec<(Date, &Strategy)> = facts
        .catalogue
        .strategies
        .iter()
        .filter(|s| !s.is_superseded() && s.status != Status::Udkast)
        .filter_map(|s| Some((s.period.end()?, s)))
        .filter(|(end, _)| *end >= today)
        .collect();
    ends.sort_by_key(|(end, s)| (*end, &s.key));
    ends.into_iter()
        .take(SHORT)
        .map(|(end, s)| Expiring {
            strategy: Link::strategy(s),
            municipality: municipality(facts, s),
            day: words::date(end),
            iso: end.to_string(),
            status: Tag::status(s),
        })
        .collect()
}

/// What changed lately: a link that fares otherwise than before, a document fetched for the first
/// time or anew, a municipality's word that a paper still applies.
fn news(facts: &Facts<'_>) -> Vec<News> {
    let mut all: Vec<(Date, &Strategy, String)> = Vec::new();
    for s in &facts.catalogue.strategies {
        if let Some(day) = s.listing.bekraeftet {
            all.push((day, s, "Kommunen har bekræftet, at den gælder".to_owned()));
        }
        let mut before: Option<LinkHealth> = None;
        for visit in &s.finding.visits {
            let what = match (before, visit.status) {
                (None, LinkHealth::Ok) => Some("Dokumentet er hentet og arkiveret".to_owned()),
                (_, LinkHealth::Changed) => Some("Dokumentet er ændret".to_owned()),
                (old, new) if old != Some(new) => Some(format!("Link: {}", new.label())),
                _ => None,
            };
            before = Some(visit.status);
            if let Some(what) = what {
                all.push((words::day_of(visit.at), s, what));
            }
        }
    }
    all.sort_by(|a, b| (b.0, &a.1.key).cmp(&(a.0, &b.1.key)));
    all.into_iter()
        .take(SHORT)
        .map(|(day, s, what)| News {
            day: words::date(day),
            iso: day.to_string(),
            strategy: Link::strategy(s),
            municipality: municipality(facts, s),
            what,
        })
        .collect()
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

fn municipality(facts: &Facts<'_>, s: &Strategy) -> Link {
    facts.standing(&s.key.kommune).map_or_else(
        || Link::new(&s.key.kommune, routes::municipality(&s.key.kommune)),
        |standing| Link::municipality(standing.municipality),
    )
}
