//! Whether a strategy applies on a given day, from its period and what the editor confirmed.

use serde::{Deserialize, Serialize};

use super::Date;
use super::period::{Period, PeriodKind};

/// Months before the end in which a strategy counts as expiring.
pub const EXPIRING_MONTHS: i32 = 12;

/// Status on a day. Serialised as in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Applies.
    Gaeldende,
    /// Applies, and ends within twelve months.
    Udloeber,
    /// Its period has ended.
    Udloebet,
    /// Its period has not begun.
    Kommende,
    /// A draft.
    Udkast,
    /// The period does not say.
    Ukendt,
}

impl Status {
    /// Every status, in the order the site lists them.
    pub const ALL: [Self; 6] = [
        Self::Gaeldende,
        Self::Udloeber,
        Self::Udloebet,
        Self::Kommende,
        Self::Udkast,
        Self::Ukendt,
    ];

    /// Status of a strategy on `day`. A draft is a draft whatever its years. A confirmation counts
    /// for the year that follows it, and never against a period that still runs.
    pub fn on(day: Date, period: &Period, draft: bool, confirmed: Option<Date>) -> Self {
        if draft {
            return Self::Udkast;
        }
        if period.start().is_some_and(|start| day < start) {
            return Self::Kommende;
        }
        let in_force = match (period.end(), period.kind) {
            (Some(end), _) if day > end => Self::Udloebet,
            (Some(end), _) if day > months_before(end, EXPIRING_MONTHS) => Self::Udloeber,
            (Some(_), _) | (None, PeriodKind::From) => Self::Gaeldende,
            (None, _) => Self::Ukendt,
        };
        match (in_force, confirmed) {
            (Self::Udloebet | Self::Ukendt, Some(seen)) if still_fresh(seen, day) => {
                Self::Gaeldende
            }
            (status, _) => status,
        }
    }

    /// The contract's identifier, as serialised.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gaeldende => "gaeldende",
            Self::Udloeber => "udloeber",
            Self::Udloebet => "udloebet",
            Self::Kommende => "kommende",
            Self::Udkast => "udkast",
            Self::Ukendt => "ukendt",
        }
    }

    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gaeldende => "Gældende",
            Self::Udloeber => "Udløber inden 12 måneder",
            Self::Udloebet => "Udløbet",
            Self::Kommende => "Kommende",
            Self::Udkast => "Udkast",
            Self::Ukendt => "Ukendt periode",
        }
    }

    /// Whether it applies today.
    pub fn applies(self) -> bool {
        matches!(self, Self::Gaeldende | Self::Udloeber)
    }
}

fn months_before(day: Date, months: i32) -> Date {
    day.checked_sub(jiff::Span::new().months(months))
        .unwrap_or(Date::MIN)
}

fn still_fresh(seen: Date, day: Date) -> bool {
    seen <= day && seen > months_before(day, EXPIRING_MONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_range_expires_after_its_last_day() {
        let period = Period::range(2019, 2022);
        let on = |text| Status::on(day(text), &period, false, None);
        assert_eq!(on("2018-12-31"), Status::Kommende);
        assert_eq!(on("2021-12-31"), Status::Gaeldende);
        assert_eq!(on("2022-01-01"), Status::Udloeber);
        assert_eq!(on("2022-12-31"), Status::Udloeber);
        assert_eq!(on("2023-01-01"), Status::Udloebet);
    }

    #[test]
    fn an_open_end_applies_and_an_unknown_one_does_not_pretend_to() {
        let today = day("2026-01-01");
        let status = |p: Period| Status::on(today, &p, false, None);
        assert_eq!(status(Period::from_year(2017)), Status::Gaeldende);
        assert_eq!(status(Period::approved(2019)), Status::Ukendt);
        assert_eq!(status(Period::NONE), Status::Ukendt);
        assert_eq!(status(Period::until(2025)), Status::Udloebet);
    }

    #[test]
    fn a_confirmation_lasts_a_year() {
        let period = Period::range(2019, 2022);
        let seen = Some(day("2026-05-01"));
        let on = |text| Status::on(day(text), &period, false, seen);
        assert_eq!(on("2026-06-01"), Status::Gaeldende);
        assert_eq!(on("2027-05-01"), Status::Udloebet);
        assert_eq!(on("2026-04-01"), Status::Udloebet);
    }

    #[test]
    fn a_draft_is_a_draft() {
        let period = Period::range(2024, 2027);
        assert_eq!(
            Status::on(day("2025-01-01"), &period, true, None),
            Status::Udkast
        );
    }
}
