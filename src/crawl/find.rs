//! What a link ended at → the document it is about: the file itself, the page itself, or a file or
//! page that a landing page leads to. Never leaves the site, asks for few pages, and takes nothing
//! that the reader does not take for the row's strategy.

use std::collections::BTreeSet;
use std::rc::Rc;

use url::Url;

use super::chapters;
use super::hop::Hop;
use super::page::{Link, Page};
use super::readers::Readers;
use super::retrieve::Web;
use super::row::Row;
use super::score::{WORTH_A_LOOK, Wanted, last_year, same_site, speaks_of_the_trade};
use super::soft404::says_missing;
use super::trail::follow;
use super::{Error, Reading, note};
use crate::archive::url_key;
use crate::danish::{is_stop_word, stem, tokens};
use crate::model::document::Condition;
use crate::model::form::Form;
use crate::model::listing::Listing;
use crate::model::period::{Period, PeriodKind};

/// Links tried from one page, best first.
const TRIED: usize = 4;
/// Pages between the link and its document, the landing page included.
const DEPTH: u32 = 2;
/// Words from which a page is a text of its own rather than a way to one.
const OWN_TEXT: usize = 300;
/// Words from which a page that states the row's very years is such a text, unless it has a file.
const SHORT_TEXT: usize = 120;
/// Points from which a file is preferred to a page that is itself the text.
const BETTER_AS_FILE: i32 = 9;

/// Points from which a page's own name and address are the row's paper's.
const NAMES_THE_PAPER: i32 = 5;
/// Words from which the page above the chapters is part of the text.
const INTRODUCTION: usize = 40;

/// What was found at the end of a link.
#[derive(Debug)]
pub(super) enum Found {
    /// The documents in reading order, and their text.
    Documents {
        /// One payload each.
        hops: Vec<Rc<Hop>>,
        /// The text of all of them.
        text: String,
        /// Form of the first, where it could be read.
        form: Option<Form>,
    },
    /// A page that says it is missing.
    Missing(String),
    /// Something else.
    Wrong(String),
}

/// Looks for the document of one row.
pub(super) struct Finder<'a, 'w> {
    pub(super) web: &'a Web<'w>,
    pub(super) readers: &'a Readers,
    pub(super) row: &'a Row<'a>,
}

/// What a page is by itself, before its links are looked at.
struct Own {
    is_right: bool,
    words: usize,
    text: String,
    form: Option<Form>,
}

/// Whether a reading is the row's document.
enum Verdict {
    Right,
    Wrong(String),
}

impl Finder<'_, '_> {
    /// The document that an answer is, or leads to.
    pub(super) async fn document(&self, hop: &Rc<Hop>) -> Result<Found, Error> {
        self.from(hop, DEPTH).await
    }

    /// The document that something met on a walk is, or leads to in one step: the walk itself goes
    /// further.
    pub(super) async fn one_step(&self, hop: &Rc<Hop>) -> Result<Found, Error> {
        self.from(hop, 1).await
    }

    /// A file that has the very name the list gives and speaks of digital matters at all: right unless
    /// it is another municipality's, or for other years.
    pub(super) async fn by_name(&self, hop: &Rc<Hop>) -> Result<Found, Error> {
        let reading = self.read(hop).await?;
        let verdict = match &reading {
            Some(reading) => self.verdict_on(reading, speaks_of_the_trade(&reading.text)),
            None => Verdict::Wrong(note::NO_TEXT.to_owned()),
        };
        Ok(found(hop, reading, verdict))
    }

    async fn from(&self, hop: &Rc<Hop>, depth: u32) -> Result<Found, Error> {
        if hop.bytes == 0 {
            return Ok(Found::Missing(note::EMPTY.to_owned()));
        }
        let reading = self.read(hop).await?;
        let verdict = self.verdict(reading.as_ref());
        if !hop.is_html() {
            // A file in which no text is found, be it cut short or all pictures: the list's word stands.
            let is_blank = reading
                .as_ref()
                .is_some_and(|reading| reading.condition == Condition::Empty);
            let verdict = if is_blank { Verdict::Right } else { verdict };
            return Ok(found(hop, reading, verdict));
        }
        let page = self.web.page(hop)?;
        if says_missing(&page) {
            let name = page.heading.or(page.title).unwrap_or_default();
            return Ok(Found::Missing(note::says_missing(&name)));
        }
        let words = reading
            .as_ref()
            .map_or(0, |r| r.text.split_whitespace().count());
        let is_text = matches!(verdict, Verdict::Right) && words >= OWN_TEXT;
        let wanted = Wanted::of(self.row.listing);
        let links = candidates(&page, hop, &wanted);
        for (points, link) in links.iter().filter(|(_, link)| link.file) {
            if is_text && *points < BETTER_AS_FILE {
                break;
            }
            if let Some(found) = self.try_file(&link.url).await? {
                return Ok(found);
            }
        }
        let own = Own {
            is_right: matches!(verdict, Verdict::Right),
            words,
            text: reading.as_ref().map(|r| r.text.clone()).unwrap_or_default(),
            form: reading.as_ref().map(|r| r.form),
        };
        if let Some(found) = self.chapters(hop, &page, &own).await? {
            return Ok(found);
        }
        let is_short_text = own.is_right && words >= SHORT_TEXT && self.states_its_years(&reading);
        if is_text || is_short_text {
            return Ok(found(hop, reading, verdict));
        }
        if depth > 1 {
            for (_, link) in links.iter().filter(|(_, link)| !link.file) {
                let trail = follow(self.web, &link.url).await?;
                let Ok(next) = trail.end else { continue };
                if next.status != 200 || !same_site(&next.url, &hop.url) {
                    continue;
                }
                let found = Box::pin(self.from(&next, depth - 1)).await?;
                if matches!(found, Found::Documents { .. }) {
                    return Ok(found);
                }
            }
        }
        Ok(found(hop, reading, verdict))
    }

    /// Fetches a file that a page links to; `None` unless it is the row's document.
    async fn try_file(&self, url: &Url) -> Result<Option<Found>, Error> {
        let trail = follow(self.web, url).await?;
        let Ok(hop) = trail.end else { return Ok(None) };
        if hop.status != 200 || hop.is_html() || hop.bytes == 0 {
            return Ok(None);
        }
        let reading = self.read(&hop).await?;
        let verdict = self.verdict(reading.as_ref());
        Ok(match found(&hop, reading, verdict) {
            found @ Found::Documents { .. } => Some(found),
            _ => None,
        })
    }

    async fn read(&self, hop: &Hop) -> Result<Option<Reading>, Error> {
        self.readers.read(hop.bytes, || self.web.body(hop)).await
    }

    /// The document whose beginning a page is, where its chapters stand on pages of their own.
    async fn chapters(
        &self,
        first: &Rc<Hop>,
        page: &Page,
        own: &Own,
    ) -> Result<Option<Found>, Error> {
        let name = page.heading.as_deref().or(page.title.as_deref());
        let named = Link::new(first.url.clone(), name.unwrap_or_default());
        let wanted = Wanted::of(self.row.listing);
        if !own.is_right && wanted.points(&named) < NAMES_THE_PAPER {
            return Ok(None);
        }
        let mut seen = BTreeSet::from([url_key(first.url.as_str())]);
        let mut waiting = chapters::listed(page, &first.url);
        let mut is_introduction = own.words >= INTRODUCTION;
        if waiting.is_empty() {
            waiting = chapters::siblings(page, &first.url, |folder| {
                wanted.points(&Link::new(folder.clone(), "")) >= NAMES_THE_PAPER
            });
            if !waiting.is_empty() {
                // The page itself is one of them, in its place.
                seen.clear();
                is_introduction = false;
            }
        }
        let is_chain = waiting.is_empty();
        waiting.extend(chapters::next(page, &first.url).filter(|_| is_chain));
        waiting.reverse();
        let mut hops = Vec::new();
        let mut texts = Vec::new();
        let mut is_right = own.is_right;
        if is_chain || is_introduction {
            hops.push(Rc::clone(first));
            texts.push(own.text.clone());
        }
        let before = hops.len();
        while let Some(url) = waiting.pop() {
            if hops.len() > chapters::MOST || !seen.insert(url_key(url.as_str())) {
                continue;
            }
            let Ok(hop) = follow(self.web, &url).await?.end else {
                continue;
            };
            if hop.status != 200 || !hop.is_html() || hop.bytes == 0 {
                continue;
            }
            let page = self.web.page(&hop)?;
            let Some(reading) = self.read(&hop).await?.filter(|_| !says_missing(&page)) else {
                continue;
            };
            if is_chain && is_another_paper(&page, &named.text) {
                break;
            }
            is_right |= matches!(self.verdict(Some(&reading)), Verdict::Right);
            if is_chain {
                waiting.extend(chapters::next(&page, &hop.url));
            }
            texts.push(reading.text);
            hops.push(hop);
        }
        let enough = hops.len() > before + usize::from(!is_chain);
        Ok((is_right && enough).then(|| Found::Documents {
            hops,
            text: texts.join("\n\n"),
            form: own.form,
        }))
    }

    /// Whether a page states the very years that the list gives the row.
    fn states_its_years(&self, reading: &Option<Reading>) -> bool {
        let listed = self.row.listing.periode.as_deref();
        let listed = listed.and_then(Period::from_list);
        let stated = reading.as_ref().map(|r| r.period);
        listed.is_some_and(|p| p.kind == PeriodKind::Range) && listed == stated
    }

    fn verdict(&self, reading: Option<&Reading>) -> Verdict {
        match reading {
            Some(reading) => self.verdict_on(reading, false),
            None => Verdict::Wrong(note::NO_TEXT.to_owned()),
        }
    }

    /// `is_known`: something else than its text says that it is the row's paper.
    fn verdict_on(&self, reading: &Reading, is_known: bool) -> Verdict {
        let (row, kommune) = (self.row.listing, &self.row.municipality.slug);
        if reading.condition != Condition::Readable && reading.condition != Condition::Empty {
            // Nobody can say what a scanned or locked file is; the list's word stands.
            return Verdict::Right;
        }
        if let Some(other) = reading.municipality.as_ref().filter(|m| *m != kommune) {
            return Verdict::Wrong(note::other_municipality(other));
        }
        if !is_known && !reading.is_strategy && !is_named(row, reading) {
            return Verdict::Wrong(note::no_strategy(reading.title.as_deref()));
        }
        let listed = row.periode.as_deref().and_then(Period::from_list);
        if let Some(listed) = listed
            && are_apart(&listed, &reading.period)
        {
            return Verdict::Wrong(note::other_period(&reading.period.label(), &listed.label()));
        }
        Verdict::Right
    }
}

fn found(hop: &Rc<Hop>, reading: Option<Reading>, verdict: Verdict) -> Found {
    match verdict {
        Verdict::Right => Found::Documents {
            hops: vec![Rc::clone(hop)],
            form: reading.as_ref().map(|r| r.form),
            text: reading.map(|r| r.text).unwrap_or_default(),
        },
        Verdict::Wrong(why) => Found::Wrong(why),
    }
}

/// Whether a page that "next" leads to begins another paper than the first page's heading names.
fn is_another_paper(page: &Page, heading: &str) -> bool {
    let papers = chapters::papers(page.heading.as_deref().unwrap_or_default());
    !papers.is_empty() && papers.is_disjoint(&chapters::papers(heading))
}

/// Two ranges without a year in common.
fn are_apart(listed: &Period, stated: &Period) -> bool {
    let range = |p: &Period| p.from.zip(p.to).filter(|_| p.kind == PeriodKind::Range);
    match (range(listed), range(stated)) {
        (Some((a, b)), Some((c, d))) => b < c || d < a,
        _ => false,
    }
}

/// The list holds papers that are no strategy for digitalisation (a policy for security, a report).
/// Such a paper is the right one if its title has the words the list has.
fn is_named(listing: &Listing, reading: &Reading) -> bool {
    let label = listing.titel.as_deref().or(listing.form.as_deref());
    let Some(label) = label else { return false };
    if Form::from_label(label).is_some_and(Form::is_own) {
        return false;
    }
    let stems = |text: &str| -> BTreeSet<String> {
        tokens(text)
            .filter(|t| !is_stop_word(&t.word))
            .map(|t| stem(&t.word))
            .collect()
    };
    let asked = stems(label);
    let title = stems(reading.title.as_deref().unwrap_or_default());
    !asked.is_empty() && asked.is_subset(&title)
}

/// Links worth a request, best first, each address once.
fn candidates(page: &Page, hop: &Hop, wanted: &Wanted) -> Vec<(i32, Link)> {
    let mut seen = BTreeSet::from([url_key(hop.url.as_str())]);
    let mut out: Vec<(i32, Link)> = Vec::new();
    for link in &page.links {
        if !same_site(&link.url, &hop.url) {
            continue;
        }
        let points = wanted.points(link);
        if points >= WORTH_A_LOOK && seen.insert(url_key(link.url.as_str())) {
            out.push((points, link.clone()));
        }
    }
    // Among equals the newest edition comes first, unless the row says which one it is; and then,
    // since the sort is stable, the first on the page.
    let newest = |link: &Link| last_year(link).filter(|_| !wanted.has_years());
    out.sort_by_key(|(points, link)| std::cmp::Reverse((*points, newest(link))));
    out.truncate(TRIED);
    out
}
