//! The catalogue → a static site in memory, and from there onto the disk. [`routes`] decides every
//! address; refuses to reach for the clock, the network or anything but its arguments.

pub mod chart;
mod copies;
pub mod data;
mod engine;
mod error;
mod facts;
pub mod feed;
mod kept;
mod mail;
pub mod map;
mod markdown;
mod pages;
pub mod routes;
#[cfg(test)]
mod sample;
pub mod similar;
mod site;
pub mod standing;
mod theme;
mod views;
mod words;

use std::path::PathBuf;

pub use error::Error;
pub use kept::{Kept, Memory};
pub use site::{Site, write};

use crate::model::catalogue::Catalogue;
use crate::model::outcome::Outcome;
use crate::progress::Progress;
use facts::Facts;

/// Looks up an archived payload by its SHA-256.
pub type Archived<'a> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'a;

/// What a run is told beside the catalogue.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Folder of a theme; `None`: the one built into the program.
    pub theme: Option<&'a PathBuf>,
    /// The archived files, asked for only where the catalogue's settings say that copies are
    /// published.
    pub archived: Option<&'a Archived<'a>>,
    /// Pages that this process made before.
    pub kept: Option<Kept<'a>>,
}

/// Makes the whole site but its search, whose files are added by [`Site::put_search`].
///
/// # Errors
/// If the theme is missing or does not work, or two pages want one address. A payload that is
/// missing from the archive is a warning.
pub fn run(
    catalogue: &Catalogue,
    options: &Options<'_>,
    progress: &dyn Progress,
) -> Result<Outcome<Site>, Error> {
    let theme = match options.theme {
        Some(dir) => theme::Theme::with_folder(dir)?,
        None => theme::Theme::built_in(),
    };
    let (copies, warnings) = copies::copies(catalogue, options);
    let facts = Facts::new(catalogue, &copies);
    let engine = engine::Engine::new(&theme, &facts)?;
    let mut site = Site::default();
    for (name, bytes) in &theme.assets {
        site.add(routes::asset(name), bytes.to_vec())?;
    }
    let stamps = options
        .kept
        .map(|kept| kept::Stamps::new(kept, &facts, engine.stamp));
    pages::all(&facts, &engine, stamps.as_ref(), progress, &mut site)?;
    for copy in copies.into_values() {
        site.add(copy.address, copy.bytes)?;
    }
    Ok(Outcome::with(site, warnings))
}
