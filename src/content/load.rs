//! The folder `content/` → [`Content`]. Reads every file before it gives up, so that one run names
//! every fault; refuses to hand on a catalogue with a file that does not parse. Whether a period is
//! understood is said where content and findings meet, in
//! [`Catalogue::assemble`](crate::model::catalogue::Catalogue::assemble).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{Error, Problem, nearest};
use super::{municipality, prose, settings, subject};
use crate::model::catalogue::Content;
use crate::model::municipality::Municipality;
use crate::model::outcome::{Outcome, Warning};
use crate::model::slug::slug;
use crate::model::subject::{Subject, SubjectKind};

/// Folder of the editors' files below a catalogue's root.
pub(super) const FOLDER: &str = "content";
/// Folder of the municipalities below the root.
pub(super) const MUNICIPALITIES: &str = "content/kommuner";

/// One file as read.
struct File {
    /// Relative to the root, with forward slashes.
    place: String,
    /// Name without `.md`.
    stem: String,
    text: String,
}

/// Reads the catalogue in `root`.
///
/// # Errors
/// [`Error::Missing`] without a `content/` folder, [`Error::Broken`] with every fault in every file
/// that does not parse, [`Error::Read`] where a file cannot be opened.
pub fn load(root: &Path) -> Result<Outcome<Content>, Error> {
    if !root.join(FOLDER).is_dir() {
        return Err(Error::Missing {
            root: root.to_owned(),
        });
    }
    let mut problems = Vec::new();
    let mut oddities = Vec::new();
    let mut content = Content::default();
    let mut codes = BTreeMap::new();

    if let Some(file) = single(root, "katalog.toml", &mut problems)? {
        keep(
            settings::read(&file.place, &file.text),
            &mut problems,
            |s| content.settings = s,
        );
    }
    if let Some(file) = single(root, "synonymer.toml", &mut problems)? {
        keep(
            subject::aliases(&file.place, &file.text),
            &mut problems,
            |a| content.aliases = a,
        );
    }
    for file in folder(root, MUNICIPALITIES, &mut problems)? {
        let read = municipality::read(&file.place, &slug(&file.stem), &file.text);
        problems.extend(read.problems);
        problems.extend(twice(
            &mut codes,
            read.municipality.as_ref(),
            read.kode_line,
        ));
        oddities.extend(read.warnings);
        content.municipalities.extend(read.municipality);
    }
    for kind in SubjectKind::ALL {
        let below = format!("{FOLDER}/{}", kind.folder());
        for file in folder(root, &below, &mut problems)? {
            let read = subject::read(kind, &file.place, &file.stem, &file.text);
            keep(read, &mut problems, |s| content.subjects.push(s));
        }
    }
    for file in folder(root, &format!("{FOLDER}/sider"), &mut problems)? {
        let read = prose::read(&file.place, &slug(&file.stem), &file.text);
        keep(read, &mut problems, |p| content.prose.push(p));
    }

    if !problems.is_empty() {
        problems.sort();
        return Err(Error::Broken(problems));
    }
    oddities.extend(unknown_themes(&content));
    oddities.sort();
    content.municipalities.sort_by(|a, b| a.slug.cmp(&b.slug));
    content
        .subjects
        .sort_by(|a, b| (a.kind, a.orden, &a.id).cmp(&(b.kind, b.orden, &b.id)));
    content.prose.sort_by(|a, b| a.slug.cmp(&b.slug));
    let warnings = oddities.into_iter().map(Warning::from).collect();
    Ok(Outcome::with(content, warnings))
}

fn keep<T>(read: Result<T, Vec<Problem>>, problems: &mut Vec<Problem>, put: impl FnOnce(T)) {
    match read {
        Ok(value) => put(value),
        Err(faults) => problems.extend(faults),
    }
}

/// The fault of a second file for one municipality: the two would fight over its pages.
/// `first` holds the file of every kommunekode and address so far.
fn twice(
    first: &mut BTreeMap<String, String>,
    municipality: Option<&Municipality>,
    line: u32,
) -> Option<Problem> {
    let m = municipality?;
    let owner = |key: String| first.insert(key, m.file.clone());
    let taken = [m.kode.to_string(), m.slug.clone()].map(owner);
    let (what, other) = match taken {
        [Some(other), _] => (m.kode.to_string(), other),
        [None, Some(other)] => (format!("the address {}", m.slug), other),
        [None, None] => return None,
    };
    Some(Problem {
        file: m.file.clone(),
        line,
        key: Some("kode".to_owned()),
        message: format!("{what} is also in {other}"),
        hint: Some("every municipality has one file; correct or remove one of them".to_owned()),
    })
}

fn unknown_themes(content: &Content) -> Vec<Problem> {
    let themes: Vec<&Subject> = content
        .subjects
        .iter()
        .filter(|s| s.kind == SubjectKind::Tema)
        .collect();
    if themes.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for m in &content.municipalities {
        for (row, id) in m
            .strategier
            .iter()
            .flat_map(|r| r.tema.iter().map(move |t| (r, t)))
        {
            if themes.iter().any(|s| s.id == *id) {
                continue;
            }
            let near = nearest(id, themes.iter().map(|s| s.id.as_str()));
            out.push(Problem {
                file: m.file.clone(),
                line: row.line,
                key: Some("tema".to_owned()),
                message: format!("\"{id}\" is no theme"),
                hint: Some(near.map_or_else(
                    || "the themes are the files in content/temaer".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                )),
            });
        }
    }
    out
}

/// A file that need not be there.
fn single(root: &Path, name: &str, problems: &mut Vec<Problem>) -> Result<Option<File>, Error> {
    let path = root.join(FOLDER).join(name);
    if path.is_file() {
        read(&path, format!("{FOLDER}/{name}"), name, problems)
    } else {
        Ok(None)
    }
}

/// The Markdown files of a folder by name. A name that begins with `_` or `.` is the editor's own
/// (a template, a swap file) and is left alone.
fn folder(root: &Path, below: &str, problems: &mut Vec<Problem>) -> Result<Vec<File>, Error> {
    let path = root.join(below);
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Read { path, source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| Error::Read {
            path: path.clone(),
            source,
        })?;
        names.extend(entry.file_name().to_str().map(str::to_owned));
    }
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let Some(stem) = name.strip_suffix(".md") else {
            continue;
        };
        if stem.is_empty() || stem.starts_with(['_', '.']) {
            continue;
        }
        files.extend(read(
            &path.join(&name),
            format!("{below}/{name}"),
            stem,
            problems,
        )?);
    }
    Ok(files)
}

fn read(
    path: &Path,
    place: String,
    stem: &str,
    problems: &mut Vec<Problem>,
) -> Result<Option<File>, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(File {
            place,
            stem: stem.to_owned(),
            text,
        })),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let breaks = error.as_bytes()[..good]
                .iter()
                .filter(|&&b| b == b'\n')
                .count();
            problems.push(Problem {
                file: place,
                line: u32::try_from(breaks + 1).unwrap_or(u32::MAX),
                key: None,
                message: "the file is not UTF-8 from here".to_owned(),
                hint: Some("save it again with the encoding UTF-8".to_owned()),
            });
            Ok(None)
        }
    }
}
