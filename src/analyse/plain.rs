//! Plain text, as `pdftotext` or a person leaves it → a document with headings, paragraphs and list
//! items guessed from line breaks. Refuses to be clever about columns: where layout is known, the
//! document comes from extraction instead.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::document::{Block, BlockKind, Document, Metadata, Page};

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|[IVX]{1,4}[.)])\s+\S")
        .expect("a constant pattern")
});

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,2}\.)*?(\d{1,2})(?:[.)]|\s)\s*\D").expect("a constant pattern")
});

/// The end of a line that announces a list.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti)\s+\p{L}+$")
        .expect("a constant pattern")
});

static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:side|s\.|page)?\s*\d{1,3}(?:\s*(?:af|/|of)\s*\d{1,3})?$")
        .expect("a constant pattern")
});

static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*\d{0,3}\s*$").expect("a constant pattern")
});

/// Longest line taken for a heading, in characters.
const HEADING_CHARS: usize = 90;
/// A heading shorter than this is not broken by the width of the page, in characters.
const BROKEN_CHARS: usize = 30;
/// Longest line of a list without bullets, in characters.
const STACKED_CHARS: usize = 60;
/// Widest page, in characters of a line.
const PAGE_CHARS: usize = 160;
/// Texts shorter than this with a heading given from outside hold no headings of their own.
const EXCERPT_BYTES: usize = 2_000;

/// A document from the texts of its pages, with the caller's title and heading.
pub(super) fn document(
    pages: &[(u32, &str)],
    title: Option<&str>,
    heading: Option<&str>,
) -> Document {
    let repeated = repeated_lines(pages);
    let bytes: usize = pages.iter().map(|(_, t)| t.len()).sum();
    let excerpt = heading.is_some() && bytes < EXCERPT_BYTES;
    let numbered = !excerpt && has_numbered_headings(pages);
    let wrapped = is_wrapped(pages);
    let mut out = Document {
        title: title.map(str::to_owned),
        metadata: Metadata {
            media_type: "text/plain".to_owned(),
            ..Metadata::default()
        },
        ..Document::default()
    };
    for (at, &(number, text)) in pages.iter().enumerate() {
        let mut blocks = Vec::new();
        if at == 0
            && let Some(heading) = heading
        {
            blocks.push(Block::new(BlockKind::Heading { level: 1 }, heading));
        }
        let mut lines = lines_of(text, &repeated);
        if !wrapped {
            set_apart(&mut lines);
        }
        read_lines(&lines, excerpt, numbered, &mut blocks);
        out.pages.push(Page {
            number,
            blocks,
            ..Page::default()
        });
    }
    out
}

/// A line of a contents page without dots: a wide gap, then the page.
static GAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(\S.*?\S)\s{3,}(?:side\s*|s\.\s*)?\d{1,3}\s*$").expect("a constant pattern")
});

/// A line with whether a blank line stands before and after it.
struct Line {
    text: String,
    after_blank: bool,
    before_blank: bool,
    /// Whether it was an entry of a contents page, its page number taken off.
    contents: bool,
}

fn lines_of(text: &str, repeated: &BTreeMap<String, usize>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = true;
    for raw in text.lines() {
        let contents = GAP.captures(raw).and_then(|c| c.get(1)).map(|m| m.as_str());
        let line = contents.unwrap_or(raw);
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = line.replace("**", "");
        let furniture =
            FURNITURE.is_match(&line) || repeated.get(&masked(&line)).is_some_and(|&n| n >= 3);
        if line.is_empty() || furniture {
            if let Some(last) = lines.last_mut() {
                last.before_blank = true;
            }
            blank = true;
            continue;
        }
        lines.push(Line {
            text: line,
            after_blank: blank,
            before_blank: false,
            contents: contents.is_some(),
        });
        blank = false;
    }
    if let Some(last) = lines.last_mut() {
        last.before_blank = true;
    }
    undo_double_spacing(&mut lines);
    lines
}

/// Whether lines end where the page did. Text in which one line is longer than any page is wide has
/// a line for each block instead.
fn is_wrapped(pages: &[(u32, &str)]) -> bool {
    let mut lines = pages.iter().flat_map(|(_, text)| text.lines());
    lines.all(|line| line.chars().count() <= PAGE_CHARS)
}

/// Makes a block of every line, but for those that go on in the middle of a sentence.
fn set_apart(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let goes_on = at > 0
            && lines[at].text.starts_with(char::is_lowercase)
            && !is_closed(&lines[at - 1].text);
        if !goes_on {
            lines[at].after_blank = true;
            if at > 0 {
                lines[at - 1].before_blank = true;
            }
        }
    }
}

/// Some PDFs come out with a blank line after every line. Then a blank line says nothing, and the
/// sentences themselves must.
fn undo_double_spacing(lines: &mut [Line]) {
    let long = lines.iter().filter(|l| l.text.len() > 60).count();
    let open = lines
        .iter()
        .filter(|l| l.text.len() > 60 && l.before_blank && !is_closed(&l.text))
        .count();
    if long < 6 || open * 2 < long {
        return;
    }
    for at in 1..lines.len() {
        let runs_on = lines[at - 1].text.len() > 60
            && !is_closed(&lines[at - 1].text)
            && !NUMBERED.is_match(&lines[at].text);
        if runs_on {
            lines[at - 1].before_blank = false;
            lines[at].after_blank = false;
        }
    }
}

fn read_lines(lines: &[Line], excerpt: bool, numbered: bool, blocks: &mut Vec<Block>) {
    // Whether the block under way may take another line.
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        if line.contents {
            blocks.push(Block::new(BlockKind::Contents, text));
            open = false;
        } else if LEADERS.is_match(text) {
            let entry = text.trim_end_matches(|c: char| c.is_ascii_digit() || ". …".contains(c));
            blocks.push(Block::new(BlockKind::Contents, entry));
            open = false;
        } else if let Some(item) = bullet(text)
            .or_else(|| counted(lines, at))
            .or_else(|| stacked(lines, at, blocks.is_empty()))
        {
            blocks.push(Block::new(BlockKind::ListItem, item));
            open = true;
        } else if !excerpt && is_heading(lines, at) {
            let level = level_of(text, numbered, blocks.is_empty());
            let blocks_before = blocks.len();
            // A heading broken over two lines is one heading.
            if let Some(last) = blocks.last_mut()
                && last.kind == (BlockKind::Heading { level })
                && !line.after_blank
                && !NUMBERED.is_match(text)
                && (blocks_before == 1
                    || last.text.chars().count() >= BROKEN_CHARS
                    || !text.starts_with(char::is_uppercase))
            {
                join(&mut last.text, text);
            } else {
                blocks.push(Block::new(BlockKind::Heading { level }, text));
            }
            open = false;
        } else {
            let goes_on = open
                && blocks.last().is_some_and(|last| {
                    !line.after_blank
                        || (!is_closed(&last.text) && text.starts_with(char::is_lowercase))
                });
            match blocks.last_mut() {
                Some(last) if goes_on => join(&mut last.text, text),
                _ => blocks.push(Block::new(BlockKind::Paragraph, text)),
            }
            open = true;
        }
    }
}

/// Adds a line to a text. A hyphen at the end of a line is taken out, unless the next word shows
/// that it belongs ("børne- og", "it-").
fn join(text: &mut String, line: &str) {
    let hyphen = text.ends_with(['-', '\u{ad}'])
        && text[..text.len() - 1].ends_with(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    let next = line.split(' ').next().unwrap_or_default();
    let kept = ["og", "eller", "samt"].contains(&next)
        || text.to_lowercase().ends_with(" it-")
        || text.eq_ignore_ascii_case("it-");
    if hyphen && !kept {
        text.pop();
    } else if !(hyphen && text.to_lowercase().ends_with("it-") && kept) || next == "og" {
        text.push(' ');
    }
    text.push_str(line);
}

/// The text of a list item without its bullet.
fn bullet(line: &str) -> Option<&str> {
    const MARKS: &str = "•▪▫○●·■□►▸▶➢➤→➔✓✔❖◦‣⁃◆◇*–—-";
    let mut letters = line.chars();
    let mark = letters.next()?;
    let rest = letters.as_str();
    // Symbol fonts put their bullets among the private characters; typewriter lists use an "o".
    let private = ('\u{e000}'..='\u{f8ff}').contains(&mark);
    let typed = mark == 'o' && rest.starts_with(' ');
    let rest = (MARKS.contains(mark) || private || typed).then(|| rest.trim_start())?;
    (!rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// A line of a numbered list: the line before or after it has the neighbouring number.
fn counted(lines: &[Line], at: usize) -> Option<&str> {
    let number = |line: &Line| COUNTED.captures(&line.text)?.get(1)?.as_str().parse().ok();
    let own: u32 = number(&lines[at])?;
    let next = lines.get(at + 1).and_then(number) == Some(own + 1);
    let before = at > 0 && number(&lines[at - 1]).is_some_and(|n: u32| n + 1 == own);
    (next || before).then_some(lines[at].text.as_str())
}

/// A line of a list without bullets: three or more short lines on end below a line that announces
/// them, each beginning with a capital.
fn stacked(lines: &[Line], at: usize, first: bool) -> Option<&str> {
    let entry = |line: &Line| {
        line.text.starts_with(char::is_uppercase)
            && line.text.chars().count() <= STACKED_CHARS
            && !is_closed(&line.text)
    };
    if first || !entry(&lines[at]) {
        return None;
    }
    let mut start = at;
    while start > 0 && !lines[start].after_blank && entry(&lines[start - 1]) {
        start -= 1;
    }
    let announced = start > 0
        && (lines[start - 1].text.ends_with(':') || ANNOUNCED.is_match(&lines[start - 1].text));
    let first_entry = start;
    let mut end = at;
    while !lines[end].before_blank && lines.get(end + 1).is_some_and(entry) {
        end += 1;
    }
    (announced && end + 1 - first_entry >= 3).then_some(lines[at].text.as_str())
}

fn is_closed(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '\'', ')', '*'])
        .ends_with(['.', '!', '?', ':', ';'])
}

fn is_heading(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let text = line.text.as_str();
    let chars = text.chars().count();
    let first = text.chars().next().unwrap_or(' ');
    let ends_open = !text.ends_with(['.', ',', ';', ':', '-', '!']);
    if !(3..=HEADING_CHARS).contains(&chars)
        || !(first.is_uppercase() || first.is_ascii_digit())
        || !ends_open
        || text.split(' ').count() > 13
        || !text.chars().any(char::is_alphabetic)
    {
        return false;
    }
    let next = lines.get(at + 1).map(|l| l.text.as_str());
    // The last line of a paragraph begins with a capital by chance.
    let follows_open_line = at > 0 && !line.after_blank && !is_closed(&lines[at - 1].text);
    if at > 0 && follows_open_line && !is_heading(lines, at - 1) {
        return false;
    }
    let stands_alone = line.after_blank && line.before_blank;
    let opens_text = (line.after_blank || at == 0)
        && next.is_some_and(|n| n.starts_with(|c: char| c.is_uppercase() || c == '"'))
        && chars <= 60;
    let numbered = NUMBERED.is_match(text) && line.after_blank;
    let shouted = !text.chars().any(char::is_lowercase) && chars <= 60;
    numbered || shouted || stands_alone || opens_text
}

fn level_of(text: &str, numbered: bool, first: bool) -> u8 {
    if let Some(found) = NUMBERED.captures(text) {
        let number = found.get(1).map_or("", |m| m.as_str());
        return 2 + number.matches('.').count().min(3) as u8;
    }
    let shouted = !text.chars().any(char::is_lowercase);
    if first {
        1
    } else if shouted || labelled(text) {
        2
    } else if numbered {
        4
    } else {
        3
    }
}

/// "Tema 1: …", "Pejlemærke 2 – …": a heading that numbers itself.
fn labelled(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words
        .next()
        .is_some_and(|w| w.chars().all(char::is_alphabetic))
        && words
            .next()
            .is_some_and(|w| w.trim_end_matches([':', '.', '–']).parse::<u8>().is_ok())
}

fn has_numbered_headings(pages: &[(u32, &str)]) -> bool {
    pages
        .iter()
        .flat_map(|(_, t)| t.lines())
        .filter(|l| l.len() < HEADING_CHARS && NUMBERED.is_match(l.trim()) && !is_closed(l.trim()))
        .count()
        >= 3
}

/// How often each short line stands in the text, digits apart: running headers and footers.
fn repeated_lines(pages: &[(u32, &str)]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in pages.iter().flat_map(|(_, t)| t.lines()) {
        let line = line.trim();
        let digits = line.chars().filter(char::is_ascii_digit).count();
        // Only lines that carry a number or stand on many pages are furniture; a principle that
        // is repeated as "Principper" is not.
        if line.len() < 60 && digits > 0 && bullet(line).is_none() {
            *counts.entry(masked(line)).or_insert(0) += 1;
        }
    }
    counts.retain(|line: &String, n| {
        *n >= 3 && !line.chars().any(char::is_alphabetic) || line.starts_with("side #")
    });
    counts
}

fn masked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars().flat_map(char::to_lowercase) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let document = document(&[(1, text)], None, None);
        document.pages[0]
            .blocks
            .iter()
            .map(|b| (b.kind, b.text.clone()))
            .collect()
    }

    #[test]
    fn lines_become_blocks() {
        let text = "Digital strategi\n\n1. Formål\n\nVi vil gøre det let at\nvære borger i kommu-\nnen. Børne-\nog ungeområdet.\n\n- Et punkt\n- Et andet\nsom går videre\n\nSide 2 af 9\n\n2 Mål ........ 7\n";
        let got = blocks(text);
        let expected = [
            (BlockKind::Heading { level: 1 }, "Digital strategi"),
            (BlockKind::Heading { level: 2 }, "1. Formål"),
            (
                BlockKind::Paragraph,
                "Vi vil gøre det let at være borger i kommunen. Børne- og ungeområdet.",
            ),
            (BlockKind::ListItem, "Et punkt"),
            (BlockKind::ListItem, "Et andet som går videre"),
            (BlockKind::Contents, "2 Mål"),
        ];
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for ((kind, text), (k, t)) in got.iter().zip(expected) {
            assert_eq!((*kind, text.as_str()), (k, t));
        }
    }

    #[test]
    fn double_spaced_text_is_one_paragraph() {
        let line = "en linje som er så lang, at den fylder hele spalten ud til kanten af";
        let text = [line; 8].join(" \n\n");
        assert_eq!(blocks(&format!("Vi har {text}.")).len(), 1);
    }

    #[test]
    fn an_excerpt_has_no_headings_but_the_one_given() {
        let document = document(
            &[(1, "Kort tekst uden punktum")],
            None,
            Some("Tema 5: Data"),
        );
        let kinds: Vec<_> = document.pages[0].blocks.iter().map(|b| b.kind).collect();
        assert_eq!(
            kinds,
            [BlockKind::Heading { level: 1 }, BlockKind::Paragraph]
        );
    }
}
