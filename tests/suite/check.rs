//! The report on a small catalogue with one of everything, in its three formats, and what
//! `check --fix moved` writes. The expected texts are in `tests/fixtures/check/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use strategikatalog::archive::Archive;
use strategikatalog::check::{self, Kind, Options, Proposal, Severity};
use strategikatalog::content;
use strategikatalog::model::catalogue::{Catalogue, Finding, RowKey};
use strategikatalog::model::document::{
    Block, BlockKind, Condition, Document, Page, PageCondition,
};
use strategikatalog::model::form::Form;
use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::outcome::Warning;
use strategikatalog::model::period::PeriodKind;
use strategikatalog::model::profile::{
    Breadth, Depth, Evidence, EvidenceSource, Profile, StatedPeriod,
};
use strategikatalog::model::snapshot::{Snapshot, Visit};

const BAKKE: &str = r#"+++
kode = 901
navn = "Bakke"
hjemmeside = "https://www.bakke.example/"

# Den gamle strategi
[[strategier]]
form = "Digitaliseringsstrategi"
periode = "2019-2022"
link = "https://www.bakke.example/gammel.pdf" # fra listen

[[strategier]]
titel = "Digital i [Bakke]"
form = "It-strategi"
periode = "2023-2026"
link = "https://www.bakke.example/it strategi.pdf"

[[strategier]]
form = "Digitaliseringspolitik"
linktekst = "Politik (bakke.example)"

[[strategier]]
form = "Handleplan for digitalisering"
periode = "2024-2030"
link = "https://www.bakke.example/it%20strategi.pdf#side"
+++
"#;

const DAL: &str = r#"+++
kode = 902
navn = "Dal"

[[strategier]]
form = "Digitaliseringsstrategi"
periode = "Fra 2020"
link = "https://dal.example/scan.pdf"

[[strategier]]
form = "Digitaliseringsprincipper"
periode = "2025-2030"
link = "https://dal.example/principper"

[[strategier]]
form = "Velfærdsteknologistrategi"
periode = "2025-2030"
link = "https://dal.example/velfaerd"
+++
"#;

fn root() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("content/kommuner");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("bakke.md"), BAKKE).expect("a file");
    fs::write(folder.join("dal.md"), DAL).expect("a file");
    root
}

fn visit(url: &str, at: &str, status: LinkHealth) -> Visit {
    Visit {
        url: url.to_owned(),
        final_url: url.to_owned(),
        kommune: "bakke".to_owned(),
        at: at.parse().expect("a moment"),
        status,
        http: None,
        documents: Vec::new(),
        moved_to: None,
        difference: None,
        ms: 5,
        error: None,
    }
}

fn snapshot(url: &str, sha256: &str) -> Snapshot {
    Snapshot {
        url: url.to_owned(),
        fetched: "2026-01-05T08:00:00Z".parse().expect("a moment"),
        sha256: sha256.to_owned(),
        bytes: 1000,
        media_type: "application/pdf".to_owned(),
        file_name: None,
    }
}

fn page(number: u32, condition: PageCondition) -> Page {
    Page {
        number,
        blocks: vec![Block::new(BlockKind::Paragraph, "Tekst.")],
        condition,
        url: None,
    }
}

fn document(condition: Condition) -> Document {
    Document {
        pages: vec![
            page(1, PageCondition::Readable),
            page(2, PageCondition::Scanned),
        ],
        condition,
        ..Document::default()
    }
}

fn profile(title: &str, municipality: &str) -> Profile {
    Profile {
        id: title.to_owned(),
        title: title.to_owned(),
        municipality: Some(municipality.to_owned()),
        municipalities: Vec::new(),
        is_strategy: true,
        form: Form::ItStrategi,
        draft: false,
        period: StatedPeriod {
            from: Some(2023),
            to: Some(2027),
            kind: PeriodKind::Range,
            evidence: Some(Evidence {
                page: Some(3),
                quote: "i årene 2023 til 2027".to_owned(),
                source: EvidenceSource::Body,
            }),
        },
        other_periods: Vec::new(),
        pillars: Vec::new(),
        themes: Vec::new(),
        technologies: Vec::new(),
        organisation: Vec::new(),
        breadth: Breadth::default(),
        depth: Depth::default(),
        references: Vec::new(),
        replaces: None,
    }
}

/// A row with one of everything; the rest of `bakke` and `dal` is left as the list has it.
fn catalogue(root: &Path) -> Catalogue {
    let key = |kommune: &str, strategi: &str| RowKey {
        kommune: kommune.to_owned(),
        strategi: strategi.to_owned(),
    };
    let old = "https://www.bakke.example/gammel.pdf";
    let gone = |at| Visit {
        http: Some(404),
        error: Some("HTTP 404 Not Found".to_owned()),
        ..visit(old, at, LinkHealth::Gone)
    };
    let it = "https://www.bakke.example/it strategi.pdf";
    let findings = BTreeMap::from([
        (
            key("bakke", "digitaliseringsstrategi-2019-2022"),
            Finding {
                visits: vec![
                    visit(old, "2026-01-05T08:00:00Z", LinkHealth::Ok),
                    gone("2026-03-02T08:00:00Z"),
                    gone("2026-05-30T08:00:00Z"),
                ],
                sources: vec![snapshot(old, "aa")],
                document: Some(document(Condition::Encrypted)),
                profile: None,
            },
        ),
        (
            key("bakke", "digital-i-bakke-2023-2026"),
            Finding {
                visits: vec![Visit {
                    final_url: "https://bakke.example/ny/it.pdf".to_owned(),
                    ..visit(it, "2026-05-30T08:00:00Z", LinkHealth::Moved)
                }],
                sources: vec![snapshot(it, "bb")],
                document: Some(document(Condition::Readable)),
                profile: Some(profile("It-strategi for *Dal*", "dal")),
            },
        ),
        (
            key("dal", "digitaliseringsstrategi-fra-2020"),
            Finding {
                visits: vec![visit(
                    "https://dal.example/scan.pdf",
                    "2026-05-30T08:00:00Z",
                    LinkHealth::Ok,
                )],
                sources: vec![snapshot("https://dal.example/scan.pdf", "cc")],
                document: Some(document(Condition::Scanned)),
                profile: None,
            },
        ),
        (
            key("dal", "digitaliseringsprincipper-2025-2030"),
            Finding {
                visits: vec![Visit {
                    difference: Some(0.34),
                    ..visit(
                        "https://dal.example/principper",
                        "2026-05-30T08:00:00Z",
                        LinkHealth::Changed,
                    )
                }],
                sources: vec![snapshot("https://dal.example/principper", "cc")],
                ..Finding::default()
            },
        ),
    ]);
    let content = content::load(root).expect("the content loads").value;
    Catalogue::assemble(content, findings, "2026-06-01".parse().expect("a date")).value
}

fn report(root: &Path) -> check::Report {
    let options = Options {
        warnings: vec![
            Warning::new(
                "content/kommuner/dal.md:6",
                "periode \"snart\" is not understood",
            )
            .hint("write it like 2019-2022"),
        ],
        proposals: vec![Proposal {
            id: "dal-1".to_owned(),
            kommune: "dal".to_owned(),
            place: "crawl/forslag/dal.toml".to_owned(),
            title: "Digital strategi 2026-2030".to_owned(),
            url: "https://dal.example/ny.pdf".to_owned(),
            why: "title and period on page 1".to_owned(),
        }],
    };
    check::run(&catalogue(root), &options)
}

fn expected(name: &str, got: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/check")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, got).expect("a golden file");
    }
    let want = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        got, want,
        "{name}: run with UPDATE_GOLDEN=1 and read the difference"
    );
}

#[test]
fn every_kind_has_its_place_and_its_words() {
    let root = root();
    let report = report(root.path());
    expected("report.txt", &check::format::text(&report));
    expected("report.md", &check::format::markdown(&report));
    let json: serde_json::Value =
        serde_json::from_str(&check::format::json(&report)).expect("JSON");
    assert_eq!(json["as_of"], "2026-06-01");
    assert_eq!(json["counts"]["gone"], 1);
    let gone = &json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|f| f["kind"] == "gone")
        .expect("gone")
        .clone();
    assert_eq!(gone["place"], "content/kommuner/bakke.md:7");
    assert_eq!(gone["severity"], "error");
    assert_eq!(gone["kommune"], "bakke");
    for kind in [
        Kind::DataError,
        Kind::Gone,
        Kind::WrongDocument,
        Kind::Moved,
        Kind::Changed,
        Kind::Unreadable,
        Kind::PeriodDisagreement,
        Kind::TitleDisagreement,
        Kind::Duplicate,
        Kind::Expired,
        Kind::Expiring,
        Kind::NoPeriod,
        Kind::NoLink,
        Kind::NeverCrawled,
        Kind::Proposal,
    ] {
        assert!(report.has(&[kind]), "{kind}");
    }
    assert!(!report.has(&[Kind::Blocked, Kind::Refused]));
}

#[test]
fn a_moved_link_is_rewritten_and_nothing_else() {
    let root = root();
    let mut archive = Archive::open(&root.path().join("crawl/archive"))
        .expect("an archive")
        .value;
    let fixed =
        check::fix_moved(root.path(), &catalogue(root.path()), &mut archive).expect("fixed");
    assert_eq!(fixed.len(), 1);
    assert_eq!(fixed[0].row, "bakke/digital-i-bakke-2023-2026");
    let file = root.path().join("content/kommuner/bakke.md");
    let text = fs::read_to_string(&file).expect("the file");
    let new = BAKKE.replace(
        "https://www.bakke.example/it strategi.pdf",
        "https://bakke.example/ny/it.pdf",
    );
    assert_eq!(text, new);
    let visits = archive.visits("https://bakke.example/ny/it.pdf");
    assert_eq!(
        visits.len(),
        1,
        "the new address has the old one's document"
    );
    assert_eq!(visits[0].status, LinkHealth::Ok);
    let again =
        check::fix_moved(root.path(), &catalogue(root.path()), &mut archive).expect("nothing left");
    assert_eq!(again, []);
}

/// Rows that cannot be changed in one file leave the links of all the others as they were.
#[test]
fn moved_links_are_rewritten_in_all_files_or_in_none() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("content/kommuner");
    fs::create_dir_all(&folder).expect("a folder");
    let link = |slug: &str| format!("https://{slug}.example/gammel.pdf");
    let rows = format!(
        "[[strategier]]\nform = \"It-strategi\"\nlink = \"{}\"\n",
        link("bakke")
    );
    let inline = format!(
        "strategier = [{{ form = \"It-strategi\", link = \"{}\" }}]\n",
        link("dal")
    );
    let mut archive = Archive::open(&root.path().join("crawl/archive"))
        .expect("an archive")
        .value;
    let mut findings = BTreeMap::new();
    for (kode, slug, navn, rows) in [(901, "bakke", "Bakke", rows), (902, "dal", "Dal", inline)] {
        let text = format!("+++\nkode = {kode}\nnavn = \"{navn}\"\n\n{rows}+++\n");
        fs::write(folder.join(format!("{slug}.md")), text).expect("a file");
        let visit = Visit {
            url: link(slug),
            final_url: format!("https://{slug}.example/ny.pdf"),
            kommune: slug.to_owned(),
            at: "2026-05-01T00:00:00Z".parse().expect("a time"),
            status: LinkHealth::Moved,
            http: Some(200),
            documents: Vec::new(),
            moved_to: Some(format!("https://{slug}.example/ny.pdf")),
            difference: None,
            ms: 1,
            error: None,
        };
        let finding = Finding {
            visits: vec![visit],
            ..Finding::default()
        };
        findings.insert(
            RowKey {
                kommune: slug.to_owned(),
                strategi: "it-strategi".to_owned(),
            },
            finding,
        );
    }
    let content = content::load(root.path()).expect("loads").value;
    let day = "2026-06-01".parse().expect("a date");
    let catalogue = Catalogue::assemble(content, findings, day).value;
    let before = fs::read_to_string(folder.join("bakke.md")).expect("the file");
    let error = check::fix_moved(root.path(), &catalogue, &mut archive).expect_err("inline rows");
    assert!(
        error.to_string().contains("content/kommuner/dal.md"),
        "{error}"
    );
    let after = fs::read_to_string(folder.join("bakke.md")).expect("the file");
    assert_eq!(after, before);
    assert_eq!(fs::read_dir(&folder).expect("read").count(), 2);
}

#[test]
fn content_that_does_not_parse_is_a_report_too() {
    let root = root();
    fs::write(
        root.path().join("content/kommuner/eng.md"),
        "+++\nkode = \"1\"\n+++\n",
    )
    .expect("a file");
    let Err(content::Error::Broken(problems)) = content::load(root.path()) else {
        panic!("it loads");
    };
    let report = check::broken(&problems);
    assert_eq!(report.findings.len(), 2);
    assert!(
        report
            .findings
            .iter()
            .all(|f| f.kind == Kind::DataError && f.severity == Severity::Error)
    );
    assert_eq!(report.findings[0].place, "content/kommuner/eng.md:2");
}

#[test]
fn kinds_are_read_by_their_identifiers() {
    for kind in Kind::ALL {
        assert_eq!(kind.id().parse(), Ok(kind));
    }
    let error = "dead".parse::<Kind>().expect_err("no such kind");
    assert!(error.contains("soft-404"), "{error}");
}

#[test]
fn a_replaced_strategy_is_not_reported_as_expired() {
    let root = root();
    let file = root.path().join("content/kommuner/dal.md");
    let more = "\n[[strategier]]\nform = \"Digitaliseringspolitik\"\nperiode = \"2016-2019\"\n\n[[strategier]]\nform = \"Digitaliseringspolitik\"\nperiode = \"2024-2029\"\n+++\n";
    fs::write(&file, DAL.replace("\n+++\n", more)).expect("a file");
    let report = report(root.path());
    let expired: Vec<&str> = report
        .findings
        .iter()
        .filter(|f| f.kind == Kind::Expired)
        .filter_map(|f| f.kommune.as_deref())
        .collect();
    assert_eq!(expired, ["bakke"]);
}
