//! What analysis says about one document, each statement with the quote and page that show it.
//! The serialised shape is the contract's for `analyse --jsonl`; fields beyond it are additions.

use serde::{Deserialize, Serialize};

use super::form::Form;
use super::period::{Period, PeriodKind};

/// The profile of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Identifier given by the caller.
    pub id: String,
    /// Title: the document's own, else what the caller gave.
    pub title: String,
    /// Slug of the municipality it belongs to; `None` where the text does not say.
    pub municipality: Option<String>,
    /// All municipalities of a joint strategy, in the order named; one or none otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub municipalities: Vec<String>,
    /// Whether it is a strategy at all.
    pub is_strategy: bool,
    /// Normalised form.
    pub form: Form,
    /// Whether it is a draft (udkast, høringsversion, debatoplæg).
    pub draft: bool,
    /// The period the document itself states.
    pub period: StatedPeriod,
    /// Other periods that were read and lost, strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_periods: Vec<StatedPeriod>,
    /// The document's own pillars in order.
    pub pillars: Vec<Pillar>,
    /// Themes present (level 1 to 3), in the vocabulary's order.
    pub themes: Vec<ThemeFinding>,
    /// Technologies mentioned, in the vocabulary's order.
    pub technologies: Vec<SubjectFinding>,
    /// KL's organisation subjects discussed, in the vocabulary's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisation: Vec<SubjectFinding>,
    /// Cross-cutting or about one field.
    pub breadth: Breadth,
    /// How concrete it gets.
    pub depth: Depth,
    /// Other papers it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Years of another edition it says it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Period>,
}

/// A period with the place that states it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StatedPeriod {
    /// First year.
    pub from: Option<i16>,
    /// Last year, included.
    pub to: Option<i16>,
    /// How it was stated.
    pub kind: PeriodKind,
    /// Where it stands; `None` for kind `none`.
    pub evidence: Option<Evidence>,
}

impl StatedPeriod {
    /// The years without the evidence.
    pub fn period(&self) -> Period {
        Period {
            from: self.from,
            to: self.to,
            kind: self.kind,
        }
    }
}

/// The place that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Page, counted from 1; `None` where it stands outside the pages (title, file name, list).
    pub page: Option<u32>,
    /// The words, as they stand.
    pub quote: String,
    /// Where it was read.
    #[serde(default)]
    pub source: EvidenceSource,
}

/// Where evidence was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceSource {
    /// The title.
    Title,
    /// The file's name or address.
    FileName,
    /// The first page.
    Cover,
    /// A heading.
    Heading,
    /// Running text.
    #[default]
    Body,
    /// The file's metadata.
    Metadata,
    /// KL's link text.
    LinkText,
    /// The list itself.
    List,
}

/// One of the document's own pillars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pillar {
    /// Its title, without numbering.
    pub title: String,
    /// Page where it is announced or begins.
    pub page: u32,
}

/// A theme with its level and the passages that show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeFinding {
    /// Theme id.
    pub id: String,
    /// 3: a pillar of its own, 2: a section, 1: discussed.
    pub level: u8,
    /// The strongest passages, in page order.
    pub passages: Vec<Passage>,
    /// How many passages there are in all, also those not kept.
    #[serde(default)]
    pub count: u32,
}

/// A technology or organisation subject with the passages that show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubjectFinding {
    /// Subject id.
    pub id: String,
    /// The strongest passages, in page order.
    pub passages: Vec<Passage>,
    /// How many passages there are in all, also those not kept.
    #[serde(default)]
    pub count: u32,
}

/// A quoted passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Page, counted from 1.
    pub page: u32,
    /// Nearest heading above it.
    #[serde(default)]
    pub heading: Option<String>,
    /// The words, as they stand.
    pub quote: String,
    /// The words in the quote that matched, as they stand.
    pub matched: Vec<String>,
    /// Strength, for order only; larger is stronger.
    #[serde(default)]
    pub weight: f32,
}

/// Breadth of a strategy, as KL's mapping describes it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Breadth {
    /// Cuts across the municipality.
    #[default]
    Tvaergaaende,
    /// About one field (schools, care …).
    Fagomraade,
}

impl Breadth {
    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Tvaergaaende => "Tværgående",
            Self::Fagomraade => "Ét fagområde",
        }
    }
}

/// Depth of a strategy, as KL's mapping describes it: from principles to concrete projects.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// Principles only.
    Principper,
    /// Goals.
    #[default]
    Maal,
    /// Areas of action.
    Indsatser,
    /// Concrete projects with owner, time or money.
    Projekter,
}

impl Depth {
    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Principper => "Principper",
            Self::Maal => "Mål",
            Self::Indsatser => "Indsatser",
            Self::Projekter => "Konkrete projekter",
        }
    }
}

/// A reference to another paper or actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// What is referred to, e.g. `Den fællesoffentlige digitaliseringsstrategi 2016-2020` or `KOMBIT`.
    pub target: String,
    /// Page of the first mention.
    pub page: u32,
    /// The words, as they stand.
    pub quote: String,
}
