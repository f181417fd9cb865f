//! A normalised word → its Snowball stem, so that "kommunens" and "kommunerne" meet.

use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

static DANISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Danish));

/// The stem of a word that [`normalise`](super::normalise) has been through.
///
/// ```
/// # use strategikatalog::danish::stem;
/// assert_eq!(stem("strategierne"), stem("strategi"));
/// ```
pub fn stem(word: &str) -> String {
    DANISH.stem(word).to_string()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn inflections_meet() {
        for (a, b) in [
            ("kommunens", "kommuner"),
            ("strategierne", "strategien"),
            ("chatbots", "chatbot"),
            ("borgerne", "borgere"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} / {b}");
        }
    }
}
