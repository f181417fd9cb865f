//! A sentence → the announcement of pillars in it: "Strategien består af seks temaer:". Tells how
//! many, of what, and how surely they are this document's own.

use std::sync::LazyLock;

use regex::Regex;

use super::title;
use crate::danish::number::{self, SEVERAL};

/// Plural nouns for pillars with their rank: a strategy with five guiding marks and fifteen
/// principles has five pillars.
const NOUNS: &[(&str, i32)] = &[
    ("pejlemærker", 4),
    ("pejlemærkerne", 4),
    ("temaer", 4),
    ("temaerne", 4),
    ("hovedtemaer", 4),
    ("indsatsområder", 4),
    ("fokusområder", 4),
    ("strategispor", 4),
    ("spor", 3),
    ("søjler", 4),
    ("temaområder", 4),
    ("kerneområder", 3),
    ("hovedområder", 3),
    ("delstrategier", 3),
    ("målsætninger", 3),
    ("sigtelinjer", 3),
    ("ambitioner", 3),
    ("byggesten", 3),
    ("visioner", 2),
    ("styringsprincipper", 3),
    ("digitaliseringsprincipper", 3),
    ("principper", 3),
    ("strategiske mål", 3),
    ("hovedmål", 3),
    ("fokuspunkter", 3),
    ("løfter", 3),
    ("satsninger", 3),
    ("prioriteringer", 3),
    ("pejlinger", 3),
    ("mål", -3),
    ("indsatser", 1),
    ("programmer", 1),
];

/// A number that may count something. Hardly any sentence has one, and asking first spares the rest
/// the long patterns; its word boundary is ASCII's, which no number word begins beyond.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)(?-u:\b)(?:{}|\d{{1,2}})\s", SEVERAL)).expect("a constant pattern")
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?-u:\b)({}|\d{{1,2}})\s+((?:[a-zæøå-]+\s+){{0,3}}?)({})(?-u:\b)",
        SEVERAL,
        nouns()
    ))
    .expect("a constant pattern")
});
/// Any noun, where the sentence says that the strategy stands on so many of it.
static STANDS_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?:(?:består|udgøres)\s+af|(?:bygger|hviler|står|fokuserer)\s+på|bygget\s+op\s+(?:om|omkring|af)|(?:samler|koncentrerer)\s+(?:sig\s+|indsatsen\s+|arbejdet\s+)?(?:om|i)|(?:opdelt|inddelt|delt(?:\s+op)?|udmøntes|udmøntet|omsættes|omsat)\s+i|(?:falder|fordeler\s+sig)\s+i|(?:styrer|arbejder|navigerer)\s+(?:vi\s+)?(?:efter|ud\s+fra|med)|og\s+på|peger\s+på|vælger|lægges?\s+op\s+til|er\s+der|beskriver|nedenfor\s+er|kræfterne\s+om|rummer|indeholder|(?:er\s+)?formuleret|har(?:\s+valgt|\s+udpeget|\s+formuleret)?|udpeger|sætter|valgt|valgte|udvalgt|bæres\s+af|prioriterer|tager\s+afsæt\s+i)\s+(?:(?:de|disse|følgende|sig|overordnet|i\s+alt|nu)\s+)*({0}|\d{{1,2}})\s+(?:[a-zæøå-]+\s+){{0,3}}?(?:[a-zæøå-]{{3,}}(?-u:\b)|[A-ZÆØÅ][’']?er(?-u:\b))|(?:^|[:–]\s+)(?:de\s+|vores\s+|strategiens\s+|kommunens\s+)?({0})\s+(?:[a-zæøå-]+\s+){{0,2}}?[a-zæøå-]{{4,}}\s*(?::|$|(?:er|lyder)\s*:|(?:bærer|skal\s+bære|driver|sætter|præger|gennemsyrer|kendetegner)(?-u:\b))",
        SEVERAL,
    ))
    .expect("a constant pattern")
});
/// What is counted without being what a strategy is about.
static MEASURES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:år|årige|dage|uger|måneder|timer|minutter|kvartaler|gange|mio|mia|millioner|kroner|procent|pct|kommuner|kommunerne|borgere|medarbejdere|ansatte|medlemmer|repræsentanter|personer|elever|skoler|plejecentre|afdelinger|forvaltninger|forvaltningsområder|direktørområder|udvalg|møder|borgermøder|workshops|bilag|spørgsmål|systemer|it-systemer|løsninger|projekter|pilotprojekter|steder|sider|kapitler|afsnit|dele|faser|trin|niveauer|roller|kriterier|grunde|årsager|høringssvar|leverandører|partnere|parter)\b")
        .expect("a constant pattern")
});
/// Any noun, where the sentence says what so many of it are: "De fire emner er strategiens temaer".
static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?-u:\b)({}|\d{{1,2}})\s+(?:[a-zæøå-]+\s+){{1,3}}?(?:er|udgør|bliver)\s+(?:(?:blevet|også|samtidig|derfor|strategiens|politikkens|planens|vores|kommunens|de|overordnede)\s+){{1,4}}({})\b",
        SEVERAL,
        nouns()
    ))
    .expect("a constant pattern")
});
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?:følgende|disse|strategiens|politikkens|vores|kommunens|de|overordnede)\s+(?:[a-zæøå-]+\s+){{0,2}}?({})(?:ne)?\b(?:\s+(?:er|for\s[^:]{{1,60}}))?\s*:",
        nouns()
    ))
    .expect("a constant pattern")
});
static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^(?:(?:\d{{1,2}}\.?)+\s+|(?:\w+\s+del|del\s+\w{{1,3}}|kapitel\s+\w{{1,3}})\s*[:.–-]\s*)?(?:(?:vores|kommunens|strategiens|de|overordnede|strategiske|digitale|politiske|tværgående|bærende|\w+)\s+){{0,4}}(?:({})|[a-zæøå-]+(?:principper|temaer|pejlemærker|områder))(?:ne)?(?:\s+og\s+[a-zæøå]+)?(?:\s+(?:for|i)\s.{{3,50}})?$",
        nouns()
    ))
    .expect("a constant pattern")
});
static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:\w*strategien|\w*politikken|\w*politik|\w*strategi|visionen|\w*programmet|handleplanen|principperne|disse|vi\s+(?:har|arbejder|vil|fokuserer|digitaliserer)|kommune\s+(?:har|arbejder))\b",
    )
    .expect("a constant pattern")
});
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^modellen\b|fællesoffentlig|fælleskommunal|national|\bKL\b|KOMBIT|regering|verdensmål|overordnede strategi|hvert pejlemærke|hvert tema|hver indsats|understøttes af)")
        .expect("a constant pattern")
});
/// The end of what stands before the count where another paper is the one that has them.
static OF_ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:['’”»]\s+har|\bhvis|politik\b[^.]*,\s*har|\b(?:strategi|politik|plan|vision)\s+20\d\d\s+(?:\w+\s+){1,2}|\b(?:udviklingsstrategi|planstrategi|kommuneplan|kommuneplanstrategi|vækststrategi|erhvervsstrategi|sundhedspolitik|børne-?\s*og\s+ungepolitik|ældrepolitik|skolestrategi)(?:en|ken|nen)?(?:\s+20\d\d(?:\s*[-–]\s*(?:20)?\d\d)?)?\s+(?:har|sætter|rummer|indeholder|består af|peger på)\s+(?:\w+\s+){0,2}|\b(?:forrige|tidligere|gamle|fællesoffentlige|fælleskommunale|nationale|regeringens|kl's)\b[^.]{0,60}\s(?:har|havde|bestod af|består af|rummer|indeholder)\s+(?:\w+\s+){0,2})\s*$")
        .expect("a constant pattern")
});

/// "Kapitel 2 gennemgår …" counts nothing.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:kapitel|afsnit|bilag|side|figur|punkt|fase)\s*$")
        .expect("a constant pattern")
});

/// What stands before an amount that counts nothing named.
static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:mindst|højst|end|til|over|under|ved|inden\s+for|cirka|ca\.|omkring|knap|godt|hver)\s*$")
        .expect("a constant pattern")
});
/// Any noun that a sentence ends with: "Vi har derfor tændt fire fyrtårne." Only of use where the
/// so many follow at once.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?-u:\b)({})\s+(?:[a-zæøå-]+\s+){{0,2}}?[a-zæøå-]{{4,}}\s*[.:]?\s*$",
        SEVERAL
    ))
    .expect("a constant pattern")
});

/// Any noun that a heading begins by counting.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^(?:de\s|vores\s)?({SEVERAL})\s+(?:[a-zæøå-]+\s+){{0,2}}?[a-zæøå-]{{3,}}"
    ))
    .expect("a constant pattern")
});

fn nouns() -> String {
    let mut nouns: Vec<&str> = NOUNS.iter().map(|(n, _)| *n).collect();
    nouns.sort_by_key(|n| (std::cmp::Reverse(n.len()), *n));
    nouns.join("|")
}

/// An announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Announcement {
    /// How many, where it says so.
    pub(super) count: Option<usize>,
    /// Trust; larger is surer.
    pub(super) trust: i32,
    /// Byte after the announcing words.
    pub(super) end: usize,
    /// Whether only the headings right below bear it out.
    pub(super) closing: bool,
}

/// The announcements in a sentence or heading.
pub(super) fn read(text: &str) -> Vec<Announcement> {
    let mut out = if NUMBER.is_match(text) {
        counted(text)
    } else {
        Vec::new()
    };
    if out.is_empty()
        && text.contains(':')
        && let Some(found) = NAMED.captures(text)
        && let (Some(all), Some(noun)) = (found.get(0), found.get(1))
    {
        let others = OTHERS.is_match(&text[..all.start()]);
        out.push(Announcement {
            count: None,
            trust: rank(noun.as_str()) + 1 - if others { 4 } else { 0 },
            end: all.end(),
            closing: false,
        });
    }
    out
}

/// The announcements that tell how many.
fn counted(text: &str) -> Vec<Announcement> {
    let mut out: Vec<Announcement> = Vec::new();
    // Whether is found out faster than where.
    let matches = COUNTED.is_match(text).then(|| COUNTED.captures_iter(text));
    for found in matches.into_iter().flatten() {
        let (Some(all), Some(number), Some(noun)) = (found.get(0), found.get(1), found.get(3))
        else {
            continue;
        };
        let Some(count) = number_of(number.as_str()) else {
            continue;
        };
        let before = &text[..all.start()];
        // "Ramme 4 Indsatsområder 6" are chapters with their pages.
        let digits = number.as_str().starts_with(|c: char| c.is_ascii_digit());
        let mut letters = noun.as_str().chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let part = digits && PART.is_match(before);
        if part || digits && capital && letters.any(char::is_lowercase) {
            continue;
        }
        // "Hvor den tidligere rummede 47 projekter, rummer den nye tre indsatsområder."
        let own = before.trim_end().ends_with("den nye");
        if OF_ANOTHER.is_match(before) && !own {
            continue;
        }
        let mut trust = rank(noun.as_str());
        trust += if OWNER.is_match(before) { 3 } else { 0 };
        trust -= if OTHERS.is_match(before) { 4 } else { 0 };
        trust += if text[all.end()..].trim_end().ends_with(':') {
            1
        } else {
            0
        };
        out.push(Announcement {
            count: Some(count),
            trust,
            end: all.end(),
            closing: false,
        });
    }
    // Asking for the verb first spares most sentences the pattern.
    if out.is_empty()
        && [" er ", " udgør ", " bliver "]
            .iter()
            .any(|verb| text.contains(verb))
        && let Some(found) = DECLARED.captures(text)
        && let (Some(all), Some(number), Some(noun)) = (found.get(0), found.get(1), found.get(2))
        && let Some(count) = number_of(number.as_str())
    {
        let others = OTHERS.is_match(&text[..all.end()]);
        out.push(Announcement {
            count: Some(count),
            trust: if others { -4 } else { rank(noun.as_str()) + 3 },
            end: all.end(),
            closing: false,
        });
    }
    if out.is_empty()
        && let Some(found) = title::captures(&STANDS_ON, text)
        && let Some(all) = found.get(0)
        && !MEASURES.is_match(all.as_str())
        && let Some(number) = found.get(1).or_else(|| found.get(2))
        && let Some(count) = number_of(number.as_str())
    {
        let others = OTHERS.is_match(&text[..all.end()]);
        out.push(Announcement {
            count: Some(count),
            trust: if others { -4 } else { 1 },
            end: all.end(),
            closing: false,
        });
    }
    out
}

/// The announcement in a sentence right before a row of headings or items.
pub(super) fn closing(sentence: &str) -> Option<Announcement> {
    let found = title::captures(&CLOSING, sentence)?;
    let all = found.get(0)?;
    let count = number_of(found.get(1)?.as_str()).filter(|n| *n > 2)?;
    let before = &sentence[..all.start()];
    let measured =
        MEASURES.is_match(all.as_str()) || OTHERS.is_match(sentence) || LIMIT.is_match(before);
    (!measured).then_some(Announcement {
        count: Some(count),
        trust: 0,
        end: all.end(),
        closing: true,
    })
}

/// The announcement in a heading that counts anything: "Fire steder, hvor det skal mærkes".
pub(super) fn counting_heading(heading: &str) -> Option<Announcement> {
    let found = OPENING.captures(heading.trim())?;
    let count = number_of(found.get(1)?.as_str())?;
    (!OTHERS.is_match(heading)).then_some(Announcement {
        count: Some(count),
        trust: 1,
        end: heading.len(),
        closing: true,
    })
}

/// Whether a sentence is about another paper than this one.
pub(super) fn of_others(sentence: &str) -> bool {
    OTHERS.is_match(sentence)
}

/// Whether a heading opens a section of pillars ("Vores fokusområder"), with its rank.
pub(super) fn section(heading: &str) -> Option<i32> {
    let heading = title::unpaged(heading.trim());
    let found = title::captures(&SECTION, heading)?;
    // "Pejlemærker og principper" is a section of guiding marks.
    let words = heading.split(|c: char| !c.is_alphabetic());
    let strongest = words.map(rank).filter(|rank| *rank > 1).max();
    let own = found.get(1).map(|noun| rank(noun.as_str()));
    (!OTHERS.is_match(heading)).then(|| strongest.max(own).unwrap_or(3))
}

fn rank(noun: &str) -> i32 {
    let lower = noun.to_lowercase();
    NOUNS
        .iter()
        .find(|(n, _)| *n == lower)
        .map_or(1, |(_, rank)| *rank)
}

/// So many as a paper can stand on.
fn number_of(text: &str) -> Option<usize> {
    let number = number::parse(text).filter(|n| (2..=12).contains(n))?;
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_tell_how_many() {
        let of = |text: &str| read(text).first().and_then(|a| a.count);
        assert_eq!(of("Strategien består af seks temaer:"), Some(6));
        assert_eq!(of("kan udmøntes i 5 pejlemærker:"), Some(5));
        assert_eq!(
            of("Digitaliseringsstrategien har overordnet fem pejlemærker."),
            Some(5)
        );
        assert_eq!(of("De fire digitale principper: inddragelse"), Some(4));
        assert_eq!(of("Politikken hviler på fem holdninger:"), Some(5));
        assert_eq!(of("Tre løfter bærer strategien:"), Some(3));
        assert_eq!(of("Strategien har været tre år undervejs"), None);
        assert_eq!(of("Gruppen består af fire medarbejdere"), None);
        assert!(
            read("Disse fokusområder er:")
                .first()
                .is_some_and(|a| a.count.is_none())
        );
    }

    #[test]
    fn a_section_of_pillars_is_known_by_its_heading() {
        assert!(section("Vores fokusområder").is_some());
        assert!(section("3. PEJLEMÆRKER").is_some());
        assert!(section("Mødet med borgeren").is_none());
    }
}
