//! The catalogue's own 98 municipalities with invented documents → a catalogue that has one of
//! everything: editions, a draft, an unreadable scan, hostile strings. For the tests of the site.

use std::collections::BTreeMap;
use std::path::Path;

use strategikatalog::content;
use strategikatalog::model::catalogue::{Catalogue, Content, Finding, RowKey};
use strategikatalog::model::document::PageCondition;
use strategikatalog::model::document::{Block, BlockKind, Condition, Document, Metadata, Page};
use strategikatalog::model::form::Form;
use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::listing::Listing;
use strategikatalog::model::period::{Period, PeriodKind};
use strategikatalog::model::profile::{
    Breadth, Depth, Evidence, EvidenceSource, Passage, Pillar, Profile, StatedPeriod,
    SubjectFinding, ThemeFinding,
};
use strategikatalog::model::snapshot::{Snapshot, Visit};
use strategikatalog::model::{Date, Timestamp};

/// Text that would do harm if it were ever taken for markup.
pub(crate) const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&";

/// The real content with invented documents for every other row.
pub(crate) fn catalogue() -> Catalogue {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut content = content::load(root)
        .expect("the catalogue's own content")
        .value;
    content.settings.rettelser = Some("ret@katalog.example".to_owned());
    add_rows(&mut content);
    let findings = findings(&content);
    let day: Date = "2026-11-21".parse().expect("a date");
    Catalogue::assemble(content, findings, day).value
}

/// Rows beyond the list's own: a later edition, a draft, a hostile one.
fn add_rows(content: &mut Content) {
    let row = |slug: &str, titel: &str, periode: &str| Listing {
        slug: slug.to_owned(),
        titel: Some(titel.to_owned()),
        form: Some("Digitaliseringsstrategi".to_owned()),
        periode: Some(periode.to_owned()),
        link: Some(format!("https://{slug}.kommune.example/strategi.pdf")),
        line: 12,
        ..Listing::default()
    };
    for (kommune, listing) in [
        (
            "roedovre",
            row("ny-2023-2027", "Rødovre digitalt 2023-2027", "2023-2027"),
        ),
        (
            "koebenhavn",
            row("udkast-2027-2030", "Udkast til strategi", "2027-2030"),
        ),
        ("aarhus", row("ond", HOSTILE, "2025-2028")),
    ] {
        let municipality = content
            .municipalities
            .iter_mut()
            .find(|m| m.slug == kommune)
            .expect("a municipality of the list");
        municipality.noter.push_str(HOSTILE);
        municipality.strategier.push(listing);
    }
}

fn findings(content: &Content) -> BTreeMap<RowKey, Finding> {
    let mut out = BTreeMap::new();
    let rows = content
        .municipalities
        .iter()
        .flat_map(|m| m.strategier.iter().map(move |row| (m, row)));
    for (n, (m, row)) in rows.enumerate() {
        let key = RowKey {
            kommune: m.slug.clone(),
            strategi: row.slug.clone(),
        };
        let finding = match n % 5 {
            _ if row.line == 12 => read(content, &key, row, n),
            0..=2 => read(content, &key, row, n),
            3 => scanned(&key),
            _ => Finding::default(),
        };
        out.insert(key, finding);
    }
    out
}

fn moment(day: &str) -> Timestamp {
    format!("{day}T08:00:00Z").parse().expect("a moment")
}

fn visit(key: &RowKey, day: &str, status: LinkHealth, documents: Vec<Snapshot>) -> Visit {
    let url = format!("https://{}.example/{}.pdf", key.kommune, key.strategi);
    Visit {
        final_url: url.clone(),
        url,
        kommune: key.kommune.clone(),
        at: moment(day),
        status,
        http: Some(200),
        documents,
        moved_to: None,
        difference: None,
        ms: 120,
        error: None,
    }
}

fn snapshot(key: &RowKey, n: usize) -> Snapshot {
    Snapshot {
        url: format!("https://{}.example/{}.pdf", key.kommune, key.strategi),
        fetched: moment("2026-11-20"),
        sha256: format!("{n:064x}"),
        bytes: 1_234_567,
        media_type: "application/pdf".to_owned(),
        file_name: Some("strategi.pdf".to_owned()),
    }
}

fn read(content: &Content, key: &RowKey, row: &Listing, n: usize) -> Finding {
    let snapshot = snapshot(key, n);
    let pages = 6 + n % 20;
    Finding {
        visits: vec![
            visit(key, "2026-10-01", LinkHealth::Ok, vec![snapshot.clone()]),
            visit(key, "2026-11-20", LinkHealth::Ok, vec![snapshot.clone()]),
        ],
        sources: vec![snapshot],
        document: Some(document(row, pages)),
        profile: Some(profile(content, key, row, n)),
    }
}

fn scanned(key: &RowKey) -> Finding {
    let snapshot = snapshot(key, 99_999);
    Finding {
        visits: vec![visit(
            key,
            "2026-11-19",
            LinkHealth::Ok,
            vec![snapshot.clone()],
        )],
        sources: vec![snapshot],
        document: Some(Document {
            condition: Condition::Scanned,
            pages: vec![Page {
                number: 1,
                condition: PageCondition::Scanned,
                ..Page::default()
            }],
            ..Document::default()
        }),
        profile: None,
    }
}

const PROSE: [&str; 4] = [
    "Kommunen vil bruge data til at styre og forbedre den daglige opgaveløsning. Det kræver, at \
     data er rigtige, at de kan findes, og at medarbejderne ved, hvad de må bruge dem til.",
    "Borgeren skal kunne klare sine ærinder, når det passer ind i hverdagen. Derfor gør vi \
     selvbetjeningen enklere og hjælper dem, der har svært ved den.",
    "Velfærdsteknologi skal give ældre mulighed for at klare sig selv i længere tid og frigøre \
     hænder til dem, der har brug for omsorg.",
    "Digitalisering er ikke et mål i sig selv. Vi tager nye løsninger i brug, hvor de skaber værdi, \
     og følger op på, om gevinsten kommer.",
];

fn document(row: &Listing, pages: usize) -> Document {
    let page = |number: usize| {
        let mut blocks = vec![
            Block::new(BlockKind::Heading { level: 1 }, format!("Afsnit {number}")),
            Block::new(BlockKind::Paragraph, PROSE[number % PROSE.len()]),
            Block::new(BlockKind::Heading { level: 3 }, "Det gør vi"),
            Block::new(BlockKind::ListItem, "Vi rydder op i systemerne."),
            Block::new(BlockKind::ListItem, "Vi uddanner medarbejderne."),
            Block::new(BlockKind::Paragraph, PROSE[(number + 1) % PROSE.len()]),
        ];
        if number == 2 {
            blocks.push(Block::new(
                BlockKind::Table,
                "Mål\tÅr\nEnkel selvbetjening\t2026",
            ));
            blocks.push(Block::new(BlockKind::Paragraph, HOSTILE));
            blocks.push(Block::new(BlockKind::Footnote, "1 Se bilag."));
        }
        if row.line == 12 && number == 3 {
            blocks.push(Block::new(
                BlockKind::Paragraph,
                "Kunstig intelligens prøves af.",
            ));
        }
        Page {
            number: u32::try_from(number).expect("few pages"),
            blocks,
            ..Page::default()
        }
    };
    Document {
        title: row.titel.clone(),
        metadata: Metadata {
            media_type: "application/pdf".to_owned(),
            ..Metadata::default()
        },
        pages: (1..=pages).map(page).collect(),
        ..Document::default()
    }
}

fn profile(content: &Content, key: &RowKey, row: &Listing, n: usize) -> Profile {
    let passage = |page: u32, n: usize| Passage {
        page,
        heading: Some(format!("Afsnit {page}")),
        quote: PROSE[n % PROSE.len()].to_owned(),
        matched: vec!["data".to_owned(), "Velfærdsteknologi".to_owned()],
        weight: f32::from(u8::try_from(n % 7).expect("small")),
    };
    let of = |kind, every: usize| {
        content
            .subjects
            .iter()
            .filter(move |s| s.kind == kind)
            .enumerate()
            .filter(move |(i, _)| (i * i * 5 + n * n * 3 + i * n) % every < every / 2 + 1)
            .map(|(i, s)| (i, s.id.clone()))
    };
    use strategikatalog::model::subject::SubjectKind;
    let finding = |(i, id): (usize, String)| SubjectFinding {
        id,
        passages: vec![passage(2, n + i)],
        count: 1,
    };
    let listed = Period::from_list(row.periode.as_deref().unwrap_or_default()).unwrap_or_default();
    Profile {
        id: key.to_string(),
        title: row.titel.clone().unwrap_or_default(),
        municipality: Some(key.kommune.clone()),
        municipalities: vec![key.kommune.clone()],
        is_strategy: true,
        form: Form::Digitaliseringsstrategi,
        draft: row.slug.starts_with("udkast"),
        period: StatedPeriod {
            from: listed.from,
            to: listed.to.map(|year| year + i16::from(n.is_multiple_of(4))),
            kind: if listed.is_none() {
                PeriodKind::None
            } else {
                listed.kind
            },
            evidence: Some(Evidence {
                page: Some(1),
                quote: "Strategien gælder i perioden".to_owned(),
                source: EvidenceSource::Cover,
            }),
        },
        other_periods: Vec::new(),
        pillars: ["Borgeren først", "Data i spil", "Trygge medarbejdere"]
            .into_iter()
            .zip(2..)
            .map(|(title, page)| Pillar {
                title: title.to_owned(),
                page,
            })
            .collect(),
        themes: of(SubjectKind::Tema, 7)
            .map(|(i, id)| ThemeFinding {
                id,
                level: u8::try_from(1 + (i + n) % 3).expect("small"),
                passages: vec![passage(2, n + i), passage(4, n + i + 1)],
                count: 3,
            })
            .collect(),
        technologies: of(SubjectKind::Teknologi, 11).map(finding).collect(),
        organisation: of(SubjectKind::Organisering, 9).map(finding).collect(),
        breadth: Breadth::Tvaergaaende,
        depth: [
            Depth::Principper,
            Depth::Maal,
            Depth::Indsatser,
            Depth::Projekter,
        ][n % 4],
        references: Vec::new(),
        replaces: None,
    }
}
