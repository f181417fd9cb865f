//! `check`: what an editor should look at, as text, JSON or Markdown on stdout.

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, build, terminal};
use crate::archive::Archive;
use crate::check::{self, Kind, Report, format};
use crate::content;
use crate::crawl;
use crate::model::Date;
use crate::model::catalogue::Catalogue;
use crate::pipeline::{self, Memory};

/// Where `discover` leaves its proposals, below the root.
const PROPOSALS: &str = "crawl/forslag";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How to print the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Exit with status 1 only where one of these was found (gone, expired, data-error …)
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    fail_on: Vec<Kind>,
    /// Mend what can be mended without judgement, before the report
    #[arg(long, value_enum, value_name = "WHAT")]
    fix: Option<Fix>,
    /// The day that statuses are stated for; today if absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a program
    Json,
    /// For an issue or a mail
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fix {
    /// Links whose every redirect is permanent get the new address
    Moved,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let mut options = build::Args::default().options(cx)?;
    options.as_of = args.as_of.unwrap_or(options.as_of);
    let report = match report(args, &options, cx) {
        Ok(report) => report,
        // Files that do not parse are what a check is for; there is nothing else to check then.
        Err(error) => match error.downcast::<pipeline::Error>()? {
            pipeline::Error::Content(content::Error::Broken(problems)) => {
                print(args.format, &check::broken(&problems))?;
                return Ok(Code::Failed);
            }
            error => return Err(error.into()),
        },
    };
    print(args.format, &report)?;
    let found = if args.fail_on.is_empty() {
        report.has_problems()
    } else {
        report.has(&args.fail_on)
    };
    Ok(if found { Code::Problems } else { Code::Done })
}

fn report(args: &Args, options: &pipeline::Options, cx: &Context) -> anyhow::Result<Report> {
    let progress = cx.progress();
    let mut memory = Memory::default();
    let mut outcome = pipeline::catalogue(options, &mut memory, progress.as_ref())?;
    if args.fix == Some(Fix::Moved) && mend(&outcome.value, cx)? {
        outcome = pipeline::catalogue(options, &mut memory, progress.as_ref())?;
    }
    let proposals = crawl::waiting(&cx.root.join(PROPOSALS))?;
    let options = check::Options {
        warnings: outcome.warnings,
        proposals: proposals.into_iter().map(proposal).collect(),
    };
    Ok(check::run(&outcome.value, &options))
}

/// Rewrites moved links; whether there were any.
fn mend(catalogue: &Catalogue, cx: &Context) -> anyhow::Result<bool> {
    let mut archive = Archive::open(&cx.root.join("crawl/archive"))?.value;
    let fixed =
        check::fix_moved(&cx.root, catalogue, &mut archive).context("no link was rewritten")?;
    for link in &fixed {
        cx.say(format_args!("{}: {} -> {}", link.row, link.old, link.new));
    }
    Ok(!fixed.is_empty())
}

fn proposal(found: crawl::Proposal) -> check::Proposal {
    check::Proposal {
        place: format!("{PROPOSALS}/{}.toml", found.id),
        id: found.id,
        kommune: found.kommune,
        title: found.titel.unwrap_or(found.form),
        url: found.link,
        why: found.hvorfor.join("; "),
    }
}

fn print(how: Format, report: &Report) -> anyhow::Result<()> {
    let text = match how {
        Format::Text => format::text(report),
        Format::Json => format::json(report),
        Format::Markdown => format::markdown(report),
    };
    terminal::out(text.as_bytes()).context("cannot write to stdout")
}
