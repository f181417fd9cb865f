//! Single values and rows of a municipality's file, changed through `toml_edit`: comments, order,
//! spacing, line ends and notes stay as the editor left them. Refuses to save a text that
//! [`load`](super::load()) would not read.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::error::{Error, Problem, nearest};
use super::front;
use super::load::MUNICIPALITIES;
use super::municipality;
use super::registry::Registry;
use super::write;
use crate::model::Date;
use crate::model::listing::Listing;
use crate::model::municipality::Municipality;

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A day.
    Day(Date),
    /// A list of texts.
    Texts(Vec<String>),
}

impl Field {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Day(day) => day_value(*day),
            Self::Texts(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

/// A jiff date is a TOML date; both are a year from 0 to 9999 with its month and day.
fn day_value(day: Date) -> Value {
    let text = day.to_string();
    text.parse::<toml_edit::Datetime>()
        .map_or_else(|_| text.as_str().into(), Value::from)
}

/// A municipality's file under change.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    /// Relative to the root, for messages.
    file: String,
    slug: String,
    head: String,
    tail: String,
    body: String,
    crlf: bool,
    document: DocumentMut,
    /// What is on disk; `None` for a new file.
    before: Option<String>,
}

impl Draft {
    /// Opens the file of a municipality, with its values as [`load`](super::load()) reads them.
    pub(super) fn open(root: &Path, slug: &str) -> Result<(Self, Municipality), Error> {
        let file = format!("{MUNICIPALITIES}/{slug}.md");
        let path = root.join(&file);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                return Err(unknown_municipality(root, slug));
            }
            Err(source) => return Err(Error::Read { path, source }),
        };
        let read = municipality::read(&file, slug, &text);
        let Some(municipality) = read.municipality else {
            return Err(Error::Broken(read.problems));
        };
        let parts = front::split(&file, &text).map_err(|p| Error::Broken(vec![p]))?;
        let crlf = parts.toml.contains("\r\n");
        let document = parts
            .toml
            .replace("\r\n", "\n")
            .parse::<DocumentMut>()
            .map_err(|e| Error::Broken(vec![unreadable(&file, parts.first_line, &e)]))?;
        let draft = Self {
            head: parts.head.to_owned(),
            tail: parts.tail.to_owned(),
            body: parts.body.to_owned(),
            crlf,
            document,
            slug: slug.to_owned(),
            path,
            file,
            before: Some(text),
        };
        Ok((draft, municipality))
    }

    /// A new file for a municipality of the registry, without rows.
    pub(super) fn new(root: &Path, slug: &str, registry: &Registry) -> Self {
        let file = format!("{MUNICIPALITIES}/{slug}.md");
        let mut draft = Self {
            path: root.join(&file),
            file,
            slug: slug.to_owned(),
            head: format!("{}\n", front::FENCE),
            tail: format!("{}\n", front::FENCE),
            body: String::new(),
            crlf: false,
            document: DocumentMut::new(),
            before: None,
        };
        for (key, field) in registry.fields() {
            draft.set(key, &field);
        }
        draft
    }

    /// File relative to the root, for messages.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Sets a value of the municipality itself.
    pub(super) fn set(&mut self, key: &str, field: &Field) {
        put(self.document.as_table_mut(), key, field);
    }

    /// Sets a value of the row at `index`, counted from 0 in the editor's order.
    pub(super) fn set_in_row(
        &mut self,
        index: usize,
        key: &str,
        field: &Field,
    ) -> Result<(), Error> {
        if let Some(row) = self.rows()?.get_mut(index) {
            put(row, key, field);
        }
        Ok(())
    }

    /// Adds a row after the others.
    pub(super) fn push(&mut self, row: &Listing) -> Result<(), Error> {
        let mut table = Table::new();
        for (key, field) in fields_of(row) {
            put(&mut table, key, &field);
        }
        // Comments below the last row stay below it: they would otherwise end up under the new one.
        let trailing = self
            .document
            .trailing()
            .as_str()
            .unwrap_or_default()
            .to_owned();
        self.document.set_trailing("");
        table.decor_mut().set_prefix(format!("{trailing}\n"));
        self.rows()?.push(table);
        Ok(())
    }

    fn rows(&mut self) -> Result<&mut ArrayOfTables, Error> {
        let rows = self.document.entry("strategier").or_insert(Item::None);
        if rows.is_none() || rows.as_array().is_some_and(toml_edit::Array::is_empty) {
            *rows = Item::ArrayOfTables(ArrayOfTables::new());
        }
        rows.as_array_of_tables_mut()
            .ok_or_else(|| Error::InlineRows {
                file: self.file.clone(),
            })
    }

    /// The whole file as it will be written.
    fn text(&self) -> String {
        let mut toml = self.document.to_string();
        if self.crlf {
            toml = toml.replace('\n', "\r\n");
        }
        [self.head.as_str(), &toml, &self.tail, &self.body].concat()
    }

    /// The change to be written; `None` where nothing differs from what is on disk.
    fn change(&self) -> Result<Option<write::Change>, Error> {
        let text = self.text();
        if self.before.as_ref() == Some(&text) {
            return Ok(None);
        }
        let read = municipality::read(&self.file, &self.slug, &text);
        if !read.problems.is_empty() {
            return Err(Error::Broken(read.problems));
        }
        let path = self.path.clone();
        Ok(Some(write::Change { path, text }))
    }

    /// Writes the file where it differs from what is on disk.
    pub(super) fn save(&self) -> Result<(), Error> {
        Self::save_all([self], None)
    }

    /// Writes every file that differs from what is on disk, and one more, or none of them.
    pub(super) fn save_all<'d>(
        drafts: impl IntoIterator<Item = &'d Self>,
        more: Option<write::Change>,
    ) -> Result<(), Error> {
        let mut changes = Vec::new();
        for draft in drafts {
            changes.extend(draft.change()?);
        }
        changes.extend(more);
        write::all(changes)
    }
}

/// Keys of a row in the order of the contract, with the values that are there.
pub(super) fn fields_of(row: &Listing) -> Vec<(&'static str, Field)> {
    let text = |key, value: &Option<String>| value.clone().map(|v| (key, Field::Text(v)));
    let tema = (!row.tema.is_empty()).then(|| ("tema", Field::Texts(row.tema.clone())));
    [
        text("titel", &row.titel),
        text("form", &row.form),
        text("periode", &row.periode),
        text("link", &row.link),
        text("linktekst", &row.linktekst),
        text("dokument", &row.dokument),
        row.bekraeftet.map(|day| ("bekraeftet", Field::Day(day))),
        row.udkast.map(|flag| ("udkast", Field::Flag(flag))),
        tema,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Changes a value and keeps the comment behind it, or adds it at the end of its table.
fn put(table: &mut Table, key: &str, field: &Field) {
    let mut value = field.value();
    if let Some(old) = table.get_mut(key).and_then(Item::as_value_mut) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
    } else {
        table.insert(key, Item::Value(value));
    }
}

fn unreadable(file: &str, line: u32, error: &toml_edit::TomlError) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        key: None,
        message: error.message().to_owned(),
        hint: None,
    }
}

/// The error for a municipality without a file, with the nearest that has one.
fn unknown_municipality(root: &Path, slug: &str) -> Error {
    let entries = fs::read_dir(root.join(MUNICIPALITIES))
        .into_iter()
        .flatten();
    let names: Vec<String> = entries
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter_map(|n| n.strip_suffix(".md").map(str::to_owned))
        .collect();
    Error::Unknown {
        what: format!("municipality \"{slug}\""),
        nearest: nearest(slug, names.iter().map(String::as_str)).map(str::to_owned),
    }
}
