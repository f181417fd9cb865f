//! A stage's progress → a bar on a terminal, lines with `--verbose`, nothing when output is piped.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal;
use crate::progress::{Progress, Silent};

/// The progress that suits where stderr leads.
pub(super) fn progress(verbose: bool, quiet: bool) -> Box<dyn Progress> {
    if verbose {
        Box::new(Lines)
    } else if quiet || !std::io::stderr().is_terminal() {
        Box::new(Silent)
    } else {
        Box::new(Bar::default())
    }
}

/// Every step on a line of its own.
struct Lines;

impl Progress for Lines {
    fn start(&self, stage: &str, total: Option<u64>) {
        match total {
            Some(total) => terminal::say(&format!("{stage} ({total})")),
            None => terminal::say(stage),
        }
    }

    fn step(&self, what: &str) {
        terminal::say(&format!("  {what}"));
    }
}

/// One bar, begun anew for each stage.
#[derive(Default)]
struct Bar {
    current: Mutex<Option<ProgressBar>>,
}

impl Bar {
    fn with(&self, act: impl FnOnce(&ProgressBar)) {
        // A poisoned lock means a stage panicked; the bar is then not worth saving.
        if let Ok(current) = self.current.lock()
            && let Some(bar) = current.as_ref()
        {
            act(bar);
        }
    }
}

impl Progress for Bar {
    fn start(&self, stage: &str, total: Option<u64>) {
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        if let Ok(style) =
            ProgressStyle::with_template("{prefix:>9} {bar:24} {pos}/{len} {wide_msg}")
        {
            bar.set_style(style);
        }
        bar.set_prefix(stage.to_owned());
        if let Ok(mut current) = self.current.lock() {
            *current = Some(bar);
        }
    }

    fn step(&self, what: &str) {
        self.with(|bar| {
            bar.set_message(what.to_owned());
            bar.inc(1);
        });
    }

    fn finish(&self) {
        self.with(ProgressBar::finish_and_clear);
    }
}
