//! Reading measured against poppler's `pdftotext`: `cargo bench --bench extract -- DIR…` prints, for
//! the PDFs below the folders in which it finds twenty words or more, the words found again (F1 on the
//! bag of words, ligatures spelt out: median, 10th percentile, worst files) and, for all of them, the
//! processor time a page of both. Where a file has a `.txt` beside it, the share
//! of its word pairs that come out in order is printed too.

#![allow(
    clippy::print_stdout,
    reason = "printing figures is what a benchmark does"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use strategikatalog::extract::{Hints, read, text_of};
use unicode_normalization::UnicodeNormalization;

/// Files with fewer words say little.
const MIN_WORDS: usize = 20;

struct Row {
    path: PathBuf,
    f1: Option<f64>,
    pairs: Option<f64>,
    pages: usize,
    ours: Duration,
    theirs: Duration,
}

fn main() {
    let mut dirs: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if dirs.is_empty() {
        dirs = [
            "../shared/pdf-robustness",
            "../shared/seeds",
            "tests/fixtures/extract",
        ]
        .map(PathBuf::from)
        .into();
    }
    let mut paths = Vec::new();
    for dir in &dirs {
        collect(dir, &mut paths);
    }
    paths.sort();
    let poppler = Command::new("pdftotext").arg("-v").output().is_ok();
    if !poppler {
        println!("pdftotext is not installed: words and time are not compared");
    }
    let rows: Vec<Row> = paths.iter().filter_map(|p| measure(p, poppler)).collect();
    report(&rows);
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        println!("{} cannot be read", dir.display());
        return;
    };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            collect(&path, into);
        } else if path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
        {
            into.push(path);
        }
    }
}

fn measure(path: &Path, poppler: bool) -> Option<Row> {
    let bytes = fs::read(path).ok()?;
    let before = own_time();
    let document = read(&bytes, &Hints::default()).ok()?;
    let text = text_of(&document);
    let ours = own_time().saturating_sub(before);
    let before = children_time();
    let reference = poppler
        .then(|| {
            Command::new("pdftotext")
                .arg("-q")
                .arg(path)
                .arg("-")
                .output()
                .ok()
        })
        .flatten()
        .map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let theirs = children_time().saturating_sub(before);
    let stated = fs::read_to_string(path.with_extension("txt")).ok();
    Some(Row {
        path: path.to_owned(),
        f1: reference.and_then(|r| f1(&words(&r), &words(&text))),
        pairs: stated.map(|t| pairs(&words(&t.replace("-\n", "")), &words(&text))),
        pages: document.pages.len(),
        ours,
        theirs,
    })
}

fn report(rows: &[Row]) {
    for row in rows {
        if let Some(pairs) = row.pairs {
            println!("{:.4} of word pairs  {}", pairs, row.path.display());
        }
    }
    let mut scored: Vec<(f64, &Path)> = rows
        .iter()
        .filter_map(|r| Some((r.f1?, r.path.as_path())))
        .collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    for (f1, path) in scored.iter().take(15).filter(|s| s.0 < 0.98) {
        println!("{f1:.3} word F1  {}", path.display());
    }
    if let (Some(median), Some(tenth)) =
        (scored.get(scored.len() / 2), scored.get(scored.len() / 10))
    {
        println!(
            "{} files with text: word F1 median {:.3}, p10 {:.3}",
            scored.len(),
            median.0,
            tenth.0
        );
    }
    let pages = rows.iter().map(|r| r.pages).sum::<usize>().max(1);
    let ours: Duration = rows.iter().map(|r| r.ours).sum();
    let theirs: Duration = rows.iter().map(|r| r.theirs).sum();
    println!(
        "{} files, {pages} pages: {:.2} ms a page here, {:.2} ms with pdftotext (its start included)",
        rows.len(),
        ours.as_secs_f64() * 1e3 / pages as f64,
        theirs.as_secs_f64() * 1e3 / pages as f64,
    );
}

fn words(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect();
    text.split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .map(|w| w.trim_matches('-').to_lowercase())
        .filter(|w| !w.is_empty())
        .collect()
}

fn bag<T: Ord + Clone>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut bag = BTreeMap::new();
    for item in items {
        *bag.entry(item).or_default() += 1;
    }
    bag
}

fn common<T: Ord>(a: &BTreeMap<T, usize>, b: &BTreeMap<T, usize>) -> usize {
    a.iter()
        .map(|(k, n)| (*n).min(b.get(k).copied().unwrap_or(0)))
        .sum()
}

/// `None` where the reference holds few words.
fn f1(reference: &[String], ours: &[String]) -> Option<f64> {
    let both = common(&bag(reference.iter()), &bag(ours.iter()));
    (reference.len() >= MIN_WORDS)
        .then(|| 2.0 * both as f64 / (reference.len() + ours.len()) as f64)
}

fn pairs(reference: &[String], ours: &[String]) -> f64 {
    let pairs = |words: &[String]| bag(words.windows(2).map(<[String]>::to_vec));
    let (a, b) = (pairs(reference), pairs(ours));
    common(&a, &b) as f64 / a.values().sum::<usize>().max(1) as f64
}

/// Processor time of this process so far.
fn own_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or(0),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}

/// Processor time of the children that have ended, in clock ticks of a hundredth of a second at
/// worst: enough over many files.
fn children_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|n| n.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}
