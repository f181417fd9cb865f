//! Blocks that say what they are ("Tema 1: …", "Pejlemærke: …", a table's column of fokusområder) →
//! rows of titles.

use std::collections::BTreeMap;

use super::{HEADING_CHARS, Row, Source, level_of, without_page};
use crate::analyse::pillars::{Line, title};
use crate::model::document::BlockKind;

/// Longest line that can be a labelled title when it is not set as a heading, in characters.
const LABELLED_CHARS: usize = 260;

/// Rows of labels that number themselves from one. A label that starts over again and again
/// ("Princip 1" in every chapter) belongs to the chapters, not to the document.
pub(in crate::analyse::pillars) fn labelled(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(String, bool, Row)> = Vec::new();
    // How often each label begins to count in the text, titled or not.
    let mut begun: BTreeMap<String, usize> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let heading = matches!(line.kind, BlockKind::Heading { .. });
        let contents = line.kind == BlockKind::Contents;
        if !heading && line.text.chars().count() > LABELLED_CHARS {
            continue;
        }
        let known = title::labelled(line.text);
        let source = match known {
            Some((ref label, ..)) => Source::Labelled(title::label_rank(label)),
            None => Source::Counted,
        };
        let other = || title::any_label(line.text).filter(|_| heading);
        let Some((label, number, rest)) = known.or_else(other) else {
            continue;
        };
        // "Spor A   1,1   1,4" is a row of a budget.
        if !rest.is_empty() && !rest.contains(char::is_alphabetic) {
            continue;
        }
        if number == 1 && heading {
            *begun.entry(label.clone()).or_default() += 1;
        }
        let titled = match (rest.is_empty(), heading) {
            // What stands below the label is its title, unless it is a sentence.
            (true, _) => lines
                .get(at + 1)
                .filter(|next| next.kind != BlockKind::Paragraph || !next.text.ends_with('.'))
                .map(|next| title::bare(next.text)),
            (false, true) => Some(title::bare(rest)),
            (false, false) if contents => Some(title::bare(without_page(rest))),
            (false, false) => Some(title::of_item(line.text)),
        };
        let Some(titled) = titled.filter(|t| !t.is_empty()) else {
            continue;
        };
        let known = rows.iter_mut().rev().find(|(l, c, row)| {
            *l == label && *c == contents && row.titles.len() + 1 == number as usize
        });
        match known {
            Some((_, _, row)) => row.titles.push((titled, line.page)),
            None if number == 1 => rows.push((
                label,
                contents,
                Row {
                    source,
                    titles: vec![(titled, line.page)],
                },
            )),
            None => {}
        }
    }
    // Headings in the text say it better than the contents page.
    rows.sort_by_key(|(_, contents, _)| *contents);
    let restarts = |label: &str| {
        rows.iter()
            .filter(|(l, _, r)| l == label && r.titles.len() > 1)
            .count()
    };
    let alike = |label: &str| {
        let mut of_label = rows
            .iter()
            .filter(|(l, _, r)| l == label && r.titles.len() > 1);
        let first = of_label.next().map(|(_, _, r)| &r.titles);
        of_label.all(|(_, _, r)| {
            first.is_some_and(|f| f.iter().zip(&r.titles).all(|(a, b)| same(&a.0, &b.0)))
        })
    };
    let of_chapters =
        |label: &str| begun.get(label).copied().unwrap_or_default() > 2 * restarts(label);
    rows.iter()
        .filter(|(label, _, row)| row.titles.len() > 1 && !of_chapters(label))
        .filter(|(label, ..)| restarts(label) < 2 || alike(label))
        .map(|(_, _, row)| row.clone())
        .collect()
}

/// Rows of headings that open with the same label, without numbers.
pub(in crate::analyse::pillars) fn tagged(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows: Vec<(String, Row)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if level_of(line).is_none() {
            continue;
        }
        let next = lines.get(at + 1).map_or("", |l| l.text);
        let above = title::heads_column(line.text) && next.chars().count() <= HEADING_CHARS;
        let (label, rest) = match title::tagged(line.text) {
            Some(tagged) => tagged,
            None if above => (line.text.to_lowercase(), next),
            None => continue,
        };
        let titled = (title::bare(rest), line.page);
        match rows.iter_mut().find(|(known, _)| *known == label) {
            Some((_, row)) => row.titles.push(titled),
            None => rows.push((
                label,
                Row {
                    source: Source::Tagged,
                    titles: vec![titled],
                },
            )),
        }
    }
    rows.into_iter()
        .map(|(_, row)| row)
        .filter(|row| row.titles.len() > 1)
        .collect()
}

/// Whether two titles name the same thing, one perhaps cut short.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.starts_with(&b) || b.starts_with(&a)
}

/// The columns of tables: surely the first or second whose head is what municipalities call one of
/// their pillars, else perhaps the first.
pub(in crate::analyse::pillars) fn tabled(lines: &[Line<'_>]) -> Vec<Row> {
    let of_table = |line: &Line<'_>| {
        let head = line.text.lines().next()?;
        let known = head.split('\t').take(2).position(title::heads_column);
        // "Nr.", and beside it "Princip".
        let column = known.unwrap_or(0);
        let cells = line.text.lines().skip(1);
        let cells = cells.map(|row| row.split('\t').nth(column).unwrap_or_default());
        let titles: Vec<(String, u32)> = cells
            .filter(|cell| !cell.trim().is_empty())
            .map(|cell| (title::of_item(cell), line.page))
            .collect();
        let source = if known.is_some() {
            Source::Tabled
        } else {
            Source::List
        };
        (titles.len() > 1).then_some(Row { source, titles })
    };
    let tables = lines.iter().filter(|l| l.kind == BlockKind::Table);
    tables.filter_map(of_table).collect()
}
