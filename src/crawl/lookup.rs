//! A row that has only KL's link text ("Notat 2020 (alleroed.dk)") → its document, looked for on
//! the municipality's own site. Takes only a paper of the form the list names, or a file of the
//! very name: what is found here is shown without an editor in between.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::Error;
use super::find::{Finder, Found};
use super::retrieve::Hop;
use super::score::{WORTH_A_LOOK, Wanted, without_host};
use super::walk::{Limits, walk};
use crate::fetch;
use crate::model::form::Form;
use crate::model::slug::slug;

/// A row is worth this many pages; `discover` looks further.
const LIMITS: Limits = Limits {
    pages: 40,
    depth: 3,
};

/// What a look-up came to.
pub(super) struct LookedUp {
    /// The documents, in reading order; none where nothing was found.
    pub(super) hops: Vec<Rc<Hop>>,
    /// What happened, for people.
    pub(super) note: String,
}

/// Looks for the row's document; `None` where the row says nothing to look for, or the
/// municipality has no site.
pub(super) async fn look_up(finder: &Finder<'_, '_>) -> Result<Option<LookedUp>, Error> {
    let listing = finder.row.listing;
    let home = finder.row.municipality.hjemmeside.as_deref();
    let (Some(text), Some(home)) = (&listing.linktekst, home) else {
        return Ok(None);
    };
    let Ok(site) = fetch::parse(home) else {
        return Ok(None);
    };
    let wanted = Wanted::of(listing);
    let name = slug(without_host(text));
    let mut hops = Vec::new();
    let asked = walk(finder.web, &site, LIMITS, |link| wanted.points(link), {
        let hops = &mut hops;
        async move |step| {
            if step.points < WORTH_A_LOOK {
                return Ok(ControlFlow::Continue(()));
            }
            let found = finder.one_step(step.hop).await?;
            if let Found::Documents {
                hops: got, form, ..
            } = found
                && is_the_one(listing.form.as_deref(), &name, form, &got)
            {
                *hops = got;
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        }
    })
    .await?;
    let note = format!(
        "looked for on {} ({asked} pages)",
        site.host_str().unwrap_or_default()
    );
    Ok(Some(LookedUp { hops, note }))
}

fn is_the_one(label: Option<&str>, name: &str, form: Option<Form>, hops: &[Rc<Hop>]) -> bool {
    let same_name = hops.iter().any(|hop| {
        let file = hop.file_name.as_deref().map(slug).unwrap_or_default();
        !name.is_empty() && (file == name || file == format!("{name}-pdf"))
    });
    let listed = label.and_then(Form::from_label);
    same_name || (listed.is_some_and(Form::is_own) && listed == form)
}
