//! Text → word tokens with their place in it. A word is a run of letters and digits; a hyphen or
//! an apostrophe inside ends the token but is remembered, so that "it-sikkerhed" can be seen as
//! two words and as one.

use super::normal::{is_invisible, normalise};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Normal form, see [`normalise`].
    pub word: String,
    /// Whether only a hyphen stands between it and the token before ("it-sikkerhed").
    pub hyphenated: bool,
}

/// The words of a text, in order.
///
/// ```
/// # use strategikatalog::danish::tokens;
/// let words: Vec<_> = tokens("It-sikkerhed, 2.0").map(|t| t.word).collect();
/// assert_eq!(words, ["it", "sikkerhed", "2", "0"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut chars = text.char_indices().peekable();
    let mut last_end = None;
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|&(_, c)| is_word(c))?;
        let mut end = text.len();
        while let Some(&(at, c)) = chars.peek() {
            if is_word(c) || is_invisible(c) || is_mark(c) {
                chars.next();
            } else {
                end = at;
                break;
            }
        }
        let hyphenated = last_end.is_some_and(|at| is_hyphen(&text[at..start]));
        last_end = Some(end);
        Some(Token {
            start,
            end,
            word: normalise(&text[start..end]),
            hyphenated,
        })
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_hyphen(between: &str) -> bool {
    let mut chars = between.chars();
    matches!(chars.next(), Some('-' | '‐' | '‑')) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).map(|t| t.word).collect()
    }

    #[test]
    fn places_point_at_the_word() {
        let text = "Ærø: »A\u{30a}ben kom\u{ad}mune«";
        let cut: Vec<_> = tokens(text).map(|t| &text[t.start..t.end]).collect();
        assert_eq!(cut, ["Ærø", "A\u{30a}ben", "kom\u{ad}mune"]);
        assert_eq!(words(text), ["ærø", "åben", "kommune"]);
    }

    #[test]
    fn hyphens_are_remembered_and_dashes_are_not() {
        let joined: Vec<_> = tokens("børne- og unge-området – it")
            .map(|t| t.hyphenated)
            .collect();
        assert_eq!(joined, [false, false, false, true, false]);
    }
}
