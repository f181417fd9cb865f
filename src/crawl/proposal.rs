//! A strategy that was found and is not on the list ↔ `crawl/forslag/<id>.toml`, where an editor
//! looks at it. Nothing is published from here; accepting writes it into content/.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::archive::{self, Archive};
use crate::content::{self, edit};
use crate::model::Timestamp;
use crate::model::health::LinkHealth;
use crate::model::listing::Listing;
use crate::model::snapshot::{Snapshot, Visit};

/// A proposed row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What `discover --accept` takes; the file's name without its ending.
    #[serde(skip)]
    pub id: String,
    /// Slug of the municipality.
    pub kommune: String,
    /// The document's own title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titel: Option<String>,
    /// Its form, as the list writes forms.
    pub form: String,
    /// Its period, as the list writes periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periode: Option<String>,
    /// Where it is.
    pub link: String,
    /// Whether it is a draft.
    #[serde(default)]
    pub udkast: bool,
    /// The passage that shows what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citat: Option<String>,
    /// Why it is proposed, in Danish, for the editor.
    pub hvorfor: Vec<String>,
    /// Set by an editor who does not want it: it is then not proposed again.
    #[serde(default)]
    pub afvist: bool,
    /// The archived payload.
    pub dokument: Snapshot,
}

/// Why a proposal cannot be read, written or accepted.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// A file.
    #[error("{path}: {source}")]
    File {
        /// The proposal's file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A proposal that is no TOML of ours.
    #[error("{path}: {source}\n  hint: remove the file and run discover again")]
    Broken {
        /// The proposal's file.
        path: PathBuf,
        /// What is wrong, with its line.
        source: Box<toml::de::Error>,
    },
    /// No such proposal.
    #[error("there is no proposal {id} in {dir}\n  hint: `discover` lists what it proposes")]
    Unknown {
        /// As given.
        id: String,
        /// Where proposals stand.
        dir: PathBuf,
    },
    /// The municipality's file.
    #[error(transparent)]
    Content(#[from] content::Error),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] archive::Error),
}

/// Proposals that wait, by id; those an editor turned down are left out.
///
/// # Errors
/// Where a file cannot be read or is broken.
pub fn waiting(dir: &Path) -> Result<Vec<Proposal>, ProposalError> {
    let mut all = read_all(dir)?;
    all.retain(|proposal| !proposal.afvist);
    Ok(all)
}

pub(super) fn read_all(dir: &Path) -> Result<Vec<Proposal>, ProposalError> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for item in fs::read_dir(dir).map_err(file_error(dir))? {
        let path = item.map_err(file_error(dir))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Proposal, ProposalError> {
    let text = fs::read_to_string(path).map_err(file_error(path))?;
    let mut proposal: Proposal = toml::from_str(&text).map_err(|source| ProposalError::Broken {
        path: path.to_owned(),
        source: Box::new(source),
    })?;
    let stem = path.file_stem().unwrap_or_default();
    proposal.id = stem.to_string_lossy().into_owned();
    Ok(proposal)
}

/// Writes a proposal into `dir`.
pub(super) fn write(dir: &Path, proposal: &Proposal) -> Result<(), ProposalError> {
    let path = dir.join(format!("{}.toml", proposal.id));
    let text = toml::to_string_pretty(proposal)
        .map_err(std::io::Error::other)
        .map_err(file_error(&path))?;
    let put = || -> std::io::Result<()> {
        fs::create_dir_all(dir)?;
        let new = path.with_added_extension("new");
        let mut file = fs::File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &path)
    };
    put().map_err(file_error(&path))
}

/// Merges a proposal into content/ and notes in the archive that its link leads to the document;
/// then takes the proposal away.
///
/// # Errors
/// Where the proposal is unknown, or content or archive cannot be written.
pub fn accept(
    root: &Path,
    dir: &Path,
    archive: &mut Archive,
    id: &str,
    now: Timestamp,
) -> Result<edit::Attached, ProposalError> {
    let unknown = || ProposalError::Unknown {
        id: id.to_owned(),
        dir: dir.to_owned(),
    };
    // An id is a file's name, never a way out of the folder.
    if id.contains(['/', '\\']) || id.starts_with('.') {
        return Err(unknown());
    }
    let path = dir.join(format!("{id}.toml"));
    if !path.is_file() {
        return Err(unknown());
    }
    let proposal = read(&path)?;
    let row = Listing {
        titel: proposal.titel.clone(),
        form: Some(proposal.form.clone()),
        periode: proposal.periode.clone(),
        link: Some(proposal.link.clone()),
        ..Listing::default()
    };
    let attached = edit::attach(root, &proposal.kommune, &row)?;
    archive.append_visit(&Visit {
        url: proposal.link.clone(),
        final_url: proposal.link.clone(),
        kommune: proposal.kommune.clone(),
        at: now,
        status: LinkHealth::Ok,
        http: Some(200),
        documents: vec![proposal.dokument],
        moved_to: None,
        difference: None,
        ms: 0,
        error: None,
    })?;
    archive.finish()?;
    fs::remove_file(&path).map_err(file_error(&path))?;
    Ok(attached)
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> ProposalError {
    let path = path.to_owned();
    move |source| ProposalError::File { path, source }
}
