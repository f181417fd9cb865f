//! A word as typed → the form in which words are compared: NFC, lower case, no soft hyphens, no
//! accents except those that make another letter in Danish (æ, ø, å stay).

use unicode_normalization::UnicodeNormalization;

/// The normal form of a word.
///
/// ```
/// # use strategikatalog::danish::normalise;
/// assert_eq!(normalise("IDÉ"), "ide");
/// assert_eq!(normalise("Rødovre"), "rødovre");
/// assert_eq!(normalise("kom\u{ad}mune"), "kommune");
/// ```
pub fn normalise(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfc()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_invisible(c))
        .map(|c| match c {
            'ä' => 'æ',
            'ö' => 'ø',
            'ü' => 'y',
            'å' => 'å',
            c => std::iter::once(c).nfd().next().unwrap_or(c),
        })
        .collect()
}

/// Soft hyphen and zero-width signs: there for the typesetter, not part of the word.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_their_own_in_danish_stay() {
        assert_eq!(normalise("ÆØÅ æøå"), "æøå æøå");
        assert_eq!(normalise("a\u{30a}rhus"), "århus");
        assert_eq!(normalise("Malmö"), "malmø");
        assert_eq!(normalise("Café"), "cafe");
    }
}
