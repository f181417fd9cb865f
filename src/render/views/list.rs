//! The link collection, whole or the part behind one key figure: a row a strategy, and a row for
//! every municipality without one. Facets are what the rows hold; refuses to offer an empty choice.

use serde::Serialize;

use super::parts::{Link, Tag};
use super::row::Row;
use crate::model::subject::SubjectKind;
use crate::render::facts::Facts;
use crate::render::standing::Figure;
use crate::render::{routes, words};

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct ListView {
    rows: Vec<Row>,
    facets: Vec<Facet>,
    /// What is shown, in words: `64 strategier fra 64 kommuner og 34 kommuner uden kendt strategi`.
    summary: String,
    /// The four parts, with how many municipalities each has.
    parts: Vec<Part>,
    /// Id of the part shown; `None` for the whole.
    part: Option<&'static str>,
    compare: &'static str,
}

/// One of the four parts.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Part {
    pub(in crate::render) id: &'static str,
    pub(in crate::render) link: Link,
    pub(in crate::render) count: usize,
}

/// A filter with its choices.
#[derive(Debug, Serialize)]
struct Facet {
    id: &'static str,
    label: &'static str,
    choices: Vec<Tag>,
}

/// The four parts with their counts.
pub(in crate::render) fn parts(facts: &Facts<'_>) -> Vec<Part> {
    Figure::ALL
        .into_iter()
        .map(|figure| Part {
            id: figure.id(),
            link: Link::new(figure.label(), routes::figure(figure.id())),
            count: facts
                .standings
                .iter()
                .filter(|s| s.figure == figure)
                .count(),
        })
        .collect()
}

impl ListView {
    /// The whole, or one part.
    pub(in crate::render) fn new(facts: &Facts<'_>, part: Option<Figure>) -> Self {
        let shown = || {
            facts
                .standings
                .iter()
                .filter(move |s| part.is_none_or(|figure| s.figure == figure))
        };
        let rows: Vec<Row> = shown()
            .flat_map(|standing| {
                let mut rows: Vec<Row> = standing
                    .rows
                    .iter()
                    .map(|s| Row::new(facts, standing, Some(s)))
                    .collect();
                if rows.is_empty() {
                    rows.push(Row::new(facts, standing, None));
                }
                rows
            })
            .collect();
        let papers = rows.iter().filter(|r| r.strategi.is_some()).count();
        let without = shown().filter(|s| s.rows.is_empty()).count();
        let mut summary = format!(
            "{} fra {}",
            words::count(papers, "strategi", "strategier"),
            words::count(shown().count() - without, "kommune", "kommuner"),
        );
        if without > 0 {
            let without = words::count(without, "kommune", "kommuner");
            summary.push_str(&format!(" og {without} uden kendt strategi"));
        }
        Self {
            facets: facets(facts, &rows),
            rows,
            summary,
            parts: parts(facts),
            part: part.map(Figure::id),
            compare: routes::COMPARE,
        }
    }
}

fn facets(facts: &Facts<'_>, rows: &[Row]) -> Vec<Facet> {
    let papers = || rows.iter().filter_map(|r| r.strategi.as_ref());
    let subjects = |kind| {
        facts
            .subjects(kind)
            .filter(|subject| {
                papers().any(|p| {
                    let of_kind = if kind == SubjectKind::Tema {
                        &p.themes
                    } else {
                        &p.technologies
                    };
                    of_kind.iter().any(|c| c.id == subject.id)
                })
            })
            .map(|subject| Tag::new(&subject.id, &subject.titel))
            .collect()
    };
    let mut all = vec![
        Facet {
            id: "figur",
            label: "Kommunens strategi",
            choices: Figure::ALL
                .into_iter()
                .filter(|f| rows.iter().any(|r| r.figur.id == f.id()))
                .map(|f| Tag::new(f.id(), f.label()))
                .collect(),
        },
        Facet {
            id: "status",
            label: "Status",
            choices: distinct(papers().map(|p| &p.status)),
        },
        Facet {
            id: "form",
            label: "Form",
            choices: distinct(papers().map(|p| &p.form)),
        },
        Facet {
            id: "region",
            label: "Region",
            choices: distinct(rows.iter().map(|r| &r.region)),
        },
        Facet {
            id: "gruppe",
            label: "Kommunegruppe",
            choices: distinct(rows.iter().map(|r| &r.gruppe)),
        },
        Facet {
            id: "stoerrelse",
            label: "Størrelse",
            choices: sizes(rows),
        },
        Facet {
            id: "tema",
            label: "Tema",
            choices: subjects(SubjectKind::Tema),
        },
        Facet {
            id: "teknologi",
            label: "Teknologi",
            choices: subjects(SubjectKind::Teknologi),
        },
        Facet {
            id: "bredde",
            label: "Bredde",
            choices: distinct(papers().filter_map(|p| p.breadth.as_ref())),
        },
        Facet {
            id: "dybde",
            label: "Dybde",
            choices: distinct(papers().filter_map(|p| p.depth.as_ref())),
        },
        Facet {
            id: "link",
            label: "Link",
            choices: healths(rows),
        },
    ];
    all.retain(|facet| facet.choices.len() > 1);
    all
}

/// The tags that occur, by label.
pub(in crate::render) fn distinct<'a>(tags: impl Iterator<Item = &'a Tag>) -> Vec<Tag> {
    let mut out: Vec<Tag> = tags.cloned().collect();
    out.sort_by(|a, b| a.label.cmp(&b.label));
    out.dedup();
    out
}

/// Size classes by size, which their identifiers do not sort by.
fn sizes(rows: &[Row]) -> Vec<Tag> {
    [0, 25_000, 50_000, 100_000]
        .into_iter()
        .map(super::row::size_class)
        .filter(|class| rows.iter().any(|r| r.stoerrelse == *class))
        .collect()
}

fn healths(rows: &[Row]) -> Vec<Tag> {
    let mut out: Vec<Tag> = rows
        .iter()
        .filter_map(|r| r.strategi.as_ref())
        .map(|p| Tag::new(&p.health.id, &p.health.label))
        .collect();
    out.sort_by(|a, b| a.label.cmp(&b.label));
    out.dedup();
    out
}
