//! The demonstration's site, made once for all browser tests by the program itself and served on a
//! port of the system's choosing.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What a careful host allows; the site has to live with it.
const POLICY: &str = "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'";

/// A subfolder, since many hosts have no other room: no address may lean on the root.
const FOLDER: &str = "/katalog/";

static SITE: LazyLock<String> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder").keep();
    let site = dir.join("site");
    let status = Command::new(env!("CARGO_BIN_EXE_strategikatalog"))
        .args(["--quiet", "demo", "--no-serve", "--out"])
        .arg(&site)
        .status()
        .expect("the program starts");
    assert!(status.success(), "demo ends with {status}");
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || serve(&site, &send));
    let port: u16 = receive.recv().expect("a port");
    format!("http://127.0.0.1:{port}{FOLDER}")
});

/// The address of a page of the site.
pub(super) fn address(path: &str) -> String {
    format!("{}{path}", *SITE)
}

fn serve(site: &Path, port: &std::sync::mpsc::Sender<u16>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let site = site.to_owned();
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        port.send(address.port()).expect("somebody waits");
        let app = Router::new().fallback(move |request: Request| {
            let site = site.clone();
            async move { answer(&site, request.uri().path()) }
        });
        axum::serve(listener, app).await.expect("serving");
    });
}

/// A static host without any kindness: files, index.html, 404.
fn answer(site: &Path, path: &str) -> Response {
    let Some(relative) = path.strip_prefix(FOLDER) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut file = site.join(relative);
    if relative.is_empty() || relative.ends_with('/') {
        file.push("index.html");
    }
    let Ok(bytes) = std::fs::read(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
        ],
        bytes,
    )
        .into_response()
}
