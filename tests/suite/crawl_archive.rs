//! The WARC store: what goes in comes out, whatever a kill or another program did to the files.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use strategikatalog::archive::{Archive, Error, Exchange, Payload, Resource, Truncation};

use super::crawl_web::{at, visit};

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn open(dir: &Path) -> Archive {
    let opened = Archive::open(&dir.join("archive")).expect("the archive opens");
    assert_eq!(opened.warnings, [], "nothing to warn of");
    opened.value
}

fn store(archive: &mut Archive, url: &str, body: &[u8], second: i64) {
    store_cut(archive, url, body, second, None);
}

fn store_cut(
    archive: &mut Archive,
    url: &str,
    body: &[u8],
    second: i64,
    truncated: Option<Truncation>,
) {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(body).expect("it is written");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    archive
        .append_exchange(&Exchange {
            url,
            at: at(second),
            ip: Some([192, 0, 2, 1].into()),
            request_head: b"GET / HTTP/1.1\r\nhost: x.dk\r\n\r\n",
            response_head: head.as_bytes(),
            status: 200,
            payload: Payload {
                file: &file,
                length: body.len() as u64,
                sha256: &hex(body),
                media_type: "text/plain",
            },
            truncated,
            not_modified: None,
        })
        .expect("it is appended");
}

fn warcs(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("archive"))
        .expect("the folder")
        .map(|item| item.expect("an item").path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_payload_is_stored_once_across_addresses() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    let body = "Digitaliseringsstrategi".repeat(1000);
    store(&mut archive, "https://a.dk/1.pdf", body.as_bytes(), 1);
    store(
        &mut archive,
        "https://b.dk/2.pdf?PHPSESSID=7",
        body.as_bytes(),
        2,
    );
    store(&mut archive, "https://a.dk/1.pdf#side", body.as_bytes(), 3);
    archive
        .append_visit(&visit("https://a.dk/1.pdf", 3))
        .expect("appended");
    archive.finish().expect("written");

    let archive = open(dir.path());
    let kinds: Vec<_> = archive.list().map(|c| (c.kind, c.bytes)).collect();
    let length = body.len() as u64;
    assert_eq!(
        kinds,
        [
            ("response", length),
            ("revisit", length),
            ("revisit", length)
        ]
    );
    let stored = archive.payload(&hex(body.as_bytes())).expect("read");
    assert_eq!(stored.as_deref(), Some(body.as_bytes()));
    assert_eq!(
        archive.visits("https://a.dk/1.pdf"),
        [visit("https://a.dk/1.pdf", 3)]
    );
    let other = archive
        .latest("https://b.dk/2.pdf", None)
        .expect("a capture");
    assert_eq!(archive.bytes(&other).expect("read"), body.as_bytes());
    let head = archive.head(&other).expect("read");
    assert!(head.starts_with(b"HTTP/1.1 200 OK\r\n"));
}

/// A replay tool shows the last record of an address: that must be the page, not what was noted of it.
#[test]
fn visits_do_not_stand_under_the_address_of_the_page() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    let link = "https://a.dk/1.pdf?id=2";
    store(&mut archive, link, b"one", 1);
    archive.append_visit(&visit(link, 1)).expect("appended");
    archive.finish().expect("written");
    let mut text = String::new();
    let file = File::open(warcs(dir.path()).remove(0)).expect("opens");
    let mut members = flate2::read::MultiGzDecoder::new(file);
    std::io::Read::read_to_string(&mut members, &mut text).expect("reads");
    let kinds: Vec<&str> = text
        .split("WARC/1.1\r\n")
        .filter(|record| record.contains(&format!("WARC-Target-URI: {link}\r\n")))
        .filter_map(|record| record.lines().next())
        .collect();
    assert_eq!(kinds, ["WARC-Type: response", "WARC-Type: request"]);
    // And they are found again without the index.
    fs::remove_file(dir.path().join("archive.index")).expect("removed");
    assert_eq!(open(dir.path()).visits(link), [visit(link, 1)]);
}

#[test]
fn captures_are_found_by_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    for second in 1..=3 {
        store(
            &mut archive,
            "https://a.dk/",
            format!("v{second}").as_bytes(),
            second * 10,
        );
    }
    let find = |when| archive.latest("https://a.dk/", when).map(|c| c.at);
    assert_eq!(find(None), Some(at(30)));
    assert_eq!(find(Some(at(29))), Some(at(20)));
    assert_eq!(find(Some(at(9))), None);
    assert_eq!(archive.captures("https://a.dk/").len(), 3);
}

#[test]
fn a_cut_body_is_kept_as_such_and_never_stands_for_the_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    store_cut(
        &mut archive,
        "https://a.dk/",
        b"half",
        1,
        Some(Truncation::Disconnect),
    );
    store(&mut archive, "https://b.dk/", b"half", 2);
    archive.finish().expect("written");
    let archive = open(dir.path());
    let cut = archive.latest("https://a.dk/", None).expect("a capture");
    assert!(cut.truncated && cut.sha256.is_none());
    assert_eq!(archive.bytes(&cut).expect("read"), b"half");
    let whole = archive.latest("https://b.dk/", None).expect("a capture");
    assert_eq!(whole.kind, "response");
}

#[test]
fn added_documents_are_resources_with_a_visit() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    let file = Resource {
        bytes: b"%PDF-1.4",
        file_name: "strategi \u{e6}.pdf",
        media_type: "application/pdf",
        url: None,
        kommune: "aeroe",
    };
    let first = archive.add_resource(&file, at(1)).expect("added");
    let again = archive.add_resource(&file, at(2)).expect("added");
    assert_eq!(first.url, format!("urn:sha256:{}", hex(b"%PDF-1.4")));
    assert_eq!(again.sha256, first.sha256);
    archive.finish().expect("written");
    let archive = open(dir.path());
    let visits = archive.visits(&first.url);
    assert_eq!(visits.len(), 2);
    assert_eq!(visits[0].documents, std::slice::from_ref(&first));
    assert_eq!(
        visits[0].documents[0].file_name.as_deref(),
        Some("strategi æ.pdf")
    );
    assert_eq!(archive.list().filter(|c| c.kind == "resource").count(), 1);
}

#[test]
fn files_rotate_and_each_begins_with_its_warcinfo() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path()).rotating_at(2_000);
    for n in 0..12 {
        store(
            &mut archive,
            &format!("https://a.dk/{n}"),
            hex(&[n]).as_bytes(),
            1,
        );
    }
    archive.finish().expect("written");
    let files = warcs(dir.path());
    assert!(files.len() > 2, "{files:?}");
    for file in &files {
        let mut text = String::new();
        let mut first = flate2::read::GzDecoder::new(File::open(file).expect("opens"));
        std::io::Read::read_to_string(&mut first, &mut text).expect("a member");
        assert!(text.starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
    }
    let archive = open(dir.path());
    assert_eq!(archive.list().count(), 12);
    for n in 0..12 {
        let stored = archive.payload(&hex(hex(&[n]).as_bytes())).expect("read");
        assert_eq!(stored.as_deref(), Some(hex(&[n]).as_bytes()));
    }
}

#[test]
fn cut_at_any_byte_only_the_record_under_way_is_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    store(&mut archive, "https://a.dk/1", b"first", 1);
    archive
        .append_visit(&visit("https://a.dk/1", 1))
        .expect("appended");
    archive.finish().expect("written");
    let path = warcs(dir.path()).remove(0);
    let safe = fs::metadata(&path).expect("there").len();
    let mut archive = open(dir.path());
    store(&mut archive, "https://a.dk/2", b"second", 2);
    archive.finish().expect("written");
    let whole = fs::read(&path).expect("read");
    let index = fs::read(dir.path().join("archive.index")).expect("read");

    for cut in (safe..whole.len() as u64).step_by(3) {
        let other = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(other.path().join("archive")).expect("made");
        let file = other
            .path()
            .join("archive")
            .join(path.file_name().expect("a name"));
        fs::write(&file, &whole[..cut as usize]).expect("written");
        // Every second time with the index of the longer file, which is then no longer true.
        if cut % 2 == 0 {
            fs::write(other.path().join("archive.index"), &index).expect("written");
        }
        let opened = Archive::open(&other.path().join("archive")).expect("opens");
        let mut archive = opened.value;
        assert_eq!(archive.captures("https://a.dk/1").len(), 1, "cut at {cut}");
        assert_eq!(archive.visits("https://a.dk/1").len(), 1, "cut at {cut}");
        store(&mut archive, "https://a.dk/3", b"third", 3);
        archive.finish().expect("written");
        let archive = open(other.path());
        let third = archive.payload(&hex(b"third")).expect("read");
        assert_eq!(third.as_deref(), Some(&b"third"[..]), "cut at {cut}");
        assert_eq!(archive.captures("https://a.dk/1").len(), 1, "cut at {cut}");
    }
}

#[test]
fn damage_in_the_middle_costs_one_record_and_is_reported() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    for n in 0..5 {
        store(
            &mut archive,
            &format!("https://a.dk/{n}"),
            hex(&[n]).as_bytes(),
            1,
        );
    }
    let third = archive.latest("https://a.dk/2", None).expect("a capture");
    archive.finish().expect("written");
    let path = warcs(dir.path()).remove(0);
    let mut bytes = fs::read(&path).expect("read");
    let place = third.offset as usize + 60;
    bytes[place] ^= 0xff;
    fs::write(&path, &bytes).expect("written");
    fs::remove_file(dir.path().join("archive.index")).expect("removed");
    let opened = Archive::open(&dir.path().join("archive")).expect("opens");
    assert_eq!(opened.warnings.len(), 1, "{:?}", opened.warnings);
    assert_eq!(opened.value.list().count(), 4);
    assert_eq!(fs::read(&path).expect("read"), bytes, "nothing was cut off");
}

#[test]
fn the_index_is_made_again_when_missing_wrong_or_behind() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut archive = open(dir.path());
    store(&mut archive, "https://a.dk/1", b"one", 1);
    archive.finish().expect("written");
    let index = dir.path().join("archive.index");
    let old = fs::read(&index).expect("read");
    let mut archive = open(dir.path());
    store(&mut archive, "https://a.dk/2", b"two", 2);
    archive.finish().expect("written");
    let new = fs::read(&index).expect("read");
    for (what, content) in [
        ("behind", Some(&old[..])),
        ("not ours", Some(&b"hej"[..])),
        ("cut", Some(&new[..new.len() / 2])),
        ("missing", None),
    ] {
        match content {
            Some(bytes) => fs::write(&index, bytes).expect("written"),
            None => fs::remove_file(&index).expect("removed"),
        }
        let archive = open(dir.path());
        assert_eq!(archive.list().count(), 2, "{what}");
        assert_eq!(fs::read(&index).expect("read"), new, "{what}");
    }
}

#[test]
fn two_programs_do_not_write_at_once_but_may_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut first = open(dir.path());
    store(&mut first, "https://a.dk/1", b"one", 1);
    let mut second = open(dir.path());
    assert_eq!(second.list().count(), 1);
    assert!(matches!(second.begin(), Err(Error::Busy { .. })));
    first.finish().expect("written");
    second.begin().expect("free now");
    store(&mut second, "https://a.dk/2", b"two", 2);
    second.finish().expect("written");
    // The first sees what the second wrote before it writes on.
    store(&mut first, "https://a.dk/3", b"three", 3);
    first.finish().expect("written");
    assert_eq!(open(dir.path()).list().count(), 3);
}

#[test]
fn an_archive_that_is_not_there_is_empty() {
    let dir = tempfile::tempdir().expect("a folder");
    let archive = open(&dir.path().join("nowhere"));
    assert!(archive.is_empty());
    assert_eq!(archive.visits("https://a.dk/"), []);
    assert_eq!(archive.payload(&hex(b"x")).expect("no error"), None);
    assert_eq!(archive.payload("not a digest").expect("no error"), None);
    assert!(
        !dir.path().join("nowhere").exists(),
        "reading makes no folders"
    );
}
