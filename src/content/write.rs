//! Texts → files, whole or not at all: temporary files beside them, fsync, rename once all of them
//! stand ready. Refuses to leave half a file behind, also when the machine stops in the middle, or
//! some files changed and others not.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::Error;

/// A file with its new text.
#[derive(Debug)]
pub(super) struct Change {
    /// The file.
    pub(super) path: PathBuf,
    /// What it will hold.
    pub(super) text: String,
}

/// A change that stands ready in a file beside the one it replaces.
struct Ready {
    path: PathBuf,
    target: PathBuf,
    new: tempfile::NamedTempFile,
    /// What was there; `None` where there was no file.
    before: Option<Vec<u8>>,
}

/// Writes `text` to `path`, keeping the permissions of a file that is there; folders on the way are
/// made. A link to a file is followed, not replaced.
pub(crate) fn atomically(path: &Path, text: &str) -> Result<(), Error> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let put = || {
        prepare(&target, text)?.persist(&target)?;
        settle(&target)
    };
    put().map_err(failed(path))
}

/// Writes all of the files or none: nothing is replaced before every new text is on the disk, and
/// what was replaced is put back where a later one fails.
pub(super) fn all(changes: Vec<Change>) -> Result<(), Error> {
    let mut ready = Vec::with_capacity(changes.len());
    for Change { path, text } in changes {
        let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let before = match fs::read(&target) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(failed(&path)(source)),
        };
        let new = prepare(&target, &text).map_err(failed(&path))?;
        ready.push(Ready {
            path,
            target,
            new,
            before,
        });
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::with_capacity(ready.len());
    for Ready {
        path,
        target,
        new,
        before,
    } in ready
    {
        if let Err(e) = new.persist(&target) {
            let lost = done.iter().rev().filter(|(file, text)| !undo(file, text));
            let lost: Vec<PathBuf> = lost.map(|(file, _)| file.clone()).collect();
            return Err(match lost.is_empty() {
                true => failed(&path)(e.error),
                false => Error::HalfWritten {
                    path,
                    lost,
                    source: e.error,
                },
            });
        }
        done.push((target, before));
    }
    for (target, _) in &done {
        // The new texts are on the disk; only the folder's own entry may still be under way.
        let _ = settle(target);
    }
    Ok(())
}

/// Puts back what was there; whether that went well.
fn undo(target: &Path, before: &Option<Vec<u8>>) -> bool {
    match before {
        Some(bytes) => fs::write(target, bytes).is_ok(),
        None => fs::remove_file(target).is_ok(),
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}

fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The text on the disk, in a file of its own beside the target.
fn prepare(target: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let folder = folder_of(target);
    fs::create_dir_all(&folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".strategikatalog-");
    let permissions = fs::metadata(target).ok().map(|m| m.permissions());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What an editor's own program would have asked for; the umask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(&folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        fs::set_permissions(file.path(), permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes a rename survive a power cut.
fn settle(target: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder_of(target))?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_that_cannot_be_replaced_leaves_all_as_they_were() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = |name: &str| dir.path().join(name);
        fs::write(path("a.md"), "gammel").expect("written");
        let change = |name: &str| Change {
            path: path(name),
            text: "ny".to_owned(),
        };
        // "c" is to be a file, and the folder of another: that only shows when it is replaced.
        let names = ["a.md", "b.md", "c", "c/d.md"];
        let error = all(names.map(change).into()).expect_err("a folder stands in the way");
        assert!(matches!(&error, Error::Write { path: at, .. } if *at == path("c")));
        assert_eq!(fs::read_to_string(path("a.md")).expect("read"), "gammel");
        assert!(!path("b.md").exists());
        assert_eq!(fs::read_dir(path("c")).expect("read").count(), 0);
        assert_eq!(fs::read_dir(dir.path()).expect("read").count(), 2);
        all(vec![change("a.md"), change("b.md")]).expect("written");
        assert_eq!(fs::read_to_string(path("b.md")).expect("read"), "ny");
    }
}
