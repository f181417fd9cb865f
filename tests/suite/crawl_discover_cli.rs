//! `discover` and `discover --accept` as an editor types them, with real papers on a site that does
//! everything to lead a walker astray.

use std::fs;
use std::io::Write;

use super::cli::{err, out, run, status};
use super::crawl_web::*;

/// A real strategy, of the invented municipality Østerholm.
const STRATEGY: &[u8] =
    include_bytes!("../../demo/web/www.oesterholm.example/media/sammen-om-det-digitale.pdf");

/// News about the strategy: names it in every sentence and is not it.
const NEWS: &str = "<title>Ny digitaliseringsstrategi | Østerholm Kommune</title><h1>Byrådet har vedtaget ny digitaliseringsstrategi</h1>\
    <p>28. februar 2026</p><p>Østerholm får en ny digitaliseringsstrategi 2026-2029. Det besluttede et enigt byråd på sit møde tirsdag \
    aften. Strategien skal følges op af en handleplan hvert år. – Jeg er glad for, at vi har fået de borgere med, der har svært ved det \
    digitale, siger borgmesteren efter mødet. Digitaliseringsstrategien har været i høring, og der kom 31 høringssvar. – Vi har lyttet, \
    siger udvalgsformanden, og det kan læses i den endelige strategi. Læs mere om mødet i referatet, som offentliggøres i løbet af ugen. \
    Oppositionen roste også forløbet, men savner penge til kurser på bibliotekerne. Der bliver holdt informationsmøde på rådhuset torsdag \
    klokken 19. Tilmelding er ikke nødvendig, og der er kaffe. Spørgsmål kan rettes til kommunens presseafdeling, som svarer alle hverdage. \
    Borgmesteren stiller op til interview efter aftale. Billeder kan hentes i pressearkivet og bruges frit med angivelse af fotograf.</p>";

fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).expect("in memory");
    out.finish().expect("in memory")
}

/// A calendar, session ids, ten thousand links, a path that grows; the strategy stands on a page that
/// only the gzipped half of a sitemap index names.
fn hostile(request: &Request, base: &str) -> Play {
    let target = request.target.as_str();
    let path = target.split(['?', ';']).next().unwrap_or_default();
    match path {
        "/robots.txt" => {
            let text = format!(
                "User-agent: *\nDisallow: /intern/\nSitemap: {base}/kort-indeks.xml\nSitemap: http://andet.example/kort.xml\n"
            );
            answer("200 OK", &[], text.as_bytes())
        }
        "/kort-indeks.xml" => {
            let parts = ["kort-1.xml", "kort-2.xml.gz", "kort-indeks.xml"];
            let parts: String = parts
                .iter()
                .map(|part| format!("<sitemap><loc>{base}/{part}</loc></sitemap>"))
                .collect();
            answer(
                "200 OK",
                &[("content-type", "text/xml")],
                format!("<sitemapindex>{parts}</sitemapindex>").as_bytes(),
            )
        }
        "/kort-1.xml" => {
            let pages: String = (0..20_000)
                .map(|n| format!("<url><loc>{base}/borger/side-{n}</loc></url>"))
                .collect();
            answer(
                "200 OK",
                &[],
                format!("<urlset>{pages}</urlset>").as_bytes(),
            )
        }
        "/kort-2.xml.gz" => {
            let page = format!("<url><loc>{base}/skjult/digitaliseringsstrategi</loc></url>");
            answer("200 OK", &[], &gzip(&format!("<urlset>{page}</urlset>")))
        }
        "/skjult/digitaliseringsstrategi" => html(
            "<title>Digitaliseringsstrategi</title><h1>Digitaliseringsstrategi</h1>\
             <a href='/media/c0ffee;jsessionid=17?sid=9'>Hent som PDF</a>",
        ),
        "/media/c0ffee" => answer(
            "200 OK",
            &[("content-type", "application/octet-stream")],
            STRATEGY,
        ),
        "/nyheder/ny-digitaliseringsstrategi" => html(NEWS),
        "/" => {
            let mut links = "<a href='/nyheder/ny-digitaliseringsstrategi'>Ny digitaliseringsstrategi vedtaget</a>\
                 <a href='/intern/digitaliseringsstrategi.pdf'>Digitaliseringsstrategi (intern)</a>\
                 <a href='/det-sker?dato=2026-01-01'>Det sker</a><a href='/digital/'>Digital</a>"
                .to_owned();
            for n in 0..10_000 {
                links.push_str(&format!(
                    "<a href='/digital/{n};jsessionid={n}'>Digital {n}</a>"
                ));
            }
            html(&links)
        }
        path if path.starts_with("/digital") || path.starts_with("/det-sker") => {
            let deeper = format!("{}/digital", path.trim_end_matches('/'));
            html(&format!(
                "<a href='{deeper}'>Digital strategi dybere</a><a href='?dato=2027-01-01'>Næste måned</a>\
                 <a href='{path}?PHPSESSID={}'>Digital igen</a>",
                target.len()
            ))
        }
        _ => missing(),
    }
}

#[test]
fn a_proposal_with_its_evidence_is_accepted_into_the_list() {
    let base = std::sync::Arc::new(std::sync::OnceLock::new());
    let known = std::sync::Arc::clone(&base);
    let web = Web::start(move |request, _| {
        hostile(
            request,
            known.get().map_or("", |base: &String| base.as_str()),
        )
    });
    base.set(web.base.clone()).expect("set once");
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    let file = root.join("content/kommuner/oesterholm.md");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    let before = format!(
        "+++\nkode = 908 # vores\nnavn = \"Østerholm\"\nhjemmeside = \"{}/\"\n+++\nNoter.\n",
        web.base
    );
    fs::write(&file, &before).expect("a file");

    let manners = ["--allow-private", "--delay", "0"];
    let args = [&["discover", "--format", "json"][..], &manners].concat();
    let found = run(root, &args);
    assert_eq!(status(&found), Some(0), "{}", err(&found));
    let said = out(&found);
    assert_eq!(
        said.lines().count(),
        1,
        "one proposal, and not the news: {said}"
    );
    let proposal: serde_json::Value = serde_json::from_str(said.trim()).expect("a JSON line");
    let id = proposal["id"].as_str().expect("an id").to_owned();
    assert_eq!(proposal["kommune"], "oesterholm");
    assert_eq!(proposal["form"], "Digitaliseringsstrategi", "{proposal}");
    for key in ["titel", "periode", "citat", "link"] {
        assert!(proposal[key].is_string(), "{key}: {proposal}");
    }
    assert!(
        proposal["hvorfor"]
            .as_array()
            .is_some_and(|why| why.len() >= 3)
    );
    let asked = web.requests();
    assert!(
        asked.len() <= 220,
        "the budget is 200 pages: {}",
        asked.len()
    );
    assert!(!asked.iter().any(|r| r.target.starts_with("/intern")));
    let toml = root.join(format!("crawl/forslag/{id}.toml"));
    assert!(toml.is_file());

    assert_eq!(
        fs::read_to_string(&file).expect("read"),
        before,
        "nothing is published"
    );
    let check = out(&run(root, &["check", "--format", "markdown"]));
    assert!(
        check.contains(&format!("discover --accept {id}")),
        "{check}"
    );
    let failing = run(root, &["check", "--fail-on", "proposal"]);
    assert_eq!(status(&failing), Some(1));

    let accepted = run(root, &["discover", "--accept", &id]);
    assert_eq!(status(&accepted), Some(0), "{}", err(&accepted));
    assert!(err(&accepted).contains("content/kommuner/oesterholm.md"));
    let text = fs::read_to_string(&file).expect("read");
    assert!(text.starts_with("+++\nkode = 908 # vores\n") && text.ends_with("+++\nNoter.\n"));
    let link = proposal["link"].as_str().expect("a link");
    assert!(
        text.contains("[[strategier]]") && text.contains(link),
        "{text}"
    );
    assert!(!toml.exists());
    assert_eq!(
        run(root, &["check", "--fail-on", "proposal,never-crawled"])
            .status
            .code(),
        Some(0)
    );
    let history = out(&run(root, &["archive", "show", link]));
    assert!(history.contains("ok"), "{history}");

    let again = run(root, &["discover", "--accept", &id]);
    assert_eq!(status(&again), Some(3));
    assert!(err(&again).contains("hint:"), "{}", err(&again));
    // What is on the list is not proposed again.
    let asked = web.requests().len();
    let args = [&["discover", "--max-age", "1h"][..], &manners].concat();
    assert_eq!(out(&run(root, &args)), "");
    assert_eq!(web.requests().len(), asked, "all of it was fresh");
}
