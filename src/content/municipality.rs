//! The text of `content/kommuner/<slug>.md` → a municipality with its rows and the editor's notes.
//! Refuses (as problems, never by panicking) whatever does not parse, misspelt keys among it.

use super::error::Problem;
use super::fields::{Fields, Source};
use super::listing;
use crate::model::municipality::Municipality;

/// What a file gave: the municipality where it parsed, and everything to say about it.
pub(super) struct Read {
    /// The municipality; `None` where `problems` is not empty.
    pub(super) municipality: Option<Municipality>,
    /// Faults that make the file unreadable.
    pub(super) problems: Vec<Problem>,
    /// Oddities an editor should know.
    pub(super) warnings: Vec<Problem>,
    /// Line of the kommunekode.
    pub(super) kode_line: u32,
}

/// The lines of a row that begins on `line`, and the first one after it.
fn written(text: &str, line: u32) -> Vec<String> {
    let mut out = Vec::new();
    for written in text.lines().skip(line.saturating_sub(1) as usize) {
        let ends = written.starts_with("[[") || written.trim_end() == super::front::FENCE;
        let first = out.is_empty();
        out.push(written.to_owned());
        if ends && !first {
            break;
        }
    }
    out
}

/// Reads the file `file` (relative to the root, for messages) with the address `slug`.
pub(super) fn read(file: &str, slug: &str, text: &str) -> Read {
    let front = match super::front::split(file, text) {
        Ok(front) => front,
        Err(problem) => {
            return Read {
                municipality: None,
                problems: vec![problem],
                warnings: Vec::new(),
                kode_line: 1,
            };
        }
    };
    let mut warnings = Vec::new();
    let mut source = Source::new(file, front.toml, front.first_line);
    let table = source.parse();
    let first_line = front.first_line;
    let syntax = source.problems.len();
    let mut fields = Fields::new(&mut source, &table, first_line);
    let kode = fields.required_number("kode", 1..10_000, "kode = 175");
    let navn = fields.required_text("navn", "navn = \"Rødovre\"");
    let region = fields.text("region");
    let indbyggere = fields.number("indbyggere", 0..1_000_000_000);
    let hjemmeside = fields.text("hjemmeside").filter(|h| !h.trim().is_empty());
    let kommunegruppe = fields.text("kommunegruppe");
    if let Some(message) = hjemmeside.as_deref().and_then(listing::no_web_address) {
        warnings.push(Problem {
            file: file.to_owned(),
            line: fields.line_of("hjemmeside"),
            key: Some("hjemmeside".to_owned()),
            message,
            hint: Some("write the whole address, like https://www.rk.dk/".to_owned()),
        });
    }
    let mut strategier = listing::read(&mut fields, &mut warnings, file);
    for row in &mut strategier {
        row.written = written(text, row.line);
    }
    let kode_line = fields.line_of("kode");
    let navn_line = fields.line_of("navn");
    fields.finish();
    let mut problems = source.problems;
    // What follows from a line that did not parse has been said with that line.
    let faulty: Vec<u32> = problems[..syntax].iter().map(|p| p.line).collect();
    let mut at = 0;
    problems.retain(|p| {
        at += 1;
        at <= syntax || syntax == 0 || !(p.message == "is missing" || faulty.contains(&p.line))
    });
    let expected = crate::model::slug::slug(&navn);
    if problems.is_empty() && expected != slug {
        warnings.push(Problem {
            file: file.to_owned(),
            line: navn_line,
            key: Some("navn".to_owned()),
            message: format!("the file is named {slug}.md, but {navn} gives {expected}.md"),
            hint: Some(
                "the file's name is the address on the site; rename one or the other".to_owned(),
            ),
        });
    }
    let municipality = problems.is_empty().then(|| Municipality {
        slug: slug.to_owned(),
        kode: kode.and_then(|k| u16::try_from(k).ok()).unwrap_or_default(),
        navn,
        region: region.unwrap_or_default(),
        indbyggere: indbyggere
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or_default(),
        hjemmeside,
        kommunegruppe: kommunegruppe.unwrap_or_default(),
        strategier,
        noter: front.body.replace("\r\n", "\n").trim().to_owned(),
        file: file.to_owned(),
    });
    Read {
        municipality,
        problems,
        warnings,
        kode_line,
    }
}
