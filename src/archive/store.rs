//! Opens an archive, keeps its index true, and looks things up in it. Repairs the tail that a
//! killed crawl left; refuses to touch anything while another program holds the lock.

use std::fs::{self, File};
use std::io::{self, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::index::{Entry, FileState, Index, Kind, digest_from_hex};
use super::record::Member;
use super::scan::scan;
use super::{Capture, Error, ROTATE_AT, visit_from_json};
use crate::model::outcome::{Outcome, Warning};
use crate::model::snapshot::Visit;

/// How long a writer waits for another program: a reader's repair is over in less.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// The archive in one folder.
#[derive(Debug)]
pub struct Archive {
    pub(super) dir: PathBuf,
    pub(super) index: Index,
    /// Held while this process may write.
    pub(super) lock: Option<File>,
    /// Size in bytes after which a new file is begun.
    pub(super) rotate_at: u64,
}

impl Archive {
    /// Opens the archive in `dir` (the catalogue's `crawl/archive`), which need not exist yet; its
    /// index and lock stand beside it (`archive.index`, `archive.lock`). A half record at the end
    /// of a file is cut off, and reported, unless another program is writing.
    ///
    /// # Errors
    /// Where a file is there but cannot be read.
    pub fn open(dir: &Path) -> Result<Outcome<Self>, Error> {
        let mut archive = Self {
            dir: dir.to_owned(),
            index: Index::default(),
            lock: None,
            rotate_at: ROTATE_AT,
        };
        let mut warnings = Vec::new();
        match fs::metadata(dir) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(Error::io(dir)(io::ErrorKind::NotADirectory.into())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Outcome::clean(archive)),
            Err(source) => return Err(Error::io(dir)(source)),
        }
        let text = fs::read_to_string(archive.index_path()).unwrap_or_default();
        archive.index = Index::from_text(&text).unwrap_or_default();
        // Without the lock a half record may be one that is just being written.
        let alone = archive.take_lock().is_ok();
        let stale = archive.refresh(alone, &mut warnings)?;
        archive.give_up_lock();
        if stale && alone {
            // A folder that cannot be written is still an archive that can be read.
            let _ = archive.save_index();
        }
        Ok(Outcome::with(archive, warnings))
    }

    /// Begins new files at this size instead of at 1 GB.
    #[must_use]
    pub fn rotating_at(mut self, bytes: u64) -> Self {
        self.rotate_at = bytes;
        self
    }

    /// Every visit of a link, oldest first. Addresses are compared by [`url_key`](super::url_key).
    pub fn visits(&self, url: &str) -> Vec<Visit> {
        self.index
            .visits(url)
            .filter_map(|entry| {
                let mut json = Vec::new();
                let mut member = self.member(entry).ok()?;
                member.read_rest(&mut json).ok()?;
                visit_from_json(&json)
            })
            .collect()
    }

    /// The bytes with this SHA-256 (64 hexadecimal digits), checked against it; `None` where they
    /// were never stored.
    ///
    /// # Errors
    /// Where the record cannot be read or holds other bytes.
    pub fn payload(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(digest) = digest_from_hex(sha256) else {
            return Ok(None);
        };
        let Some(entry) = self.index.payload(&digest) else {
            return Ok(None);
        };
        let bytes = self.body(entry)?;
        if Sha256::digest(&bytes)[..] != digest {
            return Err(Error::Digest {
                path: self.file_path(entry),
                offset: entry.offset,
                sha256: sha256.to_owned(),
            });
        }
        Ok(Some(bytes))
    }

    /// The first bytes with this SHA-256, at most `most` of them and unchecked; `None` where they were
    /// never stored.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn payload_start(&self, sha256: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let digest = digest_from_hex(sha256);
        let Some(entry) = digest.and_then(|digest| self.index.payload(&digest)) else {
            return Ok(None);
        };
        let is_http = entry.kind != Kind::Resource;
        read_body(&self.file_path(entry), entry.offset, is_http, most).map(Some)
    }

    /// Captures of a URL, oldest first.
    pub fn captures(&self, url: &str) -> Vec<Capture> {
        self.index.captures(url).map(|e| self.capture(e)).collect()
    }

    /// The last capture of a URL, or the last one not after `at`.
    pub fn latest(&self, url: &str, at: Option<Timestamp>) -> Option<Capture> {
        self.index
            .captures(url)
            .rev()
            .find(|entry| at.is_none_or(|at| entry.at <= at))
            .map(|entry| self.capture(entry))
    }

    /// Every capture, by URL and then by time.
    pub fn list(&self) -> impl Iterator<Item = Capture> {
        self.index.all_captures().map(|e| self.capture(e))
    }

    /// How many records can be looked up, visits included.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether nothing was archived yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// HTTP header block of a capture, with its empty line; empty for a resource.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn head(&self, capture: &Capture) -> Result<Vec<u8>, Error> {
        if capture.kind == Kind::Resource.id() {
            return Ok(Vec::new());
        }
        let path = self.dir.join(&capture.file);
        open_member(&path, capture.offset)
            .and_then(|mut member| member.http_head())
            .map_err(record_error(&path, capture.offset))
    }

    /// The stored bytes of a capture, also where they were cut; a revisit gives the payload it
    /// stands for.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn bytes(&self, capture: &Capture) -> Result<Vec<u8>, Error> {
        if let Some(sha256) = &capture.sha256
            && let Some(bytes) = self.payload(sha256)?
        {
            return Ok(bytes);
        }
        let path = self.dir.join(&capture.file);
        let is_http = capture.kind != Kind::Resource.id();
        read_body(&path, capture.offset, is_http, u64::MAX)
    }

    fn body(&self, entry: &Entry) -> Result<Vec<u8>, Error> {
        let is_http = entry.kind != Kind::Resource;
        read_body(&self.file_path(entry), entry.offset, is_http, u64::MAX)
    }

    fn member(&self, entry: &Entry) -> io::Result<Member<BufReader<File>>> {
        open_member(&self.file_path(entry), entry.offset)
    }

    pub(super) fn capture(&self, entry: &Entry) -> Capture {
        Capture {
            url: entry.url.clone(),
            at: entry.at,
            kind: entry.kind.id(),
            status: entry.status,
            sha256: entry
                .digest
                .map(|digest| data_encoding::HEXLOWER.encode(&digest)),
            bytes: entry.length,
            media_type: entry.media_type.clone(),
            truncated: entry.truncated,
            file: self.file_name(entry).to_owned(),
            offset: entry.offset,
        }
    }

    fn file_name(&self, entry: &Entry) -> &str {
        let file = self.index.files.get(entry.file as usize);
        file.map_or("", |file| file.name.as_str())
    }

    fn file_path(&self, entry: &Entry) -> PathBuf {
        self.dir.join(self.file_name(entry))
    }

    fn index_path(&self) -> PathBuf {
        self.dir.with_added_extension("index")
    }

    /// Takes the lock that keeps a second writer out. The system gives it up with the process, so
    /// a killed crawl leaves nothing to clear away.
    fn take_lock(&mut self) -> Result<(), Error> {
        if self.lock.is_some() {
            return Ok(());
        }
        let path = self.dir.with_added_extension("lock");
        fs::create_dir_all(&self.dir).map_err(Error::io(&self.dir))?;
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(Error::io(&path))?;
        match file.try_lock() {
            Ok(()) => {
                self.lock = Some(file);
                Ok(())
            }
            Err(fs::TryLockError::WouldBlock) => Err(Error::Busy { path }),
            Err(fs::TryLockError::Error(source)) => Err(Error::Io { path, source }),
        }
    }

    /// Takes the lock, giving somebody who is only opening the archive time to be done with it.
    pub(super) fn wait_for_lock(&mut self) -> Result<(), Error> {
        for _ in 0..LOCK_TRIES {
            match self.take_lock() {
                Err(Error::Busy { .. }) => std::thread::sleep(LOCK_PAUSE),
                taken => return taken,
            }
        }
        self.take_lock()
    }

    /// Lets other programs write. Unlocked by name: a child process that is just being started
    /// still holds the file open, and merely closing it here would leave it locked.
    pub(super) fn give_up_lock(&mut self) {
        if let Some(lock) = self.lock.take() {
            // The system unlocks at the latest when the process ends.
            let _ = lock.unlock();
        }
    }

    /// Brings the index up to the files as they are now; returns whether it was behind. With
    /// `repair`, half a record at the end of a file is cut off.
    pub(super) fn refresh(
        &mut self,
        repair: bool,
        warnings: &mut Vec<Warning>,
    ) -> Result<bool, Error> {
        let dir = self.dir.clone();
        let sizes = warc_files(&dir)?;
        if !covers(&self.index.files, &sizes) {
            self.index = Index::default();
        }
        let mut stale = false;
        for (number, (name, size)) in sizes.iter().enumerate() {
            let known = self.index.files.get(number).map_or(0, |file| file.end);
            if number == self.index.files.len() {
                self.index.files.push(FileState {
                    name: name.clone(),
                    end: 0,
                });
                stale = true;
            }
            if known == *size {
                continue;
            }
            stale = true;
            let path = dir.join(name);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let seen = scan(&path, number, known).map_err(Error::io(&path))?;
            self.index.files[number as usize].end = seen.end;
            for entry in seen.entries {
                self.index.push(entry);
            }
            mend(&path, &seen.damage, *size, seen.end, repair, warnings)?;
        }
        Ok(stale)
    }

    /// Writes the index file.
    pub(super) fn save_index(&self) -> Result<(), Error> {
        let path = self.index_path();
        let new = path.with_added_extension("new");
        let write = || -> io::Result<()> {
            // Written under the lock, so nobody else has this name. Not forced to the disk: an
            // index cut by a power failure lacks its last line and is made again.
            fs::write(&new, self.index.to_text())?;
            fs::rename(&new, &path)
        };
        write().map_err(Error::io(&path))
    }
}

/// Whether an index speaks of these files: the same names in the same order, none shorter than it
/// was. Files after the known ones and longer files are new records, not another archive.
fn covers(known: &[FileState], sizes: &[(String, u64)]) -> bool {
    known.len() <= sizes.len()
        && known
            .iter()
            .zip(sizes)
            .all(|(file, (name, size))| file.name == *name && file.end <= *size)
}

/// Names and sizes of the WARC files, in the order of their names.
fn warc_files(dir: &Path) -> Result<Vec<(String, u64)>, Error> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for item in fs::read_dir(dir).map_err(Error::io(dir))? {
        let item = item.map_err(Error::io(dir))?;
        let name = item.file_name().to_string_lossy().into_owned();
        if name.ends_with(".warc.gz") {
            let size = item.metadata().map_err(Error::io(item.path()))?.len();
            files.push((name, size));
        }
    }
    files.sort();
    Ok(files)
}

/// Cuts half a record off the end of a file and reports damage.
fn mend(
    path: &Path,
    damage: &[(u64, u64)],
    size: u64,
    end: u64,
    repair: bool,
    warnings: &mut Vec<Warning>,
) -> Result<(), Error> {
    for &(from, to) in damage {
        let place = format!("{}, byte {from}", path.display());
        if to < size || from < end {
            warnings.push(
                Warning::new(place, format!("{} bytes hold no whole record", to - from))
                    .hint("the file was damaged after it was written; the other records are read"),
            );
        } else if repair {
            let file = File::options()
                .write(true)
                .open(path)
                .map_err(Error::io(path))?;
            file.set_len(end).map_err(Error::io(path))?;
            file.sync_all().map_err(Error::io(path))?;
            warnings.push(Warning::new(
                place,
                format!(
                    "half a record of {} bytes was cut off; a crawl was stopped while writing it",
                    to - from
                ),
            ));
        }
    }
    Ok(())
}

fn open_member(path: &Path, offset: u64) -> io::Result<Member<BufReader<File>>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    Member::open(BufReader::new(file))
}

/// The body of a record, or its first `most` bytes.
fn read_body(path: &Path, offset: u64, is_http: bool, most: u64) -> Result<Vec<u8>, Error> {
    let read = || -> io::Result<Vec<u8>> {
        let mut member = open_member(path, offset)?;
        if is_http {
            member.http_head()?;
        }
        let mut bytes = Vec::new();
        member.read_up_to(most, &mut bytes)?;
        Ok(bytes)
    };
    read().map_err(record_error(path, offset))
}

fn record_error(path: &Path, offset: u64) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Record {
        path,
        offset,
        source,
    }
}
