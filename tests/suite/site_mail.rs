//! The ready mails: what an editor gets is a patch that git takes, whatever the row looks like.

use std::path::Path;
use std::process::Command;

use scraper::{Html, Selector};
use strategikatalog::content;
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::progress::Silent;
use strategikatalog::render;

/// Rows as editors write them: with blank lines, comments and values over several lines; confirmed
/// before; last in a file without notes.
const ODDER: &str = "+++\nkode = 727\nnavn = \"Odder\"\nregion = \"Midtjylland\"\nindbyggere = 23000\n\
    kommunegruppe = \"Landkommuner\"\n\n[[strategier]]\n# aftalt med Odder\nform = \"Digitaliseringsstrategi\"\n\
    periode = \"2021-2025\"\nlink = \"https://www.odder.dk/a.pdf\"\ntema = [\n    \"klima\",\n]\n\n\
    [[strategier]]\ntitel = \"Den nye\"\nform = \"Digitaliseringsstrategi\"\nperiode = \"2026-2029\"\nbekraeftet = 2026-01-02\n+++\n";

/// The mails of a page: the text of each body, as an editor saves it.
fn mails(html: &str) -> Vec<String> {
    let link = Selector::parse("a[href^=\"mailto:\"]").expect("a selector");
    let html = Html::parse_document(html);
    html.select(&link)
        .filter_map(|a| {
            let url = url::Url::parse(a.attr("href")?).expect("an address");
            let (_, body) = url.query_pairs().find(|(key, _)| key == "body")?;
            Some(body.replace("\r\n", "\n"))
        })
        .collect()
}

#[test]
fn git_takes_the_patch_of_every_mail() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    if Command::new("git").arg("--version").output().is_err() {
        super::browser::say("skipped git_takes_the_patch_of_every_mail: git is not installed");
        return;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("content/kommuner");
    content::init(dir.path()).expect("an empty catalogue");
    std::fs::copy(
        repository.join("content/kommuner/roedovre.md"),
        folder.join("roedovre.md"),
    )
    .expect("a municipality");
    std::fs::write(folder.join("odder.md"), ODDER).expect("a municipality");
    let mut content = content::load(dir.path()).expect("the content").value;
    content.settings.rettelser = Some("ret@katalog.example".to_owned());
    let day = "2026-01-15".parse().expect("a day");
    let catalogue = Catalogue::assemble(content, Default::default(), day).value;
    let site = render::run(&catalogue, &render::Options::default(), &Silent)
        .expect("a site")
        .value;
    let mut applied = 0;
    for slug in ["odder", "roedovre"] {
        let page = &site.files[&format!("kommuner/{slug}/index.html")];
        for mail in mails(&String::from_utf8_lossy(page)) {
            if !mail.contains("\n--- a/") {
                continue;
            }
            let file = dir.path().join("mail.txt");
            std::fs::write(&file, &mail).expect("saved");
            let git = Command::new("git")
                .args(["apply", "--verbose"])
                .arg(&file)
                .current_dir(dir.path())
                .output()
                .expect("git");
            let said = String::from_utf8_lossy(&git.stderr);
            assert!(git.status.success(), "{said}\n{mail}");
            let undone = Command::new("git")
                .args(["apply", "--reverse"])
                .arg(&file)
                .current_dir(dir.path())
                .status()
                .expect("git");
            assert!(undone.success());
            applied += 1;
        }
    }
    assert_eq!(
        applied, 5,
        "three rows corrected, and confirmed but the one that a newer edition replaced"
    );
}
