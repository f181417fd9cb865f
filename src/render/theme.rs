//! A theme's folder → its templates and assets. The built-in theme is part of the program; a folder
//! replaces the files it has and leaves the others. Refuses to interpret any of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::Error;

/// The files of a theme: `*.html` are templates, what lies in `assets/` is copied to `/assets/`.
#[derive(Debug, Clone, Default)]
pub(super) struct Theme {
    /// Templates by name.
    pub(super) templates: BTreeMap<String, String>,
    /// Assets by name.
    pub(super) assets: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Embeds files of `themes/kl/`.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../themes/kl/", $name)).as_slice())),*]
    };
}

/// The built-in theme. A test holds this list against the folder.
const BUILT_IN: &[(&str, &[u8])] = embed![
    "404.html",
    "assets/diagrammer.css",
    "assets/dom.js",
    "assets/ikon.svg",
    "assets/liste.js",
    "assets/matrix.js",
    "assets/perioder.js",
    "assets/sammenlign.js",
    "assets/site.css",
    "assets/soeg.css",
    "assets/soeg.js",
    "assets/strategi.js",
    "base.html",
    "data.html",
    "dele.html",
    "forside.html",
    "kommune.html",
    "kommuner.html",
    "linksamling.html",
    "matrix.html",
    "prosa.html",
    "sammenlign.html",
    "soeg.html",
    "strategi.html",
    "tema.html",
    "temaer.html",
    "udvikling.html",
];

impl Theme {
    /// The theme that is part of the program.
    pub(super) fn built_in() -> Self {
        let mut theme = Self::default();
        for (name, bytes) in BUILT_IN {
            theme.take(name, Cow::Borrowed(bytes));
        }
        theme
    }

    /// The built-in theme with the files of `dir` in place of those of the same name.
    pub(super) fn with_folder(dir: &Path) -> Result<Self, Error> {
        if !dir.is_dir() {
            return Err(Error::NoTheme {
                path: dir.to_owned(),
            });
        }
        let mut theme = Self::built_in();
        theme.read(dir, "")?;
        Ok(theme)
    }

    fn read(&mut self, dir: &Path, prefix: &str) -> Result<(), Error> {
        let fail = |source| Error::ThemeFile {
            path: dir.to_owned(),
            source,
        };
        for entry in std::fs::read_dir(dir).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Editors' leftovers (.swp, .DS_Store) are no part of a theme.
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let (path, name) = (entry.path(), format!("{prefix}{name}"));
            if path.is_dir() {
                self.read(&path, &format!("{name}/"))?;
                continue;
            }
            match std::fs::read(&path) {
                Ok(bytes) => self.take(&name, Cow::Owned(bytes)),
                Err(source) => return Err(Error::ThemeFile { path, source }),
            }
        }
        Ok(())
    }

    fn take(&mut self, name: &str, bytes: Cow<'static, [u8]>) {
        if let Some(asset) = name.strip_prefix("assets/") {
            self.assets.insert(asset.to_owned(), bytes);
        } else if name.ends_with(".html") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            self.templates.insert(name.to_owned(), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_built_in_theme_is_embedded() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/kl");
        let mut on_disk = Vec::new();
        for (folder, prefix) in [(dir.clone(), ""), (dir.join("assets"), "assets/")] {
            for entry in std::fs::read_dir(folder).expect("the theme's folder") {
                let entry = entry.expect("an entry");
                let name = entry.file_name().to_string_lossy().into_owned();
                if entry.path().is_file() && !name.starts_with('.') {
                    on_disk.push(format!("{prefix}{name}"));
                }
            }
        }
        on_disk.sort();
        let mut embedded: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        embedded.sort_unstable();
        assert_eq!(on_disk, embedded);
    }

    #[test]
    fn a_theme_that_is_not_there_says_where_it_was_looked_for() {
        let error = Theme::with_folder(Path::new("/findes/ikke")).expect_err("no such folder");
        assert!(error.to_string().contains("/findes/ikke"));
    }
}
