//! A measure → the table "så sikre er vi" on the method page, between two invisible marks. Refuses
//! to touch anything else on the page.

use super::{Measure, Score};
use crate::model::catalogue::Content;
use crate::model::subject::SubjectKind;

/// A link definition that Markdown does not show; everything between the two is rewritten.
const BEGIN: &str = "[//]: # (maaling: skrevet af eval --write)";
const END: &str = "[//]: # (maaling slut)";

/// The text of `content/sider/metode.md` with the tables of a measure in it.
pub fn with_figures(page: &str, measure: &Measure, content: &Content) -> String {
    insert(page, &tables(measure, content))
}

/// Puts the tables between the marks; a page without marks gets them at its end.
fn insert(page: &str, tables: &str) -> String {
    let block = format!("{BEGIN}\n\n{tables}\n{END}\n");
    let marks = page.find(BEGIN).and_then(|from| {
        let to = page[from..].find(END)? + from + END.len();
        Some((from, to))
    });
    match marks {
        Some((from, to)) => {
            let rest = page[to..].trim_start_matches('\n');
            let gap = if rest.is_empty() { "" } else { "\n" };
            format!("{}{block}{gap}{rest}", &page[..from])
        }
        None => format!("{}\n\n{block}", page.trim_end()),
    }
}

fn tables(measure: &Measure, content: &Content) -> String {
    let mut out = String::new();
    if measure.paragraphs > 0 {
        let titles: Vec<(&str, &str)> = content
            .subjects
            .iter()
            .filter(|s| s.kind == SubjectKind::Tema)
            .map(|s| (s.id.as_str(), s.titel.as_str()))
            .collect();
        out.push_str(&format!(
            "Temaer i {} afsnit:\n\n| Tema | Forekommer | Præcision | Genkaldelse | F1 |\n|---|--:|--:|--:|--:|\n",
            measure.paragraphs
        ));
        for (id, title) in titles {
            if let Some(score) = measure.themes.each.get(id) {
                out.push_str(&row(title, score));
            }
        }
        out.push_str(&row("**Alle temaer**", &measure.themes.micro));
        out.push_str(&row("**Teknologier**", &measure.technologies.micro));
    }
    if measure.documents > 0 {
        out.push_str(&format!(
            "\nOplysninger om {} dokumenter:\n\n| Oplysning | Rigtige | Andel |\n|---|--:|--:|\n",
            measure.documents
        ));
        for (name, share) in [
            ("Form", &measure.form),
            ("Kommune", &measure.municipality),
            ("Periode, hvor der står en", &measure.period),
            (
                "Periode angivet, hvor der ingen står (fejl)",
                &measure.false_period,
            ),
        ] {
            out.push_str(&format!(
                "| {name} | {} af {} | {} |\n",
                share.right,
                share.of,
                percent(share.share)
            ));
        }
        out.push_str(
            "\n| Spørgsmål | Forekommer | Præcision | Genkaldelse | F1 |\n|---|--:|--:|--:|--:|\n",
        );
        out.push_str(&row("Er det en strategi?", &measure.is_strategy));
        out.push_str(&row("Er det et udkast?", &measure.draft));
        if measure.pillars.support() > 0 {
            out.push_str(&row("Egne pejlemærker eller temaer", &measure.pillars));
        }
    }
    out
}

fn row(name: &str, score: &Score) -> String {
    format!(
        "| {name} | {} | {} | {} | {} |\n",
        score.support(),
        decimal(score.precision),
        decimal(score.recall),
        decimal(score.f1)
    )
}

/// 0.853 → "0,85".
fn decimal(value: f64) -> String {
    format!("{value:.2}").replace('.', ",")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let first = insert("# Metode\n\nTekst.\n", "gammel\n");
        assert!(first.starts_with("# Metode\n\nTekst.\n\n[//]:"));
        let page = format!("{first}\n## Efter\n");
        let second = insert(&page, "ny\n");
        assert!(second.contains("ny\n") && !second.contains("gammel"));
        assert!(second.ends_with("\n\n## Efter\n"), "{second}");
        assert_eq!(insert(&second, "ny\n"), second);
    }

    #[test]
    fn figures_are_written_the_danish_way() {
        assert_eq!(decimal(0.853), "0,85");
        assert_eq!(percent(0.894), "89 %");
    }
}
