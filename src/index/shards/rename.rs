//! The script → the same with a letter or two for each of its variables, which is a sixteenth of what
//! it weighs compressed. What another file may ask for keeps its name: exports, properties, keys and
//! methods. It knows the JavaScript that `browser/search.js` is written in and no more: parameters of
//! arrow functions stand in brackets, no labels, no getters. The tests of the search run what comes
//! out of it.

use std::collections::BTreeMap;

/// Words that are not the script's own, and what it exports.
const KEPT: &str = "as async await break class const continue do else export false for function if \
    import in let new null of return this throw true typeof undefined while \
    Array Blob Boolean DataView DecompressionStream Error Float64Array Infinity Int32Array JSON Map Math \
    Object Promise Response Set String TextDecoder TextEncoder URL Uint16Array Uint32Array \
    Uint8Array fetch globalThis openIndex fold loose stem";

/// A piece of the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    /// A name or a number.
    Word(&'a str),
    Sign(char),
    /// A string, a part of a template, an expression: taken as it is.
    Quoted(&'a str),
}

/// What is open around a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Statements, brackets, a template.
    Code,
    /// A class, whose words are methods.
    Class,
    /// An object or a pattern, whose words may be keys.
    Object,
}

/// How a word is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Variable,
    /// Key and variable in one.
    Both,
    Other,
}

/// Renames the variables; the commonest get the shortest names.
pub(super) fn rename(script: &str) -> String {
    let pieces = pieces(script);
    let uses = uses(&pieces);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (piece, used) in pieces.iter().zip(&uses) {
        if let (Piece::Word(word), Use::Variable | Use::Both) = (piece, used) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut order: Vec<(&str, usize)> = counts.into_iter().collect();
    order.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    let short = letters().map(String::from).chain(pairs);
    let short = short.filter(|name| !is_kept(name));
    let names: BTreeMap<&str, String> =
        order.into_iter().map(|(word, _)| word).zip(short).collect();
    let mut out = String::new();
    for (piece, used) in pieces.iter().zip(&uses) {
        match (piece, used) {
            (Piece::Word(word), Use::Other) => out.push_str(word),
            (Piece::Word(word), used) => {
                if *used == Use::Both {
                    out.push_str(word);
                    out.push(':');
                }
                out.push_str(names.get(word).map_or(word, String::as_str));
            }
            (Piece::Sign(sign), _) => out.push(*sign),
            (Piece::Quoted(text), _) => out.push_str(text),
        }
    }
    out
}

fn is_kept(word: &str) -> bool {
    KEPT.split_whitespace().any(|kept| kept == word)
}

/// How each piece is used.
fn uses(pieces: &[Piece<'_>]) -> Vec<Use> {
    let sign = |at: Option<&usize>| match at.map(|&at| pieces[at]) {
        Some(Piece::Sign(sign)) => sign,
        _ => ' ',
    };
    let seen: Vec<usize> = (0..pieces.len())
        .filter(|&at| !matches!(pieces[at], Piece::Sign(c) if c.is_whitespace()))
        .collect();
    let mut uses = vec![Use::Other; pieces.len()];
    let mut open = vec![Open::Code];
    for (nth, &at) in seen.iter().enumerate() {
        let before = |n: usize| nth.checked_sub(n).and_then(|nth| seen.get(nth));
        let (last, next) = (sign(before(1)), sign(seen.get(nth + 1)));
        let word = |n: usize| match before(n).map(|&at| pieces[at]) {
            Some(Piece::Word(word)) => word,
            _ => "",
        };
        match pieces[at] {
            Piece::Sign('{') => open.push(match last {
                '=' | '(' | ',' | ':' | '[' | '?' | '&' | '|' | '.' | '+' => Open::Object,
                _ if word(2) == "class" => Open::Class,
                _ if ["let", "return", "export"].contains(&word(1)) => Open::Object,
                _ => Open::Code,
            }),
            Piece::Sign('(' | '[') => open.push(Open::Code),
            Piece::Sign(')' | ']' | '}') => {
                open.pop();
            }
            Piece::Quoted(text) => {
                // A template opens where code begins in it, and closes where that ends.
                if text.starts_with('}') {
                    open.pop();
                }
                if text.ends_with("${") {
                    open.push(Open::Code);
                }
            }
            Piece::Word(name)
                if !is_kept(name) && !name.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                let inside = open.last().copied().unwrap_or(Open::Code);
                let is_spread = sign(before(2)) == '.' && sign(before(3)) == '.';
                uses[at] = match (inside, last, next) {
                    (Open::Class, ..) => Use::Other,
                    (_, '.', _) if !is_spread => Use::Other,
                    (Open::Object, '{' | ',', ':' | '(') => Use::Other,
                    (Open::Object, '{' | ',', _) => Use::Both,
                    _ => Use::Variable,
                };
            }
            _ => {}
        }
    }
    uses
}

fn pieces(script: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // Braces open since the code of each template began.
    let mut templates: Vec<usize> = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let mut before = pieces.iter().rev();
        let is_value = match before.find(|piece| **piece != Piece::Sign(' ')) {
            Some(Piece::Sign(sign)) => ")]}".contains(*sign),
            last => last.is_some(),
        };
        let ends_template = c == '}' && templates.last() == Some(&0);
        let (piece, length) = if super::script::is_word(c) {
            let length = rest
                .find(|c| !super::script::is_word(c))
                .unwrap_or(rest.len());
            (Piece::Word(&rest[..length]), length)
        } else if c == '"' || c == '\'' || c == '`' || ends_template || (c == '/' && !is_value) {
            if ends_template {
                templates.pop();
            }
            let length = quoted(rest);
            if rest[..length].ends_with("${") {
                templates.push(0);
            }
            (Piece::Quoted(&rest[..length]), length)
        } else {
            match (c, templates.last_mut()) {
                ('{', Some(open)) => *open += 1,
                ('}', Some(open)) => *open -= 1,
                _ => {}
            }
            (Piece::Sign(c), c.len_utf8())
        };
        pieces.push(piece);
        rest = &rest[length..];
    }
    pieces
}

/// Length of what is quoted at the beginning of a text.
fn quoted(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    let end = if first == '}' { '`' } else { first };
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' | ']' if end == '/' => class = c == '[',
            '{' if end == '`' && text[..at].ends_with('$') => return at + 1,
            _ if c == end && !class => {
                let after = &text[at + 1..];
                let flags = after.find(|c| end != '/' || !super::script::is_word(c));
                return at + 1 + flags.unwrap_or(after.len());
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_get_short_names_and_nothing_else() {
        let renamed = rename("let total=1,named={total,key:total};this.total=named.total;");
        assert_eq!(renamed, "let a=1,b={total:a,key:a};this.total=b.total;");
    }

    #[test]
    fn what_is_quoted_stays_but_for_the_code_in_it() {
        let renamed =
            rename("let word=\"word\";f(`word ${word+{word}.word} word`,/word[/]word/u);");
        let expected = "let a=\"word\";b(`word ${a+{word:a}.word} word`,/word[/]word/u);";
        assert_eq!(renamed, expected);
    }

    #[test]
    fn parameters_and_methods_are_told_apart() {
        let renamed = rename("class Book{open({page=1},...rest){return page?rest:Book}}");
        assert_eq!(renamed, "class a{open({page:b=1},...c){return b?c:a}}");
    }
}
