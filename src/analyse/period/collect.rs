//! Every place that may state years → candidates with weight and evidence. Refuses a lone year in
//! running text, unless it is a date of adoption or issue.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{self, Role};
use super::read::{self, Mention};
use super::title::{from_metadata, from_name, from_title, is_paper, settle_title_years};
use super::{QUOTE, Sources};
use crate::analyse::reading;
use crate::model::document::BlockKind;
use crate::model::period::{Period, PeriodKind};
use crate::model::profile::{Evidence, EvidenceSource};

/// So much text stands before the second page of a paper, in bytes.
const COVER_BYTES: usize = 300;

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

fn from_body(sources: &Sources<'_>, title: &str, all: &mut Collected) {
    let lower_title = title.to_lowercase();
    let mut seen = 0_usize;
    let mut of_others = false;
    // The year that the block before says and nothing else.
    let mut year_above: Option<i16> = None;
    for page in &sources.document.pages {
        for block in &page.blocks {
            let source = match block.kind {
                // A line of such a list may look like a heading itself.
                BlockKind::Heading { .. } if of_others && is_paper_of_years(&block.text) => {
                    continue;
                }
                BlockKind::Heading { .. } if context::heads_annex(&block.text) => continue,
                BlockKind::Heading { .. } => {
                    of_others = context::lists_others(&block.text);
                    EvidenceSource::Heading
                }
                _ if of_others => continue,
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
            // The cover says the title again, often with the year the title was given without.
            let titled = heading(block.kind) && seen < COVER_BYTES && sources.is_strategy;
            if titled && context::names_paper(&block.text) {
                from_title(&block.text, 2, true, all);
            }
            // "2017", a line, "2020": covers set years apart.
            let year = lone_year(&block.text);
            if let (Some(from), Some(to), true) = (year_above, year, sources.is_strategy)
                && seen < COVER_BYTES
                && (1..=COVER_YEARS).contains(&(to - from))
            {
                all.add(
                    Period::range(from, to),
                    34.0,
                    &format!("{from} {to}"),
                    Some(page.number),
                    source,
                );
            }
            if year.is_some() || block.text.contains(char::is_alphanumeric) {
                year_above = year;
            }
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

/// Most years between two that a cover sets apart.
const COVER_YEARS: i16 = 12;

/// The year that is all a block says.
fn lone_year(text: &str) -> Option<i16> {
    let text = text.trim();
    let year = text.parse().ok().filter(|y| (1995..=2060).contains(y));
    year.filter(|_| text.len() == 4)
}

fn heading(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Heading { .. })
}

fn is_paper_of_years(line: &str) -> bool {
    is_paper(&line.to_lowercase()) && !read::mentions(line, false).is_empty()
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
        let noun = context::noun_before(before);
        let noun = noun.as_deref();
        let other_noun = noun.is_some_and(|n| context::of_another_field(n, place.lower_title));
        let own_noun = noun.is_some_and(|n| is_paper(n) && place.lower_title.contains(n))
            || is_titled(before, place.lower_title);
        let heading = place.source == EvidenceSource::Heading;
        let weight =
            match mention.period.kind {
                PeriodKind::Range => match role {
                    Role::Own => 55.0,
                    _ if own_noun => 60.0,
                    Role::Named if (place.is_strategy || heading) && !other_noun => 45.0,
                    Role::Bare if place.is_strategy && is_alone(sentence, mention) => 34.0,
                    Role::Bare if place.is_strategy && heading && about_paper(before) => 30.0,
                    Role::Bare if place.is_strategy && heading => 26.0,
                    Role::Bare if place.source == EvidenceSource::Cover && place.is_strategy => {
                        16.0
                    }
                    _ => 4.0,
                },
                PeriodKind::Until if place.is_strategy && about_paper(before) => {
                    if role == Role::Own { 42.0 } else { 28.0 }
                }
                // "Frem til 2027 vil vi …", where a notice begins.
                PeriodKind::Until
                    if place.is_strategy
                        && before.trim().is_empty()
                        && place.source == EvidenceSource::Cover
                        && sentence[mention.end..].trim_start().starts_with("vil ") =>
                {
                    26.0
                }
                PeriodKind::Until
                    if place.is_strategy
                        && (heading || place.source == EvidenceSource::Cover)
                        && is_alone(sentence, mention) =>
                {
                    32.0
                }
                PeriodKind::From if applies_from(sentence) && about_paper(sentence) => 30.0,
                PeriodKind::From
                    if place.is_strategy
                        && (heading || place.source == EvidenceSource::Cover)
                        && is_alone(sentence, mention) =>
                {
                    28.0
                }
                PeriodKind::Single => {
                    from_year(sentence, mention, adopted, place, all);
                    continue;
                }
                _ => continue,
            };
        // Minutes, news and answers speak of another paper's years; their title tells their own.
        let weight = if place.is_strategy {
            weight
        } else {
            weight * 0.5
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
        22.0
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

/// Whether the title stands right before the mention: "Herlev lærer sammen, 2024-2028".
fn is_titled(before: &str, lower_title: &str) -> bool {
    let before = before.to_lowercase();
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    lower_title
        .split(" · ")
        .any(|title| title.chars().count() > 5 && before.ends_with(title))
}

/// "Varde Kommune", "Direktionen", as covers name whose paper it is, and "og frem" after its year.
static MUNICIPALITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\p{Lu}[\p{L}-]+\s+(?:K|k)ommunes?\b|\p{Lu}[\p{Lu}-]+\s+KOMMUNE\b|\bDirektionen\b|\bog\s+frem(?:ad|efter)?\b")
        .expect("a constant pattern")
});

/// Whether the mention is all that its line says, but for the day and month it begins with and the
/// municipality it is about.
fn is_alone(sentence: &str, mention: &Mention) -> bool {
    let before = read::without_date(&sentence[..mention.start]);
    let rest = [before, &sentence[mention.end..]].map(|text| MUNICIPALITY.replace(text, ""));
    let letters = rest.iter().flat_map(|text| text.chars());
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
        "gældende siden",
        "gælder fra og med",
        "træder i kraft",
        "trådte i kraft",
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

impl Collected {
    pub(super) fn add(
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

    pub(super) fn date(&mut self, year: i16, month: u8) {
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
