//! One finding, the kinds there are, and the report that collects them in a fixed order.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::model::Date;
use crate::model::catalogue::Strategy;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;

/// What a finding is about. The identifiers are what `--fail-on` takes and what JSON holds; those of
/// links are the contract's link health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file of the catalogue that says something odd or does not parse.
    DataError,
    /// 404 or 410.
    Gone,
    /// 200 with a page that says the page is missing.
    Soft404,
    /// Readable, but no strategy, or not this municipality's.
    WrongDocument,
    /// An address that is not gone to.
    Refused,
    /// No answer.
    Unreachable,
    /// The server or robots.txt says no.
    Blocked,
    /// Longer than the limit.
    TooLarge,
    /// Permanently redirected.
    Moved,
    /// Another payload than last time.
    Changed,
    /// The document cannot be read, or not all of it.
    Unreadable,
    /// List and document state different periods.
    PeriodDisagreement,
    /// List and document state different titles.
    TitleDisagreement,
    /// Two rows for one document.
    Duplicate,
    /// The period has ended and nothing has replaced it.
    Expired,
    /// The period ends within twelve months.
    Expiring,
    /// Neither list nor document states a period.
    NoPeriod,
    /// The list has no link.
    NoLink,
    /// A link that was never tried.
    NeverCrawled,
    /// A proposal that waits for an editor.
    Proposal,
}

impl Kind {
    /// Every kind, in the order reports list them.
    pub const ALL: [Self; 20] = [
        Self::DataError,
        Self::Gone,
        Self::Soft404,
        Self::WrongDocument,
        Self::Refused,
        Self::Unreachable,
        Self::Blocked,
        Self::TooLarge,
        Self::Moved,
        Self::Changed,
        Self::Unreadable,
        Self::PeriodDisagreement,
        Self::TitleDisagreement,
        Self::Duplicate,
        Self::Expired,
        Self::Expiring,
        Self::NoPeriod,
        Self::NoLink,
        Self::NeverCrawled,
        Self::Proposal,
    ];

    /// Identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::DataError => "data-error",
            Self::Gone => LinkHealth::Gone.id(),
            Self::Soft404 => LinkHealth::Soft404.id(),
            Self::WrongDocument => LinkHealth::WrongDocument.id(),
            Self::Refused => LinkHealth::Refused.id(),
            Self::Unreachable => LinkHealth::Unreachable.id(),
            Self::Blocked => LinkHealth::Blocked.id(),
            Self::TooLarge => LinkHealth::TooLarge.id(),
            Self::Moved => LinkHealth::Moved.id(),
            Self::Changed => LinkHealth::Changed.id(),
            Self::Unreadable => "unreadable",
            Self::PeriodDisagreement => "period-disagreement",
            Self::TitleDisagreement => "title-disagreement",
            Self::Duplicate => "duplicate",
            Self::Expired => "expired",
            Self::Expiring => "expiring",
            Self::NoPeriod => "no-period",
            Self::NoLink => LinkHealth::NoLink.id(),
            Self::NeverCrawled => "never-crawled",
            Self::Proposal => "proposal",
        }
    }

    /// Heading in a report.
    pub fn label(self) -> &'static str {
        match self {
            Self::DataError => "Errors in the catalogue's files",
            Self::Gone => "Links that are gone",
            Self::Soft404 => "Links to a page that says the document is missing",
            Self::WrongDocument => "Links to something else",
            Self::Refused => "Links that cannot be followed",
            Self::Unreachable => "Links that do not answer",
            Self::Blocked => "Links that are closed to us",
            Self::TooLarge => "Documents that are too large to fetch",
            Self::Moved => "Links that have moved",
            Self::Changed => "Documents that have changed",
            Self::Unreadable => "Documents that cannot be read",
            Self::PeriodDisagreement => "Periods that disagree",
            Self::TitleDisagreement => "Titles that disagree",
            Self::Duplicate => "Rows that stand twice",
            Self::Expired => "Strategies that have expired",
            Self::Expiring => "Strategies that expire within twelve months",
            Self::NoPeriod => "Rows without a period",
            Self::NoLink => "Rows without a link",
            Self::NeverCrawled => "Links that were never tried",
            Self::Proposal => "Proposals that wait",
        }
    }

    /// How serious it is by itself.
    pub fn severity(self) -> Severity {
        match self {
            Self::Gone | Self::Soft404 | Self::WrongDocument | Self::Refused => Severity::Error,
            Self::DataError
            | Self::Unreachable
            | Self::Blocked
            | Self::TooLarge
            | Self::Moved
            | Self::Changed
            | Self::Unreadable
            | Self::PeriodDisagreement
            | Self::Duplicate
            | Self::Expired => Severity::Warning,
            Self::TitleDisagreement
            | Self::Expiring
            | Self::NoPeriod
            | Self::NoLink
            | Self::NeverCrawled
            | Self::Proposal => Severity::Note,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.id() == id.trim());
        found.ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|kind| kind.id()).collect();
            format!(
                "\"{id}\" is no kind of finding; known are {}",
                known.join(", ")
            )
        })
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The row misleads its readers.
    Error,
    /// The row needs an editor.
    Warning,
    /// Good to know.
    Note,
}

/// One thing an editor should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What about.
    pub kind: Kind,
    /// How serious.
    pub severity: Severity,
    /// `file:line` of the row, or wherever else it is.
    pub place: String,
    /// Slug of the municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kommune: Option<String>,
    /// Name of the municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navn: Option<String>,
    /// Address of the row below its municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strategi: Option<String>,
    /// Title of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The link it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Page of the document it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// What is the matter, without a full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The value that would mend it, e.g. the new address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Finding {
    /// A finding that belongs to no row.
    pub(super) fn new(kind: Kind, place: &str, message: String) -> Self {
        Self {
            kind,
            severity: kind.severity(),
            place: place.to_owned(),
            kommune: None,
            navn: None,
            strategi: None,
            title: None,
            url: None,
            page: None,
            message,
            hint: None,
            suggestion: None,
        }
    }

    /// A finding about a row.
    pub(super) fn on(kind: Kind, m: &Municipality, s: &Strategy, message: String) -> Self {
        Self {
            kommune: Some(m.slug.clone()),
            navn: Some(m.navn.clone()),
            strategi: Some(s.key.strategi.clone()),
            title: Some(s.title.clone()),
            url: s.listing.link.clone(),
            ..Self::new(kind, &place(m, s), message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// `file:line` of a row.
pub(super) fn place(m: &Municipality, s: &Strategy) -> String {
    format!("{}:{}", m.file, s.listing.line)
}

/// The line of a place, so that line 7 stands before line 12.
fn line(place: &str) -> u32 {
    let after = place.rsplit_once(':').map(|(_, line)| line);
    after.and_then(|line| line.parse().ok()).unwrap_or_default()
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The day it holds for; `None` where content did not parse.
    pub as_of: Option<Date>,
    /// Municipalities that were checked.
    pub municipalities: usize,
    /// Rows that were checked.
    pub rows: usize,
    /// How many findings there are of each kind that has any.
    pub counts: BTreeMap<Kind, usize>,
    /// By kind, then place.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Orders findings and counts them.
    pub(super) fn new(
        as_of: Option<Date>,
        municipalities: usize,
        rows: usize,
        mut findings: Vec<Finding>,
    ) -> Self {
        findings.sort_by(|a, b| {
            let key = |f: &Finding| (f.kind, f.severity, f.kommune.clone(), line(&f.place));
            key(a)
                .cmp(&key(b))
                .then_with(|| a.place.cmp(&b.place))
                .then_with(|| a.message.cmp(&b.message))
        });
        findings.dedup();
        let mut counts = BTreeMap::new();
        for finding in &findings {
            *counts.entry(finding.kind).or_insert(0) += 1;
        }
        Self {
            as_of,
            municipalities,
            rows,
            counts,
            findings,
        }
    }

    /// Whether anything was found of one of these kinds.
    pub fn has(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.counts.contains_key(kind))
    }

    /// Whether anything needs an editor, as against being good to know.
    pub fn has_problems(&self) -> bool {
        self.findings.iter().any(|f| f.severity < Severity::Note)
    }

    /// The kinds that were found with their findings, in the order of reports.
    pub fn by_kind(&self) -> impl Iterator<Item = (Kind, &[Finding])> {
        self.findings
            .chunk_by(|a, b| a.kind == b.kind)
            .filter_map(|group| group.first().map(|f| (f.kind, group)))
    }
}
