//! Danish names → URL slugs. Æ, ø and å fold to ae, oe and aa, as the contract of the site's
//! addresses says; everything that is not a letter or digit becomes one hyphen.

use unicode_normalization::UnicodeNormalization;

/// The slug of a name: lower case, ASCII, hyphens between words, never empty for text with a
/// letter or digit in it.
///
/// ```
/// # use strategikatalog::model::slug::slug;
/// assert_eq!(slug("Lyngby-Taarbæk"), "lyngby-taarbaek");
/// assert_eq!(slug("Høje-Taastrup Åbent  hus!"), "hoeje-taastrup-aabent-hus");
/// ```
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfc().flat_map(char::to_lowercase) {
        let folded: &str = match c {
            'æ' | 'ä' => "ae",
            'ø' | 'ö' => "oe",
            'å' => "aa",
            'ü' => "u",
            _ => "",
        };
        if !folded.is_empty() {
            push(&mut out, &mut gap, folded);
            continue;
        }
        let base = std::iter::once(c).nfd().next().unwrap_or(c);
        if base.is_ascii_alphanumeric() {
            push(&mut out, &mut gap, base.encode_utf8(&mut [0; 4]));
        } else {
            gap = true;
        }
    }
    out
}

fn push(out: &mut String, gap: &mut bool, text: &str) {
    if *gap && !out.is_empty() {
        out.push('-');
    }
    *gap = false;
    out.push_str(text);
}

/// Appends `-2`, `-3` … to a slug until `taken` says it is free.
pub fn unique(base: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(base) {
        return base.to_owned();
    }
    let mut n = 2_u32;
    loop {
        let candidate = format!("{base}-{n}");
        if !taken(&candidate) {
            return candidate;
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_fold_as_addresses_do() {
        assert_eq!(slug("Rødovre"), "roedovre");
        assert_eq!(slug("Ærø"), "aeroe");
        assert_eq!(slug("Århus"), "aarhus");
        // the same word typed with a combining ring
        assert_eq!(slug("A\u{30a}rhus"), "aarhus");
        assert_eq!(slug("Allé 4"), "alle-4");
    }

    #[test]
    fn punctuation_never_leaves_hyphens_at_the_ends() {
        assert_eq!(slug("  2019–2022. "), "2019-2022");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn a_taken_slug_is_numbered() {
        let taken = ["a", "a-2"];
        assert_eq!(unique("a", |s| taken.contains(&s)), "a-3");
    }
}
