//! The text of a page → its lines, each with the blank lines around it, the cells of a row of a
//! table, and the mark of a contents page. Page numbers, headers and footers are left out.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::furniture::masked;
use super::heading::NUMBERED;
use super::series::{self, Mark, Role};

/// A page number, or what a web page says of itself.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:side|s\.|page)?\s*\d{1,3}(?:\s*(?:af|/|of)\s*\d{1,3})?|(?:[+–-]\s*)?(?:åbn|luk|vis|skjul|fold)\s+alle\b.{0,20}|læs\s+højt|læs\s+mere|udskriv(?:\s+siden)?|del\s+siden|til\s+toppen|(?:hjalp|var)\s+denne\s+side\b.{0,40})$")
        .expect("a constant pattern")
});

/// A number by itself: of a page, or of the title below it.
static LONE_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^0?(\d{1,2})\.?$").expect("a constant pattern"));

/// Widest page, in characters of a line.
pub(super) const PAGE_CHARS: usize = 160;

/// A line of a contents page without dots: a wide gap, then the page.
static GAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(\S.*?\S)\s{3,}(?:side\s*|s\.\s*)?\d{1,3}\s*$").expect("a constant pattern")
});

/// The page before the text of a line, as viewers' transcripts have it: "7 Side 7 af 14 Mål".
static PAGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:\d{1,3} )?Side \d{1,3} af \d{1,3} +|\d{1,3} (\d{1,2}\.(?:\d{1,2}\.?)? \p{Lu}))",
    )
    .expect("a constant pattern")
});

/// The page beside the title of its chapter, as running headers have it: "Data | 7", "8 | Data".
static BESIDE_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{1,3}\s*[|│]\s*|\s*[|│]\s*\d{1,3}$").expect("a constant pattern")
});

/// Stars, circled numbers, pictures, the sides of a drawn box and an accordion's plus, which open
/// headings rather than items.
fn is_mark(c: char) -> bool {
    "★☆✦✪+".contains(c)
        || ('\u{2500}'..='\u{257f}').contains(&c)
        || ('①'..='⑳').contains(&c)
        || ('❶'..='❿').contains(&c)
        || ('\u{2600}'..='\u{26ff}').contains(&c)
        || ('\u{2b00}'..='\u{2bff}').contains(&c)
        || ('\u{1f300}'..='\u{1faff}').contains(&c)
        || c == '\u{fe0f}'
}

/// What an accordion has before or after its headings to open and close them.
static TOGGLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\[[+−–-]\]|>>)\s*|\s+(?:[−+▾▼⌄˅]|\[[+−–-]\])$").expect("a constant pattern")
});

/// What parts the cells of a row, as readers that keep the layout leave it.
static GAPS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\s{3,}|\t").expect("a constant pattern"));

/// What parts a title from something far at its right.
const FAR: &str = "          ";

/// Longest title with something at its right, in characters.
const TITLE_CHARS: usize = 50;

/// The frame of a table drawn with letters.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[-–—+=|_*~\s\u{2500}-\u{257f}]{3,}$").expect("a constant pattern")
});

/// A line with where it stands.
pub(super) struct Line {
    pub(super) text: String,
    /// Whether a blank line stands before it in the text.
    pub(super) gap: bool,
    /// Whether a block may begin with it, and end with it.
    pub(super) after_blank: bool,
    pub(super) before_blank: bool,
    /// Whether it was an entry of a contents page, its page number taken off.
    pub(super) contents: bool,
    /// Its cells, where it is a row of a table, and how far in the first stands, in characters.
    pub(super) cells: Vec<String>,
    /// Whether it stands by itself and has a wide gap in it.
    far_apart: bool,
    /// A title at its left and what stands far from it at its right.
    far: Option<(String, String)>,
    pub(super) indent: usize,
    /// What it numbers itself with, and what it is in the series of such lines.
    pub(super) marks: Vec<Mark>,
    pub(super) role: Option<Role>,
}

pub(super) fn lines_of(text: &str, first_page: bool, furniture: &BTreeSet<String>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = true;
    // The number that stands by itself right above.
    let mut above: Option<u32> = None;
    let text = unbroken(text);
    for raw in text.lines().flat_map(beside_a_list) {
        let paged = raw.trim_end().ends_with(|c: char| c.is_ascii_digit()) && raw.contains("   ");
        let contents = paged.then(|| GAP.captures(raw)).flatten();
        let contents = contents.and_then(|c| c.get(1)).map(|m| m.as_str());
        let line = contents.unwrap_or(raw);
        let line = spaced(line).replace("**", "");
        let line = PAGED.replace(&line, "$1").into_owned();
        let line = line.trim_start_matches(is_mark).trim();
        let line = TOGGLE.replace_all(line, "").into_owned();
        // The title may come back on every page, but it stands somewhere first.
        let opening = first_page && lines.is_empty();
        // A cover's year is no page.
        let year = line.len() == 4 && line.chars().all(|c| c.is_ascii_digit());
        let framing = !(opening || year || furniture.is_empty())
            && (furniture.contains(&masked(&line))
                || contents.is_some() && furniture.contains(&masked(&spaced(raw))));
        let line = match line.contains(['|', '│']) {
            true => BESIDE_PAGE.replace(&line, "").into_owned(),
            false => line,
        };
        let drawn = RULE.is_match(&line);
        let lone = LONE_NUMBER.captures(&line).and_then(|c| c[1].parse().ok());
        if line.is_empty() || lone.is_some() || PAGE_NUMBER.is_match(&line) || framing || drawn {
            if !line.is_empty() {
                above = lone;
            }
            if let Some(last) = lines.last_mut() {
                last.before_blank = true;
            }
            blank = true;
            continue;
        }
        lines.push(Line {
            text: line,
            gap: blank,
            after_blank: blank,
            before_blank: false,
            contents: contents.is_some(),
            cells: cells(raw),
            far_apart: blank && raw.trim().contains(FAR),
            far: None,
            indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
            marks: series::marks(raw, above.take()),
            role: None,
        });
        blank = false;
    }
    if let Some(last) = lines.last_mut() {
        last.before_blank = true;
    }
    settle_tables(&mut lines);
    let mut lines = part_far_cells(lines);
    undo_double_spacing(&mut lines);
    lines
}

/// A text whose bold lines stand on one line each: "**Vi møder borgerne,⏎hvor de er**".
fn unbroken(text: &str) -> Cow<'_, str> {
    if !text.contains("**") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut open = 0;
    for line in text.split_inclusive('\n') {
        let turns = line.matches("**").count() % 2 == 1;
        if open == 0 && turns && line.trim_start().starts_with("**") {
            open = 1;
        } else if open > 0 && (turns || line.trim().is_empty() || open == BOLD_LINES) {
            open = 0;
        } else if open > 0 {
            open += 1;
        }
        if open > 0 {
            out.push_str(line.trim_end());
            out.push(' ');
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// Most lines of one bold heading.
const BOLD_LINES: usize = 4;

/// A line that has a list's first item beside what the list is called, as two lines.
fn beside_a_list(raw: &str) -> impl Iterator<Item = &str> {
    static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*\p{Lu}\S*(?: \S+){0,3}\s{3,}([■•▪●]\s+\S.*)$").expect("a constant pattern")
    });
    let item = raw.contains("   ").then(|| BESIDE.captures(raw)).flatten();
    let at = item.and_then(|found| found.get(1)).map(|item| item.start());
    let (label, item) = at.map_or((raw, None), |at| (&raw[..at], Some(&raw[at..])));
    [label].into_iter().chain(item)
}

/// The cells of a row of a table; none where the line is running text.
fn cells(raw: &str) -> Vec<String> {
    let raw = raw.trim_end();
    // Hardly any line has a gap; looking for one is cheaper than the pattern.
    if !(raw.contains("   ") || raw.contains('\t') || raw.ends_with('|')) {
        return Vec::new();
    }
    let framed = raw
        .trim()
        .strip_prefix('|')
        .and_then(|r| r.strip_suffix('|'));
    let cells: Vec<String> = match framed {
        Some(inner) => inner.split('|').map(|c| c.trim().to_owned()).collect(),
        None => GAPS
            .split(raw.trim_start())
            .map(|c| c.trim().to_owned())
            .collect(),
    };
    let filled = cells.iter().filter(|c| !c.is_empty()).count();
    if filled >= 2 { cells } else { Vec::new() }
}

/// Takes back a table of one row and two cells, and one whose first cell is a number: they are a line
/// with a gap in it.
fn settle_tables(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let row = |n: usize| lines.get(n).is_some_and(|l| !l.cells.is_empty());
        let follows = |n: usize| lines.get(n).is_some_and(|l| !l.gap);
        // What goes on in another column stands further in.
        let above = (0..at).rev().take_while(|&n| follows(n + 1));
        let above = above
            .into_iter()
            .find(|&n| row(n) || lines[n].indent <= lines[at].indent);
        let beside = above.is_some_and(row) || follows(at + 1) && row(at + 1);
        let filled = lines[at].cells.iter().filter(|c| !c.is_empty()).count();
        let number = lines[at]
            .cells
            .iter()
            .find(|c| !c.is_empty())
            .is_some_and(|c| c.chars().all(|c| c.is_ascii_digit() || c == '.'));
        if filled == 2 && (number || !beside) {
            let cells = std::mem::take(&mut lines[at].cells);
            let titled = |left: &str| {
                left.chars().count() <= TITLE_CHARS && !left.ends_with(['.', ',', ':', '-'])
            };
            if let ([left, right], true) = (cells.as_slice(), lines[at].far_apart && !number)
                && titled(left)
            {
                lines[at].far = Some((left.clone(), right.clone()));
            }
        }
    }
}

/// Makes two lines of one that has a title at the left and something else far at the right:
/// "Digital borgerbetjening          Sporleder: Borgerservicechefen".
fn part_far_cells(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut parted = false;
    for mut line in lines {
        line.after_blank |= parted;
        parted = false;
        let Some((left, right)) = line.far.take() else {
            out.push(line);
            continue;
        };
        parted = true;
        let rest = Line {
            text: right,
            gap: true,
            after_blank: true,
            before_blank: true,
            contents: false,
            cells: Vec::new(),
            far_apart: false,
            far: None,
            indent: line.indent,
            marks: Vec::new(),
            role: None,
        };
        line.text = left;
        line.before_blank = true;
        out.extend([line, rest]);
    }
    out
}

/// Whether lines end where the page did. Text in which one line is longer than any page is wide has
/// a line for each block instead.
pub(super) fn is_wrapped(pages: &[(u32, &str)]) -> bool {
    let mut lines = pages.iter().flat_map(|(_, text)| text.lines());
    lines.all(|line| line.chars().count() <= PAGE_CHARS)
}

/// Makes a block of every line, but for those that go on in the middle of a sentence.
pub(super) fn set_apart(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let goes_on = at > 0
            && lines[at].text.starts_with(char::is_lowercase)
            && !is_closed(&lines[at - 1].text);
        if !goes_on {
            lines[at].after_blank = true;
            if at > 0 {
                lines[at - 1].before_blank = true;
            }
        }
    }
}

/// Some PDFs come out with a blank line after every line. Then a blank line says nothing, and the
/// sentences themselves must.
fn undo_double_spacing(lines: &mut [Line]) {
    let long = lines.iter().filter(|l| l.text.len() > 60).count();
    let open = lines
        .iter()
        .filter(|l| l.text.len() > 60 && l.before_blank && !is_closed(&l.text))
        .count();
    if long < 6 || open * 2 < long {
        return;
    }
    for at in 1..lines.len() {
        let runs_on = lines[at - 1].text.len() > 60
            && !is_closed(&lines[at - 1].text)
            && !NUMBERED.is_match(&lines[at].text);
        if runs_on {
            lines[at - 1].before_blank = false;
            lines[at].after_blank = false;
        }
    }
}

pub(super) fn is_closed(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '\'', ')', '*'])
        .ends_with(['.', '!', '?', ':', ';'])
}

/// With one space between words.
pub(super) fn spaced(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
