//! The years a strategy is meant for, and the vocabulary in which lists and documents state them.

use serde::{Deserialize, Serialize};

use super::Date;

/// How a period was stated. Serialised as in the contract.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// Two years: `2019-2022`.
    Range,
    /// A beginning: `Fra 2017`, `2018-`.
    From,
    /// An end: `Frem til 2025`.
    Until,
    /// One year: `2021`.
    Single,
    /// The year it was adopted: `Godkendt 2019`.
    Approved,
    /// Not stated.
    #[default]
    None,
}

/// A period in calendar years, both ends included.
///
/// `Until` has only `to`; `From`, `Single` and `Approved` have only `from`; `Range` has both.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Period {
    /// First year.
    pub from: Option<i16>,
    /// Last year, included.
    pub to: Option<i16>,
    /// How it was stated.
    pub kind: PeriodKind,
}

impl Period {
    /// Nothing stated.
    pub const NONE: Self = Self {
        from: None,
        to: None,
        kind: PeriodKind::None,
    };

    /// From the first year to the last, both included.
    pub const fn range(from: i16, to: i16) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
            kind: PeriodKind::Range,
        }
    }

    /// From a year on.
    pub const fn from_year(from: i16) -> Self {
        Self {
            from: Some(from),
            to: None,
            kind: PeriodKind::From,
        }
    }

    /// Until a year, included.
    pub const fn until(to: i16) -> Self {
        Self {
            from: None,
            to: Some(to),
            kind: PeriodKind::Until,
        }
    }

    /// A single year, without saying whether it begins or ends there.
    pub const fn single(year: i16) -> Self {
        Self {
            from: Some(year),
            to: None,
            kind: PeriodKind::Single,
        }
    }

    /// The year it was adopted.
    pub const fn approved(year: i16) -> Self {
        Self {
            from: Some(year),
            to: None,
            kind: PeriodKind::Approved,
        }
    }

    /// Reads a value of the link list. `Some(NONE)` for an empty value or a dash; `None` where the
    /// value is not understood, so that the editor can be told.
    ///
    /// ```
    /// # use strategikatalog::model::period::Period;
    /// assert_eq!(Period::from_list("2018-"), Some(Period::from_year(2018)));
    /// assert_eq!(Period::from_list("Frem til 2025"), Some(Period::until(2025)));
    /// assert_eq!(Period::from_list("om lidt"), None);
    /// ```
    pub fn from_list(value: &str) -> Option<Self> {
        let value = value.trim();
        if value.is_empty() || is_dash(value) {
            return Some(Self::NONE);
        }
        let lower = value.to_lowercase();
        let years = years_in(&lower)?;
        let starts = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
        match years.as_slice() {
            [year] if starts(&["frem til", "frem mod", "til", "indtil", "senest"]) => {
                Some(Self::until(*year))
            }
            [year] if starts(&["fra", "siden", "efter"]) => Some(Self::from_year(*year)),
            [year] if starts(&["godkendt", "vedtaget"]) => Some(Self::approved(*year)),
            [year] if lower.starts_with(is_dash_char) => Some(Self::until(*year)),
            [year] if lower.ends_with(is_dash_char) => Some(Self::from_year(*year)),
            [year] if lower.chars().all(|c| c.is_ascii_digit()) => Some(Self::single(*year)),
            [from, to] if from <= to => Some(Self::range(*from, *to)),
            _ => None,
        }
    }

    /// Whether nothing is stated.
    pub fn is_none(&self) -> bool {
        self.kind == PeriodKind::None
    }

    /// The year the period ends with, where one is stated. A single year ends with itself.
    pub fn last_year(&self) -> Option<i16> {
        match self.kind {
            PeriodKind::Range | PeriodKind::Until => self.to,
            PeriodKind::Single => self.from,
            PeriodKind::From | PeriodKind::Approved | PeriodKind::None => None,
        }
    }

    /// The year that places it among other editions: its first year, else its last.
    pub fn start_year(&self) -> Option<i16> {
        self.from.or(self.to)
    }

    /// The last day of the period, where an end is stated.
    pub fn end(&self) -> Option<Date> {
        self.last_year().and_then(|y| Date::new(y, 12, 31).ok())
    }

    /// The first day of the period, where a beginning is stated.
    pub fn start(&self) -> Option<Date> {
        self.from.and_then(|y| Date::new(y, 1, 1).ok())
    }

    /// The value as the list writes it; [`from_list`](Self::from_list) reads it back.
    pub fn to_list(&self) -> String {
        match (self.kind, self.from, self.to) {
            (PeriodKind::Range, Some(from), Some(to)) => format!("{from}-{to}"),
            (PeriodKind::From, Some(from), _) => format!("Fra {from}"),
            (PeriodKind::Until, _, Some(to)) => format!("Frem til {to}"),
            (PeriodKind::Single, Some(year), _) => year.to_string(),
            (PeriodKind::Approved, Some(year), _) => format!("Godkendt {year}"),
            _ => "-".to_owned(),
        }
    }

    /// How a Danish reader is shown the period: `2019–2022`, `fra 2017`, `ikke oplyst`.
    pub fn label(&self) -> String {
        match (self.kind, self.from, self.to) {
            (PeriodKind::Range, Some(from), Some(to)) => format!("{from}–{to}"),
            (PeriodKind::From, Some(from), _) => format!("fra {from}"),
            (PeriodKind::Until, _, Some(to)) => format!("frem til {to}"),
            (PeriodKind::Single, Some(year), _) => year.to_string(),
            (PeriodKind::Approved, Some(year), _) => format!("godkendt {year}"),
            _ => "ikke oplyst".to_owned(),
        }
    }
}

/// Years 1990 to 2099 in a short value; a second year of two digits takes the first's century.
/// `None` where other digits stand in it.
fn years_in(value: &str) -> Option<Vec<i16>> {
    let mut years: Vec<i16> = Vec::new();
    for digits in value
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| !d.is_empty())
    {
        let number: i16 = digits.parse().ok()?;
        match (digits.len(), years.first()) {
            (4, _) if (1990..=2099).contains(&number) => years.push(number),
            (2, Some(first)) => years.push(first - first % 100 + number),
            _ => return None,
        }
    }
    (!years.is_empty()).then_some(years)
}

fn is_dash(value: &str) -> bool {
    value.chars().all(is_dash_char)
}

fn is_dash_char(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_kls_list_is_understood() {
        for (value, period) in [
            ("2019-2023", Period::range(2019, 2023)),
            ("2014-16", Period::range(2014, 2016)),
            ("2021 – 2025", Period::range(2021, 2025)),
            ("-", Period::NONE),
            ("", Period::NONE),
            ("Fra 2017", Period::from_year(2017)),
            ("2018-", Period::from_year(2018)),
            ("Godkendt 2019", Period::approved(2019)),
            ("Frem til 2025", Period::until(2025)),
            ("2021", Period::single(2021)),
        ] {
            assert_eq!(Period::from_list(value), Some(period), "{value}");
            assert_eq!(
                Period::from_list(&period.to_list()),
                Some(period),
                "{value}"
            );
        }
    }

    #[test]
    fn nonsense_is_not_guessed_at() {
        for value in [
            "snart",
            "2025-2019",
            "12",
            "2019-2022-2025",
            "19-22",
            "år 1066",
        ] {
            assert_eq!(Period::from_list(value), None, "{value}");
        }
    }

    #[test]
    fn a_range_ends_on_the_last_day_of_its_last_year() {
        let end = Period::range(2019, 2022).end().expect("a range ends");
        assert_eq!(end.to_string(), "2022-12-31");
        assert_eq!(Period::approved(2019).end(), None);
    }
}
