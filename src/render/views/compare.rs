//! What the comparison reads: a JSON file a municipality, and the list to choose from. The page
//! puts two to six of them side by side in the browser; nothing is fetched from elsewhere.

use serde::Serialize;

use super::parts::{Link, Tag, level_label};
use super::quote::Quote;
use crate::model::subject::SubjectKind;
use crate::render::facts::{Facts, mention};
use crate::render::routes;
use crate::render::similar::{self, Space};
use crate::render::standing::{Level, Standing};

/// The page before anything is chosen.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CompareView {
    choices: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Choice {
    slug: String,
    link: Link,
    has: bool,
}

impl CompareView {
    /// All municipalities, to choose from.
    pub(in crate::render) fn new(facts: &Facts<'_>) -> Self {
        Self {
            choices: facts
                .standings
                .iter()
                .map(|s| Choice {
                    slug: s.municipality.slug.clone(),
                    link: Link::municipality(s.municipality),
                    has: !s.current.is_empty(),
                })
                .collect(),
        }
    }
}

/// One municipality as the comparison shows it.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Compared {
    slug: String,
    kode: u16,
    navn: String,
    url: String,
    region: String,
    gruppe: String,
    indbyggere: u32,
    figur: Tag,
    strategier: Vec<ComparedPaper>,
    temaer: Vec<ComparedSubject>,
    teknologier: Vec<ComparedSubject>,
    soejler: Vec<Link>,
    lignende: Vec<Alike>,
}

/// A suggestion for a comparison.
#[derive(Debug, Serialize)]
struct Alike {
    slug: String,
    navn: String,
    grund: String,
}

#[derive(Debug, Serialize)]
struct ComparedPaper {
    link: Link,
    form: Tag,
    periode: String,
    fra: Option<i16>,
    til: Option<i16>,
    status: Tag,
    bredde: Option<&'static str>,
    dybde: Option<&'static str>,
    /// Whether it speaks for the municipality today.
    nu: bool,
}

#[derive(Debug, Serialize)]
struct ComparedSubject {
    id: String,
    titel: String,
    url: String,
    /// 0 to 3; absent where it could not be read or there is nothing to read.
    niveau: Option<u8>,
    label: &'static str,
    citater: Vec<Quote>,
}

/// Quotes a subject at most.
const QUOTES: usize = 2;

impl Compared {
    /// The data of one municipality.
    pub(in crate::render) fn new(
        facts: &Facts<'_>,
        space: &Space<'_>,
        standing: &Standing<'_>,
    ) -> Self {
        let m = standing.municipality;
        Self {
            slug: m.slug.clone(),
            kode: m.kode,
            navn: m.navn.clone(),
            url: routes::municipality(&m.slug),
            region: m.region.clone(),
            gruppe: m.kommunegruppe.clone(),
            indbyggere: m.indbyggere,
            figur: Tag::new(standing.figure.id(), standing.figure.label()),
            strategier: standing
                .rows
                .iter()
                .map(|s| {
                    let profile = s.readable().map(|(_, profile)| profile);
                    ComparedPaper {
                        link: Link::strategy(s),
                        form: Tag::new(s.form.id(), s.form.label()),
                        periode: s.period.label(),
                        fra: s.period.from,
                        til: s.period.last_year(),
                        status: Tag::status(s),
                        bredde: profile.map(|p| p.breadth.label()),
                        dybde: profile.map(|p| p.depth.label()),
                        nu: standing.current.iter().any(|c| c.key == s.key),
                    }
                })
                .collect(),
            temaer: subjects(facts, standing, SubjectKind::Tema),
            teknologier: subjects(facts, standing, SubjectKind::Teknologi),
            soejler: standing
                .current
                .iter()
                .filter_map(|s| Some((s, s.finding.profile.as_ref()?)))
                .flat_map(|(s, p)| {
                    p.pillars
                        .iter()
                        .map(|pillar| Link::new(&pillar.title, routes::page(&s.key, pillar.page)))
                })
                .collect(),
            lignende: alike(space, &m.slug),
        }
    }
}

/// Suggestions: those with the same priorities first, then those of the same size.
fn alike(space: &Space<'_>, slug: &str) -> Vec<Alike> {
    let mut out: Vec<Alike> = Vec::new();
    let near = similar::by_themes(space, slug, 3)
        .into_iter()
        .chain(similar::by_size(space, slug, 5));
    for likeness in near {
        let slug = &likeness.municipality.slug;
        if out.len() < 5 && !out.iter().any(|a| a.slug == *slug) {
            out.push(Alike {
                slug: slug.clone(),
                navn: likeness.municipality.navn.clone(),
                grund: likeness.why,
            });
        }
    }
    out
}

fn subjects(facts: &Facts<'_>, standing: &Standing<'_>, kind: SubjectKind) -> Vec<ComparedSubject> {
    facts
        .subjects(kind)
        .map(|subject| {
            let (niveau, label) = match standing.level(kind, &subject.id) {
                Level::Known(level) if kind == SubjectKind::Tema => {
                    (Some(level), level_label(level))
                }
                Level::Known(0) => (Some(0), "Ikke nævnt"),
                Level::Known(level) => (Some(level), "Nævnt"),
                Level::Unread => (None, "Ikke læst"),
                Level::NoPaper => (None, "Ingen strategi"),
            };
            let quotes = standing
                .strongest(kind, &subject.id)
                .and_then(|s| Some((s, mention(s, kind, &subject.id)?.1)))
                .map(|(s, passages)| {
                    let mut best: Vec<_> = passages.iter().collect();
                    best.sort_by(|a, b| b.weight.total_cmp(&a.weight));
                    best.into_iter()
                        .take(QUOTES)
                        .map(|p| Quote::new(facts, s, p))
                        .collect()
                })
                .unwrap_or_default();
            ComparedSubject {
                id: subject.id.clone(),
                titel: subject.titel.clone(),
                url: routes::subject(kind, &subject.id),
                niveau,
                label,
                citater: quotes,
            }
        })
        .collect()
}
