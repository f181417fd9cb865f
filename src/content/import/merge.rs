//! Rows of a list + the catalogue → changed files. Works everything out first and writes last;
//! refuses to take anything out of a file.

use std::collections::BTreeMap;
use std::path::Path;

use url::Url;

use super::name;
use super::pair::{identical, pair, said, stated};
use super::report::{Change, Report, Shape, What};
use super::rows::Link;
use crate::content::draft::{Draft, Field};
use crate::content::error::Error;
use crate::content::registry::{self, Registry};
use crate::model::catalogue::Content;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::outcome::Warning;
use crate::model::slug::slug;

/// Merges a registry: every municipality of it has a file afterwards, with its values.
pub(super) fn registry(
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
    save(drafts.values())?;
    Ok(Report {
        shape: Shape::Registry,
        changes,
    })
}

/// Merges a link list. A municipality without a file gets one where the built-in registry knows it.
pub(super) fn links(
    root: &Path,
    content: &Content,
    list: &str,
    rows: Vec<Link>,
    warnings: &mut Vec<Warning>,
) -> Result<Report, Error> {
    let known = registry::built_in();
    let mut changes: Vec<(u32, Change)> = Vec::new();
    let mut groups: BTreeMap<String, (Option<&Registry>, Vec<Link>)> = BTreeMap::new();
    for link in rows {
        let place = format!("{list}:{}", link.line);
        if said_nothing(&link.row) {
            warnings.push(Warning::new(
                place.as_str(),
                "the row says nothing about a strategy; it was left out",
            ));
            changes.push((link.line, change(&place, "", &link.kommune, What::Skipped)));
        } else if let Some(m) = municipality(&link.kommune, content) {
            groups.entry(m.slug.clone()).or_default().1.push(link);
        } else if let Some(entry) = name::find(&link.kommune, &known, |r| &r.navn)
            .filter(|r| content.municipalities.iter().all(|m| m.kode != r.kode))
        {
            let group = groups.entry(slug(&entry.navn)).or_default();
            group.0 = Some(entry);
            group.1.push(link);
        } else {
            let names = content.municipalities.iter().map(|m| m.navn.as_str());
            let near = name::suggestion(
                &link.kommune,
                names.chain(known.iter().map(|r| r.navn.as_str())),
            );
            warnings.push(
                Warning::new(place.as_str(), format!("no municipality is called \"{}\"; the row was left out", link.kommune))
                    .hint(near.map_or_else(
                        || "import a registry with it first (kode;navn;region;…), or add its file to content/kommuner".to_owned(),
                        |near| format!("did you mean {near}?"),
                    )),
            );
            changes.push((
                link.line,
                change(&place, "", &link.kommune, What::Unmatched),
            ));
        }
    }
    let mut drafts = Vec::new();
    for (slug, (entry, links)) in groups {
        let (mut draft, navn, have) = match entry {
            Some(entry) => (
                Draft::new(root, &slug, entry),
                entry.navn.clone(),
                Vec::new(),
            ),
            None => {
                let (draft, m) = Draft::open(root, &slug)?;
                (draft, m.navn, m.strategier)
            }
        };
        if let (Some(_), Some(first)) = (entry, links.first()) {
            let place = format!("{list}:{}", first.line);
            changes.push((
                first.line,
                change(&place, draft.file(), &navn, What::NewFile),
            ));
        }
        for (line, what) in rows_into(&mut draft, &have, &links, list, warnings)? {
            changes.push((
                line,
                change(&format!("{list}:{line}"), draft.file(), &navn, what),
            ));
        }
        drafts.push(draft);
    }
    save(drafts.iter())?;
    warnings.sort();
    changes.sort_by_key(|(line, _)| *line);
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    Ok(Report {
        shape: Shape::LinkList,
        changes,
    })
}

/// Merges the list's rows of one municipality into its file.
fn rows_into(
    draft: &mut Draft,
    have: &[Listing],
    links: &[Link],
    list: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<(u32, What)>, Error> {
    let rows: Vec<Listing> = links.iter().map(|l| l.row.clone()).collect();
    let mut out = Vec::new();
    for (at, (link, paired)) in links.iter().zip(pair(have, &rows)).enumerate() {
        let row = row_name(&link.row);
        match paired {
            Some(index) => {
                let updates = updates(&have[index], &link.row);
                if updates.is_empty() {
                    out.push((link.line, What::Unchanged));
                }
                for (key, old, field) in updates {
                    draft.set_in_row(index, key, &field)?;
                    let new = shown(&field);
                    let row = Some(row.clone());
                    out.push((link.line, What::Updated { row, key, old, new }));
                }
            }
            None if rows[..at]
                .iter()
                .any(|earlier| identical(earlier, &link.row)) =>
            {
                let place = format!("{list}:{}", link.line);
                warnings.push(Warning::new(
                    place,
                    format!("\"{row}\" stands in the list twice; this row was left out"),
                ));
                out.push((link.line, What::Skipped));
            }
            None => {
                draft.push(&link.row)?;
                out.push((link.line, What::Added(row)));
            }
        }
    }
    Ok(out)
}

/// What a row of the list changes in the row it belongs to: key, value before, value after.
fn updates(have: &Listing, row: &Listing) -> Vec<(&'static str, String, Field)> {
    let texts = [
        ("titel", &have.titel, &row.titel),
        ("form", &have.form, &row.form),
        ("periode", &have.periode, &row.periode),
        ("link", &have.link, &row.link),
        ("linktekst", &have.linktekst, &row.linktekst),
        ("dokument", &have.dokument, &row.dokument),
    ];
    let mut out = Vec::new();
    for (key, old, new) in texts {
        let Some(new) = stated(new) else { continue };
        let old = said(old).unwrap_or_default();
        let same_address =
            || key == "link" && Url::parse(old).is_ok_and(|u| Url::parse(new) == Ok(u));
        if old != new && !same_address() {
            out.push((key, old.to_owned(), Field::Text(new.to_owned())));
        }
    }
    if let Some(day) = row.bekraeftet.filter(|&day| have.bekraeftet != Some(day)) {
        let old = have.bekraeftet.map(|d| d.to_string()).unwrap_or_default();
        out.push(("bekraeftet", old, Field::Day(day)));
    }
    if let Some(flag) = row.udkast.filter(|&flag| have.udkast != Some(flag)) {
        let old = have.udkast.map(|f| f.to_string()).unwrap_or_default();
        out.push(("udkast", old, Field::Flag(flag)));
    }
    let has = |id: &String| have.tema.iter().any(|t| t.trim() == id);
    let more: Vec<String> = row.tema.iter().filter(|id| !has(id)).cloned().collect();
    if !more.is_empty() {
        let all = have.tema.iter().cloned().chain(more).collect();
        out.push(("tema", have.tema.join(", "), Field::Texts(all)));
    }
    out
}

fn municipality<'a>(name: &str, content: &'a Content) -> Option<&'a Municipality> {
    let by_code = name
        .parse()
        .ok()
        .and_then(|kode: u16| content.municipalities.iter().find(|m| m.kode == kode));
    by_code.or_else(|| name::find(name, &content.municipalities, |m| &m.navn))
}

fn said_nothing(row: &Listing) -> bool {
    let texts = [
        &row.titel,
        &row.form,
        &row.periode,
        &row.link,
        &row.linktekst,
        &row.dokument,
    ];
    texts.iter().all(|t| said(t).is_none())
}

/// How a report names a row.
fn row_name(row: &Listing) -> String {
    let name = stated(&row.titel)
        .or_else(|| stated(&row.form))
        .or_else(|| stated(&row.linktekst));
    let name = name.or_else(|| said(&row.link)).unwrap_or("-");
    match stated(&row.periode) {
        Some(period) => format!("{name}, {period}"),
        None => name.to_owned(),
    }
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

fn shown(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Number(number) => number.to_string(),
        Field::Flag(flag) => flag.to_string(),
        Field::Day(day) => day.to_string(),
        Field::Texts(texts) => texts.join(", "),
    }
}

fn change(place: &str, file: &str, kommune: &str, what: What) -> Change {
    Change {
        place: place.to_owned(),
        file: file.to_owned(),
        kommune: kommune.to_owned(),
        what,
    }
}

fn save<'a>(drafts: impl Iterator<Item = &'a Draft>) -> Result<(), Error> {
    drafts.into_iter().try_for_each(Draft::save)
}
