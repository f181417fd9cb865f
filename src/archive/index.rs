//! Records of the WARC files → where each URL, payload and visit stands. Kept in memory and in one
//! text file beside the archive; never the truth: a file that does not fit is thrown away.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use jiff::Timestamp;

use super::key::url_key;

/// First line of the file; another one means another program wrote it.
const FORMAT: &str = "strategikatalog-archive-index 1";

/// What a record of the archive is to somebody looking things up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An answer with its body.
    Response,
    /// An answer whose body is stored elsewhere in the archive.
    Revisit,
    /// A document that did not come over HTTP.
    Resource,
    /// A try of a link, with what came of it.
    Visit,
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::Response => 'r',
            Self::Revisit => 'v',
            Self::Resource => 'd',
            Self::Visit => 'm',
        }
    }

    fn from_letter(letter: &str) -> Option<Self> {
        [Self::Response, Self::Revisit, Self::Resource, Self::Visit]
            .into_iter()
            .find(|kind| letter.chars().eq([kind.letter()]))
    }

    /// The WARC type, as listings show it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Revisit => "revisit",
            Self::Resource => "resource",
            Self::Visit => "metadata",
        }
    }
}

/// SHA-256 of a payload.
pub(super) type Digest = [u8; 32];

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// Position among the archive's files.
    pub(super) file: u32,
    /// First byte of its member.
    pub(super) offset: u64,
    pub(super) at: Timestamp,
    /// HTTP status; 0 where there was no HTTP.
    pub(super) status: u16,
    pub(super) digest: Option<Digest>,
    /// Length of the payload, also of a revisit's.
    pub(super) length: u64,
    /// Whether the body was cut.
    pub(super) truncated: bool,
    pub(super) media_type: String,
    pub(super) url: String,
}

/// A WARC file as far as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileState {
    pub(super) name: String,
    /// End of the last whole record.
    pub(super) end: u64,
}

/// The look-up tables.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) files: Vec<FileState>,
    entries: Vec<Entry>,
    captures: BTreeMap<String, Vec<u32>>,
    visits: BTreeMap<String, Vec<u32>>,
    payloads: HashMap<Digest, u32>,
}

impl Index {
    /// Adds a record. Records come in the order of the files.
    pub(super) fn push(&mut self, entry: Entry) {
        // 2^32 records are a hundred million crawls of the list.
        let Ok(number) = u32::try_from(self.entries.len()) else {
            return;
        };
        let table = match entry.kind {
            Kind::Visit => &mut self.visits,
            _ => &mut self.captures,
        };
        table.entry(url_key(&entry.url)).or_default().push(number);
        let holds_body = matches!(entry.kind, Kind::Response | Kind::Resource) && !entry.truncated;
        if let (true, Some(digest)) = (holds_body, entry.digest) {
            self.payloads.entry(digest).or_insert(number);
        }
        self.entries.push(entry);
    }

    /// Captures of a URL, oldest first.
    pub(super) fn captures(&self, url: &str) -> impl DoubleEndedIterator<Item = &Entry> {
        self.get(&self.captures, url)
    }

    /// Visits of a link, oldest first.
    pub(super) fn visits(&self, url: &str) -> impl DoubleEndedIterator<Item = &Entry> {
        self.get(&self.visits, url)
    }

    /// Every capture, by URL key and then by time.
    pub(super) fn all_captures(&self) -> impl Iterator<Item = &Entry> {
        let numbers = self.captures.values().flatten();
        numbers.filter_map(|&n| self.entries.get(n as usize))
    }

    /// The record that holds a payload.
    pub(super) fn payload(&self, digest: &Digest) -> Option<&Entry> {
        let number = self.payloads.get(digest)?;
        self.entries.get(*number as usize)
    }

    /// How many records are known.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    fn get<'a>(
        &'a self,
        table: &'a BTreeMap<String, Vec<u32>>,
        url: &str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + use<'a> {
        let numbers = table.get(&url_key(url)).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|&n| self.entries.get(n as usize))
    }

    /// The text of the index file.
    pub(super) fn to_text(&self) -> String {
        let mut out = format!("{FORMAT}\n");
        for file in &self.files {
            // Writing to a String does not fail.
            let _ = writeln!(out, "f\t{}\t{}", file.end, file.name);
        }
        for e in &self.entries {
            let digest = e
                .digest
                .map_or_else(|| "-".to_owned(), |d| data_encoding::HEXLOWER.encode(&d));
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                e.kind.letter(),
                e.file,
                e.offset,
                e.at.as_second(),
                e.status,
                digest,
                e.length,
                u8::from(e.truncated),
                e.media_type.replace(['\t', '\n', '\r'], " "),
                e.url.replace(['\t', '\n', '\r'], " "),
            );
        }
        let _ = writeln!(out, "end\t{}", self.entries.len());
        out
    }

    /// Reads an index file; `None` where anything in it is not as we write it.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != FORMAT {
            return None;
        }
        let mut index = Self::default();
        for line in lines {
            let mut cells = line.split('\t');
            match cells.next()? {
                "f" => index.files.push(FileState {
                    end: cells.next()?.parse().ok()?,
                    name: cells.next()?.to_owned(),
                }),
                "end" => {
                    let count: usize = cells.next()?.parse().ok()?;
                    return (count == index.entries.len()).then_some(index);
                }
                letter => {
                    let entry = entry_from(Kind::from_letter(letter)?, &mut cells)?;
                    if entry.file as usize >= index.files.len() {
                        return None;
                    }
                    index.push(entry);
                }
            }
        }
        // Without its last line the file was cut.
        None
    }
}

fn entry_from<'a>(kind: Kind, cells: &mut impl Iterator<Item = &'a str>) -> Option<Entry> {
    Some(Entry {
        kind,
        file: cells.next()?.parse().ok()?,
        offset: cells.next()?.parse().ok()?,
        at: Timestamp::from_second(cells.next()?.parse().ok()?).ok()?,
        status: cells.next()?.parse().ok()?,
        digest: match cells.next()? {
            "-" => None,
            hex => Some(digest_from_hex(hex)?),
        },
        length: cells.next()?.parse().ok()?,
        truncated: cells.next()? == "1",
        media_type: cells.next()?.to_owned(),
        url: cells.next()?.to_owned(),
    })
}

/// 64 hexadecimal digits as a digest.
pub(super) fn digest_from_hex(hex: &str) -> Option<Digest> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE
        .decode(hex.as_bytes())
        .ok()?;
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(url: &str, kind: Kind, second: i64) -> Entry {
        Entry {
            kind,
            file: 0,
            offset: 7,
            at: Timestamp::from_second(second).expect("a second in range"),
            status: 200,
            digest: Some([5; 32]),
            length: 3,
            truncated: false,
            media_type: "text/html".to_owned(),
            url: url.to_owned(),
        }
    }

    fn sample() -> Index {
        let mut index = Index::default();
        index.files.push(FileState {
            name: "a.warc.gz".to_owned(),
            end: 99,
        });
        index.push(entry("https://x.dk/a#1", Kind::Response, 1));
        index.push(entry("https://x.dk/a", Kind::Revisit, 2));
        index.push(entry("https://x.dk/a", Kind::Visit, 3));
        index
    }

    #[test]
    fn text_and_tables_are_the_same_thing() {
        let index = sample();
        let back = Index::from_text(&index.to_text()).expect("our own file is read");
        assert_eq!(back.entries, index.entries);
        assert_eq!(back.files, index.files);
        assert_eq!(back.captures("https://x.dk/a").count(), 2);
        assert_eq!(back.visits("https://x.dk/a").count(), 1);
        let body = back.payload(&[5; 32]).expect("the payload is known");
        assert_eq!(body.kind, Kind::Response);
    }

    #[test]
    fn a_cut_or_foreign_file_is_thrown_away() {
        let text = sample().to_text();
        for end in 0..text.len() - 1 {
            assert!(Index::from_text(&text[..end]).is_none(), "cut at {end}");
        }
        assert!(Index::from_text("something else\n").is_none());
    }
}
