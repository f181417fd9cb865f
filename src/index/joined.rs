//! A word nobody wrote that is two common words written together → those two, and the word that was
//! probably meant: with another letter between them, or with one of the two a letter off. Looks at
//! nothing but the common stems, which a browser has in the head.

use super::lexicon::Lexicon;
use super::plan::SHORTEST_PART;
use super::spell::distance;
use super::stem::stem;

/// Letters between the parts of a compound.
const LINKS: [&str; 3] = ["s", "e", ""];
/// Shortest stem that is recognised with a letter off.
const SHORTEST_NEAR: usize = 5;

/// Two common words written together.
pub(super) struct Joined {
    /// The words' keys, as they were meant.
    pub(super) keys: [String; 2],
    /// Letters between them, as they were meant or typed.
    pub(super) link: &'static str,
    /// Stems of the two.
    pub(super) stems: [String; 2],
    /// Whether one of them was typed a letter off.
    pub(super) is_near: bool,
}

impl Joined {
    /// The word to look for before its parts.
    pub(super) fn word(&self) -> Option<String> {
        let [front, back] = &self.keys;
        let link = match (self.is_near, self.link) {
            (true, link) => link,
            (false, "") => "s",
            (false, "s") => "",
            (false, _) => return None,
        };
        Some(format!("{front}{link}{back}"))
    }
}

/// Takes a key apart.
pub(super) fn guess(key: &str, lexicon: &Lexicon) -> Option<Joined> {
    let cuts = cuts(key);
    let common = |part: &str| Some(stem(part)).filter(|s| lexicon.is_common(s));
    for &(front, link, back) in &cuts {
        if let (Some(a), Some(b)) = (common(front), common(back)) {
            return Some(Joined {
                keys: [front.to_owned(), back.to_owned()],
                link,
                stems: [a, b],
                is_near: false,
            });
        }
    }
    for &(front, link, back) in &cuts {
        let known = |part: &str| common(part).map(|stem| (part.to_owned(), stem));
        let near = |part: &str| near(part, &lexicon.common);
        let (a, b) = (known(front), known(back));
        let both = match (a, b) {
            (Some(a), None) => near(back).map(|b| (a, b)),
            (None, Some(b)) => near(front).map(|a| (a, b)),
            _ => None,
        };
        if let Some(((front, a), (back, b))) = both {
            return Some(Joined {
                keys: [front, back],
                link,
                stems: [a, b],
                is_near: true,
            });
        }
    }
    None
}

/// Every way to cut a word in two with a link between, the shortest end first.
fn cuts(key: &str) -> Vec<(&str, &'static str, &str)> {
    let starts: Vec<usize> = key.char_indices().map(|(at, _)| at).collect();
    let mut cuts = Vec::new();
    for at in (SHORTEST_PART..=starts.len().saturating_sub(SHORTEST_PART)).rev() {
        let (head, back) = key.split_at(starts[at]);
        for link in LINKS {
            if let Some(front) = head.strip_suffix(link)
                && front.chars().count() >= SHORTEST_PART
            {
                cuts.push((front, link, back));
            }
        }
    }
    cuts
}

/// A part with the first common stem one edit from its own in that one's place.
fn near(part: &str, common: &[String]) -> Option<(String, String)> {
    let own = stem(part);
    let ending = part.strip_prefix(&own)?;
    let chars: Vec<char> = own.chars().collect();
    let found = common.iter().find(|other| {
        let other: Vec<char> = other.chars().collect();
        chars.len() >= SHORTEST_NEAR
            && other.len() >= SHORTEST_NEAR
            && other.len().abs_diff(chars.len()) <= 1
            && other[0] == chars[0]
            && distance(&chars, &other) == 1
    })?;
    Some((format!("{found}{ending}"), found.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &[&str]) -> Lexicon {
        let mut common: Vec<String> = words.iter().map(|word| stem(word)).collect();
        common.sort_unstable();
        Lexicon {
            forms: Vec::new(),
            common,
        }
    }

    #[test]
    fn a_compound_nobody_wrote_is_two_words() {
        let lexicon = lexicon(&["velfaerd", "teknologi", "skole", "ledelse"]);
        let found = guess("skoleledelsen", &lexicon).expect("two words");
        assert_eq!(found.stems, [stem("skole"), stem("ledelse")]);
        assert!(!found.is_near);
        let found = guess("velfaerdteknologi", &lexicon).expect("two words");
        assert_eq!(found.word().as_deref(), Some("velfaerdsteknologi"));
    }

    #[test]
    fn one_of_the_two_may_be_a_letter_off() {
        let lexicon = lexicon(&["velfaerd", "teknologi"]);
        for typed in ["velfaerdstekologi", "velfardsteknologi"] {
            let found = guess(typed, &lexicon).expect("two words");
            assert!(found.is_near, "{typed}");
            assert_eq!(
                found.word().as_deref(),
                Some("velfaerdsteknologi"),
                "{typed}"
            );
        }
        assert!(guess("velfaerdsplads", &lexicon).is_none());
        assert!(guess("teknologi", &lexicon).is_none());
    }
}
