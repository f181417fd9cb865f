//! What commands write into editors' files: a row for a document that was taken in, and new links
//! for those that moved. Comments, order and notes stay; nothing is taken out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use super::draft::{Draft, Field};
use super::error::{Error, nearest};
use crate::model::form::Form;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::period::Period;

/// Where a row was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Address of the row, below its municipality.
    pub strategi: String,
    /// The file, relative to the root.
    pub file: String,
    /// Whether it is a new row; else an existing one was filled in.
    pub added: bool,
    /// Keys that were written.
    pub keys: Vec<&'static str>,
}

/// Makes sure that a municipality's file is there and parses, before anything else is done with it.
///
/// # Errors
/// [`Error::Unknown`] for a municipality without a file, [`Error::Broken`] where it does not parse.
pub fn known(root: &Path, kommune: &str) -> Result<(), Error> {
    Draft::open(root, kommune).map(drop)
}

/// Puts what is known of a document into the municipality's file: into the row that already has
/// this document or link, else into the row of the same form and period that still has neither,
/// else into a new row. In an existing row only what is missing is filled in.
///
/// # Errors
/// [`Error::Unknown`] for a municipality without a file, [`Error::Broken`] where it does not parse,
/// [`Error::InlineRows`] and [`Error::Write`] where it cannot be changed.
pub fn attach(root: &Path, kommune: &str, row: &Listing) -> Result<Attached, Error> {
    let (mut draft, municipality) = Draft::open(root, kommune)?;
    let rows = &municipality.strategier;
    let place = place_for(rows, row);
    let mut keys = Vec::new();
    match place {
        Some(at) => {
            for (key, field) in missing(&rows[at], row) {
                draft.set_in_row(at, key, &field)?;
                keys.push(key);
            }
        }
        None => {
            draft.push(row)?;
            keys.extend(missing(&Listing::default(), row).map(|(key, _)| key));
        }
    }
    draft.save()?;
    let (draft, after) = Draft::open(root, kommune)?;
    let at = place.unwrap_or(rows.len());
    Ok(Attached {
        strategi: after
            .strategier
            .get(at)
            .map(|r| r.slug.clone())
            .unwrap_or_default(),
        file: draft.file().to_owned(),
        added: place.is_none(),
        keys,
    })
}

/// A row's new link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Slug of the municipality.
    pub kommune: String,
    /// Address of the row below its municipality.
    pub strategi: String,
    /// The link it gets.
    pub link: String,
}

/// Gives rows new links, in all of their files or in none. Returns the links that were replaced,
/// in the same order.
///
/// # Errors
/// Those of [`attach`]; [`Error::Unknown`] also for a row that is not there. Nothing is written
/// then.
pub fn set_links(root: &Path, links: &[NewLink]) -> Result<Vec<String>, Error> {
    let mut drafts: BTreeMap<&str, (Draft, Municipality)> = BTreeMap::new();
    let mut before = Vec::with_capacity(links.len());
    for new in links {
        let (draft, municipality) = match drafts.entry(&new.kommune) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Draft::open(root, &new.kommune)?),
        };
        let rows = &municipality.strategier;
        let Some(at) = rows.iter().position(|r| r.slug == new.strategi) else {
            let known = rows.iter().map(|r| r.slug.as_str());
            return Err(Error::Unknown {
                what: format!("row \"{}/{}\"", new.kommune, new.strategi),
                nearest: nearest(&new.strategi, known).map(str::to_owned),
            });
        };
        before.push(rows[at].link.clone().unwrap_or_default());
        draft.set_in_row(at, "link", &Field::Text(new.link.clone()))?;
    }
    Draft::save_all(drafts.values().map(|(draft, _)| draft), None)?;
    Ok(before)
}

fn place_for(rows: &[Listing], row: &Listing) -> Option<usize> {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let free = |r: &Listing| r.link.is_none() && r.dokument.is_none();
    let form = |r: &Listing| r.form.as_deref().and_then(Form::from_label);
    let period = |r: &Listing| r.periode.as_deref().and_then(Period::from_list);
    let titled_alike =
        |r: &Listing| r.titel.is_none() || row.titel.is_none() || r.titel == row.titel;
    let fits = |r: &Listing| free(r) && form(r) == form(row) && titled_alike(r);
    rows.iter()
        .position(|r| same(&r.dokument, &row.dokument))
        .or_else(|| rows.iter().position(|r| same(&r.link, &row.link)))
        .or_else(|| {
            rows.iter()
                .position(|r| fits(r) && period(r) == period(row))
        })
        .or_else(|| {
            // A row whose period the list does not state is this document's, if it is the only one.
            let open = |r: &&Listing| fits(r) && period(r).is_none_or(|p| p.is_none());
            let mut found = rows.iter().enumerate().filter(|(_, r)| open(r));
            let (at, _) = found.next()?;
            found.next().is_none().then_some(at)
        })
}

/// Values of `row` that `have` does not state.
fn missing<'r>(
    have: &'r Listing,
    row: &'r Listing,
) -> impl Iterator<Item = (&'static str, Field)> + 'r {
    super::draft::fields_of(row)
        .into_iter()
        .filter(move |(key, _)| match *key {
            "titel" => have.titel.is_none(),
            "form" => have.form.is_none(),
            "periode" => have.periode.is_none(),
            "link" => have.link.is_none(),
            "linktekst" => have.linktekst.is_none(),
            "dokument" => have.dokument != row.dokument,
            "bekraeftet" => have.bekraeftet.is_none(),
            "udkast" => have.udkast.is_none(),
            _ => have.tema.is_empty(),
        })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const FILE: &str = "+++\r\n# Skrevet af redaktøren\r\nkode = 175\r\nnavn = \"Rødovre\" # hovedstaden\r\n\r\n[[strategier]]\r\nform = \"Digitaliseringsstrategi\" # som KL skriver\r\nperiode   = \"2019-2022\"\r\n\r\n# Den gamle\r\n[[strategier]]\r\nform = \"Digitaliseringsstrategi\"\r\nlink = \"https://x.dk/gammel\"\r\n# slut\r\n+++\r\nNoter.\r\n";

    fn root() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let below = root.path().join("content/kommuner");
        fs::create_dir_all(&below).expect("a folder");
        fs::write(below.join("roedovre.md"), FILE).expect("a file");
        root
    }

    fn text(root: &Path) -> String {
        fs::read_to_string(root.join("content/kommuner/roedovre.md")).expect("the file")
    }

    fn row(form: &str, periode: &str, dokument: &str) -> Listing {
        Listing {
            form: Some(form.to_owned()),
            periode: Some(periode.to_owned()),
            dokument: Some(dokument.to_owned()),
            ..Listing::default()
        }
    }

    #[test]
    fn a_document_goes_into_the_row_that_waits_for_it() {
        let root = root();
        let new = row("Digitaliseringsstrategi", "2019 – 2022", "urn:sha256:a");
        let put = attach(root.path(), "roedovre", &new).expect("attached");
        assert_eq!(put.strategi, "digitaliseringsstrategi-2019-2022");
        assert!(!put.added);
        let line = "periode   = \"2019-2022\"\r\n";
        assert_eq!(
            text(root.path()),
            FILE.replace(line, &format!("{line}dokument = \"urn:sha256:a\"\r\n"))
        );
        let again = attach(root.path(), "roedovre", &new).expect("attached again");
        assert!(!again.added && again.keys.is_empty());
    }

    #[test]
    fn another_edition_is_a_new_row_below_the_comments() {
        let root = root();
        let new = row("Digitaliseringsstrategi", "2015-2018", "urn:sha256:b");
        let put = attach(root.path(), "roedovre", &new).expect("attached");
        assert!(put.added);
        let rows = "# slut\r\n\r\n[[strategier]]\r\nform = \"Digitaliseringsstrategi\"\r\nperiode = \"2015-2018\"\r\ndokument = \"urn:sha256:b\"\r\n";
        assert_eq!(text(root.path()), FILE.replace("# slut\r\n", rows));
    }

    #[test]
    fn links_are_replaced_all_or_none() {
        let root = root();
        let new = |strategi: &str, link: &str| NewLink {
            kommune: "roedovre".to_owned(),
            strategi: strategi.to_owned(),
            link: link.to_owned(),
        };
        let links = [new("digitaliseringsstrategi", "https://x.dk/ny")];
        let before = set_links(root.path(), &links).expect("set");
        assert_eq!(before, ["https://x.dk/gammel"]);
        let after = FILE.replace("gammel\"", "ny\"");
        assert_eq!(text(root.path()), after);
        let links = [
            new("digitaliseringsstrategi", "https://x.dk/3"),
            new("digitaliseringsstrateg-2019-2022", "https://x.dk/4"),
        ];
        let error = set_links(root.path(), &links).expect_err("no such row");
        assert!(
            error
                .to_string()
                .contains("did you mean digitaliseringsstrategi-2019-2022"),
            "{error}"
        );
        assert_eq!(text(root.path()), after);
    }

    #[test]
    fn a_misspelt_municipality_gets_a_suggestion() {
        let error = attach(root().path(), "rodovre", &Listing::default()).expect_err("unknown");
        assert!(
            error.to_string().contains("did you mean roedovre"),
            "{error}"
        );
    }
}
