//! Rows of cells → rows of a registry or a link list. A cell that is not what its column holds is
//! a warning, and the rest of its row still counts.

use super::table::Table;
use crate::content::registry::{self, Registry};
use crate::model::listing::Listing;
use crate::model::outcome::Warning;

/// A row of a link list.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Line of the list.
    pub(super) line: u32,
    /// The municipality in the list's words.
    pub(super) kommune: String,
    /// What the row says; `slug` and `line` are not set.
    pub(super) row: Listing,
}

/// The rows of a registry.
pub(super) fn registry(table: &Table, warnings: &mut Vec<Warning>) -> Vec<Registry> {
    let mut out = Vec::new();
    for cells in table.rows() {
        let line = cells.line();
        let cell = |column: &str| cells.get(column);
        let place = || format!("{}:{line}", table.file);
        let Some(kode) = cell("kode")
            .parse::<u16>()
            .ok()
            .filter(|k| (1..10_000).contains(k))
        else {
            let message = format!(
                "kode \"{}\" is no kommunekode; the row was left out",
                cell("kode")
            );
            warnings.push(Warning::new(place(), message).hint("write a number like 175"));
            continue;
        };
        if cell("navn").is_empty() {
            warnings.push(Warning::new(
                place(),
                "the row has no navn; it was left out",
            ));
            continue;
        }
        let digits: String = cell("indbyggere")
            .chars()
            .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}'))
            .collect();
        let indbyggere = digits.parse().ok();
        if indbyggere.is_none() && !digits.is_empty() {
            let message = format!("indbyggere \"{}\" is no whole number", cell("indbyggere"));
            warnings.push(Warning::new(place(), message));
        }
        out.push(Registry {
            line,
            kode,
            navn: cell("navn").to_owned(),
            region: cell("region").to_owned(),
            indbyggere,
            hjemmeside: registry::website(cell("hjemmeside")),
            kommunegruppe: cell("kommunegruppe").to_owned(),
        });
    }
    out
}

/// The rows of a link list.
pub(super) fn links(table: &Table, warnings: &mut Vec<Warning>) -> Vec<Link> {
    let mut out = Vec::new();
    for cells in table.rows() {
        let line = cells.line();
        let cell = |column: &str| cells.get(column);
        let text = |column| Some(cell(column).to_owned()).filter(|c| !c.is_empty());
        let mut odd = |column: &str, expected: &str| {
            let message = format!(
                "{column} \"{}\" is not {expected}; it was left out",
                cell(column)
            );
            warnings.push(Warning::new(format!("{}:{line}", table.file), message));
        };
        let bekraeftet = text("bekraeftet").and_then(|day| {
            let day = day.parse().ok();
            if day.is_none() {
                odd("bekraeftet", "a date like 2026-05-01");
            }
            day
        });
        let udkast = text("udkast").and_then(|flag| match flag.to_lowercase().as_str() {
            "ja" | "true" | "sand" | "1" => Some(true),
            "nej" | "false" | "falsk" | "0" => Some(false),
            _ => {
                odd("udkast", "ja or nej");
                None
            }
        });
        let tema = cell("tema").split(',').map(str::trim);
        out.push(Link {
            line,
            kommune: cell("kommune").to_owned(),
            row: Listing {
                titel: text("titel"),
                form: text("form"),
                periode: text("periode"),
                link: text("link"),
                linktekst: text("linktekst"),
                dokument: text("dokument"),
                bekraeftet,
                udkast,
                tema: tema.filter(|t| !t.is_empty()).map(str::to_owned).collect(),
                ..Listing::default()
            },
        });
    }
    out
}
