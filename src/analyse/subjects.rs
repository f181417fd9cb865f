//! The pieces of a document + the editors' words → which paragraph carries which subject, how
//! strongly, and by which words. Refuses to count a word that merely occurs in a long paragraph.

use std::collections::BTreeMap;

use super::lexicon::{Hit, Lexicon, Memory};
use super::pillars;
use super::reading::{self, Heading, Piece};
use crate::danish::{normalise, stem};
use crate::model::profile::{Passage, Pillar, SubjectFinding, ThemeFinding};
use crate::model::subject::SubjectKind;

/// Passages kept per subject.
const KEPT: usize = 12;
/// Longest quote, in bytes; longer paragraphs are cut around their matches.
const QUOTE: usize = 700;

/// What words of weight 1, 2 and 3 are worth. A hint never decides alone; an ordinary word decides
/// in a short paragraph; a strong one in any.
const WORTH: [f32; 4] = [0.0, 1.0, 2.0, 4.0];
/// A word that comes back says a little more, not as much again.
const REPEATED: f32 = 0.5;
/// Words in the heading speak for the paragraph below it, at this part of their worth.
const HEADING: f32 = 0.6;
/// What a paragraph must reach: `BASE` at no words, one more for every `WORDS_A_POINT` words.
const BASE: f32 = 2.2;
const WORDS_A_POINT: f32 = 45.0;
/// … but never more than this.
const CEILING: f32 = 4.5;

/// All subjects found in a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) themes: Vec<ThemeFinding>,
    pub(super) technologies: Vec<SubjectFinding>,
    pub(super) organisation: Vec<SubjectFinding>,
}

/// What one text says about one subject.
#[derive(Debug, Clone, Default)]
struct Evidence {
    /// Sum of the worth of its words.
    worth: f32,
    /// Places of the words, ascending, not overlapping.
    places: Vec<(usize, usize)>,
}

/// Reads every piece for every subject.
pub(super) fn find(
    lexicon: &Lexicon,
    pieces: &[Piece<'_>],
    headings: &[Heading<'_>],
    pillars: &[Pillar],
    memory: &mut Memory,
) -> Found {
    let mut passages: BTreeMap<u16, Vec<Passage>> = BTreeMap::new();
    let mut of_heading: BTreeMap<&str, BTreeMap<u16, Evidence>> = BTreeMap::new();
    for piece in pieces {
        let own = weigh(lexicon, piece.text, memory);
        let empty = BTreeMap::new();
        let above = match piece.heading {
            Some(text) => of_heading
                .entry(text)
                .or_insert_with(|| weigh_heading(lexicon, text, memory)),
            None => &empty,
        };
        let words = piece.text.split_whitespace().count();
        for (&list, evidence) in &own {
            let kind = lexicon.lists[usize::from(list)].0;
            let context = above.get(&list).map_or(0.0, |e| e.worth.min(WORTH[3]));
            let carries = match kind {
                // A technology is there when it is named.
                SubjectKind::Teknologi => evidence.worth >= WORTH[2],
                _ => evidence.worth + HEADING * context >= bar(words),
            };
            if carries {
                let passage = quote(piece, evidence, context);
                passages.entry(list).or_default().push(passage);
            }
        }
    }
    gather(lexicon, passages, headings, pillars, memory)
}

/// The worth a paragraph of so many words must reach.
fn bar(words: usize) -> f32 {
    (BASE + words as f32 / WORDS_A_POINT).min(CEILING)
}

/// Weighs a heading: one that is little else than a subject's word ("Tema 5: Data") is about it,
/// however little the word says in running text.
fn weigh_heading(lexicon: &Lexicon, text: &str, memory: &mut Memory) -> BTreeMap<u16, Evidence> {
    let mut found = weigh(lexicon, text, memory);
    let title = pillars::title_of(text);
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    for evidence in found.values_mut() {
        let covered: usize = evidence
            .places
            .iter()
            .map(|&(start, end)| {
                text[start..end]
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count()
            })
            .sum();
        if covered * 2 >= letters {
            evidence.worth = evidence.worth.max(WORTH[3]);
        }
    }
    found
}

/// Weighs one text for every subject that has a word in it.
fn weigh(lexicon: &Lexicon, text: &str, memory: &mut Memory) -> BTreeMap<u16, Evidence> {
    let starts = reading::sentence_starts(text);
    let hits = lexicon.matcher.hits(text, &starts[1..], memory);
    let mut by_list: BTreeMap<u16, Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        by_list.entry(hit.list).or_default().push(hit);
    }
    by_list
        .into_iter()
        .filter_map(|(list, hits)| {
            let (excluded, hits): (Vec<Hit>, Vec<Hit>) =
                hits.into_iter().partition(|h| h.weight == 0);
            let mut hits = without_exclusions(hits, &excluded, &starts);
            if lexicon.lists[usize::from(list)].0 == SubjectKind::Teknologi {
                hits.retain(|h| !taken_back(&text[h.start..h.end], text, &excluded));
            }
            let evidence = sum(hits);
            (evidence.worth > 0.0).then_some((list, evidence))
        })
        .collect()
}

/// Takes back what an exclusion covers; one that covers nothing takes back its whole sentence.
fn without_exclusions(mut hits: Vec<Hit>, excluded: &[Hit], starts: &[usize]) -> Vec<Hit> {
    let sentence = |at: usize| starts.partition_point(|&s| s <= at);
    for no in excluded {
        let overlaps = |h: &Hit| h.start < no.end && no.start < h.end;
        if hits.iter().any(overlaps) {
            // A longer phrase around an excluded word was meant.
            hits.retain(|h| !overlaps(h) || h.end - h.start > no.end - no.start);
        } else {
            hits.retain(|h| sentence(h.start) != sentence(no.start));
        }
    }
    hits
}

/// Whether a word is short for an excluded one of the same text: "robotterne" after
/// "softwarerobotter".
fn taken_back(word: &str, text: &str, excluded: &[Hit]) -> bool {
    let stem = stem(&normalise(word));
    let longer = |no: &Hit| {
        let no = normalise(&text[no.start..no.end]);
        no.len() > stem.len() && no.contains(&stem)
    };
    stem.chars().count() > 3 && excluded.iter().any(longer)
}

/// Adds up hits: where two overlap the stronger counts, and a phrase that comes back counts less.
fn sum(mut hits: Vec<Hit>) -> Evidence {
    hits.sort_by_key(|h| {
        (
            std::cmp::Reverse(h.weight),
            std::cmp::Reverse(h.end - h.start),
            h.start,
        )
    });
    let mut taken: Vec<Hit> = Vec::new();
    let mut worth = 0.0;
    for hit in hits {
        if taken.iter().any(|t| t.start < hit.end && hit.start < t.end) {
            continue;
        }
        let again = taken.iter().any(|t| t.phrase == hit.phrase);
        let value = WORTH[usize::from(hit.weight.min(3))];
        worth += if again { REPEATED.min(value) } else { value };
        taken.push(hit);
    }
    let mut places: Vec<(usize, usize)> = taken.iter().map(|h| (h.start, h.end)).collect();
    places.sort_unstable();
    Evidence { worth, places }
}

fn quote(piece: &Piece<'_>, evidence: &Evidence, context: f32) -> Passage {
    let (first, last) = densest(&evidence.places);
    let quote = reading::cut_around(piece.text, first, last, QUOTE);
    let from = quote.as_ptr() as usize - piece.text.as_ptr() as usize;
    let to = from + quote.len();
    let mut matched: Vec<String> = Vec::new();
    for &(start, end) in &evidence.places {
        if start >= from && end <= to {
            let word = piece.text[start..end].to_owned();
            if !matched.contains(&word) {
                matched.push(word);
            }
        }
    }
    Passage {
        page: piece.page,
        heading: piece.heading.map(str::to_owned),
        quote: quote.to_owned(),
        matched,
        weight: evidence.worth + HEADING * context,
    }
}

/// The run of places that fits in a quote and holds most of them.
fn densest(places: &[(usize, usize)]) -> (usize, usize) {
    let mut best = (0, places.first().copied().unwrap_or((0, 0)));
    for (at, &(start, _)) in places.iter().enumerate() {
        let inside = places[at..]
            .iter()
            .take_while(|(_, end)| end - start <= QUOTE * 3 / 4)
            .count();
        if inside > best.0 {
            let end = places[at + inside - 1].1;
            best = (inside, (start, end));
        }
    }
    best.1
}

fn gather(
    lexicon: &Lexicon,
    mut passages: BTreeMap<u16, Vec<Passage>>,
    headings: &[Heading<'_>],
    pillars: &[Pillar],
    memory: &mut Memory,
) -> Found {
    let mut found = Found::default();
    let carried = |text: &str, memory: &mut Memory| -> Vec<u16> {
        weigh_heading(lexicon, text, memory)
            .into_iter()
            .filter(|(_, e)| e.worth >= WORTH[2])
            .map(|(list, _)| list)
            .collect()
    };
    let in_pillars: Vec<u16> = pillars
        .iter()
        .flat_map(|p| carried(&p.title, memory))
        .collect();
    let in_headings: Vec<u16> = headings
        .iter()
        .flat_map(|h| carried(h.text, memory))
        .collect();
    for (list, (kind, id)) in lexicon.lists.iter().enumerate() {
        let list = list as u16;
        let Some(mut all) = passages.remove(&list) else {
            continue;
        };
        let count = all.len() as u32;
        all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.page.cmp(&b.page)));
        all.truncate(KEPT);
        all.sort_by_key(|p| p.page);
        let id = id.clone();
        match kind {
            SubjectKind::Tema => {
                let level = if in_pillars.contains(&list) {
                    3
                } else if in_headings.contains(&list) {
                    2
                } else {
                    1
                };
                found.themes.push(ThemeFinding {
                    id,
                    level,
                    passages: all,
                    count,
                });
            }
            SubjectKind::Teknologi => found.technologies.push(SubjectFinding {
                id,
                passages: all,
                count,
            }),
            SubjectKind::Organisering => found.organisation.push(SubjectFinding {
                id,
                passages: all,
                count,
            }),
        }
    }
    found
}
