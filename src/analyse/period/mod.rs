//! Everything that may state a document's years → the period that counts, with its evidence, and
//! the ones that lost. Title, cover, headings, body, file name, link text and list each give
//! candidates with a weight; the heaviest wins. Refuses to guess from a lone year in running text.

mod context;
mod read;

use context::Role;
use read::Mention;

use super::reading;
use crate::model::Date;
use crate::model::document::{BlockKind, Document};
use crate::model::period::{Period, PeriodKind};
use crate::model::profile::{Evidence, EvidenceSource, StatedPeriod};

/// Longest quote kept as evidence, in bytes.
const QUOTE: usize = 200;
/// Weights below this are kept as other periods but never claimed.
const CLAIM: f32 = 20.0;

/// Where a period may stand.
pub(super) struct Sources<'a> {
    /// Titles: the document's own first, then the caller's.
    pub(super) titles: Vec<&'a str>,
    /// Name of the file, or the last part of the address.
    pub(super) file_name: Option<&'a str>,
    /// The list's link text.
    pub(super) link_text: Option<&'a str>,
    /// The list's own value.
    pub(super) listed: Option<&'a str>,
    /// The document.
    pub(super) document: &'a Document,
    /// Whether it is a strategy; years in news and minutes are believed less.
    pub(super) is_strategy: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The period that counts.
    pub(super) period: StatedPeriod,
    /// The others, heaviest first.
    pub(super) others: Vec<StatedPeriod>,
    /// Years of the edition it says it replaces.
    pub(super) replaces: Option<Period>,
}

#[derive(Debug, Clone)]
struct Candidate {
    period: Period,
    weight: f32,
    evidence: Evidence,
}

#[derive(Default)]
struct Collected {
    candidates: Vec<Candidate>,
    replaced: Vec<Period>,
    /// Earliest date of adoption or issue: year and month.
    dated: Option<(i16, u8)>,
    /// "de kommende fire år", with its evidence.
    coming: Option<(i16, Evidence)>,
}

/// Weighs everything and decides.
pub(super) fn find(sources: &Sources<'_>) -> Found {
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
    let listed = sources.listed.and_then(Period::from_list);
    decide(all, listed)
}

/// A year in a title: "Vision 2025" names its end, "Digitaliseringsstrategi 2021" its year.
fn from_title(text: &str, rank: usize, is_strategy: bool, all: &mut Collected) {
    let weight = if rank == 0 { 100.0 } else { 90.0 };
    let lower = text.to_lowercase();
    let has_paper = is_paper(&lower);
    for mention in read::mentions(text, true) {
        let before = &text[..mention.start];
        if context::role(text, mention.start, mention.end, text) == Role::Replaced {
            continue;
        }
        let mut period = mention.period;
        let mut weight = weight;
        if mention.is_year() {
            // A day makes it the date of a meeting or a letter.
            if mention.day || !has_paper || !(is_strategy || names_paper(before)) {
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
            PeriodKind::Until if about_paper(before) => {
                if role == Role::Own {
                    42.0
                } else {
                    28.0
                }
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
            let weight = if past { 24.0 } else { 38.0 };
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
    let rest = sentence.len() - (mention.end - mention.start);
    rest <= 3
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

/// Adds up what agrees, takes the heaviest, and lets a range the paper states about itself stand
/// before a lone year inside it.
fn decide(all: Collected, listed: Option<Period>) -> Found {
    let mut groups: Vec<Candidate> = Vec::new();
    for candidate in all.candidates {
        match groups.iter_mut().find(|g| g.period == candidate.period) {
            Some(group) => {
                // Repetition confirms, but never more than doubles.
                let more = candidate.weight.min(group.weight) * 0.15;
                if candidate.weight > group.weight {
                    group.evidence = candidate.evidence;
                }
                group.weight = group.weight.max(candidate.weight) + more;
            }
            None => groups.push(candidate),
        }
    }
    for group in &mut groups {
        if listed == Some(group.period) {
            group.weight += 10.0;
        }
    }
    groups.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(b.period.kind.cmp(&a.period.kind))
            .then(a.period.cmp(&b.period))
    });
    let replaces = all.replaced.first().copied();
    let Some(best) = choose(&groups) else {
        return Found {
            others: groups.into_iter().map(stated).collect(),
            replaces,
            ..Found::default()
        };
    };
    let chosen = groups.remove(best);
    Found {
        period: stated(chosen),
        others: groups
            .into_iter()
            .filter(|g| g.weight >= 15.0)
            .map(stated)
            .collect(),
        replaces,
    }
}

fn choose(groups: &[Candidate]) -> Option<usize> {
    let best = groups.first().filter(|g| g.weight >= CLAIM)?;
    if matches!(
        best.period.kind,
        PeriodKind::Single | PeriodKind::Approved | PeriodKind::From
    ) {
        let year = best.period.from?;
        let inside =
            |p: &Period| p.from.is_some_and(|f| f - 1 <= year) && p.to.is_some_and(|t| year <= t);
        let richer = groups.iter().position(|g| {
            g.period.kind == PeriodKind::Range && g.weight >= 30.0 && inside(&g.period)
        });
        if richer.is_some() {
            return richer;
        }
    }
    Some(0)
}

fn stated(candidate: Candidate) -> StatedPeriod {
    StatedPeriod {
        from: candidate.period.from,
        to: candidate.period.to,
        kind: candidate.period.kind,
        evidence: Some(candidate.evidence),
    }
}
