//! The network at its worst: certificates that do not hold, addresses that lead inside in every
//! spelling, codings, lies about what a file is. One named scenario each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use strategikatalog::archive::Archive;
use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::snapshot::Visit;

use super::crawl_web::*;

const TEXT: &str = "STRATEGI for digitalisering på ældreområdet i Testkøbing Kommune";

/// Crawls one row with this link, on a site at `home`.
fn visit_of(home: &str, link: &str, options: &strategikatalog::crawl::Options) -> Visit {
    let dir = tempfile::tempdir().expect("a folder");
    crawl(dir.path(), &content(home, vec![row(link)]), options).remove(0)
}

// --- TLS -------------------------------------------------------------------------------------------

/// A server on loopback that shows this certificate; returns its port.
fn tls_server(chain: Vec<rustls::pki_types::CertificateDer<'static>>, key: &KeyPair) -> u16 {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate and its key");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || {
                let Ok(connection) = rustls::ServerConnection::new(config) else {
                    return;
                };
                let mut stream = rustls::StreamOwned::new(connection, stream);
                let mut request = [0; 4096];
                // A client that does not trust us hangs up here; that is what is tried.
                if stream.read(&mut request).is_ok_and(|n| n > 0) {
                    let body = "<h1>Madplan</h1>";
                    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
                    let length = body.len();
                    let _ = write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{body}");
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            });
        }
    });
    port
}

#[test]
fn certificates_that_do_not_hold_are_a_status_with_a_clear_note() {
    let mut authority = CertificateParams::new([]).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
    let issued = |name: &str, until: i32| {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        params.not_before = date_time_ymd(2015, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.signed_by(&key, &authority).expect("signed");
        tls_server(vec![certificate.der().clone()], &key)
    };
    let own = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let self_signed = params.self_signed(&own).expect("signed");
    let plain = Web::start(|_, _| html("<h1>uden TLS</h1>"));
    let plain: u16 = plain.base[17..].parse().expect("a port");
    let cases = [
        (
            issued("localhost", 2090),
            "wrong-document",
            "ikke en strategi",
        ),
        (
            issued("localhost", 2016),
            "unreachable",
            "certifikat er udløbet",
        ),
        (
            issued("andet.example", 2090),
            "unreachable",
            "gælder et andet domæne",
        ),
        (
            tls_server(vec![self_signed.der().clone()], &own),
            "unreachable",
            "ikke udstedt af en, vi kan stole på",
        ),
        (plain, "unreachable", "sikker forbindelse fejler"),
    ];
    // Trust comes from the system, so the program is run with a system of our own.
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("content/kommuner");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut text = "+++\nkode = 999\nnavn = \"Testkøbing\"\n".to_owned();
    for (port, ..) in &cases {
        let link = format!("https://localhost:{port}/a.pdf");
        text.push_str(&format!(
            "\n[[strategier]]\nform = \"It-strategi\"\nperiode = \"{port}\"\nlink = \"{link}\"\n"
        ));
    }
    std::fs::write(folder.join("testkoebing.md"), format!("{text}+++\n")).expect("a file");
    let roots = dir.path().join("roots.pem");
    let pem = data_encoding::BASE64.encode(authority.der());
    let pem = format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n");
    std::fs::write(&roots, pem).expect("a file");
    let ran = Command::new(env!("CARGO_BIN_EXE_strategikatalog"))
        .arg("--root")
        .arg(dir.path())
        .args([
            "crawl",
            "--allow-private",
            "--delay",
            "0",
            "--format",
            "json",
        ])
        .env("SSL_CERT_FILE", &roots)
        .env_remove("SSL_CERT_DIR")
        .output()
        .expect("the program runs");
    let talk = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{talk}");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let lines: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect();
    for (port, status, note) in cases {
        let link = format!("https://localhost:{port}/a.pdf");
        let line = lines.iter().find(|line| line["url"] == link.as_str());
        let line = line.unwrap_or_else(|| panic!("no line for {link}: {said}{talk}"));
        assert_eq!(line["status"], status, "{line}");
        let error = line["error"].as_str().unwrap_or_default();
        assert!(error.contains(note), "{note}: {line}");
    }
}

// --- the address guard -----------------------------------------------------------------------------

/// What a public-looking server redirects to; the guard sees every hop. The server is reached through
/// a proxy, so that its own address on loopback is not in question.
fn redirected_to(target: &'static str) -> (Visit, usize) {
    let web = Web::start(move |request, _| match request.target.as_str() {
        "http://rk.dk/a.pdf" => redirect("302 Found", target),
        _ => missing(),
    });
    let mut strict = options();
    strict.fetch.allow_private = false;
    strict.fetch.proxy = Some(web.base.clone());
    let dir = tempfile::tempdir().expect("a folder");
    let mut content = content("http://rk.dk/", vec![row("http://rk.dk/a.pdf")]);
    content.municipalities[0].hjemmeside = None;
    let visit = crawl(dir.path(), &content, &strict).remove(0);
    (visit, web.requests().len())
}

#[test]
fn refused_wherever_a_redirect_leads_inside() {
    for target in [
        "http://169.254.169.254/latest/meta-data/",
        "http://rk.dk@169.254.169.254/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://localhost/",
        "http://internt.localhost./",
        "file:///etc/passwd",
        "ftp://rk.dk/a.pdf",
        "javascript:alert(1)",
        "data:text/html,STRATEGI",
        "http://rk.dk:22/",
        "http://rk.dk:6379/",
    ] {
        let (visit, asked) = redirected_to(target);
        assert_eq!(visit.status, LinkHealth::Refused, "{target}: {visit:?}");
        assert_eq!(asked, 2, "{target}: robots.txt and the link, and no more");
        assert!(visit.error.is_some());
    }
}

/// A name that is public when it is looked at and private a moment later: the connection uses the
/// very answer that was checked, so the second answer is never connected to unchecked.
#[test]
fn refused_when_a_name_changes_its_mind() {
    let inside = Web::start(|_, _| pdf_answer(TEXT));
    let port: u16 = inside.base[17..].parse().expect("a port");
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut strict = options();
    strict.fetch.allow_private = false;
    strict.fetch.tries = 3;
    strict.fetch.connect_timeout = Duration::from_millis(100);
    let count = Arc::clone(&asked);
    strict.fetch.lookup = Arc::new(move |_| {
        let first = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        // The first answer is a public address at which nobody answers.
        let ip = if first {
            [203, 0, 114, 1]
        } else {
            [127, 0, 0, 1]
        };
        let address = SocketAddr::from((ip, port));
        Box::pin(async move { Ok(vec![address]) })
    });
    let link = format!("http://rebinding.dk:{port}/a.pdf");
    let visit = visit_of("http://x.invalid/", &link, &strict);
    assert!(
        matches!(visit.status, LinkHealth::Refused | LinkHealth::Unreachable),
        "{visit:?}"
    );
    assert_eq!(inside.requests().len(), 0);
}

#[test]
fn ok_at_an_ipv6_address_and_with_a_name_and_password_that_are_not_sent() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        eprintln!("this machine has no IPv6; nothing was tried");
        return;
    };
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 2000];
            let n = stream.read(&mut request).unwrap_or(0);
            let asked = String::from_utf8_lossy(&request[..n]).to_lowercase();
            let status = match asked.contains("authorization") || asked.contains("robots.txt") {
                true => "404 Not Found",
                false => "200 OK",
            };
            let body = format!("%PDF-1.4\n{TEXT}");
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close");
            let _ = write!(stream, "{head}\r\n\r\n{body}");
        }
    });
    let link = format!("http://bruger:hemmelig@[::1]:{port}/a.pdf");
    let visit = visit_of(&format!("http://[::1]:{port}/"), &link, &options());
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert!(!visit.final_url.contains("hemmelig"), "{visit:?}");
    assert!(!visit.documents[0].url.contains("hemmelig"));
}

// --- addresses -------------------------------------------------------------------------------------

#[test]
fn ok_with_spaces_and_danish_letters_sent_encoded() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/media/strategi%20for%20%C3%A6ldre.pdf?navn=bl%C3%A5%20bog" => pdf_answer(TEXT),
        _ => missing(),
    });
    let link = web.url("/media/strategi for ældre.pdf?navn=blå bog#side 3");
    let visit = visit_of(&web.base, &link, &options());
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert_eq!(
        visit.documents[0].file_name.as_deref(),
        Some("strategi for ældre.pdf")
    );
}

#[test]
fn ok_at_a_danish_domain_name() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/robots.txt" => missing(),
        _ => pdf_answer(TEXT),
    });
    let address: SocketAddr = web.base[7..].parse().expect("an address");
    let mut named = options();
    named.fetch.lookup = Arc::new(move |host| {
        Box::pin(async move {
            let known = host == "xn--rdovre-bya.dk";
            known
                .then(|| vec![address])
                .ok_or_else(|| std::io::ErrorKind::NotFound.into())
        })
    });
    let home = format!("http://rødovre.dk:{}/", address.port());
    let visit = visit_of(&home, &format!("{home}a.pdf"), &named);
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
}

// --- bodies ----------------------------------------------------------------------------------------

/// Every coding gives the same payload; two on top of each other too.
#[test]
fn ok_in_every_coding() {
    let plain = pdf(&TEXT.repeat(50));
    let gzip = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).expect("in memory");
        out.finish().expect("in memory")
    };
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(&plain).expect("in memory");
    let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    raw.write_all(&plain).expect("in memory");
    let (brotli, zstd) = packed(&plain);
    let bodies = [
        ("identity", plain.clone()),
        ("gzip", gzip(&plain)),
        ("x-gzip", gzip(&plain)),
        ("deflate", zlib.finish().expect("in memory")),
        ("deflate", raw.finish().expect("in memory")),
        ("br", brotli),
        ("zstd", zstd),
        ("gzip, gzip", gzip(&gzip(&plain))),
    ];
    let rows = bodies.len();
    let web = Web::start(move |request, _| {
        let number: Option<usize> = request.target[1..].parse().ok();
        match number.and_then(|n| bodies.get(n)) {
            Some((coding, body)) => answer("200 OK", &[("content-encoding", coding)], body),
            None => missing(),
        }
    });
    let dir = tempfile::tempdir().expect("a folder");
    let rows = (0..rows).map(|n| row(&web.url(&format!("/{n}")))).collect();
    let visits = crawl(dir.path(), &content(&web.base, rows), &options());
    for visit in &visits {
        assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
        assert_eq!(visit.documents[0].sha256, visits[0].documents[0].sha256);
    }
    let archive = Archive::open(&dir.path().join("archive"))
        .expect("opens")
        .value;
    let stored = archive.payload(&visits[0].documents[0].sha256);
    assert_eq!(stored.expect("reads"), Some(plain));
}

/// The same bytes as brotli and as zstd, by the decoders' own encoders.
fn packed(plain: &[u8]) -> (Vec<u8>, Vec<u8>) {
    use async_compression::tokio::bufread::{BrotliEncoder, ZstdEncoder};
    use tokio::io::AsyncReadExt;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (mut brotli, mut zstd) = (Vec::new(), Vec::new());
        BrotliEncoder::new(plain)
            .read_to_end(&mut brotli)
            .await
            .expect("in memory");
        ZstdEncoder::new(plain)
            .read_to_end(&mut zstd)
            .await
            .expect("in memory");
        (brotli, zstd)
    })
}

#[test]
fn unreachable_with_a_coding_that_is_broken_or_unknown() {
    for coding in [
        "gzip",
        "deflate",
        "br",
        "zstd",
        "hemmelig",
        "gzip,gzip,gzip,gzip",
    ] {
        let web = Web::start(move |request, _| match request.target.as_str() {
            "/a.pdf" => answer(
                "200 OK",
                &[("content-encoding", coding)],
                b"%PDF-1.4 ikke pakket",
            ),
            _ => missing(),
        });
        let visit = visit_of(&web.base, &web.url("/a.pdf"), &options());
        assert_eq!(visit.status, LinkHealth::Unreachable, "{coding}: {visit:?}");
        assert!(visit.error.is_some(), "{coding}");
    }
}

/// The bytes say what a file is, whatever its header says.
#[test]
fn the_media_type_comes_from_the_bytes() {
    let web = Web::start(|request, _| {
        let kind =
            |kind: &'static str, body: &[u8]| answer("200 OK", &[("content-type", kind)], body);
        let page = format!(
            "<html><title>Strategi</title><p>{TEXT} {}",
            "ord ".repeat(400)
        );
        match request.target.as_str() {
            "/octet" => kind("application/octet-stream", &pdf(TEXT)),
            "/Pdf.aspx?id=7" => kind("text/html; charset=utf-8", &pdf(TEXT)),
            "/side.pdf" => kind("application/pdf", page.as_bytes()),
            "/uden" => answer("200 OK", &[], &pdf(TEXT)),
            _ => missing(),
        }
    });
    let paths = ["/octet", "/Pdf.aspx?id=7", "/side.pdf", "/uden"];
    let dir = tempfile::tempdir().expect("a folder");
    let rows = paths.map(|path| row(&web.url(path))).into();
    let visits = crawl(dir.path(), &content(&web.base, rows), &options());
    let kinds: Vec<&str> = visits
        .iter()
        .map(|v| v.documents.first().map_or("", |d| d.media_type.as_str()))
        .collect();
    let pdf = "application/pdf";
    assert_eq!(kinds, [pdf, pdf, "text/html", pdf], "{visits:#?}");
}

#[test]
fn soft_404_when_there_is_nothing_in_the_answer() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/a.pdf" => answer("200 OK", &[("content-type", "application/pdf")], b""),
        _ => missing(),
    });
    let visit = visit_of(&web.base, &web.url("/a.pdf"), &options());
    assert_eq!(visit.status, LinkHealth::Soft404, "{visit:?}");
    assert_eq!(visit.error.as_deref(), Some("svaret er tomt"));
}

/// Pages in the characters of the last thirty years: the words on them are found all the same.
#[test]
fn ok_whatever_the_characters() {
    let page = |head: &str| {
        format!(
            "<html><head>{head}</head><h1>Ældre på nettet</h1><a href='/s.pdf'>Læs digitaliseringsstrategien for ældreområdet</a></html>"
        )
    };
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let wide = |big: bool| -> Vec<u8> {
        let signs = page("");
        let signs = [0xfeff].into_iter().chain(signs.encode_utf16());
        signs
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let bodies = vec![
        ("text/html; charset=utf-8", page("").into_bytes()),
        ("text/html", latin(&page(""))),
        ("text/html", latin(&page("<meta charset=iso-8859-1>"))),
        ("text/html; charset=iso-8859-1", latin(&page(""))),
        ("text/html", wide(false)),
        ("application/octet-stream", wide(true)),
        ("text/html; charset=utf-16", wide(false)),
    ];
    for (header, body) in bodies {
        let size = body.len();
        let web = Web::start(move |request, _| match request.target.as_str() {
            "/side" => answer("200 OK", &[("content-type", header)], &body),
            "/s.pdf" => pdf_answer(TEXT),
            _ => missing(),
        });
        let visit = visit_of(&web.base, &web.url("/side"), &options());
        assert_eq!(visit.status, LinkHealth::Ok, "{header}, {size}: {visit:?}");
        assert!(
            visit.documents[0].url.ends_with("/s.pdf"),
            "{header}, {size}"
        );
    }
}

/// Pages that take for ever to parse, and files that nobody has written: the crawl goes on.
#[test]
fn wrong_document_for_a_page_without_end() {
    let web = Web::start(|request, _| {
        let many = |tag: &str, times: usize| html(&tag.repeat(times));
        match request.target.as_str() {
            "/dyb" => many("<div>", 600_000),
            "/b" => many("<x-y class=z>", 200_000),
            "/lang" => many("<a href=/digitaliseringsstrategi>x</a><p>ord</p>", 400_000),
            _ => missing(),
        }
    });
    let begin = std::time::Instant::now();
    for path in ["/dyb", "/b", "/lang"] {
        let visit = visit_of(&web.base, &web.url(path), &options());
        assert_eq!(visit.status, LinkHealth::WrongDocument, "{visit:?}");
    }
    assert!(begin.elapsed() < Duration::from_secs(60), "quadratic again");
}

// --- manners ---------------------------------------------------------------------------------------

#[test]
fn retry_after_is_kept_as_seconds_and_as_a_date() {
    for seconds in [true, false] {
        let web = Web::start(
            move |request, before| match (request.target.as_str(), before) {
                ("/a.pdf", 0) => {
                    let until = strategikatalog::model::Timestamp::now() + Duration::from_secs(2);
                    let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                    let wait = if seconds { "1".to_owned() } else { date };
                    answer("429 Too Many Requests", &[("retry-after", &wait)], b"")
                }
                ("/a.pdf", _) => pdf_answer(TEXT),
                _ => missing(),
            },
        );
        let begin = std::time::Instant::now();
        let visit = visit_of(&web.base, &web.url("/a.pdf"), &options());
        assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
        assert!(begin.elapsed() >= Duration::from_millis(900), "{seconds}");
        assert_eq!(web.count("/a.pdf"), 2);
    }
}

#[test]
fn unreachable_when_retry_after_is_longer_than_anybody_waits() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/a.pdf" => answer("503 Busy", &[("retry-after", "86400")], b""),
        _ => missing(),
    });
    let visit = visit_of(&web.base, &web.url("/a.pdf"), &options());
    assert_eq!(
        (visit.status, visit.http),
        (LinkHealth::Unreachable, Some(503))
    );
    assert_eq!(web.count("/a.pdf"), 1, "asking again sooner would be rude");
}

/// Ill once, well the next time: a fresh answer that was no answer is not taken for one.
#[test]
fn what_did_not_answer_is_asked_again_however_fresh() {
    let web = Web::start(|request, before| match (request.target.as_str(), before) {
        ("/a.pdf", 0..3) => answer("500 Oops", &[], b""),
        ("/a.pdf", _) => pdf_answer(TEXT),
        _ => missing(),
    });
    let dir = tempfile::tempdir().expect("a folder");
    let content = content(&web.base, vec![row(&web.url("/a.pdf"))]);
    let mut options = options();
    options.max_age = Duration::from_secs(3600);
    let first = crawl(dir.path(), &content, &options).remove(0);
    assert_eq!(first.status, LinkHealth::Unreachable);
    let second = crawl(dir.path(), &content, &options).remove(0);
    assert_eq!(second.status, LinkHealth::Ok, "{second:?}");
}
