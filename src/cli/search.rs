//! `search`: a query → pages, best first, from the tantivy index that `build` left.

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, terminal};
use crate::index::{Hit, Hits, SearchOptions, Searcher};
use crate::pipeline;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words, "phrases", +required, -excluded, prefix*, field:value (kommune, region, form, tema,
    /// teknologi, status, år)
    #[arg(
        value_name = "QUERY",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    query: Vec<String>,
    /// Most hits to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How to print them
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Three lines a hit
    Text,
    /// {"total", "hits": […]}
    Json,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let searcher = Searcher::open(&pipeline::index_dir(&cx.root))?;
    let options = SearchOptions {
        limit: args.limit,
        ..SearchOptions::default()
    };
    let hits = searcher.search(&args.query.join(" "), &options)?;
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(&hits)? + "\n",
        Format::Text => lines(&hits),
    };
    terminal::out(text.as_bytes()).context("cannot write to stdout")?;
    if args.format == Format::Text {
        cx.say(summary(&hits));
    }
    Ok(Code::Done)
}

fn summary(hits: &Hits) -> String {
    let mut text = format!("{} of {} pages", hits.hits.len(), hits.total);
    if let Some(corrected) = &hits.corrected {
        text += &format!("; nothing is spelled like that, searched for: {corrected}");
    }
    if hits.relaxed {
        text += "; no page has all the words, these have some";
    }
    text
}

fn lines(hits: &Hits) -> String {
    hits.hits.iter().map(line).collect()
}

fn line(hit: &Hit) -> String {
    let place = if hit.page > 0 {
        format!(", side {}", hit.page)
    } else {
        String::new()
    };
    format!(
        "{:.3}  {}: {}{place} ({})\n    {}\n    {}\n",
        hit.score,
        hit.kommune,
        hit.title,
        hit.period,
        plain(&hit.snippet),
        hit.url
    )
}

/// A snippet as text: marks become `*`, signs of HTML what they stand for.
fn plain(html: &str) -> String {
    html.replace("<mark>", "*")
        .replace("</mark>", "*")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
