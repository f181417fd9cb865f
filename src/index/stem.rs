//! A word's key → the stem it is indexed and looked up by: Snowball's, but a short one keeps the
//! syllable that makes another word of it, so that `muligheder` is no `mul`, and neither `ledelse`
//! nor `ledige` is found by `leder`. `browser/search.js` does the same.

use crate::danish;

/// Longest stem that keeps its syllable.
const SHORT: usize = 4;
/// The syllables, longest first.
const SYLLABLES: [&str; 4] = ["elig", "lig", "els", "ig"];

/// The stem of a key.
pub(super) fn stem(key: &str) -> String {
    let mut root = danish::stem(key);
    if root.chars().count() <= SHORT
        && let Some(rest) = key.strip_prefix(root.as_str())
        && let Some(syllable) = SYLLABLES.iter().find(|s| rest.starts_with(**s))
    {
        root.push_str(syllable);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_stems_stay_apart() {
        for (key, expected) in [
            ("muligheder", "mulig"),
            ("muligt", "mulig"),
            ("ledelsen", "ledels"),
            ("ledige", "ledig"),
            ("leder", "led"),
            ("digitaliseringens", "digitalisering"),
            ("personlige", "person"),
        ] {
            assert_eq!(stem(key), expected, "{key}");
        }
    }
}
