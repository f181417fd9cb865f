//! A heading or list item → the bare title of a pillar: without numbering, label, bullet, quotes and
//! what is said about it.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::danish::number;

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($text).expect("a constant pattern"));
    };
}

/// The groups of a match. Most lines have none, which is found out faster than where the groups are.
pub(super) fn captures<'t>(pattern: &Regex, text: &'t str) -> Option<Captures<'t>> {
    pattern.is_match(text).then(|| pattern.captures(text))?
}

/// What municipalities call one of their pillars.
pub(super) const LABEL: &str = r"(?:(?:strategiske?|digital(?:e|t)?)\s)?(?:[a-zæøå-]*(?:tema|temaområde|pejlemærke|fokusområde|indsatsområde|princip|spor|søjle|sigtelinje|kerneområde|fokuspunkt|hovedområde|delstrategi|byggesten|udviklingsspor)|(?:hoved|strategi|tvær)?(?:mål|målsætning|indsats|ambition|løfte|vision|retning|program|pejling|kurs|ben|dagsorden|prioritet|hensyn|sigtepunkt|satsning|løftestang|grundsten|værdi))";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^(?:\d{{1,2}}\.?\s+)?({LABEL})\s+(?:nr\.?\s*)?(\d{{1,2}}|[IVX]{{1,4}}|[A-H]|et|ét|en|én|to|tre|fire|fem|seks|syv|otte)(?-u:\b)\s*[:.–—)-]*\s*(.*)$"
    ))
    .expect("a constant pattern")
});
/// Ordinal words, in order.
const ORDINALS: &[&[&str]] = &[
    &["første"],
    &["anden", "andet"],
    &["tredje"],
    &["fjerde"],
    &["femte"],
    &["sjette"],
    &["syvende"],
    &["ottende"],
    &["niende"],
    &["tiende"],
];
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    let words: Vec<&str> = ORDINALS.iter().flat_map(|w| w.iter().copied()).collect();
    Regex::new(&format!(
        r"(?i)^({})\s+({LABEL})(?-u:\b)\s*[:.–—)-]*\s*(.*)$",
        words.join("|")
    ))
    .expect("a constant pattern")
});
pattern!(
    NUMBER,
    r"^(?:Ad\.?\s+)?(?:(?:[A-ZÆØÅ]{1,3}|[§#]\s?)(\d{1,2})[.):]?\s+|([A-H]|[a-h][.)])(?:[.):]\s*|\s+[-–|]\s+|\s+)|((?:\d{1,2}\.)*\d{1,2})(?:[.):]\s*|\s+[-–|]\s+|\s+)|([IVX]{1,4})(?:[.):]\s*|\s+[-–|]\s+))(\S.*)$"
);
pattern!(
    PREDICATE,
    r"(?i)^(.{3,60}?),?\s+(?:er|skal|handler om|betyder|dækker|omfatter|drejer sig om)\s"
);

/// Chapters every strategy has; they are none of its pillars.
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:\d+[.)]?\s+)?(?:
        indledning|forord|introduktion|baggrund|formål|resumé|sammenfatning|kort\sfortalt|(?:vores\s|digital\s)?vision(?:en)?|mission|ambition(?:en)?
        |det\s(?:vil|gør)\svi|derfor\svil\svi|penge(?:\sog\s\w+)?|\w+\sog\spenge|mandskab|måltal
        |mål|målsætning(?:er)?|vores\smål|overordnede\smål|afgrænsning|definition(?:er)?|begreber|ordliste|ordforklaring|læsevejledning|indhold(?:sfortegnelse)?
        |kommunikation(?:(?:\sog|,|\saf|\som)\s.{2,40})?
        |ledelse(?:\sog\s(?:organis\w+|styring|opfølgning|økonomi|ansvar))?|gæld(?:er|ende)\s.*
        |(?:organisering|organisation|styring|governance|økonomi|finansiering|ressourcer|opfølgning|evaluering|status|udmøntning|implementering|realisering|gennemførelse|forankring|ansvar|roller|opsamling|afslutning|afrunding|høring|tidsplan|risici|målinger|måling|målgrupper?|nøgletal|indikatorer|succeskriterier|ikrafttræden|revision|kontakt|kolofon|bilag|kilder|noter|referencer|proces(?:sen)?|metode|prioritering)(?:\s?(?:og|,|af|for|i|på)\s.{2,40})?
        |(?:strategiens|politikkens|planens|programmets)\s(?:opbygning|formål|baggrund|sammenhæng|tilblivelse|gyldighed|periode|rammer?|grundlag|styring|organisering|økonomi|gennemførelse|tilknytning).*
        |(?:sammenhæng|relation|kobling|forhold)(?:en)?\s(?:til|med)\s.*|om\s(?:strategien|politikken|planen|handleplanen|dokumentet|programmet|høringen|principperne|denne\s.*)
        |(?:sådan|hvordan|hvorfor|hvad|hvem|hvor|hvornår|hvilke[nt]?)\s.*|fra\s(?:ord|strategi|vision|tanke|plan|mål|idé|papir|politik)\stil\s\w+|næste\s(?:skridt|trin)|det\svidere\s(?:forløb|arbejde)|den\svidere\sproces|vejen\sfrem(?:ad)?|videre\sproces
        |(?:trin|fase|bilag|kapitel|afsnit|projekt|aktivitet|initiativ|figur|tabel|boks)\s\w{1,3}\b.*
        |(?:digitaliserings|it-)?handle?plan(?:en)?|handlingsplan(?:en)?|roller\sog\sansvar|rammer(?:ne)?|forudsætninger|lovgrundlag|tak\b.*|borgmesteren\shar\sordet|til\slæseren|kære\slæser|udgangspunkt(?:et)?|etiske\sovervejelser|til\sdrøftelse|læs\smere.*|case\b.*|se\sogså.*|kontakt.*|relatere(?:t|de).*|medlemmer|digitaliseringsrådet|styregruppen?|vedtagelse|godkendelse|(?:vedtaget|godkendt|besluttet|udgivet|udarbejdet|udkast|høringsversion)\s.*|.*(?-i:[A-ZÆØÅ])[\w-]+\skommunes?
        )\s*[.:?!]?$",
    )
    .expect("a constant pattern")
});

/// Whether a heading is that of an ordinary chapter ("Indledning", "Organisering og økonomi").
pub(super) fn is_ordinary(title: &str) -> bool {
    ORDINARY.is_match(title.trim())
}

static TAGGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)^({LABEL})\s*(?::|\s[–—-]\s)\s*(\S.*)$")).expect("a constant pattern")
});

pattern!(
    COLUMN,
    r"(?i)^(?:vores\s+|strategisk\s+)?[a-zæøå-]*(?:tema|pejlemærke|område|princip|spor|søjle|sigtelinje|målsætning|grundsætning|leveregel|ledetråd|hensyn|satsning|ambition|løfte|formål)$"
);

/// Whether the head of a table's column is what municipalities call one of their pillars.
pub(super) fn heads_column(text: &str) -> bool {
    COLUMN.is_match(text.trim())
}

/// A label without a number and what follows: ("pejlemærke", "Tid til nærvær").
pub(super) fn tagged(text: &str) -> Option<(String, &str)> {
    let found = captures(&TAGGED, text.trim())?;
    let label = found.get(1)?.as_str().to_lowercase();
    Some((label, found.get(2)?.as_str()))
}

/// What a label adds: a strategy with three fields of action and five principles has three pillars.
pub(super) fn label_rank(label: &str) -> i32 {
    let strong = [
        "tema",
        "pejlemærke",
        "område",
        "spor",
        "søjle",
        "sigtelinje",
    ];
    if strong.iter().any(|noun| label.contains(noun)) {
        8
    } else {
        0
    }
}

/// A label with its number and what follows: ("tema", 1, "Arbejdskraft: …").
pub(super) fn labelled(text: &str) -> Option<(String, u32, &str)> {
    if let Some(found) = captures(&ORDINAL, text.trim()) {
        let word = found.get(1)?.as_str().to_lowercase();
        let number = ORDINALS
            .iter()
            .position(|words| words.contains(&word.as_str()))?;
        let label = found.get(2)?.as_str().to_lowercase();
        return Some((label, number as u32 + 1, found.get(3)?.as_str()));
    }
    let found = captures(&LABELLED, text.trim())?;
    let label = found.get(1)?.as_str().to_lowercase();
    let number = ordinal(found.get(2)?.as_str())?;
    Some((label, number, found.get(3)?.as_str()))
}

pattern!(
    ANY_LABEL,
    r"^(\p{Lu}[\p{L}-]{2,24})\.?\s+(\d{1,2}|[IVX]{1,4}|[A-H])\s*(?:[:.–—|)-]+\s*(.*))?$"
);
// What numbers itself in any paper without being a pillar of it.
pattern!(
    PARTS_OF_PAPERS,
    r"(?i)^(?:kapitel|afsnit|bilag|appendiks|del|side|figur|tabel|boks|note|fase|trin|skridt|etape|niveau|punkt|pkt|artikel|paragraf|projekt|aktivitet|initiativ|tiltag|handling|delmål|opgave|leverance|case|eksempel|model|scenarie|version|udgave|kvartal|uge|dag|dato|år|klasse|gruppe|møde|spor|sag|budget|nr|årgang|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)$"
);

/// Any word that numbers itself and what follows: ("arena", 1, "Det skabende barn").
pub(super) fn any_label(text: &str) -> Option<(String, u32, &str)> {
    let found = captures(&ANY_LABEL, text.trim())?;
    let label = found.get(1)?.as_str();
    let number = ordinal(found.get(2)?.as_str())?;
    let rest = found.get(3).map_or("", |m| m.as_str());
    (!PARTS_OF_PAPERS.is_match(label)).then(|| (label.to_lowercase(), number, rest))
}

/// Titles without the label or number that all of them have, as an enumeration in a sentence leaves
/// it.
pub(super) fn without_marks(titles: &[(String, u32)]) -> Vec<(String, u32)> {
    let marked = |title: &str| {
        labelled(title).is_some_and(|(_, _, rest)| !rest.is_empty()) || numbered(title).is_some()
    };
    if titles.iter().all(|(title, _)| marked(title)) {
        let bared = titles
            .iter()
            .map(|(title, page)| (of_heading(title), *page));
        bared.collect()
    } else {
        titles.to_vec()
    }
}

/// Titles without the word that numbers all of them ("Bølge 1: …", "Bølge 2: …").
pub(super) fn without_common_label(titles: &[(String, u32)]) -> Vec<(String, u32)> {
    let mut bared = Vec::new();
    let mut common = None;
    for (at, (title, page)) in titles.iter().enumerate() {
        match any_label(title) {
            Some((label, number, rest))
                if number as usize == at + 1
                    && !rest.is_empty()
                    && *common.get_or_insert_with(|| label.clone()) == label =>
            {
                bared.push((bare(rest), *page));
            }
            _ => return titles.to_vec(),
        }
    }
    bared
}

pattern!(
    PART_LABEL,
    r"(?i)^(?:kapitel|afsnit|del)\s+(?:\d{1,2}|[IVX]{1,4}|[A-H])[.:]?$"
);

/// Whether a heading only counts ("Kapitel 2").
pub(super) fn is_part_label(text: &str) -> bool {
    PART_LABEL.is_match(text)
}

/// The numbers before a heading and what follows: ([3, 1], "Service til borgerne").
pub(super) fn numbered(text: &str) -> Option<(Vec<u32>, &str)> {
    let found = captures(&NUMBER, unpaged(text.trim()))?;
    let number = (1..=4).find_map(|n| found.get(n))?.as_str();
    let number = number.trim_end_matches(['.', ')']).to_uppercase();
    let path: Option<Vec<u32>> = number.split('.').map(ordinal).collect();
    let rest = found.get(5)?.as_str();
    // A year or an amount is no number of a heading.
    let path = path.filter(|p| p.iter().all(|n| *n < 40))?;
    // "eBorger" is a title too.
    let mut letters = rest.chars();
    let first = letters.next()?;
    let styled = first.is_lowercase() && letters.next().is_some_and(char::is_uppercase);
    (styled || first.is_uppercase() || "\"”»'’".contains(first)).then_some((path, rest))
}

pattern!(PAGED, r"^\d{1,3}\s+((?:\d{1,2}|[IVX]{1,4})\.\s.*)$");

/// Without the number of the page that some texts have before a numbered heading ("3 2. Vision").
pub(super) fn unpaged(heading: &str) -> &str {
    if !heading.starts_with(|c: char| c.is_ascii_digit()) {
        return heading;
    }
    let found = PAGED.captures(heading).and_then(|c| c.get(1));
    found.map_or(heading, |m| m.as_str())
}

/// Decimal, word, letter or Roman → number.
fn ordinal(text: &str) -> Option<u32> {
    number::parse(text)
        .or_else(|| number::letter(text))
        .or_else(|| number::roman(text))
}

/// The title in a heading.
pub(super) fn of_heading(text: &str) -> String {
    bare(&ASIDE.replace(unlabelled(text.trim()), ""))
}

/// What follows a label or number.
fn unlabelled(text: &str) -> &str {
    match (labelled(text), numbered(text), tagged(text)) {
        (Some((_, _, rest)), _, _) if !rest.is_empty() => rest,
        (None, Some((_, rest)), _) => rest,
        (None, None, Some((_, rest))) => rest,
        _ => text,
    }
}

// What an item says in brackets of where it is told: "(aktivitet 1-5)", "(s. 7)".
pattern!(ASIDE, r"\s*\([^()]*\d[^()]*\)$");

/// A longer item explains its title, in characters.
const EXPLAINED_CHARS: usize = 60;

/// The title in a list item: what stands before a colon or dash, before the verb that explains it,
/// or the whole of a short item.
pub(super) fn of_item(text: &str) -> String {
    let rest = ASIDE.replace(unlabelled(text.trim()), "");
    let rest = rest.as_ref();
    // "Styring er for at vi kan sikre …": a word or two, then the verb that explains them.
    if rest.chars().count() > 70
        && let Some(found) = PREDICATE.captures(rest)
        && let Some(subject) = found.get(1)
        && subject.as_str().split(' ').count() <= 3
        && !subject.as_str().contains([':', '.'])
    {
        return bare(subject.as_str());
    }
    let cut = [": ", " – ", " — ", " - ", ":\n", "\n"]
        .iter()
        .filter_map(|mark| rest.find(mark))
        .min();
    if let Some(at) = cut
        && rest[..at].chars().count() <= 90
        && at >= 3
    {
        return bare(&rest[..at]);
    }
    let sentence = rest.split(". ").next().unwrap_or(rest);
    // "Digital læring, hvor det handler om …": what follows explains.
    let named = [", hvor ", ", som ", ", der "]
        .iter()
        .filter_map(|mark| sentence.find(mark))
        .min()
        .filter(|_| sentence.chars().count() > EXPLAINED_CHARS);
    bare(named.map_or(sentence, |at| &sentence[..at]))
}

/// The titles in the items of one list. Where most of them open with a short sentence of its own
/// ("Behovet først. Vi beskriver …"), that is the title.
pub(super) fn of_items(texts: &[&str]) -> Vec<String> {
    let opening = |text: &str| {
        let (head, rest) = unlabelled(text.trim()).split_once(". ")?;
        let short = head.split(' ').count() <= 8 && head.chars().count() <= 60;
        (short && !head.contains([':', '–']) && !rest.is_empty()).then(|| bare(head))
    };
    let opened: Vec<Option<String>> = texts.iter().map(|t| opening(t)).collect();
    let most = opened.iter().flatten().count() * 4 >= texts.len() * 3;
    texts
        .iter()
        .zip(opened)
        .map(|(text, head)| head.filter(|_| most).unwrap_or_else(|| of_item(text)))
        .collect()
}

/// A title in capitals as it would be spoken: "SERVICE TIL BORGERNE" → "Service til borgerne".
/// Short forms stay.
pub(super) fn spoken(title: &str) -> String {
    const SHORT_FORMS: &[&str] = &[
        "IT", "AI", "KL", "EU", "RPA", "GDPR", "IOT", "KOMBIT", "CO2",
    ];
    let words: Vec<String> = title
        .split(' ')
        .enumerate()
        .map(|(at, word)| {
            if SHORT_FORMS.contains(&word) {
                return word.to_owned();
            }
            let lower = word.to_lowercase();
            if at == 0 { capitalised(&lower) } else { lower }
        })
        .collect();
    words.join(" ")
}

/// With a capital first.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}

/// Without quotes, full stop, colon and page number.
pub(super) fn bare(text: &str) -> String {
    text.trim()
        .trim_end_matches(|c: char| c == '.' || c == '…' || c.is_whitespace())
        .trim_matches([
            '"', '”', '“', '»', '«', '\'', '’', '*', ':', ';', ',', '.', ' ', '–', '-', '•', '·',
        ])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_spoken() {
        assert_eq!(spoken("SERVICE TIL BORGERNE"), "Service til borgerne");
        assert_eq!(spoken("FÆLLES IT"), "Fælles IT");
    }

    #[test]
    fn titles_are_laid_bare() {
        for (text, title) in [
            ("Tema 1: Arbejdskraft", "Arbejdskraft"),
            (
                "I. Service til borger og erhvervsliv",
                "Service til borger og erhvervsliv",
            ),
            ("3.1 Service til borgerne", "Service til borgerne"),
            (
                "3. Kompetenceudvikling – digital modenhed",
                "Kompetenceudvikling – digital modenhed",
            ),
            ("Princip 2 – ”Tænk stort”", "Tænk stort"),
        ] {
            assert_eq!(of_heading(text), title);
        }
        for (text, title) in [
            (
                "Tema 1 - Arbejdskraft: Kommunen sikrer arbejdskraft",
                "Arbejdskraft",
            ),
            (
                "Investering, er et udtryk for at vores digitaliseringsinitiativer skal kunne betale sig i perioden",
                "Investering",
            ),
            ("Bedre data.", "Bedre data"),
        ] {
            assert_eq!(of_item(text), title);
        }
    }
}
