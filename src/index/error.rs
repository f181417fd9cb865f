//! What can go wrong with the index, with the folder and what to do.

use std::path::{Path, PathBuf};

/// Errors of building and searching.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// tantivy failed.
    #[error("search index {}: {source}", path.display())]
    Tantivy {
        /// Folder of the index.
        path: PathBuf,
        /// Why.
        source: Box<tantivy::TantivyError>,
    },
    /// There is no index yet.
    #[error("no search index in {}\nhint: run `strategikatalog build` first", .0.display())]
    Missing(PathBuf),
    /// The index was written by another version.
    #[error("the search index in {} has another format\nhint: run `strategikatalog build` again", .0.display())]
    Format(PathBuf),
}

impl Error {
    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn tantivy(path: &Path, source: tantivy::TantivyError) -> Self {
        Self::Tantivy {
            path: path.to_owned(),
            source: Box::new(source),
        }
    }
}
