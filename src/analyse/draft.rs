//! Title and first lines → whether a document is a draft: udkast, høringsversion, debatoplæg, a
//! proposal out for hearing. Refuses to take a draft that is only mentioned further in.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::Piece;

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($text).expect("a constant pattern"));
    };
}

pattern!(
    TITLE,
    r"(?i)\b(?:\w*udkast\w*|høringsversion\w*|høringsudgave\w*|høringsmateriale|høringsforslag|debatoplæg\w*|forslag til|[-–] forslag$|til høring|i høring|i offentlig høring|foreløbig udgave|draft)\b"
);
pattern!(
    OPENING,
    r"(?i)(?:^\W*(?:\p{L}+\W+){0,2}(?:udkast|høringsversion|høringsudgave|høringsforslag|høringsudkast|debatoplæg|arbejdsudkast)\b|(?-i:\bUdkast til) (?:\w+ ){0,4}\w*(?:strategi|politik|plan|principper)|(?-i:\bForslag til) (?:\w+ ){0,4}\w*(?:strategi|politik|principper)|(?-i:\bUdkast\b) [-–]|\bhøringsperiode\w*\W+(?:er|løber|fra|frem|til|\d)|\bhøringsfrist|\bsend(?:t|es) i (?:offentlig )?høring|\ber i (?:offentlig )?høring|\bikke (?:endeligt? |politisk )?(?:godkendt|vedtaget)\b|\bversion 0\.\d|\btil politisk behandling\b|^\W*forslag (?:fremlagt|sendt|til (?:godkendelse|behandling|vedtagelse))|\b(?:send|indsend|skriv|afgiv|frist)\w*\b[^.]{0,60}\bhøringssvar|\bhøringssvar\b[^.]{0,60}\b(?:senest|inden den|skal være|frist|sendes|modtages))"
);
pattern!(
    OVER,
    r"(?i)(?:har været i (?:offentlig )?høring|efter (?:en )?høring(?:en|speriode)|på baggrund af høring|indkomne høringssvar|vedtaget efter|høring(?:en)? er (?:afsluttet|slut)|siden (?:blevet )?vedtaget|\btak (?:til|for)\b|takker for|\bindkom\b|\bsendte\b)"
);

pattern!(
    ANSWER,
    r"(?i)^\W*(?:\w+ )?(?:hørings(?:svar|notat)|bemærkninger|kommissorium|udbud|referat|dagsorden)\b|\borientering om proces"
);

/// Text read for signs of a draft, in bytes; a draft says so at once.
const OPENING_BYTES: usize = 1_200;

/// Whether the document is a draft.
pub(super) fn is_draft(titles: &[&str], headings: &[&str], pieces: &[Piece<'_>]) -> bool {
    if titles.iter().any(|t| ANSWER.is_match(t)) {
        return false;
    }
    // What a file was called while it was written says nothing of what it became.
    let file = |t: &str| t.contains('_') || t.to_lowercase().ends_with(".docx");
    // "SWOT-analysen og oplæg til debat" is a paper for a debate, not a draft of a strategy.
    if titles.iter().any(|t| TITLE.is_match(t) && !file(t)) {
        return true;
    }
    let mut read = 0;
    let lines = headings.iter().copied().take(3);
    for text in lines.chain(pieces.iter().map(|p| p.text)) {
        if read > OPENING_BYTES {
            break;
        }
        read += text.len();
        if OPENING.is_match(text) && !OVER.is_match(text) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, text: &str) -> bool {
        is_draft(&[title], &[], &[Piece::of(text)])
    }

    #[test]
    fn drafts_say_so_at_once() {
        assert!(of("Udkast til fælles digitaliseringsstrategi", ""));
        assert!(of(
            "Frivillighedspolitik",
            "en temapolitik. Udkast - efter høring"
        ));
        assert!(of(
            "Kulturpolitik 2020-2023",
            "Høringsperiode 16. marts til 1. april"
        ));
        assert!(of("Digitaliseringsstrategi - høringsudgave", ""));
        assert!(!of(
            "Digitaliseringsstrategi",
            "Tak til de 41 borgere, der sendte høringssvar."
        ));
        assert!(!of(
            "UDKAST_digstrat_v7.docx",
            "Vedtaget af Byrådet den 30. januar 2020"
        ));
        assert!(!of(
            "Kulturpolitik",
            "Politikken har været i høring og høringssvar er indarbejdet"
        ));
        assert!(!of(
            "Digital strategi",
            "Vi arbejder efter et udkast til principper et andet sted."
        ));
    }
}
