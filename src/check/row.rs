//! One row and the document that was read for it → where they disagree, what cannot be read, and
//! whether its time is up.

use super::finding::{Finding, Kind, Severity};
use crate::model::catalogue::{Catalogue, Strategy};
use crate::model::document::{Condition, Document, PageCondition};
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::profile::Profile;
use crate::model::slug::slug;
use crate::model::status::Status;

/// Pages that are named one by one before the rest are counted.
const NAMED: usize = 8;

/// Adds what is to say of a row beside its link.
pub(super) fn check(
    catalogue: &Catalogue,
    m: &Municipality,
    s: &Strategy,
    findings: &mut Vec<Finding>,
) {
    expiry(m, s, findings);
    for disagreement in s.disagreements.iter().filter(|d| d.about == "periode") {
        let message = format!(
            "{} counts, but {} is stated too",
            disagreement.kept, disagreement.other
        );
        let hint = "write the right one as periode, like 2019-2022; such a range on the list always counts";
        let mut finding = Finding::on(Kind::PeriodDisagreement, m, s, message).hint(hint);
        finding.page = disagreement.page;
        findings.push(finding);
    }
    findings.extend(
        s.finding
            .document
            .as_ref()
            .and_then(|d| unreadable(m, s, d)),
    );
    if let Some((_, profile)) = s.readable() {
        findings.extend(other_title(m, s, profile));
        if s.health != Some(LinkHealth::WrongDocument) {
            findings.extend(other_document(catalogue, m, s, profile));
        }
    }
}

fn expiry(m: &Municipality, s: &Strategy, findings: &mut Vec<Finding>) {
    let ends = s
        .period
        .end()
        .map_or_else(String::new, |day| day.to_string());
    let ask = format!(
        "look for a successor with `strategikatalog discover --only {}`, or ask {} whether it still applies and write the day as bekraeftet",
        m.slug, m.navn
    );
    match s.status {
        Status::Udloebet if !s.is_superseded() => {
            let message = format!("it ended {ends} and nothing in the catalogue replaces it");
            findings.push(Finding::on(Kind::Expired, m, s, message).hint(ask));
        }
        Status::Udloeber if !s.is_superseded() => {
            let message = format!("it ends {ends}");
            findings.push(Finding::on(Kind::Expiring, m, s, message).hint(ask));
        }
        _ if s.period.is_none() => {
            let message = if s.readable().is_some() {
                "neither the list nor the document states a period"
            } else {
                "the list states no period, and there is no document to read it in"
            };
            let hint =
                "write it as periode, like 2019-2022, Fra 2017, Frem til 2025 or Godkendt 2019";
            findings.push(Finding::on(Kind::NoPeriod, m, s, message.to_owned()).hint(hint));
        }
        _ => {}
    }
}

fn unreadable(m: &Municipality, s: &Strategy, document: &Document) -> Option<Finding> {
    let name = s
        .finding
        .sources
        .first()
        .map(|source| {
            source
                .file_name
                .clone()
                .unwrap_or_else(|| source.url.clone())
        })
        .unwrap_or_else(|| s.title.clone());
    let ask = format!(
        "ask {} for a version with text, or look for another copy",
        m.navn
    );
    let (what, hint) = match document.condition {
        Condition::Readable => return unread_pages(m, s, document, &name),
        Condition::Scanned => ("holds pictures of pages and no text", ask),
        Condition::Encrypted => (
            "needs a password",
            format!("ask {} for an open version", m.navn),
        ),
        Condition::Corrupt => (
            "is damaged",
            "fetch it again, or ask for another copy".to_owned(),
        ),
        Condition::Unreadable => ("has fonts that do not say which letters they show", ask),
        Condition::Empty => (
            "is empty",
            "see whether the link leads to the right place".to_owned(),
        ),
    };
    Some(Finding::on(Kind::Unreadable, m, s, format!("{name} {what}")).hint(hint))
}

/// Pages that could not be read in a document that otherwise could.
fn unread_pages(
    m: &Municipality,
    s: &Strategy,
    document: &Document,
    name: &str,
) -> Option<Finding> {
    let pages: Vec<u32> = document
        .pages
        .iter()
        .filter(|p| !matches!(p.condition, PageCondition::Readable | PageCondition::Empty))
        .map(|p| p.number)
        .collect();
    let first = *pages.first()?;
    let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
    let more = match pages.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = format!(
        "{name}: {} of {} pages have no text that can be read ({}{more})",
        pages.len(),
        document.pages.len(),
        named.join(", ")
    );
    let mut finding = Finding::on(Kind::Unreadable, m, s, message)
        .hint("what stands on them is never counted as missing; nothing needs to be done");
    finding.severity = Severity::Note;
    finding.page = Some(first);
    Some(finding)
}

/// The editor's title and the document's, where neither holds the other.
fn other_title(m: &Municipality, s: &Strategy, profile: &Profile) -> Option<Finding> {
    let listed = s.listing.titel.as_deref()?;
    let (a, b) = (slug(listed), slug(&profile.title));
    if a.is_empty() || b.is_empty() || a.contains(&b) || b.contains(&a) {
        return None;
    }
    let message = format!(
        "the list says \"{listed}\", the document \"{}\"",
        profile.title
    );
    let hint = "the list's title is shown; take titel out of the row to show the document's own";
    Some(Finding::on(Kind::TitleDisagreement, m, s, message).hint(hint))
}

/// A document that is no strategy, or another municipality's.
fn other_document(
    catalogue: &Catalogue,
    m: &Municipality,
    s: &Strategy,
    profile: &Profile,
) -> Option<Finding> {
    let foreign = profile
        .municipality
        .as_ref()
        .filter(|owner| **owner != m.slug && !profile.municipalities.contains(&m.slug));
    let message = match foreign {
        Some(owner) => {
            let name = catalogue
                .municipality(owner)
                .map_or(owner.as_str(), |o| o.navn.as_str());
            format!("the document \"{}\" seems to be {name}'s", profile.title)
        }
        None if !profile.is_strategy => {
            format!(
                "the document \"{}\" does not read like a strategy",
                profile.title
            )
        }
        None => return None,
    };
    let mut finding = Finding::on(Kind::WrongDocument, m, s, message)
        .hint("see whether the link leads to the right document");
    // Analysis can be mistaken where a crawl saw nothing wrong.
    finding.severity = Severity::Warning;
    Some(finding)
}
