//! A Danish compound → its parts, by the corpus' own words: "velfærdsteknologi" is velfærd +
//! teknologi because both are written on their own as well. A split needs two known parts, joined by
//! nothing, s, e or er; between several, the one whose parts are written most often wins (the
//! frequency measure of Koehn and Knight, 2003).
//!
//! Refuses to split at prefixes and endings (for-, sam-, -hed, -skab): "forslag" is no kind of
//! slag. What it gets right and wrong on 300 words checked by hand is printed by
//! `tests/suite/compounds.rs`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{is_stop_word, stem};

/// Shortest part that the corpus may add; shorter ones stand in `compound_words.txt` or not at all.
const SHORTEST_FROM_CORPUS: usize = 5;
/// How often a word must stand in the corpus before it can be a part.
const OFTEN_ENOUGH: u32 = 3;
/// How often a word of the built-in list counts as seen.
const BASE_COUNT: u32 = 20;
/// Shortest word that is looked at.
const SHORTEST_COMPOUND: usize = 6;

/// What may stand between two parts.
const LINKS: [&str; 4] = ["", "s", "e", "er"];

/// First parts that change a word's meaning instead of narrowing it, and words that only look like
/// one.
const NO_MODIFIER: &[&str] = &[
    "afta", "ande", "ansø", "bevis", "borg", "dans", "dels", "ejer", "ende", "enkelt", "euro",
    "fest", "fin", "folke", "fore", "forud", "frem", "fuld", "føre", "gen", "god", "hand",
    "hjerte", "hoved", "inter", "kon", "konto", "mellem", "mis", "selv", "side", "sam", "samt",
    "sub", "til", "trans", "ude", "unde", "ute", "vide", "virk", "vær",
];

/// Last parts that are endings, and words that only look like one.
const NO_HEAD: &[&str] = &[
    "age", "ant", "ard", "arv", "bar", "bart", "dom", "else", "elser", "ende", "ener", "enhed",
    "eret", "eri", "ering", "ern", "fri", "fuld", "hed", "heden", "heder", "ing", "inger", "isk",
    "iske", "ist", "ister", "lig", "lige", "lighed", "ligt", "løs", "mæssig", "mæssige", "ner",
    "ning", "ninger", "rig", "sal", "ser", "skab", "skaber", "skabet", "som", "ste", "stor", "tet",
    "vis", "vise", "ydre",
];

static BASE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("compound_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Knows which words a compound may be made of.
#[derive(Debug, Clone)]
pub struct Splitter {
    /// Count by word and by stem; what is here can be a part.
    known: HashMap<String, u32>,
    /// Stems of the built-in list: words that are whole, whatever they look like.
    whole: HashSet<String>,
}

/// A compound taken apart once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split<'w> {
    /// First part, without what links it.
    pub modifier: &'w str,
    /// Last part, inflected as it stands.
    pub head: &'w str,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new(std::iter::empty())
    }
}

impl Splitter {
    /// A splitter that knows the built-in list and the words of a corpus with their counts. Words
    /// are in normal form; their order does not matter.
    pub fn new<'a>(corpus: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        for word in BASE.iter() {
            *known.entry((*word).to_owned()).or_default() += BASE_COUNT;
            let stem = stem(word);
            if stem != *word {
                *known.entry(stem).or_default() += BASE_COUNT;
            }
        }
        for (word, count) in corpus {
            let stem = stem(word);
            let in_base = known.contains_key(&stem) || known.contains_key(word);
            let worthy = count >= OFTEN_ENOUGH
                && word.chars().count() >= SHORTEST_FROM_CORPUS
                && word.chars().all(char::is_alphabetic);
            if in_base || worthy {
                if stem != word {
                    *known.entry(word.to_owned()).or_default() += count;
                }
                *known.entry(stem).or_default() += count;
            }
        }
        let whole = BASE.iter().map(|word| stem(word)).collect();
        Self { known, whole }
    }

    /// Takes a word in normal form apart once; `None` where it is no compound of known parts.
    ///
    /// ```
    /// # use strategikatalog::danish::compound::Splitter;
    /// let split = Splitter::default().split("velfærdsteknologier").expect("a compound");
    /// assert_eq!((split.modifier, split.head), ("velfærd", "teknologier"));
    /// assert_eq!(Splitter::default().split("kommunerne"), None);
    /// ```
    pub fn split<'w>(&self, word: &'w str) -> Option<Split<'w>> {
        if word.chars().count() < SHORTEST_COMPOUND || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        if self.whole.contains(&stem(word)) {
            return None;
        }
        let mut best: Option<(u64, Split<'w>)> = None;
        for (at, _) in word.char_indices().skip(2) {
            let (front, head) = word.split_at(at);
            let Some(head_count) = self.head(head) else {
                continue;
            };
            for link in LINKS {
                let Some(modifier) = front.strip_suffix(link) else {
                    continue;
                };
                let Some(count) = self.modifier(modifier, link) else {
                    continue;
                };
                // The product of the counts orders splits as their geometric mean does.
                let weight = u64::from(count) * u64::from(head_count);
                if best.is_none_or(|(most, _)| weight > most) {
                    best = Some((weight, Split { modifier, head }));
                }
            }
        }
        best.map(|(_, split)| split)
    }

    /// All parts of a word, first to last; empty where it is no compound.
    ///
    /// ```
    /// # use strategikatalog::danish::compound::Splitter;
    /// let parts = Splitter::default().parts("folkeskolelærere");
    /// assert_eq!(parts, ["folkeskole", "lærere"]);
    /// ```
    pub fn parts<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let Some(split) = self.split(word) else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        for part in [split.modifier, split.head] {
            let inner = self.parts(part);
            if inner.is_empty() {
                parts.push(part);
            } else {
                parts.extend(inner);
            }
        }
        parts
    }

    fn modifier(&self, part: &str, link: &str) -> Option<u32> {
        if part.chars().count() < 2 || is_stop_word(part) || NO_MODIFIER.contains(&part) {
            return None;
        }
        // "e" and "er" are rare links and would otherwise cut endings off.
        if link.starts_with('e') && part.chars().count() < 4 {
            return None;
        }
        let known = self.known.get(part).copied();
        // A first part may be a compound itself: informationssikkerhed + s + politik.
        known.or_else(|| self.split(part).map(|_| 1))
    }

    fn head(&self, part: &str) -> Option<u32> {
        if part.chars().count() < 2 || is_stop_word(part) || NO_HEAD.contains(&part) {
            return None;
        }
        let known = self.known.get(part).copied();
        known.or_else(|| {
            let stem = stem(part);
            (stem.chars().count() >= 3 && !NO_HEAD.contains(&stem.as_str()))
                .then(|| self.known.get(&stem).copied())
                .flatten()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_left_whole() {
        let splitter = Splitter::default();
        for word in [
            "kommunen",
            "forslag",
            "samarbejde",
            "udvikling",
            "fællesskab",
            "virksomheder",
            "digitalisering",
            "organisation",
            "medarbejder",
            "borgmester",
            "tilbud",
            "politisk",
        ] {
            assert_eq!(splitter.split(word), None, "{word}");
        }
    }

    #[test]
    fn the_corpus_adds_its_own_words() {
        let word = "krokodillestrategi";
        assert_eq!(Splitter::default().split(word), None);
        let taught = Splitter::new([("krokodille", 3)]);
        assert_eq!(taught.parts(word), ["krokodille", "strategi"]);
    }
}
