//! A link list or a registry (`.csv`, `.xlsx`) → changes in editors' files, and a report of each.
//! Three versions are compared: the list, the editors' files, and the list as it was last imported.
//! What changed in the list alone is taken over; what an editor changed stays, and where both did
//! the editor's value stays and both are reported. An empty cell or a dash says nothing. Nothing is
//! ever removed: rows the list does not have, notes and comments stay. All files are written or none.

mod base;
mod merge;
mod name;
mod pair;
mod registry;
mod report;
mod rows;
mod table;
mod value;

use std::path::Path;

pub use base::FILE as LAST_IMPORTED;
pub use report::{Change, Report, Shape, What};

use super::error::Error;
use super::load;
use crate::model::outcome::Outcome;

/// How to merge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the list's value is taken where an editor's is another one.
    pub list_wins: bool,
}

/// Merges the list `file` into the catalogue in `root`. A second import of the same list changes
/// nothing. Rows that cannot be placed and values that were kept against the list are in the report
/// and among the warnings.
///
/// # Errors
/// Those of [`load`](super::load()), [`Error::UnknownFormat`], [`Error::UnknownColumns`] and
/// [`Error::Workbook`] for a list that is not understood, [`Error::InlineRows`] for a file that
/// cannot be changed without rewriting it, [`Error::Write`].
pub fn import(root: &Path, file: &Path, options: &Options) -> Result<Outcome<Report>, Error> {
    let content = load(root)?.value;
    let table = table::read(file)?;
    let mut warnings = Vec::new();
    let report = match table.shape {
        Shape::Registry => {
            let list = rows::registry(&table, &mut warnings);
            registry::merge(root, &content, &table.file, list, &mut warnings)?
        }
        Shape::LinkList => {
            let list = rows::links(&table, &mut warnings);
            merge::links(root, &content, &table.file, list, options, &mut warnings)?
        }
    };
    Ok(Outcome::with(report, warnings))
}
