//! `init`: an empty catalogue to begin with.

use std::path::PathBuf;

use super::{Code, Context};
use crate::content;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the new catalogue; --root if absent
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let dir = args.dir.as_ref().unwrap_or(&cx.root);
    let written = content::init(dir)?;
    if cx.verbose {
        for file in &written {
            cx.say(file);
        }
    }
    cx.say(format_args!(
        "{} files in {}; next: edit content/katalog.toml, then `strategikatalog --root {} import LIST.csv`",
        written.len(),
        dir.display(),
        dir.display()
    ));
    Ok(Code::Done)
}
