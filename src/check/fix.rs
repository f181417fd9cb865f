//! Links whose every redirect is permanent → the new address in the editors' files, through
//! `content::edit`, with comments and formatting kept. Touches nothing else: a dead link with a
//! suggested address is an editor's decision.

use std::collections::BTreeMap;
use std::path::Path;

use super::link::suggestion;
use crate::content::{self, edit};
use crate::model::catalogue::Catalogue;
use crate::model::health::LinkHealth;

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
/// Those of [`edit::set_links`]; files before the one that failed are written.
pub fn fix_moved(root: &Path, catalogue: &Catalogue) -> Result<Vec<Fixed>, content::Error> {
    let mut moved: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    for s in &catalogue.strategies {
        let visit = s
            .finding
            .visits
            .last()
            .filter(|v| v.status == LinkHealth::Moved);
        if let Some(target) = visit.and_then(suggestion)
            && s.listing.link.as_deref() != Some(target.as_str())
        {
            let row = (s.key.strategi.as_str(), target);
            moved.entry(&s.key.kommune).or_default().push(row);
        }
    }
    let mut fixed = Vec::new();
    for (kommune, rows) in moved {
        let links: Vec<(&str, &str)> = rows.iter().map(|(s, l)| (*s, l.as_str())).collect();
        let before = edit::set_links(root, kommune, &links)?;
        fixed.extend(rows.iter().zip(before).map(|((strategi, new), old)| Fixed {
            row: format!("{kommune}/{strategi}"),
            old,
            new: new.clone(),
        }));
    }
    Ok(fixed)
}
