//! A report → one JSON document: `as_of`, `municipalities`, `rows`, `counts` by kind, `findings`.

use crate::check::Report;

/// The report as JSON, indented, with a line end.
pub fn json(report: &Report) -> String {
    // Plain data with text keys: there is nothing the serialiser could refuse.
    let mut out = serde_json::to_string_pretty(report).unwrap_or_default();
    out.push('\n');
    out
}
