//! `discover`: looks through municipalities' own sites for strategies that are missing from content/
//! and proposes them; with `--accept` writes a proposal into content/.

use anyhow::Context as _;

use super::crawl::{Format, Net};
use super::{Code, Context, own_program, terminal};
use crate::analyse::Lexicon;
use crate::archive::Archive;
use crate::crawl::{self, Limits, Proposal};
use crate::pipeline::DocumentReader;
use crate::{content, extract, fetch};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    net: Net,
    /// How to tell of each proposal
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Pages and files asked for on one site
    #[arg(long, value_name = "N", default_value_t = crawl::LIMITS.pages)]
    pages: usize,
    /// Clicks from the front page
    #[arg(long, value_name = "N", default_value_t = crawl::LIMITS.depth)]
    depth: u32,
    /// Write this proposal into content/ instead of looking for more; may be given several times
    #[arg(long, value_name = "ID", conflicts_with_all = ["only", "proxy"])]
    accept: Vec<String>,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let opened = Archive::open(&cx.root.join("crawl/archive"))?;
    let code = cx.warn(&opened.warnings);
    let mut archive = opened.value;
    let dir = cx.root.join("crawl/forslag");
    if !args.accept.is_empty() {
        for id in &args.accept {
            let row = crawl::accept(&cx.root, &dir, &mut archive, id, Context::now())?;
            let what = if row.added { "new row" } else { "filled in" };
            cx.say(format_args!(
                "{id}: {what} {} in {}",
                row.strategi, row.file
            ));
        }
        return Ok(code);
    }
    let loaded = content::load(&cx.root)?;
    let code = code.max(cx.warn(&loaded.warnings));
    let lexicon = Lexicon::new(&loaded.value);
    let reading = extract::Options {
        worker: Some(own_program()?),
        cache: Some(cx.root.join("crawl/cache/extract")),
        ..extract::Options::default()
    };
    let reader = DocumentReader::new(&lexicon, &reading);
    let mut options = crawl::Options::new(args.net.fetch(&cx.root)?);
    options.max_age = args.net.max_age;
    options.only.clone_from(&args.net.only);
    let limits = Limits {
        pages: args.pages,
        depth: args.depth,
        ..crawl::LIMITS
    };
    let progress = cx.progress();
    let found = crawl::discover(
        &loaded.value,
        &mut archive,
        &options,
        limits,
        &dir,
        &reader,
        progress.as_ref(),
    )?;
    let code = code.max(cx.warn(&found.warnings));
    print(&found.value, args.format)?;
    let waiting = crawl::waiting(&dir)?.len();
    cx.say(format_args!(
        "{} new proposals, {waiting} waiting in {}; take one with `discover --accept ID`",
        found.value.len(),
        dir.display()
    ));
    Ok(code)
}

fn print(proposals: &[Proposal], format: Format) -> anyhow::Result<()> {
    let mut out = String::new();
    for proposal in proposals {
        match format {
            Format::Json => {
                let mut json = serde_json::to_value(proposal)?;
                json["id"] = proposal.id.as_str().into();
                out.push_str(&json.to_string());
            }
            Format::Text => out.push_str(&format!(
                "{}  {}  {}  {}",
                proposal.id,
                proposal.titel.as_deref().unwrap_or(&proposal.form),
                proposal.periode.as_deref().unwrap_or("-"),
                fetch::readable(&proposal.link),
            )),
        }
        out.push('\n');
    }
    terminal::out(out.as_bytes()).context("cannot write to stdout")
}
