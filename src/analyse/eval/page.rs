//! A measure → the table "så sikre er vi" on the method page, between two invisible marks. Refuses
//! to touch anything else on the page.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Error, Measure, Score};
use crate::model::catalogue::Content;
use crate::model::subject::SubjectKind;

/// A link definition that Markdown does not show; everything between the two is rewritten.
const BEGIN: &str = "[//]: # (maaling: skrevet af eval --write)";
const END: &str = "[//]: # (maaling slut)";

/// Writes the tables into `content/sider/metode.md` and returns the file's path.
///
/// # Errors
///
/// [`Error::Read`] where the page cannot be read, [`Error::Write`] where it cannot be written.
pub fn publish(root: &Path, measure: &Measure, content: &Content) -> Result<PathBuf, Error> {
    let path = root.join("content/sider/metode.md");
    let old = std::fs::read_to_string(&path).map_err(|source| Error::Read {
        path: path.clone(),
        source,
    })?;
    let new = insert(&old, &tables(measure, content));
    let written = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(root))?;
        file.write_all(new.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    written().map_err(|source| Error::Write {
        path: path.clone(),
        source,
    })?;
    Ok(path)
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
