//! `serve`: preview the built site on this machine, rebuilt when a file changes.

use std::path::PathBuf;

use super::{Code, Context};
use crate::serve::preview;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Port on 127.0.0.1; 0 lets the system choose
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let options = preview::Options {
        dir: cx.root.join("public"),
        port: args.port,
        watch: ["content", "themes", "crawl/archive"]
            .iter()
            .map(|folder| cx.root.join(folder))
            .collect(),
    };
    let ready = |address: &str| cx.say(format_args!("the site is at {address} (Ctrl-C ends)"));
    let rebuild = |_: &[PathBuf]| true;
    preview::run(&options, ready, rebuild)?;
    Ok(Code::Done)
}
