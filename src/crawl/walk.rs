//! A site → its pages and files, most promising first, within a budget of requests and a depth of
//! clicks. Starts from the front page, the sitemaps and the paths where municipalities keep their
//! policies; never leaves the site.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::rc::Rc;

use url::Url;

use super::Error;
use super::hop::Hop;
use super::page::Link;
use super::retrieve::Web;
use super::score::same_site;
use super::sitemap;
use super::trail::follow;
use super::traps::Traps;
use crate::archive::url_key;

/// Paths that are worth a try on every site.
const LIKELY: [&str; 8] = [
    "/digitaliseringsstrategi",
    "/digitalisering",
    "/strategier",
    "/politikker-og-strategier",
    "/politik/politikker-og-strategier",
    "/om-kommunen/politikker-og-strategier",
    "/kommunen/politikker-og-strategier",
    "/om-kommunen/strategier-og-politikker",
];
/// Points of a likely path: after links that say what they are, before the rest.
const LIKELY_POINTS: i32 = 4;
/// Sitemaps read of one site.
const SITEMAPS: usize = 6;
/// Addresses kept waiting; a sitemap of a large site names more than any budget reaches.
const WAITING: usize = 20_000;

/// How far a walk may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages and files asked for on one site.
    pub pages: usize,
    /// Clicks from where the walk began.
    pub depth: u32,
    /// Links with fewer points than this are not worth their second.
    pub least_points: i32,
}

/// One thing a walk came to.
pub(super) struct Step<'a> {
    pub(super) hop: &'a Rc<Hop>,
    /// Points of the link that led here.
    pub(super) points: i32,
    /// Text of that link; empty for one that a sitemap or a guess gave.
    pub(super) text: &'a str,
}

/// What waits to be asked for: by points (highest first), depth, then order of finding.
struct Queue {
    waiting: BTreeMap<(i32, u32, usize), (Url, String)>,
    seen: BTreeSet<String>,
    traps: Traps,
    least_points: i32,
}

struct Waiting {
    url: Url,
    text: String,
    points: i32,
    depth: u32,
}

impl Queue {
    fn push(&mut self, url: &Url, text: &str, points: i32, depth: u32) {
        if points < self.least_points || self.waiting.len() >= WAITING {
            return;
        }
        if !self.seen.contains(&url_key(url.as_str())) && self.traps.allow(url) {
            self.seen.insert(url_key(url.as_str()));
            let order = self.seen.len();
            self.waiting
                .insert((-points, depth, order), (url.clone(), text.to_owned()));
        }
    }

    fn pop(&mut self) -> Option<Waiting> {
        let ((points, depth, _), (url, text)) = self.waiting.pop_first()?;
        Some(Waiting {
            url,
            text,
            points: -points,
            depth,
        })
    }
}

/// Walks a site; `each` is told of everything that answered with success, until it breaks off.
pub(super) async fn walk(
    web: &Web<'_>,
    site: &Url,
    limits: Limits,
    points: impl Fn(&Link) -> i32,
    mut each: impl AsyncFnMut(Step<'_>) -> Result<ControlFlow<()>, Error>,
) -> Result<usize, Error> {
    let mut queue = Queue {
        waiting: BTreeMap::new(),
        seen: BTreeSet::new(),
        traps: Traps::default(),
        least_points: limits.least_points,
    };
    queue.push(site, "", i32::MAX - 1, 0);
    for path in LIKELY {
        if let Ok(url) = site.join(path) {
            queue.push(&url, "", LIKELY_POINTS, 1);
        }
    }
    for url in sitemap_pages(web, site).await? {
        let link = Link::new(url, "");
        // What only a sitemap knows must say what it is by its address.
        let worth = points(&link);
        if worth > 0 && same_site(&link.url, site) {
            queue.push(&link.url, "", worth, 1);
        }
    }
    let mut asked = 0;
    while let Some(next) = queue.pop() {
        if asked == limits.pages {
            break;
        }
        asked += 1;
        let trail = follow(web, &next.url).await?;
        let Ok(hop) = trail.end else { continue };
        if !(200..300).contains(&hop.status) || !same_site(&hop.url, site) {
            continue;
        }
        if hop.is_html() && next.depth < limits.depth {
            let page = web.page(&hop)?;
            for link in page.links.iter().filter(|l| same_site(&l.url, site)) {
                queue.push(&link.url, &link.text, points(link), next.depth + 1);
            }
        }
        let step = Step {
            hop: &hop,
            points: next.points,
            text: &next.text,
        };
        if each(step).await?.is_break() {
            break;
        }
    }
    Ok(asked)
}

/// Pages named by the site's sitemaps: those of robots.txt, else the usual place.
async fn sitemap_pages(web: &Web<'_>, site: &Url) -> Result<Vec<Url>, Error> {
    let mut waiting: Vec<Url> = match web.robots(site).await? {
        Ok(robots) => robots
            .sitemaps()
            .iter()
            .filter_map(|text| site.join(text).ok())
            .collect(),
        Err(_) => return Ok(Vec::new()),
    };
    if waiting.is_empty() {
        waiting.extend(site.join("/sitemap.xml"));
    }
    waiting.reverse();
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(url) = waiting.pop() {
        if seen.len() == SITEMAPS || !same_site(&url, site) || !seen.insert(url.to_string()) {
            continue;
        }
        let trail = follow(web, &url).await?;
        let Ok(hop) = trail.end else { continue };
        if hop.status != 200 || hop.is_html() {
            continue;
        }
        let map = sitemap::parse(&web.bytes(&hop, sitemap::SIZE_LIMIT)?.unwrap_or_default());
        pages.extend(map.pages);
        waiting.extend(map.sitemaps.into_iter().rev());
    }
    Ok(pages)
}
