//! Periods → what ends next. Refuses what has been replaced, what is only a draft and what never
//! said when it ends.

use serde::Serialize;

use crate::model::Date;
use crate::model::catalogue::{Catalogue, RowKey};
use crate::model::form::Form;
use crate::render::routes;

/// A strategy that applies and states its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expiry {
    /// The last day it applies.
    pub date: Date,
    /// Whole months from the catalogue's day until then; 0 in the last month.
    pub months: i32,
    /// Which row.
    pub key: RowKey,
    /// Name of the municipality.
    pub navn: String,
    /// Title of the strategy.
    pub title: String,
    /// The strategy's address, relative to the site's root.
    pub address: String,
}

/// Every strategy that applies and states its end, soonest first; on one day by municipality.
pub fn expiring(catalogue: &Catalogue) -> Vec<Expiry> {
    let mut out: Vec<Expiry> = catalogue
        .strategies
        .iter()
        .filter(|row| {
            row.status.applies() && !row.is_superseded() && row.form != Form::NotAStrategy
        })
        .filter_map(|row| {
            // Confirmed after its end: it applies, but nobody knows until when.
            let date = row.period.end().filter(|end| *end >= catalogue.as_of)?;
            Some(Expiry {
                date,
                months: months_until(catalogue.as_of, date),
                key: row.key.clone(),
                navn: catalogue
                    .municipality(&row.key.kommune)
                    .map_or_else(|| row.key.kommune.clone(), |m| m.navn.clone()),
                title: row.title.clone(),
                address: routes::strategy(&row.key),
            })
        })
        .collect();
    out.sort_by(|a, b| (a.date, &a.key).cmp(&(b.date, &b.key)));
    out
}

fn months_until(from: Date, to: Date) -> i32 {
    from.until((jiff::Unit::Month, to))
        .map_or(0, |span| span.get_months())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn what_applies_and_ends_is_listed_with_the_months_left() {
        let next = expiring(&sample::five());
        let told: Vec<(String, i32)> = next.iter().map(|e| (e.key.to_string(), e.months)).collect();
        assert_eq!(told, [("roedovre/strategi-2024-2027".to_owned(), 13)]);
        assert_eq!(next[0].date.to_string(), "2027-12-31");
    }
}
