//! One WARC record ↔ one gzip member (ISO 28500:2017, annex D). Reads and writes the member and
//! its named fields; refuses a record whose length, end or checksum is not what it says.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// First line of every record.
const VERSION: &str = "WARC/1.1";
/// Longest header we read; ours are under 2 kB, other programs' are not much longer.
const HEADER_LIMIT: u64 = 64 * 1024;

/// Named fields of a record, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    /// Adds a field. Line breaks in the value would end it early and become spaces.
    pub(super) fn set(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref().replace(['\r', '\n', '\t'], " ");
        self.fields.push((name.to_owned(), value));
        self
    }

    /// The first field of this name, in any case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// Length of the block.
    fn content_length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }

    fn parse(reader: &mut impl BufRead) -> io::Result<Self> {
        let mut reader = reader.take(HEADER_LIMIT);
        let mut line = String::new();
        let mut header = Self::default();
        reader.read_line(&mut line)?;
        if !line.starts_with("WARC/1.") {
            return Err(broken("does not begin with WARC/1."));
        }
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Err(broken("header without an end"));
            }
            let text = line.trim_end_matches(['\r', '\n']);
            if text.is_empty() {
                return Ok(header);
            }
            let Some((name, value)) = text.split_once(':') else {
                return Err(broken("header line without a colon"));
            };
            header
                .fields
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// Writes one record as a gzip member of its own. `length` is what `block` will give.
pub(super) fn write_member(
    out: impl Write,
    header: &Header,
    length: u64,
    block: &mut dyn Read,
) -> io::Result<()> {
    let mut gzip = GzEncoder::new(out, Compression::default());
    write!(gzip, "{VERSION}\r\n")?;
    for (name, value) in &header.fields {
        write!(gzip, "{name}: {value}\r\n")?;
    }
    write!(gzip, "Content-Length: {length}\r\n\r\n")?;
    let copied = io::copy(block, &mut gzip)?;
    if copied != length {
        return Err(broken("block is not as long as announced"));
    }
    gzip.write_all(b"\r\n\r\n")?;
    gzip.finish()?.flush()
}

/// A record being read: its fields, then its block as `Read`.
pub(super) struct Member<R: BufRead> {
    /// Named fields.
    pub(super) header: Header,
    block: io::Take<BufReader<GzDecoder<R>>>,
}

impl<R: BufRead> Member<R> {
    /// Opens the member at which `source` stands.
    pub(super) fn open(source: R) -> io::Result<Self> {
        let mut reader = BufReader::new(GzDecoder::new(source));
        let header = Header::parse(&mut reader)?;
        let length = header
            .content_length()
            .ok_or_else(|| broken("record without Content-Length"))?;
        Ok(Self {
            header,
            block: reader.take(length),
        })
    }

    /// The HTTP header block at the beginning of a request, response or revisit, with its empty
    /// line; everything up to `HEADER_LIMIT` where there is none.
    pub(super) fn http_head(&mut self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        while (head.len() as u64) < HEADER_LIMIT {
            let before = head.len();
            self.block.read_until(b'\n', &mut head)?;
            let line = &head[before..];
            if line.is_empty() || line == b"\r\n" || line == b"\n" {
                break;
            }
        }
        Ok(head)
    }

    /// What is left of the block, but no more than so many bytes.
    pub(super) fn read_up_to(mut self, most: u64, out: &mut Vec<u8>) -> io::Result<()> {
        if self.block.limit() <= most {
            return self.read_rest(out);
        }
        self.block.take(most).read_to_end(out)?;
        Ok(())
    }

    /// What is left of the block.
    pub(super) fn read_rest(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        self.block.read_to_end(out)?;
        if self.block.limit() > 0 {
            return Err(broken("block is shorter than announced"));
        }
        Ok(())
    }

    /// Reads to the end of the member and makes sure that it is whole.
    pub(super) fn finish(mut self) -> io::Result<()> {
        io::copy(&mut self.block, &mut io::sink())?;
        if self.block.limit() > 0 {
            return Err(broken("block is shorter than announced"));
        }
        let mut end = Vec::new();
        // To the end of the member, so that its checksum is looked at.
        self.block.into_inner().take(5).read_to_end(&mut end)?;
        if end != b"\r\n\r\n" {
            return Err(broken("record does not end with two empty lines"));
        }
        Ok(())
    }
}

/// Counts the bytes taken from a reader, so that the end of a member is known to the byte.
pub(super) struct Counting<R> {
    inner: R,
    /// Bytes consumed.
    pub(super) count: u64,
}

impl<R> Counting<R> {
    pub(super) fn new(inner: R, count: u64) -> Self {
        Self { inner, count }
    }
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count += n as u64;
        self.inner.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn member(block: &[u8]) -> Vec<u8> {
        let header = Header::default().set("WARC-Type", "resource");
        let mut out = Vec::new();
        write_member(&mut out, &header, block.len() as u64, &mut &block[..])
            .expect("a member is written to memory");
        out
    }

    #[test]
    fn a_line_break_cannot_smuggle_a_field_in() {
        let header = Header::default().set("WARC-Target-URI", "http://x/\r\nWARC-Type: warcinfo");
        assert_eq!(header.get("warc-type"), None);
    }

    #[test]
    fn a_block_shorter_than_announced_is_refused() {
        let header = Header::default();
        assert!(write_member(Vec::new(), &header, 9, &mut &b"kort"[..]).is_err());
    }

    proptest! {
        #[test]
        fn a_record_comes_back(block in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let bytes = member(&block);
            let mut source = Counting::new(&bytes[..], 0);
            let mut read = Member::open(&mut source).expect("opens");
            let mut back = Vec::new();
            read.read_rest(&mut back).expect("reads");
            read.finish().expect("is whole");
            prop_assert_eq!(back, block);
            prop_assert_eq!(source.count, bytes.len() as u64);
        }

        #[test]
        fn a_record_cut_anywhere_is_noticed(cut in 0usize..120) {
            let bytes = member(&[7; 300]);
            let end = cut.min(bytes.len() - 1);
            let whole = Member::open(&bytes[..end]).and_then(Member::finish);
            prop_assert!(whole.is_err());
        }

        #[test]
        fn noise_is_an_error(noise in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Member::open(&noise[..]).is_err());
        }
    }
}
