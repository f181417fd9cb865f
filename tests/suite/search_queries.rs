//! What people of four kinds type, and what each of them means by it: the queries of
//! `../shared/gold/queries-dev.tsv` on a catalogue of the real municipalities, the seed documents
//! and the demonstration. Where those files are not beside the repository, the test says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::browser::say;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What has to be among the first three hits: `text:` or `place:` and a word (of one of them), or
/// what all hits are; parted by spaces, each one to hold.
const MEANT: &[(&str, &str)] = &[
    ("digitaliseringsstrategien", "text:digitaliseringsstrategi"),
    ("digitaliseringspolitik", "place:esbjerg place:horsens@10"),
    ("digitale principper", "text:principper place:soroe@20"),
    (
        "principper for digitalisering",
        "place:soroe place:broenderslev",
    ),
    ("digitale styringsprincipper", "place:odense"),
    ("digitaliseringsplan", "place:hilleroed place:rudersdal"),
    ("handleplan digitalisering", "text:handleplan"),
    ("handlingsplan", "text:handleplan"),
    ("it strategi", "text:it-strategi"),
    ("velfærdsteknologi", "text:velfærdsteknologi"),
    ("velfærd", "text:velfærdsteknologi@25"),
    ("borgeren i centrum", "text:borgere"),
    ("informationssikkerhed politik", "place:albertslund"),
    ("gevinstrealisering", "text:gevinstrealisering"),
    ("skoleområdet digitalisering", "place:ringsted"),
    ("automatisering", "text:robot@9"),
    ("softwarerobotter", "text:softwarerobot"),
    ("chatbots", "text:chatbot"),
    (
        "kommuner på vores størrelse digitaliseringsstrategi",
        "text:digitaliseringsstrategi",
    ),
    ("landkommuner digitalisering", "group:Landkommuner"),
    (
        "rødovre digitaliseringsstrategi 2019-2022",
        "first:roedovre/digitaliseringsstrategi-2019-2022",
    ),
    ("Rødover", "corrected:rødovre first:roedovre"),
    ("århus", "first:aarhus"),
    ("aarhus", "first:aarhus"),
    ("arhus", "first:aarhus"),
    ("koebenhavn", "first:koebenhavn"),
    ("lyngby-tårbæk", "first:lyngby-taarbaek"),
    ("Nordfyn", "first:nordfyns"),
    ("Vesthimmerland", "first:vesthimmerlands"),
    ("rksk", "first:ringkoebing-skjern"),
    ("Mors", "first:morsoe"),
    ("Faaborg", "first:faaborg-midtfyn"),
    ("Ikast", "first:ikast-brande"),
    ("Brønderslev principper", "first:broenderslev"),
    ("Vejle velfærdsteknologi", "first:vejle"),
    (
        "Odense kunstig intelligens",
        "place:odense text:intelligens",
    ),
    ("DIS-modellen", "first:gentofte"),
    ("Hørsholmstrategien", "first:hoersholm"),
    ("Smart Aarhus", "first:aarhus"),
    ("digitaliseringsredegoerelse", "first:koebenhavn"),
    ("planstrategi digitalisering", "text:planstrategi"),
    ("udløbet", "status:udloebet"),
    ("frem til 2025", "first:silkeborg"),
    ("fra 2017", "first:broenderslev"),
    ("godkendt 2019", "place:furesoe text:godkendt"),
    ("i høring", "text:høring"),
    ("forslag til digitaliseringsstrategi", "text:udkast"),
    ("digitalisering strategi kommune", "text:strategi"),
    (
        "digitaliseringstrategi",
        "corrected:digitaliseringsstrategi text:digitaliseringsstrategi",
    ),
    (
        "digitiliseringsstrategi",
        "corrected:digitaliseringsstrategi text:digitaliseringsstrategi",
    ),
    ("link virker ikke", "some"),
    ("meetingsplus", "first:furesoe"),
    (
        "hvilke kommuner har en strategi for kunstig intelligens",
        "text:intelligens",
    ),
    // No document of this corpus names it; a hit would be a wrong one.
    ("ChatGPT", "none"),
    ("chromebooks", "text:chromebook"),
    ("besparelser digitalisering", "text:besparelse"),
    ("effektivisering", "text:effektivisering"),
    ("digital udsathed", "text:digital"),
    ("dataetik", "text:dataetik"),
    ("grøn omstilling data", "text:omstilling"),
    ("nyeste digitaliseringsstrategier", "newest"),
    ("ældste strategi", "oldest"),
    (
        "hvor mange kommuner har en digitaliseringsstrategi",
        "text:digitaliseringsstrategi",
    ),
    ("kommuner uden digitaliseringsstrategi", "status:"),
    ("Solrød", "first:solroed"),
    ("borgmester digitalisering citat", "some"),
];

fn run(root: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_strategikatalog"))
        .args(["--quiet", "--root"])
        .arg(root)
        .args(args)
        .output()
        .expect("the program starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() <= Some(1), "{args:?}: {complaint}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The real list with the seed documents and the demonstration's, built.
fn catalogue(seeds: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let copy = |from: PathBuf, to: &str| {
        let to = dir.path().join(to);
        std::fs::create_dir_all(&to).expect("a folder");
        for entry in std::fs::read_dir(&from)
            .expect("a folder to copy")
            .flatten()
        {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
            }
        }
    };
    let root = Path::new(ROOT);
    copy(root.join("content"), "content");
    for folder in ["kommuner", "temaer", "teknologier", "organisering", "sider"] {
        copy(
            root.join("content").join(folder),
            &format!("content/{folder}"),
        );
    }
    copy(root.join("demo/content/kommuner"), "content/kommuner");
    let add = |file: &Path, kommune: &str, link: Option<&str>| {
        let file = file.to_string_lossy().into_owned();
        let mut args = vec!["add", &file, "--kommune", kommune];
        args.extend(link.into_iter().flat_map(|link| ["--link", link]));
        run(dir.path(), &args);
    };
    for (file, kommune) in [
        ("roedovre-digitaliseringsstrategi-2019-2022.pdf", "roedovre"),
        ("roedovre-digitaliseringsstrategi-2015-2018.pdf", "roedovre"),
        (
            "koebenhavn-udkast-digitaliseringsstrategi-2024-2027.pdf",
            "koebenhavn",
        ),
    ] {
        add(&seeds.join(file), kommune, None);
    }
    let web = root.join("demo/web");
    let mut pdfs = Vec::new();
    pdfs_below(&web, &mut pdfs);
    pdfs.sort();
    for pdf in pdfs {
        let place = pdf
            .strip_prefix(&web)
            .expect("below it")
            .to_string_lossy()
            .into_owned();
        let host = place.split('/').next().unwrap_or_default();
        let kommune = host.trim_start_matches("www.").trim_end_matches(".example");
        if dir
            .path()
            .join(format!("content/kommuner/{kommune}.md"))
            .exists()
        {
            add(&pdf, kommune, Some(&format!("http://{place}")));
        }
    }
    run(dir.path(), &["build", "--as-of", "2026-09-01"]);
    dir
}

fn pdfs_below(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            pdfs_below(&path, found);
        } else if path.extension().is_some_and(|e| e == "pdf") {
            found.push(path);
        }
    }
}

#[test]
fn every_query_finds_what_was_meant() {
    let shared = Path::new(ROOT).join("../shared");
    let Ok(queries) = std::fs::read_to_string(shared.join("gold/queries-dev.tsv")) else {
        say("skipped every_query_finds_what_was_meant: ../shared/gold/queries-dev.tsv is not here");
        return;
    };
    let root = catalogue(&shared.join("seeds"));
    let mut wrong = Vec::new();
    for line in queries.lines().skip(1) {
        let query = line.split('\t').next().unwrap_or_default();
        let Some((_, meant)) = MEANT.iter().find(|(q, _)| *q == query) else {
            wrong.push(format!("{query}: nobody has said what it means"));
            continue;
        };
        let answer = run(
            root.path(),
            &["search", "--limit", "25", "--format", "json", "--", query],
        );
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        for demand in meant.split_whitespace() {
            if !holds(&answer, demand) {
                let first: Vec<String> = hits(&answer, 3)
                    .map(|h| h["strategy"].to_string())
                    .collect();
                wrong.push(format!("{query}: not {demand}, but {first:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let found = [
        "search",
        "--format",
        "json",
        "--",
        "kommune:havneby strategi",
    ];
    let answer: Value = serde_json::from_str(&run(root.path(), &found)).expect("JSON");
    for hit in hits(&answer, 3) {
        let (source, page) = (hit["source"].as_str(), &hit["page"]);
        let opened = source.is_some_and(|s| s.ends_with(&format!(".pdf#page={page}")));
        assert!(opened, "{hit} does not lead to its page");
    }
    assert!(hits(&answer, 3).count() > 0, "{answer}");
}

fn hits(answer: &Value, most: usize) -> impl Iterator<Item = &Value> {
    answer["hits"].as_array().into_iter().flatten().take(most)
}

/// Whether an answer is as demanded; `@N`: among the first N, else among the first three.
fn holds(answer: &Value, demand: &str) -> bool {
    let (demand, most) = demand
        .split_once('@')
        .map_or((demand, 3), |(d, n)| (d, n.parse().expect("a number")));
    let (kind, value) = demand.split_once(':').unwrap_or((demand, ""));
    let text = |hit: &Value, keys: &[&str]| {
        let all: String = keys
            .iter()
            .map(|k| hit[k].as_str().unwrap_or_default())
            .collect();
        all.replace("<mark>", "")
            .replace("</mark>", "")
            .to_lowercase()
    };
    let place = |hit: &Value| text(hit, &["strategy"]);
    let mut first = hits(answer, most);
    let count = hits(answer, 25).count();
    let years = || -> Vec<i32> {
        let period = |hit: &Value| text(hit, &["period"]);
        let year = |p: String| p.get(..4).and_then(|y| y.parse().ok());
        hits(answer, 25)
            .filter_map(|hit| year(period(hit)))
            .collect()
    };
    match kind {
        "some" => count > 0,
        "none" => count == 0,
        "text" => first.any(|hit| text(hit, &["title", "heading", "snippet"]).contains(value)),
        "group" => {
            count > 0
                && first.all(|hit| {
                    let slug = place(hit);
                    let slug = slug.split('/').next().unwrap_or_default();
                    let file = format!("{ROOT}/content/kommuner/{slug}.md");
                    let text = std::fs::read_to_string(file).unwrap_or_default();
                    text.contains(&format!("kommunegruppe = \"{value}\""))
                })
        }
        "place" => first.any(|hit| place(hit).starts_with(value)),
        "first" => first
            .next()
            .is_some_and(|hit| place(hit).starts_with(value)),
        "corrected" => answer["corrected"] == value,
        "status" => count > 0 && hits(answer, 25).all(|hit| hit["status"] == value),
        "newest" => !years().is_empty() && years().is_sorted_by(|a, b| a >= b),
        "oldest" => !years().is_empty() && years().is_sorted(),
        _ => false,
    }
}
