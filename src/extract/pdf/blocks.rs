//! Paragraphs of all pages → typed blocks: heading, paragraph, list item, table, footnote, contents
//! or caption. A heading is known by the structure tree, the outline, type size, weight or capitals;
//! a long or sentence-like paragraph is never one, however large.

use std::collections::BTreeMap;

use super::super::words::{Vocabulary, clean, join};
use super::contents;
use super::lines::{Line, Role};
use super::paragraphs::{Paragraph, Piece};
use super::style::{Ranks, Styles};
use crate::model::document::{Block, BlockKind, OutlineItem};

/// A page cut into pieces.
pub(super) struct Cut {
    /// Number, from 1.
    pub number: u32,
    /// Its pieces in reading order.
    pub pieces: Vec<Piece>,
    /// Whether the structure tree of this page names headings, so that [`Role::Heading`] is the
    /// author's word and not the layout's guess.
    pub tagged_headings: bool,
    /// Height of the text area: bottom and top, in points.
    pub reach: (f32, f32),
}

/// Why a paragraph is a heading.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Evidence {
    Level(u8),
    Style(f32, bool),
}

/// Types the pieces of every page.
pub(super) fn build(
    pages: &[Cut],
    styles: &Styles,
    vocabulary: &Vocabulary,
    outline: &[OutlineItem],
) -> Vec<Vec<Block>> {
    let named: BTreeMap<(String, u32), u8> = outline
        .iter()
        .map(|item| ((key(&item.title), item.page), item.level))
        .collect();
    let found: Vec<Vec<Option<Evidence>>> = pages
        .iter()
        .map(|page| {
            page.pieces
                .iter()
                .enumerate()
                .map(|(i, piece)| match piece {
                    Piece::Text(p) => heading(p, page, styles, &named)
                        .or_else(|| small_heading(p, page.pieces.get(i + 1), styles)),
                    Piece::Table(_) => None,
                })
                .collect()
        })
        .collect();
    let ranks = Ranks::of(found.iter().flatten().filter_map(|e| match e {
        Some(Evidence::Style(size, bold)) => Some((*size, *bold)),
        _ => None,
    }));
    pages
        .iter()
        .zip(&found)
        .map(|(page, found)| page_blocks(page, found, &ranks, styles, vocabulary))
        .collect()
}

/// Text without everything that differs between an outline and a page.
fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn raw(p: &Paragraph) -> String {
    p.lines
        .iter()
        .map(|l| l.text.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

fn heading(
    p: &Paragraph,
    page: &Cut,
    styles: &Styles,
    named: &BTreeMap<(String, u32), u8>,
) -> Option<Evidence> {
    let text = raw(p);
    let chars = text.chars().count();
    if p.lines.len() > 5 || chars > 200 || contents::has_leader(&text) {
        return None;
    }
    if matches!(p.role, Role::Contents | Role::Note | Role::Caption) || quoted(&text) {
        return None;
    }
    if page.tagged_headings
        && let Role::Heading(level) = p.role
    {
        return Some(Evidence::Level(level.clamp(1, 6)));
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 {
        return None;
    }
    // A list that announces the sections carries their titles too; it is not the sections.
    let item = p.bullet || p.role == Role::Item || page.tagged_headings;
    if !named.is_empty()
        && !item
        && chars <= 150
        && let Some(&level) = named.get(&(key(&text), page.number))
    {
        return Some(Evidence::Level(level.clamp(1, 6)));
    }
    if p.bullet || chars > 150 || ends_like_prose(&text, chars) {
        return None;
    }
    let (size, bold, body) = (p.size(), p.bold(), styles.body());
    let capital = text
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| !c.is_lowercase());
    let weighty = bold && !styles.body_is_bold();
    let large = size >= body + 0.9 && size >= 1.07 * body && letters >= 3;
    if large && (capital || size >= 1.3 * body) && (weighty || size >= 1.15 * body) {
        return Some(Evidence::Style(size, bold));
    }
    if p.lines.len() > 2 || !capital || size < body - 0.6 || letters < 3 {
        return None;
    }
    let capitals = letters >= 4 && text.to_uppercase() == text;
    if (weighty && chars <= 110) || (capitals && chars <= 80 && p.lines.len() == 1) {
        return Some(Evidence::Style(size, bold));
    }
    None
}

/// A line of bold capitals set smaller than the text that follows it.
fn small_heading(p: &Paragraph, next: Option<&Piece>, styles: &Styles) -> Option<Evidence> {
    let Some(Piece::Text(next)) = next else {
        return None;
    };
    let text = raw(p);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let body = styles.body();
    let opens = p.lines.len() == 1
        && !p.bullet
        && matches!(p.role, Role::Text | Role::Heading(_))
        && (0.75 * body..body).contains(&p.size())
        && p.bold()
        && letters >= 4
        && text.chars().count() <= 80
        && text.to_uppercase() == text
        && !contents::has_leader(&text);
    let prose = !next.bold()
        && (next.size() - body).abs() <= 0.6
        && next
            .lines
            .iter()
            .map(|l| l.text.chars().count())
            .sum::<usize>()
            >= 80;
    (opens && prose && !styles.body_is_bold()).then(|| Evidence::Style(p.size(), true))
}

/// A heading does not end as a sentence does; a short "Hvad vil vi?" or "1." may.
fn ends_like_prose(text: &str, chars: usize) -> bool {
    let text = text.trim_end();
    text.ends_with([',', ';']) || (text.ends_with('.') && chars > 40)
}

/// A pull quote set large: a sentence in quotation marks, or a long text.
fn quoted(text: &str) -> bool {
    let text = text.trim();
    let Some(inner) = text.strip_suffix(['"', '”', '“', '«', '’', '\'']) else {
        return false;
    };
    text.starts_with(['"', '”', '“', '»', '„', '’', '‘', '\''])
        && (inner.trim_end().ends_with(['.', '!', '?']) || text.chars().count() > 60)
}

fn page_blocks(
    page: &Cut,
    found: &[Option<Evidence>],
    ranks: &Ranks,
    styles: &Styles,
    vocabulary: &Vocabulary,
) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(page.pieces.len());
    let listed = contents::under_title(&page.pieces).unwrap_or(0..0);
    if !listed.is_empty() {
        page_blocks_plain(
            &page.pieces[..listed.start],
            found,
            page,
            ranks,
            styles,
            vocabulary,
            &mut blocks,
        );
        let lines: Vec<String> = page.pieces[listed.clone()]
            .iter()
            .flat_map(contents::lines_of)
            .collect();
        let text = lines.join("\n");
        let entries = if contents::has_leader(&text) {
            leader_entries(&page.pieces[listed.clone()], vocabulary)
        } else {
            contents::wrapped_entries(&lines)
        };
        blocks.extend(contents_blocks(entries));
    }
    let rest = listed.end.min(page.pieces.len());
    page_blocks_plain(
        &page.pieces[rest..],
        found.get(rest..).unwrap_or_default(),
        page,
        ranks,
        styles,
        vocabulary,
        &mut blocks,
    );
    blocks
}

fn leader_entries(pieces: &[Piece], vocabulary: &Vocabulary) -> Vec<String> {
    let lines: Vec<String> = pieces.iter().flat_map(contents::lines_of).collect();
    contents::entries(&join(lines.iter().map(String::as_str), vocabulary))
}

fn contents_blocks(entries: Vec<String>) -> impl Iterator<Item = Block> {
    entries
        .into_iter()
        .map(|entry| Block::new(BlockKind::Contents, clean(&entry)))
        .filter(|block| !block.text.is_empty())
}

fn page_blocks_plain(
    pieces: &[Piece],
    found: &[Option<Evidence>],
    page: &Cut,
    ranks: &Ranks,
    styles: &Styles,
    vocabulary: &Vocabulary,
    blocks: &mut Vec<Block>,
) {
    let mut notes = false;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let leaders = |p: &Piece| {
            contents::lines_of(p)
                .iter()
                .any(|l| contents::has_leader(l))
        };
        if leaders(piece) {
            // Entries broken over lines and paragraphs are read as one stretch.
            let end = at + pieces[at..].iter().take_while(|p| leaders(p)).count();
            blocks.extend(contents_blocks(leader_entries(
                &pieces[at..end],
                vocabulary,
            )));
            at = end;
            continue;
        }
        let evidence = found.get(at).copied().flatten();
        at += 1;
        match piece {
            Piece::Table(rows) => blocks.extend(table(rows)),
            Piece::Text(p) => {
                let text = join(p.lines.iter().map(|l| l.text.as_str()), vocabulary);
                if text.is_empty() {
                    continue;
                }
                let kind = match evidence {
                    Some(Evidence::Level(level)) => BlockKind::Heading { level },
                    Some(Evidence::Style(size, bold)) => BlockKind::Heading {
                        level: ranks.level(size, bold),
                    },
                    None => plain_kind(p, &text, page, styles, notes),
                };
                notes = kind == BlockKind::Footnote;
                let text = if notes { parted_mark(&text) } else { text };
                blocks.push(Block::new(kind, text));
            }
        }
    }
}

fn plain_kind(p: &Paragraph, text: &str, page: &Cut, styles: &Styles, notes: bool) -> BlockKind {
    match p.role {
        Role::Contents => return BlockKind::Contents,
        Role::Note => return BlockKind::Footnote,
        Role::Caption => return BlockKind::Caption,
        Role::Heading(_) | Role::Text | Role::Item => {}
    }
    let (low, high) = page.reach;
    let foot = p
        .lines
        .first()
        .is_some_and(|l| l.y < low + 0.35 * (high - low));
    let small = p.size() <= styles.body() - 0.9;
    if small && foot && (opens_note(text) || notes) {
        return BlockKind::Footnote;
    }
    if is_caption(text) {
        return BlockKind::Caption;
    }
    if p.bullet || p.role == Role::Item {
        return BlockKind::ListItem;
    }
    BlockKind::Paragraph
}

/// "1Jf. aftalen" → "1 Jf. aftalen": the mark is set raised and leaves no gap.
fn parted_mark(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (mark, rest) = text.split_at(digits);
    if (1..=2).contains(&digits) && rest.starts_with(char::is_alphabetic) {
        format!("{mark} {rest}")
    } else {
        text.to_owned()
    }
}

/// "1 Jf. aftale …", "* Note".
fn opens_note(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let superscript = text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '*', '†']);
    superscript
        || ((1..=2).contains(&digits)
            && text[digits..]
                .trim_start_matches(['.', ')', ':'])
                .trim_start()
                .starts_with(char::is_alphabetic))
}

/// "Figur 2: Organisering", "Kilde: KL", "Foto: …".
fn is_caption(text: &str) -> bool {
    if text.chars().count() > 200 {
        return false;
    }
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    match first {
        "Figur" | "Tabel" | "Figure" | "Table" | "Diagram" | "Model" | "Boks" => {
            let number = second.trim_end_matches([':', '.', ',']);
            number.parse::<u32>().is_ok()
                && (second.ends_with([':', '.'])
                    || words
                        .next()
                        .is_some_and(|w| w == "–" || w == "-" || w.starts_with(char::is_uppercase)))
        }
        "Kilde:" | "Foto:" | "Billede:" | "Illustration:" => true,
        _ => false,
    }
}

/// A table as lines of cells; one of a single column is text.
fn table(rows: &[Vec<Option<Line>>]) -> Option<Block> {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| cell.as_ref().map(|l| clean(&l.text)).unwrap_or_default())
                .collect();
            cells.join("\t").trim_end().to_owned()
        })
        .filter(|row| !row.trim().is_empty())
        .collect();
    (!rows.is_empty()).then(|| Block::new(BlockKind::Table, rows.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_numbered_or_credit_a_source() {
        assert!(is_caption("Figur 2: Organisering af arbejdet") && is_caption("Foto: Colourbox"));
        assert!(
            !is_caption("Figur 2 viser, hvordan det hænger sammen")
                && !is_caption("Model for samarbejde")
        );
    }

    #[test]
    fn sentences_in_quotation_marks_are_no_headings() {
        assert!(quoted("»Data er en ressource.«") && quoted("”Vi gør det sammen!”"));
        assert!(!quoted("»Sammen om Ådal«") && !quoted("Vi vil »mere«"));
    }

    #[test]
    fn notes_open_with_a_mark() {
        assert!(opens_note("1 Jf. aftalen") && opens_note("² Se kl.dk") && opens_note("12) Se"));
        assert!(!opens_note("2019 var et godt år") && !opens_note("Note"));
    }
}
