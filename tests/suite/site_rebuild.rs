//! A preview's process builds again and again: what it remembers must never show. Every rebuild is
//! held against a build by a process that remembers nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use strategikatalog::content;
use strategikatalog::model::Timestamp;
use strategikatalog::pipeline::{self, Addition, Memory, Options};
use strategikatalog::progress::Silent;

const TEXT: &str = "Digitaliseringsstrategi 2024-2027\n\nVi vil bruge velfærdsteknologi\n\n\
    Kommunen afprøver skærmbesøg og sensorer hos de ældre.\u{c}Klima\n\nVi måler energien i skolerne.\n";

/// A catalogue with two strategies of one municipality and one of another.
fn root() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    content::init(root).expect("an empty catalogue");
    for (slug, kode) in [("roedovre", 175), ("odder", 727)] {
        let text = format!(
            "+++\nkode = {kode}\nnavn = \"{}\"\nregion = \"Hovedstaden\"\nindbyggere = 40000\n\
             kommunegruppe = \"Landkommuner\"\n+++\n",
            if kode == 175 { "Rødovre" } else { "Odder" }
        );
        write(root, &format!("content/kommuner/{slug}.md"), &text);
    }
    for (slug, years) in [
        ("roedovre", "2020-2023"),
        ("roedovre", "2024-2027"),
        ("odder", "2024-2027"),
    ] {
        let file = root.join(format!("{slug}-{years}.txt"));
        std::fs::write(&file, TEXT.replace("2024-2027", years)).expect("a document");
        let addition = Addition {
            file,
            kommune: slug.to_owned(),
            titel: None,
            link: Some(format!("https://www.{slug}.dk/{years}.txt")),
        };
        let now: Timestamp = "2026-01-02T10:00:00Z".parse().expect("a moment");
        pipeline::add(root, &addition, None, now).expect("added");
    }
    dir
}

fn write(root: &Path, file: &str, text: &str) {
    std::fs::write(root.join(file), text).expect("a file");
}

fn edit(root: &Path, file: &str, from: &str, to: &str) {
    let path = root.join(file);
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{file} has no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).expect("a file");
}

fn options(root: &Path, out: &str) -> Options {
    Options {
        root: root.to_owned(),
        out: root.join(out),
        as_of: "2026-01-15".parse().expect("a day"),
        base_url: None,
        worker: None,
    }
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("inside").to_owned();
                out.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    out
}

/// Builds with what is remembered, compares with a fresh build, and tells whether pages were
/// published before the search.
fn rebuild(root: &Path, memory: &mut Memory, after: &str) -> bool {
    let mut early = false;
    pipeline::rebuild(&options(root, "kept"), memory, &Silent, &mut || {
        early = true
    })
    .expect("a rebuild");
    pipeline::build(&options(root, "fresh"), &mut Memory::default(), &Silent).expect("a build");
    let (kept, fresh) = (files(&root.join("kept")), files(&root.join("fresh")));
    let names: Vec<_> = kept.keys().collect();
    assert_eq!(names, fresh.keys().collect::<Vec<_>>(), "after {after}");
    for (name, bytes) in &fresh {
        assert!(
            kept[name] == *bytes,
            "{} differs after {after}",
            name.display()
        );
    }
    early
}

#[test]
fn what_is_remembered_never_shows() {
    let dir = root();
    let root = dir.path();
    let mut memory = Memory::lasting();
    assert!(
        !rebuild(root, &mut memory, "nothing"),
        "there was no search to wait for"
    );
    assert!(!rebuild(root, &mut memory, "nothing again"));
    let own = "content/kommuner/roedovre.md";

    write(
        root,
        "content/sider/ny.md",
        "+++\ntitel = \"Ny side\"\n+++\nHej.\n",
    );
    assert!(
        !rebuild(root, &mut memory, "a new page"),
        "no page of prose is searched"
    );
    edit(root, own, "indbyggere = 40000", "indbyggere = 41000");
    rebuild(root, &mut memory, "more inhabitants");
    edit(
        root,
        own,
        "[[strategier]]",
        "[[strategier]]\nbekraeftet = 2026-01-10",
    );
    rebuild(root, &mut memory, "a confirmation");
    edit(
        root,
        own,
        "[[strategier]]",
        "[[strategier]]\ntitel = \"Helt ny titel\"",
    );
    assert!(rebuild(root, &mut memory, "a title"), "titles are searched");
    edit(
        root,
        "content/temaer/erhverv.md",
        "ord = [",
        "ord = [\"skærmbesøg^3\", ",
    );
    assert!(
        rebuild(root, &mut memory, "a theme's word"),
        "themes are filtered by"
    );
    edit(
        root,
        "content/temaer/klima.md",
        "titel = \"",
        "titel = \"Omdøbt: ",
    );
    rebuild(root, &mut memory, "a theme's title");
    edit(
        root,
        "content/katalog.toml",
        "titel = \"",
        "titel = \"Omdøbt: ",
    );
    rebuild(root, &mut memory, "the site's title");
}
