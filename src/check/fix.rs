//! Links whose every redirect is permanent → the new address in the editors' files, through
//! `content::edit`, with comments and formatting kept; what was fetched is noted under the new
//! address, so that the row keeps its document. Touches nothing else: a dead link with a suggested
//! address is an editor's decision.

use std::path::Path;

use super::link::suggestion;
use crate::archive::{self, Archive};
use crate::content;
use crate::content::edit::{self, NewLink};
use crate::model::catalogue::Catalogue;
use crate::model::health::LinkHealth;
use crate::model::snapshot::Visit;

/// Why a link could not be mended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An editor's file; none of them was changed.
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

/// Writes the new address of every moved link into the catalogue in `root`: into all of the files
/// that have one, or into none. What the old links led to is noted in the archive first, where it
/// does no harm if the files cannot be written after all.
///
/// # Errors
/// A file that cannot be changed, or an archive that cannot be written.
pub fn fix_moved(
    root: &Path,
    catalogue: &Catalogue,
    archive: &mut Archive,
) -> Result<Vec<Fixed>, Error> {
    let mut links = Vec::new();
    let mut visits = Vec::new();
    for s in &catalogue.strategies {
        let visit = s.finding.visits.last();
        if let Some(visit) = visit.filter(|v| v.status == LinkHealth::Moved)
            && let Some(target) = suggestion(visit)
            && s.listing.link.as_deref() != Some(target.as_str())
        {
            visits.push(Visit {
                url: target.clone(),
                final_url: target.clone(),
                status: LinkHealth::Ok,
                moved_to: None,
                ..visit.clone()
            });
            links.push(NewLink {
                kommune: s.key.kommune.clone(),
                strategi: s.key.strategi.clone(),
                link: target,
            });
        }
    }
    if links.is_empty() {
        return Ok(Vec::new());
    }
    for visit in &visits {
        archive.append_visit(visit)?;
    }
    archive.finish()?;
    let before = edit::set_links(root, &links)?;
    let fixed = links.into_iter().zip(before).map(|(new, old)| Fixed {
        row: format!("{}/{}", new.kommune, new.strategi),
        old,
        new: new.link,
    });
    Ok(fixed.collect())
}
