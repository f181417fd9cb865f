//! kill -9 in the middle of a crawl, twenty times: nothing that was completed is lost, nothing
//! fresh is fetched twice.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use strategikatalog::archive::Archive;
use strategikatalog::model::health::LinkHealth;

use super::crawl_web::*;

const PAGES: usize = 120;
const ROUNDS: u64 = 20;
const BASE: &str = "STRATEGIKATALOG_KILL_BASE";
const DIR: &str = "STRATEGIKATALOG_KILL_DIR";

fn rows(base: &str) -> Vec<strategikatalog::model::listing::Listing> {
    (0..PAGES)
        .map(|n| row(&format!("{base}/{n}.pdf")))
        .collect()
}

/// Not a test of its own: what the child process of the test below does.
#[test]
#[ignore = "the child of nothing_completed_is_lost_when_killed"]
fn child() {
    let (Ok(base), Ok(dir)) = (std::env::var(BASE), std::env::var(DIR)) else {
        return;
    };
    let mut options = options();
    options.max_age = Duration::from_secs(3600);
    crawl(Path::new(&dir), &content(&base, rows(&base)), &options);
}

#[test]
fn nothing_completed_is_lost_when_killed() {
    let web = Web::start(|request, _| match request.target.as_str() {
        "/robots.txt" => missing(),
        path => {
            // Bodies that do not compress to nothing, so that a kill meets half-written records.
            let mut seed = path.len() as u64 + path.bytes().map(u64::from).sum::<u64>();
            let noise: String = (0..20_000)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    char::from(b'a' + (seed >> 59) as u8 % 26)
                })
                .collect();
            pdf_answer(&format!("STRATEGI {path} {noise}"))
        }
    });
    let dir = tempfile::tempdir().expect("a folder");
    let archive_dir = dir.path().join("archive");
    let mut safe: BTreeSet<String> = BTreeSet::new();
    let mut luck = 42_u64;
    let mut killed = 0;
    for _ in 0..ROUNDS {
        let before = web.requests().len();
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "crawl_kill::child", "--ignored"])
            .env(BASE, &web.base)
            .env(DIR, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_millis(20 + (luck >> 33) % 60));
        child.kill().expect("killed");
        killed += usize::from(!child.wait().expect("waited for").success());
        // Whatever was archived before this round was not asked for in it.
        for request in &web.requests()[before..] {
            let url = web.url(&request.target);
            assert!(!safe.contains(&url), "{url} was fetched twice");
        }
        let archive = Archive::open(&archive_dir).expect("opens").value;
        let now: BTreeSet<String> = archive.list().map(|capture| capture.url).collect();
        assert!(safe.is_subset(&now), "something was lost");
        for capture in archive.list() {
            let sha256 = capture.sha256.expect("whole bodies only");
            assert!(archive.payload(&sha256).expect("reads back").is_some());
        }
        safe = now;
    }
    assert!(killed > 0, "every child was quicker than its killer");
    let mut options = options();
    options.max_age = Duration::from_secs(3600);
    let visits = crawl(dir.path(), &content(&web.base, rows(&web.base)), &options);
    assert!(visits.iter().all(|visit| visit.status == LinkHealth::Ok));
    // One request at a time at one host: at most one was under way at each kill.
    assert!(web.requests().len() <= PAGES + 1 + killed);
}
