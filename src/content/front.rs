//! The text of an editor's file → its TOML front matter and the Markdown below it, with the line
//! each begins on. Tolerates a byte-order mark, Windows line ends and blank lines on top; refuses a
//! file without `+++` lines, since its text would silently become notes.

use super::error::Problem;

/// The line that opens and closes the front matter.
pub(super) const FENCE: &str = "+++";

/// An editor's file in its parts. `head + toml + tail + body` is the file again, byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Front<'a> {
    /// Up to and including the opening fence and its line end.
    pub(super) head: &'a str,
    /// The TOML between the fences.
    pub(super) toml: &'a str,
    /// The closing fence with its line end.
    pub(super) tail: &'a str,
    /// Everything below.
    pub(super) body: &'a str,
    /// Line of the file that the TOML begins on, counted from 1.
    pub(super) first_line: u32,
}

/// Splits a file. `file` is only for the message.
pub(super) fn split<'a>(file: &str, text: &'a str) -> Result<Front<'a>, Problem> {
    let mut lines = Lines::new(text);
    let opening = lines
        .by_ref()
        .find(|l| !l.text.trim_start_matches('\u{feff}').trim().is_empty())
        .ok_or_else(|| problem(file, 1, "the file is empty"))?;
    if opening.text.trim_start_matches('\u{feff}').trim() != FENCE {
        let message = if opening.text.trim() == "---" {
            "the front matter stands between --- lines, where TOML between +++ lines is read"
        } else {
            "the file does not begin with a +++ line"
        };
        return Err(problem(file, opening.number, message));
    }
    let closing = lines
        .find(|l| l.text.trim_end() == FENCE)
        .ok_or_else(|| problem(file, opening.number, "the front matter is not closed"))?;
    Ok(Front {
        head: &text[..opening.end],
        toml: &text[opening.end..closing.start],
        tail: &text[closing.start..closing.end],
        body: &text[closing.end..],
        first_line: opening.number + 1,
    })
}

fn problem(file: &str, line: u32, message: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        key: None,
        message: message.to_owned(),
        hint: Some("write the keys between two lines of +++, and any notes below them".to_owned()),
    }
}

struct Line<'a> {
    number: u32,
    start: usize,
    /// After its line end.
    end: usize,
    text: &'a str,
}

struct Lines<'a> {
    rest: std::str::SplitInclusive<'a, char>,
    at: usize,
    number: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.split_inclusive('\n'),
            at: 0,
            number: 0,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let text = self.rest.next()?;
        let start = self.at;
        self.at += text.len();
        self.number += 1;
        Some(Line {
            number: self.number,
            start,
            end: self.at,
            text,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_lines() {
        let front = split("f", "\u{feff}\r\n+++\r\na = 1\r\n+++\r\nnoter\r\n").expect("splits");
        assert_eq!(front.toml, "a = 1\r\n");
        assert_eq!(front.body, "noter\r\n");
        assert_eq!(front.first_line, 3);
    }

    #[test]
    fn what_has_no_front_matter_is_refused() {
        for (text, line, words) in [
            ("", 1, "empty"),
            ("noter", 1, "does not begin"),
            ("\n\n+++\na = 1\n", 3, "not closed"),
            ("---\na: 1\n---\n", 1, "between ---"),
        ] {
            let problem = split("f.md", text).expect_err(text);
            assert_eq!(problem.line, line, "{text}");
            assert!(problem.message.contains(words), "{}", problem.message);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_parts_are_the_file(text in "(\u{feff})?[+\n\r a=1]{0,40}") {
            if let Ok(front) = split("f", &text) {
                let again = [front.head, front.toml, front.tail, front.body].concat();
                proptest::prop_assert_eq!(again, text);
            }
        }
    }
}
