//! One row of the list → one visit: follows the link, finds the document it is about, says what
//! has become of it. Writes the visit to the archive.

use std::rc::Rc;

use jiff::Timestamp;

use super::compare::difference;
use super::find::{Finder, Found};
use super::lookup::look_up;
use super::readers::Readers;
use super::retrieve::{Hop, Trail, Web};
use super::{Body, Error};
use crate::archive::url_key;
use crate::fetch;
use crate::model::health::LinkHealth;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;
use crate::model::snapshot::{Snapshot, Visit};

/// A row with the municipality it belongs to.
pub(super) struct Row<'a> {
    pub(super) municipality: &'a Municipality,
    pub(super) listing: &'a Listing,
}

/// Visits the row's link, or takes the visit that is fresh enough.
pub(super) async fn visit(web: &Web<'_>, readers: &Readers, row: &Row<'_>) -> Result<Visit, Error> {
    let url = row.listing.visit_url(&row.municipality.slug);
    let mut earlier = web.archive(|archive| archive.visits(&url));
    earlier.retain(|visit| visit.kommune == row.municipality.slug);
    if let Some(last) = earlier.last()
        && web.is_fresh(last.at)
    {
        return Ok(last.clone());
    }
    let at = web.now();
    let Some(link) = &row.listing.link else {
        return without_link(web, readers, row, at, url).await;
    };
    let visit = match fetch::parse(link) {
        Ok(address) => {
            let trail = web.follow(&address).await?;
            judge(web, readers, row, at, trail, &earlier).await?
        }
        Err(wrong) => blank(row, at, url, LinkHealth::Refused, Some(wrong.to_string())),
    };
    web.archive(|archive| archive.append_visit(&visit))?;
    Ok(visit)
}

/// A row without a link: its document may be found by KL's link text.
async fn without_link(
    web: &Web<'_>,
    readers: &Readers,
    row: &Row<'_>,
    at: Timestamp,
    url: String,
) -> Result<Visit, Error> {
    let mut visit = blank(row, at, url, LinkHealth::NoLink, None);
    let finder = Finder { web, readers, row };
    let Some(found) = look_up(&finder).await? else {
        return Ok(visit);
    };
    visit.documents = found.hops.iter().filter_map(|hop| hop.snapshot()).collect();
    match visit.documents.first() {
        Some(document) => {
            visit.final_url.clone_from(&document.url);
            visit.moved_to = Some(document.url.clone());
        }
        None => visit.error = Some(format!("no link; {}, nothing found", found.note)),
    }
    web.archive(|archive| archive.append_visit(&visit))?;
    Ok(visit)
}

/// What the end of a trail means for the row.
async fn judge(
    web: &Web<'_>,
    readers: &Readers,
    row: &Row<'_>,
    at: Timestamp,
    trail: Trail,
    earlier: &[Visit],
) -> Result<Visit, Error> {
    let link = row.listing.link.clone().unwrap_or_default();
    let mut visit = blank(row, at, link, LinkHealth::Ok, None);
    visit.final_url = trail.end_url.to_string();
    visit.ms = trail.ms;
    let hop = match &trail.end {
        Err(stop) => {
            visit.status = stop.status;
            visit.http = stop.http;
            visit.error = Some(stop.why.clone());
            return Ok(visit);
        }
        Ok(hop) => hop,
    };
    visit.http = Some(hop.status);
    if let Some(status) = by_code(hop.status) {
        visit.status = status;
        visit.error = Some(format!("HTTP {}", hop.status));
        return Ok(visit);
    }
    let finder = Finder { web, readers, row };
    match finder.document(hop).await? {
        Found::Missing(why) => {
            visit.status = LinkHealth::Soft404;
            visit.error = Some(why);
        }
        Found::Wrong(why) if sent_to_the_front(&trail, &visit.url) => {
            visit.status = LinkHealth::Soft404;
            visit.error = Some(format!("redirected to the site's front page; {why}"));
        }
        Found::Wrong(why) => {
            visit.status = LinkHealth::WrongDocument;
            visit.error = Some(why);
        }
        Found::Documents { hops, text, .. } => {
            visit.documents = hops.iter().filter_map(|hop| hop.snapshot()).collect();
            if is_moved(&trail, &visit.url) {
                visit.status = LinkHealth::Moved;
                visit.moved_to = Some(visit.final_url.clone());
            }
            let last = earlier.iter().rev().find(|v| !v.documents.is_empty());
            if let Some(last) = last
                && let Some(share) = changed(web, readers, last, &hops, &text).await?
            {
                visit.status = LinkHealth::Changed;
                visit.difference = Some(share);
            }
        }
    }
    Ok(visit)
}

fn blank(
    row: &Row<'_>,
    at: Timestamp,
    url: String,
    status: LinkHealth,
    error: Option<String>,
) -> Visit {
    Visit {
        final_url: url.clone(),
        url,
        kommune: row.municipality.slug.clone(),
        at,
        status,
        http: None,
        documents: Vec::new(),
        moved_to: None,
        difference: None,
        ms: 0,
        error,
    }
}

/// What a status code says by itself; `None` for success.
fn by_code(code: u16) -> Option<LinkHealth> {
    match code {
        200..=299 => None,
        404 | 410 => Some(LinkHealth::Gone),
        401 | 403 | 407 | 451 => Some(LinkHealth::Blocked),
        _ => Some(LinkHealth::Unreachable),
    }
}

/// Every redirect was permanent, and led to another address.
fn is_moved(trail: &Trail, link: &str) -> bool {
    !trail.redirects.is_empty()
        && trail.redirects.iter().all(|code| matches!(code, 301 | 308))
        && url_key(trail.end_url.as_str()) != url_key(link)
}

/// Many systems answer for a deleted document by sending everybody to the front page.
fn sent_to_the_front(trail: &Trail, link: &str) -> bool {
    let deep = fetch::parse(link).is_ok_and(|url| url.path().len() > 1);
    !trail.redirects.is_empty() && deep && trail.end_url.path() == "/"
}

/// The share of the text that differs from last time; `None` where nothing changed. A web page
/// whose words are the same is the same, whatever its markup does.
async fn changed(
    web: &Web<'_>,
    readers: &Readers,
    last: &Visit,
    hops: &[Rc<Hop>],
    text: &str,
) -> Result<Option<f32>, Error> {
    let now = hops.iter().filter_map(|hop| hop.sha256.as_deref());
    if now.eq(last.documents.iter().map(|d| d.sha256.as_str())) {
        return Ok(None);
    }
    let mut old = String::new();
    for document in &last.documents {
        let body = || body_of(web, document);
        if let Some(reading) = readers.read(body).await? {
            old.push_str(&reading.text);
            old.push('\n');
        }
    }
    let share = difference(&old, text);
    let pages = hops.iter().all(|hop| hop.is_html());
    Ok((share > 0.0 || !pages).then_some(share))
}

fn body_of(web: &Web<'_>, document: &Snapshot) -> Result<Option<Body>, Error> {
    let bytes = web.archive(|archive| archive.payload(&document.sha256))?;
    Ok(bytes.map(|bytes| Body {
        bytes,
        media_type: document.media_type.clone(),
        url: document.url.clone(),
        file_name: document.file_name.clone(),
    }))
}
