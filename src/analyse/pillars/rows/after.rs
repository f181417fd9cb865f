//! What follows an announcement → rows of titles: in its sentence, in the next list, in the openings
//! of the next paragraphs, in the next headings.

use std::collections::BTreeSet;

use super::{HEADING_CHARS, Row, Source, headed, level_of, once, ordinary};
use crate::analyse::pillars::announce::Announcement;
use crate::analyse::pillars::{Line, title};
use crate::model::document::BlockKind;

/// Longest text between an announcement and the colon before its list, in characters.
const ASIDE_CHARS: usize = 90;

/// Rows that follow an announcement: in its sentence, in the next list, in the next headings.
pub(in crate::analyse::pillars) fn after(
    lines: &[Line<'_>],
    at: usize,
    announcement: &Announcement,
) -> Vec<Row> {
    let line = &lines[at];
    let trust = announcement.trust;
    if let Some(count) = announcement.count.filter(|_| announcement.closing) {
        return below(lines, at, count, trust);
    }
    let mut rows = Vec::new();
    if let Some(titles) = inline(&line.text[announcement.end..], announcement.count) {
        rows.push(Row {
            source: Source::Inline(trust),
            titles: titles.into_iter().map(|t| (t, line.page)).collect(),
        });
    }
    let items = list_from(lines, at + 1, 3);
    // Only a sure announcement may miscount by one: a list item can be broken in two.
    let slack = usize::from(trust >= 4);
    let fits = announcement
        .count
        .is_none_or(|n| n.abs_diff(items.len()) <= slack);
    if items.len() > 1 && fits {
        rows.push(Row {
            source: Source::Listed(trust),
            titles: items,
        });
    }
    let Some(count) = announcement.count else {
        return rows;
    };
    rows.extend(foretold(lines, at, count).map(|titles| Row {
        source: Source::Inline(trust),
        titles,
    }));
    let told = lines.get(at + 1).and_then(dashed);
    if let Some(row) = told.filter(|row| row.titles.len() == count) {
        let source = Source::Inline(trust);
        rows.push(Row { source, ..row });
    }
    let scattered = scattered(lines, at + 1);
    if scattered.len() == count {
        rows.push(Row {
            source: Source::Listed(trust),
            titles: scattered,
        });
    }
    rows.extend(below(lines, at, count, trust));
    rows
}

/// The openings of paragraphs, or the headings, after an announcement of so many.
fn below(lines: &[Line<'_>], at: usize, count: usize, trust: i32) -> Vec<Row> {
    let mut rows = Vec::new();
    let titles = run_in(lines, at + 1, count);
    if titles.len() == count {
        rows.push(Row {
            source: Source::RunIn(trust),
            titles,
        });
    }
    // Headings below the announcing one, else those beside it, else larger ones, as covers of
    // chapters are set; first up to a chapter that every paper has, then without asking.
    let own = level_of(&lines[at]);
    let beside = own.map(|level| (level - 1, 1));
    let larger = own.filter(|level| *level > 1).map(|_| (0, 2));
    let places = [(own.unwrap_or(0), 0)].into_iter().chain(beside);
    for (above, less) in places.chain(larger) {
        for (last, less) in [
            (Last::Ordinary, less),
            (Last::OrdinaryStatement, less),
            (Last::Subtitled, less),
            (Last::Any, less + 1),
        ] {
            // A noun of its own says too little to be lenient.
            let lenient = trust > 1;
            if !lenient && matches!(last, Last::Any | Last::Subtitled) {
                continue;
            }
            let mut titles = once(headings_after(lines, at, above, last));
            // More of them than announced: the last are chapters of another kind.
            let over = if titles.len() > count { 2 } else { 0 };
            if lenient {
                titles.truncate(count);
            }
            if titles.len() == count {
                rows.push(Row {
                    source: Source::Headings(trust - less - over),
                    titles,
                });
            }
        }
    }
    rows
}

/// What ends a run of headings.
#[derive(Debug, Clone, Copy)]
enum Last {
    /// A chapter that every paper has.
    Ordinary,
    /// The same, but for questions.
    OrdinaryStatement,
    /// The same; a heading right below another is its subtitle.
    Subtitled,
    /// Only a larger heading.
    Any,
}

/// The next headings of one level, up to one as large as `above` or a chapter to stop at. Such
/// chapters before the first are passed over.
fn headings_after(lines: &[Line<'_>], at: usize, above: u8, last: Last) -> Vec<(String, u32)> {
    let mut wanted = None;
    let mut taken = None;
    let mut titles: Vec<(String, u32)> = Vec::new();
    for next in at + 1..lines.len() {
        let Some(this) = level_of(&lines[next]) else {
            continue;
        };
        if this <= above {
            break;
        }
        let titled = headed(lines, next);
        let question = matches!(last, Last::OrdinaryStatement) && titled.0.ends_with('?');
        let ordinary = !question && ordinary(&lines[next], &titled.0);
        if titles.is_empty() && (ordinary || lines[next].announces) {
            continue;
        }
        if !titles.is_empty() && ordinary && !matches!(last, Last::Any) {
            break;
        }
        // After an overview the same headings come again, each with its chapter.
        if titles.first().is_some_and(|(first, _)| *first == titled.0) {
            break;
        }
        let wanted = *wanted.get_or_insert(this);
        if this < wanted {
            break;
        }
        let below_title = matches!(last, Last::Subtitled) && taken == Some(next - 1);
        // What a page repeats of the one before is told once.
        let again = titles.last().is_some_and(|(title, _)| *title == titled.0);
        if this == wanted && !again && !below_title {
            taken = Some(next);
            titles.push(titled);
        }
    }
    titles
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

/// The openings of the next so many paragraphs, where each is a few words and a full stop.
fn run_in(lines: &[Line<'_>], at: usize, count: usize) -> Vec<(String, u32)> {
    const WORDS: usize = 6;
    let rest = lines.get(at..).unwrap_or_default();
    rest.iter()
        .take(count)
        .map_while(|l| {
            let (head, text) = l.text.split_once([':', '.'])?;
            let short = head.split(' ').count() <= WORDS && head.starts_with(char::is_uppercase);
            let told = l.kind == BlockKind::Paragraph && !text.trim().is_empty();
            (short && told).then(|| (title::bare(head), l.page))
        })
        .collect()
}

/// Lists whose items all come back as headings: nobody announced them, but the text follows them.
pub(in crate::analyse::pillars) fn echoed(lines: &[Line<'_>]) -> Vec<Row> {
    let is_item = |at: usize| lines[at].kind == BlockKind::ListItem;
    let headings: BTreeSet<String> = lines
        .iter()
        .filter(|l| level_of(l).is_some())
        .map(|l| l.title.to_lowercase())
        .collect();
    let starts = (0..lines.len()).filter(|&at| is_item(at) && (at == 0 || !is_item(at - 1)));
    starts
        .map(|at| list_from(lines, at, 1))
        .filter(|titles| (3..=8).contains(&titles.len()))
        .filter(|titles| {
            titles
                .iter()
                .all(|(t, _)| headings.contains(&t.to_lowercase()))
        })
        .map(|titles| Row {
            source: Source::Echoed,
            titles,
        })
        .collect()
}

/// Every list of so many items, whoever announced it.
pub(in crate::analyse::pillars) fn lists(lines: &[Line<'_>]) -> Vec<Row> {
    let is_item = |at: usize| lines[at].kind == BlockKind::ListItem || is_numbered_item(&lines[at]);
    let starts = (0..lines.len()).filter(|&at| is_item(at) && (at == 0 || !is_item(at - 1)));
    let mut rows: Vec<Row> = starts
        .map(|at| list_from(lines, at, 1))
        .filter(|titles| (3..=8).contains(&titles.len()))
        .map(|titles| Row {
            source: Source::List,
            titles,
        })
        .collect();
    for at in 0..lines.len() {
        if level_of(&lines[at]).is_none() {
            continue;
        }
        let titles = scattered(lines, at + 1);
        if (2..=8).contains(&titles.len()) && !rows.iter().any(|r| r.titles == titles) {
            rows.push(Row {
                source: Source::List,
                titles,
            });
        }
    }
    rows.extend(lines.iter().filter_map(dashed));
    let mut at = 0;
    while at < lines.len() {
        let titles = run_in(lines, at, 9);
        if (3..=8).contains(&titles.len()) {
            at += titles.len();
            rows.push(Row {
                source: Source::Opening,
                titles,
            });
        }
        at += 1;
    }
    rows
}

/// So many blocks after an announcement may tell the titles.
const FORETOLD: usize = 4;
/// Shorter headings stand in any sentence, in characters.
const FORETOLD_CHARS: usize = 5;

/// The headings that a block right after the announcement tells, one after the other, where they are
/// so many.
fn foretold(lines: &[Line<'_>], at: usize, count: usize) -> Option<Vec<(String, u32)>> {
    let headings: Vec<(usize, String)> = (at + 1..lines.len())
        .filter(|&n| level_of(&lines[n]).is_some() && !lines[n].ordinary)
        .map(|n| (n, lines[n].title.to_lowercase()))
        .filter(|(_, title)| title.chars().count() >= FORETOLD_CHARS)
        .collect();
    let until = (at + 1 + FORETOLD).min(lines.len());
    (at..until).find_map(|teller| {
        let text = lines[teller].lower.as_str();
        let mut rest = text;
        let mut titles = Vec::new();
        for (n, title) in headings.iter().filter(|(n, _)| *n != teller) {
            if let Some(found) = rest.find(title.as_str()) {
                rest = &rest[found + title.len()..];
                titles.push((lines[*n].title.clone(), lines[*n].page));
            }
        }
        (titles.len() == count).then_some(titles)
    })
}

/// One line that tells all: "Borgeren – Medarbejderen – Virksomheden".
fn dashed(line: &Line<'_>) -> Option<Row> {
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

/// The items up to the next heading, each with a text of its own below it.
fn scattered(lines: &[Line<'_>], at: usize) -> Vec<(String, u32)> {
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

fn is_numbered_item(line: &Line<'_>) -> bool {
    line.kind == BlockKind::Paragraph
        && title::numbered(line.text).is_some_and(|(p, _)| p.len() == 1)
}

/// "…: a, b og c" or "…: a; b; c".
fn inline(rest: &str, count: Option<usize>) -> Option<Vec<String>> {
    let (before, list) = rest.split_once(':')?;
    if before.chars().count() > ASIDE_CHARS || before.contains(". ") {
        return None;
    }
    let list = list
        .split(". ")
        .next()
        .unwrap_or(list)
        .trim()
        .trim_end_matches('.');
    if list.is_empty() || list.contains('\n') && !list.contains(';') {
        return None;
    }
    let parts = enumeration(list)?;
    let short = parts
        .iter()
        .all(|p| !p.is_empty() && p.chars().count() <= 90);
    let fits = count.map_or(parts.len() >= 3, |n| parts.len() == n);
    (short && fits).then_some(parts)
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
