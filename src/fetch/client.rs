//! One request → one answer: the turn at the host, the tries, the header blocks as they are
//! archived, the body.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::body::{Body, Limits, receive};
use super::failure::{Failure, Stage};
use super::guard::{Guarded, check_url};
use super::polite::Politeness;
use super::wait::retry_after;
use super::{Error, Options};

const ACCEPT: &str = "text/html,application/pdf,application/xhtml+xml,*/*;q=0.8";
const ACCEPT_ENCODING: &str = "gzip, br, zstd, deflate";

/// What an earlier answer said of itself, so that the server may say "not modified" (RFC 9110,
/// section 13).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its ETag.
    pub etag: Option<String>,
    /// Its Last-Modified.
    pub last_modified: Option<String>,
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    /// The address asked.
    pub url: Url,
    /// When the request was sent.
    pub at: Timestamp,
    /// Who answered; `None` through a proxy.
    pub ip: Option<IpAddr>,
    /// Status code.
    pub status: u16,
    /// What was sent, as an HTTP/1.1 header block.
    pub request_head: Vec<u8>,
    /// What came, as an HTTP/1.1 header block that fits the decoded body.
    pub response_head: Vec<u8>,
    /// The body.
    pub body: Body,
    /// Why the body is not whole, where it is not.
    pub cut: Option<Failure>,
    /// Milliseconds from sending to the last byte.
    pub ms: u64,
    headers: HeaderMap,
}

impl Answer {
    /// A header field, as UTF-8 or else as Latin-1.
    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?.as_bytes();
        Some(match std::str::from_utf8(value) {
            Ok(text) => text.to_owned(),
            Err(_) => value.iter().map(|&b| char::from(b)).collect(),
        })
    }
}

/// The way to the network. One for a whole crawl: it knows whose turn it is at which host.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    options: Options,
    polite: Politeness,
}

impl Client {
    /// A client.
    ///
    /// # Errors
    /// Where the proxy's address makes no sense.
    pub fn new(options: &Options) -> Result<Self, Error> {
        // The second call of a process finds the provider in place; that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = match builder(options)?.build() {
            Ok(http) => http,
            // A machine without any root certificate can still fetch http; every https is then a
            // TLS failure of its own.
            Err(_) => builder(options)?
                .tls_certs_only([])
                .build()
                .map_err(Error::Client)?,
        };
        Ok(Self {
            http,
            polite: Politeness::new(options.gap),
            options: options.clone(),
        })
    }

    /// Notes the Crawl-delay of a host.
    pub async fn slow_down(&self, url: &Url, delay: Duration) {
        self.polite.ask(url, delay).await;
    }

    /// Asks for a URL, up to [`Options::tries`] times.
    ///
    /// # Errors
    /// Where no header came; a body that broke off is an answer with [`Answer::cut`].
    pub async fn get(&self, url: &Url, known: &Validators) -> Result<Answer, Failure> {
        check_url(url, self.options.allow_private).map_err(Failure::Refused)?;
        let mut pause = self.options.back_off;
        let mut left = self.options.tries.max(1);
        loop {
            left -= 1;
            let mut turn = self.polite.turn(url).await;
            let outcome = self.once(url, known).await;
            let wait = match &outcome {
                Ok(answer) => self.wait_for(answer, pause),
                Err(failure) => failure.may_pass().then_some(pause),
            };
            match wait {
                Some(wait) if left > 0 => turn.back_off(wait),
                _ => return outcome,
            }
            pause *= 2;
        }
    }

    /// How long to wait before this answer is asked for again; `None`: it stands.
    fn wait_for(&self, answer: &Answer, pause: Duration) -> Option<Duration> {
        let later = matches!(answer.status, 429 | 500..=599);
        if !later {
            let cut = answer.cut.as_ref()?;
            return cut.may_pass().then_some(pause);
        }
        let asked = answer
            .header("retry-after")
            .and_then(|value| retry_after(&value, (self.options.now)()));
        match asked {
            Some(asked) if asked > self.options.longest_wait => None,
            Some(asked) => Some(asked.max(pause)),
            None => Some(pause),
        }
    }

    async fn once(&self, url: &Url, known: &Validators) -> Result<Answer, Failure> {
        let mut url = url.clone();
        url.set_fragment(None);
        let headers = self.request_headers(known);
        let request_head = request_head(&url, &headers);
        let now = (self.options.now)();
        // To the second, as the archive's dates are.
        let at = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let started = Instant::now();
        let sending = self.http.get(url.clone()).headers(headers).send();
        let response = tokio::time::timeout(self.options.answer_timeout, sending)
            .await
            .map_err(|_| Failure::TimedOut {
                stage: Stage::Answer,
                after: self.options.answer_timeout,
            })?
            .map_err(|error| {
                let direct = self.options.proxy.is_none();
                let host = url.host_str().filter(|_| direct);
                Failure::of(&error, host, self.options.connect_timeout)
            })?;
        let ip = response.remote_addr().map(|address| address.ip());
        let status = response.status().as_u16();
        let reason = response.status().canonical_reason().unwrap_or_default();
        let headers = response.headers().clone();
        let codings = combined(&headers, &header::CONTENT_ENCODING);
        let limits = Limits {
            bytes: self.options.body_limit,
            idle: self.options.answer_timeout,
            total: self.options.total_timeout,
        };
        let (body, cut) = receive(response, &codings, limits).await?;
        Ok(Answer {
            at,
            ip: ip.filter(|_| self.options.proxy.is_none()),
            status,
            request_head,
            response_head: response_head(status, reason, &headers, body.length),
            body,
            cut,
            ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            headers,
            url,
        })
    }

    fn request_headers(&self, known: &Validators) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(ACCEPT));
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static(ACCEPT_ENCODING),
        );
        headers.insert(
            header::ACCEPT_LANGUAGE,
            HeaderValue::from_static("da, en;q=0.5"),
        );
        for (name, value) in [
            (header::USER_AGENT, Some(&self.options.user_agent)),
            (header::IF_NONE_MATCH, known.etag.as_ref()),
            (header::IF_MODIFIED_SINCE, known.last_modified.as_ref()),
        ] {
            if let Some(value) = value.and_then(|v| HeaderValue::from_str(v).ok()) {
                headers.insert(name, value);
            }
        }
        headers
    }
}

fn builder(options: &Options) -> Result<reqwest::ClientBuilder, Error> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .http1_only()
        .connect_timeout(options.connect_timeout)
        .pool_max_idle_per_host(1)
        // No proxy from the environment: it would resolve names behind the guard's back.
        .no_proxy();
    match &options.proxy {
        None => {
            builder = builder.dns_resolver(Guarded {
                lookup: options.lookup.clone(),
                allow_private: options.allow_private,
            });
        }
        Some(proxy) => {
            // `socks5h`: the proxy resolves. Only the proxy's own name is then resolved here.
            let address = match proxy.strip_prefix("socks5://") {
                Some(rest) => format!("socks5h://{rest}"),
                None => proxy.clone(),
            };
            let proxy = reqwest::Proxy::all(&address).map_err(|source| Error::Proxy {
                proxy: proxy.clone(),
                source,
            })?;
            builder = builder.proxy(proxy);
        }
    }
    Ok(builder)
}

fn combined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    values.join(", ")
}

fn request_head(url: &Url, headers: &HeaderMap) -> Vec<u8> {
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let mut out = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\n").into_bytes();
    push_headers(&mut out, headers, |_| None);
    out.extend_from_slice(b"\r\n");
    out
}

/// The header block as it describes the decoded body: codings renamed, length set.
fn response_head(status: u16, reason: &str, headers: &HeaderMap, length: u64) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status} {reason}\r\n").into_bytes();
    push_headers(&mut out, headers, |name| {
        let renamed = [
            header::CONTENT_ENCODING,
            header::TRANSFER_ENCODING,
            header::CONTENT_LENGTH,
        ];
        renamed
            .contains(name)
            .then(|| format!("x-archive-orig-{name}"))
    });
    out.extend_from_slice(format!("content-length: {length}\r\n\r\n").as_bytes());
    out
}

fn push_headers(
    out: &mut Vec<u8>,
    headers: &HeaderMap,
    rename: impl Fn(&HeaderName) -> Option<String>,
) {
    for (name, value) in headers {
        let shown = rename(name).unwrap_or_else(|| name.as_str().to_owned());
        out.extend_from_slice(shown.as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}
