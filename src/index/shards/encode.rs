//! Numbers and words → the bytes of a shard. Everything is a variable-length number (seven bits a
//! byte, lowest first), a string with its length, or raw bytes; a file is one gzip member, so that
//! it stays small on hosts that compress nothing.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Bytes of a content hash kept where a shard names another.
pub(super) const NAME: usize = 5;

/// Bytes under way.
#[derive(Debug, Default, Clone)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    pub(super) fn number(&mut self, mut value: u32) {
        while value > 0x7f {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(super) fn string(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Ascending numbers as differences.
    pub(super) fn ascending(&mut self, values: impl IntoIterator<Item = u32>) {
        let mut last = 0;
        for value in values {
            self.number(value - last);
            last = value;
        }
    }

    /// A word as what it adds to the one before.
    pub(super) fn after(&mut self, last: &str, word: &str) {
        let mut shared = last
            .bytes()
            .zip(word.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        while !word.is_char_boundary(shared) {
            shared -= 1;
        }
        self.number(shared as u32);
        self.string(&word[shared..]);
    }
}

/// How many letters two words begin with alike.
pub(super) fn shared(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars());
    pairs.take_while(|(a, b)| a == b).count()
}

/// The shortest beginning of a word that still comes after the one before.
pub(super) fn between<'a>(last: &str, word: &'a str) -> &'a str {
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut fronts = ends.map(|end| &word[..end]);
    fronts.find(|front| *front > last).unwrap_or(word)
}

/// The bytes as a gzip member without a time or a name.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::best());
    // Writing to memory does not fail; if it did, the member would be cut and readers would say so.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// First bytes of the SHA-256 of a file's content.
pub(super) fn name(bytes: &[u8]) -> [u8; NAME] {
    name_all(&[bytes])
}

/// … and of the contents of many, one after the other.
pub(super) fn name_all(files: &[impl AsRef<[u8]>]) -> [u8; NAME] {
    let mut hasher = Sha256::new();
    files.iter().for_each(|file| hasher.update(file));
    let digest = hasher.finalize();
    let mut name = [0; NAME];
    name.copy_from_slice(&digest[..NAME]);
    name
}

/// A name as it stands in an address.
pub(super) fn hex(name: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_bytes_they_need() {
        let mut bytes = Bytes::default();
        bytes.number(127);
        bytes.number(128);
        bytes.number(u32::MAX);
        assert_eq!(bytes.0, [0x7f, 0x80, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn words_share_their_beginnings_at_letters() {
        let mut bytes = Bytes::default();
        bytes.after("dαta", "dβta");
        assert_eq!(bytes.0[0], 1);
    }
}
