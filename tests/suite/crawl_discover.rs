//! Looking further than the link: chapters on several pages, rows with only KL's link text, and
//! strategies that are missing from the list.

use std::path::Path;

use strategikatalog::archive::Archive;
use strategikatalog::content;
use strategikatalog::crawl::{self, Limits, Proposal};
use strategikatalog::model::health::LinkHealth;
use strategikatalog::progress::Silent;

use super::crawl_web::*;

const TEXT: &str = "STRATEGI for digitalisering i Testkøbing Kommune";

fn discover(dir: &Path, home: &str, limits: Limits) -> Vec<Proposal> {
    let content = content(home, Vec::new());
    let mut archive = Archive::open(&dir.join("archive")).expect("opens").value;
    let forslag = dir.join("forslag");
    crawl::discover(
        &content,
        &mut archive,
        &options(),
        limits,
        &forslag,
        &TestReader,
        &Silent,
    )
    .expect("the walk ends")
    .value
}

#[test]
fn chapters_on_several_pages_are_one_document_in_order() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/digitaliseringsstrategi" => html(
            "<title>Digitaliseringsstrategi</title><h1>Digitaliseringsstrategi</h1>\
             <ul><li><a href='/digitaliseringsstrategi/forord'>Forord</a>\
             <li><a href='/digitaliseringsstrategi/borger'>Borgeren først</a>\
             <li><a href='/digitaliseringsstrategi/data'>Data</a></ul>",
        ),
        "/digitaliseringsstrategi/forord" => html("<title>Forord</title><p>STRATEGI et"),
        "/digitaliseringsstrategi/borger" => html("<title>Borgeren</title><p>to"),
        "/digitaliseringsstrategi/data" => html("<title>Data</title><p>tre"),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let rows = vec![row(&web.url("/digitaliseringsstrategi"))];
    let visit = crawl(dir.path(), &content(&web.base, rows), &options()).remove(0);
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    let ends: Vec<_> = visit
        .documents
        .iter()
        .filter_map(|d| d.url.rsplit('/').next())
        .collect();
    assert_eq!(ends, ["forord", "borger", "data"]);
}

#[test]
fn pages_that_follow_each_other_are_one_document() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/strategi-1" => {
            html("<h1>Digital strategi</h1><p>STRATEGI</p><a href=strategi-2>Næste</a>")
        }
        "/strategi-2" => html("<h1>Mål</h1><a href=strategi-3>Næste side</a>"),
        "/strategi-3" => html("<h1>Indsatser</h1><a href=strategi-1>Til start</a>"),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let rows = vec![row(&web.url("/strategi-1"))];
    let visit = crawl(dir.path(), &content(&web.base, rows), &options()).remove(0);
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert_eq!(visit.documents.len(), 3);
}

#[test]
fn a_row_with_only_kls_link_text_is_looked_for_on_the_site() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/" => html(
            "<h1>Testkøbing</h1><a href=/politik>Politikker og strategier</a><a href=/nyt>Nyt</a>",
        ),
        "/politik" => html(
            "<h1>Politikker og strategier</h1><a href=/media/klima.pdf>Klimastrategi</a>\
             <a href=/media/notat-2020.pdf>Notat 2020 om digitaliseringsstrategi</a>",
        ),
        "/media/notat-2020.pdf" => pdf_answer("STRATEGI for digitalisering periode: 2020-2024"),
        "/media/klima.pdf" => pdf_answer("STRATEGI for klima kommune: naboby"),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let mut listed = row("x");
    listed.link = None;
    listed.linktekst = Some("Notat 2020 (testkoebing.dk)".to_owned());
    listed.periode = Some("2020-2024".to_owned());
    let content = content(&web.url("/"), vec![listed]);
    let visit = crawl(dir.path(), &content, &options()).remove(0);
    assert_eq!(visit.status, LinkHealth::NoLink);
    assert_eq!(visit.documents.len(), 1, "{visit:?}");
    assert!(
        visit
            .moved_to
            .is_some_and(|to| to.ends_with("/media/notat-2020.pdf"))
    );
    let archive = Archive::open(&dir.path().join("archive"))
        .expect("opens")
        .value;
    let key = content.municipalities[0].strategier[0].visit_url("testkoebing");
    assert_eq!(archive.visits(&key).len(), 1);
}

/// A site with everything that catches walkers: a calendar without end, filters, a path that grows,
/// and one strategy in the middle of it.
fn trap_site(request: &Request) -> Play {
    let path = request.target.split('?').next().unwrap_or_default();
    match path {
        "/robots.txt" => answer(
            "200 OK",
            &[],
            b"User-agent: *\nDisallow: /intern\nSitemap: /kort.xml\n",
        ),
        "/kort.xml" => answer(
            "200 OK",
            &[("content-type", "application/xml")],
            b"<urlset><url><loc>http://elsewhere.dk/digitaliseringsstrategi</loc></url></urlset>",
        ),
        "/" => html(
            "<a href=/kalender/2026/1>Kalender</a><a href='/nyt?side=1'>Nyt</a><a href=/x/>X</a>\
             <a href=/politik>Politik</a><a href=/intern/digitaliseringsstrategi.pdf>Digital strategi</a>",
        ),
        "/politik" => html(
            "<a href='/digi'>Digitaliseringsstrategi 2024-2027</a>\
             <a href='/media/digi-2024-2027.pdf'>Digitaliseringsstrategi 2024-2027 (pdf)</a>",
        ),
        "/digi" => html(&format!(
            "<h1>Digital</h1>{TEXT} periode: 2024-2027 {}",
            "ord ".repeat(400)
        )),
        "/media/digi-2024-2027.pdf" => pdf_answer("titel:Digital STRATEGI periode: 2024-2027"),
        "/media/naboby.pdf" => pdf_answer("STRATEGI kommune: naboby"),
        p if p.starts_with("/kalender") || p.starts_with("/nyt") || p.starts_with("/x") => {
            let links: String = (0..30)
                .map(|n| {
                    format!("<a href='{p}/{n}?side={n}'>digital side {n}</a><a href='{n}/x/'>x</a>")
                })
                .collect();
            html(&links)
        }
        _ => missing(),
    }
}

#[test]
fn discover_finds_the_strategy_and_survives_the_traps() {
    let web = Web::start(|request, _| trap_site(request));
    let dir = tempfile::tempdir().expect("a folder");
    let limits = Limits {
        pages: 60,
        ..crawl::LIMITS
    };
    let found = discover(dir.path(), &web.url("/"), limits);
    assert_eq!(found.len(), 1, "{found:?}");
    let proposal = &found[0];
    assert!(proposal.link.ends_with("/media/digi-2024-2027.pdf"));
    assert_eq!(proposal.periode.as_deref(), Some("2024-2027"));
    assert!(proposal.hvorfor.len() >= 2);
    let asked = web.requests();
    assert!(asked.len() <= 70, "{} requests", asked.len());
    assert!(!asked.iter().any(|r| r.target.starts_with("/intern")));
    assert!(!asked.iter().any(|r| r.target.starts_with("/kalender")));
    // Known proposals are left alone, also those an editor turned down.
    assert_eq!(discover(dir.path(), &web.url("/"), limits), []);
    assert_eq!(
        crawl::waiting(&dir.path().join("forslag"))
            .expect("read")
            .len(),
        1
    );
}

#[test]
fn the_budget_is_kept() {
    let web = Web::start(|request, _| trap_site(request));
    let dir = tempfile::tempdir().expect("a folder");
    let limits = Limits {
        pages: 3,
        ..crawl::LIMITS
    };
    discover(dir.path(), &web.url("/"), limits);
    // The three, robots.txt and the sitemap.
    assert!(web.requests().len() <= 5, "{:?}", web.requests());
}

#[test]
fn an_accepted_proposal_is_a_row_with_its_document() {
    let web = Web::start(|request, _| trap_site(request));
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    let file = root.join("content/kommuner/testkoebing.md");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(
        &file,
        "+++\nkode = 999\nnavn = \"Testkøbing\" # min note\nregion = \"Sjælland\"\nindbyggere = 1\n\
         hjemmeside = \"http://x.dk/\"\nkommunegruppe = \"Landkommuner\"\n+++\n\nNoter.\n",
    )
    .expect("written");
    let crawl_dir = root.join("crawl");
    let limits = Limits {
        pages: 60,
        ..crawl::LIMITS
    };
    let found = discover(&crawl_dir, &web.url("/"), limits);
    let mut archive = Archive::open(&crawl_dir.join("archive"))
        .expect("opens")
        .value;
    let forslag = crawl_dir.join("forslag");
    let now = strategikatalog::model::Timestamp::now();
    crawl::accept(root, &forslag, &mut archive, &found[0].id, now).expect("accepted");
    let text = std::fs::read_to_string(&file).expect("read");
    assert!(text.contains("# min note") && text.contains("2024-2027") && text.contains("Noter."));
    let visits = archive.visits(&found[0].link);
    assert_eq!(visits[0].documents[0].sha256, found[0].dokument.sha256);
    assert!(crawl::waiting(&forslag).expect("read").is_empty());
    let again = crawl::accept(root, &forslag, &mut archive, &found[0].id, now);
    assert!(again.is_err());
    let outside = crawl::accept(root, &forslag, &mut archive, "../../content/katalog", now);
    assert!(outside.is_err());
    drop(content::load(root));
}
