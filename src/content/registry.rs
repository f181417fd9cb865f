//! The 98 Danish municipalities (public registry facts: kommunekode, name, region, inhabitants
//! 2020, website, Statistics Denmark's group), which stand behind `import` when a link list names a
//! municipality that has no file yet. Refuses to know anything beyond the registry.

use super::draft::Field;

/// A row of a registry: what is known of a municipality beside its strategies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Registry {
    /// Line of the table it stands on.
    pub(super) line: u32,
    /// Kommunekode.
    pub(super) kode: u16,
    /// Name without "Kommune".
    pub(super) navn: String,
    /// Region without "Region"; empty where the table does not say.
    pub(super) region: String,
    /// Inhabitants.
    pub(super) indbyggere: Option<u32>,
    /// Website as a whole address.
    pub(super) hjemmeside: Option<String>,
    /// Group; empty where the table does not say.
    pub(super) kommunegruppe: String,
}

impl Registry {
    /// Keys of a municipality's file in the order of the contract, with the values that are known.
    pub(super) fn fields(&self) -> Vec<(&'static str, Field)> {
        let text =
            |key, value: &str| (!value.is_empty()).then(|| (key, Field::Text(value.to_owned())));
        [
            Some(("kode", Field::Number(self.kode.into()))),
            text("navn", &self.navn),
            text("region", &self.region),
            self.indbyggere
                .map(|n| ("indbyggere", Field::Number(n.into()))),
            text("hjemmeside", self.hjemmeside.as_deref().unwrap_or_default()),
            text("kommunegruppe", &self.kommunegruppe),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A website as a whole address. Registries write the bare name, and a municipality's site answers
/// under `www.` where that is all they say.
pub(super) fn website(cell: &str) -> Option<String> {
    let cell = cell.trim();
    if cell.is_empty() || cell.contains("://") {
        return (!cell.is_empty()).then(|| cell.to_owned());
    }
    let www = if cell.trim_end_matches('/').matches('.').count() == 1 && !cell.contains('/') {
        "www."
    } else {
        ""
    };
    let slash = if cell.contains('/') { "" } else { "/" };
    Some(format!("https://{www}{cell}{slash}"))
}

/// The registry that is built in.
pub(super) fn built_in() -> Vec<Registry> {
    let rows = include_str!("registry.csv").lines().skip(1);
    (2..)
        .zip(rows)
        .filter_map(|(line, row)| parse(line, row))
        .collect()
}

fn parse(line: u32, row: &str) -> Option<Registry> {
    let cells: Vec<&str> = row.split(';').collect();
    let &[kode, navn, region, indbyggere, hjemmeside, kommunegruppe] = cells.as_slice() else {
        return None;
    };
    Some(Registry {
        line,
        kode: kode.parse().ok()?,
        navn: navn.to_owned(),
        region: region.to_owned(),
        indbyggere: indbyggere.parse().ok(),
        hjemmeside: website(hjemmeside),
        kommunegruppe: kommunegruppe.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_98_are_known() {
        let all = built_in();
        assert_eq!(all.len(), 98);
        let roedovre = all.iter().find(|r| r.kode == 175).expect("Rødovre");
        assert_eq!(roedovre.hjemmeside.as_deref(), Some("https://www.rk.dk/"));
    }

    #[test]
    fn websites_become_whole_addresses() {
        assert_eq!(website("kk.dk").as_deref(), Some("https://www.kk.dk/"));
        assert_eq!(website("http://kk.dk").as_deref(), Some("http://kk.dk"));
        assert_eq!(website("a.kk.dk/x").as_deref(), Some("https://a.kk.dk/x"));
        assert_eq!(website(" "), None);
    }
}
