//! Values ↔ cells of a table that people open in a spreadsheet. A value that a spreadsheet would
//! run as a formula gets an apostrophe in front, and import takes exactly that one away again; a
//! lone dash, which KL writes for "not stated", stays a dash.

/// Whether a spreadsheet would take the text for a formula, whatever apostrophes stand before it.
fn is_formula(text: &str) -> bool {
    let rest = text.trim_start_matches('\'');
    let starts = rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    starts && text != "-"
}

/// A value as a cell; blanks around it say nothing and are left out.
pub(super) fn escape(value: &str) -> String {
    let value = value.trim();
    if is_formula(value) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}

/// A cell as the value that was meant.
pub(super) fn unescape(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(value) if is_formula(value) => value,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_dashes_are_not() {
        assert_eq!(
            escape("=HYPERLINK(\"http://x\")"),
            "'=HYPERLINK(\"http://x\")"
        );
        assert_eq!(escape("-2020"), "'-2020");
        assert_eq!(escape("-"), "-");
        assert_eq!(escape("2018-"), "2018-");
        assert_eq!(unescape("'Rødovre'"), "'Rødovre'");
    }

    proptest::proptest! {
        #[test]
        fn cells_come_back_unchanged(value in "['=+@a -]{0,6}") {
            let cell = escape(&value);
            proptest::prop_assert_eq!(unescape(&cell), value.trim());
            proptest::prop_assert!(cell == "-" || !cell.starts_with(['=', '+', '-', '@']));
        }
    }
}
