//! Command line → one call into the library → text, and an exit status. The only room that prints
//! and the only one that looks at the clock. One file a command, each with its options and a `run`.

mod add;
mod analyse;
mod archive;
mod bar;
mod build;
mod check;
mod crawl;
mod demo;
mod discover;
mod eval;
mod export;
mod extract;
mod import;
mod init;
mod run;
mod search;
mod serve;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::extract::worker;
use crate::model::Date;
use crate::model::outcome::Warning;
use crate::progress::Progress;

/// A living catalogue of the Danish municipalities' digitalisation strategies.
#[derive(Debug, Parser)]
#[command(name = "strategikatalog", version, about, max_term_width = 100)]
struct Cli {
    /// The catalogue's folder, with content/, crawl/ and public/
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Tell more: every step on a line of its own
    #[arg(short, long, global = true, action = ArgAction::SetTrue, conflicts_with = "quiet")]
    verbose: bool,
    /// Tell only problems
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin an empty catalogue
    Init(init::Args),
    /// Merge a link list or a registry into content/
    Import(import::Args),
    /// Take in a document that came by other ways than the web
    Add(add::Args),
    /// Fetch every link of the list into crawl/
    Crawl(crawl::Args),
    /// Look through municipalities' own sites for strategies missing from the list
    Discover(discover::Args),
    /// Report what an editor should look at: links, periods, documents
    Check(check::Args),
    /// Build the site from content/ and crawl/ into public/
    Build(build::Args),
    /// Preview the site, rebuilt on every change
    Serve(serve::Args),
    /// Crawl, then build
    Run(run::Args),
    /// Search the documents' text, as the site does
    Search(search::Args),
    /// Write the catalogue as data
    Export(export::Args),
    /// Look into the archive of fetched files
    Archive(archive::Args),
    /// Read one file: its pages and blocks
    Extract(extract::Args),
    /// Turn documents into profiles
    Analyse(analyse::Args),
    /// Measure the analysis against labelled documents and paragraphs
    Eval(eval::Args),
    /// Show the whole job on a sample web: crawl, build, serve
    Demo(demo::Args),
}

impl Command {
    fn run(&self, cx: &Context) -> anyhow::Result<Code> {
        match self {
            Self::Init(args) => init::run(args, cx),
            Self::Import(args) => import::run(args, cx),
            Self::Add(args) => add::run(args, cx),
            Self::Crawl(args) => crawl::run(args, cx),
            Self::Discover(args) => discover::run(args, cx),
            Self::Check(args) => check::run(args, cx),
            Self::Build(args) => build::run(args, cx),
            Self::Serve(args) => serve::run(args, cx),
            Self::Run(args) => run::run(args, cx),
            Self::Search(args) => search::run(args, cx),
            Self::Export(args) => export::run(args, cx),
            Self::Archive(args) => archive::run(args, cx),
            Self::Extract(args) => extract::run(args, cx),
            Self::Analyse(args) => analyse::run(args, cx),
            Self::Eval(args) => eval::run(args, cx),
            Self::Demo(args) => demo::run(args, cx),
        }
    }
}

/// What every command is given.
struct Context {
    /// The catalogue's folder.
    root: PathBuf,
    verbose: bool,
    quiet: bool,
}

impl Context {
    /// A bar on a terminal, lines with `--verbose`, silence otherwise.
    fn progress(&self) -> Box<dyn Progress> {
        bar::progress(self.verbose, self.quiet)
    }

    /// One line of talk; not with `--quiet`.
    fn say(&self, line: impl std::fmt::Display) {
        if !self.quiet {
            terminal::say(&line.to_string());
        }
    }

    /// Prints warnings and tells whether there were any.
    fn warn(&self, warnings: &[Warning]) -> Code {
        for warning in warnings {
            terminal::warn(warning);
        }
        if warnings.is_empty() {
            Code::Done
        } else {
            Code::Problems
        }
    }

    /// This moment; the library is always told it and never asks.
    fn now() -> Timestamp {
        Timestamp::now()
    }

    /// Today's date in UTC.
    fn today() -> Date {
        Self::now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

/// Exit status of a command that ran; 2 (usage) is clap's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Code {
    /// 0: done.
    Done = 0,
    /// 1: done, and problems were found.
    Problems = 1,
    /// 3: not done.
    Failed = 3,
}

/// This program's own file, which reads untrusted files as its own child.
fn own_program() -> anyhow::Result<PathBuf> {
    std::env::current_exe().context("cannot find the program's own file")
}

/// Parses the command line, runs it and returns the exit status.
pub fn main() -> ExitCode {
    // Before anything else: a reading child has its own few lines to live by.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|arg| arg == worker::COMMAND)
    {
        return worker::main();
    }
    let cli = Cli::parse();
    terminal::set_color(cli.color);
    let context = Context {
        root: cli.root,
        verbose: cli.verbose,
        quiet: cli.quiet,
    };
    let code = match cli.command.run(&context) {
        Ok(code) => code,
        Err(error) if terminal::is_broken_pipe(&error) => Code::Done,
        Err(error) => {
            terminal::fail(&error);
            Code::Failed
        }
    };
    ExitCode::from(code as u8)
}
