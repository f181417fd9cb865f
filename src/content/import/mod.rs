//! A link list or a registry (`.csv`, `.xlsx`) → changes in editors' files, and a report of each.
//! A value of the list replaces another value; an empty cell or a dash replaces nothing. Nothing is
//! ever removed: rows the list does not have, notes and comments stay. Everything is worked out
//! before the first file is written, so a list that cannot be read changes nothing.

mod merge;
mod name;
mod pair;
mod report;
mod rows;
mod table;

use std::path::Path;

pub use report::{Change, Report, Shape, What};

use super::error::Error;
use super::load;
use crate::model::outcome::Outcome;

/// Merges the list `file` into the catalogue in `root`. A second import of the same list changes
/// nothing. Rows that cannot be placed are in the report and among the warnings.
///
/// # Errors
/// Those of [`load`](super::load()), [`Error::UnknownFormat`], [`Error::UnknownColumns`] and
/// [`Error::Workbook`] for a list that is not understood, [`Error::InlineRows`] for a file that
/// cannot be changed without rewriting it, [`Error::Write`].
pub fn import(root: &Path, file: &Path) -> Result<Outcome<Report>, Error> {
    let content = load(root)?.value;
    let table = table::read(file)?;
    let mut warnings = Vec::new();
    let report = match table.shape {
        Shape::Registry => {
            let list = rows::registry(&table, &mut warnings);
            merge::registry(root, &content, &table.file, list, &mut warnings)?
        }
        Shape::LinkList => {
            let list = rows::links(&table, &mut warnings);
            merge::links(root, &content, &table.file, list, &mut warnings)?
        }
    };
    Ok(Outcome::with(report, warnings))
}
