//! A request path → a file below one folder. Refuses every path that would leave it.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// This file.
    File(PathBuf),
    /// A folder asked for without its final slash.
    Redirect(String),
    /// Nothing.
    Missing,
}

/// Looks a request path (percent-encoded, with leading slash) up below `dir`.
pub(super) fn find(dir: &Path, request: &str) -> Found {
    let Ok(decoded) = percent_decode_str(request).decode_utf8() else {
        return Found::Missing;
    };
    let relative = Path::new(decoded.trim_start_matches('/'));
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside || decoded.contains('\0') {
        return Found::Missing;
    }
    let path = dir.join(relative);
    if path.is_file() && !decoded.ends_with('/') {
        return Found::File(path);
    }
    let index = path.join("index.html");
    match (index.is_file(), decoded.ends_with('/')) {
        (true, true) => Found::File(index),
        (true, false) => Found::Redirect(format!("{request}/")),
        (false, _) => Found::Missing,
    }
}

/// Media type by file name, for the kinds of file a site or the sample web holds.
pub(super) fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "jsonld" => "application/json; charset=utf-8",
        "svg" => "image/svg+xml",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "bib" | "ris" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_its_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let site = dir.path().join("site");
        std::fs::create_dir_all(site.join("om")).expect("folders");
        std::fs::write(dir.path().join("hemmelig.txt"), "x").expect("a file");
        std::fs::write(site.join("om/index.html"), "x").expect("a file");
        std::fs::write(site.join("å b.txt"), "x").expect("a file");
        assert_eq!(find(&site, "/../hemmelig.txt"), Found::Missing);
        assert_eq!(find(&site, "/%2e%2e/hemmelig.txt"), Found::Missing);
        assert_eq!(find(&site, "/om"), Found::Redirect("/om/".to_owned()));
        assert_eq!(find(&site, "/om/"), Found::File(site.join("om/index.html")));
        assert_eq!(
            find(&site, "/%C3%A5%20b.txt"),
            Found::File(site.join("å b.txt"))
        );
        assert_eq!(find(&site, "/%ff"), Found::Missing);
    }
}
