//! Results of reading ↔ files `<sha256>-<version>.json`. What was read from the same bytes by the
//! same version of this room is not read again; a kept file that does not parse is read anew.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::worker::{Problem, Read};
use super::{EXTRACT_VERSION, Error};
use crate::model::document::Document;

/// The folder of kept results, where there is one.
pub(super) struct Cache {
    dir: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Kept {
    document: Document,
    #[serde(default)]
    problem: Option<Problem>,
}

#[derive(Serialize)]
struct Keep<'a> {
    document: &'a Document,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a Problem>,
}

impl Cache {
    /// Opens the folder, and makes it where it is missing.
    pub(super) fn open(dir: Option<&Path>) -> Result<Self, Error> {
        if let Some(dir) = dir {
            fs::create_dir_all(dir).map_err(|source| Error::Cache {
                path: dir.to_owned(),
                source,
            })?;
        }
        Ok(Self {
            dir: dir.map(Path::to_owned),
        })
    }

    fn path(&self, sha256: &str) -> Option<PathBuf> {
        // The key becomes a file name: nothing but hex may.
        let hex = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        let dir = self.dir.as_ref().filter(|_| hex)?;
        Some(dir.join(format!("{sha256}-{EXTRACT_VERSION}.json")))
    }

    /// What was kept for these bytes.
    pub(super) fn get(&self, sha256: &str) -> Option<Read> {
        let bytes = fs::read(self.path(sha256)?).ok()?;
        let kept: Kept = serde_json::from_slice(&bytes).ok()?;
        Some(Read {
            document: kept.document,
            problem: kept.problem,
            keep: true,
        })
    }

    /// Keeps a result, whole or not at all.
    pub(super) fn put(&self, sha256: &str, read: &Read) -> Result<(), Error> {
        let Some(path) = self.path(sha256) else {
            return Ok(());
        };
        let write = || -> std::io::Result<()> {
            let dir = path.parent().unwrap_or(Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(dir)?;
            file.write_all(&serde_json::to_vec(&Keep {
                document: &read.document,
                problem: read.problem.as_ref(),
            })?)?;
            // No fsync: what a power cut loses is read again.
            file.persist(&path).map(drop).map_err(|e| e.error)
        };
        write().map_err(|source| Error::Cache {
            path: path.clone(),
            source,
        })
    }
}
