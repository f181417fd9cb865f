//! A municipality with one of its strategies → a row of the link collection: what it can be sorted
//! and filtered by, and why nothing is said where a paper could not be read.

use serde::Serialize;

use super::parts::{Health, Link, Tag, host, source};
use crate::model::catalogue::Strategy;
use crate::model::subject::SubjectKind;
use crate::render::facts::Facts;
use crate::render::standing::Standing;
use crate::render::{routes, words};

/// Size classes of municipalities, by inhabitants: identifier, label, first number above.
const SIZES: [(&str, &str, u32); 4] = [
    ("under-25000", "Under 25.000 indbyggere", 25_000),
    ("25000-49999", "25.000-49.999 indbyggere", 50_000),
    ("50000-99999", "50.000-99.999 indbyggere", 100_000),
    ("fra-100000", "100.000 indbyggere og derover", u32::MAX),
];

/// The size class of a municipality.
pub(in crate::render) fn size_class(indbyggere: u32) -> Tag {
    let (id, label, _) = SIZES
        .into_iter()
        .find(|&(_, _, below)| indbyggere < below)
        .unwrap_or(SIZES[SIZES.len() - 1]);
    Tag::new(id, label)
}

/// A subject with the level at which a paper carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Carried {
    /// Subject id.
    pub(in crate::render) id: String,
    /// Its title.
    pub(in crate::render) label: String,
    /// The passages on the strategy's page, where there are any, else the subject's page.
    pub(in crate::render) url: String,
    /// 1 to 3.
    pub(in crate::render) level: u8,
}

/// The subjects of one vocabulary that a paper carries, strongest first.
pub(in crate::render) fn carried(
    facts: &Facts<'_>,
    s: &Strategy,
    kind: SubjectKind,
) -> Vec<Carried> {
    let mut out: Vec<Carried> = facts
        .subjects(kind)
        .filter_map(|subject| {
            let (level, _) = crate::render::facts::mention(s, kind, &subject.id)?;
            Some(Carried {
                id: subject.id.clone(),
                label: subject.titel.clone(),
                url: routes::passages(&s.key, kind, &subject.id),
                level,
            })
        })
        .collect();
    out.sort_by_key(|c| std::cmp::Reverse(c.level));
    out
}

/// A row of the link collection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Row {
    pub(in crate::render) kommune: Link,
    pub(in crate::render) kode: u16,
    pub(in crate::render) region: Tag,
    pub(in crate::render) gruppe: Tag,
    pub(in crate::render) stoerrelse: Tag,
    pub(in crate::render) indbyggere: String,
    pub(in crate::render) figur: Tag,
    /// Absent for a municipality without a row.
    pub(in crate::render) strategi: Option<Paper>,
}

/// The strategy of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Paper {
    pub(in crate::render) link: Link,
    pub(in crate::render) form: Tag,
    /// The list's own word for the form, where it differs.
    pub(in crate::render) listed_form: Option<String>,
    pub(in crate::render) period: String,
    pub(in crate::render) from: Option<i16>,
    pub(in crate::render) to: Option<i16>,
    pub(in crate::render) status: Tag,
    pub(in crate::render) health: Health,
    pub(in crate::render) source: Option<String>,
    pub(in crate::render) host: String,
    pub(in crate::render) copy: Option<String>,
    pub(in crate::render) themes: Vec<Carried>,
    pub(in crate::render) technologies: Vec<Carried>,
    pub(in crate::render) breadth: Option<Tag>,
    pub(in crate::render) depth: Option<Tag>,
    /// Why no themes are shown, where that is so.
    pub(in crate::render) unread: Option<&'static str>,
}

impl Paper {
    /// A strategy as a row shows it.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy) -> Self {
        let source = source(s);
        let profile = s.readable().map(|(_, profile)| profile);
        Self {
            link: Link::strategy(s),
            form: Tag::new(s.form.id(), s.form.label()),
            listed_form: s
                .listing
                .form
                .clone()
                .filter(|f| f != s.form.label() && f.chars().any(char::is_alphanumeric)),
            period: s.period.label(),
            from: s.period.start_year(),
            to: s.period.last_year(),
            status: Tag::status(s),
            health: Health::of(s),
            host: source.as_deref().map(host).unwrap_or_default(),
            source,
            copy: s
                .finding
                .sources
                .first()
                .and_then(|snapshot| facts.copy(&snapshot.sha256)),
            themes: carried(facts, s, SubjectKind::Tema),
            technologies: carried(facts, s, SubjectKind::Teknologi),
            breadth: profile.map(|p| {
                let id = match p.breadth {
                    crate::model::profile::Breadth::Tvaergaaende => "tvaergaaende",
                    crate::model::profile::Breadth::Fagomraade => "fagomraade",
                };
                Tag::new(id, p.breadth.label())
            }),
            depth: profile.map(|p| Tag::new(p.depth.label(), p.depth.label())),
            unread: unread(s),
        }
    }
}

impl Row {
    /// A row for a municipality, with one of its strategies or none.
    pub(in crate::render) fn new(
        facts: &Facts<'_>,
        standing: &Standing<'_>,
        s: Option<&Strategy>,
    ) -> Self {
        let m = standing.municipality;
        Self {
            kommune: Link::municipality(m),
            kode: m.kode,
            region: Tag::new(&m.region, &m.region),
            gruppe: Tag::new(&m.kommunegruppe, &m.kommunegruppe),
            stoerrelse: size_class(m.indbyggere),
            indbyggere: words::number(u64::from(m.indbyggere)),
            figur: Tag::new(standing.figure.id(), standing.figure.label()),
            strategi: s.map(|s| Paper::new(facts, s)),
        }
    }
}

/// Why a paper's text is not here, in a few words; `None` where it was read.
pub(in crate::render) fn unread(s: &Strategy) -> Option<&'static str> {
    match &s.finding.document {
        Some(document) if document.is_readable() => None,
        Some(document) => Some(document.condition.label()),
        None if s.listing.archive_url().is_none() => Some("Intet link på listen"),
        None if s.finding.visits.is_empty() => Some("Ikke hentet endnu"),
        None => Some("Dokumentet kunne ikke hentes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_inhabitants_are_more_than_a_hundred_thousand() {
        assert_eq!(size_class(632_340).id, "fra-100000");
        assert_eq!(size_class(100_000).id, "fra-100000");
        assert_eq!(size_class(99_999).id, "50000-99999");
        assert_eq!(size_class(1_793).id, "under-25000");
    }
}
