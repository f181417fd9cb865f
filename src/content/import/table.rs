//! The bytes of a `.csv` or `.xlsx` → rows of cells under known columns. Finds out delimiter (`;`,
//! `,` or tab) and characters (UTF-8 with or without byte-order mark, UTF-16 with one, else
//! windows-1252); the line that names the columns may stand below a heading. Refuses a table whose
//! columns are not those of a link list or a registry.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::report::Shape;
use crate::content::cell::unescape;
use crate::content::error::Error;

/// Lines from the top among which the columns are looked for.
const TOP: usize = 20;

/// A table with its columns known.
#[derive(Debug)]
pub(super) struct Table {
    /// Name of the list, for messages.
    pub(super) file: String,
    /// Which kind of list it is.
    pub(super) shape: Shape,
    columns: BTreeMap<&'static str, usize>,
    rows: Vec<Row>,
}

/// One row of cells with its line in the file, counted from 1.
#[derive(Debug, Clone)]
struct Row {
    line: u32,
    cells: Vec<String>,
}

impl Table {
    /// Each row below the columns that has something in it.
    pub(super) fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        let filled = |row: &&Row| row.cells.iter().any(|c| !c.trim().is_empty());
        self.rows
            .iter()
            .filter(filled)
            .map(|row| Cells { table: self, row })
    }
}

/// One row, asked by column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'t> {
    table: &'t Table,
    row: &'t Row,
}

impl<'t> Cells<'t> {
    /// Line in the file, counted from 1.
    pub(super) fn line(self) -> u32 {
        self.row.line
    }

    /// The cell under a column, without blanks around it; empty where there is none.
    pub(super) fn get(self, column: &str) -> &'t str {
        let at = self.table.columns.get(column).copied();
        let cell = at.and_then(|at| self.row.cells.get(at));
        unescape(cell.map_or("", |c| c.trim()))
    }
}

/// Reads the list at `path`.
pub(super) fn read(path: &Path) -> Result<Table, Error> {
    let file = path.display().to_string();
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let known = ["csv", "tsv", "txt", "xlsx"];
    if !known.iter().any(|k| extension.eq_ignore_ascii_case(k)) {
        return Err(Error::UnknownFormat { file });
    }
    let bytes = fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    if extension.eq_ignore_ascii_case("xlsx") {
        from_workbook(file, bytes)
    } else {
        from_csv(file, &bytes)
    }
}

/// Reads CSV with whatever delimiter makes most columns known.
pub(super) fn from_csv(file: String, bytes: &[u8]) -> Result<Table, Error> {
    let text = characters(bytes);
    let best = [b';', b',', b'\t']
        .into_iter()
        .filter_map(|delimiter| header(split(&text, delimiter)))
        .max_by_key(|(_, columns, _)| columns.len());
    let Some((shape, columns, rows)) = best else {
        let first = text
            .lines()
            .find(|l| !l.trim().is_empty())
            .unwrap_or_default();
        return Err(unknown(file, first));
    };
    Ok(Table {
        file,
        shape,
        columns,
        rows,
    })
}

fn from_workbook(file: String, bytes: Vec<u8>) -> Result<Table, Error> {
    let refuse = |source| Error::Workbook {
        file: file.clone(),
        source: Box::new(source),
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(refuse)?;
    let mut first = String::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(refuse)?;
        let top = range.start().map_or(0, |(row, _)| row);
        let rows: Vec<Row> = (top + 1..)
            .zip(range.rows())
            .map(|(line, cells)| Row {
                line,
                cells: cells.iter().map(as_text).collect(),
            })
            .collect();
        if first.is_empty() {
            first = rows.first().map(|r| r.cells.join(";")).unwrap_or_default();
        }
        if let Some((shape, columns, rows)) = header(rows) {
            return Ok(Table {
                file,
                shape,
                columns,
                rows,
            });
        }
    }
    Err(unknown(file, &first))
}

fn unknown(file: String, first: &str) -> Error {
    let shown: String = first.chars().filter(|c| !c.is_control()).take(60).collect();
    Error::UnknownColumns {
        file,
        found: if shown.is_empty() {
            String::new()
        } else {
            format!(" (it begins: {shown})")
        },
    }
}

/// A cell as the person who typed it sees it: a year is no decimal number.
fn as_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::DateTime(day) => match day.to_ymd_hms_milli() {
            (year, month, date, ..) if day.is_datetime() => {
                format!("{year:04}-{month:02}-{date:02}")
            }
            _ => cell.to_string(),
        },
        Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

fn characters(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn split(text: &str, delimiter: u8) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // The text is UTF-8 and rows may be of any length, so no record can be refused.
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| Row {
            line: record
                .position()
                .and_then(|p| u32::try_from(p.line()).ok())
                .unwrap_or_default(),
            cells: record.iter().map(str::to_owned).collect(),
        })
        .collect()
}

type Known = (Shape, BTreeMap<&'static str, usize>, Vec<Row>);

/// Finds the line that names the columns; the rows below it.
fn header(mut rows: Vec<Row>) -> Option<Known> {
    let at = rows
        .iter()
        .take(TOP)
        .position(|row| shape(&columns(row)).is_some())?;
    let columns = columns(&rows[at]);
    let shape = shape(&columns)?;
    rows.drain(..=at);
    Some((shape, columns, rows))
}

fn shape(columns: &BTreeMap<&'static str, usize>) -> Option<Shape> {
    let all = |names: &[&str]| names.iter().all(|n| columns.contains_key(n));
    if all(&["kode", "navn"]) {
        Some(Shape::Registry)
    } else if all(&["kommune", "form"]) || all(&["kommune", "link"]) {
        Some(Shape::LinkList)
    } else {
        None
    }
}

fn columns(row: &Row) -> BTreeMap<&'static str, usize> {
    let mut known = BTreeMap::new();
    for (at, cell) in row.cells.iter().enumerate() {
        if let Some(name) = column(cell) {
            known.entry(name).or_insert(at);
        }
    }
    known
}

/// The column a heading names, in the words lists use for it.
fn column(heading: &str) -> Option<&'static str> {
    let heading = crate::model::slug::slug(heading);
    Some(match heading.as_str() {
        "kommune" | "kommunenavn" => "kommune",
        "form" | "type" => "form",
        "linktekst" | "link-tekst" => "linktekst",
        "link" | "url" | "adresse" => "link",
        "periode" => "periode",
        "titel" => "titel",
        "bekraeftet" => "bekraeftet",
        "udkast" => "udkast",
        "tema" | "temaer" => "tema",
        "dokument" => "dokument",
        "kode" | "kommunekode" => "kode",
        "navn" => "navn",
        "region" => "region",
        "hjemmeside" | "website" => "hjemmeside",
        "kommunegruppe" | "gruppe" => "kommunegruppe",
        other if other.split('-').next() == Some("indbyggere") => "indbyggere",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8], column: &str) -> String {
        let table = from_csv("l.csv".to_owned(), bytes).expect("a link list");
        let cells = table.rows().next().expect("a row");
        cells.get(column).to_owned()
    }

    #[test]
    fn delimiters_and_characters_are_found_out() {
        for text in [
            "kommune;form;periode\nRødovre;IT, drift;2019\n",
            "kommune,form,periode\r\nRødovre,\"IT, drift\",2019\r\n",
            "Kommune\tForm\tPeriode\nRødovre\tIT, drift\t2019\n",
            "\u{feff}KL's liste\n\nform;periode;Kommune\nIT, drift;2019;Rødovre\n",
        ] {
            let latin = WINDOWS_1252.encode(text.trim_start_matches('\u{feff}')).0;
            for bytes in [text.as_bytes(), &latin] {
                assert_eq!(first(bytes, "kommune"), "Rødovre", "{text}");
                assert_eq!(first(bytes, "form"), "IT, drift", "{text}");
                assert_eq!(first(bytes, "periode"), "2019", "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let error = from_csv("x.csv".to_owned(), b"a;b\n1;2\n").expect_err("no columns");
        assert!(error.to_string().contains("it begins: a;b"), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = from_csv("x".to_owned(), &bytes);
            let _ = from_workbook("x".to_owned(), bytes);
        }
    }
}
