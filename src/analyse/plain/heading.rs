//! A line among its neighbours → whether it is a heading, and of which level. Refuses sentences,
//! rows of figures and lines that go on.

use std::sync::LazyLock;

use regex::Regex;

use super::item::bullet;
use super::lines::{Line, is_closed};

pub(super) static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|(?:Ad )?[IVX]{1,4}[.)]|[a-h]\))\s+(?:[|–-]\s+)?\S",
    )
    .expect("a constant pattern")
});

/// Longest line taken for a heading, in characters.
pub(super) const HEADING_CHARS: usize = 90;

/// A heading shorter than this is not broken by the width of the page, in characters.
pub(super) const BROKEN_CHARS: usize = 30;

/// Longest line of a heading broken in two, in characters.
const BROKEN_LINE_CHARS: usize = 60;

/// Longest heading without a blank line above or below it, in characters.
const WEDGED_CHARS: usize = 45;

/// Whether a heading in two lines begins here, right above its text: the first line stands after a
/// blank one, the second goes on in small letters, neither closes a sentence, and then a sentence
/// begins.
fn breaks_above_text(lines: &[Line], at: usize) -> bool {
    let (Some(first), Some(second), Some(text)) =
        (lines.get(at), lines.get(at + 1), lines.get(at + 2))
    else {
        return false;
    };
    let short = |line: &Line| {
        let open = !line.text.ends_with(['.', ',', ';', ':', '-', '!', '?']);
        open && line.cells.is_empty() && line.text.chars().count() <= BROKEN_LINE_CHARS
    };
    let under = |line: &Line| !line.after_blank && line.cells.is_empty();
    first.after_blank
        && first.text.starts_with(char::is_uppercase)
        && short(first)
        && short(second)
        && under(second)
        && under(text)
        && second.text.starts_with(char::is_lowercase)
        && text.text.starts_with(char::is_uppercase)
        && text.text.chars().count() > BROKEN_LINE_CHARS
}

pub(super) fn is_heading(lines: &[Line], at: usize, first_page: bool) -> bool {
    if breaks_above_text(lines, at) || at > 0 && breaks_above_text(lines, at - 1) {
        return true;
    }
    let line = &lines[at];
    let text = line.text.as_str();
    let chars = text.chars().count();
    let first = text.chars().next().unwrap_or(' ');
    // Two sentences are no heading.
    let two = text.split_once(". ").is_some_and(|(first, second)| {
        first.split(' ').count() > 2 && second.starts_with(char::is_uppercase)
    });
    let figures = text
        .split(' ')
        .skip(1)
        .filter(|w| w.starts_with(|c: char| c.is_ascii_digit()))
        .count();
    let link = LINK.is_match(text);
    // "Det betyder, at" leads to a list.
    let leads = text.ends_with(" at");
    if two || link || leads || !line.cells.is_empty() || figures >= 3 || text.contains("- -") {
        return false;
    }
    let ends_open = !text.ends_with(['.', ',', ';', ':', '-', '!']);
    // The second line of a heading broken in two, by itself or below a label.
    let stands = line.before_blank && at > 0 && lines[at - 1].after_blank;
    let labels = at > 1 && is_label(&lines[at - 2].text);
    let starts = |l: &Line| l.text.starts_with(char::is_uppercase);
    let named = labels && lines.get(at + 1).is_none_or(starts);
    let second = at > 0
        && (stands || named)
        && !line.after_blank
        && first.is_lowercase()
        && is_heading(lines, at - 1, first_page);
    if second && ends_open && chars <= BROKEN_LINE_CHARS {
        return true;
    }
    if !(3..=HEADING_CHARS).contains(&chars)
        || !(first.is_uppercase() || first.is_ascii_digit() || LETTERED.is_match(text))
        || !ends_open
        || text.split(' ').count() > 13
        || !text.chars().any(char::is_alphabetic)
    {
        return false;
    }
    let next = lines.get(at + 1).map(|l| l.text.as_str());
    // Two short lines by themselves that close no sentence: a heading broken in two.
    let broken = line.after_blank
        && !line.before_blank
        && lines.get(at + 1).is_some_and(|l| {
            l.before_blank && !is_closed(&l.text) && l.text.chars().count() <= BROKEN_LINE_CHARS
        })
        && chars <= BROKEN_LINE_CHARS
        && (at > 0 || !first_page);
    // The last line of a paragraph begins with a capital by chance.
    let follows_open_line = at > 0 && !line.after_blank && !is_closed(&lines[at - 1].text);
    if at > 0 && follows_open_line && !is_heading(lines, at - 1, first_page) {
        return false;
    }
    let stands_alone = line.after_blank && line.before_blank;
    // "FIRE TEMAER", and right below it the first of them.
    let below_capitals = at > 0
        && is_shouted(&lines[at - 1].text)
        && !is_shouted(text)
        && next.is_some_and(|n| n.chars().count() > BROKEN_LINE_CHARS)
        && is_heading(lines, at - 1, first_page);
    let opens_text = (line.after_blank || at == 0 || below_capitals)
        && next.is_some_and(|n| {
            let starts = |c: char| c.is_uppercase() || c.is_ascii_digit() || "\"”»".contains(c);
            n.starts_with(starts) || bullet(n).is_some()
        })
        && chars <= 60;
    // A short line that closes nothing between the end of one paragraph and the beginning of another.
    let wedged = at > 0
        && chars <= WEDGED_CHARS
        && lines[at - 1].text.ends_with(['.', '!', '?'])
        && bullet(&lines[at - 1].text).is_none()
        && next.is_some_and(|n| {
            n.starts_with(char::is_uppercase) && n.chars().count() > BROKEN_LINE_CHARS
        });
    // "TEMA 1", and below it what the theme is called.
    let titles = at > 0 && chars <= BROKEN_LINE_CHARS && is_label(&lines[at - 1].text);
    // "3. Pejlemærker", and right below it "3.1 Borgeren".
    let below_chapter = at > 0
        && NUMBERED.is_match(&lines[at - 1].text)
        && NUMBERED.is_match(text)
        && level_of(text, true, false) > level_of(&lines[at - 1].text, true, false)
        && is_heading(lines, at - 1, first_page);
    let numbered = titles
        || below_chapter
        || (NUMBERED.is_match(text) || LABELLED.is_match(text)) && line.after_blank;
    let shouted = is_shouted(text) && chars <= 60;
    numbered || shouted || stands_alone || opens_text || broken || wedged
}

pub(super) fn is_shouted(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// Whether a line is a label by itself: "TEMA 1".
pub(super) fn is_label(text: &str) -> bool {
    LABEL_ALONE.is_match(text)
}

pub(super) fn level_of(text: &str, numbered: bool, first: bool) -> u8 {
    if let Some(found) = NUMBERED.captures(text) {
        let number = found.get(1).map_or("", |m| m.as_str());
        return 2 + number.matches('.').count().min(3) as u8;
    }
    let shouted = is_shouted(text);
    if first {
        1
    } else if shouted || LABELLED.is_match(text) {
        2
    } else if numbered {
        4
    } else {
        3
    }
}

/// A heading as Markdown has it, or of an accordion: its level and its text.
pub(super) fn hashed(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches(['#', '▼', '▾', '▽']);
    let title = rest.trim_end_matches('#').trim();
    let marks = text[..text.len() - rest.len()].chars().count();
    let level = if text.starts_with('#') { marks } else { 3 };
    let set_off = rest.starts_with(' ') && !title.is_empty();
    ((1..=6).contains(&marks) && set_off).then_some((level as u8, title))
}

/// "a) Selvbetjening først".
static LETTERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[a-h]\)\s+\p{Lu}").expect("a constant pattern"));

/// What a web page has for going on: "Læs mere om digital hjælp", "Hent strategien som pdf".
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:Læs|Se) mere\b|(?:Læs|Hent|Download|Print)\b.*(?i:pdf))")
        .expect("a constant pattern")
});

/// "TEMA 1" by itself.
static LABEL_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Alphabetic}+\s+(?:\d{1,2}|[A-H])$").expect("a constant pattern")
});

/// "Tema 1: …", "Pejlemærke B – …": a heading that numbers itself.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Alphabetic}+\s+(?:\d{1,2}|[A-H])\s*(?:[:.–—-]|$)").expect("a constant pattern")
});

pub(super) fn has_numbered_headings(pages: &[(u32, &str)]) -> bool {
    pages
        .iter()
        .flat_map(|(_, t)| t.lines())
        .filter(|l| l.len() < HEADING_CHARS && NUMBERED.is_match(l.trim()) && !is_closed(l.trim()))
        .count()
        >= 3
}
