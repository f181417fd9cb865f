//! One municipality: its papers in order, what they say against the country and its group, how its
//! links fare, and the ready mails by which it can put us right.

use serde::Serialize;

use super::parts::{Health, Link, Proof, Tag, level_label, outside};
use super::row::Paper;
use crate::model::catalogue::Strategy;
use crate::model::municipality::Municipality;
use crate::model::subject::SubjectKind;
use crate::render::chart::{Chart, profile, timeline};
use crate::render::facts::{Facts, full_name};
use crate::render::pages::Insights;
use crate::render::similar::{self, Space};
use crate::render::standing::{Level, Standing};
use crate::render::{mail, markdown, routes, words};

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MunicipalityView {
    full_name: String,
    code: String,
    region: String,
    group: String,
    inhabitants: String,
    website: Option<Link>,
    figure: Tag,
    papers: Vec<Edition>,
    themes: Vec<ThemeRow>,
    group_readable: usize,
    readable: usize,
    read_whole: bool,
    /// Whether anything of what applies today could be read: without it there is nothing to compare.
    read: bool,
    technologies: Vec<Link>,
    pillars: Vec<Pillar>,
    timeline: Option<Chart>,
    profile: Option<Chart>,
    alike: Vec<AlikeGroup>,
    gaps: Vec<GapView>,
    /// Why there are no gaps to show, where that cannot be said.
    no_gaps: Option<&'static str>,
    notes: String,
    feed: String,
    compare: String,
    mail_missing: Option<String>,
}

/// One of its papers.
#[derive(Debug, Serialize)]
struct Edition {
    paper: Paper,
    replaces: Option<Link>,
    replaced_by: Option<Link>,
    pages: usize,
    proofs: Vec<Proof>,
    history: Vec<Visit>,
    mail_confirm: Option<String>,
    mail_correct: Option<String>,
}

#[derive(Debug, Serialize)]
struct Visit {
    moment: String,
    health: Health,
    note: Option<String>,
}

/// One theme against the others.
#[derive(Debug, Serialize)]
struct ThemeRow {
    link: Link,
    level: Option<u8>,
    label: &'static str,
    url: Option<String>,
    country: usize,
    group: usize,
}

/// Municipalities that resemble this one in one way.
#[derive(Debug, Serialize)]
struct AlikeGroup {
    title: &'static str,
    members: Vec<AlikeView>,
}

#[derive(Debug, Serialize)]
struct AlikeView {
    link: Link,
    why: String,
    compare: String,
}

/// What others mention and this one does not.
#[derive(Debug, Serialize)]
struct GapView {
    link: Link,
    by: Vec<Link>,
    of: usize,
}

#[derive(Debug, Serialize)]
struct Pillar {
    title: String,
    url: String,
    strategy: Link,
}

impl MunicipalityView {
    /// The page of one municipality.
    pub(in crate::render) fn new(
        facts: &Facts<'_>,
        insights: &Insights<'_>,
        standing: &Standing<'_>,
    ) -> Self {
        let m = standing.municipality;
        let (alike, gaps, no_gaps) = likeness(&insights.space, m);
        let in_group = || {
            facts
                .standings
                .iter()
                .filter(|s| s.municipality.kommunegruppe == m.kommunegruppe && s.read().is_some())
        };
        Self {
            full_name: full_name(&m.navn),
            code: format!("{:04}", m.kode),
            region: m.region.clone(),
            group: m.kommunegruppe.clone(),
            inhabitants: words::number(u64::from(m.indbyggere)),
            website: m
                .hjemmeside
                .as_deref()
                .and_then(outside)
                .map(|url| Link::new(super::parts::host(&url), url)),
            figure: Tag::new(standing.figure.id(), standing.figure.label()),
            papers: standing
                .rows
                .iter()
                .map(|s| edition(facts, standing, s))
                .collect(),
            themes: themes(facts, standing),
            group_readable: in_group().count(),
            readable: facts.readable(),
            read_whole: standing.is_read_whole(),
            read: standing.read().is_some(),
            technologies: facts
                .subjects(SubjectKind::Teknologi)
                .filter_map(|t| {
                    let s = standing.strongest(SubjectKind::Teknologi, &t.id)?;
                    let url = routes::passages(&s.key, SubjectKind::Teknologi, &t.id);
                    Some(Link::new(&t.titel, url))
                })
                .collect(),
            pillars: standing
                .current
                .iter()
                .filter_map(|s| Some((s, s.finding.profile.as_ref()?)))
                .flat_map(|(s, profile)| {
                    profile.pillars.iter().map(|p| Pillar {
                        title: p.title.clone(),
                        url: routes::page(&s.key, p.page),
                        strategy: Link::strategy(s),
                    })
                })
                .collect(),
            timeline: timeline::municipality(facts.catalogue, &m.slug, "tidslinje", &|key| {
                format!("../../{}", routes::strategy(key))
            }),
            profile: profile::profile(facts.catalogue, &facts.standings, &m.slug, "profil"),
            alike,
            gaps,
            no_gaps,
            notes: markdown::render(&m.noter, &routes::root(&routes::municipality(&m.slug))),
            feed: routes::municipality_feed(&m.slug),
            compare: format!("{}?k={}", routes::COMPARE, m.slug),
            mail_missing: mail::missing(facts, m),
        }
    }
}

/// How many are shown of each kind.
const ALIKE: usize = 5;

/// How many are asked what this one leaves out.
const PEERS: usize = 10;

fn likeness(
    space: &Space<'_>,
    m: &Municipality,
) -> (Vec<AlikeGroup>, Vec<GapView>, Option<&'static str>) {
    let mut peers = similar::by_themes(space, &m.slug, PEERS);
    if peers.is_empty() {
        peers = similar::by_place(space, &m.slug, PEERS);
    }
    let peers: Vec<&Municipality> = peers.iter().map(|l| l.municipality).collect();
    let found = similar::gaps(space, &m.slug, &peers);
    let no_gaps = found.why_not();
    let gaps = match found {
        similar::Gaps::Found(gaps) => gaps.iter().map(GapView::new).collect(),
        _ => Vec::new(),
    };
    let group = |title, all: Vec<similar::Likeness<'_>>| AlikeGroup {
        title,
        members: all
            .into_iter()
            .map(|l| AlikeView {
                link: Link::municipality(l.municipality),
                why: l.why,
                compare: format!("{}?k={}&k={}", routes::COMPARE, m.slug, l.municipality.slug),
            })
            .collect(),
    };
    let mut alike = vec![
        group("Samme temaer", similar::by_themes(space, &m.slug, ALIKE)),
        group("Samme størrelse", similar::by_size(space, &m.slug, ALIKE)),
        group(
            "Samme egn og gruppe",
            similar::by_place(space, &m.slug, ALIKE),
        ),
    ];
    alike.retain(|group| !group.members.is_empty());
    (alike, gaps, no_gaps)
}

impl GapView {
    fn new(gap: &similar::Gap<'_>) -> Self {
        Self {
            link: Link::subject(gap.subject),
            by: gap
                .mentioned_by
                .iter()
                .map(|m| Link::municipality(m))
                .collect(),
            of: gap.of,
        }
    }
}

fn edition(facts: &Facts<'_>, standing: &Standing<'_>, s: &Strategy) -> Edition {
    Edition {
        paper: Paper::new(facts, s),
        replaces: facts.edition(s, s.replaces.as_deref()),
        replaced_by: facts.edition(s, s.replaced_by.as_deref()),
        pages: s.finding.document.as_ref().map_or(0, |d| d.pages.len()),
        proofs: s
            .finding
            .sources
            .iter()
            .map(|snapshot| Proof::new(facts, snapshot))
            .collect(),
        history: s
            .finding
            .visits
            .iter()
            .rev()
            .take(10)
            .map(|visit| Visit {
                moment: words::moment(visit.at),
                health: Health::new(visit.status, Some(words::day_of(visit.at))),
                note: visit.moved_to.clone().or_else(|| visit.error.clone()),
            })
            .collect(),
        mail_confirm: mail::confirm(facts, standing.municipality, s),
        mail_correct: mail::correct(facts, standing.municipality, s),
    }
}

fn themes(facts: &Facts<'_>, standing: &Standing<'_>) -> Vec<ThemeRow> {
    let m = standing.municipality;
    let country = facts.readable();
    let group = facts
        .standings
        .iter()
        .filter(|s| s.municipality.kommunegruppe == m.kommunegruppe && s.read().is_some())
        .count();
    facts
        .subjects(SubjectKind::Tema)
        .map(|theme| {
            let level = match standing.level(SubjectKind::Tema, &theme.id) {
                Level::Known(level) => Some(level),
                Level::Unread | Level::NoPaper => None,
            };
            let carriers = || facts.carriers(SubjectKind::Tema, &theme.id);
            let near = carriers()
                .filter(|(s, _)| s.municipality.kommunegruppe == m.kommunegruppe)
                .count();
            ThemeRow {
                link: Link::subject(theme),
                level,
                label: level.map_or("Ikke læst", level_label),
                url: standing
                    .strongest(SubjectKind::Tema, &theme.id)
                    .map(|s| routes::passages(&s.key, SubjectKind::Tema, &theme.id)),
                country: words::share(carriers().count(), country),
                group: words::share(near, group),
            }
        })
        .collect()
}
