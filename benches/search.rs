//! The search, measured: `cargo bench --bench search -- [STRATEGIES] [PAGES]` builds the index of an
//! invented corpus and prints time, memory, bytes and requests. The browser's half runs in Node
//! where there is one; Pagefind runs over the same pages where `npx pagefind` is installed.
#![allow(clippy::print_stdout, missing_docs)]

mod corpus;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use strategikatalog::index::{self, SearchOptions, Searcher};
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::progress::Silent;

const QUERIES: [&str; 10] = [
    "velfærdsteknologi",
    "digitalisering",
    "borgerservice",
    "digitale principper",
    "klima data energi",
    "\"borger og data\"",
    "skoleledelse",
    "velfærdstekologi",
    "kommune:agerby borgere",
    "sundhedsdata robot",
];

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let size = corpus::Size {
        strategies: numbers.first().copied().unwrap_or(200),
        pages: numbers.get(1).copied().unwrap_or(25),
        letters: 2300,
    };
    let start = Instant::now();
    let catalogue = corpus::catalogue(size, 1);
    println!(
        "corpus    {size:?}, {} MB text, made in {:.1?}",
        letters(&catalogue) >> 20,
        start.elapsed()
    );
    let before = memory("VmHWM");
    let dir = std::env::temp_dir().join("strategikatalog-bench");
    let options = index::Options {
        dir: dir.join("index"),
        page_url: |key, page| format!("strategier/{}/{}/#side-{page}", key.kommune, key.strategi),
    };
    let start = Instant::now();
    let built = index::run(&catalogue, &options, &Silent)
        .expect("an index")
        .value;
    println!(
        "build     {:.2?}, {} documents, {} words, {} files, {} KB; memory {} MB, of it the corpus {} MB",
        start.elapsed(),
        built.stats.documents,
        built.stats.words,
        built.files.len(),
        built.stats.bytes >> 10,
        memory("VmHWM") >> 10,
        before >> 10,
    );
    let _ = std::fs::remove_dir_all(dir.join("search"));
    for (path, bytes) in &built.files {
        let path = dir.join("search").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let searcher = Searcher::open(&options.dir).expect("the index");
    for query in QUERIES {
        let start = Instant::now();
        let hits = searcher
            .search(query, &SearchOptions::default())
            .expect("hits");
        println!(
            "terminal  {query}: {} pages in {:.1?}",
            hits.total,
            start.elapsed()
        );
    }
    let script = built
        .files
        .iter()
        .find(|(path, _)| path == "search.js")
        .map_or(0, |(_, js)| gzip_len(js));
    let cold: Vec<Value> = QUERIES.iter().map(|q| json!([q, {"cold": true}])).collect();
    let warm: Vec<Value> = QUERIES.iter().map(|q| json!([q, {}])).collect();
    report("cold", &ask(&dir, &cold), script);
    // One reader after the other, as a visitor searches on.
    report("warm", &ask(&dir, &warm).split_off(1), 0);
    pagefind(&catalogue, &dir.join("pagefind"));
}

fn letters(catalogue: &Catalogue) -> usize {
    let documents = catalogue
        .strategies
        .iter()
        .filter_map(|s| s.finding.document.as_ref());
    documents
        .flat_map(|d| &d.pages)
        .map(|p| p.text().len())
        .sum()
}

/// A line of `/proc/self/status`, in KB; 0 where there is no such file.
fn memory(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with(what))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn gzip_len(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

fn ask(dir: &Path, lines: &[Value]) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/search/ask.mjs");
    let child = Command::new("node")
        .arg(script)
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("browser   not measured: node is not installed");
        return Vec::new();
    };
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(text.as_bytes())
        .expect("a pipe");
    let output = child.wait_with_output().expect("an answer");
    let answers = String::from_utf8_lossy(&output.stdout).into_owned();
    answers
        .lines()
        .filter_map(|l| serde_json::from_str(l).ok())
        .collect()
}

/// What each search cost; `script` is counted as one request more.
fn report(name: &str, answers: &[Value], script: usize) {
    let mut bytes = Vec::new();
    let mut times = Vec::new();
    for (query, answer) in QUERIES
        .iter()
        .skip(QUERIES.len() - answers.len())
        .zip(answers)
    {
        let cost = answer["bytes"].as_u64().unwrap_or(0) as usize + script;
        let requests = answer["requests"].as_u64().unwrap_or(0) + u64::from(script > 0);
        let ms = answer["ms"].as_f64().unwrap_or(0.0);
        println!(
            "{name}      {query}: {} pages, {cost} bytes, {requests} requests, {ms:.1} ms",
            answer["total"]
        );
        bytes.push(cost);
        times.push(ms);
    }
    bytes.sort_unstable();
    times.sort_by(f64::total_cmp);
    if let (Some(most), Some(middle)) = (bytes.last(), bytes.get(bytes.len() / 2)) {
        println!(
            "{name}      median {middle} bytes, most {most}; median {:.1} ms; script {script}",
            times[times.len() / 2]
        );
    }
}

/// Pagefind's own index of the same pages, for its time and size.
fn pagefind(catalogue: &Catalogue, dir: &Path) {
    let installed = Command::new("npx")
        .args(["--no-install", "pagefind", "--version"])
        .output();
    if !installed.is_ok_and(|o| o.status.success()) {
        println!("pagefind  not measured: npx pagefind is not installed");
        return;
    }
    let _ = std::fs::remove_dir_all(dir);
    for strategy in &catalogue.strategies {
        let mut html = format!(
            "<!doctype html><html lang=da><title>{}</title><body>",
            strategy.title
        );
        for page in strategy.finding.document.iter().flat_map(|d| &d.pages) {
            let _ = write!(
                html,
                "<h2 id=side-{}>Side {0}</h2><p>{}</p>",
                page.number,
                page.text()
            );
        }
        let folder = dir.join(strategy.key.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("index.html"), html).expect("a file");
    }
    let start = Instant::now();
    let done = Command::new("npx")
        .args(["--no-install", "pagefind", "--site"])
        .arg(dir)
        .output();
    let ok = done.is_ok_and(|o| o.status.success());
    println!(
        "pagefind  built in {:.2?} ({})",
        start.elapsed(),
        if ok { "done" } else { "failed" }
    );
}
