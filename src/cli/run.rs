//! `run`: crawl, then build; what a scheduled job calls.

use super::{Code, Context, build, crawl};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    crawl: crawl::Args,
    #[command(flatten)]
    build: build::Args,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let crawled = crawl::run(&args.crawl, cx)?;
    let built = build::run(&args.build, cx)?;
    Ok(crawled.max(built))
}
