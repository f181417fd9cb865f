//! `add`: a document that came by other ways than the web, into the archive and onto the list.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{Code, Context, terminal};
use crate::pipeline::{self, Addition};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The document: PDF, HTML, DOCX, ODT, PPTX, Markdown or text
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whose it is: the name of a file in content/kommuner without .md
    #[arg(long, value_name = "SLUG")]
    kommune: String,
    /// Title to show, where the document's own will not do
    #[arg(long, value_name = "T")]
    titel: Option<String>,
    /// Where it is said to stand on the web
    #[arg(long, value_name = "URL")]
    link: Option<String>,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let addition = Addition {
        file: args.file.clone(),
        kommune: args.kommune.clone(),
        titel: args.titel.clone(),
        link: args.link.clone(),
    };
    let worker = Some(super::own_program()?);
    let outcome = pipeline::add(&cx.root, &addition, worker, Context::now())?;
    let put = &outcome.value;
    let code = cx.warn(&outcome.warnings);
    let row = format!("{}/{}\n", args.kommune, put.strategi);
    terminal::out(row.as_bytes()).context("cannot write to stdout")?;
    cx.say(match (put.added, put.keys.is_empty()) {
        (true, _) => format!("a new row in {}", put.file),
        (false, false) => format!("{} of its row in {}", put.keys.join(", "), put.file),
        (false, true) => format!("the row in {} has it already", put.file),
    });
    Ok(code)
}
