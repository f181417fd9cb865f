//! All rows together → rows that stand for one document: the same link, the same archived payload,
//! or the same form and period without anything that tells them apart. A joint strategy that names
//! both municipalities is no duplicate.

use std::collections::BTreeMap;

use url::Url;

use super::finding::{Finding, Kind, place};
use crate::model::catalogue::{Catalogue, Strategy};

/// Adds a finding on each later row that repeats an earlier one.
pub(super) fn check(catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let mut links: BTreeMap<String, &Strategy> = BTreeMap::new();
    let mut payloads: BTreeMap<&str, &Strategy> = BTreeMap::new();
    let mut rows: BTreeMap<(&str, String), &Strategy> = BTreeMap::new();
    for s in &catalogue.strategies {
        let same_link = link(s).and_then(|link| first(&mut links, link, s));
        let sources = s.finding.sources.iter();
        let same_payload = sources
            .filter_map(|source| first(&mut payloads, source.sha256.as_str(), s))
            .next();
        let same_words =
            words(s).and_then(|words| first(&mut rows, (s.key.kommune.as_str(), words), s));
        let found = same_link
            .map(|other| (other, "has the same link"))
            .or(same_payload.map(|other| (other, "leads to the same document")))
            .or(same_words.map(|other| (other, "says the same")));
        let Some((other, how)) = found.filter(|(other, _)| !joint(s, other)) else {
            continue;
        };
        let Some(m) = catalogue.municipality(&s.key.kommune) else {
            continue;
        };
        let at = catalogue
            .municipality(&other.key.kommune)
            .map_or_else(String::new, |m| place(m, other));
        let message = format!("{} at {at} {how}", other.key);
        let hint = "delete one of the rows, or tell them apart by titel, periode or link";
        findings.push(Finding::on(Kind::Duplicate, m, s, message).hint(hint));
    }
}

/// The row that had the key first, if there was one.
fn first<'s, K: Ord>(
    seen: &mut BTreeMap<K, &'s Strategy>,
    key: K,
    row: &'s Strategy,
) -> Option<&'s Strategy> {
    let first = *seen.entry(key).or_insert(row);
    (first.key != row.key).then_some(first)
}

/// The link as servers see it: without fragment, readable or percent-encoded alike.
fn link(s: &Strategy) -> Option<String> {
    let mut url = Url::parse(s.listing.link.as_deref()?.trim()).ok()?;
    url.set_fragment(None);
    Some(url.to_string())
}

/// What a row without link or document says.
fn words(s: &Strategy) -> Option<String> {
    let row = &s.listing;
    let bare = row.link.is_none() && row.dokument.is_none();
    let said = [&row.titel, &row.form, &row.periode, &row.linktekst];
    let said = said.map(|v| v.as_deref().unwrap_or_default().trim().to_lowercase());
    bare.then(|| said.join("\n"))
}

/// Whether the document names the municipalities of both rows.
fn joint(a: &Strategy, b: &Strategy) -> bool {
    let names = |s: &Strategy| {
        let profile = s.finding.profile.as_ref();
        profile.is_some_and(|p| {
            p.municipalities.contains(&a.key.kommune) && p.municipalities.contains(&b.key.kommune)
        })
    };
    a.key.kommune != b.key.kommune && (names(a) || names(b))
}
