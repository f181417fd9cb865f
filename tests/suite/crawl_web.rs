//! A web of our own on loopback for the crawl tests: every answer is written byte by byte, so that
//! servers that break the rules can be played too. Counts what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use strategikatalog::archive::Archive;
use strategikatalog::crawl::{self, Body, Reader, Reading};
use strategikatalog::fetch;
use strategikatalog::model::Timestamp;
use strategikatalog::model::catalogue::Content;
use strategikatalog::model::document::Condition;
use strategikatalog::model::form::Form;
use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::listing::Listing;
use strategikatalog::model::municipality::Municipality;
use strategikatalog::model::period::Period;
use strategikatalog::model::snapshot::Visit;
use strategikatalog::progress::Silent;

/// What a request asked.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Path and query, or the whole URL where a proxy is asked.
    pub(crate) target: String,
    /// Header fields, names in lower case.
    pub(crate) fields: BTreeMap<String, String>,
}

/// What a server does with a request.
pub(crate) enum Play {
    /// Sends these bytes, then closes unless told otherwise by their header.
    Send(Vec<u8>),
    /// Sends these bytes, waits, and sends the rest.
    Pause(Vec<u8>, Duration, Vec<u8>),
    /// Sends this head, then this block so many times.
    Repeat(Vec<u8>, Vec<u8>, usize),
}

type Handler = dyn Fn(&Request, usize) -> Play + Send + Sync;

/// A running server. It ends with the process.
#[derive(Clone)]
pub(crate) struct Web {
    /// `http://127.0.0.1:port`
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Web {
    /// Starts a server; the handler is told how often the target was asked before.
    pub(crate) fn start(handler: impl Fn(&Request, usize) -> Play + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let web = Self {
            base,
            asked: Arc::clone(&asked),
        };
        let handler: Arc<Handler> = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, handler) = (Arc::clone(&asked), Arc::clone(&handler));
                std::thread::spawn(move || serve(&stream, &asked, &*handler));
            }
        });
        web
    }

    /// How often a path was asked.
    pub(crate) fn count(&self, target: &str) -> usize {
        let asked = self.asked.lock().expect("no panic holding it");
        asked.iter().filter(|r| r.target == target).count()
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.asked.lock().expect("no panic holding it").clone()
    }

    /// A full address on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn serve(stream: &TcpStream, asked: &Mutex<Vec<Request>>, handler: &Handler) {
    let mut reader = BufReader::new(stream);
    let mut out = stream;
    loop {
        let Some(request) = read_request(&mut reader) else {
            return;
        };
        let before = {
            let mut asked = asked.lock().expect("no panic holding it");
            let before = asked.iter().filter(|r| r.target == request.target).count();
            asked.push(request.clone());
            before
        };
        let sent = match handler(&request, before) {
            Play::Send(bytes) => {
                let head = bytes[..bytes.len().min(1_000)].to_ascii_lowercase();
                let keep = head.windows(22).any(|w| w == b"connection: keep-alive");
                let sent = out.write_all(&bytes);
                if keep && sent.is_ok() {
                    continue;
                }
                sent
            }
            Play::Pause(first, wait, rest) => out
                .write_all(&first)
                .and_then(|()| out.flush())
                .map(|()| std::thread::sleep(wait))
                .and_then(|()| out.write_all(&rest)),
            Play::Repeat(head, block, times) => out
                .write_all(&head)
                .and_then(|()| (0..times).try_for_each(|_| out.write_all(&block))),
        };
        // The other side may have had enough; that is part of the play.
        drop(sent);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        return;
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let target = line.split_whitespace().nth(1)?.to_owned();
    let mut fields = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Some(Request { target, fields });
        };
        fields.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

/// A whole answer.
pub(crate) fn answer(status: &str, fields: &[(&str, &str)], body: &[u8]) -> Play {
    let mut out = format!("HTTP/1.1 {status}\r\n");
    for (name, value) in fields {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out.push_str(&format!(
        "connection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    ));
    Play::Send([out.as_bytes(), body].concat())
}

/// A web page.
pub(crate) fn html(body: &str) -> Play {
    answer(
        "200 OK",
        &[("content-type", "text/html; charset=utf-8")],
        body.as_bytes(),
    )
}

/// A redirect.
pub(crate) fn redirect(status: &str, to: &str) -> Play {
    answer(status, &[("location", to)], b"")
}

/// 404.
pub(crate) fn missing() -> Play {
    answer(
        "404 Not Found",
        &[("content-type", "text/html")],
        b"<h1>Nej</h1>",
    )
}

/// A file that passes for a PDF with [`TestReader`]: the sign, then plain text.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{text}").into_bytes()
}

/// A PDF as an answer.
pub(crate) fn pdf_answer(text: &str) -> Play {
    answer("200 OK", &[("content-type", "application/pdf")], &pdf(text))
}

/// Reads the plain text of anything. A strategy is what says STRATEGI; `kommune: x` and
/// `periode: 2019-2022` say the rest.
pub(crate) struct TestReader;

impl Reader for TestReader {
    fn read(&self, body: &Body) -> Option<Reading> {
        if body.media_type.starts_with("image/") {
            return None;
        }
        let text = String::from_utf8_lossy(&body.bytes).into_owned();
        let said = |key: &str| {
            let at = text.find(key)? + key.len();
            text[at..].split_whitespace().next().map(str::to_owned)
        };
        let scanned = text.contains("SCANNET");
        let blank = text.contains("BLANK");
        let title = said("titel:").or_else(|| {
            let at = text.find("<title>")? + "<title>".len();
            text[at..].split('<').next().map(str::to_owned)
        });
        Some(Reading {
            title,
            is_strategy: text.contains("STRATEGI") && !scanned && !blank,
            form: Form::Digitaliseringsstrategi,
            period: said("periode:")
                .and_then(|p| Period::from_list(&p))
                .unwrap_or(Period::NONE),
            municipality: said("kommune:"),
            condition: if scanned {
                Condition::Scanned
            } else if blank {
                Condition::Empty
            } else {
                Condition::Readable
            },
            draft: text.contains("UDKAST"),
            quote: None,
            text,
        })
    }
}

/// A row with this link.
pub(crate) fn row(link: &str) -> Listing {
    Listing {
        slug: "s".to_owned(),
        form: Some("Digitaliseringsstrategi".to_owned()),
        link: Some(link.to_owned()),
        ..Listing::default()
    }
}

/// Content with one municipality, `testkoebing`, and these rows.
pub(crate) fn content(home: &str, rows: Vec<Listing>) -> Content {
    Content {
        municipalities: vec![municipality("testkoebing", home, rows)],
        ..Content::default()
    }
}

/// A municipality with these rows, each with a slug of its own.
pub(crate) fn municipality(slug: &str, home: &str, rows: Vec<Listing>) -> Municipality {
    let rows = rows.into_iter().enumerate().map(|(n, row)| Listing {
        slug: format!("s{n}"),
        ..row
    });
    Municipality {
        slug: slug.to_owned(),
        kode: 999,
        navn: "Testkøbing".to_owned(),
        region: "Sjælland".to_owned(),
        indbyggere: 1,
        hjemmeside: Some(home.to_owned()),
        kommunegruppe: "Landkommuner".to_owned(),
        strategier: rows.collect(),
        noter: String::new(),
        file: format!("content/kommuner/{slug}.md"),
    }
}

/// Quick manners for loopback.
pub(crate) fn options() -> crawl::Options {
    let mut fetch = fetch::Options::new(
        fetch::user_agent(Some("https://example.dk/"), Some("kontakt@example.dk")),
        Timestamp::now,
    );
    fetch.gap = Duration::from_millis(1);
    fetch.back_off = Duration::from_millis(5);
    fetch.answer_timeout = Duration::from_secs(2);
    fetch.total_timeout = Duration::from_secs(4);
    fetch.allow_private = true;
    crawl::Options::new(fetch)
}

/// One crawl into `dir`.
pub(crate) fn crawl(dir: &Path, content: &Content, options: &crawl::Options) -> Vec<Visit> {
    let mut archive = Archive::open(&dir.join("archive"))
        .expect("the archive opens")
        .value;
    crawl::run(content, &mut archive, options, &TestReader, &Silent)
        .expect("the crawl runs")
        .value
}

/// A time so many seconds into the tests' history.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

/// A visit to an address that went well.
pub(crate) fn visit(url: &str, second: i64) -> Visit {
    Visit {
        url: url.to_owned(),
        final_url: url.to_owned(),
        kommune: "roedovre".to_owned(),
        at: at(second),
        status: LinkHealth::Ok,
        http: Some(200),
        documents: Vec::new(),
        moved_to: None,
        difference: None,
        ms: 1,
        error: None,
    }
}
