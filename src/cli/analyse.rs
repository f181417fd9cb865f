//! `analyse`: files or JSON documents → profiles, as text or JSON.

use std::fmt::Write as _;
use std::io::{BufWriter, stdin, stdout};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, terminal};
use crate::analyse::{self, Input, Lexicon, jsonl};
use crate::content;
use crate::model::profile::Profile;
use crate::pipeline;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// PDF, HTML, office, Markdown or text files
    #[arg(
        value_name = "FILE",
        required_unless_present = "jsonl",
        conflicts_with = "jsonl"
    )]
    files: Vec<PathBuf>,
    /// Read one JSON document a line from stdin and write one profile a line
    #[arg(long)]
    jsonl: bool,
    /// How to print the profiles of files
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What a person wants to know, in a few lines a file
    Text,
    /// One profile a line
    Json,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let loaded = content::load(&cx.root)?;
    let code = cx.warn(&loaded.warnings);
    let lexicon = Lexicon::new(&loaded.value);
    if args.jsonl {
        let bad = jsonl::jsonl(stdin().lock(), BufWriter::new(stdout().lock()), &lexicon)
            .context("cannot pass on the lines")?;
        if bad > 0 {
            cx.say(format_args!("{bad} lines were not documents"));
            return Ok(Code::Problems);
        }
        return Ok(code);
    }
    files(args, &lexicon, cx).map(|found| found.max(code))
}

fn files(args: &Args, lexicon: &Lexicon, cx: &Context) -> anyhow::Result<Code> {
    let worker = super::own_program()?;
    let mut code = Code::Done;
    let mut documents = Vec::new();
    for file in &args.files {
        let outcome = pipeline::read_file(file, Some(worker.clone()))?;
        code = code.max(cx.warn(&outcome.warnings));
        documents.push(outcome.value);
    }
    let inputs: Vec<Input<'_>> = args
        .files
        .iter()
        .zip(&documents)
        .map(|(file, document)| Input {
            file_name: file.file_name().map(|n| n.to_string_lossy().into_owned()),
            ..Input::new(file.display().to_string(), document)
        })
        .collect();
    let progress = cx.progress();
    let outcome = analyse::run(&inputs, lexicon, &analyse::Options::default(), &*progress);
    code = code.max(cx.warn(&outcome.warnings));
    let mut out = String::new();
    for profile in &outcome.value {
        match args.format {
            Format::Text => describe(profile, &mut out)?,
            Format::Json => writeln!(out, "{}", serde_json::to_string(profile)?)?,
        }
    }
    terminal::out(out.as_bytes()).context("cannot write to stdout")?;
    Ok(code)
}

fn describe(profile: &Profile, out: &mut String) -> std::fmt::Result {
    let none = |text: &str| {
        if text.is_empty() {
            "-".to_owned()
        } else {
            text.to_owned()
        }
    };
    let list = |items: Vec<String>| none(&items.join(", "));
    writeln!(out, "{}", profile.id)?;
    writeln!(out, "  title         {}", none(&profile.title))?;
    writeln!(
        out,
        "  municipality  {}",
        list(profile.municipalities.clone())
    )?;
    let draft = if profile.draft { ", draft" } else { "" };
    writeln!(out, "  form          {}{draft}", profile.form.id())?;
    let quote = profile
        .period
        .evidence
        .as_ref()
        .map_or("", |e| e.quote.as_str());
    writeln!(
        out,
        "  period        {} \"{quote}\"",
        profile.period.period().label()
    )?;
    let pillars = profile.pillars.iter().map(|p| p.title.clone()).collect();
    writeln!(out, "  pillars       {}", list(pillars))?;
    let themes = profile
        .themes
        .iter()
        .map(|t| format!("{} ({})", t.id, t.level))
        .collect();
    writeln!(out, "  themes        {}", list(themes))?;
    let technologies = profile.technologies.iter().map(|t| t.id.clone()).collect();
    writeln!(out, "  technologies  {}", list(technologies))?;
    writeln!(out, "  breadth       {}", profile.breadth.label())?;
    writeln!(out, "  depth         {}", profile.depth.label())
}
