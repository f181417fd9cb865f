//! `import`: a link list or a registry into content/. What changed goes to stdout, a line each; rows
//! that could not be placed are warnings.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{Code, Context, terminal};
use crate::content;
use crate::content::import::{Change, Options, Report, What};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A link list (kommune;form;linktekst;link;periode) or a registry (kode;navn;region;…), as
    /// .csv or .xlsx
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take the list's value also where an editor has written another one
    #[arg(long)]
    list_wins: bool,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let outcome = content::import(
        &cx.root,
        &args.file,
        &Options {
            list_wins: args.list_wins,
        },
    )?;
    let lines: String = outcome.value.changes.iter().filter_map(line).collect();
    terminal::out(lines.as_bytes()).context("cannot write to stdout")?;
    let code = cx.warn(&outcome.warnings);
    cx.say(summary(&outcome.value));
    Ok(code)
}

/// A change as a line; `None` where nothing changed.
fn line(change: &Change) -> Option<String> {
    let Change { file, kommune, .. } = change;
    Some(match &change.what {
        What::NewFile => format!("{file}: new file for {kommune}\n"),
        What::Added(row) => format!("{file}: added {row}\n"),
        What::Updated { row, key, old, new } => {
            let row = row
                .as_ref()
                .map_or_else(String::new, |row| format!(" of {row}"));
            let old = if old.is_empty() { "nothing" } else { old };
            format!("{file}: {key}{row}: {old} -> {new}\n")
        }
        What::Kept { row, key, ours, .. } => format!("{file}: {key} of {row}: {ours} kept\n"),
        What::Unchanged | What::Unmatched | What::Skipped => return None,
    })
}

fn summary(report: &Report) -> String {
    format!(
        "{} new files, {} rows added, {} values updated, {} kept against the list, {} rows unchanged, {} left out",
        report.count(|w| *w == What::NewFile),
        report.count(|w| matches!(w, What::Added(_))),
        report.count(|w| matches!(w, What::Updated { .. })),
        report.count(|w| matches!(w, What::Kept { .. })),
        report.count(|w| *w == What::Unchanged),
        report.count(|w| matches!(w, What::Unmatched | What::Skipped)),
    )
}
