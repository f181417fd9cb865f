//! The HTML of a page, whoever wrote it → as much of it as can be parsed in good time: its beginning,
//! with no more elements inside each other than any browser shows. Parsing is quadratic in the depth,
//! so that a few megabytes of `<div>` would otherwise hold up a whole crawl.

use std::borrow::Cow;

/// What is read of a page, in bytes. Links beyond are a machine talking.
pub(super) const LONGEST: usize = 3_000_000;
/// Elements inside each other; browsers stop at 512.
const DEEPEST: usize = 600;

/// Elements that hold nothing, or that the next of their kind ends: left open, they make nothing deeper.
const FLAT: [&str; 34] = [
    "a", "area", "base", "body", "br", "col", "dd", "dt", "embed", "h1", "h2", "h3", "h4", "h5",
    "head", "hr", "html", "img", "input", "li", "link", "meta", "option", "p", "param", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The page's beginning without the start tags that stand too deep.
pub(super) fn tame(html: &str) -> Cow<'_, str> {
    let end = html.floor_char_boundary(LONGEST);
    let html = &html[..end];
    let mut out = String::new();
    let mut kept = 0;
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let tag = &html[start..];
        let tag = &tag[..tag.find('>').map_or(tag.len(), |end| end + 1)];
        at = start + 1;
        let name = tag[1..].trim_start_matches('/');
        let length = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name[..length].to_ascii_lowercase();
        if tag.starts_with("<!--") {
            at = after(html, at, "-->");
        } else if name.is_empty() || FLAT.contains(&name.as_str()) || tag.ends_with("/>") {
            // Not an element, or none that others stand inside.
        } else if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if matches!(name.as_str(), "script" | "style") {
            // What looks like a tag in there is none; its own end tag is met next.
            depth += 1;
            let end = html[at..].find(&format!("</{name}"));
            at = end.map_or(html.len(), |end| at + end);
        } else {
            depth += 1;
            if depth > DEEPEST {
                out.push_str(&html[kept..start]);
                kept = start + tag.len();
                at = kept;
            }
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// Where the text after the next `end` begins; the end of everything where there is none.
fn after(html: &str, from: usize, end: &str) -> usize {
    html[from..]
        .find(end)
        .map_or(html.len(), |at| from + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_pages_are_left_alone_and_deep_ones_are_flattened() {
        let page = format!("<table>{}</table>", "<tr><td><p>æ<li>x".repeat(5_000));
        assert!(matches!(tame(&page), Cow::Borrowed(kept) if kept == page));
        let script = format!(
            "<script>{}</script><a href=/x>",
            "if (i<n && a<b) {}".repeat(900)
        );
        assert!(matches!(tame(&script), Cow::Borrowed(_)));
        let open = format!("<script>{}", "æ<b".repeat(900));
        assert!(matches!(tame(&open), Cow::Borrowed(_)));
        let drawing = format!(
            "<svg>{}</svg><!-- {} --><a>",
            "<path d='M0'/>".repeat(900),
            "<b>".repeat(900)
        );
        assert!(matches!(tame(&drawing), Cow::Borrowed(_)));
        let deep = format!(
            "{}<a href=/x>x</a>{}",
            "<div class=y>".repeat(9_000),
            "</div>".repeat(9_000)
        );
        let tamed = tame(&deep);
        assert_eq!(tamed.matches("<div").count(), DEEPEST);
        assert!(tamed.contains("<a href=/x>x</a>"));
        assert_eq!(tame(&"ø".repeat(LONGEST)).len(), LONGEST);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "([<>/= ø]|div|b|!--|-->|</?script){0,60}") {
            prop_assert!(tame(&html).len() <= html.len());
        }
    }
}
