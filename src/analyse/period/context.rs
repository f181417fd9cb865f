//! The words around a mention of years → whether they are this document's own years or another
//! paper's, a budget's, a law's. Refuses to look further than the sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::danish::number;

// Word boundaries are ASCII's: no word here begins or ends beyond it, and Unicode's would keep the
// fast engines from reading Danish.
macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(&$text.replace(r"\b", r"(?-u:\b)")).expect("a constant pattern")
        });
    };
}

/// What a strategy calls itself. The bare words and the end of compounds.
pub(super) const PAPER: &str = r"(?:strategi|politik|plan|program|princip|pejlemærke|vision|model|agenda|grundlag|ramme|målsætning|redegørelse|retning)";

pattern!(
    REPLACES,
    r"(?i)\b(?:erstatte[rt]?|afløse[rst]?|afløste|træder i stedet for|ophæver|forlænger|viderefører|fortsætter|bygger videre på|i forlængelse af|revision(?:en)? af|revideret udgave af|efter|fra den tidligere|opdatering af)\b"
);
pattern!(
    OTHERS,
    r"(?i)(?:fælles\s?offentlig|fælleskommunal|\bnational|\bregerings?en?s\b|\bregeringens|\bstatens|\bstatslig|\bregional|\bregionens|\bkl['’]?s\b|\bkombit|\beu['’]?s?\b|\bkommunernes\b|\bbudget|\bfinanslov|\baftale\b|økonomiaftale|\blov\b|\bloven\b|bekendtgørelse|\biso\b|forordning|direktiv|\bkl\s+og\b|\bkommunerne\b|i sammenhæng med|i lyset af|\bsupplerer\b|sammen med \w*(?:plan|politik)|relaterede dokumenter|\bprojektet\s+løber|\btidligere\b|\bforrige\b|\bsidste\b|\bgamle\b|\bden\s(?:seneste|første|nuværende)\b|\b(?:gældende|nuværende|hidtidige)\s+\w*(?:strategi|politik|plan)\b|\bhavde\b|\budløbne\b|\bse\sogså\b|\baftalt\b|\bfolketinget|\bstrategier\sfra\b|\bskoleår|folkeskolereform|\btelefon|\btlf|opdateret|publiceret|redigeret|oprettet|\bbyråde?t?s? vision|\bkommunalbestyrelsens vision|\bdirektionens strategiplan|\bpulje fra|\bverdensmål|\bparis)"
);
pattern!(
    PAST,
    r"(?i)^\W*(?:\w+\W+){0,2}(?:havde|var|blev|udløb|udløber|er udløbet|videreføres|vil blive videreført|bliver videreført|evalueret|afsluttet)\b"
);
pattern!(
    OWN,
    r"(?i)(?:\bgæld(?:er|ende|e)\b|\bløber\b|\bdækker\b|\bi\s+(?:års?)?perioden\b|\bfor\s+perioden\b|\bperioden\b|strategiperiode\w*|byrådsperiode\w*|politikperiode\w*|planperiode\w*|\bi\s+årene\b|\bfor\s+årene\b|\bstrækker\s+sig\b|\bover\s+de\s+(?:kommende|næste)\s+\w+\s+år\b)\W*(?:\w+\W+){0,4}$"
);
pattern!(
    NAMED,
    format!(
        r"(?i){PAPER}\w*(?:\W+for\b(?:\W+\w+){{0,5}}?)?(?:\W+(?:i|for|fra|perioden|årene|gælder|kommunes?|kommune))*\W*$"
    )
);
pattern!(
    COMES_BACK,
    r"(?i)\bog\s+(?:gælder|løber|dækker|rækker)\b\W*(?:\w+\W+){0,3}$"
);
// A plan says which strategy it carries out.
pattern!(
    CARRIES_OUT,
    r"(?i)\b(?:udmønter|udmøntning(?:en)?\s+af|konkretiserer|bilag\s+til|opfølgning\s+på|målene?\s+i)\b"
);
// A council that has taken office adopts nothing by it.
pattern!(
    TAKES_OFFICE,
    r"(?i)(?:kommunalbestyrelse|byråd|udvalg|borgmester|direktør)\w*\s+(?:er|har|blev)\s+$"
);
// What comes is not adopted yet, and a decision to do something adopts no paper.
pattern!(YET_TO_COME, r"(?i)\b(?:for)?ventes\s+(?:\w+\s+){0,3}$");
pattern!(
    OF_ANOTHER,
    r"(?i)\b(?:i tråd med|i overensstemmelse med|i henhold til|ifølge|jf\.|jævnfør)\s[^.]*$"
);
pattern!(
    ADOPTED,
    r"(?i)\b(?:godkendt|godkendte|vedtaget|vedtog|vedtages|tiltrådt|tiltrådte|besluttet)\b"
);
pattern!(
    COMING,
    r"(?i)\b(?:kommende|næste)\s+(?P<n>\d{1,2}|to|tre|fire|fem|seks|syv|otte|ti|ti-tolv)(?:-årige?)?\s*(?:års?|periode)"
);
pattern!(
    ISSUED,
    r"(?i)\b(?:udgivet|udgave|version|udarbejdet|dateret|offentliggjort|revideret|redaktion)\b"
);

/// How the years stand in their sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// "Strategien gælder i perioden …".
    Own,
    /// "Digitaliseringsstrategi …": named right after a paper.
    Named,
    /// "erstatter strategien …".
    Replaced,
    /// A law's, a budget's, the state's, another paper's.
    Foreign,
    /// Just there.
    Bare,
}

/// Reads the sentence around the mention at `start..end`. `title` frees words that the document's
/// own title has: a national strategy speaks of itself as national.
pub(super) fn role(sentence: &str, start: usize, end: usize, title: &str) -> Role {
    let before = clause_before(&sentence[..start]);
    let after = &sentence[end..];
    if COMES_BACK.is_match(before) {
        return Role::Own;
    }
    if REPLACES.is_match(before) {
        return Role::Replaced;
    }
    let plan = ["plan", "program"].iter().any(|noun| title.contains(noun));
    if plan && CARRIES_OUT.is_match(before) {
        return Role::Foreign;
    }
    let foreign = OTHERS
        .find_iter(before)
        .chain(OTHERS.find_iter(first_words(after)))
        .any(|m| !title.to_lowercase().contains(&m.as_str().to_lowercase()));
    if foreign || PAST.is_match(after) {
        return Role::Foreign;
    }
    if OWN.is_match(before) {
        Role::Own
    } else if NAMED.is_match(before) {
        Role::Named
    } else {
        Role::Bare
    }
}

/// The last 110 bytes before a mention, from the latest semicolon or full stop on.
fn clause_before(before: &str) -> &str {
    let mut from = before.len().saturating_sub(110);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = &before[from..];
    // A label before a colon says what the years are: "Strategiperiode: 2017 til 2020".
    match near.rfind([';', ':']) {
        Some(at) if near[..at].split_whitespace().count() > 2 => &near[at + 1..],
        _ => near,
    }
}

/// The words right after a mention, up to the next comma: "2018-2022 strategi (KOMBIT)".
fn first_words(after: &str) -> &str {
    let stop = after
        .find([',', '.', ';', ')'])
        .unwrap_or(after.len())
        .min(30);
    let mut stop = stop;
    while !after.is_char_boundary(stop) {
        stop -= 1;
    }
    &after[..stop]
}

/// The paper's noun right before a mention, lower case: "handicappolitik" in "til handicappolitik
/// 2020-2023".
pub(super) fn noun_before(before: &str) -> Option<String> {
    let word = before
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .rfind(|w| !w.is_empty() && !["for", "i", "perioden", "årene"].contains(w))?;
    (word.chars().count() > 5).then(|| word.to_lowercase())
}

/// Whether a sentence speaks of adoption, and where the verb stands.
pub(super) fn adoption(sentence: &str) -> Option<usize> {
    let found = ADOPTED.find(sentence)?;
    let verb = found.as_str().to_lowercase();
    let (before, after) = (&sentence[..found.start()], &sentence[found.end()..]);
    let office = verb.starts_with("tiltrådt") && TAKES_OFFICE.is_match(before);
    let decision = verb == "besluttet" && after.starts_with(" at ");
    let other = YET_TO_COME.is_match(before) || OF_ANOTHER.is_match(before);
    (!(office || decision || other)).then_some(found.start())
}

pattern!(
    TITLED,
    format!(
        r"(?i)^(?:\p{{L}}+\W+){{0,3}}\w*{PAPER}\w*\W+(?:for\W+(?:\p{{L}}+\W+){{1,3}})?(?:19|20)\d\d"
    )
);

/// Whether a heading is the title of a paper with its years.
pub(super) fn names_paper(heading: &str) -> bool {
    TITLED.is_match(heading)
}

/// Whether a paper's noun is of another field than the title is: "bosætningsstrategien" in a
/// "Digitaliseringspolitik". Both name their field, and not the same.
pub(super) fn of_another_field(noun: &str, lower_title: &str) -> bool {
    const STEM: usize = 5;
    /// What carries a strategy out for some of its years.
    const PLANS: [&str; 4] = ["køreplan", "tidsplan", "projektplan", "udmøntningsplan"];
    let carries_out = |plan: &str| noun.starts_with(plan) && !lower_title.contains(plan);
    if PLANS.into_iter().any(carries_out) {
        return true;
    }
    let field = |word: &str| {
        let at = FIELD.captures(word)?.get(1)?;
        let stem: String = at.as_str().chars().take(STEM).collect();
        (stem.chars().count() == STEM && !stem.starts_with("digit")).then_some(stem)
    };
    let titled = lower_title
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| FIELD.is_match(word));
    titled && field(noun).is_some_and(|stem| !lower_title.contains(&stem))
}

pattern!(
    LISTS_OTHERS,
    r"(?i)^\W*(?:tidligere|relaterede|andre|øvrige|gældende|se også|læs (?:også|mere)|dokumenter\b|links\b|henvisninger|referencer|kilder|litteratur|historik)"
);

/// Whether a heading stands above other papers than this one.
pub(super) fn lists_others(heading: &str) -> bool {
    LISTS_OTHERS.is_match(heading)
}

pattern!(ANNEX, r"(?i)^\W*(?:\d+\.?\s+)?(?:bilag|appendiks)\b");

/// Whether a heading opens an annex, whose years are its own.
pub(super) fn heads_annex(heading: &str) -> bool {
    ANNEX.is_match(heading)
}

// The field that a paper's noun begins with: "bosætnings" in "bosætningsstrategien".
pattern!(
    FIELD,
    r"^(\p{L}{5,}?)-?(?:strategi|politik|plan|program|vision)\p{L}{0,4}$"
);

/// Whether a line says when the paper was issued.
pub(super) fn issue(sentence: &str) -> bool {
    ISSUED.is_match(sentence)
}

/// The number in "de kommende fire år", where the sentence is about the paper.
pub(super) fn coming_years(sentence: &str) -> Option<i16> {
    let lower = sentence.to_lowercase();
    let about = [
        "strategi",
        "politik",
        "plan",
        "principper",
        "pejlemærke",
        "vision",
    ];
    if !about.iter().any(|w| lower.contains(w)) {
        return None;
    }
    let found = COMING.captures(&lower)?;
    let years = number::parse(found.name("n")?.as_str()).filter(|n| (2..=12).contains(n))?;
    i16::try_from(years).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(sentence: &str, years: &str) -> Role {
        let start = sentence.find(years).expect("the years are there");
        role(
            sentence,
            start,
            start + years.len(),
            "Digitaliseringsstrategi",
        )
    }

    #[test]
    fn other_papers_years_are_not_ours() {
        let sentence = "Strategien tager afsæt i de nationale digitaliseringsstrategier for perioden 2016-2020 og erstatter kommunens strategi for årene 2015-2018.";
        assert_eq!(role_of(sentence, "2016-2020"), Role::Foreign);
        assert_eq!(role_of(sentence, "2015-2018"), Role::Replaced);
        let sentence = "Strategien for 2010-2013 havde vægten på infrastruktur";
        assert_eq!(role_of(sentence, "2010-2013"), Role::Foreign);
        assert_eq!(
            role_of("KOMBITs 2018-2022 strategi", "2018-2022"),
            Role::Foreign
        );
    }

    #[test]
    fn own_years_are_known_by_their_words() {
        for (sentence, years) in [
            (
                "Løsninger i Rødovre Kommune i årene 2019-2023.",
                "2019-2023",
            ),
            ("Politikken gælder for 2021-2024", "2021-2024"),
            ("i strategiperioden 2015-2018", "2015-2018"),
        ] {
            assert_eq!(role_of(sentence, years), Role::Own, "{sentence}");
        }
        let labelled = "Strategiperiode: 2017 til og med 2020.";
        assert_eq!(role_of(labelled, "2017 til og med 2020"), Role::Own);
        let beside = "Den skal læses i sammenhæng med sundhedspolitikken (2014-2018)";
        assert_eq!(role_of(beside, "2014-2018"), Role::Foreign);
        let sentence = "Denne første fælles digitaliseringsstrategi for 2024-2027 sætter retning";
        assert_eq!(role_of(sentence, "2024-2027"), Role::Named);
    }

    #[test]
    fn coming_years_are_counted() {
        assert_eq!(
            coming_years("Strategien gælder de kommende fire år"),
            Some(4)
        );
        assert_eq!(coming_years("De kommende fire år vil vise det"), None);
    }
}
