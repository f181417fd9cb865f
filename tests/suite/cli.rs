//! A command line → what the program printed, and the status it ended with.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program on a catalogue.
pub(super) fn run(root: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_strategikatalog"))
        .arg("--root")
        .arg(root)
        .args(args)
        .output()
        .expect("the program runs")
}

/// What it printed.
pub(super) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it complained of.
pub(super) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How it ended; nothing where a signal ended it.
pub(super) fn status(output: &Output) -> Option<i32> {
    output.status.code()
}
