//! Lines of a page → paragraphs: runs of lines of one style without a gap. On tagged pages the
//! structure tree has said what a paragraph is, and only that is used.

use super::blocks::Cut;
use super::bullets::without_bullet;
use super::lines::{Line, Role, Unit};
use super::style::Styles;

/// Lines that make one paragraph, heading, item or row of cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Lines of text.
    Text(Paragraph),
    /// A table.
    Table(Vec<Vec<Option<Line>>>),
}

/// A run of lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    /// What the layout says it is.
    pub role: Role,
    /// Its lines in order; never empty.
    pub lines: Vec<Line>,
    /// Sign that opened it as a list item; already cut from the first line.
    pub bullet: bool,
}

impl Paragraph {
    /// Type size of most of it.
    pub(super) fn size(&self) -> f32 {
        self.lines.iter().map(|l| l.size).fold(0.0, f32::max)
    }

    /// Whether all of it is bold.
    pub(super) fn bold(&self) -> bool {
        self.lines.iter().all(|l| l.bold)
    }

    fn last(&self) -> Option<&Line> {
        self.lines.last()
    }
}

/// A word broken over two pages stays on the first: its end moves there.
pub(super) fn close_pages(pages: &mut [Cut]) {
    for i in 1..pages.len() {
        let (before, after) = pages.split_at_mut(i);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        let text = |piece: &Piece| matches!(piece, Piece::Text(p) if matches!(p.role, Role::Text | Role::Item));
        let last = before.pieces.iter_mut().rev().find(|p| text(p));
        let first = after.pieces.iter_mut().find(|p| text(p));
        let (Some(Piece::Text(last)), Some(Piece::Text(first))) = (last, first) else {
            continue;
        };
        let (Some(end), Some(start)) = (last.lines.last(), first.lines.first_mut()) else {
            continue;
        };
        if !ends_hyphen(end) || !starts_low(start) || first.bullet {
            continue;
        }
        let cut = start.text.trim_start();
        let word = cut.split_whitespace().next().unwrap_or_default().to_owned();
        if matches!(word.as_str(), "og" | "eller" | "samt") {
            continue;
        }
        let tail = Line {
            text: word.clone(),
            ..end.clone()
        };
        start.text = cut
            .get(word.len()..)
            .unwrap_or_default()
            .trim_start()
            .to_owned();
        last.lines.push(tail);
    }
}

/// Cuts the units of a page into paragraphs.
pub(super) fn cut(units: Vec<Unit>, tagged: bool, styles: &Styles) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for unit in units {
        match unit {
            Unit::Table(rows) => pieces.push(Piece::Table(rows)),
            Unit::Lines(role, lines) => cut_lines(role, lines, tagged, styles, &mut pieces),
        }
    }
    pieces
}

fn cut_lines(role: Role, lines: Vec<Line>, tagged: bool, styles: &Styles, pieces: &mut Vec<Piece>) {
    let mut fresh = true;
    for mut line in lines {
        let bullet = match without_bullet(&line.text) {
            Some(rest) => {
                line.text = rest.to_owned();
                true
            }
            None => false,
        };
        if let Some(Piece::Text(open)) = pieces.last_mut() {
            let joins = if fresh {
                !tagged && !bullet && continues_over(open, &line, role)
            } else if tagged {
                !bullet
            } else {
                !bullet && continues(open, &line, styles)
            };
            if joins {
                open.lines.push(line);
                fresh = false;
                continue;
            }
        }
        pieces.push(Piece::Text(Paragraph {
            role,
            bullet: bullet || (fresh && role == Role::Item),
            lines: vec![line],
        }));
        fresh = false;
    }
}

fn same_style(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= 0.6 && a.bold == b.bold
}

/// Whether a line goes on the paragraph before it, in the same unit.
fn continues(open: &Paragraph, line: &Line, styles: &Styles) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    let step = last.y - line.y;
    let size = last.size.max(line.size);
    if step.abs() < 0.5 * size {
        return true; // the same visual line in two pieces
    }
    if (last.size - line.size).abs() > 0.6 {
        return false;
    }
    // A word in bold at a line's start does not make the line bold; a bold line above plain ones is
    // a heading of its own, unless its sentence goes on.
    if last.bold != line.bold && !(step > 0.0 && starts_low(line) && !ends_sentence(last)) {
        return false;
    }
    if step < 0.0 {
        return !ends_sentence(last) && (starts_low(line) || ends_hyphen(last));
    }
    let leading = styles.leading(size);
    if step > 1.25 * leading && step > leading + 1.2 {
        // A gap in mid-word or mid-sentence is the producer's, not the author's.
        let prose = open.lines.len() > 1 || last.text.chars().count() > 60;
        return step < 2.5 * leading
            && starts_low(line)
            && (ends_hyphen(last) || (prose && ends_open(last)));
    }
    // An indented first line opens a paragraph where the one before is over.
    let indent = line.x - last.x;
    if indent > 0.8 * size
        && indent < 4.0 * size
        && ends_sentence(last)
        && open.lines.len() > 1
        && !open.bullet
    {
        return false;
    }
    true
}

/// Whether a line goes on a paragraph that ended another unit: the next column of the same text.
fn continues_over(open: &Paragraph, line: &Line, role: Role) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    matches!((open.role, role), (Role::Text | Role::Item, Role::Text))
        && same_style(last, line)
        && line.y > last.y
        && !ends_sentence(last)
        && (starts_low(line) || ends_hyphen(last))
}

fn ends_sentence(line: &Line) -> bool {
    line.text
        .trim_end()
        .ends_with(['.', '!', '?', ':', ';', '”', '"', '»'])
}

/// Ends with a letter: the sentence goes on.
fn ends_open(line: &Line) -> bool {
    line.text.trim_end().ends_with(char::is_alphabetic)
}

fn ends_hyphen(line: &Line) -> bool {
    line.text
        .trim_end()
        .ends_with(super::super::words::is_hyphen)
}

fn starts_low(line: &Line) -> bool {
    line.text.trim_start().starts_with(char::is_lowercase)
}
