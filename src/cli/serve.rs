//! `serve`: build, then preview the site on this machine, rebuilt when an editor or a designer
//! saves a file.

use std::path::PathBuf;
use std::time::Instant;

use super::{Code, Context, build, terminal};
use crate::pipeline::{self, Memory};
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
    let options = build::Args::default().options(cx)?;
    let mut memory = Memory::lasting();
    build::build(&options, &mut memory, cx, &mut || ())?;
    let preview = preview::Options {
        dir: options.out.clone(),
        port: args.port,
        watch: ["content", "themes", "crawl/archive"]
            .iter()
            .map(|folder| cx.root.join(folder))
            .collect(),
    };
    let ready = |address: &str| {
        cx.say(format_args!("the site is at {address} (Ctrl-C ends)"));
        if args.open && !open(address) {
            terminal::say("no browser could be started; open the address yourself");
        }
    };
    let rebuild = |changed: &[PathBuf], reload: &mut dyn FnMut()| {
        rebuild(changed, &options, &mut memory, cx, reload);
    };
    preview::run(&preview, ready, rebuild)?;
    Ok(Code::Done)
}

/// Builds again and says how long it took. A file that does not parse is told and the site stays
/// as it was: the editor is in the middle of a change.
fn rebuild(
    changed: &[PathBuf],
    options: &pipeline::Options,
    memory: &mut Memory,
    cx: &Context,
    reload: &mut dyn FnMut(),
) {
    let begun = Instant::now();
    for path in changed {
        if cx.verbose {
            terminal::say(&format!("changed: {}", path.display()));
        }
    }
    let mut pages = None;
    let built = build::build(options, memory, cx, &mut || {
        pages = Some(begun.elapsed().as_millis());
        reload();
    });
    match built {
        Ok(_) => {
            let early = pages.map_or_else(String::new, |ms| format!("; the pages in {ms} ms"));
            let whole = begun.elapsed().as_millis();
            cx.say(format_args!("rebuilt in {whole} ms{early}"));
            reload();
        }
        Err(error) => terminal::fail(&error),
    }
}

/// Asks the desktop to open an address.
fn open(address: &str) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    std::process::Command::new(program)
        .arg(address)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .is_ok()
}
