//! A report → text for a person, JSON for a program, Markdown for an issue or a mail. A file each.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

use super::Report;

/// One line that sums the report up: `3 gone, 12 expired in 64 rows of 98 municipalities`.
pub fn summary(report: &Report) -> String {
    let counts: Vec<String> = report
        .by_kind()
        .map(|(kind, findings)| format!("{} {kind}", findings.len()))
        .collect();
    let found = if counts.is_empty() {
        "nothing to report".to_owned()
    } else {
        counts.join(", ")
    };
    match report.as_of {
        Some(day) => format!(
            "{found} in {} rows of {} municipalities on {day}",
            report.rows, report.municipalities
        ),
        None => found,
    }
}
