//! The built site → a preview on loopback that rebuilds when a file changes and tells the open
//! pages to load anew. Sends the strict Content-Security-Policy that a careful host would, so
//! that what breaks under it is seen while editing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use notify::{RecursiveMode, Watcher};
use tokio::sync::{mpsc, watch};

use super::files::{Found, find, media_type};
use super::{Error, listen};

/// What a careful host allows.
const POLICY: &str = "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'";

const RELOAD_PATH: &str = "/__genindlaes";
const RELOAD_SCRIPT: &str = "/__genindlaes.js";
const RELOAD_JS: &str = "new EventSource('/__genindlaes').onmessage = () => location.reload();\n";

/// How long the files must be quiet before a rebuild: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// What to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The built site.
    pub dir: PathBuf,
    /// Port on 127.0.0.1; 0: any free one.
    pub port: u16,
    /// Folders whose changes ask for a rebuild; those that do not exist are passed over.
    pub watch: Vec<PathBuf>,
}

/// Serves until interrupted. `ready` is told the address; `rebuild` is called with the changed
/// files and calls back each time that pages should load anew.
///
/// # Errors
/// A missing site, a taken port, a folder that cannot be watched.
pub fn run(
    options: &Options,
    ready: impl FnOnce(&str),
    mut rebuild: impl FnMut(&[PathBuf], &mut dyn FnMut()) + Send,
) -> Result<(), Error> {
    if !options.dir.join("index.html").is_file() {
        return Err(Error::NoSite {
            dir: options.dir.display().to_string(),
        });
    }
    let io = |source| Error::Listen {
        port: options.port,
        source,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(io)?;
    let (changed, changes) = mpsc::unbounded_channel();
    let watcher = watcher(&options.watch, changed)?;
    let (version, versions) = watch::channel(0_u64);
    std::thread::scope(|scope| {
        scope.spawn(move || rebuild_on(changes, &version, &mut rebuild));
        let served = runtime.block_on(async {
            let (listener, address) = listen(options.port).await?;
            ready(&format!("http://{address}/"));
            let site = Arc::new(Site {
                dir: options.dir.clone(),
                versions,
            });
            let app = Router::new()
                .route(RELOAD_PATH, get(reload))
                .route(RELOAD_SCRIPT, get(|| async { script() }))
                .fallback(serve)
                .with_state(site);
            tokio::select! {
                served = async { axum::serve(listener, app).await } => served.map_err(io),
                _ = tokio::signal::ctrl_c() => Ok(()),
            }
        });
        // Closes the channel that the rebuild thread waits at.
        drop(watcher);
        served
    })
}

struct Site {
    dir: PathBuf,
    versions: watch::Receiver<u64>,
}

fn watcher(
    folders: &[PathBuf],
    changed: mpsc::UnboundedSender<PathBuf>,
) -> Result<notify::RecommendedWatcher, Error> {
    let name = |path: &Path| path.display().to_string();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if event.kind.is_access() {
            return;
        }
        for path in event.paths {
            // Nobody listens any more once the server is going down.
            let _ = changed.send(path);
        }
    })
    .map_err(|source| Error::Watch {
        dir: folders.first().map_or_else(String::new, |f| name(f)),
        source,
    })?;
    for folder in folders.iter().filter(|f| f.exists()) {
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(|source| Error::Watch {
                dir: name(folder),
                source,
            })?;
    }
    Ok(watcher)
}

/// Gathers changes until the files are quiet, rebuilds, and raises the version.
fn rebuild_on(
    mut changes: mpsc::UnboundedReceiver<PathBuf>,
    version: &watch::Sender<u64>,
    rebuild: &mut impl FnMut(&[PathBuf], &mut dyn FnMut()),
) {
    while let Some(first) = changes.blocking_recv() {
        let mut paths = vec![first];
        loop {
            std::thread::sleep(QUIET);
            let before = paths.len();
            while let Ok(path) = changes.try_recv() {
                paths.push(path);
            }
            if paths.len() == before {
                break;
            }
        }
        paths.sort();
        paths.dedup();
        rebuild(&paths, &mut || version.send_modify(|v| *v += 1));
    }
}

fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        RELOAD_JS,
    )
        .into_response()
}

/// One event for each rebuild after the page was opened.
async fn reload(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let events = stream::unfold(site.versions.clone(), |mut versions| async move {
        versions.changed().await.ok()?;
        let version = *versions.borrow_and_update();
        Some((
            Ok::<_, std::convert::Infallible>(Event::default().data(version.to_string())),
            versions,
        ))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

async fn serve(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let (status, path) = match find(&site.dir, uri.path()) {
        Found::File(path) => (StatusCode::OK, path),
        Found::Redirect(to) => {
            return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response();
        }
        Found::Missing => (StatusCode::NOT_FOUND, site.dir.join("404.html")),
    };
    let Ok(bytes) = tokio::fs::read(&path).await else {
        return (StatusCode::NOT_FOUND, "404").into_response();
    };
    let kind = media_type(&path);
    let bytes = if kind.starts_with("text/html") {
        with_reload(bytes)
    } else {
        bytes
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

/// The page with the reload script at its end; the built files themselves stay as they are.
fn with_reload(mut html: Vec<u8>) -> Vec<u8> {
    let tag = format!("<script src=\"{RELOAD_SCRIPT}\" defer></script>");
    let end = html
        .windows(7)
        .rposition(|w| w == b"</body>")
        .unwrap_or(html.len());
    html.splice(end..end, tag.into_bytes());
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reload_script_goes_before_the_end_of_the_body() {
        let html = with_reload(b"<body>x</body></html>".to_vec());
        let text = String::from_utf8(html).expect("still text");
        assert!(text.starts_with("<body>x<script src=\"/__genindlaes.js\""));
        assert!(text.ends_with("</script></body></html>"));
    }
}
