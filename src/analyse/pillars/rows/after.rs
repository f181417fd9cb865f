//! What follows an announcement → rows of titles: in its sentence, in the next list, in the openings
//! of the next paragraphs, in the next headings.

use super::list::{dashed, enumeration, list_from, run_in, scattered};
use super::{Row, Source, headed, level_of, once, ordinary};
use crate::analyse::pillars::Line;
use crate::analyse::pillars::announce::Announcement;

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
    let titles = run_in(lines, at + 1, count, OPENING_WORDS);
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

/// Words of an announced opening.
const OPENING_WORDS: usize = 10;

/// So many headings after an announcement may belong to it.
const REACH: usize = 150;

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
    let headings = (at + 1..lines.len()).filter_map(|next| Some((next, level_of(&lines[next])?)));
    for (next, this) in headings.take(REACH) {
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

/// So many blocks after an announcement may tell the titles.
const FORETOLD: usize = 4;
/// So many headings after an announcement are asked for.
const FORETOLD_HEADINGS: usize = 60;
/// Shorter headings stand in any sentence, in characters.
const FORETOLD_CHARS: usize = 5;

/// The headings that a block right after the announcement tells, one after the other, where they are
/// so many.
fn foretold(lines: &[Line<'_>], at: usize, count: usize) -> Option<Vec<(String, u32)>> {
    let headings: Vec<(usize, String)> = (at + 1..lines.len())
        .filter(|&n| level_of(&lines[n]).is_some() && !lines[n].ordinary)
        .map(|n| (n, lines[n].title.to_lowercase()))
        .filter(|(_, title)| title.chars().count() >= FORETOLD_CHARS)
        .take(FORETOLD_HEADINGS)
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
