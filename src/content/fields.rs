//! TOML text → typed values, one key at a time. Every fault is kept with file, line and key, so
//! that an editor sees all of them at once; a key that nobody asked for is a fault too, since a
//! misspelt key would otherwise lose its value in silence.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Problem, nearest};
use crate::model::Date;

/// A TOML text with its place in a file, collecting what is wrong with it.
pub(super) struct Source<'a> {
    file: &'a str,
    toml: &'a str,
    first_line: u32,
    /// Faults so far.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Source<'a> {
    /// `first_line` is the line of the file that `toml` begins on.
    pub(super) fn new(file: &'a str, toml: &'a str, first_line: u32) -> Self {
        Self {
            file,
            toml,
            first_line,
            problems: Vec::new(),
        }
    }

    /// Parses the whole text; syntax errors become problems and the readable rest is returned.
    pub(super) fn parse(&mut self) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(self.toml);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let written = line_at(self.toml, at);
            let (message, hint) = explain(written, error.message());
            self.problem(self.line(at), key_of(written), message, hint);
        }
        table.into_inner()
    }

    /// The line of the file on which a byte of the TOML stands.
    pub(super) fn line(&self, at: usize) -> u32 {
        let before = self.toml.as_bytes().iter().take(at);
        let breaks = before.filter(|&&b| b == b'\n').count();
        self.first_line + u32::try_from(breaks).unwrap_or(u32::MAX - self.first_line)
    }

    /// Keeps a fault.
    pub(super) fn problem(
        &mut self,
        line: u32,
        key: Option<String>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            key,
            message: message.into(),
            hint,
        });
    }
}

/// One table of a source, read key by key.
pub(super) struct Fields<'s, 'a> {
    source: &'s mut Source<'a>,
    table: &'s DeTable<'a>,
    /// Line to name where a key is missing.
    line: u32,
    asked: Vec<&'static str>,
}

impl<'s, 'a> Fields<'s, 'a> {
    /// Reads `table`, which begins on `line` of the file.
    pub(super) fn new(source: &'s mut Source<'a>, table: &'s DeTable<'a>, line: u32) -> Self {
        Self {
            source,
            table,
            line,
            asked: Vec::new(),
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'s Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// The line a key stands on, or the table's.
    pub(super) fn line_of(&self, key: &str) -> u32 {
        let at = self.table.get(key).map(|v| v.span().start);
        at.map_or(self.line, |at| self.source.line(at))
    }

    fn wrong(&mut self, key: &str, span: &Range<usize>, expected: &str, value: &DeValue<'_>) {
        let line = self.source.line(span.start);
        let found = article(value.type_str());
        let raw = self.source.toml.get(span.clone()).unwrap_or_default();
        self.source.problem(
            line,
            Some(key.to_owned()),
            format!("expected {expected}, found {found}"),
            correction(key, expected, value, raw),
        );
    }

    /// Keeps a fault of a key whose type was right.
    pub(super) fn refuse(&mut self, key: &str, message: String, hint: Option<String>) {
        let line = self.line_of(key);
        self.source
            .problem(line, Some(key.to_owned()), message, hint);
    }

    /// A text; `None` where it is absent or wrong.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.clone().into_owned()),
            other => {
                self.wrong(key, &value.span(), "a text in quotes", other);
                None
            }
        }
    }

    /// A text that must be there and say something.
    pub(super) fn required_text(&mut self, key: &'static str, example: &str) -> String {
        let present = self.table.get(key).is_some();
        let text = self.text(key).unwrap_or_default();
        if !present {
            let near = self.typo_of(key);
            self.missing(key, example, near.as_deref());
        } else if text.trim().is_empty()
            && matches!(self.table.get(key), Some(v) if v.get_ref().is_str())
        {
            self.refuse(key, "is empty".to_owned(), Some(format!("write {example}")));
        }
        text
    }

    fn missing(&mut self, key: &'static str, example: &str, near: Option<&str>) {
        // A misspelt key is reported once, where it stands.
        if near.is_none() {
            let line = self.line;
            self.source.problem(
                line,
                Some(key.to_owned()),
                "is missing",
                Some(format!("write {example}")),
            );
        }
    }

    fn typo_of(&self, key: &str) -> Option<String> {
        let keys = self.table.keys().map(|k| k.get_ref().as_ref());
        nearest(key, keys).map(str::to_owned)
    }

    /// A whole number within bounds; `None` where it is absent or wrong.
    pub(super) fn number(&mut self, key: &'static str, bounds: Range<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong(key, &value.span(), "a whole number", value.get_ref());
            return None;
        };
        let digits = integer.as_str().replace('_', "");
        let number = i64::from_str_radix(&digits, integer.radix()).ok();
        let number = number.filter(|n| bounds.contains(n));
        if number.is_none() {
            let message = format!(
                "{} is not a number from {} to {}",
                integer.as_str(),
                bounds.start,
                bounds.end - 1
            );
            self.refuse(key, message, None);
        }
        number
    }

    /// A number that must be there.
    pub(super) fn required_number(
        &mut self,
        key: &'static str,
        bounds: Range<i64>,
        example: &str,
    ) -> Option<i64> {
        if self.table.get(key).is_none() {
            let near = self.typo_of(key);
            self.missing(key, example, near.as_deref());
        }
        self.number(key, bounds)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, &value.span(), "true or false", value.get_ref());
        }
        flag
    }

    /// A day.
    pub(super) fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.value(key)?;
        let day = value.get_ref().as_datetime().and_then(|d| d.date);
        let Some(day) = day else {
            self.wrong(
                key,
                &value.span(),
                "a date like 2026-05-01",
                value.get_ref(),
            );
            return None;
        };
        let year = i16::try_from(day.year).ok()?;
        let month = i8::try_from(day.month).ok()?;
        Date::new(year, month, i8::try_from(day.day).ok()?).ok()
    }

    /// A list of texts, with the line of each; empty where it is absent.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<(u32, String)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, &value.span(), "a list of texts", value.get_ref());
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    out.push((
                        self.source.line(item.span().start),
                        text.clone().into_owned(),
                    ));
                }
                other => self.wrong(key, &item.span(), "texts in quotes", other),
            }
        }
        out
    }

    /// A list of tables (`[[key]]`), with the line of each.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(u32, &'s DeTable<'a>)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, &value.span(), "rows", value.get_ref());
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => out.push((self.source.line(item.span().start), table)),
                other => self.wrong(key, &item.span(), "rows", other),
            }
        }
        out
    }

    /// Reads rows under this table with the same source.
    pub(super) fn source(&mut self) -> &mut Source<'a> {
        self.source
    }

    /// Refuses every key that was not asked for.
    pub(super) fn finish(self) {
        let mut known = self.asked.clone();
        known.sort_unstable();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let line = self.source.line(key.span().start);
            let near = nearest(name, self.asked.iter().copied());
            let hint = match near {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known keys here: {}", known.join(", ")),
            };
            self.source
                .problem(line, Some(name.to_owned()), "unknown key", Some(hint));
        }
    }
}

fn article(kind: &str) -> String {
    match kind {
        "integer" => "a whole number".to_owned(),
        "float" => "a decimal number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "datetime" => "a date".to_owned(),
        "string" => "a text".to_owned(),
        "array" => "a list".to_owned(),
        other => format!("a {other}"),
    }
}

/// The value as it should have been written, where that can be known.
fn correction(key: &str, expected: &str, value: &DeValue<'_>, raw: &str) -> Option<String> {
    let short = raw.len() <= 60 && !raw.contains('\n');
    let list = matches!(value, DeValue::Array(_) | DeValue::Table(_));
    let unquoted = |text: &str| match expected {
        "a whole number" => text.parse::<i64>().is_ok(),
        "true or false" => matches!(text, "true" | "false"),
        _ => expected.starts_with("a date") && text.parse::<Date>().is_ok(),
    };
    match (expected, value) {
        ("rows", _) => Some(format!("write each row under its own [[{key}]] line")),
        ("a whole number", DeValue::Float(_)) if short => {
            // 12.345 is how a Dane writes twelve thousand.
            let digits = raw.replace(['.', '_'], "");
            let whole = digits.parse::<i64>().is_ok() && raw.rsplit('.').next()?.len() == 3;
            whole.then(|| format!("write {key} = {digits}"))
        }
        ("a list of texts", DeValue::String(_)) if short => Some(format!("write {key} = [{raw}]")),
        ("a text in quotes", _) if short && !list => Some(format!("write {key} = \"{raw}\"")),
        ("texts in quotes", _) if short && !list => Some(format!("write \"{raw}\"")),
        ("true or false", DeValue::String(_)) if !unquoted(raw.trim_matches('"')) => {
            Some(format!("write {key} = true or {key} = false"))
        }
        (_, DeValue::String(text)) if unquoted(text.trim()) => {
            Some(format!("write {key} = {} without quotes", text.trim()))
        }
        _ => None,
    }
}

/// The line of the text that a byte stands on.
fn line_at(toml: &str, at: usize) -> &str {
    let at = (0..=at.min(toml.len()))
        .rev()
        .find(|&i| toml.is_char_boundary(i))
        .unwrap_or(0);
    let start = toml[..at].rfind('\n').map_or(0, |i| i + 1);
    toml[start..].lines().next().unwrap_or_default().trim()
}

/// The key that a faulty line sets, where it looks like one.
fn key_of(line: &str) -> Option<String> {
    let key = line.split_once('=').map_or(line, |(key, _)| key).trim();
    let is_key = !key.is_empty()
        && key.len() <= 40
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    is_key.then(|| key.to_owned())
}

/// The slips that editors make, in words that help; else what the parser says.
fn explain(line: &str, said: &str) -> (String, Option<String>) {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let (key, value) = (key.trim(), value.trim());
    let bare = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{', '#']);
    let say = |message: &str, hint: String| (message.to_owned(), Some(hint));
    if said.contains("duplicate key") {
        say(
            "the key stands twice",
            format!("delete one of the {key} lines"),
        )
    } else if value.contains(['“', '”', '„', '»', '«', '’', '‘']) && bare {
        say("the quotes are not straight", "write \"…\"".to_owned())
    } else if value.is_empty() && line.contains('=') {
        say(
            "has no value",
            format!("write {key} = \"…\", or delete the line"),
        )
    } else if value.starts_with('"') && value.matches('"').count() == 1 {
        say("the text is not closed", format!("write {key} = {value}\""))
    } else if bare && !value.contains('"') {
        say(
            "the text is not in quotes",
            format!("write {key} = \"{value}\""),
        )
    } else {
        (said.replace('\n', ", "), None)
    }
}
