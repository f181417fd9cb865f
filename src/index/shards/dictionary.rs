//! Every word of the index → sorted blocks of a few kilobytes, each with the lists of its rare
//! words inside and the names of the files that hold the lists of its common ones. A browser finds
//! the block of a word in the head and reads that one.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::encode::{Bytes, NAME, gzip, hex, name};
use super::postings::{Reader, stems};
use crate::danish::fold::loose;
use crate::index::lexicon::{Form, Lexicon};

/// Longest list, in bytes, that stands inside a block.
const INLINE: usize = 500;
/// Longest places that stand with those of other words of the block.
const INLINE_PLACES: usize = 1500;
/// Size a block grows to, before compression.
const BLOCK: usize = 6000;

/// The key is a word.
const WORD: u32 = 1;
/// The key is a stem.
const STEM: u32 = 2;
/// The key is an indexed beginning.
const BEGINNING: u32 = 4;

/// The dictionary, cut.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// First loose form and name of every block, sorted.
    pub(super) blocks: Vec<(String, [u8; NAME])>,
    /// Files, with paths.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// A list, in its block or in a file of its own.
#[derive(Debug, Clone)]
enum List {
    Here(Vec<u8>),
    File([u8; NAME]),
}

/// Paths and contents.
type Files = Vec<(String, Vec<u8>)>;

/// What is known of a stem or a beginning.
struct Record {
    postings: List,
    places: List,
}

/// What a key of the dictionary leads to, as places in the list of records.
#[derive(Default)]
struct Entry<'a> {
    /// The word, its stem's record, and its place among that stem's words.
    word: Option<(&'a Form, usize, u32)>,
    stem: Option<usize>,
    beginning: Option<usize>,
}

/// Keys sorted by loose form, then as written.
type Keys<'a> = Vec<((String, &'a str), Entry<'a>)>;

/// Cuts the dictionary.
pub(super) fn cut(reader: &Reader<'_>, lexicon: &Lexicon) -> tantivy::Result<Dictionary> {
    let stems = stems(reader.segment, reader.fields, lexicon)?;
    let beginnings = beginnings(reader)?;
    let stem_list: Vec<(&String, &Vec<&Form>)> = stems.iter().collect();
    let mut made: Vec<(Record, Files)> = stem_list
        .par_iter()
        .map(|(stem, forms)| {
            let mut files = Vec::new();
            let postings = list(reader.stem(stem)?, INLINE, &mut files);
            let places = list(reader.places(forms)?, INLINE_PLACES, &mut files);
            Ok((Record { postings, places }, files))
        })
        .collect::<tantivy::Result<_>>()?;
    made.extend(
        beginnings
            .par_iter()
            .map(|beginning| {
                let mut files = Vec::new();
                let postings = list(reader.beginning(beginning)?, INLINE, &mut files);
                let places = List::Here(Vec::new());
                Ok((Record { postings, places }, files))
            })
            .collect::<tantivy::Result<Vec<_>>>()?,
    );
    let mut dictionary = Dictionary::default();
    let mut records = Vec::with_capacity(made.len());
    for (record, files) in made {
        records.push(record);
        dictionary.files.extend(files);
    }
    let keys = keys(&stem_list, &beginnings);
    for block in blocks(&keys, &records) {
        let (raw, places) = encode(block, &records);
        let packed = gzip(&raw);
        let name = name(&packed);
        dictionary.blocks.push((block[0].0.0.clone(), name));
        dictionary
            .files
            .push((format!("d/{}.bin", hex(&name)), packed));
        dictionary.files.extend(places);
    }
    Ok(dictionary)
}

fn list(raw: Vec<u8>, most: usize, files: &mut Vec<(String, Vec<u8>)>) -> List {
    if raw.len() <= most {
        return List::Here(raw);
    }
    let packed = gzip(&raw);
    let name = name(&packed);
    files.push((format!("p/{}.bin", hex(&name)), packed));
    List::File(name)
}

fn beginnings(reader: &Reader<'_>) -> tantivy::Result<Vec<String>> {
    let inverted = reader.segment.inverted_index(reader.fields.prefix)?;
    let mut stream = inverted.terms().stream()?;
    let mut all = Vec::new();
    while stream.advance() {
        all.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(all)
}

/// Words, stems and beginnings. A stem that is one of its own words needs no key of its own.
fn keys<'a>(stems: &[(&'a String, &'a Vec<&'a Form>)], beginnings: &'a [String]) -> Keys<'a> {
    let mut keys: BTreeMap<(String, &str), Entry<'_>> = BTreeMap::new();
    for (record, (stem, forms)) in stems.iter().enumerate() {
        for (&form, at) in forms.iter().zip(0..) {
            let key = (form.loose.clone(), form.key.as_str());
            keys.entry(key).or_default().word = Some((form, record, at));
        }
        if forms.iter().all(|form| form.key != **stem) {
            keys.entry((loose(stem), stem)).or_default().stem = Some(record);
        }
    }
    for (at, beginning) in beginnings.iter().enumerate() {
        let record = stems.len() + at;
        keys.entry((loose(beginning), beginning))
            .or_default()
            .beginning = Some(record);
    }
    keys.into_iter().collect()
}

impl Entry<'_> {
    fn records(&self) -> impl Iterator<Item = usize> {
        let word = self.word.map(|(_, record, _)| record);
        [word, self.stem, self.beginning].into_iter().flatten()
    }
}

/// Blocks of about the same size; keys that are loosely the same stay together.
fn blocks<'k, 'a>(
    keys: &'k Keys<'a>,
    records: &[Record],
) -> Vec<&'k [((String, &'a str), Entry<'a>)]> {
    let mut blocks = Vec::new();
    let (mut from, mut size) = (0, 0);
    let mut seen = HashSet::new();
    for (at, ((loose, _), entry)) in keys.iter().enumerate() {
        if size > BLOCK && *loose != keys[at - 1].0.0 {
            blocks.push(&keys[from..at]);
            (from, size) = (at, 0);
            seen.clear();
        }
        size += 8;
        for record in entry.records().filter(|r| seen.insert(*r)) {
            size += match &records[record].postings {
                List::Here(bytes) => bytes.len(),
                List::File(_) => NAME,
            };
        }
    }
    if from < keys.len() {
        blocks.push(&keys[from..]);
    }
    blocks
}

/// A block, and the file with the places of its rare words.
fn encode(
    block: &[((String, &str), Entry<'_>)],
    records: &[Record],
) -> (Vec<u8>, Option<(String, Vec<u8>)>) {
    let mut order: Vec<usize> = Vec::new();
    let mut number: HashMap<usize, u32> = HashMap::new();
    for record in block.iter().flat_map(|(_, entry)| entry.records()) {
        number.entry(record).or_insert_with(|| {
            order.push(record);
            order.len() as u32 - 1
        });
    }
    let mut places = Bytes::default();
    let mut lists = Bytes::default();
    lists.number(order.len() as u32);
    for &record in &order {
        let Record {
            postings,
            places: at,
        } = &records[record];
        match postings {
            List::Here(bytes) => {
                lists.number(bytes.len() as u32 + 1);
                lists.raw(bytes);
            }
            List::File(name) => {
                lists.number(0);
                lists.raw(name);
            }
        }
        match at {
            List::Here(bytes) => {
                lists.number(bytes.len() as u32 + 1);
                places.raw(bytes);
            }
            List::File(name) => {
                lists.number(0);
                lists.raw(name);
            }
        }
    }
    let companion = (!places.0.is_empty()).then(|| {
        let packed = gzip(&places.0);
        (name(&packed), packed)
    });
    let mut out = Bytes::default();
    out.raw(&companion.as_ref().map_or([0; NAME], |(name, _)| *name));
    out.raw(&lists.0);
    out.number(block.len() as u32);
    let mut last = "";
    for ((_, key), entry) in block {
        out.after(last, key);
        last = key;
        let flag = |has: bool, flag: u32| if has { flag } else { 0 };
        out.number(
            flag(entry.word.is_some(), WORD)
                | flag(entry.stem.is_some(), STEM)
                | flag(entry.beginning.is_some(), BEGINNING),
        );
        if let Some((form, record, at)) = entry.word {
            out.number(number[&record]);
            out.number(at);
            out.number(form.documents);
        }
        for record in [entry.stem, entry.beginning].into_iter().flatten() {
            out.number(number[&record]);
        }
    }
    let companion = companion.map(|(name, packed)| (format!("d/{}.bin", hex(&name)), packed));
    (out.0, companion)
}
