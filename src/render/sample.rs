//! A small catalogue for the tests of this room: real municipalities and codes, invented papers.

use std::collections::BTreeMap;

use crate::model::catalogue::{Catalogue, Content, Finding, RowKey};
use crate::model::document::{Block, BlockKind, Document, Page, PageCondition};
use crate::model::form::Form;
use crate::model::health::LinkHealth;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::profile::{
    Breadth, Depth, Passage, Profile, StatedPeriod, SubjectFinding, ThemeFinding,
};
use crate::model::snapshot::{Snapshot, Visit};
use crate::model::subject::{Subject, SubjectKind};
use crate::model::{Date, Timestamp};

/// The day the sample stands for.
pub(crate) const DAY: Date = Date::constant(2026, 11, 21);

/// Themes of the sample.
const THEMES: [(&str, &str); 4] = [
    ("klima", "Klima og bæredygtighed"),
    ("data", "Data og dataanvendelse"),
    ("datasikkerhed", "Datasikkerhed og databeskyttelse"),
    ("kompetencer", "Digitale kompetencer"),
];

/// A row of the sample.
pub(crate) struct Row {
    pub(crate) slug: &'static str,
    pub(crate) form: &'static str,
    pub(crate) period: &'static str,
    pub(crate) link: Option<&'static str>,
    /// Theme levels; `None`: no document was read.
    pub(crate) themes: Option<&'static [(&'static str, u8)]>,
    pub(crate) technologies: &'static [&'static str],
    /// Whether every page of the document could be read.
    pub(crate) complete: bool,
    pub(crate) visits: Vec<(&'static str, LinkHealth)>,
}

impl Row {
    pub(crate) const PLAIN: Self = Self {
        slug: "digitaliseringsstrategi",
        form: "Digitaliseringsstrategi",
        period: "-",
        link: None,
        themes: None,
        technologies: &[],
        complete: true,
        visits: Vec::new(),
    };
}

/// A municipality without rows.
pub(crate) fn municipality(
    kode: u16,
    slug: &str,
    navn: &str,
    region: &str,
    indbyggere: u32,
) -> Municipality {
    Municipality {
        slug: slug.to_owned(),
        kode,
        navn: navn.to_owned(),
        region: region.to_owned(),
        indbyggere,
        hjemmeside: Some(format!("https://www.{slug}.example/")),
        kommunegruppe: if region == "Hovedstaden" {
            "Hovedstadskommuner".to_owned()
        } else {
            "Provinsbykommuner".to_owned()
        },
        strategier: Vec::new(),
        noter: String::new(),
        file: format!("content/kommuner/{slug}.md"),
    }
}

/// Puts municipalities and rows together.
pub(crate) fn catalogue(places: Vec<(Municipality, Vec<Row>)>) -> Catalogue {
    let mut content = Content {
        subjects: subjects(),
        ..Content::default()
    };
    let mut findings = BTreeMap::new();
    for (mut municipality, rows) in places {
        for row in rows {
            let key = RowKey {
                kommune: municipality.slug.clone(),
                strategi: row.slug.to_owned(),
            };
            municipality.strategier.push(Listing {
                slug: row.slug.to_owned(),
                form: Some(row.form.to_owned()),
                periode: Some(row.period.to_owned()),
                link: row.link.map(str::to_owned),
                ..Listing::default()
            });
            findings.insert(key.clone(), finding(&key, &row));
        }
        content.municipalities.push(municipality);
    }
    Catalogue::assemble(content, findings, DAY).value
}

/// Five municipalities that show most of what can be: editions, a dead link, a half-read document,
/// part of another plan, and none.
pub(crate) fn five() -> Catalogue {
    catalogue(vec![
        (
            municipality(175, "roedovre", "Rødovre", "Hovedstaden", 40_652),
            vec![
                Row {
                    slug: "strategi-2015-2018",
                    period: "2015-2018",
                    themes: Some(&[("data", 1)]),
                    ..Row::PLAIN
                },
                Row {
                    slug: "strategi-2024-2027",
                    period: "2024-2027",
                    link: Some("https://www.rk.example/strategi.pdf"),
                    themes: Some(&[("data", 3), ("kompetencer", 2)]),
                    technologies: &["rpa"],
                    visits: vec![
                        ("2026-05-01T06:00:00Z", LinkHealth::Ok),
                        ("2026-08-01T06:00:00Z", LinkHealth::Changed),
                        ("2026-11-01T06:00:00Z", LinkHealth::Gone),
                        ("2026-11-08T06:00:00Z", LinkHealth::Gone),
                    ],
                    ..Row::PLAIN
                },
            ],
        ),
        (
            municipality(101, "koebenhavn", "København", "Hovedstaden", 632_340),
            vec![Row {
                period: "Fra 2021",
                themes: Some(&[("data", 2), ("kompetencer", 1), ("klima", 3)]),
                technologies: &["rpa", "ai"],
                ..Row::PLAIN
            }],
        ),
        (
            municipality(400, "bornholm", "Bornholm", "Hovedstaden", 39_632),
            vec![Row {
                period: "2019-2022",
                themes: Some(&[("data", 2)]),
                complete: false,
                ..Row::PLAIN
            }],
        ),
        (
            municipality(751, "aarhus", "Aarhus", "Midtjylland", 349_983),
            vec![Row {
                slug: "planstrategi",
                form: "Planstrategi",
                period: "Godkendt 2019",
                ..Row::PLAIN
            }],
        ),
        (
            municipality(461, "odense", "Odense", "Syddanmark", 204_895),
            Vec::new(),
        ),
    ])
}

fn subjects() -> Vec<Subject> {
    let subject = |kind, id: &str, titel: &str| Subject {
        kind,
        id: id.to_owned(),
        titel: titel.to_owned(),
        gruppe: String::new(),
        orden: 0,
        ord: Vec::new(),
        ikke: Vec::new(),
        tekst: String::new(),
        file: String::new(),
    };
    let mut out: Vec<Subject> = THEMES
        .iter()
        .map(|(id, titel)| subject(SubjectKind::Tema, id, titel))
        .collect();
    out.push(subject(
        SubjectKind::Teknologi,
        "rpa",
        "Softwarerobotter (RPA)",
    ));
    out.push(subject(SubjectKind::Teknologi, "ai", "Kunstig intelligens"));
    out
}

fn finding(key: &RowKey, row: &Row) -> Finding {
    let source = row.link.map(|link| Snapshot {
        url: link.to_owned(),
        fetched: stamp("2026-05-01T06:00:00Z"),
        sha256: "ab".repeat(32),
        bytes: 1_000,
        media_type: "application/pdf".to_owned(),
        file_name: None,
    });
    let visits = row.visits.iter().map(|(at, status)| Visit {
        url: row.link.unwrap_or_default().to_owned(),
        final_url: row.link.unwrap_or_default().to_owned(),
        kommune: key.kommune.clone(),
        at: stamp(at),
        status: *status,
        http: None,
        documents: source.iter().cloned().collect(),
        moved_to: None,
        difference: (*status == LinkHealth::Changed).then_some(0.12),
        ms: 0,
        error: None,
    });
    Finding {
        visits: visits.collect(),
        sources: source.iter().cloned().collect(),
        document: row.themes.map(|_| document(row.complete)),
        profile: row.themes.map(|themes| profile(key, row, themes)),
    }
}

fn stamp(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn document(complete: bool) -> Document {
    let page = |number, condition| Page {
        number,
        blocks: vec![Block::new(BlockKind::Paragraph, "Vi bruger data.")],
        condition,
        url: None,
    };
    let mut pages = vec![page(1, PageCondition::Readable)];
    if !complete {
        pages.push(page(2, PageCondition::Scanned));
    }
    Document {
        pages,
        ..Document::default()
    }
}

fn profile(key: &RowKey, row: &Row, themes: &[(&str, u8)]) -> Profile {
    let passage = Passage {
        page: 1,
        heading: Some("Retning".to_owned()),
        quote: "Vi bruger data.".to_owned(),
        matched: vec!["data".to_owned()],
        weight: 1.0,
    };
    Profile {
        id: key.to_string(),
        title: String::new(),
        municipality: Some(key.kommune.clone()),
        municipalities: Vec::new(),
        is_strategy: true,
        form: Form::Digitaliseringsstrategi,
        draft: false,
        period: StatedPeriod::default(),
        other_periods: Vec::new(),
        pillars: Vec::new(),
        themes: themes
            .iter()
            .map(|(id, level)| ThemeFinding {
                id: (*id).to_owned(),
                level: *level,
                passages: vec![passage.clone()],
                count: 1,
            })
            .collect(),
        technologies: row
            .technologies
            .iter()
            .map(|id| SubjectFinding {
                id: (*id).to_owned(),
                passages: vec![passage.clone()],
                count: 1,
            })
            .collect(),
        organisation: Vec::new(),
        breadth: Breadth::Tvaergaaende,
        depth: Depth::Maal,
        references: Vec::new(),
        replaces: None,
    }
}
