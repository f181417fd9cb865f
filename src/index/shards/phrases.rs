//! The positions in the tantivy index → where every word and every two words in a row stand, and
//! every three around two that stand in many places, so that a phrase of common words is found
//! without reading where each of them stands. Cut into files by hash: a browser computes which one
//! it needs.

use std::collections::HashSet;

use rayon::prelude::*;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::encode::{Bytes, NAME, gzip, hex, name};
use super::postings::Reader;
use super::range::{Encoder, Odds};

/// Places a file holds, about, …
const PLACES: usize = 600;
/// … and the most files there are: a large catalogue has larger ones.
const MOST_FILES: usize = 8192;
/// Places sorted at once, which bounds the memory.
const AT_ONCE: usize = 1 << 22;
/// A longer record stands in files of its own, …
const INLINE: usize = 1500;
/// … and where two words stand in more places than this, or than so many in a hundred documents, a
/// phrase is found by three.
const MANY: usize = 700;
const MANY_PERCENT: usize = 3;
/// Seeds of the two hashes of a word.
const SEEDS: [u32; 2] = [0x811c_9dc5, 0x0103_1f35];

/// Paths and contents.
type Files = Vec<(String, Vec<u8>)>;

/// Words in a row where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hash: u32,
    check: u16,
    /// How many words.
    words: u8,
    doc: u32,
    at: u32,
}

/// What stands in a document: how many words in a row, and where.
type Rows<'a> = dyn Fn(usize) -> Box<dyn Iterator<Item = (u8, u32)> + 'a> + Sync + 'a;

/// Two words that stand in many places.
type Many = HashSet<[u32; 2]>;

/// What was cut: files in order of their hashes, those of words and pairs and those of threes, and
/// the files of long records.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub(super) pairs: Vec<Vec<u8>>,
    pub(super) threes: Vec<Vec<u8>>,
    pub(super) long: Files,
}

/// All texts as one row of words.
struct Texts {
    /// Where each document begins.
    starts: Vec<usize>,
    words: Vec<u32>,
    /// Documents of each word.
    documents: Vec<u32>,
    hashes: Vec<[u32; 2]>,
}

/// Cuts them.
pub(super) fn cut(reader: &Reader<'_>) -> tantivy::Result<Phrases> {
    let texts = Texts::read(reader)?;
    let mut phrases = Phrases::default();
    let mut many = Many::new();
    let words = texts.words.len();
    let pairs = |doc: usize| texts.pairs(doc);
    phrases.pairs = texts.files(words, words * 2, &pairs, &mut phrases.long, &mut many);
    let threes = |doc: usize| texts.threes(doc, &many);
    let places = (0..texts.starts.len() - 1).into_par_iter();
    let places = places.map(|doc| threes(doc).count()).sum();
    let none = &mut Many::new();
    phrases.threes = texts.files(places, places, &threes, &mut phrases.long, none);
    Ok(phrases)
}

fn file_of(hash: u32, count: u32) -> u32 {
    ((u64::from(hash) * u64::from(count)) >> 32) as u32
}

/// FNV-1a (Fowler, Noll, Vo).
fn fnv(word: &str, seed: u32) -> u32 {
    word.bytes().fold(seed, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Two hashes as one; the multiplier and the shifts are murmur3's.
fn mix(a: u32, b: u32) -> u32 {
    let mut hash = a.wrapping_mul(0x85eb_ca6b) ^ b;
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

impl Texts {
    fn read(reader: &Reader<'_>) -> tantivy::Result<Self> {
        let inverted = reader.segment.inverted_index(reader.fields.exact)?;
        let mut lengths = vec![0; reader.segment.max_doc() as usize + 1];
        let mut all = Vec::new();
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let word = String::from_utf8_lossy(stream.key()).into_owned();
            all.push((word, stream.value().clone()));
        }
        for (_, info) in &all {
            let mut postings =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            while postings.doc() != TERMINATED {
                lengths[postings.doc() as usize + 1] += postings.term_freq() as usize;
                postings.advance();
            }
        }
        for at in 1..lengths.len() {
            lengths[at] += lengths[at - 1];
        }
        let starts = lengths;
        let mut words = vec![0; starts.last().copied().unwrap_or(0)];
        let mut positions = Vec::new();
        for ((_, info), id) in all.iter().zip(0..) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(info, option)?;
            while postings.doc() != TERMINATED {
                postings.positions(&mut positions);
                for &position in &positions {
                    words[starts[postings.doc() as usize] + position as usize] = id;
                }
                postings.advance();
            }
        }
        Ok(Self {
            starts,
            words,
            documents: all.iter().map(|(_, info)| info.doc_freq).collect(),
            hashes: all
                .iter()
                .map(|(word, _)| SEEDS.map(|seed| fnv(word, seed)))
                .collect(),
        })
    }

    /// Words and pairs of a document: how many in a row, and where.
    fn pairs(&self, doc: usize) -> Box<dyn Iterator<Item = (u8, u32)> + '_> {
        let words = self.of(doc).len() as u32;
        let pairs = (0..words.saturating_sub(1)).map(|at| (2, at));
        Box::new((0..words).map(|at| (1, at)).chain(pairs))
    }

    /// Threes of which two stand in many places.
    fn threes<'a>(
        &'a self,
        doc: usize,
        many: &'a Many,
    ) -> Box<dyn Iterator<Item = (u8, u32)> + 'a> {
        let threes = self.of(doc).windows(3).zip(0..);
        let found = threes.filter(|(words, _)| {
            many.contains(&[words[0], words[1]]) || many.contains(&[words[1], words[2]])
        });
        Box::new(found.map(|(_, at)| (3, at)))
    }

    fn of(&self, doc: usize) -> &[u32] {
        &self.words[self.starts[doc]..self.starts[doc + 1]]
    }

    /// Files by hash with what each document has; tells which pairs stand in many places.
    fn files(
        &self,
        weight: usize,
        entries: usize,
        rows: &Rows<'_>,
        long: &mut Files,
        many: &mut Many,
    ) -> Vec<Vec<u8>> {
        let count = (weight / PLACES).clamp(1, MOST_FILES) as u32;
        let rounds = entries.div_ceil(AT_ONCE).max(1) as u32;
        let per_round = count.div_ceil(rounds);
        let mut made = Vec::with_capacity(count as usize);
        for round in 0..rounds {
            let from = (round * per_round).min(count);
            let to = (from + per_round).min(count);
            let documents = (0..self.starts.len() - 1).into_par_iter();
            let mut places: Vec<Place> = documents
                .flat_map_iter(|doc| {
                    rows(doc).filter_map(move |(words, at)| {
                        let place = self.place(doc, at, words);
                        let file = file_of(place.hash, count);
                        (file >= from && file < to).then_some(place)
                    })
                })
                .collect();
            places.par_sort_unstable();
            let ends: Vec<usize> = (from..=to)
                .map(|at| places.partition_point(|p| file_of(p.hash, count) < at))
                .collect();
            let round: Vec<(Vec<u8>, Files, Many)> = ends
                .par_windows(2)
                .map(|ends| self.file(&places[ends[0]..ends[1]]))
                .collect();
            for (file, own, pairs) in round {
                made.push(file);
                long.extend(own);
                many.extend(pairs);
            }
        }
        made
    }

    fn place(&self, doc: usize, at: u32, words: u8) -> Place {
        let from = self.starts[doc] + at as usize;
        let hashes = self.words[from..from + usize::from(words)].iter();
        let hash = |seed: usize| {
            let own = hashes.clone().map(|&word| self.hashes[word as usize][seed]);
            let all = own.reduce(mix).unwrap_or_default();
            if words == 1 { mix(all, 0) } else { all }
        };
        Place {
            hash: hash(0),
            check: (hash(1) & 0xffff) as u16,
            words,
            doc: doc as u32,
            at,
        }
    }

    /// A file, the files of its long records, and its pairs that stand in many places.
    fn file(&self, places: &[Place]) -> (Vec<u8>, Files, Many) {
        let (mut own, mut many) = (Files::new(), Many::new());
        let groups: Vec<&[Place]> = places
            .chunk_by(|a, b| (a.hash, a.check) == (b.hash, b.check))
            .collect();
        let mut out = Bytes::default();
        out.number(groups.len() as u32);
        out.ascending(groups.iter().map(|group| group[0].hash));
        groups
            .iter()
            .for_each(|group| out.raw(&group[0].check.to_le_bytes()));
        for group in groups {
            self.record(group, &mut out, &mut own, &mut many);
        }
        (gzip(&out.0), own, many)
    }

    /// Documents of its words, then its documents and its places, here or elsewhere.
    fn record(&self, group: &[Place], out: &mut Bytes, own: &mut Files, many: &mut Many) {
        let first = group[0];
        let words = &self.of(first.doc as usize)[first.at as usize..][..usize::from(first.words)];
        for word in words {
            out.number(self.documents[*word as usize]);
        }
        if let [_] = words {
            out.number(0);
        }
        let pages: Vec<&[Place]> = group.chunk_by(|a, b| a.doc == b.doc).collect();
        let (mut docs, mut places) = (Bytes::default(), Bytes::default());
        docs.number(pages.len() as u32);
        docs.ascending(pages.iter().map(|page| page[0].doc));
        pages.iter().for_each(|page| docs.number(page.len() as u32));
        if docs.0.len() <= INLINE {
            out.number(docs.0.len() as u32 + 1);
            out.raw(&docs.0);
        } else {
            apart(&self.decided(&pages), out, own);
        }
        match words {
            [_] => {}
            [a, b] if group.len() > MANY.max(self.starts.len() * MANY_PERCENT / 100) => {
                many.insert([*a, *b]);
            }
            _ => {
                for page in pages {
                    places.ascending(page.iter().map(|place| place.at));
                }
            }
        }
        if places.0.len() <= INLINE {
            out.number(places.0.len() as u32 + 1);
            out.raw(&places.0);
        } else {
            apart(&places.0, out, own);
        }
    }

    /// A decision for every document, and how often.
    fn decided(&self, pages: &[&[Place]]) -> Vec<u8> {
        let mut coder = Encoder::default();
        let (mut odds, mut counts) = ([Odds::default(); 8], [Odds::default(); 12]);
        let mut pages = pages.iter().peekable();
        let mut before = 0;
        for doc in 0..self.starts.len() as u32 - 1 {
            let page = pages.next_if(|page| page[0].doc == doc);
            coder.bit(&mut odds[before], page.is_some());
            before = before << 1 & 7 | usize::from(page.is_some());
            if let Some(page) = page {
                coder.count(&mut counts, page.len() as u32 - 1);
            }
        }
        coder.finish()
    }
}

/// Puts a part of a record into a file of its own.
fn apart(part: &[u8], out: &mut Bytes, own: &mut Files) {
    let packed = gzip(part);
    let name: [u8; NAME] = name(&packed);
    out.number(0);
    out.raw(&name);
    own.push((format!("x/{}.bin", hex(&name)), packed));
}
