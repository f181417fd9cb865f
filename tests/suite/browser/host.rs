//! A folder → a static host on a port of the system's choosing, without any kindness: files,
//! index.html, 404. It packs what hosts pack and notes what it sent.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a careful host allows; the site has to live with it.
const POLICY: &str = "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'";

/// Paths and bytes of answers.
type Sent = Arc<Mutex<Vec<(String, usize)>>>;

/// A running host; it ends with the process.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    base: String,
    sent: Sent,
}

impl Host {
    /// Serves a folder under a path that begins and ends with a slash. `policy`: with a
    /// Content-Security-Policy.
    pub(crate) fn start(dir: &Path, folder: &'static str, policy: bool) -> Self {
        let (send, receive) = std::sync::mpsc::channel();
        let sent = Sent::default();
        let (dir, log) = (dir.to_owned(), Arc::clone(&sent));
        std::thread::spawn(move || serve(&dir, folder, policy, &log, &send));
        let port: u16 = receive.recv().expect("a port");
        let base = format!("http://127.0.0.1:{port}{folder}");
        Self { base, sent }
    }

    /// The address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Requests and bytes of bodies since it was last asked.
    #[allow(dead_code, reason = "only the benchmark counts")]
    pub(crate) fn sent(&self) -> (usize, usize) {
        let sent = std::mem::take(&mut *self.sent.lock().expect("no panic while sending"));
        (sent.len(), sent.iter().map(|(_, bytes)| bytes).sum())
    }
}

fn serve(
    dir: &Path,
    folder: &'static str,
    policy: bool,
    log: &Sent,
    port: &std::sync::mpsc::Sender<u16>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        port.send(address.port()).expect("somebody waits");
        let (dir, log) = (dir.to_owned(), Arc::clone(log));
        let app = Router::new().fallback(move |request: Request| {
            let (dir, log) = (dir.clone(), Arc::clone(&log));
            async move {
                let path = request.uri().path();
                answer(&dir, folder, path, policy, &log)
            }
        });
        axum::serve(listener, app).await.expect("serving");
    });
}

fn answer(dir: &Path, folder: &str, path: &str, policy: bool, log: &Sent) -> Response {
    let Some(relative) = path.strip_prefix(folder) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut file: PathBuf = dir.join(relative);
    if relative.is_empty() || relative.ends_with('/') {
        file.push("index.html");
    }
    let Ok(bytes) = std::fs::read(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (kind, text) = match file.extension().and_then(|e| e.to_str()) {
        Some("html") => ("text/html; charset=utf-8", true),
        Some("css") => ("text/css; charset=utf-8", true),
        Some("js") => ("text/javascript; charset=utf-8", true),
        Some("json") => ("application/json", true),
        Some("svg") => ("image/svg+xml", true),
        _ => ("application/octet-stream", false),
    };
    let bytes = if text { gzip(&bytes) } else { bytes };
    log.lock()
        .expect("no panic while sending")
        .push((relative.to_owned(), bytes.len()));
    let mut response = (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "max-age=600"),
        ],
        bytes,
    )
        .into_response();
    let headers = response.headers_mut();
    if text {
        headers.insert(
            header::CONTENT_ENCODING,
            header::HeaderValue::from_static("gzip"),
        );
    }
    if policy {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            header::HeaderValue::from_static(POLICY),
        );
    }
    response
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
