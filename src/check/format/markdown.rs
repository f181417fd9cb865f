//! A report → Markdown that can be pasted into an issue or a mail: a table of counts, then a list to
//! tick off. Words from documents are escaped, so that a title cannot become markup or a link.

use crate::check::{Finding, Report};

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = String::from("## Strategies and links to look at\n\n");
    out.push_str(&format!("{}.\n", capital(&super::summary(report))));
    if report.findings.is_empty() {
        return out;
    }
    out.push_str("\n| What | How many |\n|---|---:|\n");
    for (kind, findings) in report.by_kind() {
        out.push_str(&format!("| {} | {} |\n", kind.label(), findings.len()));
    }
    for (kind, findings) in report.by_kind() {
        out.push_str(&format!("\n### {} ({})\n\n", kind.label(), findings.len()));
        for finding in findings {
            entry(finding, &mut out);
        }
    }
    out
}

fn entry(finding: &Finding, out: &mut String) {
    out.push_str("- [ ] ");
    if let Some(name) = &finding.navn {
        out.push_str(&format!("**{}** ", escape(name)));
    }
    match (&finding.title, &finding.url) {
        (Some(title), Some(url)) => {
            out.push_str(&format!("[{}](<{}>): ", escape(title), address(url)))
        }
        (Some(title), None) => out.push_str(&format!("{}: ", escape(title))),
        (None, _) => {}
    }
    out.push_str(&escape(&finding.message));
    if let Some(page) = finding.page {
        out.push_str(&format!(", page {page}"));
    }
    out.push_str(&format!(" (`{}`)\n", finding.place.replace('`', "'")));
    if let Some(suggestion) = &finding.suggestion {
        out.push_str(&format!("  - Suggestion: <{}>\n", address(suggestion)));
    }
    if let Some(hint) = &finding.hint {
        out.push_str(&format!("  - {}\n", capital(&commands(hint))));
    }
}

/// A hint, whose `commands` are meant to be code.
fn commands(hint: &str) -> String {
    let parts: Vec<String> = hint
        .split('`')
        .enumerate()
        .map(|(at, part)| {
            if at % 2 == 0 {
                escape(part)
            } else {
                part.to_owned()
            }
        })
        .collect();
    parts.join("`")
}

/// Text that stays text: signs that Markdown or HTML would take are escaped, lines become one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address inside `<…>`.
fn address(url: &str) -> String {
    url.replace(' ', "%20")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace(['\n', '\r'], "")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
