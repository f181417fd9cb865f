//! All municipalities as one table, each with where it stands.

use serde::Serialize;

use super::parts::Row;
use crate::render::facts::Facts;
use crate::render::standing::Standing;

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
        let mut by_name: Vec<&Standing<'_>> = facts.standings.iter().collect();
        by_name.sort_by_key(|s| danish_order(&s.municipality.navn));
        let mut regions: Vec<Region> = Vec::new();
        for standing in by_name {
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
        regions.sort_by_key(|r| danish_order(&r.name));
        Self {
            regions,
            count: facts.standings.len(),
        }
    }
}

/// A key that sorts names as Danish does: æ, ø, å last, and aa as å.
pub(in crate::render) fn danish_order(name: &str) -> String {
    name.to_lowercase()
        .replace("aa", "å")
        .chars()
        .map(|c| match c {
            'æ' => '\u{e001}',
            'ø' => '\u{e002}',
            'å' => '\u{e003}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::danish_order;

    #[test]
    fn names_sort_as_danish_does() {
        let mut names = ["Ærø", "Aarhus", "Odense", "Ørsted", "Albertslund", "Århus"];
        names.sort_by_key(|n| danish_order(n));
        assert_eq!(
            names,
            ["Albertslund", "Odense", "Ærø", "Ørsted", "Aarhus", "Århus"]
        );
    }
}
