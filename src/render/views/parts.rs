//! The pieces that several pages share: links, tags, how a link fares, proof of what is archived.
//! Decides which outside addresses may become a link; refuses all but http and https.

use serde::Serialize;

use crate::model::Date;
use crate::model::catalogue::Strategy;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::snapshot::Snapshot;
use crate::model::subject::Subject;
use crate::render::facts::Facts;
use crate::render::{routes, words};

/// Something to go to on the site; `url` is relative to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Link {
    /// What it says.
    pub(in crate::render) label: String,
    /// Where it leads.
    pub(in crate::render) url: String,
}

impl Link {
    /// A link.
    pub(in crate::render) fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            url: url.into(),
        }
    }

    /// To a municipality.
    pub(in crate::render) fn municipality(m: &Municipality) -> Self {
        Self::new(&m.navn, routes::municipality(&m.slug))
    }

    /// To the municipality that a row belongs to.
    pub(in crate::render) fn owner(facts: &Facts<'_>, s: &Strategy) -> Self {
        let slug = &s.key.kommune;
        match facts.standing(slug) {
            Some(standing) => Self::municipality(standing.municipality),
            None => Self::new(slug, routes::municipality(slug)),
        }
    }

    /// To a strategy, by its title.
    pub(in crate::render) fn strategy(s: &Strategy) -> Self {
        Self::new(&s.title, routes::strategy(&s.key))
    }

    /// To a subject.
    pub(in crate::render) fn subject(s: &Subject) -> Self {
        Self::new(&s.titel, routes::subject(s.kind, &s.id))
    }
}

/// A value with the identifier that filters and style sheets know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Tag {
    /// Identifier, fit for a class name.
    pub(in crate::render) id: String,
    /// What it says.
    pub(in crate::render) label: String,
}

impl Tag {
    /// A tag. The contract's identifiers hold `/` and `æ`, which addresses and classes do not.
    pub(in crate::render) fn new(id: &str, label: impl Into<String>) -> Self {
        Self {
            id: crate::model::slug::slug(id),
            label: label.into(),
        }
    }

    /// The status of a row.
    pub(in crate::render) fn status(s: &Strategy) -> Self {
        if s.is_superseded() && s.status != crate::model::status::Status::Udkast {
            return Self::new("afloest", "Afløst");
        }
        Self::new(s.status.id(), s.status.label())
    }
}

/// An address that may become a link: http or https, whatever a list or document says.
pub(in crate::render) fn outside(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The host of an address, to say where a link leads.
pub(in crate::render) fn host(address: &str) -> String {
    url::Url::parse(address)
        .ok()
        .and_then(|u| {
            u.host_str()
                .map(|h| h.trim_start_matches("www.").to_owned())
        })
        .unwrap_or_default()
}

/// The link of the list.
pub(in crate::render) fn source(s: &Strategy) -> Option<String> {
    s.listing.link.as_deref().and_then(outside)
}

/// How a link fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Health {
    /// The contract's identifier, or `ikke-proevet`.
    pub(in crate::render) id: String,
    /// What it says.
    pub(in crate::render) label: String,
    /// When it was last tried.
    pub(in crate::render) tried: Option<String>,
    /// The same day for machines and sorting, `2024-01-31`.
    pub(in crate::render) iso: String,
    /// Whether a reader who follows it gets the document.
    pub(in crate::render) good: bool,
}

impl Health {
    /// Health of a row's link, as it was last tried.
    pub(in crate::render) fn of(s: &Strategy) -> Self {
        let tried = s.finding.visits.last().map(|v| words::day_of(v.at));
        match s.health {
            Some(health) => Self::new(health, tried),
            None => Self {
                id: "ikke-proevet".to_owned(),
                label: "Ikke afprøvet".to_owned(),
                tried: None,
                iso: String::new(),
                good: false,
            },
        }
    }

    /// What a try on a day came to.
    pub(in crate::render) fn new(health: LinkHealth, tried: Option<Date>) -> Self {
        Self {
            id: health.id().to_owned(),
            label: health.label().to_owned(),
            tried: tried.map(words::date),
            iso: tried.map(|day| day.to_string()).unwrap_or_default(),
            good: health.has_document(),
        }
    }
}

/// Proof of one archived payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Proof {
    /// When it was fetched.
    pub(in crate::render) fetched: String,
    /// The moment for machines.
    pub(in crate::render) moment: String,
    /// Where from, if it has an address on the web.
    pub(in crate::render) url: Option<String>,
    /// SHA-256 of the payload.
    pub(in crate::render) sha256: String,
    /// Its size.
    pub(in crate::render) size: String,
    /// Media type.
    pub(in crate::render) media_type: String,
    /// Our copy, where copies are published.
    pub(in crate::render) copy: Option<String>,
}

impl Proof {
    /// The proof of a payload.
    pub(in crate::render) fn new(facts: &Facts<'_>, snapshot: &Snapshot) -> Self {
        Self {
            fetched: words::date(words::day_of(snapshot.fetched)),
            moment: words::moment(snapshot.fetched),
            url: outside(&snapshot.url),
            sha256: snapshot.sha256.clone(),
            size: words::size(snapshot.bytes),
            media_type: snapshot.media_type.clone(),
            copy: facts.copy(&snapshot.sha256),
        }
    }
}

/// What a level of a theme is called.
pub(in crate::render) fn level_label(level: u8) -> &'static str {
    match level {
        3 => "Eget indsatsområde",
        2 => "Eget afsnit",
        1 => "Omtalt",
        _ => "Ikke omtalt",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(outside("javascript:alert(1)"), None);
        assert_eq!(outside("urn:sha256:00"), None);
        assert_eq!(outside("data:text/html,x"), None);
        assert_eq!(
            outside("https://rk.dk/a b\"c").as_deref(),
            Some("https://rk.dk/a%20b%22c")
        );
    }
}
