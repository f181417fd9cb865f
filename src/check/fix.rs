//! Links whose every redirect is permanent → the new address in the editors' files, through
//! `content::edit`, with comments and formatting kept; what was fetched is noted under the new
//! address, so that the row keeps its document. Touches nothing else: a dead link with a suggested
//! address is an editor's decision.

use std::collections::BTreeMap;
use std::path::Path;

use super::link::suggestion;
use crate::archive::{self, Archive};
use crate::content::{self, edit};
use crate::model::catalogue::Catalogue;
use crate::model::health::LinkHealth;
use crate::model::snapshot::Visit;

/// Why a link could not be mended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The municipality's file.
    #[error(transparent)]
    Content(#[from] content::Error),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] archive::Error),
}

/// A link that was rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The row, as municipality and strategy.
    pub row: String,
    /// The link before.
    pub old: String,
    /// The link now.
    pub new: String,
}

/// Writes the new address of every moved link into the catalogue in `root`.
///
/// # Errors
/// A file that cannot be changed or an archive that cannot be written; files before the one that
/// failed are written.
pub fn fix_moved(
    root: &Path,
    catalogue: &Catalogue,
    archive: &mut Archive,
) -> Result<Vec<Fixed>, Error> {
    let mut moved: BTreeMap<&str, Vec<(&str, String, &Visit)>> = BTreeMap::new();
    for s in &catalogue.strategies {
        let visit = s.finding.visits.last();
        if let Some(visit) = visit.filter(|v| v.status == LinkHealth::Moved)
            && let Some(target) = suggestion(visit)
            && s.listing.link.as_deref() != Some(target.as_str())
        {
            let row = (s.key.strategi.as_str(), target, visit);
            moved.entry(&s.key.kommune).or_default().push(row);
        }
    }
    let mut fixed = Vec::new();
    for (kommune, rows) in moved {
        let links: Vec<(&str, &str)> = rows.iter().map(|(s, l, _)| (*s, l.as_str())).collect();
        let before = edit::set_links(root, kommune, &links)?;
        for ((strategi, new, visit), old) in rows.into_iter().zip(before) {
            // What the old link led to was fetched from here.
            archive.append_visit(&Visit {
                url: new.clone(),
                final_url: new.clone(),
                status: LinkHealth::Ok,
                moved_to: None,
                ..visit.clone()
            })?;
            fixed.push(Fixed {
                row: format!("{kommune}/{strategi}"),
                old,
                new,
            });
        }
    }
    if !fixed.is_empty() {
        archive.finish()?;
    }
    Ok(fixed)
}
