//! Themes, technologies and KL's organisation subjects: the list of each vocabulary, and a page a
//! subject with its strongest passages and who leaves it out. Refuses to name a municipality as
//! leaving something out where its papers could not be read whole.

use serde::Serialize;

use super::parts::{Link, Tag, level_label};
use super::quote::Quote;
use crate::model::subject::{Subject, SubjectKind};
use crate::render::chart::Chart;
use crate::render::chart::trend::{self, InForce};
use crate::render::facts::{Facts, mention};
use crate::render::standing::Level;
use crate::render::{map, markdown, routes, words};

/// What a vocabulary is called: one, many, and its page's title.
pub(in crate::render) fn names(kind: SubjectKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        SubjectKind::Tema => ("tema", "temaer", "Temaer"),
        SubjectKind::Teknologi => ("teknologi", "teknologier", "Teknologier"),
        SubjectKind::Organisering => ("emne", "emner", "Organisering"),
    }
}

/// The list of one vocabulary.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SubjectsView {
    kind: &'static str,
    groups: Vec<Group>,
    readable: usize,
    matrix: Option<&'static str>,
    others: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Group {
    name: String,
    subjects: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    link: Link,
    count: usize,
    share: usize,
}

impl SubjectsView {
    /// The list.
    pub(in crate::render) fn new(facts: &Facts<'_>, kind: SubjectKind) -> Self {
        let readable = facts.readable();
        let mut groups: Vec<Group> = Vec::new();
        for subject in facts.subjects(kind) {
            let count = facts.carriers(kind, &subject.id).count();
            let entry = Entry {
                link: Link::subject(subject),
                count,
                share: words::share(count, readable),
            };
            match groups.iter_mut().find(|g| g.name == subject.gruppe) {
                Some(group) => group.subjects.push(entry),
                None => groups.push(Group {
                    name: subject.gruppe.clone(),
                    subjects: vec![entry],
                }),
            }
        }
        Self {
            kind: kind.folder(),
            groups,
            readable,
            matrix: (kind == SubjectKind::Tema).then_some(routes::MATRIX),
            others: SubjectKind::ALL
                .into_iter()
                .filter(|other| *other != kind)
                .map(|other| Link::new(names(other).2, routes::subjects(other)))
                .collect(),
        }
    }
}

/// Quotes from one strategy at most, so that one talkative paper does not fill the page.
const QUOTES_EACH: usize = 2;
/// Quotes on a page at most.
const QUOTES: usize = 40;

/// A page a subject.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SubjectView {
    /// The editor's text; HTML of our own making.
    text: String,
    words: Vec<String>,
    group: String,
    all: Link,
    readable: usize,
    count: usize,
    share: String,
    levels: Vec<LevelGroup>,
    quotes: Vec<Quote>,
    more: usize,
    /// Municipalities whose papers were read whole and leave it out.
    omitting: Vec<Link>,
    /// Municipalities with a paper that could not be read whole.
    unread: Vec<Link>,
    trend: Option<Chart>,
    map: Option<Chart>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Debug, Serialize)]
struct LevelGroup {
    level: u8,
    label: &'static str,
    municipalities: Vec<Carrier>,
}

#[derive(Debug, Serialize)]
struct Carrier {
    municipality: Link,
    strategy: Option<Link>,
    status: Option<Tag>,
}

impl SubjectView {
    /// The page of one subject.
    pub(in crate::render) fn new(
        facts: &Facts<'_>,
        in_force: &InForce<'_>,
        subject: &Subject,
    ) -> Self {
        let kind = subject.kind;
        let readable = facts.readable();
        let count = facts.carriers(kind, &subject.id).count();
        let (quotes, more) = quotes(facts, subject);
        let named = |level: Level| -> Vec<Link> {
            facts
                .standings
                .iter()
                .filter(|s| s.level(kind, &subject.id) == level)
                .map(|s| Link::municipality(s.municipality))
                .collect()
        };
        let siblings: Vec<&Subject> = facts.subjects(kind).collect();
        let at = siblings.iter().position(|s| s.id == subject.id);
        let neighbour = |index: Option<usize>| {
            index
                .and_then(|i| siblings.get(i))
                .map(|s| Link::subject(s))
        };
        Self {
            text: markdown::render(
                &subject.tekst,
                &routes::root(&routes::subject(kind, &subject.id)),
            ),
            words: subject.ord.iter().map(|t| t.text.clone()).collect(),
            group: subject.gruppe.clone(),
            all: Link::new(names(kind).2, routes::subjects(kind)),
            readable,
            count,
            share: words::percent(count, readable),
            levels: levels(facts, subject),
            quotes,
            more,
            omitting: named(Level::Known(0)),
            unread: named(Level::Unread),
            trend: trend::subject(in_force, subject, "over-tid"),
            map: map::subject(&facts.standings, subject, "kort", &|m| {
                format!("../../{}", routes::municipality(&m.slug))
            }),
            previous: neighbour(at.and_then(|i| i.checked_sub(1))),
            next: neighbour(at.map(|i| i + 1)),
        }
    }
}

fn levels(facts: &Facts<'_>, subject: &Subject) -> Vec<LevelGroup> {
    let mut out: Vec<LevelGroup> = [3, 2, 1]
        .into_iter()
        .map(|level| LevelGroup {
            level,
            label: level_label(level),
            municipalities: Vec::new(),
        })
        .collect();
    for (standing, level) in facts.carriers(subject.kind, &subject.id) {
        let strategy = standing.strongest(subject.kind, &subject.id);
        if let Some(group) = out.iter_mut().find(|g| g.level == level) {
            group.municipalities.push(Carrier {
                municipality: Link::municipality(standing.municipality),
                strategy: strategy.map(|s| {
                    Link::new(
                        &s.title,
                        routes::passages(&s.key, subject.kind, &subject.id),
                    )
                }),
                status: strategy.map(Tag::status),
            });
        }
    }
    out.retain(|group| !group.municipalities.is_empty());
    out
}

/// The strongest passages of papers that were not replaced, and how many there are beyond them.
fn quotes(facts: &Facts<'_>, subject: &Subject) -> (Vec<Quote>, usize) {
    let mut all = Vec::new();
    let mut total = 0;
    for s in facts
        .catalogue
        .strategies
        .iter()
        .filter(|s| !s.is_superseded())
    {
        let Some((level, passages)) = mention(s, subject.kind, &subject.id) else {
            continue;
        };
        total += passages.len();
        let mut best: Vec<_> = passages.iter().collect();
        best.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.page.cmp(&b.page)));
        for (rank, passage) in best.into_iter().take(QUOTES_EACH).enumerate() {
            all.push((rank, level, passage, s));
        }
    }
    // Everyone's best passage comes before anyone's second.
    all.sort_by(|a, b| {
        (a.0, std::cmp::Reverse(a.1))
            .cmp(&(b.0, std::cmp::Reverse(b.1)))
            .then(b.2.weight.total_cmp(&a.2.weight))
            .then(a.3.key.cmp(&b.3.key))
    });
    let quotes: Vec<Quote> = all
        .into_iter()
        .take(QUOTES)
        .map(|(_, _, passage, s)| Quote::new(facts, s, passage))
        .collect();
    let more = total - quotes.len();
    (quotes, more)
}
