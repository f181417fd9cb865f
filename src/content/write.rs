//! A text → a file, whole or not at all: temporary file beside it, fsync, rename. Refuses to leave
//! half a file behind, also when the machine stops in the middle.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::Error;

/// Writes `text` to `path`, keeping the permissions of a file that is there; folders on the way are
/// made. A link to a file is followed, not replaced.
pub(crate) fn atomically(path: &Path, text: &str) -> Result<(), Error> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replace(&target, text).map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}

fn replace(target: &Path, text: &str) -> io::Result<()> {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
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
    file.persist(target)?;
    #[cfg(unix)]
    fs::File::open(&folder)?.sync_all()?;
    Ok(())
}
