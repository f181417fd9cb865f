//! `demo`: the whole job on the sample web that travels in the binary: crawl over real HTTP on
//! loopback, build, serve. Leaves nothing behind but the site, and that only with `--out`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use include_dir::{Dir, include_dir};

use super::{Code, Context, own_program, terminal};
use crate::serve::{preview, sample::Sample};
use crate::{content, crawl, fetch, pipeline};

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/content");
static WEB: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/web");

/// Between two requests to one host. The sample web is ours and does not mind.
const GAP: Duration = Duration::from_millis(5);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Port for the finished site; 0 lets the system choose
    #[arg(long, value_name = "N", default_value_t = 8080)]
    port: u16,
    /// Build the site and stop
    #[arg(long)]
    no_serve: bool,
    /// Folder for the site; a temporary one if absent
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, cx: &Context) -> anyhow::Result<Code> {
    let workshop = tempfile::Builder::new()
        .prefix("strategikatalog-demo-")
        .tempdir()
        .context("cannot make a temporary folder")?;
    let root = workshop.path().join("katalog");
    lay_out(&root, workshop.path())?;
    let progress = cx.progress();

    let web = Sample::start(&workshop.path().join("web"))?;
    cx.say(format_args!(
        "crawling the sample web: twelve invented municipalities, served at {}",
        web.proxy()
    ));
    let visits = pipeline::crawl(&crawl_options(&root, &web)?, progress.as_ref())?;
    let mut warnings = visits.warnings;
    drop(web);

    let options = pipeline::Options {
        out: args.out.clone().unwrap_or_else(|| root.join("public")),
        root,
        as_of: Context::today(),
        base_url: None,
        worker: Some(own_program()?),
    };
    let built = pipeline::build(
        &options,
        &mut pipeline::Memory::default(),
        progress.as_ref(),
    )?;
    warnings.extend(built.warnings);
    // The sample holds broken links and unreadable papers on purpose; they are told, not counted.
    if cx.verbose {
        cx.warn(&warnings);
    }
    cx.say(format_args!(
        "{} links visited; {}; {} things an editor should see (--verbose lists them)",
        visits.value.len(),
        built.value,
        warnings.len()
    ));
    if args.no_serve {
        match &args.out {
            Some(out) => cx.say(format_args!("the site is in {}", out.display())),
            None => terminal::say("nothing kept: give --out DIR to keep the site"),
        }
        return Ok(Code::Done);
    }
    let preview = preview::Options {
        dir: options.out,
        port: args.port,
        watch: Vec::new(),
    };
    preview::run(
        &preview,
        |address| cx.say(format_args!("the site is at {address} (Ctrl-C ends)")),
        |_, _| (),
    )?;
    Ok(Code::Done)
}

/// Writes a catalogue with the sample's municipalities, and the sample web beside it.
fn lay_out(root: &Path, workshop: &Path) -> anyhow::Result<()> {
    content::init(root)?;
    let write = |dir: &Dir<'_>, to: PathBuf| -> anyhow::Result<()> {
        std::fs::create_dir_all(&to)
            .and_then(|()| dir.extract(&to))
            .with_context(|| format!("cannot write the sample to {}", to.display()))
    };
    write(&CONTENT, root.join("content"))?;
    write(&WEB, workshop.join("web"))
}

fn crawl_options(root: &Path, web: &Sample) -> anyhow::Result<pipeline::CrawlOptions> {
    let agent = fetch::user_agent(None, Some("demo"));
    let mut fetch = fetch::Options::new(agent, Context::now);
    fetch.gap = GAP;
    fetch.proxy = Some(web.proxy());
    Ok(pipeline::CrawlOptions {
        root: root.to_owned(),
        crawl: crawl::Options::new(fetch),
        worker: Some(own_program()?),
    })
}
