//! The order of the stages, and nothing else: content → crawl → extract → analyse → index →
//! render. Reads and writes the catalogue's folder through the stages' doors; decides no rule.

mod findings;
mod reader;

use std::fmt;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

pub use findings::Memory;
pub use reader::DocumentReader;

use crate::analyse::Lexicon;
use crate::archive::{self, Archive, Resource};
use crate::content::{self, edit};
use crate::crawl;
use crate::extract;
use crate::index;
use crate::model::catalogue::Catalogue;
use crate::model::document::Document;
use crate::model::listing::Listing;
use crate::model::outcome::Outcome;
use crate::model::snapshot::Visit;
use crate::model::{Date, Timestamp};
use crate::progress::{Progress, Silent};
use crate::render::{self, Site};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The catalogue's folder.
    pub root: PathBuf,
    /// Folder that the site is swapped into.
    pub out: PathBuf,
    /// The day that statuses are stated for.
    pub as_of: Date,
    /// Where the site will stand; `None`: as the settings say.
    pub base_url: Option<String>,
    /// The program that reads untrusted files in a child process; `None`: read them here.
    pub worker: Option<PathBuf>,
}

/// A stage that could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Editors' files.
    #[error(transparent)]
    Content(#[from] content::Error),
    /// The WARC store.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The crawl.
    #[error(transparent)]
    Crawl(#[from] crawl::Error),
    /// Reading documents.
    #[error(transparent)]
    Extract(#[from] extract::Error),
    /// The search index.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The site.
    #[error(transparent)]
    Render(#[from] render::Error),
    /// A file named on the command line.
    #[error("cannot read {path}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What a build made, for one line to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// Municipalities in the catalogue.
    pub municipalities: usize,
    /// Rows of the list.
    pub strategies: usize,
    /// Rows whose document could be read.
    pub read: usize,
    /// Files of the site.
    pub files: usize,
}

impl fmt::Display for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} municipalities, {} strategies ({} read), {} files",
            self.municipalities, self.strategies, self.read, self.files
        )
    }
}

fn archive_dir(root: &Path) -> PathBuf {
    root.join("crawl/archive")
}

fn extract_options(root: &Path, worker: Option<PathBuf>) -> extract::Options {
    extract::Options {
        worker,
        cache: Some(root.join("crawl/cache/extract")),
        ..extract::Options::default()
    }
}

/// Where `build` leaves the tantivy index that `search` reads.
pub fn index_dir(root: &Path) -> PathBuf {
    root.join("crawl/cache/index")
}

/// Content and archive → the catalogue on one day.
///
/// # Errors
/// Content or archive that cannot be read, a worker that cannot be started.
pub fn catalogue(
    options: &Options,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome<Catalogue>, Error> {
    Ok(with_archive(options, memory, progress)?.map(|(catalogue, _)| catalogue))
}

/// The catalogue and the archive it was read from, which the site's copies come from too.
fn with_archive(
    options: &Options,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome<(Catalogue, Archive)>, Error> {
    let mut warnings = Vec::new();
    let mut content = content::load(&options.root)?.unload(&mut warnings);
    if options.base_url.is_some() {
        content.settings.base_url.clone_from(&options.base_url);
    }
    let archive = Archive::open(&archive_dir(&options.root))?.unload(&mut warnings);
    let extract = extract_options(&options.root, options.worker.clone());
    let findings =
        findings::gather(&content, &archive, &extract, memory, progress)?.unload(&mut warnings);
    let catalogue = Catalogue::assemble(content, findings, options.as_of).unload(&mut warnings);
    Ok(Outcome::with((catalogue, archive), warnings))
}

/// Everything from content and archive to the finished site.
///
/// # Errors
/// Those of every stage; the old site stays in place then.
pub fn build(
    options: &Options,
    memory: &mut Memory,
    progress: &dyn Progress,
) -> Result<Outcome<Built>, Error> {
    rebuild(options, memory, progress, &mut || ())
}

/// A build by a process that may have built before: what has not changed is not made again. Where
/// something that is searched has changed, the pages are published first, beside the search as it
/// was, and `early` is called; the site is whole when this returns.
///
/// # Errors
/// As [`build`].
pub fn rebuild(
    options: &Options,
    memory: &mut Memory,
    progress: &dyn Progress,
    early: &mut dyn FnMut(),
) -> Result<Outcome<Built>, Error> {
    let mut warnings = Vec::new();
    let (catalogue, archive) = with_archive(options, memory, progress)?.unload(&mut warnings);
    let index = index::Options {
        dir: index_dir(&options.root),
        page_url: render::routes::hit,
        split_from: index::SPLIT_FROM,
    };
    let key = memory
        .lasts
        .then(|| index::fingerprint(&catalogue, &index))
        .transpose()?;
    let before = memory.search.take();
    let kept = &*memory;
    let (mut site, search) = match before {
        // The first build: search and pages have nothing to do with each other.
        None => std::thread::scope(|scope| {
            let site = scope.spawn(|| pages(&catalogue, &archive, options, kept, &Silent));
            let search = index::run(&catalogue, &index, progress)?.unload(&mut warnings);
            let site = site.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            Ok::<_, Error>((site.unload(&mut warnings), search.files))
        })?,
        Some((made_of, files)) => {
            let site = pages(&catalogue, &archive, options, kept, progress)?;
            let mut site = site.unload(&mut warnings);
            if Some(made_of) == key {
                (site, files)
            } else {
                site.put_search(&files);
                render::write(&site, &options.out)?;
                early();
                let search = index::run(&catalogue, &index, progress)?;
                (site, search.unload(&mut warnings).files)
            }
        }
    };
    site.put_search(&search);
    memory.search = key.map(|key| (key, search));
    render::write(&site, &options.out)?;
    let built = Built {
        municipalities: catalogue.content.municipalities.len(),
        strategies: catalogue.strategies.len(),
        read: catalogue
            .strategies
            .iter()
            .filter(|s| s.readable().is_some())
            .count(),
        files: site.files.len(),
    };
    Ok(Outcome::with(built, warnings))
}

/// The site in memory, without its search.
fn pages(
    catalogue: &Catalogue,
    archive: &Archive,
    options: &Options,
    memory: &Memory,
    progress: &dyn Progress,
) -> Result<Outcome<Site>, Error> {
    let payload = |sha256: &str| archive.payload(sha256).ok().flatten();
    let theme = catalogue
        .content
        .settings
        .tema
        .as_ref()
        .map(|name| options.root.join("themes").join(name));
    let render = render::Options {
        theme: theme.as_ref(),
        archived: Some(&payload),
        kept: memory.lasts.then_some(render::Kept {
            memory: &memory.pages,
            readings: &memory.readings,
        }),
    };
    Ok(render::run(catalogue, &render, progress)?)
}

/// How to crawl.
#[derive(Debug)]
pub struct CrawlOptions {
    /// The catalogue's folder.
    pub root: PathBuf,
    /// What to fetch and how.
    pub crawl: crawl::Options,
    /// The program that reads untrusted files in a child process.
    pub worker: Option<PathBuf>,
}

/// Visits every link of the list and archives what is found.
///
/// # Errors
/// Unreadable content, an archive that cannot be written, a network that cannot be used.
pub fn crawl(
    options: &CrawlOptions,
    progress: &dyn Progress,
) -> Result<Outcome<Vec<Visit>>, Error> {
    let mut warnings = Vec::new();
    let content = content::load(&options.root)?.unload(&mut warnings);
    let mut archive = Archive::open(&archive_dir(&options.root))?.unload(&mut warnings);
    let lexicon = Lexicon::new(&content);
    let extract = extract_options(&options.root, options.worker.clone());
    let reader = DocumentReader::new(&lexicon, &extract);
    let visits = crawl::run(&content, &mut archive, &options.crawl, &reader, progress)?
        .unload(&mut warnings);
    Ok(Outcome::with(visits, warnings))
}

/// A document that came by other ways than the web.
#[derive(Debug, Clone)]
pub struct Addition {
    /// The file.
    pub file: PathBuf,
    /// Municipality slug.
    pub kommune: String,
    /// Title, where the editor gives one.
    pub titel: Option<String>,
    /// Where it is said to stand on the web.
    pub link: Option<String>,
}

/// Takes a document into the archive and puts it on the municipality's list: in the row that it
/// belongs to, else in a new one with the form and period the document states.
///
/// # Errors
/// A file that cannot be read, an unknown municipality, an archive that cannot be written.
pub fn add(
    root: &Path,
    addition: &Addition,
    worker: Option<PathBuf>,
    now: Timestamp,
) -> Result<Outcome<edit::Attached>, Error> {
    let mut warnings = Vec::new();
    let content = content::load(root)?.unload(&mut warnings);
    let bytes = read(&addition.file)?;
    let file_name = name_of(&addition.file);
    let extract = extract_options(root, worker);
    let lexicon = Lexicon::new(&content);
    let reader = DocumentReader::new(&lexicon, &extract);
    let (document, profile) = reader.profile(
        &bytes,
        None,
        Some(&file_name),
        addition.link.as_deref(),
        &mut warnings,
    )?;
    // Asked before anything is archived: an unknown slug should leave nothing behind.
    edit::known(root, &addition.kommune)?;
    let mut archive = Archive::open(&archive_dir(root))?.unload(&mut warnings);
    let resource = Resource {
        bytes: &bytes,
        file_name: &file_name,
        url: addition.link.as_deref(),
        kommune: &addition.kommune,
        media_type: &document.metadata.media_type,
    };
    let snapshot = archive.add_resource(&resource, now)?;
    let row = Listing {
        titel: addition.titel.clone(),
        form: Some(profile.form.label().to_owned()),
        periode: (!profile.period.period().is_none()).then(|| profile.period.period().to_list()),
        link: addition.link.clone(),
        dokument: addition.link.is_none().then_some(snapshot.url),
        ..Listing::default()
    };
    let attached = edit::attach(root, &addition.kommune, &row)?;
    Ok(Outcome::with(attached, warnings))
}

/// Reads one file of the command line.
///
/// # Errors
/// A file that is not there, a worker that cannot be started.
pub fn read_file(path: &Path, worker: Option<PathBuf>) -> Result<Outcome<Document>, Error> {
    let bytes = read(path)?;
    let options = extract::Options {
        worker,
        cache: None,
        // One file is worth waiting for, and a stuck one is still ended.
        time_limit: Duration::from_secs(30),
        ..extract::Options::default()
    };
    let source = extract::Source {
        place: path.display().to_string(),
        bytes: extract::Bytes::Here(&bytes),
        sha256: hex_sha256(&bytes),
        media_type: None,
        file_name: Some(name_of(path)),
        url: None,
    };
    let documents = extract::run(&[source], &options, &crate::progress::Silent)?;
    Ok(documents.map(|mut all| all.pop().unwrap_or_default()))
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::File {
        path: path.display().to_string(),
        source,
    })
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn hex_sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
