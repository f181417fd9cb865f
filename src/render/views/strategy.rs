//! One strategy: what it is, what it says by subject, its text by page, how it differs from the
//! edition before, and the proof that it was so.

use serde::Serialize;

use super::citation::Citation;
use super::difference::Difference;
use super::parts::{Link, Proof, Tag, level_label};
use super::quote::Quote;
use super::row::Paper;
use super::text::{OutlineEntry, PageText, text};
use crate::model::catalogue::{Disagreement, Strategy};
use crate::model::profile::{EvidenceSource, Profile};
use crate::model::status::Status;
use crate::model::subject::SubjectKind;
use crate::render::chart::lower_first;
use crate::render::facts::{Facts, mention};
use crate::render::{routes, words};

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct StrategyView {
    paper: Paper,
    municipality: Link,
    full_name: String,
    banners: Vec<Banner>,
    replaces: Option<Link>,
    replaced_by: Option<Link>,
    evidence: Option<EvidenceView>,
    period_from_document: bool,
    disagreements: Vec<Disagreement>,
    confirmed: Option<String>,
    pillars: Vec<PillarView>,
    vocabularies: Vec<Vocabulary>,
    references: Vec<Reference>,
    difference: Option<Difference>,
    outline: Vec<OutlineEntry>,
    pages: Vec<PageText>,
    /// Pages that could not be read, in words; absent where all could.
    hidden_pages: Option<String>,
    proofs: Vec<Proof>,
    citation: Citation,
}

/// Something a reader must know before reading on.
#[derive(Debug, Serialize)]
struct Banner {
    id: &'static str,
    text: String,
    link: Option<Link>,
}

#[derive(Debug, Serialize)]
struct EvidenceView {
    quote: String,
    place: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct PillarView {
    title: String,
    page: u32,
    url: String,
}

/// The passages of one vocabulary.
#[derive(Debug, Serialize)]
struct Vocabulary {
    id: &'static str,
    title: &'static str,
    subjects: Vec<SubjectPassages>,
    /// Subjects that are not there; absent where absence cannot be claimed.
    absent: Option<Vec<Link>>,
}

#[derive(Debug, Serialize)]
struct SubjectPassages {
    anchor: String,
    link: Link,
    level: Option<Tag>,
    quotes: Vec<Quote>,
    /// Passages found beyond those shown.
    more: u32,
}

#[derive(Debug, Serialize)]
struct Reference {
    target: String,
    page: u32,
    url: String,
}

impl StrategyView {
    /// The page of one strategy.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy) -> Self {
        let profile = s.finding.profile.as_ref();
        let (pages, outline) = s
            .finding
            .document
            .as_ref()
            .map(|document| text(facts, s, document))
            .unwrap_or_default();
        let replaced_by = facts.edition(s, s.replaced_by.as_deref());
        Self {
            paper: Paper::new(facts, s),
            municipality: Link::owner(facts, s),
            full_name: facts.full_name(&s.key.kommune),
            banners: banners(s, replaced_by.as_ref()),
            replaces: facts.edition(s, s.replaces.as_deref()),
            replaced_by,
            evidence: profile.and_then(|p| evidence(s, p)),
            period_from_document: s.period_from_document,
            disagreements: s.disagreements.clone(),
            confirmed: s.listing.bekraeftet.map(words::date),
            pillars: profile.map(|p| pillars(s, p)).unwrap_or_default(),
            vocabularies: SubjectKind::ALL
                .into_iter()
                .map(|kind| vocabulary(facts, s, kind))
                .filter(|v| !v.subjects.is_empty())
                .collect(),
            references: profile.map(|p| references(s, p)).unwrap_or_default(),
            difference: Difference::new(facts, s),
            outline,
            hidden_pages: hidden(s),
            pages,
            proofs: s
                .finding
                .sources
                .iter()
                .map(|snapshot| Proof::new(facts, snapshot))
                .collect(),
            citation: Citation::new(facts, s),
        }
    }
}

fn banners(s: &Strategy, replaced_by: Option<&Link>) -> Vec<Banner> {
    let mut out = Vec::new();
    let mut say = |id, text: String, link: Option<&Link>| {
        out.push(Banner {
            id,
            text,
            link: link.cloned(),
        });
    };
    if s.status == Status::Udkast {
        let text = "Dette er et udkast. Det er ikke vedtaget og kan blive ændret.";
        say("udkast", text.to_owned(), None);
    }
    if replaced_by.is_some() {
        let text = "Strategien er afløst af en nyere udgave:";
        say("afloest", text.to_owned(), replaced_by);
    }
    match (s.status, s.period.end()) {
        (Status::Udloebet, Some(end)) => {
            say(
                "udloebet",
                format!("Strategien udløb {}.", words::date(end)),
                None,
            );
        }
        (Status::Udloeber, Some(end)) => {
            say(
                "udloeber",
                format!("Strategien udløber {}.", words::date(end)),
                None,
            );
        }
        (Status::Kommende, _) => {
            let from = s.period.start().map(words::date).unwrap_or_default();
            say(
                "kommende",
                format!("Strategien gælder først fra {from}."),
                None,
            );
        }
        _ => {}
    }
    if let Some(reason) = super::row::unread(s) {
        say(
            "ulaest",
            format!("Teksten er ikke med her: {}.", lower_first(reason)),
            None,
        );
    }
    out
}

fn evidence(s: &Strategy, profile: &Profile) -> Option<EvidenceView> {
    let evidence = profile.period.evidence.as_ref()?;
    let place = match (evidence.page, evidence.source) {
        (Some(page), EvidenceSource::Cover) => format!("forsiden (side {page})"),
        (Some(page), EvidenceSource::Heading) => format!("en overskrift på side {page}"),
        (Some(page), _) => format!("side {page}"),
        (None, EvidenceSource::Title) => "titlen".to_owned(),
        (None, EvidenceSource::FileName) => "filens navn eller adresse".to_owned(),
        (None, EvidenceSource::Metadata) => "filens egne oplysninger".to_owned(),
        (None, EvidenceSource::LinkText) => "listens linktekst".to_owned(),
        (None, EvidenceSource::List) => "listen".to_owned(),
        (None, _) => "dokumentet".to_owned(),
    };
    Some(EvidenceView {
        quote: evidence.quote.clone(),
        place,
        url: evidence.page.map(|page| routes::page(&s.key, page)),
    })
}

fn pillars(s: &Strategy, profile: &Profile) -> Vec<PillarView> {
    profile
        .pillars
        .iter()
        .map(|pillar| PillarView {
            title: pillar.title.clone(),
            page: pillar.page,
            url: routes::page(&s.key, pillar.page),
        })
        .collect()
}

fn references(s: &Strategy, profile: &Profile) -> Vec<Reference> {
    profile
        .references
        .iter()
        .map(|r| Reference {
            target: r.target.clone(),
            page: r.page,
            url: routes::page(&s.key, r.page),
        })
        .collect()
}

fn vocabulary(facts: &Facts<'_>, s: &Strategy, kind: SubjectKind) -> Vocabulary {
    let mut subjects: Vec<(u8, SubjectPassages)> = facts
        .subjects(kind)
        .filter_map(|subject| {
            let (level, passages) = mention(s, kind, &subject.id)?;
            let counted = count(s, kind, &subject.id);
            let passages = SubjectPassages {
                anchor: routes::passages_anchor(kind, &subject.id),
                link: Link::subject(subject),
                level: (kind == SubjectKind::Tema)
                    .then(|| Tag::new(&format!("niveau-{level}"), level_label(level))),
                more: counted.saturating_sub(u32::try_from(passages.len()).unwrap_or(u32::MAX)),
                quotes: passages.iter().map(|p| Quote::new(facts, s, p)).collect(),
            };
            Some((level, passages))
        })
        .collect();
    subjects.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    let absent = facts
        .subjects(kind)
        .filter(|subject| crate::render::facts::lacks(s, kind, &subject.id))
        .map(Link::subject)
        .collect();
    Vocabulary {
        id: kind.folder(),
        title: super::subjects::names(kind).2,
        subjects: subjects.into_iter().map(|(_, passages)| passages).collect(),
        absent: crate::render::standing::is_read_whole(s).then_some(absent),
    }
}

/// Passages found in all, also those that were not kept.
fn count(s: &Strategy, kind: SubjectKind, id: &str) -> u32 {
    let Some(profile) = &s.finding.profile else {
        return 0;
    };
    match kind {
        SubjectKind::Tema => profile.themes.iter().find(|t| t.id == id).map(|t| t.count),
        SubjectKind::Teknologi => find(&profile.technologies, id),
        SubjectKind::Organisering => find(&profile.organisation, id),
    }
    .unwrap_or(0)
}

fn find(findings: &[crate::model::profile::SubjectFinding], id: &str) -> Option<u32> {
    findings.iter().find(|f| f.id == id).map(|f| f.count)
}

/// Which pages of an otherwise readable document could not be read.
fn hidden(s: &Strategy) -> Option<String> {
    use crate::model::document::PageCondition;
    let (document, _) = s.readable()?;
    let numbers: Vec<String> = document
        .pages
        .iter()
        .filter(|p| !matches!(p.condition, PageCondition::Readable | PageCondition::Empty))
        .map(|p| p.number.to_string())
        .collect();
    match numbers.len() {
        0 => None,
        1 => Some(format!("side {}", numbers[0])),
        _ => Some(format!("side {}", words::list(&numbers))),
    }
}
