//! One row of the list → one visit: follows the link, finds the document it is about, says what
//! has become of it. Writes the visit to the archive.

use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::Timestamp;

use super::compare::difference;
use super::find::{Finder, Found};
use super::hop::Hop;
use super::lookup::look_up;
use super::readers::Readers;
use super::retrieve::Web;
use super::trail::{Trail, follow};
use super::{Body, Error, note};
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
        && is_settled(last)
    {
        return Ok(last.clone());
    }
    let at = web.now();
    let Some(link) = &row.listing.link else {
        return without_link(web, readers, row, at, url).await;
    };
    let visit = match fetch::parse(link) {
        Ok(address) => {
            let trail = follow(web, &address).await?;
            let mut visit = judge(web, readers, row, at, trail, &earlier).await?;
            if is_lost(&visit) {
                suggest(web, readers, row, &mut visit, &earlier).await?;
            }
            visit
        }
        Err(wrong) => blank(
            row,
            at,
            url,
            LinkHealth::Refused,
            Some(note::no_address(&wrong)),
        ),
    };
    web.archive(|archive| archive.append_visit(&visit))?;
    Ok(visit)
}

/// What may be otherwise in an hour is looked at again, however fresh it is.
fn is_settled(visit: &Visit) -> bool {
    match visit.status {
        LinkHealth::Unreachable => false,
        // Without a code it was robots.txt, which the archive knows if it was had.
        LinkHealth::Blocked => visit.http.is_some(),
        _ => true,
    }
}

/// Whether the link leads nowhere, so that its document may be looked for.
fn is_lost(visit: &Visit) -> bool {
    visit.moved_to.is_none()
        && matches!(
            visit.status,
            LinkHealth::Gone | LinkHealth::Soft404 | LinkHealth::WrongDocument
        )
}

/// Where the document of a lost link stands now, as a suggestion: an editor decides.
async fn suggest(
    web: &Web<'_>,
    readers: &Readers,
    row: &Row<'_>,
    visit: &mut Visit,
    earlier: &[Visit],
) -> Result<(), Error> {
    let known = earlier.iter().flat_map(|v| &v.documents);
    let known: BTreeSet<String> = known.map(|d| d.sha256.clone()).collect();
    let finder = Finder { web, readers, row };
    let found = look_up(&finder, &known).await?;
    let document = found.and_then(|found| found.hops.first()?.snapshot());
    visit.moved_to = document
        .map(|document| document.url)
        .filter(|url| url_key(url) != url_key(&visit.final_url));
    Ok(())
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
    let Some(found) = look_up(&finder, &BTreeSet::new()).await? else {
        return Ok(visit);
    };
    visit.documents = found.hops.iter().filter_map(|hop| hop.snapshot()).collect();
    match visit.documents.first() {
        Some(document) => {
            visit.final_url.clone_from(&document.url);
            visit.moved_to = Some(document.url.clone());
        }
        None => visit.error = Some(found.note),
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
        visit.error = Some(note::http(hop.status));
        return Ok(visit);
    }
    let finder = Finder { web, readers, row };
    match finder.document(hop).await? {
        Found::Missing(why) => {
            visit.status = LinkHealth::Soft404;
            visit.error = Some(why);
        }
        Found::Wrong(_) if is_sent_to_the_front(&trail, row) => {
            visit.status = LinkHealth::Soft404;
            visit.error = Some(note::FRONT_PAGE.to_owned());
        }
        Found::Wrong(why) => {
            visit.status = LinkHealth::WrongDocument;
            visit.error = Some(why);
        }
        // Found by way of the front page: that does not make the front page the link's new address.
        Found::Documents { hops, .. }
            if is_sent_to_the_front(&trail, row) && !hops.iter().any(|h| h.url == hop.url) =>
        {
            visit.status = LinkHealth::Soft404;
            visit.error = Some(note::FRONT_PAGE.to_owned());
            visit.moved_to = hops.first().map(|found| found.url.to_string());
        }
        Found::Documents { hops, text, .. } => {
            visit.documents = hops.iter().filter_map(|hop| hop.snapshot()).collect();
            if is_moved(&trail, &visit.url) {
                visit.status = LinkHealth::Moved;
                // Whatever session the redirect began is not part of the address.
                visit.moved_to = Some(url_key(&visit.final_url));
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

/// Many systems answer for a deleted document by sending everybody to the front page. A site of the
/// strategy's own, on a host of its own, is not one.
fn is_sent_to_the_front(trail: &Trail, row: &Row<'_>) -> bool {
    let host = |text: &str| {
        let url = fetch::parse(text).ok()?;
        let host = url.host_str()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some((host.to_owned(), url.port()))
    };
    let link = row.listing.link.as_deref().unwrap_or_default();
    let deep = fetch::parse(link).is_ok_and(|url| !is_front(url.path()));
    let end = host(trail.end_url.as_str());
    let at_home = end == host(link)
        || row
            .municipality
            .hjemmeside
            .as_deref()
            .is_some_and(|home| end == host(home));
    !trail.redirects.is_empty() && deep && at_home && is_front(trail.end_url.path())
}

fn is_front(path: &str) -> bool {
    let path = path.trim_matches('/').to_ascii_lowercase();
    [
        "",
        "da",
        "forside",
        "forsiden",
        "home",
        "frontpage",
        "default.aspx",
        "index.html",
        "index.php",
    ]
    .contains(&path.as_str())
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
        if let Some(reading) = readers.read(document.bytes, body).await? {
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
