//! Items that follow each other – of a list, of paragraphs that open alike, of one line that parts
//! them – → rows of titles, whether or not somebody announced them.

use std::collections::BTreeSet;

use super::{HEADING_CHARS, Row, Source, level_of};
use crate::analyse::pillars::{Line, title};
use crate::model::document::BlockKind;

/// A list of pillars has as many items.
const ITEMS: std::ops::RangeInclusive<usize> = 3..=8;

/// Words of an opening that nobody announced.
const WORDS: usize = 6;

/// Every list of so many items, whoever announced it.
pub(in crate::analyse::pillars) fn lists(lines: &[Line<'_>]) -> Vec<Row> {
    let row = |source| move |titles| Row { source, titles };
    let item = |l: &Line<'_>| l.kind == BlockKind::ListItem || is_numbered_item(l);
    let mut rows: Vec<Row> = whole(lines, item).map(row(Source::List)).collect();
    let sections = (0..lines.len()).filter(|&at| level_of(&lines[at]).is_some());
    let scattered = sections.map(|at| scattered(lines, at + 1));
    let scattered = scattered.filter(|titles| (2..=8).contains(&titles.len()));
    rows.extend(scattered.map(row(Source::List)));
    rows.extend(lines.iter().filter_map(dashed));
    let mut at = 0;
    while at < lines.len() {
        let titles = run_in(lines, at, 9, WORDS);
        if ITEMS.contains(&titles.len()) {
            at += titles.len();
            rows.push(row(Source::Opening)(titles));
        }
        at += 1;
    }
    rows
}

/// Lists and first columns of tables whose entries all come back as headings: nobody announced them,
/// but the text follows them.
pub(in crate::analyse::pillars) fn echoed(lines: &[Line<'_>]) -> Vec<Row> {
    let headings: BTreeSet<String> = lines
        .iter()
        .filter(|l| level_of(l).is_some())
        .map(|l| l.title.to_lowercase())
        .collect();
    let back = |(title, _): &(String, u32)| headings.contains(&title.to_lowercase());
    let tables = lines.iter().filter(|l| l.kind == BlockKind::Table);
    let columns = tables.map(|table| {
        let rows = table.text.lines().skip(1);
        let cells = rows.filter_map(|row| row.split('\t').next());
        let titles = cells.map(|cell| (title::of_heading(cell), table.page));
        titles.filter(|(title, _)| !title.is_empty()).collect()
    });
    whole(lines, |l| l.kind == BlockKind::ListItem)
        .chain(columns)
        .filter(|titles: &Vec<(String, u32)>| ITEMS.contains(&titles.len()))
        .filter(|titles| titles.iter().all(back))
        .map(|titles| Row {
            source: Source::Echoed,
            titles,
        })
        .collect()
}

/// The titles of each list, from its first item on.
fn whole<'a>(
    lines: &'a [Line<'_>],
    is_item: impl Fn(&Line<'_>) -> bool + 'a,
) -> impl Iterator<Item = Vec<(String, u32)>> + 'a {
    let begins = move |at: &usize| is_item(&lines[*at]) && (*at == 0 || !is_item(&lines[at - 1]));
    (0..lines.len())
        .filter(begins)
        .map(|at| list_from(lines, at, 1))
        .filter(|titles| ITEMS.contains(&titles.len()))
}

/// "a, b og c" or "a; b; c" → its parts.
pub(in crate::analyse::pillars) fn enumeration(list: &str) -> Option<Vec<String>> {
    if list.contains(';') {
        return Some(list.split(';').map(title::bare).collect());
    }
    let (front, last) = list
        .rsplit_once(" samt ")
        .or_else(|| list.rsplit_once(" og "))?;
    Some(front.split(',').chain([last]).map(title::bare).collect())
}

/// The list that begins within the next few blocks.
pub(super) fn list_from(lines: &[Line<'_>], at: usize, within: usize) -> Vec<(String, u32)> {
    let rest = lines.get(at..).unwrap_or_default();
    let Some(first) = rest
        .iter()
        .take(within)
        .position(|l| l.kind == BlockKind::ListItem || is_numbered_item(l))
    else {
        return Vec::new();
    };
    // Between announcement and list no heading may stand.
    if rest[..first].iter().any(|l| level_of(l).is_some()) {
        return Vec::new();
    }
    let items: Vec<&Line<'_>> = rest[first..]
        .iter()
        .take_while(|l| l.kind == BlockKind::ListItem || is_numbered_item(l))
        .collect();
    titled(&items)
}

/// The items of a list with their titles.
fn titled(items: &[&Line<'_>]) -> Vec<(String, u32)> {
    let texts: Vec<&str> = items.iter().map(|l| l.text).collect();
    title::of_items(&texts)
        .into_iter()
        .zip(items.iter().map(|l| l.page))
        .filter(|(t, _)| !t.is_empty())
        .collect()
}

/// The items up to the next heading, each with a text of its own below it.
pub(super) fn scattered(lines: &[Line<'_>], at: usize) -> Vec<(String, u32)> {
    let rest = lines.get(at..).unwrap_or_default();
    let below: Vec<&Line<'_>> = rest.iter().take_while(|l| level_of(l).is_none()).collect();
    let apart = below
        .windows(2)
        .all(|pair| pair.iter().any(|l| l.kind != BlockKind::ListItem));
    let items: Vec<&Line<'_>> = below
        .into_iter()
        .filter(|l| apart && l.kind == BlockKind::ListItem)
        .filter(|l| l.text.chars().count() <= HEADING_CHARS)
        .collect();
    titled(&items)
}

/// The openings of the next so many paragraphs, where each is at most so many words and a full stop.
pub(super) fn run_in(
    lines: &[Line<'_>],
    at: usize,
    count: usize,
    words: usize,
) -> Vec<(String, u32)> {
    let rest = lines.get(at..).unwrap_or_default();
    rest.iter()
        .take(count)
        .map_while(|l| {
            let (head, text) = l.text.split_once([':', '.'])?;
            let short = head.split(' ').count() <= words && head.starts_with(char::is_uppercase);
            let told = l.kind == BlockKind::Paragraph && !text.trim().is_empty();
            (short && told).then(|| (title::bare(head), l.page))
        })
        .collect()
}

/// One line that tells all: "Borgeren – Medarbejderen – Virksomheden".
pub(super) fn dashed(line: &Line<'_>) -> Option<Row> {
    const LINE_CHARS: usize = 200;
    const TITLE_CHARS: usize = 45;
    let text = line.text;
    if line.kind == BlockKind::Table || text.chars().count() > LINE_CHARS || text.contains(". ") {
        return None;
    }
    let marks = [" – ", " - ", " · ", " | ", " • ", " / "];
    let mark = marks
        .iter()
        .find(|mark| text.matches(**mark).count() >= 2)?;
    let titles: Vec<(String, u32)> = text
        .split(mark)
        .map(|part| (title::bare(part), line.page))
        .collect();
    let short = |(title, _): &(String, u32)| (3..=TITLE_CHARS).contains(&title.chars().count());
    (titles.len() <= 8 && titles.iter().all(short)).then_some(Row {
        source: Source::List,
        titles,
    })
}

fn is_numbered_item(line: &Line<'_>) -> bool {
    line.kind == BlockKind::Paragraph
        && title::numbered(line.text).is_some_and(|(p, _)| p.len() == 1)
}
