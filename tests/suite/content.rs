//! Editors' files and lists from outside: what loads, what is refused with which words, and that a
//! list goes in and out without loss.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use strategikatalog::content::import::{LAST_IMPORTED, Options, Shape, What};
use strategikatalog::content::{self, Error, export, import};
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::model::listing::Listing;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> PathBuf {
    repository().join("tests/fixtures/content").join(name)
}

fn catalogue(root: &Path) -> Catalogue {
    let content = content::load(root).expect("the content loads").value;
    let day = "2026-06-01".parse().expect("a date");
    Catalogue::assemble(content, BTreeMap::new(), day).value
}

/// A catalogue with one municipality that has these rows.
fn root_with(rows: &[Listing]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let mut file = toml::Table::new();
    file.insert("kode".into(), 175.into());
    file.insert("navn".into(), "Rødovre".into());
    let tables = rows.iter().map(|row| {
        let texts = [
            ("titel", &row.titel),
            ("form", &row.form),
            ("periode", &row.periode),
            ("link", &row.link),
            ("linktekst", &row.linktekst),
            ("dokument", &row.dokument),
        ];
        let mut table = toml::Table::new();
        for (key, value) in texts {
            if let Some(value) = value {
                table.insert(key.into(), value.as_str().into());
            }
        }
        if let Some(flag) = row.udkast {
            table.insert("udkast".into(), flag.into());
        }
        if !row.tema.is_empty() {
            table.insert("tema".into(), row.tema.clone().into());
        }
        toml::Value::Table(table)
    });
    file.insert("strategier".into(), toml::Value::Array(tables.collect()));
    let text = format!(
        "+++\n{}+++\nNoter.\n",
        toml::to_string(&file).expect("TOML")
    );
    write(root.path(), "content/kommuner/roedovre.md", &text);
    root
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn read(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).expect("a file")
}

/// Every file below a folder with its text.
fn files(dir: &Path) -> BTreeMap<PathBuf, String> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.insert(path.clone(), fs::read_to_string(&path).expect("a text"));
        }
    }
    out
}

#[test]
fn the_catalogue_of_this_repository_has_all_98() {
    let content = content::load(&repository()).expect("the content loads");
    assert_eq!(content.warnings, []);
    let content = content.value;
    assert_eq!(content.municipalities.len(), 98);
    assert_eq!(content.subjects.len(), 18 + 25 + 16);
    let rows: Vec<&Listing> = content
        .municipalities
        .iter()
        .flat_map(|m| &m.strategier)
        .collect();
    assert!(rows.len() >= 64, "{} rows", rows.len());
    let of = |slug: &str| {
        content
            .municipalities
            .iter()
            .find(|m| m.slug == slug)
            .expect("a municipality")
    };
    assert_eq!(of("haderslev").strategier[0].form.as_deref(), Some("-"));
    assert_eq!(of("nordfyns").strategier.len(), 1);
    assert_eq!(of("roedovre").kode, 175);
    let catalogue = Catalogue::assemble(
        content,
        BTreeMap::new(),
        "2026-06-01".parse().expect("a date"),
    );
    assert_eq!(
        catalogue.warnings,
        [],
        "every period of KL's list is understood"
    );
}

/// The expected text is `tests/fixtures/content/broken/errors.txt`.
#[test]
fn every_fault_in_every_file_is_named_at_once() {
    let error = content::load(&fixture("broken")).expect_err("broken files");
    let Error::Broken(problems) = &error else {
        panic!("{error}");
    };
    assert!(problems.iter().all(|p| p.line > 0));
    let expected = read(&fixture("broken"), "errors.txt");
    assert_eq!(error.to_string().trim(), expected.trim());
}

#[test]
fn oddities_are_warnings_and_the_rest_is_read() {
    let root = tempfile::tempdir().expect("a folder");
    let text = "\u{feff}+++\r\nkode = 175\r\nnavn = \"Rødovre\"\r\nhjemmeside = \"www.rk.dk\"\r\n[[strategier]]\r\nform = \"IT-strategi\"\r\nlink = \"rk.dk/x.pdf\"\r\ntema = [\"klma\"]\r\n+++\r\nEn note.\r\n";
    write(root.path(), "content/kommuner/rodovre.md", text);
    write(root.path(), "content/kommuner/_skabelon.md", "ikke læst");
    write(
        root.path(),
        "content/temaer/klima.md",
        "+++\ntitel = \"Klima\"\n+++\n",
    );
    let read = content::load(root.path()).expect("it loads");
    let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:#?}");
    for (line, words) in [
        (
            3,
            "navn: the file is named rodovre.md, but Rødovre gives roedovre.md",
        ),
        (4, "hjemmeside: \"www.rk.dk\" is not a web address"),
        (
            5,
            "tema: \"klma\" is no theme\n  hint: did you mean \"klima\"?",
        ),
        (7, "link: \"rk.dk/x.pdf\" is not a web address"),
    ] {
        let begin = format!("content/kommuner/rodovre.md:{line}: {words}");
        assert!(
            said.iter().any(|s| s.starts_with(&begin)),
            "{begin}\n{said:#?}"
        );
    }
    let rows = &read.value.municipalities[0];
    assert_eq!(rows.noter, "En note.");
    assert_eq!(rows.strategier[0].line, 5);
}

#[test]
fn a_folder_without_content_says_what_to_do() {
    let root = tempfile::tempdir().expect("a folder");
    let error = content::load(root.path())
        .expect_err("nothing there")
        .to_string();
    assert!(error.contains("strategikatalog init"), "{error}");
}

#[test]
fn kls_list_alone_makes_a_catalogue() {
    let root = tempfile::tempdir().expect("a folder");
    content::init(root.path()).expect("a catalogue");
    let list = "kommune;form;linktekst;link;periode\nNordfyn;Digitaliseringsstrategi;;;2021-2022\nHaderslev;-;Selvbetjening (haderslev.dk);;-\nRøddovre;Digitaliseringsstrategi;;;2019-2022\nHaderslev;-;Selvbetjening (haderslev.dk);;-\n;;;;\n";
    write(root.path(), "kl.csv", list);
    let done = import(
        root.path(),
        &root.path().join("kl.csv"),
        &Options::default(),
    )
    .expect("imports");
    assert_eq!(done.value.shape, Shape::LinkList);
    assert_eq!(done.value.count(|w| *w == What::NewFile), 2);
    assert_eq!(done.value.count(|w| matches!(w, What::Added(_))), 2);
    let said: Vec<String> = done.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(
        said[0].contains("kl.csv:4: no municipality is called \"Røddovre\"")
            && said[0].ends_with("did you mean Rødovre?"),
        "{said:#?}"
    );
    assert!(
        said[1].contains("kl.csv:5:") && said[1].contains("twice"),
        "{said:#?}"
    );
    let text = read(root.path(), "content/kommuner/haderslev.md");
    assert!(
        text.contains(
            "form = \"-\"\nperiode = \"-\"\nlinktekst = \"Selvbetjening (haderslev.dk)\"\n+++\n"
        ),
        "{text}"
    );
}

#[test]
fn an_editors_words_survive_a_newer_list() {
    let root = tempfile::tempdir().expect("a folder");
    let file = "content/kommuner/nordfyns.md";
    let before = "+++\nkode = 480 # fast nummer\nnavn = \"Nordfyns\"\n\n# Spurgt 3. maj\n[[strategier]]\nform = \"Digitaliseringsstrategi\"   # ja\nperiode = \"-\"\ntitel = \"Nordfyn digitalt\"\n\n[[strategier]]\nform = \"It-strategi\"\n+++\nEn *note*.\n";
    write(root.path(), file, before);
    write(
        root.path(),
        "ny.csv",
        "kommune,periode,form,link\n\"Nordfyns Kommune\",2021-2022,Digitaliseringsstrategi,https://nordfynskommune.dk/s.pdf\n480,2023-2026,Digitaliseringsstrategi,\n",
    );
    let list = root.path().join("ny.csv");
    let done = import(root.path(), &list, &Options::default()).expect("imports");
    assert_eq!(done.warnings, []);
    assert_eq!(done.value.count(|w| matches!(w, What::Updated { .. })), 2);
    let after = before
        .replace("periode = \"-\"", "periode = \"2021-2022\"")
        .replace("digitalt\"\n", "digitalt\"\nlink = \"https://nordfynskommune.dk/s.pdf\"\n")
        .replace("form = \"It-strategi\"\n", "form = \"It-strategi\"\n\n[[strategier]]\nform = \"Digitaliseringsstrategi\"\nperiode = \"2023-2026\"\n");
    assert_eq!(read(root.path(), file), after);
    let again = import(root.path(), &list, &Options::default()).expect("imports again");
    assert!(!again.value.changed());
    assert_eq!(read(root.path(), file), after);
}

/// The list, an editor's file and the list as it was: whoever changed a value has it; where both
/// did, the editor's stays and both are named.
#[test]
fn a_newer_list_does_not_write_over_what_an_editor_changed() {
    let root = tempfile::tempdir().expect("a folder");
    let list = |text: &str| {
        let columns = "kommune;form;linktekst;link;periode\n";
        write(root.path(), "kl.csv", &format!("{columns}{text}"));
        root.path().join("kl.csv")
    };
    fs::create_dir_all(root.path().join("content")).expect("a folder");
    let first = list(
        "Rødovre;Digitaliseringsstrategi;;https://rk.dk/a;2019-2022\n\
         Rødovre;It-strategi;;https://rk.dk/it;2020\n\
         Rødovre;Principper;;;2021\n",
    );
    import(root.path(), &first, &Options::default()).expect("imports");
    let file = "content/kommuner/roedovre.md";
    let edited = read(root.path(), file)
        .replace("\"2019-2022\"", "\"2019-2025\" # forlænget")
        .replace("https://rk.dk/it\"", "https://rk.dk/ny-it\"")
        .replace(
            "\n[[strategier]]\nform = \"Principper\"\nperiode = \"2021\"\n",
            "",
        );
    write(root.path(), file, &edited);

    let same = import(root.path(), &first, &Options::default()).expect("imports");
    assert!(!same.value.changed(), "{:#?}", same.value);
    assert_eq!(same.warnings, []);
    assert_eq!(read(root.path(), file), edited);

    // The list changes a value the editor has, one that only it has, and says the rest again.
    let second = list(
        "Rødovre;Digitaliseringsstrategi;;https://rk.dk/b;2019-2022\n\
         Rødovre;It-strategi;;https://rk.dk/it-2;2020\n\
         Rødovre;Principper;;;2021\n",
    );
    let done = import(root.path(), &second, &Options::default()).expect("imports");
    let said: Vec<String> = done.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    for words in [
        "content/kommuner/roedovre.md:",
        "link stays \"https://rk.dk/ny-it\"",
        "kl.csv:3 says \"https://rk.dk/it-2\"",
    ] {
        assert!(said[0].contains(words), "{said:#?}");
    }
    assert_eq!(
        read(root.path(), file),
        edited.replace("https://rk.dk/a\"", "https://rk.dk/b\"")
    );

    let wins = Options { list_wins: true };
    let done = import(root.path(), &second, &wins).expect("imports");
    assert_eq!(done.warnings, []);
    let text = read(root.path(), file);
    assert!(text.contains("https://rk.dk/it-2\"") && text.contains("\"2019-2022\" # forlænget"));
    assert!(text.contains("form = \"Principper\""));
    assert!(read(root.path(), LAST_IMPORTED).contains("https://rk.dk/it-2"));
}

/// Without a last import to compare with, every difference counts as an editor's word.
#[test]
fn a_value_that_was_never_imported_is_kept_and_reported() {
    let row = Listing {
        form: Some("It-strategi".to_owned()),
        periode: Some("2020".to_owned()),
        link: Some("https://rk.dk/min".to_owned()),
        ..Listing::default()
    };
    let root = root_with(&[row]);
    let before = files(&root.path().join("content"));
    let list = "kommune;form;link;periode\nRødovre;It-strategi;https://rk.dk/kl;2020\n";
    write(root.path(), "kl.csv", list);
    let kl = root.path().join("kl.csv");
    let done = import(root.path(), &kl, &Options::default()).expect("imports");
    assert_eq!(done.value.count(|w| matches!(w, What::Kept { .. })), 1);
    assert_eq!(done.warnings.len(), 1, "{:?}", done.warnings);
    assert_eq!(files(&root.path().join("content")), before);
}

#[test]
fn a_workbook_says_the_same_as_a_text() {
    let root = tempfile::tempdir().expect("a folder");
    let done = import_into(root.path(), &fixture("linksamling.xlsx"));
    assert_eq!(done, 3);
    let sheet = files(&root.path().join("content/kommuner"));
    let texts: Vec<&str> = sheet.values().map(String::as_str).collect();
    assert!(
        texts
            .iter()
            .any(|t| t.contains("form = \"Digitale principper\"\nperiode = \"2021\"")),
        "{texts:#?}"
    );
    assert!(
        texts.iter().any(|t| t.contains("bekraeftet = 2026-05-01")),
        "{texts:#?}"
    );
}

fn import_into(root: &Path, list: &Path) -> usize {
    fs::create_dir_all(root.join("content")).expect("a folder");
    let done = import(root, list, &Options::default()).expect("imports");
    assert_eq!(done.warnings, []);
    done.value.count(|w| matches!(w, What::Added(_)))
}

#[test]
fn a_registry_fills_in_and_keeps_an_editors_page() {
    let root = tempfile::tempdir().expect("a folder");
    let file = "content/kommuner/roedovre.md";
    write(
        root.path(),
        file,
        "+++\nkode = 175\nnavn = \"Rødovre\"\nindbyggere = 1\nhjemmeside = \"https://rk.dk/digital\"\n+++\n",
    );
    write(
        root.path(),
        "r.csv",
        "kode;navn;region;indbyggere_2020;hjemmeside;kommunegruppe\n175;Rødovre;Hovedstaden;40.652;rk.dk;Hovedstadskommuner\nabc;Ukendt;;;;\n",
    );
    let done =
        import(root.path(), &root.path().join("r.csv"), &Options::default()).expect("imports");
    assert_eq!(done.value.shape, Shape::Registry);
    assert_eq!(done.warnings.len(), 1, "{:?}", done.warnings);
    assert_eq!(
        read(root.path(), file),
        "+++\nkode = 175\nnavn = \"Rødovre\"\nindbyggere = 40652\nhjemmeside = \"https://rk.dk/digital\"\nregion = \"Hovedstaden\"\nkommunegruppe = \"Hovedstadskommuner\"\n+++\n"
    );
}

#[test]
fn a_list_that_is_not_understood_changes_nothing() {
    let root = root_with(&[]);
    let before = files(root.path());
    for (name, text, words) in [
        ("x.csv", "a;b\n1;2\n", "no line names the columns"),
        ("x.ods", "", "only .csv and .xlsx"),
        ("x.xlsx", "no workbook", "does not open"),
    ] {
        let outside = tempfile::tempdir().expect("a folder");
        write(outside.path(), name, text);
        let error = import(root.path(), &outside.path().join(name), &Options::default())
            .expect_err(name)
            .to_string();
        assert!(error.contains(words) && error.contains("hint:"), "{error}");
    }
    assert_eq!(files(root.path()), before);
}

#[test]
fn the_export_of_this_repository_goes_back_in_unchanged() {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in files(&repository().join("content")) {
        let name = path
            .strip_prefix(repository())
            .expect("below the repository");
        write(root.path(), &name.to_string_lossy(), &text);
    }
    let municipalities = root.path().join("content/kommuner");
    let before = files(&municipalities);
    let csv = export::csv(&catalogue(root.path()));
    assert!(csv.starts_with("kommune;form;linktekst;link;periode;"));
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "ud.csv", &csv);
    let done = import(
        root.path(),
        &outside.path().join("ud.csv"),
        &Options::default(),
    )
    .expect("imports");
    assert_eq!(done.warnings, []);
    assert!(done.value.changes.iter().all(|c| c.what == What::Unchanged));
    assert_eq!(files(&municipalities), before);
}

fn value() -> impl Strategy<Value = Option<String>> {
    proptest::option::weighted(
        0.7,
        "([=+@'-]?[a-cæØ;,\"\n ]{0,5}|-|2019|2019-2022|https://x\\.dk/[ab])",
    )
}

fn row() -> impl Strategy<Value = Listing> {
    let texts = (value(), value(), value(), value(), value(), value());
    (
        texts,
        any::<Option<bool>>(),
        proptest::collection::vec("klima|data", 0..3),
    )
        .prop_map(
            |((titel, form, periode, link, linktekst, dokument), udkast, tema)| Listing {
                titel,
                form,
                periode,
                link,
                linktekst,
                dokument,
                udkast,
                tema,
                ..Listing::default()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever editors write comes back from the CSV without a change.
    #[test]
    fn any_rows_go_out_and_in_unchanged(rows in proptest::collection::vec(row(), 0..6)) {
        let root = root_with(&rows);
        let before = files(&root.path().join("content"));
        let csv = export::csv(&catalogue(root.path()));
        write(root.path(), "ud.csv", &csv);
        let done = import(root.path(), &root.path().join("ud.csv"), &Options::default()).expect("imports");
        prop_assert!(!done.value.changed(), "{:#?}\n{csv}", done.value);
        prop_assert_eq!(files(&root.path().join("content")), before);
    }

    /// A second import of any list changes nothing, and no row is ever lost.
    #[test]
    fn any_list_is_taken_once(have in proptest::collection::vec(row(), 0..5), list in proptest::collection::vec(row(), 0..5)) {
        let other = root_with(&list);
        let csv = export::csv(&catalogue(other.path()));
        let root = root_with(&have);
        write(root.path(), "ud.csv", &csv);
        let file = root.path().join("ud.csv");
        import(root.path(), &file, &Options::default()).expect("imports");
        let after = files(&root.path().join("content"));
        prop_assert!(catalogue(root.path()).strategies.len() >= have.len());
        let again = import(root.path(), &file, &Options::default()).expect("imports again");
        prop_assert!(!again.value.changed(), "{:#?}", again.value);
        prop_assert_eq!(files(&root.path().join("content")), after);
    }

    /// Anything between the fences gives a value or an error with its line, never a panic.
    #[test]
    fn no_front_matter_makes_it_panic(toml in "([a-z]{1,6} ?= ?(\"[a-zø]*\"|[0-9.-]{1,5}|\\[.{0,5}\\]|true|“x”)?|\\[\\[?strategier\\]?\\]|\\PC{0,12}|kode = 1|navn = \"A\")(\n([a-z]{1,6} = .{0,6}|\\[\\[strategier\\]\\]|form = \"x\"|\\PC{0,9})){0,6}") {
        let root = tempfile::tempdir().expect("a folder");
        write(root.path(), "content/kommuner/a.md", &format!("+++\n{toml}\n+++\n"));
        match content::load(root.path()) {
            Ok(read) => prop_assert_eq!(read.value.municipalities.len(), 1),
            Err(error) => prop_assert!(error.to_string().starts_with("content/kommuner/a.md:"), "{}", error),
        }
    }
}
