//! Shapes and words → the text of one SVG drawing, ready to stand inside a page. Colours come from
//! classes in `diagrammer.css`; geometry is written as attributes. Refuses inline style and script,
//! and never writes a character that HTML or XML would read as markup.

use std::fmt::Write as _;

/// Escapes text for element content and attribute values, in HTML as in XML, and leaves out the
/// control characters that XML 1.0 has no way to write (they come with badly coded PDFs).
pub(in crate::render) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A length for an attribute: at most one decimal, so that two builds write the same bytes.
pub(in crate::render) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{rounded}")
    }
}

/// Where a text stands on its point.
#[derive(Clone, Copy)]
pub(in crate::render) enum Anchor {
    /// Begins there.
    Start,
    /// Is centred on it.
    Middle,
    /// Ends there.
    End,
}

/// Size of ordinary text in a drawing, in its own units (px where it is not scaled).
pub(in crate::render) const TEXT: f64 = 13.0;

/// Size of axis and legend text.
pub(in crate::render) const SMALL: f64 = 12.0;

/// A drawing under way.
pub(in crate::render) struct Svg {
    head: String,
    body: String,
    links: bool,
}

impl Svg {
    /// An empty drawing. `id` must be unique on the page; it prefixes every id inside.
    pub(in crate::render) fn new(
        id: &str,
        class: &str,
        (width, height): (f64, f64),
        title: &str,
        description: &str,
    ) -> Self {
        let (width, height) = (number(width), number(height));
        // Width and height give the picture its shape before the style sheet comes.
        let head = format!(
            "viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" class=\"diagram {class}\" \
             font-size=\"{TEXT}\" fill=\"currentColor\" aria-labelledby=\"{id}-titel {id}-om\">\
             <title id=\"{id}-titel\">{}</title><desc id=\"{id}-om\">{}</desc>",
            escape(title),
            escape(description)
        );
        Self {
            head,
            body: String::new(),
            links: false,
        }
    }

    /// Words at a point; `y` is the baseline.
    pub(in crate::render) fn text(
        &mut self,
        (x, y): (f64, f64),
        anchor: Anchor,
        size: f64,
        text: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let size = if size == TEXT {
            String::new()
        } else {
            format!(" font-size=\"{}\"", number(size))
        };
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\"{anchor}{size}>{}</text>",
            number(x),
            number(y),
            escape(text)
        );
    }

    /// A rectangle, coloured by class.
    pub(in crate::render) fn rect(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{class}\"/>",
            number(x),
            number(y),
            number(width),
            number(height)
        );
    }

    /// A dot, coloured by class.
    pub(in crate::render) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = write!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{class}\"/>",
            number(x),
            number(y),
            number(radius)
        );
    }

    /// A straight line, coloured by class.
    pub(in crate::render) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = write!(
            self.body,
            "<path d=\"M{} {}L{} {}\" class=\"{class}\"/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        );
    }

    /// Any shape. `attributes` is markup of our own making (a fill that names a pattern), not text.
    pub(in crate::render) fn path(&mut self, class: &str, attributes: &str, data: &str) {
        let _ = write!(
            self.body,
            "<path d=\"{data}\" class=\"{class}\"{attributes}/>"
        );
    }

    /// Opens a link; everything until [`Self::close_link`] leads to `href`. `name` is what is read
    /// aloud and shown on hovering.
    pub(in crate::render) fn open_link(&mut self, href: &str, name: &str) {
        self.links = true;
        let _ = write!(
            self.body,
            "<a href=\"{}\" aria-label=\"{name}\"><title>{name}</title>",
            escape(href),
            name = escape(name)
        );
    }

    /// Opens a link that is named by the words inside it.
    pub(in crate::render) fn open_plain_link(&mut self, href: &str) {
        self.links = true;
        let _ = write!(self.body, "<a href=\"{}\">", escape(href));
    }

    /// Opens a link for the mouse only: where the same link stands elsewhere in the drawing for
    /// the keyboard and for screen readers.
    pub(in crate::render) fn open_mouse_link(&mut self, href: &str, name: &str) {
        let _ = write!(
            self.body,
            "<a href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\"><title>{}</title>",
            escape(href),
            escape(name)
        );
    }

    /// Closes the link.
    pub(in crate::render) fn close_link(&mut self) {
        self.body.push_str("</a>");
    }

    /// A group with a tooltip; close it with [`Self::close_group`].
    pub(in crate::render) fn open_titled(&mut self, title: &str) {
        let _ = write!(self.body, "<g><title>{}</title>", escape(title));
    }

    /// Closes a group.
    pub(in crate::render) fn close_group(&mut self) {
        self.body.push_str("</g>");
    }

    /// Markup of our own making, as it is.
    pub(in crate::render) fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// The finished text. A drawing with links inside is a group, not a picture: what is inside a
    /// picture is hidden from screen readers (WAI-ARIA 1.2, children presentational).
    pub(in crate::render) fn finish(self) -> String {
        let role = if self.links { "group" } else { "img" };
        format!("<svg role=\"{role}\" {}{}</svg>", self.head, self.body)
    }
}

/// Width of a text in the site's sans-serif type, estimated with some room to spare; only for
/// leaving space, never for layout that must fit exactly.
pub(in crate::render) fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '\'' | '!' => 0.28,
            't' | 'f' | 'r' | '(' | ')' | '-' | ' ' | '/' => 0.36,
            'm' | 'w' | 'æ' | 'M' | 'W' | 'Æ' | '–' | '%' => 0.9,
            c if c.is_uppercase() => 0.7,
            _ => 0.57,
        })
        .sum();
    em * size
}

/// The text, or as much of it as fits, with an ellipsis.
pub(in crate::render) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size) + size > room {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end_matches([' ', '-', ',', '.']))
}

/// The text in one line, or in two where it has no room in one; what two cannot hold is cut.
pub(in crate::render) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut breaks = text.match_indices(' ').map(|(at, _)| at);
    let first = breaks.rfind(|at| width(&text[..*at], size) <= room);
    match first {
        Some(at) if width(text, size) > room => {
            vec![text[..at].to_owned(), fit(&text[at + 1..], room, size)]
        }
        _ => vec![fit(text, room, size)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escape("<b a=\"1\">\u{0} & 'x'"),
            "&lt;b a=&quot;1&quot;&gt; &amp; 'x'"
        );
    }

    #[test]
    fn lengths_have_one_decimal_and_no_negative_zero() {
        assert_eq!(number(12.0), "12");
        assert_eq!(number(12.349), "12.3");
        assert_eq!(number(-0.01), "0");
    }

    #[test]
    fn a_drawing_with_links_is_no_picture() {
        let plain = Svg::new("a", "x", (1.0, 1.0), "T", "D").finish();
        assert!(plain.starts_with("<svg role=\"img\""));
        let mut linked = Svg::new("a", "x", (1.0, 1.0), "T", "D");
        linked.open_link("b/", "B");
        linked.close_link();
        assert!(linked.finish().starts_with("<svg role=\"group\""));
    }

    #[test]
    fn long_words_are_cut_with_an_ellipsis() {
        assert_eq!(fit("Vordingborg", 200.0, 13.0), "Vordingborg");
        let cut = fit("Digitaliseringsstrategi", 60.0, 13.0);
        assert!(cut.ends_with('…') && width(&cut, 13.0) <= 60.0 + 13.0);
        assert_eq!(
            wrap(
                "Fælleskommunalt og fællesoffentligt samarbejde",
                240.0,
                13.0
            ),
            ["Fælleskommunalt og fællesoffentligt", "samarbejde"]
        );
        assert_eq!(wrap("Klima", 240.0, 13.0), ["Klima"]);
    }
}
