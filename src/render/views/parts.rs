//! The pieces that several pages share: links, tags, quotes, rows of the link collection. Decides
//! which outside addresses may become a link; refuses all but http and https.

use serde::Serialize;

use crate::model::Date;
use crate::model::catalogue::Strategy;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::profile::Passage;
use crate::model::snapshot::Snapshot;
use crate::model::subject::{Subject, SubjectKind};
use crate::render::facts::Facts;
use crate::render::standing::Standing;
use crate::render::{routes, words};

/// Something to go to on the site; `url` is relative to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Link {
    /// What it says.
    pub(in crate::render) label: String,
    /// Where it leads.
    pub(in crate::render) url: String,
}

impl Link {
    /// A link.
    pub(in crate::render) fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            url: url.into(),
        }
    }

    /// To a municipality.
    pub(in crate::render) fn municipality(m: &Municipality) -> Self {
        Self::new(&m.navn, routes::municipality(&m.slug))
    }

    /// To the municipality that a row belongs to.
    pub(in crate::render) fn owner(facts: &Facts<'_>, s: &Strategy) -> Self {
        let slug = &s.key.kommune;
        match facts.standing(slug) {
            Some(standing) => Self::municipality(standing.municipality),
            None => Self::new(slug, routes::municipality(slug)),
        }
    }

    /// To a strategy, by its title.
    pub(in crate::render) fn strategy(s: &Strategy) -> Self {
        Self::new(&s.title, routes::strategy(&s.key))
    }

    /// To a subject.
    pub(in crate::render) fn subject(s: &Subject) -> Self {
        Self::new(&s.titel, routes::subject(s.kind, &s.id))
    }
}

/// A value with the identifier that filters and style sheets know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Tag {
    /// Identifier, fit for a class name.
    pub(in crate::render) id: String,
    /// What it says.
    pub(in crate::render) label: String,
}

impl Tag {
    /// A tag. The contract's identifiers hold `/` and `æ`, which addresses and classes do not.
    pub(in crate::render) fn new(id: &str, label: impl Into<String>) -> Self {
        Self {
            id: crate::model::slug::slug(id),
            label: label.into(),
        }
    }

    /// The status of a row.
    pub(in crate::render) fn status(s: &Strategy) -> Self {
        if s.is_superseded() && s.status != crate::model::status::Status::Udkast {
            return Self::new("afloest", "Afløst");
        }
        Self::new(s.status.id(), s.status.label())
    }
}

/// A piece of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Piece {
    /// The words.
    pub(in crate::render) text: String,
    /// Whether they are what matched.
    pub(in crate::render) mark: bool,
}

/// A quoted passage with the way to its page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Quote {
    /// The words, those that matched marked.
    pub(in crate::render) pieces: Vec<Piece>,
    /// Page number.
    pub(in crate::render) page: u32,
    /// Nearest heading.
    pub(in crate::render) heading: Option<String>,
    /// The page on our site.
    pub(in crate::render) url: String,
    /// The page at the source.
    pub(in crate::render) source: Option<String>,
    /// Strategy and municipality, for pages with quotes from several.
    pub(in crate::render) strategy: Link,
    /// The municipality.
    pub(in crate::render) municipality: Link,
    /// What matched, for readers who wonder why.
    pub(in crate::render) matched: String,
}

impl Quote {
    /// A passage of a strategy.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy, passage: &Passage) -> Self {
        Self {
            pieces: pieces(&passage.quote, &passage.matched),
            page: passage.page,
            heading: passage.heading.clone().filter(|h| !h.trim().is_empty()),
            url: routes::page(&s.key, passage.page),
            source: source_at(s, passage.page),
            strategy: Link::strategy(s),
            municipality: Link::owner(facts, s),
            matched: passage.matched.join(", "),
        }
    }
}

/// Cuts a quote where its matched words begin and end. Words that are not there are passed over.
pub(in crate::render) fn pieces(quote: &str, matched: &[String]) -> Vec<Piece> {
    let mut spans: Vec<(usize, usize)> = matched
        .iter()
        .filter(|word| !word.trim().is_empty())
        .flat_map(|word| quote.match_indices(word.as_str()))
        .map(|(at, word)| (at, at + word.len()))
        .collect();
    spans.sort_by_key(|&(from, to)| (from, std::cmp::Reverse(to)));
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, mark| {
        if !text.is_empty() {
            out.push(Piece {
                text: text.to_owned(),
                mark,
            });
        }
    };
    for (from, to) in spans {
        if from < at {
            continue;
        }
        push(&quote[at..from], false);
        push(&quote[from..to], true);
        at = to;
    }
    push(&quote[at..], false);
    out
}

/// An address that may become a link: http or https, whatever a list or document says.
pub(in crate::render) fn outside(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// The host of an address, to say where a link leads.
pub(in crate::render) fn host(address: &str) -> String {
    url::Url::parse(address)
        .ok()
        .and_then(|u| {
            u.host_str()
                .map(|h| h.trim_start_matches("www.").to_owned())
        })
        .unwrap_or_default()
}

/// The document at its source, opened at a page: PDF viewers understand `#page=N`, chapters on the
/// web have an address of their own.
pub(in crate::render) fn source_at(s: &Strategy, page: u32) -> Option<String> {
    let own = s.finding.document.iter().flat_map(|d| &d.pages);
    if let Some(address) = own
        .clone()
        .find(|p| p.number == page)
        .and_then(|p| p.url.as_deref())
    {
        return outside(address);
    }
    let snapshot = s.finding.sources.first()?;
    let address = outside(&snapshot.url).or_else(|| source(s))?;
    if snapshot.media_type != "application/pdf" {
        return Some(address);
    }
    let bare = address.split('#').next().unwrap_or_default();
    Some(format!("{bare}#page={page}"))
}

/// The link of the list.
pub(in crate::render) fn source(s: &Strategy) -> Option<String> {
    s.listing.link.as_deref().and_then(outside)
}

/// How a link fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Health {
    /// The contract's identifier, or `ikke-proevet`.
    pub(in crate::render) id: String,
    /// What it says.
    pub(in crate::render) label: String,
    /// When it was last tried.
    pub(in crate::render) tried: Option<String>,
    /// The same day for machines and sorting, `2024-01-31`.
    pub(in crate::render) iso: String,
    /// Whether a reader who follows it gets the document.
    pub(in crate::render) good: bool,
}

impl Health {
    /// Health of a row's link, as it was last tried.
    pub(in crate::render) fn of(s: &Strategy) -> Self {
        let tried = s.finding.visits.last().map(|v| words::day_of(v.at));
        match s.health {
            Some(health) => Self::new(health, tried),
            None => Self {
                id: "ikke-proevet".to_owned(),
                label: "Ikke afprøvet".to_owned(),
                tried: None,
                iso: String::new(),
                good: false,
            },
        }
    }

    /// What a try on a day came to.
    pub(in crate::render) fn new(health: LinkHealth, tried: Option<Date>) -> Self {
        Self {
            id: health.id().to_owned(),
            label: health.label().to_owned(),
            tried: tried.map(words::date),
            iso: tried.map(|day| day.to_string()).unwrap_or_default(),
            good: health.has_document(),
        }
    }
}

/// Proof of one archived payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Proof {
    /// When it was fetched.
    pub(in crate::render) fetched: String,
    /// The moment for machines.
    pub(in crate::render) moment: String,
    /// Where from, if it has an address on the web.
    pub(in crate::render) url: Option<String>,
    /// SHA-256 of the payload.
    pub(in crate::render) sha256: String,
    /// Its size.
    pub(in crate::render) size: String,
    /// Media type.
    pub(in crate::render) media_type: String,
    /// Our copy, where copies are published.
    pub(in crate::render) copy: Option<String>,
}

impl Proof {
    /// The proof of a payload.
    pub(in crate::render) fn new(facts: &Facts<'_>, snapshot: &Snapshot) -> Self {
        Self {
            fetched: words::date(words::day_of(snapshot.fetched)),
            moment: words::moment(snapshot.fetched),
            url: outside(&snapshot.url),
            sha256: snapshot.sha256.clone(),
            size: words::size(snapshot.bytes),
            media_type: snapshot.media_type.clone(),
            copy: facts.copy(&snapshot.sha256),
        }
    }
}

/// Size classes of municipalities, by inhabitants: identifier, label, first number above.
const SIZES: [(&str, &str, u32); 4] = [
    ("under-25000", "Under 25.000 indbyggere", 25_000),
    ("25000-49999", "25.000-49.999 indbyggere", 50_000),
    ("50000-99999", "50.000-99.999 indbyggere", 100_000),
    ("fra-100000", "100.000 indbyggere og derover", u32::MAX),
];

/// The size class of a municipality.
pub(in crate::render) fn size_class(indbyggere: u32) -> Tag {
    let (id, label, _) = SIZES
        .into_iter()
        .find(|&(_, _, below)| indbyggere < below)
        .unwrap_or(SIZES[SIZES.len() - 1]);
    Tag::new(id, label)
}

/// A subject with the level at which a paper carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Carried {
    /// Subject id.
    pub(in crate::render) id: String,
    /// Its title.
    pub(in crate::render) label: String,
    /// The passages on the strategy's page, where there are any, else the subject's page.
    pub(in crate::render) url: String,
    /// 1 to 3.
    pub(in crate::render) level: u8,
}

/// The subjects of one vocabulary that a paper carries, strongest first.
pub(in crate::render) fn carried(
    facts: &Facts<'_>,
    s: &Strategy,
    kind: SubjectKind,
) -> Vec<Carried> {
    let mut out: Vec<Carried> = facts
        .subjects(kind)
        .filter_map(|subject| {
            let (level, _) = crate::render::facts::mention(s, kind, &subject.id)?;
            Some(Carried {
                id: subject.id.clone(),
                label: subject.titel.clone(),
                url: routes::passages(&s.key, kind, &subject.id),
                level,
            })
        })
        .collect();
    out.sort_by_key(|c| std::cmp::Reverse(c.level));
    out
}

/// What a level of a theme is called.
pub(in crate::render) fn level_label(level: u8) -> &'static str {
    match level {
        3 => "Eget indsatsområde",
        2 => "Eget afsnit",
        1 => "Omtalt",
        _ => "Ikke omtalt",
    }
}

/// A row of the link collection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Row {
    pub(in crate::render) kommune: Link,
    pub(in crate::render) kode: u16,
    pub(in crate::render) region: Tag,
    pub(in crate::render) gruppe: Tag,
    pub(in crate::render) stoerrelse: Tag,
    pub(in crate::render) indbyggere: String,
    pub(in crate::render) figur: Tag,
    /// Absent for a municipality without a row.
    pub(in crate::render) strategi: Option<Paper>,
}

/// The strategy of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::render) struct Paper {
    pub(in crate::render) link: Link,
    pub(in crate::render) form: Tag,
    /// The list's own word for the form, where it differs.
    pub(in crate::render) listed_form: Option<String>,
    pub(in crate::render) period: String,
    pub(in crate::render) from: Option<i16>,
    pub(in crate::render) to: Option<i16>,
    pub(in crate::render) status: Tag,
    pub(in crate::render) health: Health,
    pub(in crate::render) source: Option<String>,
    pub(in crate::render) host: String,
    pub(in crate::render) copy: Option<String>,
    pub(in crate::render) themes: Vec<Carried>,
    pub(in crate::render) technologies: Vec<Carried>,
    pub(in crate::render) breadth: Option<Tag>,
    pub(in crate::render) depth: Option<Tag>,
    /// Why no themes are shown, where that is so.
    pub(in crate::render) unread: Option<&'static str>,
}

impl Paper {
    /// A strategy as a row shows it.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy) -> Self {
        let source = source(s);
        let profile = s.readable().map(|(_, profile)| profile);
        Self {
            link: Link::strategy(s),
            form: Tag::new(s.form.id(), s.form.label()),
            listed_form: s
                .listing
                .form
                .clone()
                .filter(|f| f != s.form.label() && f.chars().any(char::is_alphanumeric)),
            period: s.period.label(),
            from: s.period.start_year(),
            to: s.period.last_year(),
            status: Tag::status(s),
            health: Health::of(s),
            host: source.as_deref().map(host).unwrap_or_default(),
            source,
            copy: s
                .finding
                .sources
                .first()
                .and_then(|snapshot| facts.copy(&snapshot.sha256)),
            themes: carried(facts, s, SubjectKind::Tema),
            technologies: carried(facts, s, SubjectKind::Teknologi),
            breadth: profile.map(|p| {
                let id = match p.breadth {
                    crate::model::profile::Breadth::Tvaergaaende => "tvaergaaende",
                    crate::model::profile::Breadth::Fagomraade => "fagomraade",
                };
                Tag::new(id, p.breadth.label())
            }),
            depth: profile.map(|p| Tag::new(p.depth.label(), p.depth.label())),
            unread: unread(s),
        }
    }
}

impl Row {
    /// A row for a municipality, with one of its strategies or none.
    pub(in crate::render) fn new(
        facts: &Facts<'_>,
        standing: &Standing<'_>,
        s: Option<&Strategy>,
    ) -> Self {
        let m = standing.municipality;
        Self {
            kommune: Link::municipality(m),
            kode: m.kode,
            region: Tag::new(&m.region, &m.region),
            gruppe: Tag::new(&m.kommunegruppe, &m.kommunegruppe),
            stoerrelse: size_class(m.indbyggere),
            indbyggere: words::number(u64::from(m.indbyggere)),
            figur: Tag::new(standing.figure.id(), standing.figure.label()),
            strategi: s.map(|s| Paper::new(facts, s)),
        }
    }
}

/// Why a paper's text is not here, in a few words; `None` where it was read.
pub(in crate::render) fn unread(s: &Strategy) -> Option<&'static str> {
    match &s.finding.document {
        Some(document) if document.is_readable() => None,
        Some(document) => Some(document.condition.label()),
        None if s.listing.archive_url().is_none() => Some("Intet link på listen"),
        None if s.finding.visits.is_empty() => Some("Ikke hentet endnu"),
        None => Some("Dokumentet kunne ikke hentes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_words_are_cut_out_once() {
        let words = [
            "data".to_owned(),
            "dataetik".to_owned(),
            "findes ikke".to_owned(),
        ];
        let cut = pieces("Om dataetik og data.", &words);
        let marked: Vec<&str> = cut
            .iter()
            .filter(|p| p.mark)
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(marked, ["dataetik", "data"]);
        let whole: String = cut.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(whole, "Om dataetik og data.");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(outside("javascript:alert(1)"), None);
        assert_eq!(outside("urn:sha256:00"), None);
        assert_eq!(outside("data:text/html,x"), None);
        assert_eq!(
            outside("https://rk.dk/a b\"c").as_deref(),
            Some("https://rk.dk/a%20b%22c")
        );
    }

    #[test]
    fn half_a_million_inhabitants_are_more_than_a_hundred_thousand() {
        assert_eq!(size_class(632_340).id, "fra-100000");
        assert_eq!(size_class(100_000).id, "fra-100000");
        assert_eq!(size_class(99_999).id, "50000-99999");
        assert_eq!(size_class(1_793).id, "under-25000");
    }
}
