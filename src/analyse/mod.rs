//! Documents → profiles: whose it is, what it is, for which years, what it is about and where it
//! says so. Every statement carries its evidence. Refuses to read files (that is extraction) and
//! to know the list (that is the catalogue): it speaks of the document alone.

mod depth;
mod draft;
pub mod eval;
pub mod jsonl;
mod kind;
mod lexicon;
mod period;
mod pillars;
mod places;
mod plain;
mod reading;
mod references;
mod subjects;

use rayon::prelude::*;

pub use lexicon::Lexicon;

use crate::model::document::Document;
use crate::model::outcome::{Outcome, Warning};
use crate::model::profile::Profile;
use crate::progress::Progress;

/// One document with what the caller knows about it.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Identifier, returned in the profile.
    pub id: String,
    /// Address it was fetched from.
    pub url: Option<String>,
    /// Name of the file.
    pub file_name: Option<String>,
    /// Title the caller knows (a web page's, an editor's).
    pub title: Option<String>,
    /// Heading the text stood under, for excerpts.
    pub heading: Option<String>,
    /// The list's link text.
    pub link_text: Option<String>,
    /// Form as the list has it.
    pub listed_form: Option<String>,
    /// Period as the list has it.
    pub listed_period: Option<String>,
    /// Slug of the municipality it is listed under.
    pub municipality: Option<String>,
    /// The document.
    pub document: &'a Document,
}

impl<'a> Input<'a> {
    /// A document about which nothing else is known.
    pub fn new(id: impl Into<String>, document: &'a Document) -> Self {
        Self {
            id: id.into(),
            url: None,
            file_name: None,
            title: None,
            heading: None,
            link_text: None,
            listed_form: None,
            listed_period: None,
            municipality: None,
            document,
        }
    }
}

/// How to analyse. Nothing to choose yet; the struct keeps the door stable.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {}

/// Profiles of many documents, in order, read in parallel.
pub fn run(
    inputs: &[Input<'_>],
    lexicon: &Lexicon,
    _options: &Options,
    progress: &dyn Progress,
) -> Outcome<Vec<Profile>> {
    progress.start("analyse", Some(inputs.len() as u64));
    let profiles: Vec<Profile> = inputs
        .par_iter()
        .map(|input| {
            let profile = profile(input, lexicon);
            progress.step(&input.id);
            profile
        })
        .collect();
    progress.finish();
    let warnings = inputs
        .iter()
        .filter(|i| !i.document.is_readable())
        .map(|i| {
            let why = i.document.condition.label();
            Warning::new(&i.id, format!("not analysed beyond its title: {why}"))
        })
        .collect();
    Outcome::with(profiles, warnings)
}

/// The profile of one document.
pub fn profile(input: &Input<'_>, lexicon: &Lexicon) -> Profile {
    let document = input.document;
    let pieces = reading::pieces(document);
    let headings = reading::headings(document);
    let heading_texts: Vec<&str> = headings.iter().map(|h| h.text).collect();
    let own_title = document.title.as_deref();
    let given = input.title.as_deref();
    let mut titles: Vec<&str> = own_title.into_iter().chain(given).collect();
    titles.dedup();
    if titles.is_empty() {
        titles.extend(reading::opening_line(document));
    }
    let file_name = input
        .file_name
        .as_deref()
        .or_else(|| input.url.as_deref().and_then(last_segment));

    let whose = lexicon.places.find(&places::Clues {
        titles: &titles,
        url: input.url.as_deref(),
        file_name,
        pieces: &pieces,
        headings: &heading_texts,
    });
    let pillars = pillars::find(document);
    let clues = kind::Clues {
        titles: &titles,
        url: input.url.as_deref(),
        own_host: whose.own_host,
        others_named: if whose.one.is_none() { whose.named } else { 0 },
        headings: &heading_texts,
        pieces: &pieces,
        pillars: pillars.len(),
    };
    let is_strategy = kind::is_strategy(&clues);
    // Only a strategy has pillars; a report's chapters are not.
    let pillars = if is_strategy { pillars } else { Vec::new() };
    let form = kind::form(&clues, is_strategy);
    let period = period::find(&period::Sources {
        titles: titles.clone(),
        file_name,
        link_text: input.link_text.as_deref(),
        listed: input.listed_period.as_deref(),
        document,
        is_strategy,
    });
    let mut memory = lexicon::Memory::default();
    let found = subjects::find(lexicon, &pieces, &headings, &pillars, &mut memory);
    Profile {
        id: input.id.clone(),
        title: titles.first().copied().unwrap_or_default().to_owned(),
        municipality: whose.one,
        municipalities: whose.all,
        is_strategy,
        form,
        draft: draft::is_draft(&titles, &heading_texts, &pieces),
        period: period.period,
        other_periods: period.others,
        pillars,
        themes: found.themes,
        technologies: found.technologies,
        organisation: found.organisation,
        breadth: depth::breadth(&titles, form, &pieces),
        depth: depth::depth(form, &pieces),
        references: references::find(&pieces),
        replaces: period.replaces,
    }
}

/// Reads a document anew for its subjects alone: all of a profile that an editor's words decide.
pub fn read_subjects(profile: &mut Profile, document: &Document, lexicon: &Lexicon) {
    let pieces = reading::pieces(document);
    let headings = reading::headings(document);
    let mut memory = lexicon::Memory::default();
    let found = subjects::find(lexicon, &pieces, &headings, &profile.pillars, &mut memory);
    profile.themes = found.themes;
    profile.technologies = found.technologies;
    profile.organisation = found.organisation;
}

/// The last part of an address, without query.
fn last_segment(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?;
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|s| !s.is_empty() && !s.contains("://"))
}
