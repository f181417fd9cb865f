//! The whole site as bytes → what must hold of every page: links and anchors lead somewhere, nothing
//! is inline, nothing comes from elsewhere, hostile text stays text, and twice is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use scraper::{Html, Selector};
use strategikatalog::model::catalogue::Catalogue;
use strategikatalog::model::settings::ArchivePolicy;
use strategikatalog::progress::Silent;
use strategikatalog::render::{self, Options, Site};

use crate::site_sample::{HOSTILE, catalogue};

fn build(catalogue: &Catalogue) -> Site {
    let mut site = render::run(catalogue, &Options::default(), &Silent)
        .expect("a site")
        .value;
    site.put_search(&[("search.js".to_owned(), b"export {};".to_vec())]);
    site
}

/// The site, made once for all tests.
fn site() -> &'static Site {
    static SITE: LazyLock<Site> = LazyLock::new(|| build(&catalogue()));
    &SITE
}

fn text(site: &Site, file: &str) -> String {
    let bytes = site.files.get(file).unwrap_or_else(|| panic!("no {file}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn pages(site: &Site) -> BTreeMap<&str, Html> {
    site.files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| {
            let html = std::str::from_utf8(bytes).expect("UTF-8");
            (name.as_str(), Html::parse_document(html))
        })
        .collect()
}

/// The file that a relative address leads to, and its anchor.
fn target(from: &str, href: &str) -> (String, Option<String>) {
    let base = url::Url::parse("http://site.example/").expect("a URL");
    let url = base
        .join(from)
        .and_then(|page| page.join(href))
        .unwrap_or_else(|e| panic!("{from}: {href}: {e}"));
    assert_eq!(url.host_str(), base.host_str(), "{from}: {href}");
    let path = url.path().trim_start_matches('/');
    (
        render::routes::file(path),
        url.fragment().map(str::to_owned),
    )
}

#[test]
fn every_internal_link_and_anchor_leads_somewhere() {
    let site = site();
    let pages = pages(site);
    let anchors: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, html)| {
            let with_id = select("[id]");
            let ids = html.select(&with_id).filter_map(|e| e.attr("id"));
            (*name, ids.collect())
        })
        .collect();
    let linked = select("[href], [src], form[action]");
    let mut broken = Vec::new();
    let mut count = 0;
    for (name, html) in &pages {
        for element in html.select(&linked) {
            let address = ["href", "src", "action"]
                .iter()
                .find_map(|a| element.attr(a));
            let address = address.expect("one of them");
            if address.starts_with("http") || address.starts_with("mailto:") {
                continue;
            }
            count += 1;
            // The 404 page is shown at any depth, so its addresses begin at the host's root.
            let (file, anchor) = target(name, address);
            let there = site.files.contains_key(&file);
            let anchored = anchor.as_ref().is_none_or(|anchor| {
                anchors
                    .get(file.as_str())
                    .is_some_and(|ids| ids.contains(anchor.as_str()))
            });
            if !there || !anchored {
                broken.push(format!("{name} → {address}"));
            }
        }
    }
    assert!(count > 5_000, "{count} links looked at");
    broken.dedup();
    assert!(
        broken.is_empty(),
        "{} broken: {:#?}",
        broken.len(),
        &broken[..broken.len().min(20)]
    );
}

#[test]
fn ids_are_unique_on_every_page() {
    let site = site();
    for (name, html) in pages(site) {
        let mut seen = BTreeSet::new();
        for element in html.select(&select("[id]")) {
            let id = element.attr("id").expect("an id");
            assert!(seen.insert(id), "{name}: id {id} stands twice");
        }
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    let site = site();
    for (name, html) in pages(site) {
        for element in html.select(&select("*")) {
            for (attribute, value) in element.value().attrs() {
                assert!(attribute != "style", "{name}: style=\"{value}\"");
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
            }
        }
        assert_eq!(html.select(&select("style")).count(), 0, "{name}");
        for script in html.select(&select("script")) {
            assert!(script.attr("src").is_some(), "{name}: an inline script");
        }
        for element in html.select(&select(
            "script, img, iframe, source, link:not([rel=canonical]):not([rel=license])",
        )) {
            let address = element
                .attr("src")
                .or_else(|| element.attr("href"))
                .unwrap_or("");
            assert!(
                !address.starts_with("http") && !address.starts_with("//"),
                "{name}: {address}"
            );
        }
    }
}

#[test]
fn two_renders_are_byte_identical() {
    assert!(*site() == build(&catalogue()));
}

#[test]
fn hostile_text_stays_text() {
    let site = site();
    for (name, html) in pages(site) {
        for element in html.select(&select("script, img")) {
            assert!(element.attr("onerror").is_none(), "{name}");
            assert!(!element.text().any(|t| t.contains("alert")), "{name}");
        }
    }
    let page = pages(site)
        .remove("strategier/aarhus/ond/index.html")
        .expect("the hostile strategy's page");
    let heading: String = page.select(&select("h1")).flat_map(|h| h.text()).collect();
    assert!(heading.contains(HOSTILE), "{heading}");
}

#[test]
fn every_page_has_one_heading_a_title_and_danish() {
    let site = site();
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    for (name, html) in pages(site) {
        assert_eq!(html.select(&select("html[lang=da]")).count(), 1, "{name}");
        assert_eq!(html.select(&select("h1")).count(), 1, "{name}");
        assert_eq!(html.select(&select("main")).count(), 1, "{name}");
        let title: String = html
            .select(&select("head title"))
            .flat_map(|t| t.text())
            .collect();
        if let Some(other) = titles.insert(title.clone(), name) {
            panic!("{name} and {other} are both called {title}");
        }
        let mut last = 0;
        for heading in html.select(&select("h1, h2, h3, h4, h5, h6")) {
            let level: u8 = heading.value().name()[1..].parse().expect("a level");
            assert!(level <= last + 1, "{name}: h{level} after h{last}");
            last = level;
        }
    }
}

#[test]
fn the_key_figures_lead_to_exactly_the_municipalities_they_count() {
    let site = site();
    let front = Html::parse_document(&text(site, "index.html"));
    let mut sum = 0;
    for figure in front.select(&select(".noegletal a")) {
        let number: usize = figure
            .select(&select("strong"))
            .flat_map(|s| s.text())
            .collect::<String>()
            .trim()
            .parse()
            .expect("a number");
        let (file, _) = target("index.html", figure.attr("href").expect("a link"));
        let list = Html::parse_document(&text(site, &file));
        let names: BTreeSet<String> = list
            .select(&select("[data-tabel] tbody th a"))
            .map(|a| a.text().collect())
            .collect();
        assert_eq!(names.len(), number, "{file}");
        sum += number;
    }
    assert_eq!(sum, 98);
}

#[test]
fn the_front_page_stays_light() {
    use std::io::Write as _;
    let site = site();
    let html = Html::parse_document(&text(site, "index.html"));
    let mut bytes = site.files["index.html"].clone();
    for element in html.select(&select("link[rel=stylesheet], script[src]")) {
        let address = element
            .attr("href")
            .or_else(|| element.attr("src"))
            .expect("one");
        bytes.extend(&site.files[&target("index.html", address).0]);
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bytes).expect("memory");
    let packed = gzip.finish().expect("memory").len();
    assert!(packed <= 60_000, "{packed} bytes");
}

#[test]
fn a_title_and_a_quote_link_to_page_and_source() {
    let site = site();
    let page = Html::parse_document(&text(site, "strategier/roedovre/ny-2023-2027/index.html"));
    assert_eq!(page.select(&select("section#side-3")).count(), 1);
    let source = page
        .select(&select("#side-3 .side-kilde a"))
        .next()
        .and_then(|a| a.attr("href"))
        .expect("a link to the source");
    assert!(source.ends_with(".pdf#page=3"), "{source}");
    assert!(page.select(&select("figure.citat mark")).count() > 0);
}

#[test]
fn an_edition_says_what_changed_since_the_one_before() {
    let page = Html::parse_document(&text(site(), "strategier/roedovre/ny-2023-2027/index.html"));
    let inserted: String = page
        .select(&select(".ord-for-ord ins"))
        .flat_map(|e| e.text())
        .collect();
    assert!(inserted.contains("Kunstig intelligens"), "{inserted}");
}

#[test]
fn gaps_are_never_claimed_of_what_could_not_be_read() {
    let catalogue = catalogue();
    let site = site();
    let mut claimed = 0;
    for m in &catalogue.content.municipalities {
        let page = Html::parse_document(&text(site, &format!("kommuner/{}/index.html", m.slug)));
        if page.select(&select(".huller li")).next().is_none() {
            continue;
        }
        claimed += 1;
        let whole = |s: &strategikatalog::model::catalogue::Strategy| {
            s.readable()
                .is_some_and(|(document, _)| document.is_complete())
        };
        assert!(catalogue.of(&m.slug).any(whole), "{}", m.slug);
    }
    assert!(claimed > 5, "{claimed} municipalities with gaps");
}

#[test]
fn copies_are_published_only_where_the_settings_say_so_and_never_as_html() {
    let mut catalogue = catalogue();
    let payload = |sha256: &str| (!sha256.ends_with('1')).then(|| b"<script>".to_vec());
    let options = Options {
        archived: Some(&payload),
        ..Options::default()
    };
    let quiet = render::run(&catalogue, &options, &Silent).expect("a site");
    assert!(!quiet.value.files.keys().any(|f| f.starts_with("arkiv/")));

    catalogue.content.settings.arkiv = ArchivePolicy::Udgiv;
    for strategy in catalogue.strategies.iter_mut().skip(1).step_by(3) {
        for snapshot in &mut strategy.finding.sources {
            snapshot.media_type = "text/html".to_owned();
        }
    }
    let outcome = render::run(&catalogue, &options, &Silent).expect("a site");
    let published: Vec<&String> = outcome
        .value
        .files
        .keys()
        .filter(|f| f.starts_with("arkiv/"))
        .collect();
    assert!(published.iter().any(|f| f.ends_with(".pdf")));
    assert!(published.iter().any(|f| f.ends_with(".txt")));
    assert!(
        !published
            .iter()
            .any(|f| f.ends_with(".html") || f.ends_with("1.pdf"))
    );
    assert!(
        !outcome.warnings.is_empty(),
        "what the archive has lost is told"
    );
    for (name, html) in pages(&outcome.value) {
        for link in html.select(&select("a[href*='arkiv/']")) {
            let (file, _) = target(name, link.attr("href").expect("a link"));
            assert!(outcome.value.files.contains_key(&file), "{name}: {file}");
        }
    }
}

#[test]
fn the_site_is_written_as_it_is_in_memory() {
    let site = site();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    render::write(site, &out).expect("written");
    for (name, bytes) in &site.files {
        assert!(
            std::fs::read(out.join(name)).expect("a file") == *bytes,
            "{name}"
        );
    }
}
