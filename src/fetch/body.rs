//! The stream of a response body → a temporary file with its length and SHA-256, with content
//! codings taken off on the way. Memory does not grow with the body; refuses to read past the
//! limit, counted on the wire and again after every decoder.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::time::Duration;

use async_compression::tokio::bufread::{
    BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder,
};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio_util::io::StreamReader;

use super::failure::{Failure, Stage, deepest};

/// What is kept of a body that was too long or broke off: enough to see what it was.
const KEPT_OF_CUT: u64 = 1 << 20;
/// More codings on top of each other than this is an attack, not a web page.
const MOST_CODINGS: usize = 3;
/// Largest zstd window taken, as a power of two: RFC 9659 allows 8 MB on the web.
const ZSTD_WINDOW_LOG: u32 = 23;

/// A received body.
#[derive(Debug)]
pub struct Body {
    /// Where the bytes are; the file has no name and goes with this value.
    pub file: File,
    /// How many there are.
    pub length: u64,
    /// SHA-256 of them, in lower-case hexadecimal; empty where the body was cut.
    pub sha256: String,
    /// The first and last bytes, for telling what it is.
    pub sample: Sample,
}

/// Beginning and end of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// First bytes, at most 4 kB.
    pub head: Vec<u8>,
    /// Last bytes, at most 64 kB: a ZIP's table of contents stands there.
    pub tail: Vec<u8>,
}

impl Sample {
    const HEAD: usize = 4096;
    const TAIL: u64 = 65_536;

    /// Sample of bytes in memory.
    pub fn of(bytes: &[u8]) -> Self {
        let tail = bytes.len().saturating_sub(Self::TAIL as usize);
        Self {
            head: bytes[..bytes.len().min(Self::HEAD)].to_vec(),
            tail: bytes[tail..].to_vec(),
        }
    }

    fn read(file: &mut File, length: u64) -> io::Result<Self> {
        let mut sample = Self::default();
        file.seek(SeekFrom::Start(0))?;
        file.take(Self::HEAD as u64).read_to_end(&mut sample.head)?;
        file.seek(SeekFrom::Start(length.saturating_sub(Self::TAIL)))?;
        file.read_to_end(&mut sample.tail)?;
        Ok(sample)
    }
}

/// How much and how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) bytes: u64,
    pub(super) idle: Duration,
    pub(super) total: Duration,
}

/// Receives a body. The second value says why it was cut, where it was.
pub(super) async fn receive(
    response: reqwest::Response,
    codings: &str,
    limits: Limits,
) -> Result<(Body, Option<Failure>), Failure> {
    let expected = response.content_length();
    let mut spool = Spool::new().map_err(Failure::disk)?;
    if expected.is_some_and(|length| length > limits.bytes) {
        let cut = Failure::TooLarge {
            limit: limits.bytes,
        };
        return spool.finish(Some(cut)).map_err(Failure::disk);
    }
    let wire_limit = limits.bytes;
    let mut on_wire = 0;
    let stream = response
        .bytes_stream()
        .map_err(io::Error::other)
        .and_then(move |chunk| {
            on_wire += chunk.len() as u64;
            let fits = on_wire <= wire_limit;
            std::future::ready(if fits {
                Ok(chunk)
            } else {
                Err(io::Error::other(OverLimit))
            })
        });
    let reader: Reader = Box::pin(StreamReader::new(Box::pin(stream)));
    let copy = async {
        let mut reader = decode(reader, codings).await?;
        spool.fill(&mut reader, limits).await
    };
    let cut = match tokio::time::timeout(limits.total, copy).await {
        Ok(Ok(())) => None,
        Ok(Err(failure)) => Some(failure.expecting(expected)),
        Err(_) => Some(Failure::TimedOut {
            stage: Stage::Whole,
            after: limits.total,
        }),
    };
    spool.finish(cut).map_err(Failure::disk)
}

type Reader = Pin<Box<dyn AsyncBufRead + Send>>;

#[derive(Debug, thiserror::Error)]
#[error("longer than the limit")]
struct OverLimit;

/// Takes the codings of a Content-Encoding field off, the last one first.
async fn decode(mut reader: Reader, codings: &str) -> Result<Reader, Failure> {
    let names: Vec<String> = codings
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if names.len() > MOST_CODINGS {
        return Err(Failure::Coding(format!("{} codings", names.len())));
    }
    for name in names.iter().rev() {
        reader = match name.as_str() {
            "gzip" | "x-gzip" => boxed(GzipDecoder::new(reader)),
            "br" => boxed(BrotliDecoder::new(reader)),
            "zstd" => {
                use async_compression::zstd::DParameter;
                let window = [DParameter::window_log_max(ZSTD_WINDOW_LOG)];
                boxed(ZstdDecoder::with_params(reader, &window))
            }
            "deflate" => {
                // RFC 9110 means zlib; some servers send the bare stream.
                let start = reader.fill_buf().await.map_err(read_failure)?;
                let zlib = matches!(start, [first, second, ..]
                    if first & 0x0f == 8
                        && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
                if zlib {
                    boxed(ZlibDecoder::new(reader))
                } else {
                    boxed(DeflateDecoder::new(reader))
                }
            }
            other => return Err(Failure::Coding(format!("unknown coding \"{other}\""))),
        };
    }
    Ok(reader)
}

fn boxed(decoder: impl tokio::io::AsyncRead + Send + 'static) -> Reader {
    Box::pin(BufReader::with_capacity(1 << 14, decoder))
}

struct Spool {
    file: File,
    hasher: Sha256,
    length: u64,
}

impl Spool {
    fn new() -> io::Result<Self> {
        Ok(Self {
            file: tempfile::tempfile()?,
            hasher: Sha256::new(),
            length: 0,
        })
    }

    async fn fill(&mut self, reader: &mut Reader, limits: Limits) -> Result<(), Failure> {
        let mut buffer = vec![0; 1 << 15];
        loop {
            let read = tokio::time::timeout(limits.idle, reader.read(&mut buffer)).await;
            let n = match read {
                Err(_) => {
                    return Err(Failure::TimedOut {
                        stage: Stage::Part,
                        after: limits.idle,
                    });
                }
                Ok(Err(e)) => return Err(self.cut_by(e, limits)),
                Ok(Ok(0)) => return Ok(()),
                Ok(Ok(n)) => n,
            };
            if self.length + n as u64 > limits.bytes {
                return Err(Failure::TooLarge {
                    limit: limits.bytes,
                });
            }
            self.hasher.update(&buffer[..n]);
            self.file.write_all(&buffer[..n]).map_err(Failure::disk)?;
            self.length += n as u64;
        }
    }

    fn cut_by(&self, error: io::Error, limits: Limits) -> Failure {
        if error.get_ref().is_some_and(|inner| inner.is::<OverLimit>()) {
            return Failure::TooLarge {
                limit: limits.bytes,
            };
        }
        match read_failure(error) {
            Failure::Broken { why, .. } => Failure::Broken {
                received: self.length,
                expected: None,
                why,
            },
            other => other,
        }
    }

    fn finish(mut self, cut: Option<Failure>) -> io::Result<(Body, Option<Failure>)> {
        let sha256 = if cut.is_some() {
            self.length = self.length.min(KEPT_OF_CUT);
            self.file.set_len(self.length)?;
            String::new()
        } else {
            data_encoding::HEXLOWER.encode(&self.hasher.finalize())
        };
        let sample = Sample::read(&mut self.file, self.length)?;
        let body = Body {
            file: self.file,
            length: self.length,
            sha256,
            sample,
        };
        Ok((body, cut))
    }
}

/// An error while reading: the connection's, or a decoder's.
#[expect(clippy::needless_pass_by_value, reason = "shape of map_err")]
fn read_failure(error: io::Error) -> Failure {
    let from_wire = error
        .get_ref()
        .is_some_and(|inner| inner.is::<reqwest::Error>());
    if from_wire || error.kind() == io::ErrorKind::UnexpectedEof {
        Failure::Broken {
            received: 0,
            expected: None,
            why: deepest(&error),
        }
    } else {
        Failure::Coding(error.to_string())
    }
}
