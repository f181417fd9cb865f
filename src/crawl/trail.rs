//! A URL → where its redirects end. Every hop is checked against robots.txt before it is asked for;
//! pages that send their reader on at once count as hops. Loops are named, long chains given up.

use std::rc::Rc;

use url::Url;

use super::hop::Hop;
use super::retrieve::Web;
use super::{Error, note};
use crate::fetch::{Failure, readable};
use crate::model::health::LinkHealth;

/// Redirects followed before giving up.
const REDIRECT_LIMIT: usize = 10;
/// Stands among the codes of a trail for a page's own `<meta http-equiv="refresh">`.
const REFRESH: u16 = 200;

/// A way through the web: the hops, and how it ended.
#[derive(Debug)]
pub(super) struct Trail {
    /// Address of the last request that was made or refused.
    pub(super) end_url: Url,
    /// The last answer, unless there was none.
    pub(super) end: Result<Rc<Hop>, Stop>,
    /// Status codes of the redirects.
    pub(super) redirects: Vec<u16>,
    pub(super) ms: u64,
}

/// Why there is no answer at the end of a trail.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    pub(super) status: LinkHealth,
    pub(super) http: Option<u16>,
    pub(super) why: String,
}

impl Stop {
    fn from_failure(failure: &Failure) -> Self {
        let status = match failure {
            Failure::Refused(_) => LinkHealth::Refused,
            Failure::NoSuchName(_) => LinkHealth::Gone,
            Failure::TooLarge { .. } => LinkHealth::TooLarge,
            _ => LinkHealth::Unreachable,
        };
        Self {
            status,
            http: None,
            why: note::failure(failure),
        }
    }

    fn at(http: u16, why: String) -> Self {
        Self {
            status: LinkHealth::Unreachable,
            http: Some(http),
            why,
        }
    }
}

/// Follows a URL to the end of its redirects.
pub(super) async fn follow(web: &Web<'_>, url: &Url) -> Result<Trail, Error> {
    let mut at = as_sent(url);
    let mut seen = vec![at.clone()];
    let mut redirects = Vec::new();
    let mut ms = 0;
    let end = loop {
        if let Some(stop) = forbidden(web, &at).await? {
            break Err(stop);
        }
        let hop = match web.hop(&at).await? {
            Ok(hop) => hop,
            Err(failure) => break Err(Stop::from_failure(&failure)),
        };
        ms += hop.ms;
        if let (Some(failure), false) = (&hop.cut, hop.is_redirect()) {
            let mut stop = Stop::from_failure(failure);
            stop.http = Some(hop.status);
            break Err(stop);
        }
        let (code, next) = if hop.is_redirect() {
            let target = hop.location.as_deref().unwrap_or_default().trim();
            match at.join(target) {
                Ok(next) => (hop.status, next),
                Err(_) => break Err(Stop::at(hop.status, note::bad_redirect(target))),
            }
        } else {
            match refresh(web, &hop)? {
                Some(next) => (REFRESH, next),
                None => break Ok(hop),
            }
        };
        let next = as_sent(&next);
        if code == REFRESH && seen.contains(&next) {
            // A page that loads itself anew is read as it is.
            break Ok(hop);
        }
        redirects.push(code);
        let is_loop = seen.contains(&next);
        seen.push(next.clone());
        if is_loop {
            let way: Vec<String> = seen.iter().map(|url| readable(url.as_str())).collect();
            break Err(Stop::at(hop.status, note::redirect_loop(&way)));
        }
        if redirects.len() > REDIRECT_LIMIT {
            let why = note::too_many_redirects(REDIRECT_LIMIT, next.as_str());
            break Err(Stop::at(hop.status, why));
        }
        at = next;
    };
    Ok(Trail {
        end_url: at,
        end,
        redirects,
        ms,
    })
}

/// Where a page sends its reader at once.
fn refresh(web: &Web<'_>, hop: &Hop) -> Result<Option<Url>, Error> {
    if hop.status != 200 || !hop.is_html() {
        return Ok(None);
    }
    let next = web.page(hop)?.refresh;
    Ok(next.filter(|next| matches!(next.scheme(), "http" | "https")))
}

/// Why robots.txt keeps us from a URL.
async fn forbidden(web: &Web<'_>, url: &Url) -> Result<Option<Stop>, Error> {
    let host = url.host_str().unwrap_or_default();
    let why = match web.robots(url).await? {
        Ok(rules) if rules.allow(url) => return Ok(None),
        Ok(rules) if rules.are_missing() => note::no_robots(host),
        Ok(_) => note::forbidden(host),
        Err(failure) => return Ok(Some(Stop::from_failure(&failure))),
    };
    Ok(Some(Stop {
        status: LinkHealth::Blocked,
        http: None,
        why,
    }))
}

/// A URL as it is asked for: a fragment is the reader's, and a name and password in a link are
/// nobody's business here.
fn as_sent(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    // Neither call fails for http and https with a host; others are refused anyway.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
