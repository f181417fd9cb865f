//! A seed and a size → a catalogue of invented strategies in something like Danish, for measuring
//! the search and for holding its two engines against each other. The same seed gives the same
//! catalogue everywhere; nothing in it is taken from a real document.

use std::collections::BTreeMap;

use strategikatalog::model::catalogue::{Catalogue, Content, Finding, RowKey};
use strategikatalog::model::document::{Block, BlockKind, Document, Page};
use strategikatalog::model::form::Form;
use strategikatalog::model::listing::Listing;
use strategikatalog::model::municipality::Municipality;
use strategikatalog::model::period::PeriodKind;
use strategikatalog::model::profile::{Breadth, Depth, Profile, StatedPeriod};
use strategikatalog::model::slug::slug;

/// How much to invent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Strategies.
    pub(crate) strategies: usize,
    /// Pages of each.
    pub(crate) pages: usize,
    /// Letters a page, about.
    pub(crate) letters: usize,
}

impl Size {
    /// The numbers on the command line: strategies, then pages of each; 200 of 25 where none are.
    pub(crate) fn asked() -> Self {
        let mut numbers = std::env::args().filter_map(|a| a.parse().ok());
        Self {
            strategies: numbers.next().unwrap_or(200),
            pages: numbers.next().unwrap_or(25),
            letters: 2300,
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice with a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    /// One of these, the first ones far more often, as words are in a language.
    pub(crate) fn often<'a>(&mut self, from: &'a [impl AsRef<str>]) -> &'a str {
        let rank = (from.len() as f64).powf(self.below(1 << 20) as f64 / f64::from(1 << 20));
        from[(rank as usize).clamp(1, from.len()) - 1].as_ref()
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const NOUNS: &str = "borger kommune strategi data teknologi velfærd løsning medarbejder service \
    digitalisering indsats virksomhed område udvikling mål ledelse proces kvalitet skole barn ældre \
    sundhed klima miljø energi økonomi gevinst ressource kompetence projekt system plan program \
    princip politik model vision ramme ansvar rolle sikkerhed information adgang tillid etik råd by \
    bolig trafik kultur fritid forening bibliotek hjemmeside platform robot automatisering sensor \
    netværk infrastruktur partner leverandør kontrakt udbud marked region stat samarbejde fællesskab \
    erfaring viden læring undervisning uddannelse praksis opgave arbejde tid dag år hverdag liv hjem \
    pleje omsorg rehabilitering behandling patient læge sygehus hjælpemiddel træning aktivitet \
    beskæftigelse job erhverv turisme natur vand affald vej bygning plads drift vedligehold budget \
    investering besparelse effekt måling evaluering rapport dialog inddragelse demokrati valg \
    forvaltning afdeling team leder direktør byråd udvalg borgmester beslutning lov krav standard \
    register arkiv dokument journal sag ansøgning afgørelse vejledning rådgivning samtale telefon \
    video app chat assistent algoritme intelligens prognose analyse statistik kort geografi adresse";
const ADJECTIVES: &str = "digital ny god stor lille fælles kommunal offentlig privat effektiv sikker \
    åben nem smart bæredygtig grøn social faglig lokal national tværgående strategisk praktisk \
    økonomisk teknisk menneskelig tilgængelig relevant modig nysgerrig ansvarlig sammenhængende";
const VERBS: &str = "udvikler styrker skaber understøtter sikrer bruger arbejder samler måler følger \
    prioriterer investerer afprøver deler lærer forbedrer automatiserer inddrager møder hjælper \
    planlægger gennemfører vurderer beskriver";
const ENDINGS: [&str; 8] = ["", "", "en", "er", "erne", "ens", "s", "ernes"];
const GLUE: [&str; 24] = [
    "og", "i", "at", "for", "til", "med", "på", "af", "en", "et", "den", "det", "der", "som", "vi",
    "skal", "kan", "vil", "har", "er", "så", "om", "også", "ikke",
];

/// The invented language.
#[derive(Debug)]
pub(crate) struct Language {
    /// Content words, the commonest first.
    pub(crate) words: Vec<String>,
    adjectives: Vec<&'static str>,
    verbs: Vec<&'static str>,
}

impl Language {
    /// Simple words, then every second compound of two of them, inflected.
    pub(crate) fn new() -> Self {
        let nouns: Vec<&str> = NOUNS.split_whitespace().collect();
        let mut words: Vec<String> = Vec::new();
        for noun in &nouns {
            words.extend(ENDINGS.iter().skip(1).map(|e| format!("{noun}{e}")));
        }
        let mut dice = Dice::new(7);
        let mut compounds = Vec::new();
        for (i, a) in nouns.iter().enumerate() {
            for b in nouns.iter().skip(i % 2).step_by(2).filter(|b| *b != a) {
                let link = if a.ends_with("ing") || a.ends_with("hed") {
                    "s"
                } else {
                    ""
                };
                compounds.push(format!("{a}{link}{b}{}", dice.pick(&ENDINGS)));
            }
        }
        for at in (1..compounds.len()).rev() {
            compounds.swap(at, dice.below(at + 1));
        }
        words.extend(compounds);
        Self {
            words,
            adjectives: ADJECTIVES.split_whitespace().collect(),
            verbs: VERBS.split_whitespace().collect(),
        }
    }

    fn sentence(&self, dice: &mut Dice, out: &mut String) {
        let from = out.len();
        for at in 0..6 + dice.below(12) {
            if at > 0 {
                out.push(' ');
            }
            match dice.below(10) {
                0..=3 => out.push_str(dice.often(&GLUE)),
                4 => {
                    out.push_str(dice.often(&self.adjectives));
                    out.push('e');
                }
                5 => out.push_str(dice.often(&self.verbs)),
                _ => out.push_str(dice.often(&self.words)),
            }
        }
        let first: String = out[from..]
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .collect();
        let end = from + out[from..].chars().next().map_or(0, char::len_utf8);
        out.replace_range(from..end, &first);
        out.push_str(". ");
    }

    fn page(&self, number: u32, letters: usize, dice: &mut Dice) -> Page {
        let mut blocks = Vec::new();
        let mut written = 0;
        while written < letters {
            if blocks.is_empty() || dice.below(4) == 0 {
                let title = format!("{} og {}", dice.often(&self.words), dice.often(&self.words));
                let level = 1 + dice.below(3) as u8;
                blocks.push(Block::new(BlockKind::Heading { level }, title));
            }
            let mut text = String::new();
            for _ in 0..2 + dice.below(5) {
                self.sentence(dice, &mut text);
            }
            written += text.len();
            blocks.push(Block::new(BlockKind::Paragraph, text.trim_end()));
        }
        Page {
            number,
            blocks,
            ..Page::default()
        }
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::new()
    }
}

const PLACES: &str = "Ager Birk Dal Elle Fug Gran Hav Is Jels Kær Lund Mose Nør Ørn Pile Rød Sand \
    Tårn Ulv Vester Ærø Ål";
const PLACE_ENDS: [&str; 5] = ["by", "sted", "rup", "bjerg", "havn"];

/// A catalogue of this size, as of 1 January 2026.
pub(crate) fn catalogue(size: Size, seed: u64) -> Catalogue {
    let language = Language::new();
    let mut dice = Dice::new(seed);
    let places: Vec<String> = PLACES
        .split_whitespace()
        .flat_map(|p| PLACE_ENDS.iter().map(move |e| format!("{p}{e}")))
        .take(98)
        .collect();
    let mut findings = BTreeMap::new();
    let mut municipalities: Vec<Municipality> = places
        .iter()
        .enumerate()
        .map(|(at, navn)| municipality(at, navn))
        .collect();
    // The last few have no strategy.
    let owners = municipalities.len() - 4;
    for at in 0..size.strategies {
        let municipality = &mut municipalities[at % owners];
        let edition = at / owners;
        let from = 2012 + (dice.below(4) + edition * 4).min(14) as i16;
        let listing = Listing {
            slug: format!("digitaliseringsstrategi-{from}-{edition}"),
            form: Some(Form::ALL[dice.below(6)].label().to_owned()),
            periode: Some(format!("{from}-{}", from + 3)),
            link: Some(format!(
                "https://www.{}.dk/strategi-{edition}.pdf",
                municipality.slug
            )),
            ..Listing::default()
        };
        let key = RowKey {
            kommune: municipality.slug.clone(),
            strategi: listing.slug.clone(),
        };
        let title = format!(
            "{} Kommunes strategi for {}",
            municipality.navn,
            dice.often(&language.words)
        );
        let pages = (1..=size.pages as u32)
            .map(|n| language.page(n, size.letters, &mut dice))
            .collect();
        municipality.strategier.push(listing);
        findings.insert(key, finding(title, pages));
    }
    let content = Content {
        municipalities,
        aliases: vec![
            vec!["AI".to_owned(), "kunstig intelligens".to_owned()],
            vec!["RPA".to_owned(), "softwarerobot".to_owned()],
        ],
        ..Content::default()
    };
    let day = strategikatalog::model::Date::constant(2026, 1, 1);
    Catalogue::assemble(content, findings, day).value
}

/// A catalogue with one strategy a municipality: name, title, pages. For tests that say what is
/// written.
#[allow(dead_code, reason = "the benchmark has no use for it")]
pub(crate) fn written(strategies: &[(&str, &str, &[&str])]) -> Catalogue {
    let mut findings = BTreeMap::new();
    let mut municipalities = Vec::new();
    for (at, (navn, title, pages)) in strategies.iter().enumerate() {
        let mut municipality = municipality(at, navn);
        if !pages.is_empty() {
            municipality.strategier.push(Listing {
                slug: "strategi".to_owned(),
                periode: Some("2019-2022".to_owned()),
                ..Listing::default()
            });
            let key = RowKey {
                kommune: municipality.slug.clone(),
                strategi: "strategi".to_owned(),
            };
            let pages = (1..).zip(pages.iter()).map(|(number, text)| Page {
                number,
                blocks: vec![Block::new(BlockKind::Paragraph, *text)],
                ..Page::default()
            });
            findings.insert(key, finding((*title).to_owned(), pages.collect()));
        }
        municipalities.push(municipality);
    }
    let content = Content {
        municipalities,
        aliases: vec![vec!["AI".to_owned(), "kunstig intelligens".to_owned()]],
        ..Content::default()
    };
    let day = strategikatalog::model::Date::constant(2026, 1, 1);
    Catalogue::assemble(content, findings, day).value
}

fn municipality(at: usize, navn: &str) -> Municipality {
    const REGIONS: [&str; 5] = [
        "Hovedstaden",
        "Sjælland",
        "Syddanmark",
        "Midtjylland",
        "Nordjylland",
    ];
    const GROUPS: [&str; 3] = ["Hovedstadskommuner", "Provinsbykommuner", "Landkommuner"];
    Municipality {
        slug: slug(navn),
        kode: 100 + at as u16,
        navn: navn.to_owned(),
        region: REGIONS[at % 5].to_owned(),
        indbyggere: 10_000 + 977 * at as u32,
        hjemmeside: Some(format!("https://www.{}.dk/", slug(navn))),
        kommunegruppe: GROUPS[at % 3].to_owned(),
        strategier: Vec::new(),
        noter: String::new(),
        file: format!("content/kommuner/{}.md", slug(navn)),
    }
}

fn finding(title: String, pages: Vec<Page>) -> Finding {
    let profile = Profile {
        id: title.clone(),
        title,
        municipality: None,
        municipalities: Vec::new(),
        is_strategy: true,
        form: Form::Digitaliseringsstrategi,
        draft: false,
        period: StatedPeriod {
            kind: PeriodKind::None,
            ..StatedPeriod::default()
        },
        other_periods: Vec::new(),
        pillars: Vec::new(),
        themes: Vec::new(),
        technologies: Vec::new(),
        organisation: Vec::new(),
        breadth: Breadth::Tvaergaaende,
        depth: Depth::Maal,
        references: Vec::new(),
        replaces: None,
    };
    Finding {
        document: Some(Document {
            pages,
            ..Document::default()
        }),
        profile: Some(profile),
        ..Finding::default()
    }
}
