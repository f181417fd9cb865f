//! What can stop the site from being made or written, in words that say what to do.

use std::path::PathBuf;

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The theme's folder is not there.
    #[error("there is no theme in {}\n  hint: the folder named by `tema` in content/katalog.toml must lie below themes/; leave `tema` out for the built-in looks", path.display())]
    NoTheme {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file of the theme cannot be read.
    #[error("cannot read the theme's file {}", path.display())]
    ThemeFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The theme's templates do not fit together.
    #[error("the theme's templates do not parse\n{message}")]
    Templates {
        /// The template engine's own words, with template, line and column.
        message: String,
    },
    /// A template failed on a page.
    #[error("template {template} failed on {address}\n{message}")]
    Page {
        /// The template.
        template: String,
        /// The page's address.
        address: String,
        /// The template engine's own words, with template, line and column.
        message: String,
    },
    /// A data file cannot be written down.
    #[error("data/{file} cannot be made: {message}")]
    Data {
        /// Its name.
        file: &'static str,
        /// The serialiser's own words.
        message: String,
    },
    /// Two pages want the same address.
    #[error("two pages want the address {address}\n  hint: rename one of the files in content/")]
    Collision {
        /// The address.
        address: String,
    },
    /// The site cannot be written.
    #[error("cannot write the site to {}\n  hint: choose a folder that you may write to with --out, or mend its permissions", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What stands in the place of the site is not a folder of ours.
    #[error("{} holds files that are not a site of ours, and it would be replaced\n  hint: choose an empty or new folder with --out", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
}
