//! The search, measured: `cargo bench --bench search -- [STRATEGIES] [PAGES]` builds the index of an
//! invented corpus and prints time, memory, bytes and requests. The browser's half runs in Chromium,
//! else in Node; Pagefind is measured over the same pages where `pagefind` is in PATH.
#![allow(clippy::print_stdout, missing_docs)]

#[path = "../tests/suite/browser/chrome.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod chrome;
mod corpus;
#[path = "../tests/suite/browser/host.rs"]
mod host;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use fantoccini::Client;
use serde_json::{Value, json};
use strategikatalog::index::{self, SearchOptions, Searcher};
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::progress::Silent;

use chrome::{Window, devtools, with_window};
use host::Host;

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
    let size = corpus::Size::asked();
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
        split_from: index::SPLIT_FROM,
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
    let pagefind = pagefind(&catalogue, &dir.join("pagefind"));
    std::fs::write(dir.join("index.html"), "<!doctype html>").expect("a file");
    if !in_chromium(&dir, pagefind) {
        in_node(&dir);
    }
}

/// Both engines in a real browser over loopback; `false` where there is none.
fn in_chromium(dir: &Path, pagefind: bool) -> bool {
    let host = Host::start(dir, "/", false);
    let ours = (
        include_str!("../tests/fixtures/search/ask.js"),
        host.address("search/"),
    );
    let theirs = (PAGEFIND, host.address("pagefind/pagefind/"));
    let mut engines = vec![("", ours)];
    if pagefind {
        engines.push(("pagefind  ", theirs));
    }
    let mut done = false;
    for (engine, (script, base)) in engines {
        let (host, done) = (&host, &mut done);
        with_window(
            "the browser's half",
            Window::default(),
            |client: Client| async move {
                let (mut cold, mut warm, mut there) = (Vec::new(), Vec::new(), Vec::new());
                let passes = [(&mut cold, true), (&mut warm, false), (&mut there, false)];
                for (pass, (costs, fresh)) in passes.into_iter().enumerate() {
                    // The last pass asks again where every file is there.
                    if pass < 2 {
                        client.goto(&host.address("")).await.expect("a page");
                    }
                    for query in QUERIES {
                        if fresh {
                            devtools(&client, "Network.clearBrowserCache", json!({})).await;
                            client.goto(&host.address("")).await.expect("a page");
                        }
                        host.sent();
                        let arguments = vec![json!(base), json!([[query, {}]])];
                        let answer = client
                            .execute_async(script, arguments)
                            .await
                            .expect("an answer");
                        let (requests, bytes) = host.sent();
                        let answer = &answer[0];
                        costs.push(Cost {
                            query,
                            total: answer["total"].to_string(),
                            corrected: answer["corrected"].as_str().map(str::to_owned),
                            bytes,
                            requests,
                            ms: answer["ms"].as_f64().unwrap_or(f64::NAN),
                        });
                    }
                }
                report(&format!("{engine}cold"), &cold);
                // The first of the warm ones loads the engine.
                report(&format!("{engine}warm"), &warm[1..]);
                report(&format!("{engine}there"), &there);
                *done = true;
            },
        );
    }
    done
}

/// Pagefind asked as its documentation says: the first ten results with their data.
const PAGEFIND: &str = "
const [base, lines, done] = arguments;
(async () => {
  const answers = [];
  for (const [query] of lines) {
    const from = performance.now();
    if (!window.pagefind) { window.pagefind = await import(`${base}pagefind.js`); await window.pagefind.init(); }
    const found = await window.pagefind.search(query);
    await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
    answers.push({ total: found.results.length, ms: performance.now() - from });
  }
  return answers;
})().then(done, (error) => done({ error: String(error) }));";

/// Ours without a browser.
fn in_node(dir: &Path) {
    println!("browser   in Node: files are read from the disk");
    let script = std::fs::read(dir.join("search/search.js")).map_or(0, |js| gzip_len(&js));
    let cold: Vec<Value> = QUERIES.iter().map(|q| json!([q, {"cold": true}])).collect();
    let warm: Vec<Value> = QUERIES.iter().map(|q| json!([q, {}])).collect();
    let costs = |answers: &[Value], script: usize| -> Vec<Cost> {
        let cost = |(&query, answer): (&&'static str, &Value)| Cost {
            query,
            total: answer["total"].to_string(),
            corrected: answer["corrected"].as_str().map(str::to_owned),
            bytes: answer["bytes"].as_u64().unwrap_or(0) as usize + script,
            requests: answer["requests"].as_u64().unwrap_or(0) as usize + usize::from(script > 0),
            ms: answer["ms"].as_f64().unwrap_or(f64::NAN),
        };
        QUERIES.iter().zip(answers).map(cost).collect()
    };
    report("cold", &costs(&ask(dir, &cold), script));
    report(
        "warm",
        costs(&ask(dir, &warm), 0).get(1..).unwrap_or_default(),
    );
}

/// What one search cost.
struct Cost {
    query: &'static str,
    total: String,
    corrected: Option<String>,
    bytes: usize,
    requests: usize,
    ms: f64,
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

fn report(name: &str, costs: &[Cost]) {
    let (mut bytes, mut times) = (Vec::new(), Vec::new());
    for cost in costs {
        let meant = cost.corrected.iter().map(|c| format!(" (as {c})"));
        println!(
            "{name}      {}{}: {} found, {} bytes, {} requests, {:.1} ms",
            cost.query,
            meant.collect::<String>(),
            cost.total,
            cost.bytes,
            cost.requests,
            cost.ms
        );
        bytes.push(cost.bytes);
        times.push(cost.ms);
    }
    bytes.sort_unstable();
    times.sort_by(f64::total_cmp);
    if let (Some(most), Some(middle)) = (bytes.last(), bytes.get(bytes.len() / 2)) {
        println!(
            "{name}      median {middle} bytes, most {most}; median {:.1} ms",
            times[times.len() / 2]
        );
    }
}

/// Pagefind's own index of the same pages, for its time and size.
fn pagefind(catalogue: &Catalogue, dir: &Path) -> bool {
    if Command::new("pagefind").arg("--version").output().is_err() {
        println!("pagefind  not measured: no pagefind in PATH (npm install pagefind)");
        return false;
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
    let done = Command::new("pagefind").arg("--site").arg(dir).output();
    let ok = done.is_ok_and(|o| o.status.success());
    println!(
        "pagefind  built in {:.2?} ({})",
        start.elapsed(),
        if ok { "done" } else { "failed" }
    );
    ok
}
