//! Two editions of a strategy → what changed between them: subjects gained and lost, and the text
//! section by section. Refuses to call a theme gained or lost where the other edition could not be
//! read whole.

use std::collections::BTreeSet;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::parts::Link;
use crate::model::catalogue::Strategy;
use crate::model::document::{BlockKind, Document};
use crate::model::slug;
use crate::model::subject::SubjectKind;
use crate::render::facts::{Facts, lacks, mention};
use crate::render::routes;

/// Words of a section beyond which only the fact that it changed is shown: word for word, a
/// comparison of two long texts is read by nobody.
const LONGEST: usize = 2_500;

/// Equal words kept on each side of a change.
const CONTEXT: usize = 14;

/// Share of words two sections with different headings must have in common to be the same section.
const SAME_SECTION: f64 = 0.5;

/// What changed.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Difference {
    /// The edition before.
    before: Link,
    gained: Vec<Link>,
    lost: Vec<Link>,
    /// Whether gained and lost themes can be told.
    themes_known: bool,
    /// Sections with changes, in order.
    changed: Vec<ChangedSection>,
    added: Vec<Place>,
    removed: Vec<Place>,
    /// Sections that stand as they did.
    unchanged: usize,
}

/// A section that stands in one edition only.
#[derive(Debug, Serialize)]
struct Place {
    link: Link,
    page: u32,
}

#[derive(Debug, Serialize)]
struct ChangedSection {
    title: String,
    url: String,
    page: u32,
    /// Empty where the section was rewritten or is too long to be compared.
    pieces: Vec<Change>,
}

/// A run of words: `same`, `ins`, `del`, or `gap` where equal words were left out.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    kind: &'static str,
    text: String,
}

/// A heading with the text below it.
#[derive(Debug)]
struct Section<'a> {
    title: &'a str,
    key: String,
    page: u32,
    text: String,
}

impl Difference {
    /// Compares a strategy with the edition it replaced. `None` where either could not be read.
    pub(in crate::render) fn new(facts: &Facts<'_>, new: &Strategy) -> Option<Self> {
        let old = facts.sibling(new, new.replaces.as_deref()?)?;
        let (old_document, _) = old.readable()?;
        let (new_document, _) = new.readable()?;
        let only_in = |a: &Strategy, b: &Strategy| -> Vec<Link> {
            facts
                .subjects(SubjectKind::Tema)
                .filter(|t| mention(a, t.kind, &t.id).is_some() && lacks(b, t.kind, &t.id))
                .map(|t| Link::new(&t.titel, routes::passages(&a.key, t.kind, &t.id)))
                .collect()
        };
        let before = sections(old_document);
        let after = sections(new_document);
        let pairs = pair(&before, &after);
        let place = |s: &Strategy, section: &Section<'_>| Place {
            link: Link::new(section.title, routes::page(&s.key, section.page)),
            page: section.page,
        };
        let mut changed = Vec::new();
        let mut unchanged = 0;
        for (from, to) in pairs
            .iter()
            .enumerate()
            .filter_map(|(to, from)| Some(((*from)?, to)))
        {
            let (from, to) = (&before[from], &after[to]);
            if from.text == to.text {
                unchanged += 1;
                continue;
            }
            changed.push(ChangedSection {
                title: to.title.to_owned(),
                url: routes::page(&new.key, to.page),
                page: to.page,
                pieces: changes(&from.text, &to.text),
            });
        }
        let kept: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
        Some(Self {
            before: Link::strategy(old),
            gained: only_in(new, old),
            lost: only_in(old, new),
            themes_known: [old, new]
                .into_iter()
                .all(crate::render::standing::is_read_whole),
            changed,
            unchanged,
            added: after
                .iter()
                .zip(&pairs)
                .filter(|(_, from)| from.is_none())
                .map(|(section, _)| place(new, section))
                .collect(),
            removed: before
                .iter()
                .enumerate()
                .filter(|(at, _)| !kept.contains(at))
                .map(|(_, section)| place(old, section))
                .collect(),
        })
    }
}

/// The sections of a document that have text of their own.
fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut out: Vec<Section<'_>> = Vec::new();
    for page in &document.pages {
        for block in &page.blocks {
            match block.kind {
                BlockKind::Heading { .. } => out.push(Section {
                    title: block.text.trim(),
                    key: key(&block.text),
                    page: page.number,
                    text: String::new(),
                }),
                kind if kind.is_prose() => {
                    if out.is_empty() {
                        out.push(Section {
                            title: "Indledning",
                            key: String::new(),
                            page: page.number,
                            text: String::new(),
                        });
                    }
                    if let Some(section) = out.last_mut() {
                        section.text.push_str(block.text.trim());
                        section.text.push('\n');
                    }
                }
                _ => {}
            }
        }
    }
    out.retain(|section| !section.text.is_empty());
    out
}

/// A heading without numbers, so that "3. Data" and "4. Data 2024" are the same.
fn key(heading: &str) -> String {
    let words = slug::slug(heading);
    let words: Vec<&str> = words
        .split('-')
        .filter(|w| !w.chars().all(|c| c.is_ascii_digit()))
        .collect();
    words.join("-")
}

/// For each new section the old one it continues: the same heading first, then the same words.
fn pair(before: &[Section<'_>], after: &[Section<'_>]) -> Vec<Option<usize>> {
    let mut free: BTreeSet<usize> = (0..before.len()).collect();
    let mut out: Vec<Option<usize>> = vec![None; after.len()];
    for (to, section) in after.iter().enumerate() {
        let same = free
            .iter()
            .copied()
            .find(|&at| before[at].key == section.key);
        if let Some(at) = same {
            free.remove(&at);
            out[to] = Some(at);
        }
    }
    let bags: Vec<BTreeSet<&str>> = before.iter().map(|s| bag(&s.text)).collect();
    for (to, section) in after.iter().enumerate() {
        if out[to].is_some() {
            continue;
        }
        let words = bag(&section.text);
        let best = free
            .iter()
            .map(|&at| (common(&words, &bags[at]), at))
            .filter(|(share, _)| *share >= SAME_SECTION)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, at)) = best {
            free.remove(&at);
            out[to] = Some(at);
        }
    }
    out
}

fn bag(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

/// Words in common of all words, 0 to 1.
fn common(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 {
        return 0.0;
    }
    both as f64 / all as f64
}

/// The text word by word; empty where the two are too long or have too little in common to be
/// followed.
fn changes(before: &str, after: &str) -> Vec<Change> {
    let words = |text: &str| text.split_whitespace().count();
    if words(before) > LONGEST || words(after) > LONGEST || common(&bag(before), &bag(after)) < 0.2
    {
        return Vec::new();
    }
    // No deadline: it would make the result depend on the machine.
    let diff = TextDiff::from_words(before, after);
    let mut out: Vec<Change> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "ins",
            ChangeTag::Delete => "del",
        };
        match out.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(change.value()),
            None => out.push(Change {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    shorten(out)
}

/// Leaves out the middle of long equal runs.
fn shorten(pieces: Vec<Change>) -> Vec<Change> {
    let last = pieces.len().saturating_sub(1);
    let mut out = Vec::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        let words: Vec<&str> = piece.text.split_inclusive(char::is_whitespace).collect();
        let head = if at == 0 { 0 } else { CONTEXT };
        let tail = if at == last { 0 } else { CONTEXT };
        if piece.kind != "same" || words.len() <= head + tail + 6 {
            out.push(piece);
            continue;
        }
        let mut push = |kind, text: String| {
            if !text.is_empty() {
                out.push(Change { kind, text });
            }
        };
        push("same", words[..head].concat());
        push("gap", "… ".to_owned());
        push("same", words[words.len() - tail..].concat());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{Block, Page};

    fn document(blocks: &[(BlockKind, &str)]) -> Document {
        let blocks = blocks.iter().map(|(kind, text)| Block::new(*kind, *text));
        Document {
            pages: vec![Page {
                number: 1,
                blocks: blocks.collect(),
                ..Page::default()
            }],
            ..Document::default()
        }
    }

    const HEADING: BlockKind = BlockKind::Heading { level: 1 };

    #[test]
    fn sections_pair_by_heading_without_numbers_and_by_words() {
        let before = document(&[
            (HEADING, "3. Data 2019"),
            (BlockKind::Paragraph, "Vi samler data."),
            (HEADING, "Borgere"),
            (
                BlockKind::Paragraph,
                "Borgeren skal kunne klare sine ærinder på nettet.",
            ),
            (HEADING, "Klima"),
            (BlockKind::Paragraph, "Mindre strøm."),
        ]);
        let after = document(&[
            (HEADING, "Mennesker"),
            (
                BlockKind::Paragraph,
                "Borgeren skal kunne klare sine ærinder på nettet og i huset.",
            ),
            (HEADING, "4. Data"),
            (BlockKind::Paragraph, "Vi samler data."),
        ]);
        let (before, after) = (sections(&before), sections(&after));
        assert_eq!(pair(&before, &after), [Some(1), Some(0)]);
    }

    #[test]
    fn changes_show_words_and_leave_out_what_stayed() {
        let same = "ord ".repeat(80);
        let pieces = changes(&format!("{same}gammel"), &format!("{same}ny"));
        let kinds: Vec<&str> = pieces.iter().map(|p| p.kind).collect();
        assert_eq!(kinds, ["gap", "same", "del", "ins"]);
        assert_eq!(pieces[3].text, "ny");
    }

    #[test]
    fn what_was_rewritten_is_not_compared_word_for_word() {
        assert!(changes("en to tre fire fem", "seks syv otte ni ti").is_empty());
    }
}
