//! Rows of a link list + the rows of the last import + the catalogue → changed files. Works
//! everything out first and writes last; refuses to take anything out of a file, or to put the
//! list's word over an editor's unless told to.

use std::collections::BTreeMap;
use std::path::Path;

use super::base::Base;
use super::pair::{Match, identical, said, stated, through};
use super::report::{Change, Report, Shape, What};
use super::rows::Link;
use super::value::{Said, compare};
use super::{Options, name};
use crate::content::draft::{Draft, Field};
use crate::content::error::Error;
use crate::content::registry::{self, Registry};
use crate::model::catalogue::Content;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::outcome::Warning;
use crate::model::slug::slug;

/// Merges a link list. A municipality without a file gets one where the built-in registry knows it.
pub(super) fn links(
    root: &Path,
    content: &Content,
    list: &str,
    rows: Vec<Link>,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Report, Error> {
    let known = registry::built_in();
    let mut base = Base::read(root, |name| slug_of(name, content, &known), warnings);
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
    let mut names: BTreeMap<String, String> = content
        .municipalities
        .iter()
        .map(|m| (m.slug.clone(), m.navn.clone()))
        .collect();
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
        let merge = Merge {
            have: &have,
            links: &links,
            base: base.of(&slug),
            list,
            options,
        };
        for (line, what) in merge.rows_into(&mut draft, warnings)? {
            changes.push((
                line,
                change(&format!("{list}:{line}"), draft.file(), &navn, what),
            ));
        }
        base.set(&slug, &links);
        names.insert(slug, navn);
        drafts.push(draft);
    }
    warnings.sort();
    changes.sort_by_key(|(line, _)| *line);
    let report = Report {
        shape: Shape::LinkList,
        changes: changes.into_iter().map(|(_, change)| change).collect(),
    };
    let remember = base.is_worth(report.changed());
    Draft::save_all(drafts.iter(), remember.then(|| base.change(root, &names)))?;
    Ok(report)
}

/// The rows of one municipality in their three versions.
struct Merge<'a> {
    /// The editor's.
    have: &'a [Listing],
    /// The list's.
    links: &'a [Link],
    /// The list's at the last import.
    base: &'a [Listing],
    /// Name of the list.
    list: &'a str,
    options: &'a Options,
}

impl Merge<'_> {
    /// Merges the list's rows into the municipality's file.
    fn rows_into(
        &self,
        draft: &mut Draft,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<(u32, What)>, Error> {
        let rows: Vec<Listing> = self.links.iter().map(|l| l.row.clone()).collect();
        let mut out = Vec::new();
        let pairs = through(self.base, self.have, &rows);
        for (at, (link, (found, was))) in self.links.iter().zip(pairs).enumerate() {
            let row = row_name(&link.row);
            let twice = || {
                rows[..at]
                    .iter()
                    .any(|earlier| identical(earlier, &link.row))
            };
            match found {
                Match::Row(index) => {
                    let was = was.map(|b| &self.base[b]);
                    out.extend(self.row(draft, index, was, link, warnings)?);
                }
                Match::Settled if !self.options.list_wins => out.push((link.line, What::Unchanged)),
                _ if twice() => {
                    let place = format!("{}:{}", self.list, link.line);
                    warnings.push(Warning::new(
                        place,
                        format!("\"{row}\" stands in the list twice; this row was left out"),
                    ));
                    out.push((link.line, What::Skipped));
                }
                _ => {
                    draft.push(&link.row)?;
                    out.push((link.line, What::Added(row)));
                }
            }
        }
        Ok(out)
    }

    /// Merges one row of the list into the row at `index`.
    fn row(
        &self,
        draft: &mut Draft,
        index: usize,
        was: Option<&Listing>,
        link: &Link,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<(u32, What)>, Error> {
        let mut out = Vec::new();
        let name = row_name(&link.row);
        let have = &self.have[index];
        for (key, said) in compare(was, have, &link.row) {
            let (old, field, conflict) = match said {
                Said::List { old, new } => (old, new, false),
                Said::Both { ours, theirs } => (ours, theirs, !self.options.list_wins),
                // The list says what it said; an editor's change of it stands.
                Said::Editor { ours, theirs } if self.options.list_wins => (ours, theirs, false),
                Said::Editor { .. } => continue,
            };
            let new = shown(&field);
            if conflict {
                let place = format!("{}:{}", draft.file(), have.line);
                let message = format!(
                    "{key} stays \"{old}\"; {}:{} says \"{new}\"",
                    self.list, link.line
                );
                warnings.push(Warning::new(place, message).hint(
                    "write the list's value into the file if it is right, or import once more with --list-wins",
                ));
                out.push(What::Kept {
                    row: name.clone(),
                    key,
                    ours: old,
                    theirs: new,
                });
            } else {
                draft.set_in_row(index, key, &field)?;
                let row = Some(name.clone());
                out.push(What::Updated { row, key, old, new });
            }
        }
        if out.is_empty() {
            out.push(What::Unchanged);
        }
        Ok(out.into_iter().map(|what| (link.line, what)).collect())
    }
}

/// Slug of the municipality that a list means by a name or code.
fn slug_of(name: &str, content: &Content, known: &[Registry]) -> Option<String> {
    let here = municipality(name, content).map(|m| m.slug.clone());
    here.or_else(|| name::find(name, known, |r| &r.navn).map(|r| slug(&r.navn)))
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

pub(super) fn shown(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Number(number) => number.to_string(),
        Field::Flag(flag) => flag.to_string(),
        Field::Day(day) => day.to_string(),
        Field::Texts(texts) => texts.join(", "),
    }
}

pub(super) fn change(place: &str, file: &str, kommune: &str, what: What) -> Change {
    Change {
        place: place.to_owned(),
        file: file.to_owned(),
        kommune: kommune.to_owned(),
        what,
    }
}
