//! A URL → where its redirects end, every hop checked against robots.txt, archived, and taken from
//! the archive instead where it is fresh. Asks for no URL twice in one crawl.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use tokio::sync::OnceCell;
use url::Url;

use super::page::Page;
use super::{Body, Error, Options};
use crate::archive::{Archive, Capture, Exchange, Payload, Truncation, url_key};
use crate::fetch::robots::{self, Robots};
use crate::fetch::{Answer, Client, Failure, Validators};
use crate::model::health::LinkHealth;
use crate::model::snapshot::Snapshot;

/// Redirects followed before giving up.
const REDIRECT_LIMIT: usize = 10;

/// The network and the archive, as one crawl sees them.
pub(super) struct Web<'a> {
    client: Client,
    archive: RefCell<&'a mut Archive>,
    options: &'a Options,
    hops: Once<Hop>,
    rules: Once<Robots>,
}

/// Answers by key, each asked for once; whoever comes second waits for the first.
type Once<T> = RefCell<BTreeMap<String, Rc<OnceCell<Result<Rc<T>, Failure>>>>>;

/// One answer, from the network or from the archive.
#[derive(Debug)]
pub(super) struct Hop {
    pub(super) url: Url,
    pub(super) at: Timestamp,
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// SHA-256 of the payload; `None` where the body was cut.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
    pub(super) media_type: String,
    pub(super) file_name: Option<String>,
    /// Why the body is not whole.
    pub(super) cut: Option<Failure>,
    pub(super) ms: u64,
}

impl Hop {
    /// The payload as visits name it.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        Some(Snapshot {
            url: self.url.to_string(),
            fetched: self.at,
            sha256: self.sha256.clone()?,
            bytes: self.bytes,
            media_type: self.media_type.clone(),
            file_name: self.file_name.clone(),
        })
    }

    pub(super) fn is_html(&self) -> bool {
        matches!(
            self.media_type.as_str(),
            "text/html" | "application/xhtml+xml"
        )
    }

    fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308) && self.location.is_some()
    }
}

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
            why: failure.to_string(),
        }
    }
}

impl<'a> Web<'a> {
    pub(super) fn new(client: Client, archive: &'a mut Archive, options: &'a Options) -> Self {
        Self {
            client,
            archive: RefCell::new(archive),
            options,
            hops: RefCell::default(),
            rules: RefCell::default(),
        }
    }

    /// The crawl's clock.
    pub(super) fn now(&self) -> Timestamp {
        let now = (self.options.fetch.now)();
        // To the second, as the archive's dates are.
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// Whether something of this time need not be fetched again.
    pub(super) fn is_fresh(&self, at: Timestamp) -> bool {
        let age = self.now().as_second() - at.as_second();
        let max = i64::try_from(self.options.max_age.as_secs()).unwrap_or(i64::MAX);
        age < max
    }

    pub(super) fn archive<T>(&self, use_it: impl FnOnce(&mut Archive) -> T) -> T {
        // Borrowed for one call that does not wait, so never twice at once.
        use_it(&mut self.archive.borrow_mut())
    }

    /// Follows a URL to the end of its redirects.
    pub(super) async fn follow(&self, url: &Url) -> Result<Trail, Error> {
        let mut at = without_fragment(url);
        let mut seen = vec![at.clone()];
        let mut redirects = Vec::new();
        let mut ms = 0;
        let end = loop {
            if let Some(stop) = self.forbidden(&at).await? {
                break Err(stop);
            }
            let hop = match self.hop(&at).await? {
                Ok(hop) => hop,
                Err(failure) => break Err(Stop::from_failure(&failure)),
            };
            ms += hop.ms;
            if let (Some(failure), false) = (&hop.cut, hop.is_redirect()) {
                let mut stop = Stop::from_failure(failure);
                stop.http = Some(hop.status);
                break Err(stop);
            }
            if !hop.is_redirect() {
                break Ok(hop);
            }
            let target = hop.location.as_deref().unwrap_or_default();
            let Ok(next) = at.join(target.trim()) else {
                break Err(stop_at(hop.status, format!("redirects to \"{target}\"")));
            };
            let next = without_fragment(&next);
            redirects.push(hop.status);
            let is_loop = seen.contains(&next);
            seen.push(next.clone());
            if is_loop {
                let way: Vec<&str> = seen.iter().map(Url::as_str).collect();
                let why = format!("redirect loop: {}", way.join(" → "));
                break Err(stop_at(hop.status, why));
            }
            if redirects.len() > REDIRECT_LIMIT {
                let why = format!("more than {REDIRECT_LIMIT} redirects, the last to {next}");
                break Err(stop_at(hop.status, why));
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

    /// Why robots.txt keeps us from a URL.
    async fn forbidden(&self, url: &Url) -> Result<Option<Stop>, Error> {
        Ok(match self.robots(url).await? {
            Ok(rules) if rules.allow(url) => None,
            Ok(_) => Some(Stop {
                status: LinkHealth::Blocked,
                http: None,
                why: "robots.txt says no".to_owned(),
            }),
            Err(failure) => Some(Stop::from_failure(&failure)),
        })
    }

    /// The rules of a URL's site.
    pub(super) async fn robots(&self, url: &Url) -> Result<Result<Rc<Robots>, Failure>, Error> {
        let Ok(address) = url.join("/robots.txt") else {
            return Ok(Ok(Rc::new(Robots::from_answer(Some(404), b""))));
        };
        let cell = Rc::clone(
            self.rules
                .borrow_mut()
                .entry(address.to_string())
                .or_default(),
        );
        let rules = cell
            .get_or_try_init(async || self.fetch_robots(address, url).await)
            .await?;
        Ok(rules.clone())
    }

    async fn fetch_robots(
        &self,
        address: Url,
        site: &Url,
    ) -> Result<Result<Rc<Robots>, Failure>, Error> {
        let mut at = address;
        let mut left = robots::REDIRECT_LIMIT;
        let hop = loop {
            let hop = match self.hop(&at).await? {
                Ok(hop) => hop,
                Err(failure) => return Ok(Err(failure)),
            };
            let next = hop.location.as_deref().and_then(|to| at.join(to).ok());
            match next {
                Some(next) if hop.is_redirect() && left > 0 => {
                    left -= 1;
                    at = next;
                }
                _ => break hop,
            }
        };
        // A robots.txt too long or broken off half-way: what came of it cannot be trusted whole.
        let status = match &hop.cut {
            Some(Failure::TooLarge { .. }) | None => Some(hop.status),
            Some(_) => None,
        };
        let body = match status {
            Some(200..=299) => self.bytes(&hop)?.unwrap_or_default(),
            _ => Vec::new(),
        };
        let rules = Robots::from_answer(status, &body);
        if let Some(delay) = rules.delay() {
            self.client.slow_down(site, delay).await;
        }
        Ok(Ok(Rc::new(rules)))
    }

    /// The payload of a hop, from the archive.
    pub(super) fn bytes(&self, hop: &Hop) -> Result<Option<Vec<u8>>, Error> {
        self.archive(|archive| match &hop.sha256 {
            Some(sha256) => Ok(archive.payload(sha256)?),
            None => match archive.latest(hop.url.as_str(), None) {
                Some(capture) => Ok(Some(archive.bytes(&capture)?)),
                None => Ok(None),
            },
        })
    }

    /// A hop as a reader takes it.
    pub(super) fn body(&self, hop: &Hop) -> Result<Option<Body>, Error> {
        let bytes = self.bytes(hop)?;
        Ok(bytes.map(|bytes| Body {
            bytes,
            media_type: hop.media_type.clone(),
            url: hop.url.to_string(),
            file_name: hop.file_name.clone(),
        }))
    }

    /// A hop as a page with links.
    pub(super) fn page(&self, hop: &Hop) -> Result<Page, Error> {
        let bytes = self.bytes(hop)?.unwrap_or_default();
        let html = crate::fetch::decode_text(&bytes, hop.content_type.as_deref());
        Ok(Page::parse(&html, &hop.url))
    }

    /// One request, or none where this crawl or a fresh archive has the answer.
    async fn hop(&self, url: &Url) -> Result<Result<Rc<Hop>, Failure>, Error> {
        let key = url_key(url.as_str());
        let cell = Rc::clone(self.hops.borrow_mut().entry(key).or_default());
        let hop = cell
            .get_or_try_init(async || match self.fresh(url)? {
                Some(hop) => Ok::<_, Error>(Ok(Rc::new(hop))),
                None => Ok(self.ask(url).await?.map(Rc::new)),
            })
            .await?;
        Ok(hop.clone())
    }

    fn fresh(&self, url: &Url) -> Result<Option<Hop>, Error> {
        self.archive(|archive| {
            let Some(latest) = archive.latest(url.as_str(), None) else {
                return Ok(None);
            };
            // Trouble that may have passed is looked at again.
            let settled = !latest.truncated && latest.status < 429;
            if !settled || !self.is_fresh(latest.at) {
                return Ok(None);
            }
            let whole = if latest.status == 304 {
                last_whole(archive, url)
            } else {
                Some(latest.clone())
            };
            match whole {
                Some(whole) => Ok(Some(from_archive(archive, url, &whole, latest.at)?)),
                None => Ok(None),
            }
        })
    }

    async fn ask(&self, url: &Url) -> Result<Result<Hop, Failure>, Error> {
        let known = self.archive(|archive| last_whole(archive, url));
        let validators = match &known {
            Some(capture) => self.archive(|archive| archive.head(capture))?,
            None => Vec::new(),
        };
        let validators = Validators {
            etag: field(&validators, "etag"),
            last_modified: field(&validators, "last-modified"),
        };
        let answer = match self.client.get(url, &validators).await {
            Ok(answer) => answer,
            Err(failure) => return Ok(Err(failure)),
        };
        let media_type = crate::fetch::media_type(
            &answer.body.sample,
            answer.header("content-type").as_deref(),
            url.as_str(),
        );
        let not_modified = known.filter(|_| answer.status == 304);
        self.archive(|archive| {
            archive.append_exchange(&exchange(&answer, &media_type, not_modified.as_ref()))
        })?;
        Ok(Ok(match not_modified {
            Some(capture) => {
                let mut hop =
                    self.archive(|archive| from_archive(archive, url, &capture, answer.at))?;
                hop.ms = answer.ms;
                hop
            }
            None => from_answer(url, answer, media_type),
        }))
    }
}

fn exchange<'a>(
    answer: &'a Answer,
    media_type: &'a str,
    not_modified: Option<&'a Capture>,
) -> Exchange<'a> {
    Exchange {
        url: answer.url.as_str(),
        at: answer.at,
        ip: answer.ip,
        request_head: &answer.request_head,
        response_head: &answer.response_head,
        status: answer.status,
        payload: Payload {
            file: &answer.body.file,
            length: answer.body.length,
            sha256: &answer.body.sha256,
            media_type,
        },
        truncated: answer.cut.as_ref().map(|cut| match cut {
            Failure::TooLarge { .. } => Truncation::Length,
            Failure::TimedOut { .. } => Truncation::Time,
            _ => Truncation::Disconnect,
        }),
        not_modified,
    }
}

fn from_answer(url: &Url, answer: Answer, media_type: String) -> Hop {
    Hop {
        url: url.clone(),
        at: answer.at,
        status: answer.status,
        location: answer.header("location"),
        content_type: answer.header("content-type"),
        file_name: crate::fetch::file_name(answer.header("content-disposition").as_deref(), url),
        sha256: answer.cut.is_none().then_some(answer.body.sha256),
        bytes: answer.body.length,
        media_type,
        cut: answer.cut,
        ms: answer.ms,
    }
}

fn from_archive(
    archive: &Archive,
    url: &Url,
    capture: &Capture,
    at: Timestamp,
) -> Result<Hop, Error> {
    let head = archive.head(capture)?;
    let disposition = field(&head, "content-disposition");
    Ok(Hop {
        url: url.clone(),
        at,
        status: capture.status,
        location: field(&head, "location"),
        content_type: field(&head, "content-type"),
        file_name: crate::fetch::file_name(disposition.as_deref(), url),
        sha256: capture.sha256.clone(),
        bytes: capture.bytes,
        media_type: capture.media_type.clone(),
        cut: None,
        ms: 0,
    })
}

/// The last capture of a URL with a whole body of its own, which a server can say still holds.
fn last_whole(archive: &Archive, url: &Url) -> Option<Capture> {
    let captures = archive.captures(url.as_str());
    captures
        .into_iter()
        .rev()
        .find(|capture| capture.status == 200 && !capture.truncated && capture.sha256.is_some())
}

/// A field of an HTTP header block.
fn field(head: &[u8], name: &str) -> Option<String> {
    head.split(|&b| b == b'\n').skip(1).find_map(|line| {
        let line = match std::str::from_utf8(line) {
            Ok(text) => text.to_owned(),
            Err(_) => line.iter().map(|&b| char::from(b)).collect(),
        };
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

fn stop_at(http: u16, why: String) -> Stop {
    Stop {
        status: LinkHealth::Unreachable,
        http: Some(http),
        why,
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}
