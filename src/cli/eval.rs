//! `eval`: how often analysis agrees with people who labelled documents and paragraphs.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Code, Context, terminal};
use crate::analyse::{Lexicon, eval};
use crate::content::{self, write};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder with documents*.jsonl and paragraphs*.jsonl; may be given several times. Beside a
    /// content/ of its own (demo/gold), its municipalities are known too
    #[arg(long, value_name = "DIR", required = true)]
    gold: Vec<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Also write the figures into content/sider/metode.md
    #[arg(long)]
    write: bool,
    /// Also learn from these documents how pillars are told from chapters, and write weights.txt and
    /// words.txt into this folder (src/analyse/pillars/choice, for the next compilation)
    #[arg(long, value_name = "DIR")]
    learn: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let loaded = content::load(&cx.root)?;
    let code = cx.warn(&loaded.warnings);
    let mut known = loaded.value.clone();
    for dir in &args.gold {
        // Labelled documents beside a catalogue of their own are about its municipalities.
        let beside = dir.join("..");
        if beside.join("content/kommuner").is_dir() {
            known
                .municipalities
                .extend(content::load(&beside)?.value.municipalities);
        }
    }
    let lexicon = Lexicon::new(&known);
    let measure = eval::run(&args.gold, &lexicon)?;
    let text = match args.format {
        Format::Text => measure.to_string(),
        Format::Json => serde_json::to_string_pretty(&measure)? + "\n",
    };
    terminal::out(text.as_bytes())?;
    if args.write {
        let page = cx.root.join("content/sider/metode.md");
        let old = std::fs::read_to_string(&page)
            .with_context(|| format!("cannot read {}", page.display()))?;
        write::atomically(&page, &eval::with_figures(&old, &measure, &loaded.value))?;
        cx.say(format_args!("wrote the figures into {}", page.display()));
    }
    if let Some(dir) = &args.learn {
        let learnt = eval::learn(&args.gold, &lexicon)?;
        write::atomically(&dir.join("weights.txt"), &learnt.weights)?;
        write::atomically(&dir.join("words.txt"), &learnt.words)?;
        cx.say(format_args!(
            "wrote weights.txt and words.txt into {}",
            dir.display()
        ));
    }
    Ok(code)
}
