//! The rows of the link list → what is true of each link today, with proof in the archive.
//!
//! A link is followed over its redirects and, where it leads to a landing page, on to the document
//! it is about. Whether something is a strategy is not decided here: a [`Reader`] says so. A dead
//! link never erases anything: earlier visits keep their documents.

mod chapters;
mod compare;
mod discover;
mod find;
mod hop;
mod line;
mod lookup;
mod note;
mod page;
mod proposal;
mod readers;
mod retrieve;
mod row;
mod score;
mod sitemap;
mod soft404;
mod tame;
mod trail;
mod traps;
mod walk;

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use crate::archive::{self, Archive};
use crate::fetch;
use crate::model::catalogue::Content;
use crate::model::document::Condition;
use crate::model::form::Form;
use crate::model::municipality::Municipality;
use crate::model::outcome::{Outcome, Warning};
use crate::model::period::Period;
use crate::model::snapshot::Visit;
use crate::progress::Progress;

pub use discover::{LIMITS, discover};
pub use line::line;
pub use proposal::{Proposal, ProposalError, accept, waiting};
pub use walk::Limits;

use readers::Readers;
use retrieve::Web;

/// A fetched file on its way to the [`Reader`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The file.
    pub bytes: Vec<u8>,
    /// Media type decided from the bytes.
    pub media_type: String,
    /// Where it was fetched from.
    pub url: String,
    /// Its name, where one is known.
    pub file_name: Option<String>,
}

/// What a [`Reader`] makes of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The document's own title.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
    /// Whether it is a strategy.
    pub is_strategy: bool,
    /// Its normalised form.
    pub form: Form,
    /// The period it states.
    pub period: Period,
    /// Slug of the municipality it belongs to; `None` where it does not say.
    pub municipality: Option<String>,
    /// Whether it could be read.
    pub condition: Condition,
    /// Whether it is a draft.
    pub draft: bool,
    /// The passage that shows what it is.
    pub quote: Option<String>,
}

/// Whoever can read a file and say what it is. Called from several threads.
pub trait Reader: Sync {
    /// `None` where the file is of a kind that holds no text at all (a picture, a spreadsheet).
    fn read(&self, body: &Body) -> Option<Reading>;
}

/// Somebody who is told of visits.
pub type Listener = Arc<dyn Fn(&Visit) + Send + Sync>;

/// What to crawl and how.
#[derive(Clone)]
pub struct Options {
    /// How to fetch.
    pub fetch: fetch::Options,
    /// What was fetched less than this ago is not fetched again.
    pub max_age: Duration,
    /// Slugs of the municipalities to crawl; empty: all.
    pub only: Vec<String>,
    /// Told of each visit as soon as it is known.
    pub on_visit: Option<Listener>,
}

impl Options {
    /// All municipalities, with conditional requests for what is known.
    pub fn new(fetch: fetch::Options) -> Self {
        Self {
            fetch,
            max_age: Duration::ZERO,
            only: Vec::new(),
            on_visit: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("fetch", &self.fetch)
            .field("max_age", &self.max_age)
            .field("only", &self.only)
            .finish_non_exhaustive()
    }
}

/// Why a crawl stopped. A link that fails is a status, not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be written.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The network cannot be used at all.
    #[error(transparent)]
    Fetch(#[from] fetch::Error),
    /// `--only` names nobody.
    #[error(
        "there is no municipality \"{slug}\" in content/kommuner\n  hint: use the name of its file, like roedovre"
    )]
    NoSuchMunicipality {
        /// The slug.
        slug: String,
    },
    /// A proposal cannot be read or written.
    #[error(transparent)]
    Proposal(#[from] proposal::ProposalError),
    /// Answers have nowhere to go.
    #[error(
        "temporary file: {0}\n  hint: is there room in the folder for temporary files (TMPDIR)?"
    )]
    Spool(String),
    /// The system gives no threads.
    #[error("the crawl does not start: {0}")]
    Runtime(#[source] std::io::Error),
}

/// Visits every row of the list and archives what it finds. Visits come back in the order of the
/// list, one for each row; a row without a link has the status `no-link` and is not archived
/// unless its document was found.
///
/// # Errors
/// Where the archive cannot be written or `only` names nobody.
pub fn run(
    content: &Content,
    archive: &mut Archive,
    options: &Options,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<Outcome<Vec<Visit>>, Error> {
    let chosen = chosen(content, &options.only)?;
    let warnings = archive.begin()?;
    let rows: Vec<row::Row<'_>> = chosen
        .into_iter()
        .flat_map(|m| m.strategier.iter().map(move |l| (m, l)))
        // A document that came through `add` is in the archive already; nothing to visit.
        .filter(|(_, listing)| listing.link.is_some() || listing.dokument.is_none())
        .map(|(municipality, listing)| row::Row {
            municipality,
            listing,
        })
        .collect();
    progress.start("crawl", Some(rows.len() as u64));
    let client = fetch::Client::new(&options.fetch)?;
    let visits = with_runtime(reader, async |readers| {
        let web = Web::new(client, archive, options);
        let mut running: FuturesUnordered<_> = rows
            .iter()
            .enumerate()
            .map(async |(number, row)| (number, row::visit(&web, readers, row).await))
            .collect();
        let mut visits = Vec::with_capacity(rows.len());
        while let Some((number, visit)) = running.next().await {
            let visit = visit?;
            progress.step(&visit.url);
            if let Some(tell) = &options.on_visit {
                tell(&visit);
            }
            visits.push((number, visit));
        }
        visits.sort_by_key(|(number, _)| *number);
        Ok::<_, Error>(visits.into_iter().map(|(_, visit)| visit).collect())
    });
    progress.finish();
    archive.finish()?;
    let visits: Vec<Visit> = visits?;
    let warnings = warnings.into_iter().chain(troubles(&visits)).collect();
    Ok(Outcome::with(visits, warnings))
}

/// The municipalities that `only` names; all where it names none.
fn chosen<'a>(content: &'a Content, only: &[String]) -> Result<Vec<&'a Municipality>, Error> {
    for slug in only {
        if !content.municipalities.iter().any(|m| m.slug == *slug) {
            return Err(Error::NoSuchMunicipality { slug: slug.clone() });
        }
    }
    let all = content.municipalities.iter();
    Ok(all
        .filter(|m| only.is_empty() || only.contains(&m.slug))
        .collect())
}

/// What an editor should look at.
fn troubles(visits: &[Visit]) -> impl Iterator<Item = Warning> {
    visits.iter().filter_map(|visit| {
        let error = visit.error.as_ref()?;
        let place = format!("{} ({})", fetch::readable(&visit.url), visit.kommune);
        Some(Warning::new(
            place,
            format!("{}: {error}", visit.status.id()),
        ))
    })
}

/// Runs a crawl on its own runtime, with readers on threads beside it.
fn with_runtime<T>(
    reader: &dyn Reader,
    work: impl AsyncFnOnce(&Readers) -> Result<T, Error>,
) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    std::thread::scope(|scope| {
        let readers = Readers::start(scope, reader);
        // The readers end when the last sender is dropped, which is before the scope waits.
        runtime.block_on(work(&readers))
    })
}
