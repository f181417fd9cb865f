//! The last visit of a row's link, and those before it → what became of the link, since when, and
//! whether there is a copy.

use jiff::Timestamp;

use super::finding::{Finding, Kind};
use crate::model::catalogue::Strategy;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::snapshot::Visit;

/// Adds what is to say of a row's link.
pub(super) fn check(m: &Municipality, s: &Strategy, findings: &mut Vec<Finding>) {
    match s.finding.visits.last() {
        Some(visit) => findings.extend(visited(m, s, visit)),
        None if s.listing.link.is_some() && s.listing.dokument.is_none() => {
            findings.push(
                Finding::on(
                    Kind::NeverCrawled,
                    m,
                    s,
                    "the link was never tried".to_owned(),
                )
                .hint(format!("run `strategikatalog crawl --only {}`", m.slug)),
            );
        }
        None if s.health == Some(LinkHealth::NoLink) => findings.push(no_link(m, s)),
        None => {}
    }
}

fn no_link(m: &Municipality, s: &Strategy) -> Finding {
    let text = s
        .listing
        .linktekst
        .as_deref()
        .map(str::trim)
        .filter(|t| !t.is_empty());
    let message = match text {
        Some(text) => format!("the list has no link, only the words \"{text}\""),
        None => "the list has no link".to_owned(),
    };
    Finding::on(Kind::NoLink, m, s, message).hint(format!(
        "run `strategikatalog discover --only {0}`, or take a file in with `strategikatalog add FILE --kommune {0}`",
        m.slug
    ))
}

fn visited(m: &Municipality, s: &Strategy, visit: &Visit) -> Option<Finding> {
    let kind = match visit.status {
        LinkHealth::Ok => return None,
        LinkHealth::NoLink => return Some(no_link(m, s)),
        LinkHealth::Moved => Kind::Moved,
        LinkHealth::Changed => Kind::Changed,
        LinkHealth::Gone => Kind::Gone,
        LinkHealth::Soft404 => Kind::Soft404,
        LinkHealth::WrongDocument => Kind::WrongDocument,
        LinkHealth::Blocked => Kind::Blocked,
        LinkHealth::Unreachable => Kind::Unreachable,
        LinkHealth::Refused => Kind::Refused,
        LinkHealth::TooLarge => Kind::TooLarge,
    };
    let mut message = describe(visit);
    message.push_str(&history(s, visit));
    let suggestion = suggestion(visit);
    let mut finding = Finding::on(kind, m, s, message).hint(hint(m, kind, suggestion.is_some()));
    finding.url = Some(visit.url.clone());
    finding.suggestion = suggestion;
    Some(finding)
}

fn describe(visit: &Visit) -> String {
    let what = match visit.status {
        LinkHealth::Moved => "every redirect to the document is permanent".to_owned(),
        LinkHealth::Changed => match visit.difference {
            Some(share) => format!("{:.0} % of the text is not as it was", share * 100.0),
            None => "the document is not the one it was".to_owned(),
        },
        LinkHealth::Gone => "the document is gone".to_owned(),
        LinkHealth::Soft404 => "the page answers, but says that the document is missing".to_owned(),
        LinkHealth::WrongDocument => "what it leads to is not this strategy".to_owned(),
        LinkHealth::Blocked => "the server or its robots.txt says no".to_owned(),
        LinkHealth::Unreachable => "there was no answer".to_owned(),
        LinkHealth::Refused => "the address is not one that is gone to".to_owned(),
        LinkHealth::TooLarge => "the document is larger than the limit".to_owned(),
        LinkHealth::Ok | LinkHealth::NoLink => String::new(),
    };
    let code = match (visit.status, visit.http) {
        (LinkHealth::Moved | LinkHealth::Changed | LinkHealth::Soft404, _) | (_, None) => {
            String::new()
        }
        (_, Some(code)) => format!("HTTP {code}"),
    };
    let error = visit.error.clone().unwrap_or_default();
    // Most errors of the network begin with the code themselves.
    let said = if error.contains(&code) {
        error
    } else {
        [code, error].join(", ")
    };
    let said = said.trim_matches([',', ' ']);
    if said.is_empty() {
        what
    } else {
        format!("{what} ({said})")
    }
}

/// Since when it is so, when a document last came, and whether it was kept.
fn history(s: &Strategy, visit: &Visit) -> String {
    let visits = &s.finding.visits;
    let since = visits
        .iter()
        .rev()
        .take_while(|v| v.status == visit.status)
        .last();
    let since = since.map_or(visit.at, |v| v.at);
    let mut out = if since == visit.at {
        format!("; seen {}", day(visit.at))
    } else {
        format!("; so since {}, last tried {}", day(since), day(visit.at))
    };
    if !visit.status.has_document() {
        let seen = visits.iter().rev().find(|v| v.status.has_document());
        match (seen, s.finding.sources.is_empty()) {
            (Some(seen), false) => out.push_str(&format!("; the copy of {} is kept", day(seen.at))),
            (None, false) => out.push_str("; the archived copy is kept"),
            (_, true) => out.push_str("; there is no copy"),
        }
    }
    out
}

fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// The address that would mend the link.
pub(super) fn suggestion(visit: &Visit) -> Option<String> {
    let target = match (&visit.moved_to, visit.status) {
        (Some(target), _) => target,
        (None, LinkHealth::Moved) => &visit.final_url,
        (None, _) => return None,
    };
    let on_the_web = target.starts_with("https://") || target.starts_with("http://");
    (on_the_web && *target != visit.url).then(|| target.clone())
}

fn hint(m: &Municipality, kind: Kind, suggested: bool) -> String {
    let slug = &m.slug;
    let by_hand = format!(
        "save the document in a browser and run `strategikatalog add FILE --kommune {slug}`"
    );
    match kind {
        Kind::Moved if suggested => {
            "run `strategikatalog check --fix moved` to write the new address".to_owned()
        }
        Kind::Gone | Kind::Soft404 | Kind::WrongDocument if suggested => {
            "look at the suggested address and write it as the row's link".to_owned()
        }
        Kind::Gone | Kind::Soft404 | Kind::WrongDocument | Kind::Moved => match &m.hjemmeside {
            Some(site) => {
                format!("look for it on {site}, or run `strategikatalog discover --only {slug}`")
            }
            None => format!("run `strategikatalog discover --only {slug}`"),
        },
        Kind::Changed => "see whether form and period of the row still fit the new text".to_owned(),
        Kind::Blocked | Kind::TooLarge => by_hand,
        Kind::Refused => "write a public http or https address, or leave the link out".to_owned(),
        _ => {
            format!("try again with `strategikatalog crawl --only {slug}`; if it lasts, {by_hand}")
        }
    }
}
