//! The site, measured with the finished program: `cargo bench --bench site -- [STRATEGIES] [PAGES]`
//! makes a catalogue of the 98 municipalities with invented strategies in its archive and prints
//! what a build costs (time, processor time, memory, files, bytes), and under `serve` the time from
//! an editor's save to the changed page. The best of several runs is printed: others use the machine.
#![allow(clippy::print_stdout, missing_docs)]

#[allow(dead_code, reason = "the search's benchmark and tests use the rest")]
mod corpus;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use strategikatalog::archive::{Archive, Resource};
use strategikatalog::model::Timestamp;
use strategikatalog::model::document::{BlockKind, Document};

const PROGRAM: &str = env!("CARGO_BIN_EXE_strategikatalog");
const AS_OF: &str = "2026-01-01";
const RUNS: usize = 5;

fn main() {
    let size = corpus::Size::asked();
    let root = std::env::temp_dir().join("strategikatalog-bench-site");
    let _ = std::fs::remove_dir_all(&root);
    make(&root, size);
    println!("root      {size:?} in {}", root.display());
    let cold = build(&root);
    println!("cold      {cold}");
    let again: Vec<Cost> = (0..RUNS).map(|_| build(&root)).collect();
    println!("again     {}", best(again));
    let fresh: Vec<Cost> = (0..RUNS)
        .map(|_| {
            let _ = std::fs::remove_dir_all(root.join("public"));
            let _ = std::fs::remove_dir_all(root.join("crawl/cache/index"));
            build(&root)
        })
        .collect();
    println!("warm      {}", best(fresh));
    let (files, bytes) = weigh(&root.join("public"));
    println!("site      {files} files, {} KB", bytes >> 10);
    serve(&root);
}

/// What a build cost.
struct Cost {
    wall: Duration,
    /// Processor time of the program and its children, in seconds.
    cpu: f64,
    /// Most memory held, in KB.
    memory: usize,
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.2?}, processor {:.1} s, memory {} MB",
            self.wall,
            self.cpu,
            self.memory >> 10
        )
    }
}

fn best(costs: Vec<Cost>) -> Cost {
    costs
        .into_iter()
        .min_by_key(|cost| cost.wall)
        .expect("several runs")
}

/// One build by the finished program.
fn build(root: &Path) -> Cost {
    let before = children_time();
    let start = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(["--quiet", "--root"])
        .arg(root)
        .args(["build", "--as-of", AS_OF])
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut memory = 0;
    let status = loop {
        memory = peak(child.id()).max(memory);
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "build ends with {status}");
    Cost {
        wall: start.elapsed(),
        cpu: children_time() - before,
        memory,
    }
}

/// Most memory a process has held so far, in KB; 0 where the system does not say.
fn peak(pid: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

/// Processor time of the children that have ended, in seconds.
fn children_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|n| n.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

fn weigh(dir: &Path) -> (usize, u64) {
    let (mut files, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            let (more, size) = weigh(&entry.path());
            files += more;
            bytes += size;
        } else {
            files += 1;
            bytes += entry.metadata().expect("its size").len();
        }
    }
    (files, bytes)
}

/// From an editor's save to the changed page.
fn serve(root: &Path) {
    let mut server = Server::start(root);
    let content = root.join("content");
    let prose = content.join("sider/om.md");
    report("prose", &mut server, &prose, "om/", |text, mark| {
        format!("{text}\n\n{mark}\n")
    });
    let own = content.join("kommuner/roedovre.md");
    report("notes", &mut server, &own, "kommuner/roedovre/", |t, m| {
        format!("{t}\n\n{m}\n")
    });
    report("title", &mut server, &own, "kommuner/roedovre/", |t, m| {
        t.replacen("titel = \"", &format!("titel = \"{m} "), 1)
    });
    let theme = content.join("temaer/klima.md");
    report("words", &mut server, &theme, "temaer/klima/", |t, m| {
        format!(
            "{}\n\n{m}\n",
            t.replacen("ord = [", &format!("ord = [\"{m}\", "), 1)
        )
    });
    server.child.kill().expect("it runs");
    server.child.wait().expect("it ends");
}

fn report(
    what: &str,
    server: &mut Server,
    file: &Path,
    address: &str,
    edit: impl Fn(&str, &str) -> String,
) {
    let original = std::fs::read_to_string(file).expect("an editor's file");
    let mut times = Vec::new();
    for run in 0..RUNS {
        let mark = format!("{what}mærke{run}");
        let start = Instant::now();
        std::fs::write(file, edit(&original, &mark)).expect("saved");
        while !server.get(address).contains(&mark) {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{address} never changed"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        times.push(start.elapsed());
        // What the rebuild does after it has published is not measured with the next save.
        server.wait_until_idle();
    }
    std::fs::write(file, original).expect("put back");
    server.wait_until_idle();
    times.sort();
    println!(
        "serve     {what}: {:.2?} at best, {:.2?} in the middle, from save to served page",
        times[0],
        times[times.len() / 2]
    );
}

struct Server {
    child: Child,
    address: String,
    rebuilt: std::sync::mpsc::Receiver<()>,
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("--root")
            .arg(root)
            .args(["serve", "--port", "0"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its talk")).lines();
        let address = loop {
            let line = lines.next().expect("an address").expect("text");
            if let Some(at) = line.find("http://") {
                let end = line[at + 7..].find('/').expect("its end") + at + 7;
                break line[at + 7..end].to_owned();
            }
        };
        let (send, rebuilt) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.contains("rebuilt in") {
                    println!("          {line}");
                    let _ = send.send(());
                }
            }
        });
        Self {
            child,
            address,
            rebuilt,
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let host = &self.address;
        write!(
            stream,
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .expect("asked");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn wait_until_idle(&mut self) {
        let _ = self.rebuilt.recv_timeout(Duration::from_secs(60));
    }
}

/// The repository's own municipalities and vocabularies with invented strategies in the archive.
fn make(root: &Path, size: corpus::Size) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&repository.join("content"), &root.join("content"));
    let mut slugs: Vec<PathBuf> = std::fs::read_dir(root.join("content/kommuner"))
        .expect("municipalities")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    slugs.sort();
    let catalogue = corpus::catalogue(size, 1);
    let mut archive = Archive::open(&root.join("crawl/archive"))
        .expect("an archive")
        .value;
    let now: Timestamp = "2025-11-20T10:00:00Z".parse().expect("a moment");
    for (file, municipality) in slugs.iter().zip(&catalogue.content.municipalities) {
        let slug = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(file).expect("a municipality");
        // What stands before the rows, or before the end of the front matter where there are none.
        let end = text
            .find("[[strategier]]")
            .or_else(|| text[3..].find("+++").map(|at| at + 3));
        let mut out = text[..end.expect("front matter")].trim_end().to_owned() + "\n";
        for (at, strategy) in catalogue.of(&municipality.slug).enumerate() {
            let document = strategy.finding.document.as_ref().expect("invented");
            let url = format!("https://www.{slug}.dk/strategi-{at}.txt");
            let text = plain(&strategy.title, document);
            let resource = Resource {
                bytes: text.as_bytes(),
                file_name: &format!("strategi-{at}.txt"),
                media_type: "text/plain",
                url: Some(&url),
                kommune: &slug,
            };
            archive.add_resource(&resource, now).expect("archived");
            let listing = &strategy.listing;
            let _ = write!(
                out,
                "\n[[strategier]]\ntitel = \"{}\"\nform = \"{}\"\nperiode = \"{}\"\nlink = \"{url}\"\n",
                strategy.title,
                listing.form.as_deref().unwrap_or_default(),
                listing.periode.as_deref().unwrap_or_default(),
            );
        }
        out.push_str("+++\n");
        std::fs::write(file, out).expect("written");
    }
    archive.finish().expect("closed");
}

/// A document as a text file: form feeds between its pages.
fn plain(title: &str, document: &Document) -> String {
    let mut out = format!("{title}\n\n");
    for (at, page) in document.pages.iter().enumerate() {
        if at > 0 {
            out.push('\u{c}');
        }
        for block in &page.blocks {
            let text = match block.kind {
                BlockKind::Heading { .. } => {
                    let mut letters = block.text.chars();
                    let first = letters.next().into_iter().flat_map(char::to_uppercase);
                    first.chain(letters).collect()
                }
                _ => block.text.clone(),
            };
            let _ = write!(out, "{text}\n\n");
        }
    }
    out
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).expect("copied");
        }
    }
}
