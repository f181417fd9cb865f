//! Strategies' pages made before → the same bytes again, as long as nothing that they are made of has
//! changed: a preview then renders the few pages that an editor touched. Only strategies are kept:
//! they are most of the site, and depend on their own municipality's rows alone.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use super::facts::Facts;
use crate::model::catalogue::{Finding, RowKey, Strategy};
use crate::model::municipality::Municipality;

/// The files of a strategy: its page and what stands beside it.
type Files = Vec<(String, Vec<u8>)>;

/// What one process has rendered.
#[derive(Debug, Default)]
pub struct Memory {
    made: Mutex<BTreeMap<RowKey, (u64, Files)>>,
}

/// A memory, and names for what has been read.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    /// Pages made before.
    pub memory: &'a Memory,
    /// For every row a number that stands for its document and profile, comparable within this
    /// process. A row that is missing here is rendered anew.
    pub readings: &'a BTreeMap<RowKey, u64>,
}

/// What the pages of one run are made of.
pub(super) struct Stamps<'a> {
    kept: Kept<'a>,
    now: BTreeMap<&'a RowKey, u64>,
}

impl<'a> Stamps<'a> {
    /// Names the sources of every strategy's page. `shell` stands for what all pages share.
    pub(super) fn new(kept: Kept<'a>, facts: &Facts<'a>, shell: u64) -> Self {
        let content = &facts.catalogue.content;
        let mut hasher = DefaultHasher::new();
        shell.hash(&mut hasher);
        format!("{:?}", content.settings).hash(&mut hasher);
        for subject in &content.subjects {
            (&subject.id, &subject.titel, &subject.gruppe).hash(&mut hasher);
            std::mem::discriminant(&subject.kind).hash(&mut hasher);
        }
        let mut now = BTreeMap::new();
        for standing in &facts.standings {
            let rows: Option<Vec<String>> = standing
                .rows
                .iter()
                .map(|s| Some(row(s, *kept.readings.get(&s.key)?, facts)))
                .collect();
            let Some(rows) = rows else { continue };
            let mut hasher = hasher.clone();
            municipality(standing.municipality).hash(&mut hasher);
            rows.hash(&mut hasher);
            let stamp = hasher.finish();
            now.extend(standing.rows.iter().map(|s| (&s.key, stamp)));
        }
        Self { kept, now }
    }

    /// The files of a strategy as they were, or as `make` makes them.
    pub(super) fn files<E>(
        &self,
        key: &RowKey,
        make: impl FnOnce() -> Result<Files, E>,
    ) -> Result<Files, E> {
        let Some(&stamp) = self.now.get(key) else {
            return make();
        };
        // A poisoned memory is of no more use than an empty one.
        if let Ok(made) = self.kept.memory.made.lock()
            && let Some((of, files)) = made.get(key)
            && *of == stamp
        {
            return Ok(files.clone());
        }
        let files = make()?;
        if let Ok(mut made) = self.kept.memory.made.lock() {
            made.insert(key.clone(), (stamp, files.clone()));
        }
        Ok(files)
    }
}

/// Everything about a row but its document and profile, for which `reading` stands. Taken apart so
/// that a new field cannot be forgotten.
fn row(s: &Strategy, reading: u64, facts: &Facts<'_>) -> String {
    let Strategy {
        key,
        listing,
        title,
        form,
        period,
        period_from_document,
        draft,
        status,
        health,
        disagreements,
        replaced_by,
        replaces,
        finding,
    } = s;
    let Finding {
        visits,
        sources,
        document: _,
        profile: _,
    } = finding;
    let copies: Vec<Option<String>> = sources.iter().map(|s| facts.copy(&s.sha256)).collect();
    let said = (key, listing, title, form, period, period_from_document);
    let settled = (draft, status, health, disagreements, replaced_by, replaces);
    format!("{said:?} {settled:?} {visits:?} {sources:?} {copies:?} {reading}")
}

/// A municipality without its notes, which its own page alone shows.
fn municipality(m: &Municipality) -> String {
    let plain = Municipality {
        noter: String::new(),
        ..m.clone()
    };
    format!("{plain:?}")
}
