//! The positions in the tantivy index → where every word and every two words in a row stand, so that
//! a phrase of common words is found without reading where each of them stands. Cut into files by
//! hash: a browser computes which one it needs.

use rayon::prelude::*;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::encode::{Bytes, NAME, gzip, hex, name};
use super::postings::Reader;

/// Places a file holds, about, …
const PLACES: usize = 600;
/// … and the most files there are: a large catalogue has larger ones.
const MOST_FILES: usize = 8192;
/// Places sorted at once, which bounds the memory.
const AT_ONCE: usize = 1 << 22;
/// A longer record stands in files of its own.
const INLINE: usize = 1500;
/// Seeds of the two hashes of a word.
const SEEDS: [u32; 2] = [0x811c_9dc5, 0x0103_1f35];

/// Paths and contents.
type Files = Vec<(String, Vec<u8>)>;

/// A word or a pair where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hash: u32,
    check: u16,
    doc: u32,
    at: u32,
    /// The word, and the one after it.
    words: [u32; 2],
}

/// No word.
const NONE: u32 = u32::MAX;

/// All texts as one row of words.
struct Texts {
    /// Where each document begins.
    starts: Vec<usize>,
    words: Vec<u32>,
    /// Documents of each word.
    documents: Vec<u32>,
    hashes: Vec<[u32; 2]>,
}

/// The files in order of their hashes, and those of long records.
pub(super) fn cut(reader: &Reader<'_>) -> tantivy::Result<(Vec<Vec<u8>>, Files)> {
    let texts = Texts::read(reader)?;
    let count = (texts.words.len() / PLACES).clamp(1, MOST_FILES) as u32;
    let rounds = (texts.words.len() * 2).div_ceil(AT_ONCE).max(1) as u32;
    let per_round = count.div_ceil(rounds);
    let mut files = Files::new();
    let mut made: Vec<Vec<u8>> = Vec::with_capacity(count as usize);
    for round in 0..rounds {
        let from = (round * per_round).min(count);
        let to = (from + per_round).min(count);
        let mut places = texts.places(count, from, to);
        places.par_sort_unstable();
        let ends: Vec<usize> = (from..=to)
            .map(|at| places.partition_point(|p| file_of(p.hash, count) < at))
            .collect();
        let round: Vec<(Vec<u8>, Files)> = ends
            .par_windows(2)
            .map(|ends| texts.file(&places[ends[0]..ends[1]]))
            .collect();
        for (file, own) in round {
            made.push(file);
            files.extend(own);
        }
    }
    Ok((made, files))
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
        let mut words = vec![NONE; starts.last().copied().unwrap_or(0)];
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

    /// What stands in the files from–to.
    fn places(&self, count: u32, from: u32, to: u32) -> Vec<Place> {
        let documents = self.starts.par_windows(2).enumerate();
        documents
            .flat_map_iter(|(doc, ends)| {
                let words = &self.words[ends[0]..ends[1]];
                let pairs = words.windows(2).map(|pair| [pair[0], pair[1]]);
                let singles = words.iter().map(|&word| [word, NONE]);
                (0..).zip(pairs).chain((0..).zip(singles)).filter_map(
                    move |(at, words): (u32, [u32; 2])| {
                        let [a, b] = words.map(|w| match w {
                            NONE => [0, 0],
                            w => self.hashes[w as usize],
                        });
                        let hash = mix(a[0], b[0]);
                        let file = file_of(hash, count);
                        (file >= from && file < to).then(|| Place {
                            hash,
                            check: (mix(a[1], b[1]) & 0xffff) as u16,
                            doc: doc as u32,
                            at,
                            words,
                        })
                    },
                )
            })
            .collect()
    }

    /// A file, and the files of its long records.
    fn file(&self, places: &[Place]) -> (Vec<u8>, Files) {
        let mut own = Files::new();
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
            self.record(group, &mut out, &mut own);
        }
        (gzip(&out.0), own)
    }

    /// Documents of its words, then its documents and its places, here or elsewhere.
    fn record(&self, group: &[Place], out: &mut Bytes, own: &mut Files) {
        let [word, next] = group[0].words;
        out.number(self.documents[word as usize]);
        out.number(match next {
            NONE => 0,
            next => self.documents[next as usize],
        });
        let (mut docs, mut places) = (Bytes::default(), Bytes::default());
        let pages: Vec<&[Place]> = group.chunk_by(|a, b| a.doc == b.doc).collect();
        docs.number(pages.len() as u32);
        docs.ascending(pages.iter().map(|page| page[0].doc));
        pages.iter().for_each(|page| docs.number(page.len() as u32));
        if next != NONE {
            for page in pages {
                places.ascending(page.iter().map(|place| place.at));
            }
        }
        for part in [docs, places] {
            if part.0.len() <= INLINE {
                out.number(part.0.len() as u32 + 1);
                out.raw(&part.0);
            } else {
                let packed = gzip(&part.0);
                let name: [u8; NAME] = name(&packed);
                out.number(0);
                out.raw(&name);
                own.push((format!("x/{}.bin", hex(&name)), packed));
            }
        }
    }
}
