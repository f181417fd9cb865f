//! A sentence that says what the paper is about ("Strategien har fokus på digital service, data og
//! kompetencer") → a row of titles, where the text comes back to every one of them. Refuses an
//! enumeration that is left at that.

use std::sync::LazyLock;

use regex::Regex;

use super::Line;
use super::rows::{Row, Source, enumeration};
use crate::model::document::BlockKind;

static FOCUS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:strategien|politikken|programmet|planen|\bvi)\s+(?:har\s+(?:særligt?\s+)?fokus\s+på|sætter\s+(?:særligt?\s+)?fokus\s+på|fokuserer\s+(?:særligt\s+)?på|retter\s+fokus\s+mod|samler\s+sig\s+om|er\s+bygget\s+op\s+om)\s+([^.:;]{10,260})\.",
    )
    .expect("a constant pattern")
});

/// Trust in such a sentence.
const TRUST: i32 = 4;
/// Longest title in an enumeration, in characters.
const TITLE_CHARS: usize = 45;

/// One row for each such sentence that the text bears out.
pub(super) fn rows(lines: &[Line<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    let running = |l: &&Line<'_>| l.kind == BlockKind::Paragraph;
    for line in lines.iter().filter(running) {
        // Most paragraphs say nothing of the kind; looking for a word is cheaper than the pattern.
        if !["fokus", "samler sig", "bygget op"]
            .iter()
            .any(|word| line.text.contains(word))
        {
            continue;
        }
        for found in FOCUS.captures_iter(line.text) {
            let titles = found.get(1).and_then(|list| enumeration(list.as_str()));
            let Some(titles) = titles.filter(|t| t.len() >= 3) else {
                continue;
            };
            if titles.iter().all(|t| borne_out(t, lines)) {
                rows.push(Row {
                    source: Source::Inline(TRUST),
                    titles: titles.into_iter().map(|t| (t, line.page)).collect(),
                });
            }
        }
    }
    rows
}

/// Whether the text comes back to a title.
fn borne_out(title: &str, lines: &[Line<'_>]) -> bool {
    let lower = title.to_lowercase();
    let times: usize = lines.iter().map(|l| l.lower.matches(&lower).count()).sum();
    title.chars().count() <= TITLE_CHARS && times > 1
}
