//! Editors' content + what was crawled and read → the catalogue that index, render and check see.
//! Decides what wins where list and document differ; refuses to hide that they do.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Date;
use super::document::Document;
use super::edition;
use super::form::Form;
use super::health::LinkHealth;
use super::listing::Listing;
use super::municipality::Municipality;
use super::outcome::{Outcome, Warning};
use super::period::{Period, PeriodKind};
use super::profile::{Profile, StatedPeriod};
use super::settings::Settings;
use super::snapshot::{Snapshot, Visit};
use super::status::Status;
use super::subject::{Subject, SubjectKind};

/// Everything editors write, read and checked.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// `katalog.toml`.
    pub settings: Settings,
    /// Municipalities by slug.
    pub municipalities: Vec<Municipality>,
    /// All three vocabularies, in order of kind, `orden`, id.
    pub subjects: Vec<Subject>,
    /// Groups of words that mean the same in a search (`synonymer.toml`).
    pub aliases: Vec<Vec<String>>,
    /// Prose pages by slug.
    pub prose: Vec<ProsePage>,
}

/// A page of prose from `content/sider/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProsePage {
    /// Its address: `/om/` for `om`.
    pub slug: String,
    /// Title.
    pub titel: String,
    /// Place in the footer's list.
    pub orden: u32,
    /// Markdown.
    pub tekst: String,
    /// The file it was read from, relative to the catalogue's root.
    #[serde(skip)]
    pub file: String,
}

/// What crawling and reading found for one row.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// Every visit to the row's link, oldest first.
    pub visits: Vec<Visit>,
    /// The archived payloads the document was read from, in reading order. Where the last visit
    /// brought nothing these are the last ones that were.
    pub sources: Vec<Snapshot>,
    /// The document, where one was read (also one that turned out unreadable).
    pub document: Option<Document>,
    /// Its profile, where it could be read.
    pub profile: Option<Profile>,
}

/// Address of one row: municipality and listing slug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RowKey {
    /// Municipality slug.
    pub kommune: String,
    /// Listing slug.
    pub strategi: String,
}

impl std::fmt::Display for RowKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kommune, self.strategi)
    }
}

/// The catalogue on one day.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The day all statuses are stated for.
    pub as_of: Date,
    /// Editors' content.
    pub content: Content,
    /// Every row with what was found, by municipality slug, then in the editor's order.
    pub strategies: Vec<Strategy>,
}

/// One row with everything known about it.
#[derive(Debug, Clone)]
pub struct Strategy {
    /// Its address.
    pub key: RowKey,
    /// The row as the list has it.
    pub listing: Listing,
    /// The editor's title, else the document's, else form and period.
    pub title: String,
    /// Normalised form.
    pub form: Form,
    /// The period that counts.
    pub period: Period,
    /// Whether that period is the document's own rather than the list's.
    pub period_from_document: bool,
    /// Whether it is a draft.
    pub draft: bool,
    /// Status on the catalogue's day.
    pub status: Status,
    /// Health of its link when last tried; `None`: never tried.
    pub health: Option<LinkHealth>,
    /// Where list and document disagree.
    pub disagreements: Vec<Disagreement>,
    /// Slug of the edition that replaced it, in the same municipality.
    pub replaced_by: Option<String>,
    /// Slug of the edition it replaced, in the same municipality.
    pub replaces: Option<String>,
    /// What was found.
    pub finding: Finding,
}

/// Two sources that say different things.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disagreement {
    /// What about: `periode`, `form`, `titel`, `kommune`.
    pub about: &'static str,
    /// What counts, with its source.
    pub kept: String,
    /// What was set aside, with its source and quote.
    pub other: String,
    /// Page of the other, where it has one.
    pub page: Option<u32>,
}

impl Strategy {
    /// The document, where it could be read.
    pub fn readable(&self) -> Option<(&Document, &Profile)> {
        let document = self.finding.document.as_ref()?;
        let profile = self.finding.profile.as_ref()?;
        document.is_readable().then_some((document, profile))
    }

    /// Theme levels with the editor's additions: id → 1 to 3. Empty where nothing could be read
    /// and the editor says nothing.
    pub fn theme_levels(&self) -> BTreeMap<&str, u8> {
        let mut levels: BTreeMap<&str, u8> = self
            .finding
            .profile
            .iter()
            .flat_map(|p| &p.themes)
            .map(|t| (t.id.as_str(), t.level))
            .collect();
        for id in &self.listing.tema {
            levels.entry(id).or_insert(1);
        }
        levels
    }

    /// Whether it is superseded by a newer edition.
    pub fn is_superseded(&self) -> bool {
        self.replaced_by.is_some()
    }
}

impl Catalogue {
    /// Brings content and findings together as they stand on `as_of`. Rows without a finding are
    /// shown from the list alone.
    pub fn assemble(
        content: Content,
        mut findings: BTreeMap<RowKey, Finding>,
        as_of: Date,
    ) -> Outcome<Self> {
        let mut warnings = Vec::new();
        let mut strategies = Vec::new();
        for municipality in &content.municipalities {
            let first = strategies.len();
            for listing in &municipality.strategier {
                let key = RowKey {
                    kommune: municipality.slug.clone(),
                    strategi: listing.slug.clone(),
                };
                let finding = findings.remove(&key).unwrap_or_default();
                let place = format!("{}:{}", municipality.file, listing.line);
                strategies.push(settle(key, listing, finding, as_of, &place, &mut warnings));
            }
            edition::link(&mut strategies[first..]);
        }
        Outcome::with(
            Self {
                as_of,
                content,
                strategies,
            },
            warnings,
        )
    }

    /// Strategies of one municipality, in the editor's order.
    pub fn of<'a>(&'a self, kommune: &'a str) -> impl Iterator<Item = &'a Strategy> {
        self.strategies
            .iter()
            .filter(move |s| s.key.kommune == kommune)
    }

    /// The municipality with this slug.
    pub fn municipality(&self, slug: &str) -> Option<&Municipality> {
        self.content.municipalities.iter().find(|m| m.slug == slug)
    }

    /// Subjects of one vocabulary, in order.
    pub fn subjects(&self, kind: SubjectKind) -> impl Iterator<Item = &Subject> {
        self.content.subjects.iter().filter(move |s| s.kind == kind)
    }
}

/// Decides title, form, period, draft and status of one row.
fn settle(
    key: RowKey,
    listing: &Listing,
    finding: Finding,
    as_of: Date,
    place: &str,
    warnings: &mut Vec<Warning>,
) -> Strategy {
    let profile = finding.profile.as_ref();
    let listed = listing.periode.as_deref().unwrap_or_default();
    let listed_period = Period::from_list(listed).unwrap_or_else(|| {
        warnings.push(
            Warning::new(place, format!("periode \"{listed}\" is not understood"))
                .hint("write it like 2019-2022, 2021, Fra 2017, Frem til 2025 or Godkendt 2019"),
        );
        Period::NONE
    });
    let stated = profile.map(|p| p.period.clone()).unwrap_or_default();
    let period_from_document = document_knows_better(&listed_period, &stated.period());
    let period = if period_from_document {
        stated.period()
    } else {
        listed_period
    };
    let draft = listing
        .udkast
        .unwrap_or_else(|| profile.is_some_and(|p| p.draft));
    let form = form_of(listing, profile);
    let disagreements = period_disagreements(&period, &listed_period, profile);
    let title = title_of(listing, profile, form, &period);
    Strategy {
        key,
        status: Status::on(as_of, &period, draft, listing.bekraeftet),
        health: finding.visits.last().map(|v| v.status).or_else(|| {
            (listing.link.is_none() && listing.dokument.is_none()).then_some(LinkHealth::NoLink)
        }),
        listing: listing.clone(),
        title,
        form,
        period,
        period_from_document,
        draft,
        disagreements,
        replaced_by: None,
        replaces: None,
        finding,
    }
}

/// The list is the editor's word and stands, unless it says nothing or less than the document: a
/// single year inside a range the document states.
fn document_knows_better(listed: &Period, stated: &Period) -> bool {
    if stated.is_none() {
        return false;
    }
    match listed.kind {
        PeriodKind::None => true,
        PeriodKind::Range | PeriodKind::Until => false,
        PeriodKind::Single | PeriodKind::From | PeriodKind::Approved => {
            stated.kind == PeriodKind::Range
                && listed.from >= stated.from.map(|y| y - 1)
                && listed.from <= stated.to
        }
    }
}

fn form_of(listing: &Listing, profile: Option<&Profile>) -> Form {
    let listed = listing.form.as_deref().and_then(Form::from_label);
    match (listed, profile) {
        (Some(form), _) => form,
        (None, Some(profile)) => profile.form,
        (None, None) => Form::AndenStrategi,
    }
}

fn title_of(listing: &Listing, profile: Option<&Profile>, form: Form, period: &Period) -> String {
    let own = listing
        .titel
        .as_deref()
        .or_else(|| profile.map(|p| p.title.as_str()))
        .map(str::trim)
        .filter(|t| !t.is_empty());
    if let Some(title) = own {
        return title.to_owned();
    }
    let form = listing
        .form
        .as_deref()
        .map(|f| f.trim().trim_end_matches('.'))
        .filter(|f| f.chars().any(char::is_alphanumeric))
        .unwrap_or_else(|| form.label());
    if period.is_none() {
        form.to_owned()
    } else {
        format!("{form} {}", period.label())
    }
}

/// Periods that were stated somewhere and differ from the one that counts.
fn period_disagreements(
    kept: &Period,
    listed: &Period,
    profile: Option<&Profile>,
) -> Vec<Disagreement> {
    let mut out = Vec::new();
    let mut seen = vec![(kept.from, kept.to)];
    let kept_label = kept.label();
    if !listed.is_none() && listed != kept {
        seen.push((listed.from, listed.to));
        out.push(Disagreement {
            about: "periode",
            kept: kept_label.clone(),
            other: format!("{} (listen)", listed.label()),
            page: None,
        });
    }
    let stated = profile.into_iter().flat_map(|p| {
        let others = p
            .other_periods
            .iter()
            .filter(|o| is_rival(kept, &o.period()));
        std::iter::once(&p.period).chain(others)
    });
    for StatedPeriod {
        from,
        to,
        kind,
        evidence,
    } in stated
    {
        let years = (*from, *to);
        // A year of issue or approval says nothing against a range it could belong to.
        let rival = matches!(kind, PeriodKind::Range | PeriodKind::Until);
        if !rival || seen.contains(&years) {
            continue;
        }
        seen.push(years);
        let period = Period {
            from: *from,
            to: *to,
            kind: *kind,
        };
        let quote = evidence.as_ref().map_or("", |e| e.quote.as_str());
        out.push(Disagreement {
            about: "periode",
            kept: kept_label.clone(),
            other: format!("{} (dokumentet: »{quote}«)", period.label()),
            page: evidence.as_ref().and_then(|e| e.page),
        });
    }
    out
}

/// Whether years that stand somewhere in a document could be meant for the strategy as a whole. Years
/// apart from its period belong to another edition or paper, years inside it to one of its phases.
fn is_rival(kept: &Period, other: &Period) -> bool {
    let first = |p: &Period| p.from.unwrap_or(i16::MIN);
    let last = |p: &Period| p.last_year().unwrap_or(i16::MAX);
    let overlap = first(other) <= last(kept) && first(kept) <= last(other);
    let inside = first(kept) <= first(other) && last(other) <= last(kept);
    // "Frem til 2027" says the same as 2024-2027 of the end, and nothing of the beginning.
    let same_end = other.from.is_none() && other.to == kept.last_year();
    overlap && !same_end && (!inside || kept.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_editions_and_phases_are_no_rivals() {
        let kept = Period::range(2015, 2018);
        assert!(is_rival(&kept, &Period::range(2015, 2019)));
        assert!(is_rival(&kept, &Period::range(2014, 2017)));
        assert!(
            !is_rival(&kept, &Period::range(2010, 2013)),
            "an edition before"
        );
        assert!(!is_rival(&kept, &Period::range(2016, 2018)), "a phase");
        assert!(is_rival(&Period::from_year(2017), &Period::until(2025)));
        assert!(!is_rival(&kept, &Period::until(2018)), "the same end");
    }
}
