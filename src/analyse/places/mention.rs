//! A text → the municipalities it names, each with its place and whether "Kommune" follows. Refuses
//! a name inside a longer word.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

/// Names that are also words at the head of a sentence; they count only with "Kommune".
const ALSO_WORDS: &[&str] = &["Vejen", "Greve", "Odder", "Odders"];

/// Shorter names are not looked for in capitals: "FANØ" is a name, "ÆRØ" may be any sign.
const CAPITALS_BYTES: usize = 4;

/// A municipality's name in a text.
pub(super) struct Mention {
    pub(super) index: usize,
    pub(super) start: usize,
    /// Byte after the name, or after "Kommune".
    pub(super) end: usize,
    /// Whether "Kommune" follows.
    pub(super) kommune: bool,
}

/// All written forms of all municipalities, looked for at once.
pub(super) struct Names {
    forms: AhoCorasick,
    /// The municipality of each form, in their order.
    owners: Vec<usize>,
}

impl Names {
    /// From the written forms with their municipalities; `None` where there are too many.
    pub(super) fn new(forms: &BTreeMap<String, usize>) -> Option<Self> {
        let capitals = forms
            .iter()
            .map(|(form, &owner)| (form.to_uppercase(), owner))
            .filter(|(form, _)| form.len() > CAPITALS_BYTES);
        let written = forms.iter().map(|(form, &owner)| (form.clone(), owner));
        let (forms, owners): (Vec<String>, Vec<usize>) = written.chain(capitals).unzip();
        let forms = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms)
            .ok()?;
        Some(Self { forms, owners })
    }

    /// Every mention, in order.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut out = Vec::new();
        for found in self.forms.find_iter(text) {
            let inside = text[..found.start()].ends_with(is_word);
            let goes_on = text[found.end()..].starts_with(is_word);
            if inside || goes_on {
                continue;
            }
            let kommune = kommune(&text[found.end()..]);
            if kommune.is_none() && ALSO_WORDS.contains(&&text[found.range()]) {
                continue;
            }
            out.push(Mention {
                index: self.owners[found.pattern().as_usize()],
                start: found.start(),
                end: found.end() + kommune.unwrap_or_default(),
                kommune: kommune.is_some(),
            });
        }
        out
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The bytes of " Kommune", " Regionskommune" or their genitive at the head of a text.
fn kommune(text: &str) -> Option<usize> {
    let word = text.trim_start();
    let rest = ["Kommune", "kommune", "Regionskommune"]
        .iter()
        .find_map(|noun| word.strip_prefix(noun))?;
    let rest = ["ns", "s"]
        .iter()
        .find_map(|ending| rest.strip_prefix(ending))
        .unwrap_or(rest);
    let whole = word.len() < text.len() && !rest.starts_with(is_word);
    whole.then(|| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_by_themselves_or_before_kommune() {
        let forms = [("Herlev", 0), ("Herlevs", 0), ("Vejen", 1), ("Fanø", 2)];
        let forms = forms.map(|(form, owner)| (form.to_owned(), owner));
        let names = Names::new(&forms.into_iter().collect()).expect("few forms");
        let of = |text: &str| -> Vec<(usize, usize, bool)> {
            let mentions = names.mentions(text);
            mentions
                .iter()
                .map(|m| (m.index, m.end, m.kommune))
                .collect()
        };
        assert_eq!(of("Herlevs plan"), [(0, 7, false)]);
        assert_eq!(of("HERLEV KOMMUNE"), [(0, 6, false)]);
        assert_eq!(of("Fanø Kommunes plan"), [(2, 14, true)]);
        assert_eq!(of("Vejen er lang, Vejen kommune"), [(1, 28, true)]);
        assert!(of("Herlevgård, UHerlev").is_empty());
    }
}
