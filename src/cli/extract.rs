//! `extract`: one file → its pages and blocks, as text or JSON on stdout.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, terminal};
use crate::extract;
use crate::pipeline;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A PDF, HTML, DOCX, ODT, PPTX, Markdown or text file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Pages separated by form feeds, blocks by blank lines
    Text,
    /// The document as the program knows it
    Json,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let outcome = pipeline::read_file(&args.file, Some(super::own_program()?))?;
    let text = match args.format {
        Format::Text => extract::text_of(&outcome.value),
        Format::Json => serde_json::to_string_pretty(&outcome.value)? + "\n",
    };
    terminal::out(text.as_bytes()).context("cannot write to stdout")?;
    Ok(cx.warn(&outcome.warnings))
}
