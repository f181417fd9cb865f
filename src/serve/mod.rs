//! A folder → a web server on this machine: the preview of the site with live reload, and the
//! sample web that `demo` crawls. Refuses to listen on anything but loopback.

mod files;
pub mod preview;
pub mod sample;

use std::net::{Ipv4Addr, SocketAddr};

/// Why a server could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken.
    #[error(
        "port {port} is already in use\n  hint: choose another with --port, or --port 0 for any free one"
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
    },
    /// Listening or serving failed otherwise.
    #[error("cannot serve on 127.0.0.1:{port}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder to serve is not there.
    #[error("there is no site in {dir}\n  hint: run `strategikatalog build` first")]
    NoSite {
        /// The folder.
        dir: String,
    },
    /// Watching for changes failed.
    #[error("cannot watch {dir} for changes")]
    Watch {
        /// The folder.
        dir: String,
        /// What the system said.
        source: notify::Error,
    },
    /// A file of the sample web does not parse.
    #[error("{file}: {message}")]
    Sample {
        /// The file.
        file: String,
        /// What is wrong, with line.
        message: String,
    },
}

/// Listens on loopback; port 0 lets the system choose.
async fn listen(port: u16) -> Result<(tokio::net::TcpListener, SocketAddr), Error> {
    let wrap = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AddrInUse => Error::PortTaken { port },
        _ => Error::Listen { port, source },
    };
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(wrap)?;
    let address = listener.local_addr().map_err(wrap)?;
    Ok((listener, address))
}
