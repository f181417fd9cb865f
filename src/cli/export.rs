//! `export`: the catalogue as data, to stdout or a file.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, build, terminal};
use crate::content::{export, write};
use crate::pipeline::{self, Memory};
use crate::render::data;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to write
    #[arg(value_enum, value_name = "FORMAT")]
    format: Format,
    /// File to write; stdout if absent
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The link list, which goes back in through `import` unchanged
    Csv,
    /// Everything known, as one document (katalog.json)
    Json,
    /// A strategy a line
    Ndjson,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let options = build::Args::default().options(cx)?;
    let progress = cx.progress();
    let outcome = pipeline::catalogue(&options, &mut Memory::default(), progress.as_ref())?;
    let catalogue = &outcome.value;
    let base_url = catalogue.content.settings.base_url.as_deref();
    let text = match args.format {
        Format::Csv => export::csv(catalogue),
        Format::Json => data::katalog(catalogue, base_url)? + "\n",
        Format::Ndjson => data::lines(catalogue, base_url)?,
    };
    match &args.out {
        Some(path) => write::atomically(path, &text)?,
        None => terminal::out(text.as_bytes()).context("cannot write to stdout")?,
    }
    Ok(cx.warn(&outcome.warnings))
}
