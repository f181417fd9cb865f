//! The catalogue → what every page needs to look up, worked out once: standings, subjects, who
//! says what, the theme profiles that likeness is measured on. Plain borrowed data; refuses to
//! render anything.

use std::collections::BTreeMap;

use super::copies::Copy;
use super::feed::{self, Change};
use super::standing::{Level, Standing, is_read_whole, level_in, passages_in, standings};
use super::views::parts::Link;
use super::words;
use crate::model::catalogue::{Catalogue, RowKey, Strategy};
use crate::model::profile::Passage;
use crate::model::subject::{Subject, SubjectKind};

/// Everything the pages look up.
pub(super) struct Facts<'a> {
    /// The catalogue itself.
    pub(super) catalogue: &'a Catalogue,
    /// Every municipality with its papers, by name as Danish sorts it.
    pub(super) standings: Vec<Standing<'a>>,
    by_key: BTreeMap<&'a RowKey, &'a Strategy>,
    by_slug: BTreeMap<&'a str, usize>,
    copies: &'a BTreeMap<String, Copy>,
    /// Every change that is known, newest first.
    pub(super) changes: Vec<Change>,
}

impl<'a> Facts<'a> {
    /// Works it all out.
    pub(super) fn new(catalogue: &'a Catalogue, copies: &'a BTreeMap<String, Copy>) -> Self {
        let mut standings = standings(catalogue);
        standings.sort_by_cached_key(|s| words::order(&s.municipality.navn));
        let by_slug = standings
            .iter()
            .enumerate()
            .map(|(i, s)| (s.municipality.slug.as_str(), i))
            .collect();
        Self {
            catalogue,
            by_slug,
            by_key: catalogue.strategies.iter().map(|s| (&s.key, s)).collect(),
            copies,
            changes: feed::changes(catalogue),
            standings,
        }
    }

    /// The row with this address.
    pub(super) fn strategy(&self, key: &RowKey) -> Option<&'a Strategy> {
        self.by_key.get(key).copied()
    }

    /// A row of the same municipality.
    pub(super) fn sibling(&self, of: &Strategy, strategi: &str) -> Option<&'a Strategy> {
        self.strategy(&RowKey {
            kommune: of.key.kommune.clone(),
            strategi: strategi.to_owned(),
        })
    }

    /// Where a municipality stands.
    pub(super) fn standing(&self, slug: &str) -> Option<&Standing<'a>> {
        self.by_slug.get(slug).map(|&i| &self.standings[i])
    }

    /// Name of a municipality as it is written in running text: `Rødovre Kommune`.
    pub(super) fn full_name(&self, slug: &str) -> String {
        self.standing(slug)
            .map_or_else(|| slug.to_owned(), |s| full_name(&s.municipality.navn))
    }

    /// Another edition of a strategy, as a link.
    pub(super) fn edition(&self, of: &Strategy, strategi: Option<&str>) -> Option<Link> {
        Some(Link::strategy(self.sibling(of, strategi?)?))
    }

    /// Address of the published copy of a payload, where copies are published.
    pub(super) fn copy(&self, sha256: &str) -> Option<String> {
        Some(self.copies.get(sha256)?.address.clone())
    }

    /// Subjects of a vocabulary, in order.
    pub(super) fn subjects(
        &self,
        kind: SubjectKind,
    ) -> impl Iterator<Item = &'a Subject> + use<'a> {
        self.catalogue.subjects(kind)
    }

    /// Municipalities whose papers carry the subject, with the level.
    pub(super) fn carriers(
        &self,
        kind: SubjectKind,
        id: &str,
    ) -> impl Iterator<Item = (&Standing<'a>, u8)> {
        self.standings
            .iter()
            .filter_map(move |s| match s.level(kind, id) {
                Level::Known(level) if level > 0 => Some((s, level)),
                _ => None,
            })
    }

    /// How many municipalities' papers could be read at all: the whole that shares are of.
    pub(super) fn readable(&self) -> usize {
        self.standings.iter().filter(|s| s.read().is_some()).count()
    }

    /// The day the catalogue stands for, as text.
    pub(super) fn today(&self) -> String {
        words::date(self.catalogue.as_of)
    }
}

/// `Rødovre Kommune`; two are called otherwise.
pub(super) fn full_name(navn: &str) -> String {
    match navn {
        "København" => "Københavns Kommune".to_owned(),
        "Bornholm" => "Bornholms Regionskommune".to_owned(),
        _ => format!("{navn} Kommune"),
    }
}

/// What the papers say about one subject in one strategy, with the level.
pub(super) fn mention<'a>(
    strategy: &'a Strategy,
    kind: SubjectKind,
    id: &str,
) -> Option<(u8, &'a [Passage])> {
    match level_in(strategy, kind, id) {
        Level::Known(level) if level > 0 => {
            Some((level, passages_in(strategy, kind, id).unwrap_or_default()))
        }
        _ => None,
    }
}

/// Whether absence of a subject may be stated for this row.
pub(super) fn lacks(strategy: &Strategy, kind: SubjectKind, id: &str) -> bool {
    is_read_whole(strategy) && mention(strategy, kind, id).is_none()
}
