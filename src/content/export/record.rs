//! Catalogue → the shapes that are written as JSON. Borrows everything; decides nothing.

use serde::Serialize;

use crate::model::Date;
use crate::model::catalogue::{Catalogue, Disagreement, Strategy};
use crate::model::form::Form;
use crate::model::health::LinkHealth;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::period::Period;
use crate::model::profile::{Breadth, Depth, Pillar, SubjectFinding};
use crate::model::snapshot::Snapshot;
use crate::model::status::Status;

/// The whole catalogue.
#[derive(Debug, Serialize)]
pub(super) struct Whole<'a> {
    titel: &'a str,
    as_of: Date,
    licens: &'a str,
    licens_url: Option<&'a str>,
    demo: bool,
    kommuner: Vec<Kommune<'a>>,
}

#[derive(Debug, Serialize)]
struct Kommune<'a> {
    #[serde(flatten)]
    who: Who<'a>,
    indbyggere: u32,
    hjemmeside: Option<&'a str>,
    strategier: Vec<Strategi<'a>>,
}

#[derive(Debug, Serialize)]
struct Who<'a> {
    slug: &'a str,
    kode: u16,
    navn: &'a str,
    region: &'a str,
    kommunegruppe: &'a str,
}

/// One strategy with its municipality.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    id: String,
    kommune: Who<'a>,
    #[serde(flatten)]
    strategi: Strategi<'a>,
}

#[derive(Debug, Serialize)]
struct Strategi<'a> {
    slug: &'a str,
    title: &'a str,
    form: Form,
    period: Period,
    period_from_document: bool,
    status: Status,
    draft: bool,
    link_health: Option<LinkHealth>,
    last_seen: Option<jiff::Timestamp>,
    replaces: Option<&'a str>,
    replaced_by: Option<&'a str>,
    /// As the list has it.
    listing: List<'a>,
    /// What was read; `null` where nothing could be.
    profile: Option<Read<'a>>,
    sources: &'a [Snapshot],
    disagreements: &'a [Disagreement],
}

#[derive(Debug, Serialize)]
struct List<'a> {
    titel: Option<&'a str>,
    form: Option<&'a str>,
    periode: Option<&'a str>,
    link: Option<&'a str>,
    linktekst: Option<&'a str>,
    dokument: Option<&'a str>,
    bekraeftet: Option<Date>,
    udkast: Option<bool>,
    tema: &'a [String],
}

#[derive(Debug, Serialize)]
struct Read<'a> {
    breadth: Breadth,
    depth: Depth,
    pillars: &'a [Pillar],
    themes: Vec<Level<'a>>,
    technologies: Vec<&'a str>,
    organisation: Vec<&'a str>,
    pages: usize,
    complete: bool,
}

#[derive(Debug, Serialize)]
struct Level<'a> {
    id: &'a str,
    level: u8,
}

/// The catalogue as it is written.
pub(super) fn catalogue(catalogue: &Catalogue) -> Whole<'_> {
    let settings = &catalogue.content.settings;
    let kommune = |m| Kommune {
        who: who(m),
        indbyggere: m.indbyggere,
        hjemmeside: m.hjemmeside.as_deref(),
        strategier: catalogue.of(&m.slug).map(strategi).collect(),
    };
    Whole {
        titel: &settings.titel,
        as_of: catalogue.as_of,
        licens: &settings.licens,
        licens_url: settings.licens_url.as_deref(),
        demo: settings.demo,
        kommuner: catalogue
            .content
            .municipalities
            .iter()
            .map(kommune)
            .collect(),
    }
}

/// The strategies as they are written, a line each.
pub(super) fn lines(catalogue: &Catalogue) -> impl Iterator<Item = Line<'_>> {
    catalogue.content.municipalities.iter().flat_map(|m| {
        catalogue.of(&m.slug).map(move |s| Line {
            id: s.key.to_string(),
            kommune: who(m),
            strategi: strategi(s),
        })
    })
}

fn who(m: &Municipality) -> Who<'_> {
    Who {
        slug: &m.slug,
        kode: m.kode,
        navn: &m.navn,
        region: &m.region,
        kommunegruppe: &m.kommunegruppe,
    }
}

fn strategi(s: &Strategy) -> Strategi<'_> {
    Strategi {
        slug: &s.key.strategi,
        title: &s.title,
        form: s.form,
        period: s.period,
        period_from_document: s.period_from_document,
        status: s.status,
        draft: s.draft,
        link_health: s.health,
        last_seen: s.finding.sources.iter().map(|source| source.fetched).max(),
        replaces: s.replaces.as_deref(),
        replaced_by: s.replaced_by.as_deref(),
        listing: list(&s.listing),
        profile: read(s),
        sources: &s.finding.sources,
        disagreements: &s.disagreements,
    }
}

fn list(listing: &Listing) -> List<'_> {
    List {
        titel: listing.titel.as_deref(),
        form: listing.form.as_deref(),
        periode: listing.periode.as_deref(),
        link: listing.link.as_deref(),
        linktekst: listing.linktekst.as_deref(),
        dokument: listing.dokument.as_deref(),
        bekraeftet: listing.bekraeftet,
        udkast: listing.udkast,
        tema: &listing.tema,
    }
}

fn read(s: &Strategy) -> Option<Read<'_>> {
    let (document, profile) = s.readable()?;
    let levels = s.theme_levels();
    Some(Read {
        breadth: profile.breadth,
        depth: profile.depth,
        pillars: &profile.pillars,
        themes: levels
            .into_iter()
            .map(|(id, level)| Level { id, level })
            .collect(),
        technologies: ids(&profile.technologies),
        organisation: ids(&profile.organisation),
        pages: document.pages.len(),
        complete: document.is_complete(),
    })
}

fn ids(found: &[SubjectFinding]) -> Vec<&str> {
    found.iter().map(|f| f.id.as_str()).collect()
}
