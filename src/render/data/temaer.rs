//! What every strategy says of every theme → temaer.csv: a line a passage, with page and quote.
//! Absence (level 0) is written only where the whole document was read; else the level is empty.
//! Cells that a spreadsheet would run as a formula are led by an apostrophe.

use crate::model::catalogue::{Catalogue, Strategy};
use crate::model::form::Form;
use crate::model::profile::Passage;
use crate::model::subject::{Subject, SubjectKind};
use crate::render::data::absolute;
use crate::render::routes;
use crate::render::standing::{Level, is_read_whole, level_in, passages_in};

const HEAD: [&str; 15] = [
    "kode",
    "kommune",
    "strategi",
    "titel",
    "periode",
    "status",
    "tema",
    "temanavn",
    "niveau",
    "laest",
    "side",
    "overskrift",
    "citat",
    "fundne_ord",
    "adresse",
];

/// The table as UTF-8 with a byte order mark and semicolons, as Danish spreadsheets expect.
///
/// # Errors
/// Never for text in memory; the writer's own error is passed on.
pub fn themes(catalogue: &Catalogue, base_url: Option<&str>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEAD)?;
    for municipality in &catalogue.content.municipalities {
        let rows = catalogue.of(&municipality.slug);
        for row in rows.filter(|row| row.form != Form::NotAStrategy) {
            for theme in catalogue.subjects(SubjectKind::Tema) {
                let line = Line {
                    kode: municipality.kode,
                    navn: &municipality.navn,
                    row,
                    theme,
                };
                line.write(&mut writer, base_url)?;
            }
        }
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

struct Line<'a> {
    kode: u16,
    navn: &'a str,
    row: &'a Strategy,
    theme: &'a Subject,
}

impl Line<'_> {
    fn write(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        base_url: Option<&str>,
    ) -> Result<(), csv::Error> {
        let (row, theme) = (self.row, self.theme);
        let level = match level_in(row, SubjectKind::Tema, &theme.id) {
            Level::Known(level) => level.to_string(),
            Level::Unread | Level::NoPaper => String::new(),
        };
        let read = match (&row.finding.document, is_read_whole(row)) {
            (_, true) => "ja",
            (Some(document), false) if document.is_readable() => "delvist",
            _ => "nej",
        };
        let passages = passages_in(row, SubjectKind::Tema, &theme.id).unwrap_or_default();
        let mut one = |passage: Option<&Passage>| {
            let address = match passage {
                Some(p) => routes::page(&row.key, p.page),
                None => routes::strategy(&row.key),
            };
            writer.write_record([
                self.kode.to_string(),
                safe(self.navn),
                row.key.strategi.clone(),
                safe(&row.title),
                safe(&row.period.label()),
                row.status.id().to_owned(),
                theme.id.clone(),
                safe(&theme.titel),
                level.clone(),
                read.to_owned(),
                passage.map(|p| p.page.to_string()).unwrap_or_default(),
                safe(
                    passage
                        .and_then(|p| p.heading.as_deref())
                        .unwrap_or_default(),
                ),
                safe(passage.map_or("", |p| p.quote.as_str())),
                safe(&passage.map(|p| p.matched.join(", ")).unwrap_or_default()),
                absolute(base_url, &address),
            ])
        };
        if passages.is_empty() {
            one(None)
        } else {
            passages.iter().try_for_each(|p| one(Some(p)))
        }
    }
}

/// Text that no spreadsheet runs (OWASP, CSV injection): cells that begin like a formula get an
/// apostrophe in front.
fn safe(text: &str) -> String {
    let risky = text.trim_start().starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]) || text.starts_with(['\t', '\r', '\n']);
    if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn lines() -> Vec<csv::StringRecord> {
        let bytes = themes(&sample::five(), Some("https://k.example/")).expect("a table");
        let text = bytes
            .strip_prefix("\u{feff}".as_bytes())
            .expect("a byte order mark");
        csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text)
            .records()
            .map(|r| r.expect("a record"))
            .collect()
    }

    #[test]
    fn every_strategy_has_every_theme_and_absence_is_earned() {
        let lines = lines();
        // 5 rows × 4 themes, one passage each at most.
        assert_eq!(lines.len(), 20);
        let cell = |kommune: &str, tema: &str, column: usize| {
            lines
                .iter()
                .filter(|l| l.get(1) == Some(kommune) && l.get(6) == Some(tema))
                .map(|l| l.get(column).expect("a cell").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(cell("København", "klima", 8), ["3"]);
        assert_eq!(cell("København", "datasikkerhed", 8), ["0"]);
        // Half of the document is scanned: silence means nothing.
        assert_eq!(cell("Bornholm", "klima", 8), [""]);
        assert_eq!(cell("Bornholm", "klima", 9), ["delvist"]);
        assert_eq!(cell("Aarhus", "klima", 9), ["nej"]);
        assert_eq!(
            cell("Bornholm", "data", 14),
            ["https://k.example/strategier/bornholm/digitaliseringsstrategi/#side-1"]
        );
    }

    #[test]
    fn formulas_are_disarmed() {
        for bad in ["=1+1", "+45", "-2", "@SUM(A1)", "\t=1", "  =1"] {
            assert!(safe(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(safe("Vi vil - sammen"), "Vi vil - sammen");
    }
}
