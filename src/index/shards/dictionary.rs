//! Every word of the index → sorted blocks of a few kilobytes with the lists of its rare words, and a
//! file for each common stem. A browser finds either in the head and reads that one.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::encode::{Bytes, NAME, between, gzip, hex, name, shared};
use super::postings::{List, Reader, present, stems};
use crate::danish::fold::loose;
use crate::index::lexicon::{Form, Lexicon};

/// Longest documents of a beginning, in bytes, that stand inside a block.
const INLINE: usize = 500;
/// Most that the words of a common stem with their longer words take in its file, before compression,
/// since only a last word needs them; what is more stands in a file of its own, …
const FORMS: usize = 8000;
/// … and earlier in a large catalogue.
const LARGE_FORMS: usize = 1000;
/// Size a block grows to, before compression, …
const BLOCK: usize = 6000;
/// … and in a large catalogue, whose head would name too many of them.
const LARGE_BLOCK: usize = 12_000;

/// No word of another stem begins like this one.
const NOTHING_LONGER: u32 = 0;
/// The documents of longer words follow.
const LONGER_HERE: u32 = 1;
/// The dictionary has the longer words.
const LONGER_IN_BLOCK: u32 = 2;
/// The name of a file with the documents of longer words follows.
const LONGER_APART: u32 = 3;

/// The key is a word.
const WORD: u32 = 1;
/// The key is a stem.
const STEM: u32 = 2;
/// The key is an indexed beginning.
const BEGINNING: u32 = 4;
/// It is written otherwise than its key.
const WRITTEN: u32 = 8;

/// The dictionary, cut.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// What every block's loose forms begin at, after those of the block before; sorted.
    pub(super) first: Vec<String>,
    /// The blocks in order.
    pub(super) blocks: Vec<Vec<u8>>,
    /// Files of the common stems, in their order.
    pub(super) common: Vec<Vec<u8>>,
    /// Documents of beginnings, with paths.
    pub(super) files: Files,
}

/// Paths and contents.
type Files = Vec<(String, Vec<u8>)>;

/// What a stem or a beginning is known by.
#[derive(Debug)]
enum Record {
    /// A common stem's place.
    Common(u32),
    /// In a file of its own.
    File([u8; NAME]),
    Here(Vec<u8>),
}

/// A record, the file of a common stem, and those of its lesser pages and longer words.
type Made = (Record, Option<Vec<u8>>, Files);

/// What a key of the dictionary leads to, as places in the list of records.
#[derive(Default)]
struct Entry<'a> {
    /// The word and its stem's record.
    word: Option<(&'a Form, usize)>,
    stem: Option<usize>,
    beginning: Option<usize>,
}

/// Keys sorted by loose form, then as written.
type Keys<'a> = Vec<((String, &'a str), Entry<'a>)>;

/// Cuts the dictionary. `spelled` tells how a key is written.
pub(super) fn cut(
    reader: &Reader<'_>,
    lexicon: &Lexicon,
    spelled: &BTreeMap<String, String>,
    is_split: bool,
) -> tantivy::Result<Dictionary> {
    let documents = reader.segment.max_doc();
    let lengths = is_split.then_some(&reader.weights.lengths[..]);
    let stems = stems(reader.segment, reader.fields, lexicon)?;
    let beginnings = beginnings(reader)?;
    let stem_list: Vec<(&String, &Vec<&Form>)> = stems.iter().collect();
    let made: Vec<Made> = stem_list
        .par_iter()
        .map(|&(stem, words)| {
            let list = reader.stem(stem)?;
            Ok(match lexicon.common.binary_search(stem) {
                Ok(at) => {
                    let mut file = Bytes::default();
                    let mut more = Files::new();
                    let most = if is_split { LARGE_FORMS } else { FORMS };
                    let forms = Forms {
                        stem,
                        list: &list,
                        spelled,
                        most,
                    };
                    forms.write(words, reader, lexicon, &mut file, &mut more)?;
                    if !is_split {
                        file.raw(&list.long(documents));
                    } else {
                        let [front, others] = list.split(documents, &reader.weights);
                        let packed = gzip(&others);
                        let name = name(&packed);
                        file.raw(&name);
                        file.raw(&front);
                        more.push((format!("r/{}.bin", hex(&name)), packed));
                    }
                    (Record::Common(at as u32), Some(gzip(&file.0)), more)
                }
                Err(_) => (Record::Here(list.short(lengths)), None, Files::new()),
            })
        })
        .collect::<tantivy::Result<_>>()?;
    let mut dictionary = Dictionary::default();
    let mut records = Vec::with_capacity(made.len());
    for (record, common, more) in made {
        records.push(record);
        dictionary.files.extend(more);
        // Sorted alike, so the files come in the order of the common stems.
        dictionary.common.extend(common);
    }
    let of_beginnings: Vec<(Record, Files)> = beginnings
        .par_iter()
        .map(|beginning| {
            let found = reader.beginning(beginning)?;
            let mut short = Bytes::default();
            short.number(found.len() as u32);
            short.ascending(found.iter().copied());
            if short.0.len() <= INLINE {
                return Ok((Record::Here(short.0), Files::new()));
            }
            let packed = gzip(&present(&found, 0..documents));
            let name = name(&packed);
            let file = (format!("b/{}.bin", hex(&name)), packed);
            Ok((Record::File(name), vec![file]))
        })
        .collect::<tantivy::Result<_>>()?;
    for (record, files) in of_beginnings {
        records.push(record);
        dictionary.files.extend(files);
    }
    let keys = keys(&stem_list, &beginnings);
    let blocks = blocks(&keys, &records, if is_split { LARGE_BLOCK } else { BLOCK });
    let mut last = "";
    for block in &blocks {
        dictionary
            .first
            .push(between(last, &block[0].0.0).to_owned());
        last = &block[block.len() - 1].0.0;
    }
    dictionary.blocks = blocks
        .par_iter()
        .map(|block| gzip(&encode(block, &records, spelled)))
        .collect();
    Ok(dictionary)
}

/// What the file of a common stem says of its words.
struct Forms<'a> {
    stem: &'a str,
    list: &'a List,
    spelled: &'a BTreeMap<String, String>,
    /// Bytes that are written, about.
    most: usize,
}

impl Forms<'_> {
    /// The words, each with what is found by it as a beginning beyond the stem itself.
    fn write(
        &self,
        words: &[&Form],
        reader: &Reader<'_>,
        lexicon: &Lexicon,
        out: &mut Bytes,
        files: &mut Files,
    ) -> tantivy::Result<()> {
        out.number(words.len() as u32);
        let own: HashSet<u32> = self.list.documents().collect();
        let documents = reader.segment.max_doc();
        let mut last = "";
        for form in words {
            let written = self.spelled.get(&form.key).unwrap_or(&form.key);
            out.after(last, written);
            last = written;
            let mut found = reader.beginning(&form.key)?;
            if found.is_empty() {
                let begins = |other: &Form| {
                    other.stem != self.stem
                        && (other.key.starts_with(&form.key) || other.loose.starts_with(&form.key))
                };
                let longer = lexicon.beginning(&form.loose).iter().any(begins);
                out.number(if longer {
                    LONGER_IN_BLOCK
                } else {
                    NOTHING_LONGER
                });
                continue;
            }
            let all = found.len() as u32;
            found.retain(|doc| !own.contains(doc));
            let mut here = Bytes::default();
            here.number(found.len() as u32);
            here.ascending(found.iter().copied());
            let is_apart = out.0.len() + here.0.len() > self.most;
            out.number(if is_apart { LONGER_APART } else { LONGER_HERE });
            out.number(all);
            if is_apart {
                let others: Vec<u32> = (0..documents).filter(|doc| !own.contains(doc)).collect();
                let packed = gzip(&present(&found, others));
                let name = name(&packed);
                out.raw(&name);
                files.push((format!("b/{}.bin", hex(&name)), packed));
            } else {
                out.raw(&here.0);
            }
        }
        Ok(())
    }
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
        for &form in *forms {
            let key = (form.loose.clone(), form.key.as_str());
            keys.entry(key).or_default().word = Some((form, record));
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
        let word = self.word.map(|(_, record)| record);
        [word, self.stem, self.beginning].into_iter().flatten()
    }
}

/// Blocks of about the same size; keys that are loosely the same stay together, and those that begin
/// alike if they can.
fn blocks<'k, 'a>(
    keys: &'k Keys<'a>,
    records: &[Record],
    most: usize,
) -> Vec<&'k [((String, &'a str), Entry<'a>)]> {
    let alike = |at: &usize| {
        let (a, b) = (&keys[at - 1].0.0, &keys[*at].0.0);
        if a == b { usize::MAX } else { shared(a, b) }
    };
    let mut blocks = Vec::new();
    let (mut from, mut size) = (0, 0);
    // Places where the block under way may end, once it is large enough.
    let mut ends: Vec<usize> = Vec::new();
    let mut seen = HashSet::new();
    let mut at = 0;
    while at < keys.len() {
        if size > most * 3 / 4 {
            ends.push(at);
        }
        if size > most
            && let Some(end) = ends.iter().copied().rev().min_by_key(alike)
            && alike(&end) < usize::MAX
        {
            blocks.push(&keys[from..end]);
            (from, at, size) = (end, end, 0);
            seen.clear();
            ends.clear();
        }
        size += 8;
        for record in keys[at].1.records().filter(|r| seen.insert(*r)) {
            size += match &records[record] {
                Record::Here(bytes) => bytes.len(),
                Record::File(_) => NAME,
                Record::Common(_) => 2,
            };
        }
        at += 1;
    }
    if from < keys.len() {
        blocks.push(&keys[from..]);
    }
    blocks
}

/// A block: its records, then its keys.
fn encode(
    block: &[((String, &str), Entry<'_>)],
    records: &[Record],
    spelled: &BTreeMap<String, String>,
) -> Vec<u8> {
    let mut order: Vec<usize> = Vec::new();
    let mut number: HashMap<usize, u32> = HashMap::new();
    for record in block.iter().flat_map(|(_, entry)| entry.records()) {
        number.entry(record).or_insert_with(|| {
            order.push(record);
            order.len() as u32 - 1
        });
    }
    let mut out = Bytes::default();
    out.number(order.len() as u32);
    for &record in &order {
        match &records[record] {
            Record::Common(place) => {
                out.number(0);
                out.number(*place);
            }
            Record::File(name) => {
                out.number(1);
                out.raw(name);
            }
            Record::Here(bytes) => {
                out.number(bytes.len() as u32 + 2);
                out.raw(bytes);
            }
        }
    }
    out.number(block.len() as u32);
    let mut last = "";
    for ((_, key), entry) in block {
        out.after(last, key);
        last = key;
        let written = spelled.get(*key).map_or(*key, String::as_str);
        let flag = |has: bool, flag: u32| if has { flag } else { 0 };
        out.number(
            flag(entry.word.is_some(), WORD)
                | flag(entry.stem.is_some(), STEM)
                | flag(entry.beginning.is_some(), BEGINNING)
                | flag(entry.word.is_some() && written != *key, WRITTEN),
        );
        if entry.word.is_some() && written != *key {
            out.after(key, written);
        }
        if let Some((form, record)) = entry.word {
            out.number(number[&record]);
            out.number(form.documents);
        }
        for record in [entry.stem, entry.beginning].into_iter().flatten() {
            out.number(number[&record]);
        }
    }
    out.0
}
