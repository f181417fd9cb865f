//! Many word lists + one text → where which line of which list stands. One pass over the words of
//! the text; refuses to decide what a hit means.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};

use super::term::{Step, WordPattern};
use crate::danish::{Token, stem, tokens};

/// Danish inflectional endings, with which a word is still the same word. Used where a stem is too
/// short to trust ("ledelse" and "led" share one) and at the end of compounds.
const ENDINGS: &[&str] = &[
    "", "s", "e", "n", "t", "r", "en", "et", "er", "es", "ne", "ns", "ts", "rs", "te", "de", "ren",
    "rne", "ens", "ets", "ers", "ede", "ere", "ene", "erne", "rnes", "ende", "ernes", "eren",
    "eres", "erens",
];

/// Which line of which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analyse) struct Hit {
    /// Index of the list.
    pub(in crate::analyse) list: u16,
    /// Index of the phrase, unique over all lists.
    pub(in crate::analyse) phrase: u32,
    /// Weight the editor gave it; 0 marks an exclusion.
    pub(in crate::analyse) weight: u8,
    /// First byte in the text.
    pub(in crate::analyse) start: usize,
    /// Byte after the last.
    pub(in crate::analyse) end: usize,
}

struct Phrase {
    list: u16,
    weight: u8,
    /// Words after the first, each with the gap allowed before it.
    rest: Vec<(u32, u8)>,
}

/// Every list, compiled.
pub(in crate::analyse) struct Matcher {
    /// Whole words and trusted stems → pattern ids.
    stems: HashMap<String, Vec<u32>>,
    /// Short stems are not trusted: word form → pattern ids.
    forms: HashMap<String, Vec<u32>>,
    /// Finds the patterns that may be parts of compounds inside one word.
    parts: Option<AhoCorasick>,
    /// For each part: the pattern ids and whether each may begin or end a word.
    part_ids: Vec<Vec<(u32, bool, bool)>>,
    /// Pattern id → phrases that begin with it.
    starts: Vec<Vec<u32>>,
    phrases: Vec<Phrase>,
}

/// Words already looked up; one a thread or document.
#[derive(Default)]
pub(in crate::analyse) struct Memory(HashMap<String, Vec<u32>>);

/// Stems shorter than this are shared by unrelated words.
const TRUSTED_STEM: usize = 4;

impl Matcher {
    /// Compiles (list, weight, steps) lines. Weight 0 marks an exclusion.
    pub(in crate::analyse) fn new(lines: impl IntoIterator<Item = (u16, u8, Vec<Step>)>) -> Self {
        let mut ids: BTreeMap<WordPattern, u32> = BTreeMap::new();
        let mut phrases = Vec::new();
        let mut first = Vec::new();
        for (list, weight, steps) in lines {
            let mut numbered = steps.into_iter().map(|(pattern, gap)| {
                let next = ids.len() as u32;
                (*ids.entry(pattern).or_insert(next), gap)
            });
            let Some((start, _)) = numbered.next() else {
                continue;
            };
            let rest = numbered.collect();
            first.push(start);
            phrases.push(Phrase { list, weight, rest });
        }
        let mut starts = vec![Vec::new(); ids.len()];
        for (phrase, &start) in first.iter().enumerate() {
            starts[start as usize].push(phrase as u32);
        }
        let mut stems: HashMap<String, Vec<u32>> = HashMap::new();
        let mut forms: HashMap<String, Vec<u32>> = HashMap::new();
        let mut parts: BTreeMap<&str, Vec<(u32, bool, bool)>> = BTreeMap::new();
        for (pattern, &id) in &ids {
            if pattern.stem.chars().count() >= TRUSTED_STEM {
                stems.entry(pattern.stem.clone()).or_default().push(id);
            } else {
                for ending in ENDINGS {
                    let form = format!("{}{ending}", pattern.word);
                    forms.entry(form).or_default().push(id);
                }
            }
            if pattern.begins || pattern.ends {
                let part = (id, pattern.begins, pattern.ends);
                parts.entry(&pattern.word).or_default().push(part);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(parts.keys())
            .ok();
        Self {
            stems,
            forms,
            parts: automaton,
            part_ids: parts.into_values().collect(),
            starts,
            phrases,
        }
    }

    /// Every hit in a text, by place. `barriers` are byte positions no phrase may cross (sentence
    /// starts), ascending.
    pub(in crate::analyse) fn hits(
        &self,
        text: &str,
        barriers: &[usize],
        memory: &mut Memory,
    ) -> Vec<Hit> {
        let words: Vec<Token> = tokens(text).collect();
        let found: Vec<Vec<u32>> = words
            .iter()
            .map(|t| self.look_up(&t.word, memory))
            .collect();
        let mut hits = Vec::new();
        for (at, token) in words.iter().enumerate() {
            let stop = barriers
                .iter()
                .find(|&&b| b > token.start)
                .map_or(words.len(), |&b| words.partition_point(|t| t.start < b));
            for &id in &found[at] {
                for &phrase in &self.starts[id as usize] {
                    if let Some(last) = self.follow(phrase, at, stop, &found) {
                        hits.push(self.hit(phrase, token.start, words[last].end));
                    }
                }
            }
            if token.hyphenated && at > 0 {
                // "velfærds-teknologi" is also one word.
                let before = &words[at - 1];
                let joined = format!("{}{}", before.word, token.word);
                let apart = |id: &u32| found[at].contains(id) || found[at - 1].contains(id);
                for id in self.look_up(&joined, memory) {
                    if apart(&id) {
                        continue;
                    }
                    for &phrase in &self.starts[id as usize] {
                        if self.phrases[phrase as usize].rest.is_empty() {
                            hits.push(self.hit(phrase, before.start, token.end));
                        }
                    }
                }
            }
        }
        hits.sort_by_key(|h| (h.start, h.end, h.phrase));
        hits.dedup();
        hits
    }

    fn hit(&self, phrase: u32, start: usize, end: usize) -> Hit {
        let Phrase { list, weight, .. } = self.phrases[phrase as usize];
        Hit {
            list,
            phrase,
            weight,
            start,
            end,
        }
    }

    /// Index of the phrase's last word, if its words follow from `at` on, before `stop`.
    fn follow(&self, phrase: u32, at: usize, stop: usize, found: &[Vec<u32>]) -> Option<usize> {
        let mut last = at;
        for &(id, gap) in &self.phrases[phrase as usize].rest {
            let until = (last + 1 + usize::from(gap)).min(stop.saturating_sub(1));
            last = (last + 1..=until).find(|&k| found[k].contains(&id))?;
        }
        Some(last)
    }

    /// Ids of the patterns that this word meets.
    fn look_up(&self, word: &str, memory: &mut Memory) -> Vec<u32> {
        if let Some(known) = memory.0.get(word) {
            return known.clone();
        }
        let mut ids = Vec::new();
        if let Some(more) = self.stems.get(&stem(word)) {
            ids.extend_from_slice(more);
        }
        if let Some(more) = self.forms.get(word) {
            ids.extend_from_slice(more);
        }
        if let Some(parts) = &self.parts {
            for found in parts.find_overlapping_iter(word) {
                let front = &word[..found.start()];
                let back = &word[found.end()..];
                for &(id, begins, ends) in &self.part_ids[found.pattern().as_usize()] {
                    // As first part anything of two letters may follow; as last part only an
                    // inflection, after a first part of at least two letters.
                    let as_first = begins && front.is_empty() && back.chars().count() >= 2;
                    let as_last =
                        ends && front.chars().count() >= 2 && is_inflection(word, found.end());
                    if as_first || as_last {
                        ids.push(id);
                    }
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        memory.0.insert(word.to_owned(), ids.clone());
        ids
    }
}

/// Whether what follows byte `at` of a word only inflects it: an ending, also after a doubled
/// consonant ("robot", "robotterne").
fn is_inflection(word: &str, at: usize) -> bool {
    let back = &word[at..];
    if ENDINGS.contains(&back) {
        return true;
    }
    let mut rest = back.chars();
    let doubled = rest.next() == word[..at].chars().next_back();
    doubled && !rest.as_str().is_empty() && ENDINGS.contains(&rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::term::parse;
    use super::*;

    fn found(lines: &[&str], text: &str) -> Vec<String> {
        let matcher = Matcher::new(lines.iter().map(|l| (0, 2, parse(l))));
        matcher
            .hits(text, &[], &mut Memory::default())
            .iter()
            .map(|h| text[h.start..h.end].to_owned())
            .collect()
    }

    #[test]
    fn inflections_and_compounds_are_met() {
        assert_eq!(
            found(&["sikkerhed"], "It-sikkerheden er god"),
            ["sikkerheden"]
        );
        assert_eq!(
            found(
                &["velfærdsteknologi"],
                "Velfærds-teknologi og velfærdsteknologiske løsninger"
            ),
            ["Velfærds-teknologi", "velfærdsteknologiske"]
        );
        assert_eq!(
            found(&["robot"], "softwarerobotterne"),
            ["softwarerobotterne"]
        );
    }

    #[test]
    fn look_alikes_are_not() {
        for (line, text) in [
            ("borger", "Viborg og borgmesteren"),
            ("app", "apparater"),
            ("data", "dataanvendelse"),
            ("ledelse", "det led under"),
        ] {
            assert!(found(&[line], text).is_empty(), "{line} in {text}");
        }
    }

    #[test]
    fn phrases_may_have_gaps_but_not_cross_a_barrier() {
        let line = ["inddrage … borgere"];
        assert_eq!(
            found(&line, "Vi inddrager altid de berørte borgere."),
            ["inddrager altid de berørte borgere"]
        );
        let text = "Vi inddrager. Alle borgere";
        let matcher = Matcher::new(line.iter().map(|l| (0, 2, parse(l))));
        let barrier = text.find("Alle").expect("it is there");
        assert!(
            matcher
                .hits(text, &[barrier], &mut Memory::default())
                .is_empty()
        );
    }
}
