//! Rows of a list + the rows a municipality has → which belongs to which. From the certain to the
//! likely, one to one: what is paired in an early round is out of the later ones. Refuses to pair
//! two stated periods that differ, since a new period is a new edition.

use std::collections::BTreeSet;

use url::Url;

use crate::model::listing::Listing;

/// For each row of the list, the index of the row it belongs to; `None`: it is a new one.
fn pair(have: &[Listing], list: &[Listing]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; list.len()];
    let mut taken = vec![false; have.len()];
    for round in ROUNDS {
        for (at, row) in list.iter().enumerate() {
            if pairs[at].is_some() {
                continue;
            }
            let mut fits = (0..have.len()).filter(|&i| !taken[i] && (round.fits)(&have[i], row));
            let found = fits.next();
            if round.alone && fits.next().is_some() {
                continue;
            }
            if let Some(i) = found {
                taken[i] = true;
                pairs[at] = Some(i);
            }
        }
    }
    pairs
}

/// What a row of the list is to the rows that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// It belongs to the row at this index.
    Row(usize),
    /// It says what it said at the last import, and an editor has since taken the row out or made
    /// another of it.
    Settled,
    /// It is new.
    New,
}

/// Pairs by way of the last import, so that a row is known again although an editor has changed its
/// period or the list its link; for the rest directly. Also gives each row's index in the last import.
pub(super) fn through(
    base: &[Listing],
    have: &[Listing],
    list: &[Listing],
) -> Vec<(Match, Option<usize>)> {
    let was = pair(base, list);
    let mut now = vec![None; base.len()];
    for (index, base) in pair(base, have).into_iter().enumerate() {
        if let Some(base) = base {
            now[base] = Some(index);
        }
    }
    let mut out: Vec<(Match, Option<usize>)> = was
        .iter()
        .zip(list)
        .map(|(was, row)| match was {
            Some(b) => match now[*b] {
                Some(index) => (Match::Row(index), Some(*b)),
                None if identical(&base[*b], row) => (Match::Settled, Some(*b)),
                None => (Match::New, None),
            },
            None => (Match::New, None),
        })
        .collect();
    let taken: BTreeSet<usize> = now.into_iter().flatten().collect();
    let free: Vec<usize> = (0..have.len()).filter(|i| !taken.contains(i)).collect();
    let open: Vec<usize> = (0..list.len())
        .filter(|&i| out[i].0 == Match::New)
        .collect();
    let rows = |of: &[Listing], at: &[usize]| at.iter().map(|&i| of[i].clone()).collect::<Vec<_>>();
    for (at, found) in pair(&rows(have, &free), &rows(list, &open))
        .into_iter()
        .enumerate()
    {
        if let Some(index) = found {
            out[open[at]].0 = Match::Row(free[index]);
        }
    }
    out
}

struct Round {
    fits: fn(&Listing, &Listing) -> bool,
    /// Whether it must be the only one that fits.
    alone: bool,
}

const fn certain(fits: fn(&Listing, &Listing) -> bool) -> Round {
    Round { fits, alone: false }
}

const fn likely(fits: fn(&Listing, &Listing) -> bool) -> Round {
    Round { fits, alone: true }
}

const ROUNDS: [Round; 8] = [
    certain(identical),
    certain(|a, b| same_link(a, b) && same_edition(a, b)),
    certain(|a, b| same_link(a, b) && period_filled_in(a, b)),
    certain(same_link),
    certain(same_text),
    certain(same_edition),
    likely(other_link),
    likely(period_filled_in),
];

/// Every column that tells rows apart says the same.
pub(super) fn identical(a: &Listing, b: &Listing) -> bool {
    let columns = |r: &Listing| {
        [
            &r.titel,
            &r.form,
            &r.periode,
            &r.link,
            &r.linktekst,
            &r.dokument,
        ]
        .map(|c| said(c).map(str::to_owned))
    };
    columns(a) == columns(b)
}

fn same_link(a: &Listing, b: &Listing) -> bool {
    let links = said(&a.link).zip(said(&b.link));
    links.is_some_and(|(x, y)| x == y || Url::parse(x).is_ok_and(|x| Url::parse(y) == Ok(x)))
}

fn same_text(a: &Listing, b: &Listing) -> bool {
    same_edition(a, b) && stated(&a.linktekst).is_some() && said(&a.linktekst) == said(&b.linktekst)
}

fn same_edition(a: &Listing, b: &Listing) -> bool {
    other_link(a, b) && links_agree(a, b)
}

fn other_link(a: &Listing, b: &Listing) -> bool {
    same_form(a, b) && stated(&a.periode) == stated(&b.periode)
}

fn period_filled_in(a: &Listing, b: &Listing) -> bool {
    same_form(a, b) && agree(&a.periode, &b.periode) && links_agree(a, b)
}

fn links_agree(a: &Listing, b: &Listing) -> bool {
    agree(&a.link, &b.link) || same_link(a, b)
}

fn same_form(a: &Listing, b: &Listing) -> bool {
    let form = |r: &Listing| said(&r.form).map(str::to_lowercase);
    form(a) == form(b) && agree(&a.titel, &b.titel) && agree(&a.dokument, &b.dokument)
}

/// Neither says something else than the other.
fn agree(a: &Option<String>, b: &Option<String>) -> bool {
    match (stated(a), stated(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// A value without blanks around it.
pub(super) fn said(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|v| !v.is_empty())
}

/// A value that says something: KL's dash does not.
pub(super) fn stated(value: &Option<String>) -> Option<&str> {
    said(value).filter(|v| v.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(form: &str, periode: &str, link: &str) -> Listing {
        let some = |v: &str| Some(v.to_owned()).filter(|v| !v.is_empty());
        Listing {
            form: some(form),
            periode: some(periode),
            link: some(link),
            ..Listing::default()
        }
    }

    #[test]
    fn a_new_period_is_a_new_edition() {
        let have = [row("Digitaliseringsstrategi", "2019-2022", "")];
        let list = [row("Digitaliseringsstrategi", "2023-2026", "")];
        assert_eq!(pair(&have, &list), [None]);
    }

    #[test]
    fn a_link_tells_more_than_a_period() {
        let have = [
            row("A", "2019", "https://x.dk/1"),
            row("A", "2020", "https://x.dk/2"),
        ];
        let list = [
            row("A", "2019", "https://X.dk/2"),
            row("B", "2019-2022", "https://x.dk/1"),
        ];
        assert_eq!(pair(&have, &list), [Some(1), Some(0)]);
    }

    #[test]
    fn what_was_not_stated_is_filled_in() {
        let have = [row("A", "-", ""), row("B", "2021", "https://x.dk/b")];
        let list = [
            row("B", "2021", ""),
            row("a", "2019-2022", "https://x.dk/a"),
        ];
        assert_eq!(pair(&have, &list), [Some(1), Some(0)]);
    }

    #[test]
    fn the_last_import_tells_rows_apart_that_have_nothing_else_in_common() {
        let base = [
            row("A", "2019", "https://x.dk/1"),
            row("B", "2021", "https://x.dk/b"),
            row("C", "2022", ""),
        ];
        // An editor changed A's period, and took C out.
        let have = [
            row("A", "2019-2025", "https://x.dk/1"),
            row("B", "2021", "https://x.dk/b"),
        ];
        let list = [
            row("A", "2019", "https://x.dk/ny"),
            row("C", "2022", ""),
            row("D", "2026", ""),
        ];
        let found: Vec<Match> = through(&base, &have, &list).iter().map(|m| m.0).collect();
        assert_eq!(found, [Match::Row(0), Match::Settled, Match::New]);
        let found: Vec<Match> = through(&[], &have, &list).iter().map(|m| m.0).collect();
        assert_eq!(found, [Match::New, Match::New, Match::New]);
    }

    #[test]
    fn two_rows_never_share_one() {
        let have = [row("A", "2021", "https://x.dk/1")];
        let list = [
            row("A", "2021", "https://x.dk/1"),
            row("A", "2021", "https://x.dk/2"),
        ];
        assert_eq!(pair(&have, &list), [Some(0), None]);
    }
}
