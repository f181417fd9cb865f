//! The rules of the house as code: who may import whom, who may print, who may use the network,
//! how large a file may grow. Most of them are about things that must be absent.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of ours, beside itself. `model` and `progress` stand open to all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("progress", &[]),
    ("danish", &[]),
    ("archive", &[]),
    ("fetch", &[]),
    ("content", &[]),
    ("serve", &[]),
    ("crawl", &["archive", "fetch", "content", "danish"]),
    ("extract", &["danish", "content"]),
    ("analyse", &["danish", "content"]),
    ("index", &["danish", "content"]),
    ("render", &["danish", "content"]),
    ("check", &["archive", "content", "danish"]),
    (
        "pipeline",
        &[
            "archive", "fetch", "content", "danish", "crawl", "extract", "analyse", "index",
            "render", "check",
        ],
    ),
];

struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() > 20, "the source tree was not found");
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).expect("below src/");
            let first = inside.iter().next().expect("a name").to_string_lossy();
            Source {
                room: first.trim_end_matches(".rs").to_owned(),
                text: fs::read_to_string(&path).expect("a readable source file"),
                path,
            }
        })
        .collect()
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The code of a file without its unit tests and comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn fail_if_any(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

#[test]
fn rooms_import_only_what_stands_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut offences = Vec::new();
    for source in sources() {
        let Some(below) = allowed.get(source.room.as_str()) else {
            let free = ["cli", "main", "lib"].contains(&source.room.as_str());
            assert!(free, "{} is in no room of the plan", source.path.display());
            continue;
        };
        for (line, text) in code(&source.text) {
            for part in text.split("crate::").skip(1) {
                let room: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let open = ["model", "progress", source.room.as_str()];
                if !open.contains(&room.as_str()) && !below.contains(&room.as_str()) {
                    offences.push(format!("{}:{line} uses {room}", source.path.display()));
                }
            }
        }
    }
    fail_if_any("data flows one way", &offences);
}

#[test]
fn only_cli_prints_and_only_fetch_meets_the_network() {
    let rules: &[(&str, &[&str])] = &[
        ("println!", &["cli"]),
        ("eprintln!", &["cli"]),
        ("anstream", &["cli"]),
        ("indicatif", &["cli"]),
        ("anyhow", &["cli"]),
        ("reqwest", &["fetch"]),
        ("pdfboss", &["extract"]),
        ("Timestamp::now", &["cli"]),
        ("SystemTime::now", &["cli"]),
    ];
    let mut offences = Vec::new();
    for source in sources() {
        for (line, text) in code(&source.text) {
            for (word, rooms) in rules {
                if text.contains(word) && !rooms.contains(&source.room.as_str()) {
                    offences.push(format!("{}:{line} has {word}", source.path.display()));
                }
            }
        }
    }
    fail_if_any("one room for each door to the outside", &offences);
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    let mut offences = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 500 {
            offences.push(format!("{} has {lines} lines", source.path.display()));
        }
        if !source.text.starts_with("//!") {
            offences.push(format!("{} does not open with //!", source.path.display()));
        }
        let name = source.path.to_string_lossy();
        if ["utils", "common", "helpers", "misc"]
            .iter()
            .any(|junk| name.contains(&format!("/{junk}")))
        {
            offences.push(format!("{} is a room for nothing", source.path.display()));
        }
    }
    let main = sources()
        .into_iter()
        .find(|s| s.room == "main")
        .expect("a main.rs");
    assert!(main.text.lines().count() <= 40, "main.rs is for starting");
    fail_if_any("small rooms that explain themselves", &offences);
}
