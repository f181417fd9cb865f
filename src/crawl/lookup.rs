//! A row whose link leads nowhere, or that has only KL's link text ("Notat 2020 (alleroed.dk)") → its
//! document, looked for on the municipality's own site. Takes only a paper of the form the list
//! names, a file of the very name, or the very file that was archived before.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::rc::Rc;

use super::find::{Finder, Found};
use super::hop::Hop;
use super::page::Link;
use super::score::{WORTH_A_LOOK, Wanted, without_host};
use super::walk::{Limits, walk};
use super::{Error, note};
use crate::fetch;
use crate::model::form::Form;
use crate::model::listing::Listing;
use crate::model::slug::slug;

/// A row is worth this many pages; `discover` looks further.
const LIMITS: Limits = Limits {
    pages: 40,
    depth: 3,
    // What is looked for may be an appendix to the minutes of a meeting.
    least_points: i32::MIN,
};
/// Points of a link to a file of the very name: before everything else.
const VERY_NAME: i32 = 40;

/// What a look-up came to.
pub(super) struct LookedUp {
    /// The documents, in reading order; none where nothing was found.
    pub(super) hops: Vec<Rc<Hop>>,
    /// What to say where nothing was found.
    pub(super) note: String,
}

/// Looks for the row's document; `None` where the row says nothing to look for, or the
/// municipality has no site. `known` are payloads that were the row's document before.
pub(super) async fn look_up(
    finder: &Finder<'_, '_>,
    known: &BTreeSet<String>,
) -> Result<Option<LookedUp>, Error> {
    let listing = finder.row.listing;
    let home = finder.row.municipality.hjemmeside.as_deref();
    let name = name_of(listing);
    let (Some(home), false) = (home, name.is_empty() && listing.form.is_none()) else {
        return Ok(None);
    };
    let Ok(site) = fetch::parse(home) else {
        return Ok(None);
    };
    let wanted = Wanted::of(listing);
    let mut hops = Vec::new();
    let points = |link: &Link| {
        let named = fetch::file_name(None, &link.url).is_some_and(|file| is_named(&file, &name));
        wanted.points(link) + if named { VERY_NAME } else { 0 }
    };
    let asked = walk(finder.web, &site, LIMITS, points, {
        let hops = &mut hops;
        let name = &name;
        async move |step| {
            if step.points < WORTH_A_LOOK {
                return Ok(ControlFlow::Continue(()));
            }
            let file = step.hop.file_name.as_deref();
            let found = match file.is_some_and(|file| is_named(file, name)) {
                // The list's word that this is the paper counts for more than ours that it is not.
                true => finder.by_name(step.hop).await?,
                false => finder.one_step(step.hop).await?,
            };
            if let Found::Documents {
                hops: got, form, ..
            } = found
                && is_the_one(listing.form.as_deref(), name, known, form, &got)
            {
                *hops = got;
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        }
    })
    .await?;
    let note = note::not_found_on(site.host_str().unwrap_or_default(), asked);
    Ok(Some(LookedUp { hops, note }))
}

/// The name of the file that the row's link text, or else its link, speaks of.
fn name_of(listing: &Listing) -> String {
    let text = listing.linktekst.as_deref().map(without_host);
    let text = text.map(slug).unwrap_or_default();
    // "Pdf.aspx" names a machine, not a paper.
    let is_machine = ["-aspx", "-ashx", "-php"]
        .iter()
        .any(|end| text.ends_with(end));
    if is_machine {
        return String::new();
    }
    if !text.is_empty() {
        return text;
    }
    let link = listing
        .link
        .as_deref()
        .and_then(|link| fetch::parse(link).ok());
    let file = link.and_then(|link| fetch::file_name(None, &link));
    file.map(|name| slug(&name)).unwrap_or_default()
}

/// Whether a file has the name, with or without its ending.
fn is_named(file: &str, name: &str) -> bool {
    let file = slug(file);
    !name.is_empty() && (file == name || file.strip_suffix("-pdf") == Some(name))
}

fn is_the_one(
    label: Option<&str>,
    name: &str,
    known: &BTreeSet<String>,
    form: Option<Form>,
    hops: &[Rc<Hop>],
) -> bool {
    let same = |hop: &Rc<Hop>| {
        let file = hop.file_name.as_deref().map(slug).unwrap_or_default();
        let named = !name.is_empty() && (file == name || file == format!("{name}-pdf"));
        named
            || hop
                .sha256
                .as_ref()
                .is_some_and(|sha256| known.contains(sha256))
    };
    let listed = label.and_then(Form::from_label);
    hops.iter().any(same) || (listed.is_some_and(Form::is_own) && listed == form)
}
