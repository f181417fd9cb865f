//! `archive`: what is in the WARC files, and the files taken out of them again.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Subcommand, ValueEnum};

use super::{Code, Context, terminal};
use crate::archive::{Archive, Capture};
use crate::fetch;
use crate::model::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Every capture, by address and time; with an address only its own
    List {
        /// Address to list, in any spelling that means the same
        url: Option<String>,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// The history of a link: each visit with its status, and each capture
    Show {
        /// Address, as the list has it
        url: String,
        /// How to print
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// The file as it was fetched
    Export {
        /// Address it was fetched from
        url: String,
        /// The last capture not after this moment (2026-05-01T12:00:00Z) instead of the last of all
        #[arg(long, value_name = "TIME")]
        at: Option<Timestamp>,
        /// Write to this file instead of stdout
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let opened = Archive::open(&cx.root.join("crawl/archive"))?;
    let code = cx.warn(&opened.warnings);
    let archive = opened.value;
    match &args.what {
        What::List { url, format } => {
            let captures = match url {
                Some(url) => archive.captures(&address(url)),
                None => archive.list().collect(),
            };
            list(&captures, *format)?;
        }
        What::Show { url, format } => show(&archive, &address(url), *format)?,
        What::Export { url, at, out } => export(&archive, &address(url), *at, out.as_ref(), cx)?,
    }
    Ok(code)
}

/// An address typed with spaces, Danish letters or no scheme is looked up as it was sent.
fn address(url: &str) -> String {
    fetch::parse(url).map_or_else(|_| url.to_owned(), String::from)
}

fn list(captures: &[Capture], format: Format) -> anyhow::Result<()> {
    let mut out = String::new();
    for capture in captures {
        out.push_str(&match format {
            Format::Json => serde_json::to_string(capture)?,
            Format::Text => text(capture),
        });
        out.push('\n');
    }
    Ok(terminal::out(out.as_bytes())?)
}

fn text(capture: &Capture) -> String {
    format!(
        "{}  {:>3}  {:<8}  {:>11}  {}{}",
        capture.at,
        capture.status,
        capture.kind,
        capture.bytes,
        fetch::readable(&capture.url),
        if capture.truncated { "  (cut)" } else { "" },
    )
}

fn show(archive: &Archive, url: &str, format: Format) -> anyhow::Result<()> {
    let visits = archive.visits(url);
    let captures = archive.captures(url);
    if visits.is_empty() && captures.is_empty() {
        bail!("{url} is not in the archive\n  hint: `archive list` names what is");
    }
    let mut out = String::new();
    if format == Format::Json {
        let both = serde_json::json!({ "visits": visits, "captures": captures });
        out = format!("{}\n", serde_json::to_string_pretty(&both)?);
    } else {
        for visit in &visits {
            out.push_str(&format!("{}  {}", visit.at, visit.status.id()));
            let known = [
                visit.moved_to.as_deref().map(|to| format!("now {to}")),
                visit
                    .difference
                    .map(|d| format!("{:.0} % differs", d * 100.0)),
                visit.error.clone(),
            ];
            for more in known.into_iter().flatten() {
                out.push_str(&format!("  {more}"));
            }
            out.push('\n');
            for document in &visit.documents {
                out.push_str(&format!(
                    "  sha256:{}  {} bytes  {}  {}\n",
                    document.sha256,
                    document.bytes,
                    document.media_type,
                    fetch::readable(&document.url)
                ));
            }
        }
        for capture in &captures {
            out.push_str(&format!("{}\n", text(capture)));
        }
    }
    Ok(terminal::out(out.as_bytes())?)
}

fn export(
    archive: &Archive,
    url: &str,
    at: Option<Timestamp>,
    out: Option<&PathBuf>,
    cx: &Context,
) -> anyhow::Result<()> {
    let Some((bytes, from, fetched)) = document(archive, url, at)? else {
        bail!("{url} is not in the archive\n  hint: `archive list` names what is");
    };
    match out {
        None => terminal::out(&bytes)?,
        Some(path) => {
            std::fs::write(path, &bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
            cx.say(format_args!(
                "{} bytes of {}, fetched {}, to {}",
                bytes.len(),
                fetch::readable(&from),
                fetched,
                path.display()
            ));
        }
    }
    Ok(())
}

/// The file that an address stands for: what it answered last with success, else the document its
/// last visit led to, else whatever it answered.
fn document(
    archive: &Archive,
    url: &str,
    at: Option<Timestamp>,
) -> anyhow::Result<Option<(Vec<u8>, String, Timestamp)>> {
    let mut captures = archive.captures(url);
    captures.retain(|capture| at.is_none_or(|at| capture.at <= at));
    let good = captures
        .iter()
        .rev()
        .find(|capture| matches!(capture.status, 0 | 200..=299) && !capture.truncated);
    if let Some(capture) = good {
        let bytes = archive.bytes(capture)?;
        return Ok(Some((bytes, capture.url.clone(), capture.at)));
    }
    let visits = archive.visits(url);
    let documents = visits
        .iter()
        .rev()
        .filter(|visit| at.is_none_or(|at| visit.at <= at))
        .filter_map(|visit| visit.documents.first());
    for document in documents {
        if let Some(bytes) = archive.payload(&document.sha256)? {
            return Ok(Some((bytes, document.url.clone(), document.fetched)));
        }
    }
    let Some(capture) = captures.last() else {
        return Ok(None);
    };
    let bytes = archive.bytes(capture)?;
    Ok(Some((bytes, capture.url.clone(), capture.at)))
}
