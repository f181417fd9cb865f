//! The catalogue → one report of what an editor should look at: links, periods, duplicates,
//! documents that cannot be read, proposals that wait. Every finding names its place and what to do
//! about it. Refuses to judge by itself what is right; it changes nothing unless [`fix_moved`] is
//! called.

mod across;
mod finding;
mod fix;
pub mod format;
mod link;
mod row;

pub use finding::{Finding, Kind, Report, Severity};
pub use fix::{Error, Fixed, fix_moved};

use crate::content::Problem;
use crate::model::catalogue::Catalogue;
use crate::model::outcome::Warning;

/// What the report holds beside the catalogue's own findings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Problems met while the catalogue was read and put together.
    pub warnings: Vec<Warning>,
    /// Proposals that wait for an editor.
    pub proposals: Vec<Proposal>,
}

/// A proposed row that no editor has accepted yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// What `discover --accept` takes.
    pub id: String,
    /// Slug of the municipality.
    pub kommune: String,
    /// The file it waits in.
    pub place: String,
    /// Title of the document.
    pub title: String,
    /// Where the document is.
    pub url: String,
    /// Why it is proposed.
    pub why: String,
}

/// Checks the catalogue as it stands on its own day.
pub fn run(catalogue: &Catalogue, options: &Options) -> Report {
    let mut findings = Vec::new();
    for strategy in &catalogue.strategies {
        let Some(municipality) = catalogue.municipality(&strategy.key.kommune) else {
            continue;
        };
        link::check(municipality, strategy, &mut findings);
        row::check(catalogue, municipality, strategy, &mut findings);
    }
    across::check(catalogue, &mut findings);
    findings.extend(options.proposals.iter().map(|p| proposal(catalogue, p)));
    findings.extend(options.warnings.iter().map(data_error));
    Report::new(
        Some(catalogue.as_of),
        catalogue.content.municipalities.len(),
        catalogue.strategies.len(),
        findings,
    )
}

/// The report where content does not parse, so that there is no catalogue to check.
pub fn broken(problems: &[Problem]) -> Report {
    let findings = problems.iter().cloned().map(|problem| {
        let mut finding = data_error(&Warning::from(problem));
        finding.severity = Severity::Error;
        finding
    });
    Report::new(None, 0, 0, findings.collect())
}

fn data_error(warning: &Warning) -> Finding {
    Finding {
        hint: warning.hint.clone(),
        ..Finding::new(Kind::DataError, &warning.place, warning.message.clone())
    }
}

fn proposal(catalogue: &Catalogue, proposal: &Proposal) -> Finding {
    let name = catalogue
        .municipality(&proposal.kommune)
        .map(|m| m.navn.clone());
    Finding {
        kommune: Some(proposal.kommune.clone()),
        navn: name,
        title: Some(proposal.title.clone()),
        url: Some(proposal.url.clone()),
        hint: Some(format!(
            "run `strategikatalog discover --accept {}` to take it into content/, or delete the proposal",
            proposal.id
        )),
        ..Finding::new(Kind::Proposal, &proposal.place, proposal.why.clone())
    }
}
