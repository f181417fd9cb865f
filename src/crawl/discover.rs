//! Municipalities' own sites → proposals for strategies that are missing from the list. Proposes
//! only what the reader takes for the municipality's own paper on digitalisation; publishes
//! nothing.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::hop::Hop;
use super::page::is_file;
use super::proposal::{self, Proposal};
use super::readers::Readers;
use super::retrieve::Web;
use super::score::{WORTH_A_LOOK, Wanted};
use super::walk::{Limits, Step, walk};
use super::{Error, Options, Reader, Reading, with_runtime};
use crate::archive::{Archive, url_key};
use crate::fetch;
use crate::model::catalogue::Content;
use crate::model::document::Condition;
use crate::model::form::Form;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::outcome::Outcome;
use crate::model::period::Period;
use crate::progress::Progress;

/// Words below which a page is no document.
const SHORTEST: usize = 150;

/// Pages and clicks that one site is worth by default.
pub const LIMITS: Limits = Limits {
    pages: 200,
    depth: 4,
    least_points: -2,
};

/// Walks the municipalities' sites and writes what it finds into `dir`, one file each. Returns the
/// new proposals by id. A proposal that is there already, also one an editor turned down, is left
/// as it is.
///
/// # Errors
/// Those of [`run`](super::run()), and where a proposal cannot be written.
pub fn discover(
    content: &Content,
    archive: &mut Archive,
    options: &Options,
    limits: Limits,
    dir: &Path,
    reader: &dyn Reader,
    progress: &dyn Progress,
) -> Result<Outcome<Vec<Proposal>>, Error> {
    let chosen = super::chosen(content, &options.only)?;
    let warnings = archive.begin()?;
    let known = Known::gather(content, archive, dir)?;
    progress.start("discover", Some(chosen.len() as u64));
    let client = fetch::Client::new(&options.fetch)?;
    let proposals = with_runtime(reader, async |readers| {
        let web = Web::new(client, archive, options);
        let mut running: FuturesUnordered<_> = chosen
            .iter()
            .map(async |municipality| {
                let site = Site {
                    web: &web,
                    readers,
                    known: &known,
                    municipality,
                };
                (municipality.slug.as_str(), site.proposals(limits).await)
            })
            .collect();
        let mut all = Vec::new();
        while let Some((slug, proposals)) = running.next().await {
            progress.step(slug);
            all.extend(proposals?);
        }
        Ok::<_, Error>(all)
    });
    progress.finish();
    archive.finish()?;
    let mut proposals: Vec<Proposal> = proposals?;
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    proposals.dedup_by(|a, b| a.id == b.id);
    for proposal in &proposals {
        proposal::write(dir, proposal)?;
    }
    Ok(Outcome::with(proposals, warnings))
}

/// What need not be proposed.
struct Known {
    links: BTreeSet<String>,
    payloads: BTreeSet<String>,
    ids: BTreeSet<String>,
    /// Municipality, form and period of what was proposed before.
    papers: BTreeSet<(String, String, Option<String>)>,
}

impl Known {
    fn gather(content: &Content, archive: &Archive, dir: &Path) -> Result<Self, Error> {
        let proposed = proposal::read_all(dir)?;
        let mut known = Self {
            links: BTreeSet::new(),
            payloads: BTreeSet::new(),
            ids: proposed.iter().map(|p| p.id.clone()).collect(),
            papers: proposed
                .into_iter()
                .map(|p| (p.kommune, p.form, p.periode))
                .collect(),
        };
        for municipality in &content.municipalities {
            for row in &municipality.strategier {
                known.links.extend(row.link.as_deref().map(url_key));
                for visit in archive.visits(&row.visit_url(&municipality.slug)) {
                    for document in visit.documents {
                        known.links.insert(url_key(&document.url));
                        known.payloads.insert(document.sha256);
                    }
                }
            }
        }
        Ok(known)
    }
}

struct Site<'a, 'w> {
    web: &'a Web<'w>,
    readers: &'a Readers,
    known: &'a Known,
    municipality: &'a Municipality,
}

impl Site<'_, '_> {
    async fn proposals(&self, limits: Limits) -> Result<Vec<Proposal>, Error> {
        let home = self.municipality.hjemmeside.as_deref();
        let Some(site) = home.and_then(|home| fetch::parse(home).ok()) else {
            return Ok(Vec::new());
        };
        let wanted = Wanted::of(&Listing {
            titel: Some("Strategi for digitalisering".to_owned()),
            form: Some("Digitaliseringsstrategi".to_owned()),
            ..Listing::default()
        });
        let mut found: Vec<(bool, Proposal)> = Vec::new();
        let points = |link: &super::page::Link| wanted.points(link);
        walk(self.web, &site, limits, points, {
            let found = &mut found;
            async move |step: Step<'_>| {
                if let Some(proposal) = self.weigh(&step).await? {
                    found.push((step.hop.is_html(), proposal));
                }
                Ok(ControlFlow::Continue(()))
            }
        })
        .await?;
        // The page that leads to a file often quotes it; the file is the document.
        let paper = |p: &Proposal| (p.kommune.clone(), p.form.clone(), p.periode.clone());
        let files: BTreeSet<_> = found
            .iter()
            .filter(|(is_page, _)| !is_page)
            .map(|(_, p)| paper(p))
            .collect();
        found.retain(|(is_page, p)| {
            let paper = paper(p);
            !is_page || !(files.contains(&paper) || self.known.papers.contains(&paper))
        });
        Ok(found.into_iter().map(|(_, proposal)| proposal).collect())
    }

    /// Whether something the walk came to is a strategy that is missing.
    async fn weigh(&self, step: &Step<'_>) -> Result<Option<Proposal>, Error> {
        let hop = step.hop;
        if step.points < WORTH_A_LOOK && !is_file(&hop.url) {
            return Ok(None);
        }
        let Some(snapshot) = hop.snapshot() else {
            return Ok(None);
        };
        let id = format!(
            "{}-{}",
            self.municipality.slug,
            snapshot.sha256.get(..8).unwrap_or_default()
        );
        let known = self.known;
        if known.links.contains(&url_key(hop.url.as_str()))
            || known.payloads.contains(&snapshot.sha256)
            || known.ids.contains(&id)
        {
            return Ok(None);
        }
        let reading = self.readers.read(hop.bytes, || self.web.body(hop)).await?;
        let Some(reading) = reading.filter(|reading| self.is_own_strategy(hop, reading)) else {
            return Ok(None);
        };
        let period = (!reading.period.is_none()).then(|| reading.period.to_list());
        let Some(row) = self.row_for(&reading) else {
            return Ok(None);
        };
        let mut why = vec![format!(
            "Linket »{}« på kommunens eget websted førte til dokumentet",
            step.text
        )];
        why.push(format!(
            "Analysen læser det som: {}",
            reading.form.label().to_lowercase()
        ));
        why.push(row.to_owned());
        Ok(Some(Proposal {
            id,
            kommune: self.municipality.slug.clone(),
            titel: reading.title,
            form: reading.form.label().to_owned(),
            periode: period,
            link: hop.url.to_string(),
            udkast: reading.draft,
            citat: reading.quote,
            hvorfor: why,
            afvist: false,
            dokument: snapshot,
        }))
    }

    fn is_own_strategy(&self, hop: &Hop, reading: &Reading) -> bool {
        reading.is_strategy
            && reading.condition == Condition::Readable
            && reading.form.is_own()
            && reading
                .municipality
                .as_ref()
                .is_none_or(|m| *m == self.municipality.slug)
            && (!hop.is_html() || reading.text.split_whitespace().count() >= SHORTEST)
    }

    /// How the list stands to a reading; `None` where a row with a document says the same already.
    fn row_for(&self, reading: &Reading) -> Option<&'static str> {
        let rows = self.municipality.strategier.iter();
        let mut same_form =
            rows.filter(|row| row.form.as_deref().and_then(Form::from_label) == Some(reading.form));
        let period = |row: &Listing| row.periode.as_deref().and_then(Period::from_list);
        let same = same_form.find(|row| {
            let listed = period(row).unwrap_or(Period::NONE);
            listed.is_none() || reading.period.is_none() || listed == reading.period
        });
        match same {
            None => Some("Listen har ingen række med den form og periode"),
            Some(row) if row.link.is_none() && row.dokument.is_none() => {
                Some("Listen har rækken, men uden link")
            }
            Some(row) if period(row).is_none_or(|p| p.is_none()) => {
                Some("Listen har en række af samme form uden periode")
            }
            Some(_) => None,
        }
    }
}
