//! Every place that may state years → candidates with weight and evidence. Refuses a lone year in
//! running text, unless it is a date of adoption or issue.

use super::context::{self, Role};
use super::read::{self, Mention};
use super::{QUOTE, Sources};
use crate::analyse::reading;
use crate::model::Date;
use crate::model::document::{BlockKind, Document};
use crate::model::period::{Period, PeriodKind};
use crate::model::profile::{Evidence, EvidenceSource};

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) period: Period,
    pub(super) weight: f32,
    pub(super) evidence: Evidence,
}

#[derive(Default)]
pub(super) struct Collected {
    pub(super) candidates: Vec<Candidate>,
    pub(super) replaced: Vec<Period>,
    /// Earliest date of adoption or issue: year and month.
    pub(super) dated: Option<(i16, u8)>,
    /// "de kommende fire år", with its evidence.
    pub(super) coming: Option<(i16, Evidence)>,
}

/// Reads every source.
pub(super) fn collect(sources: &Sources<'_>) -> Collected {
    let mut all = Collected::default();
    let title = sources.titles.join(" · ");
    for (rank, text) in sources.titles.iter().enumerate() {
        from_title(text, rank, sources.is_strategy, &mut all);
    }
    from_body(sources, &title, &mut all);
    if let Some(name) = sources.file_name {
        from_name(name, EvidenceSource::FileName, 45.0, &mut all);
    }
    if let Some(text) = sources.link_text {
        from_name(text, EvidenceSource::LinkText, 50.0, &mut all);
    }
    from_metadata(sources.document, &mut all);
    from_coming_years(&mut all);
    settle_title_years(sources, &mut all);
    all
}

/// A year in a title: "Vision 2025" names its end, "Digitaliseringsstrategi 2021" its year.
fn from_title(text: &str, rank: usize, is_strategy: bool, all: &mut Collected) {
    let weight = if rank == 0 { 100.0 } else { 90.0 };
    let lower = text.to_lowercase();
    let has_paper = is_paper(&lower);
    let has_noun = NOUNS.iter().any(|noun| lower.contains(noun));
    for mention in read::mentions(text, true) {
        let before = &text[..mention.start];
        if context::role(text, mention.start, mention.end, text) == Role::Replaced {
            continue;
        }
        let mut period = mention.period;
        let mut weight = weight;
        // "… klimaneutral inden 2050" in a headline is a goal, not a paper's period.
        if period.kind == PeriodKind::Until && !has_noun {
            continue;
        }
        if mention.is_year() {
            // A day makes it the date of a meeting or a letter.
            if mention.day || !has_paper || !is_strategy && !names_paper(before) {
                continue;
            }
            if mention.month.is_none() && names_its_end(before, mention.year()) {
                period = Period::until(mention.year());
            } else {
                weight -= 30.0;
            }
            if let Some(month) = mention.month {
                all.date(mention.year(), month);
            }
        }
        all.add(period, weight, text, None, EvidenceSource::Title);
    }
}

/// What papers with a period call themselves.
const NOUNS: [&str; 8] = [
    "strategi",
    "politik",
    "plan",
    "program",
    "vision",
    "princip",
    "pejlemærke",
    "retning",
];

fn is_paper(lower: &str) -> bool {
    [
        "strategi",
        "politik",
        "plan",
        "program",
        "princip",
        "pejlemærke",
        "vision",
        "model",
        "agenda",
        "udkast",
        "redegørelse",
        "20",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Whether a paper is named right before the year, with at most a municipality between.
fn names_paper(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().map(str::to_lowercase).collect();
    words.iter().rev().take(4).any(|w| {
        [
            "strategi", "politik", "plan", "program", "vision", "princip",
        ]
        .iter()
        .any(|p| w.contains(p))
    })
}

/// Visions are named by the year they reach; so are strategies of a plain name and any paper for a
/// round year far off ("Strategi 2030", "Strategi Brøndby 2030", "Klimaplan 2035").
fn names_its_end(before: &str, year: i16) -> bool {
    let last = before
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let round = year % 5 == 0;
    let vision = last.contains("vision");
    let plain = ["strategi", "strategien", "mod", "horisont"].contains(&last.as_str());
    vision || (round && (plain || year >= 2030))
}

/// Years on a file or a link. Single years say little: they are as often a day of upload.
fn from_name(name: &str, source: EvidenceSource, weight: f32, all: &mut Collected) {
    let spaced: String = name
        .chars()
        .map(|c| if "_+".contains(c) { ' ' } else { c })
        .collect::<String>()
        .replace("%20", " ");
    let lower = spaced.to_lowercase();
    for mention in read::mentions(&spaced, true) {
        let before = lower[..mention.start].trim_end_matches([' ', '-', '.']);
        let short = spaced[mention.start..mention.end].len() < 9;
        let (period, weight) = match mention.period.kind {
            // "2009-12" may be a month.
            PeriodKind::Range if short && mention.period.to.is_some_and(|y| y % 100 <= 12) => {
                continue;
            }
            PeriodKind::Range => (mention.period, weight),
            PeriodKind::Single if !mention.day && mention.month.is_none() => {
                let named = [
                    "strategi",
                    "politik",
                    "plan",
                    "program",
                    "principper",
                    "strategien",
                ]
                .iter()
                .any(|w| before.ends_with(w));
                if !named {
                    continue;
                }
                (mention.period, 22.0)
            }
            _ => continue,
        };
        all.add(period, weight, name, None, source);
    }
}

fn from_metadata(document: &Document, all: &mut Collected) {
    let Some(title) = document.metadata.title.as_deref() else {
        return;
    };
    for mention in read::mentions(title, true) {
        if mention.period.kind == PeriodKind::Range {
            all.add(mention.period, 24.0, title, None, EvidenceSource::Metadata);
        }
    }
}

fn from_body(sources: &Sources<'_>, title: &str, all: &mut Collected) {
    let lower_title = title.to_lowercase();
    let mut seen = 0_usize;
    for page in &sources.document.pages {
        for block in &page.blocks {
            let source = match block.kind {
                BlockKind::Heading { .. } => EvidenceSource::Heading,
                BlockKind::Footnote | BlockKind::Contents | BlockKind::Annotation => continue,
                _ if seen < 700 => EvidenceSource::Cover,
                _ => EvidenceSource::Body,
            };
            // What stands first says most about the paper itself.
            let near = if seen < 3_000 {
                1.0
            } else if seen < 12_000 {
                0.8
            } else {
                0.55
            };
            seen += block.text.len();
            if !block.text.contains("20")
                && !block.text.contains("19")
                && !block.text.contains("år")
            {
                continue;
            }
            // A list of many papers' years says nothing about this one.
            if block.text.len() > 400 && distinct_years(&block.text) > 8 {
                continue;
            }
            let starts = reading::sentence_starts(&block.text);
            for (n, &from) in starts.iter().enumerate() {
                let to = starts.get(n + 1).copied().unwrap_or(block.text.len());
                let place = Place {
                    source,
                    page: page.number,
                    near,
                    is_strategy: sources.is_strategy,
                    lower_title: &lower_title,
                };
                from_sentence(block.text[from..to].trim(), &place, all);
            }
        }
    }
}

fn distinct_years(text: &str) -> usize {
    let mut periods: Vec<Period> = read::mentions(text, false)
        .iter()
        .map(|m| m.period)
        .collect();
    periods.sort_unstable();
    periods.dedup();
    periods.len()
}

struct Place<'a> {
    source: EvidenceSource,
    page: u32,
    near: f32,
    is_strategy: bool,
    lower_title: &'a str,
}

fn from_sentence(sentence: &str, place: &Place<'_>, all: &mut Collected) {
    if let Some(years) = context::coming_years(sentence)
        && all.coming.is_none()
    {
        all.coming = Some((years, evidence(sentence, Some(place.page), place.source)));
    }
    let mentions = read::mentions(sentence, false);
    let adopted = context::adoption(sentence);
    for mention in &mentions {
        let role = context::role(sentence, mention.start, mention.end, place.lower_title);
        if role == Role::Replaced && mention.period.kind == PeriodKind::Range {
            all.replaced.push(mention.period);
        }
        if matches!(role, Role::Replaced | Role::Foreign) {
            continue;
        }
        let before = &sentence[..mention.start];
        let own_noun = context::noun_before(before)
            .is_some_and(|n| is_paper(&n) && place.lower_title.contains(&n));
        let heading = place.source == EvidenceSource::Heading;
        let weight = match mention.period.kind {
            PeriodKind::Range => match role {
                Role::Own => 55.0,
                _ if own_noun => 60.0,
                Role::Named if place.is_strategy => 45.0,
                Role::Bare if place.is_strategy && (heading || is_alone(sentence, mention)) => 30.0,
                Role::Bare if place.source == EvidenceSource::Cover && place.is_strategy => 16.0,
                _ => 4.0,
            },
            PeriodKind::Until if place.is_strategy && about_paper(before) => {
                if role == Role::Own {
                    42.0
                } else {
                    28.0
                }
            }
            PeriodKind::Until
                if place.is_strategy
                    && (heading || place.source == EvidenceSource::Cover)
                    && is_alone(sentence, mention) =>
            {
                32.0
            }
            PeriodKind::From if applies_from(sentence) && about_paper(sentence) => 30.0,
            PeriodKind::Single => {
                from_year(sentence, mention, adopted, place, all);
                continue;
            }
            _ => continue,
        };
        all.add(
            mention.period,
            weight * place.near,
            sentence,
            Some(place.page),
            place.source,
        );
    }
}

/// A lone year: a date of adoption, of issue, or a paper's own year ("I 2021 fik … ny strategi").
fn from_year(
    sentence: &str,
    mention: &Mention,
    adopted: Option<usize>,
    place: &Place<'_>,
    all: &mut Collected,
) {
    let year = mention.year();
    let early = matches!(
        place.source,
        EvidenceSource::Cover | EvidenceSource::Heading
    );
    let bracketed =
        sentence[..mention.start].ends_with('(') && sentence[mention.end..].starts_with(')');
    if let Some(verb) = adopted {
        let distance = mention.start.abs_diff(verb);
        if distance <= 90 {
            let past = sentence[verb..].to_lowercase().starts_with("vedtog");
            let weight = if past { 24.0 } else { 38.0 } - distance as f32 / 10.0;
            all.date(year, mention.month.unwrap_or(1));
            all.add(
                Period::approved(year),
                weight * place.near,
                sentence,
                Some(place.page),
                place.source,
            );
        }
        return;
    }
    let alone = is_alone(sentence, mention);
    let issued = context::issue(sentence) && mention.month.is_some() && sentence.len() < 160;
    let new_paper = sentence[mention.end..]
        .to_lowercase()
        .contains("ny strategi")
        && sentence[..mention.start].trim_start().len() <= 4;
    let weight = if new_paper {
        24.0
    } else if bracketed && place.is_strategy && early && about_paper(&sentence[..mention.start]) {
        26.0
    } else if place.is_strategy && early && issued {
        24.0
    } else if place.is_strategy && early && alone && mention.month.is_some() && !mention.day {
        21.0
    } else {
        return;
    };
    if mention.month.is_some() {
        all.date(year, mention.month.unwrap_or(1));
    }
    all.add(
        Period::single(year),
        weight,
        sentence,
        Some(place.page),
        place.source,
    );
}

/// Whether the mention is all that its line says.
fn is_alone(sentence: &str, mention: &Mention) -> bool {
    let rest = [&sentence[..mention.start], &sentence[mention.end..]];
    let letters = rest.iter().flat_map(|r| r.chars());
    letters.filter(|c| c.is_alphanumeric()).count() <= 3
}

fn about_paper(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "strategi",
        "politikken",
        "politik ",
        "principper",
        "vision",
        "retning",
        "pejlemærke",
        "gælde",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

fn applies_from(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    [
        "gælder fra",
        "gældende fra",
        "gælder fra og med",
        "træder i kraft",
        "fra og med",
        "i brug fra",
        "virkning fra",
        "og frem",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// "De kommende fire år" begin with the day of adoption or issue; in the last months of a year,
/// with the next.
fn from_coming_years(all: &mut Collected) {
    let (Some((years, evidence)), Some((year, month))) = (all.coming.clone(), all.dated) else {
        return;
    };
    let from = if month >= 9 { year + 1 } else { year };
    all.candidates.push(Candidate {
        period: Period::range(from, from + years - 1),
        weight: 40.0,
        evidence,
    });
}

/// "Strategi 2020", dated 2014, reaches to 2020.
fn settle_title_years(sources: &Sources<'_>, all: &mut Collected) {
    let created = sources.document.metadata.created.map(Date::year);
    let dated = all.dated.map(|(year, _)| year).or(created);
    let Some(dated) = dated else { return };
    for candidate in &mut all.candidates {
        if candidate.evidence.source == EvidenceSource::Title
            && candidate.period.kind == PeriodKind::Single
            && candidate
                .period
                .from
                .is_some_and(|y| y % 5 == 0 && y > dated + 1)
        {
            candidate.period = Period::until(candidate.period.from.unwrap_or(dated));
        }
    }
}

impl Collected {
    fn add(
        &mut self,
        period: Period,
        weight: f32,
        text: &str,
        page: Option<u32>,
        source: EvidenceSource,
    ) {
        self.candidates.push(Candidate {
            period,
            weight,
            evidence: evidence(text, page, source),
        });
    }

    fn date(&mut self, year: i16, month: u8) {
        if self.dated.is_none_or(|known| (year, month) < known) {
            self.dated = Some((year, month));
        }
    }
}

fn evidence(text: &str, page: Option<u32>, source: EvidenceSource) -> Evidence {
    Evidence {
        page,
        quote: reading::cut_around(text, 0, 0, QUOTE).to_owned(),
        source,
    }
}
