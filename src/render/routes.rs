//! What there is → where it stands: the one place that decides addresses. An address is relative
//! to the site's root, in directory style with a trailing slash (`kommuner/roedovre/`); refuses to
//! know anything about hosts, so the site works in any subfolder.

use crate::model::catalogue::RowKey;
use crate::model::subject::SubjectKind;

/// The front page.
pub const HOME: &str = "";
/// The link collection.
pub const LIST: &str = "linksamling/";
/// All municipalities.
pub const MUNICIPALITIES: &str = "kommuner/";
/// Themes × municipalities.
pub const MATRIX: &str = "temaer/matrix/";
/// Comparison of chosen municipalities.
pub const COMPARE: &str = "sammenlign/";
/// Development over the years.
pub const DEVELOPMENT: &str = "udvikling/";
/// Search.
pub const SEARCH: &str = "soeg/";
/// Downloads.
pub const DATA: &str = "data/";
/// About; a page of prose like any other.
pub const ABOUT: &str = "om/";
/// What a host shows for an address that does not exist. A file, not a folder.
pub const NOT_FOUND: &str = "404.html";
/// The feed of the whole catalogue.
pub const FEED: &str = "feed.xml";
/// Folder of the theme's style sheets, scripts and fonts.
pub const ASSETS: &str = "assets/";

/// The part of the link collection behind one key figure.
pub fn figure(id: &str) -> String {
    format!("{LIST}{id}/")
}

/// A municipality.
pub fn municipality(slug: &str) -> String {
    format!("{MUNICIPALITIES}{slug}/")
}

/// The feed of a municipality.
pub fn municipality_feed(slug: &str) -> String {
    format!("{MUNICIPALITIES}{slug}/feed.xml")
}

/// What the comparison reads about a municipality.
pub fn municipality_data(slug: &str) -> String {
    format!("data/kommuner/{slug}.json")
}

/// A strategy.
pub fn strategy(key: &RowKey) -> String {
    format!("strategier/{}/{}/", key.kommune, key.strategi)
}

/// A page of a strategy's text. Shared with the search index.
pub fn page(key: &RowKey, number: u32) -> String {
    format!("{}#side-{number}", strategy(key))
}

/// Where a hit of the search leads: page 0 is the strategy itself, and no strategy the municipality.
pub fn hit(key: &RowKey, number: u32) -> String {
    match (key.strategi.as_str(), number) {
        ("", _) => municipality(&key.kommune),
        (_, 0) => strategy(key),
        (_, number) => page(key, number),
    }
}

/// The passages of a strategy about one subject.
pub fn passages(key: &RowKey, kind: SubjectKind, id: &str) -> String {
    format!("{}#{}", strategy(key), passages_anchor(kind, id))
}

/// The anchor of [`passages`].
pub fn passages_anchor(kind: SubjectKind, id: &str) -> String {
    let word = match kind {
        SubjectKind::Tema => "tema",
        SubjectKind::Teknologi => "teknologi",
        SubjectKind::Organisering => "organisering",
    };
    format!("{word}-{id}")
}

/// A file that belongs to a strategy: `kilde.bib`, `tekst.txt` …
pub fn strategy_file(key: &RowKey, name: &str) -> String {
    format!("{}{name}", strategy(key))
}

/// All subjects of one vocabulary.
pub fn subjects(kind: SubjectKind) -> String {
    format!("{}/", kind.folder())
}

/// One subject.
pub fn subject(kind: SubjectKind, id: &str) -> String {
    format!("{}/{id}/", kind.folder())
}

/// The feed of a subject.
pub fn subject_feed(kind: SubjectKind, id: &str) -> String {
    format!("{}feed.xml", subject(kind, id))
}

/// A page of prose.
pub fn prose(slug: &str) -> String {
    format!("{slug}/")
}

/// A published copy of an archived payload.
pub fn archived(sha256: &str, extension: &str) -> String {
    format!("arkiv/{sha256}.{extension}")
}

/// A file of the theme.
pub fn asset(name: &str) -> String {
    format!("{ASSETS}{name}")
}

/// The file that an address is served from.
pub fn file(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') {
        format!("{address}index.html")
    } else {
        address.to_owned()
    }
}

/// The way back from an address to the site's root: `../../` from `kommuner/roedovre/`, `./` from
/// the root itself.
pub fn root(address: &str) -> String {
    match address.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_to_the_root_fits_the_depth() {
        assert_eq!(root(HOME), "./");
        assert_eq!(root(NOT_FOUND), "./");
        assert_eq!(root(LIST), "../");
        assert_eq!(root(&municipality("roedovre")), "../../");
        assert_eq!(root(&municipality_feed("roedovre")), "../../");
    }

    #[test]
    fn folders_are_served_from_their_index() {
        assert_eq!(file(HOME), "index.html");
        assert_eq!(file(LIST), "linksamling/index.html");
        assert_eq!(file(NOT_FOUND), "404.html");
    }
}
