//! Signs that open list items: told from numbers and letters, cut from the text, and given the size
//! of the text they open, since a large dot makes no line a heading.

use pdfboss_text::TextSpan;

/// Signs that open a list item, beside the private-use ones of symbol fonts.
const BULLETS: &[char] = &[
    '•', '●', '▪', '■', '◦', '○', '‣', '·', '∙', '►', '▶', '➢', '➤', '→', '✓', '✔', '❖', '◆', '□',
    '–', '-', '*', '⁃', '➔', '»',
];

/// A sign of a symbol font, or of one without a mapping.
fn is_foreign(c: char) -> bool {
    matches!(c, '\u{f000}'..='\u{f0ff}' | '\u{fffd}')
}

/// Gives bullets the size of the text that follows on their line.
pub(super) fn level(mut spans: Vec<TextSpan>) -> Vec<TextSpan> {
    let mut next: Option<(f32, f32, i32)> = None;
    for span in spans.iter_mut().rev() {
        let text = span.text.trim();
        if text.is_empty() {
            continue;
        }
        let mut signs = text.chars();
        let bullet = matches!((signs.next(), signs.next()), (Some(c), None) if BULLETS.contains(&c) || is_foreign(c));
        match next {
            Some((y, size, turn))
                if bullet && turn == span.rotate && (y - span.y).abs() <= 0.4 * size =>
            {
                span.size = size;
            }
            _ => next = Some((span.y, span.size, span.rotate)),
        }
    }
    spans
}

/// The line without its bullet.
pub(super) fn without_bullet(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let spaced = rest.starts_with(char::is_whitespace);
    // "-5 %" is a number and "o" a letter unless a space follows.
    let opens = (is_foreign(first) && (spaced || first != '\u{fffd}'))
        || (BULLETS.contains(&first)
            && (spaced || !matches!(first, '–' | '-' | '*' | '»' | '→' | '·')))
        || (first == 'o' && spaced && rest.trim_start().starts_with(char::is_uppercase));
    (opens && rest.chars().any(char::is_alphanumeric)).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_signs_and_not_numbers() {
        assert_eq!(without_bullet("• Data"), Some("Data"));
        assert_eq!(without_bullet("\u{f0b7} Data"), Some("Data"));
        assert_eq!(without_bullet("\u{fffd} Data"), Some("Data"));
        assert_eq!(without_bullet("- Data"), Some("Data"));
        assert_eq!(without_bullet("-5 %"), None);
        assert_eq!(without_bullet("\u{fffd}ata"), None);
        assert_eq!(without_bullet("o Borgere"), Some("Borgere"));
        assert_eq!(without_bullet("og borgere"), None);
        assert_eq!(without_bullet("–"), None);
    }
}
