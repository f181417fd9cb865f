//! A word as typed → the two forms under which the search index keeps and finds it: `key` spells
//! æ, ø and å out (rødovre and roedovre are one word), `loose` drops the spelling-out as well
//! (rodovre finds it too). Refuses nothing: what it does not know it leaves alone.

use super::normal::normalise;

/// The index key of a word: normal form with æ, ø, å written ae, oe, aa.
///
/// ```
/// # use strategikatalog::danish::fold::key;
/// assert_eq!(key("Ålborg"), key("Aalborg"));
/// assert_eq!(key("Rødovre"), "roedovre");
/// ```
pub fn key(word: &str) -> String {
    fold(&normalise(word))
}

/// The same for a word that is already in normal form.
pub fn fold(normal: &str) -> String {
    if normal.is_ascii() {
        return normal.to_owned();
    }
    let mut out = String::with_capacity(normal.len() + 2);
    for c in normal.chars() {
        match c {
            'æ' => out.push_str("ae"),
            'ø' => out.push_str("oe"),
            'å' => out.push_str("aa"),
            c => out.push(c),
        }
    }
    out
}

/// The loose form of a key, shared by words that differ only in how æ, ø and å were typed.
///
/// ```
/// # use strategikatalog::danish::fold::{key, loose};
/// assert_eq!(loose(&key("Århus")), loose(&key("arhus")));
/// assert_eq!(loose(&key("Rødovre")), "rodovre");
/// ```
pub fn loose(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut chars = key.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        let swallow = match chars.peek() {
            Some('e') => c == 'a' || c == 'o',
            Some('a') => c == 'a',
            _ => false,
        };
        if swallow {
            chars.next();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_typing_a_danish_letter_meets() {
        for typed in ["Lyngby-Tårbæk", "lyngby-taarbaek", "lyngby-tarbak"] {
            assert_eq!(loose(&key(typed)), "lyngby-tarbak");
        }
        assert_eq!(key("idé"), "ide");
        assert_ne!(key("får"), key("far"));
    }
}
