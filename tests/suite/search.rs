//! The search: what it finds, and that the terminal and the browser find the same. The browser's
//! half runs in Chromium and in Node; where either is absent, the test says so on its own line.
#![allow(clippy::print_stderr)]

#[path = "../../benches/corpus.rs"]
#[allow(
    dead_code,
    reason = "the benchmarks take its size from the command line"
)]
mod corpus;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use fantoccini::Client;
use serde_json::{Value, json};
use strategikatalog::index::{self, Built, Hits, SearchOptions, Searcher};
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::progress::Silent;

use crate::browser::chrome::{Window, with_window};
use crate::browser::host::Host;

const ASK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/search/ask.mjs");

fn build(catalogue: &Catalogue, dir: &Path, split_from: u32) -> (Built, Searcher) {
    let options = index::Options {
        dir: dir.join("index"),
        page_url: |key, page| format!("strategier/{}/{}/#side-{page}", key.kommune, key.strategi),
        split_from,
    };
    let built = index::run(catalogue, &options, &Silent)
        .expect("an index")
        .value;
    for (path, bytes) in &built.files {
        let path = dir.join("search").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    (built, Searcher::open(&options.dir).expect("the index"))
}

/// Answers of the browser's half, or nothing where there is no Node.
fn ask(dir: &Path, lines: &[Value]) -> Option<Vec<Value>> {
    let child = Command::new("node")
        .arg(ASK)
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!(
            "not run: node is not installed, so the browser's half of the search is not compared"
        );
        return None;
    };
    let mut input = child.stdin.take().expect("a pipe");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("an answer");
    writer
        .join()
        .expect("a writer")
        .expect("a pipe that takes it all");
    assert!(output.status.success(), "node failed");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Some(
        text.lines()
            .map(|l| serde_json::from_str(l).expect("JSON"))
            .collect(),
    )
}

/// … and of a real browser, or nothing where there is none.
fn ask_chromium(dir: &Path, lines: &[Value]) -> Option<Vec<Value>> {
    std::fs::write(dir.join("index.html"), "<!doctype html>").expect("a file");
    let host = Host::start(dir, "/", true);
    let answers: Mutex<Vec<Value>> = Mutex::default();
    let kept = &answers;
    with_window(
        "the search in a browser",
        Window::default(),
        |client: Client| async move {
            client.goto(&host.address("")).await.expect("a page");
            for lines in lines.chunks(20) {
                let arguments = vec![json!(host.address("search/")), json!(lines)];
                let script = include_str!("../fixtures/search/ask.js");
                let answer = client
                    .execute_async(script, arguments)
                    .await
                    .expect("answers");
                let answer = answer
                    .as_array()
                    .unwrap_or_else(|| panic!("{answer}"))
                    .clone();
                kept.lock().expect("one at a time").extend(answer);
            }
        },
    );
    let answers = answers.into_inner().expect("one at a time");
    (!answers.is_empty()).then_some(answers)
}

/// Queries drawn from the language of the corpus, with every operator in them.
fn queries(seed: u64, count: usize) -> Vec<String> {
    let language = corpus::Language::new();
    let mut dice = corpus::Dice::new(seed);
    (0..count)
        .map(|_| {
            let mut word = || dice.often(&language.words).to_owned();
            let (a, b, c) = (word(), word(), word());
            let cut = |w: &str, n: usize| w.chars().take(n).collect::<String>();
            match dice.below(24) {
                0 => a,
                1 => format!("{a} {b}"),
                2 => format!("{a} {b} {c}"),
                3 => format!("\"{a} og {b}\""),
                4 => format!("\"{a}\" {b}"),
                5 => format!("{a} -{b}"),
                6 => format!("+{a} {b} {c}"),
                7 => format!("{}*", cut(&a, 3)),
                8 => cut(&b, 5),
                9 => format!("{a} status:udloebet"),
                10 => format!("{a} region:Sjælland aar:2014-2018"),
                11 => format!("{}{}", cut(&a, 4), &b),
                12 => format!("{a}-{b}"),
                13 => cut(&a, 2),
                14 => format!("\"for {a}\" -kommune:agerby"),
                15 => format!("\"{a} {b}\""),
                16 => format!("\"{a}\""),
                17 => "\"til og med\"".to_owned(),
                18 => format!("\"{a} og {b} for\""),
                19 => format!("{} -{}*", a, cut(&b, 4)),
                20 => format!("{a} {b} {c} {}", cut(&a, 5)),
                21 => format!("{}s{}", cut(&a, 7), b.replacen('r', "", 1)),
                22 => format!(
                    "{} {b}",
                    a.replace('ø', "o").replace('æ', "ae").replace('å', "a")
                ),
                _ => format!("{} {}", a.replacen('e', "", 1), cut(&b, 6)),
            }
        })
        .collect()
}

#[test]
fn terminal_and_browser_find_the_same() {
    same_hits(index::SPLIT_FROM, 40, true);
}

#[test]
fn a_large_catalogue_is_read_in_parts_and_finds_the_same() {
    same_hits(100, 5, false);
}

fn same_hits(split_from: u32, limit: usize, chromium: bool) {
    let dir = tempfile::tempdir().expect("a folder");
    let size = corpus::Size {
        strategies: 110,
        pages: 5,
        letters: 1500,
    };
    let (_, searcher) = build(&corpus::catalogue(size, 3), dir.path(), split_from);
    let queries = queries(11, 200);
    let lines: Vec<Value> = queries
        .iter()
        .map(|q| json!([q, {"limit": limit}]))
        .collect();
    let terminal: Vec<Hits> = queries
        .iter()
        .map(|query| {
            let options = SearchOptions {
                limit,
                ..SearchOptions::default()
            };
            searcher.search(query, &options).expect("an answer")
        })
        .collect();
    let found = terminal.iter().filter(|hits| hits.total > 0).count();
    assert!(found > 120, "only {found} of the queries found anything");
    let browser = chromium.then(|| ask_chromium(dir.path(), &lines)).flatten();
    for answers in [ask(dir.path(), &lines), browser] {
        for ((query, ours), theirs) in queries.iter().zip(&terminal).zip(answers.iter().flatten()) {
            same(query, ours, theirs);
        }
        assert!(answers.is_none_or(|answers| answers.len() == queries.len()));
    }
}

/// Holds the browser's answer to the terminal's.
fn same(query: &str, terminal: &Hits, browser: &Value) {
    assert_eq!(browser["total"], json!(terminal.total), "{query}");
    assert_eq!(browser["corrected"], json!(terminal.corrected), "{query}");
    assert_eq!(browser["relaxed"], json!(terminal.relaxed), "{query}");
    let hits = browser["hits"].as_array().expect("hits");
    assert_eq!(hits.len(), terminal.hits.len(), "{query}");
    for (theirs, ours) in hits.iter().zip(&terminal.hits) {
        let place = format!("{query}: {}#{}", ours.strategy, ours.page);
        let score = theirs["score"].as_f64().expect("a score");
        assert!(
            (score - ours.score).abs() < 1e-3,
            "{place}: {score} / {}",
            ours.score
        );
        let both = (&theirs["strategy"], &theirs["page"]);
        assert_eq!(both, (&json!(ours.strategy), &json!(ours.page)), "{query}");
        assert_eq!(theirs["snippet"], json!(ours.snippet), "{place}");
        assert_eq!(theirs["heading"], json!(ours.heading), "{place}");
    }
}

#[test]
fn danish_is_found_however_it_is_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let catalogue = corpus::written(&[
        (
            "Rødovre",
            "Digitaliseringsprincipper",
            &[
                "Kommunens teknologi skal virke for alle, og teknologi skal kunne forklares.",
                "Velfærdsteknologi giver ældre mere frihed i hverdagen derhjemme.",
                "God service til borgerne er målet med selvbetjening.",
            ],
        ),
        (
            "Aalborg",
            "Vores plan",
            &[
                "Kunstig intelligens læser breve, og borgeren i centrum er vores løfte.",
                "Borgeren er ikke altid i centrum. It-strategi og drift følges ad.",
            ],
        ),
        ("Solrød", "", &[]),
    ]);
    let (_, searcher) = build(&catalogue, dir.path(), index::SPLIT_FROM);
    let find = |query: &str| {
        searcher
            .search(query, &SearchOptions::default())
            .expect("an answer")
    };
    let pages = |query: &str| -> Vec<String> {
        let place = |hit: &index::Hit| format!("{}#{}", hit.kommune, hit.page);
        find(query).hits.iter().map(place).collect()
    };
    assert_eq!(
        pages("teknologi"),
        ["Rødovre#1", "Rødovre#2"],
        "a compound below the word"
    );
    assert_eq!(
        pages("borgerservice"),
        ["Rødovre#3"],
        "the parts of a compound nobody wrote"
    );
    assert_eq!(
        pages("teknologierne")[0],
        "Rødovre#1",
        "an inflection nobody wrote"
    );
    assert_eq!(pages("velfærdstek"), ["Rødovre#2"], "a beginning");
    assert_eq!(pages("\"borgeren i centrum\""), ["Aalborg#1"], "a phrase");
    assert_eq!(pages("ai"), ["Aalborg#1"], "a synonym");
    assert_eq!(
        pages("itstrategi"),
        pages("it-strategi"),
        "with and without hyphen"
    );
    assert_eq!(pages("teknologi -alle"), ["Rødovre#2"], "an exclusion");
    assert_eq!(
        pages("solrød"),
        ["Solrød#0"],
        "a municipality without a strategy"
    );
    for name in ["rødovre", "roedovre", "RODOVRE"] {
        assert_eq!(find(name).total, 3, "{name}");
    }
    for name in ["ålborg", "alborg", "kommune:aalborg"] {
        assert_eq!(find(name).total, 2, "{name}");
    }
    assert!(
        pages("digitale principper")
            .iter()
            .all(|place| place.starts_with("Rødovre"))
    );
    assert_eq!(
        pages("digitale principper").len(),
        3,
        "the title's parts, on all its pages"
    );
    let wrong = find("velfærdstekologi");
    assert_eq!(wrong.corrected.as_deref(), Some("velfærdsteknologi"));
    assert_eq!(
        wrong.hits[0].snippet,
        "<mark>Velfærdsteknologi</mark> giver ældre mere frihed i hverdagen derhjemme."
    );
    assert_eq!(find("status:udloebet år:2020-").total, 5);
    assert_eq!(find("").total, 0);
}
