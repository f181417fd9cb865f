//! Days, numbers and lists → how Danish writes them. Refuses any other language.

use crate::model::{Date, Timestamp};

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// `23. juni 2019`.
pub(super) fn date(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).map_or("", |m| MONTHS[m]);
    format!("{}. {month} {}", day.day(), day.year())
}

/// The day of a moment, in UTC: the archive's own clock, and independent of the machine's zone.
pub(super) fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A moment for machines, in whole seconds: HTML takes no finer ones.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `40.652`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `1 kommune`, `55 kommuner`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    let word = if n == 1 { one } else { many };
    format!("{} {word}", number(n as u64))
}

/// `43 %`; nothing of nothing is 0 %.
pub(super) fn percent(part: usize, whole: usize) -> String {
    format!("{} %", share(part, whole))
}

/// A part of a whole in whole percent, rounded.
pub(super) fn share(part: usize, whole: usize) -> usize {
    (part * 200 + whole).checked_div(whole * 2).unwrap_or(0)
}

/// `a, b og c`.
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} og {}", first.join(", "), last.as_ref())
        }
    }
}

/// `1,2 MB`, `64 kB`, `812 byte`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} byte"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{},{} MB", number(tenths / 10), tenths % 10)
        }
    }
}

/// A title inside a sentence; abbreviations keep their capitals.
pub(super) fn inside(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next();
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return title.to_owned();
    }
    first.map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A key that sorts names as Danish does: æ, ø, å last, and aa as å.
pub(super) fn order(name: &str) -> String {
    name.to_lowercase()
        .replace("aa", "å")
        .chars()
        .map(|c| match c {
            'æ' => '\u{e001}',
            'ø' => '\u{e002}',
            'å' => '\u{e003}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_read_as_danes_write_them() {
        assert_eq!(date(jiff::civil::date(2019, 6, 23)), "23. juni 2019");
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(40652), "40.652");
        assert_eq!(number(1_234_567), "1.234.567");
        assert_eq!(count(1, "kommune", "kommuner"), "1 kommune");
        assert_eq!(size(1_249_999), "1,2 MB");
        assert_eq!(size(64_400), "64 kB");
    }

    #[test]
    fn lists_and_shares() {
        assert_eq!(list(&["a", "b", "c"]), "a, b og c");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(percent(1, 3), "33 %");
        assert_eq!(percent(2, 3), "67 %");
        assert_eq!(percent(0, 0), "0 %");
    }

    #[test]
    fn titles_keep_their_abbreviations() {
        assert_eq!(inside("Klima"), "klima");
        assert_eq!(inside("It-infrastruktur"), "it-infrastruktur");
        assert_eq!(inside("RPA"), "RPA");
    }

    #[test]
    fn names_sort_as_danish_does() {
        let mut names = ["Ærø", "Aarhus", "Odense", "Ørsted", "Albertslund", "Århus"];
        names.sort_by_key(|n| order(n));
        assert_eq!(
            names,
            ["Albertslund", "Odense", "Ærø", "Ørsted", "Aarhus", "Århus"]
        );
    }
}
