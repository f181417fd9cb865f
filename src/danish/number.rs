//! Numbers as they are counted with: digits, words, letters or Roman numbers → how many.

/// The words from two to twelve, as alternatives of a pattern. "En" and "et" are articles more
/// often than numbers.
pub const SEVERAL: &str = "to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv";

/// A number in digits, or in words up to twelve, in any case.
///
/// ```
/// # use strategikatalog::danish::number::parse;
/// assert_eq!(parse("Fire"), Some(4));
/// assert_eq!(parse("12"), Some(12));
/// assert_eq!(parse("ét"), Some(1));
/// assert_eq!(parse("mange"), None);
/// ```
pub fn parse(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    if ["en", "én", "et", "ét"].contains(&lower.as_str()) {
        return Some(1);
    }
    SEVERAL
        .split('|')
        .zip(2..)
        .find(|(word, _)| *word == lower)
        .map(|(_, number)| number)
        .or_else(|| lower.parse().ok())
}

/// A capital letter that counts, to eight.
///
/// ```
/// # use strategikatalog::danish::number::letter;
/// assert_eq!(letter("C"), Some(3));
/// assert_eq!(letter("c"), None);
/// ```
pub fn letter(text: &str) -> Option<u32> {
    place(text, &["A", "B", "C", "D", "E", "F", "G", "H"])
}

/// A Roman number, to ten.
///
/// ```
/// # use strategikatalog::danish::number::roman;
/// assert_eq!(roman("IV"), Some(4));
/// assert_eq!(roman("IIII"), None);
/// ```
pub fn roman(text: &str) -> Option<u32> {
    let signs = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    place(text, &signs)
}

fn place(text: &str, signs: &[&str]) -> Option<u32> {
    let counted = signs.iter().zip(1..);
    counted
        .filter(|(sign, _)| **sign == text)
        .map(|(_, number)| number)
        .next()
}
