//! A catalogue's rows → the table that both engines read beside the index: what a hit is called,
//! what can be filtered by, and which documents of the index are its pages.

use serde::{Deserialize, Serialize};

use super::schema::{OPEN_END, OPEN_START};
use crate::model::catalogue::{Catalogue, RowKey, Strategy};
use crate::model::form::Form;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::period::{Period, PeriodKind};
use crate::model::status::Status;
use crate::model::subject::SubjectKind;

/// Everything about rows; kept as `rows.json` beside the tantivy index.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Table {
    /// [`super::schema::FORMAT`] of the program that wrote it.
    pub(super) format: u32,
    /// Municipalities in order of slug.
    pub(super) kommuner: Vec<Kommune>,
    /// Form ids and labels.
    pub(super) forms: Vec<(String, String)>,
    /// Status ids and labels.
    pub(super) statuses: Vec<(String, String)>,
    /// Theme ids and titles.
    pub(super) temaer: Vec<(String, String)>,
    /// Technology ids and titles.
    pub(super) teknologier: Vec<(String, String)>,
    /// Rows, in the order of their documents in the index.
    pub(super) rows: Vec<Row>,
    /// Words whose key is not how they are written: `roedovre` → `rødovre`.
    pub(super) spelled: std::collections::BTreeMap<String, String>,
}

/// A municipality as a value to filter by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kommune {
    pub(super) slug: String,
    pub(super) navn: String,
    pub(super) region: String,
    pub(super) gruppe: String,
}

/// A strategy, or a municipality without one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Row {
    /// `municipality/strategy`; the municipality alone where it has none.
    pub(super) strategy: String,
    /// Its page on the site, relative to the root.
    pub(super) url: String,
    /// Title.
    pub(super) title: String,
    /// Place of its municipality in [`Table::kommuner`].
    pub(super) kommune: usize,
    /// Period as a reader is shown it.
    pub(super) period: String,
    /// First and last year, with [`OPEN_START`] and [`OPEN_END`]; `None`: not stated.
    pub(super) years: Option<(i16, i16)>,
    /// Places in the vocabularies above; a municipality without a strategy has neither form nor
    /// status.
    pub(super) form: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) temaer: Vec<usize>,
    pub(super) teknologier: Vec<usize>,
    /// Address of the source.
    pub(super) source: Option<String>,
    /// Whether the source is a PDF, so that `#page=N` opens a page of it.
    pub(super) pdf: bool,
    /// Day the source was fetched, `YYYY-MM-DD`.
    pub(super) fetched: Option<String>,
    /// Whether a newer edition replaced it.
    pub(super) replaced: bool,
    /// First document in the index.
    pub(super) first: u32,
    /// Number of documents.
    pub(super) documents: u32,
}

/// A row with the words it is found by on all its pages.
pub(super) struct Source<'a> {
    /// The strategy; `None` for a municipality without one.
    pub(super) strategy: Option<&'a Strategy>,
    /// Its address; an empty `strategi` for a municipality without one.
    pub(super) key: RowKey,
    /// Words of title, municipality and form.
    pub(super) title_words: String,
    /// Words of everything else but the subjects: those are facets, and a page that is found by one
    /// should say so in its own text.
    pub(super) meta_words: String,
    /// What is read where there is no text.
    pub(super) summary: String,
}

/// The table, without documents yet, and the sources of its rows in the same order.
pub(super) fn table<'a>(
    catalogue: &'a Catalogue,
    url: &dyn Fn(&RowKey, u32) -> String,
) -> (Table, Vec<Source<'a>>) {
    let mut municipalities: Vec<&Municipality> = catalogue.content.municipalities.iter().collect();
    municipalities.sort_by(|a, b| a.slug.cmp(&b.slug));
    let subjects = |kind| -> Vec<(String, String)> {
        catalogue
            .subjects(kind)
            .map(|s| (s.id.clone(), s.titel.clone()))
            .collect()
    };
    let mut table = Table {
        format: super::schema::FORMAT,
        kommuner: municipalities.iter().map(|m| kommune(m)).collect(),
        forms: Form::ALL
            .map(|f| (f.id().to_owned(), f.label().to_owned()))
            .to_vec(),
        statuses: Status::ALL
            .map(|s| (s.id().to_owned(), s.label().to_owned()))
            .to_vec(),
        temaer: subjects(SubjectKind::Tema),
        teknologier: subjects(SubjectKind::Teknologi),
        rows: Vec::new(),
        spelled: std::collections::BTreeMap::new(),
    };
    let mut sources = Vec::new();
    for (at, municipality) in municipalities.iter().enumerate() {
        let before = sources.len();
        for strategy in catalogue.of(&municipality.slug) {
            let row = strategy_row(strategy, at, &table, url(&strategy.key, 0));
            sources.push(strategy_source(strategy, municipality, &row));
            table.rows.push(row);
        }
        if sources.len() == before {
            let source = empty_source(municipality);
            table
                .rows
                .push(empty_row(municipality, at, url(&source.key, 0)));
            sources.push(source);
        }
    }
    (table, sources)
}

fn kommune(municipality: &Municipality) -> Kommune {
    Kommune {
        slug: municipality.slug.clone(),
        navn: municipality.navn.clone(),
        region: municipality.region.clone(),
        gruppe: municipality.kommunegruppe.clone(),
    }
}

fn place<'a>(ids: impl IntoIterator<Item = &'a str>, all: &[(String, String)]) -> Vec<usize> {
    let mut places: Vec<usize> = ids
        .into_iter()
        .filter_map(|id| all.iter().position(|(other, _)| other == id))
        .collect();
    places.sort_unstable();
    places
}

fn strategy_row(strategy: &Strategy, kommune: usize, table: &Table, url: String) -> Row {
    let snapshot = strategy.finding.sources.first();
    let profile = strategy.finding.profile.as_ref();
    Row {
        strategy: strategy.key.to_string(),
        url,
        title: strategy.title.clone(),
        kommune,
        period: strategy.period.label(),
        years: years(&strategy.period),
        form: place([strategy.form.id()], &table.forms).first().copied(),
        status: place([strategy.status.id()], &table.statuses)
            .first()
            .copied(),
        temaer: place(strategy.theme_levels().into_keys(), &table.temaer),
        teknologier: place(
            profile
                .iter()
                .flat_map(|p| &p.technologies)
                .map(|t| t.id.as_str()),
            &table.teknologier,
        ),
        source: snapshot
            .map(|s| s.url.clone())
            .filter(|url| url.starts_with("http"))
            .or_else(|| strategy.listing.link.clone()),
        pdf: is_pdf(strategy),
        fetched: snapshot.map(|s| s.fetched.to_string().chars().take(10).collect()),
        replaced: strategy.is_superseded(),
        first: 0,
        documents: 0,
    }
}

fn empty_row(municipality: &Municipality, kommune: usize, url: String) -> Row {
    Row {
        strategy: municipality.slug.clone(),
        url,
        title: format!("{} Kommune", municipality.navn),
        kommune,
        period: Period::NONE.label(),
        years: None,
        form: None,
        status: None,
        temaer: Vec::new(),
        teknologier: Vec::new(),
        source: municipality.hjemmeside.clone(),
        pdf: false,
        fetched: None,
        replaced: false,
        first: 0,
        documents: 0,
    }
}

/// Whether `#page=N` opens a page of the source: what it was read as says more than what its server
/// called it.
fn is_pdf(strategy: &Strategy) -> bool {
    let read = strategy.finding.document.as_ref();
    let read = read.map(|document| document.metadata.media_type.as_str());
    let sent = strategy.finding.sources.first();
    let sent = sent.map(|snapshot| snapshot.media_type.as_str());
    read.filter(|kind| !kind.is_empty()).or(sent) == Some("application/pdf")
}

/// Years to filter by. A year of adoption opens a period without an end.
fn years(period: &Period) -> Option<(i16, i16)> {
    match period.kind {
        PeriodKind::None => None,
        PeriodKind::Until => Some((OPEN_START, period.to?)),
        PeriodKind::Single => Some((period.from?, period.from?)),
        PeriodKind::From | PeriodKind::Approved => Some((period.from?, OPEN_END)),
        PeriodKind::Range => Some((period.from?, period.to?)),
    }
}

fn strategy_source<'a>(
    strategy: &'a Strategy,
    municipality: &Municipality,
    row: &Row,
) -> Source<'a> {
    let listing = &strategy.listing;
    let title_words = join([
        strategy.title.as_str(),
        listing.titel.as_deref().unwrap_or_default(),
        listing.form.as_deref().unwrap_or_default(),
        strategy.form.label(),
        &names(municipality),
    ]);
    let years = period_years(&strategy.period);
    let link = listing.link.as_deref().map(host_words).unwrap_or_default();
    let meta_words = join([
        places(municipality).as_str(),
        &row.period,
        listing.periode.as_deref().unwrap_or_default(),
        &years,
        listing.linktekst.as_deref().unwrap_or_default(),
        &link,
        status_words(strategy.status),
        if row.replaced {
            "afløst erstattet tidligere udgave"
        } else {
            ""
        },
        strategy.health.map(health_words).unwrap_or_default(),
    ]);
    let why = match (&strategy.finding.document, strategy.health) {
        (Some(document), _) if !document.is_readable() => document.condition.label(),
        (_, Some(health)) => health.label(),
        (_, None) => "Ikke hentet",
    };
    let mut summary = format!("{} · {} Kommune", strategy.title, municipality.navn);
    if !strategy.period.is_none() {
        summary += &format!(" · {}", strategy.period.label());
    }
    summary += &format!(". Teksten er ikke læst: {}.", lower_first(why));
    Source {
        strategy: Some(strategy),
        key: strategy.key.clone(),
        title_words,
        meta_words,
        summary,
    }
}

fn empty_source<'a>(municipality: &Municipality) -> Source<'a> {
    Source {
        strategy: None,
        key: RowKey {
            kommune: municipality.slug.clone(),
            strategi: String::new(),
        },
        title_words: names(municipality),
        meta_words: join([
            places(municipality).as_str(),
            "uden ingen mangler digitaliseringsstrategi",
        ]),
        summary: format!("{} Kommune er ikke på listen.", municipality.navn),
    }
}

fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The municipality's name, and the short name it has on the web (rksk.dk).
fn names(municipality: &Municipality) -> String {
    let site = municipality
        .hjemmeside
        .as_deref()
        .map(host_words)
        .unwrap_or_default();
    join([municipality.navn.as_str(), "Kommune", &site])
}

fn places(municipality: &Municipality) -> String {
    format!(
        "Region {}\n{}",
        municipality.region, municipality.kommunegruppe
    )
}

/// The labels of a host name, without `www` and the top domain.
fn host_words(url: &str) -> String {
    let host = url
        .split_once("//")
        .map_or(url, |(_, rest)| rest)
        .split(['/', ':', '?', '#'])
        .next()
        .unwrap_or_default();
    let labels: Vec<&str> = host.split('.').filter(|l| *l != "www").collect();
    labels
        .split_last()
        .map(|(_, front)| front.join(" "))
        .unwrap_or_default()
}

fn period_years(period: &Period) -> String {
    match (period.from, period.to) {
        (Some(from), Some(to)) if to - from < 40 => (from..=to)
            .map(|y| y.to_string())
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    }
}

/// What people call a status when they look for it.
fn status_words(status: Status) -> &'static str {
    match status {
        Status::Gaeldende => "gældende",
        Status::Udloeber => "gældende udløber snart",
        Status::Udloebet => "udløbet forældet",
        Status::Kommende => "kommende på vej",
        Status::Udkast => "udkast forslag i høring",
        Status::Ukendt => "ukendt periode",
    }
}

/// … and a link.
fn health_words(health: LinkHealth) -> &'static str {
    match health {
        LinkHealth::Gone | LinkHealth::Soft404 | LinkHealth::Unreachable => {
            "link virker ikke dødt link"
        }
        LinkHealth::WrongDocument => "link virker ikke forkert dokument",
        LinkHealth::Blocked | LinkHealth::Refused | LinkHealth::TooLarge => "link afvist",
        LinkHealth::Moved => "link flyttet",
        LinkHealth::NoLink => "mangler link",
        LinkHealth::Ok | LinkHealth::Changed => "",
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}
