//! A table of contents → its entries. Recognised by leaders ("Vision ........ 5") anywhere, and by
//! page numbers at line ends under a heading "Indhold"; entries are kept apart from running text so
//! that no passage is quoted from them.

use std::sync::LazyLock;

use regex::Regex;

use super::super::title;
use super::paragraphs::{Paragraph, Piece};

/// Dots, ellipses or underscores that lead to a page number.
static LEADER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:(?:[.·_]\s?){5,}|…[\s.…]*…[\s.…]*)\s*").ok());

/// Whether the text holds leaders.
pub(super) fn has_leader(text: &str) -> bool {
    // Nearly all text fails here, before any expression runs.
    (text.contains("..")
        || text.contains(". .")
        || text.contains('…')
        || text.contains("__")
        || text.contains('·'))
        && LEADER.as_ref().is_some_and(|r| r.is_match(text))
}

/// Whether a line ends with a page number after words.
pub(super) fn ends_with_page(text: &str) -> bool {
    let text = text.trim_end();
    let digits = text.chars().rev().take_while(char::is_ascii_digit).count();
    let head = &text[..text.len() - digits];
    (1..=3).contains(&digits)
        && head.ends_with(char::is_whitespace)
        && head.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && text.chars().count() <= 120
}

/// The entries in text with leaders: each "title page".
pub(super) fn entries(text: &str) -> Vec<String> {
    let Some(leader) = LEADER.as_ref() else {
        return vec![text.to_owned()];
    };
    let mut out: Vec<String> = Vec::new();
    let mut title = String::new();
    let mut at = 0;
    for hit in leader.find_iter(text) {
        title.push_str(&text[at..hit.start()]);
        title.push(' ');
        let rest = &text[hit.end()..];
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        // Leaders broken over two lines: the number follows the second stretch.
        if (1..=3).contains(&digits) && !rest[digits..].starts_with('.') {
            title.push_str(&rest[..digits]);
            out.push(std::mem::take(&mut title));
            at = hit.end() + digits;
        } else {
            at = hit.end();
        }
    }
    title.push_str(&text[at..]);
    out.push(title);
    out.retain(|entry| entry.chars().any(char::is_alphanumeric));
    out
}

/// Which pieces of a page are contents without leaders: those under a contents heading whose lines
/// mostly end in page numbers. Given as the range of piece indexes.
pub(super) fn under_title(pieces: &[Piece]) -> Option<std::ops::Range<usize>> {
    let title = pieces.iter().position(|p| match p {
        Piece::Text(p) => p.lines.len() == 1 && title::is_contents(&p.lines[0].text),
        Piece::Table(_) => false,
    })?;
    let (mut numbered, mut all, mut end) = (0, 0, title + 1);
    for (i, piece) in pieces.iter().enumerate().skip(title + 1) {
        let lines = lines_of(piece);
        let hits = lines.iter().filter(|l| ends_with_page(l)).count();
        let long = lines.iter().any(|l| l.chars().count() > 120);
        if hits > 0 && !long {
            numbered += hits;
            all += lines.len();
            end = i + 1;
        } else if long || lines.len() > 3 {
            break;
        }
    }
    (numbered >= 3 && numbered * 2 >= all).then_some(title + 1..end)
}

/// The lines of a piece as text; a table row is one line.
pub(super) fn lines_of(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Text(Paragraph { lines, .. }) => lines.iter().map(|l| l.text.clone()).collect(),
        Piece::Table(rows) => rows
            .iter()
            .map(|row| {
                row.iter()
                    .flatten()
                    .map(|l| l.text.trim())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect(),
    }
}

/// Lines of a contents page → entries; a line without a page number opens an entry that the next
/// line ends.
pub(super) fn wrapped_entries(lines: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in lines {
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(line.trim());
        if ends_with_page(line) {
            out.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        out.push(open);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_part_title_and_page() {
        assert!(has_leader("Vision ........ 5") && has_leader("Vision . . . . . . 5"));
        assert!(!has_leader("Vision... og mere") && !has_leader("Og så…"));
        assert_eq!(
            entries("RESUMÉ ……………… …………. 3 3.1 SERVICE ………… 7"),
            ["RESUMÉ  3", " 3.1 SERVICE  7"]
        );
    }

    #[test]
    fn page_numbers_end_lines() {
        assert!(ends_with_page("Forord 3") && ends_with_page("2 Vision og mål  12"));
        assert!(!ends_with_page("Strategi 2025") && !ends_with_page("12"));
    }
}
