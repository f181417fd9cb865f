//! A URL → one answer of its server, body on disk. The only part of the program that speaks to the
//! network. Polite (one request at a time and a gap for each host), guarded (public addresses
//! only, http and https only), limited (time, size, also after decompression).
//!
//! Refuses to follow redirects by itself: whoever asks sees every hop, archives it and checks it
//! against robots.txt before the next.

mod address;
mod body;
mod charset;
mod client;
mod failure;
mod guard;
mod media;
mod polite;
pub mod robots;
mod wait;

use std::time::Duration;

use jiff::Timestamp;

pub use address::{NotAnAddress, parse, readable};
pub use body::{Body, Sample};
pub use charset::decode as decode_text;
pub use client::{Answer, Client, Validators};
pub use failure::{Failure, Stage, TlsFault};
pub use guard::{Looking, Lookup, Refusal, check_url, is_public, system_lookup};
pub use media::{file_name, media_type};

/// How to fetch.
#[derive(Clone)]
pub struct Options {
    /// Sent as User-Agent; see [`user_agent`].
    pub user_agent: String,
    /// Least time from one request to the next at one host.
    pub gap: Duration,
    /// Longest body in bytes, on the wire and after decompression.
    pub body_limit: u64,
    /// Longest time to connect.
    pub connect_timeout: Duration,
    /// Longest time from the request to the answer's header, and between parts of the body.
    pub answer_timeout: Duration,
    /// Longest time for a whole body.
    pub total_timeout: Duration,
    /// How often a request is sent before a 5xx, a 429 or a broken connection is taken for an answer.
    pub tries: u32,
    /// First pause before another try; doubled at each.
    pub back_off: Duration,
    /// Longest Retry-After that is waited for; a longer one ends the tries.
    pub longest_wait: Duration,
    /// Proxy for all requests (`http://`, `https://`, `socks5://`); names are resolved by it.
    pub proxy: Option<String>,
    /// Whether addresses that are not public may be visited.
    pub allow_private: bool,
    /// How names are resolved when there is no proxy.
    pub lookup: Lookup,
    /// The clock for dates in the archive.
    pub now: fn() -> Timestamp,
}

impl Options {
    /// Ordinary manners: a second between requests, 100 MB a body, three tries.
    pub fn new(user_agent: String, now: fn() -> Timestamp) -> Self {
        Self {
            user_agent,
            gap: Duration::from_secs(1),
            body_limit: 100_000_000,
            connect_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(300),
            tries: 3,
            back_off: Duration::from_secs(1),
            longest_wait: Duration::from_secs(60),
            proxy: None,
            allow_private: false,
            lookup: system_lookup(),
            now,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("user_agent", &self.user_agent)
            .field("gap", &self.gap)
            .field("proxy", &self.proxy)
            .field("allow_private", &self.allow_private)
            .finish_non_exhaustive()
    }
}

/// The User-Agent field: who we are and how to reach the people behind it.
///
/// ```
/// # use strategikatalog::fetch::user_agent;
/// assert!(user_agent(Some("https://x.dk/"), Some("a@x.dk")).ends_with("(+https://x.dk/; a@x.dk)"));
/// ```
pub fn user_agent(site: Option<&str>, contact: Option<&str>) -> String {
    let mut who: Vec<String> = Vec::new();
    who.extend(site.map(|site| format!("+{site}")));
    who.extend(contact.map(str::to_owned));
    let mut out = format!("{}/{}", robots::TOKEN, env!("CARGO_PKG_VERSION"));
    if !who.is_empty() {
        out.push_str(&format!(" ({})", who.join("; ")));
    }
    // A header field takes printable ASCII only.
    out.chars()
        .map(|c| {
            if c.is_ascii() && !c.is_control() {
                c
            } else {
                '?'
            }
        })
        .collect()
}

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The proxy's address is no address.
    #[error("--proxy {proxy}: {source}\n  hint: write it like http://localhost:3128")]
    Proxy {
        /// As given.
        proxy: String,
        /// What is wrong.
        source: reqwest::Error,
    },
    /// The HTTP client does not start.
    #[error("the HTTP client does not start: {0}")]
    Client(#[source] reqwest::Error),
}
