//! Reading documents: every format's fixture, the worker with its limits, and what is kept. The files
//! of ../shared are read too where they are there.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use strategikatalog::extract::{Bytes, Hints, Options, Source, read, run, text_of};
use strategikatalog::model::document::{BlockKind, Condition, Document, PageCondition};
use strategikatalog::progress::Silent;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> Document {
    let path = root().join("tests/fixtures/extract").join(name);
    let bytes = fs::read(&path).expect("a readable fixture");
    let hints = Hints {
        file_name: Some(name.to_owned()),
        ..Hints::default()
    };
    read(&bytes, &hints).expect("a document")
}

fn blocks(document: &Document) -> Vec<(u32, BlockKind, &str)> {
    document
        .pages
        .iter()
        .flat_map(|p| p.blocks.iter().map(|b| (p.number, b.kind, b.text.as_str())))
        .collect()
}

fn texts(document: &Document, kind: BlockKind) -> Vec<&str> {
    blocks(document)
        .into_iter()
        .filter(|b| b.1 == kind)
        .map(|b| b.2)
        .collect()
}

fn source<'a>(place: &str, bytes: &'a [u8], sha256: String) -> Source<'a> {
    Source {
        place: place.to_owned(),
        bytes: Bytes::Here(bytes),
        sha256,
        media_type: None,
        file_name: None,
        url: None,
    }
}

fn worker() -> Options {
    Options {
        worker: Some(PathBuf::from(env!("CARGO_BIN_EXE_strategikatalog"))),
        parallel: 2,
        ..Options::default()
    }
}

/// A program that stands in for a worker gone wrong.
fn script(dir: &Path, body: &str) -> PathBuf {
    let path = dir.join("worker");
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a writable folder");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("own file");
    path
}

#[test]
fn close_set_words_stay_apart_and_kerned_letters_together() {
    let document = fixture("taet-sats.pdf");
    let lines: Vec<&str> = blocks(&document).into_iter().map(|b| b.2).collect();
    assert_eq!(
        lines.first(),
        Some(&"Teknologi og Vores ældre Forord Avram i tiden.")
    );
    assert_eq!(lines.last(), Some(&"Det er en linje med smalle mellemrum."));
}

#[test]
fn tagged_pdf_keeps_roles_and_loses_furniture() {
    let document = fixture("tagged.pdf");
    assert_eq!(document.title.as_deref(), Some("Fjordby i forandring"));
    assert_eq!(document.metadata.author.as_deref(), Some("Tue Lund"));
    assert_eq!(document.pages.len(), 4);
    let contents = texts(&document, BlockKind::Contents);
    assert_eq!(
        contents,
        [
            "Indledning 3",
            "Borgerne først 3",
            "Data med omtanke 3",
            "Grøn drift 4"
        ]
    );
    let headings: Vec<_> = blocks(&document)
        .into_iter()
        .filter(|b| b.0 > 2 && matches!(b.1, BlockKind::Heading { .. }))
        .map(|b| b.2)
        .collect();
    assert_eq!(
        headings,
        [
            "Indledning",
            "Borgerne først",
            "Data med omtanke",
            "Grøn drift"
        ]
    );
    assert_eq!(
        texts(&document, BlockKind::ListItem),
        ["Borgerne først", "Data med omtanke", "Grøn drift"]
    );
    assert_eq!(
        texts(&document, BlockKind::Footnote),
        ["1 Jf. den fælleskommunale handlingsplan fra 2021."]
    );
    assert_eq!(
        texts(&document, BlockKind::Table),
        [
            "Indsats\tAnsvarlig\tÅr\nDataoverblik\tIt-afdelingen\t2022\nÅbne data\tTeknik\t2023\nDataetik\tDirektionen\t2024"
        ]
    );
    let text = text_of(&document);
    for kept in [
        "it-sikkerheden",
        "børne- og ungeområdet",
        "velfærdsteknologiske løsninger",
    ] {
        assert!(text.contains(kept), "{kept} is gone");
    }
    for gone in ["Sag 22/004711", "Side 3 af", "\u{ad}"] {
        assert!(!text.contains(gone), "{gone} is still there");
    }
    assert_eq!(
        text.matches('\u{c}').count(),
        3,
        "pages are parted by form feeds"
    );
}

#[test]
fn letter_spaced_headings_and_columns_read_as_words() {
    let document = fixture("spaced.pdf");
    assert_eq!(
        document.title.as_deref(),
        Some("DIGITAL KOMMUNE"),
        "a photo credit is no title"
    );
    let headings: Vec<_> = blocks(&document)
        .into_iter()
        .filter(|b| matches!(b.1, BlockKind::Heading { .. }))
        .map(|b| b.2)
        .collect();
    assert_eq!(headings, ["DIGITAL KOMMUNE", "VORES RETNING", "Principper"]);
    let text = text_of(&document);
    assert!(text.contains("digitaliseringspolitikken skal gælde alle fagområder"));
    // The tenth paragraph runs over the page's end in mid-word.
    assert_eq!(text.matches("borgere og virksomheder").count(), 9);
}

#[test]
fn a_right_column_drawn_first_is_read_second() {
    let document = fixture("right-first.pdf");
    let text = text_of(&document);
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is gone"));
    assert!(place("Teknologi i Æblerød") < place("Den første spalte"));
    assert!(
        place("dem, der skal bruge dem.")
            < place("Den anden spalte begynder her og skal læses efter")
    );
    assert_eq!(
        document.title.as_deref(),
        Some("Teknologi i Æblerød"),
        "a file name is no title"
    );
    assert_eq!(
        texts(&document, BlockKind::Annotation),
        ["Vi støtter forslaget"]
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let scanned = fixture("scanned.pdf");
    assert_eq!(scanned.condition, Condition::Scanned);
    assert!(
        scanned
            .pages
            .iter()
            .all(|p| p.condition == PageCondition::Scanned)
    );
    assert_eq!(fixture("user-password.pdf").condition, Condition::Encrypted);
    let open = fixture("owner-password.pdf");
    assert_eq!(open.condition, Condition::Readable);
    assert!(text_of(&open).contains("Vi deler data og passer på dem."));
    let broken = read(b"%PDF-1.7\nnothing here", &Hints::default()).expect("a document");
    assert_eq!(broken.condition, Condition::Corrupt);
    assert_eq!(
        read(b" \n", &Hints::default())
            .expect("a document")
            .condition,
        Condition::Empty
    );
    assert!(read(b"\x89PNG\r\n\x1a\n", &Hints::default()).is_err());
}

#[test]
fn a_web_page_keeps_its_text_and_accordions_only() {
    let document = fixture("side.html");
    assert_eq!(
        document.title.as_deref(),
        Some("Digitaliseringsstrategi 2023-2026")
    );
    assert_eq!(
        document.metadata.modified.map(|d| d.to_string()).as_deref(),
        Some("2024-02-11")
    );
    let seen: Vec<_> = blocks(&document).into_iter().map(|b| (b.1, b.2)).collect();
    use BlockKind::{Caption, Heading, ListItem, Paragraph, Table};
    assert_eq!(
        seen,
        [
            (Heading { level: 1 }, "Digitaliseringsstrategi 2023-2026"),
            (
                Paragraph,
                "Lindby Kommune vil gøre hverdagen lettere for borgere og medarbejdere."
            ),
            (Heading { level: 2 }, "Pejlemærker"),
            (Heading { level: 3 }, "Den digitale borger"),
            (
                Paragraph,
                "Alle skal kunne være med. Biblioteket tilbyder hjælp til MitID."
            ),
            (ListItem, "Hjælp til selvbetjening"),
            (ListItem, "Kurser for ældre"),
            (Heading { level: 4 }, "Den digitale arbejdsplads"),
            (
                Paragraph,
                "Robotter tager rutineopgaverne, så fagligheden får plads."
            ),
            (Heading { level: 2 }, "Økonomi"),
            (Caption, "Midler til strategien"),
            (Table, "År\tBeløb\n2023\t1 mio. kr.\n2024\t2 mio. kr."),
        ]
    );
}

#[test]
fn a_short_old_page_is_read_whole() {
    let document = fixture("kort.html");
    assert_eq!(
        document.title.as_deref(),
        Some("Vision for velfærdsteknologi")
    );
    let text = text_of(&document);
    assert!(text.contains("Vi afprøver nye hjælpemidler sammen med borgerne."));
    assert!(!text.contains("Om os"), "the menu is no text");
}

#[test]
fn office_files_keep_headings_lists_and_tables() {
    use BlockKind::{Footnote, Heading, ListItem, Paragraph, Table};
    let docx = fixture("politik.docx");
    assert_eq!(
        docx.title.as_deref(),
        Some("Digitaliseringspolitik for Skovby")
    );
    assert_eq!(
        blocks(&docx),
        [
            (1, Heading { level: 1 }, "Digitaliseringspolitik for Skovby"),
            (1, Heading { level: 1 }, "Formål"),
            (
                1,
                Paragraph,
                "Skovby Kommune vil bruge teknologi med omtanke & respekt."
            ),
            (1, ListItem, "Data deles åbent"),
            (1, ListItem, "Borgere hjælpes"),
            (1, Heading { level: 2 }, "Økonomi"),
            (1, Table, "År\tBeløb\n2023\t2 mio. kr."),
            (2, Heading { level: 1 }, "Opfølgning"),
            (2, Paragraph, "Politikken følges op hvert andet år."),
        ]
    );
    let odt = fixture("principper.odt");
    assert_eq!(
        blocks(&odt),
        [
            (1, Heading { level: 1 }, "It-principper i Bøgelund"),
            (
                1,
                Paragraph,
                "Vi køber fælles løsninger. Og vi genbruger dem."
            ),
            (1, Footnote, "Se KOMBIT."),
            (1, ListItem, "Åbenhed"),
            (1, ListItem, "Sikkerhed"),
            (1, Table, "Område\tAnsvar\nSkole\tBørnechefen"),
        ]
    );
    let pptx = fixture("retning.pptx");
    assert_eq!(
        blocks(&pptx),
        [
            (1, Heading { level: 1 }, "Digital retning for Ådal"),
            (1, ListItem, "Borgeren i centrum"),
            (1, ListItem, "Grøn omstilling"),
            (2, Heading { level: 1 }, "Tidsplan"),
            (2, Table, "År\tMål\n2024\tOverblik"),
        ]
    );
}

#[test]
fn an_office_file_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", deflated)
        .expect("writes to memory");
    let block = vec![b' '; 1 << 20];
    for _ in 0..70 {
        zip.write_all(&block).expect("writes to memory");
    }
    let bytes = zip.finish().expect("writes to memory").into_inner();
    assert!(bytes.len() < 1 << 20, "the bomb is small");
    let error = read(&bytes, &Hints::default()).expect_err("refused");
    assert!(
        error.to_string().contains("unpacks to more than 64 MB"),
        "{error}"
    );
}

#[test]
fn the_worker_reads_as_this_process_does() {
    let names = ["tagged.pdf", "side.html", "politik.docx", "scanned.pdf"];
    let bytes: Vec<Vec<u8>> = names
        .iter()
        .map(|n| fs::read(root().join("tests/fixtures/extract").join(n)).expect("a fixture"))
        .collect();
    let sources: Vec<Source<'_>> = names
        .iter()
        .zip(&bytes)
        .map(|(n, b)| source(n, b, String::new()))
        .collect();
    let outcome = run(&sources, &worker(), &Silent).expect("the program starts");
    for ((name, bytes), document) in names.iter().zip(&bytes).zip(&outcome.value) {
        let here = read(bytes, &Hints::default()).expect("a document");
        assert_eq!(*document, here, "{name}");
    }
    let places: Vec<_> = outcome.warnings.iter().map(|w| w.place.as_str()).collect();
    assert_eq!(places, ["scanned.pdf"]);
}

#[test]
fn a_worker_that_hangs_dies_or_babbles_costs_one_warning_a_file() {
    let dir = tempfile::tempdir().expect("a folder");
    for (body, said) in [
        ("sleep 30 & sleep 30", "took longer than 1 s"),
        ("exit 3", "ended early"),
        ("kill -SEGV $$", "crashed (signal 11)"),
        (
            "echo 'memory allocation of 8 bytes failed' >&2; kill -ABRT $$",
            "more than 1 GiB of memory",
        ),
        ("head -c 8 /dev/zero; sleep 30", "makes no sense"),
        (
            "printf '\\377\\377\\377\\377\\377\\377\\377\\377'; exit 0",
            "ended early",
        ),
    ] {
        let options = Options {
            worker: Some(script(dir.path(), body)),
            time_limit: Duration::from_secs(1),
            parallel: 2,
            ..Options::default()
        };
        let sources: Vec<_> = ["a.pdf", "b.pdf", "c.pdf"]
            .map(|n| source(n, b"%PDF-1.4", String::new()))
            .into();
        let outcome = run(&sources, &options, &Silent).expect("the parent survives");
        assert_eq!(outcome.value.len(), 3);
        assert!(
            outcome
                .value
                .iter()
                .all(|d| d.condition == Condition::Corrupt)
        );
        assert_eq!(outcome.warnings.len(), 3, "{body}");
        for (warning, place) in outcome.warnings.iter().zip(["a.pdf", "b.pdf", "c.pdf"]) {
            assert_eq!(warning.place, place);
            assert!(warning.hint.is_some());
            assert!(warning.message.contains(said), "{body}: {warning}");
        }
    }
}

#[test]
fn a_worker_that_cannot_start_is_an_error() {
    let options = Options {
        worker: Some(PathBuf::from("/nowhere/strategikatalog")),
        ..Options::default()
    };
    let error = run(
        &[source("a.pdf", b"%PDF-1.4", String::new())],
        &options,
        &Silent,
    )
    .expect_err("no program");
    assert!(
        error.to_string().contains("/nowhere/strategikatalog"),
        "{error}"
    );
}

#[test]
fn nothing_is_read_twice() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = Options {
        cache: Some(dir.path().join("extract")),
        ..Options::default()
    };
    let key = "ab".repeat(32);
    let first = run(
        &[source("a", b"Strategi\n\nTekst.", key.clone())],
        &options,
        &Silent,
    )
    .expect("reads");
    // The key alone decides, so other bytes under it show that nothing was read.
    let second = run(&[source("a", b"Andet", key.clone())], &options, &Silent).expect("reads");
    assert_eq!(first.value, second.value);
    let kept: Vec<_> = fs::read_dir(dir.path().join("extract"))
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    assert_eq!(kept.len(), 1);
    fs::write(&kept[0], b"{ broken").expect("own file");
    let third = run(&[source("a", b"Andet", key)], &options, &Silent).expect("reads");
    assert!(
        text_of(&third.value[0]).contains("Andet"),
        "a broken file is read anew"
    );
}

#[test]
fn lost_bytes_are_named_and_not_remembered() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = Options {
        cache: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let lost = |_: &str| None;
    let source = Source {
        bytes: Bytes::Kept(&lost),
        ..source("https://a.dk/strategi.pdf", b"", "cd".repeat(32))
    };
    let outcome = run(&[source], &options, &Silent).expect("runs");
    assert_eq!(outcome.value[0].condition, Condition::Corrupt);
    assert!(outcome.warnings[0].message.contains("not in the archive"));
    assert_eq!(fs::read_dir(dir.path()).expect("the folder").count(), 0);
}

#[test]
fn the_shared_files_do_no_harm() {
    let shared = root().join("../shared/pdf-robustness");
    let shared = [shared, root().join("../../shared/pdf-robustness")]
        .into_iter()
        .find(|dir| dir.is_dir());
    let Some(dir) = shared else {
        #[expect(clippy::print_stderr, reason = "the line says what was not proven")]
        {
            eprintln!("../shared/pdf-robustness is absent: its 90 files were not read");
        }
        return;
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(dir)
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    paths.sort();
    let bytes: Vec<Vec<u8>> = paths.iter().map(|p| fs::read(p).expect("a file")).collect();
    let sources: Vec<Source<'_>> = paths
        .iter()
        .zip(&bytes)
        .map(|(p, b)| source(&p.display().to_string(), b, String::new()))
        .collect();
    let outcome = run(&sources, &worker(), &Silent).expect("the parent survives");
    assert_eq!(outcome.value.len(), paths.len());
    for (path, document) in paths.iter().zip(&outcome.value) {
        let named = outcome
            .warnings
            .iter()
            .any(|w| w.place == path.display().to_string());
        assert_eq!(
            document.condition != Condition::Readable,
            named,
            "{}",
            path.display()
        );
        let expected = path.with_extension("txt");
        if let Ok(expected) = fs::read_to_string(expected) {
            let recall = pair_recall(&expected, &text_of(document));
            assert!(
                recall >= 0.99,
                "{}: {recall:.4} of the word pairs",
                path.display()
            );
        }
    }
}

/// Share of neighbouring word pairs of a text that another has too; words broken at line ends count
/// as whole.
fn pair_recall(expected: &str, got: &str) -> f64 {
    use std::collections::BTreeMap;
    let words = |text: &str| -> Vec<String> {
        text.replace("-\n", "")
            .split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .map(|w| w.trim_matches('-').to_lowercase())
            .filter(|w| !w.is_empty())
            .collect()
    };
    let count = |words: &[String]| {
        let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
        for pair in words.windows(2) {
            *pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
        }
        pairs
    };
    let (expected, got) = (count(&words(expected)), count(&words(got)));
    let all: usize = expected.values().sum();
    let both: usize = expected
        .iter()
        .map(|(pair, n)| (*n).min(got.get(pair).copied().unwrap_or(0)))
        .sum();
    both as f64 / all.max(1) as f64
}

#[test]
fn accordions_without_headings_and_tool_rows_of_old_systems() {
    use BlockKind::{Heading, Paragraph};
    let document = fixture("gammel.html");
    assert_eq!(document.title.as_deref(), Some("It-strategi 2018-2021"));
    let seen: Vec<_> = blocks(&document).into_iter().map(|b| (b.1, b.2)).collect();
    assert_eq!(
        seen,
        [
            (Heading { level: 1 }, "It-strategi 2018-2021"),
            (
                Paragraph,
                "Brovig Kommune samler sine it-systemer, og alle fagområder får den samme platform at bygge på."
            ),
            (Heading { level: 2 }, "Drift og sikkerhed"),
            (
                Paragraph,
                "Driften samles ét sted. Sikkerheden følger ISO 27001, og medarbejderne får kurser hvert år."
            ),
            (Heading { level: 2 }, "Kompetencer"),
            (Paragraph, "Alle ledere kommer på kursus i digital ledelse."),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0..5_usize) {
        let heads: [&[u8]; 5] = [b"", b"%PDF-1.7\n", b"<!doctype html>", b"PK\x03\x04word/document.xml", b"\xff\xfe"];
        let all = [heads[head], &bytes].concat();
        // A document or a reason, and no panic: that is all that can be asked of noise.
        let _ = read(&all, &Hints::default());
    }

    #[test]
    fn any_markup_gives_clean_text(parts in proptest::collection::vec("(<(/?)(p|div|h1|ul|li|table|tr|td|nav|main|details|summary|b)>|[a-zæøå \u{ad}\u{301}]{0,12})", 0..60)) {
        let page = format!("<html><body>{}", parts.concat());
        let document = read(page.as_bytes(), &Hints::default()).expect("a page");
        for (_, _, text) in blocks(&document) {
            prop_assert!(!text.trim().is_empty() && !text.contains('\u{ad}') && !text.contains("  "), "{text:?}");
            // A tab at the edge is an empty cell of a table.
            prop_assert_eq!(text.trim_matches(|c: char| c.is_whitespace() && c != '\t'), text);
        }
    }
}
