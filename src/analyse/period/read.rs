//! A line or sentence → the years it mentions and how: a range, an end, a beginning, a year, a
//! date. Refuses what only looks like years: case and phone numbers, school years, ISO dates.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::period::{Period, PeriodKind};

/// Longest range believed, in years; municipal plans run for twelve, visions for fifteen.
const LONGEST: i16 = 20;

/// A mention of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// What it states, taken by itself.
    pub(super) period: Period,
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// A single year that is part of a date: its month, if named.
    pub(super) month: Option<u8>,
    /// Whether a day stands before the month or the year is part of a numeric date.
    pub(super) day: bool,
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($text).expect("a constant pattern"));
    };
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];

pattern!(
    RANGE,
    r"(?ix)\b((?:19|20)\d\d)
      (\s*(?:[-–—‐‑−→]|til\s+og\s+med|og\s+frem\s+til|frem\s+til|til)\s*)
      (?:(?:udgangen|slutningen|midten|begyndelsen)\s+af\s+|(?:ultimo|medio|primo)\s+)?
      (?:(?:den\s+)?\d{1,2}\.\s*(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\s+|(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\s+)?
      ((?:19|20)\d\d|\d\d)\b"
);
// "Skoleårene 2014/15 - 2017/18".
pattern!(
    SCHOOL_YEARS,
    r"(?i)(?:\bskoleåre(?:ne|t)\s+)?\b(20\d\d)/\d\d\s*(?:[-–—]|til)\s*20\d\d/(\d\d)\b"
);
pattern!(SPACED, r"\b((?:19|20)\d\d) ((?:20)\d\d|\d\d)\b");
pattern!(
    UNTIL,
    r"(?ix)\b(?:frem\s+(?:til|mod)|til\s+og\s+med|indtil|inden|mod|til|udløber(?:\s+(?:ved|med|i|den))?)\s+
      (?:(?:og\s+med|år|udgangen\s+af|slutningen\s+af|ultimo|den\s+31\.\s*december|31\.\s*december)\s+)*
      (20\d\d)\b"
);
pattern!(
    FROM,
    r"(?ix)\b(?:fra(?:\s+og\s+med)?|tr(?:æder|ådte)\s+i\s+kraft|siden)\s+
      (?:(?:år|primo|medio|ultimo|starten\s+af|begyndelsen\s+af|den|pr\.|(?:\d{1,2}\.\s*)?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december))\s+)*
      ((?:19|20)\d\d)\b"
);
// "2022, 2023, 2024 og 2025".
pattern!(
    LISTED,
    r"\b((?:19|20)\d\d)(?:,\s*(?:19|20)\d\d)+\s+og\s+((?:19|20)\d\d)\b"
);
pattern!(
    OPEN,
    r"(?i)\b((?:19|20)\d\d)(?:\s?[-–]\s*(?:$|[,.)\]])|\+|\s+og\s+(?:frem(?:ad|efter)?|årene\s+frem)\b)"
);
pattern!(YEAR, r"\b(?:19|20)\d\d\b");
pattern!(
    BEFORE_YEAR,
    r"(?i)(?:(\d{1,2})\s*\.?\s*)?\b(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*\.?,?\s+$"
);
pattern!(NUMERIC_DATE, r"(\d{1,2})[./-]\s?(\d{1,2})[./ -]\s?$");

/// A text without the day and month at its end.
pub(super) fn without_date(text: &str) -> &str {
    BEFORE_YEAR
        .find(text)
        .map_or(text, |date| &text[..date.start()])
}

/// Every mention in a text, in order. `title` also reads ranges that lost their dash ("2014 16").
pub(super) fn mentions(text: &str, title: bool) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for found in RANGE.captures_iter(text) {
        let (Some(all), Some(a), Some(b)) = (found.get(0), found.get(1), found.get(3)) else {
            continue;
        };
        if let Some(period) = range(a.as_str(), b.as_str())
            && stands_free(text, all.start(), all.end())
        {
            push(&mut out, period, all.start(), all.end());
        }
    }
    for found in SCHOOL_YEARS.captures_iter(text) {
        let (Some(all), Some(a), Some(b)) = (found.get(0), found.get(1), found.get(2)) else {
            continue;
        };
        if let Some(period) = range(a.as_str(), b.as_str()) {
            push(&mut out, period, all.start(), all.end());
        }
    }
    for found in LISTED.captures_iter(text) {
        let (Some(all), Some(a), Some(b)) = (found.get(0), found.get(1), found.get(2)) else {
            continue;
        };
        let years = YEAR.find_iter(all.as_str()).count() as i16;
        if let Some(period) = range(a.as_str(), b.as_str())
            && period
                .to
                .zip(period.from)
                .is_some_and(|(to, from)| to - from + 1 == years)
        {
            push(&mut out, period, all.start(), all.end());
        }
    }
    if title {
        for found in SPACED.captures_iter(text) {
            let (Some(all), Some(a), Some(b)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            if let Some(period) = range(a.as_str(), b.as_str())
                && stands_free(text, all.start(), all.end())
            {
                push(&mut out, period, all.start(), all.end());
            }
        }
    }
    for (pattern, make) in [
        (&UNTIL, Period::until as fn(i16) -> Period),
        (&FROM, Period::from_year),
        (&OPEN, Period::from_year),
    ] {
        for found in pattern.captures_iter(text) {
            let (Some(all), Some(year)) = (found.get(0), found.get(1)) else {
                continue;
            };
            if let Some(value) = number(year.as_str()).filter(|y| *y >= 1995)
                && stands_free(text, year.start(), year.end())
            {
                push(&mut out, make(value), all.start(), year.end());
            }
        }
    }
    for year in YEAR.find_iter(text) {
        if let Some(value) = number(year.as_str()).filter(|y| *y >= 1995)
            && stands_free(text, year.start(), year.end())
        {
            push(&mut out, Period::single(value), year.start(), year.end());
            if let Some(last) = out.last_mut().filter(|m| m.start == year.start()) {
                date_before(text, last);
            }
        }
    }
    out.sort_by_key(|m| m.start);
    out
}

/// Keeps a mention unless an earlier, richer reading already covers its place.
fn push(out: &mut Vec<Mention>, period: Period, start: usize, end: usize) {
    if out.iter().all(|m| m.end <= start || m.start >= end) {
        out.push(Mention {
            period,
            start,
            end,
            month: None,
            day: false,
        });
    }
}

/// Fills in the date that a year ends: "23. juni 2019", "August 2015", "25/11 2020".
fn date_before(text: &str, mention: &mut Mention) {
    let before = &text[..mention.start];
    if let Some(found) = BEFORE_YEAR.captures(before) {
        let name = found.get(2).map_or("", |m| m.as_str()).to_lowercase();
        mention.month = MONTHS.iter().position(|m| *m == name).map(|n| n as u8 + 1);
        mention.day = found.get(1).is_some();
        mention.start = found.get(0).map_or(mention.start, |m| m.start());
    } else if let Some(found) = NUMERIC_DATE.captures(before) {
        mention.month = found
            .get(2)
            .and_then(|m| m.as_str().parse().ok())
            .filter(|m| (1..=12).contains(m));
        mention.day = true;
        mention.start = found.get(0).map_or(mention.start, |m| m.start());
    }
}

fn range(a: &str, b: &str) -> Option<Period> {
    let from = number(a)?;
    let to = if b.len() == 2 {
        from - from % 100 + b.parse::<i16>().ok()?
    } else {
        number(b)?
    };
    (from < to && to - from <= LONGEST && from >= 1995).then(|| Period::range(from, to))
}

fn number(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|y| (1990..=2060).contains(y))
}

/// Not inside a longer number: "14/2019-6", "2016/679", "2013-05-03", "27001:2013".
fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let before: Vec<char> = text[..start].chars().rev().take(2).collect();
    let after: Vec<char> = text[end..].chars().take(2).collect();
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let joins = |c: Option<&char>| c.is_some_and(|c| "/-–:_".contains(*c));
    let glued_before = joins(before.first()) && digit(before.get(1)) && !is_day(text, start);
    let glued_after = joins(after.first()) && digit(after.get(1));
    !glued_before && !glued_after && !digit(before.first())
}

/// "25-11-2020" and "25/11-2020": the digits before the year are a day and a month.
fn is_day(text: &str, start: usize) -> bool {
    NUMERIC_DATE.is_match(&text[..start])
}

impl Mention {
    /// First or only year.
    pub(super) fn year(&self) -> i16 {
        self.period.from.or(self.period.to).unwrap_or(0)
    }

    /// Whether it is a year by itself, dated or not.
    pub(super) fn is_year(&self) -> bool {
        self.period.kind == PeriodKind::Single
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<Period> {
        mentions(text, true).iter().map(|m| m.period).collect()
    }

    #[test]
    fn the_spellings_of_the_trade_are_read() {
        for (text, period) in [
            ("2019-2022", Period::range(2019, 2022)),
            ("2021 – 2025", Period::range(2021, 2025)),
            ("2014 16", Period::range(2014, 2016)),
            ("2023-26", Period::range(2023, 2026)),
            ("i årene 2019 til 2023", Period::range(2019, 2023)),
            ("Frem til 2025", Period::until(2025)),
            ("frem mod 2030", Period::until(2030)),
            ("Fra 2017", Period::from_year(2017)),
            ("2018-", Period::from_year(2018)),
            ("1. august 2022 – 1. august 2026", Period::range(2022, 2026)),
            ("fra 2019 til 2023", Period::range(2019, 2023)),
            (
                "fra medio 2016 til udgangen af 2019",
                Period::range(2016, 2019),
            ),
            ("årene 2022, 2023, 2024 og 2025", Period::range(2022, 2025)),
            ("gælder fra august 2022", Period::from_year(2022)),
        ] {
            assert_eq!(read(text), [period], "{text}");
        }
    }

    #[test]
    fn look_alikes_are_left() {
        for text in [
            "14/001928-6",
            "tlf. 20192022",
            "forordning 2016/679",
            "ISO 27001:2013",
            "skoleåret 2019/2020",
            "2022-2019",
        ] {
            let ranges = mentions(text, false)
                .iter()
                .filter(|m| m.period.kind == PeriodKind::Range)
                .count();
            assert_eq!(ranges, 0, "{text}");
        }
    }

    #[test]
    fn dates_keep_their_month() {
        let got = mentions("Godkendt i byrådet den 23. juni 2019", false);
        assert_eq!(
            (got[0].year(), got[0].month, got[0].day),
            (2019, Some(6), true)
        );
        let got = mentions("August 2015", false);
        assert_eq!((got[0].month, got[0].day), (Some(8), false));
        let got = mentions("vedtaget d. 25/11 2020", false);
        assert_eq!((got[0].month, got[0].day), (Some(11), true));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,80}") {
            for mention in mentions(&text, true) {
                prop_assert!(text.get(mention.start..mention.end).is_some());
            }
        }
    }
}
