//! Rows of the list + archive → what was found for each row: its visits, its document, its
//! profile. Reads every payload once, however many rows it stands in, and remembers results for
//! the next build of the same process.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use crate::analyse::{self, Lexicon};
use crate::archive::Archive;
use crate::extract;
use crate::model::catalogue::{Content, Finding, RowKey};
use crate::model::document::Document;
use crate::model::listing::Listing;
use crate::model::outcome::Outcome;
use crate::model::profile::Profile;
use crate::model::snapshot::{Snapshot, Visit};
use crate::progress::Progress;
use crate::render;

use super::Error;

/// Path below `search/` and content of every file.
type SearchFiles = Vec<(String, Vec<u8>)>;

/// What one process has read, so that a preview need not read it again when an editor saves.
#[derive(Debug, Default)]
pub struct Memory {
    /// Documents by the payloads they were read from.
    documents: BTreeMap<String, Document>,
    /// Profiles by document and everything else they depend on but the editors' words, each with
    /// the fingerprint of the words it was read with.
    profiles: BTreeMap<u64, (u64, Profile)>,
    /// Document and profile of each row in the last build, as one number.
    pub(super) readings: BTreeMap<RowKey, u64>,
    /// Pages by what they were made of.
    pub(super) pages: render::Memory,
    /// The files of the search, with the fingerprint of what they were made of.
    pub(super) search: Option<(u64, SearchFiles)>,
    /// Whether there is a next build, for which pages and search are worth keeping.
    pub(super) lasts: bool,
}

impl Memory {
    /// A memory for a process that builds again and again; the default one serves a single build.
    pub fn lasting() -> Self {
        Self {
            lasts: true,
            ..Self::default()
        }
    }
}

/// One row with what the archive knows about it.
struct Row<'a> {
    key: RowKey,
    listing: &'a Listing,
    visits: Vec<Visit>,
    sources: Vec<Snapshot>,
}

impl Row<'_> {
    /// Names the payloads the document is read from; empty where there are none.
    fn document_key(&self) -> String {
        let parts: Vec<&str> = self.sources.iter().map(|s| s.sha256.as_str()).collect();
        parts.join("+")
    }
}

/// Reads and analyses what the archive holds for every row.
pub(super) fn gather(
    content: &Content,
    archive: &Archive,
    options: &extract::Options,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome<BTreeMap<RowKey, Finding>>, Error> {
    let mut warnings = Vec::new();
    let rows = rows(content, archive);
    read(&rows, archive, options, memory, progress)?.unload(&mut warnings);
    let profiles = analyse(&rows, content, memory, progress).unload(&mut warnings);
    let findings = rows
        .into_iter()
        .zip(profiles)
        .map(|(row, profile)| {
            let document = memory.documents.get(&row.document_key()).cloned();
            let finding = Finding {
                visits: row.visits,
                sources: row.sources,
                document,
                profile,
            };
            (row.key, finding)
        })
        .collect();
    Ok(Outcome::with(findings, warnings))
}

/// Every row with its visits and the payloads of the last visit that brought any: a dead link
/// keeps the document it once led to, or the one that was taken in by hand.
fn rows<'a>(content: &'a Content, archive: &Archive) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for municipality in &content.municipalities {
        for listing in &municipality.strategier {
            let mut visits = archive.visits(&listing.visit_url(&municipality.slug));
            visits.retain(|visit| visit.kommune == municipality.slug);
            let taken_in = listing.dokument.iter().flat_map(|urn| archive.visits(urn));
            let sources = visits
                .iter()
                .rev()
                .cloned()
                .chain(taken_in)
                .find(|visit| !visit.documents.is_empty())
                .map(|visit| visit.documents)
                .unwrap_or_default();
            rows.push(Row {
                key: RowKey {
                    kommune: municipality.slug.clone(),
                    strategi: listing.slug.clone(),
                },
                listing,
                visits,
                sources,
            });
        }
    }
    rows
}

/// Reads the payloads that are not remembered and puts the documents made of them into memory.
fn read(
    rows: &[Row<'_>],
    archive: &Archive,
    options: &extract::Options,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome<()>, Error> {
    let wanted: BTreeMap<String, &Row<'_>> = rows
        .iter()
        .filter(|row| !row.sources.is_empty())
        .map(|row| (row.document_key(), row))
        .filter(|(key, _)| !memory.documents.contains_key(key))
        .collect();
    let mut payloads: BTreeMap<&str, &Snapshot> = BTreeMap::new();
    for snapshot in wanted.values().flat_map(|row| &row.sources) {
        payloads.entry(&snapshot.sha256).or_insert(snapshot);
    }
    let load = |sha256: &str| archive.payload(sha256).ok().flatten();
    let sources: Vec<extract::Source<'_>> = payloads
        .values()
        .map(|snapshot| extract::Source {
            place: snapshot.url.clone(),
            bytes: extract::Bytes::Kept(&load),
            sha256: snapshot.sha256.clone(),
            media_type: Some(snapshot.media_type.clone()),
            file_name: snapshot.file_name.clone(),
            url: Some(snapshot.url.clone()),
        })
        .collect();
    let mut warnings = Vec::new();
    let documents = extract::run(&sources, options, progress)?.unload(&mut warnings);
    let documents: BTreeMap<&str, Document> = payloads.keys().copied().zip(documents).collect();
    for (key, row) in wanted {
        let parts = row
            .sources
            .iter()
            .filter_map(|s| Some((s.url.clone(), documents.get(s.sha256.as_str())?.clone())))
            .collect();
        memory.documents.insert(key, extract::join(parts));
    }
    Ok(Outcome::with((), warnings))
}

/// Profiles of the rows' documents, in the rows' order; `None` for rows without a document.
fn analyse(
    rows: &[Row<'_>],
    content: &Content,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Outcome<Vec<Option<Profile>>> {
    let names = names(content);
    let words = words(content);
    let keys: Vec<u64> = rows.iter().map(|row| profile_key(row, names)).collect();
    let mut fresh = Vec::new();
    let mut inputs = Vec::new();
    let mut known = BTreeMap::new();
    for (row, key) in rows.iter().zip(&keys) {
        let Some(document) = memory.documents.get(&row.document_key()) else {
            continue;
        };
        if memory.profiles.contains_key(key) {
            known.insert(*key, document);
        } else {
            fresh.push(*key);
            inputs.push(input(row, document));
        }
    }
    let stale = known
        .keys()
        .any(|key| memory.profiles.get(key).is_some_and(|p| p.0 != words));
    let mut warnings = Vec::new();
    if stale || !inputs.is_empty() {
        let lexicon = Lexicon::new(content);
        let profiles = analyse::run(&inputs, &lexicon, &analyse::Options::default(), progress)
            .unload(&mut warnings);
        // What an editor's words do not decide is not read again.
        memory
            .profiles
            .par_iter_mut()
            .for_each(|(key, (read_with, profile))| {
                if let Some(document) = known.get(key).filter(|_| *read_with != words) {
                    analyse::read_subjects(profile, document, &lexicon);
                    *read_with = words;
                }
            });
        let profiles = profiles.into_iter().map(|profile| (words, profile));
        memory.profiles.extend(fresh.into_iter().zip(profiles));
    }
    // Only what this build uses is worth remembering.
    memory.profiles.retain(|key, _| keys.contains(key));
    if memory.lasts {
        memory.readings = rows
            .par_iter()
            .zip(&keys)
            .map(|(row, key)| {
                let profile = memory.profiles.get(key).map(|(_, profile)| profile);
                (row.key.clone(), reading(row, profile))
            })
            .collect();
    }
    let of_rows = rows
        .iter()
        .zip(&keys)
        .map(|(row, key)| {
            let read = memory.documents.get(&row.document_key())?.is_readable();
            let profile = memory.profiles.get(key).filter(|_| read)?;
            Some(profile.1.clone())
        })
        .collect();
    Outcome::with(of_rows, warnings)
}

fn input<'a>(row: &Row<'_>, document: &'a Document) -> analyse::Input<'a> {
    let first = row.sources.first();
    analyse::Input {
        id: row.key.to_string(),
        url: first.map(|s| s.url.clone()),
        file_name: first.and_then(|s| s.file_name.clone()),
        title: row.listing.titel.clone(),
        heading: None,
        link_text: row.listing.linktekst.clone(),
        listed_form: row.listing.form.clone(),
        listed_period: row.listing.periode.clone(),
        municipality: Some(row.key.kommune.clone()),
        document,
    }
}

/// Everything a profile depends on but the editors' words, within this process.
fn profile_key(row: &Row<'_>, names: u64) -> u64 {
    let listing = row.listing;
    let mut hasher = DefaultHasher::new();
    names.hash(&mut hasher);
    row.key.hash(&mut hasher);
    row.document_key().hash(&mut hasher);
    row.sources
        .first()
        .map(|s| (&s.url, &s.file_name))
        .hash(&mut hasher);
    (
        &listing.titel,
        &listing.linktekst,
        &listing.form,
        &listing.periode,
    )
        .hash(&mut hasher);
    hasher.finish()
}

/// What a row's pages are made of: its document and what was found in it.
fn reading(row: &Row<'_>, profile: Option<&Profile>) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.document_key().hash(&mut hasher);
    profile
        .and_then(|profile| serde_json::to_string(profile).ok())
        .hash(&mut hasher);
    hasher.finish()
}

/// The words that documents are read for.
fn words(content: &Content) -> u64 {
    let mut hasher = DefaultHasher::new();
    for subject in &content.subjects {
        (subject.kind, subject.orden, &subject.id, &subject.ikke).hash(&mut hasher);
        for term in &subject.ord {
            (&term.text, term.weight).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The municipalities' names, by which a document is told to be theirs.
fn names(content: &Content) -> u64 {
    let mut hasher = DefaultHasher::new();
    for municipality in &content.municipalities {
        (
            &municipality.slug,
            &municipality.navn,
            &municipality.hjemmeside,
        )
            .hash(&mut hasher);
    }
    hasher.finish()
}
