//! The site in memory, and onto the disk: written whole beside the old one, then put in its place.
//! Refuses to replace a folder that is not a site of ours.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Error;

/// A file every site has and hardly anything else does.
const MARK: &str = "data/katalog.json";

/// Folder of the search files.
const SEARCH: &str = "search/";

/// All files by address (`kommuner/roedovre/index.html`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Adds a file.
    ///
    /// # Errors
    /// If there is one at that address already.
    pub(super) fn add(&mut self, address: String, bytes: Vec<u8>) -> Result<(), Error> {
        if self.files.contains_key(&address) {
            return Err(Error::Collision { address });
        }
        self.files.insert(address, bytes);
        Ok(())
    }

    /// Puts these files below `search/`, in place of those that are there.
    pub fn put_search(&mut self, files: &[(String, Vec<u8>)]) {
        self.files.retain(|address, _| !address.starts_with(SEARCH));
        let files = files
            .iter()
            .map(|(name, bytes)| (format!("{SEARCH}{name}"), bytes.clone()));
        self.files.extend(files);
    }
}

/// Writes the site to `out`, replacing the one that stands there whole: readers see the old or the
/// new one, never half of each. Files that did not change are taken over from the old one.
///
/// # Errors
/// If the folder cannot be written, or holds something that is not a site.
pub fn write(site: &Site, out: &Path) -> Result<(), Error> {
    let out = std::path::absolute(out).map_err(|source| fail(out, source))?;
    refuse_strangers(&out)?;
    let parent = out.parent().unwrap_or(Path::new("/"));
    std::fs::create_dir_all(parent).map_err(|source| fail(parent, source))?;
    let fresh = tempfile::Builder::new()
        .prefix(".strategikatalog-")
        .tempdir_in(parent)
        .map_err(|source| fail(parent, source))?;
    let new = fresh.path().join("ny");
    folders(site, &new)?;
    site.files
        .par_iter()
        .try_for_each(|(address, bytes)| place(&out.join(address), &new.join(address), bytes))?;
    let old = fresh.path().join("gammel");
    if out.exists() {
        std::fs::rename(&out, &old).map_err(|source| fail(&out, source))?;
    }
    if let Err(source) = std::fs::rename(&new, &out) {
        // Put back what was there; the first error is the one to tell.
        let _ = std::fs::rename(&old, &out);
        return Err(fail(&out, source));
    }
    Ok(())
}

/// A folder may be replaced if it is empty or holds a site.
fn refuse_strangers(out: &Path) -> Result<(), Error> {
    if !out.exists() || out.join(MARK).is_file() {
        return Ok(());
    }
    let mut entries = std::fs::read_dir(out).map_err(|source| fail(out, source))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Error::NotOurs {
            path: out.to_owned(),
        }),
    }
}

fn folders(site: &Site, new: &Path) -> Result<(), Error> {
    let mut made: std::collections::BTreeSet<PathBuf> = std::collections::BTreeSet::new();
    for address in site.files.keys() {
        let path = new.join(address);
        let dir = path.parent().unwrap_or(new);
        if made.insert(dir.to_owned()) {
            std::fs::create_dir_all(dir).map_err(|source| fail(dir, source))?;
        }
    }
    Ok(())
}

/// Writes one file, or links to the old one where it holds the same bytes. Not synced to disk one by
/// one: the whole folder can be built again, and the swap is what readers see.
fn place(old: &Path, new: &Path, bytes: &[u8]) -> Result<(), Error> {
    let same_length = std::fs::metadata(old).is_ok_and(|m| m.len() == bytes.len() as u64);
    if same_length
        && std::fs::read(old).is_ok_and(|before| before == bytes)
        && std::fs::hard_link(old, new).is_ok()
    {
        return Ok(());
    }
    std::fs::write(new, bytes).map_err(|source| fail(new, source))
}

fn fail(path: &Path, source: std::io::Error) -> Error {
    Error::Write {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        for (address, text) in files {
            let bytes = text.as_bytes().to_vec();
            site.add((*address).to_owned(), bytes).expect("free");
        }
        site
    }

    #[test]
    fn a_new_site_replaces_the_old_one_whole() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        write(&site(&[(MARK, "{}"), ("gammel/index.html", "x")]), &out).expect("written");
        write(&site(&[(MARK, "{}"), ("index.html", "y")]), &out).expect("written again");
        assert!(!out.join("gammel").exists());
        assert_eq!(std::fs::read(out.join("index.html")).expect("a file"), b"y");
        let beside = std::fs::read_dir(dir.path()).expect("the parent").count();
        assert_eq!(beside, 1, "nothing is left beside the site");
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("afhandling.docx"), "år af arbejde").expect("a file");
        let error = write(&site(&[(MARK, "{}")]), dir.path()).expect_err("refused");
        assert!(matches!(error, Error::NotOurs { .. }));
        assert!(dir.path().join("afhandling.docx").exists());
    }

    #[test]
    fn a_place_that_cannot_be_written_says_what_to_do() {
        let dir = tempfile::tempdir().expect("a folder");
        let blocked = dir.path().join("fil");
        std::fs::write(&blocked, "x").expect("a file");
        let error = write(&site(&[(MARK, "{}")]), &blocked.join("public")).expect_err("refused");
        assert!(error.to_string().contains("--out"), "{error}");
    }

    #[test]
    fn two_pages_cannot_have_one_address() {
        let mut site = site(&[("om/index.html", "a")]);
        assert!(site.add("om/index.html".to_owned(), Vec::new()).is_err());
    }
}
