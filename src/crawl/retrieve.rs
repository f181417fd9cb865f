//! A URL → its answer, archived, or taken from the archive where that is fresh; and the rules of its
//! site. Asks for no URL twice in one crawl.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use tokio::sync::OnceCell;
use url::Url;

use super::hop::{Hop, exchange, field};
use super::page::Page;
use super::{Body, Error, Options, tame};
use crate::archive::{Archive, Capture, url_key};
use crate::fetch::robots::{self, Robots};
use crate::fetch::{Client, Failure, Validators};

/// Text of more bytes than this, some eight thousand pages, is not read.
const LONGEST_TEXT: u64 = 16_000_000;

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
            Some(200..=299) => self
                .bytes(&hop, robots::SIZE_LIMIT as u64)?
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let rules = Robots::from_answer(status, &body);
        if let Some(delay) = rules.delay() {
            self.client.slow_down(site, delay).await;
        }
        Ok(Ok(Rc::new(rules)))
    }

    /// The payload of a hop, from the archive; no more than `most` bytes of it.
    pub(super) fn bytes(&self, hop: &Hop, most: u64) -> Result<Option<Vec<u8>>, Error> {
        self.archive(|archive| match &hop.sha256 {
            Some(sha256) if hop.bytes > most => Ok(archive.payload_start(sha256, most)?),
            Some(sha256) => Ok(archive.payload(sha256)?),
            // Cut bodies are kept short.
            None => match archive.latest(hop.url.as_str(), None) {
                Some(capture) => Ok(Some(archive.bytes(&capture)?)),
                None => Ok(None),
            },
        })
    }

    /// A hop as a reader takes it; `None` where there is nothing a person could have written.
    pub(super) fn body(&self, hop: &Hop) -> Result<Option<Body>, Error> {
        if hop.media_type.starts_with("text/") && hop.bytes > LONGEST_TEXT {
            return Ok(None);
        }
        let bytes = self.bytes(hop, u64::MAX)?;
        Ok(bytes.map(|bytes| Body {
            bytes,
            media_type: hop.media_type.clone(),
            url: hop.url.to_string(),
            file_name: hop.file_name.clone(),
        }))
    }

    /// A hop as a page with links.
    pub(super) fn page(&self, hop: &Hop) -> Result<Page, Error> {
        // UTF-16 takes two bytes where a page's own limit counts one.
        let most = 2 * tame::LONGEST as u64;
        let bytes = self.bytes(hop, most)?.unwrap_or_default();
        let html = crate::fetch::decode_text(&bytes, hop.content_type.as_deref());
        Ok(Page::parse(&html, &hop.url))
    }

    /// One request, or none where this crawl or a fresh archive has the answer.
    pub(super) async fn hop(&self, url: &Url) -> Result<Result<Rc<Hop>, Failure>, Error> {
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
                Some(whole) => Ok(Some(Hop::from_archive(archive, url, &whole, latest.at)?)),
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
            // It says nothing of the link, and the next one will fare no better.
            Err(Failure::Disk(why)) => return Err(Error::Spool(why)),
            Err(failure) => return Ok(Err(failure)),
        };
        if let Some(Failure::Disk(why)) = answer.cut {
            return Err(Error::Spool(why));
        }
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
                    self.archive(|archive| Hop::from_archive(archive, url, &capture, answer.at))?;
                hop.ms = answer.ms;
                hop
            }
            None => Hop::from_answer(url, answer, media_type),
        }))
    }
}

/// The last capture of a URL with a whole body of its own, which a server can say still holds.
fn last_whole(archive: &Archive, url: &Url) -> Option<Capture> {
    let captures = archive.captures(url.as_str());
    captures
        .into_iter()
        .rev()
        .find(|capture| capture.status == 200 && !capture.truncated && capture.sha256.is_some())
}
