//! `analyse`: documents → profiles, as JSON lines in and out.

use std::io::{BufWriter, stdin, stdout};

use anyhow::Context as _;

use super::{Code, Context};
use crate::analyse::{Lexicon, jsonl};
use crate::content;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Read one JSON document a line from stdin and write one profile a line
    #[arg(long, required = true)]
    jsonl: bool,
}

pub(super) fn run(_args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let loaded = content::load(&cx.root)?;
    let mut code = cx.warn(&loaded.warnings);
    let lexicon = Lexicon::new(&loaded.value);
    let bad = jsonl::jsonl(stdin().lock(), BufWriter::new(stdout().lock()), &lexicon)
        .context("cannot pass on the lines")?;
    if bad > 0 {
        cx.say(format_args!("{bad} lines were not documents"));
        code = Code::Problems;
    }
    Ok(code)
}
