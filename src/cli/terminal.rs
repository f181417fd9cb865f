//! Lines for a person on stderr, with colour where it is wanted. Data goes to stdout through
//! [`out`], which reports a closed pipe instead of panicking.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice, stderr};
use anstyle::{AnsiColor, Style};

use super::Color;
use crate::model::outcome::Warning;

const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Applies `--color` to everything printed from here on.
pub(super) fn set_color(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Writes data to stdout.
pub(super) fn out(data: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(data)?;
    stdout.flush()
}

/// Prints a line of talk.
pub(super) fn say(line: &str) {
    write(&mut stderr(), &format!("{line}\n"));
}

/// Prints a warning with its hint.
pub(super) fn warn(warning: &Warning) {
    let mut text = format!(
        "{WARNING}warning:{WARNING:#} {}: {}\n",
        warning.place, warning.message
    );
    if let Some(hint) = &warning.hint {
        text.push_str(&format!("  {HINT}hint:{HINT:#} {hint}\n"));
    }
    write(&mut stderr(), &text);
}

/// Prints an error with everything that led to it.
pub(super) fn fail(error: &anyhow::Error) {
    let mut text = format!("{ERROR}error:{ERROR:#} {error}\n");
    let mut last = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Some errors repeat their source in their own message.
        if !last.contains(&cause) {
            text.push_str(&format!("  caused by: {cause}\n"));
        }
        last = cause;
    }
    write(&mut stderr(), &text);
}

/// Whether the reader of our output went away (`strategikatalog … | head`), which is no failure.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// There is nobody left to tell when stderr itself is closed.
fn write(stream: &mut AutoStream<io::Stderr>, text: &str) {
    let _ = stream.write_all(text.as_bytes());
}
