//! The search, measured: `cargo bench --bench search -- [STRATEGIES] [PAGES]` builds the index of an
//! invented corpus and prints time, size and what a first search costs.
#![allow(clippy::print_stdout, missing_docs)]

mod corpus;

use std::time::Instant;

use strategikatalog::index::{self, SearchOptions, Searcher};
use strategikatalog::progress::Silent;

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let size = corpus::Size {
        strategies: numbers.first().copied().unwrap_or(200),
        pages: numbers.get(1).copied().unwrap_or(25),
        letters: 2400,
    };
    let start = Instant::now();
    let catalogue = corpus::catalogue(size, 1);
    println!("corpus     {:?} in {:.1?}", size, start.elapsed());
    let dir = std::env::temp_dir().join("strategikatalog-bench");
    let options = index::Options {
        dir: dir.join("index"),
        page_url: |key, page| format!("strategier/{key}/#side-{page}"),
    };
    let start = Instant::now();
    let built = index::run(&catalogue, &options, &Silent)
        .expect("an index")
        .value;
    println!(
        "build      {:.2?}  {:?}  {} files",
        start.elapsed(),
        built.stats,
        built.files.len()
    );
    let out = dir.join("search");
    let _ = std::fs::remove_dir_all(&out);
    for (path, bytes) in &built.files {
        let path = out.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    println!("written to {}", dir.display());
    let searcher = Searcher::open(&options.dir).expect("the index");
    for query in [
        "velfærdsteknologi",
        "borgerservice",
        "digitale principper",
        "\"borgere og data\"",
    ] {
        let start = Instant::now();
        let hits = searcher
            .search(query, &SearchOptions::default())
            .expect("hits");
        println!("{query}: {} in {:.2?}", hits.total, start.elapsed());
    }
}
