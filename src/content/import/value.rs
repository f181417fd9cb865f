//! One row in three versions (last import, editor's file, list) → the values that differ, and whose
//! word each is.

use url::Url;

use super::pair::{said, stated};
use crate::content::draft::Field;
use crate::model::listing::Listing;

/// Who has changed a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// The list alone: its value is taken.
    List {
        /// The value before, empty where there was none.
        old: String,
        /// The list's.
        new: Field,
    },
    /// An editor alone: the value stays.
    Editor {
        /// The editor's.
        ours: String,
        /// What the list still says.
        theirs: Field,
    },
    /// Both, or nobody knows.
    Both {
        /// The editor's.
        ours: String,
        /// The list's.
        theirs: Field,
    },
}

/// The values in which a row of the list differs from the editor's row.
pub(super) fn compare(
    was: Option<&Listing>,
    have: &Listing,
    row: &Listing,
) -> Vec<(&'static str, Said)> {
    let mut out = Vec::new();
    for (key, value) in TEXTS {
        let Some(new) = stated(value(row)) else {
            continue;
        };
        let old = said(value(have)).unwrap_or_default();
        if old == new || (key == "link" && same_address(old, new)) {
            continue;
        }
        let before = was.map(|was| said(value(was)).unwrap_or_default());
        let says = Says {
            before,
            old,
            new,
            is_open: stated(value(have)).is_none(),
        };
        out.push((key, says.weigh(Field::Text(new.to_owned()))));
    }
    if let Some(day) = row.bekraeftet.filter(|&day| have.bekraeftet != Some(day)) {
        let text = |row: &Listing| row.bekraeftet.map(|d| d.to_string()).unwrap_or_default();
        out.push(("bekraeftet", weigh(was, have, row, text, Field::Day(day))));
    }
    if let Some(flag) = row.udkast.filter(|&flag| have.udkast != Some(flag)) {
        let text = |row: &Listing| row.udkast.map(|f| f.to_string()).unwrap_or_default();
        out.push(("udkast", weigh(was, have, row, text, Field::Flag(flag))));
    }
    let in_list = |list: &[String], id: &String| list.iter().any(|t| t.trim() == id);
    let is_new =
        |id: &&String| !in_list(&have.tema, id) && was.is_none_or(|was| !in_list(&was.tema, id));
    let more: Vec<String> = row.tema.iter().filter(is_new).cloned().collect();
    if !more.is_empty() {
        // Themes add up; neither side's word is lost.
        let all = have.tema.iter().cloned().chain(more).collect();
        let old = have.tema.join(", ");
        let new = Field::Texts(all);
        out.push(("tema", Said::List { old, new }));
    }
    out
}

type Value = fn(&Listing) -> &Option<String>;

const TEXTS: [(&str, Value); 6] = [
    ("titel", |r| &r.titel),
    ("form", |r| &r.form),
    ("periode", |r| &r.periode),
    ("link", |r| &r.link),
    ("linktekst", |r| &r.linktekst),
    ("dokument", |r| &r.dokument),
];

fn weigh(
    was: Option<&Listing>,
    have: &Listing,
    row: &Listing,
    text: impl Fn(&Listing) -> String,
    field: Field,
) -> Said {
    let (before, old, new) = (was.map(&text), text(have), text(row));
    let says = Says {
        before: before.as_deref(),
        old: &old,
        new: &new,
        is_open: old.is_empty(),
    };
    says.weigh(field)
}

/// A value in its three versions; old and new differ.
struct Says<'a> {
    /// `None`: the row was not in the last import.
    before: Option<&'a str>,
    old: &'a str,
    new: &'a str,
    /// Whether the editor's row says nothing.
    is_open: bool,
}

impl Says<'_> {
    fn weigh(&self, field: Field) -> Said {
        let ours = self.old.to_owned();
        match self.before {
            Some(before) if before == self.new => Said::Editor {
                ours,
                theirs: field,
            },
            Some(before) if before == self.old => Said::List {
                old: ours,
                new: field,
            },
            _ if self.is_open => Said::List {
                old: ours,
                new: field,
            },
            _ => Said::Both {
                ours,
                theirs: field,
            },
        }
    }
}

fn same_address(a: &str, b: &str) -> bool {
    Url::parse(a).is_ok_and(|a| Url::parse(b) == Ok(a))
}
