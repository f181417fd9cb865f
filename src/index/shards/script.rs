//! The script as written → the script as sent: without comments that stand alone, indentation and the
//! spaces around signs, and with short names for its variables (`rename.rs`), which readers of the
//! site pay for and do not see. What stands in quotes or in a regular expression stays as it is; no
//! such thing spans lines.

use super::rename::rename;

/// The script that reads the files.
const SCRIPT: &str = include_str!("../browser/search.js");

/// The script as it is sent.
pub(super) fn script() -> String {
    let lines = SCRIPT.lines().map(str::trim);
    let code = lines.filter(|line| {
        let comment = ["//", "/**", "* ", "*/"];
        !line.is_empty() && !comment.iter().any(|c| line.starts_with(c))
    });
    let mut out = String::new();
    for line in code {
        // The script ends its statements itself, so that a new line means no more than a space.
        if out.ends_with(is_word) && line.starts_with(is_word) {
            out.push(' ');
        }
        squeeze(line, &mut out);
    }
    rename(&out)
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn squeeze(line: &str, out: &mut String) {
    // What is constant is so for who writes it.
    let line = line.replace("const ", "let ");
    let chars: Vec<char> = line.chars().collect();
    let (mut quote, mut class) = (None, false);
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let last = out.chars().last().unwrap_or('\n');
        match quote {
            None if c == '/' && chars.get(at + 1) == Some(&'/') => break,
            None if c == ' ' => {
                let next = chars.get(at + 1).copied().unwrap_or('\n');
                // "a b" is two words, "a - -b" no decrement.
                let parts = is_word(last) && is_word(next);
                if parts || (last == next && "+-".contains(last)) || next == '/' || last == '/' {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
        match quote {
            None if "\"'`".contains(c) => quote = Some(c),
            // After a sign a stroke begins an expression, after a value it divides.
            None if c == '/' => {
                let before = out[..out.len() - 1].trim_end().chars().last();
                if before.is_none_or(|b| "(,=:[!&|?{};>".contains(b)) {
                    (quote, class) = (Some('/'), false);
                }
            }
            Some(_) if c == '\\' => {
                at += 1;
                out.extend(chars.get(at));
            }
            Some('/') if c == '[' || c == ']' => class = c == '[',
            Some(open) if c == open && !(c == '/' && class) => quote = None,
            _ => {}
        }
        at += 1;
    }
    while out.ends_with(' ') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(line: &str) -> String {
        let mut out = String::new();
        squeeze(line, &mut out);
        out
    }

    #[test]
    fn spaces_go_where_they_mean_nothing() {
        assert_eq!(squeezed("const a = b + c; // why"), "let a=b+c;");
        assert_eq!(
            squeezed("return x in y ? \" a \" : `b ${c} d`;"),
            "return x in y?\" a \":`b ${c} d`;"
        );
        assert_eq!(
            squeezed("s.replace(/[ /] +/g, \" \") - -1"),
            "s.replace(/[ /] +/g,\" \")- -1"
        );
    }
}
