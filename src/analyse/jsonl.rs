//! JSON documents, one a line → profiles, one a line, in the same order. A bad line becomes
//! `{"id", "error"}` and the others are still written.

use std::io::{BufRead, Write};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Input, Lexicon, plain, profile};
use crate::model::document::Document;
use crate::model::profile::Profile;

/// A document as the contract's lines have it.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    id: serde_json::Value,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    pages: Option<Vec<PageLine>>,
}

#[derive(Debug, Deserialize)]
struct PageLine {
    number: u32,
    text: String,
}

/// What is written for a line that could not be read.
#[derive(Debug, Serialize)]
struct Failure {
    id: Option<String>,
    error: String,
}

/// Lines read before they are analysed together.
const BATCH: usize = 256;

/// Reads lines from `reader`, writes one profile a line to `writer`. Returns how many lines were
/// bad.
///
/// # Errors
///
/// Only where reading or writing itself fails; a bad line is written as such.
pub fn jsonl(
    reader: impl BufRead,
    mut writer: impl Write,
    lexicon: &Lexicon,
) -> std::io::Result<usize> {
    let mut bad = 0;
    let mut batch: Vec<String> = Vec::with_capacity(BATCH);
    let mut lines = reader.split(b'\n');
    loop {
        batch.clear();
        for line in lines.by_ref() {
            let line = String::from_utf8_lossy(&line?).trim().to_owned();
            if !line.is_empty() {
                batch.push(line);
            }
            if batch.len() == BATCH {
                break;
            }
        }
        if batch.is_empty() {
            writer.flush()?;
            return Ok(bad);
        }
        let answers: Vec<Result<Profile, Failure>> =
            batch.par_iter().map(|line| answer(line, lexicon)).collect();
        for answer in answers {
            match answer {
                Ok(profile) => serde_json::to_writer(&mut writer, &profile)?,
                Err(failure) => {
                    bad += 1;
                    serde_json::to_writer(&mut writer, &failure)?;
                }
            }
            writer.write_all(b"\n")?;
        }
    }
}

fn answer(line: &str, lexicon: &Lexicon) -> Result<Profile, Failure> {
    let parsed: Line = serde_json::from_str(line).map_err(|error| Failure {
        id: id_of(line),
        error: format!("not a document: {error}"),
    })?;
    let Some(id) = id_text(&parsed.id) else {
        return Err(Failure {
            id: None,
            error: "id is neither text nor a number".to_owned(),
        });
    };
    let document = parsed.document().map_err(|error| Failure {
        id: Some(id.clone()),
        error,
    })?;
    Ok(profile(&parsed.input(id, &document), lexicon))
}

impl Line {
    /// The document of a line.
    pub(super) fn document(&self) -> Result<Document, String> {
        let (title, heading) = (self.title.as_deref(), self.heading.as_deref());
        if let Some(pages) = &self.pages {
            let pages: Vec<(u32, &str)> =
                pages.iter().map(|p| (p.number, p.text.as_str())).collect();
            return Ok(plain::document(&pages, title, heading));
        }
        let text = self.text.as_deref().ok_or("neither text nor pages")?;
        Ok(plain::document_of(text, title, heading))
    }

    /// What the line says beside the text.
    pub(super) fn input<'a>(&self, id: String, document: &'a Document) -> Input<'a> {
        Input {
            url: self.url.clone(),
            title: self.title.clone(),
            heading: self.heading.clone(),
            ..Input::new(id, document)
        }
    }
}

fn id_text(id: &serde_json::Value) -> Option<String> {
    match id {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The id of a line that is JSON but not a document.
fn id_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    id_text(value.get("id")?)
}
