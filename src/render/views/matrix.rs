//! Themes × municipalities: a cell a pair, each leading to its quotes. What could not be read is
//! shown as such and not as absence.

use serde::Serialize;

use super::list::distinct;
use super::parts::{Link, Tag, level_label};
use crate::model::subject::SubjectKind;
use crate::render::facts::Facts;
use crate::render::routes;
use crate::render::standing::{Level, Standing};

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MatrixView {
    themes: Vec<Column>,
    rows: Vec<MatrixRow>,
    without: Vec<Link>,
    regions: Vec<Tag>,
    groups: Vec<Tag>,
}

#[derive(Debug, Serialize)]
struct Column {
    id: String,
    link: Link,
    count: usize,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    slug: String,
    municipality: Link,
    strategy: Option<Link>,
    period: String,
    region: Tag,
    group: Tag,
    cells: Vec<MatrixCell>,
    /// Sum of the levels; absent where nothing could be read.
    sum: Option<u32>,
}

#[derive(Debug, Serialize)]
struct MatrixCell {
    /// 0 to 3, or `None` where it could not be read.
    level: Option<u8>,
    label: &'static str,
    url: Option<String>,
}

impl MatrixView {
    /// The whole table; municipalities without any paper stand below it.
    pub(in crate::render) fn new(facts: &Facts<'_>) -> Self {
        let themes: Vec<_> = facts.subjects(SubjectKind::Tema).collect();
        let (with, without): (Vec<_>, Vec<_>) =
            facts.standings.iter().partition(|s| !s.current.is_empty());
        let rows: Vec<MatrixRow> = with
            .into_iter()
            .map(|standing| row(standing, &themes))
            .collect();
        Self {
            themes: themes
                .iter()
                .map(|theme| Column {
                    id: theme.id.clone(),
                    link: Link::subject(theme),
                    count: facts.carriers(SubjectKind::Tema, &theme.id).count(),
                })
                .collect(),
            regions: distinct(rows.iter().map(|r| &r.region)),
            groups: distinct(rows.iter().map(|r| &r.group)),
            rows,
            without: without
                .into_iter()
                .map(|s| Link::municipality(s.municipality))
                .collect(),
        }
    }
}

fn row(standing: &Standing<'_>, themes: &[&crate::model::subject::Subject]) -> MatrixRow {
    let m = standing.municipality;
    let cells: Vec<MatrixCell> = themes
        .iter()
        .map(|theme| {
            let level = match standing.level(SubjectKind::Tema, &theme.id) {
                Level::Known(level) => Some(level),
                Level::Unread | Level::NoPaper => None,
            };
            MatrixCell {
                level,
                label: level.map_or("Ikke læst", level_label),
                url: standing
                    .strongest(SubjectKind::Tema, &theme.id)
                    .map(|s| routes::passages(&s.key, SubjectKind::Tema, &theme.id)),
            }
        })
        .collect();
    let shown = standing.read().or_else(|| standing.principal());
    MatrixRow {
        slug: m.slug.clone(),
        municipality: Link::municipality(m),
        strategy: shown.map(Link::strategy),
        period: shown.map(|s| s.period.label()).unwrap_or_default(),
        region: Tag::new(&m.region, &m.region),
        group: Tag::new(&m.kommunegruppe, &m.kommunegruppe),
        sum: cells.iter().any(|c| c.level.is_some()).then(|| {
            let levels = cells.iter().filter_map(|c| c.level);
            levels.map(u32::from).sum()
        }),
        cells,
    }
}
