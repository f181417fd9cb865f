//! Real strategies, taken in with `add` and read as a careful reader would: two editions from
//! Rødovre and a draft from København. The papers are other people's and stay outside the
//! project; where they are absent the tests say so, and `demo.rs` proves the same on our own.

use std::path::{Path, PathBuf};

use strategikatalog::index::{SearchOptions, Searcher};
use strategikatalog::model::catalogue::{Catalogue, Strategy};
use strategikatalog::model::period::Period;
use strategikatalog::model::status::Status;
use strategikatalog::pipeline::{self, Addition, Memory};
use strategikatalog::progress::Silent;
use strategikatalog::{content, model};

use crate::browser::say;

const ROEDOVRE: &str = "+++\nkode = 175\nnavn = \"Rødovre\"\nregion = \"Hovedstaden\"\nindbyggere = 40652\n\
    hjemmeside = \"https://www.rk.dk/\"\nkommunegruppe = \"Hovedstadskommuner\"\n\n\
    [[strategier]]\nform = \"Digitaliseringsstrategi\"\nperiode = \"2019-2022\"\n+++\n\nRedaktørens egne ord.\n";
const KOEBENHAVN: &str = "+++\nkode = 101\nnavn = \"København\"\nregion = \"Hovedstaden\"\nindbyggere = 632340\n\
    hjemmeside = \"https://www.kk.dk/\"\nkommunegruppe = \"Hovedstadskommuner\"\n+++\n";

/// The folder with the real papers, where there is one beside the checkout.
fn seeds() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    dir.is_dir().then_some(dir)
}

/// A catalogue with the three papers taken in, and what a build made of it.
struct Taken {
    root: tempfile::TempDir,
    catalogue: Catalogue,
}

impl Taken {
    fn strategy(&self, kommune: &str, period: Period) -> &Strategy {
        let found: Vec<_> = self
            .catalogue
            .strategies
            .iter()
            .filter(|s| s.key.kommune == kommune && s.period == period)
            .collect();
        match found.as_slice() {
            [one] => one,
            other => panic!("{} strategies of {kommune} for {period:?}", other.len()),
        }
    }
}

fn take_in(seeds: &Path) -> Taken {
    let root = tempfile::tempdir().expect("a folder");
    content::init(root.path()).expect("a new catalogue");
    let kommuner = root.path().join("content/kommuner");
    std::fs::write(kommuner.join("roedovre.md"), ROEDOVRE).expect("a file");
    std::fs::write(kommuner.join("koebenhavn.md"), KOEBENHAVN).expect("a file");
    let worker = PathBuf::from(env!("CARGO_BIN_EXE_strategikatalog"));
    let now = "2026-11-21T12:00:00Z".parse().expect("a time");
    for (kommune, file) in [
        ("roedovre", "roedovre-digitaliseringsstrategi-2015-2018.pdf"),
        ("roedovre", "roedovre-digitaliseringsstrategi-2019-2022.pdf"),
        (
            "koebenhavn",
            "koebenhavn-udkast-digitaliseringsstrategi-2024-2027.pdf",
        ),
    ] {
        let addition = Addition {
            file: seeds.join(file),
            kommune: kommune.to_owned(),
            titel: None,
            link: None,
        };
        let taken = pipeline::add(root.path(), &addition, Some(worker.clone()), now)
            .unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(taken.warnings, [], "{file}");
    }
    let options = pipeline::Options {
        root: root.path().to_owned(),
        out: root.path().join("public"),
        as_of: model::Date::constant(2026, 11, 21),
        base_url: None,
        worker: Some(worker),
    };
    let mut memory = Memory::default();
    pipeline::build(&options, &mut memory, &Silent).expect("a site");
    let catalogue = pipeline::catalogue(&options, &mut memory, &Silent).expect("a catalogue");
    Taken {
        catalogue: catalogue.value,
        root,
    }
}

#[test]
fn the_three_strategies_read_as_a_reader_would() {
    let Some(seeds) = seeds() else {
        say("skipped the_three_strategies_read_as_a_reader_would: ../shared/seeds is not there");
        return;
    };
    let taken = take_in(&seeds);
    editions_of_one_strategy(&taken);
    a_draft_with_six_pillars(&taken);
    text_without_the_typesetters_marks(&taken);
    search_finds_the_right_pages(&taken);
}

fn editions_of_one_strategy(taken: &Taken) {
    let rows: Vec<_> = taken.catalogue.of("roedovre").collect();
    assert_eq!(
        rows.len(),
        2,
        "the list's own row is filled in, not doubled"
    );
    let old = taken.strategy("roedovre", Period::range(2015, 2018));
    let new = taken.strategy("roedovre", Period::range(2019, 2022));
    assert_eq!(old.replaced_by.as_deref(), Some(new.key.strategi.as_str()));
    assert_eq!(new.replaces.as_deref(), Some(old.key.strategi.as_str()));
    assert_eq!(new.replaced_by, None);
    assert_eq!(new.status, Status::Udloebet);
    assert!(!new.draft && !old.draft);
    // The body says 2019-2023 once: reported, with its page, and not taken.
    let doubts: Vec<_> = new
        .disagreements
        .iter()
        .filter(|d| d.other.contains("2019–2023"))
        .collect();
    assert_eq!(doubts.len(), 1, "{:?}", new.disagreements);
    assert!(doubts[0].page.is_some());
    let notes = std::fs::read_to_string(taken.root.path().join("content/kommuner/roedovre.md"))
        .expect("the editor's file");
    assert!(notes.contains("Redaktørens egne ord."));
}

fn a_draft_with_six_pillars(taken: &Taken) {
    let draft = taken.strategy("koebenhavn", Period::range(2024, 2027));
    assert!(draft.draft);
    assert_eq!(draft.status, Status::Udkast);
    let profile = draft.finding.profile.as_ref().expect("a profile");
    assert_eq!(profile.municipality.as_deref(), Some("koebenhavn"));
    let pillars: Vec<_> = profile.pillars.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(
        pillars,
        [
            "Arbejdskraft",
            "Brugervenlighed",
            "Klima",
            "Kompetencer",
            "Data",
            "Styring"
        ]
    );
}

fn text_without_the_typesetters_marks(taken: &Taken) {
    let running = regex::Regex::new(r"(?i)\bside \d+ af \d+\b").expect("a pattern");
    let divided = regex::Regex::new(r"\p{Ll}-\n\p{Ll}").expect("a pattern");
    for strategy in &taken.catalogue.strategies {
        let (document, _) = strategy.readable().expect("a readable document");
        for page in &document.pages {
            let text = page.text();
            let place = format!("{} page {}", strategy.key, page.number);
            assert!(!running.is_match(&text), "{place} keeps its page number");
            assert!(!divided.is_match(&text), "{place} has a divided word");
            assert!(!text.contains(['\u{ad}', '\u{fffd}', 'ﬁ', 'ﬂ']), "{place}");
        }
    }
}

fn search_finds_the_right_pages(taken: &Taken) {
    let searcher =
        Searcher::open(&pipeline::index_dir(taken.root.path())).expect("the build's index");
    let hits = searcher
        .search("velfærdsteknologi", &SearchOptions::default())
        .expect("an answer");
    assert!(hits.total > 0);
    for hit in &hits.hits {
        let strategy = taken
            .catalogue
            .strategies
            .iter()
            .find(|s| s.key.to_string() == hit.strategy)
            .expect("a known strategy");
        let (document, _) = strategy.readable().expect("a readable document");
        let page = document
            .pages
            .iter()
            .find(|p| p.number == hit.page)
            .expect("a page");
        let text = page.text().to_lowercase();
        assert!(
            text.contains("velfærdsteknologi"),
            "{} page {} is a hit without the word",
            hit.strategy,
            hit.page
        );
        assert!(hit.url.ends_with(&format!("#side-{}", hit.page)));
    }
}
