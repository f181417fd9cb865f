//! `build`: content and archive → the finished site in public/.

use std::path::PathBuf;

use super::{Code, Context};
use crate::model::Date;
use crate::pipeline::{self, Memory};

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Args {
    /// The day that statuses are stated for; today if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// Where the site will stand; content/katalog.toml's base_url if absent
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Folder for the site; public/ below --root if absent
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Args {
    /// What the pipeline is asked for.
    pub(super) fn options(&self, cx: &Context) -> anyhow::Result<pipeline::Options> {
        Ok(pipeline::Options {
            root: cx.root.clone(),
            out: self.out.clone().unwrap_or_else(|| cx.root.join("public")),
            as_of: self.as_of.unwrap_or_else(Context::today),
            base_url: self.base_url.clone(),
            worker: Some(super::own_program()?),
        })
    }
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let options = args.options(cx)?;
    build(&options, &mut Memory::default(), cx, &mut || ())
}

/// Builds, prints what was met on the way, and says what came of it. `early` is called where pages
/// stand before their search.
pub(super) fn build(
    options: &pipeline::Options,
    memory: &mut Memory,
    cx: &Context,
    early: &mut dyn FnMut(),
) -> anyhow::Result<Code> {
    let progress = cx.progress();
    let outcome = pipeline::rebuild(options, memory, progress.as_ref(), early)?;
    let code = cx.warn(&outcome.warnings);
    cx.say(format_args!(
        "{} -> {}",
        outcome.value,
        options.out.display()
    ));
    Ok(code)
}
