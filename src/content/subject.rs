//! `content/temaer|teknologier|organisering/<id>.md` → a subject with its weighted words, and
//! `content/synonymer.toml` → groups of words that mean the same. Refuses a weight other than 1, 2
//! or 3, since a slip there would turn the meaning of a whole theme.

use super::error::Problem;
use super::fields::{Fields, Source};
use crate::model::subject::{Subject, SubjectKind, Term};

/// Weight of a word that has none written.
const ORDINARY: u8 = 2;

/// Reads one subject file; the problems if it does not parse.
pub(super) fn read(
    kind: SubjectKind,
    file: &str,
    id: &str,
    text: &str,
) -> Result<Subject, Vec<Problem>> {
    let front = super::front::split(file, text).map_err(|p| vec![p])?;
    let mut source = Source::new(file, front.toml, front.first_line);
    let table = source.parse();
    let mut fields = Fields::new(&mut source, &table, front.first_line);
    let titel = fields.required_text("titel", "titel = \"Klima og bæredygtighed\"");
    let gruppe = fields.text("gruppe").unwrap_or_default();
    let orden = fields.number("orden", 0..10_000).unwrap_or(0);
    let words = fields.texts("ord");
    let ikke = fields.texts("ikke").into_iter().map(|(_, t)| t).collect();
    let mut ord = Vec::with_capacity(words.len());
    for (line, word) in words {
        match term(&word) {
            Ok(term) => ord.push(term),
            Err(message) => fields.source().problem(
                line,
                Some("ord".to_owned()),
                message,
                Some(
                    "write a word or phrase, with ^1 (hint), ^2 or ^3 (decides alone) behind it"
                        .to_owned(),
                ),
            ),
        }
    }
    fields.finish();
    if !source.problems.is_empty() {
        return Err(source.problems);
    }
    Ok(Subject {
        kind,
        id: id.to_owned(),
        titel,
        gruppe,
        orden: u32::try_from(orden).unwrap_or_default(),
        ord,
        ikke,
        tekst: front.body.replace("\r\n", "\n").trim().to_owned(),
        file: file.to_owned(),
    })
}

/// A word as the editor wrote it, `"ord"` or `"to ord^3"`.
fn term(word: &str) -> Result<Term, String> {
    let (text, weight) = match word.rsplit_once('^') {
        None => (word, ORDINARY),
        Some((text, weight)) => match weight.trim() {
            "1" => (text, 1),
            "2" => (text, 2),
            "3" => (text, 3),
            other => return Err(format!("\"{word}\" has the weight \"{other}\"")),
        },
    };
    let text = text.trim();
    if !text.contains(char::is_alphanumeric) {
        return Err(format!("\"{word}\" has no word in it"));
    }
    Ok(Term {
        text: text.to_owned(),
        weight,
    })
}

/// Reads `synonymer.toml`: `[[gruppe]]` tables with `ord = ["AI", "kunstig intelligens"]`.
pub(super) fn aliases(file: &str, text: &str) -> Result<Vec<Vec<String>>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut source = Source::new(file, text, 1);
    let table = source.parse();
    let mut fields = Fields::new(&mut source, &table, 1);
    let mut groups = Vec::new();
    for (line, group) in fields.tables("gruppe") {
        let mut row = Fields::new(fields.source(), group, line);
        let words: Vec<String> = row
            .texts("ord")
            .into_iter()
            .map(|(_, word)| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        row.finish();
        groups.push(words);
    }
    fields.finish();
    if source.problems.is_empty() {
        Ok(groups)
    } else {
        Err(source.problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_carry_weights() {
        let read = |word| term(word).map(|t| (t.text, t.weight));
        assert_eq!(read("klima"), Ok(("klima".to_owned(), 2)));
        assert_eq!(
            read("grøn omstilling ^3"),
            Ok(("grøn omstilling".to_owned(), 3))
        );
        assert!(read("klima^9").is_err() && read("^2").is_err() && read("").is_err());
    }

    #[test]
    fn a_wrong_weight_is_named_with_its_line() {
        let text = "+++\ntitel = \"Klima\"\nord = [\n  \"klima\",\n  \"CO2^7\",\n]\n+++\nTekst.\n";
        let problems = read(SubjectKind::Tema, "content/temaer/klima.md", "klima", text)
            .expect_err("a weight of 7");
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].line, problems[0].key.as_deref()),
            (5, Some("ord"))
        );
    }
}
