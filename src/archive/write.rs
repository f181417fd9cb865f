//! A header and a block → a member at the end of the newest WARC file, which is begun where a new one
//! is due. A write that fails leaves the file as it was.

use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::Error;
use super::index::FileState;
use super::record::{Header, write_member};
use super::store::Archive;

impl Archive {
    /// Number of the file to append to, begun with its warcinfo where a new one is due.
    pub(super) fn file_for_append(&mut self, at: Timestamp) -> Result<u32, Error> {
        let full = self
            .index
            .files
            .last()
            .is_none_or(|file| file.end >= self.rotate_at);
        if full {
            let serial = self.index.files.len() + 1;
            let stamp = at.to_string().replace(['-', ':', 'T', 'Z'], "");
            // Serial first, so that names sort in the order of writing.
            let name = format!("strategikatalog-{serial:05}-{stamp}.warc.gz");
            self.index.files.push(FileState {
                name: name.clone(),
                end: 0,
            });
            let info = format!(
                "software: strategikatalog/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
                env!("CARGO_PKG_VERSION"),
            );
            let header = Header::default()
                .set("WARC-Type", "warcinfo")
                .set("WARC-Date", at.to_string())
                .set("WARC-Record-ID", self.record_id("warcinfo", &name, at, ""))
                .set("WARC-Filename", &name)
                .set("Content-Type", "application/warc-fields")
                .set("WARC-Block-Digest", digest_field(&mut info.as_bytes())?);
            self.write(&header, info.len() as u64, &mut info.as_bytes())?;
        }
        Ok(u32::try_from(self.index.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// Appends a member to the newest file; returns where it begins.
    pub(super) fn write(
        &mut self,
        header: &Header,
        length: u64,
        block: &mut dyn Read,
    ) -> Result<u64, Error> {
        let dir = self.dir.clone();
        let Some(state) = self.index.files.last_mut() else {
            return Err(Error::io(dir)(io::Error::other("no file to append to")));
        };
        let path = dir.join(&state.name);
        let offset = state.end;
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(Error::io(&path))?;
        let written = write_member(BufWriter::new(&mut file), header, length, block)
            .and_then(|()| file.seek(SeekFrom::End(0)));
        match written {
            Ok(end) => {
                state.end = end;
                Ok(offset)
            }
            Err(source) => {
                // Best effort: what cannot be cut off now is cut off at the next opening.
                let _ = file.set_len(offset);
                Err(Error::Io { path, source })
            }
        }
    }

    /// A record id that no other record has: drawn from what the record is and where it stands.
    pub(super) fn record_id(&self, kind: &str, url: &str, at: Timestamp, more: &str) -> String {
        let place = self
            .index
            .files
            .last()
            .map_or_else(String::new, |file| format!("{}@{}", file.name, file.end));
        let seed = format!("{kind}\n{url}\n{at}\n{more}\n{place}");
        let hash = Sha256::digest(seed.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        // Version 8 (own scheme), variant 1: RFC 9562.
        id[6] = (id[6] & 0x0f) | 0x80;
        id[8] = (id[8] & 0x3f) | 0x80;
        let hex = data_encoding::HEXLOWER.encode(&id);
        format!(
            "<urn:uuid:{}-{}-{}-{}-{}>",
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..]
        )
    }
}

/// WARC dates are written to the second, so that every tool reads them.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// A URL as WARC wants it: ASCII. Text that is no URL is percent-encoded as it is.
pub(super) fn ascii_url(url: &str) -> String {
    match url::Url::parse(url.trim()) {
        Ok(parsed) => parsed.into(),
        Err(_) => url::form_urlencoded::byte_serialize(url.trim().as_bytes()).collect(),
    }
}

pub(super) fn exchange_block<'a>(
    head: &'a [u8],
    body: &'a File,
) -> Result<impl Read + use<'a>, Error> {
    let mut body = body;
    body.seek(SeekFrom::Start(0))
        .map_err(Error::io("temporary file of a body"))?;
    Ok(Cursor::new(head).chain(body))
}

pub(super) fn digest_field(block: &mut dyn Read) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    let mut buffer = [0; 1 << 14];
    loop {
        match block.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => hasher.update(&buffer[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(source) => return Err(Error::io("temporary file of a body")(source)),
        }
    }
    let hex = data_encoding::HEXLOWER.encode(&hasher.finalize());
    Ok(format!("sha256:{hex}"))
}
