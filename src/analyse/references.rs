//! The pieces of a document → the other papers and actors it refers to: the national and joint
//! strategies, KL and KOMBIT, other municipalities' strategies. Refuses to count its own name.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::{self, Piece};
use crate::model::profile::Reference;

/// What is looked for: pattern, and the name it is listed under where the words vary.
static TARGETS: LazyLock<Vec<(Regex, Option<&'static str>)>> = LazyLock::new(|| {
    [
        (
            r"(?i)(?-u:\b)fælles\s?-?offentlige?\s+(?:digitaliserings?strategi(?:en|er)?|strategi for digital velfærd)(?:\s+(?:for\s+)?20\d\d\s?[-–]\s?20\d\d)?",
            None,
        ),
        (
            r"(?i)(?-u:\b)fælleskommunale?\s+(?:digitaliseringsstrategi(?:en|er)?|digitaliseringsprogram(?:met)?|handlingsplan(?:en)?)(?:\s+(?:for\s+)?20\d\d\s?[-–]\s?20\d\d)?",
            None,
        ),
        (
            r"(?i)(?-u:\b)kommunernes digitaliseringsprogram(?:\s+20\d\d\s?[-–]\s?20\d\d)?",
            Some("Kommunernes Digitaliseringsprogram"),
        ),
        (
            r"(?i)(?-u:\b)nationale? (?:strategi for (?:kunstig intelligens|cyber- og informationssikkerhed|digital velfærd)|digitaliseringsstrategi(?:er)?)",
            None,
        ),
        (r"(?i)(?-u:\b)fælleskommunale? (?:rammearkitektur|arkitekturprincipper)(?:en|ne)?", Some("Den fælleskommunale rammearkitektur")),
        (r"(?-u:\b)KOMBIT(?:s)?(?-u:\b)", Some("KOMBIT")),
        (r"(?-u:\b)KL(?:['’]?s)?(?-u:\b)", Some("KL")),
        (r"(?-u:\b)OS2(?-u:\b)", Some("OS2")),
        (r"(?i)(?-u:\b)digitaliseringsstyrelsen(?-u:\b)", Some("Digitaliseringsstyrelsen")),
        (r"(?i)(?-u:\b)GDPR(?-u:\b)|databeskyttelsesforordning|persondataforordning", Some("Databeskyttelsesforordningen (GDPR)")),
        (r"(?-u:\b)ISO[ -]?27001(?-u:\b)", Some("ISO 27001")),
        (r"(?-u:\b)NIS[ -]?2(?-u:\b)", Some("NIS2-direktivet")),
        (r"(?i)(?-u:\b)FN['’]?s verdensmål", Some("FN's verdensmål")),
    ]
    .into_iter()
    .map(|(pattern, name)| (Regex::new(pattern).expect("a constant pattern"), name))
    .collect()
});

/// Longest quote, in bytes.
const QUOTE: usize = 240;

/// The first mention of every paper and actor, in the order of the text.
pub(super) fn find(pieces: &[Piece<'_>]) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    for piece in pieces {
        let mut here: Vec<(usize, Reference)> = Vec::new();
        for (pattern, name) in TARGETS.iter() {
            let Some(hit) = pattern.find(piece.text) else {
                continue;
            };
            let target = name.map_or_else(|| tidy(hit.as_str()), str::to_owned);
            if out.iter().any(|r| r.target == target) {
                continue;
            }
            let starts = reading::sentence_starts(piece.text);
            let sentence = reading::sentence_at(piece.text, &starts, hit.start());
            let at = hit
                .start()
                .saturating_sub(sentence.as_ptr() as usize - piece.text.as_ptr() as usize);
            let quote =
                reading::cut_around(sentence, at, (at + hit.len()).min(sentence.len()), QUOTE);
            here.push((
                hit.start(),
                Reference {
                    target,
                    page: piece.page,
                    quote: quote.to_owned(),
                },
            ));
        }
        here.sort_by_key(|(at, _)| *at);
        for (_, reference) in here {
            if out.iter().all(|r| r.target != reference.target) {
                out.push(reference);
            }
        }
    }
    out
}

/// "fælles offentlige digitaliseringsstrategier" → "Den fællesoffentlige digitaliseringsstrategi".
fn tidy(found: &str) -> String {
    let lower = found
        .to_lowercase()
        .replace("fælles offentlig", "fællesoffentlig");
    let lower = lower.replace("-offentlig", "offentlig");
    let mut words: Vec<String> = lower.split_whitespace().map(str::to_owned).collect();
    if let Some(first) = words.first_mut()
        && !first.ends_with('e')
    {
        first.push('e');
    }
    for word in &mut words {
        for ending in ["strategien", "strategier"] {
            if word.ends_with(ending) {
                word.truncate(word.len() - 2);
            }
        }
    }
    words.retain(|w| w != "for" || lower.contains("strategi for"));
    format!("Den {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_and_actors_are_named_once() {
        let piece = Piece {
            page: 4,
            heading: None,
            above: None,
            text: "Vi følger den fællesoffentlige digitaliseringsstrategi 2016-2020 og KOMBITs rammearkitektur. KOMBIT igen.",
            item: false,
        };
        let got = find(&[piece]);
        let names: Vec<_> = got.iter().map(|r| r.target.as_str()).collect();
        assert_eq!(
            names,
            [
                "Den fællesoffentlige digitaliseringsstrategi 2016-2020",
                "KOMBIT"
            ]
        );
        assert_eq!(got[0].page, 4);
    }
}
