//! Lines as they stand in a file → running text: NFC, ligatures expanded, one space between words,
//! line-end hyphens joined. Refuses to guess at spelling: a hyphen that may belong to the word
//! ("it-sikkerhed", "børne- og ungeområdet") stays.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::danish::normal::is_invisible;

/// Soft hyphen: a break the typesetter made, never part of the word.
const SOFT_HYPHEN: char = '\u{ad}';

/// First parts that Danish joins with a hyphen although the word is lower case.
const HYPHENATING: &[&str] = &[
    "it", "ikt", "e", "tv", "pc", "ai", "ki", "eu", "kl", "api", "rpa", "gdpr", "cpr", "cvr",
    "bbr", "gps", "gis", "esdh", "iot", "vr", "ar", "sms", "usb", "cv", "ph", "id", "nem", "ms",
    "seo", "p", "s", "ikke", "non", "ex", "mini",
];

/// Words after which "ord- " is half of an enumeration and no broken word.
const CONJUNCTIONS: &[&str] = &[
    "og",
    "eller",
    "samt",
    "og/eller",
    "såvel",
    "hhv",
    "henholdsvis",
    "som",
    "til",
];

/// Whether a sign at the end of a line may stand for a broken word.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | SOFT_HYPHEN)
}

/// The text with ligatures expanded, in NFC, without invisible signs, with one space between words.
/// White space after a soft hyphen is the end of a line within a word (a table's cell comes as one
/// line of type), so the word is joined.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut broken = false;
    let mut push = |c: char| {
        if c.is_whitespace() || c.is_control() {
            gap = !broken;
        } else if is_invisible(c) {
            broken = c == SOFT_HYPHEN;
        } else {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            broken = false;
            out.push(c);
        }
    };
    for c in text.chars() {
        match ligature(c) {
            Some(letters) => letters.chars().for_each(&mut push),
            None => push(c),
        }
    }
    // Most text is in NFC as it comes; the check is much cheaper than the work.
    if unicode_normalization::is_nfc(&out) {
        out
    } else {
        out.nfc().collect()
    }
}

/// The letters of a ligature sign.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        _ => return None,
    })
}

/// The words a document writes inside its lines: what decides whether a hyphen at a line's end
/// belongs to the word.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

impl Vocabulary {
    /// Collects those of the words in question that the lines use somewhere in full. Lines must
    /// come again for the second pass, hence the closure.
    pub(super) fn of<'a, I>(lines: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = &'a str>,
    {
        let mut asked = HashSet::new();
        let mut last: Option<&str> = None;
        for line in lines() {
            if let Some((a, b)) = last.and_then(|end| broken(end, line)) {
                let (a, b) = (a.to_lowercase(), b.to_lowercase());
                asked.insert(format!("{a}{b}"));
                asked.insert(format!("{a}-{b}"));
            }
            last = line.trim_end().ends_with('-').then_some(line);
        }
        let mut words = HashSet::new();
        if asked.is_empty() {
            return Self { words };
        }
        for line in lines() {
            for word in line.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
                let word = word.trim_matches('-').to_lowercase();
                if asked.contains(&word) {
                    words.insert(word);
                }
            }
        }
        Self { words }
    }

    fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// The two halves of a word that may be broken between these lines.
fn broken<'a>(end: &'a str, next: &'a str) -> Option<(&'a str, &'a str)> {
    let end = end.trim_end().strip_suffix(is_hyphen)?;
    let a = end
        .rsplit(|c: char| !(c.is_alphanumeric() || c == '-'))
        .next()
        .filter(|a| a.ends_with(char::is_alphanumeric))?;
    let next = next.trim_start();
    let b = next
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .next()
        .filter(|b| !b.is_empty())?;
    Some((a, b.trim_end_matches('-')))
}

/// How two lines meet.
#[derive(Debug, PartialEq, Eq)]
enum Seam {
    /// A space between them.
    Space,
    /// The hyphen goes, the halves meet.
    Join,
    /// The hyphen stays, the halves meet.
    Hyphen,
}

fn seam(end: &str, next: &str, vocabulary: &Vocabulary) -> Seam {
    let Some(sign) = end.trim_end().chars().next_back().filter(|&c| is_hyphen(c)) else {
        return Seam::Space;
    };
    let Some((a, b)) = broken(end, next) else {
        return Seam::Space;
    };
    if sign == SOFT_HYPHEN {
        return Seam::Join;
    }
    // Addresses and file names keep every sign they have.
    let token = end.split_whitespace().next_back().unwrap_or_default();
    if token.contains("//") || token.contains("www.") || token.contains('@') {
        return Seam::Hyphen;
    }
    let word = next.split_whitespace().next().unwrap_or_default();
    if CONJUNCTIONS.contains(&word) {
        return Seam::Space;
    }
    let (low_a, low_b) = (a.to_lowercase(), b.to_lowercase());
    let whole = format!("{low_a}{low_b}");
    let hyphened = format!("{low_a}-{low_b}");
    let capitals = |s: &str| s.chars().any(char::is_alphabetic) && s.to_uppercase() == s;
    if vocabulary.knows(&whole) {
        return Seam::Join;
    }
    if vocabulary.knows(&hyphened)
        || b.starts_with(|c: char| c.is_numeric())
        || a.ends_with(|c: char| c.is_numeric())
        || HYPHENATING.contains(&low_a.rsplit('-').next().unwrap_or(&low_a))
    {
        return Seam::Hyphen;
    }
    if b.starts_with(char::is_uppercase) {
        // "DIGITA-/LISERING" in a heading is a broken word, "Nord-/Sjælland" is not.
        return if capitals(a) && capitals(b) && b.chars().count() > 1 {
            Seam::Join
        } else {
            Seam::Hyphen
        };
    }
    if a.chars().count() > 1 && capitals(a) {
        return Seam::Hyphen; // KMD-systemer
    }
    Seam::Join
}

/// The running text of some lines.
pub(super) fn join<'a>(
    lines: impl IntoIterator<Item = &'a str>,
    vocabulary: &Vocabulary,
) -> String {
    let mut out = String::new();
    for line in lines {
        if line.trim().is_empty() {
            continue;
        }
        if out.is_empty() {
            out.push_str(line);
            continue;
        }
        let seam = seam(&out, line, vocabulary);
        out.truncate(out.trim_end().len());
        match seam {
            Seam::Space => out.push(' '),
            Seam::Hyphen => {}
            Seam::Join => {
                out.pop();
            }
        }
        out.push_str(line.trim_start());
    }
    clean(&close_letter_spacing(&out))
}

/// "K O M M U N E" → "KOMMUNE", where a person typed a space after each capital. Two spaces part
/// words. Rows of a character chart ("A B C D") and other scripts stay as they are.
fn close_letter_spacing(text: &str) -> std::borrow::Cow<'_, str> {
    let capital = |w: &str| {
        let mut chars = w.chars();
        matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase() && c < '\u{250}')
    };
    let singles = text.split_whitespace().filter(|w| capital(w)).count();
    if singles < 5 || singles * 5 < text.split_whitespace().count() * 4 {
        return text.into();
    }
    let words: Vec<String> = text
        .split("  ")
        .map(|word| word.split_whitespace().collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let letters: Vec<u32> = words.concat().chars().map(u32::from).collect();
    let in_row = letters.windows(2).filter(|w| w[1] == w[0] + 1).count();
    // Without wider gaps only a single word can be told.
    if in_row * 2 > letters.len() || (words.len() == 1 && letters.len() > 24) {
        return text.into();
    }
    words.join(" ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_soft_hyphen_at_the_end_of_a_line_joins_and_elsewhere_vanishes() {
        assert_eq!(clean("borgerservi\u{ad} ce"), "borgerservice");
        assert_eq!(clean("borger\u{ad}service her"), "borgerservice her");
        assert_eq!(clean("børne-  og unge"), "børne- og unge");
    }

    fn joined(lines: &[&str]) -> String {
        let vocabulary = Vocabulary::of(|| lines.iter().copied());
        join(lines.iter().copied(), &vocabulary)
    }

    #[test]
    fn broken_words_are_joined() {
        assert_eq!(
            joined(&["den digita\u{ad}", "lisering"]),
            "den digitalisering"
        );
        assert_eq!(joined(&["Vores løs- ", "ninger er"]), "Vores løsninger er");
        assert_eq!(joined(&["DIGITA-", "LISERING"]), "DIGITALISERING");
    }

    #[test]
    fn hyphens_of_the_word_stay() {
        assert_eq!(joined(&["øget it-", "sikkerhed"]), "øget it-sikkerhed");
        assert_eq!(
            joined(&["på børne-", "og ungeområdet"]),
            "på børne- og ungeområdet"
        );
        assert_eq!(joined(&["KMD-", "systemer"]), "KMD-systemer");
        assert_eq!(joined(&["i 2019-", "2022"]), "i 2019-2022");
        assert_eq!(joined(&["København-", "Malmø"]), "København-Malmø");
    }

    #[test]
    fn the_document_itself_decides_first() {
        assert_eq!(
            joined(&[
                "Et ikke-digitalt valg, cloud-løsning.",
                "En ny cloud-",
                "løsning"
            ]),
            "Et ikke-digitalt valg, cloud-løsning. En ny cloud-løsning"
        );
    }

    #[test]
    fn text_is_cleaned() {
        assert_eq!(clean("  e\u{ad}ﬀekt\u{0} a\u{30a}r\u{200b}  "), "effekt år");
    }

    #[test]
    fn typed_letter_spacing_is_closed() {
        assert_eq!(joined(&["K O M M U N E  I  V Æ K S T"]), "KOMMUNE I VÆKST");
        assert_eq!(joined(&["I N D H O L D"]), "INDHOLD");
        assert_eq!(joined(&["A B C D E F G"]), "A B C D E F G");
        assert_eq!(joined(&["a b c d e f"]), "a b c d e f");
    }
}
