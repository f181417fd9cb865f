//! A WARC file → index entries for its records from some offset on, and where its last whole
//! record ends. Says what is damaged; changes nothing.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use jiff::Timestamp;

use super::index::{Digest, Entry, Kind, digest_from_hex};
use super::record::{Counting, Header, Member};

/// What a scan saw.
#[derive(Debug)]
pub(super) struct Scan {
    /// Records worth indexing, in order.
    pub(super) entries: Vec<Entry>,
    /// End of the last whole record.
    pub(super) end: u64,
    /// Stretches without a whole record, as (first byte, byte after).
    pub(super) damage: Vec<(u64, u64)>,
}

/// Reads the records of `path` from `from`, which must be the beginning of a member or the end of
/// the file.
pub(super) fn scan(path: &Path, file: u32, from: u64) -> io::Result<Scan> {
    let mut handle = File::open(path)?;
    let size = handle.metadata()?.len();
    handle.seek(SeekFrom::Start(from))?;
    let mut reader = Counting::new(BufReader::with_capacity(1 << 16, handle), from);
    let mut out = Scan {
        entries: Vec::new(),
        end: from,
        damage: Vec::new(),
    };
    let mut at = from;
    while at < size {
        match read_entry(&mut reader, file, at) {
            Ok(entry) => {
                out.entries.extend(entry);
                at = reader.count;
                out.end = at;
            }
            Err(_) => {
                let next = next_member(path, at + 1, size)?;
                out.damage.push((at, next.unwrap_or(size)));
                let Some(next) = next else { break };
                at = next;
                let mut handle = File::open(path)?;
                handle.seek(SeekFrom::Start(at))?;
                reader = Counting::new(BufReader::with_capacity(1 << 16, handle), at);
            }
        }
    }
    Ok(out)
}

/// The next offset from which a whole record can be read. Only looked for after damage.
fn next_member(path: &Path, from: u64, size: u64) -> io::Result<Option<u64>> {
    const STEP: usize = 1 << 20;
    let mut handle = File::open(path)?;
    let mut base = from;
    let mut window = vec![0; STEP];
    while base < size {
        handle.seek(SeekFrom::Start(base))?;
        let mut filled = 0;
        while filled < STEP {
            match handle.read(&mut window[filled..])? {
                0 => break,
                n => filled += n,
            }
        }
        for (i, bytes) in window[..filled].windows(3).enumerate() {
            let offset = base + i as u64;
            if bytes == [0x1f, 0x8b, 8] && is_whole(path, offset)? {
                return Ok(Some(offset));
            }
        }
        if filled < STEP {
            break;
        }
        // Two bytes of overlap: the three signs may stand across the border.
        base += (STEP - 2) as u64;
    }
    Ok(None)
}

fn is_whole(path: &Path, offset: u64) -> io::Result<bool> {
    let mut handle = File::open(path)?;
    handle.seek(SeekFrom::Start(offset))?;
    Ok(Member::open(BufReader::new(handle))
        .and_then(Member::finish)
        .is_ok())
}

/// One member → its entry; `None` for records nobody looks up (warcinfo, request).
fn read_entry(
    reader: &mut Counting<BufReader<File>>,
    file: u32,
    offset: u64,
) -> io::Result<Option<Entry>> {
    let mut member = Member::open(reader)?;
    let kind = match member.header.get("WARC-Type") {
        Some("response") => Some(Kind::Response),
        Some("revisit") => Some(Kind::Revisit),
        Some("resource") => Some(Kind::Resource),
        Some("metadata") if is_visit(&member.header) => Some(Kind::Visit),
        _ => None,
    };
    let mut status = 0;
    let mut head = 0;
    if matches!(kind, Some(Kind::Response | Kind::Revisit)) {
        let bytes = member.http_head()?;
        status = http_status(&bytes);
        head = bytes.len() as u64;
    }
    if member.header.get("WARC-Profile") == Some(super::NOT_MODIFIED) {
        status = 304;
    }
    let entry = kind.and_then(|kind| entry(&member.header, kind, file, offset, status, head));
    member.finish()?;
    Ok(entry)
}

fn is_visit(header: &Header) -> bool {
    header.get("Content-Type") == Some("application/json")
}

fn entry(
    header: &Header,
    kind: Kind,
    file: u32,
    offset: u64,
    status: u16,
    head: u64,
) -> Option<Entry> {
    let block: u64 = header.get("Content-Length")?.parse().ok()?;
    let stated = header
        .get(super::PAYLOAD_LENGTH)
        .and_then(|length| length.parse().ok());
    let uri = header.get("WARC-Target-URI")?.trim_matches(['<', '>']);
    // Archives of before the prefix have the link alone.
    let url = uri.strip_prefix(super::VISIT).unwrap_or(uri);
    Some(Entry {
        kind,
        file,
        offset,
        at: warc_date(header)?,
        status,
        digest: header.get("WARC-Payload-Digest").and_then(digest),
        length: stated.unwrap_or_else(|| block.saturating_sub(head)),
        truncated: header.get("WARC-Truncated").is_some(),
        media_type: header
            .get("WARC-Identified-Payload-Type")
            .or_else(|| {
                header
                    .get("Content-Type")
                    .filter(|_| kind == Kind::Resource)
            })
            .unwrap_or_default()
            .to_owned(),
        url: url.to_owned(),
    })
}

fn warc_date(header: &Header) -> Option<Timestamp> {
    header.get("WARC-Date")?.parse().ok()
}

fn digest(value: &str) -> Option<Digest> {
    digest_from_hex(value.strip_prefix("sha256:")?)
}

/// The status code of an HTTP header block; 0 where there is none.
fn http_status(head: &[u8]) -> u16 {
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line)
        .split_whitespace()
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or(0)
}
