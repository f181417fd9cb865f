//! All municipalities as one table, each with where it stands.

use serde::Serialize;

use super::row::Row;
use crate::render::facts::Facts;
use crate::render::words;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct MunicipalitiesView {
    regions: Vec<Region>,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Region {
    id: String,
    name: String,
    rows: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    row: Row,
    papers: usize,
}

impl MunicipalitiesView {
    /// All of them, by region.
    pub(in crate::render) fn new(facts: &Facts<'_>) -> Self {
        let mut regions: Vec<Region> = Vec::new();
        for standing in &facts.standings {
            let name = &standing.municipality.region;
            let entry = Entry {
                row: Row::new(facts, standing, standing.principal()),
                papers: standing.rows.len(),
            };
            match regions.iter_mut().find(|r| r.name == *name) {
                Some(region) => region.rows.push(entry),
                None => regions.push(Region {
                    id: crate::model::slug::slug(name),
                    name: name.clone(),
                    rows: vec![entry],
                }),
            }
        }
        regions.sort_by_key(|r| words::order(&r.name));
        Self {
            regions,
            count: facts.standings.len(),
        }
    }
}
