//! Plain text, as `pdftotext` or a person leaves it → a document with headings, paragraphs and list
//! items guessed from line breaks. Refuses to be clever about columns: where layout is known, the
//! document comes from extraction instead.

mod contents;
mod furniture;
mod heading;
mod item;
mod lines;
mod series;

use std::sync::LazyLock;

use regex::Regex;

use crate::model::document::{Block, BlockKind, Document, Metadata, Page};
use furniture::furniture;
use heading::{
    BROKEN_CHARS, HEADING_CHARS, NUMBERED, has_numbered_headings, hashed, is_heading, is_label,
    is_shouted, level_of,
};
use item::{bullet, counted, stacked};
use lines::{Line, PAGE_CHARS, is_closed, is_wrapped, lines_of, set_apart};
use series::Role;

static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\.{4,}|(?:\s\.){4,}|…{2,})\s*\d{0,3}\s*$").expect("a constant pattern")
});

/// A column stands at least so far from the one before, in characters.
const COLUMN_CHARS: usize = 3;

/// Most lines of a heading above its last one.
const HEADING_LINES: usize = 2;

/// Widest line of a cover, in characters, and the most lines it has.
const COVER_CHARS: usize = 55;
const COVER_LINES: usize = 10;

/// Texts shorter than this with a heading given from outside hold no headings of their own.
const EXCERPT_BYTES: usize = 2_000;

/// A document from text with a form feed after each page, with the caller's title and heading.
pub(super) fn document_of(text: &str, title: Option<&str>, heading: Option<&str>) -> Document {
    let pages = text.split('\u{c}').zip(1..);
    let pages: Vec<(u32, &str)> = pages.map(|(page, number)| (number, page)).collect();
    document(&pages, title, heading)
}

/// A document from the texts of its pages, with the caller's title and heading.
pub(super) fn document(
    pages: &[(u32, &str)],
    title: Option<&str>,
    heading: Option<&str>,
) -> Document {
    let furniture = furniture(pages);
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
    let mut lines: Vec<Vec<Line>> = pages
        .iter()
        .enumerate()
        .map(|(at, (_, text))| lines_of(text, at == 0, &furniture))
        .collect();
    if !excerpt {
        series::settle(&mut lines);
    }
    for (at, (&(number, _), lines)) in pages.iter().zip(&mut lines).enumerate() {
        let mut blocks = Vec::new();
        if at == 0
            && let Some(heading) = heading
        {
            blocks.push(Block::new(BlockKind::Heading { level: 1 }, heading));
        }
        if !wrapped {
            set_apart(lines);
        } else if at == 0 && !excerpt {
            let cover = cover(lines);
            set_apart(&mut lines[..cover]);
        }
        let reading = Reading {
            first_page: at == 0,
            excerpt,
            numbered,
        };
        read_lines(lines, &reading, &mut blocks);
        out.pages.push(Page {
            number,
            blocks,
            ..Page::default()
        });
    }
    contents::settle(&mut out.pages);
    out
}

/// How many lines the cover has: those before the first that is as wide as running text. Each says
/// something of its own.
fn cover(lines: &[Line]) -> usize {
    let running = |l: &Line| l.text.chars().count() > COVER_CHARS || l.text.ends_with('.');
    let first = lines.iter().position(running).unwrap_or_default();
    if first > COVER_LINES { 0 } else { first }
}

/// How the lines of a page are read.
struct Reading {
    first_page: bool,
    /// An excerpt has no headings of its own.
    excerpt: bool,
    /// Whether the text numbers its headings.
    numbered: bool,
}

fn read_lines(lines: &[Line], reading: &Reading, blocks: &mut Vec<Block>) {
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
                    let above = table.text.rfind('\n').map_or(0, |end| end + 1);
                    let row = joined_cells(&table.text[above..], &line.cells);
                    table.text.replace_range(above.., &row);
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
                let above = table.text.rfind('\n').map_or(0, |end| end + 1);
                let row = joined_cells(&table.text[above..], &[text.to_owned()]);
                table.text.replace_range(above.., &row);
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

/// The cells of a row, each with what goes on below it.
fn joined_cells(row: &str, below: &[String]) -> String {
    let mut cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
    for (at, more) in below.iter().enumerate() {
        match cells.get_mut(at) {
            Some(cell) if cell.is_empty() => cell.clone_from(more),
            Some(cell) => join(cell, more),
            None => cells.push(more.clone()),
        }
    }
    cells.join("\t")
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

    #[test]
    fn tables_markdown_and_broken_headings_are_seen() {
        let text = "Digital retning\n\n## Løfterne\n\nBorgere og virksomheder møder en\nsammenhængende kommune\n\nVi begynder i morgen tidlig.\n\nSpor            Mål 2019      Mål 2020\nSkranke         55.000        48.000\n";
        let got = blocks(text);
        assert_eq!(
            got[1],
            (BlockKind::Heading { level: 2 }, "Løfterne".to_owned())
        );
        assert_eq!(
            got[2].1,
            "Borgere og virksomheder møder en sammenhængende kommune"
        );
        assert!(matches!(got[2].0, BlockKind::Heading { .. }), "{got:?}");
        let table = "Spor\tMål 2019\tMål 2020\nSkranke\t55.000\t48.000";
        assert_eq!(got[4], (BlockKind::Table, table.to_owned()));
    }

    #[test]
    fn series_of_letters_and_short_forms_are_headings_or_items() {
        let heading = |text: &str| {
            let got = blocks(text);
            let heads = got
                .iter()
                .filter(|(kind, _)| matches!(kind, BlockKind::Heading { .. }));
            heads.map(|(_, text)| text.clone()).collect::<Vec<_>>()
        };
        let lettered = "Model\n\n   A   Nytte\n       Hvad får borgeren ud af det?\n   B   Pris\n       Hvad koster det i drift?\n   C   Mod\n       Tør vi stoppe igen?\n";
        assert_eq!(
            heading(lettered),
            ["Model", "A. Nytte", "B. Pris", "C. Mod"]
        );
        let listed =
            "Program\n\nFem spor:\n\n   P1   Hjælp hjemme\n   P2   Træning\n   P3   Boliger\n";
        let items = blocks(listed);
        let items = items
            .iter()
            .filter(|(kind, _)| *kind == BlockKind::ListItem);
        assert_eq!(items.count(), 3);
        let folded = "Forside\n\nDigitalt demokrati  −\nDet skal være let at følge med.\n\n[+] Svar uden ventetid\nEt svar er bedre end en kvittering.\n";
        assert_eq!(
            heading(folded),
            ["Forside", "Digitalt demokrati", "Svar uden ventetid"]
        );
    }

    #[test]
    fn covers_are_read_line_by_line_and_tables_by_their_columns() {
        let cover = "Digital dannelse\nEsbjerg Kommune\n2018-2022\n\nVi begynder med de mindste og slutter med de største, for sådan er livet.\n";
        assert_eq!(blocks(cover)[2].1, "2018-2022");
        let table = "Plan\n\n     Tema            Det vil vi\n     Leg             Bygge mere\n                     og prøve af\n     Ro              Slukke igen\n";
        let got = blocks(table);
        let rows: Vec<&str> = got.iter().flat_map(|(_, text)| text.lines()).collect();
        assert!(rows.contains(&"Leg\tBygge mere og prøve af"), "{got:?}");
        assert!(rows.contains(&"Ro\tSlukke igen"), "{got:?}");
    }

    #[test]
    fn headers_and_footers_are_left_out_but_the_title_stands_once() {
        let page = |n: u32, text: &str| {
            format!(
                "Digital strategi for Fanø\n\n{text}\n\nFanø Kommune – Digital strategi | {n}\n\u{c}"
            )
        };
        let text = [(1, "Tema 1"), (2, "Tema 2"), (3, "Tema 3")]
            .map(|(n, t)| page(n, t))
            .concat();
        let document = document_of(&text, None, None);
        let blocks = document.pages.iter().flat_map(|p| &p.blocks);
        let texts: Vec<&str> = blocks.map(|b| b.text.as_str()).collect();
        assert_eq!(
            texts,
            ["Digital strategi for Fanø", "Tema 1", "Tema 2", "Tema 3"]
        );
    }
}
