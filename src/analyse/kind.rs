//! Title, address and opening → whether a document is a strategy at all, and its form. Every sign
//! has a weight written beside it; their sum decides. Refuses to let a title alone decide: news,
//! minutes and notices are titled alike.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::reading::Piece;
use crate::model::form::Form;

/// What is looked at.
pub(super) struct Clues<'a> {
    /// Titles, the document's own first.
    pub(super) titles: &'a [&'a str],
    /// Address it was fetched from.
    pub(super) url: Option<&'a str>,
    /// Whether that address is a municipality's own.
    pub(super) own_host: bool,
    /// How many municipalities the text names, where it belongs to none of them.
    pub(super) others_named: usize,
    /// Headings in order.
    pub(super) headings: &'a [&'a str],
    /// The text.
    pub(super) pieces: &'a [Piece<'a>],
    /// Number of the document's own pillars.
    pub(super) pillars: usize,
}

/// So often a wider strategy comes back to the digital where it has a part about it.
const DIGITAL_MENTIONS: usize = 4;
/// A text this long is a paper rather than a notice about one, in bytes.
const WHOLE_BYTES: usize = 1_000;
/// A text this long is hardly anything else, in bytes.
const LONG_BYTES: usize = 6_000;
/// Longest line that may be a subtitle, in characters.
const TITLE_CHARS: usize = 120;

/// A set of signs: pattern and weight each.
struct Signs {
    set: RegexSet,
    weights: Vec<f32>,
}

impl Signs {
    fn new(signs: &[(&str, f32)]) -> Self {
        Self {
            set: RegexSet::new(signs.iter().map(|(p, _)| format!("(?i){p}")))
                .expect("constant patterns"),
            weights: signs.iter().map(|(_, w)| *w).collect(),
        }
    }

    fn sum(&self, text: &str) -> f32 {
        self.set.matches(text).iter().map(|n| self.weights[n]).sum()
    }
}

/// In a title. A paper's own noun speaks for; the nouns of news, meetings and reports against.
static TITLE: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        (
            r"\w*(?:strategi|politik|handleplan|handlingsplan|handlekatalog|strategiplan|program|programerklæring|principper|pejlemærker|vision|principles|strategy|målbillede|projektplan)(?:en|et|s|erne|ken|ne|met|r)?\b",
            3.0,
        ),
        (r"(?:digital|\bit[- ]|teknologi)", 0.5),
        (
            r"\bdigitale?t? (?:retning|kurs|kompas|dagsorden|håndslag)\b|\bdigital \p{L}+ (?:mod|frem mod) 20\d\d",
            2.5,
        ),
        (r"\b(?:19|20)\d\d\s*[-–]?\s*(?:20\d\d|\d\d)?\s*$", 0.5),
        (r"kommunes? (?:\w+ ){0,3}\w*(?:strategi|politik)", 0.5),
        (
            r"\w*model(?:len)?\s+for\b|\w*styringsmodel\w*|\bdigitale model\b",
            3.0,
        ),
        (
            r"(?:^|· )(?:høring|udbud|notat|program|debat|referat|møde)\s*:",
            -5.0,
        ),
        (
            r"\bstatus på\b|\bgodkendelse af\b|\w*redegørelse\b|\bhjælp os\b|\bkom til\b",
            -4.0,
        ),
        (r"\b(?:cookie|privatlivs)\w*", -6.0),
        (
            r"\w*høringssvar\b|\bbemærkninger til\b|\blæserbrev|\bdebat:",
            -5.0,
        ),
        (r"\w*strategier\b|\w*politikker\b|politik og planer", -3.0),
        (r"\?|!", -2.0),
        (
            r"\b(?:undersøger|udsat|på vej|går i gang|sætter|starter|skubbe|vil|får|søger|indfører|lancerer|har startet|farver|skal|kan|mener|bliver|er)\b",
            -2.0,
        ),
        (
            r"\b(?:møde|mødet|referat|dagsorden|følgebrev|kommissorium|konference|erhvervskonference|seminar|workshop|nyhed|nyheder|pressemeddelelse|artikel|interview|portræt|blog|update)\b",
            -4.0,
        ),
        (
            r"\b(?:casekatalog|eksempelsamling|idékatalog|idéer|ideer|rapport|analyse|swot\w*|undersøgelse|\w*evaluering|vejledning|guide|inspiration|kortlægning|statusnotat|\w*beretning|årsrapport|opgaveudvalg|konsulent|digitaliseringskonsulent|stilling|baggrund|tema:|redskaber|værktøjer|linksamling)\b",
            -3.0,
        ),
        (r"^(?:om|about|se|sådan|hvordan|ny|nye|nyt|kom) ", -2.0),
        (r"\bi høring\b", -2.5),
        // The paper itself, sent out to be commented on.
        (
            r"\bhørings(?:udgave|version|udkast|forslag)\b|^(?:udkast|forslag) til (?:\w+ ){0,3}\w*(?:strategi|politik)",
            2.5,
        ),
        // A paper of several municipalities, on a site of their own.
        (r"\bfælles\s+(?:\w+ ){0,2}\w*(?:strategi|politik)", 2.0),
        (
            r"\bkommuneplan\b|\blokalplan|kommuneplantillæg|planloven",
            -5.0,
        ),
        (r"\w*aftale\b", -2.0),
        (r"\bfællesoffentlige?\b", -1.5),
    ])
});

/// In an address.
static ADDRESS: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        (
            r"/(?:nyhed|nyheder|news|aktuelt|artikel|artikler|art|blog|presse|pressemeddelelser|nyhedsarkiv|cityupdate|indsigt)(?:[/-]|$)|//(?:blog|nyheder|presse)\.",
            -3.5,
        ),
        (r"/20\d\d/\d\d?/", -2.5),
        (
            r"(?:opgaveudvalg|agenda_items|dagsorden|referat|moede|hoering|hoering|job|stilling|alumne|karriere)",
            -2.5,
        ),
        (
            r"(?:strategi|politik|principper|handleplan|vision)[a-z0-9-]*(?:/|\.pdf|\.html?)?$",
            0.5,
        ),
        (r"\.pdf$", 1.0),
        // Below the page where a municipality keeps them.
        (
            r"/[a-z-]*(?:strategier|politikker|planer|visioner)[a-z-]*/[^/]+",
            1.0,
        ),
        (r"docplayer", 1.5),
    ])
});

/// In the opening of the text.
static OPENING: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        (
            r"\b(?:forord|indledning|executive summary|indholdsfortegnelse|kolofon|resumé)\b",
            1.0,
        ),
        (r"\b(?:transkript|download)\b", 1.0),
        (r"relaterede dokumenter", 0.5),
        (
            r"\b(?:strategien|politikken|principperne|visionen|programmet|handleplanen) (?:skal|beskriver|har|gælder|rækker|løber|afløser|sætter|er|rummer|samler|indeholder|bygger|tager)\b",
            1.0,
        ),
        (
            r"\b(?:formål|målsætning\w*|pejlemærke\w*|fokusområde\w*|indsatsområde\w*|principper)\b",
            0.7,
        ),
        (r"\b(?:vi vil|vil fremme|kommune vil)\b", 0.7),
        (r"\b(?:vedtaget|godkendt)\b", 0.4),
        (
            r"\b(?:artikel|artiklen|interview|indlæg|klumme|nyhed om|pressemeddelelse|portræt|opslag om|news)\b",
            -3.0,
        ),
        (
            r"\b(?:beslutning om|er på vej|udsat|dagsordener|referater|kommissorium|opgaveudvalg\w*)\b",
            -2.0,
        ),
        (
            r"\b(?:dagsorden til|referat af|referat fra|sagens (?:indhold|baggrund)|sagsfremstilling|læserbrev|debatindlæg|hørings?svar til|takker for det tilsendte)\b",
            -4.0,
        ),
        (
            r"\bkan hente den (?:her|nedenfor)|\bskriv dit høringssvar|\bskrevet af en\b|\btilbudsfrist|\bemne: |\bredegørelsen giver\b",
            -3.0,
        ),
        (
            r"siden findes ikke|ikke finde siden|siden (?:er|blev) (?:ikke fundet|flyttet)|flyttet eller slettet",
            -6.0,
        ),
        (
            r"\b(?:siden fortæller|følg indsatser|kan hentes|oversigt|læs visionen|about page|eksempelsamling|casekatalog|guide til|notat til)\b",
            -2.0,
        ),
        (r"\bregeringen (?:lancerer|vil|har|foreslår)\b", -1.5),
        (
            r"\b(?:tilmeld|stillingsopslag|ansøgningsfrist|frist \d|undersøgelse \d{4}|program og velkomst)\b",
            -1.5,
        ),
        (r"\bpuljen?\b.{0,40}\bkrav\b", -1.0),
    ])
});

/// Whether a document is a strategy.
pub(super) fn is_strategy(clues: &Clues<'_>) -> bool {
    strength(clues) > 0.0
}

/// The sum of all signs; above zero is a strategy.
fn strength(clues: &Clues<'_>) -> f32 {
    let title = clues.titles.join(" · ");
    let opening = opening(clues, 1_500);
    let bytes: usize = clues.pieces.iter().map(|p| p.text.len()).sum();
    let titled = TITLE.sum(&title);
    let mut sum = -2.5 + titled;
    let address = clues.url.map_or(0.0, |u| ADDRESS.sum(u));
    sum += address;
    sum += clues.url.map_or(0.5, |u| host_weight(u, clues.own_host));
    let opened = OPENING.sum(&opening).clamp(-5.0, 2.0);
    sum += opened;
    // "Odder digitaliserer", and below it "Strategi 2019".
    let plain = (0.0..3.0).contains(&titled) && address >= 0.0 && opened >= 0.0;
    let subtitle = subtitle(clues);
    if plain && subtitle.is_some_and(|form| form != Form::AndenStrategi) {
        sum += 2.0;
    }
    // A catalogue of others' papers or examples is not a strategy itself.
    if clues.others_named >= 5 {
        sum -= 4.0;
    }
    // A whole paper, not a notice about one or the minutes of a meeting.
    if bytes > WHOLE_BYTES && opened.min(address) >= -2.0 {
        let long = if bytes > LONG_BYTES { 1.0 } else { 0.0 };
        sum += long + self_reference(clues).min(3.0);
        sum += if clues.pillars >= 3 && clues.own_host {
            1.5
        } else {
            0.0
        };
        sum += if subtitle.is_some() { 1.0 } else { 0.0 };
    }
    sum
}

/// Whose site it is: a municipality's own pages carry strategies, other organisations' pages carry
/// news about them.
fn host_weight(url: &str, own_host: bool) -> f32 {
    let state = [
        "digst.dk",
        "regeringen.dk",
        "fm.dk",
        "cowiplan.dk",
        "docplayer",
    ];
    if own_host {
        1.0
    } else if state.iter().any(|h| url.contains(h)) {
        0.5
    } else {
        -2.5
    }
}

/// How often a long text speaks of itself as a strategy, per 2,000 bytes.
fn self_reference(clues: &Clues<'_>) -> f32 {
    static SELF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:strategien|politikken|principperne|handleplanen|pejlemærke\w*|strategiens|denne strategi|vi vil|vores vision)(?-u:\b)")
            .expect("a constant pattern")
    });
    let bytes: usize = clues.pieces.iter().map(|p| p.text.len()).sum();
    let count: usize = clues
        .pieces
        .iter()
        .map(|p| SELF.find_iter(p.text).count())
        .sum();
    count as f32 * 2_000.0 / bytes.max(1) as f32
}

fn opening(clues: &Clues<'_>, bytes: usize) -> String {
    let mut out = String::new();
    let first = clues.headings.iter().copied().take(4);
    for text in first.chain(clues.pieces.iter().map(|p| p.text)) {
        if out.len() > bytes {
            break;
        }
        out.push_str(text);
        out.push('\n');
    }
    out
}

/// The form: from the title, else from the opening.
pub(super) fn form(clues: &Clues<'_>, is_strategy: bool) -> Form {
    if !is_strategy {
        return Form::NotAStrategy;
    }
    let title = clues.titles.join(" · ");
    let form = Form::from_title(&title)
        .or_else(|| subtitle(clues))
        .or_else(|| Form::from_title(&opening(clues, 600)))
        .unwrap_or(Form::AndenStrategi);
    // A strategy for everything in which digitalisation has a part of its own.
    let part =
        form == Form::AndenStrategi && !OF_A_FIELD.is_match(&title) && has_digital_part(clues);
    if part { Form::DelAfAndenStrategi } else { form }
}

/// A line near the top that names a paper says it better than all the words of the opening.
fn subtitle(clues: &Clues<'_>) -> Option<Form> {
    let headings = clues.headings.iter().copied().take(4);
    let lines = clues.pieces.iter().map(|p| p.text).take(4);
    headings
        .chain(lines)
        .filter(|line| {
            line.chars().count() <= TITLE_CHARS && !line.contains(['.', ';', '·', '>', '|'])
        })
        .filter(|line| TITLE.sum(line) >= 3.0)
        .find_map(Form::from_title)
}

/// Strategies for a field of their own that speak of the digital because the field is.
static OF_A_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)sikkerhed|kanal|data|kunstig|\bai\b|smart|teknologi|borgerservice|kommunikation|læring|skole|dagtilbud",
    )
    .expect("a constant pattern")
});

/// Whether a heading is about digitalisation, or the text comes back to it.
fn has_digital_part(clues: &Clues<'_>) -> bool {
    let digital = |text: &str| text.to_lowercase().matches("digital").count();
    let headed = clues.headings.iter().any(|h| digital(h) > 0);
    headed || clues.pieces.iter().map(|p| digital(p.text)).sum::<usize>() >= DIGITAL_MENTIONS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, url: &str, own_host: bool, text: &str) -> bool {
        is_strategy(&Clues {
            titles: &[title],
            url: Some(url),
            own_host,
            others_named: 0,
            headings: &[],
            pieces: &[Piece::of(text)],
            pillars: 0,
        })
    }

    #[test]
    fn titles_alike_are_told_apart() {
        assert!(of(
            "Digitaliseringsstrategi 2021-2025",
            "https://www.odder.dk/media/digitaliseringsstrategi.pdf",
            true,
            "Forord. Vi vil gøre det let."
        ));
        assert!(!of(
            "Ny digitaliseringsstrategi på vej",
            "https://avisen.dk/nyheder/ny-strategi",
            false,
            "Artikel om byrådets arbejde."
        ));
        assert!(of(
            "Digitaliseringsstrategi 2023-2026 - høringsudgave",
            "https://herlev.dk/hoering/digitaliseringsstrategi",
            true,
            "Kommunalbestyrelsen ønsker dine bemærkninger."
        ));
        assert!(!of(
            "Opgaveudvalg om digitaliseringsstrategi",
            "https://x.dk/opgaveudvalg",
            true,
            "Dagsordener og referater"
        ));
    }
}
