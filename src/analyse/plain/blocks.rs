//! The lines of a page → its blocks: headings, paragraphs, list items, rows of tables and entries of a
//! contents page, what was broken put together. Refuses to join what a blank line parts, but for
//! sentences and headings that plainly go on.

use std::sync::LazyLock;

use regex::Regex;

use super::COVER_LINES;
use super::heading::{
    BROKEN_CHARS, HEADING_CHARS, NUMBERED, hashed, is_heading, is_label, is_shouted, level_of,
};
use super::item::{bullet, counted, stacked};
use super::lines::{Line, PAGE_CHARS, is_closed};
use super::series::Role;
use crate::model::document::{Block, BlockKind};

static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*\d{0,3}\s*$").expect("a constant pattern")
});

/// A column stands at least so far from the one before, in characters.
const COLUMN_CHARS: usize = 3;

/// Longest row of a table that another line is added to, in bytes.
const ROW_BYTES: usize = 2_000;

/// Most lines of a heading above its last one.
const HEADING_LINES: usize = 2;

/// How the lines of a page are read.
pub(super) struct Reading {
    pub(super) first_page: bool,
    /// An excerpt has no headings of its own.
    pub(super) excerpt: bool,
    /// Whether the text numbers its headings.
    pub(super) numbered: bool,
}

/// Adds the blocks of a page's lines.
pub(super) fn read_lines(lines: &[Line], reading: &Reading, blocks: &mut Vec<Block>) {
    let &Reading {
        first_page,
        excerpt,
        numbered,
    } = reading;
    // Whether the block under way may take another line.
    let mut open = false;
    // Where the first column of the table under way stands.
    let mut table_indent = 0;
    let width = lines.iter().map(|l| l.text.chars().count()).max();
    let width = width.unwrap_or_default().min(PAGE_CHARS);
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        if line.contents {
            blocks.push(Block::new(BlockKind::Contents, text));
            open = false;
        } else if goes_on_in_heading(lines, at, blocks.last())
            && let Some(heading) = blocks.last_mut()
        {
            join(&mut heading.text, text);
        } else if let Some(role) = line.role {
            let kind = match role {
                Role::Heading => BlockKind::Heading {
                    level: level_of(text, numbered, false),
                },
                Role::Item => BlockKind::ListItem,
            };
            blocks.push(Block::new(kind, text));
            open = role == Role::Item;
        } else if !line.cells.is_empty() {
            let row = line.cells.join("\t");
            match blocks.last_mut().filter(|b| b.kind == BlockKind::Table) {
                Some(table) if !line.gap && goes_on_in_row(line, table_indent) => {
                    lengthen_row(table, &line.cells);
                }
                Some(table) => {
                    table.text.push('\n');
                    // What goes on below another column leaves the first one empty.
                    if line.indent > table_indent + COLUMN_CHARS {
                        table.text.push('\t');
                    }
                    table.text.push_str(&row);
                }
                None => {
                    blocks.push(Block::new(BlockKind::Table, row));
                    table_indent = line.indent;
                }
            }
            open = false;
        } else if let Some(table) = blocks.last_mut().filter(|b| b.kind == BlockKind::Table)
            && !line.gap
            && (line.indent > table_indent + COLUMN_CHARS || goes_on_in_row(line, table_indent))
        {
            // One cell of the row goes on; the first one where it stands below it.
            if line.indent > table_indent + COLUMN_CHARS {
                table.text.push(' ');
                table.text.push_str(text);
            } else {
                lengthen_row(table, &[text.to_owned()]);
            }
        } else if let Some((level, title)) = hashed(text) {
            blocks.push(Block::new(BlockKind::Heading { level }, title));
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
        } else if !excerpt && is_heading(lines, at, first_page) {
            let level = level_of(text, numbered, first_page && blocks.is_empty());
            let blocks_before = blocks.len();
            // A heading broken over two lines is one heading.
            if let Some(last) = blocks.last_mut()
                && last.kind == (BlockKind::Heading { level })
                && !NUMBERED.is_match(text)
                && (!line.after_blank
                    && (blocks_before == 1
                        || last.text.chars().count() >= BROKEN_CHARS
                        || leads_on(&last.text)
                        || !text.starts_with(char::is_uppercase))
                    || !(line.gap || first_page && at < COVER_LINES) && shouts_on(&last.text, text))
            {
                join(&mut last.text, text);
            } else {
                blocks.push(Block::new(BlockKind::Heading { level }, text));
            }
            open = false;
        } else {
            // A line that ends far from the edge of the page, an item's or one that closes a sentence,
            // is the last of its block.
            let short = at > 0
                && lines[at - 1].text.chars().count() * 5 < width * 3
                && text.starts_with(char::is_uppercase);
            let above = at.checked_sub(1).map_or("", |above| &lines[above].text);
            let closed = is_closed(above);
            let listed = above.ends_with(':') && text.starts_with(char::is_uppercase);
            let goes_on = open
                && blocks.last().is_some_and(|last| {
                    let alike =
                        closed && led_by(text).is_some_and(|m| led_by(&last.text) == Some(m));
                    let item = last.kind == BlockKind::ListItem;
                    !(line.after_blank || short && (closed || item) || alike || listed && !item)
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

/// Whether a line is the rest of the heading of a series, one of so many lines right above it, or of a
/// numbered heading that a blank line cut.
fn goes_on_in_heading(lines: &[Line], at: usize, last: Option<&Block>) -> bool {
    let line = &lines[at];
    let short = line.text.starts_with(char::is_lowercase)
        && line.text.chars().count() <= HEADING_CHARS / 2
        && !is_closed(&line.text)
        && line.cells.is_empty();
    if !short {
        return false;
    }
    let ends = |l: &Line| l.before_blank || l.text.starts_with(char::is_uppercase);
    let begun = (0..at)
        .rev()
        .take(HEADING_LINES)
        .find(|&above| lines[above].role.is_some());
    let below = begun.is_some_and(|begun| {
        lines[begun].role == Some(Role::Heading)
            && lines[begun + 1..=at]
                .iter()
                .all(|l| !l.gap && l.text.starts_with(char::is_lowercase))
    });
    if below {
        return line.before_blank || lines.get(at + 1).is_some_and(ends);
    }
    let cut = |heading: &Block| {
        matches!(heading.kind, BlockKind::Heading { .. })
            && (NUMBERED.is_match(&heading.text) || leads_on(&heading.text))
    };
    line.after_blank && line.before_blank && last.is_some_and(cut)
}

/// Whether a line is the rest of the row of a table above it: its first cell goes on in small
/// letters.
fn goes_on_in_row(line: &Line, table_indent: usize) -> bool {
    line.indent <= table_indent + COLUMN_CHARS && line.text.starts_with(char::is_lowercase)
}

/// Adds what goes on below each cell to the last row of a table; a row as long as no row is gets a
/// new one.
fn lengthen_row(table: &mut Block, below: &[String]) {
    let start = table.text.rfind('\n').map_or(0, |end| end + 1);
    let row = &table.text[start..];
    if row.len() > ROW_BYTES {
        table.text.push('\n');
        table.text.push_str(&below.join("\t"));
        return;
    }
    let mut cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
    for (at, more) in below.iter().enumerate() {
        match cells.get_mut(at) {
            Some(cell) if cell.is_empty() => cell.clone_from(more),
            Some(cell) => join(cell, more),
            None => cells.push(more.clone()),
        }
    }
    table.text.replace_range(start.., &cells.join("\t"));
}

/// What parts a line's title from its text: "Hjælp. Vi …", "Hjælp – Vi …", "Hjælp: Vi …".
fn led_by(line: &str) -> Option<&str> {
    static LED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\p{Lu}[^.:;!?–]{2,60}(\.| [–-]|:) \p{Lu}").expect("a constant pattern")
    });
    let mark = LED.captures(line)?.get(1)?;
    Some(mark.as_str())
}

/// Whether a heading in capitals goes on in the next line.
fn shouts_on(heading: &str, next: &str) -> bool {
    is_shouted(heading)
        && is_shouted(next)
        && !is_label(heading)
        && !is_closed(heading)
        && next.contains(char::is_alphabetic)
}

/// Whether a heading's last word asks for another.
fn leads_on(heading: &str) -> bool {
    const WORDS: [&str; 14] = [
        "og", "eller", "samt", "i", "til", "for", "med", "af", "på", "om", "en", "et", "den", "at",
    ];
    let last = heading.rsplit(' ').next().unwrap_or_default();
    WORDS.contains(&last.to_lowercase().as_str())
}

/// Adds a line to a text. A hyphen at the end of a line is taken out, unless the next word shows
/// that it belongs ("børne- og", "it-").
fn join(text: &mut String, line: &str) {
    let word = text.strip_suffix(['-', '\u{ad}']);
    let hyphen = word.is_some_and(|word| word.ends_with(char::is_alphabetic))
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
