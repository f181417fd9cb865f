//! Rows of a registry + the catalogue → changed files: every municipality of the registry has one
//! afterwards, with the registry's values. An editor's page on the same site stays.

use std::collections::BTreeMap;
use std::path::Path;

use url::Url;

use super::merge::{change, shown};
use super::name;
use super::report::{Report, Shape, What};
use crate::content::draft::Draft;
use crate::content::error::Error;
use crate::content::registry::Registry;
use crate::model::catalogue::Content;
use crate::model::municipality::Municipality;
use crate::model::outcome::Warning;
use crate::model::slug::slug;

/// Merges a registry: every municipality of it has a file afterwards, with its values.
pub(super) fn merge(
    root: &Path,
    content: &Content,
    list: &str,
    rows: Vec<Registry>,
    warnings: &mut Vec<Warning>,
) -> Result<Report, Error> {
    let mut changes = Vec::new();
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for row in rows {
        let place = format!("{list}:{}", row.line);
        let by_code = content.municipalities.iter().find(|m| m.kode == row.kode);
        let known = by_code.or_else(|| name::find(&row.navn, &content.municipalities, |m| &m.navn));
        let slug = known.map_or_else(|| slug(&row.navn), |m| m.slug.clone());
        if drafts.contains_key(&slug) {
            let message = format!(
                "{} stands in the list twice; this row was left out",
                row.navn
            );
            warnings.push(Warning::new(place.as_str(), message));
            changes.push(change(&place, "", &row.navn, What::Skipped));
            continue;
        }
        let Some(known) = known else {
            let draft = Draft::new(root, &slug, &row);
            changes.push(change(&place, draft.file(), &row.navn, What::NewFile));
            drafts.insert(slug, draft);
            continue;
        };
        let (mut draft, _) = Draft::open(root, &slug)?;
        let before = changes.len();
        for (key, field) in row.fields() {
            let (old, new) = (value_of(known, key), shown(&field));
            if old == new || (key == "hjemmeside" && same_site(&old, &new)) {
                continue;
            }
            draft.set(key, &field);
            let what = What::Updated {
                row: None,
                key,
                old,
                new,
            };
            changes.push(change(&place, draft.file(), &row.navn, what));
        }
        if changes.len() == before {
            changes.push(change(&place, draft.file(), &row.navn, What::Unchanged));
        }
        drafts.insert(slug, draft);
    }
    Draft::save_all(drafts.values(), None)?;
    Ok(Report {
        shape: Shape::Registry,
        changes,
    })
}

fn value_of(m: &Municipality, key: &str) -> String {
    match key {
        "kode" => m.kode.to_string(),
        "navn" => m.navn.clone(),
        "region" => m.region.clone(),
        "indbyggere" => m.indbyggere.to_string(),
        "hjemmeside" => m.hjemmeside.clone().unwrap_or_default(),
        "kommunegruppe" => m.kommunegruppe.clone(),
        _ => String::new(),
    }
}

/// Whether two addresses are on one site; a registry's bare name says less than an editor's page.
fn same_site(a: &str, b: &str) -> bool {
    let host = |text: &str| {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    host(a).is_some() && host(a) == host(b)
}
