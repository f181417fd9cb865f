//! A report → lines for a terminal, grouped by kind, the most serious first.

use crate::check::{Finding, Report};

/// The report as text.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    for (kind, findings) in report.by_kind() {
        out.push_str(&format!("{} ({kind}, {})\n", kind.label(), findings.len()));
        for finding in findings {
            entry(finding, &mut out);
        }
        out.push('\n');
    }
    out.push_str(&super::summary(report));
    out.push('\n');
    out
}

fn entry(finding: &Finding, out: &mut String) {
    out.push_str(&format!("  {}", finding.place));
    let who = [&finding.navn, &finding.title];
    let who: Vec<&str> = who.into_iter().flatten().map(String::as_str).collect();
    if !who.is_empty() {
        out.push_str(&format!("  {}", who.join(": ")));
    }
    out.push_str(&format!("\n    {}", finding.message));
    if let Some(page) = finding.page {
        out.push_str(&format!(", page {page}"));
    }
    out.push('\n');
    for (name, value) in [
        ("link", &finding.url),
        ("suggestion", &finding.suggestion),
        ("hint", &finding.hint),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("    {name}: {value}\n"));
        }
    }
}
