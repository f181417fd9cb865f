//! The editors' commands as a person types them: what they print, what they leave, and with which
//! status they end.

use std::fs;

use super::cli::{err, out, run, status};

#[test]
fn from_nothing_to_a_list_and_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().join("katalog");
    let root = root.as_path();

    let missing = run(root, &["check"]);
    assert_eq!(status(&missing), Some(3));
    assert!(
        err(&missing).contains("strategikatalog init"),
        "{}",
        err(&missing)
    );

    assert_eq!(status(&run(root, &["init"])), Some(0));
    assert_eq!(
        status(&run(root, &["init"])),
        Some(3),
        "a catalogue is never written over"
    );

    let list = dir.path().join("liste.csv");
    let list = list.to_str().expect("a path");
    fs::write(list, "kommune;form;linktekst;link;periode\nNordfyn;Digitaliseringsstrategi;;;2021-2022\nFaxe;=1+1;;https://faxe.dk/=x;-\nAtlantis;X;;;\n").expect("a list");
    let import = run(root, &["import", list]);
    assert_eq!(status(&import), Some(1), "one row could not be placed");
    assert!(
        err(&import).contains("liste.csv:4: no municipality is called \"Atlantis\""),
        "{}",
        err(&import)
    );
    assert!(
        out(&import)
            .contains("content/kommuner/nordfyns.md: added Digitaliseringsstrategi, 2021-2022"),
        "{}",
        out(&import)
    );
    assert_eq!(
        out(&run(root, &["import", list])),
        "",
        "the second time changes nothing"
    );

    let export = run(root, &["export", "csv"]);
    assert_eq!(status(&export), Some(0));
    let csv = out(&export);
    assert!(csv.contains("\nFaxe;'=1+1;;https://faxe.dk/=x;-;"), "{csv}");
    let back = dir.path().join("ud.csv");
    fs::write(&back, &csv).expect("a file");
    let again = run(root, &["import", back.to_str().expect("a path")]);
    assert_eq!((status(&again), out(&again)), (Some(0), String::new()));

    let lines = out(&run(root, &["export", "ndjson"]));
    assert_eq!(lines.lines().count(), 2);
    assert!(
        lines
            .lines()
            .all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok())
    );
}

#[test]
fn check_ends_as_it_was_asked_to() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    let file = root.join("content/kommuner/dal.md");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(&file, "+++\nkode = 902\nnavn = \"Dal\"\n[[strategier]]\nform = \"IT-strategi\"\nperiode = \"2019-2022\"\n+++\n").expect("a file");

    let all = run(root, &["check", "--as-of", "2026-06-01"]);
    assert_eq!(status(&all), Some(1));
    assert!(
        out(&all).contains("content/kommuner/dal.md:4  Dal: IT-strategi 2019–2022"),
        "{}",
        out(&all)
    );
    assert_eq!(
        status(&run(root, &["check", "--as-of", "2021-06-01"])),
        Some(0),
        "no link is only a note"
    );
    assert_eq!(
        status(&run(
            root,
            &["check", "--as-of", "2026-06-01", "--fail-on", "gone,moved"]
        )),
        Some(0)
    );
    assert_eq!(
        status(&run(
            root,
            &[
                "check",
                "--as-of",
                "2026-06-01",
                "--fail-on",
                "gone,expired"
            ]
        )),
        Some(1)
    );
    assert_eq!(status(&run(root, &["check", "--fail-on", "dead"])), Some(2));

    fs::write(&file, "+++\nkode = \"902\"\nnavn = \"Dal\"\n+++\n").expect("a file");
    let broken = run(root, &["check", "--format", "json"]);
    assert_eq!(status(&broken), Some(3));
    let report: serde_json::Value = serde_json::from_str(&out(&broken)).expect("JSON");
    assert_eq!(report["findings"][0]["place"], "content/kommuner/dal.md:2");
}

#[test]
fn a_file_taken_in_stands_on_the_list() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    assert_eq!(status(&run(root, &["init"])), Some(0));
    let list = root.join("liste.csv");
    fs::write(
        &list,
        "kommune;form;periode\nRødovre;Digitaliseringsstrategi;2019-2022\n",
    )
    .expect("a list");
    assert_eq!(
        status(&run(root, &["import", list.to_str().expect("a path")])),
        Some(0)
    );
    let paper = root.join("strategi.md");
    fs::write(&paper, "# Digitaliseringsstrategi 2019-2022\n\nRødovre Kommunes digitaliseringsstrategi gælder i årene 2019-2022. Strategien sætter mål for borgernes digitale selvbetjening og for medarbejdernes kompetencer.\n").expect("a paper");
    let paper = paper.to_str().expect("a path");

    let wrong = run(root, &["add", paper, "--kommune", "rodovre"]);
    assert_eq!(status(&wrong), Some(3));
    assert!(
        err(&wrong).contains("did you mean roedovre?"),
        "{}",
        err(&wrong)
    );

    let add = run(root, &["add", paper, "--kommune", "roedovre"]);
    assert_eq!(
        out(&add),
        "roedovre/digitaliseringsstrategi-2019-2022\n",
        "{}",
        err(&add)
    );
    let file = root.join("content/kommuner/roedovre.md");
    let text = fs::read_to_string(&file).expect("the file");
    assert!(
        text.contains("periode = \"2019-2022\"\ndokument = \"urn:sha256:"),
        "{text}"
    );
    run(root, &["add", paper, "--kommune", "roedovre"]);
    assert_eq!(
        fs::read_to_string(&file).expect("the file"),
        text,
        "taken in once"
    );
}
