//! How a crawl of the whole country fares: wall time against the bound that politeness sets, memory
//! while bombs are thrown at it, and an archive of 100,000 records. `cargo bench --bench crawl`, or
//! one of them: `cargo bench --bench crawl -- hosts`.

// Figures are for whoever runs it.
#![allow(clippy::print_stdout)]

// The sample web of the suite; what a measurement does not need of it stands idle here.
#[allow(dead_code)]
#[path = "../tests/suite/crawl_web.rs"]
mod crawl_web;

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crawl_web::{
    Play, Request, Web, answer, at, content, crawl, missing, municipality, options, pdf_answer,
    row, visit,
};
use sha2::{Digest, Sha256};
use strategikatalog::archive::{Archive, Exchange, Payload};
use strategikatalog::model::catalogue::Content;
use strategikatalog::model::health::LinkHealth;

/// What the child of `bombs` is told to fetch.
const TARGET: &str = "STRATEGIKATALOG_BENCH_BOMBS";
const BOMBS: [&str; 4] = ["/gzip-1.pdf", "/gzip-2.pdf", "/gzip-3.pdf", "/endless.pdf"];

fn main() {
    if let Ok(base) = std::env::var(TARGET) {
        return catch(&base);
    }
    // Cargo passes options of its own; a name picks one measurement.
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|n| n == name);
    if wanted("hosts") {
        hosts();
    }
    if wanted("bombs") {
        bombs();
    }
    if wanted("archive") {
        archive();
    }
}

/// 98 hosts with 12 URLs each, answers of 50 ms, a gap of 200 ms: the bound is twelve gaps, since a
/// host is asked thirteen times (robots.txt first).
fn hosts() {
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
    let mut options = options();
    options.fetch.gap = gap;
    let dir = tempfile::tempdir().expect("a folder");
    let begin = Instant::now();
    let visits = crawl(dir.path(), &content, &options);
    let took = begin.elapsed();
    assert!(visits.iter().all(|v| v.status == LinkHealth::Ok));
    let bound = gap * URLS as u32;
    let most = webs.iter().map(|web| web.requests().len()).max();
    println!(
        "hosts    {HOSTS} hosts x {URLS} URLs: wall {:.3} s, bound {:.3} s, ratio {:.2}, most requests at one host {}",
        took.as_secs_f64(),
        bound.as_secs_f64(),
        took.as_secs_f64() / bound.as_secs_f64(),
        most.unwrap_or(0),
    );
}

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

/// Three gzip bombs of 1 GB and a body without end, at a process of its own, whose peak memory is
/// then the crawl's and not the server's.
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
    let program = std::env::current_exe().expect("this program");
    let child = Command::new(program).env(TARGET, &web.base).status();
    assert!(child.expect("a child").success());
}

/// The other half of [`bombs`].
fn catch(base: &str) {
    let rows = BOMBS
        .iter()
        .map(|path| row(&format!("{base}{path}")))
        .collect();
    let mut options = options();
    options.fetch.answer_timeout = Duration::from_secs(60);
    options.fetch.total_timeout = Duration::from_secs(60);
    let dir = tempfile::tempdir().expect("a folder");
    let begin = Instant::now();
    let visits = crawl(dir.path(), &content(base, rows), &options);
    assert!(
        visits.iter().all(|v| v.status == LinkHealth::TooLarge),
        "{visits:?}"
    );
    println!(
        "bombs    {} bodies of 1 GB refused in {:.2} s: peak memory {} MB (bound 300 MB)",
        BOMBS.len(),
        begin.elapsed().as_secs_f64(),
        peak() / 1024,
    );
}

/// A gigabyte of zeros, packed to a megabyte.
fn gzip() -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let block = vec![0_u8; 1 << 20];
    for _ in 0..1_000 {
        gzip.write_all(&block).expect("in memory");
    }
    gzip.finish().expect("in memory")
}

/// Most memory this process ever held, in kB (Linux; 0 elsewhere).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// 33,334 exchanges of two records each and as many visits: written, opened, asked, indexed anew.
fn archive() {
    const URLS: u32 = 33_334;
    let dir = tempfile::tempdir().expect("a folder");
    let url = |n: u32| format!("https://kommune{}.dk/side/{n}", n % 98);
    let begin = Instant::now();
    let mut archive = open(dir.path());
    for n in 0..URLS {
        store(&mut archive, &url(n), n);
    }
    archive.finish().expect("written");
    let written = begin.elapsed();
    let begin = Instant::now();
    let archive = open(dir.path());
    let opened = begin.elapsed();
    let begin = Instant::now();
    let asked = (0..URLS).step_by(33);
    let count = asked.len();
    for n in asked {
        let capture = archive
            .latest(&url(n), Some(at(i64::from(n))))
            .expect("a capture");
        assert_eq!(capture.at, at(i64::from(n)));
    }
    let looked_up = begin.elapsed();
    let begin = Instant::now();
    for n in (0..URLS).step_by(33) {
        assert_eq!(archive.visits(&url(n)).len(), 1);
    }
    let visits = begin.elapsed();
    std::fs::remove_file(dir.path().join("archive.index")).expect("removed");
    let begin = Instant::now();
    assert_eq!(open(dir.path()).len(), 2 * URLS as usize);
    let rebuilt = begin.elapsed();
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
    println!(
        "archive  100,000 records: written in {:.2} s, opened in {:.0} ms, look-up by URL and time {:.1} us, history of a link {:.1} us, index made again in {:.2} s",
        written.as_secs_f64(),
        opened.as_secs_f64() * 1e3,
        each(looked_up),
        each(visits),
        rebuilt.as_secs_f64(),
    );
}

fn open(dir: &Path) -> Archive {
    Archive::open(&dir.join("archive"))
        .expect("the archive opens")
        .value
}

/// One exchange and the visit that it was made for.
fn store(archive: &mut Archive, url: &str, n: u32) {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(url.as_bytes()).expect("written");
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", url.len());
    archive
        .append_exchange(&Exchange {
            url,
            at: at(i64::from(n)),
            ip: None,
            request_head: b"GET / HTTP/1.1\r\n\r\n",
            response_head: head.as_bytes(),
            status: 200,
            payload: Payload {
                file: &file,
                length: url.len() as u64,
                sha256: &data_encoding::HEXLOWER.encode(&Sha256::digest(url)),
                media_type: "text/plain",
            },
            truncated: None,
            not_modified: None,
        })
        .expect("appended");
    archive
        .append_visit(&visit(url, i64::from(n)))
        .expect("appended");
}
