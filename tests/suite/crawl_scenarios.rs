//! What links lead to, one named scenario each, over a web on loopback.

use std::time::Duration;

use strategikatalog::archive::Archive;
use strategikatalog::crawl;
use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::snapshot::Visit;

use super::crawl_web::*;

const TEXT: &str = "STRATEGI for digitalisering i Testkøbing Kommune";

/// Crawls one link on a web played by `handler`.
fn one(
    path: &str,
    handler: impl Fn(&Request, usize) -> Play + Send + Sync + 'static,
) -> (Visit, Web) {
    one_with(path, &options(), handler)
}

fn one_with(
    path: &str,
    options: &crawl::Options,
    handler: impl Fn(&Request, usize) -> Play + Send + Sync + 'static,
) -> (Visit, Web) {
    let web = Web::start(handler);
    let dir = tempfile::tempdir().expect("a folder");
    let content = content(&web.base, vec![row(&web.url(path))]);
    let visit = crawl(dir.path(), &content, options).remove(0);
    (visit, web)
}

fn only(path: &'static str, play: fn() -> Play) -> impl Fn(&Request, usize) -> Play {
    move |request, _| {
        if request.target == path {
            play()
        } else {
            missing()
        }
    }
}

#[test]
fn ok_a_pdf() {
    let (visit, _) = one("/a.pdf", only("/a.pdf", || pdf_answer(TEXT)));
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert_eq!(visit.http, Some(200));
    assert_eq!(visit.documents.len(), 1);
    assert_eq!(visit.documents[0].media_type, "application/pdf");
    assert_eq!(visit.documents[0].file_name.as_deref(), Some("a.pdf"));
}

#[test]
fn ok_over_a_temporary_redirect() {
    let (visit, _) = one("/a", |request, _| match request.target.as_str() {
        "/a" => redirect("302 Found", "/b.pdf"),
        "/b.pdf" => pdf_answer(TEXT),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Ok);
    assert!(visit.final_url.ends_with("/b.pdf"));
    assert_eq!(visit.moved_to, None);
}

#[test]
fn moved_when_every_hop_is_permanent() {
    let (visit, _) = one("/a", |request, _| match request.target.as_str() {
        "/a" => redirect("301 Moved Permanently", "/b"),
        "/b" => redirect("308 Permanent Redirect", "c.pdf"),
        "/c.pdf" => pdf_answer(TEXT),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Moved);
    assert!(visit.moved_to.is_some_and(|to| to.ends_with("/c.pdf")));
}

#[test]
fn gone_with_404_and_410_and_a_name_that_does_not_exist() {
    let (visit, _) = one("/a.pdf", |_, _| missing());
    assert_eq!(visit.status, LinkHealth::Gone);
    let (visit, _) = one("/a.pdf", only("/a.pdf", || answer("410 Gone", &[], b"")));
    assert_eq!((visit.status, visit.http), (LinkHealth::Gone, Some(410)));

    let dir = tempfile::tempdir().expect("a folder");
    let content = content("http://x.invalid/", vec![row("http://x.invalid/a.pdf")]);
    let visit = crawl(dir.path(), &content, &options()).remove(0);
    assert_eq!((visit.status, visit.http), (LinkHealth::Gone, None));
}

#[test]
fn blocked_by_the_server_and_by_robots() {
    for code in ["401 Unauthorized", "403 Forbidden", "451 Unavailable"] {
        let (visit, _) = one("/a.pdf", move |r, _| match r.target.as_str() {
            "/a.pdf" => answer(code, &[], b"nej"),
            _ => missing(),
        });
        assert_eq!(visit.status, LinkHealth::Blocked, "{code}");
    }
    let (visit, web) = one("/intern/a.pdf", |request, _| {
        match request.target.as_str() {
            "/robots.txt" => answer("200 OK", &[], b"User-agent: *\nDisallow: /intern/\n"),
            _ => pdf_answer(TEXT),
        }
    });
    assert_eq!(visit.status, LinkHealth::Blocked);
    assert_eq!(web.count("/intern/a.pdf"), 0);
}

#[test]
fn blocked_while_robots_txt_cannot_be_had() {
    let (visit, web) = one("/a.pdf", |request, _| match request.target.as_str() {
        "/robots.txt" => answer("503 Service Unavailable", &[], b""),
        _ => pdf_answer(TEXT),
    });
    assert_eq!(visit.status, LinkHealth::Blocked);
    assert_eq!(web.count("/a.pdf"), 0);
    assert_eq!(web.count("/robots.txt"), 3);
}

#[test]
fn robots_txt_holds_behind_redirects_too() {
    let (visit, web) = one("/a", |request, _| match request.target.as_str() {
        "/robots.txt" => answer(
            "200 OK",
            &[],
            b"User-agent: strategikatalog\nDisallow: /b\n",
        ),
        "/a" => redirect("302 Found", "/b.pdf"),
        _ => pdf_answer(TEXT),
    });
    assert_eq!(visit.status, LinkHealth::Blocked);
    assert_eq!(web.count("/b.pdf"), 0);
}

#[test]
fn unreachable_after_three_tries_of_5xx() {
    let (visit, web) = one("/a.pdf", |request, _| match request.target.as_str() {
        "/a.pdf" => answer("500 Oops", &[], b""),
        _ => missing(),
    });
    assert_eq!(
        (visit.status, visit.http),
        (LinkHealth::Unreachable, Some(500))
    );
    assert_eq!(web.count("/a.pdf"), 3);
}

#[test]
fn ok_when_the_third_try_succeeds_after_retry_after() {
    let (visit, web) = one("/a.pdf", |request, before| {
        match (request.target.as_str(), before) {
            ("/a.pdf", 0) => answer("503 Busy", &[("retry-after", "0")], b""),
            ("/a.pdf", 1) => answer("429 Slow down", &[("retry-after", "1")], b""),
            ("/a.pdf", _) => pdf_answer(TEXT),
            _ => missing(),
        }
    });
    assert_eq!(visit.status, LinkHealth::Ok);
    assert_eq!(web.count("/a.pdf"), 3);
}

#[test]
fn unreachable_when_nobody_listens() {
    let dir = tempfile::tempdir().expect("a folder");
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let link = format!("http://127.0.0.1:{port}/a.pdf");
    let visit = crawl(dir.path(), &content(&link, vec![row(&link)]), &options()).remove(0);
    assert_eq!((visit.status, visit.http), (LinkHealth::Unreachable, None));
    assert!(
        visit
            .error
            .is_some_and(|e| e.contains("tager ikke imod forbindelser"))
    );
}

#[test]
fn unreachable_when_the_body_is_short() {
    let (visit, web) = one("/a.pdf", |request, _| {
        match request.target.as_str() {
        "/a.pdf" => Play::Send(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: 9000\r\n\r\n%PDF-1.4 STRATEGI"
                .to_vec(),
        ),
        _ => missing(),
    }
    });
    assert_eq!(visit.status, LinkHealth::Unreachable);
    let error = visit.error.expect("it says why");
    assert!(error.contains("af 9000 byte"), "{error}");
    assert!(visit.documents.is_empty());
    assert_eq!(web.count("/a.pdf"), 3);
}

#[test]
fn unreachable_when_the_answer_or_the_body_never_comes() {
    let mut quick = options();
    quick.fetch.answer_timeout = Duration::from_millis(200);
    for first in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n%PDF",
    ] {
        let (visit, web) = one_with("/a.pdf", &quick, move |request, _| {
            match request.target.as_str() {
                "/a.pdf" => Play::Pause(first.to_vec(), Duration::from_secs(3), Vec::new()),
                _ => missing(),
            }
        });
        assert_eq!(visit.status, LinkHealth::Unreachable);
        assert!(visit.error.is_some_and(|e| e.contains("ventede")));
        assert_eq!(web.count("/a.pdf"), 1);
    }
}

#[test]
fn unreachable_with_a_loop_that_is_named_and_a_chain_that_is_too_long() {
    let (visit, _) = one("/a", |request, _| match request.target.as_str() {
        "/a" => redirect("301 Moved", "/b"),
        "/b" => redirect("301 Moved", "/a"),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Unreachable);
    let error = visit.error.expect("it says why");
    assert!(error.contains("i ring") && error.contains("/b"), "{error}");

    let (visit, web) = one("/0", |request, _| {
        let number: u32 = request.target[1..].parse().unwrap_or(0);
        match request.target.as_str() {
            "/robots.txt" => missing(),
            _ => redirect("302 Found", &format!("/{}", number + 1)),
        }
    });
    assert_eq!(visit.status, LinkHealth::Unreachable);
    assert_eq!(web.requests().len(), 12, "robots.txt and eleven hops");
}

#[test]
fn refused_schemes_and_addresses_that_are_not_public() {
    let mut strict = options();
    strict.fetch.allow_private = false;
    for link in [
        "ftp://rk.dk/a.pdf",
        "file:///etc/passwd",
        "http://127.0.0.1:9/a.pdf",
        "http://[::1]:9/a.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "http://0x7f000001/",
        "http://localhost/a.pdf",
        "notat 2020",
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let content = content("https://x.dk/", vec![row(link)]);
        let visit = crawl(dir.path(), &content, &strict).remove(0);
        assert_eq!(visit.status, LinkHealth::Refused, "{link}: {visit:?}");
        assert!(visit.error.is_some());
    }
}

#[test]
fn too_large_as_announced_as_sent_and_as_unfolded() {
    let mut small = options();
    small.fetch.body_limit = 50_000;
    let announced =
        || Play::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n%PDF-1.4".to_vec());
    let streamed = || {
        Play::Repeat(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4".to_vec(),
            vec![b'x'; 10_000],
            100,
        )
    };
    let bomb = || {
        use std::io::Write;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&vec![b' '; 5_000_000]).expect("in memory");
        let body = gzip.finish().expect("in memory");
        assert!(body.len() < 50_000);
        answer("200 OK", &[("content-encoding", "gzip")], &body)
    };
    for (name, play) in [
        ("announced", announced as fn() -> Play),
        ("streamed", streamed),
        ("bomb", bomb),
    ] {
        let (visit, _) = one_with("/a.pdf", &small, only("/a.pdf", play));
        assert_eq!(visit.status, LinkHealth::TooLarge, "{name}: {visit:?}");
        assert!(visit.documents.is_empty());
    }
}

#[test]
fn soft_404_by_words_and_by_being_sent_to_the_front_page() {
    let (visit, _) = one(
        "/a.pdf",
        only("/a.pdf", || {
            html("<title>Siden findes ikke - Testkøbing</title>")
        }),
    );
    assert_eq!(visit.status, LinkHealth::Soft404);
    let (visit, _) = one("/media/a.pdf", |request, _| match request.target.as_str() {
        "/media/a.pdf" => redirect("302 Found", "/"),
        "/" => html("<title>Testkøbing Kommune</title><p>Velkommen"),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Soft404);
}

#[test]
fn wrong_document_when_it_is_no_strategy_or_another_municipalitys_or_for_other_years() {
    let (visit, _) = one("/a.pdf", only("/a.pdf", || pdf_answer("en menuplan")));
    assert_eq!(visit.status, LinkHealth::WrongDocument);
    let (visit, _) = one(
        "/a.pdf",
        only("/a.pdf", || pdf_answer("STRATEGI kommune: naboby")),
    );
    assert_eq!(visit.status, LinkHealth::WrongDocument);
    assert!(visit.documents.is_empty());

    let web = Web::start(only("/a.pdf", || pdf_answer("STRATEGI periode: 2025-2028")));
    let dir = tempfile::tempdir().expect("a folder");
    let mut listed = row(&web.url("/a.pdf"));
    listed.periode = Some("2016-2020".to_owned());
    let visit = crawl(dir.path(), &content(&web.base, vec![listed]), &options()).remove(0);
    assert_eq!(visit.status, LinkHealth::WrongDocument);
    assert!(visit.error.is_some_and(|e| e.contains("2025–2028")));
}

#[test]
fn ok_for_a_scan_or_half_a_file_that_nobody_can_read() {
    for play in [(|| pdf_answer("SCANNET")) as fn() -> Play, || {
        pdf_answer("BLANK")
    }] {
        let (visit, _) = one("/a.pdf", only("/a.pdf", play));
        assert_eq!(visit.status, LinkHealth::Ok);
        assert_eq!(visit.documents.len(), 1);
    }
    let (visit, _) = one("/side", only("/side", || html("<title>BLANK</title>")));
    assert_eq!(
        visit.status,
        LinkHealth::WrongDocument,
        "a page says what it is"
    );
}

#[test]
fn a_landing_page_leads_to_its_pdf() {
    let (visit, _) = one("/strategi", |request, _| match request.target.as_str() {
        "/strategi" => html(
            "<title>Digitalisering</title><h1>Digitalisering i Testkøbing</h1>\
             <p>Læs vores <a href='/media/digi-2020-2024.pdf'>digitaliseringsstrategi 2020-2024</a>.\
             <a href='/media/klima.pdf'>Klimaplan</a> <a href='/privatliv'>Privatlivspolitik</a>",
        ),
        "/media/digi-2020-2024.pdf" => pdf_answer(TEXT),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert!(visit.final_url.ends_with("/strategi"));
    assert!(
        visit.documents[0]
            .url
            .ends_with("/media/digi-2020-2024.pdf")
    );
}

#[test]
fn a_page_that_is_the_text_is_the_document() {
    let (visit, _) = one("/strategi", |request, _| match request.target.as_str() {
        "/strategi" => html(&format!(
            "<h1>Strategi</h1><p>{TEXT} {}",
            "ord ".repeat(500)
        )),
        _ => missing(),
    });
    assert_eq!(visit.status, LinkHealth::Ok);
    assert_eq!(visit.documents[0].media_type, "text/html");
}

#[test]
fn a_row_without_a_link_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut bare = row("x");
    bare.link = None;
    let visit = crawl(
        dir.path(),
        &content("http://x.invalid/", vec![bare]),
        &options(),
    )
    .remove(0);
    assert_eq!(visit.status, LinkHealth::NoLink);
    let line: serde_json::Value = serde_json::from_str(&crawl::line(&visit)).expect("a JSON line");
    assert_eq!(line["url"], "");
    assert_eq!(line["status"], "no-link");
}

#[test]
fn the_second_crawl_asks_whether_anything_changed() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/a.pdf" if request.fields.get("if-none-match").map(String::as_str) == Some("\"1\"") => {
            Play::Send(b"HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n".to_vec())
        }
        "/a.pdf" => answer("200 OK", &[("etag", "\"1\"")], &pdf(TEXT)),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let content = content(&web.base, vec![row(&web.url("/a.pdf"))]);
    let first = crawl(dir.path(), &content, &options()).remove(0);
    let second = crawl(dir.path(), &content, &options()).remove(0);
    assert_eq!(second.status, LinkHealth::Ok, "{second:?}");
    assert_eq!(second.documents[0].sha256, first.documents[0].sha256);
    assert_eq!(web.count("/a.pdf"), 2);
    let archive = Archive::open(&dir.path().join("archive"))
        .expect("opens")
        .value;
    let kinds: Vec<_> = archive
        .captures(&web.url("/a.pdf"))
        .iter()
        .map(|c| (c.kind, c.status))
        .collect();
    assert_eq!(kinds, [("response", 200), ("revisit", 304)]);
    assert_eq!(archive.visits(&web.url("/a.pdf")).len(), 2);
}

#[test]
fn what_is_fresh_is_not_fetched_again() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/a.pdf" => pdf_answer(TEXT),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let content = content(&web.base, vec![row(&web.url("/a.pdf"))]);
    let mut options = options();
    options.max_age = Duration::from_secs(3600);
    let first = crawl(dir.path(), &content, &options);
    let asked = web.requests().len();
    let second = crawl(dir.path(), &content, &options);
    assert_eq!(first, second);
    assert_eq!(web.requests().len(), asked);
}

#[test]
fn changed_says_how_much_and_a_dead_link_keeps_what_was() {
    let web = Web::start(|request, before| match (request.target.as_str(), before) {
        ("/a.pdf", 0) => pdf_answer("STRATEGI et to tre fire fem seks syv otte ni ti"),
        ("/a.pdf", 1) => pdf_answer("STRATEGI et to tre fire fem seks syv otte ni elleve"),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let content = content(&web.base, vec![row(&web.url("/a.pdf"))]);
    let first = crawl(dir.path(), &content, &options()).remove(0);
    let second = crawl(dir.path(), &content, &options()).remove(0);
    let third = crawl(dir.path(), &content, &options()).remove(0);
    assert_eq!(first.status, LinkHealth::Ok);
    assert_eq!(second.status, LinkHealth::Changed);
    let share = second.difference.expect("a share");
    assert!(share > 0.0 && share < 0.5, "{share}");
    assert_eq!(third.status, LinkHealth::Gone);
    let archive = Archive::open(&dir.path().join("archive"))
        .expect("opens")
        .value;
    let history = archive.visits(&web.url("/a.pdf"));
    assert_eq!(history.len(), 3);
    for visit in &history[..2] {
        let bytes = archive
            .payload(&visit.documents[0].sha256)
            .expect("readable")
            .expect("still there");
        assert!(bytes.starts_with(b"%PDF"));
    }
}

#[test]
fn the_user_agent_names_us_and_a_contact() {
    let (_, web) = one("/a.pdf", only("/a.pdf", || pdf_answer(TEXT)));
    for request in web.requests() {
        let agent = &request.fields["user-agent"];
        assert!(agent.starts_with("strategikatalog/") && agent.contains("kontakt@example.dk"));
    }
}

/// Every kind of record we write, as PyPI's warcio sees it. Without warcio on the PATH there is
/// nothing to ask.
#[test]
fn warcio_accepts_every_file() {
    let web = Web::start(|request, before| match (request.target.as_str(), before) {
        ("/a.pdf" | "/b.pdf", 0) => answer("200 OK", &[("etag", "\"1\"")], &pdf(TEXT)),
        ("/a.pdf", _) => Play::Send(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()),
        ("/gammel", _) => redirect("301 Moved", "/b.pdf"),
        ("/stor.pdf", _) => Play::Repeat(
            b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4".to_vec(),
            vec![b'x'; 10_000],
            100,
        ),
        ("/\u{e6}ble%20side" | "/%C3%A6ble%20side", _) => {
            use std::io::Write;
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(b"<h1>STRATEGI</h1>").expect("in memory");
            let body = gzip.finish().expect("in memory");
            answer(
                "200 OK",
                &[("content-encoding", "gzip"), ("content-type", "text/html")],
                &body,
            )
        }
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let paths = [
        "/a.pdf",
        "/b.pdf",
        "/gammel",
        "/stor.pdf",
        "/æble side",
        "/nej",
    ];
    let rows = paths.iter().map(|path| row(&web.url(path))).collect();
    let content = content(&web.base, rows);
    let mut options = options();
    options.fetch.body_limit = 100_000;
    crawl(dir.path(), &content, &options);
    crawl(dir.path(), &content, &options);
    let mut archive = Archive::open(&dir.path().join("archive"))
        .expect("opens")
        .value;
    archive
        .add_resource(
            &strategikatalog::archive::Resource {
                bytes: b"%PDF-1.4 med posten",
                file_name: "brev.pdf",
                media_type: "application/pdf",
                url: None,
                kommune: "testkoebing",
            },
            strategikatalog::model::Timestamp::now(),
        )
        .expect("added");
    archive.finish().expect("written");
    let files: Vec<_> = std::fs::read_dir(dir.path().join("archive"))
        .expect("the folder")
        .map(|item| item.expect("an item").path())
        .collect();
    for command in ["check", "index"] {
        let ran = std::process::Command::new("warcio")
            .arg(command)
            .args(&files)
            .output();
        let Ok(ran) = ran else {
            eprintln!("warcio is not installed; its opinion was not asked");
            return;
        };
        let said = String::from_utf8_lossy(&ran.stdout);
        let talk = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "warcio {command}: {said}{talk}");
        if command == "index" {
            let records = archive.list().count();
            assert!(said.lines().count() > 2 * records, "{said}");
            eprintln!("warcio took {} records", said.lines().count());
        }
    }
}

#[test]
fn refused_names_that_resolve_to_addresses_that_are_not_public() {
    for addresses in [["10.0.0.1:0", "10.0.0.2:0"], ["192.0.1.1:0", "127.0.0.1:0"]] {
        let mut strict = options();
        strict.fetch.allow_private = false;
        strict.fetch.lookup = std::sync::Arc::new(move |_| {
            let found = addresses.iter().map(|a| a.parse().expect("an address"));
            let found: Vec<std::net::SocketAddr> = found.collect();
            Box::pin(async move { Ok(found) })
        });
        let dir = tempfile::tempdir().expect("a folder");
        let content = content("http://x.dk/", vec![row("http://rebinding.dk/a.pdf")]);
        let visit = crawl(dir.path(), &content, &strict).remove(0);
        assert_eq!(visit.status, LinkHealth::Refused, "{visit:?}");
        let error = visit.error.expect("it says why");
        assert!(
            error.contains("som ikke er en offentlig adresse"),
            "{error}"
        );
    }
}

#[test]
fn refused_when_a_redirect_leads_inside() {
    // The name is public for the guard's eyes only through a proxy, which resolves names itself.
    let web = Web::start(|request, _| match request.target.as_str() {
        "http://rk.dk/a.pdf" => redirect("302 Found", "http://169.254.169.254/latest/"),
        "http://rk.dk/robots.txt" => missing(),
        _ => pdf_answer(TEXT),
    });
    let mut strict = options();
    strict.fetch.allow_private = false;
    strict.fetch.proxy = Some(web.base.clone());
    let dir = tempfile::tempdir().expect("a folder");
    let content = content("http://rk.dk/", vec![row("http://rk.dk/a.pdf")]);
    let visit = crawl(dir.path(), &content, &strict).remove(0);
    assert_eq!(visit.status, LinkHealth::Refused, "{visit:?}");
    assert_eq!(web.requests().len(), 2);
}
