//! Measurements, not tests: run by hand, each alone in its process, for example
//! `cargo test --release --test suite crawl_bench::many_hosts -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use strategikatalog::crawl;
use strategikatalog::model::catalogue::Content;
use strategikatalog::model::health::LinkHealth;

use super::crawl_web::*;

/// Answers without waiting for anything but the 50 ms, on a connection of its own each time.
fn slow_pdf(request: &Request, _: usize) -> Play {
    if request.target == "/robots.txt" {
        return missing();
    }
    let Play::Send(bytes) = pdf_answer(&format!("STRATEGI {}", request.target)) else {
        return missing();
    };
    Play::Pause(Vec::new(), Duration::from_millis(50), bytes)
}

#[test]
#[ignore = "measures; run by hand in release"]
fn many_hosts() {
    const HOSTS: usize = 98;
    const URLS: usize = 12;
    let gap = Duration::from_millis(200);
    let webs: Vec<Web> = (0..HOSTS).map(|_| Web::start(slow_pdf)).collect();
    let municipalities = webs.iter().enumerate().map(|(n, web)| {
        let rows = (0..URLS).map(|u| row(&web.url(&format!("/{n}-{u}.pdf"))));
        municipality(&format!("k{n}"), &web.base, rows.collect())
    });
    let content = Content {
        municipalities: municipalities.collect(),
        ..Content::default()
    };
    let mut options: crawl::Options = options();
    options.fetch.gap = gap;
    let dir = tempfile::tempdir().expect("a folder");
    let begin = Instant::now();
    let visits = crawl(dir.path(), &content, &options);
    let took = begin.elapsed();
    assert!(visits.iter().all(|v| v.status == LinkHealth::Ok));
    // robots.txt and the twelve: twelve gaps between them.
    let bound = gap * URLS as u32;
    eprintln!(
        "{HOSTS} hosts x {URLS} URLs: {took:?}, bound of the gaps {bound:?}, {:.2} times",
        took.as_secs_f64() / bound.as_secs_f64()
    );
    let busiest = webs.iter().map(|web| web.requests().len()).max();
    eprintln!("most requests at one host: {busiest:?}");
}

#[test]
#[ignore = "measures; run by hand in release"]
fn bombs() {
    let packed = gzip();
    let web = Web::start(move |request, _| {
        if request.target.starts_with("/gzip") {
            return answer("200 OK", &[("content-encoding", "gzip")], &packed);
        }
        match request.target.as_str() {
            "/endless.pdf" => Play::Repeat(
                b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4".to_vec(),
                vec![b'x'; 1 << 20],
                1_000,
            ),
            _ => missing(),
        }
    });
    let paths = ["/gzip-1.pdf", "/gzip-2.pdf", "/gzip-3.pdf", "/endless.pdf"];
    let rows = paths.iter().map(|path| row(&web.url(path))).collect();
    let mut options = options();
    options.fetch.answer_timeout = Duration::from_secs(60);
    options.fetch.total_timeout = Duration::from_secs(60);
    let dir = tempfile::tempdir().expect("a folder");
    let before = peak();
    let begin = Instant::now();
    let visits = crawl(dir.path(), &content(&web.base, rows), &options);
    assert!(
        visits.iter().all(|v| v.status == LinkHealth::TooLarge),
        "{visits:?}"
    );
    eprintln!(
        "{} bombs of 1 GB refused in {:?}; peak memory {} MB before, {} MB after (server included)",
        paths.len(),
        begin.elapsed(),
        before / 1024,
        peak() / 1024
    );
}

/// A gigabyte of zeros, packed to a megabyte.
fn gzip() -> Vec<u8> {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let block = vec![0_u8; 1 << 20];
    for _ in 0..1_000 {
        gzip.write_all(&block).expect("in memory");
    }
    gzip.finish().expect("in memory")
}

/// Most memory this process ever held, in kB (Linux).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
