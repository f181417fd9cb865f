//! Changes → Atom feeds (RFC 4287), one for the whole catalogue, one a municipality, one a subject. Refuses the
//! clock: every date comes from a visit, a period or the catalogue's day, so two builds of the same
//! catalogue write the same bytes.
//!
//! Doors: [`all`], [`municipality`], [`subject`]; [`changes()`] and [`expiring()`] for "what changed lately" and
//! "what expires next".

mod changes;
mod expiry;

pub use changes::{Change, ChangeKind, changes};
pub use expiry::{Expiry, expiring};

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::catalogue::{Catalogue, RowKey};
use crate::model::municipality::Municipality;
use crate::model::subject::Subject;

use super::chart::svg::escape;
use super::{routes, words};

/// Entries of one feed; older changes stay in the pages.
const ENTRIES: usize = 60;

/// The feed of the whole catalogue, for [`routes::FEED`]. `base_url` ends with a slash; without one
/// links are relative to the feed's own address. `changes` are those of [`changes()`].
pub fn all(catalogue: &Catalogue, changes: &[Change], base_url: Option<&str>) -> String {
    let about = About {
        address: routes::FEED.to_owned(),
        page: routes::HOME.to_owned(),
        title: catalogue.content.settings.titel.clone(),
        subtitle: "Nye udgaver, udløb, døde links og ændrede dokumenter".to_owned(),
    };
    write(catalogue, &about, changes.iter(), base_url)
}

/// The feed of one municipality, for [`routes::municipality_feed`].
pub fn municipality(
    catalogue: &Catalogue,
    municipality: &Municipality,
    changes: &[Change],
    base_url: Option<&str>,
) -> String {
    let about = About {
        address: routes::municipality_feed(&municipality.slug),
        page: routes::municipality(&municipality.slug),
        title: format!("{}: digitaliseringsstrategier", municipality.navn),
        subtitle: format!(
            "Ændringer i det, vi ved om {} Kommunes digitaliseringsstrategier",
            municipality.navn
        ),
    };
    let own = changes
        .iter()
        .filter(|c| c.key.kommune == municipality.slug);
    write(catalogue, &about, own, base_url)
}

/// The feed of one subject, for [`routes::subject_feed`]: what happens to the strategies that carry
/// it, whose rows are `carriers`.
pub fn subject(
    catalogue: &Catalogue,
    subject: &Subject,
    carriers: &BTreeSet<&RowKey>,
    changes: &[Change],
    base_url: Option<&str>,
) -> String {
    let about = About {
        address: routes::subject_feed(subject.kind, &subject.id),
        page: routes::subject(subject.kind, &subject.id),
        title: format!("{}: {}", catalogue.content.settings.titel, subject.titel),
        subtitle: format!(
            "Ændringer i de digitaliseringsstrategier, der handler om {}",
            words::inside(&subject.titel)
        ),
    };
    let own = changes.iter().filter(|c| carriers.contains(&c.key));
    write(catalogue, &about, own, base_url)
}

struct About {
    address: String,
    page: String,
    title: String,
    subtitle: String,
}

fn write<'a>(
    catalogue: &Catalogue,
    about: &About,
    changes: impl Iterator<Item = &'a Change>,
    base_url: Option<&str>,
) -> String {
    let newest: Vec<&Change> = changes.take(ENTRIES).collect();
    let updated = newest
        .iter()
        .map(|c| c.at)
        .max()
        .map_or_else(|| format!("{}T00:00:00Z", catalogue.as_of), words::moment);
    let tag = tag(catalogue, base_url);
    let link = |address: &str| match base_url {
        Some(base) => escape(&format!("{base}{address}")),
        None => escape(&format!("{}{address}", routes::root(&about.address))),
    };
    let settings = &catalogue.content.settings;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = write!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"da\">\n\
         <id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <author><name>{}</name></author>\n<rights>{}</rights>\n",
        escape(&format!("{tag}{}", about.address)),
        escape(&about.title),
        escape(&about.subtitle),
        link(&about.address),
        link(&about.page),
        escape(&settings.titel),
        escape(&settings.licens),
    );
    for change in newest {
        let _ = write!(
            out,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <category term=\"{}\" label=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&format!(
                "{tag}{}/{}/{}",
                change.key,
                change.kind.id(),
                words::moment(change.at)
            )),
            escape(&format!("{}: {}", change.navn, change.title)),
            words::moment(change.at),
            link(&change.address),
            change.kind.id(),
            escape(change.kind.label()),
            escape(&change.what),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// The beginning of every id: a tag URI (RFC 4151) of the site's host. The year is when the scheme
/// was chosen and never changes.
fn tag(catalogue: &Catalogue, base_url: Option<&str>) -> String {
    let settings = &catalogue.content.settings;
    let host = base_url
        .and_then(|base| url::Url::parse(base).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    let domain = || {
        let (_, domain) = settings.kontakt.as_deref()?.split_once('@')?;
        Some(domain.trim().to_owned())
    };
    let authority = host.or_else(domain);
    format!(
        "tag:{},2026:",
        authority.as_deref().unwrap_or("strategikatalog.invalid")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn a_feed_is_well_formed_and_never_asks_the_clock() {
        let catalogue = sample::five();
        let all_changes = changes(&catalogue);
        let feed = all(
            &catalogue,
            &all_changes,
            Some("https://katalog.example/da/"),
        );
        assert_eq!(
            feed,
            all(
                &catalogue,
                &changes(&catalogue),
                Some("https://katalog.example/da/")
            )
        );
        let mut reader = quick_xml::Reader::from_str(&feed);
        let mut entries = 0;
        loop {
            match reader.read_event().expect("well-formed XML") {
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "entry" => {
                    entries += 1;
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(entries, all_changes.len());
        assert!(feed.contains("<updated>2026-11-01T06:00:00Z</updated>"));
        assert!(feed.contains("<id>tag:katalog.example,2026:feed.xml</id>"));
        assert!(feed.contains(
            "href=\"https://katalog.example/da/strategier/roedovre/strategi-2024-2027/\""
        ));
    }

    #[test]
    fn ids_are_unique() {
        let catalogue = sample::five();
        let feed = all(&catalogue, &changes(&catalogue), None);
        let ids: Vec<&str> = feed.lines().filter(|l| l.contains("<id>")).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(ids.len(), unique.len());
    }

    #[test]
    fn a_municipality_hears_of_itself_and_links_without_a_host_are_relative() {
        let catalogue = sample::five();
        let known = changes(&catalogue);
        let odense = catalogue.municipality("odense").expect("in the sample");
        let quiet = municipality(&catalogue, odense, &known, None);
        assert!(!quiet.contains("<entry>"));
        assert!(quiet.contains("<updated>2026-11-21T00:00:00Z</updated>"));
        let roedovre = catalogue.municipality("roedovre").expect("in the sample");
        let feed = municipality(&catalogue, roedovre, &known, None);
        assert!(feed.contains("href=\"../../strategier/roedovre/strategi-2024-2027/\""));
        assert!(!feed.contains("København"));
    }
}
