//! A line among its neighbours → the list item it is: behind a bullet, with a number that its
//! neighbours continue, or stacked below a line that announces it.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, is_closed};

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^((?:\d{1,2}\.)*?)(\d{1,2})(?:[.)]|\s)\s*\D").expect("a constant pattern")
});

/// The end of a line that announces a list.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti)\s+\p{L}+$")
        .expect("a constant pattern")
});

/// Longest line of a list without bullets, in characters.
const STACKED_CHARS: usize = 60;

/// The text of a list item without its bullet.
pub(super) fn bullet(line: &str) -> Option<&str> {
    const MARKS: &str = "•∙▪▫○●·■□►▸▶➢➤→➔✓✔❖◦‣⁃◆◇*–—-";
    let mut letters = line.chars();
    let mark = letters.next()?;
    let rest = letters.as_str();
    // Symbol fonts put their bullets among the private characters; typewriter lists use an "o" or ">".
    let private = ('\u{e000}'..='\u{f8ff}').contains(&mark);
    let typed = "o>".contains(mark) && rest.starts_with(' ');
    let rest = (MARKS.contains(mark) || private || typed).then(|| rest.trim_start())?;
    // "-5 procent" is a number, and "- 5 -" a page.
    let spaced = letters.as_str().starts_with(' ') && rest.contains(char::is_alphabetic);
    let digit = rest.starts_with(|c: char| c.is_ascii_digit());
    let number = "*–—-".contains(mark) && digit && !spaced;
    (!rest.is_empty() && !number).then_some(rest)
}

/// A line of a numbered list: the line before or after it has the neighbouring number.
pub(super) fn counted(lines: &[Line], at: usize) -> Option<&str> {
    let number = |line: &Line| {
        let found = COUNTED.captures(&line.text)?;
        let last: u32 = found.get(2)?.as_str().parse().ok()?;
        Some((found.get(1)?.as_str().to_owned(), last))
    };
    let (chapter, own) = number(&lines[at])?;
    let follows = |n: u32| Some((chapter.clone(), n));
    let next = lines.get(at + 1).and_then(number) == follows(own + 1);
    let before = at > 0 && own > 0 && number(&lines[at - 1]) == follows(own - 1);
    (next || before).then_some(lines[at].text.as_str())
}

/// A line of a list without bullets: three or more short lines on end below a line that announces
/// them, each beginning with a capital.
pub(super) fn stacked(lines: &[Line], at: usize, first: bool) -> Option<&str> {
    let entry = |line: &Line| {
        line.text.starts_with(char::is_uppercase)
            // Lines in capitals are titles broken where a figure was narrow.
            && line.text.contains(char::is_lowercase)
            && line.text.chars().count() <= STACKED_CHARS
            && !is_closed(&line.text)
    };
    if first || !entry(&lines[at]) {
        return None;
    }
    let mut start = at;
    while start > 0 && !lines[start].gap && entry(&lines[start - 1]) {
        start -= 1;
    }
    let announced = start > 0
        && (lines[start - 1].text.ends_with(':') || ANNOUNCED.is_match(&lines[start - 1].text));
    // An entry that comes back is the heading of what is said about it.
    let length = lines[start..]
        .iter()
        .enumerate()
        .take_while(|(n, line)| {
            let again = lines[start..start + n].iter().any(|l| l.text == line.text);
            (*n == 0 || !line.gap) && entry(line) && !again
        })
        .count();
    (announced && length >= 3 && at < start + length).then_some(lines[at].text.as_str())
}
