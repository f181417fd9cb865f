//! The link list as it was last imported ↔ `content/senest-importeret.csv`: what tells an editor's
//! change from the list's. Kept with the content, so that everybody who imports has the same one;
//! without it every difference counts as an editor's word.

use std::collections::BTreeMap;
use std::path::Path;

use super::rows::{self, Link};
use super::table;
use crate::content::export;
use crate::content::write;
use crate::model::listing::Listing;
use crate::model::outcome::Warning;

/// The file, below the catalogue's root.
pub const FILE: &str = "content/senest-importeret.csv";
/// Its first line, above the columns.
const NOTICE: &str =
    "Listen, som den var ved seneste import. Skrives af import, der sammenligner med den";

/// Rows of the last import by municipality.
#[derive(Debug, Default)]
pub(super) struct Base {
    rows: BTreeMap<String, Vec<Listing>>,
    /// Whether there is a file.
    is_there: bool,
}

impl Base {
    /// Reads the file; `slug_of` tells which municipality a name is.
    pub(super) fn read(
        root: &Path,
        slug_of: impl Fn(&str) -> Option<String>,
        warnings: &mut Vec<Warning>,
    ) -> Self {
        let path = root.join(FILE);
        if !path.is_file() {
            return Self::default();
        }
        let mut base = Self {
            is_there: true,
            ..Self::default()
        };
        match table::read(&path) {
            // What is odd in it was said when it was a list.
            Ok(table) => rows::links(&table, &mut Vec::new())
                .into_iter()
                .filter_map(|link| Some((slug_of(&link.kommune)?, link.row)))
                .for_each(|(slug, row)| base.rows.entry(slug).or_default().push(row)),
            Err(error) => warnings.push(
                Warning::new(FILE, format!("cannot be read: {error}"))
                    .hint("take it back from git, or delete it: every difference then counts as an editor's change"),
            ),
        }
        base
    }

    /// The rows a municipality had in the list.
    pub(super) fn of(&self, slug: &str) -> &[Listing] {
        self.rows.get(slug).map_or(&[], Vec::as_slice)
    }

    /// Takes over what the list says now of a municipality; others stay.
    pub(super) fn set(&mut self, slug: &str, links: &[Link]) {
        let rows = links.iter().map(|link| link.row.clone()).collect();
        self.rows.insert(slug.to_owned(), rows);
    }

    /// Whether the file is worth writing: where nothing was ever taken from a list, there is nothing
    /// to tell apart.
    pub(super) fn is_worth(&self, changed: bool) -> bool {
        changed || self.is_there
    }

    /// The file's new text, with the municipalities under these names.
    pub(super) fn change(&self, root: &Path, navn_of: &BTreeMap<String, String>) -> write::Change {
        let rows = self.rows.iter().flat_map(|(slug, rows)| {
            let navn = navn_of.get(slug).map_or(slug.as_str(), String::as_str);
            rows.iter().map(move |row| (navn, row))
        });
        write::Change {
            path: root.join(FILE),
            text: format!("{NOTICE}\n{}", export::table(rows)),
        }
    }
}
