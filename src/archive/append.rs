//! Answers, documents and visits → records of the WARC files, with their entries in the index.

use std::fs::File;
use std::io;
use std::net::IpAddr;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::index::{Digest, Entry, Kind, digest_from_hex};
use super::record::Header;
use super::store::Archive;
use super::write::{ascii_url, digest_field, exchange_block, whole_second};
use super::{Capture, Error, NOT_MODIFIED, PAYLOAD_LENGTH, VISIT};
use crate::model::health::LinkHealth;
use crate::model::outcome::Warning;
use crate::model::snapshot::{Snapshot, Visit};

/// Why a body was cut, in WARC's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// It was longer than the limit.
    Length,
    /// It took too long.
    Time,
    /// The connection broke.
    Disconnect,
}

impl Truncation {
    fn id(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Disconnect => "disconnect",
        }
    }
}

/// A body to store.
#[derive(Debug)]
pub struct Payload<'a> {
    /// Where its bytes are.
    pub file: &'a File,
    /// How many there are.
    pub length: u64,
    /// SHA-256 of them, 64 lower-case hexadecimal digits.
    pub sha256: &'a str,
    /// Media type decided from the bytes.
    pub media_type: &'a str,
}

/// One request with its answer.
#[derive(Debug)]
pub struct Exchange<'a> {
    /// The address asked.
    pub url: &'a str,
    /// When.
    pub at: Timestamp,
    /// Who answered, where that is known.
    pub ip: Option<IpAddr>,
    /// What was sent: request line and header fields, ending in an empty line.
    pub request_head: &'a [u8],
    /// Status line and header fields of the answer, as they describe `payload`, ending in an empty
    /// line.
    pub response_head: &'a [u8],
    /// Status code.
    pub status: u16,
    /// The body.
    pub payload: Payload<'a>,
    /// Whether the body was cut.
    pub truncated: Option<Truncation>,
    /// For 304: the capture that the server says still holds.
    pub not_modified: Option<&'a Capture>,
}

/// The record a revisit refers to.
struct Earlier {
    url: String,
    at: Timestamp,
    digest: Option<Digest>,
    length: u64,
    media_type: String,
    profile: &'static str,
}

/// A document that came by other ways than the web.
#[derive(Debug)]
pub struct Resource<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// Its name.
    pub file_name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// Where it is said to stand on the web; `None`: it is stored under `urn:sha256:…`.
    pub url: Option<&'a str>,
    /// Slug of the municipality it belongs to.
    pub kommune: &'a str,
}

impl Archive {
    /// Makes this process the only one that may write, and brings the index up to date. The other
    /// `append` methods do it by themselves; a crawl calls it to fail before it fetches.
    ///
    /// # Errors
    /// [`Error::Busy`] where another program is writing.
    pub fn begin(&mut self) -> Result<Vec<Warning>, Error> {
        let mut warnings = Vec::new();
        if self.lock.is_none() {
            self.wait_for_lock()?;
            self.refresh(true, &mut warnings)?;
        }
        Ok(warnings)
    }

    /// Makes everything appended so far survive a power cut, writes the index file and lets other
    /// programs write.
    ///
    /// # Errors
    /// Where the disk says no.
    pub fn finish(&mut self) -> Result<(), Error> {
        if self.lock.is_none() {
            return Ok(());
        }
        if let Some(last) = self.index.files.last() {
            let path = self.dir.join(&last.name);
            File::open(&path)
                .and_then(|file| file.sync_all())
                .map_err(Error::io(&path))?;
        }
        self.save_index()?;
        self.give_up_lock();
        Ok(())
    }

    /// Appends a request with its answer: `response`, or `revisit` where the payload is known.
    ///
    /// # Errors
    /// Where writing fails; the archive is then as it was before.
    pub fn append_exchange(&mut self, exchange: &Exchange<'_>) -> Result<(), Error> {
        self.begin()?;
        let at = whole_second(exchange.at);
        let complete = exchange.truncated.is_none();
        let known = self.earlier(exchange);
        let kind = match known {
            Some(_) => Kind::Revisit,
            None => Kind::Response,
        };
        let file = self.file_for_append(at)?;
        let id = self.record_id(kind.id(), exchange.url, at, exchange.payload.sha256);
        let mut header = Header::default()
            .set("WARC-Type", kind.id())
            .set("WARC-Target-URI", ascii_url(exchange.url))
            .set("WARC-Date", at.to_string())
            .set("WARC-Record-ID", &id);
        if let Some(ip) = exchange.ip {
            header = header.set("WARC-IP-Address", ip.to_string());
        }
        let own = digest_from_hex(exchange.payload.sha256).filter(|_| complete);
        let digest = known.as_ref().map_or(own, |earlier| earlier.digest);
        let length = known
            .as_ref()
            .map_or(exchange.payload.length, |earlier| earlier.length);
        let media_type = known
            .as_ref()
            .map_or(exchange.payload.media_type, |e| e.media_type.as_str());
        if let Some(digest) = digest {
            let digest = data_encoding::HEXLOWER.encode(&digest);
            header = header.set("WARC-Payload-Digest", format!("sha256:{digest}"));
        }
        if let Some(why) = exchange.truncated {
            header = header.set("WARC-Truncated", why.id());
        }
        header = header.set("WARC-Identified-Payload-Type", media_type);
        // A replay tool that finds a header block here answers with it, and shows nothing for 304;
        // without one it takes that of the record referred to.
        let head = match exchange.not_modified {
            Some(_) => &[][..],
            None => exchange.response_head,
        };
        if !head.is_empty() {
            header = header.set("Content-Type", "application/http;msgtype=response");
        }
        let offset = if let Some(earlier) = &known {
            header = header
                .set("WARC-Profile", earlier.profile)
                .set("WARC-Refers-To-Target-URI", ascii_url(&earlier.url))
                .set("WARC-Refers-To-Date", earlier.at.to_string())
                .set(PAYLOAD_LENGTH, length.to_string())
                .set("WARC-Block-Digest", digest_field(&mut &head[..])?);
            self.write(&header, head.len() as u64, &mut &head[..])?
        } else {
            let mut block = exchange_block(head, exchange.payload.file)?;
            header = header.set("WARC-Block-Digest", digest_field(&mut block)?);
            let length = head.len() as u64 + exchange.payload.length;
            let mut block = exchange_block(head, exchange.payload.file)?;
            self.write(&header, length, &mut block)?
        };
        let request = Header::default()
            .set("WARC-Type", "request")
            .set("WARC-Target-URI", ascii_url(exchange.url))
            .set("WARC-Date", at.to_string())
            .set(
                "WARC-Record-ID",
                self.record_id("request", exchange.url, at, &id),
            )
            .set("WARC-Concurrent-To", &id)
            .set("Content-Type", "application/http;msgtype=request")
            .set(
                "WARC-Block-Digest",
                digest_field(&mut &exchange.request_head[..])?,
            );
        let mut sent = exchange.request_head;
        self.write(&request, sent.len() as u64, &mut sent)?;
        self.index.push(Entry {
            kind,
            file,
            offset,
            at,
            status: exchange.status,
            digest,
            length,
            truncated: !complete,
            media_type: media_type.to_owned(),
            url: ascii_url(exchange.url),
        });
        Ok(())
    }

    /// The record whose payload this answer has, where there is one.
    fn earlier(&self, exchange: &Exchange<'_>) -> Option<Earlier> {
        if let Some(capture) = exchange.not_modified {
            return Some(Earlier {
                url: capture.url.clone(),
                at: capture.at,
                digest: capture.sha256.as_deref().and_then(digest_from_hex),
                length: capture.bytes,
                media_type: capture.media_type.clone(),
                profile: NOT_MODIFIED,
            });
        }
        if exchange.truncated.is_some() || exchange.payload.length == 0 {
            return None;
        }
        let digest = digest_from_hex(exchange.payload.sha256)?;
        let entry = self.index.payload(&digest)?;
        Some(Earlier {
            url: entry.url.clone(),
            at: entry.at,
            digest: Some(digest),
            length: entry.length,
            media_type: exchange.payload.media_type.to_owned(),
            profile: "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        })
    }

    /// Appends what came of one try of a link.
    ///
    /// # Errors
    /// Where writing fails; the archive is then as it was before.
    pub fn append_visit(&mut self, visit: &Visit) -> Result<(), Error> {
        self.begin()?;
        let at = whole_second(visit.at);
        let file = self.file_for_append(at)?;
        let dir = self.dir.clone();
        let json = serde_json::to_vec(visit)
            .map_err(io::Error::other)
            .map_err(Error::io(dir))?;
        let url = ascii_url(&visit.url);
        let header = Header::default()
            .set("WARC-Type", "metadata")
            .set("WARC-Target-URI", format!("{VISIT}{url}"))
            .set("WARC-Date", at.to_string())
            .set(
                "WARC-Record-ID",
                self.record_id("metadata", &visit.url, at, ""),
            )
            .set("Content-Type", "application/json")
            .set("WARC-Block-Digest", digest_field(&mut &json[..])?);
        let offset = self.write(&header, json.len() as u64, &mut &json[..])?;
        self.index.push(Entry {
            kind: Kind::Visit,
            file,
            offset,
            at,
            status: 0,
            digest: None,
            length: json.len() as u64,
            truncated: false,
            media_type: "application/json".to_owned(),
            url: ascii_url(&visit.url),
        });
        Ok(())
    }

    /// Stores a document that came by other ways than the web, with a visit that says so. The
    /// bytes are stored once, however often they are added.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn add_resource(
        &mut self,
        resource: &Resource<'_>,
        now: Timestamp,
    ) -> Result<Snapshot, Error> {
        self.begin()?;
        let at = whole_second(now);
        let digest: Digest = Sha256::digest(resource.bytes).into();
        let sha256 = data_encoding::HEXLOWER.encode(&digest);
        let url = resource
            .url
            .map_or_else(|| format!("urn:sha256:{sha256}"), ascii_url);
        if self.index.payload(&digest).is_none() {
            let file = self.file_for_append(at)?;
            let field = format!("sha256:{sha256}");
            let header = Header::default()
                .set("WARC-Type", "resource")
                .set("WARC-Target-URI", &url)
                .set("WARC-Date", at.to_string())
                .set(
                    "WARC-Record-ID",
                    self.record_id("resource", &url, at, &sha256),
                )
                .set("WARC-Payload-Digest", &field)
                .set("WARC-Block-Digest", &field)
                .set("Content-Type", resource.media_type);
            let length = resource.bytes.len() as u64;
            let offset = self.write(&header, length, &mut &resource.bytes[..])?;
            self.index.push(Entry {
                kind: Kind::Resource,
                file,
                offset,
                at,
                status: 0,
                digest: Some(digest),
                length,
                truncated: false,
                media_type: resource.media_type.to_owned(),
                url: url.clone(),
            });
        }
        let snapshot = Snapshot {
            url: url.clone(),
            fetched: at,
            sha256,
            bytes: resource.bytes.len() as u64,
            media_type: resource.media_type.to_owned(),
            file_name: Some(resource.file_name.to_owned()),
        };
        self.append_visit(&Visit {
            url: url.clone(),
            final_url: url,
            kommune: resource.kommune.to_owned(),
            at,
            status: LinkHealth::Ok,
            http: None,
            documents: vec![snapshot.clone()],
            moved_to: None,
            difference: None,
            ms: 0,
            error: None,
        })?;
        Ok(snapshot)
    }
}
