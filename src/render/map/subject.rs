//! What the municipalities say of one theme or technology → a map by level. Refuses to call a
//! subject absent where a document could not be read to its end; those stand apart.

use std::collections::BTreeMap;

use crate::model::subject::{Subject, SubjectKind};
use crate::render::chart::pattern::{self, Look};
use crate::render::chart::{Cell, Chart, Table, lower_first};
use crate::render::standing::{Level, Standing};
use crate::render::views::parts::level_label;

use super::{ATTRIBUTION, Href, Place, draw};

/// The map of one subject. `None` where none of the municipalities is on the map.
pub fn subject(
    standings: &[Standing<'_>],
    subject: &Subject,
    id: &str,
    href: Href<'_>,
) -> Option<Chart> {
    let mut places = BTreeMap::new();
    let mut counts = [0_usize; ORDER.len()];
    let mut table = Table::new(["Kommune", "Niveau"]);
    for standing in standings {
        let municipality = standing.municipality;
        let level = standing.level(subject.kind, &subject.id);
        let (look, label) = shown(level, subject.kind);
        if let Some(at) = ORDER.iter().position(|known| *known == level) {
            counts[at] += 1;
        }
        table.rows.push(vec![
            Cell::link(&municipality.navn, href(municipality)),
            Cell::text(label),
        ]);
        places.insert(
            municipality.kode,
            Place {
                look,
                href: href(municipality),
                name: format!("{}: {}", municipality.navn, lower_first(label)),
            },
        );
    }
    let title = format!("{} på kortet", subject.titel);
    let legend: Vec<_> = ORDER
        .iter()
        .zip(counts)
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| {
            let (look, label) = shown(*level, subject.kind);
            pattern::key(id, look, label).count(n)
        })
        .collect();
    let told: Vec<String> = legend
        .iter()
        .map(|key| format!("{}: {}", key.label, key.count.unwrap_or_default()))
        .collect();
    let description = format!("Danmarkskort over emnet. {}.", told.join(". "));
    Some(Chart {
        svg: draw(id, &title, &description, &places)?,
        title,
        caption: format!("{ATTRIBUTION}."),
        legend,
        table,
    })
}

const ORDER: [Level; 6] = [
    Level::Known(3),
    Level::Known(2),
    Level::Known(1),
    Level::Known(0),
    Level::Unread,
    Level::NoPaper,
];

fn shown(level: Level, kind: SubjectKind) -> (Look, &'static str) {
    match level {
        // Technologies and organisation subjects are there or not; there is no scale to shade.
        Level::Known(1..) if kind != SubjectKind::Tema => (pattern::NIVEAU_3, level_label(1)),
        Level::Known(0) => (pattern::INGEN, level_label(0)),
        Level::Known(1) => (pattern::NIVEAU_1, level_label(1)),
        Level::Known(2) => (pattern::NIVEAU_2, level_label(2)),
        Level::Known(level) => (pattern::NIVEAU_3, level_label(level)),
        Level::Unread => (pattern::ULAEST, "Ikke læst til ende"),
        Level::NoPaper => (pattern::TOM, "Ingen strategi at læse"),
    }
}
