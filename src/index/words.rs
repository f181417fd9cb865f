//! The corpus' words, counted → what every word is indexed as: its stem, the parts of a compound,
//! the longer word that a group of words means, the beginnings it is found by. All language work of
//! the search happens here, once a distinct word; a browser only looks words up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::beginnings::{self, Head};
use super::stem::stem;
use crate::danish::compound::Splitter;
use crate::danish::fold::fold;
use crate::danish::{is_stop_word, tokens};

/// Marks a word that a hyphen ties to the one before.
const HYPHEN: u32 = 1 << 31;
/// How far apart the parts of a compound may stand to mean it ("service til borgerne").
const REACH: usize = 4;
/// A text as words: places in the vocabulary, with hyphens remembered.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    words: Vec<u32>,
    /// Hyphenated words written together.
    joined: Vec<u32>,
}

/// The vocabulary while it is counted.
#[derive(Debug, Default)]
pub(super) struct Counter {
    ids: HashMap<String, u32>,
    words: Vec<Counted>,
}

#[derive(Debug)]
struct Counted {
    key: String,
    shown: String,
    count: u32,
    documents: u32,
    last: u32,
}

/// A text cut into words, not yet counted.
#[derive(Debug, Default)]
pub(super) struct Cut {
    words: Vec<(String, bool)>,
}

/// Cuts a text into words in normal form.
pub(super) fn cut(text: &str) -> Cut {
    Cut {
        words: tokens(text).map(|t| (t.word, t.hyphenated)).collect(),
    }
}

impl Counter {
    /// Takes a text's words into the vocabulary as part of a document.
    pub(super) fn add(&mut self, cut: Cut, document: u32) -> Run {
        let mut run = Run::default();
        let mut chain = String::new();
        let mut last = String::new();
        let ends = std::iter::once(None);
        for word in cut.words.into_iter().map(Some).chain(ends) {
            let tied = matches!(&word, Some((w, true)) if alphabetic(w) && alphabetic(&last));
            if tied && chain.is_empty() {
                chain.push_str(&last);
            }
            if !tied && !chain.is_empty() {
                run.joined
                    .push(self.intern(std::mem::take(&mut chain), document));
            }
            let Some((word, hyphenated)) = word else {
                break;
            };
            if tied {
                chain.push_str(&word);
            }
            last.clone_from(&word);
            let id = self.intern(word, document);
            run.words.push(if hyphenated { id | HYPHEN } else { id });
        }
        run
    }

    fn intern(&mut self, shown: String, document: u32) -> u32 {
        let key = fold(&shown);
        let id = match self.ids.get(&key) {
            Some(&id) => id,
            None => {
                let id = self.words.len() as u32;
                self.ids.insert(key.clone(), id);
                self.words.push(Counted {
                    key,
                    shown,
                    count: 0,
                    documents: 0,
                    last: u32::MAX,
                });
                id
            }
        };
        let word = &mut self.words[id as usize];
        word.count += 1;
        if word.last != document {
            word.last = document;
            word.documents += 1;
        }
        id
    }

    /// Settles the vocabulary: no more words after this.
    pub(super) fn settle(mut self, aliases: &[Vec<String>]) -> Words {
        // Words that only an editor's synonyms use can be searched for like any other, where the
        // corpus has what they stand for.
        let stems: BTreeSet<String> = self.words.iter().map(|w| stem(&w.key)).collect();
        let is_there = |phrase: &String| {
            let words = cut(phrase).words;
            words
                .iter()
                .all(|(word, _)| stems.contains(&stem(&fold(word))))
        };
        let used: Vec<&Vec<String>> = aliases
            .iter()
            .filter(|group| group.iter().any(is_there))
            .collect();
        let groups: Vec<Vec<Vec<u32>>> = used
            .into_iter()
            .map(|group| {
                group
                    .iter()
                    .map(|phrase| {
                        let run = self.add(cut(phrase), u32::MAX - 1);
                        run.words.iter().map(|w| w & !HYPHEN).collect()
                    })
                    .filter(|phrase: &Vec<u32>| !phrase.is_empty())
                    .collect()
            })
            .collect();
        Words::new(self, &groups)
    }
}

/// What one word is indexed as.
#[derive(Debug)]
struct Word {
    key: String,
    stem: u32,
    /// Stems of a compound's parts, and what a derived word comes from.
    related: Vec<u32>,
    /// Beginnings that are terms.
    beginnings: Vec<u32>,
    stop: bool,
}

/// First stem of a phrase → the stems after it, and the stems that are found by it.
type Synonyms = HashMap<u32, Vec<(Vec<u32>, Vec<u32>)>>;

/// The settled vocabulary.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<Word>,
    stems: Vec<String>,
    beginnings: Vec<String>,
    /// Two stems, smaller first → the compounds they make.
    pairs: HashMap<(u32, u32), Vec<u32>>,
    /// First stem of a synonym → the rest of it and what is found by it.
    synonyms: Synonyms,
    /// Words of the synonyms, which may stand in no text.
    alias_words: BTreeSet<u32>,
    spelled: BTreeMap<String, String>,
}

/// The terms of one document, parted by spaces.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub(super) text: String,
    pub(super) exact: String,
    pub(super) wide: String,
    pub(super) heading: String,
    pub(super) prefix: String,
    pub(super) word: String,
}

impl Words {
    fn new(counter: Counter, groups: &[Vec<Vec<u32>>]) -> Self {
        let splitter = Splitter::new(counter.words.iter().map(|w| (w.shown.as_str(), w.count)));
        let analysed: Vec<(String, Vec<String>)> = counter
            .words
            .par_iter()
            .map(|word| {
                let own = stem(&word.key);
                let mut related = related(&word.shown, &splitter);
                related.retain(|r| *r != own);
                (own, related)
            })
            .collect();
        let all: BTreeSet<&str> = analysed
            .iter()
            .flat_map(|(own, related)| std::iter::once(own).chain(related))
            .map(String::as_str)
            .collect();
        let stems: Vec<String> = all.into_iter().map(str::to_owned).collect();
        let place = |s: &str| stems.binary_search_by(|x| x.as_str().cmp(s)).unwrap_or(0) as u32;
        let mut words: Vec<Word> = counter
            .words
            .iter()
            .zip(&analysed)
            .map(|(counted, (own, related))| Word {
                key: counted.key.clone(),
                stem: place(own),
                related: related.iter().map(|r| place(r)).collect(),
                beginnings: Vec::new(),
                stop: is_stop_word(&counted.shown),
            })
            .collect();
        let (beginnings, own) = {
            let both = words.iter().zip(&counter.words);
            let heads: Vec<Head<'_>> = both
                .map(|(word, counted)| Head {
                    key: &word.key,
                    stem: word.stem,
                    documents: counted.documents,
                })
                .collect();
            beginnings::find(&heads)
        };
        for (word, own) in words.iter_mut().zip(own) {
            word.beginnings = own;
        }
        let mut pairs: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        for (word, counted) in words.iter().zip(&counter.words) {
            let Some(split) = splitter.split(&counted.shown) else {
                continue;
            };
            let (a, b) = (
                place(&stem(&fold(split.modifier))),
                place(&stem(&fold(split.head))),
            );
            let made = pairs.entry((a.min(b), a.max(b))).or_default();
            if a != b && !made.contains(&word.stem) {
                made.push(word.stem);
            }
        }
        for made in pairs.values_mut() {
            made.sort_unstable();
        }
        let mut synonyms = Synonyms::new();
        let mut alias_words = BTreeSet::new();
        for group in groups {
            let phrases: Vec<Vec<u32>> = group
                .iter()
                .map(|phrase| phrase.iter().map(|&w| words[w as usize].stem).collect())
                .collect();
            alias_words.extend(group.iter().flatten().copied());
            for (at, phrase) in phrases.iter().enumerate() {
                let others = phrases.iter().enumerate().filter(|(other, _)| *other != at);
                let mut found: Vec<u32> = others.flat_map(|(_, p)| p.iter().copied()).collect();
                found.sort_unstable();
                found.dedup();
                synonyms
                    .entry(phrase[0])
                    .or_default()
                    .push((phrase[1..].to_vec(), found));
            }
        }
        let spelled = counter
            .words
            .into_iter()
            .filter(|w| w.key != w.shown)
            .map(|w| (w.key, w.shown))
            .collect();
        Self {
            words,
            stems,
            beginnings,
            pairs,
            synonyms,
            alias_words,
            spelled,
        }
    }

    /// Words whose key is not how they are written.
    pub(super) fn spelled(&self) -> &BTreeMap<String, String> {
        &self.spelled
    }

    /// Terms of the synonyms themselves, for one document of the index to carry.
    pub(super) fn alias_terms(&self) -> String {
        let keys = self
            .alias_words
            .iter()
            .map(|&w| self.words[w as usize].key.as_str());
        keys.collect::<Vec<_>>().join(" ")
    }

    /// Stems of a run, each once.
    pub(super) fn stems_of(&self, run: &Run) -> BTreeSet<&str> {
        run.all().map(|word| word.stem_in(self)).collect()
    }

    /// Stems that a run is also found by: parts of its compounds, what its words mean.
    pub(super) fn parts_of(&self, run: &Run) -> BTreeSet<&str> {
        let related = run.all().flat_map(|w| &self.words[w.0 as usize].related);
        let meant = self.meant(run);
        let all = related.copied().chain(meant);
        all.map(|stem| self.stems[stem as usize].as_str()).collect()
    }

    /// The terms of a page: its text, its headings, and words that stand elsewhere but are found
    /// here (`extra`: the facts about its strategy, on its first page).
    pub(super) fn terms(&self, text: &Run, heading: &Run, extra: &[&Run]) -> Terms {
        let mut terms = Terms::default();
        let mut beginnings: BTreeSet<&u32> = BTreeSet::new();
        let (mut own, mut wide) = (BTreeSet::new(), Vec::new());
        for &id in &text.words {
            let word = &self.words[(id & !HYPHEN) as usize];
            push(&mut terms.exact, &word.key);
            push(&mut terms.text, &self.stems[word.stem as usize]);
            own.insert(word.stem);
            wide.extend(&word.related);
            beginnings.extend(&word.beginnings);
        }
        let mut written: BTreeSet<u32> = BTreeSet::new();
        for &id in &text.joined {
            let word = &self.words[id as usize];
            push(&mut terms.text, &self.stems[word.stem as usize]);
            own.insert(word.stem);
            written.insert(id);
        }
        wide.extend(self.meant(text));
        // Once what the page writes, and as often as it is meant what the page only means.
        wide.retain(|stem| !own.contains(stem));
        for &stem in own.iter().chain(&wide) {
            push(&mut terms.wide, &self.stems[stem as usize]);
        }
        let mut headings = BTreeSet::new();
        for word in heading.all() {
            headings.insert(word.stem_in(self));
            written.insert(word.0);
        }
        terms.heading = headings.into_iter().collect::<Vec<_>>().join(" ");
        for word in extra.iter().flat_map(|run| run.all()) {
            written.insert(word.0);
        }
        for id in written {
            let word = &self.words[id as usize];
            push(&mut terms.word, &word.key);
            beginnings.extend(&word.beginnings);
        }
        for &beginning in &beginnings {
            push(&mut terms.prefix, &self.beginnings[*beginning as usize]);
        }
        terms
    }

    /// Stems that a text means without writing them: compounds whose parts stand near each other,
    /// and synonyms. Sorted, each once.
    fn meant(&self, run: &Run) -> BTreeSet<u32> {
        let mut meant = BTreeSet::new();
        let words: Vec<&Word> = run
            .words
            .iter()
            .map(|id| &self.words[(id & !HYPHEN) as usize])
            .collect();
        for (at, word) in words.iter().enumerate() {
            for (rest, found) in self.synonyms.get(&word.stem).into_iter().flatten() {
                let follows = words.get(at + 1..=at + rest.len());
                if follows.is_some_and(|f| f.iter().map(|w| w.stem).eq(rest.iter().copied())) {
                    meant.extend(found);
                }
            }
            if word.stop {
                continue;
            }
            for other in words.iter().skip(at + 1).take(REACH).filter(|w| !w.stop) {
                let (a, b) = (word.stem.min(other.stem), word.stem.max(other.stem));
                meant.extend(self.pairs.get(&(a, b)).into_iter().flatten());
            }
        }
        meant
    }
}

/// A word of a run by its place.
struct Placed(u32);

impl Placed {
    fn stem_in<'w>(&self, words: &'w Words) -> &'w str {
        &words.stems[words.words[self.0 as usize].stem as usize]
    }
}

impl Run {
    fn all(&self) -> impl Iterator<Item = Placed> + '_ {
        let words = self.words.iter().map(|w| w & !HYPHEN);
        words.chain(self.joined.iter().copied()).map(Placed)
    }
}

fn push(terms: &mut String, term: &str) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push_str(term);
}

fn alphabetic(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// Stems a word is also found by: parts of a compound, also pairwise joined ones of a longer
/// chain, and for words in -isering what they come from ("digital" finds digitalisering).
fn related(shown: &str, splitter: &Splitter) -> Vec<String> {
    let mut related = Vec::new();
    let mut todo = vec![shown];
    while let Some(word) = todo.pop() {
        if let Some(split) = splitter.split(word) {
            for part in [split.modifier, split.head] {
                related.push(stem(&fold(part)));
                todo.push(part);
            }
        } else if let Some((root, _)) = word.split_once("isering")
            && root.chars().count() >= 4
        {
            related.push(stem(&fold(root)));
        }
    }
    related.sort_unstable();
    related.dedup();
    related
}
