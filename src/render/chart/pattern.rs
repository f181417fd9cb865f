//! Standing of a municipality or a strategy → its class and its pattern, so that map and timelines
//! speak one language and can be told apart without colours. Refuses to decide what a standing is;
//! that is for map and timeline to say.

use std::fmt::Write as _;

use super::svg::escape;

/// A look: class suffix, and the strokes of its pattern in a square of eight units (empty: plain).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Look {
    /// Suffix of the class, as in `kort-gaeldende` and `flade-gaeldende`.
    pub(in crate::render) id: &'static str,
    strokes: &'static str,
}

/// Applies.
pub(in crate::render) const GAELDENDE: Look = Look::new("gaeldende", "");
/// Applies, ends soon.
pub(in crate::render) const UDLOEBER: Look = Look::new("udloeber", "M1 2h2M5 6h2");
/// Has ended.
pub(in crate::render) const UDLOEBET: Look = Look::new("udloebet", "M-2 2l4-4M0 8l8-8M6 10l4-4");
/// Adopted, begins later.
pub(in crate::render) const KOMMENDE: Look = Look::new("kommende", "M2 0v8M6 0v8");
/// Draft.
pub(in crate::render) const UDKAST: Look = Look::new("udkast", "M4 1.5v5M1.5 4h5");
/// No period to judge by.
pub(in crate::render) const UKENDT: Look = Look::new("ukendt", "M0 2h8M2 0v8");
/// Part of other plans.
pub(in crate::render) const DEL: Look = Look::new("del", "M0 2h8M0 6h8");
/// None known, or nothing said of a subject.
pub(in crate::render) const INGEN: Look = Look::new("ingen", "");
/// One of the document's own pillars.
pub(in crate::render) const NIVEAU_3: Look = Look::new("niveau-3", "");
/// Has a section.
pub(in crate::render) const NIVEAU_2: Look = Look::new("niveau-2", "M0 2h8M0 6h8");
/// Discussed.
pub(in crate::render) const NIVEAU_1: Look = Look::new("niveau-1", "M1 2h2M5 6h2");
/// There is nothing to read.
pub(in crate::render) const TOM: Look = Look::new("tom", "M3.5 4h1");
/// Could not be read, or not all of it.
pub(in crate::render) const ULAEST: Look = Look::new("ulaest", "M-2 2l4-4M0 8l8-8M6 10l4-4");

impl Look {
    const fn new(id: &'static str, strokes: &'static str) -> Self {
        Self { id, strokes }
    }

    /// The attribute that fills a shape with this look. An attribute and not a rule of the style
    /// sheet, since `url(#…)` there would be looked for in the style sheet's own address.
    pub(in crate::render) fn fill(self, id: &str) -> String {
        if self.strokes.is_empty() {
            String::new()
        } else {
            format!(" fill=\"url(#{id}-m-{})\"", self.id)
        }
    }

    /// The class of a shape with this look.
    pub(in crate::render) fn class(self) -> String {
        if self.strokes.is_empty() {
            format!("flade-{0} kant-{0}", self.id)
        } else {
            format!("kant-{}", self.id)
        }
    }
}

/// The `<defs>` of the patterns in use.
pub(in crate::render) fn definitions(id: &str, looks: &[Look]) -> String {
    let mut out = String::from("<defs>");
    for look in looks.iter().filter(|look| !look.strokes.is_empty()) {
        let _ = write!(
            out,
            "<pattern id=\"{id}-m-{0}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M0 0h8v8H0z\" class=\"flade-{0}\"/><path d=\"{1}\" class=\"streg-{0}\"/></pattern>",
            escape(look.id),
            look.strokes
        );
    }
    out.push_str("</defs>");
    out
}

/// A legend entry for this look. The swatch borrows the pattern that `definitions` wrote into the
/// drawing with the same `id`.
pub(in crate::render) fn key(id: &str, look: Look, label: impl Into<String>) -> super::Key {
    super::Key::new(&look.class(), &look.fill(id), label)
}
