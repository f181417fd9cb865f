//! An error of the HTTP client → why there is no (whole) answer, in kinds that a crawl can tell
//! apart. Says what happened, in English; what an editor is told of it is worded by whoever asks.

use std::error::Error as StdError;
use std::time::Duration;

use rustls::CertificateError;

use super::guard::Refusal;

/// Why there is no (whole) answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// We do not go there.
    #[error("{0}")]
    Refused(Refusal),
    /// The name does not exist.
    #[error("the name {0} does not exist")]
    NoSuchName(String),
    /// No connection.
    #[error("no connection: {0}")]
    Connect(String),
    /// The server's certificate or its TLS does not hold.
    #[error("TLS: {why}")]
    Tls {
        /// What is the matter with it.
        fault: TlsFault,
        /// What the TLS library says.
        why: String,
    },
    /// Too slow.
    #[error("no answer: waited {} ms for {stage}", after.as_millis())]
    TimedOut {
        /// What was waited for.
        stage: Stage,
        /// How long.
        after: Duration,
    },
    /// The connection broke, or the body ended early.
    #[error("{}", broken_text(*received, *expected, why))]
    Broken {
        /// Bytes of the body that came.
        received: u64,
        /// Bytes announced.
        expected: Option<u64>,
        /// What the connection says.
        why: String,
    },
    /// Longer than the limit.
    #[error("longer than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// A Content-Encoding that cannot be taken off.
    #[error("the body's coding cannot be read: {0}")]
    Coding(String),
    /// A temporary file failed. It says nothing of the link.
    #[error(
        "temporary file: {0}\n  hint: is there room in the folder for temporary files (TMPDIR)?"
    )]
    Disk(String),
}

/// What an answer was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The connection.
    Connection,
    /// The header.
    Answer,
    /// More of the body.
    Part,
    /// The end of the body.
    Whole,
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connection => "the connection",
            Self::Answer => "the answer",
            Self::Part => "the next part of the body",
            Self::Whole => "the whole body",
        })
    }
}

/// What can be the matter with a server's TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsFault {
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not begun.
    NotYetValid,
    /// The certificate is for another name.
    WrongName,
    /// Nobody we trust has issued the certificate: self-signed, or without its chain.
    UnknownIssuer,
    /// The certificate was taken back.
    Revoked,
    /// Anything else: no common version, no TLS at all behind the port.
    Other,
}

impl TlsFault {
    fn of(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(certificate) = error else {
            return Self::Other;
        };
        match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Self::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongName
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::UnknownIssuer,
            CertificateError::Revoked => Self::Revoked,
            // The platform's verifier says so of a certificate that is its own authority.
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
                Self::UnknownIssuer
            }
            _ => Self::Other,
        }
    }
}

fn broken_text(received: u64, expected: Option<u64>, why: &str) -> String {
    match expected {
        Some(expected) => {
            format!("the body ended after {received} of {expected} bytes ({why})")
        }
        None => format!("the connection broke after {received} bytes ({why})"),
    }
}

impl Failure {
    #[expect(clippy::needless_pass_by_value, reason = "shape of map_err")]
    pub(super) fn disk(error: std::io::Error) -> Self {
        Self::Disk(error.to_string())
    }

    pub(super) fn expecting(self, length: Option<u64>) -> Self {
        match self {
            Self::Broken {
                received,
                expected: _,
                why,
            } => Self::Broken {
                received,
                expected: length,
                why,
            },
            other => other,
        }
    }

    /// Whether another try a little later may go better.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Connect(_) | Self::Broken { .. })
    }

    /// What an error of the HTTP client means. `host` is whom was asked for, `None` where a proxy
    /// was to find it; `patience` is how long a connection was waited for.
    pub(super) fn of(error: &reqwest::Error, host: Option<&str>, patience: Duration) -> Self {
        for cause in causes(error) {
            if let Some(refusal) = cause.downcast_ref::<Refusal>() {
                return Self::Refused(refusal.clone());
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                return Self::Tls {
                    fault: TlsFault::of(tls),
                    why: tls.to_string(),
                };
            }
            let io = cause.downcast_ref::<std::io::Error>();
            if let (Some(host), Some(io)) = (host, io)
                && is_no_such_name(io)
            {
                return Self::NoSuchName(host.to_owned());
            }
        }
        let why = deepest(error);
        if error.is_timeout() {
            Self::TimedOut {
                stage: Stage::Connection,
                after: patience,
            }
        } else if error.is_connect() && why.starts_with("tls ") {
            // Something listens there, and it does not speak TLS.
            Self::Tls {
                fault: TlsFault::Other,
                why,
            }
        } else if error.is_connect() {
            Self::Connect(why)
        } else {
            Self::Broken {
                received: 0,
                expected: None,
                why,
            }
        }
    }
}

/// The resolver says that a name does not exist, as against not answering. The system gives no
/// code, only a text; these are glibc's, musl's and macOS'.
fn is_no_such_name(error: &std::io::Error) -> bool {
    let text = error.to_string();
    error.kind() == std::io::ErrorKind::NotFound
        || [
            "Name or service not known",
            "No address associated with hostname",
            "Name does not resolve",
            "nodename nor servname provided",
        ]
        .iter()
        .any(|said| text.contains(said))
}

/// An error and everything that caused it. An `io::Error` names what caused the error inside it, but
/// not that error itself, so it is opened.
fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        match io.and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}

/// The innermost reason of an error: what a person needs of a long chain.
pub(super) fn deepest(error: &(dyn StdError + 'static)) -> String {
    causes(error).last().unwrap_or(error).to_string()
}
