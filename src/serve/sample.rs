//! `demo/web/<host>/<path>` → a small web of many hosts on one loopback port. It answers as an
//! HTTP proxy does (the request names the host), so the crawler meets it through `--proxy` with
//! nothing bent in its own code. `_svar.toml` states the answers that no plain file can give.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::files::{Found, find, media_type};
use super::{Error, listen};

/// A running sample web; it stops when this is dropped.
#[derive(Debug)]
pub struct Sample {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Sample {
    /// Serves the sample web in `dir` on a port of the system's choosing.
    ///
    /// # Errors
    /// No free port, or a `_svar.toml` that does not parse.
    pub fn start(dir: &Path) -> Result<Self, Error> {
        let web = Arc::new(Web {
            dir: dir.to_owned(),
            answers: answers(dir)?,
        });
        let io = |source| Error::Listen { port: 0, source };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(io)?;
        let (listener, address) = runtime.block_on(listen(0))?;
        let app = Router::new().fallback(answer).with_state(web);
        runtime.spawn(async move { axum::serve(listener, app).await });
        Ok(Self {
            address,
            _runtime: runtime,
        })
    }

    /// Where it listens, as a proxy address.
    pub fn proxy(&self) -> String {
        format!("http://{}", self.address)
    }
}

struct Web {
    dir: PathBuf,
    /// `host/path` → answer.
    answers: BTreeMap<String, Answer>,
}

/// `_svar.toml`: one `[[svar]]` for each address that is answered otherwise than with its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    #[serde(default)]
    svar: Vec<Answer>,
}

/// One special answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// Host, e.g. `www.havneby.example`.
    host: String,
    /// Path with query, with leading slash.
    sti: String,
    /// Status code; 200 if absent.
    status: Option<u16>,
    /// Headers beside those that follow from the file; same names win.
    #[serde(default)]
    hoveder: BTreeMap<String, String>,
    /// File below `demo/web/` to send; absent: the file at the path, if there is one.
    fil: Option<String>,
}

fn answers(dir: &Path) -> Result<BTreeMap<String, Answer>, Error> {
    let file = dir.join("_svar.toml");
    let wrong = |message: String| Error::Sample {
        file: file.display().to_string(),
        message,
    };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(wrong(error.to_string())),
    };
    let parsed: Answers = toml::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    Ok(parsed
        .svar
        .into_iter()
        .map(|answer| (format!("{}{}", answer.host, answer.sti), answer))
        .collect())
}

async fn answer(State(web): State<Arc<Web>>, request: Request) -> Response {
    let host = request
        .uri()
        .host()
        .or_else(|| {
            let host = request.headers().get(header::HOST)?.to_str().ok()?;
            Some(host.split(':').next().unwrap_or(host))
        })
        .unwrap_or_default()
        .to_owned();
    let root = web.dir.join(&host);
    let plain = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !plain || host.starts_with('.') || !root.is_dir() {
        // A proxy that cannot resolve a name says so.
        return (StatusCode::BAD_GATEWAY, "no such host in the sample web").into_response();
    }
    let target = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let special = web.answers.get(&format!("{host}{target}"));
    let file = match special.and_then(|a| a.fil.as_ref()) {
        Some(fil) => Found::File(web.dir.join(fil)),
        None => find(&root, request.uri().path()),
    };
    let mut response = match file {
        Found::File(path) => file_answer(&path, request.headers()).await,
        Found::Redirect(to) => {
            (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
        }
        Found::Missing => (
            StatusCode::NOT_FOUND,
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            "<!doctype html><html lang=\"da\"><title>Siden findes ikke</title><h1>Siden findes ikke</h1></html>",
        )
            .into_response(),
    };
    if let Some(special) = special {
        adjust(&mut response, special);
    }
    response
}

/// The file with an entity tag, so that a second crawl meets 304.
async fn file_answer(path: &Path, asked: &axum::http::HeaderMap) -> Response {
    let Ok(bytes) = tokio::fs::read(path).await else {
        return (StatusCode::NOT_FOUND, "missing file").into_response();
    };
    let tag = entity_tag(&bytes);
    if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    (
        [
            (header::CONTENT_TYPE, media_type(path).to_owned()),
            (header::ETAG, tag),
        ],
        Body::from(bytes),
    )
        .into_response()
}

fn entity_tag(bytes: &[u8]) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(bytes);
    format!("\"{}\"", data_encoding::HEXLOWER.encode(&digest[..8]))
}

fn adjust(response: &mut Response, special: &Answer) {
    if let Some(status) = special.status.and_then(|s| StatusCode::from_u16(s).ok()) {
        *response.status_mut() = status;
    }
    for (name, value) in &special.hoveder {
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::try_from(value.as_str()),
        ) {
            response.headers_mut().insert(name, value);
        }
    }
}
